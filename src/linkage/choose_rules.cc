#include "linkage/choose_rules.h"

#include <algorithm>
#include <cmath>

#include "linkage/block_keys.h"
#include "math/random.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kMostCandidateKeys = 24;
constexpr double kMostSmallPairs = 1e7;
constexpr std::size_t kMostRules = 32;
constexpr std::size_t kAnchorPairs = 3000;
constexpr std::size_t kSimulated = 6000;
constexpr double kLeastGain = 0.0005;
constexpr double kLeastPurity = 0.1;
constexpr double kLeastPure = 0.3;  // of a rule from whose pairs is seen what else agrees

// A key with what each record has under it: one hash or none (several: the first ones count).
struct CandidateKey {
  BlockKey key;
  std::size_t column = 0;  // into the kinds
  std::size_t group = 0;
  bool part_of_name = false;
  ValueKeys values;
  double chance = 1;  // that two random records share it
};

struct CandidateRule {
  std::vector<std::size_t> keys;  // into the candidate keys
  double pairs = 0;
  double purity = 0;        // the share of its pairs that chance does not explain
  bool independent = true;  // no two of its keys are of one group
};

std::vector<BlockKey> keys_of(const std::string& column, Kind kind) {
  const auto key = [&](Take take, int length = 0) { return BlockKey{column, take, length}; };
  switch (kind) {
    case Kind::Name:
      return {key(Take::Whole), key(Take::Group), key(Take::Sound)};
    case Kind::Person:
      return {key(Take::Whole), key(Take::Pairs), key(Take::Last)};
    case Kind::Date:
      return {key(Take::Whole), key(Take::Year), key(Take::Day)};
    case Kind::Postcode:
      return {key(Take::Whole), key(Take::District)};
    case Kind::Place:
      return {key(Take::Whole), key(Take::Sound)};
    case Kind::Identifier:
      return {key(Take::Whole), key(Take::Prefix, 5)};
    case Kind::Text:
      return {key(Take::Whole), key(Take::Pairs), key(Take::Words)};
    case Kind::People:
      return {key(Take::Words), key(Take::Pairs)};
    case Kind::CrossScriptName:
      return {key(Take::NamePart)};
    case Kind::CrossScriptPerson:
      return {key(Take::WholeName), key(Take::NameWords)};
    case Kind::Organisation:
      return {key(Take::WholeName), key(Take::NameWords), key(Take::Whole)};
    case Kind::Category:
    case Kind::Number:
    case Kind::Location:
      return {key(Take::Whole)};
  }
  return {};
}

class RuleChooser {
 public:
  RuleChooser(const Table& table, const std::vector<RecordIndex>& order,
              const ProposeOptions& options, const NameTables& name_tables,
              const std::vector<ColumnKind>& kinds)
      : table_(table), order_(order), options_(options), random_(options.seed, 0xB10C) {
    for (std::size_t c = 0; c < kinds.size(); ++c) {
      const Column* column = table.find(kinds[c].column);
      for (const BlockKey& key : keys_of(kinds[c].column, kinds[c].kind)) {
        if (keys_.size() < kMostCandidateKeys) {
          keys_.push_back({key, c, kinds[c].group, kinds[c].part_of_name,
                           make_value_keys(*column, key, name_tables), 1});
        }
      }
    }
    for (std::size_t k = 0; k < keys_.size(); ++k) {
      const CandidateRule alone = counted({k});
      keys_[k].chance = alone.pairs / possible();
    }
  }

