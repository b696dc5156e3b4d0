// The figures of a linkage as self-contained SVG: no script, no outside font, a title and a
// description each, nothing told by colour alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "linkage/linker.h"
#include "linkage/spec.h"

namespace depone::linkage {

// What every level of every field weighs, as bars left and right of zero.
std::string draw_weights(const Spec& spec, const Linkage& linkage);

// Precision, recall and F1 of pairs over the threshold where the truth is known.
struct ThresholdPoint {
  double weight = 0;  // bits: pairs from here on are linked
  double precision = 0;
  double recall = 0;
};
std::string draw_thresholds(const std::vector<ThresholdPoint>& points);

// Expected shares of false links and of missed matches among the pairs compared, over the
// threshold, as the model itself believes: when the truth is not known.
std::string draw_expected_errors(const Scores& scores);

// How one pair's weight adds up, field by field, from the prior to the end.
struct WaterfallStep {
  std::string label;   // the field
  std::string detail;  // its level, or the two values
  double bits = 0;
};
std::string draw_waterfall(std::string_view title, double prior_bits,
                           const std::vector<WaterfallStep>& steps);

}  // namespace depone::linkage
