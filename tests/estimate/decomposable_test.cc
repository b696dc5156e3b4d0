#include "estimate/decomposable.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>

#include "estimate/chordal.h"
#include "estimate/lanes.h"
#include "reference/decomposable_reference.h"
#include "tests/estimate/shared_table.h"

namespace depone::estimate {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

CountPosterior posterior_of(const OverlapTable& table, const DecomposableOptions& options) {
  NoProgress progress;
  const Cancellation cancellation;
  auto posterior = count_posterior(table, decomposable_graphs(table.list_count()), options,
                                   progress, cancellation);
  EXPECT_TRUE(posterior.ok()) << to_string(posterior.error());
  return std::move(posterior).take();
}

Estimate estimate_of(const OverlapTable& table, const DecomposableOptions& options = {}) {
  NoProgress progress;
  const Cancellation cancellation;
  auto estimate = estimate_decomposable(table, options, progress, cancellation);
  EXPECT_TRUE(estimate.ok()) << to_string(estimate.error());
  return std::move(estimate).take();
}

// The grid on which the rows of reference_results.csv were computed.
DecomposableOptions as_dga(double delta, std::int64_t most) {
  DecomposableOptions options;
  options.delta = delta;
  options.min_unobserved = 1;
  options.max_unobserved = most;
  return options;
}

std::vector<double> summary(const CountPosterior& posterior) {
  return {posterior.quantile(0.5), posterior.quantile(0.025), posterior.quantile(0.975)};
}

TEST(DecomposableGraphs, AreAsManyAsAreKnown) {
  // Sequence A058862 of the OEIS.
  EXPECT_EQ(decomposable_graphs(2).size(), 2u);
  EXPECT_EQ(decomposable_graphs(3).size(), 8u);
  EXPECT_EQ(decomposable_graphs(4).size(), 61u);
  EXPECT_EQ(decomposable_graphs(5).size(), 822u);
  EXPECT_EQ(decomposable_graphs(6).size(), 18'154u);
}

TEST(DecomposableGraphs, AreThoseWithoutALongCycleOfNeighbours) {
  for (std::size_t vertices = 1; vertices <= 5; ++vertices) {
    const std::uint32_t count = 1u << (vertices * (vertices - 1) / 2);
    for (std::uint32_t edges = 0; edges < count; ++edges) {
      ASSERT_EQ(decompose(edges, vertices).has_value(), reference::is_chordal(edges, vertices))
          << vertices << " vertices, edges " << edges;
    }
  }
}

TEST(DecomposableGraphs, AreTakenApartIntoCliquesAndSeparators) {
  // The path 0 - 1 - 2 and 3 alone: edges 01 (bit 0), 12 (bit 2).
  const auto graph = decompose(0b101, 4);
  ASSERT_TRUE(graph.has_value());
  EXPECT_THAT(cliques_of(*graph, 4), ElementsAre(0b0011u, 0b0110u, 0b1000u));
  EXPECT_THAT(separators_of(*graph, 4), ElementsAre(0b0010u));
  for (const auto& any : decomposable_graphs(5)) {
    std::size_t in_cliques = 0;
    for (const Lists clique : cliques_of(any, 5)) in_cliques += std::popcount(clique);
    for (const Lists separator : separators_of(any, 5)) in_cliques -= std::popcount(separator);
    EXPECT_EQ(in_cliques, 5u);
    EXPECT_EQ(cliques_of(any, 5), reference::largest_complete_sets(any.edges, 5));
  }
}

// Madigan and York 1997, section 4.2: spina bifida, five lists.
TEST(Decomposable, FindsThePublishedSpinaBifida) {
  const OverlapTable table = mse_table("dga_spina_MY5");
  if (table.lists.empty()) GTEST_SKIP() << "no ../shared/data/mse";
  const CountPosterior posterior = posterior_of(table, as_dga(0.5, 300));
  EXPECT_THAT(summary(posterior), ElementsAre(616, 588, 655));
  EXPECT_NEAR(posterior.graphs()[0].weight, 0.2171, 5e-5);
  EXPECT_NEAR(posterior.graphs()[1].weight, 0.1603, 5e-5);
  EXPECT_NEAR(posterior.graphs()[2].weight, 0.0823, 5e-5);
  // The published figures do not hang on where the table of the prior was cut.
  DecomposableOptions free;
  free.delta = 0.5;
  EXPECT_THAT(summary(posterior_of(table, free)), ElementsAre(616, 588, 655));
}

// dga 2.0.2, ../shared/data/mse/reference_results.csv.
TEST(Decomposable, AgreesWithDgaToTheLastPerson) {
  struct Row {
    const char* table;
    double delta;
    std::int64_t most;
    std::vector<double> expected;
  };
  const Row rows[] = {
      {"Kosovo", 1.0 / 16, 30'000, {12'595, 9'827, 16'544}},
      {"UKdat_5", 1.0 / 32, 60'000, {22'990, 10'387, 33'509}},
      {"NewOrl_5", 1.0 / 32, 20'000, {847, 529, 1'590}},
      {"Kosovo", 1, 30'000, {4'617, 4'408, 6'860}},
      {"UKdat_5", 1, 60'000, {2'807, 2'747, 3'093}},
      {"NewOrl_5", 1, 20'000, {191, 187, 212}},
      {"Kosovo", 0.5, 30'000, {11'323, 4'500, 14'486}},
      {"UKdat_5", 0.5, 60'000, {2'793, 2'745, 3'294}},
      {"NewOrl_5", 0.5, 20'000, {191, 187, 228}},
  };
  for (const Row& row : rows) {
    const OverlapTable table = mse_table(row.table);
    if (table.lists.empty()) GTEST_SKIP() << "no ../shared/data/mse";
    EXPECT_EQ(summary(posterior_of(table, as_dga(row.delta, row.most))), row.expected)
        << row.table << " at delta " << row.delta;
  }
}

