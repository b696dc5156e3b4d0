// Which of a list's words could agree with a word at all, told from their signatures: the first
// pass over every word of every list, eight words at a time where the processor can (AVX2, found
// when the program runs). The literal twin is in tests/screening/screener_test.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "names/sound.h"

namespace depone::screening {

struct FilterTerms {
  std::int32_t step = 0;          // names::Sounds::least_step()
  std::int32_t drop = 0;          // names::Sounds::least_drop()
  std::int32_t share = 0;         // the most a distance may be, in 1/256 of the rarer word's bits
  std::int32_t most = 1'000'000;  // and whatever the word, in quarter bits
};

// Appends the places of those words of which the least distance of the signatures is at most
// terms.share of min(own bits, bits) and terms.most, ascending. `quarters` are the words' bits in
// quarter bits, rounded up; the spans are as long as one another.
void filter(names::Signature own, std::int32_t own_quarters,
            std::span<const names::Signature> signatures, std::span<const std::int32_t> quarters,
            const FilterTerms& terms, std::vector<std::uint32_t>& places);

// The same by the plain code, whatever the processor can.
void filter_plain(names::Signature own, std::int32_t own_quarters,
                  std::span<const names::Signature> signatures,
                  std::span<const std::int32_t> quarters, const FilterTerms& terms,
                  std::vector<std::uint32_t>& places);

}  // namespace depone::screening
