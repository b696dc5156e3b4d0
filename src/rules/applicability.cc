#include "rules/applicability.h"

#include <fmt/format.h>

#include <algorithm>

namespace depone::rules {
namespace {

using Produces = NormContext::Produces;

class Asker {
 public:
  Asker(const Norm& norm, const NormContext& context) : norm_(norm), context_(context) {}

  Applicability ask() {
    nationality();
    products();
    host();
    period();
    return answer_;
  }

 private:
  void not_applicable(std::string because) {
    if (answer_.answer == Answer::NotApplicable) return;
    answer_.answer = Answer::NotApplicable;
    answer_.because = std::move(because);
  }

  void unknown(std::string_view what) {
    if (answer_.answer) return;
    answer_.answer = Answer::NotShown;
    answer_.because = fmt::format("the case does not state {}", what);
  }

  void nationality() {
    if (norm_.worker_nationality.empty()) return;
    if (context_.worker_nationality.empty()) return unknown("the workers' nationality");
    if (context_.worker_nationality != norm_.worker_nationality) {
      not_applicable(norm_.other_nationality);
    }
  }

  void products() {
    if (norm_.concerns == Produces::Unknown) return;
    if (context_.produces == Produces::Unknown) {
      return unknown("whether the work produces goods or services");
    }
    if (context_.produces != norm_.concerns) not_applicable(norm_.other_products);
  }

  void host() {
    const std::string& host = context_.host_state;
    if (!norm_.asks_host) return;
    if (host.empty()) return unknown("in which state the work is done");
    if (std::find(norm_.not_host.begin(), norm_.not_host.end(), host) != norm_.not_host.end()) {
      return not_applicable(norm_.not_host_because);
    }
    if (norm_.binds_all_states) return;
    for (const UnboundState& state : norm_.unbound) {
      if (state.state != host) continue;
      answer_.benchmark = true;
      return not_applicable(state.because);
    }
    for (const BoundState& state : norm_.bound) {
      if (state.state == host) return since(state.since, "binds " + host);
    }
    unknown(fmt::format("whether {} is bound by it, and data/norms do not either", host));
  }

  // In force from `day`, for the part of the period from then on.
  void since(const PartialDate& day, const std::string& what) {
    if (!day.known() || !context_.period.known()) return;
    const int start = *first_day(day);
    if (*last_day(context_.period) < start) {
      not_applicable(fmt::format("it {} only since {}, after the period asked about, {}", what,
                                 to_string(day), to_string(context_.period)));
    } else if (*first_day(context_.period) < start) {
      answer_.notes.push_back(fmt::format("It {} only since {}, that is in part of the period {}.",
                                          what, to_string(day), to_string(context_.period)));
    }
  }

  void period() {
    if (!context_.period.known()) {
      if (!norm_.any_period) unknown("the period asked about");
      return;
    }
    since(norm_.from, "has been in force");
    if (norm_.applies.known()) {
      const int start = *first_day(norm_.applies);
      if (*last_day(context_.period) < start) {
        not_applicable(norm_.not_yet);
      } else if (*first_day(context_.period) < start) {
        answer_.notes.push_back(fmt::format("It applies from {}, that is in part of the period {}.",
                                            to_string(norm_.applies), to_string(context_.period)));
      }
    }
    if (norm_.until.known() && *first_day(context_.period) > *last_day(norm_.until)) {
      not_applicable(fmt::format("it ended on {}", to_string(norm_.until)));
    }
  }

  const Norm& norm_;
  const NormContext& context_;
  Applicability answer_;
};

}  // namespace

Applicability applicability(const Norm& norm, const NormContext& context) {
  return Asker(norm, context).ask();
}

std::string in_force_words(const Norm& norm) {
  if (!norm.from.known()) return {};
  std::string words = norm.until.known()
                          ? fmt::format("{} to {}", to_string(norm.from), to_string(norm.until))
                          : "since " + to_string(norm.from);
  if (norm.applies.known()) words += ", applies from " + to_string(norm.applies);
  return words;
}

}  // namespace depone::rules
