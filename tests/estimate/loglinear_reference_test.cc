// Fits and existence against the literal twin (reference/loglinear_reference.h).
#include "reference/loglinear_reference.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "estimate/deviance_floor.h"
#include "estimate/existence.h"
#include "estimate/lanes.h"
#include "estimate/model_search.h"
#include "estimate/reselect.h"
#include "math/random.h"

namespace depone::estimate {
namespace {

using Counts = std::vector<std::int64_t>;

// A table of `lists` lists, most cells empty or small, with somebody on every list.
rc::Gen<Counts> tables(std::size_t lists) {
  const auto cell =
      rc::gen::weightedOneOf<std::int64_t>({{4, rc::gen::just(std::int64_t{0})},
                                            {4, rc::gen::inRange<std::int64_t>(1, 6)},
                                            {1, rc::gen::inRange<std::int64_t>(6, 200)}});
  const auto size = std::size_t{1} << lists;
  return rc::gen::suchThat(rc::gen::map(rc::gen::container<Counts>(size, cell),
                                        [](Counts counts) {
                                          counts[0] = 0;
                                          return counts;
                                        }),
                           [lists](const Counts& counts) {
                             for (std::size_t i = 0; i < lists; ++i) {
                               std::int64_t on_list = 0;
                               for (std::size_t s = 1; s < counts.size(); ++s)
                                 on_list += s >> i & 1 ? counts[s] : 0;
                               if (on_list == 0) return false;
                             }
                             return true;
                           });
}

std::vector<TermBits> models(std::size_t lists) {
  std::vector<TermBits> all;
  for_each_model(lists, lists, [&](TermBits model) {
    all.push_back(model);
    return true;
  });
  return all;
}

reference::Loglinear twin_of(const Terms& terms, const Counts& counts) {
  reference::Loglinear twin{{}, counts};
  for (const std::uint16_t term : terms.span()) twin.terms.push_back(term);
  return twin;
}

RC_GTEST_PROP(Existence, IsThatOfTheTwin, ()) {
  const auto lists = *rc::gen::inRange<std::size_t>(2, 5);
  const Counts counts = *tables(lists);
  const Terms terms = terms_of(*rc::gen::elementOf(models(lists)));
  const reference::Loglinear twin = twin_of(terms, counts);
  const Existence existence = existence_of(terms, lists, occupied_cells(counts));
  RC_TAG(static_cast<int>(existence));
  const bool exists = twin.exists();
  const bool identified = twin.is_identified();
  RC_ASSERT(existence == (exists && identified ? Existence::Exists
                          : exists             ? Existence::NotIdentified
                          : identified         ? Existence::Infinite
                                               : Existence::Neither));
}

RC_GTEST_PROP(Fit, IsThatOfTheTwin, ()) {
  const auto lists = *rc::gen::inRange<std::size_t>(2, 5);
  const Counts counts = *tables(lists);
  const Terms terms = terms_of(*rc::gen::elementOf(models(lists)));
  RC_PRE(existence_of(terms, lists, occupied_cells(counts)) == Existence::Exists);
  LaneFitter fitter;
  LaneFits fits;
  fitter.fit(terms, lane_tables(lists, std::span(&counts, 1)), fits, true);
  RC_ASSERT(fits.converged == 0xffu);
  const reference::LoglinearFit expected = reference::fitted(twin_of(terms, counts));
  RC_ASSERT(std::abs(fits.unlisted[0] / expected.unlisted - 1) < 1e-6);
  RC_ASSERT(std::abs(fits.log_likelihood[0] - expected.log_likelihood) < 1e-6);
  RC_ASSERT(std::abs(fits.variance[0] / expected.variance - 1) < 1e-4);
  // The fit keeps the observed margins of its terms.
  for (const std::uint16_t term : terms.span()) {
    const auto margin = static_cast<double>(twin_of(terms, counts).margin(term));
    RC_ASSERT(std::abs(fits.margins[term][0] - margin) < 1e-5 * (1 + margin));
  }
}

// A lane's result depends on nothing but its own model and table.
RC_GTEST_PROP(Fit, IsTheSameInAnyCompany, ()) {
  constexpr std::size_t kLists = 4;
  const auto batch = *rc::gen::container<std::vector<Counts>>(kLanes, tables(kLists));
  const auto all = models(kLists);
  std::vector<Terms> chosen;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    chosen.push_back(terms_of(*rc::gen::elementOf(all)));
  }
  LaneFitter fitter;
  LaneFits together;
  fitter.fit(chosen, lane_tables(kLists, batch), together);
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (existence_of(chosen[lane], kLists, occupied_cells(batch[lane])) != Existence::Exists) {
      continue;
    }
    LaneFits alone;
    fitter.fit(chosen[lane], lane_tables(kLists, std::span(&batch[lane], 1)), alone);
    RC_ASSERT(alone.unlisted[3] == together.unlisted[lane]);
    RC_ASSERT(alone.log_likelihood[3] == together.log_likelihood[lane]);
    RC_ASSERT(alone.variance[3] == together.variance[lane]);
  }
}

