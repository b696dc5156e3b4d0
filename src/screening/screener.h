// Names against lists: every listed name is looked at, none is lost to an index.
//
// A list's words are kept once each, with a signature (names/sound.h). A query's words are compared
// with all of them: the signature bounds from above what a pair can agree by, so that the exact
// comparison is only made where it can matter. Summed over the words of a listed name the
// agreements bound the name's strength; names whose bound reaches what is asked for are compared in
// full. So the answer is the one a full comparison of every name would give (tests/screening
// compares the two).
//
// Birth year and country, where both sides have them, add or take away bits (data/screening).
// Immutable after build(); screen() may be called from several threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "names/matcher.h"
#include "screening/list.h"

namespace depone::screening {

struct Question {
  std::string name;
  std::optional<int> birth_year;
  std::string country;  // ISO 3166-1 alpha-2 or an English name; empty: not known
};

struct Options {
  std::optional<double> threshold;  // a score in [0, 1]; none: the decision at 0.1 % false alarms
  std::size_t limit = 0;            // hits a question at most; 0: all
};

enum class Decision {
  Match,     // at or above the strength that 0.1 % of innocent names reach
  Possible,  // below it, reported because a lower threshold was asked for
};
std::string_view name_of(Decision decision);

struct Hit {
  std::uint32_t list = 0;   // index in lists()
  std::uint32_t entry = 0;  // in that list
  std::uint32_t name = 0;   // the name of the entry that agrees best
  double score = 0;         // in (0, 1); 0.5 at the decision
  double bits = 0;          // strength, names and facts together
  double needed = 0;        // bits at the decision
  Decision decision = Decision::Possible;
  std::vector<names::Reason> reasons;  // names first, then birth year and country
};

struct Answer {
  std::vector<Hit> hits;       // strongest first, one an entry; ties by list and entry
  std::optional<Hit> nearest;  // when there is no hit: the strongest of those looked at in full
};

class Screener {
 public:
  // The lists are kept. Cancelled when asked to stop.
  static Result<std::unique_ptr<const Screener>> build(
      std::shared_ptr<const names::Matcher> matcher, std::vector<List> lists, const DataFiles& data,
      Progress& progress, const Cancellation& cancellation);
  ~Screener();

  Answer screen(const Question& question, const Options& options) const;

  const std::vector<List>& lists() const;
  std::size_t names() const;  // in all lists together
  double needed_bits() const;

  struct Index;  // screening/index.h

 private:
  explicit Screener(std::unique_ptr<const Index> index);
  std::unique_ptr<const Index> index_;
};

}  // namespace depone::screening
