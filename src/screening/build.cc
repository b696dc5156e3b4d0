#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "base/parallel.h"
#include "base/toml.h"
#include "screening/index.h"

namespace depone::screening {
namespace {

constexpr std::size_t kBatch = 8192;  // names taken apart before they are put into the index
constexpr std::size_t kChunk = 256;

Result<Facts> load_facts(const DataFiles& data) {
  const std::string path = "screening/facts.toml";
  const toml::table file = DP_TRY(read_toml(data, path));
  Facts facts;
  const std::tuple<const char*, const char*, double Facts::*> members[] = {
      {"birth", "same", &Facts::birth_same},
      {"birth", "near", &Facts::birth_near},
      {"birth", "far", &Facts::birth_far},
      {"country", "same", &Facts::country_same},
      {"country", "other", &Facts::country_other}};
  const auto weak = file["weak_alias"].value<double>();
  if (!weak) return Error{Fault::Corrupt, fmt::format("data/{}: weak_alias is missing", path)};
  facts.weak_alias = *weak;
  for (const auto& [section, name, member] : members) {
    const auto value = file[section][name].value<double>();
    if (!value) {
      return Error{Fault::Corrupt, fmt::format("data/{}: {}.{} is missing", path, section, name)};
    }
    facts.*member = *value;
  }
  return facts;
}

std::uint8_t count_of(const names::Name& name, names::Part part) {
  return static_cast<std::uint8_t>(
      std::count_if(name.tokens.begin(), name.tokens.end(),
                    [&](const names::Token& token) { return token.part == part; }));
}

// Single words before joined ones, and words with like signatures side by side: what the filter
// lets through then lies together in memory.
void order_units(Screener::Index& index,
                 std::vector<std::pair<std::uint32_t, std::uint32_t>>& postings) {
  auto& units = index.units;
  std::vector<std::uint32_t> order(units.size());
  for (std::uint32_t u = 0; u < order.size(); ++u) order[u] = u;
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::make_tuple(units[a].end > 1, units[a].signature, a) <
           std::make_tuple(units[b].end > 1, units[b].signature, b);
  });
  std::vector<std::uint32_t> place(units.size());
  std::vector<names::Unit> sorted;
  sorted.reserve(units.size());
  for (std::uint32_t to = 0; to < order.size(); ++to) {
    place[order[to]] = to;
    sorted.push_back(std::move(units[order[to]]));
    if (sorted.back().end == 1) index.singles = to + 1;
  }
  units = std::move(sorted);
  for (auto& [unit, name] : postings) unit = place[unit];
  for (auto& [group, members] : index.groups) {
    for (auto& [unit, cost] : members) unit = place[unit];
  }
  for (auto& [meaning, members] : index.meanings) {
    for (std::uint32_t& unit : members) unit = place[unit];
  }
}

}  // namespace

std::string key_of(const names::Name& name) {
  std::string key;
  for (const names::Token& token : name.tokens) {
    if (!key.empty()) key.push_back(' ');
    key += token.text;
  }
  return key;
}

Screener::Screener(std::unique_ptr<const Index> index) : index_(std::move(index)) {}
Screener::~Screener() = default;

const std::vector<List>& Screener::lists() const { return index_->lists; }
std::size_t Screener::names() const { return index_->places.size(); }
double Screener::needed_bits() const { return index_->matcher->decision_bits(names()); }

std::string_view name_of(Decision decision) {
  return decision == Decision::Match ? "match" : "possible";
}