TEST(Decomposable, AgreesWithDgaUnderMadiganAndYorksGammaPrior) {
  const OverlapTable table = mse_table("dga_MY3");
  if (table.lists.empty()) GTEST_SKIP() << "no ../shared/data/mse";
  DecomposableOptions options = as_dga(1, 300);
  options.prior = CountPrior::Gamma;
  options.gamma_shape = 13.14;
  options.gamma_scale = 55.17;
  EXPECT_THAT(summary(posterior_of(table, options)), ElementsAre(731, 682, 797));
}

OverlapTable any_table(std::size_t lists, std::int64_t most) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < lists; ++i)
    names.push_back(std::string(1, static_cast<char>('A' + i)));
  OverlapTable table = empty_table(names);
  for (std::size_t cell = 1; cell < table.counts.size(); ++cell) {
    table.counts[cell] = *rc::gen::inRange<std::int64_t>(0, most + 1);
  }
  return table;
}

RC_GTEST_PROP(Decomposable, SumsWhatItsTwinSums, ()) {
  const auto lists = *rc::gen::inRange<std::size_t>(2, 5);
  const OverlapTable table = any_table(lists, *rc::gen::element<std::int64_t>(2, 30, 400));
  DecomposableOptions options;
  options.delta = *rc::gen::element(0.0625, 0.5, 1.0, 3.0);
  options.prior = *rc::gen::element(CountPrior::Reciprocal, CountPrior::Flat, CountPrior::Gamma);
  options.gamma_shape = 2;
  options.gamma_scale = 300;
  options.min_unobserved = *rc::gen::element<std::int64_t>(0, 1, 40, 300);
  options.max_unobserved = *rc::gen::element<std::int64_t>(300, 600);
  if (table.observed() == 0) return;
  const auto graphs = decomposable_graphs(lists);
  NoProgress progress;
  const Cancellation cancellation;
  const auto posterior = count_posterior(table, graphs, options, progress, cancellation);
  RC_ASSERT(posterior.ok());
  const auto twin = reference::decomposable_posterior(table, options);
  for (const double p : {0.001, 0.025, 0.5, 0.975, 0.999}) {
    // A person more or less where the sum passes p within rounding.
    const double number = posterior.value().quantile(p);
    const double here = twin.up_to(number);
    const double before = twin.up_to(number - 1);
    RC_ASSERT(here >= p - 1e-7);
    RC_ASSERT(before <= p + 1e-7);
  }
  RC_ASSERT(posterior.value().mean().has_value());
  RC_ASSERT(std::abs(*posterior.value().mean() / twin.mean - 1) < 1e-6);
  for (const GraphWeight& one : posterior.value().graphs()) {
    RC_ASSERT(std::abs(one.weight - twin.weight(graphs[one.graph].edges)) < 1e-4);
  }
}

