#include "linkage/distance_lanes.h"

#include <algorithm>

#include "linkage/distance_vectors.h"

namespace depone::linkage {
namespace {

std::string_view view_of(const ShortText& text) { return {text.bytes.data(), length_of(text)}; }

void jaro_plain(const ShortText* left, const ShortText* right, std::size_t count,
                LaneCounts* counts) {
  for (std::size_t i = 0; i < count; ++i) {
    const JaroCounts one = count_jaro(view_of(left[i]), view_of(right[i]));
    counts[i] = {static_cast<std::uint8_t>(one.a), static_cast<std::uint8_t>(one.b),
                 static_cast<std::uint8_t>(one.common), static_cast<std::uint8_t>(one.exchanged),
                 static_cast<std::uint8_t>(one.prefix)};
  }
}

void levenshtein_plain(const ShortText* left, const ShortText* right, std::size_t count,
                       std::uint8_t* distances) {
  for (std::size_t i = 0; i < count; ++i) {
    distances[i] = static_cast<std::uint8_t>(levenshtein(view_of(left[i]), view_of(right[i])));
  }
}

#if defined(__x86_64__)
// So few pairs are not worth a whole vector.
constexpr std::size_t kFewest = 2;

// A last part of a vector, with empty texts in the lanes that are left over.
struct Padded {
  std::array<ShortText, 16> left;
  std::array<ShortText, 16> right;
  Padded(const ShortText* a, const ShortText* b, std::size_t count) {
    std::copy_n(a, count, left.begin());
    std::copy_n(b, count, right.begin());
  }
};
#endif

}  // namespace

ShortText short_text(std::string_view text) {
  ShortText out;
  std::copy_n(text.begin(), std::min<std::size_t>(text.size(), 16), out.bytes.begin());
  return out;
}

std::size_t length_of(const ShortText& text) {
  return static_cast<std::size_t>(std::find(text.bytes.begin(), text.bytes.end(), '\0') -
                                  text.bytes.begin());
}

const char* name_of(Lanes lanes) {
  switch (lanes) {
    case Lanes::Plain:
      return "plain";
    case Lanes::Avx2:
      return "AVX2";
    case Lanes::Avx512:
      return "AVX-512";
  }
  return "plain";
}

bool lanes_available(Lanes lanes) {
#if defined(__x86_64__)
  switch (lanes) {
    case Lanes::Plain:
      return true;
    case Lanes::Avx2:
      return __builtin_cpu_supports("avx2") != 0;
    case Lanes::Avx512:
      return __builtin_cpu_supports("avx512bw") != 0;
  }
#endif
  return lanes == Lanes::Plain;
}

Lanes best_lanes() {
  static const Lanes best = lanes_available(Lanes::Avx512) ? Lanes::Avx512
                            : lanes_available(Lanes::Avx2) ? Lanes::Avx2
                                                           : Lanes::Plain;
  return best;
}

void count_jaro_many(Lanes lanes, const ShortText* left, const ShortText* right, std::size_t count,
                     LaneCounts* counts) {
  std::size_t at = 0;
#if defined(__x86_64__)
  if (lanes == Lanes::Avx512) {
    for (; at + 32 <= count; at += 32) jaro_avx512(left + at, right + at, counts + at);
  }
  if (lanes != Lanes::Plain) {
    for (; at + 16 <= count; at += 16) jaro_avx2(left + at, right + at, counts + at);
    if (count - at > kFewest) {
      const Padded rest(left + at, right + at, count - at);
      std::array<LaneCounts, 16> found;
      jaro_avx2(rest.left.data(), rest.right.data(), found.data());
      std::copy_n(found.begin(), count - at, counts + at);
      return;
    }
  }
#else
  static_cast<void>(lanes);
#endif
  jaro_plain(left + at, right + at, count - at, counts + at);
}

void levenshtein_many(Lanes lanes, const ShortText* left, const ShortText* right, std::size_t count,
                      std::uint8_t* distances) {
  std::size_t at = 0;
#if defined(__x86_64__)
  if (lanes == Lanes::Avx512) {
    for (; at + 32 <= count; at += 32) levenshtein_avx512(left + at, right + at, distances + at);
  }
  if (lanes != Lanes::Plain) {
    for (; at + 16 <= count; at += 16) levenshtein_avx2(left + at, right + at, distances + at);
    if (count - at > kFewest) {
      const Padded rest(left + at, right + at, count - at);
      std::array<std::uint8_t, 16> found;
      levenshtein_avx2(rest.left.data(), rest.right.data(), found.data());
      std::copy_n(found.begin(), count - at, distances + at);
      return;
    }
  }
#else
  static_cast<void>(lanes);
#endif
  levenshtein_plain(left + at, right + at, count - at, distances + at);
}

}  // namespace depone::linkage
