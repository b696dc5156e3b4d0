#include "estimate/coverage.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "base/parallel.h"
#include "math/random.h"

namespace depone::estimate {
namespace {

std::size_t bit(std::size_t list) { return std::size_t{1} << list; }

// What the three forms are made of.
struct Parts {
  double lists = 0;
  double seen = 0;          // M
  double coverage = 0;      // C
  double average_less = 0;  // D
  double pairs = 0;         // sum a_ij
  // sum a_ij n_ij / (n_i n_j): the dependence is N times this less `pairs`.
  double pairs_expected = 0;
};

Parts parts_of(const OverlapTable& table) {
  Parts parts;
  const std::size_t k = table.list_count();
  parts.lists = static_cast<double>(k);
  std::vector<double> on(k, 0.0);
  std::vector<double> both(k * k, 0.0);
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    const auto people = static_cast<double>(table.counts[s]);
    parts.seen += people;
    for (std::size_t i = 0; i < k; ++i) {
      if ((s >> i & 1) == 0) continue;
      on[i] += people;
      for (std::size_t j = i + 1; j < k; ++j) both[i * k + j] += (s >> j & 1) != 0 ? people : 0;
    }
  }
  const auto exactly = [&](std::size_t s) { return static_cast<double>(table.counts[s]); };
  parts.coverage = 1;
  parts.average_less = parts.seen;
  for (std::size_t i = 0; i < k; ++i) {
    parts.coverage -= exactly(bit(i)) / on[i] / parts.lists;
    parts.average_less -= exactly(bit(i)) / parts.lists;
    for (std::size_t j = i + 1; j < k; ++j) {
      const double a = exactly(bit(i)) + 2 * exactly(bit(i) | bit(j)) + exactly(bit(j));
      parts.pairs += a;
      parts.pairs_expected += a * both[i * k + j] / (on[i] * on[j]);
    }
  }
  return parts;
}

double estimate_from(const Parts& p, CoverageForm form) {
  const double independent = p.average_less / p.coverage;
  switch (form) {
    case CoverageForm::Independent:
      return independent;
    case CoverageForm::HighCoverage: {
      const double below = p.lists * p.coverage - p.pairs_expected;
      const double value = (p.lists * p.average_less - p.pairs) / below;
      return below < 0.0001 || value < p.seen ? p.seen : value;
    }
    case CoverageForm::LowCoverage: {
      const auto step = [&](double total) {
        return independent + (total * p.pairs_expected - p.pairs) / (p.lists * p.coverage);
      };
      return step(step(independent));
    }
  }
  return independent;
}

const char* form_name(CoverageForm form) {
  switch (form) {
    case CoverageForm::Independent:
      return "independent";
    case CoverageForm::HighCoverage:
      return "high coverage";
    case CoverageForm::LowCoverage:
      return "low coverage";
  }
  return "";
}

// The standard deviation of the estimate over resamples of a population of its size. Resamples
// without a finite estimate (a list that came out empty) are left out and counted.
struct Spread {
  double error = 0;
  int without = 0;
};

Result<Spread> bootstrap(const OverlapTable& table, CoverageForm form, double estimate,
                         const CoverageOptions& options, Progress& progress,
                         const Cancellation& cancellation) {
  const auto people = static_cast<std::int64_t>(std::llround(estimate));
  std::vector<double> weights(table.counts.begin(), table.counts.end());
  weights[0] = std::max(0.0, static_cast<double>(people - table.observed()));
  std::vector<double> values(static_cast<std::size_t>(options.replicates));
  DP_TRY(parallel_for(
      values.size(), options.threads,
      [&](std::size_t i) {
        math::Random random(options.seed, i);
        OverlapTable resample = table;
        resample.counts = random.multinomial(people, weights);
        resample.counts[0] = 0;
        values[i] = estimate_from(parts_of(resample), form);
      },
      progress, cancellation, "resamples"));
  Spread spread;
  double sum = 0;
  double count = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    sum += value;
    ++count;
  }
  spread.without = static_cast<int>(static_cast<double>(values.size()) - count);
  if (count < 2) return spread;
  const double mean = sum / count;
  double squares = 0;
  for (const double value : values) {
    if (std::isfinite(value)) squares += (value - mean) * (value - mean);
  }
  spread.error = std::sqrt(squares / (count - 1));
  return spread;
}