Result<std::unique_ptr<const Screener>> Screener::build(
    std::shared_ptr<const names::Matcher> matcher, std::vector<List> lists, const DataFiles& data,
    Progress& progress, const Cancellation& cancellation) {
  auto index = std::make_unique<Index>();
  index->facts = DP_TRY(load_facts(data));
  index->matcher = std::move(matcher);
  index->lists = std::move(lists);
  for (std::uint32_t l = 0; l < index->lists.size(); ++l) {
    const auto& entries = index->lists[l].entries;
    for (std::uint32_t e = 0; e < entries.size(); ++e) {
      for (std::uint32_t n = 0; n < entries[e].names.size(); ++n) {
        index->places.push_back({l, e, n});
      }
    }
  }
  const std::size_t total = index->places.size();

  std::unordered_map<std::string, std::uint32_t> unit_at;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> postings;  // unit, place
  // Names are taken apart by all cores, a batch at a time, and put into the index in their order.
  std::vector<names::Name> batch;
  NoProgress quiet;
  for (std::size_t begin = 0; begin < total; begin += kBatch) {
    progress.step(begin, total, index->lists[index->places[begin].list].name);
    batch.assign(std::min(kBatch, total - begin), {});
    DP_TRY(parallel_for((batch.size() + kChunk - 1) / kChunk, 0,
                        [&](std::size_t chunk) {
                          const std::size_t end = std::min(batch.size(), (chunk + 1) * kChunk);
                          for (std::size_t i = chunk * kChunk; i < end; ++i) {
                            const Index::Place& at = index->places[begin + i];
                            batch[i] = index->matcher->parse(
                                index->lists[at.list].entries[at.entry].names[at.name].text);
                          }
                        },
                        quiet, cancellation));
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto place = static_cast<std::uint32_t>(begin + i);
      names::Name& name = batch[i];
      index->words.push_back(count_of(name, names::Part::Word));
      index->initials.push_back(count_of(name, names::Part::Initial));
      index->numbers.push_back(count_of(name, names::Part::Number));
      index->exact[key_of(name)].push_back(place);
      if (const std::string letters = names::acronym_of(name); !letters.empty()) {
        index->acronyms[letters].push_back(place);
      }
      if (std::string letters = names::contraction_of(name); !letters.empty()) {
        index->contractions[letters.substr(0, 2)].emplace_back(place, std::move(letters));
      }
      if (std::string words = names::contracted_of(name); !words.empty()) {
        index->contracted[words.substr(0, 2)].emplace_back(place, std::move(words));
      }
      for (const std::string& letters : names::initials_of(name)) {
        index->initials_of[letters].push_back(place);
      }
      for (const names::Unit& unit : name.units) {
        const names::Token& token = name.tokens[unit.begin];
        const bool single = unit.end == unit.begin + 1;
        // Words that sound alike may differ in what else they stand for.
        const std::string key = single ? fmt::format("{}|{}", unit.sound, token.text)
                                       : fmt::format("{}+{:.1f}", unit.sound, unit.bits);
        const auto [at, fresh] =
            unit_at.try_emplace(key, static_cast<std::uint32_t>(index->units.size()));
        if (fresh) {
          index->units.push_back(unit);
          index->units.back().begin = 0;
          index->units.back().end = static_cast<std::uint16_t>(unit.end - unit.begin);
          if (single) {
            for (const auto& [group, cost] : token.groups) {
              index->groups[group].emplace_back(at->second, cost);
            }
            if (token.meaning != 0) index->meanings[token.meaning].push_back(at->second);
          }
        }
        // The rarest bits a sound has among its words bound them all.
        index->units[at->second].bits = std::max(index->units[at->second].bits, unit.bits);
        postings.emplace_back(at->second, place);
      }
      if (!name.korean.empty()) {
        Index::Korean korean;
        korean.place = place;
        const auto number = static_cast<std::uint32_t>(index->korean.size());
        for (const names::KoreanReading& reading : name.korean) {
          for (const auto& [surname, cost] : reading.surnames) {
            if (surname >= index->readings.size()) index->readings.resize(surname + 1u);
            index->readings[surname].push_back({number, reading.given.places});
          }
        }
        korean.name.korean = std::move(name.korean);
        korean.name.korean_best = name.korean_best;
        index->korean.push_back(std::move(korean));
      }
    }
  }
  order_units(*index, postings);
  std::sort(postings.begin(), postings.end());
  postings.erase(std::unique(postings.begin(), postings.end()), postings.end());
  index->first.assign(index->units.size() + 1, 0);
  for (const auto& [unit, place] : postings) {
    ++index->first[unit + 1];
    index->named.push_back(place);
  }
  for (std::size_t u = 0; u < index->units.size(); ++u) index->first[u + 1] += index->first[u];
  for (std::uint32_t u = 0; u < index->units.size(); ++u) {
    const names::Unit& unit = index->units[u];
    index->signatures.push_back(unit.signature);
    index->quarters.push_back(static_cast<std::int32_t>(std::ceil(4 * unit.bits)));
    if (unit.end == 1) {
      index->by_sound.push_back(u);
      index->by_ending.push_back(u);
    }
  }
  const auto& units = index->units;
  std::sort(index->by_sound.begin(), index->by_sound.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tie(units[a].sound, a) < std::tie(units[b].sound, b);
  });
  std::sort(index->by_ending.begin(), index->by_ending.end(),
            [&](std::uint32_t a, std::uint32_t b) {
              const std::string& x = units[a].sound;
              const std::string& y = units[b].sound;
              if (std::lexicographical_compare(x.rbegin(), x.rend(), y.rbegin(), y.rend())) {
                return true;
              }
              return x == y && a < b;
            });
  return std::unique_ptr<const Screener>(new Screener(std::move(index)));
}

}  // namespace depone::screening
