// Sums over whole numbers of a function known by its logarithm at few places.
//
// A posterior of a count stretches over many powers of ten and is smooth in log(x). So it is looked
// at on panels in t = log(x), nine Chebyshev points each; between them its logarithm is a
// polynomial (Trefethen 2013, ch. 5). Sums over integers are integrals with the first correction
// of Euler and Maclaurin. Not thread-safe to build; const calls are safe together.
#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace depone::math {

inline constexpr std::size_t kPanelNodes = 9;

// The logarithm of f at nine points of [from, to] in t, ends included, in ascending order.
struct LogPanel {
  double from = 0;
  double to = 0;
  std::array<double, kPanelNodes> values{};
};

// The nine points in t.
std::array<double, kPanelNodes> panel_nodes(double from, double to);

// The logarithm of f at t in [from, to] (or a little beyond: the polynomial goes on).
double interpolate(const LogPanel& panel, double t);

// Integral of exp(interpolate) dt over [from, until], from <= until <= to.
double integrate(const LogPanel& panel, double until);

// For every node the integral of exp(interpolate) times its Lagrange polynomial: the integral of
// f g is the sum of weights times g at the nodes when g is as smooth.
std::array<double, kPanelNodes> node_weights(const LogPanel& panel);

// The values at t of the Lagrange polynomials of the nodes: what each node counts there.
std::array<double, kPanelNodes> node_shares(const LogPanel& panel, double t);

// The logarithms of f at many t; called with whole batches so that work can be shared.
using LogFunction = std::function<std::vector<double>(std::span<const double> t)>;

// Panels over the given cuts (ascending t, at least two), halved until the polynomial through
// every second node foresees the others within `tolerance` of the largest f seen, or until a panel
// is `narrowest` wide. The polynomial through all nodes is off by about the square of that. Panels
// where `skip(from, to)` is true are left at minus infinity: there f is nothing.
std::vector<LogPanel> adaptive_panels(const LogFunction& log_f, std::span<const double> cuts,
                                      double tolerance, double narrowest,
                                      const std::function<bool(double from, double to)>& skip);

}  // namespace depone::math
