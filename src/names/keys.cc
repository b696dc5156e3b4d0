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
// None, K, N, T, L, M, P, NG.
constexpr std::string_view kCodaClasses = ".knklnkn";
constexpr int kSlack = 16;                // quarter bits that a reading may cost more than the best
constexpr std::size_t kMostReadings = 4;  // sequences of one lattice
constexpr std::size_t kMostSurnames = 3;
constexpr std::size_t kMostUnits = 5;
constexpr int kSurnameSlack = 12;
constexpr float kPairShare = 0.7f;
constexpr int kEasyReading = 72;  // quarter bits of a given name's rarity and spelling
constexpr float kRareUnit = 9;    // bits of a word that an initial beside it makes a key

// The cheapest sequences of onset and vowel classes through the lattice, the cheapest first.
std::vector<std::string> class_sequences(const Spellings& spellings, const Lattice& lattice,
                                         bool codas) {
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
        } else if (codas) {
          next.push_back(kCodaClasses[arc.sound - kFirstCoda]);
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

// The rarest word with the class of the first sound of another word or initial: a surname with the
// initials of the given names.
template <class Add>
void add_initials(const Matcher& matcher, const Name& name, const Add& add) {
  const Token* rarest = nullptr;
  for (const Token& token : name.tokens) {
    if (token.part != Part::Word || token.bits < kRareUnit) continue;
    if (rarest == nullptr || token.bits > rarest->bits) rarest = &token;
  }
  if (rarest == nullptr) return;
  const std::string skeleton = matcher.sounds().skeleton(rarest->sound);
  if (skeleton.empty()) return;
  for (const Token& token : name.tokens) {
    if (&token == rarest || token.sound.empty()) continue;
    if (token.part != Part::Word && token.part != Part::Initial) continue;
    const std::string first = matcher.sounds().skeleton(token.sound.substr(0, 1));
    add("W" + skeleton + "+I" + (first.empty() ? "-" : first));
  }
}

// Two words together. Pairs of words much more common than others of the name find too many: a
// given name and a patronymic beside a surname, the short words of a name that reads as Korean.
template <class Add>
void add_pairs(const Matcher& matcher, const Name& name, const std::vector<const Unit*>& units,
               const Add& add) {
  const auto apart = [](const Unit& a, const Unit& b) {
    return a.end <= b.begin || b.end <= a.begin;
  };
  if (reads_as_korean(name)) return;  // its readings say it all
  float best = 0;
  for (const Unit* a : units) {
    for (const Unit* b : units) {
      const bool single = a->end == a->begin + 1 && b->end == b->begin + 1;
      if (single && apart(*a, *b)) best = std::max(best, a->bits + b->bits);
    }
  }
  for (std::size_t i = 0; i < units.size(); ++i) {
    const auto ours = unit_keys(matcher, name, *units[i]);
    for (std::size_t j = i + 1; j < units.size(); ++j) {
      if (!apart(*units[i], *units[j])) continue;
      if (units[i]->bits + units[j]->bits < kPairShare * best) continue;
      for (const std::string& other : unit_keys(matcher, name, *units[j])) {
        for (const std::string& key : ours) {
          add(std::min(key, other) + "+" + std::max(key, other));
        }
      }
    }
  }
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
    const auto sequences =
        class_sequences(matcher.spellings(), reading.given, scope == KeyScope::Whole);
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
  if (scope == KeyScope::Whole) add_initials(matcher, name, add);
  if (scope == KeyScope::Parts || name.units.size() == 1) {
    for (const Unit* unit : units) {
      for (const std::string& key : unit_keys(matcher, name, *unit)) add(key);
    }
  } else {
    add_pairs(matcher, name, units, add);
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

bool reads_as_korean(const Name& name) {
  return std::any_of(name.korean.begin(), name.korean.end(), [](const KoreanReading& reading) {
    return !reading.surname_text.empty() && reading.given.fewest == 2 &&
           reading.given.best <= kEasyReading;
  });
}

bool has_korean_surname(const Name& name) {
  return std::any_of(name.tokens.begin(), name.tokens.end(), [](const Token& token) {
    return std::any_of(token.groups.begin(), token.groups.end(),
                       [](const auto& group) { return is_surname_group(group.first); });
  });
}

}  // namespace depone::names
