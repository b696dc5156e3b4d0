#include "linkage/evaluate.h"

#include <algorithm>

#include "math/random.h"

namespace depone::linkage {
namespace {

struct Side {
  std::uint64_t first = 0;  // records of each file
  std::uint64_t second = 0;
};

double pairs_of(const Side& side, bool across) {
  const auto a = static_cast<double>(side.first);
  const auto b = static_cast<double>(side.second);
  return across ? a * b : (a + b) * (a + b - 1) / 2;
}

// What one true person adds to the sums.
struct Person {
  double in_truth = 0;
  double linked = 0;  // each linked pair counts half for each end's person
  double correct = 0;
};

Quality quality_of(double in_truth, double linked, double correct) {
  Quality quality;
  quality.precision.value = linked > 0 ? correct / linked : 1;
  quality.recall.value = in_truth > 0 ? correct / in_truth : 1;
  const double sum = quality.precision.value + quality.recall.value;
  quality.f1.value = sum > 0 ? 2 * quality.precision.value * quality.recall.value / sum : 0;
  return quality;
}

void set_interval(Interval& interval, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto last = static_cast<double>(values.size() - 1);
  interval.lower = values[static_cast<std::size_t>(0.025 * last)];
  interval.upper = values[static_cast<std::size_t>(0.975 * last + 0.5)];
}

}  // namespace

Quality evaluate(const Table& table, const std::vector<RecordIndex>& found,
                 const std::vector<std::uint32_t>& truth, bool across_files, std::uint64_t seed,
                 int replicates) {
  // Records sorted by found cluster, then truth: runs are the cells of both.
  struct Row {
    RecordIndex found;
    std::uint32_t truth;
    std::uint8_t file;
  };
  std::vector<Row> rows;
  std::uint32_t people = 0;
  for (RecordIndex i = 0; i < table.size(); ++i) {
    rows.push_back({found[i], truth[i], table.files[i]});
    people = std::max(people, truth[i] + 1);
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return a.found != b.found ? a.found < b.found : a.truth < b.truth;
  });
  std::vector<Person> sums(people);
  std::vector<Side> in_truth(people);
  for (const Row& row : rows)
    (row.file == 0 ? in_truth[row.truth].first : in_truth[row.truth].second) += 1;
  for (std::uint32_t p = 0; p < people; ++p) sums[p].in_truth = pairs_of(in_truth[p], across_files);
  for (std::size_t i = 0; i < rows.size();) {
    std::size_t end = i;
    Side whole;
    while (end < rows.size() && rows[end].found == rows[i].found) {
      (rows[end].file == 0 ? whole.first : whole.second) += 1;
      ++end;
    }
    for (std::size_t j = i; j < end;) {
      std::size_t next = j;
      Side cell;
      while (next < end && rows[next].truth == rows[j].truth) {
        (rows[next].file == 0 ? cell.first : cell.second) += 1;
        ++next;
      }
      Person& person = sums[rows[j].truth];
      const double correct = pairs_of(cell, across_files);
      const auto a = static_cast<double>(cell.first);
      const auto b = static_cast<double>(cell.second);
      const auto other_a = static_cast<double>(whole.first) - a;
      const auto other_b = static_cast<double>(whole.second) - b;
      const double wrong = across_files ? a * other_b + b * other_a : (a + b) * (other_a + other_b);
      person.correct += correct;
      person.linked += correct + wrong / 2;
      j = next;
    }
    i = end;
  }
  double all_true = 0;
  double linked = 0;
  double correct = 0;
  for (const Person& person : sums) {
    all_true += person.in_truth;
    linked += person.linked;
    correct += person.correct;
  }
  Quality quality = quality_of(all_true, linked, correct);
  quality.true_pairs = static_cast<std::uint64_t>(all_true + 0.5);
  quality.linked_pairs = static_cast<std::uint64_t>(linked + 0.5);
  quality.correct_pairs = static_cast<std::uint64_t>(correct + 0.5);
  std::vector<double> precision;
  std::vector<double> recall;
  std::vector<double> f1;
  for (int r = 0; r < replicates; ++r) {
    math::Random random(seed, 0xB007 + static_cast<std::uint64_t>(r));
    double sum_true = 0;
    double sum_linked = 0;
    double sum_correct = 0;
    for (const Person& person : sums) {
      if (person.in_truth <= 0 && person.linked <= 0) continue;
      const auto times = static_cast<double>(random.poisson(1));
      sum_true += times * person.in_truth;
      sum_linked += times * person.linked;
      sum_correct += times * person.correct;
    }
    const Quality one = quality_of(sum_true, sum_linked, sum_correct);
    precision.push_back(one.precision.value);
    recall.push_back(one.recall.value);
    f1.push_back(one.f1.value);
  }
  if (replicates > 1) {
    set_interval(quality.precision, precision);
    set_interval(quality.recall, recall);
    set_interval(quality.f1, f1);
  }
  return quality;
}

}  // namespace depone::linkage
