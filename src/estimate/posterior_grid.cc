#include "estimate/posterior_grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace depone::estimate {
namespace {

// The panel that holds t, or the one next to it.
std::size_t panel_at(const std::vector<math::LogPanel>& panels, double t) {
  const auto after = std::upper_bound(
      panels.begin(), panels.end(), t,
      [](double value, const math::LogPanel& panel) { return value < panel.from; });
  return static_cast<std::size_t>(std::max<std::ptrdiff_t>(after - panels.begin() - 1, 0));
}

}  // namespace

double CountPosterior::Grid::f(double unobserved) const {
  const double t = std::log(unobserved);
  return std::exp(math::interpolate(panels[panel_at(panels, t)], t) - t);
}

double CountPosterior::Grid::correction(double number, int moment) const {
  std::array<double, 4> g;
  for (std::size_t i = 0; i < g.size(); ++i) {
    const double at = number - 1 + static_cast<double>(i);
    g[i] = f(at) * (moment == 0 ? 1 : at);
  }
  return (g[2] - g[1]) / 24 - 17 * (g[3] - 3 * (g[2] - g[1]) - g[0]) / 5760;
}

double CountPosterior::Grid::sum_up_to(double number) const {
  const double t = std::log(number + 0.5);
  const std::size_t index = panel_at(panels, t);
  const math::LogPanel& panel = panels[index];
  const double part = math::integrate(panel, std::min(t, panel.to));
  return before[index] + part - (correction(number, 0) - edge_correction);
}

double CountPosterior::quantile(double p) const {
  const Grid& grid = *grid_;
  const double wanted = p * grid.total;
  double sum = 0;
  for (std::size_t i = 0; i < grid.small.size(); ++i) {
    sum += grid.small[i];
    if (sum >= wanted) {
      return static_cast<double>(grid.observed + grid.first + static_cast<std::int64_t>(i));
    }
  }
  if (grid.panels.empty()) {
    return static_cast<double>(grid.observed + grid.first - 1 +
                               static_cast<std::int64_t>(grid.small.size()));
  }
  double low = static_cast<double>(grid.above) - 1;  // not enough
  double high = std::round(std::exp(grid.panels.back().to) - 0.5);
  if (grid.sum_up_to(high) < wanted) {
    return beyond_ > 0 ? std::numeric_limits<double>::infinity()
                       : high + static_cast<double>(grid.observed);
  }
  // Neighbouring doubles are closer than one up to 2^53, far beyond where panels end.
  while (high - low > 1) {
    const double middle = std::floor((low + high) / 2);
    (grid.sum_up_to(middle) >= wanted ? high : low) = middle;
  }
  return high + static_cast<double>(grid.observed);
}

}  // namespace depone::estimate
