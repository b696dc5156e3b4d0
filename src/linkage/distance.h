// Distances between short texts of bytes: Levenshtein, optimal string alignment, Jaro and
// Jaro-Winkler, decided in integers.
//
// Sources: Levenshtein by Myers 1999 in Hyyrö's form of 2003 (64 letters a word); Jaro 1989;
// Winkler 1990. The literal twins are in reference/distance_reference.h; vectorised forms for many
// pairs at once are in distance_lanes.h. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace depone::linkage {

// Insertions, deletions and replacements that turn `a` into `b`; `most` + 1 when there are more
// than `most`.
int levenshtein(std::string_view a, std::string_view b, int most = 1 << 20);

// Whether `a` and `b` differ by at most one insertion, deletion, replacement or exchange of two
// neighbours.
bool one_edit(std::string_view a, std::string_view b);

// What Jaro counts in two texts.
struct JaroCounts {
  int a = 0;  // letters
  int b = 0;
  int common = 0;     // letters common within the window max(a, b) / 2 - 1
  int exchanged = 0;  // half the number of common letters out of order, rounded down
  int prefix = 0;     // equal letters at the beginning, at most 4
};

JaroCounts count_jaro(std::string_view a, std::string_view b);

// Whether the Jaro-Winkler similarity is at least thousandths / 1000, in integers. The prefix adds
// a tenth of what is missing per letter where Jaro's own similarity is over 0.7 (Winkler's rule).
// Both texts shorter than 256 letters; for longer ones counts must be scaled by the caller.
inline bool jaro_winkler_reaches(const JaroCounts& counts, int thousandths) {
  if (counts.a == 0 && counts.b == 0) return true;
  if (counts.common == 0) return thousandths <= 0;
  const std::int64_t a = counts.a;
  const std::int64_t b = counts.b;
  const std::int64_t common = counts.common;
  // Jaro = numerator / denominator.
  const std::int64_t numerator = common * common * (a + b) + (common - counts.exchanged) * a * b;
  const std::int64_t denominator = 3 * common * a * b;
  const std::int64_t prefix = 10 * numerator > 7 * denominator ? counts.prefix : 0;
  return 100 * ((10 - prefix) * numerator + prefix * denominator) >= thousandths * denominator;
}

// The similarity itself, for showing.
double jaro_winkler(const JaroCounts& counts);

}  // namespace depone::linkage
