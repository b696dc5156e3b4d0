#include "text/encoding_guess.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "text/legacy_codec.h"
#include "text/utf8_scan.h"

namespace depone::text {
namespace {

constexpr std::size_t kSampleBytes = 64 * 1024;
constexpr double kImpossible = -std::numeric_limits<double>::infinity();

// Natural logarithms of probabilities. Within a class all members count alike; what matters is the
// gap between classes.
constexpr double kFrequentSyllable = -5.0;   // 120 syllables make up some four fifths of prose
constexpr double kOtherSyllable = -9.2;      // the other 2,230 of KS X 1001
constexpr double kExtendedSyllable = -13.5;  // the 8,822 that only CP949 has
constexpr double kHanja = -13.5;
constexpr double kKoreanSymbol = -10.0;
constexpr double kOutsideText = -14.0;  // box drawing, unassigned, controls
constexpr double kMixedScript = -6.0;   // Cyrillic or accented letter beside the wrong script
constexpr double kCaseJump = -5.0;      // capital after a small letter inside a word
constexpr double kFirstCapital = -0.7;
constexpr double kNextCapital = -0.2;     // whole words in capitals are headings, not misreadings
constexpr double kSignFirst = -4.0;       // no word begins with a hard or soft sign or yery
constexpr double kFewAmongLatin = -11.0;  // a word of another script in a Latin text
constexpr double kTypography = -4.0;      // quotation marks and dashes
constexpr double kOtherSymbol = -7.5;
constexpr double kAccented = -5.0;
constexpr double kBrokenByte = -9.5;

// The syllables that are most frequent in Korean news prose; order does not matter.
constexpr std::string_view kFrequent =
    "이다는에의가을고하를지은로한서도사기자시인대어리에일나아정으전해수있그제원들부보과지"
    "게라장만동국주구했면여조상성관공안경신유스적오선기위무것소미북회세생중화말년월발방당"
    "마요통분내개치력현모계연진문까출학되교저산니때행식없강명우외체감평건노후간파심남비바"
    "러드본양려두차트단역금업탈직복추았었습같받날못살집거호반급터송";

// Share of each letter in running Russian text, a to ya without yo, in per mille: National Corpus
// of the Russian Language, letter frequencies (Lyashevskaya, Sharov 2009, introduction).
constexpr std::array<double, 32> kRussianPerMille = {
    80.1, 15.9, 45.4, 17.0, 29.8, 84.5, 9.4, 16.5, 73.5, 12.1, 34.9, 44.0, 32.1, 67.0, 109.7, 28.1,
    47.3, 54.7, 62.6, 26.2, 2.6,  9.7,  4.8, 14.4, 7.3,  3.6,  0.4,  19.0, 17.4, 3.2,  6.4,   20.1};

// KOI8-R bytes 0xC0 to 0xDF are these small letters as index into a to ya (RFC 1489); 0xE0 to 0xFF
// the capitals in the same order.
constexpr std::array<std::uint8_t, 32> kKoi8Order = {30, 0,  1,  22, 4,  5,  20, 3,  21, 8,  9,
                                                     10, 11, 12, 13, 14, 15, 31, 16, 17, 18, 19,
                                                     6,  2,  28, 27, 7,  24, 29, 25, 23, 26};

// Whether a pair of bytes from the Hangul rows of KS X 1001 is one of kFrequent.
bool is_frequent_pair(std::uint8_t lead, std::uint8_t trail) {
  static const std::bitset<65536> kPairs = [] {
    std::bitset<65536> pairs;
    const std::string bytes = from_utf8(kFrequent, "EUC-KR").value_or("");
    for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
      pairs.set(static_cast<std::size_t>(static_cast<unsigned char>(bytes[i])) << 8 |
                static_cast<unsigned char>(bytes[i + 1]));
    }
    return pairs;
  }();
  return kPairs.test(static_cast<std::size_t>(lead) << 8 | trail);
}

double log_letter(std::size_t index) { return std::log(kRussianPerMille[index] / 1000.0); }

enum class Sort { Other, Ascii, SmallLetter, Capital };

struct Reading {
  Sort sort = Sort::Other;
  double log_probability = kOutsideText;
  bool never_first = false;  // hard sign, yery, soft sign
};

Reading cyrillic_letter(std::size_t index, bool capital) {
  return {capital ? Sort::Capital : Sort::SmallLetter, log_letter(index),
          index >= 26 && index <= 28};
}

Reading read_windows_1251(std::uint8_t byte) {
  if (byte >= 0xC0) return cyrillic_letter(byte & 0x1Fu, byte < 0xE0);
  if (byte == 0xB8 || byte == 0xA8)
    return {byte == 0xB8 ? Sort::SmallLetter : Sort::Capital, -7.0, false};
  constexpr std::array<std::uint8_t, 12> kMarks = {0x84, 0x85, 0x91, 0x92, 0x93, 0x94,
                                                   0x96, 0x97, 0xA0, 0xAB, 0xBB, 0xB9};
  if (std::find(kMarks.begin(), kMarks.end(), byte) != kMarks.end()) {
    return {Sort::Other, kTypography, false};
  }
  // Ukrainian, Belarusian and Serbian letters share the rows with rarer signs.
  return {Sort::Other, byte == 0x98 ? kOutsideText : kOtherSymbol - 1.5, false};
}

Reading read_koi8_r(std::uint8_t byte) {
  if (byte >= 0xC0) return cyrillic_letter(kKoi8Order[byte & 0x1Fu], byte >= 0xE0);
  if (byte == 0xA3 || byte == 0xB3)
    return {byte == 0xA3 ? Sort::SmallLetter : Sort::Capital, -7.0, false};
  if (byte == 0x9A) return {Sort::Other, kTypography, false};  // no-break space
  if (byte == 0xBF || byte == 0x9C || byte == 0x95) return {Sort::Other, kOtherSymbol, false};
  return {Sort::Other, kOutsideText, false};
}

// Western letters are read only beside ASCII letters; see score_single_bytes.
Reading read_windows_1252(std::uint8_t byte) {
  constexpr std::array<std::uint8_t, 10> kMarks = {0x85, 0x91, 0x92, 0x93, 0x94,
                                                   0x96, 0x97, 0xA0, 0xAB, 0xBB};
  if (std::find(kMarks.begin(), kMarks.end(), byte) != kMarks.end()) {
    return {Sort::Other, kTypography, false};
  }
  if (byte >= 0xFE) return {};
  if (byte >= 0xC0 && byte != 0xD7 && byte != 0xF7) {
    return {byte < 0xE0 ? Sort::Capital : Sort::SmallLetter, kAccented, false};
  }
  return {Sort::Other, byte < 0xA0 ? kOutsideText : kOtherSymbol, false};
}

enum class Neighbours { SameScript, AsciiOnly };

template <class Read>
double score_single_bytes(ByteView bytes, Read read, Neighbours wanted) {
  double score = 0;
  Sort previous = Sort::Other;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint8_t byte = bytes[i];
    if (byte < 0x80) {
      const Sort sort = is_ascii_letter(byte) ? Sort::Ascii : Sort::Other;
      const bool cyrillic_before = previous == Sort::SmallLetter || previous == Sort::Capital;
      if (sort == Sort::Ascii && cyrillic_before && wanted == Neighbours::SameScript) {
        score += kMixedScript;
      }
      previous = sort;
      continue;
    }
    const Reading reading = read(byte);
    score += reading.log_probability;
    if (reading.sort == Sort::SmallLetter || reading.sort == Sort::Capital) {
      const bool ascii_after = i + 1 < bytes.size() && is_ascii_letter(bytes[i + 1]);
      if (wanted == Neighbours::SameScript) {
        if (previous == Sort::Ascii) score += kMixedScript;
        if (previous == Sort::SmallLetter && reading.sort == Sort::Capital) score += kCaseJump;
        if (previous == Sort::Other && reading.never_first) score += kSignFirst;
        if (reading.sort == Sort::Capital) {
          score += previous == Sort::Capital ? kNextCapital : kFirstCapital;
        }
      } else if (previous != Sort::Ascii && !ascii_after) {
        score += kMixedScript;
      }
    }
    previous = reading.sort;
  }
  return score;
}

