// Progress of long work, and the wish to stop it.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace depone {

// Told of progress by long work; may be called often, so it must be cheap and must not fail.
class Progress {
 public:
  virtual ~Progress() = default;
  // `total` is 0 while unknown; `item` names what is being worked on and lives for the call only.
  virtual void step(std::uint64_t done, std::uint64_t total, std::string_view item) = 0;
};

class NoProgress final : public Progress {
 public:
  void step(std::uint64_t, std::uint64_t, std::string_view) override {}
};

// Set from a signal handler or another thread, asked by long work between items.
class Cancellation {
 public:
  void request() noexcept { requested_.store(true, std::memory_order_relaxed); }
  bool requested() const noexcept { return requested_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> requested_{false};
};

}  // namespace depone