RC_GTEST_PROP(Fit, IsTheSameOnEveryInstructionSet, ()) {
  constexpr std::size_t kLists = 4;
  const Counts counts = *tables(kLists);
  const Terms terms = terms_of(*rc::gen::elementOf(models(kLists)));
  RC_PRE(existence_of(terms, kLists, occupied_cells(counts)) == Existence::Exists);
  const std::string before = lane_kernel();
  const LaneTables lanes = lane_tables(kLists, std::span(&counts, 1));
  LaneFitter fitter;
  LaneFits plain;
  RC_ASSERT(set_lane_kernel("plain"));
  fitter.fit(terms, lanes, plain);
  for (const char* name : {"avx2", "avx512"}) {
    if (!set_lane_kernel(name)) continue;
    LaneFits other;
    fitter.fit(terms, lanes, other);
    RC_ASSERT(other.unlisted[0] == plain.unlisted[0]);
    RC_ASSERT(other.log_likelihood[7] == plain.log_likelihood[7]);
    RC_ASSERT(other.steps == plain.steps);
  }
  RC_ASSERT(set_lane_kernel(before));
}

// What lets a search pass over models unfitted.
RC_GTEST_PROP(DevianceFloor, IsBelowEveryModelsDeviance, ()) {
  const auto lists = *rc::gen::inRange<std::size_t>(3, 5);
  const Counts counts = *tables(lists);
  const LogTable logs(people_of(counts));
  const DevianceFloor floors(lists, std::span(&counts, 1), logs);
  LaneFitter fitter;
  for (const TermBits model : models(lists)) {
    const OneFit one = fit_one(lists, counts, terms_of(model), 0, fitter);
    if (!one.fit) continue;
    const double deviance = one.fit->criterion - constant_of(counts) - saturated_of(counts);
    RC_ASSERT(floors.floor_of(strangers_of(model, lists))[0] <= deviance + 1e-7);
  }
}

// The floor is what it says it is: the deviance of the largest model without the pairs.
TEST(DevianceFloor, IsTheDevianceOfOneConditionalIndependence) {
  const Counts counts = {0, 40, 31, 7, 22, 9, 4, 3};
  const LogTable logs(people_of(counts));
  const DevianceFloor floors(3, std::span(&counts, 1), logs);
  LaneFitter fitter;
  Terms terms = main_effects(3);
  terms.add(0b101);
  terms.add(0b110);  // no {0, 1}
  const OneFit one = fit_one(3, counts, terms, 0, fitter);
  ASSERT_TRUE(one.fit);
  const double deviance = one.fit->criterion - constant_of(counts) - saturated_of(counts);
  EXPECT_NEAR(floors.floor_of(strangers_of(bits_of(terms), 3))[0], deviance, 1e-5);
  EXPECT_GT(deviance, 0.1);
}