bool is_cp949_trail(std::uint8_t byte) {
  return (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A) ||
         (byte >= 0x81 && byte <= 0xFE);
}

double score_korean(ByteView bytes) {
  double score = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::uint8_t lead = bytes[i];
    if (lead < 0x80) continue;
    if (lead == 0x80 || lead == 0xFF) return kImpossible;
    if (i + 1 == bytes.size()) return score + kOutsideText;  // cut in the middle of a character
    const std::uint8_t trail = bytes[++i];
    if (!is_cp949_trail(trail)) return kImpossible;
    if (lead >= 0xA1 && trail >= 0xA1) {
      if (lead >= 0xB0 && lead <= 0xC8) {
        score += is_frequent_pair(lead, trail) ? kFrequentSyllable : kOtherSyllable;
      } else if (lead >= 0xCA && lead <= 0xFD) {
        score += kHanja;
      } else {
        score += lead <= 0xAC ? kKoreanSymbol : kOutsideText;
      }
    } else {
      score += lead <= 0xC6 ? kExtendedSyllable : kOutsideText;
    }
  }
  return score;
}

// Text damaged on its way: the sequences that are whole read as what they are, the rest as noise.
double score_broken_utf8(ByteView bytes) {
  const std::string_view text = text_of(bytes);
  double score = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const UChar32 point = next_code_point(text, at);
    const auto size = static_cast<double>(at - begin);
    if (point >= 0x80) score += -3.0 * size;  // the one reading whose bytes constrain each other
    if (point < 0) score += kBrokenByte * size;
  }
  return score;
}