  void choose(Proposal& proposal) {
    const double records = static_cast<double>(table_.size());
    // Lists of a hundred thousand can afford more pairs a record than those of millions.
    const double budget = std::max({2e6, std::min(kMostSmallPairs, 130 * records), 20 * records});
    std::vector<CandidateRule> rules = make_rules(budget);
    const std::vector<std::vector<bool>> matches = simulate(rules);
    std::vector<bool> found(matches.size(), false);
    double spent = 0;
    double covered = 0;
    std::vector<const CandidateRule*> chosen;
    while (proposal.spec.rules.size() < kMostRules) {
      const CandidateRule* best = nullptr;
      double best_value = 0;
      double best_gain = 0;
      for (const CandidateRule& rule : rules) {
        if (spent + rule.pairs > budget) continue;
        double gain = 0;
        for (std::size_t m = 0; m < matches.size(); ++m) {
          gain += !found[m] && covers(rule, matches[m]) ? 1 : 0;
        }
        gain /= std::max<double>(static_cast<double>(matches.size()), 1);
        // Pairs are cheap up to a few a record; what is not found is lost.
        const double value = gain / (1 + rule.pairs / records);
        if (gain >= kLeastGain && value > best_value) {
          best_value = value;
          best_gain = gain;
          best = &rule;
        }
      }
      if (best == nullptr) break;
      for (std::size_t m = 0; m < matches.size(); ++m) {
        if (covers(*best, matches[m])) found[m] = true;
      }
      spent += best->pairs;
      covered += best_gain;
      proposal.spec.rules.push_back(rule_of(*best));
      chosen.push_back(best);
    }
    spent += cover_pairs_of_groups(rules, budget - spent, proposal, chosen);
    leave_free(rules, proposal, chosen);
    if (proposal.spec.rules.empty() && !keys_.empty()) {
      for (const CandidateKey& key : keys_) proposal.spec.rules.push_back({{key.key}});
    }
    proposal.expected_recall = covered;
    proposal.expected_pairs = static_cast<std::uint64_t>(spent);
  }

 private:
  double possible() const {
    double first = 0;
    for (const std::uint8_t file : table_.files) first += file == 0 ? 1 : 0;
    const auto all = static_cast<double>(table_.size());
    return std::max(1.0, options_.across_files ? first * (all - first) : all * (all - 1) / 2);
  }

  static bool covers(const CandidateRule& rule, const std::vector<bool>& agrees) {
    return std::all_of(rule.keys.begin(), rule.keys.end(),
                       [&](std::size_t k) { return agrees[k]; });
  }

  std::vector<ValueKeys> parts_of(const std::vector<std::size_t>& keys) const {
    std::vector<ValueKeys> parts;
    for (const std::size_t k : keys) parts.push_back(keys_[k].values);
    return parts;
  }

  struct Entry {
    std::uint64_t key;
    RecordIndex record;  // its place in order_
    bool operator<(const Entry& other) const {
      return key != other.key ? key < other.key : record < other.record;
    }
  };

  std::uint8_t file_of(const Entry& entry) const { return table_.files[order_[entry.record]]; }

