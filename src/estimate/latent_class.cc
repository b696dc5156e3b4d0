#include "estimate/latent_class.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "estimate/latent_class_chain.h"
#include "estimate/latent_class_model.h"
#include "math/special.h"

namespace depone::estimate {
namespace {

constexpr std::size_t kTemperatures = 5;
constexpr double kHottest = 0.4;     // share of the likelihood that the hottest feels
constexpr double kFewPeople = 0.01;  // a class with a smaller share does not matter

// The concentration of the prior that keeps classes alive while chains warm up: 2, give or take.
constexpr double kAliveShape = 40;
constexpr double kAliveRate = 20;

// Of temperature i among all, 0 for the coldest and 1 for the hottest.
double way_up(std::size_t i, std::size_t temperatures) {
  return temperatures < 2 ? 0 : static_cast<double>(i) / static_cast<double>(temperatures - 1);
}

// One chain: the posterior and, when tempered, ever flatter copies that it trades places with.
class TemperedChain {
 public:
  // From the posterior's model to the one that keeps classes alive.
  TemperedChain(std::span<const LatentClassModel> models, const LatentClassModel& alive,
                const LatentClassOptions& options, std::uint64_t stream)
      : random_(options.seed, stream) {
    LatentClassSteps steps;
    // Trading places does the rest.
    steps.warm_up = models.size() > 1 ? options.warm_up / 2 : options.warm_up;
    warm_up_ = steps.warm_up;
    steps.most_leaps = options.most_leaps;
    steps.fewest_leaps = std::min(steps.fewest_leaps, options.most_leaps);
    for (std::size_t i = 0; i < models.size(); ++i) {
      rungs_.emplace_back(models[i], alive, std::pow(kHottest, way_up(i, models.size())), steps,
                          random_);
    }
  }

  // Must come before the first step.
  void warm_up(const Cancellation& cancellation) {
    for (std::size_t i = 0; i < warm_up_ && !cancellation.requested(); ++i) {
      for (LatentClassChain& rung : rungs_) rung.step(random_);
    }
  }

  void step() {
    for (LatentClassChain& rung : rungs_) rung.step(random_);
    for (std::size_t i = steps_++ % 2; i + 1 < rungs_.size(); i += 2) {
      LatentClassChain::trade(rungs_[i], rungs_[i + 1], random_);
    }
  }

  double listed() const { return rungs_.front().listed(); }
  std::size_t classes_that_matter() const {
    const std::span<const double> members = rungs_.front().members();
    const double people = std::accumulate(members.begin(), members.end(), 0.0);
    return static_cast<std::size_t>(
        std::count_if(members.begin(), members.end(),
                      [people](double one) { return one >= kFewPeople * people; }));
  }
  math::Random& random() { return random_; }

