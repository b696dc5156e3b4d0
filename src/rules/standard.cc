#include "rules/standard.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rules/table.h"

namespace depone::rules {
namespace {

constexpr std::string_view kFile = "norms/standards.toml";

constexpr std::pair<StandardOfProof, std::string_view> kNames[] = {
    {StandardOfProof::ReasonableSuspicion, "reasonable suspicion"},
    {StandardOfProof::ReasonableGrounds, "reasonable grounds"},
    {StandardOfProof::BalanceOfProbabilities, "balance of probabilities"},
    {StandardOfProof::ClearAndConvincing, "clear and convincing"},
    {StandardOfProof::BeyondReasonableDoubt, "beyond reasonable doubt"},
};

Result<std::size_t> count_or(const Table& table, std::string_view key, std::size_t otherwise) {
  if (!table.has(key)) return otherwise;
  const std::int64_t number = DP_TRY(table.whole(key, 0, 1000));
  return static_cast<std::size_t>(number);
}

Result<Acceptance> acceptance(const Table& table) {
  DP_TRY(table.only({"credibility_at_most", "first_hand_at_least", "supporting_at_least"}));
  Acceptance acceptance;
  acceptance.credibility_at_most =
      static_cast<int>(DP_TRY(table.whole("credibility_at_most", 1, 5)));
  acceptance.first_hand_at_least = DP_TRY(count_or(table, "first_hand_at_least", 0));
  acceptance.supporting_at_least = DP_TRY(count_or(table, "supporting_at_least", 1));
  return acceptance;
}

Result<Standard> standard(const Table& table) {
  DP_TRY(table.only({"name", "asks", "accept", "source"}));
  Standard standard;
  const std::string name = DP_TRY(table.text("name"));
  const std::optional<StandardOfProof> id = standard_of_proof_of(name);
  if (!id) {
    return table.wrong("name", fmt::format("\"{}\" is not a standard of proof", name),
                       "use one of those in rules/norms.h, such as reasonable grounds");
  }
  standard.id = *id;
  standard.asks = DP_TRY(table.text("asks"));
  standard.source = DP_TRY(table.text("source"));
  const std::vector<Table> rows = DP_TRY(table.tables("accept", "credibility_at_most"));
  for (const Table& row : rows) {
    const Acceptance one = DP_TRY(acceptance(row));
    standard.accept.push_back(one);
  }
  return standard;
}

}  // namespace

std::string_view name_of(StandardOfProof standard) {
  for (const auto& [id, name] : kNames) {
    if (id == standard) return name;
  }
  return "reasonable grounds";
}

std::optional<StandardOfProof> standard_of_proof_of(std::string_view name) {
  for (const auto& [id, known] : kNames) {
    if (known == name) return id;
  }
  return std::nullopt;
}

Result<std::vector<Standard>> load_standards(const DataFiles& data) {
  const std::string text = DP_TRY(data.read(kFile));
  const Table file = DP_TRY(Table::parse(text, std::string(kFile)));
  DP_TRY(file.only({"standard"}));
  const std::vector<Table> tables = DP_TRY(file.tables("standard", "name"));
  std::vector<Standard> standards;
  for (const Table& table : tables) {
    Standard one = DP_TRY(standard(table));
    const bool twice = std::any_of(standards.begin(), standards.end(),
                                   [&](const Standard& known) { return known.id == one.id; });
    if (twice) return table.wrong("name", "is there twice", "remove one of the two");
    standards.push_back(std::move(one));
  }
  if (standards.size() != std::size(kNames)) {
    return file.wrong("standard", "does not list all five standards of proof",
                      "add the missing ones; one the program cannot reach has no accept");
  }
  return standards;
}

bool reached(const Standard& standard, const Tally& tally, int credibility) {
  return std::any_of(standard.accept.begin(), standard.accept.end(), [&](const Acceptance& row) {
    return credibility <= row.credibility_at_most && tally.first_hand >= row.first_hand_at_least &&
           tally.supporting >= row.supporting_at_least;
  });
}

}  // namespace depone::rules
