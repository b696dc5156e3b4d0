#include "dossier/figure_estimate.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "dossier/figure_axis.h"
#include "dossier/figures.h"
#include "dossier/html.h"

namespace depone::dossier {
namespace {

constexpr double kMostNames = 220;    // names of rows end here at the latest
constexpr double kWords = 690;        // values in words begin here
constexpr double kModelPeople = 790;  // people by one model alone begin here
constexpr double kRow = 26;           // height
constexpr std::string_view kInk = "#1B4F72";
constexpr std::string_view kLight = "#DDD";

void draw_text(std::string& svg, double x, double y, std::string_view words, double size = 12,
               std::string_view more = {}) {
  svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:g}\"{}>{}</text>\n", x, y, size,
                     more, escape(words));
}

constexpr std::size_t kNameColumns = 30;   // of rows
constexpr std::size_t kModelColumns = 52;  // of models

// Where names of so many columns end, each at most `width` wide: no wider than they need, so that
// the plot has the room.
double names_end(std::size_t columns, double width, double most) {
  return std::clamp(12 + width * static_cast<double>(columns), 80.0, most);
}

constexpr std::string_view kEnd = " text-anchor=\"end\"";
constexpr std::string_view kMiddle = " text-anchor=\"middle\" fill=\"#333\"";

void draw_vertical_ticks(std::string& svg, const FigureAxis& axis, double top, double bottom) {
  for (const double tick : axis.ticks) {
    const double x = axis.place(tick);
    svg += fmt::format("<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"{3}\"/>\n", x, top, bottom,
                       kLight);
    draw_text(svg, x, bottom + 15, figure_number(tick), 11, kMiddle);
  }
}

// "10,357 (6,947 to 18,010)"
std::string in_words(double value, const std::optional<double>& lower,
                     const std::optional<double>& upper) {
  std::string words = figure_number(value);
  if (lower && upper && !std::isfinite(*upper)) {
    words += fmt::format(" ({} or more)", figure_number(*lower));
  } else if (lower && upper) {
    words += fmt::format(" ({} to {})", figure_number(*lower), figure_number(*upper));
  }
  return words;
}

std::string interval_words(const Estimate& estimate) {
  if (!estimate.interval) return in_words(*estimate.estimate, std::nullopt, std::nullopt);
  return fmt::format(
      "{}, {:g}%", in_words(*estimate.estimate, estimate.interval->lower, estimate.interval->upper),
      100 * estimate.interval->level);
}

void draw_interval(std::string& svg, const FigureAxis& axis, const Estimate& estimate, double y) {
  if (estimate.interval) {
    const double from = axis.place(estimate.interval->lower);
    const bool open = !std::isfinite(estimate.interval->upper);
    const double to = open ? axis.to + 8 : axis.place(estimate.interval->upper);
    svg += fmt::format(
        "<path d=\"M{0:.1f} {1:.1f}H{2:.1f}M{0:.1f} {3:.1f}v10\" stroke=\"{4}\" stroke-width=\"2\" "
        "fill=\"none\"/>\n",
        from, y, to, y - 5, kInk);
    if (open) {
      svg += fmt::format("<path d=\"M{:.1f} {:.1f}l-9 -5v10z\" fill=\"{}\"/>\n", to + 4, y, kInk);
    } else {
      svg += fmt::format("<path d=\"M{:.1f} {:.1f}v10\" stroke=\"{}\" stroke-width=\"2\"/>\n", to,
                         y - 5, kInk);
    }
  }
  svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\" fill=\"{}\"/>\n",
                     axis.place(*estimate.estimate), y, kInk);
}

// A band for those that can be told apart in black and white, too.
struct LineStyle {
  std::string_view colour;
  std::string_view dashes;
};
constexpr LineStyle kLines[] = {{"#1B4F72", ""},        {"#A04000", "7 3"},  {"#196F3D", "2 3"},
                                {"#6C3483", "9 3 2 3"}, {"#555555", "12 4"}, {"#B7950B", "4 2"}};

std::string path_of(std::span<const CurvePoint> points, const FigureAxis& x, const FigureAxis& y,
                    double aside = 0) {
  std::string path;
  for (const CurvePoint& point : points) {
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x.place(point.at) + aside,
                        y.place(point.value));
  }
  return path;
}

