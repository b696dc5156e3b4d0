#include "findings/retelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "rules/interval.h"

namespace depone::findings {
namespace {

// A value further off than this is another figure, unless nothing else is left on either side.
constexpr double kFarthestRatio = 5;
// Below ten, figures of one kind are many (two wounded, six escaped) and seldom mangled: only
// a close one counts as the same.
constexpr double kFarthestSmallRatio = 2;
const Decimal kSmall = Decimal::whole(10);

bool same_or_unknown(std::string_view one, std::string_view other) {
  return one.empty() || other.empty() || one == other;
}

bool same_value(const Claim& one, const Claim& other) {
  return one.value == other.value && one.value_hi == other.value_hi;
}

bool same_measure(const Claim& one, const Claim& other) {
  return one.measure == Measure::None || other.measure == Measure::None ||
         one.measure == other.measure;
}

bool same_unit(const Claim& one, const Claim& other) {
  const bool per = one.per == Per::None || other.per == Per::None || one.per == other.per;
  return per && same_or_unknown(one.unit, other.unit) &&
         same_or_unknown(one.currency, other.currency);
}

std::string year_of(const Claim& claim) {
  const bool digits = claim.time.size() >= 4 && claim.time.find_first_not_of("0123456789") >= 4;
  return digits ? claim.time.substr(0, 4) : std::string();
}

// Whether two figures can be of the same thing at all.
bool same_scene(const Claim& one, const Claim& other, const Settings& settings) {
  const KindRule* rule = settings.rule_for(one);
  if (rule == nullptr) return true;
  if (rule->split_by_place &&
      !same_or_unknown(settings.settled_place(one.place), settings.settled_place(other.place))) {
    return false;
  }
  return !rule->split_by_time || same_or_unknown(year_of(one), year_of(other));
}

bool is_denial(const Claim& claim) { return claim.polarity == Polarity::Denied; }

// The same assertion or its denial, unchanged.
bool same_figure(const Claim& one, const Claim& other, const Settings& settings) {
  if (one.kind != other.kind || is_denial(one) != is_denial(other)) return false;
  if (one.kind == ClaimKind::Indicator) return one.word == other.word;
  return same_value(one, other) && one.bound == other.bound && same_measure(one, other) &&
         same_unit(one, other) && same_scene(one, other, settings);
}

double ratio_of(const Claim& one, const Claim& other) {
  const double first = std::fabs(to_double(*one.value));
  const double second = std::fabs(to_double(*other.value));
  if (first == second) return 1;
  if (first == 0 || second == 0) return kFarthestRatio * 2;
  return first > second ? first / second : second / first;
}

// How unlike two claims are, 1 and up; nullopt when the one cannot be the other retold.
// `last_left`: neither document has another claim of this kind left.
std::optional<double> distance(const Claim& from, const Claim& to, bool last_left,
                               const Settings& settings) {
  if (from.kind != to.kind) return std::nullopt;
  if (from.kind == ClaimKind::Indicator) {
    return from.word == to.word ? std::optional<double>(1) : std::nullopt;
  }
  if (is_denial(from) != is_denial(to) || !same_scene(from, to, settings)) return std::nullopt;
  const bool topic = same_measure(from, to) && same_unit(from, to);
  if (same_value(from, to)) {
    if (topic) return 2;
    return same_unit(from, to) ? 3 : 4;
  }
  const double ratio = ratio_of(from, to);
  const bool small = *from.value < kSmall && *to.value < kSmall;
  if (!topic || (small && ratio > kFarthestSmallRatio)) return std::nullopt;
  if (ratio > kFarthestRatio && !last_left) return std::nullopt;
  return 5 + ratio;
}

std::string measured(const Claim& claim) {
  return claim.measure == Measure::None ? "unstated" : std::string(name_of(claim.measure));
}

std::string unit_words(const Claim& claim) {
  std::string words = claim.currency.empty() ? claim.unit : claim.currency;
  if (claim.per != Per::None)
    words += fmt::format("{}a {}", words.empty() ? "" : " ", name_of(claim.per));
  return words.empty() ? "no unit" : words;
}

std::string figure_words(const Claim& claim) {
  std::string words = rules::grouped(*claim.value);
  if (claim.value_hi) words += " to " + rules::grouped(*claim.value_hi);
  if (claim.bound == Bound::Exact) return words;
  return fmt::format("{} {}", name_of(claim.bound), words);
}

std::string change(const Claim& from, const Claim& to) {
  if (is_denial(from) != is_denial(to)) {
    return is_denial(to) ? "an assertion became a denial" : "a denial became an assertion";
  }
  if (from.kind == ClaimKind::Indicator) return {};
  if (!same_value(from, to)) {
    if (from.bound == to.bound) {
      Claim bare_from = from;
      Claim bare_to = to;
      bare_from.bound = bare_to.bound = Bound::Exact;
      return fmt::format("{} became {}", figure_words(bare_from), figure_words(bare_to));
    }
    return fmt::format("{} became {}", figure_words(from), figure_words(to));
  }
  std::vector<std::string> changes;
  if (from.bound != to.bound) {
    changes.push_back(
        fmt::format("bound turned from {} to {}", name_of(from.bound), name_of(to.bound)));
  }
  if (!same_measure(from, to)) {
    changes.push_back(fmt::format("{} told as {}", measured(from), measured(to)));
  }
  if (!same_unit(from, to)) {
    changes.push_back(fmt::format("unit turned from {} to {}", unit_words(from), unit_words(to)));
  }
  return fmt::format("{}", fmt::join(changes, "; "));
}

// Matches the claims of one document with those of its ancestors.
class Matcher {
 public:
  Matcher(const Case& the_case, const Settings& settings, std::map<ClaimRef, Retelling>& retold)
      : case_(the_case), settings_(settings), retold_(retold) {}

