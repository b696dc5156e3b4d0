#include "linkage/sessions.h"

#include <algorithm>
#include <cmath>

namespace depone::linkage {
namespace {

constexpr int kMostRounds = 200;
constexpr double kSettled = 1e-5;
constexpr double kBelieved = 0.25;
constexpr double kKnowingBits = 8;
constexpr double kKnowingChance = 0.004;
constexpr std::size_t kMostDrawn = 6;

// With fewer than two comparisons left nothing tells the same from the different, unless the one
// knows by itself.
bool tells(const std::vector<bool>& learns, const std::vector<bool>& knowing) {
  bool knows = false;
  for (std::size_t c = 0; c < learns.size(); ++c) knows = knows || (learns[c] && knowing[c]);
  return knows || std::count(learns.begin(), learns.end(), true) >= 2;
}

// The share of same pairs, less where they hardly stand off from different ones (by the mean total
// variation of what is learnt). Where the rule's key follows from another comparison (an address
// made of a name) all its pairs agree on that one, pass for the same together, and are like any
// pairs in all else.
double purity_of(const Session& session, const SessionResult& result, const Shares& u) {
  double sum = 0;
  double learnt = 0;
  for (std::size_t c = 0; c < u.size(); ++c) {
    double told = 0;
    for (std::size_t l = 1; l < u[c].size(); ++l) told += result.counts[c][l];
    if (!session.learns[c] || told <= 0) continue;
    double common = 0;
    for (std::size_t l = 1; l < u[c].size(); ++l) {
      common += std::min(result.counts[c][l] / told, u[c][l]);
    }
    sum += 1 - common;
    learnt += 1;
  }
  const double apart = learnt > 0 ? sum / learnt : 0;
  return result.share * apart * apart;
}

// A session that leaves one comparison, which fits any share of same pairs: the share is that under
// what is believed beforehand, and m what the different do not explain, with a part of the belief.
SessionResult run_single(const Session& session, const Shares& start, const Shares& u,
                         const Scorer& scorer) {
  const auto c = static_cast<std::size_t>(
      std::find(session.learns.begin(), session.learns.end(), true) - session.learns.begin());
  SessionResult result;
  result.counts = empty_shares(scorer);
  double all = 0;
  for (const PatternCount& count : session.patterns) {
    all += count.pairs;
    for (std::size_t f = 0; f < result.counts.size(); ++f) {
      result.counts[f][level_in(count.pattern, f)] += count.pairs;
    }
  }
  std::vector<double>& counts = result.counts[c];
  const double told = all - counts[kMissingLevel];
  double share = 0.2;
  for (int round = 0; round < kMostRounds; ++round) {
    double same = 0;
    for (std::size_t l = 1; l < counts.size(); ++l) {
      const double joint = share * start[c][l];
      same += counts[l] * joint / (joint + (1 - share) * u[c][l]);
    }
    share = std::clamp(same / std::max(told, 1.0), 1e-6, 1 - 1e-6);
  }
  result.share = share;
  result.matches = all * share;
  for (std::size_t f = 0; f < result.counts.size(); ++f) {
    for (double& count : result.counts[f]) count *= f == c ? 1 : share;
  }
  counts[kMissingLevel] *= share;
  for (std::size_t l = 1; l < counts.size(); ++l) {
    counts[l] = std::max(counts[l] - told * (1 - share) * u[c][l], 0.0) +
                kBelieved * told * share * start[c][l];
  }
  result.purity = purity_of(session, result, u);
  return result;
}

// Whether a field compares a column of the rule, so that the rule fixes what it says.
bool fixes(const BlockRule& rule, const Field& field) {
  return std::any_of(rule.keys.begin(), rule.keys.end(), [&](const BlockKey& key) {
    return std::find(field.columns.begin(), field.columns.end(), key.column) != field.columns.end();
  });
}

// Where a name in any script tells who is who, pairs of records that agree on something else teach
// what it is worth, and it what the others are. Blocks by keys of the name cannot teach that, and
// blocks by another thing in several scripts hold mostly pairs of one script, whose names agree
// better than others do.
void add_drawn_sessions(const Table& table, const Scorer& scorer, const TrainingOptions& options,
                        const std::vector<bool>& knowing, std::vector<Session>& sessions) {
  if (std::find(knowing.begin(), knowing.end(), true) == knowing.end()) return;
  std::vector<std::size_t> plain;
  std::vector<bool> any_script;
  for (std::size_t c = 0; c < knowing.size(); ++c) {
    any_script.push_back(!scorer.comparisons()[c]->known_bits().empty());
    if (!any_script[c]) plain.push_back(c);
  }
  std::vector<Session> drawn;
  for (std::size_t a = 0; a < plain.size() && drawn.size() < kMostDrawn; ++a) {
    for (std::size_t b = a; b < plain.size() && drawn.size() < kMostDrawn; ++b) {
      std::vector<std::size_t> fixed = {plain[a]};
      if (a != b) fixed.push_back(plain[b]);
      auto sample = sample_equal(table, fixed, options, scorer);
      if (!sample) continue;
      Session session;
      session.learns.assign(knowing.size(), true);
      for (const std::size_t c : fixed) session.learns[c] = false;
      session.patterns = std::move(sample->patterns);
      session.scale = sample->scale;
      session.same = std::move(fixed);
      drawn.push_back(std::move(session));
    }
  }
  if (drawn.empty()) return;
  for (Session& session : sessions) {
    bool mixed = false;
    for (std::size_t c = 0; c < knowing.size(); ++c) {
      mixed = mixed || (!session.learns[c] && any_script[c] && !knowing[c]);
    }
    for (std::size_t c = 0; c < knowing.size() && mixed; ++c) {
      session.teaches.push_back(session.learns[c] && !knowing[c]);
    }
  }
  for (Session& session : drawn) sessions.push_back(std::move(session));
}

// The pairs of a rule that fixes nothing, parted into blocks as rules of one and two columns would:
// those that agree on a comparison, or on two. Among all pairs so few are the same that the class
// found is something else than identity.
void add_sessions_of_all_pairs(const Session& all, const Scorer& scorer,
                               const std::vector<bool>& knowing, std::vector<Session>& sessions) {
  const std::size_t size = scorer.comparisons().size();
  // By comparison, the levels that equal values have.
  std::vector<std::uint32_t> equal(size, 0);
  for (std::size_t c = 0; c < size; ++c) {
    const Comparison& comparison = *scorer.comparisons()[c];
    for (ValueId v = 1; v < comparison.column().counts.size(); ++v) {
      equal[c] |= std::uint32_t{1} << comparison.level_of_equal(v);
    }
  }
  const auto agrees = [&](Pattern pattern, std::size_t c) {
    return (equal[c] >> level_in(pattern, c) & 1) != 0;
  };
  const std::size_t before = sessions.size();
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = a; b < size; ++b) {
      Session session;
      session.rule = all.rule;
      session.scale = all.scale;
      session.learns.assign(size, true);
      session.learns[a] = session.learns[b] = false;
      session.single = !tells(session.learns, knowing);
      // Of two comparisons each is learnt where the other agrees, for want of better.
      if (session.single && (size != 2 || a != b)) continue;
      for (const PatternCount& count : all.patterns) {
        if (agrees(count.pattern, a) && agrees(count.pattern, b)) session.patterns.push_back(count);
      }
      if (!session.patterns.empty()) sessions.push_back(std::move(session));
    }
  }
  if (sessions.size() == before) sessions.push_back(all);
}

}  // namespace

