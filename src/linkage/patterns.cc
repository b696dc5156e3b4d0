#include "linkage/patterns.h"

#include <algorithm>
#include <span>

#include "base/parallel.h"
#include "linkage/tile_kernels.h"
#include "math/random.h"

namespace depone::linkage {
namespace {

// Random pairs are counted in so many parts, whatever the threads.
constexpr std::size_t kParts = 16;

// Gathers patterns into counts: there are thousands of patterns among millions of pairs.
class PatternCounter {
 public:
  PatternCounter() : slots_(1u << 12) {}

  void add(const Pattern* patterns, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      PatternCount& slot = slot_of(patterns[i]);
      if (slot.pairs == 0) {
        slot.pattern = patterns[i];
        ++used_;
      }
      slot.pairs += 1;
      if (used_ * 2 > slots_.size()) grow();
    }
  }

  void add(const std::vector<PatternCount>& counts) {
    for (const PatternCount& count : counts) {
      PatternCount& slot = slot_of(count.pattern);
      used_ += slot.pairs == 0 ? 1 : 0;
      slot.pattern = count.pattern;
      slot.pairs += count.pairs;
      if (used_ * 2 > slots_.size()) grow();
    }
  }

  // By pattern.
  std::vector<PatternCount> take() {
    std::vector<PatternCount> counts;
    for (const PatternCount& slot : slots_) {
      if (slot.pairs > 0) counts.push_back(slot);
    }
    std::sort(counts.begin(), counts.end(),
              [](const PatternCount& a, const PatternCount& b) { return a.pattern < b.pattern; });
    return counts;
  }

 private:
  PatternCount& slot_of(Pattern pattern) {
    std::size_t at = mix(pattern) & (slots_.size() - 1);
    while (slots_[at].pairs > 0 && slots_[at].pattern != pattern) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return slots_[at];
  }
  void grow() {
    std::vector<PatternCount> before(slots_.size() * 4);
    before.swap(slots_);
    for (const PatternCount& slot : before) {
      if (slot.pairs > 0) slot_of(slot.pattern) = slot;
    }
  }

  std::vector<PatternCount> slots_;  // pairs 0: free
  std::size_t used_ = 0;
};

// Pairs of records that need have nothing to do with one another, as many as a tile holds.
class LoosePairs {
 public:
  static constexpr std::size_t kMost = PairTile::kMostMembers / 2;

  // pairs.size() at most kMost.
  explicit LoosePairs(std::span<const std::pair<RecordIndex, RecordIndex>> pairs)
      : taken_(pairs.size(), 0) {
    const std::size_t size = pairs.size();
    for (const auto& pair : pairs) members_.push_back(pair.first);
    for (const auto& pair : pairs) members_.push_back(pair.second);
    for (std::size_t k = 0; k < size; ++k) {
      rows_.push_back({static_cast<std::uint16_t>(k), static_cast<std::uint16_t>(size + k),
                       static_cast<std::uint16_t>(size + k + 1)});
    }
  }
  PairTile tile() const {
    PairTile tile;
    tile.members = members_;
    tile.values = members_.size();
    tile.rows = rows_;
    tile.pairs = rows_.size();
    tile.taken = taken_.data();
    tile.wide = wide_tiles_available();
    return tile;
  }

 private:
  std::vector<RecordIndex> members_;
  std::vector<PairTile::Row> rows_;
  std::vector<std::uint32_t> taken_;
};

// Random pairs of different records, of different files when `across`.
std::vector<std::pair<RecordIndex, RecordIndex>> random_pairs(const Table& table,
                                                              const TrainingOptions& options) {
  math::Random random(options.seed, 0x75);
  std::vector<std::pair<RecordIndex, RecordIndex>> pairs;
  std::size_t first_file = 0;
  for (const std::uint8_t file : table.files) first_file += file == 0 ? 1 : 0;
  const std::size_t size = table.size();
  const std::uint64_t all = options.across_files ? first_file * (size - first_file)
                                                 : std::uint64_t{size} * (size - 1) / 2;
  pairs.reserve(std::min(all, options.random_pairs));
  const auto take = [&](std::size_t a, std::size_t b) {
    pairs.emplace_back(static_cast<RecordIndex>(std::min(a, b)),
                       static_cast<RecordIndex>(std::max(a, b)));
  };
  if (all <= options.random_pairs) {
    for (std::size_t a = 0; a < (options.across_files ? first_file : size); ++a) {
      for (std::size_t b = options.across_files ? first_file : a + 1; b < size; ++b) take(a, b);
    }
    return pairs;
  }
  for (std::uint64_t k = 0; k < options.random_pairs; ++k) {
    if (options.across_files) {
      // One draw after the other: their order is part of the result.
      const std::size_t b = first_file + random.below(size - first_file);
      take(random.below(first_file), b);
      continue;
    }
    const std::size_t a = random.below(size);
    const std::size_t b = random.below(size - 1);
    take(a, b < a ? b : b + 1);
  }
  return pairs;
}

}  // namespace

