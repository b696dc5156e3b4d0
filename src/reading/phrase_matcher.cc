#include "reading/phrase_matcher.h"

#include <algorithm>

namespace depone::reading {
namespace {

using WordHit = WordFinder::Hit;

bool starts_before(const WordHit& hit, std::uint32_t at) { return hit.begin < at; }

}  // namespace

bool ends_sentence_part(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case ';':
    case '!':
    case '?':
      return true;
    case '.': {
      if (at + 1 < text.size() && text[at + 1] != ' ') return false;
      const std::size_t space = text.rfind(' ', at);
      return at - (space == std::string_view::npos ? 0 : space + 1) > 4;
    }
    default:
      return false;
  }
}

// What one call of match() works on; kept per thread so that its vectors keep their memory.
struct PhraseMatcher::Scratch {
  std::string_view text;
  std::vector<WordHit> found;
  std::vector<std::vector<WordHit>> by_class;
  std::vector<std::uint32_t> touched;
  std::vector<std::uint32_t> word_starts;
  std::vector<std::uint32_t> part_ends;

  void clear() {
    for (const std::uint32_t klass : touched) by_class[klass].clear();
    touched.clear();
    found.clear();
    word_starts.clear();
    part_ends.clear();
  }
  void add(const WordHit& hit) {
    std::vector<WordHit>& hits = by_class[hit.id];
    if (hits.empty()) touched.push_back(hit.id);
    hits.push_back(hit);
  }
  void index_text() {
    bool inside = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if ((byte & 0xC0) == 0x80) continue;
      const bool word = word_begins_at(text, i);
      if (word && !inside) word_starts.push_back(static_cast<std::uint32_t>(i));
      inside = word;
      if (byte < 0x40 && ends_sentence_part(text, i))
        part_ends.push_back(static_cast<std::uint32_t>(i));
    }
  }
  static std::size_t count(const std::vector<std::uint32_t>& sorted, std::uint32_t from,
                           std::uint32_t to) {
    const auto low = std::lower_bound(sorted.begin(), sorted.end(), from);
    return static_cast<std::size_t>(std::lower_bound(low, sorted.end(), to) - low);
  }
  // Words that start in [from, to); more than `limit` when a sentence part ends there.
  bool within(std::uint32_t from, std::uint32_t to, int limit) const {
    if (to < from) return false;
    if (limit < 0) {
      return to - from <= 12 && count(word_starts, from, to) == 0 &&
             count(part_ends, from, to) == 0;
    }
    return count(word_starts, from, to) <= static_cast<std::size_t>(limit) &&
           count(part_ends, from, to) == 0;
  }
};

void PhraseMatcher::find_numbers(std::string_view folded, Scratch& scratch) const {
  if (numbers_.empty()) return;
  for (std::size_t i = 0; i < folded.size();) {
    if (folded[i] < '0' || folded[i] > '9') {
      ++i;
      continue;
    }
    const std::size_t begin = i;
    std::uint64_t value = 0;
    for (; i < folded.size() && folded[i] >= '0' && folded[i] <= '9'; ++i) {
      if (value < 1'000'000'000) value = value * 10 + static_cast<std::uint64_t>(folded[i] - '0');
    }
    const bool part = (begin > 0 && (folded[begin - 1] == ',' || folded[begin - 1] == '.') &&
                       begin > 1 && folded[begin - 2] >= '0' && folded[begin - 2] <= '9') ||
                      (i + 1 < folded.size() && (folded[i] == ',' || folded[i] == ':') &&
                       folded[i + 1] >= '0' && folded[i + 1] <= '9');
    if (part) continue;
    for (const NumberClass& number : numbers_) {
      if (number.low <= value && value <= number.high) {
        scratch.add(
            {number.klass, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(i)});
      }
    }
  }
}

bool PhraseMatcher::extend(const Scratch& scratch, const Phrase& phrase, std::size_t step,
                           std::uint32_t at, WordHit& span, int& tries) const {
  if (step == phrase.steps.size()) return true;
  const Step& wanted = phrase.steps[step];
  const std::vector<WordHit>& hits = scratch.by_class[wanted.klass];
  auto hit = std::lower_bound(hits.begin(), hits.end(), at, starts_before);
  if (wanted.never) {
    if (hit != hits.end() && scratch.within(at, hit->begin, wanted.gap_words)) return false;
    return extend(scratch, phrase, step + 1, at, span, tries);
  }
  for (; hit != hits.end() && scratch.within(at, hit->begin, wanted.gap_words); ++hit) {
    if (--tries < 0) return false;
    WordHit longer = span;
    if (!wanted.outside) {
      if (longer.end == 0) longer.begin = hit->begin;
      longer.end = std::max(longer.end, hit->end);
    }
    if (extend(scratch, phrase, step + 1, hit->end, longer, tries)) {
      span = longer;
      return true;
    }
  }
  return wanted.optional && extend(scratch, phrase, step + 1, at, span, tries);
}

std::vector<PhraseMatcher::Hit> PhraseMatcher::match(std::string_view folded) const {
  static thread_local Scratch scratch;
  scratch.clear();
  if (scratch.by_class.size() < classes_) scratch.by_class.resize(classes_);
  scratch.text = folded;
  words_.find(folded, scratch.found);
  std::vector<Hit> out;
  if (scratch.found.empty()) return out;
  std::sort(scratch.found.begin(), scratch.found.end(), [](const WordHit& a, const WordHit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  for (const WordHit& hit : scratch.found) scratch.add(hit);
  find_numbers(folded, scratch);

  bool indexed = false;
  for (std::size_t p = 0; p < phrases_.size(); ++p) {
    if (scratch.by_class[first_[p]].empty()) continue;
    const Phrase& phrase = phrases_[p];
    const bool possible = std::all_of(phrase.steps.begin(), phrase.steps.end(), [&](const Step& s) {
      return s.optional || s.never || !scratch.by_class[s.klass].empty();
    });
    if (!possible) continue;
    if (!indexed) {
      scratch.index_text();
      indexed = true;
    }
    // Copied: a class may be extended by phrases that begin with it.
    const std::vector<WordHit> starts = scratch.by_class[phrase.steps.front().klass];
    std::vector<WordHit> spans;
    for (const WordHit& start : starts) {
      WordHit span{phrase.gives, 0, 0};
      if (!phrase.steps.front().outside) {
        span.begin = start.begin;
        span.end = start.end;
      }
      int tries = kMaxTries;
      if (!extend(scratch, phrase, 1, start.end, span, tries)) continue;
      if (span.end == 0) continue;
      spans.push_back(span);
    }
    for (const WordHit& span : spans) {
      if (phrase.is_entry) {
        out.push_back({phrase.gives, span.begin, span.end});
      } else {
        scratch.add(span);
      }
    }
    if (!phrase.is_entry && !spans.empty()) {
      std::vector<WordHit>& hits = scratch.by_class[phrase.gives];
      std::sort(hits.begin(), hits.end(), [](const WordHit& a, const WordHit& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
      });
    }
  }
  std::sort(out.begin(), out.end(), [](const Hit& a, const Hit& b) {
    return std::tie(a.begin, a.end, a.entry) < std::tie(b.begin, b.end, b.entry);
  });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace depone::reading
