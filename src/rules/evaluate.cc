#include "rules/evaluate.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rules/words.h"

namespace depone::rules {
namespace {

// The same evidence read as support for the opposite.
std::vector<Testimony> reversed(const std::vector<Testimony>& testimonies) {
  std::vector<Testimony> opposite = testimonies;
  for (Testimony& testimony : opposite) {
    testimony.stance =
        testimony.stance == Stance::Supports ? Stance::Contradicts : Stance::Supports;
    testimony.bare_denial = false;
  }
  return opposite;
}

// A denial shows the opposite only when someone who was there denies it.
bool refuted(const std::vector<Testimony>& testimonies, const Question& question) {
  const Tally tally = tally_of(reversed(testimonies));
  return tally.first_hand > 0 &&
         reached(question.standard, tally, question.ladder.grade(tally).credibility);
}

std::string documents_of(const Evidence& evidence, const Case& the_case) {
  std::vector<std::string> ids;
  for (const ClaimRef ref : evidence.claims) {
    const std::string& id = the_case.documents[ref.document].id;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return fmt::format("{}", fmt::join(ids, ", "));
}

std::string evidence_sentence(const Evidence& evidence, const Question& question) {
  const Testimony& testimony = evidence.testimony;
  std::string sentence = fmt::format(
      "Origin {} ({}, {}{}) {}: {}", testimony.origin, documents_of(evidence, question.the_case),
      testimony.first_hand ? "first-hand" : "not first-hand",
      testimony.hedged ? ", as an allegation or added in a retelling" : "",
      testimony.stance == Stance::Supports ? "supports it" : "contradicts it",
      quoted(question.the_case, evidence.claims.front(), question.may_quote));
  for (std::size_t c = 1; c < evidence.claims.size() && c < 3; ++c) {
    sentence += ", " + quoted(question.the_case, evidence.claims[c], question.may_quote);
  }
  if (!evidence.steps.empty()) sentence += fmt::format("; {}", fmt::join(evidence.steps, "; "));
  if (evidence.witnessed) sentence += "; seen done to co-workers, which counts and is marked";
  return sentence + ".";
}

std::string limit_words(const Test& test) {
  if (test.kind != Test::Kind::Figure) return {};
  std::string words = fmt::format(" (limit: {} {}", grouped(test.limit), unit_of(test.figure));
  if (test.normal != Decimal{}) words += fmt::format(" beyond {} h", grouped(test.normal));
  return words + ")";
}

Outcome leaf(const Test& test, const Question& question) {
  const std::vector<Evidence> evidence = evidence_for(test, question);
  Outcome outcome;
  std::vector<Testimony> testimonies;
  std::vector<std::string> witnesses;
  for (const Evidence& one : evidence) {
    testimonies.push_back(one.testimony);
    outcome.claims.insert(one.claims.begin(), one.claims.end());
    if (one.testimony.stance != Stance::Supports) continue;
    outcome.supporters.emplace(one.testimony.origin, one.testimony);
    if (one.witnessed) witnesses.push_back(one.testimony.origin);
  }
  const Tally tally = tally_of(testimonies);
  const Grade grade = question.ladder.grade(tally);
  const std::string label = test.label + limit_words(test);
  if (reached(question.standard, tally, grade.credibility)) {
    outcome.answer = Answer::Met;
    outcome.because =
        fmt::format("{}: shown on {} (credibility {})", label,
                    counted(tally.supporting, "independent origin"), grade.credibility);
    if (!witnesses.empty()) {
      outcome.because +=
          fmt::format("; origin {} saw it done to co-workers", fmt::join(witnesses, " and "));
    }
  } else if (refuted(testimonies, question)) {
    outcome.answer = Answer::NotMet;
    outcome.because = fmt::format("{}: contradicted by {}, one first-hand at least", label,
                                  counted(tally.contradicting, "independent origin"));
  } else if (evidence.empty()) {
    outcome.because = fmt::format("{}: no origin says anything from which it follows", label);
  } else {
    outcome.because =
        fmt::format("{}: {} for it, {} against it, credibility {}; {} asks for {}", label,
                    counted(tally.supporting, "origin"), counted(tally.contradicting, "origin"),
                    grade.credibility, name_of(question.standard.id), question.standard.asks);
  }
  outcome.steps.push_back(outcome.because + ".");
  for (const Evidence& one : evidence) outcome.steps.push_back(evidence_sentence(one, question));
  return outcome;
}

void take_steps(Outcome& whole, Outcome& part) {
  std::move(part.steps.begin(), part.steps.end(), std::back_inserter(whole.steps));
  whole.claims.insert(part.claims.begin(), part.claims.end());
}

std::string joined(const std::vector<Outcome>& parts, Answer answer) {
  std::vector<std::string> clauses;
  for (const Outcome& part : parts) {
    if (part.answer == answer) clauses.push_back(part.because);
  }
  return fmt::format("{}", fmt::join(clauses, "; "));
}

bool has(const std::vector<Outcome>& parts, Answer answer) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](const Outcome& part) { return part.answer == answer; });
}

// The weaker of two testimonies of one origin in everything that counts.
Testimony weaker(Testimony one, const Testimony& other) {
  one.first_hand = one.first_hand && other.first_hand;
  one.hedged = one.hedged || other.hedged;
  one.reliability = std::max(one.reliability, other.reliability);
  return one;
}

Testimony stronger(Testimony one, const Testimony& other) {
  one.first_hand = one.first_hand || other.first_hand;
  one.hedged = one.hedged && other.hedged;
  one.reliability = std::min(one.reliability, other.reliability);
  return one;
}

using Supporters = std::map<std::string, Testimony>;

