#include "estimate/reselect.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <map>
#include <memory>
#include <numeric>

#include "base/parallel.h"
#include "estimate/deviance_floor.h"

namespace depone::estimate {
namespace {

constexpr double kTie = 1e-8;
// More than fits are off by.
constexpr double kRounding = 1e-6;
// Candidates fitted first, the best on the data: one of them tends to be near the best elsewhere.
constexpr std::size_t kFirst = 8;
// Remembered answers of existence_of(), one byte each.
constexpr std::size_t kMostRemembered = std::size_t{64} << 20;

// Existence by table pattern and candidate, asked when first needed. Threads that ask for the same
// at the same time compute the same.
class ExistenceMemory {
 public:
  ExistenceMemory(std::size_t lists, std::size_t candidates,
                  std::vector<std::vector<std::uint8_t>> patterns)
      : lists_(lists), candidates_(candidates), patterns_(std::move(patterns)) {
    if (patterns_.size() * candidates_ <= kMostRemembered) {
      known_ = std::make_unique<std::atomic<std::uint8_t>[]>(patterns_.size() * candidates_);
    }
  }

  bool exists(std::size_t pattern, std::size_t candidate, const Terms& terms) {
    if (!known_) return existence_of(terms, lists_, patterns_[pattern]) == Existence::Exists;
    std::atomic<std::uint8_t>& known = known_[pattern * candidates_ + candidate];
    const std::uint8_t answer = known.load(std::memory_order_relaxed);
    if (answer != 0) return answer == 2;
    const bool exists = existence_of(terms, lists_, patterns_[pattern]) == Existence::Exists;
    known.store(exists ? 2 : 1, std::memory_order_relaxed);
    return exists;
  }

 private:
  std::size_t lists_;
  std::size_t candidates_;
  std::vector<std::vector<std::uint8_t>> patterns_;
  std::unique_ptr<std::atomic<std::uint8_t>[]> known_;  // 0 not asked, 1 no, 2 yes
};

struct Candidate {
  TermBits bits;
  double terms;
  Strangers strangers;
  std::uint32_t rank;  // among the candidates as they were given
  // Those of one term more, all gone through before: none of its fits is better than theirs.
  std::vector<std::uint32_t> parents;
};

// The first few as given, for a bound; then by falling size.
std::vector<Candidate> in_order(std::size_t lists, std::span<const TermBits> given) {
  std::vector<std::uint32_t> order(given.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin() + static_cast<std::ptrdiff_t>(std::min(kFirst, order.size())),
                   order.end(), [&](std::uint32_t a, std::uint32_t b) {
                     return std::popcount(given[a]) > std::popcount(given[b]);
                   });
  std::vector<std::pair<TermBits, std::uint32_t>> places;
  for (std::uint32_t i = 0; i < order.size(); ++i) places.emplace_back(given[order[i]], i);
  std::ranges::sort(places);
  const TermBits all = ~TermBits{0} >> (64 - (std::size_t{1} << lists));
  std::vector<Candidate> candidates;
  candidates.reserve(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    const TermBits bits = given[order[i]];
    candidates.push_back(
        {bits, static_cast<double>(std::popcount(bits)), strangers_of(bits, lists), order[i], {}});
    for (TermBits rest = all & ~bits; rest != 0; rest &= rest - 1) {
      const TermBits larger = bits | (rest & (0 - rest));
      const auto found =
          std::ranges::lower_bound(places, larger, {}, &std::pair<TermBits, std::uint32_t>::first);
      if (found == places.end() || found->first != larger || found->second >= i) continue;
      candidates.back().parents.push_back(found->second);
    }
  }
  return candidates;
}

// Eight tables at once, those of like patterns together.
struct Block {
  std::vector<std::size_t> tables;    // up to kLanes indexes
  std::vector<std::size_t> patterns;  // of each
};

// Lanes in which a model of so many terms, no better than `least`, could still be chosen.
std::uint32_t open_lanes(double terms, const Lanes& penalty, const Lanes& least, const Lanes& room,
                         std::size_t width) {
  std::uint32_t open = 0;
  for (std::size_t lane = 0; lane < width; ++lane) {
    open |= terms * penalty[lane] + least[lane] < room[lane] ? 1u << lane : 0u;
  }
  return open;
}

void raise(Lanes& least, const Lanes& other) {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    least[lane] = least[lane] < other[lane] ? other[lane] : least[lane];
  }
}

std::uint64_t reselect_block(std::size_t lists, const Block& block, std::span<const Counts> tables,
                             std::span<const Candidate> candidates, Criterion criterion,
                             const LogTable& logs, ExistenceMemory& memory, Reselected& result) {
  std::vector<Counts> counts;
  for (const std::size_t table : block.tables) counts.push_back(tables[table]);
  const std::size_t width = counts.size();
  const LaneTables lanes = lane_tables(lists, counts);
  const DevianceFloor floors(lists, counts, logs);
  Lanes penalty;
  Lanes room;  // how far the penalty and the deviance of a winner may go
  Lanes saturated;
  Lanes best;
  std::array<std::uint32_t, kLanes> best_rank{};
  for (std::size_t lane = 0; lane < width; ++lane) {
    penalty[lane] = penalty_of(criterion, people_of(counts[lane]));
    saturated[lane] = saturated_of(counts[lane]);
    best[lane] = std::numeric_limits<double>::infinity();
    room[lane] = best[lane];
  }
  std::vector<Lanes> least(candidates.size());  // no deviance of the candidate is below
  LaneFitter fitter;
  LaneFits fits;
  std::uint64_t fitted = 0;
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    const Candidate& candidate = candidates[c];
    for (const std::uint32_t parent : candidate.parents) raise(least[c], least[parent]);
    std::uint32_t wanted = open_lanes(candidate.terms, penalty, least[c], room, width);
    if (wanted == 0) continue;
    raise(least[c], floors.floor_of(candidate.strangers));
    wanted = open_lanes(candidate.terms, penalty, least[c], room, width);
    if (wanted == 0) continue;
    const Terms terms = terms_of(candidate.bits);
    for (std::size_t lane = 0; lane < width; ++lane) {
      if ((wanted >> lane & 1) != 0 && !memory.exists(block.patterns[lane], c, terms)) {
        wanted &= ~(1u << lane);
      }
    }
    if (wanted == 0) continue;
    fitter.fit(terms, lanes, fits);
    fitted += static_cast<std::uint64_t>(std::popcount(wanted));
    wanted &= fits.converged;
    for (std::size_t lane = 0; lane < width; ++lane) {
      if ((wanted >> lane & 1) == 0) continue;
      const double deviance = -2 * fits.log_likelihood[lane] - saturated[lane];
      least[c][lane] = std::max(least[c][lane], deviance - kRounding);
      const double value = candidate.terms * penalty[lane] + deviance;
      const bool is_first = candidate.rank < best_rank[lane];
      if (!(value < best[lane] - kTie) && !(is_first && value <= best[lane] + kTie)) continue;
      best[lane] = value;
      best_rank[lane] = candidate.rank;
      room[lane] = value + kRounding;
      result.totals[block.tables[lane]] =
          static_cast<double>(people_of(counts[lane])) + fits.unlisted[lane];
      result.chosen[block.tables[lane]] = candidate.rank;
    }
  }
  return fitted;
}

}  // namespace

