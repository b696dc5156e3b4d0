#include <algorithm>
#include <array>
#include <tuple>

#include "names/points.h"
#include "names/tables.h"
#include "text/latin.h"

namespace depone::names {
namespace {

constexpr float kNoMatch = -1;
constexpr double kLeastKorean = 8;   // bits of a Korean name that is whole by itself
constexpr int kNearKorean = 10;      // quarter bits: spellings as usual as that are one whole name
constexpr float kNearWord = 1.3f;    // bits that a word of a whole name may cost
constexpr float kSameSound = 0.25f;  // other letters for the same sounds
constexpr int kFarthest = 1000;      // quarter bits, more than any distance
constexpr std::size_t kLeastAcronym = 3;
constexpr std::size_t kMostAcronym = 8;
constexpr std::size_t kLeastContraction = 6;
constexpr std::size_t kMostContraction = 14;
constexpr float kContractionLetter = 2.5f;  // bits
constexpr int kPiece = 6;                   // half bits: for where a contraction may be cut
constexpr int kPassedOver = 4;              // half bits: for a word that is not in it

// Two units that agree, by their places.
struct Link {
  float bits;
  std::uint16_t a;
  std::uint16_t b;
};

// Best first; ties by place, the same for either order of the names.
bool better(const Link& x, const Link& y) {
  const auto sum = [](const Link& link) { return link.a + link.b; };
  const auto low = [](const Link& link) { return std::min(link.a, link.b); };
  return std::make_tuple(-x.bits, sum(x), low(x), x.a) <
         std::make_tuple(-y.bits, sum(y), low(y), y.a);
}

bool overlaps(const Unit& unit, const std::array<bool, 64>& taken) {
  for (std::size_t i = unit.begin; i < unit.end; ++i) {
    if (taken[i]) return true;
  }
  return false;
}

void take(const Unit& unit, std::array<bool, 64>& taken) {
  for (std::size_t i = unit.begin; i < unit.end; ++i) taken[i] = true;
}

std::string shown(const Name& name, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin) text += name.tokens[i].word == name.tokens[i - 1].word ? "-" : " ";
    text += name.tokens[i].shown;
  }
  return text;
}

// The masculine form of a Russian adjective's sounds: Rossiyskaya -> Rossiyski.
std::string masculine(const std::string& sound) {
  if (sound.size() > 5 && sound.ends_with("skaya")) return sound.substr(0, sound.size() - 3) + "i";
  return sound;
}

