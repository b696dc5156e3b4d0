#include "rules/credibility.h"

#include <limits>

#include "rules/table.h"

namespace depone::rules {
namespace {

constexpr std::string_view kFile = "propositions/credibility.toml";

long lead(std::size_t ahead, std::size_t behind) {
  return static_cast<long>(ahead) - static_cast<long>(behind);
}

bool holds(const Level& level, const Tally& tally) {
  const bool enough = tally.supporting >= level.supporting_at_least &&
                      tally.firm >= level.firm_at_least &&
                      tally.fair_first_hand >= level.fair_first_hand_at_least &&
                      tally.supporting + tally.contradicting >= level.speaking_at_least;
  const bool calm =
      level.unexplained_at_most < 0 || lead(tally.unexplained, 0) <= level.unexplained_at_most;
  const bool ahead =
      !level.lead_asked ||
      (lead(tally.supporting, tally.unexplained) >= level.lead_at_least &&
       lead(tally.first_hand, tally.unexplained_first_hand) >= level.first_hand_lead_at_least);
  return enough && calm && ahead;
}

Result<std::size_t> count_of(const Table& table, std::string_view key) {
  if (!table.has(key)) return std::size_t{0};
  const std::int64_t number = DP_TRY(table.whole(key, 0, 1000));
  return static_cast<std::size_t>(number);
}

Result<long> lead_of(const Table& table, std::string_view key, long otherwise) {
  if (!table.has(key)) return otherwise;
  const std::int64_t number = DP_TRY(table.whole(key, -1000, 1000));
  return static_cast<long>(number);
}

Result<Level> level_of(const Table& table) {
  DP_TRY(table.only({"credibility", "supporting_at_least", "firm_at_least",
                     "fair_first_hand_at_least", "speaking_at_least", "unexplained_at_most",
                     "lead_at_least", "first_hand_lead_at_least", "because"}));
  Level level;
  level.credibility = static_cast<int>(DP_TRY(table.whole("credibility", 1, 6)));
  level.supporting_at_least = DP_TRY(count_of(table, "supporting_at_least"));
  level.firm_at_least = DP_TRY(count_of(table, "firm_at_least"));
  level.fair_first_hand_at_least = DP_TRY(count_of(table, "fair_first_hand_at_least"));
  level.speaking_at_least = DP_TRY(count_of(table, "speaking_at_least"));
  level.unexplained_at_most = DP_TRY(lead_of(table, "unexplained_at_most", -1));
  level.lead_asked = table.has("lead_at_least") || table.has("first_hand_lead_at_least");
  constexpr long kAny = std::numeric_limits<long>::min();
  level.lead_at_least = DP_TRY(lead_of(table, "lead_at_least", kAny));
  level.first_hand_lead_at_least = DP_TRY(lead_of(table, "first_hand_lead_at_least", kAny));
  level.because = DP_TRY(table.text("because"));
  return level;
}

}  // namespace

Tally tally_of(std::span<const Testimony> testimonies) {
  Tally tally;
  for (const Testimony& testimony : testimonies) {
    if (testimony.stance != Stance::Supports) continue;
    ++tally.supporting;
    if ((testimony.first_hand || !testimony.hedged) && testimony.reliability != 'E') ++tally.firm;
    if (!testimony.first_hand) continue;
    ++tally.first_hand;
    if (testimony.reliability >= 'A' && testimony.reliability <= 'C') ++tally.fair_first_hand;
  }
  for (const Testimony& testimony : testimonies) {
    if (testimony.stance != Stance::Contradicts) continue;
    ++tally.contradicting;
    const bool explained = testimony.bare_denial && !testimony.first_hand && tally.first_hand > 0;
    if (explained) continue;
    ++tally.unexplained;
    if (testimony.first_hand) ++tally.unexplained_first_hand;
  }
  return tally;
}

Result<Ladder> Ladder::load(const DataFiles& data) {
  const std::string text = DP_TRY(data.read(kFile));
  const Table file = DP_TRY(Table::parse(text, std::string(kFile)));
  DP_TRY(file.only({"level"}));
  const std::vector<Table> tables = DP_TRY(file.tables("level", "credibility"));
  if (tables.empty()) return file.wrong("level", "is missing", "add at least one [[level]]");
  Ladder ladder;
  for (const Table& table : tables) {
    const Level level = DP_TRY(level_of(table));
    if (!ladder.levels_.empty() && ladder.levels_.back().credibility > level.credibility) {
      return table.wrong("credibility", "is better than that of the level above it",
                         "order the levels from 1 to 6");
    }
    ladder.levels_.push_back(level);
  }
  return ladder;
}

Grade Ladder::grade(const Tally& tally) const {
  for (const Level& level : levels_) {
    if (holds(level, tally)) return {level.credibility, level.because};
  }
  return {6, "no origin asserts or denies it"};
}

}  // namespace depone::rules
