// Linkage: quality on the development sets and speed on invented people.
//
//   linkage_bench quality [FOLDER]      F1 of every set in ../shared/data/linkage/records
//   linkage_bench speed N [LOOSE]       N records of our own generator, all steps, CPU seconds
//   linkage_bench file FILE [LOOSE]     the same over a file that generate made: peak memory is
//   then
//                                       that of the linkage alone
//   linkage_bench generate N            such records as CSV on standard output, also for peers
//   linkage_bench kernels               distances, plain and vectorised, nanoseconds a pair
//
// CPU seconds (getrusage), since the machine is shared. Nothing here gates.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "base/disk.h"
#include "casework/link.h"
#include "linkage/distance.h"
#include "linkage/distance_lanes.h"
#include "linkage/linker.h"
#include "math/random.h"

namespace {

using depone::math::Random;

double cpu_seconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

double megabytes() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;
}

// Names put together from syllables, with frequencies that fall like those of US names: the first
// surname about 0.8 % of people, the k-th about 1 / (k + 12).
class Names {
 public:
  Names(std::size_t count, std::size_t syllables, double shift, Random random) {
    constexpr const char* kStarts[] = {"b", "br", "c", "ch", "d", "f", "g",  "gr", "h",  "j", "k",
                                       "l", "m",  "n", "p",  "r", "s", "st", "t",  "th", "v", "w"};
    constexpr const char* kMiddles[] = {"a", "e", "i", "o", "u", "ai", "ea", "ee", "oo", "ou"};
    constexpr const char* kEnds[] = {"", "n", "r", "l", "s", "m", "ck", "rd", "nd", "tt"};
    double sum = 0;
    while (names_.size() < count) {
      std::string name;
      const std::size_t parts = 1 + random.below(syllables);
      for (std::size_t p = 0; p < parts; ++p) {
        name += kStarts[random.below(std::size(kStarts))];
        name += kMiddles[random.below(std::size(kMiddles))];
      }
      name += kEnds[random.below(std::size(kEnds))];
      names_.push_back(name);
      sum += 1 / (static_cast<double>(names_.size()) + shift);
      sums_.push_back(sum);
    }
  }
  const std::string& draw(Random& random) const {
    const double at = random.uniform() * sums_.back();
    const auto found = std::lower_bound(sums_.begin(), sums_.end(), at);
    return names_[static_cast<std::size_t>(found - sums_.begin())];
  }

 private:
  std::vector<std::string> names_;
  std::vector<double> sums_;
};

struct Person {
  std::string fields[6];  // first_name, surname, dob, city, postcode, phone
};

void spoil(std::string& text, Random& random) {
  if (text.size() < 2) return;
  const std::size_t at = random.below(text.size());
  const char letter = text[at] >= '0' && text[at] <= '9'
                          ? static_cast<char>('0' + random.below(10))
                          : static_cast<char>('a' + random.below(26));
  switch (random.below(4)) {
    case 0:
      text[at] = letter;
      break;
    case 1:
      text.erase(at, 1);
      break;
    case 2:
      text.insert(at, 1, letter);
      break;
    default:
      std::swap(text[at], text[at == 0 ? 1 : at - 1]);
  }
}