Result<Reselected> reselect(std::size_t lists, std::span<const Counts> tables,
                            std::span<const TermBits> candidates, Criterion criterion,
                            std::size_t threads, Progress& progress,
                            const Cancellation& cancellation) {
  Reselected result;
  result.totals.assign(tables.size(), std::numeric_limits<double>::quiet_NaN());
  result.chosen.assign(tables.size(), UINT32_MAX);

  const std::vector<Candidate> prepared = in_order(lists, candidates);
  std::map<std::vector<std::uint8_t>, std::size_t> pattern_ids;
  std::vector<std::size_t> pattern_of(tables.size());
  std::int64_t most_people = 0;
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto next = pattern_ids.size();
    pattern_of[i] = pattern_ids.try_emplace(occupied_cells(tables[i]), next).first->second;
    most_people = std::max(most_people, people_of(tables[i]));
  }
  std::vector<std::vector<std::uint8_t>> patterns(pattern_ids.size());
  for (const auto& [pattern, id] : pattern_ids) patterns[id] = pattern;
  ExistenceMemory memory(lists, candidates.size(), std::move(patterns));
  const LogTable logs(most_people);

  std::vector<std::size_t> order(tables.size());
  std::iota(order.begin(), order.end(), 0u);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return pattern_of[i]; });
  std::vector<Block> blocks((tables.size() + kLanes - 1) / kLanes);
  for (std::size_t i = 0; i < order.size(); ++i) {
    blocks[i / kLanes].tables.push_back(order[i]);
    blocks[i / kLanes].patterns.push_back(pattern_of[order[i]]);
  }
  std::vector<std::uint64_t> fitted(blocks.size());
  const auto work = [&](std::size_t i) {
    fitted[i] = reselect_block(lists, blocks[i], tables, prepared, criterion, logs, memory, result);
  };
  DP_TRY(parallel_for(blocks.size(), threads, work, progress, cancellation, "resamples"));
  result.fits = std::accumulate(fitted.begin(), fitted.end(), std::uint64_t{0});
  return result;
}

}  // namespace depone::estimate
