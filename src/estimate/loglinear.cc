#include "estimate/loglinear.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "base/parallel.h"
#include "estimate/bca.h"
#include "estimate/model_search.h"
#include "estimate/profile.h"
#include "math/distributions.h"

namespace depone::estimate {
namespace {

constexpr std::size_t kMostCandidates = 100'000;
constexpr std::size_t kFewerCandidates = 1'000;

std::string title_of(const LoglinearOptions& options) {
  if (!options.model.empty()) return "Log-linear, a given model (Fienberg 1972)";
  switch (options.select) {
    case Select::Bic:
      return "Log-linear, least BIC (Fienberg 1972; Silverman, Chan and Vincent 2024)";
    case Select::Aic:
      return "Log-linear, least AIC (Fienberg 1972)";
    case Select::Stepwise:
      return "Log-linear, stepwise (Chan, Silverman and Vincent 2021)";
    case Select::Downhill:
      return "Log-linear, downhill by BIC (Silverman, Chan and Vincent 2024)";
  }
  return {};
}

// The model that the data (or the caller) chose, and what it was chosen from.
struct Choice {
  std::optional<FittedModel> best;
  std::string refusal;
  std::vector<WeighedModel> models;  // best first
  std::vector<TermBits> candidates;  // for the bootstrap, best first
  std::vector<std::pair<std::string, double>> figures;
  std::vector<std::string> warnings;
};

class Loglinear {
 public:
  Loglinear(const OverlapTable& table, const LoglinearOptions& options, Progress& progress,
            const Cancellation& cancellation)
      : table_(table),
        options_(options),
        progress_(progress),
        cancellation_(cancellation),
        lists_(table.list_count()),
        order_(options.order == 0 ? default_order(lists_) : std::min(options.order, lists_ - 1)),
        people_(table.observed()),
        criterion_(options.select == Select::Aic ? Criterion::Aic : Criterion::Bic),
        criterion_name_(options.select == Select::Aic ? "aic" : "bic") {}

  Result<Estimate> run();

 private:
  Result<> check() const;
  Result<Choice> choose();
  Result<Choice> choose_exhaustively();
  Choice choose_one(std::optional<FittedModel> found, Existence existence) const;
  Result<Reselected> choose_again(std::span<const Counts> tables, const Choice& choice);
  Result<> add_bootstrap(const Choice& choice, Estimate& estimate);
  void add_profile(const FittedModel& model, Estimate& estimate) const;
  void add_wald(const FittedModel& model, Estimate& estimate) const;
  void add_words(const FittedModel& model, Estimate& estimate) const;
  bool is_exhaustive() const {
    return options_.model.empty() &&
           (options_.select == Select::Bic || options_.select == Select::Aic);
  }
  double total_of(double unlisted) const { return static_cast<double>(people_) + unlisted; }

