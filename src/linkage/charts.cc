#include "linkage/charts.h"

#include <fmt/format.h>

#include <algorithm>

namespace depone::linkage {
namespace {

constexpr double kWidth = 960;
constexpr std::string_view kFor = "#0B5C9E";
constexpr std::string_view kAgainst = "#A00000";

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out.push_back(static_cast<unsigned char>(c) < 0x20 ? ' ' : c);
    }
  }
  return out;
}

std::string shorten(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "\u2026";
}

std::string open(double height, std::string_view title, std::string_view description) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"t d\" "
      "viewBox=\"0 0 {0} {1:.0f}\" font-family=\"'Noto Sans','Noto Sans CJK KR','DejaVu Sans',"
      "sans-serif\" font-size=\"12\" fill=\"#111\">\n<title id=\"t\">{2}</title>\n"
      "<desc id=\"d\">{3}</desc>\n<rect width=\"{0}\" height=\"{1:.0f}\" fill=\"#FFF\"/>\n"
      "<text x=\"16\" y=\"24\" font-size=\"16\" font-weight=\"600\">{2}</text>\n",
      kWidth, height, escape(title), escape(description));
}

std::string text_at(double x, double y, std::string_view anchor, std::string_view text,
                    std::string_view more = "") {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y,
                     anchor, more, escape(text));
}

// "+4.5"; what would read -0.0 is 0.
std::string signed_bits(double bits) {
  return std::abs(bits) < 0.05 ? "0" : fmt::format("{:+.1f}", bits);
}

struct Axis {
  double low = -20;
  double high = 20;
  double left = 400;
  double right = 900;
  double x(double bits) const {
    return left + (right - left) * (std::clamp(bits, low, high) - low) / (high - low);
  }
};

std::string grid(const Axis& axis, double top, double bottom, double step) {
  std::string out;
  for (double tick = std::ceil(axis.low / step) * step; tick <= axis.high; tick += step) {
    out += fmt::format("<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"{3}\"/>\n", axis.x(tick), top,
                       bottom, tick == 0 ? "#555" : "#DDD");
    out += text_at(axis.x(tick), bottom + 15, "middle", fmt::format("{:g}", tick + 0.0),
                   " font-size=\"11\" fill=\"#333\"");
  }
  return out;
}

// The bar of a weight, with its number at the outer end.
std::string bar(const Axis& axis, double from, double to, double y, double height) {
  const double a = axis.x(std::min(from, to));
  const double b = axis.x(std::max(from, to));
  const bool against = to < from;
  return fmt::format(
      "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"{}/>\n", a, y,
      std::max(b - a, 1.0), height, against ? kAgainst : kFor,
      against ? " fill-opacity=\"0.75\"" : "");
}

// Curves over the threshold share a frame.
struct Curve {
  std::string name;
  std::string_view colour;
  std::string_view dashes;
  std::vector<std::pair<double, double>> points;  // bits, share
};

std::string draw_curves(std::string_view title, std::string_view description,
                        const std::vector<Curve>& curves) {
  constexpr double kTop = 44;
  constexpr double kBottom = 380;
  double low = 1e9;
  double high = -1e9;
  for (const Curve& curve : curves) {
    for (const auto& [bits, share] : curve.points) {
      low = std::min(low, bits);
      high = std::max(high, bits);
    }
  }
  if (low >= high) return {};
  const Axis axis{low, high, 70, 760};
  const auto y = [&](double share) {
    return kBottom - (kBottom - kTop) * std::clamp(share, 0.0, 1.0);
  };
  std::string svg = open(kBottom + 52, title, description);
  svg += grid(axis, kTop, kBottom, high - low > 40 ? 10 : 5);
  for (int tick = 0; tick <= 10; tick += 2) {
    svg += fmt::format("<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"#DDD\"/>\n", axis.left,
                       y(tick / 10.0), axis.right);
    svg += text_at(axis.left - 8, y(tick / 10.0) + 4, "end", fmt::format("{} %", tick * 10),
                   " font-size=\"11\" fill=\"#333\"");
  }
  double label = kTop + 14;
  for (const Curve& curve : curves) {
    std::string path;
    for (const auto& [bits, share] : curve.points) {
      path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", axis.x(bits), y(share));
    }
    svg += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2.2\"{}/>\n",
                       path, curve.colour, curve.dashes);
    svg += fmt::format("<path d=\"M776 {0:.1f}h30\" stroke=\"{1}\" stroke-width=\"2.2\"{2}/>\n",
                       label - 4, curve.colour, curve.dashes);
    svg += text_at(812, label, "start", curve.name);
    label += 22;
  }
  svg += text_at((axis.left + axis.right) / 2, kBottom + 36, "middle",
                 "threshold: match weight in bits (0 = as likely as not)");
  return svg + "</svg>\n";
}

}  // namespace

