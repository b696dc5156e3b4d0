// The numbers of data/lineage/weights.toml, each explained there.
#pragma once

namespace depone::lineage {

// Log-odds (nats) of "one origin" are additive: bias, plus weight times measure for each kind of
// evidence (lineage/score.h).
struct Weights {
  double prior_documents = 0;  // how large the prior table's imagined corpus is

  double same_bias = 0;
  double same_runs = 0;           // a unit of the root of containment
  double same_longest = 0;        // 20 nats of the longest unbroken run
  double same_units = 0;          // a unit of cosine
  double same_passage = 0;        // 25 nats of the best pair of sentences
  double same_aligned = 0;        // the whole shorter text, sentence by sentence
  double same_title = 0;          // 20 nats of headline above the first 15
  double same_facts = 0;          // 10 nats of numbers, names and quotations
  double same_attribution = 0;    // one cites the other, or both cite one outlet
  double same_retelling = 0;      // added to across_* when the wording says nothing
  double same_elsewhere = 0;      // added when the states named differ altogether
  double same_other_country = 0;  // factors on wording: no state in common,
  double same_other_subject = 0;  // another state named most,
  double same_other_titles = 0;   // unlike headlines

  double across_bias = 0;
  double across_mass = 0;   // 10 nats of shared facts
  double across_share = 0;  // all facts of the poorer document
  double across_lines = 0;  // line by line the same lengths
  double across_attribution = 0;
  double across_elsewhere = 0;

  double near_days = 0;  // published within three days
  double far_year = 0;   // for each year apart, from the second on

  double link = 0;    // log-odds from which a pair is held to share an origin
  double strong = 0;  // log-odds from which one pair may join two groups
};

}  // namespace depone::lineage
