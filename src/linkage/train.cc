#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/parallel.h"
#include "linkage/weights.h"
#include "math/random.h"

namespace depone::linkage {
namespace {

constexpr int kMostRounds = 200;
constexpr double kSettled = 1e-5;
constexpr std::uint64_t kMostOfAllPairs = 4'000'000;  // looked at to learn, of a rule without keys
constexpr std::size_t kReferenceRecords = 2000;
constexpr std::uint64_t kRarityComparisons = 4'000'000;
constexpr double kMostRarity = 10;  // bits
constexpr double kKnownShare = 0.7;
constexpr double kBelieved = 0.25;
constexpr double kKnowingBits = 8;
constexpr double kKnowingChance = 0.004;
constexpr std::size_t kMostDrawn = 6;

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

// Random pairs of different records, of different files when `across`.
std::vector<PatternCount> random_patterns(const Table& table, const Scorer& scorer,
                                          const TrainingOptions& options) {
  math::Random random(options.seed, 0x75);
  Scorer::Scratch scratch(scorer.comparisons().size());
  PatternCounter counter;
  std::vector<RecordIndex> left;
  std::vector<RecordIndex> right;
  std::size_t first_file = 0;
  while (first_file < table.size() && table.files[first_file] == 0) ++first_file;
  const std::size_t size = table.size();
  const std::uint64_t all = options.across_files ? first_file * (size - first_file)
                                                 : std::uint64_t{size} * (size - 1) / 2;
  const auto flush = [&] {
    scorer.patterns_of({left, right}, scratch);
    counter.add(scratch.patterns.data(), left.size());
    left.clear();
    right.clear();
  };
  const auto take = [&](std::size_t a, std::size_t b) {
    left.push_back(static_cast<RecordIndex>(std::min(a, b)));
    right.push_back(static_cast<RecordIndex>(std::max(a, b)));
    if (left.size() == Blocking::kBatch) flush();
  };
  if (all <= options.random_pairs) {
    for (std::size_t a = 0; a < (options.across_files ? first_file : size); ++a) {
      for (std::size_t b = options.across_files ? first_file : a + 1; b < size; ++b) take(a, b);
    }
  } else {
    for (std::uint64_t k = 0; k < options.random_pairs; ++k) {
      if (options.across_files) {
        take(random.below(first_file), first_file + random.below(size - first_file));
        continue;
      }
      const std::size_t a = random.below(size);
      const std::size_t b = random.below(size - 1);
      take(a, b < a ? b : b + 1);
    }
  }
  flush();
  return counter.take();
}

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

double sum_of(const Shares& ratios, Pattern pattern) {
  double sum = 0;
  for (std::size_t c = 0; c < ratios.size(); ++c) sum += ratios[c][level_in(pattern, c)];
  return sum;
}

// u among random pairs, less those that look the same under the present m: in a list full of
// copies random pairs hold real matches, which would make agreement look common.
Shares learn_u(const std::vector<PatternCount>& random, const Shares& m, const Shares& before,
               double prior, const Scorer& scorer) {
  Shares u = empty_shares(scorer);
  const Shares ratios = log_ratios(m, before, std::vector<bool>(m.size(), true));
  for (const PatternCount& count : random) {
    double different = 1;
    if (prior > 0) {
      const double weight = sum_of(ratios, count.pattern) + std::log2(prior / (1 - prior));
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
  std::vector<PatternCount> patterns;
  std::vector<bool> learns;  // by comparison: not fixed by the rule
  double scale = 1;          // pairs of the rule each one stands for
  std::string rule;
  bool single = false;            // it leaves one comparison, which does not know by itself
  std::vector<bool> teaches;      // of what it learns, what others may take; empty: all
  std::vector<std::size_t> same;  // comparisons in which both have the same value; else by blocks
};

struct SessionResult {
  Shares counts;  // expected pairs by level among the same
  double matches = 0;
  double share = 0;  // of the session's pairs
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
  SessionResult result{empty_shares(scorer), 0, 0};
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
                          const Scorer& scorer) {
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
      const double p = probability_of(sum_of(ratios, count.pattern) + prior);
      const double pairs = count.pairs * p;
      same += pairs;
      all += count.pairs;
      for (std::size_t c = 0; c < counts.size(); ++c) {
        counts[c][level_in(count.pattern, c)] += pairs;
      }
    }
    result = {counts, same, same / std::max(all, 1.0)};
    double moved = 0;
    for (std::size_t c = 0; c < m.size(); ++c) {
      if (!session.learns[c]) continue;
      std::vector<double> next = counts[c];
      normalise(next, start[c], 1.0);
      for (std::size_t l = 1; l < next.size(); ++l)
        moved = std::max(moved, std::abs(next[l] - m[c][l]));
      m[c] = std::move(next);
    }
    share = std::clamp(same / std::max(all, 1.0), 1e-6, 1 - 1e-6);
    if (moved < kSettled) break;
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

// Random pairs of records that have the same values in some comparisons; nothing when there are
// none. For pairs of random records of different files when `across`.
std::optional<Session> draw_session(const Table& table, const Scorer& scorer,
                                    const std::vector<std::size_t>& fixed,
                                    const TrainingOptions& options) {
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
  double pairs = 0;
  for (std::size_t i = 0; i < keyed.size();) {
    std::size_t end = i;
    while (end < keyed.size() && keyed[end].first == keyed[i].first) ++end;
    const auto size = static_cast<double>(end - i);
    if (end - i > 1) groups.push_back({i, end, pairs});
    pairs += size * (size - 1) / 2;
    i = end;
  }
  if (groups.empty()) return std::nullopt;
  Session session;
  session.learns.assign(scorer.comparisons().size(), true);
  session.same = fixed;
  for (const std::size_t c : fixed) {
    session.learns[c] = false;
    session.rule +=
        (session.rule.empty() ? "the same " : " and ") + scorer.comparisons()[c]->column().name;
  }
  math::Random random(options.seed, 0xD3A3 + 64 * fixed.front() + fixed.back());
  Scorer::Scratch scratch(scorer.comparisons().size());
  PatternCounter counter;
  std::vector<RecordIndex> left;
  std::vector<RecordIndex> right;
  const auto flush = [&] {
    scorer.patterns_of({left, right}, scratch);
    counter.add(scratch.patterns.data(), left.size());
    left.clear();
    right.clear();
  };
  const auto draws =
      static_cast<std::uint64_t>(std::min(pairs, static_cast<double>(options.drawn_pairs)));
  std::uint64_t taken = 0;
  for (std::uint64_t k = 0; k < draws; ++k) {
    const double at = random.uniform() * pairs;
    const Group& group =
        *(std::upper_bound(groups.begin(), groups.end(), at,
                           [](double place, const Group& one) { return place < one.before; }) -
          1);
    const std::size_t size = group.end - group.begin;
    const std::size_t a = random.below(size);
    const std::size_t b = random.below(size - 1);
    const RecordIndex x = keyed[group.begin + a].second;
    const RecordIndex y = keyed[group.begin + (b < a ? b : b + 1)].second;
    if (options.across_files && table.files[x] == table.files[y]) continue;
    ++taken;
    left.push_back(std::min(x, y));
    right.push_back(std::max(x, y));
    if (left.size() == Blocking::kBatch) flush();
  }
  flush();
  if (taken == 0) return std::nullopt;
  session.scale = pairs / static_cast<double>(draws);
  session.patterns = counter.take();
  return session;
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
      if (auto session = draw_session(table, scorer, fixed, options)) {
        drawn.push_back(std::move(*session));
      }
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
void add_sessions_of_all_pairs(const std::vector<PatternCount>& all, double scale,
                               const Scorer& scorer, const std::vector<bool>& knowing,
                               std::vector<Session>& sessions) {
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
  const auto add = [&](std::size_t a, std::size_t b) {
    Session session;
    session.learns.assign(size, true);
    session.learns[a] = session.learns[b] = false;
    for (const PatternCount& count : all) {
      if (agrees(count.pattern, a) && agrees(count.pattern, b)) session.patterns.push_back(count);
    }
    session.scale = scale;
    session.single = !tells(session.learns, knowing);
    session.rule = fmt::format("comparison {} and {}", a + 1, b + 1);
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
  if (sessions.empty())
    sessions.push_back({all, std::vector<bool>(size, true), scale, "all pairs", false, {}, {}});
}

// The sessions of the spec's rules; `single`: of those that leave one comparison to learn.
std::vector<Session> sessions_of(const Spec& spec, const Blocking& blocking,
                                 const TrainingOptions& options, const Scorer& scorer,
                                 const std::vector<bool>& knowing, bool single) {
  std::vector<Session> sessions;
  Scorer::Scratch scratch(scorer.comparisons().size());
  for (std::size_t r = 0; r < spec.rules.size(); ++r) {
    Session session;
    session.rule = text_of(spec.rules[r]);
    for (const Field& field : spec.fields) session.learns.push_back(!fixes(spec.rules[r], field));
    const bool all_pairs = spec.rules[r].keys.empty();
    const auto learns = std::count(session.learns.begin(), session.learns.end(), true);
    session.single = single;
    if (single ? learns != 1 : !all_pairs && !tells(session.learns, knowing)) continue;
    PatternCounter counter;
    const std::uint64_t most = all_pairs ? kMostOfAllPairs : options.session_pairs;
    session.scale = blocking.sample_rule(r, most, [&](const PairBatch& batch) {
      scorer.patterns_of(batch, scratch);
      counter.add(scratch.patterns.data(), batch.left.size());
    });
    session.patterns = counter.take();
    if (session.patterns.empty()) continue;
    if (all_pairs) {
      add_sessions_of_all_pairs(session.patterns, session.scale, scorer, knowing, sessions);
    } else {
      sessions.push_back(std::move(session));
    }
  }
  return sessions;
}

std::vector<Session> make_sessions(const Spec& spec, const Blocking& blocking,
                                   const TrainingOptions& options, const Scorer& scorer,
                                   const std::vector<bool>& knowing, const Table& table) {
  std::vector<Session> sessions = sessions_of(spec, blocking, options, scorer, knowing, false);
  add_drawn_sessions(table, scorer, options, knowing, sessions);
  // Of two fields each is learnt where the other agrees, for want of better.
  if (sessions.empty()) sessions = sessions_of(spec, blocking, options, scorer, knowing, true);
  return sessions;
}

// m over all sessions: the mean of what each says, weighed by the root of its expected matches, so
// that one large rule does not decide alone, and by the square of their share: where few pairs are
// the same, what sets a class apart may be something else than identity (two towns' postcodes).
Shares learn_m(const std::vector<Session>& sessions, const Shares& start, const Shares& u,
               const Scorer& scorer) {
  std::vector<SessionResult> results;
  for (const Session& session : sessions) results.push_back(run_session(session, start, u, scorer));
  Shares m = empty_shares(scorer);
  for (std::size_t c = 0; c < m.size(); ++c) {
    // Purest of the sessions that this comparison can learn from, or the start would outweigh all.
    double largest = 1e-9;
    const auto teaches = [&](const Session& session) {
      return session.teaches.empty() ? session.learns[c] : session.teaches[c];
    };
    for (std::size_t s = 0; s < sessions.size(); ++s) {
      if (teaches(sessions[s])) largest = std::max(largest, results[s].share);
    }
    for (std::size_t s = 0; s < sessions.size(); ++s) {
      if (!teaches(sessions[s])) continue;
      const double purity = results[s].share / largest;
      const double trust = purity * purity / std::sqrt(std::max(results[s].matches, 1e-9));
      for (std::size_t l = 1; l < m[c].size(); ++l) m[c][l] += trust * results[s].counts[c][l];
    }
  }
  for (std::size_t c = 0; c < m.size(); ++c) normalise(m[c], start[c], 0.5);
  return m;
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
  std::vector<ValueId> reference;
  if (by_level) {
    math::Random random(seed, 0x1000 + number);
    const std::size_t wanted = std::min<std::uint64_t>(affordable, kReferenceRecords);
    while (reference.size() < wanted) {
      const auto record = static_cast<RecordIndex>(random.below(column.ids.size()));
      const ValueId value = scorer.value_of(number, record);
      if (value != kMissing) reference.push_back(value);
    }
  }
  LevelCache cache;
  std::vector<ValueId> self(reference.size());
  std::vector<Level> found(reference.size());
  for (ValueId v = 1; v < values; ++v) {
    const Level equal = comparison.level_of_equal(v);
    weights.equal_levels |= std::uint32_t{1} << equal;
    if (by_level) {
      std::fill(self.begin(), self.end(), v);
      comparison.compare(self.data(), reference.data(), self.size(), cache, found.data());
      std::array<double, kMaxLevels> counts{};
      for (std::size_t i = 0; i < found.size(); ++i) {
        if (reference[i] != v) counts[found[i]] += 1;
      }
      const auto size = static_cast<double>(reference.size());
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

}  // namespace

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

Result<TrainingReport> train(const Table& table, const Spec& spec, const Blocking& blocking,
                             const TrainingOptions& options, Scorer& scorer, Progress& progress,
                             const Cancellation& cancellation) {
  TrainingReport report;
  const std::vector<PatternCount> random = random_patterns(table, scorer, options);
  for (const PatternCount& count : random) {
    report.random_pairs += static_cast<std::uint64_t>(count.pairs);
  }
  progress.step(1, 4, "learning");
  Shares start = first_m(scorer);
  Shares u = learn_u(random, start, start, 0, scorer);
  const std::vector<bool> knowing = find_knowing(scorer, u);
  const std::vector<Session> sessions =
      make_sessions(spec, blocking, options, scorer, knowing, table);
  for (const Session& session : sessions) report.sessions.push_back(session.rule);
  progress.step(2, 4, "learning");
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
    m = learn_m(sessions, start, u, scorer);
    // Same pairs in the largest harvest of a session, as a first lower bound.
    double most = 1;
    double purest = 0;
    std::vector<SessionResult> results;
    for (const Session& session : sessions) {
      results.push_back(run_session(session, m, u, scorer));
      purest = std::max(purest, results.back().share);
    }
    for (std::size_t s = 0; s < sessions.size(); ++s) {
      if (results[s].share * 4 < purest) continue;
      most = std::max(most, results[s].matches * sessions[s].scale);
    }
    prior = std::clamp(most / total, 1e-12, 0.5);
    report.drawn_prior = prior_of_drawn(sessions, results, m, scorer, total);
    if (report.drawn_prior) prior = *report.drawn_prior;
    u = learn_u(random, m, u, prior, scorer);
    if (cancellation.requested()) return Error{Fault::Cancelled, "stopped before the end"};
  }
  progress.step(3, 4, "learning");
  Weights weights;
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
  scorer.set_weights(std::move(weights));
  scorer.set_prior(spec.prior.value_or(prior));
  report.expected_matches = scorer.weights().prior * total;
  progress.step(4, 4, "learning");
  return report;
}

}  // namespace depone::linkage
