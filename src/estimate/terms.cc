#include "estimate/terms.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace depone::estimate {
namespace {

bool comes_before(Lists a, Lists b) {
  const int size_a = std::popcount(a);
  const int size_b = std::popcount(b);
  return size_a != size_b ? size_a > size_b : a < b;
}

// The subsets that miss exactly one list.
bool has_all_faces(TermBits model, Lists term) {
  for (Lists rest = term; rest != 0; rest &= rest - 1) {
    if ((model >> (term ^ (rest & (0 - rest))) & 1) == 0) return false;
  }
  return true;
}

// Walks over the terms of three lists and more, smaller ones first, so that when a term is met all
// its subsets are decided.
struct Walk {
  std::vector<Lists> terms;
  const std::function<bool(TermBits)>& each;

  bool from(std::size_t next, TermBits model) const {
    while (next < terms.size() && !has_all_faces(model, terms[next])) ++next;
    if (next == terms.size()) return each(model);
    return from(next + 1, model) && from(next + 1, model | TermBits{1} << terms[next]);
  }
};

}  // namespace

bool Terms::contains(Lists term) const {
  return std::find(terms_.begin(), terms_.begin() + size_, term) != terms_.begin() + size_;
}

void Terms::add(Lists term) {
  assert(size_ < kMaxTerms && !contains(term));
  std::size_t at = size_++;
  for (; at > 0 && comes_before(term, terms_[at - 1]); --at) terms_[at] = terms_[at - 1];
  terms_[at] = static_cast<std::uint16_t>(term);
}

void Terms::remove(Lists term) {
  assert(contains(term));
  std::remove(terms_.begin(), terms_.begin() + size_, static_cast<std::uint16_t>(term));
  --size_;
}

std::size_t Terms::order() const {
  return size_ == 0 ? 0 : static_cast<std::size_t>(std::popcount(Lists{terms_[0]}));
}

bool operator==(const Terms& a, const Terms& b) { return std::ranges::equal(a.span(), b.span()); }

Terms terms_of(TermBits bits) {
  // The sets of n lists out of six, as bits.
  static constexpr auto kSetsOfSize = [] {
    std::array<TermBits, 7> sets{};
    for (Lists s = 0; s < 64; ++s) {
      sets[static_cast<std::size_t>(std::popcount(s))] |= TermBits{1} << s;
    }
    return sets;
  }();
  Terms terms;
  for (std::size_t size = kSetsOfSize.size(); size-- > 0;) {
    for (TermBits rest = bits & kSetsOfSize[size]; rest != 0; rest &= rest - 1) {
      terms.terms_[terms.size_++] = static_cast<std::uint16_t>(std::countr_zero(rest));
    }
  }
  return terms;
}

TermBits bits_of(const Terms& terms) {
  TermBits bits = 0;
  for (const std::uint16_t term : terms.span()) bits |= TermBits{1} << term;
  return bits;
}

Terms main_effects(std::size_t lists) {
  Terms terms;
  terms.add(0);
  for (std::size_t i = 0; i < lists; ++i) terms.add(Lists{1} << i);
  return terms;
}

std::vector<Lists> addable(const Terms& terms, std::size_t lists, std::size_t order) {
  std::vector<Lists> found;
  for (Lists term = 3; term < (Lists{1} << lists) - 1; ++term) {
    if (static_cast<std::size_t>(std::popcount(term)) > order || terms.contains(term)) continue;
    bool whole = true;
    for (Lists rest = term; rest != 0 && whole; rest &= rest - 1) {
      whole = terms.contains(term ^ (rest & (0 - rest)));
    }
    if (whole) found.push_back(term);
  }
  return found;
}

std::vector<Lists> removable(const Terms& terms) {
  std::vector<Lists> found;
  for (const std::uint16_t term : terms.span()) {
    if (std::popcount(Lists{term}) < 2) continue;
    const auto contains_it = [&](std::uint16_t other) {
      return other != term && (other & term) == term;
    };
    if (std::ranges::none_of(terms.span(), contains_it)) found.push_back(term);
  }
  std::ranges::sort(found);
  return found;
}