// Found by fuzzing: the scan would have taken two gigabytes.
TEST(Decomposable, RefusesMorePeopleThanItCanScan) {
  OverlapTable table = empty_table({"A", "B"});
  table.counts = {0, 9'007'100'854'797'606, 1, 1};
  EXPECT_THAT(estimate_of(table).refusal, HasSubstr("more than the 100000000"));
}

TEST(Decomposable, CallsAPosteriorImproperThatHasNoSum) {
  DecomposableOptions options;
  options.delta = 1.0 / 16;
  options.prior = CountPrior::Flat;
  NoProgress progress;
  const Cancellation cancellation;
  OverlapTable table = empty_table({"A", "B"});
  table.counts = {0, 10, 20, 5};
  const auto posterior =
      count_posterior(table, decomposable_graphs(2), options, progress, cancellation);
  ASSERT_FALSE(posterior.ok());
  EXPECT_THAT(posterior.error().what, HasSubstr("infinite"));
}

TEST(Decomposable, FollowsTheTailBeyondWhereItLooks) {
  // The saturated graph alone: the posterior of N falls like N^(-1 - delta (2^k - 1)).
  OverlapTable table = empty_table({"A", "B"});
  table.counts = {0, 10, 20, 5};
  DecomposableOptions options;
  options.delta = 0.01;
  const auto graph = decompose(1, 2);
  NoProgress progress;
  const Cancellation cancellation;
  const auto posterior =
      count_posterior(table, std::span(&*graph, 1), options, progress, cancellation);
  ASSERT_TRUE(posterior.ok());
  EXPECT_NEAR(posterior.value().tail_power(), -1.03, 1e-12);
  EXPECT_FALSE(posterior.value().mean().has_value());
  // Most of such a prior lies beyond any number that means something.
  EXPECT_GT(posterior.value().beyond(), 0.1);
  EXPECT_EQ(posterior.value().quantile(0.975), HUGE_VAL);
}

TEST(Decomposable, GivesTheSameAnswerOnAnyNumberOfThreads) {
  const OverlapTable table = mse_table("NewOrl_5");
  if (table.lists.empty()) GTEST_SKIP() << "no ../shared/data/mse";
  OverlapTable six = empty_table({"A", "B", "C", "D", "E", "F"});
  for (std::size_t s = 1; s < 32; ++s) six.counts[s] = table.counts[s];
  six.counts[33] = 4;
  six.counts[36] = 3;
  six.counts[32] = 11;
  DecomposableOptions options;
  options.threads = 1;
  const Estimate one = estimate_of(six, options);
  options.threads = 3;
  EXPECT_EQ(dump_json(to_json(one)), dump_json(to_json(estimate_of(six, options))));
}

TEST(Decomposable, IsTheSameOnEveryInstructionSet) {
  OverlapTable table = empty_table({"A", "B", "C", "D", "E"});
  for (std::size_t s = 1; s < 32; ++s) {
    table.counts[s] = static_cast<std::int64_t>(s * 37 % 23 >> (std::popcount(s) / 2));
  }
  const std::string before = lane_kernel();
  ASSERT_TRUE(set_lane_kernel("plain"));
  const std::string plain = dump_json(to_json(estimate_of(table)));
  for (const char* kernel : {"avx2", "avx512"}) {
    if (!set_lane_kernel(kernel)) continue;
    EXPECT_EQ(dump_json(to_json(estimate_of(table))), plain) << kernel;
  }
  ASSERT_TRUE(set_lane_kernel(before));
}

TEST(Decomposable, SaysWhatItAssumesAndHowFarThePriorMovesIt) {
  const OverlapTable table = mse_table("Kosovo");
  if (table.lists.empty()) GTEST_SKIP() << "no ../shared/data/mse";
  const Estimate estimate = estimate_of(table);
  ASSERT_TRUE(estimate.estimate.has_value());
  EXPECT_THAT(estimate.assumptions.front(), HasSubstr("Identifying assumption"));
  EXPECT_THAT(estimate.warnings, ::testing::Contains(HasSubstr("depends on the prior")));
  // One below dga's, whose table began with one person unlisted and ended with 30,000.
  EXPECT_THAT(estimate.figures, ::testing::Contains(::testing::Pair("median at delta 1", 4'616)));
  double weights = 0;
  for (const WeighedModel& model : estimate.models) {
    weights += model.criterion;
    EXPECT_TRUE(model.estimate.has_value());
  }
  EXPECT_LE(weights, 1 + 1e-9);
}

TEST(Decomposable, SaysWhenProbableGraphsDisagree) {
  const OverlapTable table = mse_table("UKdat_5");
  if (table.lists.empty()) GTEST_SKIP() << "no ../shared/data/mse";
  EXPECT_THAT(estimate_of(table).warnings,
              ::testing::Contains(HasSubstr("[LA,NG,GP][LA,PFNCA,GP][GO,GP] (weight 0.15)")));
}

TEST(Decomposable, RefusesWhereListsDoNotMeet) {
  OverlapTable table = empty_table({"A", "B", "C"});
  table.counts = {0, 5, 6, 0, 7, 0, 0, 0};
  const Estimate estimate = estimate_of(table);
  EXPECT_FALSE(estimate.estimate.has_value());
  EXPECT_THAT(estimate.refusal, HasSubstr("Nobody is on two lists"));
  EXPECT_FALSE(estimate.assumptions.empty());
}

}  // namespace
}  // namespace depone::estimate
