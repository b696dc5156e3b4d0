#include "findings/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rules/table.h"

namespace depone::findings {
namespace {

using rules::Table;

constexpr std::string_view kKindsFile = "propositions/kinds.toml";
constexpr std::string_view kIndicatorsFile = "propositions/indicators.toml";
constexpr std::string_view kPlacesFile = "propositions/places.toml";

// Latin letters to lower case; others are compared as written (places.toml says so).
std::string folded(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  const std::size_t first = lower.find_first_not_of(" \t\n");
  if (first == std::string::npos) return {};
  return lower.substr(first, lower.find_last_not_of(" \t\n") - first + 1);
}

bool is_latin_letter(char letter) { return letter >= 'a' && letter <= 'z'; }

// Whether `name` stands in `text` as a word; names in other scripts also match word beginnings,
// since Russian and Korean words end in case endings.
bool contains_name(const std::string& text, const std::string& name) {
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    const bool starts = at == 0 || !is_latin_letter(text[at - 1]) || !is_latin_letter(name[0]);
    const bool ends = end == text.size() || !is_latin_letter(text[end]);
    if (starts && ends) return true;
  }
  return false;
}

Result<> read_split(const Table& table, KindRule& rule) {
  const std::vector<std::string> splits = DP_TRY(table.texts("split_by"));
  for (const std::string& split : splits) {
    if (split == "place") {
      rule.split_by_place = true;
    } else if (split == "time") {
      rule.split_by_time = true;
    } else if (split == "subject") {
      rule.split_by_subject = true;
    } else {
      return table.wrong("split_by", fmt::format("\"{}\" is not known", split),
                         "use place, time or subject");
    }
  }
  return done();
}

Result<KindRule> kind_rule(const Table& table) {
  DP_TRY(table.only({"kind", "measure", "statement", "unit", "tolerance_percent",
                     "other_thing_factor", "split_by"}));
  KindRule rule;
  const std::string kind = DP_TRY(table.text("kind"));
  const std::optional<ClaimKind> known = claim_kind_of(kind);
  if (!known || *known == ClaimKind::Indicator) {
    return table.wrong("kind", fmt::format("\"{}\" is not a numeric claim kind", kind),
                       "use one of the kinds listed in docs/glossary.md");
  }
  rule.kind = *known;
  const std::string measure = DP_TRY(table.text_or_empty("measure"));
  if (!measure.empty()) {
    rule.measure = measure_of(measure);
    if (!rule.measure) {
      return table.wrong("measure", fmt::format("\"{}\" is not a measure", measure),
                         "use stock, flow, entries, visas or plan");
    }
  }
  rule.statement = DP_TRY(table.text("statement"));
  const bool has_value = rule.statement.find("{value}") != std::string::npos ||
                         rule.statement.find("{money}") != std::string::npos;
  if (!has_value)
    return table.wrong("statement", "names no figure", "put {value} or {money} in it");
  const auto units = DP_TRY(table.two_texts("unit"));
  rule.unit_one = units.first;
  rule.unit_many = units.second;
  rule.tolerance_percent = static_cast<int>(DP_TRY(table.whole("tolerance_percent", 0, 99)));
  if (table.has("other_thing_factor")) {
    rule.other_thing_factor = static_cast<int>(DP_TRY(table.whole("other_thing_factor", 0, 1000)));
  }
  DP_TRY(read_split(table, rule));
  return rule;
}

Result<> read_kinds(const DataFiles& data, Settings& settings) {
  const std::string text = DP_TRY(data.read(kKindsFile));
  const Table file = DP_TRY(Table::parse(text, std::string(kKindsFile)));
  DP_TRY(file.only({"about_percent", "kind"}));
  settings.about_percent = static_cast<int>(DP_TRY(file.whole("about_percent", 0, 99)));
  const std::vector<Table> tables = DP_TRY(file.tables("kind", "kind"));
  for (const Table& table : tables) {
    const KindRule rule = DP_TRY(kind_rule(table));
    settings.kinds.push_back(rule);
  }
  return done();
}

Result<> read_indicators(const DataFiles& data, Settings& settings) {
  const std::string text = DP_TRY(data.read(kIndicatorsFile));
  const Table file = DP_TRY(Table::parse(text, std::string(kIndicatorsFile)));
  const auto members = DP_TRY(file.all_texts());
  for (const auto& [name, statement] : members) {
    const std::optional<Indicator> indicator = indicator_of(name);
    if (!indicator) {
      return file.wrong(name, "is not one of the ILO's 11 indicators",
                        "use the names listed in docs/glossary.md");
    }
    settings.indicators[*indicator] = statement;
  }
  for (int i = 0; i < kIndicatorCount; ++i) {
    const auto indicator = static_cast<Indicator>(i);
    if (settings.indicators.contains(indicator)) continue;
    return file.wrong(name_of(indicator), "is missing", "add a statement for it");
  }
  return done();
}

Result<> read_places(const DataFiles& data, Settings& settings) {
  const std::string text = DP_TRY(data.read(kPlacesFile));
  const Table file = DP_TRY(Table::parse(text, std::string(kPlacesFile)));
  DP_TRY(file.only({"country"}));
  const std::vector<Table> tables = DP_TRY(file.tables("country", "code"));
  for (const Table& table : tables) {
    DP_TRY(table.only({"code", "title", "names"}));
    const std::string code = DP_TRY(table.text("code"));
    settings.place_titles[code] = DP_TRY(table.text("title"));
    const std::vector<std::string> names = DP_TRY(table.texts("names"));
    for (const std::string& name : names) settings.places[folded(name)] = code;
    settings.places[folded(code)] = code;
  }
  return done();
}

}  // namespace

const KindRule* Settings::rule_for(const Claim& claim) const {
  const KindRule* general = nullptr;
  for (const KindRule& rule : kinds) {
    if (rule.kind != claim.kind) continue;
    if (rule.measure && *rule.measure == claim.measure) return &rule;
    if (!rule.measure) general = &rule;
  }
  return general;
}

std::string Settings::settled_place(std::string_view as_written) const {
  const std::string text = folded(as_written);
  if (text.empty()) return {};
  const auto whole = places.find(text);
  if (whole != places.end()) return whole->second;
  const std::pair<const std::string, std::string>* longest = nullptr;
  for (const auto& entry : places) {
    // Codes alone ("in") would match English words.
    if (entry.first.size() <= 2 || !contains_name(text, entry.first)) continue;
    if (longest == nullptr || entry.first.size() > longest->first.size()) longest = &entry;
  }
  return longest != nullptr ? longest->second : text;
}

Result<std::shared_ptr<const Settings>> load_settings(const DataFiles& data) {
  auto settings = std::make_shared<Settings>();
  DP_TRY(read_kinds(data, *settings));
  DP_TRY(read_indicators(data, *settings));
  DP_TRY(read_places(data, *settings));
  settings->ladder = DP_TRY(rules::Ladder::load(data));
  return std::shared_ptr<const Settings>(std::move(settings));
}

}  // namespace depone::findings
