// From records to an estimate: does the interval over plausible linkages hold the number of people?
//
//   linked_estimate_bench [POPULATIONS [PEOPLE]]
//
// Invented people, each on each of five lists with a chance of 1 in 3, are linked by `depone
// link`'s own steps from a name of which one letter in eighty is wrong and a birth date that is
// missing in a share of the records. For each share: the people listed, those in the most plausible
// linkage and on average in 20 drawn ones; how often the log-linear interval holds the truth over
// these, and over the most plausible linkage taken as certain. Seeds are 1, 2, ...
#include <fmt/format.h>

#include <cstdlib>
#include <set>

#include "casework/estimate.h"
#include "casework/link.h"
#include "estimate/linked_lists.h"
#include "math/random.h"
#include "tests/linkage/invented_word.h"

namespace {

using namespace depone;

constexpr std::size_t kLists = 5;
constexpr std::size_t kDrawn = 20;

struct Population {
  std::vector<std::string> lists;  // as CSV
  std::size_t listed = 0;
};

Population invent(std::size_t people, double missing, std::uint64_t seed) {
  math::Random random(seed);
  Population made;
  made.lists.assign(kLists, "name,birth\n");
  for (std::size_t p = 0; p < people; ++p) {
    const std::string given = linkage::invented_word(random, 40, 2);
    const std::string name = given + " " + linkage::invented_word(random, 60, 3);
    const std::string birth = fmt::format("{}-{:02}-{:02}", 1960 + random.below(40),
                                          1 + random.below(12), 1 + random.below(28));
    bool listed = false;
    for (std::string& list : made.lists) {
      if (random.below(3) != 0) continue;
      listed = true;
      std::string said = name;
      for (char& letter : said) {
        if (letter != ' ' && random.below(80) == 0) letter = 'y';
      }
      list += said + "," + (random.uniform() < missing ? "" : birth) + "\n";
    }
    made.listed += listed ? 1 : 0;
  }
  return made;
}

std::size_t people_in(const std::vector<linkage::RecordIndex>& clusters) {
  return std::set(clusters.begin(), clusters.end()).size();
}

struct Sums {
  double listed = 0;
  double plausible = 0;
  double drawn = 0;
  int over_drawn = 0;
  int over_one = 0;
};

Result<> add(std::size_t people, double missing, std::uint64_t seed, Sums& sums) {
  NoProgress progress;
  const Cancellation cancellation;
  const Population population = invent(people, missing, seed);
  std::vector<linkage::TextFile> files;
  std::vector<std::string> names;
  for (const std::string& list : population.lists) {
    names.push_back(fmt::format("list {}", files.size() + 1));
    files.push_back({list, names.back(), {}});
  }
  casework::LinkRequest request;
  request.within.reset();
  const auto linked = DP_TRY(casework::link_lists(std::move(files), std::nullopt, embedded_data(),
                                                  request, progress, cancellation));
  const auto drawn =
      DP_TRY(casework::plausible_linkages(*linked, kDrawn, seed, progress, cancellation));
  const std::vector<std::size_t> list_of(linked->lists.begin(), linked->lists.end());
  const auto table_of = [&](const std::vector<linkage::RecordIndex>& clusters) {
    const std::vector<std::int64_t> persons(clusters.begin(), clusters.end());
    return estimate::table_of_linkage(names, list_of, persons);
  };
  const casework::EstimateMethod* const method = DP_TRY(casework::estimate_method("loglinear"));
  const auto on_one = [&](const estimate::OverlapTable& table) {
    return casework::estimate_by(*method, table, {}, progress, cancellation);
  };
  std::vector<estimate::OverlapTable> tables;
  for (const auto& clusters : drawn) {
    tables.push_back(DP_TRY(table_of(clusters)));
    sums.drawn += static_cast<double>(people_in(clusters)) / kDrawn;
  }
  const auto holds = [&](const Estimate& estimate) {
    const auto truth = static_cast<double>(people);
    return estimate.interval && estimate.interval->lower <= truth &&
                   estimate.interval->upper >= truth
               ? 1
               : 0;
  };
  const auto one = DP_TRY(table_of(linked->linkage->clusters));
  sums.over_one += holds(DP_TRY(on_one(one)));
  sums.over_drawn +=
      holds(DP_TRY(estimate::estimate_over_linkages(tables, on_one, {}, progress, cancellation)));
  sums.listed += static_cast<double>(population.listed);
  sums.plausible += static_cast<double>(people_in(linked->linkage->clusters));
  return done();
}

}  // namespace

int main(int count, char** words) {
  const int populations = count > 1 ? std::atoi(words[1]) : 10;
  const std::size_t people = count > 2 ? std::strtoul(words[2], nullptr, 10) : 500;
  fmt::print("{} people, {} populations; holds N of {}: over {} linkages, over one\n", people,
             populations, populations, kDrawn);
  fmt::print("| birth missing | listed | most plausible | drawn | over all | over one |\n");
  fmt::print("|---|---|---|---|---|---|\n");
  for (const double missing : {0.0, 0.2, 0.4}) {
    Sums sums;
    for (int seed = 1; seed <= populations; ++seed) {
      const auto added = add(people, missing, static_cast<std::uint64_t>(seed), sums);
      if (!added.ok()) {
        fmt::print(stderr, "error: {}\n", to_string(added.error()));
        return 1;
      }
    }
    fmt::print("| {:.0f} % | {:.0f} | {:.0f} | {:.0f} | {} | {} |\n", 100 * missing,
               sums.listed / populations, sums.plausible / populations, sums.drawn / populations,
               sums.over_drawn, sums.over_one);
  }
  return 0;
}
