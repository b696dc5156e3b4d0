// What speaks for and against two documents having one origin, measured.
#pragma once

#include <cstddef>
#include <vector>

#include "lineage/signature.h"

namespace depone::lineage {

// All sums are of weights in nats (rarity), so that a shared rare thing counts more than several
// common ones. `a` and `b` are the documents' places in the corpus.
struct Evidence {
  std::size_t a = 0;
  std::size_t b = 0;
  bool same_language = false;

  // Wording. Containment is the weighted share of the one text's runs that the other has too.
  double contained_a = 0;  // of a in b, in [0, 1]
  double contained_b = 0;
  std::size_t shared_runs = 0;
  double longest_run = 0;        // weight of the weightiest unbroken run of words, names left out
  std::uint32_t longest_at = 0;  // the word of `a` it begins at
  std::uint32_t longest_words = 0;
  double units = 0;              // cosine of the weighted content words, in [0, 1]
  std::size_t shared_units = 0;  // how many of them both have
  double passage_mass = 0;       // weight of the content words shared by the best pair of sentences
  double passage_cover = 0;      // and which share of the shorter of the two that is
  std::size_t passage_a = 0;     // that pair, as places in Signature::passages
  std::size_t passage_b = 0;
  double aligned = 0;  // share of the shorter document whose sentences the other covers by half
  double title = 0;    // cover of a headline by one sentence of the other, the better of both
  bool title_of_a = false;    // whose headline that is
  double title_mass = 0;      // the weight of the headline's words so covered
  bool other_titles = false;  // both have headlines, and neither is half covered by the other

  // Facts.
  double hard_facts = 0;  // numbers, dates, names letter for letter, quotes, claims
  double fact_mass = 0;   // all language-free facts shared
  double fact_share = 0;  // their share of the poorer document's, in [0, 1]
  std::size_t fact_count = 0;
  bool other_country = false;  // both name states, and none in common
  bool other_subject = false;  // the state each names most differs

  // Form: the same number of lines, of matching lengths; correlation in [-1, 1], 0 when not.
  double lines = 0;

  // Attribution.
  bool cites_b = false;  // a cites the outlet b is from
  bool cites_a = false;
  bool same_outlet = false;  // both cite one outlet

  double outlet_mass = 0;  // weight of the outlets both name
  double quote_mass = 0;   // weight of the quotations both repeat

  bool exact_dates = false;  // both dates are known to the day
  int days_apart = -1;       // at least; -1 when a date is unknown
};

// Symmetric but for the names of its parts. O(words of both).
Evidence weigh(const Corpus& corpus, std::size_t a, std::size_t b);

// The facts both hold, the weightiest first: index into Signature::facts of `a` and of `b`.
struct SharedFact {
  std::size_t in_a = 0;
  std::size_t in_b = 0;
  double weight = 0;
};
std::vector<SharedFact> shared_facts(const Corpus& corpus, std::size_t a, std::size_t b);

}  // namespace depone::lineage