Estimate from_two_lists(Estimate estimate, const OverlapTable& table, double level) {
  estimate.title = "Chapman's estimate from two lists (Chapman 1951)";
  estimate.assumptions = {
      "The two lists are independent: being on one makes being on the other neither more nor less "
      "likely. Two lists cannot show whether that holds; a list that passes people on to the other "
      "makes the estimate too small, lists that reach different people make it too large.",
      "On at least one of the lists all people are equally likely to be.",
      "Nobody joined or left while the lists were made, and every record was linked to the right "
      "person."};
  const TwoLists both = two_lists(table);
  estimate.estimate = both.chapman;
  estimate.interval =
      log_interval(static_cast<double>(estimate.observed), both.chapman, both.chapman_error, level,
                   "logarithmic scale (Chao 1987), variance of Seber 1970");
  estimate.figures = {{"petersen", both.petersen}, {"standard error", both.chapman_error}};
  return estimate;
}

}  // namespace

double sample_coverage(const OverlapTable& table) { return parts_of(table).coverage; }

double coverage_estimate(const OverlapTable& table, CoverageForm form) {
  return estimate_from(parts_of(table), form);
}

TwoLists two_lists(const OverlapTable& table) {
  assert(table.list_count() == 2);
  const auto first = static_cast<double>(table.on_list(0));
  const auto second = static_cast<double>(table.on_list(1));
  const auto both = static_cast<double>(table.counts[3]);
  TwoLists result;
  result.petersen = both > 0 ? first * second / both : std::numeric_limits<double>::infinity();
  result.chapman = (first + 1) * (second + 1) / (both + 1) - 1;
  result.chapman_error = std::sqrt((first + 1) * (second + 1) * (first - both) * (second - both) /
                                   ((both + 1) * (both + 1) * (both + 2)));
  return result;
}

Result<Estimate> estimate_coverage(const OverlapTable& table, const CoverageOptions& options,
                                   Progress& progress, const Cancellation& cancellation) {
  if (options.replicates < 2) {
    return Error{Fault::InvalidInput, "the bootstrap needs at least 2 replicates", "1000 is usual"};
  }
  Estimate estimate = blank_estimate("coverage", "Sample coverage (Chao et al. 2001)", table);
  estimate.assumptions = {
      "The dependence among lists, taken over all pairs, is of the size seen where lists overlap, "
      "and people on three or more lists add nothing to it that the pairs do not show.",
      "Nobody joined or left while the lists were made, and every record was linked to the right "
      "person."};
  if (!estimate.refusal.empty()) return estimate;
  if (table.list_count() == 2) return from_two_lists(std::move(estimate), table, options.level);

  const Parts parts = parts_of(table);
  const CoverageForm form = options.form.value_or(
      parts.coverage >= kEnoughCoverage ? CoverageForm::HighCoverage : CoverageForm::LowCoverage);
  estimate.model = form_name(form);
  estimate.title = fmt::format("Sample coverage, {} form (Chao et al. 2001)", form_name(form));
  if (form == CoverageForm::Independent) {
    estimate.assumptions[0] =
        "All lists are independent and all people equally likely to be on each of them.";
  }
  estimate.figures.emplace_back("sample coverage", parts.coverage);
  for (const CoverageForm each :
       {CoverageForm::Independent, CoverageForm::HighCoverage, CoverageForm::LowCoverage}) {
    estimate.figures.emplace_back(form_name(each), estimate_from(parts, each));
  }
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    for (std::size_t j = i + 1; j < table.list_count(); ++j) {
      const auto pair = static_cast<Lists>(bit(i) | bit(j));
      estimate.figures.emplace_back("chapman " + names_of(table, pair),
                                    two_lists(keep_lists(table, pair)).chapman);
    }
  }
  const double value = estimate_from(parts, form);
  if (!std::isfinite(value) || value <= parts.seen) {
    estimate.refusal = fmt::format(
        "The {} form gives no number above the {} people seen. Use Chao's lower bound or "
        "log-linear models.",
        form_name(form), estimate.observed);
    return estimate;
  }
  estimate.estimate = value;
  estimate.seed = options.seed;
  const Spread spread = DP_TRY(bootstrap(table, form, value, options, progress, cancellation));
  estimate.figures.emplace_back("standard error", spread.error);
  estimate.interval =
      log_interval(parts.seen, value, spread.error, options.level,
                   fmt::format("logarithmic scale, {} bootstrap replicates", options.replicates));
  if (parts.coverage < kEnoughCoverage) {
    estimate.warnings.push_back(fmt::format(
        "The lists cover about {:.0f} %, below the 55 % from which the authors trust the method; "
        "the low-coverage form corrects for dependence only in part.",
        100 * parts.coverage));
  }
  if (spread.without > 0) {
    estimate.warnings.push_back(fmt::format(
        "{} of {} resamples had no estimate; the interval leaves them out and is too short.",
        spread.without, options.replicates));
  }
  if (spread.error > value - parts.seen && form == CoverageForm::HighCoverage) {
    estimate.warnings.push_back(
        "The standard error is larger than the number of people missing; the authors then prefer "
        "the low-coverage form.");
  }
  return estimate;
}

}  // namespace depone::estimate