bool is_plain(std::string_view letters, std::size_t least, std::size_t most) {
  return letters.size() >= least && letters.size() <= most &&
         std::all_of(letters.begin(), letters.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string letters_only(std::string_view text) {
  std::string out;
  for (const char c : text::any_latin(text)) {
    if (c >= 'a' && c <= 'z') out.push_back(c);
  }
  return out;
}

}  // namespace

std::string acronym_of(const Name& name) {
  std::string letters;
  const Token* before = nullptr;
  bool single = true;  // letters so far
  for (const Token& token : name.tokens) {
    if (token.part == Part::Form) continue;
    const bool letter = token.text.size() == 1;
    if (before != nullptr && before->word != token.word && !(single && letter)) return {};
    single = single && letter;
    letters += token.text;
    before = &token;
  }
  return is_plain(letters, kLeastAcronym, kMostAcronym) ? letters : std::string();
}

std::string contraction_of(const Name& name) {
  std::string letters;
  for (const Token& token : name.tokens) {
    if (token.part == Part::Form) continue;
    if (!letters.empty()) return {};
    letters = token.text;
  }
  return is_plain(letters, kLeastContraction, kMostContraction) ? letters : std::string();
}

std::string contracted_of(const Name& name) {
  if (!name.organisation) return {};
  std::string words;
  std::size_t count = 0;
  for (const Token& token : name.tokens) {
    if (token.part != Part::Word) continue;
    words += token.text;
    words.push_back(' ');
    ++count;
  }
  return count >= 2 ? words : std::string();
}

float contraction_bits(std::string_view letters, std::string_view words) {
  constexpr int kNever = 1000000;
  constexpr std::size_t kLeastPiece = 2;
  // least[at]: the fewest half bits that pieces and words passed over cost, with the first `at`
  // letters used up; all but the first word may be passed over.
  std::array<int, kMostContraction + 1> least;
  least.fill(kNever);
  std::array<int, kMostContraction + 1> pieces{};
  int count = 0;
  for (std::size_t begin = 0; begin < words.size();) {
    const std::size_t end = words.find(' ', begin);
    const std::string_view word = words.substr(begin, end - begin);
    std::array<int, kMostContraction + 1> next;
    next.fill(kNever);
    std::array<int, kMostContraction + 1> next_pieces{};
    for (std::size_t at = 0; at <= letters.size(); ++at) {
      if (count > 0 && least[at] != kNever && least[at] + kPassedOver < next[at]) {
        next[at] = least[at] + kPassedOver;
        next_pieces[at] = pieces[at];
      }
      const int here = count == 0 ? (at == 0 ? 0 : kNever) : least[at];
      if (here == kNever) continue;
      for (std::size_t length = 1; length <= word.size() && at + length <= letters.size();
           ++length) {
        if (letters[at + length - 1] != word[length - 1]) break;
        if (length < kLeastPiece || here + kPiece >= next[at + length]) continue;
        next[at + length] = here + kPiece;
        next_pieces[at + length] = (count == 0 ? 0 : pieces[at]) + 1;
      }
    }
    least = next;
    pieces = next_pieces;
    ++count;
    begin = end + 1;
  }
  const std::size_t all = letters.size();
  if (least[all] == kNever || pieces[all] < 2 || 2 * pieces[all] < count) return 0;
  return kContractionLetter * static_cast<float>(all) - 0.5f * static_cast<float>(least[all]);
}

std::vector<std::string> initials_of(const Name& name) {
  std::string all, words, no_forms;
  for (const Token& token : name.tokens) {
    if (token.text.empty() || token.part == Part::Number) continue;
    const bool little = token.part == Part::Filler || token.part == Part::Particle;
    all.push_back(token.text[0]);
    if (!little) words.push_back(token.text[0]);
    if (!little && token.part != Part::Form) no_forms.push_back(token.text[0]);
  }
  std::vector<std::string> found;
  for (std::string& letters : std::array{all, words, no_forms}) {
    if (letters.size() < kLeastAcronym || letters.size() > kMostAcronym) continue;
    if (std::find(found.begin(), found.end(), letters) == found.end()) {
      found.push_back(std::move(letters));
    }
  }
  return found;
}

std::string_view name_of(Agreement agreement) {
  constexpr std::array<std::string_view, 12> kNames = {
      "exact",  "spelling", "variant",    "meaning", "initial", "part",
      "joined", "surname",  "given_name", "number",  "missing", "conflict"};
  return kNames.at(static_cast<std::size_t>(agreement));
}

int Matcher::most_cost(float quarters, bool join) const {
  const double share = join ? tables_->weights.most_join_cost : tables_->weights.most_cost;
  return static_cast<int>(static_cast<double>(quarters) * share);
}

double Matcher::most_cost_share(bool join) const {
  return join ? tables_->weights.most_join_cost : tables_->weights.most_cost;
}

int Matcher::whole_quarters() { return static_cast<int>(4 * (kNearWord - kSameSound)); }

float Matcher::unit_bits(const Unit& a, const Unit& b) const { return unit_bits(a, b, kFarthest); }

float Matcher::unit_bits(const Unit& a, const Unit& b, int quarters) const {
  const float bits = std::min(a.bits, b.bits);
  if (a.sound == b.sound) return bits;
  const Weights& weights = tables_->weights;
  const bool join = a.end - a.begin > 1 || b.end - b.begin > 1;
  const int most = std::min(most_cost(4 * bits, join), quarters);
  if (Sounds::is_arabic(a.sound) != Sounds::is_arabic(b.sound)) {
    const int apart =
        tables_->sounds.distance(Sounds::consonants(a.sound), Sounds::consonants(b.sound), most);
    const float gain =
        bits - 0.25f * static_cast<float>(apart) - static_cast<float>(weights.arabic);
    return apart <= most && gain >= static_cast<float>(weights.least_gain) ? gain : kNoMatch;
  }
  int distance = tables_->sounds.distance(a.sound, b.sound, most);
  if (distance > most) {
    if (!a.sound.ends_with("skaya") && !b.sound.ends_with("skaya")) return kNoMatch;
    const std::string ours = masculine(a.sound);
    const std::string theirs = masculine(b.sound);
    if (ours == a.sound && theirs == b.sound) return kNoMatch;
    distance = tables_->sounds.distance(ours, theirs, most) + 8;
    if (distance > most) return kNoMatch;
  }
  const float gain = bits - 0.25f * static_cast<float>(distance) - kSameSound;
  return gain >= static_cast<float>(weights.least_gain) ? gain : kNoMatch;
}

float Matcher::part_bits(std::string_view a, float a_bits, std::string_view b, float b_bits) const {
  const bool a_is_part = a.size() < b.size();
  const std::string_view part = a_is_part ? a : b;
  const std::string_view whole = a_is_part ? b : a;
  const float whole_bits = a_is_part ? b_bits : a_bits;
  if (part.size() < 2 || part.size() == whole.size()) return 0;
  if (!whole.starts_with(part) && !whole.ends_with(part)) return 0;
  const float share = static_cast<float>(part.size()) / static_cast<float>(whole.size());
  const float least = std::min(a_bits, b_bits);
  const float bits = share * (least + whole_bits) / 2 - static_cast<float>(tables_->weights.part);
  return std::min(bits, least);  // a part proves no more than the word
}

const Sounds& Matcher::sounds() const { return tables_->sounds; }
const Spellings& Matcher::spellings() const { return tables_->spellings; }
float Matcher::initial_bits() const { return static_cast<float>(tables_->weights.initial); }
float Matcher::number_bits() const { return static_cast<float>(tables_->weights.number); }
float Matcher::least_bits() const { return static_cast<float>(tables_->weights.least_gain); }

float Matcher::acronym_bits(const Name& a, const Name& b) const {
  for (const auto& [brief, full] : {std::pair{&a, &b}, {&b, &a}}) {
    const std::string contraction = contraction_of(*brief);
    if (!contraction.empty()) {
      const float bits = contraction_bits(contraction, contracted_of(*full));
      if (bits > 0) return bits;
    }
    const std::string letters = acronym_of(*brief);
    if (letters.empty()) continue;
    const std::vector<std::string> initials = initials_of(*full);
    if (std::find(initials.begin(), initials.end(), letters) == initials.end()) continue;
    return static_cast<float>(tables_->weights.acronym) * static_cast<float>(letters.size());
  }
  return 0;
}

Comparison Matcher::compare_words(const Name& a, const Name& b, bool explained) const {
  // Where two joins of words are worth the same, which is taken must not hang on the order.
  if (b.text < a.text) {
    Comparison turned = compare_words(b, a, explained);
    for (Reason& reason : turned.reasons) std::swap(reason.ours, reason.theirs);
    return turned;
  }
  const Weights& weights = tables_->weights;
  Comparison out;
  std::vector<Link> links;
  for (std::size_t i = 0; i < a.units.size(); ++i) {
    const Unit& ours = a.units[i];
    const bool our_join = ours.end - ours.begin > 1;
    for (std::size_t j = 0; j < b.units.size(); ++j) {
      const Unit& theirs = b.units[j];
      const bool their_join = theirs.end - theirs.begin > 1;
      if (our_join && their_join) continue;
      float bits = unit_bits(ours, theirs);
      if (!our_join && !their_join) {
        const Token& left = a.tokens[ours.begin];
        const Token& right = b.tokens[theirs.begin];
        if (left.meaning != 0 && left.meaning == right.meaning) {
          bits = std::max(bits, std::min(ours.bits, theirs.bits) - kSameSound);
        }
        for (const auto& [group, cost] : left.groups) {
          for (const auto& [other, other_cost] : right.groups) {
            if (group != other) continue;
            const float variant = std::min(ours.bits, theirs.bits) -
                                  0.25f * static_cast<float>(cost + other_cost) - 4 * kSameSound;
            bits = std::max(bits, variant);
          }
        }
      }
      if (bits > 0) {
        links.push_back({bits, static_cast<std::uint16_t>(i), static_cast<std::uint16_t>(j)});
      }
    }
  }
  std::sort(links.begin(), links.end(), better);
  std::array<bool, 64> ours_taken{};
  std::array<bool, 64> theirs_taken{};
  double bits = 0;
  std::size_t agreed = 0;
  float strongest = 0;
  bool all_near = true;
  bool same_letters = false;
  for (const Link& link : links) {
    const Unit& ours = a.units[link.a];
    const Unit& theirs = b.units[link.b];
    if (overlaps(ours, ours_taken) || overlaps(theirs, theirs_taken)) continue;
    take(ours, ours_taken);
    take(theirs, theirs_taken);
    bits += static_cast<double>(link.bits);
    agreed += std::max<std::size_t>(ours.end - ours.begin, theirs.end - theirs.begin);
    const float most = std::min(ours.bits, theirs.bits);
    strongest = std::max(strongest, link.bits);
    all_near = all_near && link.bits >= most - kNearWord;
    same_letters = same_letters || (ours.end == ours.begin + 1 && theirs.end == theirs.begin + 1 &&
                                    a.tokens[ours.begin].text == b.tokens[theirs.begin].text);
    if (!explained) continue;
    const bool joined = ours.end - ours.begin > 1 || theirs.end - theirs.begin > 1;
    const Token& left = a.tokens[ours.begin];
    const Token& right = b.tokens[theirs.begin];
    Agreement agreement = Agreement::Spelling;
    if (joined) {
      agreement = Agreement::Joined;
    } else if (left.text == right.text) {
      agreement = Agreement::Exact;
    } else if (left.meaning != 0 && left.meaning == right.meaning) {
      agreement = Agreement::Meaning;
    } else if (ours.sound != theirs.sound && unit_bits(ours, theirs) < link.bits) {
      agreement = Agreement::Variant;
    }
    out.reasons.push_back(
        {agreement, shown(a, ours.begin, ours.end), shown(b, theirs.begin, theirs.end),
         static_cast<double>(link.bits),
         agreement == Agreement::Spelling && ours.sound == theirs.sound ? "sounds the same" : ""});
  }

  // Numbers must agree; initials, forms and particles count a little.
  const auto free_tokens = [](const Name& name, const std::array<bool, 64>& taken, Part part) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < name.tokens.size(); ++i) {
      if (!taken[i] && name.tokens[i].part == part) found.push_back(i);
    }
    return found;
  };
  const auto add = [&](Agreement agreement, std::string ours, std::string theirs, double amount,
                       std::string note = {}) {
    bits += amount;
    if (explained) {
      out.reasons.push_back(
          {agreement, std::move(ours), std::move(theirs), amount, std::move(note)});
    }
  };
  auto our_numbers = free_tokens(a, ours_taken, Part::Number);
  auto their_numbers = free_tokens(b, theirs_taken, Part::Number);
  for (const std::size_t i : our_numbers) {
    for (const std::size_t j : their_numbers) {
      if (ours_taken[i] || theirs_taken[j] || a.tokens[i].text != b.tokens[j].text) continue;
      ours_taken[i] = theirs_taken[j] = true;
      add(Agreement::Number, a.tokens[i].shown, b.tokens[j].shown, weights.number);
      ++agreed;
    }
  }
  our_numbers = free_tokens(a, ours_taken, Part::Number);
  their_numbers = free_tokens(b, theirs_taken, Part::Number);
  if (!our_numbers.empty() && !their_numbers.empty()) {
    add(Agreement::Conflict, a.tokens[our_numbers.front()].shown,
        b.tokens[their_numbers.front()].shown, -weights.number_conflict, "the numbers differ");
  } else if (!our_numbers.empty() || !their_numbers.empty()) {
    add(Agreement::Missing, our_numbers.empty() ? "" : a.tokens[our_numbers.front()].shown,
        their_numbers.empty() ? "" : b.tokens[their_numbers.front()].shown,
        -0.3 * weights.number_conflict, "a number only one name has");
  }
  // What single tokens agree by, best first; ties by place, the same for either order of the names.
  const auto pair_up = [&](Agreement agreement, const auto& amount_of) {
    std::vector<Link> pairs;
    for (std::size_t i = 0; i < a.tokens.size(); ++i) {
      for (std::size_t j = 0; j < b.tokens.size(); ++j) {
        if (ours_taken[i] || theirs_taken[j]) continue;
        const double amount = amount_of(a.tokens[i], b.tokens[j]);
        if (amount < weights.least_gain) continue;
        pairs.push_back({static_cast<float>(amount), static_cast<std::uint16_t>(i),
                         static_cast<std::uint16_t>(j)});
      }
    }
    std::sort(pairs.begin(), pairs.end(), better);
    for (const Link& pair : pairs) {
      if (ours_taken[pair.a] || theirs_taken[pair.b]) continue;
      ours_taken[pair.a] = theirs_taken[pair.b] = true;
      all_near = false;
      add(agreement, a.tokens[pair.a].shown, b.tokens[pair.b].shown,
          static_cast<double>(pair.bits));
    }
  };
  if (bits > 0) {
    pair_up(Agreement::Initial, [&](const Token& x, const Token& y) {
      const auto can = [](Part part) { return part == Part::Word || part == Part::Initial; };
      if (!can(x.part) || !can(y.part)) return 0.0;
      if (x.part != Part::Initial && y.part != Part::Initial) return 0.0;
      // Letters no table knows can leave a token without a text or a sound.
      const std::size_t least = std::min(x.sound.size(), y.sound.size());
      const bool same = (!x.text.empty() && !y.text.empty() && x.text[0] == y.text[0]) ||
                        (least > 0 && x.sound.compare(0, least, y.sound, 0, least) == 0);
      return same ? weights.initial : 0.0;
    });
    // A word cut short or begun late: "Grig" for "Grigorevich".
    pair_up(Agreement::Part, [&](const Token& x, const Token& y) {
      if (x.part != Part::Word || y.part != Part::Word) return 0.0;
      return static_cast<double>(part_bits(x.sound, x.bits, y.sound, y.bits));
    });
  }
  if (const auto acronym = acronym_bits(a, b); acronym > 0 && bits <= 0) {
    for (std::size_t i = 0; i < a.tokens.size(); ++i) ours_taken[i] = true;
    for (std::size_t i = 0; i < b.tokens.size(); ++i) theirs_taken[i] = true;
    all_near = false;
    add(Agreement::Initial, a.text, b.text, static_cast<double>(acronym), "acronym or contraction");
  }
  std::vector<std::uint16_t> our_forms, their_forms;
  for (const Token& token : a.tokens) {
    if (token.part == Part::Form) our_forms.push_back(token.meaning);
  }
  for (const Token& token : b.tokens) {
    if (token.part == Part::Form) their_forms.push_back(token.meaning);
  }
  if (!our_forms.empty() && !their_forms.empty()) {
    const bool same = std::any_of(our_forms.begin(), our_forms.end(), [&](std::uint16_t form) {
      return std::find(their_forms.begin(), their_forms.end(), form) != their_forms.end();
    });
    bits += same ? weights.form : -weights.form;
  }

  // What is left: words of both that do not agree conflict, in pairs; the rest are missing.
  std::vector<std::size_t> ours_left = free_tokens(a, ours_taken, Part::Word);
  std::vector<std::size_t> theirs_left = free_tokens(b, theirs_taken, Part::Word);
  const auto heavier = [](const Name& name) {
    return [&name](std::size_t x, std::size_t y) {
      return std::make_tuple(-name.tokens[x].bits, x) < std::make_tuple(-name.tokens[y].bits, y);
    };
  };
  std::sort(ours_left.begin(), ours_left.end(), heavier(a));
  std::sort(theirs_left.begin(), theirs_left.end(), heavier(b));
  const std::size_t pairs = std::min(ours_left.size(), theirs_left.size());
  for (std::size_t i = 0; i < pairs; ++i) {
    const Token& left = a.tokens[ours_left[i]];
    const Token& right = b.tokens[theirs_left[i]];
    const double weight = static_cast<double>(std::min(left.bits, right.bits));
    add(Agreement::Conflict, left.shown, right.shown,
        -std::min(weights.conflict, weights.conflict_least + 0.3 * weight));
  }
  for (std::size_t i = pairs; i < ours_left.size(); ++i) {
    add(Agreement::Missing, a.tokens[ours_left[i]].shown, "", -weights.missing);
  }
  for (std::size_t i = pairs; i < theirs_left.size(); ++i) {
    add(Agreement::Missing, "", b.tokens[theirs_left[i]].shown, -weights.missing);
  }
  out.bits = bits;
  out.whole = all_near && ours_left.empty() && theirs_left.empty() && our_numbers.empty() &&
              their_numbers.empty() &&
              (agreed >= 2 || same_letters || static_cast<double>(strongest) >= weights.whole_word);
  const bool identical =
      !a.tokens.empty() &&
      std::equal(a.tokens.begin(), a.tokens.end(), b.tokens.begin(), b.tokens.end(),
                 [](const Token& x, const Token& y) { return x.text == y.text; });
  out.whole = out.whole || identical;
  return out;
}