SessionResult run_session(const Session& session, const Shares& start, const Shares& u,
                          const Moving& moving, const Scorer& scorer) {
  if (session.single) return run_single(session, start, u, scorer);
  Shares m = start;
  double share = 0.2;
  SessionResult result;
  for (int round = 0; round < kMostRounds; ++round) {
    Shares counts = empty_shares(scorer);
    double same = 0;
    double all = 0;
    const double prior = std::log2(share / (1 - share));
    const Shares ratios = log_ratios(m, u, session.learns);
    for (const PatternCount& count : session.patterns) {
      const double p = probability_of(sum_of(ratios, moving, count.pattern) + prior);
      const double pairs = count.pairs * p;
      same += pairs;
      all += count.pairs;
      for (std::size_t c = 0; c < counts.size(); ++c) {
        counts[c][level_in(count.pattern, c)] += pairs;
      }
    }
    result.counts = counts;
    result.matches = same;
    result.share = same / std::max(all, 1.0);
    double change = 0;
    for (std::size_t c = 0; c < m.size(); ++c) {
      if (!session.learns[c]) continue;
      std::vector<double> next = counts[c];
      normalise(next, start[c], 1.0);
      for (std::size_t l = 1; l < next.size(); ++l)
        change = std::max(change, std::abs(next[l] - m[c][l]));
      m[c] = std::move(next);
    }
    share = std::clamp(same / std::max(all, 1.0), 1e-6, 1 - 1e-6);
    if (change < kSettled) break;
  }
  result.purity = purity_of(session, result, u);
  if (!moving.any()) return result;
  for (std::size_t c = 0; c < m.size(); ++c) {
    if (moving.fields[c] && !session.learns[c]) return result;
  }
  const Shares ratios = log_ratios(m, u, session.learns);
  const double prior = std::log2(share / (1 - share));
  for (const PatternCount& count : session.patterns) {
    const Moved answer = moved(ratios, moving, count.pattern);
    if (answer == Moved::Unknown) continue;
    const double pairs =
        count.pairs * probability_of(sum_of(ratios, moving, count.pattern) + prior);
    (answer == Moved::Yes ? result.moves : result.settled) += pairs;
  }
  return result;
}