  // Entries of all records, or of those whose key falls into a sample when there are many: whole
  // blocks are kept, so counts scale.
  std::vector<Entry> entries_of(const std::vector<std::size_t>& keys, double& scale) const {
    const std::uint64_t every = std::max<std::uint64_t>(1, table_.size() / 100'000);
    scale = static_cast<double>(every);
    std::vector<const ValueKeys*> parts;
    for (const std::size_t k : keys) parts.push_back(&keys_[k].values);
    std::vector<Entry> entries;
    std::vector<std::uint64_t> found;
    std::vector<std::uint64_t> next;
    for (RecordIndex i = 0; i < table_.size(); ++i) {
      found.assign(1, 7);
      for (const ValueKeys* part : parts) {
        const ValueId value = part->column->ids[order_[i]];
        next.clear();
        for (std::uint32_t k = part->first[value]; k < part->first[value + 1]; ++k) {
          for (const std::uint64_t before : found) {
            if (next.size() < kMostKeys) next.push_back(mix(before * 3 + part->keys[k]));
          }
        }
        found.swap(next);
        if (found.empty()) break;
      }
      for (const std::uint64_t key : found) {
        if (every == 1 || mix(key) % every == 0) entries.push_back({key, i});
      }
    }
    std::sort(entries.begin(), entries.end());
    return entries;
  }

  CandidateRule counted(std::vector<std::size_t> keys) const {
    CandidateRule rule;
    double scale = 1;
    const std::vector<Entry> entries = entries_of(keys, scale);
    for (std::size_t i = 0; i < entries.size();) {
      std::size_t end = i;
      double first = 0;
      while (end < entries.size() && entries[end].key == entries[i].key) {
        first += file_of(entries[end]) == 0 ? 1 : 0;
        ++end;
      }
      const auto size = static_cast<double>(end - i);
      rule.pairs +=
          scale * (options_.across_files ? first * (size - first) : size * (size - 1) / 2);
      i = end;
    }
    double chance = possible();
    for (const std::size_t k : keys) chance *= keys_[k].chance;
    rule.independent = true;
    for (const std::size_t a : keys) {
      for (const std::size_t b : keys)
        rule.independent &= a == b || keys_[a].group != keys_[b].group;
    }
    rule.purity = rule.pairs > 0 ? std::max(0.0, 1 - chance / rule.pairs) : 0;
    rule.keys = std::move(keys);
    return rule;
  }

  // Keys of one column, or of columns that say the same, make no conjunction; a given name and a
  // surname do.
  bool combine(std::size_t a, std::size_t b) const {
    if (keys_[a].column == keys_[b].column) return false;
    return keys_[a].group != keys_[b].group || (keys_[a].part_of_name && keys_[b].part_of_name);
  }

  // All rules of one to three keys of different columns that cost no more than the budget. A rule
  // is not made longer than it need be: a cheap rule's refinements find only less.
  std::vector<CandidateRule> make_rules(double budget) const {
    const double records = static_cast<double>(table_.size());
    std::vector<CandidateRule> rules;
    const auto cheap = [&](const CandidateRule& rule) { return rule.pairs <= 0.5 * records; };
    std::vector<CandidateRule> ones;
    for (std::size_t k = 0; k < keys_.size(); ++k) ones.push_back(counted({k}));
    for (const CandidateRule& one : ones) {
      if (one.pairs <= budget / 4) rules.push_back(one);
    }
    std::vector<CandidateRule> twos;
    for (std::size_t a = 0; a < keys_.size(); ++a) {
      if (cheap(ones[a])) continue;
      for (std::size_t b = a + 1; b < keys_.size(); ++b) {
        if (!combine(a, b) || cheap(ones[b])) continue;
        twos.push_back(counted({a, b}));
        if (twos.back().pairs <= budget / 4) rules.push_back(twos.back());
      }
    }
    for (const CandidateRule& two : twos) {
      if (two.pairs <= 4 * records) continue;
      for (std::size_t c = two.keys.back() + 1; c < keys_.size(); ++c) {
        if (!combine(two.keys[0], c) || !combine(two.keys[1], c) || cheap(ones[c])) {
          continue;
        }
        // Two keys that make up to so many pairs are brought down by a third in proportion.
        if (two.pairs * keys_[c].chance > budget / 4) continue;
        CandidateRule three = counted({two.keys[0], two.keys[1], c});
        if (three.pairs <= budget / 4) rules.push_back(std::move(three));
      }
    }
    return rules;
  }

  bool agrees(std::size_t k, RecordIndex a, RecordIndex b) const {
    const ValueKeys& part = keys_[k].values;
    const ValueId x = part.column->ids[order_[a]];
    const ValueId y = part.column->ids[order_[b]];
    for (std::uint32_t i = part.first[x]; i < part.first[x + 1]; ++i) {
      for (std::uint32_t j = part.first[y]; j < part.first[y + 1]; ++j) {
        if (part.keys[i] == part.keys[j]) return true;
      }
    }
    return false;
  }

  std::vector<std::size_t> groups_of(const CandidateRule& rule) const {
    std::vector<std::size_t> groups;
    for (const std::size_t k : rule.keys) groups.push_back(keys_[k].group);
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    return groups;
  }

  // The pairs seen above agree on what made them seen; those that agree on something else, since a
  // person moved or a date is wrong, were not. So any two facts that are not of one group find a
  // pair, as far as the budget goes: of the rules by the keys of two groups or one of them the one
  // that makes most pairs within what is left. Returns what that costs.
  double cover_pairs_of_groups(const std::vector<CandidateRule>& rules, double budget,
                               Proposal& proposal,
                               std::vector<const CandidateRule*>& chosen) const {
    const double most = budget / 4;
    double spent = 0;
    std::vector<std::size_t> groups;
    for (const CandidateKey& key : keys_) groups.push_back(key.group);
    std::sort(groups.begin(), groups.end());
    groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
    // Best first: the rule in which chance makes least for what it brings.
    std::vector<const CandidateRule*> missing;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (std::size_t j = i + 1; j < groups.size(); ++j) {
        const auto within = [&](const CandidateRule& rule) {
          const auto of = groups_of(rule);
          return std::all_of(of.begin(), of.end(), [&](std::size_t group) {
            return group == groups[i] || group == groups[j];
          });
        };
        if (std::any_of(chosen.begin(), chosen.end(),
                        [&](const CandidateRule* rule) { return within(*rule); })) {
          continue;
        }
        const CandidateRule* best = nullptr;
        for (const CandidateRule& rule : rules) {
          if (rule.pairs > most || !within(rule)) continue;
          if (best == nullptr || rule.pairs > best->pairs) best = &rule;
        }
        if (best != nullptr) missing.push_back(best);
      }
    }
    std::sort(missing.begin(), missing.end(), [](const CandidateRule* a, const CandidateRule* b) {
      return a->pairs != b->pairs ? a->pairs < b->pairs : a->keys < b->keys;
    });
    for (const CandidateRule* rule : missing) {
      if (spent + rule->pairs > budget || proposal.spec.rules.size() >= kMostRules) break;
      if (std::find(chosen.begin(), chosen.end(), rule) != chosen.end()) continue;
      spent += rule->pairs;
      proposal.spec.rules.push_back(rule_of(*rule));
      chosen.push_back(rule);
    }
    return spent;
  }

