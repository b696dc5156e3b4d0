#include "reading/numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "reading/number_tables.h"

namespace depone::reading {

struct NumberLexicon::Tables {
  WordNumerals english;
  WordNumerals russian;
  KoreanNumerals korean;
};

namespace {

Error wrong(std::string_view file, std::string_view entry, std::string_view why) {
  return {Fault::InvalidInput, fmt::format("data/reading/{}: \"{}\" {}", file, entry, why),
          "correct the table"};
}

// Calls use(spelling, value in ten-thousandths) for each spelling of a table of values.
template <class Use>
Result<> each_spelling(const DataNode& node, std::string_view file, Use use) {
  for (const auto& [key, spellings] : node.members()) {
    std::int64_t value = 0;
    const char* const last = key.data() + key.size();
    const auto [end, error] = std::from_chars(key.data(), last, value);
    std::int64_t scaled = 0;
    if (error != std::errc{} || end != last || !multiply(value, Decimal::kScale, scaled)) {
      return wrong(file, key, "is not a number");
    }
    for (const std::string& spelling : spellings.texts()) use(spelling, scaled);
  }
  return done();
}

Result<FixedNumeral> fixed_numeral(const DataNode& entry, const std::string& form,
                                   std::string_view file) {
  FixedNumeral fixed{form, 0, 0, entry["unit"].text()};
  if (!entry["value"].empty()) {
    const Decimal value = DP_TRY(parse_decimal(entry["value"].text()));
    fixed.low = fixed.high = value.ten_thousandths;
    return fixed;
  }
  const bool scaled = multiply(entry["low"].whole(-1), Decimal::kScale, fixed.low) &&
                      multiply(entry["high"].whole(-1), Decimal::kScale, fixed.high);
  if (form.empty() || !scaled || fixed.high < fixed.low) {
    return wrong(file, form, "needs a value, or low and high, low <= high");
  }
  return fixed;
}

void longest_first(std::vector<std::pair<std::string, std::int64_t>>& spellings) {
  std::stable_sort(spellings.begin(), spellings.end(),
                   [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
}

Result<std::vector<std::pair<std::string, std::int64_t>>> spellings(const DataNode& node,
                                                                    std::string_view file) {
  std::vector<std::pair<std::string, std::int64_t>> found;
  const auto add = [&](const std::string& form, std::int64_t value) {
    found.emplace_back(form, value);
  };
  DP_TRY(each_spelling(node, file, add));
  longest_first(found);
  return found;
}

}  // namespace

Result<WordNumerals> load_word_numerals(const DataFiles& data, std::string_view file) {
  const DataNode root = DP_TRY(DataNode::load(data, file));
  WordNumerals table;
  DP_TRY(each_spelling(root["words"], file,
                       [&](const std::string& form, std::int64_t v) { table.numbers[form] = v; }));
  DP_TRY(each_spelling(root["halves"], file, [&](const std::string& form, std::int64_t v) {
    table.numbers[form] = v / 2;
  }));
  DP_TRY(each_spelling(root["scales"], file,
                       [&](const std::string& form, std::int64_t v) { table.scales[form] = v; }));
  DP_TRY(each_spelling(root["suffixes"], file,
                       [&](const std::string& form, std::int64_t v) { table.suffixes[form] = v; }));
  if (table.numbers.empty()) return wrong(file, "words", "is empty");
  for (const DataNode& entry : root["phrase"].items()) {
    for (const std::string& form : entry["forms"].texts()) {
      FixedNumeral fixed = DP_TRY(fixed_numeral(entry, form, file));
      const std::size_t first = word_end(form, 0);
      table.fixed_by_first_word[form.substr(0, first)].push_back(std::move(fixed));
    }
  }
  for (auto& [word, list] : table.fixed_by_first_word) {
    std::stable_sort(list.begin(), list.end(), [](const FixedNumeral& a, const FixedNumeral& b) {
      return a.form.size() > b.form.size();
    });
  }
  table.conjunctions = root["joints"]["and"].texts();
  table.articles = root["joints"]["article"].texts();
  table.half_after = root["joints"]["half_after"].texts();
  table.ordinals = root["joints"]["ordinals"].texts();
  table.glued = root["glued"]["parts"].texts();
  table.range_words = root["ranges"]["between"].texts();
  table.openings = root["ranges"]["opening"].texts();
  table.and_openings = root["ranges"]["opened_by_and"].texts();
  const auto begins = [&](std::string_view word) {
    table.first_words.add(word.substr(0, word_end(word, 0)));
  };
  for (const auto& [word, value] : table.numbers) begins(word);
  for (const auto& [word, value] : table.scales) begins(word);
  for (const auto& [word, forms] : table.fixed_by_first_word) begins(word);
  for (const std::string& word : table.articles) begins(word);
  for (const auto& [word, value] : table.numbers) table.values.add(word);
  for (const auto& [word, value] : table.scales) table.values.add(word);
  return table;
}

Result<KoreanNumerals> load_korean_numerals(const DataFiles& data) {
  constexpr std::string_view kFile = "numbers_ko.toml";
  const DataNode root = DP_TRY(DataNode::load(data, kFile));
  KoreanNumerals table;
  table.digits = DP_TRY(spellings(root["digits"], kFile));
  table.small_scales = DP_TRY(spellings(root["small_scales"], kFile));
  table.large_scales = DP_TRY(spellings(root["large_scales"], kFile));
  table.native_tens = DP_TRY(spellings(root["native_tens"], kFile));
  table.native_units = DP_TRY(spellings(root["native_units"], kFile));
  if (table.digits.empty() || table.native_units.empty()) return wrong(kFile, "digits", "is empty");
  for (const DataNode& entry : root["pairs"].items()) {
    for (const std::string& form : entry["forms"].texts()) {
      FixedNumeral pair = DP_TRY(fixed_numeral(entry, form, kFile));
      table.pairs.push_back(std::move(pair));
    }
  }
  const DataNode& joints = root["joints"];
  table.some = joints["some"].texts();
  table.more = joints["more"].texts();
  table.ordinal_before = joints["ordinal_before"].texts();
  table.range_words = joints["ranges"].texts();
  table.fraction = joints["fraction"].text();
  const auto begins = [&](const std::string& form) {
    if (form.size() >= 3) table.first_syllables[form.substr(0, 3)] = true;
  };
  for (const auto* list : {&table.digits, &table.small_scales, &table.large_scales,
                           &table.native_tens, &table.native_units}) {
    for (const auto& [form, value] : *list) begins(form);
  }
  for (const FixedNumeral& pair : table.pairs) begins(pair.form);
  for (const std::string& some : table.some) begins(some);
  return table;
}

Result<NumberLexicon> NumberLexicon::load(const DataFiles& data) {
  auto tables = std::make_shared<Tables>();
  tables->english = DP_TRY(load_word_numerals(data, "numbers_en.toml"));
  tables->russian = DP_TRY(load_word_numerals(data, "numbers_ru.toml"));
  tables->russian.bare_scale = true;
  tables->russian.spaced_groups = true;
  tables->korean = DP_TRY(load_korean_numerals(data));
  NumberLexicon lexicon;
  lexicon.tables_ = std::move(tables);
  return lexicon;
}

void NumberLexicon::find(std::string_view folded, Language language,
                         std::vector<Numeral>& out) const {
  if (language == Language::Korean) return find_korean_numerals(tables_->korean, folded, out);
  const bool russian = language == Language::Russian;
  find_word_numerals(russian ? tables_->russian : tables_->english, folded, out);
}

}  // namespace depone::reading