// Ends over values and finite interval ends; nullopt when there is nothing.
struct Span {
  double low = HUGE_VAL;
  double high = -HUGE_VAL;
  void add(double value) {
    if (!std::isfinite(value)) return;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  void add(const CurvePoint& point) {
    add(point.value);
    if (point.lower) add(*point.lower);
    if (point.upper) add(*point.upper);
  }
  bool wide() const { return low > 0 && high / low > 10; }
};

constexpr double kPlotLeft = 90;
constexpr double kPlotRight = 930;
constexpr double kPlotTop = 40;
constexpr double kPlotBottom = 330;

void draw_plot(std::string& svg, const FigureAxis& x, const FigureAxis& y, std::string_view title,
               std::string_view across, bool whole_ticks) {
  draw_text(svg, kPlotLeft, 18, title, 13, " font-weight=\"bold\"");
  draw_text(svg, kPlotLeft, 33, y.logarithmic ? "people (logarithmic scale)" : "people", 11,
            " fill=\"#333\"");
  for (const double tick : x.ticks) {
    if (whole_ticks && tick != std::round(tick)) continue;
    svg += fmt::format("<path d=\"M{0:.1f} {1:.1f}v5\" stroke=\"#333\"/>\n", x.place(tick),
                       kPlotBottom);
    // Years and the like: no thousands separator.
    draw_text(svg, x.place(tick), kPlotBottom + 18,
              whole_ticks ? fmt::format("{:.0f}", tick) : fmt::format("{:.3g}", tick), 11, kMiddle);
  }
  for (const double tick : y.ticks) {
    svg += fmt::format("<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"{}\"/>\n", kPlotLeft,
                       y.place(tick), kPlotRight, kLight);
    draw_text(svg, kPlotLeft - 8, y.place(tick) + 4, figure_number(tick), 11, kEnd);
  }
  svg +=
      fmt::format("<path d=\"M{0:.1f} {1:.1f}V{2:.1f}H{3:.1f}\" stroke=\"#333\" fill=\"none\"/>\n",
                  kPlotLeft, kPlotTop, kPlotBottom, kPlotRight);
  draw_text(svg, (kPlotLeft + kPlotRight) / 2, kPlotBottom + 36, across, 12, kMiddle);
}

}  // namespace

std::string estimate_intervals_svg(std::span<const Estimate> estimates, std::string_view id) {
  if (estimates.empty()) return {};
  std::size_t longest_name = 0;
  for (const Estimate& each : estimates) {
    longest_name = std::max(longest_name, columns_of(shorten(each.method, kNameColumns)));
  }
  const double names = names_end(longest_name, 7.8, kMostNames);
  Span span;
  std::int64_t observed = -1;
  for (const Estimate& estimate : estimates) {
    observed = std::max(observed, estimate.observed);
    if (!estimate.estimate) continue;
    span.add(*estimate.estimate);
    if (!estimate.interval) continue;
    span.add(estimate.interval->lower);
    span.add(estimate.interval->upper);
  }
  const auto listed = static_cast<double>(observed);
  const bool told = observed >= 0;
  if (told) span.add(listed);
  const double top = 34;
  const double bottom = top + kRow * static_cast<double>(estimates.size()) + 6;
  const FigureAxis axis = make_axis(span.low, span.high, span.wide(), names + 20, kWords - 30);
  std::string svg = svg_open(
      id, bottom + 42, "How many people, by method",
      "One row a method: a dot at the estimate of all people, listed or not, a line over its "
      "interval, an arrow where the data set no upper limit. The dashed line marks the people who "
      "are on a list. The words at the right say the same.");
  draw_vertical_ticks(svg, axis, top - 4, bottom);
  if (told) {
    const double mark = axis.place(listed);
    svg += fmt::format(
        "<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"#111\" stroke-dasharray=\"5 3\" "
        "stroke-width=\"1.5\"/>\n",
        mark, top - 8, bottom);
    draw_text(svg, mark, top - 14, "listed: " + figure_number(listed), 11, kMiddle);
  }
  draw_text(svg, (axis.from + axis.to) / 2, bottom + 33,
            axis.logarithmic ? "people (logarithmic scale)" : "people", 11, kMiddle);
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    const Estimate& estimate = estimates[i];
    const double y = top + kRow * (static_cast<double>(i) + 0.5);
    draw_text(svg, names, y + 4, shorten(estimate.method, kNameColumns), 12.5, kEnd);
    if (estimate.estimate) {
      draw_interval(svg, axis, estimate, y);
      draw_text(svg, kWords, y + 4, interval_words(estimate), 12);
    } else {
      draw_text(svg, kWords, y + 4, shorten("no number: " + estimate.refusal, 40), 12,
                " fill=\"#A00000\" font-style=\"italic\"");
    }
  }
  return svg + "</svg>\n";
}