Comparison Matcher::compare_korean(const Name& a, const Name& b, bool explained) const {
  Comparison best;
  int least = 1000000;
  const KoreanReading* our_best = nullptr;
  const KoreanReading* their_best = nullptr;
  int given_cost = 0;
  int spelling_cost = 0;
  for (const KoreanReading& ours : a.korean) {
    for (const KoreanReading& theirs : b.korean) {
      int surname = 1000000;
      int surname_cost = 0;
      auto i = ours.surnames.begin();
      auto j = theirs.surnames.begin();
      while (i != ours.surnames.end() && j != theirs.surnames.end()) {
        if (i->first < j->first) {
          ++i;
        } else if (j->first < i->first) {
          ++j;
        } else {
          const int cost = i->second + j->second;
          if (tables_->surnames[i->first].rarity + cost < surname) {
            surname = tables_->surnames[i->first].rarity + cost;
            surname_cost = cost;
          }
          ++i;
          ++j;
        }
      }
      if (surname == 1000000 || !tables_->spellings.may_match(ours.given, theirs.given)) continue;
      const auto given = tables_->spellings.compare(ours.given, theirs.given);
      if (!given) continue;
      const int joint = surname + *given + ours.cost + theirs.cost;
      if (joint >= least) continue;
      least = joint;
      our_best = &ours;
      their_best = &theirs;
      given_cost = *given;
      spelling_cost = surname_cost + ours.cost + theirs.cost + *given -
                      std::max(ours.given.best, theirs.given.best);
    }
  }
  if (our_best == nullptr) return best;
  const int strength = a.korean_best + b.korean_best - least;
  const int given_bits = our_best->given.best + their_best->given.best - given_cost;
  const int surname_bits = strength - given_bits;
  best.bits = 0.25 * strength + tables_->weights.korean;
  if (our_best->hanja || their_best->hanja) best.bits -= tables_->weights.hanja;
  best.korean = true;
  best.whole = best.bits >= kLeastKorean && spelling_cost <= kNearKorean;
  if (!explained) return best;
  std::string note = "usual spelling";
  const KoreanReading* hangul = our_best->hangul ? our_best : their_best;
  const KoreanReading* other = our_best->hangul ? their_best : our_best;
  if (hangul->hangul && !other->hangul) {
    const std::string person = hangul->surname_text + " " + hangul->given_text;
    const std::string written = letters_only(other->surname_text + other->given_text);
    constexpr std::pair<KoreanSystem, std::string_view> kSystems[] = {
        {KoreanSystem::Revised, "Revised Romanization"},
        {KoreanSystem::McCuneReischauer, "McCune-Reischauer"},
        {KoreanSystem::Dprk, "DPRK 1992"},
        {KoreanSystem::Yale, "Yale"},
        {KoreanSystem::Kontsevich, "Kontsevich"}};
    for (const auto& [system, name] : kSystems) {
      if (note == "usual spelling" &&
          letters_only(tables_->romaniser.person(person, system)) == written) {
        note = name;
      }
    }
  } else if (our_best->hangul && their_best->hangul) {
    note = "Hangul";
  }
  const bool same = our_best->given_text == their_best->given_text;
  best.reasons.push_back({Agreement::Surname, our_best->surname_text, their_best->surname_text,
                          0.25 * surname_bits, note});
  best.reasons.push_back({Agreement::GivenName, our_best->given_text, their_best->given_text,
                          0.25 * given_bits, same ? "the same letters" : note});
  return best;
}

Comparison Matcher::compare(const Name& a, const Name& b) const {
  const Comparison words = compare_words(a, b, false);
  if (a.korean.empty() || b.korean.empty()) return words;
  Comparison korean = compare_korean(a, b, false);
  if (!korean.korean || korean.bits <= words.bits) return words;
  return korean;
}

Comparison Matcher::explain(const Name& a, const Name& b) const {
  Comparison words = compare_words(a, b, true);
  if (a.korean.empty() || b.korean.empty()) return words;
  Comparison korean = compare_korean(a, b, true);
  if (!korean.korean || korean.bits <= words.bits) return words;
  return korean;
}

}  // namespace depone::names
