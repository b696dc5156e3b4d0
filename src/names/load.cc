#include <charconv>
#include <cmath>

#include "base/csv.h"
#include "names/points.h"
#include "names/tables.h"
#include "names/wrong_entry.h"
#include "text/unicode.h"

namespace depone::names {
namespace {

// "lee yi:3" -> each spelling and its cost in quarter bits; a written cost counts `unit` of them.
std::optional<std::vector<std::pair<std::string, std::uint8_t>>> weighted_words(
    const std::string& list, unsigned unit) {
  std::vector<std::pair<std::string, std::uint8_t>> out;
  for (const std::string& word : words_of(list)) {
    const std::size_t colon = word.rfind(':');
    unsigned weight = 0;
    if (colon != std::string::npos) {
      const char* end = word.data() + word.size();
      const auto [stop, error] = std::from_chars(word.data() + colon + 1, end, weight);
      if (error != std::errc() || stop != end || weight * unit > 250) return std::nullopt;
    }
    out.emplace_back(word.substr(0, colon), static_cast<std::uint8_t>(weight * unit));
  }
  return out;
}

constexpr double kMostRarity = 13;  // bits of the rarest surname

Result<> load_surnames(const DataFiles& data, Matcher::Tables& tables) {
  const std::string path = "names/korean_surnames.toml";
  const toml::table file = DP_TRY(read_toml(data, path));
  const toml::array* list = file["surname"].as_array();
  if (list == nullptr) return wrong_entry(path, "surname");
  for (const toml::node& node : *list) {
    const toml::table* entry = node.as_table();
    if (entry == nullptr) return wrong_entry(path, "surname");
    const std::string hangul = (*entry)["hangul"].value_or(std::string());
    const auto share = (*entry)["share"].value<double>();
    if (hangul.empty() || !share || *share <= 0) return wrong_entry(path, hangul + ".share");
    const auto index = static_cast<std::uint16_t>(tables.surnames.size());
    const double bits = std::min(kMostRarity, std::log2(1000 / *share));
    tables.surnames.push_back({points_of(hangul), static_cast<int>(std::lround(4 * bits))});
    tables.surname_of[hangul].emplace_back(index, std::uint8_t{0});
    for (const std::string_view script : {"latin", "cyrillic"}) {
      const auto words = weighted_words((*entry)[script].value_or(std::string()), 4);
      if (!words) return wrong_entry(path, fmt::format("{}.{}", hangul, script));
      for (const auto& [word, cost] : *words) {
        tables.surname_of[word].emplace_back(index, cost);
      }
    }
  }
  tables.no_surname = static_cast<std::uint16_t>(tables.surnames.size());
  tables.surnames.push_back({U"", 0});
  return done();
}

Result<> load_words(const DataFiles& data, Matcher::Tables& tables) {
  const std::string path = "names/words.toml";
  const toml::table file = DP_TRY(read_toml(data, path));
  const auto list = [&](std::string_view key, Part part) -> Result<> {
    const auto words = file[key].value<std::string>();
    if (!words) return wrong_entry(path, key);
    for (const std::string& word : words_of(*words))
      tables.words.try_emplace(word, WordMeaning{part, 0});
    return done();
  };
  DP_TRY(list("particles", Part::Particle));
  DP_TRY(list("titles", Part::Title));
  DP_TRY(list("fillers", Part::Filler));
  std::uint16_t meaning = 0;
  for (const std::string_view section : {"forms", "same"}) {
    const toml::table* table = file[section].as_table();
    if (table == nullptr) return wrong_entry(path, section);
    for (const auto& [key, node] : *table) {
      const auto words = node.value<std::string>();
      if (!words) return wrong_entry(path, key.str());
      ++meaning;
      for (std::string word : words_of(*words)) {
        const bool form = section == "forms";
        if (form && word.find('_') != std::string::npos) {
          std::size_t parts = 1;
          for (char& c : word) {
            if (c == '_') {
              c = ' ';
              ++parts;
            }
          }
          tables.phrases.try_emplace(word, meaning);
          tables.longest_phrase = std::max(tables.longest_phrase, parts);
        } else {
          tables.words.try_emplace(word, WordMeaning{form ? Part::Form : Part::Word, meaning});
        }
      }
    }
  }
  const toml::table* numbers = file["numbers"].as_table();
  if (numbers == nullptr) return wrong_entry(path, "numbers");
  for (const auto& [digits, node] : *numbers) {
    const auto words = node.value<std::string>();
    if (!words) return wrong_entry(path, digits.str());
    for (const std::string& word : words_of(*words)) {
      tables.numbers.try_emplace(word, std::string(digits.str()));
    }
  }
  return done();
}

Result<> load_common(const DataFiles& data, Matcher::Tables& tables) {
  const std::string text = DP_TRY(data.read("names/common_words.csv"));
  const CsvTable csv = DP_TRY(read_csv(text, "data/names/common_words.csv"));
  for (const auto& row : csv.rows) {
    float bits = 0;
    const std::string& field = row.at(1);
    const auto [stop, error] = std::from_chars(field.data(), field.data() + field.size(), bits);
    if (error != std::errc() || stop != field.data() + field.size() || !(bits >= 0)) {
      return wrong_entry("names/common_words.csv", row.at(0));
    }
    const std::string sound = tables.sounds.of(row.at(0));
    const auto [at, fresh] = tables.common.try_emplace(sound, bits);
    if (!fresh) at->second = std::min(at->second, bits);
    const auto [bare, new_bare] = tables.common_arabic.try_emplace(Sounds::consonants(sound), bits);
    if (!new_bare) bare->second = std::min(bare->second, bits);
  }
  return done();
}

Result<> load_groups(const DataFiles& data, Matcher::Tables& tables) {
  const std::string path = "names/equivalents.toml";
  const toml::table file = DP_TRY(read_toml(data, path));
  const toml::array* groups = file["groups"].as_array();
  if (groups == nullptr) return wrong_entry(path, "groups");
  std::uint16_t group = 0;
  for (const toml::node& node : *groups) {
    const auto words = weighted_words(node.value_or(std::string()), 1);
    if (!words || words->empty()) return wrong_entry(path, "groups");
    for (const auto& [word, cost] : *words) {
      auto& of = tables.groups[tables.sounds.of(word)];
      if (of.empty() || of.back().first != group) of.emplace_back(group, cost);
    }
    ++group;
  }
  return done();
}

Result<> load_weights(const DataFiles& data, Weights& weights) {
  const std::string path = "names/weights.toml";
  const toml::table file = DP_TRY(read_toml(data, path));
  const std::pair<std::string_view, double Weights::*> kMembers[] = {
      {"korean", &Weights::korean},
      {"hanja", &Weights::hanja},
      {"base", &Weights::base},
      {"scale", &Weights::scale},
      {"missing", &Weights::missing},
      {"conflict", &Weights::conflict},
      {"conflict_least", &Weights::conflict_least},
      {"part", &Weights::part},
      {"least_gain", &Weights::least_gain},
      {"most_cost", &Weights::most_cost},
      {"most_join_cost", &Weights::most_join_cost},
      {"initial", &Weights::initial},
      {"number", &Weights::number},
      {"number_conflict", &Weights::number_conflict},
      {"form", &Weights::form},
      {"whole_word", &Weights::whole_word},
      {"arabic", &Weights::arabic},
      {"acronym", &Weights::acronym}};
  for (const auto& [name, member] : kMembers) {
    const auto value = file[name].value<double>();
    if (!value) return wrong_entry(path, name);
    weights.*member = *value;
  }
  return done();
}

}  // namespace

Result<std::shared_ptr<const Matcher>> Matcher::load(const DataFiles& data) {
  auto tables = std::make_unique<Tables>(DP_TRY(Romaniser::load(data)));
  tables->cyrillic = DP_TRY(CyrillicSystems::load(data));
  tables->spellings = DP_TRY(Spellings::load(data));
  tables->sounds = DP_TRY(Sounds::load(data));
  DP_TRY(load_surnames(data, *tables));
  DP_TRY(load_words(data, *tables));
  DP_TRY(load_common(data, *tables));
  DP_TRY(load_groups(data, *tables));
  DP_TRY(load_weights(data, tables->weights));
  return std::shared_ptr<const Matcher>(new Matcher(std::move(tables)));
}

Matcher::Matcher(std::unique_ptr<const Tables> tables) : tables_(std::move(tables)) {}
Matcher::~Matcher() = default;

const Romaniser& Matcher::romaniser() const { return tables_->romaniser; }
const CyrillicSystems& Matcher::cyrillic() const { return tables_->cyrillic; }

Result<std::string> Matcher::romanise(std::string_view text, std::string_view system,
                                      bool person) const {
  const auto korean = korean_system(system);
  if (korean.ok()) {
    return person ? tables_->romaniser.person(text, korean.value())
                  : tables_->romaniser.text(text, korean.value());
  }
  auto written = tables_->cyrillic.write(text, system);
  if (written.ok()) return written;
  Error error = std::move(written).take_error();
  error.what = fmt::format("no system of writing Korean or Russian is called \"{}\"", system);
  error.hint = "for Korean rr, mr, dprk, yale or kontsevich; for Russian " + error.hint;
  return error;
}

double Matcher::decision_bits(std::size_t names) const {
  return tables_->weights.base + std::log2(static_cast<double>(std::max<std::size_t>(names, 1)));
}

double Matcher::score(double bits, std::size_t names) const {
  const double over = (bits - decision_bits(names)) / tables_->weights.scale;
  const double half = 0.5 * std::exp2(-std::abs(over));
  return over >= 0 ? 1 - half : half;
}

}  // namespace depone::names
