#include "dossier/passages_shown.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "text/unicode.h"

namespace depone::dossier {
namespace {

std::set<ClaimRef> claims_shown(const Case& the_case) {
  std::set<ClaimRef> refs;
  for (const Finding& finding : the_case.findings) {
    for (const OriginVoice& voice : finding.voices) {
      refs.insert(voice.claims.begin(), voice.claims.end());
    }
    for (const Drift& drift : finding.drifts) {
      refs.insert(drift.from);
      refs.insert(drift.to);
    }
  }
  for (const NormAnswer& answer : the_case.answers) {
    refs.insert(answer.claims.begin(), answer.claims.end());
  }
  return refs;
}

}  // namespace

std::vector<std::size_t> passages_of(const Document& document, const TextSpan& span) {
  std::vector<std::size_t> numbers;
  const auto& passages = document.passages;
  auto at = std::partition_point(passages.begin(), passages.end(), [&](const Passage& passage) {
    return passage.span.end <= span.start;
  });
  for (; at != passages.end() && at->span.start < span.end; ++at) {
    numbers.push_back(static_cast<std::size_t>(at - passages.begin()));
  }
  return numbers;
}

const ShownQuote* ShownMaterial::quote(ClaimRef ref) const {
  const auto found = quote_of.find(ref);
  return found == quote_of.end() ? nullptr : &quotes[found->second];
}

ShownMaterial choose_material(const Case& the_case, const Redactor& redactor) {
  ShownMaterial material;
  std::map<std::pair<std::size_t, std::size_t>, std::size_t> place;
  std::vector<std::vector<Covered>> covered_parts;
  const auto show = [&](std::size_t document, std::size_t number) {
    const auto [found, fresh] = place.try_emplace({document, number}, material.passages.size());
    if (!fresh) return found->second;
    const CaseDocument& entry = the_case.documents[document];
    ShownPassage passage{document, number, fmt::format("{}.{}", entry.id, number + 1),
                         {},       {},     false};
    passage.original = slice(entry.document.text, entry.document.passages[number].span);
    covered_parts.push_back(redactor.find(passage.original));
    passage.redacted = !covered_parts.back().empty();
    passage.text =
        Redactor::redact_range(passage.original, covered_parts.back(), 0, passage.original.size());
    material.passages.push_back(std::move(passage));
    return found->second;
  };
  for (const ClaimRef ref : claims_shown(the_case)) {
    const Claim& claim = the_case.claim(ref);
    const Document& document = the_case.documents[ref.document].document;
    const auto numbers = passages_of(document, claim.span);
    if (numbers.empty() || claim.span.start >= claim.span.end) continue;
    // A claim that runs over several passages is quoted from the first, and all of them are shown.
    const std::size_t first = show(ref.document, numbers.front());
    for (const std::size_t number : numbers) show(ref.document, number);
    const TextSpan whole = document.passages[numbers.front()].span;
    ShownQuote quote;
    quote.ref = ref;
    quote.passage = first;
    quote.span = {std::max(claim.span.start, whole.start), std::min(claim.span.end, whole.end)};
    const ShownPassage& passage = material.passages[first];
    const text::CodePointIndex index(passage.original);
    const std::size_t begin = index.byte_at(quote.span.start - whole.start);
    const std::size_t end = index.byte_at(quote.span.end - whole.start);
    const std::vector<Covered>& covered = covered_parts[first];
    quote.text = Redactor::redact_range(passage.original, covered, begin, end);
    std::size_t before = begin;
    for (const Covered& part : covered) {
      if (part.begin < begin && part.end > begin) before = part.begin;
    }
    quote.begin = Redactor::redact_range(passage.original, covered, 0, before).size();
    quote.end = quote.begin + quote.text.size();
    material.quotes.push_back(std::move(quote));
  }
  // Passages in reading order, quotes numbered by place: both independent of the findings' order.
  std::vector<std::size_t> order(material.passages.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const ShownPassage& left = material.passages[a];
    const ShownPassage& right = material.passages[b];
    return std::pair(left.document, left.number) < std::pair(right.document, right.number);
  });
  std::vector<std::size_t> new_place(order.size());
  std::vector<ShownPassage> sorted;
  for (std::size_t i = 0; i < order.size(); ++i) {
    new_place[order[i]] = i;
    sorted.push_back(std::move(material.passages[order[i]]));
  }
  material.passages = std::move(sorted);
  for (ShownQuote& quote : material.quotes) quote.passage = new_place[quote.passage];
  std::stable_sort(
      material.quotes.begin(), material.quotes.end(), [](const ShownQuote& a, const ShownQuote& b) {
        return std::tuple(a.passage, a.begin, a.end) < std::tuple(b.passage, b.begin, b.end);
      });
  for (std::size_t i = 0; i < material.quotes.size(); ++i) {
    material.quotes[i].id = fmt::format("Q{}", i + 1);
    material.quote_of[material.quotes[i].ref] = i;
  }
  return material;
}

}  // namespace depone::dossier