std::string model_weights_svg(const Estimate& estimate, std::string_view id) {
  if (estimate.models.size() < 2) return {};
  constexpr std::size_t kMost = 20;
  const std::size_t shown = std::min(kMost, estimate.models.size());
  const bool weights = estimate.models.front().criterion_name == "weight";
  const double best = estimate.models.front().criterion;
  const auto length = [&](const WeighedModel& model) {
    return weights ? model.criterion : model.criterion - best;
  };
  double longest = 0;
  std::size_t columns = 0;
  bool whole = true;
  for (std::size_t i = 0; i < shown; ++i) {
    columns = std::max(columns, columns_of(shorten(estimate.models[i].model, kModelColumns)));
    whole = whole && length(estimate.models[i]) == std::round(length(estimate.models[i]));
    if (std::isfinite(length(estimate.models[i]))) {
      longest = std::max(longest, length(estimate.models[i]));
    }
  }
  const double bars = names_end(columns, 7.2, 380) + 10;
  const FigureAxis axis = make_axis(0, longest > 0 ? longest : 1, false, bars, kWords - 20);
  const double top = 30;
  const double bottom = top + 21 * static_cast<double>(shown) + 4;
  std::string name = estimate.models.front().criterion_name;
  std::transform(name.begin(), name.end(), name.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  const std::string measure = weights ? std::string("posterior weight") : name + " above the best";
  std::string svg =
      svg_open(id, bottom + 42, "Models weighed by " + estimate.title,
               fmt::format("One bar a model: its {}. The words at the right say how many people "
                           "there would be by that model alone. {} of {} models are drawn.",
                           measure, shown, estimate.models.size()));
  for (const double tick : axis.ticks) {
    svg += fmt::format("<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"{3}\"/>\n", axis.place(tick),
                       top - 4, bottom, kLight);
    draw_text(svg, axis.place(tick), bottom + 15, fmt::format("{:.3g}", tick), 11, kMiddle);
  }
  draw_text(svg, (axis.from + axis.to) / 2, bottom + 33, measure, 11, kMiddle);
  draw_text(svg, kWords, top - 12, weights ? "weight" : "above the best", 11, " fill=\"#333\"");
  draw_text(svg, kModelPeople, top - 12, "people, by it alone", 11, " fill=\"#333\"");
  for (std::size_t i = 0; i < shown; ++i) {
    const WeighedModel& model = estimate.models[i];
    const double y = top + 21 * static_cast<double>(i);
    draw_text(svg, bars - 10, y + 14, shorten(model.model, kModelColumns), 11.5, kEnd);
    const double to = std::isfinite(length(model)) ? axis.place(length(model)) : axis.to;
    svg += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"13\" fill=\"{}\"/>\n", bars,
        y + 3, std::max(1.0, to - bars), kInk);
    std::string measured = fmt::format("{:.{}f}", length(model), whole ? 0 : 2);
    if (weights) {
      measured = model.criterion < 0.0005 ? "under 0.001" : fmt::format("{:.3f}", model.criterion);
    }
    draw_text(svg, kWords, y + 14, measured, 11.5);
    draw_text(
        svg, kModelPeople, y + 14,
        model.estimate ? figure_number(*model.estimate) : "none: " + shorten(model.why_none, 20),
        11.5);
  }
  return svg + "</svg>\n";
}

