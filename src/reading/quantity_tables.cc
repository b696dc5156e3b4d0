#include "reading/quantity_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reading/folded_text.h"

namespace depone::reading {
namespace {

Error wrong(std::string_view file, std::string_view entry, std::string_view why) {
  return {Fault::InvalidInput, fmt::format("data/reading/{}: \"{}\" {}", file, entry, why),
          "correct the table"};
}

void add_unit(UnitWords& words, const std::string& form, const UnitName& name, bool prefix) {
  const bool starred = form.ends_with('*');
  const std::string key = starred ? form.substr(0, form.size() - 1) : form;
  if (key.empty()) return;
  if (!starred && !prefix) {
    words.whole.emplace(key, name);
    return;
  }
  words.prefixes.add(key, name);
}

std::string joined(const std::vector<std::string>& patterns) {
  std::vector<std::string> expanded;
  expanded.reserve(patterns.size());
  for (const std::string& pattern : patterns) expanded.push_back(expand_pattern(pattern));
  return fmt::format("{}", fmt::join(expanded, "|"));
}

// Letters as word_begins_at() knows them: \pL has hundreds of ranges, and RE2 takes a tenth of a
// second to compile them into every pattern.
constexpr std::string_view kNoLetterBefore =
    "(?:\\A|[^0-9A-Za-z\\x{C0}-\\x{1FFF}\\x{3040}-\\x{EFFF}\\x{10000}-\\x{10FFFF}])";
constexpr std::string_view kNoLetterAfter =
    "(?:\\z|[^A-Za-z\\x{C0}-\\x{1FFF}\\x{3040}-\\x{EFFF}\\x{10000}-\\x{10FFFF}])";

// Korean words carry particles and follow numbers without a space, so only Korean patterns may
// touch letters on their inner side.
Result<std::unique_ptr<re2::RE2>> before_pattern(const std::vector<std::string>& patterns,
                                                 std::string_view file) {
  return compile_pattern(fmt::format("{}(?:{}),? *\\z", kNoLetterBefore, joined(patterns)), file);
}

Result<std::unique_ptr<re2::RE2>> after_pattern(const std::vector<std::string>& patterns,
                                                std::string_view between, bool korean,
                                                std::string_view file) {
  return compile_pattern(fmt::format("\\A{}(?:{}){}", between, joined(patterns),
                                     korean ? std::string_view() : kNoLetterAfter),
                         file);
}

Result<> load_bounds(const DataNode& root, std::string_view file, LanguageQuantities& table) {
  std::vector<std::string> all_before;
  std::vector<std::string> all_after;
  const std::string_view between = table.korean ? " *(?:의|이|은|을|를|도|씩|에서)? *" : ",? *";
  for (const DataNode& entry : root["bound"].items()) {
    const auto bound = bound_of(entry["is"].text());
    if (!bound) return wrong(file, entry["is"].text(), "is no bound");
    const std::vector<std::string> before = entry["before"].texts();
    const std::vector<std::string> after = entry["after"].texts();
    const std::vector<std::string> after_number = entry["after_number"].texts();
    if (!before.empty()) {
      auto pattern = DP_TRY(before_pattern(before, file));
      table.bounds_before.push_back({*bound, std::move(pattern)});
      all_before.insert(all_before.end(), before.begin(), before.end());
    }
    if (!after.empty()) {
      auto pattern = DP_TRY(after_pattern(after, between, table.korean, file));
      table.bounds_after.push_back({*bound, std::move(pattern)});
      all_after.insert(all_after.end(), after.begin(), after.end());
    }
    if (!after_number.empty()) {
      auto pattern = DP_TRY(compile_pattern("\\A(?:" + joined(after_number) + ")", file));
      table.bounds_after_number.push_back({*bound, std::move(pattern)});
    }
  }
  table.any_bound_before = DP_TRY(before_pattern(all_before, file));
  table.any_bound_after = DP_TRY(after_pattern(all_after, between, table.korean, file));
  return done();
}

Result<> load_rates(const DataNode& root, std::string_view file, LanguageQuantities& table) {
  std::vector<std::string> all_before;
  std::vector<std::string> all_after;
  const std::string_view between = table.korean ? "" : "(?:,? [a-zа-я'-]+){0,3}? *,? *";
  for (const DataNode& entry : root["per"].items()) {
    const auto per = per_of(entry["is"].text());
    if (!per || *per == Per::None) return wrong(file, entry["is"].text(), "is no rate");
    const std::vector<std::string> before = entry["before"].texts();
    const std::vector<std::string> after = entry["after"].texts();
    if (!before.empty()) {
      auto pattern = DP_TRY(before_pattern(before, file));
      table.per_before.push_back({*per, std::move(pattern)});
      all_before.insert(all_before.end(), before.begin(), before.end());
    }
    if (!after.empty()) {
      auto pattern = DP_TRY(after_pattern(after, between, table.korean, file));
      table.per_after.push_back({*per, std::move(pattern)});
      all_after.insert(all_after.end(), after.begin(), after.end());
    }
  }
  table.any_per_before = DP_TRY(before_pattern(all_before, file));
  table.any_per_after = DP_TRY(after_pattern(all_after, between, table.korean, file));
  return done();
}

Result<LanguageQuantities> load_language(const DataFiles& data, std::string_view code,
                                         const DataNode& currencies) {
  const std::string file = fmt::format("quantities_{}.toml", code);
  const DataNode root = DP_TRY(DataNode::load(data, file));
  LanguageQuantities table;
  table.korean = code == "ko";
  DP_TRY(load_bounds(root, file, table));
  DP_TRY(load_rates(root, file, table));
  for (const DataNode& entry : root["unit"].items()) {
    const auto unit = unit_of(entry["is"].text());
    if (!unit) return wrong(file, entry["is"].text(), "is no unit");
    for (const std::string& form : entry["forms"].texts()) {
      add_unit(table.units, form, {*unit, {}}, table.korean);
    }
  }
  for (const DataNode& entry : currencies["currency"].items()) {
    const std::string& currency = entry["code"].text();
    if (currency.size() != 3) return wrong("currencies.toml", currency, "is no ISO 4217 code");
    for (const std::string& form : entry[code].texts()) {
      add_unit(table.units, form, {Unit::Money, currency}, table.korean);
    }
  }
  const DataNode& people = root["people"];
  for (const std::string& noun : people["nouns"].texts()) {
    add_unit(table.people, noun, {Unit::Person, {}}, false);
    if (code == "en") add_unit(table.people, noun + "s", {Unit::Person, {}}, false);
  }
  for (const std::string& noun : people["irregular"].texts()) {
    add_unit(table.people, noun, {Unit::Person, {}}, false);
  }
  table.units.prefixes.finish();
  table.people.prefixes.finish();
  for (const std::string& word : people["stops"].texts()) table.stops[word] = true;
  for (const std::string& word : root["fillers"]["words"].texts()) table.fillers[word] = true;
  table.most_words = static_cast<std::size_t>(people["most_words"].whole(0));
  return table;
}

}  // namespace

void UnitPrefixes::add(const std::string& form, const UnitName& unit) {
  forms_.try_emplace(form, unit);
  shortest_ = shortest_ == 0 ? form.size() : std::min(shortest_, form.size());
}

void UnitPrefixes::finish() {
  // Backwards in the alphabet a form comes before those it begins with.
  for (auto form = forms_.rbegin(); form != forms_.rend(); ++form) {
    by_beginning_[form->first.substr(0, shortest_)].push_back(*form);
  }
}

UnitPrefixes::Match UnitPrefixes::longest(std::string_view word) const {
  if (shortest_ == 0 || word.size() < shortest_) return {};
  const auto forms = by_beginning_.find(word.substr(0, shortest_));
  if (forms == by_beginning_.end()) return {};
  for (const auto& [form, unit] : forms->second) {
    if (word.starts_with(form)) return {form.size(), &unit};
  }
  return {};
}

Result<std::unique_ptr<re2::RE2>> compile_pattern(const std::string& pattern,
                                                  std::string_view file) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_never_nl(false);
  auto compiled = std::make_unique<re2::RE2>(pattern, options);
  if (!compiled->ok()) {
    return Error{Fault::InvalidInput,
                 fmt::format("data/reading/{}: {} in \"{}\"", file, compiled->error(),
                             compiled->error_arg()),
                 "correct the pattern"};
  }
  return compiled;
}

