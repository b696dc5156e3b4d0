// What must hold of every case: copies add nothing, agreement never hurts, order does not matter.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "findings/agreement.h"
#include "findings/corroborate.h"
#include "reference/corroborate_reference.h"
#include "tests/findings/case_builder.h"

namespace depone::findings {
namespace {

Claim random_claim() {
  switch (*rc::gen::inRange(0, 4)) {
    case 0:
      return hours(*rc::gen::inRange(6, 22),
                   *rc::gen::element(Bound::Exact, Bound::About, Bound::Over, Bound::UpTo));
    case 1:
      return days_off(*rc::gen::inRange(0, 12), *rc::gen::element(Per::Year, Per::Month));
    case 2:
      return workers(*rc::gen::inRange(1, 60) * 1000,
                     *rc::gen::element(Measure::Stock, Measure::Plan, Measure::Flow),
                     *rc::gen::element(std::string("Russia"), std::string("China"), std::string()),
                     *rc::gen::element(std::string("2024"), std::string("2025"), std::string()));
    default:
      return shows(static_cast<Indicator>(*rc::gen::inRange(0, 3)),
                   *rc::gen::element(Polarity::Asserted, Polarity::Alleged, Polarity::Denied));
  }
}

std::vector<Claim> random_claims() {
  std::vector<Claim> claims;
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) claims.push_back(random_claim());
  return claims;
}

CaseBuilder random_case() {
  CaseBuilder builder;
  const int count = *rc::gen::inRange(1, 7);
  for (int i = 0; i < count; ++i) {
    const int sort = *rc::gen::inRange(0, 3);
    const std::string origin = "O" + std::to_string(i + 1);
    const char rating = *rc::gen::element('A', 'C', 'E', 'F');
    if (sort == 0 || i == 0) {
      builder.witness(origin, random_claims(), rating);
    } else if (sort == 1) {
      builder.report(origin, random_claims(), rating);
    } else {
      builder.retelling(static_cast<std::size_t>(*rc::gen::inRange(0, i)), random_claims());
    }
  }
  return builder;
}

// What a finding says but for indexes.
using Summary = std::vector<std::string>;
Summary summary_of(const Case& the_case, const std::vector<Finding>& findings) {
  Summary summary;
  for (const Finding& finding : findings) {
    std::string line = finding.proposition.id + " " + finding.proposition.statement + " " +
                       std::to_string(finding.credibility) + " " +
                       std::to_string(finding.supporting_origins) + " " +
                       std::to_string(finding.contradicting_origins) + " " +
                       std::to_string(finding.documents);
    std::vector<std::string> drifts;
    for (const Drift& drift : finding.drifts) {
      drifts.push_back(the_case.documents[drift.to.document].id + drift.what);
    }
    std::sort(drifts.begin(), drifts.end());
    for (const std::string& drift : drifts) line += "; " + drift;
    summary.push_back(line);
  }
  return summary;
}

RC_GTEST_PROP(Corroborate, GivesTheSameWhateverTheOrderOfDocuments, ()) {
  const CaseBuilder builder = random_case();
  const Case& straight = builder.get();
  std::vector<std::size_t> order(straight.documents.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[*rc::gen::inRange<std::size_t>(0, i)]);
  }
  std::vector<std::size_t> place(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  Case shuffled;
  for (const std::size_t i : order) {
    shuffled.documents.push_back(straight.documents[i]);
    LineageNode node = straight.lineage.nodes[i];
    if (node.parent) node.parent = place[*node.parent];
    shuffled.lineage.nodes.push_back(node);
  }
  RC_ASSERT(summary_of(straight, corroborate(straight, settings())) ==
            summary_of(shuffled, corroborate(shuffled, settings())));
}

RC_GTEST_PROP(Corroborate, IsNotMovedByACopy, ()) {
  CaseBuilder builder = random_case();
  const std::vector<Finding> before = corroborate(builder.get(), settings());
  const auto copied = *rc::gen::inRange<std::size_t>(0, builder.get().documents.size());
  builder.retelling(copied, builder.get().documents[copied].claims);
  const std::vector<Finding> after = corroborate(builder.get(), settings());
  RC_ASSERT(before.size() == after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    RC_ASSERT(before[i].proposition.statement == after[i].proposition.statement);
    RC_ASSERT(before[i].credibility == after[i].credibility);
    RC_ASSERT(before[i].supporting_origins == after[i].supporting_origins);
    RC_ASSERT(before[i].contradicting_origins == after[i].contradicting_origins);
    RC_ASSERT(before[i].drifts.size() == after[i].drifts.size());
  }
}

// Each origin says one thing; a new one repeats what an origin in support of the leading statement
// said.
RC_GTEST_PROP(Corroborate, IsNeverWorsenedByAnotherOriginThatAgrees, ()) {
  CaseBuilder builder;
  const int count = *rc::gen::inRange(1, 7);
  for (int i = 0; i < count; ++i) {
    const Claim claim =
        hours(*rc::gen::inRange(6, 22), *rc::gen::element(Bound::Exact, Bound::Over, Bound::UpTo));
    const std::string origin = "O" + std::to_string(i + 1);
    if (*rc::gen::arbitrary<bool>()) {
      builder.witness(origin, {claim}, *rc::gen::element('A', 'E', 'F'));
    } else {
      builder.report(origin,
                     {with_polarity(claim, *rc::gen::element(Polarity::Asserted, Polarity::Alleged,
                                                             Polarity::Denied))});
    }
  }
  const Finding before = corroborate(builder.get(), settings()).at(0);
  RC_PRE(before.supporting_origins > 0U);
  // The value all of the leading statement's origins allow within tolerance.
  rules::Interval shared;
  for (const OriginVoice& voice : before.voices) {
    if (voice.stance != Stance::Supports) continue;
    shared = rules::common(shared, rules::widened({voice.low, voice.high}, 15));
  }
  Claim agreeing = hours(1);
  agreeing.value = shared.low ? *shared.low : *shared.high;
  builder.witness("O99", {agreeing}, 'F');
  const Finding after = corroborate(builder.get(), settings()).at(0);
  RC_ASSERT(after.credibility <= before.credibility);
  RC_ASSERT(after.supporting_origins == before.supporting_origins + 1);
}

RC_GTEST_PROP(Agreement, FindsAsManyAgreeingOriginsAsTryingEverySubset, ()) {
  std::vector<Speech> speeches;
  std::vector<reference::Figure> figures;
  const int count = *rc::gen::inRange(1, 9);
  for (int i = 0; i < count; ++i) {
    const int low = *rc::gen::inRange(0, 20);
    const int high = low + *rc::gen::inRange(0, 6);
    const bool open_low = *rc::gen::inRange(0, 4) == 0;
    const bool open_high = *rc::gen::inRange(0, 4) == 0;
    Speech speech;
    speech.origin = "O" + std::to_string(*rc::gen::inRange(0, 5));
    reference::Figure figure{speech.origin, std::nullopt, std::nullopt};
    if (!open_low) {
      speech.interval.low = Decimal::whole(low);
      figure.low = low;
    }
    if (!open_high) {
      speech.interval.high = Decimal::whole(high);
      figure.high = high;
    }
    speeches.push_back(speech);
    figures.push_back(figure);
  }
  const std::vector<Cluster> found = clusters(speeches, 0, 0);
  std::set<std::string> origins;
  for (const std::size_t s : found.at(0).agreeing) origins.insert(speeches[s].origin);
  RC_ASSERT(origins.size() == reference::most_agreeing(figures));
  // Nothing is lost and nothing is used twice.
  std::vector<std::size_t> used;
  for (const Cluster& cluster : found) {
    used.insert(used.end(), cluster.agreeing.begin(), cluster.agreeing.end());
    used.insert(used.end(), cluster.contradicting.begin(), cluster.contradicting.end());
  }
  std::sort(used.begin(), used.end());
  RC_ASSERT(used.size() == speeches.size());
  RC_ASSERT(std::adjacent_find(used.begin(), used.end()) == used.end());
}

}  // namespace
}  // namespace depone::findings
