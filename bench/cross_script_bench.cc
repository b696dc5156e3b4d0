// The same people on five lists in three scripts (tests/linkage/five_lists.h): how well and how
// fast `depone dedupe` finds them with the spec it proposes itself.
//
//   cross_script_bench PEOPLE [SEED] [few]           runs it: precision, recall and F1
//   cross_script_bench generate PEOPLE [SEED] [few]  prints the list
//
// The reference knows the name behind every spelling, how common it is, and the chances by which
// the facts were made, and takes each pair that is likelier the same than not: what is left to
// lose is what the lists do not say. It does not use third records, so clusters can beat it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <map>
#include <string>
#include <tuple>

#include "base/data_files.h"
#include "linkage/block_keys.h"
#include "linkage/evaluate.h"
#include "linkage/linker.h"
#include "linkage/propose.h"
#include "tests/linkage/five_lists.h"

namespace {

using namespace depone;
using namespace depone::linkage;

double cpu_seconds() {
  return static_cast<double>(std::clock()) / static_cast<double>(CLOCKS_PER_SEC);
}

double ratio_of(const ListedTruth& a, const ListedTruth& b, ListedFacts facts) {
  const auto both = [&](std::size_t f) { return a.facts[f] >= 0 && b.facts[f] >= 0; };
  double ratio = 1;
  if (facts == ListedFacts::Few) {
    if (both(0)) {
      const int apart = std::abs(a.facts[0] - b.facts[0]);
      ratio *= apart == 0 ? 0.905 * 45 : apart == 1 ? 0.095 * 22.5 : 0;
    }
    if (both(1)) ratio *= a.facts[1] == b.facts[1] ? 30 : 0;
    return ratio;
  }
  // The share of place k of some<N>(): the mean of 1/n over the n above k.
  const auto share_of = [](int k, int n) {
    double share = 0;
    for (int m = k + 1; m <= n; ++m) share += 1.0 / m / n;
    return share;
  };
  if (both(0)) {
    const int apart = std::abs(a.facts[0] - b.facts[0]);
    const double kept = 1 - kBornSlips;
    const double same = kept * kept + kBornSlips * kBornSlips / 2;
    ratio *= apart == 0   ? same * 45
             : apart == 1 ? kept * kBornSlips * 45
             : apart == 2 ? kBornSlips * kBornSlips / 4 * 45
                          : 0;
  }
  for (const auto& [f, n, moves] : {std::tuple{std::size_t{1}, 40, kHomeMoves},
                                    std::tuple{std::size_t{2}, 30, kEmployerMoves}}) {
    if (!both(f)) continue;
    const double stayed = (1 - moves) * (1 - moves);
    ratio *= a.facts[f] == b.facts[f] ? stayed / share_of(a.facts[f], n) + 1 - stayed : 1 - stayed;
  }
  return ratio;
}

// Precision, recall and F1 of all pairs of one name that are likelier the same than not.
std::array<double, 3> reference(const std::vector<ListedTruth>& truths, std::size_t people,
                                ListedFacts facts) {
  std::map<std::string, std::vector<const ListedTruth*>> by_name;
  std::map<std::size_t, double> records;
  for (const ListedTruth& truth : truths) {
    by_name[truth.name].push_back(&truth);
    ++records[truth.person];
  }
  double all = 0;
  for (const auto& [person, count] : records) all += count * (count - 1) / 2;
  double taken = 0;
  double right = 0;
  for (const auto& [name, members] : by_name) {
    // A person has 2.5 pairs on five lists at one half; each namesake makes 6.25 / 2 more.
    const double odds = 0.8 / (static_cast<double>(people) * members[0]->name_share);
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (std::size_t j = i + 1; j < members.size(); ++j) {
        if (odds * ratio_of(*members[i], *members[j], facts) < 1) continue;
        ++taken;
        right += members[i]->person == members[j]->person ? 1 : 0;
      }
    }
  }
  const double precision = right / std::max(taken, 1.0);
  const double recall = right / std::max(all, 1.0);
  return {precision, recall, 2 * precision * recall / std::max(precision + recall, 1e-9)};
}

// The share of all pairs of records that are one person.
double true_share(const std::vector<ListedTruth>& truths) {
  std::map<std::size_t, double> records;
  for (const ListedTruth& truth : truths) ++records[truth.person];
  double same = 0;
  for (const auto& [person, count] : records) same += count * (count - 1) / 2;
  const auto size = static_cast<double>(truths.size());
  return same / (size * (size - 1) / 2);
}

