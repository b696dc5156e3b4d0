#include "reading/phrase_matcher.h"

#include <algorithm>
#include <bit>
#include <tuple>
#include <utility>

namespace depone::reading {
namespace {

using WordHit = WordFinder::Hit;

bool starts_before(const WordHit& hit, std::uint32_t at) { return hit.begin < at; }

}  // namespace

// What one call of match() works on; kept per thread so that its vectors keep their memory, and
// numbered instead of cleared.
struct PhraseMatcher::Scratch {
  struct Class {
    std::uint64_t present = 0;   // the last call in which the class had hits
    std::uint64_t gathered = 0;  // the last call for which `hits` holds them all
    std::vector<WordHit> hits;   // sorted by begin, the longest first
  };

  std::uint64_t call = 0;
  const TextMarks* marks = nullptr;
  std::vector<WordHit> words;       // ids are word groups
  std::vector<std::uint64_t> seen;  // of each word group, the last call that found it
  std::vector<Class> classes;
  std::vector<std::uint64_t> pending;  // a bit a phrase whose key class has hits
  std::vector<WordHit> starts;
  std::vector<WordHit> spans;

  bool has(std::uint32_t klass) const { return classes[klass].present == call; }
  // Words that start in [from, to) are at most `limit`; less than 0: none, and nothing but signs.
  bool within(std::uint32_t from, std::uint32_t to, int limit) const {
    if (to < from || (limit < 0 && to - from > 12)) return false;
    return marks->close(from, to, limit < 0 ? 0 : static_cast<std::size_t>(limit));
  }
};

// The class has hits: the phrases it is key to may be found.
void PhraseMatcher::expect(std::uint32_t klass, Scratch& scratch) const {
  if (std::exchange(scratch.classes[klass].present, scratch.call) == scratch.call) return;
  for (const std::uint32_t phrase : keyed_by_[klass]) {
    scratch.pending[phrase / 64] |= std::uint64_t{1} << (phrase % 64);
  }
}

// The hits of a class so far. Most classes that have some are never asked for them.
std::vector<WordFinder::Hit>& PhraseMatcher::gather(std::uint32_t klass, Scratch& scratch) const {
  Scratch::Class& one = scratch.classes[klass];
  if (std::exchange(one.gathered, scratch.call) == scratch.call) return one.hits;
  one.hits.clear();
  const std::size_t row = klass * group_words_;
  for (const WordHit& hit : scratch.words) {
    if ((members_[row + hit.id / 64] >> (hit.id % 64) & 1) != 0) {
      one.hits.push_back({klass, hit.begin, hit.end});
    }
  }
  return one.hits;
}

void PhraseMatcher::find_numbers(std::string_view folded, Scratch& scratch) const {
  if (numbers_.empty() || !scratch.marks->has_digits()) return;
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
        expect(number.klass, scratch);
        gather(number.klass, scratch)
            .push_back(
                {number.klass, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(i)});
      }
    }
  }
}

bool PhraseMatcher::extend(const Scratch& scratch, const Phrase& phrase, std::size_t step,
                           std::uint32_t at, WordHit& span, int& tries) const {
  if (step == phrase.steps.size()) return true;
  const Step& wanted = phrase.steps[step];
  const std::vector<WordHit>& hits = scratch.classes[wanted.klass].hits;
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

void PhraseMatcher::try_phrase(const Phrase& phrase, Scratch& scratch,
                               std::vector<Hit>& out) const {
  for (const Step& step : phrase.steps) gather(step.klass, scratch);
  // Copied: a class may be extended by phrases that begin with it.
  scratch.starts = scratch.classes[phrase.steps.front().klass].hits;
  scratch.spans.clear();
  for (const WordHit& start : scratch.starts) {
    WordHit span{phrase.gives, 0, 0};
    if (!phrase.steps.front().outside) {
      span.begin = start.begin;
      span.end = start.end;
    }
    int tries = kMaxTries;
    if (!extend(scratch, phrase, 1, start.end, span, tries) || span.end == 0) continue;
    if (phrase.is_entry) {
      out.push_back({phrase.gives, span.begin, span.end});
    } else {
      scratch.spans.push_back(span);
    }
  }
  if (scratch.spans.empty()) return;
  expect(phrase.gives, scratch);
  std::vector<WordHit>& hits = gather(phrase.gives, scratch);
  hits.insert(hits.end(), scratch.spans.begin(), scratch.spans.end());
  std::sort(hits.begin(), hits.end(), [](const WordHit& a, const WordHit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
}

std::vector<PhraseMatcher::Hit> PhraseMatcher::match(std::string_view folded,
                                                     const TextMarks& marks) const {
  static thread_local Scratch scratch;
  ++scratch.call;
  if (scratch.classes.size() < keyed_by_.size()) scratch.classes.resize(keyed_by_.size());
  if (scratch.seen.size() < groups_.size()) scratch.seen.resize(groups_.size());
  scratch.marks = &marks;
  scratch.words.clear();
  words_.find(folded, marks, scratch.words);
  std::vector<Hit> out;
  if (scratch.words.empty()) return out;

  // Only phrases whose key class occurs are tried, in their order: those of classes before those
  // that use the classes.
  scratch.pending.assign(phrases_.size() / 64 + 1, 0);
  for (const WordHit& hit : scratch.words) {
    if (std::exchange(scratch.seen[hit.id], scratch.call) == scratch.call) continue;
    for (const std::uint32_t klass : groups_[hit.id]) expect(klass, scratch);
  }
  find_numbers(folded, scratch);
  for (std::size_t block = 0; block < scratch.pending.size(); ++block) {
    std::uint64_t left = ~std::uint64_t{0};  // phrases of the block not yet passed
    while ((scratch.pending[block] & left) != 0) {
      const int bit = std::countr_zero(scratch.pending[block] & left);
      left = bit == 63 ? 0 : ~std::uint64_t{0} << (bit + 1);
      const Phrase& phrase = phrases_[block * 64 + static_cast<std::size_t>(bit)];
      const bool possible = std::all_of(
          phrase.steps.begin(), phrase.steps.end(),
          [&](const Step& step) { return step.optional || step.never || scratch.has(step.klass); });
      if (!possible) continue;
      try_phrase(phrase, scratch, out);
    }
  }
  std::sort(out.begin(), out.end(), [](const Hit& a, const Hit& b) {
    return std::tie(a.begin, a.end, a.entry) < std::tie(b.begin, b.end, b.entry);
  });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace depone::reading
