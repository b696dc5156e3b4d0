// Hierarchical log-linear models as sets of terms.
//
// A term is a set of lists; its parameter acts on every combination of lists that contains it. A
// model is hierarchical when with a term come all its subsets. All models here hold the constant
// (the empty set, whose exponential is the expected number on no list) and every list's main
// effect. Notation: the generators (terms that no other contains), larger ones first, by the names
// of their lists: "[EXH,ABA,OSCE][HRW]".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "estimate/overlap_table.h"

namespace depone::estimate {

// All hierarchical models are gone through up to so many lists; 7,785,061 models for 6.
inline constexpr std::size_t kMaxListsExhaustive = 6;
// Searches add term by term up to so many lists.
inline constexpr std::size_t kMaxListsSearched = 10;
inline constexpr std::size_t kMaxTerms = 64;

// The terms of a model, the empty set among them: at most kMaxTerms.
class Terms {
 public:
  Terms() = default;
  std::size_t size() const { return size_; }
  Lists operator[](std::size_t i) const { return terms_[i]; }
  std::span<const std::uint16_t> span() const { return {terms_.data(), size_}; }
  bool contains(Lists term) const;
  void add(Lists term);
  void remove(Lists term);
  // The number of lists of the largest term.
  std::size_t order() const;
  friend bool operator==(const Terms& a, const Terms& b);
  friend Terms terms_of(std::uint64_t bits);

 private:
  // Larger terms first, then ascending; the empty set last. The fit relies on it.
  std::array<std::uint16_t, kMaxTerms> terms_{};
  std::size_t size_ = 0;
};

// For up to 6 lists a model is also a word: bit s is set when the set s of lists is a term.
using TermBits = std::uint64_t;
Terms terms_of(TermBits bits);
TermBits bits_of(const Terms& terms);

// The constant and the main effects.
Terms main_effects(std::size_t lists);

// Every term t outside the model, of at most `order` lists, that may be added: all of its subsets
// are in the model. Ascending.
std::vector<Lists> addable(const Terms& terms, std::size_t lists, std::size_t order);
// Every term of two lists or more that may be removed: the generators. Ascending.
std::vector<Lists> removable(const Terms& terms);

// "[A,B][C]"; names are those of the table.
std::string notation(const OverlapTable& table, const Terms& terms);
// The model whose generators are written so; main effects are added. InvalidInput for anything
// else, naming the lists there are; Unsupported when it has more than kMaxTerms terms.
Result<Terms> parse_notation(const OverlapTable& table, std::string_view text);

// Calls `each` with every hierarchical model of 2 <= lists <= kMaxListsExhaustive lists that has
// all main effects and no term of more than `order` lists, in a fixed order; the term of all lists
// is never in (it cannot be told apart from the number on no list). Models of the same graph (the
// terms of two lists) come together: `graph` restricts to one, a word of pairs in the order of
// pairs_of(). Stops when `each` returns false, and then returns false.
bool for_each_model(std::size_t lists, std::size_t order, std::uint32_t graph,
                    const std::function<bool(TermBits)>& each);
bool for_each_model(std::size_t lists, std::size_t order,
                    const std::function<bool(TermBits)>& each);

// The pairs of lists, ascending as sets.
std::vector<Lists> pairs_of(std::size_t lists);

}  // namespace depone::estimate
