// An estimate: a number for those on no list, with all that must be said beside it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/json.h"

namespace depone {

struct EstimateInterval {
  double level = 0.95;  // nominal coverage
  double lower = 0;
  double upper = 0;    // may be infinite: the data set no upper limit
  std::string method;  // "BCa bootstrap with model selection, 1000 replicates"
  friend bool operator==(const EstimateInterval&, const EstimateInterval&) = default;
};

// One of the models that were weighed.
struct WeighedModel {
  std::string model;               // generators by list names: "[EXH,ABA,OSCE][HRW]"
  double criterion = 0;            // BIC or AIC (smaller is better), or a posterior weight
  std::string criterion_name;      // "bic", "aic", "weight"
  std::optional<double> estimate;  // of all people; unset: the model has none
  std::string why_none;            // when unset
};

// What one method says of one table. Numbers are of people: everybody, listed or not.
struct Estimate {
  std::string method;         // the CLI's word: "loglinear", "decomposable", "latent-class", ...
  std::string title;          // in words, with its source: "Log-linear, BIC (Fienberg 1972)"
  std::int64_t observed = 0;  // people on at least one list
  // Unset: refused; `refusal` says why and what could be done.
  std::optional<double> estimate;
  std::optional<EstimateInterval> interval;
  std::string refusal;
  std::string model;  // of the estimate, generators by list names; empty where there is none
  // Full sentences; the identifying assumption first. Never empty.
  std::vector<std::string> assumptions;
  // Full sentences about this run: non-convergence, sparse cells, disagreement.
  std::vector<std::string> warnings;
  std::vector<WeighedModel> models;  // best first
  // Named figures of the run: {"models fitted", 113}, {"r-hat", 1.004}.
  std::vector<std::pair<std::string, double>> figures;
  std::optional<std::uint64_t> seed;  // of the random numbers, where there are any
  // Of methods that run Markov chains: the number of people along each chain, thinned, for a
  // figure that shows whether they agree. Not in to_json().
  std::vector<std::vector<double>> traces;
};

// {"method","title","observed","estimate","interval":{"level","lower","upper","method"},"model",
//  "assumptions","warnings","models",...}; absent members are left out, an infinite end is null.
OrderedJson to_json(const Estimate& estimate);

}  // namespace depone
