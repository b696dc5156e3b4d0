#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/parallel.h"
#include "linkage/patterns.h"
#include "linkage/tile_kernels.h"
#include "linkage/weights.h"
#include "math/random.h"

namespace depone::linkage {
namespace {

constexpr int kMostRounds = 200;
constexpr double kSettled = 1e-5;
constexpr std::uint64_t kMostOfAllPairs = 4'000'000;  // looked at to learn, of a rule without keys
constexpr std::size_t kReferenceRecords = 2000;
constexpr std::size_t kReferencesAtOnce = 1000;
constexpr std::uint64_t kRarityComparisons = 4'000'000;
constexpr double kMostRarity = 10;  // bits
constexpr double kKnownShare = 0.7;
constexpr double kBelieved = 0.25;
constexpr double kKnowingBits = 8;
constexpr double kKnowingChance = 0.004;
constexpr std::size_t kMostDrawn = 6;
constexpr double kLikePairs = 100;  // what is so of all pairs counts as so many of like names
constexpr double kMovePairs = 5;    // what is believed of moves beforehand counts as so many
// What fields that move count against at most while the rest is learnt: with less, in blocks of few
// same pairs all others would pass for people who have moved.
constexpr double kTrainingFloor = -6;
constexpr double kLeastMoves = 0.005;
constexpr double kMostMoves = 0.4;

using Shares = std::vector<std::vector<double>>;  // by comparison and level

Shares empty_shares(const Scorer& scorer) {
  Shares shares;
  for (const auto& comparison : scorer.comparisons()) {
    shares.emplace_back(comparison->levels(), 0.0);
  }
  return shares;
}

// Counts to probabilities, `pseudo` pairs spread as `like` says.
void normalise(std::vector<double>& counts, const std::vector<double>& like, double pseudo) {
  double sum = 0;
  for (std::size_t l = 1; l < counts.size(); ++l) {
    counts[l] += pseudo * like[l];
    sum += counts[l];
  }
  counts[0] = 0;
  for (std::size_t l = 1; l < counts.size(); ++l) counts[l] /= std::max(sum, 1e-300);
}

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

// log2(m / u) by comparison and level, 0 for comparisons that are not used and for what is missing.
Shares log_ratios(const Shares& m, const Shares& u, const std::vector<bool>& used) {
  Shares ratios = m;
  for (std::size_t c = 0; c < m.size(); ++c) {
    ratios[c][kMissingLevel] = 0;
    for (std::size_t l = 1; l < m[c].size(); ++l) {
      ratios[c][l] = used[c] ? std::log2(m[c][l] / u[c][l]) : 0;
    }
  }
  return ratios;
}

double sum_of(const Shares& ratios, const Moving& moving, Pattern pattern) {
  double sum = 0;
  double of_moving = 0;
  for (std::size_t c = 0; c < ratios.size(); ++c) {
    (moving.fields[c] ? of_moving : sum) += ratios[c][level_in(pattern, c)];
  }
  return sum + (moving.any() ? std::max(of_moving, kTrainingFloor) : 0);
}

// Whether at least two of the fields that move have values, and all that have speak against.
enum class Moved : std::uint8_t { Unknown, No, Yes };
Moved moved(const Shares& ratios, const Moving& moving, Pattern pattern) {
  std::size_t there = 0;
  bool any_for = false;
  for (std::size_t c = 0; c < ratios.size(); ++c) {
    const Level level = level_in(pattern, c);
    if (!moving.fields[c] || level == kMissingLevel) continue;
    ++there;
    any_for = any_for || ratios[c][level] >= 0;
  }
  return there < 2 ? Moved::Unknown : any_for ? Moved::No : Moved::Yes;
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

// One session: m among the pairs of one rule's blocks.
struct Session {
  std::size_t rule = 0;
  std::vector<bool> learns;  // by comparison: not fixed by the rule
  std::vector<PatternCount> patterns;
  double scale = 1;               // pairs of the rule each one stands for
  bool single = false;            // it leaves one comparison, which does not know by itself
  std::vector<bool> teaches;      // of what it learns, what others may take; empty: all
  std::vector<std::size_t> same;  // comparisons in which both have the same value; else by blocks
};

struct SessionResult {
  Shares counts;  // expected pairs by level among the same
  double matches = 0;
  double share = 0;    // of the session's pairs
  double settled = 0;  // expected same pairs that have not moved, and that have; else unknown
  double moves = 0;
};

// With fewer than two comparisons left nothing tells the same from the different, unless the one
// knows by itself.
bool tells(const std::vector<bool>& learns, const std::vector<bool>& knowing) {
  bool knows = false;
  for (std::size_t c = 0; c < learns.size(); ++c) knows = knows || (learns[c] && knowing[c]);
  return knows || std::count(learns.begin(), learns.end(), true) >= 2;
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
  return result;
}

SessionResult run_session(const Session& session, const Shares& start, const Shares& u,
                          const Moving& told, const Scorer& scorer) {
  if (session.single) return run_single(session, start, u, scorer);
  // Who agrees on a part of the address has not moved.
  Moving moving = told;
  for (std::size_t c = 0; c < start.size(); ++c) {
    if (told.fields[c] && !session.learns[c]) moving.fields.assign(start.size(), false);
  }
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
    result = {counts, same, same / std::max(all, 1.0)};
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
  if (!moving.any()) return result;
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

// Whether a field compares a column of the rule, so that the rule fixes what it says.
bool fixes(const BlockRule& rule, const Field& field) {
  return std::any_of(rule.keys.begin(), rule.keys.end(), [&](const BlockKey& key) {
    return std::find(field.columns.begin(), field.columns.end(), key.column) != field.columns.end();
  });
}

// Which comparisons tell the same from the different by themselves: they know what their levels
// are worth, and hardly any two records agree well by chance.
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
  const auto add = [&](std::size_t a, std::size_t b) {
    Session session;
    session.rule = all.rule;
    session.scale = all.scale;
    session.learns.assign(size, true);
    session.learns[a] = session.learns[b] = false;
    session.single = !tells(session.learns, knowing);
    for (const PatternCount& count : all.patterns) {
      if (agrees(count.pattern, a) && agrees(count.pattern, b)) session.patterns.push_back(count);
    }
    if (!session.patterns.empty()) sessions.push_back(std::move(session));
  };
  for (std::size_t a = 0; a < size; ++a) {
    for (std::size_t b = a; b < size; ++b) {
      std::vector<bool> left(size, true);
      left[a] = left[b] = false;
      // Of two comparisons each is learnt where the other agrees, for want of better.
      if (tells(left, knowing) || (size == 2 && a == b)) add(a, b);
    }
  }
  if (sessions.size() == before) sessions.push_back(all);
}

// The rules in whose blocks there may be something to learn, without their patterns yet: those that
// leave two comparisons, or one that may know by itself; or else those that leave one.
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

// The sessions to learn from, of the planned ones with their patterns.
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

// m over all sessions: the mean of what each says, weighed by the root of its expected matches, so
// that one large rule does not decide alone, and by the square of their share: where few pairs are
// the same, what sets a class apart may be something else than identity (two towns' postcodes).
Shares learn_m(const std::vector<Session>& sessions, const Shares& start, const Shares& u,
               Moving& moving, const Scorer& scorer) {
  std::vector<SessionResult> results;
  for (const Session& session : sessions) {
    results.push_back(run_session(session, start, u, moving, scorer));
  }
  // Trust in a session beside the purest of those that `counts` takes in.
  const auto trust = [&](std::size_t s, const auto& counts) {
    double purest = 1e-9;
    for (std::size_t other = 0; other < sessions.size(); ++other) {
      if (counts(sessions[other])) purest = std::max(purest, results[other].share);
    }
    const double purity = results[s].share / purest;
    return purity * purity / std::sqrt(std::max(results[s].matches, 1e-9));
  };
  Shares m = empty_shares(scorer);
  for (std::size_t c = 0; c < m.size(); ++c) {
    // Beside those this comparison can learn from, or the start would outweigh all.
    const auto teaches = [&](const Session& session) {
      return session.teaches.empty() ? session.learns[c] : session.teaches[c];
    };
    for (std::size_t s = 0; s < sessions.size(); ++s) {
      if (!teaches(sessions[s])) continue;
      const double weight = trust(s, teaches);
      for (std::size_t l = 1; l < m[c].size(); ++l) m[c][l] += weight * results[s].counts[c][l];
    }
  }
  for (std::size_t c = 0; c < m.size(); ++c) normalise(m[c], start[c], 0.5);
  if (!moving.any()) return m;
  // Who has moved shows where the rule leaves all fields that move free.
  double settled = kMovePairs * (1 - moving.share);
  double moves = kMovePairs * moving.share;
  for (std::size_t s = 0; s < sessions.size(); ++s) {
    const double weight = trust(s, [](const Session&) { return true; });
    settled += weight * results[s].settled;
    moves += weight * results[s].moves;
  }
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

// For each value of a comparison, how much rarer (in bits) each level is with this value than with
// any: the exact share for equal values, and where there are few enough values a comparison with
// sampled records for the other levels.
void learn_rarity(const Scorer& scorer, std::size_t number, const std::vector<double>& u,
                  std::uint64_t seed, ComparisonWeights& weights) {
  const Comparison& comparison = *scorer.comparisons()[number];
  const Column& column = comparison.column();
  const std::size_t values = column.counts.size();
  const std::size_t levels = comparison.levels();
  double present = 0;
  for (ValueId v = 1; v < values; ++v) present += column.counts[v];
  const std::uint64_t affordable = kRarityComparisons / std::max<std::size_t>(values, 1);
  const bool by_level = affordable >= 200;
  if (by_level) {
    weights.rarity.assign(values * levels, 0.0F);
  } else {
    weights.rarity_of_equal.assign(values, 0.0F);
  }
  if (present < 2) return;
  // Tiles of one row: a place for the value, then sampled records' values.
  std::vector<std::vector<ValueId>> tiles;
  std::size_t wanted = 0;
  if (by_level) {
    math::Random random(seed, 0x1000 + number);
    wanted = std::min<std::uint64_t>(affordable, kReferenceRecords);
    for (std::size_t k = 0; k < wanted;) {
      const auto record = static_cast<RecordIndex>(random.below(column.ids.size()));
      const ValueId value = scorer.value_of(number, record);
      if (value == kMissing) continue;
      if (k++ % kReferencesAtOnce == 0) tiles.emplace_back(1, kMissing);
      tiles.back().push_back(value);
    }
  }
  LevelCache cache;
  std::vector<Level> found(kReferencesAtOnce + PairTile::kSlack);
  std::vector<std::size_t> sizes;
  for (std::vector<ValueId>& tile : tiles) {
    sizes.push_back(tile.size());
    tile.resize(tile.size() + PairTile::kSlack);
  }
  for (ValueId v = 1; v < values; ++v) {
    const Level equal = comparison.level_of_equal(v);
    weights.equal_levels |= std::uint32_t{1} << equal;
    if (by_level) {
      std::array<double, kMaxLevels> counts{};
      for (std::size_t t = 0; t < tiles.size(); ++t) {
        tiles[t].front() = v;
        const PairTile::Row row{0, 1, static_cast<std::uint16_t>(sizes[t])};
        PairTile tile;
        tile.values = sizes[t];
        tile.rows = {&row, 1};
        tile.pairs = sizes[t] - 1;
        tile.wide = wide_tiles_available();
        comparison.compare_tile(tile, tiles[t].data(), cache, found.data());
        for (std::size_t i = 1; i < sizes[t]; ++i) {
          if (tiles[t][i] != v) counts[found[i - 1]] += 1;
        }
      }
      const auto size = static_cast<double>(wanted);
      for (std::size_t l = 1; l < levels; ++l) {
        // One expected pair's worth of the general share.
        const double share = (counts[l] + 1) / (size + 1 / u[l]);
        weights.rarity[v * levels + l] = static_cast<float>(std::log2(u[l] / share));
      }
    }
    // Two records with one value can be the same person: one of them does not count.
    const double share = std::max(column.counts[v] - 1.0, 0.7) / present;
    const auto bits =
        static_cast<float>(std::clamp(std::log2(u[equal] / share), -kMostRarity, kMostRarity));
    (by_level ? weights.rarity[v * levels + equal] : weights.rarity_of_equal[v]) = bits;
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
      purest = std::max(purest, results.back().share);
    }
    for (std::size_t s = 0; s < sessions.size(); ++s) {
      if (results[s].share * 4 < purest) continue;
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
