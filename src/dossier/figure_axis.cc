#include "dossier/figure_axis.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace depone::dossier {
namespace {

// 1, 2 or 5 times a power of ten, at least `rough`.
double round_step(double rough) {
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (const double times : {1.0, 2.0, 5.0}) {
    if (times * power >= rough * (1 - 1e-9)) return times * power;
  }
  return 10 * power;
}

void add_logarithmic_ticks(FigureAxis& axis) {
  const double decades = std::log10(axis.high / axis.low);
  for (double power = std::pow(10, std::floor(std::log10(axis.low))); power <= axis.high * 1.001;
       power *= 10) {
    for (const double times : {1.0, 2.0, 5.0}) {
      if (times > 1 && decades > 4) continue;
      const double tick = times * power;
      if (tick >= axis.low * 0.999 && tick <= axis.high * 1.001) axis.ticks.push_back(tick);
    }
  }
}

}  // namespace

double FigureAxis::place(double value) const {
  const double held = std::clamp(value, low, high);
  const double share =
      logarithmic ? std::log(held / low) / std::log(high / low) : (held - low) / (high - low);
  return from + (to - from) * share;
}

FigureAxis make_axis(double low, double high, bool logarithmic, double from, double to) {
  FigureAxis axis;
  axis.logarithmic = logarithmic;
  axis.from = from;
  axis.to = to;
  if (logarithmic) {
    const auto down = [](double value) {
      const double power = std::pow(10, std::floor(std::log10(value) + 1e-9));
      for (const double times : {5.0, 2.0}) {
        if (times * power <= value * (1 + 1e-9)) return times * power;
      }
      return power;
    };
    axis.low = down(low);
    axis.high = round_step(high);
    if (axis.high <= axis.low) axis.high = 10 * axis.low;
    add_logarithmic_ticks(axis);
    return axis;
  }
  const double span = high > low ? high - low : std::max(1.0, std::abs(high) * 0.2);
  const double step = round_step(span / 6);
  axis.low = std::floor(low / step + 1e-9) * step;
  axis.high = std::ceil(high / step - 1e-9) * step;
  if (axis.high <= axis.low) axis.high = axis.low + step;
  const auto count = static_cast<int>(std::lround((axis.high - axis.low) / step));
  for (int i = 0; i <= count; ++i) axis.ticks.push_back(axis.low + step * i);
  return axis;
}

std::string figure_number(double value) {
  if (!std::isfinite(value)) return "more than can be told";
  if (value != 0 && std::abs(value) < 100 && value != std::round(value)) {
    return fmt::format("{:.3g}", value);
  }
  std::string digits = fmt::format("{:.0f}", std::abs(value));
  for (auto place = static_cast<std::ptrdiff_t>(digits.size()) - 3; place > 0; place -= 3) {
    digits.insert(static_cast<std::size_t>(place), ",");
  }
  return (value < 0 && digits != "0" ? "-" : "") + digits;
}

}  // namespace depone::dossier
