#include "estimate/threshold.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>

#include "estimate/existence.h"
#include "estimate/mcmc.h"
#include "estimate/terms.h"
#include "estimate/threshold_model.h"

namespace depone::estimate {
namespace {

constexpr double kMainVariance = 1e4;  // of constant and main effects: as good as flat
constexpr std::size_t kWarmUp = 40;    // steps from a place 1.5 times as far as the posterior's
constexpr double kClose = 0.3;         // standard deviations from the threshold that deserve a word

struct Fit {
  ChainRuns runs;
  std::vector<double> ratios;  // |mean| / standard deviation, by interaction
};

class Thresholding {
 public:
  Thresholding(const OverlapTable& table, const ThresholdOptions& options, Progress& progress,
               const Cancellation& cancellation)
      : table_(table),
        options_(options),
        progress_(progress),
        cancellation_(cancellation),
        left_out_(table.counts.size(), 0) {}

  Result<> run(Estimate& estimate) {
    DP_TRY(choose_pairs(estimate));
    if (!estimate.refusal.empty()) return done();
    if (options_.order == 3) DP_TRY(choose_triples(estimate));
    if (!estimate.refusal.empty()) return done();
    const auto fit = DP_TRY(fit_model(kept_, for_the_answer()));
    if (!fit) {
      estimate.refusal = "The kept interactions have no posterior: too few people share lists.";
      return done();
    }
    conclude(fit->runs, options_.level, estimate);
    Terms terms = main_effects(table_.list_count());
    for (const auto& group : {kept_, infinite_}) {
      for (const Lists term : group) terms.add(term);
    }
    estimate.model = notation(table_, terms);
    estimate.figures.emplace_back("interactions kept", static_cast<double>(kept_.size()));
    return closest_distance_ < kClose && estimate.estimate ? other_choice(estimate) : done();
  }

 private:
  ChainSettings for_the_answer() const {
    ChainSettings settings = options_.chains;
    settings.wanted_size = std::max(kLeastEffectiveSize, settings.wanted_size / 3);
    settings.round = std::max<std::size_t>(4, settings.round / 2);
    return settings;
  }

  // What the answer were had the closest decision of the last stage fallen the other way.
  Result<> other_choice(Estimate& estimate) {
    std::vector<Lists> other = kept_;
    const bool kept = std::erase(other, closest_) > 0;
    if (!kept) other.push_back(closest_);
    const auto fit = DP_TRY(fit_model(other, for_the_answer()));
    if (!fit || !fit->runs.converged()) return done();
    Estimate alternative;
    conclude(fit->runs, options_.level, alternative);
    const std::string which = (kept ? "without " : "with ") + names_of(table_, closest_);
    estimate.figures.emplace_back("estimate " + which, *alternative.estimate);
    estimate.warnings.push_back(fmt::format(
        "The closest decision the other way, {}, gives {:.0f} ({:.0f} to {:.0f}) instead.", which,
        *alternative.estimate, alternative.interval->lower, alternative.interval->upper));
    return done();
  }

  Result<> choose_pairs(Estimate& estimate) {
    std::vector<Lists> pairs = pairs_of(table_.list_count());
    Terms all = main_effects(table_.list_count());
    for (const Lists pair : pairs) all.add(pair);
    const Existence existence =
        existence_of(all, table_.list_count(), occupied_cells(table_.counts));
    if (existence != Existence::Exists) {
      const std::string why = fmt::format(
          "The model of all pairs of lists, from which the method starts, has no estimate without "
          "a prior: {}.",
          why_none(existence));
      if (options_.prior == InteractionPrior::Flat) {
        estimate.refusal = why + " Merge or drop the lists that share almost nobody.";
        return done();
      }
      estimate.warnings.push_back(
          why + " The prior of the interactions decides what the data leave open.");
    }
    leave_out_empty(pairs);
    const auto fit = DP_TRY(fit_model(pairs, options_.chains));
    choose(fit, pairs, estimate);
    return done();
  }

