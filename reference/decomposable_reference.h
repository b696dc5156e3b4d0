// The literal twin of src/estimate/{chordal,decomposable}: graphs judged by looking for cycles
// without a shortcut, marginal likelihoods as products over clique and separator tables, every
// number of unlisted people summed. Slow and obvious on purpose; tests only.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <vector>

#include "estimate/decomposable.h"

namespace depone::reference {

inline bool has_edge(std::uint32_t edges, std::size_t i, std::size_t j) {
  if (i > j) std::swap(i, j);
  return i != j && (edges >> (j * (j - 1) / 2 + i) & 1) != 0;
}

// No set of four or more vertices is a cycle in which each has exactly two neighbours.
inline bool is_chordal(std::uint32_t edges, std::size_t vertices) {
  for (unsigned set = 0; set < 1u << vertices; ++set) {
    if (std::popcount(set) < 4) continue;
    bool two_each = true;
    for (std::size_t v = 0; v < vertices; ++v) {
      if ((set >> v & 1) == 0) continue;
      int neighbours = 0;
      for (std::size_t w = 0; w < vertices; ++w) {
        neighbours += (set >> w & 1) != 0 && has_edge(edges, v, w);
      }
      two_each = two_each && neighbours == 2;
    }
    if (!two_each) continue;
    // Two neighbours each and in one piece: a cycle.
    unsigned reached = set & ~(set - 1);
    for (std::size_t step = 0; step < vertices; ++step) {
      for (std::size_t v = 0; v < vertices; ++v) {
        if ((reached >> v & 1) == 0) continue;
        for (std::size_t w = 0; w < vertices; ++w) {
          if ((set >> w & 1) != 0 && has_edge(edges, v, w)) reached |= 1u << w;
        }
      }
    }
    if (reached == set) return false;
  }
  return true;
}

inline bool complete(std::uint32_t edges, unsigned set) {
  for (std::size_t i = 0; i < 8; ++i) {
    for (std::size_t j = i + 1; j < 8; ++j) {
      if ((set >> i & 1) && (set >> j & 1) && !has_edge(edges, i, j)) return false;
    }
  }
  return true;
}

inline std::vector<estimate::Lists> largest_complete_sets(std::uint32_t edges,
                                                          std::size_t vertices) {
  std::vector<estimate::Lists> sets;
  for (unsigned set = 1; set < 1u << vertices; ++set) {
    if (!complete(edges, set)) continue;
    bool largest = true;
    for (std::size_t v = 0; v < vertices; ++v) {
      if ((set >> v & 1) == 0 && complete(edges, set | 1u << v)) largest = false;
    }
    if (largest) sets.push_back(set);
  }
  return sets;
}

// Separators: the cliques strung into a tree with the largest possible overlaps (Prim).
inline std::vector<unsigned> separators(const std::vector<estimate::Lists>& cliques) {
  std::vector<unsigned> found;
  std::vector<bool> in(cliques.size(), false);
  in[0] = true;
  for (std::size_t step = 1; step < cliques.size(); ++step) {
    int best = -1;
    std::size_t taken = 0;
    unsigned shared = 0;
    for (std::size_t a = 0; a < cliques.size(); ++a) {
      for (std::size_t b = 0; b < cliques.size(); ++b) {
        if (!in[a] || in[b]) continue;
        if (std::popcount(cliques[a] & cliques[b]) > best) {
          best = std::popcount(cliques[a] & cliques[b]);
          taken = b;
          shared = cliques[a] & cliques[b];
        }
      }
    }
    in[taken] = true;
    found.push_back(shared);
  }
  return found;
}

// log of the Dirichlet-multinomial term of the margin over `set`, for all people in `counts`.
inline double log_margin(const std::vector<double>& counts, unsigned set, double delta) {
  std::map<unsigned, double> margin;
  std::map<unsigned, double> prior;
  for (unsigned cell = 0; cell < counts.size(); ++cell) {
    margin[cell & set] += counts[cell];
    prior[cell & set] += delta;
  }
  double people = 0;
  double added = 0;
  double result = 0;
  for (const auto& [cell, count] : margin) {
    result += std::lgamma(count + prior[cell]) - std::lgamma(prior[cell]);
    people += count;
    added += prior[cell];
  }
  return result + std::lgamma(added) - std::lgamma(people + added);
}

struct DecomposablePosterior {
  std::vector<double> numbers;  // of all people
  std::vector<double> probability;
  std::map<std::uint32_t, double> weights;  // by edges
  double mean = 0;

  double up_to(double number) const {
    double sum = 0;
    for (std::size_t i = 0; i < numbers.size(); ++i)
      sum += numbers[i] <= number ? probability[i] : 0;
    return sum;
  }
  double weight(std::uint32_t edges) const { return weights.at(edges); }
};

inline DecomposablePosterior decomposable_posterior(const estimate::OverlapTable& table,
                                                    const estimate::DecomposableOptions& options) {
  const std::size_t lists = table.list_count();
  const double delta = *options.delta;
  const auto observed = static_cast<double>(table.observed());
  struct Entry {
    std::uint32_t edges;
    double number;
    double log_weight;
  };
  std::vector<Entry> entries;
  for (std::int64_t m = options.min_unobserved; m <= *options.max_unobserved; ++m) {
    const auto missing = static_cast<double>(m);
    const double all = observed + missing;
    std::vector<double> counts(table.counts.begin(), table.counts.end());
    counts[0] = missing;
    double common = std::lgamma(all + 1);
    for (const double count : counts) common -= std::lgamma(count + 1);
    switch (options.prior) {
      case estimate::CountPrior::Reciprocal:
        common -= std::log(all);
        break;
      case estimate::CountPrior::Flat:
        break;
      case estimate::CountPrior::Gamma: {
        // The integral over the mean of Poisson times gamma: a negative binomial.
        const double a = options.gamma_shape;
        const double b = options.gamma_scale;
        common += all * std::log(b) - (all + a) * std::log(1 + b) + std::lgamma(all + a) -
                  std::lgamma(all + 1) - std::lgamma(a);
        break;
      }
    }
    std::vector<double> margins;
    for (unsigned set = 0; set < table.counts.size(); ++set) {
      margins.push_back(log_margin(counts, set, delta));
    }
    for (std::uint32_t edges = 0; edges < 1u << (lists * (lists - 1) / 2); ++edges) {
      if (!is_chordal(edges, lists)) continue;
      const auto cliques = largest_complete_sets(edges, lists);
      double log_weight = common;
      for (const unsigned clique : cliques) log_weight += margins[clique];
      for (const unsigned separator : separators(cliques)) log_weight -= margins[separator];
      entries.push_back({edges, all, log_weight});
    }
  }
  double largest = entries.front().log_weight;
  for (const Entry& entry : entries) largest = std::max(largest, entry.log_weight);
  DecomposablePosterior posterior;
  double total = 0;
  for (const Entry& entry : entries) total += std::exp(entry.log_weight - largest);
  for (const Entry& entry : entries) {
    const double share = std::exp(entry.log_weight - largest) / total;
    if (posterior.numbers.empty() || posterior.numbers.back() != entry.number) {
      posterior.numbers.push_back(entry.number);
      posterior.probability.push_back(0);
    }
    posterior.probability.back() += share;
    posterior.weights[entry.edges] += share;
    posterior.mean += share * entry.number;
  }
  return posterior;
}

}  // namespace depone::reference
