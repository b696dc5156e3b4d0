#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/parallel.h"
#include "linkage/patterns.h"
#include "linkage/rarity.h"
#include "linkage/sessions.h"
#include "linkage/shares.h"
#include "linkage/weights.h"

namespace depone::linkage {
namespace {

constexpr std::uint64_t kMostOfAllPairs = 4'000'000;  // looked at to learn, of a rule without keys
constexpr double kKnownShare = 0.7;
constexpr double kLikePairs = 100;  // what is so of all pairs counts as so many of like names
constexpr double kMovePairs = 5;    // what is believed of moves beforehand counts as so many
constexpr double kLeastMoves = 0.005;
constexpr double kMostMoves = 0.4;

// Before anything is learnt: pairs that are the same mostly agree. The weight of a level among
// same pairs grows towards the top level.
Shares first_m(const Scorer& scorer) {
  Shares m = empty_shares(scorer);
  for (std::size_t c = 0; c < m.size(); ++c) {
    const Comparison& comparison = *scorer.comparisons()[c];
    std::vector<double>& of = m[c];
    const std::size_t levels = of.size();
    // Where equal values fall, by how many records.
    for (ValueId v = 1; v < comparison.column().counts.size(); ++v) {
      of[comparison.level_of_equal(v)] += comparison.column().counts[v];
    }
    double sum = 0;
    for (const double share : of) sum += share;
    for (std::size_t l = 1; l < levels; ++l) {
      of[l] = 0.8 * of[l] / std::max(sum, 1.0) + 0.2 / static_cast<double>(levels - 1);
    }
    of[0] = 0;
  }
  return m;
}

// Where a kind knows what its levels are worth, that is what is believed before anything is learnt,
// with the rest to leave room.
void add_known_bits(const Scorer& scorer, const Shares& u, Shares& start) {
  for (std::size_t c = 0; c < start.size(); ++c) {
    const std::vector<double> bits = scorer.comparisons()[c]->known_bits();
    if (bits.empty()) continue;
    std::vector<double> known(bits.size(), 0.0);
    for (std::size_t l = 1; l < bits.size(); ++l) known[l] = u[c][l] * std::exp2(bits[l]);
    normalise(known, known, 0);
    for (std::size_t l = 1; l < bits.size(); ++l) {
      start[c][l] = kKnownShare * known[l] + (1 - kKnownShare) * start[c][l];
    }
  }
}

// u among random pairs, less those that look the same under the present m: in a list full of
// copies random pairs hold real matches, which would make agreement look common.
Shares learn_u(const std::vector<PatternCount>& random, const Shares& m, const Shares& before,
               const Moving& moving, double prior, const Scorer& scorer) {
  Shares u = empty_shares(scorer);
  const Shares ratios = log_ratios(m, before, std::vector<bool>(m.size(), true));
  for (const PatternCount& count : random) {
    double different = 1;
    if (prior > 0) {
      const double weight = sum_of(ratios, moving, count.pattern) + std::log2(prior / (1 - prior));
      different = 1 - probability_of(weight);
    }
    for (std::size_t c = 0; c < u.size(); ++c) {
      u[c][level_in(count.pattern, c)] += count.pairs * different;
    }
  }
  for (std::size_t c = 0; c < u.size(); ++c) {
    const std::vector<double> even(u[c].size(), 1.0 / static_cast<double>(u[c].size() - 1));
    normalise(u[c], even, 0.5);
  }
  return u;
}

// m over all sessions: the mean of what each says, weighed by the root of its expected matches, so
// that one large rule does not decide alone, and by the square of their share: where few pairs are
// the same, what sets a class apart may be something else than identity (two towns' postcodes).
Shares learn_m(const std::vector<Session>& sessions, const Shares& start, const Shares& u,
               Moving& moving, const Scorer& scorer) {
  std::vector<SessionResult> results;
  for (const Session& session : sessions) {
    results.push_back(run_session(session, start, u, moving, scorer));
  }
  // Calls use(session, trust) for the sessions that `counts` takes in; trust is beside the purest
  // of them.
  const auto each_trusted = [&](const auto& counts, const auto& use) {
    double purest = 1e-9;
    for (std::size_t s = 0; s < sessions.size(); ++s) {
      if (counts(sessions[s])) purest = std::max(purest, results[s].purity);
    }
    for (std::size_t s = 0; s < sessions.size(); ++s) {
      if (!counts(sessions[s])) continue;
      const double purity = results[s].purity / purest;
      use(results[s], purity * purity / std::sqrt(std::max(results[s].matches, 1e-9)));
    }
  };
  Shares m = empty_shares(scorer);
  for (std::size_t c = 0; c < m.size(); ++c) {
    // Beside those this comparison can learn from, or the start would outweigh all.
    const auto teaches = [&](const Session& session) {
      return session.teaches.empty() ? session.learns[c] : session.teaches[c];
    };
    each_trusted(teaches, [&](const SessionResult& result, double trust) {
      for (std::size_t l = 1; l < m[c].size(); ++l) m[c][l] += trust * result.counts[c][l];
    });
  }
  for (std::size_t c = 0; c < m.size(); ++c) normalise(m[c], start[c], 0.5);
  if (!moving.any()) return m;
  // Who has moved shows where the rule leaves all fields that move free.
  double settled = kMovePairs * (1 - moving.share);
  double moves = kMovePairs * moving.share;
  const auto all = [](const Session&) { return true; };
  each_trusted(all, [&](const SessionResult& result, double trust) {
    settled += trust * result.settled;
    moves += trust * result.moves;
  });
  moving.share = std::clamp(moves / (settled + moves), kLeastMoves, kMostMoves);
  return m;
}

bool holds_addresses(const Table& table, const Field& field) {
  if (field.kind != Kind::Identifier) return false;
  const std::vector<std::string>& values = table.find(field.columns.front())->values;
  const auto with = std::count_if(values.begin(), values.end(), [](const std::string& value) {
    return value.find('@') != std::string::npos;
  });
  return 2 * static_cast<std::size_t>(with) > values.size();
}

// People make their e-mail addresses of their names: of two people of one name they are alike far
// more often than among strangers. For addresses that are alike but not equal, u among random pairs
// of which a name agrees; equal ones weigh by how many have them.
void learn_beside_names(const Table& table, const Spec& spec,
                        const std::vector<PatternCount>& random, const Shares& m, const Shares& u,
                        const Moving& moving, double prior, Weights& weights) {
  for (std::size_t c = 0; c < m.size(); ++c) {
    const Kind kind = spec.fields[c].kind;
    weights.comparisons[c].is_name = kind == Kind::Name || kind == Kind::Person;
  }
  const Shares ratios = log_ratios(m, u, std::vector<bool>(m.size(), true));
  for (std::size_t c = 0; c < m.size(); ++c) {
    if (!holds_addresses(table, spec.fields[c])) continue;
    std::vector<double> of_like(u[c].size(), 0.0);
    for (const PatternCount& count : random) {
      bool like = false;
      for (std::size_t n = 0; n < m.size(); ++n) {
        like = like || (weights.comparisons[n].is_name &&
                        name_agrees(level_in(count.pattern, n), m[n].size()));
      }
      if (!like) continue;
      const double weight = sum_of(ratios, moving, count.pattern) + std::log2(prior / (1 - prior));
      of_like[level_in(count.pattern, c)] += count.pairs * (1 - probability_of(weight));
    }
    normalise(of_like, u[c], kLikePairs);
    ComparisonWeights& of = weights.comparisons[c];
    of.beside_name = of.weight;
    for (std::size_t l = 2; l + 1 < of.weight.size(); ++l) {
      const auto bits = static_cast<float>(std::log2(m[c][l] / of_like[l]));
      of.beside_name[l] = std::min(of.weight[l], bits);
    }
  }
}

// The prior that pairs of equal values tell: how many of them are the same, by the share of same
// pairs that have those values (in both records, by how many records have one) and agree on them.
// The mean by expected matches; nothing when no such pairs were drawn.
std::optional<double> prior_of_drawn(const std::vector<Session>& sessions,
                                     const std::vector<SessionResult>& results, const Shares& m,
                                     const Scorer& scorer, double total) {
  double sum = 0;
  double weights = 0;
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    if (sessions[s].same.empty()) continue;
    double seen = 1;
    for (const std::size_t c : sessions[s].same) {
      const Comparison& comparison = *scorer.comparisons()[c];
      const Column& column = comparison.column();
      const double filled =
          1 - static_cast<double>(column.counts[kMissing]) / static_cast<double>(column.ids.size());
      double equal = 0;
      double values = 0;
      for (ValueId v = 1; v < column.counts.size(); ++v) {
        equal += column.counts[v] * m[c][comparison.level_of_equal(v)];
        values += column.counts[v];
      }
      seen *= filled * filled * equal / std::max(values, 1.0);
    }
    // Where few pairs are the same, what the names teach of them is mostly noise.
    const double weight = results[s].matches * results[s].share;
    sum += weight * results[s].matches * sessions[s].scale / std::max(seen, 1e-6);
    weights += weight;
  }
  if (weights <= 0) return std::nullopt;
  return std::clamp(sum / weights / total, 1e-12, 0.5);
}

}  // namespace