  Result<> choose_triples(Estimate& estimate) {
    std::vector<Lists> triples;
    for (Lists triple = 0; triple <= table_.all_lists(); ++triple) {
      if (std::popcount(triple) != 3) continue;
      bool pairs_kept = true;
      for (Lists rest = triple; rest != 0; rest &= rest - 1) {
        const Lists pair = triple & ~(rest & (~rest + 1));
        pairs_kept = pairs_kept && std::find(kept_.begin(), kept_.end(), pair) != kept_.end();
      }
      if (pairs_kept) triples.push_back(triple);
    }
    if (triples.empty()) return done();
    Terms larger = main_effects(table_.list_count());
    for (const Lists term : kept_) larger.add(term);
    for (const Lists term : triples) larger.add(term);
    if (existence_of(larger, table_.list_count(), occupied_cells(table_.counts)) !=
        Existence::Exists) {
      estimate.warnings.push_back(
          "Interactions of three lists were left out: the model that holds all that could be asked "
          "for has no estimate.");
      return done();
    }
    leave_out_empty(triples);
    std::vector<Lists> candidates = kept_;
    candidates.insert(candidates.end(), triples.begin(), triples.end());
    const auto fit = DP_TRY(fit_model(candidates, options_.chains));
    choose(fit, triples, estimate);
    return done();
  }

  // Under a flat prior, interactions whose lists share nobody are minus infinity: they stay, and
  // the cells that hold them go.
  void leave_out_empty(std::vector<Lists>& candidates) {
    if (options_.prior == InteractionPrior::Normal) return;
    std::erase_if(candidates, [this](Lists term) {
      for (std::size_t cell = 1; cell < table_.counts.size(); ++cell) {
        if ((cell & term) == term && table_.counts[cell] > 0) return false;
      }
      for (std::size_t cell = 1; cell < table_.counts.size(); ++cell) {
        if ((cell & term) == term) left_out_[cell] = 1;
      }
      infinite_.push_back(term);
      return true;
    });
  }

  // Those of `candidates`, the last terms of the fit, that reach the threshold.
  void choose(const std::optional<Fit>& fit, const std::vector<Lists>& candidates,
              Estimate& estimate) {
    if (!fit) {
      estimate.refusal =
          "The interactions have no posterior under this prior: too few people share lists.";
      return;
    }
    if (!fit->runs.converged()) {
      conclude(fit->runs, options_.level, estimate);
      return;
    }
    const std::size_t before = fit->ratios.size() - candidates.size();
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const double ratio = fit->ratios[before + i];
      const std::string names = names_of(table_, candidates[i]);
      estimate.figures.emplace_back("mean over deviation " + names, ratio);
      if (ratio >= options_.threshold) kept_.push_back(candidates[i]);
      const double distance = std::abs(ratio - options_.threshold);
      if (distance < kClose) {
        estimate.warnings.push_back(fmt::format(
            "The interaction of {} is {} by little (its mean is {:.2f} deviations from 0, the "
            "threshold {}): a slightly different threshold gives another model.",
            names, ratio >= options_.threshold ? "kept" : "dropped", ratio, options_.threshold));
      }
      if (i == 0 || distance < closest_distance_) {
        closest_ = candidates[i];
        closest_distance_ = distance;
      }
    }
  }