Result<PatternSamples> sample_patterns(const Table& table, const Blocking& blocking,
                                       const std::vector<RuleDraw>& rules,
                                       const TrainingOptions& options, const Scorer& scorer,
                                       Progress& progress, const Cancellation& cancellation) {
  PatternSamples samples;
  samples.rules.resize(rules.size());
  const auto drawn = random_pairs(table, options);
  const std::span<const std::pair<RecordIndex, RecordIndex>> pairs(drawn);
  std::vector<std::vector<PatternCount>> parts(kParts);
  const auto count_part = [&](std::size_t part, Scorer::Scratch& scratch) {
    PatternCounter counter;
    const std::size_t end = pairs.size() * (part + 1) / kParts;
    for (std::size_t at = pairs.size() * part / kParts; at < end; at += LoosePairs::kMost) {
      const std::size_t size = std::min(LoosePairs::kMost, end - at);
      const LoosePairs loose(pairs.subspan(at, size));
      scorer.patterns_of(loose.tile(), scratch);
      counter.add(scratch.patterns.data(), size);
    }
    parts[part] = counter.take();
  };
  const auto count_rule = [&](std::size_t r, Scorer::Scratch& scratch) {
    PatternCounter counter;
    samples.rules[r].scale =
        blocking.sample_rule(rules[r].rule, rules[r].pairs, [&](const PairTile& tile) {
          scorer.patterns_of(tile, scratch);
          counter.add(scratch.patterns.data(), tile.pairs);
        });
    samples.rules[r].patterns = counter.take();
  };
  DP_TRY(parallel_for(
      kParts + rules.size(), options.threads,
      [&](std::size_t i) {
        Scorer::Scratch scratch(scorer.comparisons().size());
        if (i < rules.size()) {
          count_rule(i, scratch);
        } else {
          count_part(i - rules.size(), scratch);
        }
      },
      progress, cancellation, "learning"));
  PatternCounter all;
  for (const auto& part : parts) all.add(part);
  samples.random = all.take();
  return samples;
}

std::optional<RuleSample> sample_equal(const Table& table, const std::vector<std::size_t>& fixed,
                                       const TrainingOptions& options, const Scorer& scorer) {
  // Records of the first file come first (order.h).
  const auto first_file =
      static_cast<RecordIndex>(std::count(table.files.begin(), table.files.end(), 0));
  std::vector<std::pair<std::uint64_t, RecordIndex>> keyed;
  for (RecordIndex i = 0; i < table.size(); ++i) {
    std::uint64_t key = 1;
    for (const std::size_t c : fixed) {
      const ValueId value = scorer.value_of(c, i);
      key = value == kMissing || key == 0 ? 0 : mix(key * 3 + value) | 1;
    }
    if (key != 0) keyed.emplace_back(key, i);
  }
  std::sort(keyed.begin(), keyed.end());
  struct Group {
    std::size_t begin;
    std::size_t end;
    double before;  // pairs of the groups before it
  };
  std::vector<Group> groups;
  double all = 0;
  for (std::size_t i = 0; i < keyed.size();) {
    std::size_t end = i;
    while (end < keyed.size() && keyed[end].first == keyed[i].first) ++end;
    const auto size = static_cast<double>(end - i);
    if (end - i > 1) groups.push_back({i, end, all});
    all += size * (size - 1) / 2;
    i = end;
  }
  if (groups.empty()) return std::nullopt;
  math::Random random(options.seed, 0xD3A3 + 64 * fixed.front() + fixed.back());
  const auto draws =
      static_cast<std::uint64_t>(std::min(all, static_cast<double>(options.drawn_pairs)));
  std::vector<std::pair<RecordIndex, RecordIndex>> drawn;
  for (std::uint64_t k = 0; k < draws; ++k) {
    const double at = random.uniform() * all;
    const Group& group =
        *(std::upper_bound(groups.begin(), groups.end(), at,
                           [](double place, const Group& one) { return place < one.before; }) -
          1);
    const std::size_t size = group.end - group.begin;
    const std::size_t a = random.below(size);
    const std::size_t b = random.below(size - 1);
    const RecordIndex x = keyed[group.begin + a].second;
    const RecordIndex y = keyed[group.begin + (b < a ? b : b + 1)].second;
    if (options.across_files && (x < first_file) == (y < first_file)) continue;
    drawn.emplace_back(std::min(x, y), std::max(x, y));
  }
  if (drawn.empty()) return std::nullopt;
  Scorer::Scratch scratch(scorer.comparisons().size());
  PatternCounter counter;
  const std::span<const std::pair<RecordIndex, RecordIndex>> pairs(drawn);
  for (std::size_t at = 0; at < pairs.size(); at += LoosePairs::kMost) {
    const std::size_t size = std::min(LoosePairs::kMost, pairs.size() - at);
    const LoosePairs loose(pairs.subspan(at, size));
    scorer.patterns_of(loose.tile(), scratch);
    counter.add(scratch.patterns.data(), size);
  }
  return RuleSample{counter.take(), all / static_cast<double>(draws)};
}

}  // namespace depone::linkage
