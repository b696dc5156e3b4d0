// The evaluator against its literal twin, on random facts and random tests.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "base/data_files.h"
#include "reference/norms_reference.h"
#include "rules/evaluate.h"
#include "tests/rules/fact_case.h"

namespace depone::rules {
namespace {

constexpr int kFacts = 4;

struct Twins {
  Test test;
  reference::Node node;
};

Twins random_test(int depth) {
  Twins twins;
  twins.test.label = "element";
  const int sort = depth >= 2 ? 0 : *rc::gen::inRange(0, 3);
  if (sort == 0) {
    twins.node.fact = *rc::gen::inRange(0, kFacts);
    twins.test.kind = Test::Kind::Indicator;
    twins.test.indicator = static_cast<Indicator>(twins.node.fact);
    return twins;
  }
  twins.test.kind = sort == 1 ? Test::Kind::All : Test::Kind::Any;
  twins.node.kind = sort == 1 ? '&' : '|';
  twins.test.same_origin = twins.node.same_origin = sort == 1 && *rc::gen::arbitrary<bool>();
  const int count = *rc::gen::inRange(1, 4);
  for (int i = 0; i < count; ++i) {
    const Twins part = random_test(depth + 1);
    twins.test.parts.push_back(part.test);
    twins.node.parts.push_back(part.node);
  }
  return twins;
}

RC_GTEST_PROP(Evaluator, EqualsTheNaiveInterpreter, ()) {
  const Twins twins = random_test(0);
  std::vector<Fact> facts;
  reference::Facts twin_facts;
  for (int fact = 0; fact < kFacts; ++fact) {
    for (int origin = 1; origin <= 4; ++origin) {
      if (*rc::gen::inRange(0, 2) == 0) continue;
      Fact one;
      one.origin = "O" + std::to_string(origin);
      one.first_hand = *rc::gen::arbitrary<bool>();
      one.rating = *rc::gen::element('A', 'C', 'E', 'F');
      one.claim.kind = ClaimKind::Indicator;
      one.claim.word = std::string(name_of(static_cast<Indicator>(fact)));
      one.claim.polarity =
          *rc::gen::element(Polarity::Asserted, Polarity::Alleged, Polarity::Denied);
      one.claim.quote = "words";
      facts.push_back(one);
      const bool denied = one.claim.polarity == Polarity::Denied;
      twin_facts[fact][one.origin] = {
          denied ? reference::Voice::Side::Against : reference::Voice::Side::For, one.first_hand,
          one.claim.polarity == Polarity::Alleged, denied, one.rating};
    }
  }
  static const Ladder ladder = Ladder::load(embedded_data()).take();
  static const std::vector<Standard> standards = load_standards(embedded_data()).take();
  const Case the_case = case_of(facts);
  const NormContext context;
  const std::vector<Norm> no_norms;
  const std::vector<std::string> no_words;
  const MayQuote may_quote;
  const Question question{the_case, context,  standards.at(1), ladder,
                          no_norms, no_words, may_quote};
  RC_ASSERT(standards.at(1).id == StandardOfProof::ReasonableGrounds);
  const Outcome outcome = evaluate(twins.test, question);
  const int answer = outcome.answer == Answer::Met ? 2 : outcome.answer == Answer::NotMet ? 0 : 1;
  const reference::State expected = reference::state_of(twins.node, twin_facts);
  RC_ASSERT(answer == expected.answer);
  if (answer != 2) return;
  std::vector<std::string> origins;
  std::vector<std::string> expected_origins;
  for (const auto& [origin, testimony] : outcome.supporters) origins.push_back(origin);
  for (const auto& [origin, voice] : expected.support) expected_origins.push_back(origin);
  RC_ASSERT(origins == expected_origins);
}

}  // namespace
}  // namespace depone::rules
