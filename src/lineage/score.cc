#include "lineage/score.h"

#include <algorithm>
#include <cmath>

namespace depone::lineage {
namespace {

// Scales that bring each measure to about 0 to 2, so that the weights can be read side by side.
constexpr double kRunNats = 20;
constexpr double kMostRunNats = 60;
constexpr double kFactNats = 10;
constexpr double kMostFactNats = 30;
constexpr double kPassageRoot = 5;
constexpr double kTitleFloorNats = 15;  // a headline of two or three common words proves nothing
constexpr double kTitleNats = 20;
constexpr double kTitleCover = 0.5;
constexpr double kSameText = 0.9;
constexpr double kEnoughUnits = 10;
constexpr double kAlignedSpared = 0.25;  // of the factor for templates: retold sentences differ
constexpr double kTopicNats = 10;
constexpr double kHardFactor = 1.5;
constexpr double kLinesAlike = 0.7;

constexpr double kCopyContained = 0.5;
constexpr double kExcerptLength = 0.4;

// What wording counts when the texts are about different states (docs/methods-lineage.md).
double template_factor(const Evidence& evidence, const Weights& weights) {
  double factor = 1;
  if (evidence.other_country) {
    factor = weights.same_other_country;
  } else if (evidence.other_subject) {
    factor = weights.same_other_subject;
  }
  return evidence.other_titles ? factor * weights.same_other_titles : factor;
}

// Shares of very short texts say little: two sentences of ten words agree on five by chance.
double enough_words(const Evidence& evidence) {
  if (std::min(evidence.contained_a, evidence.contained_b) >= kSameText) return 1;
  return std::min(1.0, static_cast<double>(evidence.shared_units) / kEnoughUnits);
}

double attribution(const Evidence& evidence) {
  if (evidence.cites_a || evidence.cites_b || evidence.same_outlet) return 1;
  // Both name one outlet and repeat the same quotation.
  return evidence.outlet_mass > 0 && evidence.quote_mass > 0 ? 1.5 : 0;
}

double same_language(const Evidence& evidence, const Weights& weights) {
  const double enough = enough_words(evidence);
  const double factor = template_factor(evidence, weights) * enough;
  const double elsewhere = evidence.other_country ? weights.same_other_country : 1;
  const double run = std::max(evidence.contained_a, evidence.contained_b);
  double odds = weights.same_bias;
  odds += weights.same_runs * std::sqrt(run) * factor;
  odds += weights.same_longest * std::min(evidence.longest_run, kMostRunNats) / kRunNats * factor;
  odds += weights.same_units * evidence.units * enough;
  odds += weights.same_passage * std::sqrt(evidence.passage_mass * evidence.passage_cover) /
          kPassageRoot * std::min(1.0, 3 * elsewhere);
  odds += weights.same_aligned * evidence.aligned *
          std::min({elsewhere, factor + kAlignedSpared, enough});
  if (evidence.title > kTitleCover) {
    odds += weights.same_title *
            std::clamp((evidence.title_mass - kTitleFloorNats) / kTitleNats, 0.0, 2.0);
  }
  odds += weights.same_facts * std::min(evidence.hard_facts, kMostFactNats) / kFactNats;
  odds += weights.same_attribution * attribution(evidence);
  if (evidence.other_country) odds += weights.same_elsewhere;
  return odds;
}

double across_languages(const Evidence& evidence, const Weights& weights, double fact_mass) {
  double odds = weights.across_bias;
  odds += weights.across_mass * fact_mass / kFactNats;
  odds += weights.across_share * evidence.fact_share;
  odds += weights.across_lines * std::max(0.0, evidence.lines - kLinesAlike) / (1 - kLinesAlike);
  odds += weights.across_attribution * attribution(evidence);
  if (evidence.other_country) odds += weights.across_elsewhere;
  return odds;
}

}  // namespace

double log_odds(const Evidence& evidence, const Weights& weights) {
  double odds = 0;
  if (evidence.same_language) {
    // A story told anew in the same language is known by its facts, but rivals share topics too:
    // there the facts must be names, numbers and quotations.
    const double mass =
        std::min(evidence.fact_mass, kTopicNats + kHardFactor * evidence.hard_facts);
    odds = std::max(same_language(evidence, weights),
                    across_languages(evidence, weights, mass) + weights.same_retelling);
  } else {
    odds = across_languages(evidence, weights, evidence.fact_mass);
  }
  if (evidence.days_apart >= 0) {
    if (evidence.exact_dates && evidence.days_apart <= 3) odds += weights.near_days;
    odds += weights.far_year * std::max(0.0, evidence.days_apart / 365.25 - 1);
  }
  return odds;
}

double probability(double odds) { return 1 / (1 + std::exp(-odds)); }

Relation relation_between(const Corpus& corpus, const Evidence& evidence, std::size_t child,
                          std::size_t parent) {
  if (!evidence.same_language) return Relation::Translation;
  const double contained = child == evidence.a ? evidence.contained_a : evidence.contained_b;
  if (contained < kCopyContained) return Relation::Paraphrase;
  const double length = static_cast<double>(corpus.documents[child].words) /
                        std::max<double>(1, corpus.documents[parent].words);
  return length < kExcerptLength ? Relation::Excerpt : Relation::Copy;
}

}  // namespace depone::lineage
