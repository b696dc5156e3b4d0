#include "estimate/latent_class.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "estimate/latent_class_model.h"
#include "estimate/mcmc.h"
#include "math/special.h"

namespace depone::estimate {
namespace {

constexpr std::size_t kExchanges = 3;     // of classes, after each step
constexpr double kCooler = 0.65;          // each temperature's heat in that below it
constexpr std::size_t kTemperatures = 5;  // the hottest feels 0.65^4 = 18% of the likelihood
constexpr double kFewPeople = 0.01;       // a class with a smaller share does not matter

// One chain: the posterior and, when tempered, ever flatter copies that it trades places with.
class TemperedChain {
 public:
  TemperedChain(const LatentClassModel& model, const LatentClassOptions& options,
                std::size_t temperatures, std::uint64_t stream)
      : model_(model), random_(options.seed, stream), gradient_(model.dimensions()) {
    double heat = 1;
    for (std::size_t i = 0; i < temperatures; ++i, heat *= kCooler) {
      heats_.push_back(heat);
      rungs_.emplace_back(
          [&model, heat](std::span<const double> place, std::span<double> gradient) {
            return model.log_density(place, heat, gradient);
          },
          model.scattered(random_), options.warm_up, options.most_leaps);
    }
  }

  void step() {
    for (HamiltonianChain& rung : rungs_) {
      rung.step(random_);
      place_.assign(rung.place().begin(), rung.place().end());
      bool moved = false;
      for (std::size_t i = 0; i < kExchanges; ++i) moved |= model_.exchange(place_, random_);
      if (moved) rung.move_to(place_);
    }
    for (std::size_t i = steps_++ % 2; i + 1 < rungs_.size(); i += 2) trade(i);
  }

  double missed() const { return model_.missed(rungs_.front().place()); }
  std::size_t classes_that_matter() const {
    const std::vector<double> shares = model_.shares(rungs_.front().place());
    return static_cast<std::size_t>(std::count_if(
        shares.begin(), shares.end(), [](double share) { return share >= kFewPeople; }));
  }
  math::Random& random() { return random_; }

 private:
  void trade(std::size_t i) {
    place_.assign(rungs_[i].place().begin(), rungs_[i].place().end());
    double cold = 0;
    double warm = 0;
    model_.log_density(place_, 1, gradient_, &cold);
    model_.log_density(rungs_[i + 1].place(), 1, gradient_, &warm);
    if (!(std::log(random_.uniform()) < (heats_[i] - heats_[i + 1]) * (warm - cold))) return;
    rungs_[i].move_to(rungs_[i + 1].place());
    rungs_[i + 1].move_to(place_);
  }

  const LatentClassModel& model_;
  math::Random random_;
  std::vector<double> heats_;
  std::vector<HamiltonianChain> rungs_;
  std::size_t steps_ = 0;
  std::vector<double> place_;
  std::vector<double> gradient_;
};

// Of all people, given the chance of being on no list: the unlisted are then negative binomial.
double people(std::int64_t observed, double missed, math::Random& random) {
  const auto listed = static_cast<double>(observed);
  const double mean = random.gamma(listed) * missed / (1 - missed);
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
  const LatentClassModel model(table, options.classes, options.concentration_shape,
                               options.concentration_rate);
  LatentClassDraws result;
  for (const std::size_t temperatures : {std::size_t{1}, kTemperatures}) {
    std::vector<TemperedChain> chains;
    for (std::size_t i = 0; i < options.chains.chains; ++i) {
      chains.emplace_back(model, options, temperatures, temperatures * 1'000 + i);
    }
    std::vector<char> started(chains.size(), 0);
    result.classes.assign(chains.size(), {});
    const auto draw = [&](std::size_t i) {
      TemperedChain& chain = chains[i];
      if (started[i] == 0) {
        started[i] = 1;
        for (std::size_t s = 0; s < options.warm_up && !cancellation.requested(); ++s) chain.step();
      }
      chain.step();
      result.classes[i].push_back(static_cast<double>(chain.classes_that_matter()));
      return people(table.observed(), chain.missed(), chain.random());
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