// What a code unit of text in our languages may be.
bool is_plausible_unit(unsigned unit) {
  return (unit >= 0x20 && unit < 0x7F) || unit == '\n' || unit == '\r' || unit == '\t' ||
         (unit >= 0x00A0 && unit <= 0x017F) || (unit >= 0x0400 && unit <= 0x04FF) ||
         (unit >= 0x2010 && unit <= 0x2044) || (unit >= 0x3000 && unit <= 0x3011) ||
         (unit >= 0xAC00 && unit <= 0xD7A3);
}

double plausible_share(ByteView bytes, std::size_t high) {
  std::size_t plausible = 0;
  const std::size_t units = bytes.size() / 2;
  for (std::size_t i = 0; i < units; ++i) {
    const unsigned unit = static_cast<unsigned>(bytes[2 * i + high]) << 8 | bytes[2 * i + 1 - high];
    plausible += is_plausible_unit(unit) ? 1 : 0;
  }
  return units == 0 ? 0 : static_cast<double>(plausible) / static_cast<double>(units);
}

}  // namespace

Legacy guess_legacy(ByteView bytes) {
  bytes = bytes.first(std::min(bytes.size(), kSampleBytes));
  const auto high = std::count_if(bytes.begin(), bytes.end(), [](auto b) { return b >= 0x80; });
  const auto latin =
      std::count_if(bytes.begin(), bytes.end(), [](auto b) { return is_ascii_letter(b); });
  const double prior = latin > 4 * high ? kFewAmongLatin : 0.0;
  const auto cyrillic = [&](auto read) {
    return prior + score_single_bytes(bytes, read, Neighbours::SameScript);
  };
  const std::array<std::pair<Legacy, double>, 5> scores = {{
      {Legacy::BrokenUtf8, score_broken_utf8(bytes)},
      {Legacy::Korean, prior + score_korean(bytes)},
      {Legacy::Windows1251, cyrillic(read_windows_1251)},
      {Legacy::Koi8R, cyrillic(read_koi8_r)},
      {Legacy::Windows1252, score_single_bytes(bytes, read_windows_1252, Neighbours::AsciiOnly)},
  }};
  return std::max_element(scores.begin(), scores.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

Utf16 guess_utf16(ByteView bytes) {
  bytes = bytes.first(std::min(bytes.size(), kSampleBytes));
  if (bytes.size() < 4) return Utf16::None;
  // NUL and 0x04 are half of every space, digit, Latin or Cyrillic letter in UTF-16 and occur in
  // no other text.
  const auto telling =
      std::count_if(bytes.begin(), bytes.end(), [](auto byte) { return byte == 0 || byte == 4; });
  if (telling == 0) return Utf16::None;
  const double big = plausible_share(bytes, 0);
  const double little = plausible_share(bytes, 1);
  if (std::max(big, little) < 0.9) return Utf16::None;
  return big > little ? Utf16::BigEndian : Utf16::LittleEndian;
}

bool is_plain_euc_kr(ByteView bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] < 0x80) continue;
    if (bytes[i] < 0xA1 || i + 1 == bytes.size() || bytes[i + 1] < 0xA1) return false;
    ++i;
  }
  return true;
}

}  // namespace depone::text