Result<TrainingReport> train(const Table& table, const Spec& spec, const Blocking& blocking,
                             const TrainingOptions& options, Scorer& scorer, Progress& progress,
                             const Cancellation& cancellation) {
  TrainingReport report;
  std::vector<Session> planned = plan_sessions(spec, scorer);
  std::vector<RuleDraw> draws;
  for (const Session& session : planned) {
    const bool all_pairs = spec.rules[session.rule].keys.empty();
    draws.push_back({session.rule, all_pairs ? kMostOfAllPairs : options.session_pairs});
  }
  PatternSamples samples =
      DP_TRY(sample_patterns(table, blocking, draws, options, scorer, progress, cancellation));
  const std::vector<PatternCount>& random = samples.random;
  for (const PatternCount& count : random) {
    report.random_pairs += static_cast<std::uint64_t>(count.pairs);
  }
  for (std::size_t s = 0; s < planned.size(); ++s) {
    planned[s].patterns = std::move(samples.rules[s].patterns);
    planned[s].scale = samples.rules[s].scale;
  }
  Shares start = first_m(scorer);
  Moving moving;
  std::size_t moving_fields = 0;
  for (const Field& field : spec.fields) moving_fields += field.moves ? 1 : 0;
  for (const Field& field : spec.fields) moving.fields.push_back(field.moves && moving_fields > 1);
  Shares u = learn_u(random, start, start, moving, 0, scorer);
  const std::vector<bool> knowing = find_knowing(scorer, u);
  const std::vector<Session> sessions =
      make_sessions(table, spec, std::move(planned), options, scorer, knowing);
  for (const Session& session : sessions) {
    std::vector<std::string> same;
    for (const std::size_t c : session.same) same.push_back(spec.fields[c].name);
    report.sessions.push_back(same.empty() ? text_of(spec.rules[session.rule])
                                           : fmt::format("the same {}", fmt::join(same, " and ")));
  }
  std::uint64_t first_file = 0;
  for (const std::uint8_t file : table.files) first_file += file == 0 ? 1 : 0;
  const double total =
      options.across_files
          ? static_cast<double>(first_file) * static_cast<double>(table.size() - first_file)
          : static_cast<double>(table.size()) * static_cast<double>(table.size() - 1) / 2;
  add_known_bits(scorer, u, start);
  Shares m = start;
  double prior = 0;
  for (int round = 0; round < 3; ++round) {
    m = learn_m(sessions, start, u, moving, scorer);
    // Same pairs in the largest harvest of a session, as a first lower bound.
    double most = 1;
    double purest = 0;
    std::vector<SessionResult> results;
    for (const Session& session : sessions) {
      results.push_back(run_session(session, m, u, moving, scorer));
      purest = std::max(purest, results.back().purity);
    }
    for (std::size_t s = 0; s < sessions.size(); ++s) {
      if (results[s].purity * 4 < purest) continue;
      most = std::max(most, results[s].matches * sessions[s].scale);
    }
    prior = std::clamp(most / total, 1e-12, 0.5);
    report.drawn_prior = prior_of_drawn(sessions, results, m, scorer, total);
    if (report.drawn_prior) prior = *report.drawn_prior;
    u = learn_u(random, m, u, moving, prior, scorer);
    if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
  }
  progress.step(3, 4, "learning");
  Weights weights;
  weights.moving = moving;
  weights.comparisons.resize(m.size());
  NoProgress quiet;
  DP_TRY(parallel_for(
      m.size(), options.threads,
      [&](std::size_t c) {
        ComparisonWeights& of = weights.comparisons[c];
        of.m = m[c];
        of.u = u[c];
        of.weight.assign(m[c].size(), 0.0F);
        for (std::size_t l = 1; l < m[c].size(); ++l) {
          of.weight[l] = static_cast<float>(std::log2(m[c][l] / u[c][l]));
        }
        const Comparison& comparison = *scorer.comparisons()[c];
        if (spec.fields[c].rarity && comparison.rarity_counts()) {
          learn_rarity(scorer, c, u[c], options.seed, of);
        }
      },
      quiet, cancellation));
  if (prior > 0) {
    learn_beside_names(table, spec, random, m, u, moving, prior, weights);
  }
  scorer.set_weights(std::move(weights));
  scorer.set_prior(spec.prior.value_or(prior));
  report.expected_matches = scorer.weights().prior * total;
  progress.step(4, 4, "learning");
  return report;
}

}  // namespace depone::linkage
