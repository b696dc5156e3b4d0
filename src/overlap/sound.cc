#include "overlap/sound.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "base/csv.h"
#include "text/latin.h"
#include "text/unicode.h"

namespace depone::overlap {
namespace {

constexpr std::array<std::string_view, 8> kPatronymics = {"oviC", "eviC", "iviC", "aviC",
                                                          "ovna", "evna", "ivna", "avna"};
constexpr std::size_t kMostBytes = 400;
constexpr std::size_t kLeastPatronymic = 6;  // sounds

bool is_latin_only(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // U+0000 to U+02FF, the Latin letters of Vietnamese and others (U+1E00 to U+1EFF), and quotes
    // and hyphens (U+2000 to U+203F).
    if (byte < 0x80 || (byte & 0xc0) == 0x80 || (byte >= 0xc3 && byte <= 0xcb)) continue;
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0u;
    if (byte == 0xe1 && next >= 0xb8 && next <= 0xbb) continue;
    if (byte == 0xe2 && next == 0x80) continue;
    return false;
  }
  return true;
}

// Latin letters without their marks, so that "Ch'oe", "Kwŏn" and "Kwon" are looked up alike;
// blanks, commas and hyphens stay.
std::string without_marks(std::string_view text) {
  std::string out;
  std::string word;
  const auto flush = [&] {
    for (const char c : text::any_latin(word)) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out.push_back(c);
    }
    word.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = text.substr(i, 2) == "\xe2\x80" && i + 2 < text.size() &&
                      static_cast<unsigned char>(text[i + 2]) >= 0x90 &&
                      static_cast<unsigned char>(text[i + 2]) <= 0x95;
    if (dash || c == ' ' || c == ',' || c == '-' || c == '.' || c == '\t') {
      flush();
      out.push_back(dash ? '-' : c == '.' ? ' ' : c);
      if (dash) i += 2;
    } else {
      word.push_back(c);
    }
  }
  flush();
  return out;
}

// The class of a sound (names/sound.h), 0 for those that spellings disagree about.
char class_of(char sound, bool korean) {
  switch (sound) {
    case 'p':
    case 'b':
      return 'P';
    case 'f':
      return korean ? 'P' : 'F';
    case 'v':
    case 'w':
      return korean ? '\0' : 'F';
    case 'k':
    case 'g':
    case 'q':
    case 'G':
      return 'K';
    case 't':
    case 'd':
      return 'T';
    case 's':
    case 'S':
      return 'S';
    case 'z':
    case 'Z':
    case 'C':
    case 'J':
    case 'T':
    case 'Q':
      return korean ? 'J' : 'S';
    case 'l':
      return 'L';
    case 'r':
      return korean ? 'L' : 'R';
    case 'm':
      return 'M';
    case 'n':
      return 'N';
    default:
      return '\0';
  }
}

std::string skeleton(std::string_view sounds, bool korean) {
  std::string out;
  bool nasal = false;  // within the g of ng and k's beside it
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    const char kind = class_of(sounds[i], korean);
    if (kind == '\0') {
      nasal = false;
      continue;
    }
    const char before = out.empty() ? '\0' : out.back();
    if (kind == before) continue;
    if (korean) {
      // ng is n; l and n beside one another sound as one of them; the North writes an l at the
      // beginning that the South does not.
      nasal = nasal ? kind == 'K' : kind == 'K' && before == 'N' && sounds[i - 1] == 'n';
      if (nasal) continue;
      if ((kind == 'L' && before == 'N') || (kind == 'N' && before == 'L')) continue;
      if (kind == 'L' && i == 0) continue;
    }
    // t and s are the sound written ts.
    if (kind == 'S' && before == 'T' && !korean) {
      out.back() = 'S';
      if (out.size() > 1 && out[out.size() - 2] == 'S') out.pop_back();
      continue;
    }
    out.push_back(kind);
  }
  return out;
}

bool is_patronymic(std::string_view sounds) {
  return sounds.size() >= kLeastPatronymic &&
         std::any_of(kPatronymics.begin(), kPatronymics.end(),
                     [&](std::string_view ending) { return sounds.ends_with(ending); });
}

