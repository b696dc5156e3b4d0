// The spellings behind NumberLexicon, and the scanners that use them. Internal to reading.
#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "reading/data_node.h"
#include "reading/numbers.h"

namespace depone::reading {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept {
    return std::hash<std::string_view>{}(text);
  }
};
template <class T>
using TextMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

// Words that can be told from most others by their length and two letters at each end, without
// looking them up. May take another word for one of its own, never the reverse.
class WordGlance {
 public:
  void add(std::string_view word) { seen_.set(slot(word)); }
  bool may_hold(std::string_view word) const { return seen_.test(slot(word)); }

 private:
  static constexpr std::size_t kSlots = 4096;

  // Of Cyrillic letters only the last byte tells them apart.
  static std::size_t slot(std::string_view word) {
    const auto byte = [&](std::size_t at) {
      return static_cast<std::size_t>(static_cast<unsigned char>(word[at]));
    };
    const std::size_t size = word.size();
    const bool latin = size > 0 && byte(0) < 0x80;
    if (size < 4) return latin ? (size * 1031 + byte(0) * 67 + byte(size - 1) * 7) % kSlots : 0;
    const std::size_t wide = latin ? 1 : 2;
    return (size * 1031 + byte(wide - 1) * 67 + byte(2 * wide - 1) * 131 + byte(size - 1) * 7 +
            byte(size - 1 - wide) * 257) %
           kSlots;
  }

  std::bitset<kSlots> seen_;
};

// A fixed wording with an interval: "tens of thousands", 두세; or with a unit: "twice".
// Values in ten-thousandths.
struct FixedNumeral {
  std::string form;
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::string unit;
};

// English and Russian: words joined by spaces or hyphens. Values in ten-thousandths.
struct WordNumerals {
  TextMap<std::int64_t> numbers;
  TextMap<std::int64_t> scales;
  TextMap<std::int64_t> suffixes;
  TextMap<std::vector<FixedNumeral>> fixed_by_first_word;  // longest first
  std::vector<std::string> conjunctions;
  std::vector<std::string> articles;
  std::vector<std::string> half_after;
  std::vector<std::string> ordinals;
  std::vector<std::string> glued;
  std::vector<std::string> range_words;
  std::vector<std::string> openings;
  std::vector<std::string> and_openings;
  WordGlance first_words;      // all words a numeral can begin with
  WordGlance values;           // all words of `numbers` and `scales`
  bool bare_scale = false;     // "тысяча рублей" without a number before it
  bool spaced_groups = false;  // "50 000"
};

// Korean: syllables. Keys are one or more Hangul syllables.
struct KoreanNumerals {
  std::vector<std::pair<std::string, std::int64_t>> digits;
  std::vector<std::pair<std::string, std::int64_t>> small_scales;
  std::vector<std::pair<std::string, std::int64_t>> large_scales;
  std::vector<std::pair<std::string, std::int64_t>> native_tens;
  std::vector<std::pair<std::string, std::int64_t>> native_units;
  std::vector<FixedNumeral> pairs;
  std::vector<std::string> some;
  std::vector<std::string> more;
  std::vector<std::string> ordinal_before;
  std::vector<std::string> range_words;
  std::string fraction;
  TextMap<bool> first_syllables;  // that may begin a numeral in words
};

Result<WordNumerals> load_word_numerals(const DataFiles& data, std::string_view file);
Result<KoreanNumerals> load_korean_numerals(const DataFiles& data);

// Digits with separators at `at`: "50,000", "1.5", "50 000". False when they are no count: part of
// a name, a clock time, a dotted date, an ordinal. `end` is where to go on in either case.
struct DigitRun {
  bool is_number = false;
  std::size_t end = 0;
  std::int64_t value = 0;  // ten-thousandths
  bool four_digits = false;
  bool has_decimals = false;
};
DigitRun read_digits(std::string_view text, std::size_t at, bool spaced_groups,
                     const std::vector<std::string>& ordinals);

void find_word_numerals(const WordNumerals& table, std::string_view text,
                        std::vector<Numeral>& out);
void find_korean_numerals(const KoreanNumerals& table, std::string_view text,
                          std::vector<Numeral>& out);

// Joins "16-18", "16 to 18", "2~3만" in out[first..] into ranges.
void join_ranges(std::string_view text, const std::vector<std::string>& range_words,
                 const std::vector<std::string>& openings,
                 const std::vector<std::string>& and_openings, std::size_t first,
                 std::vector<Numeral>& out);

// value * factor in ten-thousandths; false when it leaves the range of a Decimal.
bool multiply(std::int64_t value, std::int64_t factor, std::int64_t& product);

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_latin(char c) { return c >= 'a' && c <= 'z'; }
// The lead byte of a two-byte Cyrillic letter.
inline bool is_cyrillic(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == 0xD0 || byte == 0xD1;
}
// The lead byte of a Hangul syllable (or of the few Hanja that share it).
inline bool is_hangul(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0xEA && byte <= 0xED;
}
// The end of the run of Latin or of Cyrillic letters that begins at `at`.
std::size_t word_end(std::string_view text, std::size_t at);

}  // namespace depone::reading
