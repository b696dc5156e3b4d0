// Figures of estimates as inline SVG in the manner of figures.h: self-contained, printable, told in
// words as well as in lines. Numbers carry their unit and their interval.
//
// Texts in an estimate (names of lists among them) are escaped, not redacted: hand in what may be
// shown. `id` must be unique in the page. Pure functions; the same input gives the same bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/estimate.h"

namespace depone::dossier {

// One row a method: interval, estimate and both in words; a line at the people who are listed. A
// refused method has its row too, with the beginning of its reason. The axis is logarithmic when
// the ends span more than tenfold; an interval without an upper end has an arrow. Empty without
// estimates.
std::string estimate_intervals_svg(std::span<const Estimate> estimates,
                                   std::string_view id = "estimates");

// The models an estimate weighed, best first, as bars: posterior weights, or how far the criterion
// lies above the best. Each with the number it alone would give. Empty for fewer than two models.
std::string model_weights_svg(const Estimate& estimate, std::string_view id = "models");

struct CurvePoint {
  double at = 0;
  double value = 0;
  // Both or neither; `upper` may be infinite.
  std::optional<double> lower;
  std::optional<double> upper;
};

// A number of people as it depends on something that no data tell.
struct SensitivityCurve {
  std::string title;   // "Sensitivity to dependence of all four lists"
  std::string across;  // what `at` is, with its unit: "odds ratio of the highest interaction"
  bool ratio = false;  // `at` is a ratio (> 0) and goes on a logarithmic axis
  std::vector<CurvePoint> points;  // by ascending `at`, at least two
  std::optional<double> assumed;   // the `at` at which the estimate stands
  std::int64_t observed = 0;       // people listed; below 0: not told
};

// The curve within its band of intervals. Empty for fewer than two points.
std::string sensitivity_svg(const SensitivityCurve& curve, std::string_view id = "sensitivity");

struct Trajectory {
  std::string name;
  std::vector<CurvePoint> points;  // by ascending `at`
};

// Numbers of people along years, or draws along chains: points with their intervals, joined, each
// line told apart by its dashes as well as by its colour. Empty without points.
std::string trajectory_svg(std::string_view title, std::string_view across,
                           std::span<const Trajectory> lines, std::string_view id = "trajectories");

}  // namespace depone::dossier
