#include "lineage/tables.h"

#include <fmt/format.h>

#include <map>
#include <span>
#include <sstream>

#include "base/toml.h"
#include "text/latin.h"
#include "text/unicode.h"

namespace depone::lineage {
namespace {

constexpr std::array<std::string_view, kFactKinds> kKindNames = {
    "number",  "date",   "country", "concept",        "name",     "sound", "consonants",
    "foreign", "outlet", "quote",   "quoted_concept", "han_pair", "claim"};

Error wrong(std::string_view path, std::string_view entry) {
  return Error{Fault::Corrupt,
               fmt::format("data/{}: {} is missing or not of the expected type", path, entry)};
}

// Calls use(key, text) for each entry of the table `section`.
template <class Use>
Result<> each_text(const toml::table* section, std::string_view path, std::string_view name,
                   Use use) {
  if (section == nullptr) return wrong(path, name);
  for (const auto& [key, node] : *section) {
    const auto text = node.template value<std::string>();
    if (!text) return wrong(path, fmt::format("{}.{}", name, key.str()));
    use(std::string(key.str()), *text);
  }
  return done();
}

void add_meaning(Tables& tables, FactKind kind, const std::string& name, const std::string& terms) {
  tables.meaning.push_back({kind, name});
  tables.meanings.add_terms(terms, static_cast<std::uint32_t>(tables.meaning.size() - 1));
}

Result<> load_languages(const DataFiles& data, Tables& tables) {
  const std::string path = "lineage/languages.toml";
  const toml::table table = DP_TRY(read_toml(data, path));
  return each_text(table["words"].as_table(), path, "words",
                   [&](const std::string& language, const std::string& words) {
                     const auto bit = 1u << tables.languages.size();
                     tables.languages.push_back(language);
                     std::istringstream stream(words);
                     for (std::string word; stream >> word;) {
                       tables.frequent[text::fold(word)] |= bit;
                     }
                   });
}

Result<> load_names(const DataFiles& data, Tables& tables) {
  const std::string path = "lineage/names.toml";
  const toml::table table = DP_TRY(read_toml(data, path));
  std::unordered_map<std::string, std::uint32_t> states;
  DP_TRY(each_text(table["countries"].as_table(), path, "countries",
                   [&](const std::string& code, const std::string& terms) {
                     add_meaning(tables, FactKind::Country, code, terms);
                     states[code] = static_cast<std::uint32_t>(tables.meaning.size() - 1);
                   }));
  DP_TRY(each_text(table["names"].as_table(), path, "names",
                   [&](const std::string& name, const std::string& terms) {
                     add_meaning(tables, FactKind::Name, name, terms);
                   }));
  for (const text::LocalName& country : text::country_names(tables.languages)) {
    const auto [state, fresh] =
        states.try_emplace(country.key, static_cast<std::uint32_t>(tables.meaning.size()));
    if (fresh) tables.meaning.push_back({FactKind::Country, country.key});
    tables.meanings.add_name(country.name, state->second);
  }
  for (const text::LocalName& month : text::month_names(tables.languages)) {
    tables.month_words.add_name(month.name, static_cast<std::uint32_t>(std::stoul(month.key)));
  }
  return done();
}

Result<> load_concepts(const DataFiles& data, Tables& tables) {
  const std::string path = "lineage/concepts.toml";
  const toml::table table = DP_TRY(read_toml(data, path));
  const toml::array* groups = table["group"].as_array();
  if (groups == nullptr) return wrong(path, "group");
  for (const toml::node& group : *groups) {
    const toml::table* entries = group.as_table();
    if (entries == nullptr) return wrong(path, "group");
    DP_TRY(each_text((*entries)["terms"].as_table(), path, "terms",
                     [&](const std::string& name, const std::string& terms) {
                       add_meaning(tables, FactKind::Concept, name, terms);
                     }));
  }
  return done();
}

Result<> load_attribution(const DataFiles& data, Tables& tables) {
  const std::string path = "lineage/attribution.toml";
  const toml::table table = DP_TRY(read_toml(data, path));
  DP_TRY(each_text(table["outlets"].as_table(), path, "outlets",
                   [&](const std::string& name, const std::string& terms) {
                     add_meaning(tables, FactKind::Outlet, name, terms);
                   }));
  std::map<std::string, std::uint32_t> cues;
  const auto add_cues = [&](const std::string& terms, Cue cue) {
    std::istringstream stream(terms);
    for (std::string term; stream >> term;) cues[term] |= cue;
  };
  DP_TRY(each_text(table["cues"].as_table(), path, "cues",
                   [&](const std::string& side, const std::string& terms) {
                     add_cues(terms, side == "before" ? kCitesNext : kCitesPrevious);
                   }));
  DP_TRY(
      each_text(table["own"].as_table(), path, "own",
                [&](const std::string&, const std::string& terms) { add_cues(terms, kOwnNext); }));
  for (const auto& [term, sides] : cues) tables.cues.add_terms(term, sides);
  return done();
}

struct NamedWeight {
  std::string_view section;
  std::string_view name;
  double Weights::*member;
};

constexpr std::array<NamedWeight, 25> kWeights = {{
    {"prior", "documents", &Weights::prior_documents},
    {"same_language", "bias", &Weights::same_bias},
    {"same_language", "runs", &Weights::same_runs},
    {"same_language", "longest", &Weights::same_longest},
    {"same_language", "units", &Weights::same_units},
    {"same_language", "passage", &Weights::same_passage},
    {"same_language", "aligned", &Weights::same_aligned},
    {"same_language", "title", &Weights::same_title},
    {"same_language", "facts", &Weights::same_facts},
    {"same_language", "attribution", &Weights::same_attribution},
    {"same_language", "retelling", &Weights::same_retelling},
    {"same_language", "elsewhere", &Weights::same_elsewhere},
    {"same_language", "other_country", &Weights::same_other_country},
    {"same_language", "other_subject", &Weights::same_other_subject},
    {"same_language", "other_titles", &Weights::same_other_titles},
    {"across_languages", "bias", &Weights::across_bias},
    {"across_languages", "mass", &Weights::across_mass},
    {"across_languages", "share", &Weights::across_share},
    {"across_languages", "lines", &Weights::across_lines},
    {"across_languages", "attribution", &Weights::across_attribution},
    {"across_languages", "elsewhere", &Weights::across_elsewhere},
    {"dates", "near_days", &Weights::near_days},
    {"dates", "far_year", &Weights::far_year},
    {"decision", "link", &Weights::link},
    {"decision", "strong", &Weights::strong},
}};

Result<> load_weights(const DataFiles& data, Tables& tables) {
  const std::string path = "lineage/weights.toml";
  const toml::table table = DP_TRY(read_toml(data, path));
  const auto number = [&](std::string_view section, std::string_view name) {
    return table[section][name]["value"].value<double>();
  };
  for (const NamedWeight& weight : kWeights) {
    const auto value = number(weight.section, weight.name);
    if (!value) return wrong(path, fmt::format("{}.{}.value", weight.section, weight.name));
    tables.weights.*weight.member = *value;
  }
  for (std::size_t i = 0; i < kFactKinds; ++i) {
    const auto prior = number("prior", kKindNames[i]);
    if (!prior) return wrong(path, fmt::format("prior.{}.value", kKindNames[i]));
    tables.prior[i] = *prior;
  }
  return done();
}

}  // namespace

std::string_view name_of(FactKind kind) { return kKindNames.at(static_cast<std::size_t>(kind)); }

Result<std::shared_ptr<const Tables>> load_tables(const DataFiles& data) {
  auto tables = std::make_shared<Tables>();
  DP_TRY(load_languages(data, *tables));
  DP_TRY(load_names(data, *tables));
  DP_TRY(load_concepts(data, *tables));
  DP_TRY(load_attribution(data, *tables));
  DP_TRY(load_weights(data, *tables));
  return std::shared_ptr<const Tables>(std::move(tables));
}

}  // namespace depone::lineage
