#include "names/keys.h"

#include <algorithm>
#include <map>

namespace depone::names {
namespace {

// ㄱㄲㅋ, ㄴㄹ, ㄷㄸㅌ, ㅁ, ㅂㅃㅍ, ㅅㅆ, none, ㅈㅉㅊ, ㅎ: by onset.
constexpr std::string_view kOnsetClasses = "KKNTTNMPPSS-CCCKTPH";
static_assert(kOnsetClasses.size() == kFirstVowel);
// ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ: systems and ears differ most between ㅓ, ㅗ, ㅜ and
// ㅡ.
constexpr std::string_view kVowelClasses = "aeaeoeoeoaeeooaeeioii";
constexpr std::string_view kVowelOrder = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
static_assert(kVowelClasses.size() == kFirstCoda - kFirstVowel &&
              kVowelOrder.size() == 3 * kVowelClasses.size());
constexpr int kSlack = 16;                // quarter bits that a reading may cost more than the best
constexpr std::size_t kMostReadings = 4;  // sequences of one lattice
constexpr std::size_t kMostSurnames = 3;
constexpr std::size_t kMostUnits = 5;
constexpr int kSurnameSlack = 12;

// The cheapest sequences of onset and vowel classes through the lattice, the cheapest first.
std::vector<std::string> class_sequences(const Spellings& spellings, const Lattice& lattice) {
  std::vector<std::map<std::string, int>> at(lattice.nodes());
  if (at.empty()) return {};
  at[0][""] = 0;
  const int most = lattice.best + kSlack;
  for (std::size_t node = 0; node < lattice.nodes(); ++node) {
    for (std::size_t a = lattice.first[node]; a < lattice.first[node + 1]; ++a) {
      const Arc& arc = lattice.arcs[a];
      const int step = arc.cost + spellings.rarity(arc.sound);
      for (const auto& [sequence, cost] : at[node]) {
        if (cost + step > most) continue;
        std::string next = sequence;
        if (arc.sound < kFirstVowel) {
          next.push_back(kOnsetClasses[arc.sound]);
        } else if (arc.sound < kFirstCoda) {
          next.push_back(kVowelClasses[arc.sound - kFirstVowel]);
        }
        const auto [place, fresh] = at[arc.to].try_emplace(std::move(next), cost + step);
        if (!fresh) place->second = std::min(place->second, cost + step);
      }
    }
    if (node != lattice.end) at[node].clear();
  }
  std::vector<std::pair<int, std::string>> found;
  for (const auto& [sequence, cost] : at[lattice.end]) found.emplace_back(cost, sequence);
  std::sort(found.begin(), found.end());
  if (found.size() > kMostReadings) found.resize(kMostReadings);
  std::vector<std::string> sequences;
  for (auto& [cost, sequence] : found) sequences.push_back(std::move(sequence));
  return sequences;
}

// The surnames of a reading that are likely enough, cheapest first.
std::vector<std::string> surname_keys(const KoreanReading& reading) {
  std::vector<std::pair<int, int>> order;
  for (const auto& [surname, cost] : reading.surnames) order.emplace_back(cost, surname);
  std::sort(order.begin(), order.end());
  std::vector<std::string> keys;
  for (const auto& [cost, surname] : order) {
    if (keys.size() == kMostSurnames || cost > order.front().first + kSurnameSlack) break;
    keys.push_back("S" + std::to_string(surname));
  }
  return keys;
}

// What one unit is known by: its consonants, and the groups of its word.
std::vector<std::string> unit_keys(const Matcher& matcher, const Name& name, const Unit& unit) {
  std::vector<std::string> keys;
  const std::string skeleton = matcher.sounds().skeleton(unit.sound);
  if (!skeleton.empty()) keys.push_back("W" + skeleton);
  if (unit.end != unit.begin + 1) return keys;
  for (const auto& [group, cost] : name.tokens[unit.begin].groups) {
    if (keys.size() > kMostSurnames) break;
    keys.push_back(is_surname_group(group) ? "S" + std::to_string(surname_of_group(group))
                                           : "E" + std::to_string(group));
  }
  return keys;
}

}  // namespace

std::vector<std::string> keys_of(const Matcher& matcher, const Name& name, KeyScope scope) {
  std::vector<std::string> keys;
  const auto full = [&] { return keys.size() >= kMostNameKeys; };
  const auto add = [&](std::string key) {
    if (!full() && std::find(keys.begin(), keys.end(), key) == keys.end()) {
      keys.push_back(std::move(key));
    }
  };
  for (const KoreanReading& reading : name.korean) {
    const auto sequences = class_sequences(matcher.spellings(), reading.given);
    if (reading.surname_text.empty()) {  // a part alone
      for (const std::string& sequence : sequences) add("G" + sequence);
      continue;
    }
    for (const std::string& surname : surname_keys(reading)) {
      if (scope == KeyScope::Parts) add(surname);
      for (const std::string& sequence : sequences) {
        add(scope == KeyScope::Parts ? "G" + sequence : surname + "G" + sequence);
      }
    }
  }
  std::vector<const Unit*> units;
  for (const Unit& unit : name.units) units.push_back(&unit);
  std::stable_sort(units.begin(), units.end(),
                   [](const Unit* a, const Unit* b) { return a->bits > b->bits; });
  if (units.size() > kMostUnits) units.resize(kMostUnits);
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto ours = unit_keys(matcher, name, *units[i]);
    if (scope == KeyScope::Parts || name.units.size() == 1) {
      for (const std::string& key : ours) add(key);
      continue;
    }
    for (std::size_t j = i + 1; j < units.size(); ++j) {
      if (units[i]->begin < units[j]->end && units[j]->begin < units[i]->end) continue;
      for (const std::string& other : unit_keys(matcher, name, *units[j])) {
        for (const std::string& key : ours) add(std::min(key, other) + "+" + std::max(key, other));
      }
    }
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

bool has_korean_surname(const Name& name) {
  return std::any_of(name.tokens.begin(), name.tokens.end(), [](const Token& token) {
    return std::any_of(token.groups.begin(), token.groups.end(),
                       [](const auto& group) { return is_surname_group(group.first); });
  });
}

}  // namespace depone::names
