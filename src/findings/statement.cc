#include "findings/statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "rules/interval.h"

namespace depone::findings {
namespace {

void replace_all(std::string& text, std::string_view mark, std::string_view words) {
  for (std::size_t at = text.find(mark); at != std::string::npos;
       at = text.find(mark, at + words.size())) {
    text.replace(at, mark.size(), words);
  }
}

bool bounds_above(Bound bound) { return bound == Bound::UpTo || bound == Bound::Under; }

// One claim's figure with its bound.
std::string own_words(const Claim& claim) {
  std::string words = rules::grouped(*claim.value);
  if (claim.value_hi) words += " to " + rules::grouped(*claim.value_hi);
  if (claim.bound == Bound::Exact) return words;
  return fmt::format("{} {}", name_of(claim.bound), words);
}

// The place's title: countries by name, others as compared.
std::string title_of_place(const std::string& place, const Settings& settings) {
  const auto title = settings.place_titles.find(place);
  return title != settings.place_titles.end() ? title->second : place;
}

const KindRule* rule_of(const Topic& topic, const Settings& settings) {
  Claim claim;
  claim.kind = topic.kind;
  claim.measure = topic.measure;
  return settings.rule_for(claim);
}

}  // namespace

std::string value_words(const std::vector<const Claim*>& nearest) {
  std::optional<Decimal> low;
  std::optional<Decimal> high;
  bool same = true;
  bool about = false;
  bool over = false;
  bool only_above = true;
  const Claim* first = nullptr;
  for (const Claim* claim : nearest) {
    if (!claim->value) continue;
    if (first == nullptr) first = claim;
    same = same && own_words(*claim) == own_words(*first);
    const Decimal least = std::min(*claim->value, claim->value_hi.value_or(*claim->value));
    const Decimal most = std::max(*claim->value, claim->value_hi.value_or(*claim->value));
    low = low ? std::min(*low, least) : least;
    high = high ? std::max(*high, most) : most;
    about = about || claim->bound == Bound::About;
    over = over || claim->bound == Bound::Over;
    only_above = only_above && bounds_above(claim->bound);
  }
  if (first == nullptr) return "an unstated number of";
  if (same) return own_words(*first);
  if (only_above) return "up to " + rules::grouped(*high);
  std::string words = *low == *high
                          ? rules::grouped(*low)
                          : fmt::format("{} to {}", rules::grouped(*low), rules::grouped(*high));
  if (about) words = "about " + words;
  if (over) words += " or more";
  return words;
}

std::string per_words(Per per) {
  if (per == Per::None) return {};
  return fmt::format(" {} {}", per == Per::Hour ? "an" : "a", name_of(per));
}

std::string statement_of(const Topic& topic, const std::vector<const Claim*>& nearest,
                         const Settings& settings) {
  if (topic.indicator) return settings.indicators.at(*topic.indicator);
  const KindRule* rule = rule_of(topic, settings);
  if (rule == nullptr) return {};
  const std::string value = value_words(nearest);
  const std::string money = topic.currency.empty() ? value : value + " " + topic.currency;
  const std::string& unit = value == "1" ? rule->unit_one : rule->unit_many;
  std::string statement = rule->statement;
  replace_all(statement, "{value}", value);
  replace_all(statement, "{money}", money);
  replace_all(statement, "{unit}", unit);
  replace_all(statement, "{per}", per_words(topic.per));
  const std::string place =
      topic.place.empty() ? "" : " in " + title_of_place(topic.place, settings);
  replace_all(statement, "{place}", place);
  replace_all(statement, "{time}", topic.time.empty() ? "" : " in " + topic.time);
  if (!statement.empty() && statement[0] >= 'a' && statement[0] <= 'z') {
    statement[0] = static_cast<char>(statement[0] - 'a' + 'A');
  }
  return statement;
}

}  // namespace depone::findings