  const OverlapTable& table_;
  const LoglinearOptions& options_;
  Progress& progress_;
  const Cancellation& cancellation_;
  std::size_t lists_;
  std::size_t order_;
  std::int64_t people_;
  Criterion criterion_;
  std::string criterion_name_;
  std::optional<Terms> given_;
};

Result<> Loglinear::check() const {
  if (lists_ < 2) return Error{Fault::InvalidInput, "an estimate needs two lists or more"};
  if (!(options_.level > 0 && options_.level < 1)) {
    return Error{Fault::InvalidInput,
                 fmt::format("the level {} is not between 0 and 1", options_.level),
                 "0.95 is usual"};
  }
  if (!(options_.threshold >= 0 && options_.threshold <= 1)) {
    return Error{Fault::InvalidInput,
                 fmt::format("the threshold {} is not between 0 and 1", options_.threshold)};
  }
  const std::size_t most = is_exhaustive() ? kMaxListsExhaustive : kMaxListsSearched;
  if (lists_ > most) {
    return Error{
        Fault::Unsupported,
        fmt::format("{} lists; {} goes up to {}", lists_,
                    is_exhaustive() ? "the best of all models" : "a search by steps", most),
        is_exhaustive() && lists_ <= kMaxListsSearched
            ? "use --select stepwise, or merge or leave out lists"
            : "merge or leave out lists"};
  }
  return done();
}

Choice Loglinear::choose_one(std::optional<FittedModel> found, Existence existence) const {
  Choice choice;
  choice.best = std::move(found);
  if (!choice.best) {
    const char* const why = why_none(existence);
    choice.refusal = fmt::format("The model has no estimate on these data: {}.",
                                 *why != '\0' ? why : "its fit did not converge");
    return choice;
  }
  choice.models.push_back({notation(table_, choice.best->terms), choice.best->criterion,
                           criterion_name_, total_of(choice.best->unlisted), ""});
  return choice;
}

Result<Choice> Loglinear::choose_exhaustively() {
  // Few models are all fitted; of very many only those that could be among the best.
  const bool is_small = lists_ <= 5;
  const bool needs_candidates = options_.interval == Interval::Bca && options_.bootstrap > 0;
  const std::size_t shown = options_.shown == 0 ? kMostCandidates : options_.shown;
  const std::size_t wanted = options_.top == 0 ? kFewerCandidates : options_.top;
  const std::size_t keep = is_small ? std::numeric_limits<std::size_t>::max()
                                    : std::max(needs_candidates ? wanted : 1, shown);
  Search search = DP_TRY(
      search_all(table_, order_, criterion_, keep, options_.threads, progress_, cancellation_));
  Choice choice;
  choice.figures = {{"models considered", static_cast<double>(search.considered)}};
  if (search.passed_over == 0) {
    choice.figures.push_back(
        {"models without an estimate", static_cast<double>(search.without_estimate)});
  } else {
    choice.figures.push_back({"models passed over, being beaten whatever their fit",
                              static_cast<double>(search.passed_over)});
  }
  if (search.not_converged > 0) {
    choice.warnings.push_back(
        fmt::format("{} models did not converge and were left out.", search.not_converged));
  }
  if (search.models.empty()) {
    choice.refusal =
        "No model of the lists has an estimate on these data: too many combinations of lists are "
        "empty. More overlap, fewer lists or merged lists may help.";
    return choice;
  }
  const RankedModel& first = search.models.front();
  choice.best = FittedModel{terms_of(first.bits), first.criterion, first.unlisted, first.variance};
  for (const RankedModel& model : search.models) {
    if (choice.models.size() < shown) {
      choice.models.push_back({notation(table_, terms_of(model.bits)), model.criterion,
                               criterion_name_, total_of(model.unlisted), ""});
    }
    if (options_.top == 0 || choice.candidates.size() < options_.top) {
      choice.candidates.push_back(model.bits);
    }
  }
  if (!is_small && needs_candidates && options_.top == 0 && search.models.size() == keep) {
    choice.warnings.push_back(fmt::format("The bootstrap chose among the {} best of {} models.",
                                          choice.candidates.size(), search.considered));
  }
  return choice;
}

Result<Choice> Loglinear::choose() {
  const double penalty = penalty_of(criterion_, people_);
  LaneFitter fitter;
  if (given_) {
    OneFit one = fit_one(lists_, table_.counts, *given_, penalty, fitter);
    return choose_one(std::move(one.fit), one.existence);
  }
  if (options_.select == Select::Stepwise) {
    auto found = search_stepwise(lists_, table_.counts, options_.threshold, penalty, fitter);
    return choose_one(std::move(found), Existence::Infinite);
  }
  if (options_.select == Select::Downhill) {
    auto found = search_downhill(lists_, table_.counts, order_, penalty, fitter);
    return choose_one(std::move(found), Existence::Infinite);
  }
  return choose_exhaustively();
}

Result<Reselected> Loglinear::choose_again(std::span<const Counts> tables, const Choice& choice) {
  if (is_exhaustive()) {
    return reselect(lists_, tables, choice.candidates, criterion_, options_.threads, progress_,
                    cancellation_);
  }
  Reselected result;
  result.totals.assign(tables.size(), std::numeric_limits<double>::quiet_NaN());
  const auto work = [&](std::size_t i) {
    const std::int64_t people = people_of(tables[i]);
    const double penalty = penalty_of(criterion_, people);
    LaneFitter fitter;
    std::optional<FittedModel> found;
    if (given_) {
      found = fit_one(lists_, tables[i], *given_, penalty, fitter).fit;
    } else if (options_.select == Select::Stepwise) {
      found = search_stepwise(lists_, tables[i], options_.threshold, penalty, fitter);
    } else {
      found = search_downhill(lists_, tables[i], order_, penalty, fitter);
    }
    if (found) result.totals[i] = static_cast<double>(people) + found->unlisted;
  };
  DP_TRY(
      parallel_for(tables.size(), options_.threads, work, progress_, cancellation_, "resamples"));
  return result;
}

Result<> Loglinear::add_bootstrap(const Choice& choice, Estimate& estimate) {
  const std::vector<Counts> tables = resamples(table_.counts, options_.bootstrap, options_.seed);
  const Jackknife jackknife = delete_one(table_.counts);
  const Reselected replicates = DP_TRY(choose_again(tables, choice));
  const Reselected without_one = DP_TRY(choose_again(jackknife.tables, choice));
  estimate.seed = options_.seed;
  const auto acceleration = acceleration_of(without_one.totals, jackknife.weights);
  if (!acceleration) {
    estimate.warnings.push_back(
        "Without one of the people no model has an estimate: the interval is not accelerated.");
  }
  const auto limits =
      bca_limits(replicates.totals, *estimate.estimate, acceleration.value_or(0), options_.level);
  if (!limits) {
    estimate.warnings.push_back("Too few bootstrap replicates have an estimate: no interval.");
    return done();
  }
  estimate.interval = EstimateInterval{
      options_.level, limits->lower, limits->upper,
      fmt::format(
          "{} bootstrap{}, {} replicates{}", limits->plain_percentiles ? "Percentile" : "BCa",
          given_ ? " of the given model" : " with model selection", options_.bootstrap,
          options_.top == 0 ? "" : fmt::format(", {} best models", choice.candidates.size()))};
  estimate.figures.push_back(
      {"bootstrap replicates with an estimate", static_cast<double>(limits->used)});
  estimate.figures.push_back({"bias correction", limits->bias});
  estimate.figures.push_back({"acceleration", limits->acceleration});
  if (limits->plain_percentiles) {
    estimate.warnings.push_back(
        "All bootstrap replicates lie on one side of the estimate: plain percentiles are given.");
  }
  if (limits->used * 20 < options_.bootstrap * 19) {
    estimate.warnings.push_back(fmt::format(
        "{} of {} bootstrap replicates have no estimate; the interval rests on the others.",
        options_.bootstrap - limits->used, options_.bootstrap));
  }
  return done();
}

void Loglinear::add_profile(const FittedModel& model, Estimate& estimate) const {
  LaneFitter fitter;
  const auto limits =
      profile_limits(lists_, table_.counts, model.terms, model.unlisted, options_.level, fitter);
  if (!limits) {
    estimate.warnings.push_back("The profile likelihood could not be followed: no interval.");
    return;
  }
  estimate.interval = EstimateInterval{options_.level, limits->lower, limits->upper,
                                       "profile likelihood of the model, as if it had been known"};
  estimate.figures.push_back({"most likely number by the profile", limits->mode});
}

void Loglinear::add_wald(const FittedModel& model, Estimate& estimate) const {
  const double away = math::normal_inverse((1 + options_.level) / 2) * std::sqrt(model.variance);
  estimate.interval =
      EstimateInterval{options_.level, total_of(model.unlisted * std::exp(-away)),
                       total_of(model.unlisted * std::exp(away)),
                       "Wald on the scale of log(unlisted), as if the model had been known"};
}

void Loglinear::add_words(const FittedModel& model, Estimate& estimate) const {
  if (lists_ == 2) {
    estimate.assumptions.push_back(
        "The two lists are independent: being on one changes nobody's chance of being on the "
        "other. Two lists alone cannot show whether that is so.");
  } else {
    estimate.assumptions.push_back(fmt::format(
        "There is no interaction of all {} lists beyond what smaller groups of them show, and the "
        "interactions left out of the model {} are nil among those on no list as they are among "
        "those listed. No data can show that.",
        lists_, notation(table_, model.terms)));
  }
  estimate.assumptions.push_back(
      "Nobody joined or left the population while the lists were made, every person could have "
      "been "
      "on each list, and records were linked without error.");
  estimate.assumptions.push_back(
      "People differ in their chance of being listed only as the dependence between lists shows; "
      "people whom no list could ever have reached are not counted.");
  std::size_t dead = 0;
  for (const std::uint16_t term : model.terms.span()) {
    std::int64_t margin = 0;
    for (std::size_t s = 1; s < table_.counts.size(); ++s) {
      if ((s & term) == term) margin += table_.counts[s];
    }
    dead += margin == 0 ? 1 : 0;
  }
  if (dead > 0) {
    estimate.warnings.push_back(fmt::format(
        "{} of the model's terms {} at minus infinity: nobody is on all of their lists.", dead,
        dead == 1 ? "is" : "are"));
  }
  if (*estimate.estimate > 20 * static_cast<double>(people_)) {
    estimate.warnings.push_back(
        "More than 19 of 20 people would be on no list: such an estimate rests on the model far "
        "more than on the data.");
  }
  std::size_t near = 0;
  double least = *estimate.estimate;
  double most = least;
  for (const WeighedModel& other : estimate.models) {
    if (other.criterion > estimate.models.front().criterion + 2) break;
    ++near;
    least = std::min(least, *other.estimate);
    most = std::max(most, *other.estimate);
  }
  if (near > 1 && most > 1.5 * least) {
    estimate.warnings.push_back(fmt::format(
        "{} models fit about equally well (within 2 of the best by {}) and say from {:.0f} to "
        "{:.0f}.",
        near, criterion_ == Criterion::Bic ? "BIC" : "AIC", least, most));
  }
}

Result<Estimate> Loglinear::run() {
  DP_TRY(check());
  if (!options_.model.empty()) given_ = DP_TRY(parse_notation(table_, options_.model));
  Choice choice = DP_TRY(choose());
  Estimate estimate;
  estimate.method = "loglinear";
  estimate.title = title_of(options_);
  estimate.observed = people_;
  estimate.models = std::move(choice.models);
  estimate.figures = std::move(choice.figures);
  estimate.warnings = std::move(choice.warnings);
  if (!choice.best) {
    estimate.refusal = choice.refusal;
    estimate.assumptions = {
        "There is no interaction of all lists beyond what smaller groups of them show."};
    return estimate;
  }
  const FittedModel& best = *choice.best;
  estimate.estimate = total_of(best.unlisted);
  estimate.model = notation(table_, best.terms);
  if (options_.select == Select::Downhill && options_.model.empty()) {
    estimate.warnings.push_back(
        "A downhill search stops at the first model that no neighbour beats; it need not be the "
        "best of all (--select bic finds that).");
  }
  estimate.figures.push_back({criterion_name_, best.criterion});
  estimate.figures.push_back(
      {"standard error", std::sqrt(best.unlisted + best.unlisted * best.unlisted * best.variance)});
  add_words(best, estimate);
  const bool by_profile = options_.interval == Interval::Bca && options_.bootstrap == 0;
  if (options_.interval == Interval::Profile || by_profile) {
    add_profile(best, estimate);
  } else if (options_.interval == Interval::Wald) {
    add_wald(best, estimate);
  } else {
    DP_TRY(add_bootstrap(choice, estimate));
  }
  if (!given_ && (options_.interval != Interval::Bca || by_profile)) {
    estimate.warnings.push_back(
        "The interval takes the chosen model for known and is too narrow for that; the bootstrap "
        "(--interval bca) repeats the choice.");
  }
  return estimate;
}

}  // namespace

std::size_t default_order(std::size_t lists) {
  return lists <= 5 ? std::max<std::size_t>(lists, 2) - 1 : 2;
}

Result<Estimate> estimate_loglinear(const OverlapTable& table, const LoglinearOptions& options,
                                    Progress& progress, const Cancellation& cancellation) {
  return Loglinear(table, options, progress, cancellation).run();
}

}  // namespace depone::estimate