std::optional<Unit> unit_of(std::string_view name) {
  static constexpr std::pair<std::string_view, Unit> kNames[] = {
      {"bare", Unit::Bare},      {"hour", Unit::Hour},          {"day", Unit::Day},
      {"day off", Unit::DayOff}, {"week", Unit::Week},          {"month", Unit::Month},
      {"year", Unit::Year},      {"years old", Unit::YearsOld}, {"person", Unit::Person},
      {"money", Unit::Money},    {"percent", Unit::Percent},    {"times", Unit::Times},
      {"other", Unit::Other},
  };
  for (const auto& [known, unit] : kNames) {
    if (known == name) return unit;
  }
  return std::nullopt;
}

Result<std::shared_ptr<const QuantityLexicon::Tables>> load_quantity_tables(const DataFiles& data) {
  const DataNode currencies = DP_TRY(DataNode::load(data, "currencies.toml"));
  auto tables = std::make_shared<QuantityLexicon::Tables>();
  tables->english = DP_TRY(load_language(data, "en", currencies));
  tables->russian = DP_TRY(load_language(data, "ru", currencies));
  tables->korean = DP_TRY(load_language(data, "ko", currencies));
  for (const DataNode& entry : currencies["currency"].items()) {
    for (const std::string& sign : entry["signs"].texts()) {
      tables->signs.emplace_back(sign, entry["code"].text());
    }
  }
  std::stable_sort(tables->signs.begin(), tables->signs.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  return std::shared_ptr<const QuantityLexicon::Tables>(std::move(tables));
}

}  // namespace depone::reading
