// Roots and maxima of functions of one number. Pure; thread-safe when the function is.
#pragma once

#include <functional>
#include <optional>

namespace depone::math {

// Where f changes its sign in [low, high], to `tolerance` in the argument (Brent 1973, ch. 4);
// nothing when f(low) and f(high) have the same sign.
std::optional<double> root(const std::function<double(double)>& f, double low, double high,
                           double tolerance);

// Where f is largest in [low, high], to `tolerance` (golden section); f has one maximum there.
double maximum_at(const std::function<double(double)>& f, double low, double high,
                  double tolerance);

}  // namespace depone::math