// 70 % people, 30 % spoilt copies of some of them: each field of a copy is mistyped with 15 %,
// missing with 5 %, and for place and telephone another one with 10 %.
std::string generate(std::size_t records) {
  Random random(7);
  const Names first(5000, 2, 10, Random(1));
  const Names last(80'000, 3, 12, Random(2));
  const Names cities(5000, 3, 20, Random(3));
  std::vector<Person> people;
  const std::size_t originals = records * 7 / 10;
  const auto place = [&](Person& person) {
    person.fields[3] = cities.draw(random);
    const auto zone = depone::linkage::hash_of(person.fields[3]) % 900 + 100;
    person.fields[4] = fmt::format("{}{:02}", zone, random.below(30));
  };
  std::string csv = "id,first_name,surname,dob,city,postcode,phone,person\n";
  const auto write = [&](std::size_t id, const Person& person, std::size_t who) {
    csv += std::to_string(id);
    for (const std::string& field : person.fields) csv += "," + field;
    csv += fmt::format(",p{}\n", who);
  };
  for (std::size_t i = 0; i < records; ++i) {
    if (i < originals) {
      Person person;
      person.fields[0] = first.draw(random);
      person.fields[1] = last.draw(random);
      person.fields[2] = fmt::format("{}-{:02}-{:02}", 1930 + random.below(75),
                                     1 + random.below(12), 1 + random.below(28));
      place(person);
      person.fields[5] = fmt::format("555{:07}", random.below(10'000'000));
      write(i + 1, person, i);
      people.push_back(std::move(person));
      continue;
    }
    const std::size_t who = random.below(originals);
    Person copy = people[who];
    if (random.below(10) == 0) place(copy);
    if (random.below(10) == 0) copy.fields[5] = fmt::format("555{:07}", random.below(10'000'000));
    for (std::string& field : copy.fields) {
      const std::uint64_t fate = random.below(100);
      if (fate < 15) spoil(field, random);
      if (fate >= 95) field.clear();
    }
    write(i + 1, copy, who);
  }
  return csv;
}

constexpr const char* kSpeedSpec = R"(
[[field]]
kind = "name"
columns = ["first_name"]
[[field]]
kind = "name"
columns = ["surname"]
[[field]]
kind = "date"
columns = ["dob"]
[[field]]
kind = "location"
columns = ["postcode", "city"]
[[field]]
kind = "identifier"
columns = ["phone"]
[[block]]
keys = ["phone"]
[[block]]
keys = ["first_name", "surname"]
[[block]]
keys = ["surname", "dob"]
[[block]]
keys = ["first_name", "dob"]
[[block]]
keys = ["dob", "postcode"]
[[block]]
keys = ["surname", "postcode"]
[[block]]
keys = ["first_name", "postcode"]
)";

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// The linkage of records that `text` brings; the time it takes to bring them counts when they come
// from a file.
template <class Text>
int speed(Text text, std::size_t extra) {
  using namespace depone::linkage;
  std::string toml = kSpeedSpec;
  // Looser rules for the series that needs many pairs.
  if (extra > 0) toml += "[[block]]\nkeys = [\"year(dob)\", \"surname\"]\n";
  if (extra > 1) toml += "[[block]]\nkeys = [\"city\", \"first_name\"]\n";
  if (extra > 2) toml += "[[block]]\nkeys = [\"year(dob)\", \"first_name\"]\n";
  if (extra > 3) toml += "[[block]]\nkeys = [\"year(dob)\", \"city\"]\n";
  const auto name_tables = NameTables::load(depone::embedded_data());
  auto spec = parse_spec(toml, "speed");
  if (!name_tables.ok() || !spec.ok()) return 1;
  depone::NoProgress progress;
  const depone::Cancellation cancellation;
  const double start = cpu_seconds();
  const double start_wall = wall_seconds();
  auto read = [&] {
    const auto csv = text();
    const std::string_view view(reinterpret_cast<const char*>(csv.data()), csv.size());
    return read_table({{view, "people"}}, "", 0, progress, cancellation);
  }();
  if (!read.ok()) return 1;
  Table table = std::move(read).take();
  const std::vector<std::uint32_t> truth = table.columns.back().ids;
  table.columns.pop_back();
  const double after_read = cpu_seconds();
  const auto linkage =
      link(table, spec.value(), name_tables.value(), {}, LinkOptions{}, progress, cancellation);
  if (!linkage.ok()) return 1;
  const double end = cpu_seconds();
  const double end_wall = wall_seconds();
  const double peak = megabytes();
  const std::size_t records = table.size();
  const auto quality = evaluate(table, linkage.value().clusters, truth, false, 1, 0);
  const auto pairs = static_cast<double>(linkage.value().scores.pairs);
  fmt::print(
      "{:>9} records {:>11.0f} pairs: read {:.2f}, link {:.2f}, all {:.2f} CPU s ({:.1f} wall); "
      "{:.0f} ns a pair; {:.0f} MB; P {:.4f} R {:.4f} F1 {:.4f}\n",
      records, pairs, after_read - start, end - after_read, end - start, end_wall - start_wall,
      1e9 * (end - start) / std::max(pairs, 1.0), peak, quality.precision.value,
      quality.recall.value, quality.f1.value);
  for (const auto& [step, seconds] : linkage.value().seconds) {
    fmt::print("            {:<12}{:.2f}\n", step, seconds);
  }
  return 0;
}

