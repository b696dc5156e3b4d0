// Small cases for tests: documents with a few claims each, and their lineage.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/data_files.h"
#include "findings/corroborate.h"
#include "model/finding.h"

namespace depone::findings {

inline Claim hours(int value, Bound bound = Bound::Exact) {
  Claim claim;
  claim.kind = ClaimKind::HoursPerDay;
  claim.value = Decimal::whole(value);
  claim.bound = bound;
  claim.unit = "hour";
  claim.per = Per::Day;
  claim.quote = std::string(bound == Bound::Exact ? "" : std::string(name_of(bound)) + " ") +
                std::to_string(value) + " hours";
  return claim;
}

inline Claim days_off(int value, Per per = Per::Year) {
  Claim claim;
  claim.kind = ClaimKind::DaysOff;
  claim.value = Decimal::whole(value);
  claim.unit = "day";
  claim.per = per;
  claim.quote = std::to_string(value) + " days off";
  return claim;
}

inline Claim workers(int value, Measure measure, std::string place = "", std::string time = "") {
  Claim claim;
  claim.kind = ClaimKind::Headcount;
  claim.value = Decimal::whole(value);
  claim.unit = "person";
  claim.measure = measure;
  claim.place = std::move(place);
  claim.time = std::move(time);
  claim.quote = std::to_string(value) + " workers";
  return claim;
}

inline Claim shows(Indicator indicator, Polarity polarity = Polarity::Asserted) {
  Claim claim;
  claim.kind = ClaimKind::Indicator;
  claim.word = std::string(name_of(indicator));
  claim.polarity = polarity;
  claim.quote = "words about " + claim.word;
  return claim;
}

inline Claim with_polarity(Claim claim, Polarity polarity) {
  claim.polarity = polarity;
  return claim;
}

class CaseBuilder {
 public:
  // A first-hand account, rated as given: an origin of its own.
  CaseBuilder& witness(const std::string& origin, std::vector<Claim> claims, char rating = 'B') {
    return add(origin, std::nullopt, true, SourceKind::Witness, rating, std::move(claims));
  }
  // A report that was not there: an origin of its own.
  CaseBuilder& report(const std::string& origin, std::vector<Claim> claims, char rating = 'C') {
    return add(origin, std::nullopt, false, SourceKind::Outlet, rating, std::move(claims));
  }
  // Retells document `parent` (counted from 0) of the same origin.
  CaseBuilder& retelling(std::size_t parent, std::vector<Claim> claims) {
    return add(case_.lineage.nodes[parent].origin, parent, false, SourceKind::Outlet, 'C',
               std::move(claims));
  }

  const Case& get() const { return case_; }

 private:
  CaseBuilder& add(const std::string& origin, std::optional<std::size_t> parent, bool first_hand,
                   SourceKind kind, char rating, std::vector<Claim> claims) {
    const std::size_t number = case_.documents.size() + 1;
    CaseDocument document;
    document.id = (number < 10 ? "D0" : "D") + std::to_string(number);
    document.document.name = document.id + ".txt";
    document.document.date = {2025, 8, static_cast<int>(number % 28) + 1};
    document.source.label = "source " + std::to_string(number);
    document.source.kind = kind;
    document.source.first_hand = first_hand;
    document.source.reliability = rating;
    std::uint32_t place = 0;
    for (Claim& claim : claims) {
      claim.span = {place, place + 5};
      place += 10;
    }
    document.claims = std::move(claims);
    case_.documents.push_back(std::move(document));
    LineageNode node;
    node.document = case_.documents.back().document.name;
    node.origin = origin;
    node.parent = parent;
    node.relation = parent ? Relation::Paraphrase : Relation::Original;
    case_.lineage.nodes.push_back(std::move(node));
    return *this;
  }

  Case case_;
};

inline const Settings& settings() {
  static const std::shared_ptr<const Settings> loaded = load_settings(embedded_data()).take();
  return *loaded;
}

inline std::vector<Finding> findings_of(const CaseBuilder& builder) {
  return corroborate(builder.get(), settings());
}

// The findings of a kind, in order.
inline std::vector<Finding> of_kind(const std::vector<Finding>& findings, ClaimKind kind) {
  std::vector<Finding> some;
  for (const Finding& finding : findings) {
    if (finding.proposition.kind == kind) some.push_back(finding);
  }
  return some;
}

}  // namespace depone::findings
