#include "linkage/distance.h"

#include <algorithm>
#include <array>
#include <vector>

namespace depone::linkage {
namespace {

constexpr std::size_t kWord = 64;

int levenshtein_long(std::string_view a, std::string_view b) {
  std::vector<int> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    int corner = row[0];
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replaced = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
      corner = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

// a.size() in [1, 64].
int levenshtein_word(std::string_view a, std::string_view b) {
  std::array<std::uint64_t, 256> places{};
  for (std::size_t i = 0; i < a.size(); ++i) {
    places[static_cast<unsigned char>(a[i])] |= std::uint64_t{1} << i;
  }
  std::uint64_t plus = ~std::uint64_t{0};
  std::uint64_t minus = 0;
  int distance = static_cast<int>(a.size());
  const std::uint64_t last = std::uint64_t{1} << (a.size() - 1);
  for (const char c : b) {
    const std::uint64_t equal = places[static_cast<unsigned char>(c)];
    const std::uint64_t zero = (((equal & plus) + plus) ^ plus) | equal | minus;
    std::uint64_t up = minus | ~(zero | plus);
    const std::uint64_t down = plus & zero;
    distance += (up & last) != 0 ? 1 : 0;
    distance -= (down & last) != 0 ? 1 : 0;
    up = (up << 1) | 1;
    plus = (down << 1) | ~(zero | up);
    minus = up & zero;
  }
  return distance;
}

// Longer texts: the same counts with a byte a letter.
JaroCounts count_jaro_long(std::string_view a, std::string_view b, std::size_t window) {
  JaroCounts counts{static_cast<int>(a.size()), static_cast<int>(b.size())};
  std::vector<char> used(b.size(), 0);
  std::vector<char> in_order;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t from = i > window ? i - window : 0;
    const std::size_t to = std::min(b.size(), i + window + 1);
    for (std::size_t j = from; j < to; ++j) {
      if (used[j] == 0 && a[i] == b[j]) {
        used[j] = 1;
        in_order.push_back(a[i]);
        break;
      }
    }
  }
  counts.common = static_cast<int>(in_order.size());
  std::size_t k = 0;
  int out_of_order = 0;
  for (std::size_t j = 0; j < b.size(); ++j) {
    if (used[j] != 0 && in_order[k++] != b[j]) ++out_of_order;
  }
  counts.exchanged = out_of_order / 2;
  return counts;
}

}  // namespace

int levenshtein(std::string_view a, std::string_view b, int most) {
  if (a.size() > b.size()) std::swap(a, b);
  if (static_cast<std::int64_t>(b.size() - a.size()) > most) return most + 1;
  if (a.empty()) return static_cast<int>(b.size());
  const int distance = a.size() <= kWord ? levenshtein_word(a, b) : levenshtein_long(a, b);
  return std::min(distance, most + 1);
}

bool one_edit(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  std::size_t i = 0;
  while (i < a.size() && a[i] == b[i]) ++i;
  if (i == a.size()) return true;
  if (a.size() < b.size()) return a.substr(i) == b.substr(i + 1);
  if (a.substr(i + 1) == b.substr(i + 1)) return true;
  return i + 1 < a.size() && a[i] == b[i + 1] && a[i + 1] == b[i] &&
         a.substr(i + 2) == b.substr(i + 2);
}

JaroCounts count_jaro(std::string_view a, std::string_view b) {
  const std::size_t longer = std::max(a.size(), b.size());
  const std::size_t window = longer < 4 ? 0 : longer / 2 - 1;
  JaroCounts counts{static_cast<int>(a.size()), static_cast<int>(b.size())};
  if (longer > kWord) {
    counts = count_jaro_long(a, b, window);
  } else {
    std::uint64_t used = 0;
    std::array<char, kWord> in_order;
    int common = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      const std::size_t from = i > window ? i - window : 0;
      const std::size_t to = std::min(b.size(), i + window + 1);
      for (std::size_t j = from; j < to; ++j) {
        if (a[i] == b[j] && ((used >> j) & 1) == 0) {
          used |= std::uint64_t{1} << j;
          in_order[static_cast<std::size_t>(common++)] = a[i];
          break;
        }
      }
    }
    int out_of_order = 0;
    for (int k = 0; k < common; ++k) {
      const auto j = static_cast<std::size_t>(__builtin_ctzll(used));
      out_of_order += in_order[static_cast<std::size_t>(k)] != b[j] ? 1 : 0;
      used &= used - 1;
    }
    counts.common = common;
    counts.exchanged = out_of_order / 2;
  }
  const std::size_t shorter = std::min({a.size(), b.size(), std::size_t{4}});
  std::size_t prefix = 0;
  while (prefix < shorter && a[prefix] == b[prefix]) ++prefix;
  counts.prefix = static_cast<int>(prefix);
  return counts;
}

double jaro_winkler(const JaroCounts& counts) {
  if (counts.a == 0 && counts.b == 0) return 1;
  if (counts.common == 0) return 0;
  const double common = counts.common;
  const double jaro =
      (common / counts.a + common / counts.b + (common - counts.exchanged) / common) / 3;
  return jaro > 0.7 ? jaro + 0.1 * counts.prefix * (1 - jaro) : jaro;
}

}  // namespace depone::linkage
