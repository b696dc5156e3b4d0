// The ring of an overlap: CPU seconds a party, step by step, on invented people.
//
//   overlap_bench [PARTIES [RECORDS [THREADS]]]      5, 20,000 and all cores
//
// All parties run in this process one after the other, with every message sealed, signed, opened
// and checked as between machines; only the carrying is left out. CPU time of all threads
// (getrusage), since the machine is shared. Nothing here gates.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "math/random.h"
#include "overlap/ring.h"

namespace {

using namespace depone;
using namespace depone::overlap;

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

// `records` of 2 * records people, each on the list with even chance.
CsvTable list_of(std::size_t records, std::uint64_t seed) {
  constexpr const char* kSurnames[] = {"Kim", "Lee", "Park", "Choi", "Jung", "Kang", "Cho", "Yoon"};
  constexpr const char* kSyllables[] = {"young", "su", "chul", "min",  "ho",  "jin",
                                        "sung",  "il", "nam",  "hyuk", "kyu", "tae"};
  CsvTable list;
  list.name = "list.csv";
  list.header = {"name", "birth"};
  math::Random random(seed);
  for (std::size_t person = 0; list.rows.size() < records && person < 4 * records; ++person) {
    if (random.below(2) == 0) continue;
    math::Random of(person + 1000);
    std::string name = kSurnames[of.below(std::size(kSurnames))];
    name += std::string(" ") + kSyllables[of.below(std::size(kSyllables))];
    name += std::string(" ") + kSyllables[of.below(std::size(kSyllables))];
    list.rows.push_back({name, fmt::format("{}-{:02}-{:02}", 1950 + of.below(50), 1 + of.below(12),
                                           1 + of.below(28))});
    list.lines.push_back(list.rows.size() + 1);
  }
  return list;
}

template <class T>
T take(Result<T> result) {
  if (result.ok()) return std::move(result).take();
  fmt::print(stderr, "{}\n", to_string(result.error()));
  std::exit(1);
}

struct Cost {
  double keys = 0, start = 0, pass = 0, count = 0;
  double total() const { return keys + start + pass + count; }
};

}  // namespace

int main(int count_of_words, char** words) {
  const auto number = [&](int place, std::size_t otherwise) {
    return count_of_words > place
               ? static_cast<std::size_t>(std::strtoull(words[place], nullptr, 10))
               : otherwise;
  };
  const std::size_t parties = number(1, 5);
  const std::size_t records = number(2, 20'000);
  const std::size_t threads = number(3, 0);
  NoProgress progress;
  const Cancellation cancellation;
  const Normaliser normaliser = take(Normaliser::load(embedded_data()));

  Protocol protocol;
  protocol.number = std::string(32, '0');
  protocol.normaliser = normaliser.id();
  protocol.purpose = "bench";
  protocol.counter = "P0";
  protocol.rules = {take(parse_rule("strict", "name:sound,birth:date"))};
  std::vector<PartySecret> secrets;
  for (std::size_t i = 0; i < parties; ++i) {
    crypto::SecretBytes seed(32);
    seed.writable()[0] = static_cast<std::uint8_t>(i + 1);
    secrets.push_back(secret_from_seed(fmt::format("P{}", i), std::move(seed)));
    protocol.parties.push_back(secrets.back().party());
  }

  std::vector<Cost> costs(parties);
  double* meter = nullptr;
  const auto measured = [&](auto&& work) {
    const double before = cpu_seconds();
    auto result = work();
    *meter += cpu_seconds() - before;
    return result;
  };
  const auto began = std::chrono::steady_clock::now();
  std::vector<ListKeys> keys;
  std::vector<Message> messages;
  for (std::size_t i = 0; i < parties; ++i) {
    const CsvTable list = list_of(records, i + 1);
    meter = &costs[i].keys;
    keys.push_back(measured([&] {
      return take(keys_of(list, {}, protocol, protocol.rules[0], normaliser, threads, progress,
                          cancellation));
    }));
    messages.push_back(commitment(protocol, secrets[i], {&keys.back(), 1}));
    messages.back().header["from"] = secrets[i].name;
  }
  const Commitments commitments = take(gather_commitments(protocol, std::move(messages)));
  std::vector<Bytes> finals;
  for (std::size_t owner = 0; owner < parties; ++owner) {
    meter = &costs[owner].start;
    Outgoing message = measured([&] {
      return take(start(protocol, secrets[owner], commitments, 0, keys[owner], threads, progress,
                        cancellation));
    });
    while (message.hop < static_cast<int>(parties)) {
      const std::size_t to = protocol.index_of(message.to);
      meter = &costs[to].pass;
      message = measured([&] {
        return take(pass(protocol, secrets[to], commitments, message.sealed, "m", threads, progress,
                         cancellation));
      });
    }
    finals.push_back(std::move(message.sealed));
  }
  meter = &costs[0].count;
  const auto counted =
      measured([&] { return take(count(protocol, secrets[0], commitments, finals)); });
  const double wall =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();

  fmt::print("{} parties, {} records each, {} keys on P0's list\n", parties, records,
             keys[0].elements.size());
  double most = 0;
  double all = 0;
  for (std::size_t i = 0; i < parties; ++i) {
    const Cost& cost = costs[i];
    most = std::max(most, cost.total());
    all += cost.total();
    fmt::print(
        "P{}: {:.1f} s CPU (keys {:.1f}, own list {:.1f}, others' lists {:.1f}, counting "
        "{:.1f})\n",
        i, cost.total(), cost.keys, cost.start, cost.pass, cost.count);
  }
  const double products = static_cast<double>(parties * parties * records);
  fmt::print("most {:.1f} s a party; {:.1f} us a record and hop, all in; {:.1f} s wall for all\n",
             most, all / products * 1e6, wall);
  fmt::print("on every list: {}\n", counted[0].counts.back().value_or(0));
  return 0;
}