// What a reading costs, in quarter bits: order and joined writing, which are told apart more often
// than Matcher needs them to be; how unusual the given name and the surname's spelling are; and how
// rare the surname. The table lists the frequent ones first: twice as far down is about a quarter
// as frequent.
int cost_of(const names::KoreanReading& reading, int spelling, std::size_t surname) {
  return 4 * reading.cost + reading.given.best + spelling +
         8 * (static_cast<int>(std::bit_width(surname + 1)) - 1);
}

}  // namespace

Result<SoundKeys> SoundKeys::load(const DataFiles& data) {
  SoundKeys keys(DP_TRY(names::Matcher::load(data)));
  const std::string path = "overlap/surnames.csv";
  const std::string text = DP_TRY(data.read(path));
  const CsvTable table = DP_TRY(read_csv(text, "data/" + path));
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    std::string_view words = table.rows[row].front();
    std::size_t first = std::numeric_limits<std::size_t>::max();
    while (!words.empty()) {
      const std::string word(words.substr(0, words.find(' ')));
      words.remove_prefix(std::min(words.size(), word.size() + 1));
      // Any given name will do: what counts is which surname the table takes the word for.
      const names::Name name = keys.matcher_->parse(word + "영수");
      if (name.korean.empty() || name.korean.front().surname_text != word) {
        return Error{Fault::Corrupt, "data/" + path + ", line " + std::to_string(table.lines[row]) +
                                         ": " + word +
                                         " is not in data/names/korean_surnames.toml"};
      }
      const std::size_t surname = name.korean.front().surnames.front().first;
      if (first == std::numeric_limits<std::size_t>::max()) first = surname;
      keys.merged_.emplace_back(surname, first);
    }
  }
  std::sort(keys.merged_.begin(), keys.merged_.end());
  return keys;
}

std::size_t SoundKeys::merged(std::size_t surname) const {
  const auto found = std::lower_bound(merged_.begin(), merged_.end(),
                                      std::pair<std::size_t, std::size_t>(surname, 0));
  return found != merged_.end() && found->first == surname ? found->second : surname;
}

std::string SoundKeys::korean_key(const names::KoreanReading& reading, std::size_t surname) const {
  std::string latin = reading.given_text;
  if (reading.hangul) {
    const auto written = matcher_->romanise(reading.given_text, "dprk", false);
    if (written.ok()) latin = written.value();
  } else if (!is_latin_only(latin)) {
    const auto written = matcher_->romanise(reading.given_text, "newspaper", false);
    if (written.ok()) latin = written.value();
  }
  std::string letters;
  for (const char c : text::any_latin(latin)) {
    if (c >= 'a' && c <= 'z') letters.push_back(c);
  }
  return std::to_string(merged(surname)) + ":" + skeleton(matcher_->sounds().of(letters), true);
}

std::string SoundKeys::key(std::string_view text) const {
  const std::string composed = text::nfc(text.substr(0, kMostBytes));
  const names::Name name =
      matcher_->parse(is_latin_only(composed) ? without_marks(composed) : composed);
  const names::KoreanReading* best = nullptr;
  std::size_t surname = 0;
  int least = std::numeric_limits<int>::max();
  for (const names::KoreanReading& reading : name.korean) {
    for (const auto& [index, spelling] : reading.surnames) {
      const int cost = cost_of(reading, spelling, index);
      if (cost >= least) continue;
      least = cost;
      best = &reading;
      surname = index;
    }
  }
  if (best != nullptr) return korean_key(*best, surname);
  std::vector<std::string> words;
  std::vector<std::string> patronymics;
  for (const names::Token& token : name.tokens) {
    if (token.part == names::Part::Title || token.part == names::Part::Filler) continue;
    const bool number = token.part == names::Part::Number;
    std::string word = number ? token.text : skeleton(token.sound, false);
    if (word.empty()) word = "-";  // Aya and the like: a word all the same
    (is_patronymic(token.sound) ? patronymics : words).push_back(std::move(word));
  }
  // A patronymic beside one word alone may be a surname (Rabinovich).
  if (words.size() < 2) words.insert(words.end(), patronymics.begin(), patronymics.end());
  std::sort(words.begin(), words.end());
  std::string key;
  for (const std::string& word : words) key += (key.empty() ? "" : " ") + word;
  return key;
}

}  // namespace depone::overlap