// A search for the best few models of pairs against one that fits them all.
RC_GTEST_PROP(SearchPairs, FindsTheBestOfAll, ()) {
  const auto lists = *rc::gen::inRange<std::size_t>(4, 6);
  OverlapTable table = empty_table(std::vector<std::string>(lists, "list"));
  table.counts = *tables(lists);
  const Criterion criterion = *rc::gen::element(Criterion::Bic, Criterion::Aic);
  const std::size_t graphs = std::size_t{1} << (lists * (lists - 1) / 2);
  const auto keep = *rc::gen::inRange<std::size_t>(1, graphs / 8);
  NoProgress progress;
  const Cancellation cancellation;
  const Search all = search_all(table, 2, criterion, SIZE_MAX, 1, progress, cancellation).take();
  const Search best = search_all(table, 2, criterion, keep, 2, progress, cancellation).take();
  RC_ASSERT(all.considered == graphs);
  RC_ASSERT(best.considered == graphs);
  RC_ASSERT(best.models.size() == std::min(keep, all.models.size()));
  for (std::size_t i = 0; i < best.models.size(); ++i) {
    RC_ASSERT(best.models[i].bits == all.models[i].bits);
    RC_ASSERT(best.models[i].criterion == all.models[i].criterion);
    RC_ASSERT(best.models[i].unlisted == all.models[i].unlisted);
  }
}

// The bounds that a choice on resamples goes by, against one that fits every candidate.
RC_GTEST_PROP(Reselect, ChoosesAsIfAllWereFitted, ()) {
  const auto lists = *rc::gen::inRange<std::size_t>(3, 5);
  const Criterion criterion = *rc::gen::element(Criterion::Bic, Criterion::Aic);
  std::vector<TermBits> candidates = models(lists);
  // In any order, and not always all of them.
  math::Random random(*rc::gen::arbitrary<std::uint64_t>());
  for (std::size_t i = candidates.size(); i > 1; --i) {
    std::swap(candidates[i - 1], candidates[random.below(i)]);
  }
  candidates.resize(*rc::gen::inRange<std::size_t>(1, candidates.size() + 1));
  const auto count = *rc::gen::inRange<std::size_t>(1, 20);
  std::vector<Counts> many;
  for (std::size_t i = 0; i < count; ++i) many.push_back(*tables(lists));
  NoProgress progress;
  const Cancellation cancellation;
  const Reselected chosen =
      reselect(lists, many, candidates, criterion, 2, progress, cancellation).take();
  LaneFitter fitter;
  for (std::size_t i = 0; i < count; ++i) {
    const double penalty = penalty_of(criterion, people_of(many[i]));
    std::vector<double> values;
    double best = std::numeric_limits<double>::infinity();
    for (const TermBits bits : candidates) {
      const OneFit one = fit_one(lists, many[i], terms_of(bits), penalty, fitter);
      values.push_back(one.fit ? one.fit->criterion : std::numeric_limits<double>::infinity());
      best = std::min(best, values.back());
    }
    if (!std::isfinite(best)) {
      RC_ASSERT(chosen.chosen[i] == UINT32_MAX);
      RC_ASSERT(std::isnan(chosen.totals[i]));
      continue;
    }
    // The first of those that are as good; rounding may part equals.
    const std::uint32_t index = chosen.chosen[i];
    RC_ASSERT(index < candidates.size());
    RC_ASSERT(values[index] <= best + 1e-7);
    for (std::uint32_t earlier = 0; earlier < index; ++earlier) {
      RC_ASSERT(values[earlier] > values[index] + 1e-9);
    }
    const OneFit own = fit_one(lists, many[i], terms_of(candidates[index]), penalty, fitter);
    RC_ASSERT(chosen.totals[i] == static_cast<double>(people_of(many[i])) + own.fit->unlisted);
  }
}

}  // namespace
}  // namespace depone::estimate
