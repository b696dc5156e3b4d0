#include "linkage/score.h"

#include <algorithm>
#include <array>

#include "base/parallel.h"

namespace depone::linkage {

void sort_edges(std::vector<Edge>& edges) {
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
    return a.left != b.left ? a.left < b.left : a.right < b.right;
  });
}

Result<Scores> score_pairs(const Blocking& blocking, const Scorer& scorer, double least,
                           std::size_t threads, Progress& progress,
                           const Cancellation& cancellation) {
  struct Part {
    std::array<std::uint64_t, 2 * kHistogramHalfBits + 1> histogram{};
    std::uint64_t pairs = 0;
    std::vector<Edge> edges;
  };
  std::vector<Part> parts(blocking.tasks());
  DP_TRY(parallel_for(
      blocking.tasks(), threads,
      [&](std::size_t t) {
        Scorer::Scratch scratch(scorer.comparisons().size());
        Part& part = parts[t];
        blocking.each_pair(t, [&](const PairBatch& batch) {
          scorer.weigh(batch, scratch);
          part.pairs += batch.left.size();
          for (std::size_t i = 0; i < batch.left.size(); ++i) {
            const float weight = scratch.weights[i];
            ++part.histogram[histogram_place(weight)];
            if (weight >= least) part.edges.push_back({batch.left[i], batch.right[i], weight});
          }
        });
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