std::string notation(const OverlapTable& table, const Terms& terms) {
  std::string text;
  for (const std::uint16_t term : terms.span()) {
    const auto contains_it = [&](std::uint16_t other) {
      return other != term && (other & term) == term;
    };
    if (term == 0 || std::ranges::any_of(terms.span(), contains_it)) continue;
    text += "[" + names_of(table, term) + "]";
  }
  return text;
}

Result<Terms> parse_notation(const OverlapTable& table, std::string_view text) {
  const std::size_t lists = table.list_count();
  const auto bad = [&](const std::string& why) {
    return Error{Fault::InvalidInput, "model \"" + std::string(text) + "\": " + why,
                 "write generators such as [" + table.lists[0] + "," + table.lists[1] +
                     "]; the lists are " + names_of(table, table.all_lists())};
  };
  std::vector<Lists> generators;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = text[at] == '[' ? text.find(']', at) : std::string_view::npos;
    if (end == std::string_view::npos) return bad("brackets do not match");
    Lists term = 0;
    std::string_view inside = text.substr(at + 1, end - at - 1);
    while (true) {
      const std::size_t comma = inside.find(',');
      const std::string_view name = inside.substr(0, comma);
      const auto found = std::ranges::find(table.lists, name);
      if (found == table.lists.end()) return bad("no list is called \"" + std::string(name) + "\"");
      term |= Lists{1} << (found - table.lists.begin());
      if (comma == std::string_view::npos) break;
      inside.remove_prefix(comma + 1);
    }
    if (term == table.all_lists()) return bad("a term of all lists cannot be estimated");
    generators.push_back(term);
    at = end + 1;
  }
  Terms terms = main_effects(lists);
  for (const Lists generator : generators) {
    for (Lists term = generator; term != 0; term = (term - 1) & generator) {
      if (terms.contains(term)) continue;
      if (terms.size() == kMaxTerms) {
        return Error{Fault::Unsupported, "the model " + std::string(text) + " has more than " +
                                             std::to_string(kMaxTerms) + " terms"};
      }
      terms.add(term);
    }
  }
  return terms;
}

std::vector<Lists> pairs_of(std::size_t lists) {
  std::vector<Lists> pairs;
  for (Lists term = 3; term < Lists{1} << lists; ++term) {
    if (std::popcount(term) == 2) pairs.push_back(term);
  }
  return pairs;
}

namespace {

// All terms of three lists up to `order`, smaller ones first.
std::vector<Lists> larger_terms(std::size_t lists, std::size_t order) {
  std::vector<Lists> terms;
  for (std::size_t size = 3; size <= order && size < lists; ++size) {
    for (Lists term = 1; term < Lists{1} << lists; ++term) {
      if (static_cast<std::size_t>(std::popcount(term)) == size) terms.push_back(term);
    }
  }
  return terms;
}

TermBits with_pairs(TermBits model, std::span<const Lists> pairs, std::uint32_t graph) {
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (graph >> i & 1) model |= TermBits{1} << pairs[i];
  }
  return model;
}

}  // namespace

bool for_each_model(std::size_t lists, std::size_t order, std::uint32_t graph,
                    const std::function<bool(TermBits)>& each) {
  assert(lists >= 2 && lists <= kMaxListsExhaustive);
  const TermBits model = with_pairs(bits_of(main_effects(lists)), pairs_of(lists), graph);
  return Walk{larger_terms(lists, order), each}.from(0, model);
}

bool for_each_model(std::size_t lists, std::size_t order,
                    const std::function<bool(TermBits)>& each) {
  assert(lists >= 2 && lists <= kMaxListsExhaustive);
  const bool has_pairs = order >= 2 && lists >= 3;
  const std::uint32_t graphs = has_pairs ? 1u << (lists * (lists - 1) / 2) : 1u;
  // Made once: there are many more graphs than terms.
  const TermBits base = bits_of(main_effects(lists));
  const std::vector<Lists> pairs = pairs_of(lists);
  const Walk walk{larger_terms(lists, order), each};
  for (std::uint32_t graph = 0; graph < graphs; ++graph) {
    if (!walk.from(0, with_pairs(base, pairs, graph))) return false;
  }
  return true;
}

}  // namespace depone::estimate
