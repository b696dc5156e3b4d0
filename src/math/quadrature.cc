#include "math/quadrature.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <numbers>

namespace depone::math {
namespace {

constexpr double kNothing = -std::numeric_limits<double>::infinity();
// Below this an exponential adds nothing to a sum near one.
constexpr double kNegligible = -200;

// Gauss-Legendre points and weights on [-1, 1] by Newton's method (Davis and Rabinowitz 1984, 2.7).
struct Rule {
  static constexpr std::size_t kPoints = 16;
  std::array<double, kPoints> x{};
  std::array<double, kPoints> weight{};
};

Rule make_rule() {
  Rule rule;
  constexpr auto n = static_cast<double>(Rule::kPoints);
  for (std::size_t i = 0; i < Rule::kPoints; ++i) {
    double x = -std::cos(std::numbers::pi * (static_cast<double>(i) + 0.75) / (n + 0.5));
    double slope = 1;
    for (int step = 0; step < 8; ++step) {
      double previous = 1;
      double value = x;
      for (std::size_t k = 2; k <= Rule::kPoints; ++k) {
        const auto degree = static_cast<double>(k);
        const double following = ((2 * degree - 1) * x * value - (degree - 1) * previous) / degree;
        previous = value;
        value = following;
      }
      slope = n * (x * value - previous) / (x * x - 1);
      x -= value / slope;
    }
    rule.x[i] = x;
    rule.weight[i] = 2 / ((1 - x * x) * slope * slope);
  }
  return rule;
}

const Rule& rule() {
  static const Rule kRule = make_rule();
  return kRule;
}

// On [-1, 1], ascending.
const std::array<double, kPanelNodes>& unit_nodes() {
  static const std::array<double, kPanelNodes> kNodes = [] {
    std::array<double, kPanelNodes> nodes{};
    for (std::size_t i = 0; i < kPanelNodes; ++i) {
      nodes[i] = -std::cos(std::numbers::pi * static_cast<double>(i) /
                           static_cast<double>(kPanelNodes - 1));
    }
    nodes[kPanelNodes / 2] = 0;
    return nodes;
  }();
  return kNodes;
}

// Barycentric weights of Chebyshev points of the second kind (Berrut and Trefethen 2004).
double barycentric(std::size_t i, std::size_t step) {
  const double sign = (i / step) % 2 == 0 ? 1 : -1;
  return i == 0 || i == kPanelNodes - 1 ? sign / 2 : sign;
}

// Through every step-th node, at u in [-1, 1].
double interpolate_unit(const std::array<double, kPanelNodes>& values, double u, std::size_t step) {
  const auto& nodes = unit_nodes();
  double above = 0;
  double below = 0;
  for (std::size_t i = 0; i < kPanelNodes; i += step) {
    const double distance = u - nodes[i];
    if (distance == 0) return values[i];
    const double share = barycentric(i, step) / distance;
    above += share * values[i];
    below += share;
  }
  return above / below;
}

double to_unit(const LogPanel& panel, double t) {
  return (2 * t - panel.from - panel.to) / (panel.to - panel.from);
}

std::array<double, kPanelNodes> shares_at(double u) {
  const auto& nodes = unit_nodes();
  std::array<double, kPanelNodes> shares{};
  double below = 0;
  for (std::size_t i = 0; i < kPanelNodes; ++i) {
    if (u == nodes[i]) {
      shares = {};
      shares[i] = 1;
      return shares;
    }
    shares[i] = barycentric(i, 1) / (u - nodes[i]);
    below += shares[i];
  }
  for (double& share : shares) share /= below;
  return shares;
}

bool is_nothing(const LogPanel& panel) {
  for (const double value : panel.values) {
    if (!(value > kNothing)) return true;
  }
  return false;
}

bool foreseen(const LogPanel& panel, double peak, double tolerance) {
  const auto& nodes = unit_nodes();
  for (std::size_t i = 1; i < kPanelNodes; i += 2) {
    const double guess = interpolate_unit(panel.values, nodes[i], 2) - peak;
    const double value = panel.values[i] - peak;
    const double error = std::abs(std::exp(guess) - std::exp(value));
    if (!(error <= tolerance)) return false;
  }
  return true;
}

}  // namespace

std::array<double, kPanelNodes> panel_nodes(double from, double to) {
  std::array<double, kPanelNodes> nodes{};
  for (std::size_t i = 0; i < kPanelNodes; ++i) {
    nodes[i] = (from + to) / 2 + (to - from) / 2 * unit_nodes()[i];
  }
  nodes.front() = from;
  nodes.back() = to;
  return nodes;
}

double interpolate(const LogPanel& panel, double t) {
  if (is_nothing(panel)) return kNothing;
  return interpolate_unit(panel.values, to_unit(panel, t), 1);
}

double integrate(const LogPanel& panel, double until) {
  if (is_nothing(panel) || until <= panel.from) return 0;
  // Two halves: a peak may fill the panel.
  double sum = 0;
  const double half = (until - panel.from) / 4;
  for (const double middle : {panel.from + half, panel.from + 3 * half}) {
    for (std::size_t i = 0; i < Rule::kPoints; ++i) {
      const double t = middle + half * rule().x[i];
      const double value = interpolate_unit(panel.values, to_unit(panel, t), 1);
      if (value > kNegligible) sum += half * rule().weight[i] * std::exp(value);
    }
  }
  return sum;
}

std::array<double, kPanelNodes> node_weights(const LogPanel& panel) {
  std::array<double, kPanelNodes> weights{};
  if (is_nothing(panel)) return weights;
  const double scale = (panel.to - panel.from) / 4;
  for (const double middle : {-0.5, 0.5}) {
    for (std::size_t i = 0; i < Rule::kPoints; ++i) {
      const double u = middle + rule().x[i] / 2;
      const double value = interpolate_unit(panel.values, u, 1);
      if (value <= kNegligible) continue;
      const double mass = scale * rule().weight[i] * std::exp(value);
      const auto shares = shares_at(u);
      for (std::size_t j = 0; j < kPanelNodes; ++j) weights[j] += mass * shares[j];
    }
  }
  return weights;
}

std::array<double, kPanelNodes> node_shares(const LogPanel& panel, double t) {
  return shares_at(to_unit(panel, t));
}

std::vector<LogPanel> adaptive_panels(const LogFunction& log_f, std::span<const double> cuts,
                                      double tolerance, double narrowest,
                                      const std::function<bool(double, double)>& skip) {
  assert(cuts.size() >= 2);
  std::vector<LogPanel> finished;
  std::vector<LogPanel> open;
  for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
    LogPanel panel{cuts[i], cuts[i + 1], {}};
    if (skip(panel.from, panel.to)) {
      panel.values.fill(kNothing);
      finished.push_back(panel);
    } else {
      open.push_back(panel);
    }
  }
  double peak = kNothing;
  while (!open.empty()) {
    std::vector<double> places;
    places.reserve(open.size() * kPanelNodes);
    for (const LogPanel& panel : open) {
      const auto nodes = panel_nodes(panel.from, panel.to);
      places.insert(places.end(), nodes.begin(), nodes.end());
    }
    const std::vector<double> values = log_f(places);
    for (const double value : values) peak = std::max(peak, value);
    std::vector<LogPanel> halves;
    for (std::size_t i = 0; i < open.size(); ++i) {
      LogPanel& panel = open[i];
      std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(i * kPanelNodes), kPanelNodes,
                  panel.values.begin());
      if (panel.to - panel.from <= narrowest || foreseen(panel, peak, tolerance)) {
        finished.push_back(panel);
        continue;
      }
      const double middle = (panel.from + panel.to) / 2;
      halves.push_back({panel.from, middle, {}});
      halves.push_back({middle, panel.to, {}});
    }
    open = std::move(halves);
  }
  std::sort(finished.begin(), finished.end(),
            [](const LogPanel& a, const LogPanel& b) { return a.from < b.from; });
  return finished;
}

}  // namespace depone::math