// Of the pairs that are one person, the share that a blocking key of the name finds.
double found_by(const Table& table, const std::vector<ListedTruth>& truths, Take take,
                const NameTables& name_tables) {
  const ValueKeys keys = make_value_keys(*table.find("name"), {"name", take, 0}, name_tables);
  const auto& ids = table.find("name")->ids;
  double all = 0;
  double found = 0;
  for (std::size_t i = 0; i < truths.size(); ++i) {
    for (std::size_t j = i + 1; j < truths.size() && truths[j].person == truths[i].person; ++j) {
      const auto begin = keys.keys.begin();
      ++all;
      found +=
          std::any_of(begin + keys.first[ids[i]], begin + keys.first[ids[i] + 1],
                      [&](std::uint64_t key) {
                        return std::find(begin + keys.first[ids[j]], begin + keys.first[ids[j] + 1],
                                         key) != begin + keys.first[ids[j] + 1];
                      })
              ? 1
              : 0;
    }
  }
  return found / std::max(all, 1.0);
}

int run(std::size_t people, std::uint64_t seed, ListedFacts facts) {
  const double begin = cpu_seconds();
  const auto name_tables = NameTables::load(embedded_data());
  if (!name_tables.ok()) return 1;
  const double loaded = cpu_seconds();
  FiveLists lists(name_tables.value().matcher(), seed, facts);
  const std::string csv = lists.csv(people);
  NoProgress progress;
  const Cancellation cancellation;
  const double start = cpu_seconds();
  auto read = read_table({{csv, "people.csv"}}, "", 0, progress, cancellation);
  if (!read.ok()) return 1;
  Table table = std::move(read).take();
  const std::vector<std::uint32_t> truth = table.columns.back().ids;
  table.columns.pop_back();
  ProposeOptions options;
  options.ignore = {"list"};
  auto proposal = propose(table, name_tables.value(), options);
  if (!proposal.ok()) return 1;
  const double proposed = cpu_seconds();
  for (const ColumnFinding& finding : proposal.value().columns) {
    fmt::print("  {}: {}\n", finding.column, finding.verdict);
  }
  const Spec spec = proposal.value().spec;
  const auto linkage =
      link(table, spec, name_tables.value(), {}, LinkOptions{}, progress, cancellation);
  if (!linkage.ok()) return 1;
  const double end = cpu_seconds();
  const Quality quality = evaluate(table, linkage.value().clusters, truth, false, 1);
  const auto pairs = static_cast<double>(linkage.value().scores.pairs);
  for (const auto& rule : linkage.value().rules) fmt::print("  {}: {}\n", rule.rule, rule.pairs);
  fmt::print(
      "{} people, seed {}: {} records, {:.0f} pairs; P {:.3f} ({:.3f} to {:.3f}) R {:.3f} ({:.3f} "
      "to {:.3f}) F1 {:.3f} ({:.3f} to {:.3f})\n",
      people, seed, table.size(), pairs, quality.precision.value, quality.precision.lower,
      quality.precision.upper, quality.recall.value, quality.recall.lower, quality.recall.upper,
      quality.f1.value, quality.f1.lower, quality.f1.upper);
  const auto [p, r, f1] = reference(lists.truths(), people, facts);
  fmt::print("reference: P {:.3f} R {:.3f} F1 {:.3f}; prior {:.2e}, true {:.2e}\n", p, r, f1,
             linkage.value().scorer.weights().prior, true_share(lists.truths()));
  fmt::print("same pairs that share whole_name {:.3f}, name_words {:.3f}\n",
             found_by(table, lists.truths(), Take::WholeName, name_tables.value()),
             found_by(table, lists.truths(), Take::NameWords, name_tables.value()));
  fmt::print("CPU s: tables {:.2f}, read and propose {:.2f}, link {:.2f} ({:.2f} us a pair)\n",
             loaded - begin, proposed - start, end - proposed,
             1e6 * (end - proposed) / std::max(pairs, 1.0));
  for (const auto& [step, seconds] : linkage.value().seconds) {
    fmt::print("  {:<12}{:.2f}\n", step, seconds);
  }
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const bool generate = count > 2 && std::string(words[1]) == "generate";
  const int at = generate ? 2 : 1;
  if (count <= at) {
    fmt::print(stderr, "usage: cross_script_bench [generate] PEOPLE [SEED] [few]\n");
    return 2;
  }
  const std::size_t people = std::strtoull(words[at], nullptr, 10);
  const std::uint64_t seed = count > at + 1 ? std::strtoull(words[at + 1], nullptr, 10) : 1;
  const ListedFacts facts =
      std::string(words[count - 1]) == "few" ? ListedFacts::Few : ListedFacts::Realistic;
  if (!generate) return run(people, seed, facts);
  const auto name_tables = NameTables::load(embedded_data());
  if (!name_tables.ok()) return 1;
  fmt::print("{}", FiveLists(name_tables.value().matcher(), seed, facts).csv(people));
  return 0;
}