std::vector<bool> find_knowing(const Scorer& scorer, const Shares& u) {
  std::vector<bool> knowing;
  for (std::size_t c = 0; c < u.size(); ++c) {
    const std::vector<double> bits = scorer.comparisons()[c]->known_bits();
    double chance = 0;
    for (std::size_t l = 1; l < bits.size(); ++l) chance += bits[l] > kKnowingBits ? u[c][l] : 0;
    knowing.push_back(!bits.empty() && chance < kKnowingChance);
  }
  return knowing;
}

std::vector<Session> plan_sessions(const Spec& spec, const Scorer& scorer) {
  std::vector<bool> may_know;
  for (const auto& comparison : scorer.comparisons()) {
    may_know.push_back(!comparison->known_bits().empty());
  }
  std::vector<Session> sessions;
  std::vector<Session> singles;
  for (std::size_t r = 0; r < spec.rules.size(); ++r) {
    Session session;
    session.rule = r;
    for (const Field& field : spec.fields) session.learns.push_back(!fixes(spec.rules[r], field));
    if (spec.rules[r].keys.empty() || tells(session.learns, may_know)) {
      sessions.push_back(std::move(session));
    } else if (std::count(session.learns.begin(), session.learns.end(), true) == 1) {
      singles.push_back(std::move(session));
    }
  }
  return sessions.empty() ? singles : sessions;
}

std::vector<Session> make_sessions(const Table& table, const Spec& spec, std::vector<Session> rules,
                                   const TrainingOptions& options, const Scorer& scorer,
                                   const std::vector<bool>& knowing) {
  std::vector<Session> sessions;
  std::vector<Session> singles;
  for (Session& session : rules) {
    if (session.patterns.empty()) continue;
    if (spec.rules[session.rule].keys.empty()) {
      add_sessions_of_all_pairs(session, scorer, knowing, sessions);
      continue;
    }
    session.single = !tells(session.learns, knowing);
    (session.single ? singles : sessions).push_back(std::move(session));
  }
  add_drawn_sessions(table, scorer, options, knowing, sessions);
  // Of two fields each is learnt where the other agrees, for want of better.
  return sessions.empty() ? singles : sessions;
}

}  // namespace depone::linkage