int quality_of_sets(const std::string& folder) {
  struct Set {
    std::vector<std::string> files;
    std::string truth;
    std::string pairs;
    double goal;
  };
  const std::vector<Set> sets = {
      {{"historical_half.csv"}, "cluster", "", 0.85},
      {{"febrl3.csv"}, "rec_id", "", 0.99},
      {{"febrl1.csv"}, "rec_id", "", 0.99},
      {{"fake_1000.csv"}, "cluster", "", 0.9},
      {{"dblp_acm_dblp.csv", "dblp_acm_acm.csv"}, "", "dblp_acm_matches.csv", 0.97},
      {{"overlap_alice.csv", "overlap_bob.csv"}, "recid", "", 0.99}};
  const auto disk = depone::make_real_disk();
  int met = 0;
  for (const Set& set : sets) {
    depone::casework::LinkRequest request;
    for (const std::string& file : set.files) request.files.push_back(folder + "/" + file);
    request.truth = set.truth;
    if (!set.pairs.empty()) request.truth_pairs = folder + "/" + set.pairs;
    depone::NoProgress progress;
    const depone::Cancellation cancellation;
    const double start = cpu_seconds();
    const auto outcome = depone::casework::link_records(*disk, depone::embedded_data(), request,
                                                        false, progress, cancellation);
    if (!outcome.ok()) {
      fmt::print("{}: {}\n", set.files.front(), to_string(outcome.error()));
      continue;
    }
    const auto& quality = *outcome.value()->quality;
    met += quality.f1.value >= set.goal ? 1 : 0;
    fmt::print(
        "{:<22} goal {:.2f}: F1 {:.4f} ({:.4f} to {:.4f}), P {:.4f}, R {:.4f}; {} of {} true "
        "pairs, {} links; {:.2f} CPU s\n",
        set.files.front(), set.goal, quality.f1.value, quality.f1.lower, quality.f1.upper,
        quality.precision.value, quality.recall.value, quality.correct_pairs, quality.true_pairs,
        quality.linked_pairs, cpu_seconds() - start);
  }
  fmt::print("{} of {} sets reach their goal\n", met, sets.size());
  return 0;
}

int kernels() {
  using namespace depone::linkage;
  Random random(5);
  const Names names(20'000, 3, 12, Random(2));
  std::vector<ShortText> left;
  std::vector<ShortText> right;
  constexpr std::size_t kPairs = 1u << 16;
  for (std::size_t i = 0; i < kPairs; ++i) {
    left.push_back(short_text(names.draw(random)));
    right.push_back(short_text(names.draw(random)));
  }
  std::vector<LaneCounts> counts(kPairs);
  std::vector<std::uint8_t> distances(kPairs);
  for (const Lanes lanes : {Lanes::Plain, Lanes::Avx2, Lanes::Avx512}) {
    if (!lanes_available(lanes)) continue;
    const double start = cpu_seconds();
    for (int r = 0; r < 20; ++r)
      count_jaro_many(lanes, left.data(), right.data(), kPairs, counts.data());
    const double middle = cpu_seconds();
    for (int r = 0; r < 20; ++r) {
      levenshtein_many(lanes, left.data(), right.data(), kPairs, distances.data());
    }
    const double end = cpu_seconds();
    fmt::print("{:<8} Jaro {:.1f} ns, Levenshtein {:.1f} ns a pair (checksums {} {})\n",
               name_of(lanes), (middle - start) / 20 / kPairs * 1e9,
               (end - middle) / 20 / kPairs * 1e9, counts[17].common, distances[17]);
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const std::string mode = count > 1 ? words[1] : "quality";
  const std::size_t number = count > 2 ? std::strtoull(words[2], nullptr, 10) : 0;
  if (mode == "quality") {
    return quality_of_sets(count > 2 ? words[2]
                                     : DEPONE_SOURCE_DIR "/../shared/data/linkage/records");
  }
  if (mode == "speed" && number > 0) {
    // Made before the clock starts: by value, so that the callable only hands it over.
    auto records = std::make_shared<std::string>(generate(number));
    return speed([records = std::move(records)]() mutable { return std::move(*records); },
                 count > 3 ? std::strtoull(words[3], nullptr, 10) : 0);
  }
  if (mode == "file" && count > 2) {
    const auto disk = depone::make_real_disk();
    return speed(
        [&] {
          auto bytes = disk->read_all(words[2], std::uint64_t{16} << 30);
          return bytes.ok() ? std::move(bytes).take() : depone::Bytes();
        },
        count > 3 ? std::strtoull(words[3], nullptr, 10) : 0);
  }
  if (mode == "generate" && number > 0) {
    std::fputs(generate(number).c_str(), stdout);
    return 0;
  }
  if (mode == "kernels") return kernels();
  fmt::print(
      stderr,
      "usage: linkage_bench quality [FOLDER] | speed N [0-4] | file FILE [0-4] | generate N | "
      "kernels\n");
  return 2;
}
