// How a word of a name sounds, in any Latin or Cyrillic spelling, and how far two words are apart.
//
// A word becomes a short string of sounds (data/names/sounds.toml): "Khrushchev", "Хрущёв" and
// "Chruschtschow" lie within a few bits. The distance is a weighted edit distance (Wagner and
// Fischer 1974) whose costs are bits: a cost of c says that 1 in 2^c spellings of the same word
// differs so. Costs are kept in quarter bits. Immutable; any thread.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"

namespace depone::names {

inline constexpr std::size_t kMostSounds = 24;  // a word's sounds beyond are not looked at

// How many consonants of each class a word has: ten classes of three bits each, unary; and in the
// two highest bits how many sounds that stand for vowels and consonants alike (J, X, G, w), 3 for
// more.
using Signature = std::uint32_t;

inline constexpr Signature kClassBits = 0x3fffffffu;

// What `free` sounds can be matched with: all of the other word when there are three or more.
constexpr int free_sounds(Signature signature) {
  const auto count = static_cast<int>(signature >> 30);
  return count == 3 ? 32 : count;
}

class Sounds {
 public:
  static Result<Sounds> load(const DataFiles& data);

  // The sounds of one word: lower-case Cyrillic, or lower-case Latin a to z (text::any_latin makes
  // them); other characters are silent. At most kMostSounds.
  std::string of(std::string_view word) const;

  // The distance of two sound strings in quarter bits; any number above `most` when it is above.
  int distance(std::string_view a, std::string_view b, int most) const;

  // A signature for ruling words out fast; see least_distance().
  Signature signature(std::string_view sounds) const;
  // A lower bound of distance() for words with these signatures: at least so many consonants have
  // to be left out or taken for one of another class.
  int least_distance(Signature a, Signature b) const {
    const int ab = std::max(0, __builtin_popcount(a & ~b & kClassBits) - free_sounds(b));
    const int ba = std::max(0, __builtin_popcount(b & ~a & kClassBits) - free_sounds(a));
    const int both = ab < ba ? ab : ba;
    return both * least_step_ + (ab + ba - 2 * both) * least_drop_;
  }

  // A word of Arabic script, which leaves its vowels out, as the same sounds behind a mark: such
  // words compare with others by their consonants.
  std::string of_arabic(std::u32string_view word) const;
  static bool is_arabic(std::string_view sounds) { return sounds.starts_with(kArabicMark); }
  static constexpr char kArabicMark = '~';
  // The sounds without the mark, vowels, and the glides and final h that may stand for vowels.
  static std::string consonants(std::string_view sounds);

  // The consonants alone, each by a letter for its class; sounds that stand for vowels and
  // consonants alike are passed over. Words that sound alike usually share it.
  std::string skeleton(std::string_view sounds) const;

  int left_out(char sound) const { return left_out_[index(sound)]; }
  int mistaken(char a, char b) const { return mistaken_[index(a)][index(b)]; }
  int first() const { return first_; }
  static int first_from();  // mistaking the first sound costs first() more from here
  // The two terms of least_distance(), in quarter bits: a consonant for one of another class, and
  // a consonant more on one side.
  int least_step() const { return least_step_; }
  int least_drop() const { return least_drop_; }

 private:
  static std::size_t index(char sound) { return static_cast<unsigned char>(sound) & 0x7fu; }
  using Rules = std::unordered_map<char32_t, std::vector<std::pair<std::u32string, std::string>>>;

  Rules rules_;
  std::unordered_map<char32_t, std::string> arabic_;
  std::array<std::uint8_t, 128> left_out_{};
  std::array<std::array<std::uint8_t, 128>, 128> mistaken_{};
  std::array<std::int8_t, 128> class_{};  // -1: vowels, glides and h, which come and go; -2: free
  int first_ = 0;
  int least_step_ = 0;
  int least_drop_ = 0;
};

}  // namespace depone::names
