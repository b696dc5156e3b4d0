// Norm: one rule of law or indicator, as data/norms/*.toml states it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/claim.h"
#include "model/decimal.h"
#include "model/partial_date.h"
#include "rules/figures.h"
#include "rules/norms.h"
#include "rules/table.h"

namespace depone::rules {

// What the answer "met" says of a norm of this sort.
enum class Reading {
  Indicator,    // the indicator is present
  Definition,   // the elements of the definition are shown
  Conduct,      // the conduct the norm forbids, or work beyond its limit, is shown
  Presumption,  // what the presumption rests on is shown; the other side may rebut it
};

// A test over facts: a tree whose leaves ask for one fact each.
struct Test {
  enum class Kind {
    All,          // every part
    Any,          // at least one part
    Indicator,    // origins show an ILO indicator
    Figure,       // origins' figures lie beyond a limit
    Work,         // origins show that the workers work (in the period and host state)
    Headcount,    // origins count workers by one of the measures given
    Rise,         // a later count exceeds an earlier one made by `until`
    Established,  // a person has decided it (NormContext::established)
    SameAs,       // another norm's test
  };
  Kind kind = Kind::All;
  std::string label;  // the element in plain words: "work under menace of a penalty"
  std::vector<Test> parts;
  // All: besides each part reaching the standard, one origin at least must show every part, since
  // the elements must concur in the same worker.
  bool same_origin = false;
  Indicator indicator = Indicator::AbuseOfVulnerability;
  Figure figure = Figure::HoursPerDay;
  bool over = true;  // beyond means above the limit; false: below it
  Decimal limit;
  Decimal normal;  // figures counted from a normal amount, such as overtime: that amount
  std::vector<Measure> measures;
  PartialDate until;
  std::string name;  // Established: the fact; SameAs: the norm's id
};

// A version of the test not (yet) known to be law, answered beside the law in force.
struct Alternative {
  PartialDate from;
  std::string status;  // "government bill, first reading 10 February 2026; enactment not found"
  Test test;
};

struct BoundState {
  std::string state;  // ISO 3166-1 alpha-2
  PartialDate since;
};
struct UnboundState {
  std::string state;
  std::string because;  // a clause: "Russia has not ratified it"
};

struct Norm {
  std::string id;
  std::string title;
  std::string instrument;
  std::string provision;
  std::string citation;  // as one would cite it
  std::string summary;
  std::string addressee;
  std::string met_means;
  std::string certainty;
  std::string source;
  Reading reading = Reading::Conduct;

  PartialDate from;         // in force since; unknown: no law, always answered
  PartialDate until;        // last day; unknown: still in force
  PartialDate applies;      // first day it applies, where later than `from`
  std::string not_yet;      // why not, before that day
  bool any_period = false;  // answered also where the case states no period

  std::string worker_nationality;     // concerns these only; empty: all
  std::string other_nationality;      // why not, for others
  std::vector<std::string> not_host;  // states it does not speak of as hosts
  std::string not_host_because;
  bool binds_all_states = false;
  std::vector<BoundState> bound;
  std::vector<UnboundState> unbound;
  bool asks_host = true;  // false: who hosts does not matter
  NormContext::Produces concerns = NormContext::Produces::Unknown;  // Unknown: both
  std::string other_products;                                       // why not, for the other kind

  std::vector<std::string> unexamined;  // what the test does not look at, such as exceptions
  Test test;
  std::vector<Alternative> alternatives;
};

// The norms of one file, in its order. InvalidInput names the file, the norm, the member, the fix.
Result<std::vector<Norm>> norms_of(const Table& file);

}  // namespace depone::rules
