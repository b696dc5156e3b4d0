#include "base/parallel.h"

#include <algorithm>
#include <thread>
#include <vector>

namespace depone {

std::size_t core_count() { return std::max<std::size_t>(1, std::thread::hardware_concurrency()); }

Result<> parallel_for(std::size_t count, std::size_t threads,
                      const std::function<void(std::size_t)>& work, Progress& progress,
                      const Cancellation& cancellation, std::string_view item) {
  if (threads == 0) threads = core_count();
  threads = std::min(threads, std::max<std::size_t>(count, 1));
  std::atomic<std::size_t> next{0};
  std::atomic<std::size_t> finished{0};
  const auto work_on = [&](bool tells) {
    while (!cancellation.requested()) {
      const std::size_t i = next.fetch_add(1, std::memory_order_relaxed);
      if (i >= count) return;
      work(i);
      const std::size_t done_now = finished.fetch_add(1, std::memory_order_relaxed) + 1;
      if (tells) progress.step(done_now, count, item);
    }
  };
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work_on, false);
  work_on(true);
  for (std::thread& other : others) other.join();
  if (finished.load() != count) return Error{Fault::Cancelled, "stopped before the end"};
  return done();
}

}  // namespace depone