std::string draw_weights(const Spec& spec, const Linkage& linkage) {
  struct Row {
    std::string label;
    double bits = 0;
    bool heading = false;
    double m = 0;
    double u = 0;
  };
  std::vector<Row> rows;
  rows.push_back(
      {"two random records are one person", linkage.scorer.weights().prior_weight, false, 0, 0});
  for (std::size_t c = 0; c < spec.fields.size(); ++c) {
    const ComparisonWeights& of = linkage.scorer.weights().comparisons[c];
    const Comparison& comparison = *linkage.scorer.comparisons()[c];
    rows.push_back(
        {fmt::format("{} ({})", spec.fields[c].name, name_of(spec.fields[c].kind)), 0, true, 0, 0});
    for (std::size_t level = comparison.levels() - 1; level >= 1; --level) {
      rows.push_back(
          {comparison.level_names()[level], of.weight[level], false, of.m[level], of.u[level]});
    }
  }
  constexpr double kRow = 19;
  const double bottom = 48 + kRow * static_cast<double>(rows.size());
  const Axis axis{-20, 25, 330, 780};
  std::string svg = open(
      bottom + 44, "What agreement weighs",
      "One bar a level of agreement: to the right it speaks for one person, to the left against. "
      "m is its share among pairs that are one person, u among pairs that are not; the bar is the "
      "binary logarithm of m over u.");
  svg += grid(axis, 40, bottom, 5);
  svg += text_at(866, 40, "end", "m", " font-size=\"11\"") +
         text_at(936, 40, "end", "u", " font-size=\"11\"");
  double y = 44;
  for (const Row& row : rows) {
    if (row.heading) {
      svg += text_at(16, y + 14, "start", shorten(row.label, 60), " font-weight=\"600\"");
    } else {
      svg += text_at(axis.left - 10, y + 13, "end", shorten(row.label, 48), " font-size=\"11.5\"");
      svg += bar(axis, 0, row.bits, y + 3, kRow - 7);
      const bool left = row.bits < 0;
      svg += text_at(axis.x(row.bits) + (left ? -4 : 4), y + 13, left ? "end" : "start",
                     signed_bits(row.bits), " font-size=\"11\"");
      if (row.m > 0) {
        svg += text_at(866, y + 13, "end", fmt::format("{:.3g}", row.m), " font-size=\"11\"");
        svg += text_at(936, y + 13, "end", fmt::format("{:.2g}", row.u), " font-size=\"11\"");
      }
    }
    y += kRow;
  }
  svg += text_at((axis.left + axis.right) / 2, bottom + 34, "middle", "bits");
  return svg + "</svg>\n";
}

