#include "names/hangul.h"

#include <algorithm>
#include <iterator>

#include "base/csv.h"
#include "names/hangul_text.h"
#include "names/points.h"
#include "names/wrong_entry.h"
#include "text/unicode.h"

namespace depone::names {
namespace {

constexpr char32_t kFirst = 0xac00;
constexpr char32_t kLast = 0xd7a3;
constexpr std::uint8_t kRieul = 5;
constexpr std::uint8_t kNieun = 2;

// The rows of `pairs`: a coda's sound before another syllable.
enum Sound : std::uint8_t { kNone, kK, kN, kT, kL, kM, kP, kNg };
constexpr std::array<std::string_view, 8> kSoundNames = {"none", "K", "N", "T",
                                                         "L",    "M", "P", "NG"};
// none ㄱ ㄲ ㄳ ㄴ ㄵ ㄶ ㄷ ㄹ ㄺ ㄻ ㄼ ㄽ ㄾ ㄿ ㅀ ㅁ ㅂ ㅄ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ
constexpr std::array<Sound, 28> kSoundOfCoda = {kNone, kK,  kK, kK, kN, kN, kN, kT, kL, kK,
                                                kM,    kL,  kL, kL, kP, kL, kM, kP, kP, kT,
                                                kT,    kNg, kT, kT, kK, kT, kP, kT};
// Codas that end in ㅎ, and what is left of them.
constexpr std::array<std::pair<std::uint8_t, Sound>, 3> kBreathy = {
    {{6, kN}, {15, kL}, {27, kNone}}};

// Vowels before which ㄹ and ㄴ fall silent: i and those with y.
bool is_palatal(std::uint8_t vowel) {
  static constexpr std::array<bool, 21> kPalatal = {0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0,
                                                    0, 1, 0, 0, 0, 0, 1, 0, 0, 1};
  return kPalatal.at(vowel);
}

// ㄱ ㄷ ㅈ to the columns of `aspirated`.
std::optional<std::size_t> aspirated_column(std::uint8_t onset) {
  if (onset == 0) return 0;
  if (onset == 3) return 1;
  if (onset == 12) return 2;
  return std::nullopt;
}

template <std::size_t Count>
bool fill(const toml::table& table, std::string_view key, std::array<std::string, Count>& into) {
  const auto text = table[key].value<std::string>();
  if (!text) return false;
  std::vector<std::string> words = words_of(*text);
  if (words.size() != Count) return false;
  for (std::string& word : words) {
    if (word == "-") word.clear();
  }
  std::move(words.begin(), words.end(), into.begin());
  return true;
}

// The first letter in upper case, for the scripts our systems write.
bool is_hanja(char32_t point) {
  return (point >= 0x3400 && point <= 0x9fff) || (point >= 0xf900 && point <= 0xfaff);
}

bool is_blank(char32_t point) { return point == U' ' || point == 0x3000 || point == 0xa0; }

}  // namespace

std::string capitalised(std::string_view text) {
  std::u32string points = points_of(text);
  if (points.empty()) return {};
  char32_t& first = points.front();
  if ((first >= U'a' && first <= U'z') || (first >= 0x430 && first <= 0x44f)) {
    first -= 0x20;
  } else if (first == 0x14f || first == 0x16d) {
    first -= 1;  // o and u with breve
  } else if (first == 0x451) {
    first = 0x401;
  }
  return utf8_of(points);
}

std::vector<Syllable> syllables_of(std::u32string_view hangul) {
  std::vector<Syllable> syllables;
  for (const char32_t point : hangul) {
    if (const auto syllable = syllable_of(point)) syllables.push_back(*syllable);
  }
  return syllables;
}

std::optional<Syllable> syllable_of(char32_t point) {
  if (point < kFirst || point > kLast) return std::nullopt;
  const std::uint32_t index = static_cast<std::uint32_t>(point - kFirst);
  return Syllable{static_cast<std::uint8_t>(index / 588),
                  static_cast<std::uint8_t>(index / 28 % 21),
                  static_cast<std::uint8_t>(index % 28)};
}

char32_t point_of(Syllable syllable) {
  return kFirst + syllable.onset * 588u + syllable.vowel * 28u + syllable.coda;
}

Syllable initial_form(Syllable syllable) {
  if (syllable.onset == kRieul) syllable.onset = is_palatal(syllable.vowel) ? kSilent : kNieun;
  if (syllable.onset == kNieun && is_palatal(syllable.vowel)) syllable.onset = kSilent;
  return syllable;
}

Result<KoreanSystem> korean_system(std::string_view name) {
  if (name == "rr") return KoreanSystem::Revised;
  if (name == "mr") return KoreanSystem::McCuneReischauer;
  if (name == "dprk") return KoreanSystem::Dprk;
  if (name == "yale") return KoreanSystem::Yale;
  if (name == "kontsevich") return KoreanSystem::Kontsevich;
  return Error{Fault::NotFound, fmt::format("no system of writing Korean is called \"{}\"", name),
               "use rr, mr, dprk, yale or kontsevich"};
}

Result<Romaniser> Romaniser::load(const DataFiles& data) {
  Romaniser romaniser;
  const std::string path = "names/korean_systems.toml";
  const toml::table file = DP_TRY(read_toml(data, path));
  constexpr std::array<std::string_view, 5> kSections = {"rr", "mr", "dprk", "yale", "kontsevich"};
  for (std::size_t system = 0; system < kSections.size(); ++system) {
    const std::string_view name = kSections[system];
    const toml::table* section = file[name].as_table();
    if (section == nullptr) return wrong_entry(path, name);
    Table& table = romaniser.tables_[system];
    if (!fill(*section, "initial", table.initial)) {
      return wrong_entry(path, fmt::format("{}.initial", name));
    }
    if (!fill(*section, "vowels", table.vowels)) {
      return wrong_entry(path, fmt::format("{}.vowels", name));
    }
    if (!fill(*section, "vowels_after_consonant", table.vowels_after_consonant)) {
      table.vowels_after_consonant = table.vowels;
    }
    table.surnames = words_of((*section)["surnames"].value_or(std::string()));
    if (name == "yale") {
      std::array<std::string, 27> codas;
      if (!fill(*section, "codas", codas)) return wrong_entry(path, "yale.codas");
      std::copy(codas.begin(), codas.end(), table.codas.begin() + 1);
      continue;
    }
    if (!fill(*section, "final", table.final) || !fill(*section, "liaison", table.liaison) ||
        !fill(*section, "aspirated", table.aspirated)) {
      return wrong_entry(path, fmt::format("{}.final, liaison or aspirated", name));
    }
    const toml::table* pairs = (*section)["pairs"].as_table();
    if (pairs == nullptr) return wrong_entry(path, fmt::format("{}.pairs", name));
    for (std::size_t sound = 0; sound < kSoundNames.size(); ++sound) {
      std::array<std::string, 19> cells;
      if (!fill(*pairs, kSoundNames[sound], cells)) {
        return wrong_entry(path, fmt::format("{}.pairs.{}", name, kSoundNames[sound]));
      }
      for (std::size_t onset = 0; onset < cells.size(); ++onset) {
        const std::size_t slash = cells[onset].find('/');
        if (slash == std::string::npos) {
          return wrong_entry(path, fmt::format("{}.pairs.{}", name, kSoundNames[sound]));
        }
        table.pairs[sound][onset] = {cells[onset].substr(0, slash), cells[onset].substr(slash + 1)};
      }
    }
  }

  DP_TRY(romaniser.load_library_words(data));
  const std::string hanja = DP_TRY(data.read("names/hanja.csv"));
  const CsvTable csv = DP_TRY(read_csv(hanja, "data/names/hanja.csv"));
  for (const auto& row : csv.rows) {
    const std::u32string reading = points_of(row.at(0));
    if (reading.size() != 1 || !syllable_of(reading[0])) {
      return wrong_entry("names/hanja.csv", row.at(0));
    }
    for (const char32_t character : points_of(row.at(1))) {
      romaniser.readings_[character] = reading[0];
    }
  }
  const std::string surnames_path = "names/korean_surnames.toml";
  const toml::table surnames = DP_TRY(read_toml(data, surnames_path));
  const toml::array* list = surnames["surname"].as_array();
  if (list == nullptr) return wrong_entry(surnames_path, "surname");
  for (const toml::node& node : *list) {
    const toml::table* surname = node.as_table();
    const auto hangul = surname ? (*surname)["hangul"].value<std::string>() : std::nullopt;
    if (!hangul) return wrong_entry(surnames_path, "surname.hangul");
    const std::u32string points = points_of(*hangul);
    if (points.size() > 1) romaniser.long_surnames_.push_back(points);
    for (const std::string& spelling : words_of((*surname)["hanja"].value_or(std::string()))) {
      const std::u32string characters = points_of(spelling);
      if (characters.size() == 1 && points.size() == 1) {
        romaniser.surname_readings_.try_emplace(characters[0], points[0]);
      } else if (characters.size() == points.size()) {
        romaniser.long_hanja_surnames_.emplace_back(characters, points);
      }
    }
  }
  return romaniser;
}

const Romaniser::Table& Romaniser::table(KoreanSystem system) const {
  return tables_.at(static_cast<std::size_t>(system));
}

std::size_t Romaniser::surname_length(std::u32string_view hangul) const {
  for (const std::u32string& surname : long_surnames_) {
    if (hangul.size() > surname.size() && hangul.starts_with(surname)) return surname.size();
  }
  return 1;
}

std::string Romaniser::hangul(std::string_view korean, bool person) const {
  const std::u32string points = points_of(text::nfc(korean));  // one code point a Hanja
  std::u32string out;
  std::size_t at = 0;
  bool word_begins = true;
  const auto begin = static_cast<std::size_t>(
      std::find_if_not(points.begin(), points.end(), is_blank) - points.begin());
  if (person && begin < points.size() && is_hanja(points[begin])) {
    at = begin;
    for (const auto& [characters, reading] : long_hanja_surnames_) {
      if (at == begin && points.compare(begin, characters.size(), characters) == 0 &&
          points.size() > begin + characters.size()) {
        out += reading;
        at += characters.size();
      }
    }
    if (at == begin) {
      const auto surname = surname_readings_.find(points[begin]);
      if (surname != surname_readings_.end()) {
        out.push_back(surname->second);
        ++at;
      } else if (const auto reading = readings_.find(points[begin]); reading != readings_.end()) {
        out.push_back(point_of(initial_form(*syllable_of(reading->second))));
        ++at;
      }
    }
  }
  for (; at < points.size(); ++at) {
    const auto reading = readings_.find(points[at]);
    if (reading == readings_.end()) {
      out.push_back(points[at]);
      word_begins = !syllable_of(points[at]).has_value();
      continue;
    }
    Syllable syllable = *syllable_of(reading->second);
    const auto before = out.empty() ? std::nullopt : syllable_of(out.back());
    const bool alone = person && at + 1 == points.size() && at <= begin + 2;
    if (word_begins) {
      // A given name of one syllable may keep its sound (Hangul orthography, article 11: 신립).
      if (!alone) syllable = initial_form(syllable);
    } else if (syllable.onset == kRieul && before && (before->coda == 0 || before->coda == 4) &&
               ((syllable.vowel == 6 && syllable.coda == 8) ||
                (syllable.vowel == 17 && syllable.coda == 8))) {
      syllable.onset = kSilent;  // 렬, 률 after a vowel or ㄴ (Hangul orthography, article 11)
    }
    out.push_back(point_of(syllable));
    word_begins = false;
  }
  return utf8_of(out);
}

std::string Romaniser::word(const std::vector<Syllable>& syllables, const Table& table,
                            std::string_view joint, const std::vector<std::uint8_t>& marks,
                            bool library) const {
  std::string out;
  for (std::size_t i = 0; i < syllables.size(); ++i) {
    const Syllable now = syllables[i];
    if (i == 0) out += table.initial[now.onset];
    const auto& vowels = now.onset == kSilent ? table.vowels : table.vowels_after_consonant;
    out += vowels[now.vowel];
    if (i + 1 == syllables.size()) {
      const Sound sound = kSoundOfCoda[now.coda];
      if (sound != kNone) out += table.final[sound - 1u];
      break;
    }
    const Syllable next = syllables[i + 1];
    Pair pair = table.pairs[kSoundOfCoda[now.coda]][next.onset];
    if (next.onset == kSilent) {
      pair = {now.coda == 0 ? std::string() : table.liaison[now.coda - 1u], {}};
      // ㄷ and ㅌ before i are heard as ㅈ and ㅊ.
      if ((now.coda == 7 || now.coda == 25) && next.vowel == 20) {
        pair.left = now.coda == 7 ? table.liaison[21] : table.liaison[22];
      }
    }
    for (const auto& [coda, rest] : kBreathy) {
      if (coda != now.coda || next.onset == kSilent) continue;
      const std::string left = rest == kNone ? std::string() : table.pairs[rest][next.onset].left;
      if (const auto column = aspirated_column(next.onset)) {
        pair = {left == "n'" ? "n" : left, table.aspirated[*column]};
      } else if (next.onset == 9) {
        pair = {left, table.initial[10]};  // ㅎ + ㅅ is ㅆ
      } else if (rest != kNone) {
        pair.left = left;
      }
    }
    if (library) {
      const char32_t point = point_of(next);
      if (now.coda == 9 && next.onset == 0) pair = {"l", "k"};  // 읽기
      if (now.coda == 8 && (point == U'들' || point == U'던' || point == U'다')) {
        pair.right = "d";  // endings of native words have no tense sound after ㄹ
      }
      if (now.coda == 4 && next.onset == kRieul && i > 0 && i + 2 == syllables.size() &&
          doubled_n_.find(point) != std::u32string::npos) {
        pair = {"n", "n"};
      }
      if (now.coda == 9 && next.onset == 18) pair = {"l", table.aspirated[0]};  // 맑힘
      if (!marks.empty() && marks[i + 1] == kNotTense && now.coda == 8 && next.onset == 12) {
        pair.right = "j";
      }
      if (!marks.empty() && marks[i + 1] == kTense) {
        pair.right = table.initial[next.onset];
        if (pair.left == "n'") pair.left = "n";
      }
    }
    if (!joint.empty() && pair.left.ends_with('\'') && pair.left.size() > 1 &&
        pair.left.starts_with('n')) {
      pair.left.pop_back();  // the joint tells n-g from ng already
    }
    out += pair.left;
    out += joint;
    out += pair.right;
  }
  return out;
}

std::string Romaniser::yale(const std::vector<Syllable>& syllables) const {
  const Table& yale = table(KoreanSystem::Yale);
  std::string out;
  for (const Syllable& now : syllables) {
    out += yale.initial[now.onset];
    const bool labial = now.onset >= 6 && now.onset <= 8;
    const bool plain_u = (labial || now.onset == 17) && now.vowel == 13;
    out += plain_u ? "u" : yale.vowels[now.vowel];
    out += yale.codas[now.coda];
  }
  return out;
}

std::string Romaniser::text(std::string_view korean, KoreanSystem system) const {
  const std::u32string points = system == KoreanSystem::McCuneReischauer
                                    ? library_marks(points_of(hangul(korean)))
                                    : points_of(hangul(korean));
  std::string out;
  for (std::size_t at = 0; at < points.size();) {
    std::size_t end = at;
    while (end < points.size() && syllable_of(points[end])) ++end;
    if (end == at) {
      const bool colon = points[at] == U':' || points[at] == U';';
      if (colon && system == KoreanSystem::McCuneReischauer && out.ends_with(' ')) out.pop_back();
      append_utf8(out, points[at++]);
      continue;
    }
    const std::u32string_view run = std::u32string_view(points).substr(at, end - at);
    const auto syllables = syllables_of(run);
    if (system == KoreanSystem::McCuneReischauer) {
      std::size_t name_end = end + 1;
      while (name_end < points.size() && syllable_of(points[name_end])) ++name_end;
      const bool counted = !out.empty() && out.back() >= '0' && out.back() <= '9';
      const bool person = !counted && end == at + 1 && end < points.size() && points[end] == U' ' &&
                          is_title_person(points[at], std::u32string_view(points).substr(
                                                          end + 1, name_end - end - 1));
      if (person) {
        out += this->person(utf8_of(std::u32string_view(points).substr(at, name_end - at)), system);
        at = name_end;
        continue;
      }
      if (counted) out.push_back('-');
      std::u32string own(run);
      if (counted) own[0] = point_of(initial_form(syllables[0]));  // 3년 is 3-yŏn
      // 에 대한 is "about", and no Korea.
      out += own == U"대한" && out.ends_with(" e ") ? "taehan" : library_word(own);
    } else if (system == KoreanSystem::Yale) {
      out += yale(syllables);
    } else {
      out += word(syllables, table(system), "");
    }
    at = end;
  }
  return out;
}

std::string Romaniser::person(std::string_view korean, KoreanSystem system) const {
  std::u32string points = points_of(hangul(korean, true));
  // A blank after the first or second syllable ends the surname.
  const auto begin = std::find_if_not(points.begin(), points.end(), is_blank);
  const auto blank = std::find_if(begin, points.end(), is_blank);
  const auto before_blank = static_cast<std::size_t>(blank - begin);
  const bool told = blank != points.end() && before_blank <= 2;
  points.erase(std::remove_if(points.begin(), points.end(), is_blank), points.end());
  const bool whole = std::all_of(points.begin(), points.end(),
                                 [](char32_t point) { return syllable_of(point).has_value(); });
  if (points.empty() || !whole) return text(korean, system);
  const std::size_t length =
      told && before_blank < points.size() ? before_blank : surname_length(points);
  auto surname = syllables_of(std::u32string_view(points).substr(0, length));
  auto given = syllables_of(std::u32string_view(points).substr(length));
  if (system == KoreanSystem::McCuneReischauer) {
    // The Library of Congress writes the South's form; a given name of one syllable keeps its own.
    surname.front() = initial_form(surname.front());
    if (given.size() > 1) given.front() = initial_form(given.front());
  }
  const Table& letters = table(system);
  const auto write = [&](const std::vector<Syllable>& part, std::string_view joint) {
    return system == KoreanSystem::Yale ? yale(part) : word(part, letters, joint);
  };
  std::string out = capitalised(write(surname, ""));
  std::u32string own_surname;
  for (const Syllable& syllable : surname) own_surname.push_back(point_of(syllable));
  for (std::size_t i = 0; i + 1 < letters.surnames.size(); i += 2) {
    if (points_of(letters.surnames[i]) == own_surname) out = letters.surnames[i + 1];
  }
  if (given.empty()) return out;
  if (system == KoreanSystem::McCuneReischauer) {
    return out + " " + capitalised(write(given, given.size() > 2 ? "" : "-"));
  }
  // Elsewhere each syllable of a given name keeps its own sound.
  const bool apart = system == KoreanSystem::Dprk || system == KoreanSystem::Kontsevich;
  std::string name;
  for (const Syllable& syllable : given) {
    const std::string one = write({syllable}, "");
    if (apart) {
      name += " " + capitalised(one);
    } else {
      name += one;
    }
  }
  return out + (apart ? name : " " + capitalised(name));
}

}  // namespace depone::names
