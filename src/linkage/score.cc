#include "linkage/score.h"

#include <algorithm>
#include <array>

#include "base/parallel.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kPlaces = 2 * kHistogramHalfBits + 1;

// Counts pairs by weight. Neighbours are often of one place: four tables, so that one need not wait
// for another. The place after the last is for pairs that do not count.
class Histogram {
 public:
  void add(const float* weights, const PairTile& tile) {
    const std::size_t count = tile.pairs;
    std::uint8_t* const places = places_.data();
    const std::uint32_t* const taken = tile.taken;
    constexpr auto kLast = static_cast<float>(kPlaces - 1);
    for (std::size_t k = 0; k < count; ++k) {
      const float place = 2 * weights[k] + static_cast<float>(kHistogramHalfBits);
      const float within = std::min(std::max(place, 0.0F), kLast);
      places[k] = static_cast<std::uint8_t>(static_cast<std::int32_t>(within));
    }
    for (std::size_t k = 0; k < count; ++k) {
      places[k] = taken[k] != 0 ? static_cast<std::uint8_t>(kPlaces) : places[k];
    }
    std::size_t k = 0;
    for (; k + 4 <= count; k += 4) {
      for (std::size_t t = 0; t < 4; ++t) ++tables_[t][places[k + t]];
    }
    for (; k < count; ++k) ++tables_[0][places[k]];
  }

  std::array<std::uint64_t, kPlaces> take(std::uint64_t& pairs) const {
    std::array<std::uint64_t, kPlaces> sums{};
    pairs = 0;
    for (std::size_t h = 0; h < kPlaces; ++h) {
      for (const auto& table : tables_) sums[h] += table[h];
      pairs += sums[h];
    }
    return sums;
  }

 private:
  std::array<std::array<std::uint64_t, kPlaces + 1>, 4> tables_{};
  std::array<std::uint8_t, PairTile::kMostPairs> places_;
};

}  // namespace

void sort_edges(std::vector<Edge>& edges) {
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
    return a.left != b.left ? a.left < b.left : a.right < b.right;
  });
}

Result<Scores> score_pairs(const Blocking& blocking, const Scorer& scorer, double least,
                           std::size_t threads, Progress& progress,
                           const Cancellation& cancellation) {
  struct Part {
    std::array<std::uint64_t, kPlaces> histogram{};
    std::uint64_t pairs = 0;
    std::vector<Edge> edges;
  };
  std::vector<Part> parts(blocking.tasks());
  DP_TRY(parallel_for(
      blocking.tasks(), threads,
      [&](std::size_t t) {
        Scorer::Scratch scratch(scorer.comparisons().size());
        Part& part = parts[t];
        Histogram histogram;
        blocking.each_tile(t, [&](const PairTile& tile) {
          scorer.weigh(tile, scratch);
          histogram.add(scratch.weights.data(), tile);
          const float* weight = scratch.weights.data();
          const std::uint32_t* taken = tile.taken;
          for (const PairTile::Row& row : tile.rows) {
            const std::size_t count = static_cast<std::size_t>(row.to - row.from);
            for (std::size_t k = 0; k < count; ++k) {
              if (weight[k] < least || taken[k] != 0) continue;
              const auto [a, b] = std::minmax(tile.members[row.left], tile.members[row.from + k]);
              part.edges.push_back({a, b, weight[k]});
            }
            weight += count;
            taken += count;
          }
        });
        part.histogram = histogram.take(part.pairs);
      },
      progress, cancellation, "comparing"));
  Scores scores;
  scores.histogram.assign(2 * kHistogramHalfBits + 1, 0);
  for (Part& part : parts) {
    scores.pairs += part.pairs;
    for (std::size_t h = 0; h < part.histogram.size(); ++h) {
      scores.histogram[h] += part.histogram[h];
    }
    scores.edges.insert(scores.edges.end(), part.edges.begin(), part.edges.end());
    part.edges = {};
  }
  sort_edges(scores.edges);
  for (std::size_t h = 0; h < scores.histogram.size(); ++h) {
    const double weight = (static_cast<double>(h) + 0.5 - kHistogramHalfBits) / 2;
    scores.expected_matches += static_cast<double>(scores.histogram[h]) * probability_of(weight);
  }
  return scores;
}

double settled_prior(const Scores& scores, double present_prior, double possible) {
  const double present = std::log2(present_prior / (1 - present_prior));
  double prior = present_prior;
  for (int round = 0; round < 30; ++round) {
    const double shift = std::log2(prior / (1 - prior)) - present;
    double expected = 0;
    for (std::size_t h = 0; h < scores.histogram.size(); ++h) {
      const double weight = (static_cast<double>(h) + 0.5 - kHistogramHalfBits) / 2;
      expected += static_cast<double>(scores.histogram[h]) * probability_of(weight + shift);
    }
    prior = std::clamp(expected / possible, 1e-12, 0.5);
  }
  return prior;
}

}  // namespace depone::linkage