  std::size_t fixed_by_all(const std::vector<const CandidateRule*>& anchors) const {
    std::vector<std::size_t> fixed = groups_of(*anchors.front());
    for (const CandidateRule* anchor : anchors) {
      const auto groups = groups_of(*anchor);
      std::erase_if(fixed, [&](std::size_t group) {
        return std::find(groups.begin(), groups.end(), group) == groups.end();
      });
    }
    return fixed.size();
  }

  // Every field needs a rule that leaves it free: within that rule's blocks its weights are learnt.
  void leave_free(const std::vector<CandidateRule>& rules, Proposal& proposal,
                  std::vector<const CandidateRule*>& chosen) const {
    std::size_t groups = 0;
    for (const CandidateKey& key : keys_) groups = std::max(groups, key.group + 1);
    for (std::size_t g = 0; g < groups; ++g) {
      const auto frees = [&](const CandidateRule& rule) {
        const auto fixed = groups_of(rule);
        return std::find(fixed.begin(), fixed.end(), g) == fixed.end();
      };
      if (std::any_of(chosen.begin(), chosen.end(),
                      [&](const CandidateRule* rule) { return frees(*rule); })) {
        continue;
      }
      const CandidateRule* best = nullptr;
      // Better a rule of which chance makes half or more than none to learn from.
      for (const double least : {0.5, kLeastPurity}) {
        for (const CandidateRule& rule : rules) {
          if (!frees(rule) || rule.purity < least) continue;
          if (best == nullptr || rule.pairs * rule.purity > best->pairs * best->purity) {
            best = &rule;
          }
        }
        if (best != nullptr) break;
      }
      if (best != nullptr) {
        chosen.push_back(best);
        proposal.spec.rules.push_back(rule_of(*best));
        continue;
      }
      // Of two facts only rules of one leave the other free, and what chance makes of their pairs
      // is not known: the tightest to learn from, the loosest to find who lacks the other.
      const CandidateRule* loosest = nullptr;
      for (const CandidateRule& rule : rules) {
        if (!frees(rule) || rule.keys.size() > 1) continue;
        if (best == nullptr || rule.pairs < best->pairs) best = &rule;
        if (loosest == nullptr || rule.pairs > loosest->pairs) loosest = &rule;
      }
      for (const CandidateRule* rule : {best, loosest}) {
        if (rule == nullptr || std::find(chosen.begin(), chosen.end(), rule) != chosen.end()) {
          continue;
        }
        chosen.push_back(rule);
        proposal.spec.rules.push_back(rule_of(*rule));
      }
    }
  }

  BlockRule rule_of(const CandidateRule& rule) const {
    BlockRule written;
    for (const std::size_t k : rule.keys) written.keys.push_back(keys_[k].key);
    return written;
  }