std::string draw_thresholds(const std::vector<ThresholdPoint>& points) {
  std::vector<Curve> curves = {{"precision", kFor, "", {}},
                               {"recall", kAgainst, " stroke-dasharray=\"7 4\"", {}},
                               {"F1", "#333333", " stroke-dasharray=\"2 3\"", {}}};
  for (const ThresholdPoint& point : points) {
    const double sum = point.precision + point.recall;
    curves[0].points.emplace_back(point.weight, point.precision);
    curves[1].points.emplace_back(point.weight, point.recall);
    curves[2].points.emplace_back(point.weight,
                                  sum > 0 ? 2 * point.precision * point.recall / sum : 0);
  }
  return draw_curves("Pairs against the truth, by threshold",
                     "Precision (solid), recall (dashed) and F1 (dotted) of single pairs, before "
                     "clustering, if all pairs from the threshold on were linked.",
                     curves);
}

std::string draw_expected_errors(const Scores& scores) {
  std::vector<Curve> curves = {{"false among links", kAgainst, "", {}},
                               {"missed matches", kFor, " stroke-dasharray=\"7 4\"", {}}};
  double matches_above = 0;
  double pairs_above = 0;
  std::vector<std::pair<double, double>> above;
  for (std::size_t h = scores.histogram.size(); h-- > 0;) {
    const double weight = (static_cast<double>(h) + 0.5 - kHistogramHalfBits) / 2;
    const auto pairs = static_cast<double>(scores.histogram[h]);
    pairs_above += pairs;
    matches_above += pairs * probability_of(weight);
    if (weight < -12 || weight > 25) continue;
    const double missed =
        scores.expected_matches > 0 ? 1 - matches_above / scores.expected_matches : 0;
    if (pairs_above > 0) {
      curves[0].points.emplace_back(weight - 0.25, 1 - matches_above / pairs_above);
      curves[1].points.emplace_back(weight - 0.25, missed);
    }
  }
  return draw_curves(
      "Errors the model expects, by threshold",
      "The share of false links among links (solid) and of missed matches among the "
      "pairs compared (dashed), as the model believes; matches that blocking did not "
      "propose are not in it.",
      curves);
}

std::string draw_waterfall(std::string_view title, double prior_bits,
                           const std::vector<WaterfallStep>& steps) {
  constexpr double kRow = 30;
  double low = std::min(0.0, prior_bits);
  double high = std::max(0.0, prior_bits);
  double at = prior_bits;
  for (const WaterfallStep& step : steps) {
    at += step.bits;
    low = std::min(low, at);
    high = std::max(high, at);
  }
  const Axis axis{std::floor(low / 5) * 5, std::ceil(high / 5) * 5 + 1, 380, 880};
  const double bottom = 48 + kRow * static_cast<double>(steps.size() + 2);
  std::string svg = open(bottom + 44, title,
                         "From the prior at the top each field moves the match weight to the right "
                         "(for one person) or to the left (against); the last row is the sum.");
  svg += grid(axis, 40, bottom, 5);
  double y = 44;
  const auto row = [&](std::string_view label, std::string_view detail, double from, double to,
                       std::string_view number) {
    svg += text_at(axis.left - 12, y + 13, "end", shorten(label, 44), " font-weight=\"600\"");
    svg += text_at(axis.left - 12, y + 26, "end", shorten(detail, 62),
                   " font-size=\"10.5\" fill=\"#444\"");
    svg += bar(axis, from, to, y + 4, kRow - 12);
    const double end = std::max(axis.x(from), axis.x(to));
    svg += text_at(end + 5, y + 17, "start", number, " font-size=\"11\"");
    y += kRow;
  };
  row("prior", "two random records", 0, prior_bits, signed_bits(prior_bits));
  at = prior_bits;
  for (const WaterfallStep& step : steps) {
    row(step.label, step.detail, at, at + step.bits, signed_bits(step.bits));
    at += step.bits;
  }
  row("together", fmt::format("probability {:.4f}", probability_of(at)), 0, at, signed_bits(at));
  svg += text_at((axis.left + axis.right) / 2, bottom + 34, "middle", "match weight in bits");
  return svg + "</svg>\n";
}

}  // namespace depone::linkage
