// Axes for figures: round ticks on a plain or logarithmic scale, and numbers as they are printed.
// Pure functions.
#pragma once

#include <string>
#include <vector>

namespace depone::dossier {

struct FigureAxis {
  double low = 0;
  double high = 1;
  bool logarithmic = false;
  double from = 0;  // where low and high are drawn
  double to = 1;
  std::vector<double> ticks;  // within low to high

  // Where a value is drawn; values beyond the ends are drawn at the ends.
  double place(double value) const;
};

// Covers low to high (low <= high; both > 0 when logarithmic) with round ends.
FigureAxis make_axis(double low, double high, bool logarithmic, double from, double to);

// "10,357"; "12.3" and "0.0042" for small numbers; "more than can be told" for infinity.
std::string figure_number(double value);

}  // namespace depone::dossier