 private:
  math::Random random_;
  std::vector<LatentClassChain> rungs_;
  std::size_t warm_up_ = 0;
  std::size_t steps_ = 0;
};

// Of all people, given the chance of being on a list: the unlisted are then negative binomial.
double people(std::int64_t observed, double chance, math::Random& random) {
  const auto listed = static_cast<double>(observed);
  const double mean = random.gamma(listed) * (1 - chance) / chance;
  constexpr double kLikeItsMean = 1e15;  // beyond, doubles do not tell single people apart
  return listed + (mean < kLikeItsMean ? static_cast<double>(random.poisson(mean)) : mean);
}

std::string why_refused(const OverlapTable& table) {
  if (table.list_count() < 3) {
    return "Two lists cannot tell classes of people apart: at least three are needed.";
  }
  for (std::size_t cell = 1; cell < table.counts.size(); ++cell) {
    if (std::popcount(cell) >= 2 && table.counts[cell] > 0) return {};
  }
  return "Nobody is on two lists, so nothing is known of how lists overlap, and the answer would "
         "be "
         "the prior's alone. Look for missed links between the lists first.";
}

}  // namespace

Result<LatentClassDraws> latent_class_draws(const OverlapTable& table,
                                            const LatentClassOptions& options, Progress& progress,
                                            const Cancellation& cancellation) {
  if (options.classes < 2 || options.classes > 50 || !(options.concentration_shape > 0) ||
      !(options.concentration_rate > 0) || !(options.level > 0 && options.level < 1) ||
      options.most_leaps < 1 || options.warm_up < 100 || table.list_count() < 2) {
    return Error{Fault::InvalidInput,
                 "latent classes: from 2 to 50 classes, a positive gamma prior, at least 100 steps "
                 "of warm-up, a level between 0 and 1"};
  }
  const LatentClassModel alive(table, options.classes, kAliveShape, kAliveRate);
  LatentClassDraws result;
  for (const std::size_t temperatures : {std::size_t{1}, kTemperatures}) {
    std::vector<LatentClassModel> models;
    for (std::size_t i = 0; i < temperatures; ++i) {
      const double way = way_up(i, temperatures);
      models.emplace_back(
          table, options.classes,
          options.concentration_shape * std::pow(kAliveShape / options.concentration_shape, way),
          options.concentration_rate * std::pow(kAliveRate / options.concentration_rate, way));
    }
    std::vector<TemperedChain> chains;
    for (std::size_t i = 0; i < options.chains.chains; ++i) {
      chains.emplace_back(models, alive, options, temperatures * 1'000 + i);
    }
    std::vector<char> started(chains.size(), 0);
    result.classes.assign(chains.size(), {});
    const auto draw = [&](std::size_t i) {
      TemperedChain& chain = chains[i];
      if (started[i] == 0) {
        started[i] = 1;
        chain.warm_up(cancellation);
      }
      chain.step();
      result.classes[i].push_back(static_cast<double>(chain.classes_that_matter()));
      return people(table.observed(), chain.listed(), chain.random());
    };
    ChainSettings settings = options.chains;
    if (temperatures > 1) {
      settings.most_draws = std::max(settings.round, settings.most_draws / 4);
      settings.patience = settings.most_draws;
    }
    result.people = DP_TRY(run_chains(settings, draw, progress, cancellation));
    result.temperatures = temperatures;
    if (result.people.converged()) break;
  }
  return result;
}

Result<Estimate> estimate_latent_class(const OverlapTable& table, const LatentClassOptions& options,
                                       Progress& progress, const Cancellation& cancellation) {
  Estimate estimate;
  estimate.method = "latent-class";
  estimate.title = "Bayesian latent classes (Manrique-Vallier 2016)";
  estimate.observed = table.observed();
  estimate.seed = options.seed;
  estimate.assumptions = {
      "Identifying assumption: people fall into classes within which being on one list says "
      "nothing "
      "about being on another, and the unlisted come from the same classes as the listed. Lists "
      "that draw on each other within a class break it, and no data can tell.",
      "The population is closed: the same people could be on every list during the period.",
      "Records are linked without error, and nobody outside the population is on a list.",
      fmt::format(
          "Beforehand each class's chance of being on a list is anything between 0 and 1 "
          "alike, at most {} classes matter, and few do (concentration: gamma with shape {} "
          "and rate {}).",
          options.classes, options.concentration_shape, options.concentration_rate),
      "Beforehand each order of magnitude of the number of people is as likely (prior 1/N), "
      "without "
      "an upper limit."};
  estimate.refusal = why_refused(table);
  if (!estimate.refusal.empty()) return estimate;
  if (table.list_count() == 3) {
    estimate.warnings.push_back(
        "Three lists have seven combinations and two classes as many unknowns: the prior carries "
        "much of this answer.");
  }
  const LatentClassDraws draws = DP_TRY(latent_class_draws(table, options, progress, cancellation));
  conclude(draws.people, options.level, estimate);
  estimate.figures.emplace_back("temperatures", static_cast<double>(draws.temperatures));
  std::vector<double> classes;
  for (const auto& chain : draws.classes) classes.insert(classes.end(), chain.begin(), chain.end());
  std::sort(classes.begin(), classes.end());
  estimate.figures.emplace_back("classes with 1% of people or more",
                                math::quantile_of_sorted(classes, 0.5));
  if (draws.temperatures > 1 && estimate.estimate) {
    estimate.warnings.push_back(
        "Plain chains did not agree; these were tempered. Repeat with another seed before relying "
        "on the number.");
  }
  return estimate;
}

}  // namespace depone::estimate