  // Nullopt when the posterior has no top.
  Result<std::optional<Fit>> fit_model(const std::vector<Lists>& interactions,
                                       const ChainSettings& settings) {
    const bool normal = options_.prior == InteractionPrior::Normal;
    std::vector<Lists> terms{0};
    for (std::size_t list = 0; list < table_.list_count(); ++list) {
      terms.push_back(Lists{1} << list);
    }
    std::vector<double> precisions(terms.size(), normal ? 1 / kMainVariance : 0);
    const std::size_t first = terms.size();
    terms.insert(terms.end(), interactions.begin(), interactions.end());
    precisions.resize(terms.size(), normal ? 1 / options_.prior_variance : 0);
    const PoissonPosterior posterior(table_, terms, precisions, left_out_);
    if (!posterior.ready()) return std::optional<Fit>{};

    struct Chain {
      math::Random random;
      std::unique_ptr<NearNormalChain> chain;
      std::vector<double> parameters;
      std::vector<double> sums;
      std::vector<double> squares;
      double draws = 0;
    };
    std::vector<Chain> chains;
    ++stage_;
    for (std::size_t i = 0; i < options_.chains.chains; ++i) {
      const std::vector<double> none(terms.size(), 0);
      chains.push_back(
          {math::Random(options_.seed, stage_ * 1'000 + i), nullptr, none, none, none, 0});
    }
    const auto listed = static_cast<double>(table_.observed());
    const auto draw = [&](std::size_t i) {
      Chain& one = chains[i];
      if (!one.chain) {
        std::vector<double> start(terms.size());
        for (double& z : start) z = 1.5 * one.random.normal();
        one.chain = std::make_unique<NearNormalChain>(
            [&posterior](std::span<const double> place, std::span<double> gradient) {
              return posterior.log_density(place, gradient);
            },
            std::move(start));
        for (std::size_t s = 0; s < kWarmUp; ++s) one.chain->step(one.random);
        posterior.parameters(one.chain->place(), one.parameters);
      }
      if (one.chain->step(one.random)) {
        posterior.parameters(one.chain->place(), one.parameters);
      }
      const std::vector<double>& parameters = one.parameters;
      one.draws += 1;
      for (std::size_t t = 0; t < parameters.size(); ++t) {
        one.sums[t] += parameters[t];
        one.squares[t] += parameters[t] * parameters[t];
      }
      return listed + std::exp(parameters[0]);
    };
    Fit fit;
    fit.runs = DP_TRY(run_chains(settings, draw, progress_, cancellation_));
    for (std::size_t t = first; t < terms.size(); ++t) {
      double sum = 0;
      double squares = 0;
      double draws = 0;
      for (const Chain& one : chains) {
        sum += one.sums[t];
        squares += one.squares[t];
        draws += one.draws;
      }
      const double mean = sum / draws;
      fit.ratios.push_back(std::abs(mean) / std::sqrt(squares / draws - mean * mean));
    }
    return std::optional<Fit>{std::move(fit)};
  }

  const OverlapTable& table_;
  const ThresholdOptions& options_;
  Progress& progress_;
  const Cancellation& cancellation_;
  std::vector<std::uint8_t> left_out_;
  std::vector<Lists> kept_;
  std::vector<Lists> infinite_;
  Lists closest_ = 0;  // to the threshold, of the last stage
  double closest_distance_ = kClose;
  std::uint64_t stage_ = 0;
};

std::string why_refused(const OverlapTable& table) {
  const std::size_t lists = table.list_count();
  if (lists < 3)
    return "Two lists leave no pair's dependence to estimate: at least three are needed.";
  if (lists > kMaxListsSearched) {
    return fmt::format("{} lists are more than the {} this method goes up to: merge some.", lists,
                       kMaxListsSearched);
  }
  for (std::size_t cell = 1; cell < table.counts.size(); ++cell) {
    if (std::popcount(cell) >= 2 && table.counts[cell] > 0) return {};
  }
  return "Nobody is on two lists, so nothing is known of how lists overlap. Look for missed links "
         "between the lists first.";
}

}  // namespace

Result<Estimate> estimate_bayes_threshold(const OverlapTable& table,
                                          const ThresholdOptions& options, Progress& progress,
                                          const Cancellation& cancellation) {
  if (!(options.prior_variance > 0) || !(options.threshold >= 0) ||
      (options.order != 2 && options.order != 3) || !(options.level > 0 && options.level < 1)) {
    return Error{
        Fault::InvalidInput,
        "thresholding: a prior variance above 0, a threshold of 0 or more, order 2 or 3, a "
        "level between 0 and 1"};
  }
  Estimate estimate;
  estimate.method = "bayes-threshold";
  estimate.title = "Bayesian thresholding of log-linear interactions (Silverman 2020)";
  estimate.observed = table.observed();
  estimate.seed = options.seed;
  estimate.assumptions = {
      fmt::format(
          "Identifying assumption: no interaction of {} or more lists exists; being on all "
          "of them is as likely as the interactions of fewer lists make it, and the unlisted "
          "follow the same rule. No data can tell.",
          options.order + 1),
      "The population is closed: the same people could be on every list during the period.",
      "Records are linked without error, and nobody outside the population is on a list.",
      options.prior == InteractionPrior::Normal
          ? fmt::format("Beforehand each interaction is normal around 0 with variance {}; constant "
                        "and main effects are as good as free (variance {:.0f}).",
                        options.prior_variance, kMainVariance)
          : std::string("Beforehand every size of an interaction is as likely; lists that share "
                        "nobody are taken never to share anybody."),
      fmt::format("Interactions less than {} posterior deviations from 0 are taken to be 0; the "
                  "interval does not count the doubt about that choice.",
                  options.threshold)};
  estimate.refusal = why_refused(table);
  if (!estimate.refusal.empty()) return estimate;
  Thresholding thresholding(table, options, progress, cancellation);
  DP_TRY(thresholding.run(estimate));
  return estimate;
}

}  // namespace depone::estimate