  // Pairs that are probably the same, as which keys agree. They come from anchors: rules that make
  // many more pairs than chance would. What an anchor fixes is drawn from pairs of other anchors
  // that leave it free, or fix it by the loosest key, so that its own keys are not seen as always
  // agreeing.
  std::vector<std::vector<bool>> simulate(const std::vector<CandidateRule>& rules) {
    std::vector<const CandidateRule*> anchors;
    // Lists of few facts and common names have no pure rule; half-pure ones see too little rather
    // than too much, as pairs of chance agree on nothing else.
    for (const double least : {0.9, 0.75, 0.6, 0.45, kLeastPure}) {
      for (const CandidateRule& rule : rules) {
        if (rule.keys.size() > 1 && rule.independent && rule.purity > least && rule.pairs >= 50) {
          anchors.push_back(&rule);
        }
      }
      // What every anchor fixes is seen as always agreeing: that must not be more than one thing.
      if (!anchors.empty() && fixed_by_all(anchors) <= 1) break;
      if (least > kLeastPure) anchors.clear();
    }
    std::sort(anchors.begin(), anchors.end(), [](const CandidateRule* a, const CandidateRule* b) {
      const double x = a->pairs * a->purity;
      const double y = b->pairs * b->purity;
      return x != y ? x > y : a->keys < b->keys;
    });
    // The best of each combination of groups: anchors that fix the same see the same.
    std::vector<std::vector<std::size_t>> taken;
    std::erase_if(anchors, [&](const CandidateRule* anchor) {
      const auto groups = groups_of(*anchor);
      if (std::find(taken.begin(), taken.end(), groups) != taken.end()) return true;
      taken.push_back(groups);
      return false;
    });
    if (anchors.size() > 16) anchors.resize(16);
    struct Seen {
      std::vector<bool> agrees;
      // By group: how freely it could agree or not, the chance of the key that fixes it; 1: free.
      std::vector<double> freedom;
    };
    std::vector<Seen> seen;
    std::size_t groups = 0;
    for (const CandidateKey& key : keys_) groups = std::max(groups, key.group + 1);
    for (const CandidateRule* anchor : anchors) {
      double scale = 1;
      const std::vector<Entry> entries = entries_of(anchor->keys, scale);
      std::vector<std::pair<RecordIndex, RecordIndex>> pairs;
      for (std::size_t i = 0; i < entries.size();) {
        std::size_t end = i;
        while (end < entries.size() && entries[end].key == entries[i].key) ++end;
        if (end - i <= 40) {
          for (std::size_t a = i; a < end; ++a) {
            for (std::size_t b = a + 1; b < end; ++b) {
              if (options_.across_files && file_of(entries[a]) == file_of(entries[b])) continue;
              pairs.emplace_back(entries[a].record, entries[b].record);
            }
          }
        }
        i = end;
      }
      for (std::size_t draw = 0; draw < kAnchorPairs && !pairs.empty(); ++draw) {
        const auto [a, b] = pairs[random_.below(pairs.size())];
        Seen one;
        one.freedom.assign(groups, 1);
        for (const std::size_t k : anchor->keys) {
          double& freedom = one.freedom[keys_[k].group];
          freedom = std::min(freedom, keys_[k].chance);
        }
        for (std::size_t k = 0; k < keys_.size(); ++k) one.agrees.push_back(agrees(k, a, b));
        seen.push_back(std::move(one));
      }
    }
    std::vector<std::vector<bool>> matches;
    if (seen.empty()) return matches;
    std::vector<double> freest(groups, 0);
    for (const Seen& one : seen) {
      for (std::size_t g = 0; g < groups; ++g) freest[g] = std::max(freest[g], one.freedom[g]);
    }
    for (std::size_t m = 0; m < kSimulated; ++m) {
      const Seen& base = seen[random_.below(seen.size())];
      std::vector<bool> match = base.agrees;
      for (std::size_t g = 0; g < groups; ++g) {
        if (base.freedom[g] >= freest[g]) continue;
        for (int tries = 0; tries < 50; ++tries) {
          const Seen& other = seen[random_.below(seen.size())];
          if (other.freedom[g] < freest[g]) continue;
          for (std::size_t k = 0; k < keys_.size(); ++k) {
            if (keys_[k].group == g) match[k] = other.agrees[k];
          }
          break;
        }
      }
      matches.push_back(std::move(match));
    }
    return matches;
  }

  const Table& table_;
  const std::vector<RecordIndex>& order_;
  const ProposeOptions& options_;
  math::Random random_;
  std::vector<CandidateKey> keys_;
};

}  // namespace

void choose_rules(const Table& table, const std::vector<RecordIndex>& order,
                  const ProposeOptions& options, const NameTables& name_tables,
                  const std::vector<ColumnKind>& kinds, Proposal& proposal) {
  RuleChooser(table, order, options, name_tables, kinds).choose(proposal);
}

}  // namespace depone::linkage
