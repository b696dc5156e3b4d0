// The numbers of data/lineage/weights.toml, each explained there.
#pragma once

namespace depone::lineage {

// Log-odds (nats) of "one origin" are additive: bias, plus weight times measure for each kind of
// evidence (lineage/score.h).
struct Weights {
  double prior_documents = 0;  // how large the prior table's imagined corpus is

  double same_bias = 0;
  double same_runs = 0;
  double same_units = 0;
  double same_passage = 0;
  double same_facts = 0;
  double same_lines = 0;
  double same_other_country = 0;
  double same_other_subject = 0;
  double same_attribution = 0;

  double across_bias = 0;
  double across_mass = 0;
  double across_share = 0;
  double across_lines = 0;
  double across_other_country = 0;
  double across_attribution = 0;

  double near_days = 0;       // published within three days
  double far_year = 0;        // for each year apart, from the second on
  double link_threshold = 0;  // log-odds from which a pair is held to share an origin
};

}  // namespace depone::lineage