  void match(std::size_t document, const std::vector<std::size_t>& earlier) {
    open_ = claims_of(document);
    used_.clear();
    for (const std::size_t ancestor : earlier) match_unchanged(ancestor);
    for (const std::size_t ancestor : earlier) match_changed(ancestor);
  }

 private:
  std::vector<ClaimRef> claims_of(std::size_t document) const {
    std::vector<ClaimRef> refs;
    const std::vector<Claim>& claims = case_.documents[document].claims;
    for (std::size_t c = 0; c < claims.size(); ++c) {
      if (takes_part(claims[c], settings_)) refs.push_back({document, c});
    }
    return refs;
  }

  void match_unchanged(std::size_t ancestor) {
    for (const ClaimRef from : claims_of(ancestor)) {
      for (auto to = open_.begin(); to != open_.end();) {
        if (!same_figure(case_.claim(from), case_.claim(*to), settings_)) {
          ++to;
          continue;
        }
        used_.push_back(from);
        retold_[*to] = {from, *to, {}};
        to = open_.erase(to);
      }
    }
  }

  // Closest pairs first, each claim once.
  void match_changed(std::size_t ancestor) {
    std::vector<ClaimRef> candidates;
    for (const ClaimRef from : claims_of(ancestor)) {
      if (!used(from)) candidates.push_back(from);
    }
    while (true) {
      std::optional<double> best;
      ClaimRef best_from;
      ClaimRef best_to;
      for (const ClaimRef from : candidates) {
        for (const ClaimRef to : open_) {
          const bool last_left = alone(candidates, from) && alone(open_, to);
          const std::optional<double> apart =
              distance(case_.claim(from), case_.claim(to), last_left, settings_);
          if (!apart || (best && *apart >= *best)) continue;
          best = apart;
          best_from = from;
          best_to = to;
        }
      }
      if (!best) return;
      std::erase(candidates, best_from);
      std::erase(open_, best_to);
      used_.push_back(best_from);
      retold_[best_to] = {best_from, best_to, change(case_.claim(best_from), case_.claim(best_to))};
    }
  }

  // Also when another ancestor states the same figure: a copy offers nothing new to descend from.
  bool used(ClaimRef from) const {
    return std::any_of(used_.begin(), used_.end(), [&](ClaimRef other) {
      return same_figure(case_.claim(other), case_.claim(from), settings_);
    });
  }

  bool alone(const std::vector<ClaimRef>& refs, ClaimRef ref) const {
    return std::none_of(refs.begin(), refs.end(), [&](ClaimRef other) {
      return other != ref && case_.claim(other).kind == case_.claim(ref).kind;
    });
  }

  const Case& case_;
  const Settings& settings_;
  std::map<ClaimRef, Retelling>& retold_;
  std::vector<ClaimRef> open_;  // of the retelling, not matched yet
  std::vector<ClaimRef> used_;  // of the ancestors, matched
};

}  // namespace

bool takes_part(const Claim& claim, const Settings& settings) {
  if (claim.polarity == Polarity::Law || claim.polarity == Polarity::Risk) return false;
  if (claim.kind == ClaimKind::Indicator) return indicator_of(claim).has_value();
  return claim.value.has_value() && settings.rule_for(claim) != nullptr;
}

std::map<ClaimRef, Retelling> retellings(const Case& the_case, const Origins& origins,
                                         const Settings& settings) {
  std::map<ClaimRef, Retelling> retold;
  Matcher matcher(the_case, settings, retold);
  for (std::size_t d = 0; d < the_case.documents.size(); ++d) {
    matcher.match(d, ancestors(origins, d));
  }
  return retold;
}

ClaimRef first_told(const std::map<ClaimRef, Retelling>& retold, ClaimRef claim) {
  // A circle in the lineage could lead round; each step is taken once at most.
  for (std::size_t steps = 0; steps < retold.size(); ++steps) {
    const auto earlier = retold.find(claim);
    if (earlier == retold.end()) break;
    claim = earlier->second.from;
  }
  return claim;
}

}  // namespace depone::findings
