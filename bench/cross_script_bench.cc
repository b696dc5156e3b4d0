// The same people on five lists in three scripts (tests/linkage/five_lists.h): how well and how
// fast `depone dedupe` finds them with the spec it proposes itself.
//
//   cross_script_bench PEOPLE [SEED]           runs it and prints precision, recall and F1
//   cross_script_bench generate PEOPLE [SEED]  prints the list
#include <fmt/format.h>

#include <cstdlib>
#include <ctime>
#include <string>

#include "base/data_files.h"
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

int run(std::size_t people, std::uint64_t seed) {
  const double begin = cpu_seconds();
  const auto name_tables = NameTables::load(embedded_data());
  if (!name_tables.ok()) return 1;
  const double loaded = cpu_seconds();
  const std::string csv = FiveLists(name_tables.value().matcher(), seed).csv(people);
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
    fmt::print(stderr, "usage: cross_script_bench [generate] PEOPLE [SEED]\n");
    return 2;
  }
  const std::size_t people = std::strtoull(words[at], nullptr, 10);
  const std::uint64_t seed = count > at + 1 ? std::strtoull(words[at + 1], nullptr, 10) : 1;
  if (!generate) return run(people, seed);
  const auto name_tables = NameTables::load(embedded_data());
  if (!name_tables.ok()) return 1;
  fmt::print("{}", FiveLists(name_tables.value().matcher(), seed).csv(people));
  return 0;
}
