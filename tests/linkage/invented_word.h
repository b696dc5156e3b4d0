// Words for invented people, in tests and benches.
#pragma once

#include <cstddef>
#include <string>

#include "math/random.h"

namespace depone::linkage {

// One of `of` words of `syllables` syllables, a consonant and a vowel each.
inline std::string invented_word(math::Random& random, std::size_t of, std::size_t syllables) {
  std::string word;
  std::size_t code = random.below(of) * 7919 + 13;
  for (std::size_t i = 0; i < syllables; ++i, code /= 12) {
    word += "bdfgklmnprst"[code % 12];
    word += "aeiou"[code / 12 % 5];
  }
  return word;
}

}  // namespace depone::linkage