std::string sensitivity_svg(const SensitivityCurve& curve, std::string_view id) {
  if (curve.points.size() < 2) return {};
  Span people;
  for (const CurvePoint& point : curve.points) people.add(point);
  const auto listed = static_cast<double>(curve.observed);
  const bool told = curve.observed >= 0;
  if (told) people.add(listed);
  const FigureAxis x = make_axis(curve.points.front().at, curve.points.back().at, curve.ratio,
                                 kPlotLeft, kPlotRight);
  const FigureAxis y = make_axis(people.low, people.high, people.wide(), kPlotBottom, kPlotTop);
  std::string svg = svg_open(
      id, kPlotBottom + 48, curve.title,
      "How many people there would be, for each value of what no data tell. The line is the "
      "estimate, the band around it the interval, the upright line what the method assumes, the "
      "dashed line the people who are on a list.");
  // The band: lower ends forth, upper ends back.
  std::string forth;
  std::string back;
  for (const CurvePoint& point : curve.points) {
    if (!point.lower || !point.upper) continue;
    forth += fmt::format("{}{:.1f} {:.1f}", forth.empty() ? "M" : "L", x.place(point.at),
                         y.place(*point.lower));
    back =
        fmt::format("L{:.1f} {:.1f}", x.place(point.at), y.place(std::min(*point.upper, y.high))) +
        back;
  }
  if (!forth.empty()) {
    svg += fmt::format("<path d=\"{}{}Z\" fill=\"#D6E4EE\" stroke=\"#9DB8C9\"/>\n", forth, back);
  }
  draw_plot(svg, x, y, curve.title, curve.across, false);
  if (told) {
    svg += fmt::format(
        "<path d=\"M{0:.1f} {1:.1f}H{2:.1f}\" stroke=\"#111\" stroke-dasharray=\"5 3\"/>\n",
        kPlotLeft, y.place(listed), kPlotRight);
    draw_text(svg, kPlotRight, y.place(listed) - 5, "listed: " + figure_number(listed), 11, kEnd);
  }
  svg += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2.2\"/>\n",
                     path_of(curve.points, x, y), kInk);
  if (curve.assumed) {
    const auto nearest = std::min_element(
        curve.points.begin(), curve.points.end(), [&](const CurvePoint& a, const CurvePoint& b) {
          return std::abs(a.at - *curve.assumed) < std::abs(b.at - *curve.assumed);
        });
    const double place = x.place(*curve.assumed);
    svg += fmt::format("<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"#A04000\"/>\n", place,
                       kPlotTop, kPlotBottom);
    const bool right = place > (kPlotLeft + kPlotRight) / 2;
    draw_text(svg, place + (right ? -6 : 6), kPlotTop + 12,
              "assumed: " + in_words(nearest->value, nearest->lower, nearest->upper), 11.5,
              right ? " text-anchor=\"end\" fill=\"#A04000\"" : " fill=\"#A04000\"");
  }
  return svg + "</svg>\n";
}

std::string trajectory_svg(std::string_view title, std::string_view across,
                           std::span<const Trajectory> lines, std::string_view id) {
  Span people;
  Span along;
  for (const Trajectory& line : lines) {
    for (const CurvePoint& point : line.points) {
      people.add(point);
      along.add(point.at);
    }
  }
  if (!(people.low <= people.high)) return {};
  const FigureAxis x = make_axis(along.low, along.high, false, kPlotLeft + 24, kPlotRight - 24);
  const FigureAxis y = make_axis(people.low, people.high, people.wide(), kPlotBottom, kPlotTop);
  const double legend = kPlotBottom + 56;
  std::string svg = svg_open(
      id, legend + 18 * std::ceil(static_cast<double>(lines.size()) / 3), title,
      "Points are estimates of all people, joined by lines; upright bars are their intervals. "
      "Lines "
      "are told apart by their dashes as well as by their colour; their names stand below.");
  draw_plot(svg, x, y, title, across, true);
  // Bars of many points would hide the lines.
  constexpr std::size_t kMostMarks = 60;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const LineStyle& style = kLines[i % std::size(kLines)];
    const Trajectory& line = lines[i];
    const bool marks = line.points.size() <= kMostMarks;
    // Neighbouring lines' bars beside each other, not upon each other.
    const double aside =
        marks ? 4 * (static_cast<double>(i) - static_cast<double>(lines.size() - 1) / 2) : 0;
    svg += fmt::format(
        "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" "
        "stroke-dasharray=\"{}\"/>\n",
        path_of(line.points, x, y, aside), style.colour, marks ? 2 : 1, style.dashes);
    for (const CurvePoint& point : line.points) {
      if (!marks) break;
      const double place = x.place(point.at) + aside;
      if (point.lower && point.upper) {
        svg += fmt::format(
            "<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"{3}\" stroke-width=\"1.4\"/>\n", place,
            y.place(*point.lower), y.place(std::min(*point.upper, y.high)), style.colour);
      }
      svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\" fill=\"{}\"/>\n", place,
                         y.place(point.value), style.colour);
    }
    const double left = kPlotLeft + 285 * static_cast<double>(i % 3);
    const double row = legend + 18 * std::floor(static_cast<double>(i) / 3);
    svg += fmt::format(
        "<path d=\"M{0:.1f} {1:.1f}h34\" stroke=\"{2}\" stroke-width=\"2\" "
        "stroke-dasharray=\"{3}\"/>\n",
        left, row - 4, style.colour, style.dashes);
    draw_text(svg, left + 42, row, shorten(line.name, 32), 11.5);
  }
  return svg + "</svg>\n";
}

}  // namespace depone::dossier