// The origins that support every part that rests on origins at all.
Supporters in_all(const std::vector<Outcome>& parts) {
  Supporters common;
  bool first = true;
  for (const Outcome& part : parts) {
    if (part.answer == Answer::Met && part.supporters.empty()) continue;  // established by a person
    if (first) {
      common = part.supporters;
      first = false;
      continue;
    }
    for (auto one = common.begin(); one != common.end();) {
      const auto other = part.supporters.find(one->first);
      if (other == part.supporters.end()) {
        one = common.erase(one);
      } else {
        one->second = weaker(one->second, other->second);
        ++one;
      }
    }
  }
  return common;
}

Supporters in_any(const std::vector<Outcome>& parts, bool met_only) {
  Supporters all;
  for (const Outcome& part : parts) {
    if (met_only && part.answer != Answer::Met) continue;
    for (const auto& [origin, testimony] : part.supporters) {
      const auto [place, added] = all.emplace(origin, testimony);
      if (!added) place->second = stronger(place->second, testimony);
    }
  }
  return all;
}

std::vector<Outcome> evaluated(const std::vector<Test>& tests, const Question& question) {
  std::vector<Outcome> parts;
  for (const Test& test : tests) parts.push_back(evaluate(test, question));
  return parts;
}

// All elements are shown, each by somebody; that somebody saw them concur is a fact of its own.
void require_same_origin(const Test& test, const std::vector<Outcome>& parts,
                         const Question& question, Outcome& outcome) {
  outcome.supporters = in_all(parts);
  std::vector<Testimony> testimonies;
  std::vector<std::string> names;
  for (const auto& [origin, testimony] : outcome.supporters) {
    testimonies.push_back(testimony);
    names.push_back(origin);
  }
  const Tally tally = tally_of(testimonies);
  if (reached(question.standard, tally, question.ladder.grade(tally).credibility)) {
    outcome.because =
        fmt::format("{}: every element is shown together by {} ({})", test.label,
                    counted(names.size(), "independent origin"), fmt::join(names, ", "));
    return;
  }
  outcome.answer = Answer::NotShown;
  outcome.because = fmt::format(
      "{}: each element is shown, but that they concur in the same workers is said by {}, which "
      "does not reach {}",
      test.label, counted(names.size(), "origin"), name_of(question.standard.id));
}

Outcome all_of(const Test& test, const Question& question) {
  std::vector<Outcome> parts = evaluated(test.parts, question);
  Outcome outcome;
  if (has(parts, Answer::NotMet)) {
    outcome.answer = Answer::NotMet;
    outcome.because = joined(parts, Answer::NotMet);
  } else if (has(parts, Answer::NotShown)) {
    outcome.answer = Answer::NotShown;
    outcome.because = joined(parts, Answer::NotShown);
  } else {
    outcome.answer = Answer::Met;
    outcome.because = joined(parts, Answer::Met);
    outcome.supporters = in_any(parts, true);
    if (test.same_origin) require_same_origin(test, parts, question, outcome);
  }
  if (outcome.answer != Answer::Met && outcome.supporters.empty()) {
    outcome.supporters = in_any(parts, false);
  }
  outcome.steps.push_back(fmt::format("{}: all of the following are needed.", test.label));
  for (Outcome& part : parts) take_steps(outcome, part);
  if (test.same_origin) outcome.steps.push_back(outcome.because + ".");
  return outcome;
}

Outcome any_of(const Test& test, const Question& question) {
  std::vector<Outcome> parts = evaluated(test.parts, question);
  Outcome outcome;
  outcome.steps.push_back(fmt::format("{}: one of the following suffices.", test.label));
  if (has(parts, Answer::Met)) {
    outcome.answer = Answer::Met;
    outcome.supporters = in_any(parts, true);
    outcome.because = fmt::format("{}: {}", test.label, joined(parts, Answer::Met));
  } else if (has(parts, Answer::NotShown)) {
    outcome.answer = Answer::NotShown;
    outcome.supporters = in_any(parts, false);
    outcome.because =
        fmt::format("{}: none of the {} ways to show it is shown", test.label, parts.size());
  } else {
    outcome.answer = Answer::NotMet;
    outcome.because = fmt::format("{}: {}", test.label, joined(parts, Answer::NotMet));
  }
  for (Outcome& part : parts) {
    // What no origin speaks of fills pages and says nothing.
    if (!part.claims.empty() || part.answer == Answer::Met) take_steps(outcome, part);
  }
  return outcome;
}

Outcome established(const Test& test, const Question& question) {
  const std::vector<std::string>& decided = question.context.established;
  Outcome outcome;
  if (std::find(decided.begin(), decided.end(), test.name) != decided.end()) {
    outcome.answer = Answer::Met;
    outcome.because = fmt::format("{}: established by a person", test.label);
  } else {
    outcome.because = fmt::format(
        "{}: no claim can show this; a person has to establish it (\"{}\")", test.label, test.name);
  }
  outcome.steps.push_back(outcome.because + ".");
  return outcome;
}

Outcome same_as(const Test& test, const Question& question) {
  const auto norm = std::find_if(question.norms.begin(), question.norms.end(),
                                 [&](const Norm& known) { return known.id == test.name; });
  // Loading has checked the reference.
  Outcome outcome = evaluate(norm->test, question);
  outcome.steps.insert(outcome.steps.begin(),
                       fmt::format("{}: tested as {}.", test.label, norm->title));
  return outcome;
}

}  // namespace

Outcome evaluate(const Test& test, const Question& question) {
  switch (test.kind) {
    case Test::Kind::All:
      return all_of(test, question);
    case Test::Kind::Any:
      return any_of(test, question);
    case Test::Kind::Established:
      return established(test, question);
    case Test::Kind::SameAs:
      return same_as(test, question);
    default:
      return leaf(test, question);
  }
}

}  // namespace depone::rules
