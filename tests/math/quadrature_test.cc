#include "math/quadrature.h"

#include <gtest/gtest.h>

#include <cmath>

namespace depone::math {
namespace {

double normal_log(double t, double mean, double deviation) {
  const double z = (t - mean) / deviation;
  return -z * z / 2 - std::log(deviation) - 0.5 * std::log(2 * M_PI);
}

// Two peaks of very different width, the narrow one between the first cuts.
double two_peaks(double t) {
  return std::log(0.3 * std::exp(normal_log(t, 3.37, 0.02)) +
                  0.7 * std::exp(normal_log(t, 8, 1.1)));
}

std::vector<LogPanel> panels() {
  std::vector<double> cuts;
  for (double t = -10; t <= 20; t += 0.25) cuts.push_back(t);
  return adaptive_panels(
      [](std::span<const double> places) {
        std::vector<double> values;
        for (const double t : places) values.push_back(two_peaks(t));
        return values;
      },
      cuts, 3e-5, 1e-4, [](double, double) { return false; });
}

TEST(Quadrature, FindsNarrowAndWidePeaks) {
  double sum = 0;
  double left = 0;
  for (const LogPanel& panel : panels()) {
    sum += integrate(panel, panel.to);
    left += integrate(panel, std::min(3.37, panel.to));
  }
  EXPECT_NEAR(sum, 1, 1e-8);
  EXPECT_NEAR(left, 0.15 + 0.7 * 0.5 * std::erfc((8 - 3.37) / 1.1 / std::sqrt(2.0)), 1e-8);
}

TEST(Quadrature, WeighsNodesForIntegralsOfSmoothThings) {
  double mean = 0;
  for (const LogPanel& panel : panels()) {
    const auto weights = node_weights(panel);
    const auto nodes = panel_nodes(panel.from, panel.to);
    for (std::size_t i = 0; i < kPanelNodes; ++i) mean += weights[i] * nodes[i];
  }
  EXPECT_NEAR(mean, 0.3 * 3.37 + 0.7 * 8, 1e-7);
}

TEST(Quadrature, LeavesOutWhatItIsToldTo) {
  const std::vector<double> cuts{0, 1, 2};
  const auto found = adaptive_panels(
      [](std::span<const double> places) { return std::vector<double>(places.size(), 0); }, cuts,
      1e-6, 1e-4, [](double from, double) { return from < 0.5; });
  EXPECT_EQ(integrate(found.front(), 1), 0);
  EXPECT_NEAR(integrate(found.back(), 1.5), 0.5, 1e-12);
}

}  // namespace
}  // namespace depone::math
