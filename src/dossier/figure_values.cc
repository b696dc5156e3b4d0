#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "dossier/figures.h"

namespace depone::dossier {
namespace {

constexpr double kLeft = 250;   // labels end here
constexpr double kRight = 700;  // values in words begin here
constexpr std::size_t kMostRows = 26;

struct Range {
  std::optional<double> low;  // unset ends are open
  std::optional<double> high;
};

struct Row {
  std::string label;
  std::string words;
  Range range;
  bool main = false;  // the account nearest to the origin
  bool drifted = false;
  bool contradicts = false;
  std::size_t origin = 0;
};

std::optional<Range> range_of(const Claim& claim) {
  if (!claim.value) return std::nullopt;
  const double value = to_double(*claim.value);
  if (claim.value_hi) return Range{value, to_double(*claim.value_hi)};
  switch (claim.bound) {
    case Bound::Over:
      return Range{value, std::nullopt};
    case Bound::Under:
    case Bound::UpTo:
      return Range{std::nullopt, value};
    case Bound::Exact:
    case Bound::About:
      return Range{value, value};
  }
  return Range{value, value};
}

bool same(const Range& a, const Range& b) { return a.low == b.low && a.high == b.high; }

std::vector<Row> rows_of(const Overview& overview, const Finding& finding) {
  const Case& the_case = overview.the_case();
  std::set<ClaimRef> drifted;
  for (const Drift& drift : finding.drifts) drifted.insert(drift.to);
  std::vector<Row> rows;
  for (const OriginVoice& voice : finding.voices) {
    const auto place = overview.origin_of.find(voice.origin);
    const std::size_t origin = place == overview.origin_of.end() ? 0 : place->second;
    std::size_t main_row = rows.size();
    std::size_t repeats = 0;
    for (const ClaimRef ref : voice.claims) {
      const Claim& claim = the_case.claim(ref);
      const auto range = range_of(claim);
      if (!range) continue;
      const bool main = rows.size() == main_row;
      if (!main && !drifted.contains(ref) && same(*range, rows[main_row].range)) {
        ++repeats;
        continue;
      }
      Row row;
      row.label = main ? fmt::format("{} \u00B7 {}", voice.origin, overview.name_of(ref.document))
                       : overview.name_of(ref.document);
      row.words = describe(claim);
      row.range = *range;
      row.main = main;
      row.drifted = drifted.contains(ref);
      row.contradicts = voice.stance == Stance::Contradicts;
      row.origin = origin;
      rows.push_back(std::move(row));
    }
    if (repeats > 0) {
      rows[main_row].words +=
          fmt::format(" (+ {})", counted(repeats, "same retelling", "same retellings"));
    }
  }
  return rows;
}

// A scale over the finite ends of all rows; logarithmic when they span more than fiftyfold.
struct Scale {
  double low = 0;
  double high = 1;
  bool logarithmic = false;
  std::vector<double> ticks;

  double x(double value) const {
    const double from = logarithmic ? std::log10(low) : low;
    const double to = logarithmic ? std::log10(high) : high;
    const double at = logarithmic ? std::log10(value) : value;
    return kLeft + 24 + (kRight - kLeft - 48) * (at - from) / (to - from);
  }
};

Scale scale_of(const std::vector<Row>& rows) {
  double low = HUGE_VAL;
  double high = -HUGE_VAL;
  for (const Row& row : rows) {
    for (const auto& end : {row.range.low, row.range.high}) {
      if (!end) continue;
      low = std::min(low, *end);
      high = std::max(high, *end);
    }
  }
  Scale scale;
  if (low > 0 && high / low > 50) {
    scale.logarithmic = true;
    scale.low = std::pow(10, std::floor(std::log10(low)));
    scale.high = std::pow(10, std::ceil(std::log10(high)));
    for (double tick = scale.low; tick <= scale.high * 1.001; tick *= 10)
      scale.ticks.push_back(tick);
    return scale;
  }
  const double span = high > low ? high - low : std::max(1.0, std::abs(high) * 0.2);
  const double rough = span / 5;
  double step = std::pow(10, std::floor(std::log10(rough)));
  if (rough / step > 5) {
    step *= 10;
  } else if (rough / step > 2) {
    step *= 5;
  } else if (rough / step > 1) {
    step *= 2;
  }
  scale.low = std::floor(low / step) * step;
  scale.high = std::ceil(high / step) * step;
  if (scale.high <= scale.low) {
    scale.low -= step;
    scale.high += step;
  }
  const auto count = static_cast<int>(std::lround((scale.high - scale.low) / step));
  for (int i = 0; i <= count; ++i) scale.ticks.push_back(scale.low + step * i);
  return scale;
}

void draw_axis(std::string& svg, const Scale& scale, double bottom) {
  for (const double tick : scale.ticks) {
    svg += fmt::format(
        "<path d=\"M{0:.1f} 8V{1:.1f}\" stroke=\"#DDD\"/><text x=\"{0:.1f}\" y=\"{2:.1f}\" "
        "font-size=\"11\" text-anchor=\"middle\" fill=\"#333\">{3:g}</text>\n",
        scale.x(tick), bottom, bottom + 15, tick);
  }
}

void draw_end(std::string& svg, const Row& row, double x, double y, std::string_view colour) {
  const double radius = row.main ? 5 : 4;
  if (row.drifted) {
    svg += fmt::format(
        "<path d=\"M{:.1f} {:.1f}l5.5 5.5 -5.5 5.5 -5.5 -5.5z\" fill=\"#FFF\" stroke=\"#A00000\" "
        "stroke-width=\"2\"/>\n",
        x, y - 5.5);
  } else {
    svg += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\" fill=\"{}\" stroke=\"{}\" "
        "stroke-width=\"1.6\"/>\n",
        x, y, radius, row.contradicts ? "#FFFFFF" : colour, colour);
  }
}

void draw_row(std::string& svg, const Row& row, const Scale& scale, double y) {
  const std::string_view colour = row.drifted ? "#A00000" : colour_of(row.origin);
  const double from = row.range.low ? scale.x(*row.range.low) : kLeft + 8;
  const double to = row.range.high ? scale.x(*row.range.high) : kRight - 8;
  svg += fmt::format(
      "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\" text-anchor=\"end\"{}>{}</text>\n",
      kLeft - 8, y + 4, row.main ? 12.5 : 11.5, row.main ? "" : " fill=\"#444\"",
      escape(shorten(row.label, row.main ? 34 : 36)));
  svg +=
      fmt::format("<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"{}\" stroke-width=\"{}\"{}/>\n", from,
                  y, to, colour, row.main ? 3.2 : 1.6, row.main ? "" : " stroke-opacity=\"0.75\"");
  if (!row.range.low) {
    svg += fmt::format("<path d=\"M{:.1f} {:.1f}l9 -5v10z\" fill=\"{}\"/>\n", from - 4, y, colour);
  }
  if (!row.range.high) {
    svg += fmt::format("<path d=\"M{:.1f} {:.1f}l-9 -5v10z\" fill=\"{}\"/>\n", to + 4, y, colour);
  }
  if (row.range.low) draw_end(svg, row, from, y, colour);
  if (row.range.high && (!row.range.low || from != to)) draw_end(svg, row, to, y, colour);
  std::string words = row.words;
  if (row.drifted) words += " \u2014 drifted";
  if (row.main && row.contradicts) words += " \u2014 contradicts";
  svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{}\"{}>{}</text>\n", kRight + 8,
                     y + 4, row.main ? 12.5 : 11.5, row.main ? "" : " fill=\"#444\"",
                     escape(shorten(words, 40)));
}

}  // namespace

std::string draw_values(const Overview& overview, std::size_t finding) {
  const Finding& shown = overview.the_case().findings[finding];
  std::vector<Row> rows = rows_of(overview, shown);
  if (rows.size() < 2) return {};
  const std::size_t all = rows.size();
  if (all > kMostRows) {
    std::stable_partition(rows.begin(), rows.end(),
                          [](const Row& row) { return row.main || row.drifted; });
    rows.resize(kMostRows);
  }
  const Scale scale = scale_of(rows);
  double height = 14;
  std::vector<double> places;
  for (const Row& row : rows) {
    height += row.main ? 25 : 19;
    places.push_back(height - 8);
  }
  const Proposition& proposition = shown.proposition;
  std::string svg = svg_open(
      fmt::format("values-{}", finding + 1), height + 26,
      overview.redactor.redact(
          fmt::format("Values for {}: {}", proposition.id, proposition.statement)),
      "One thick line an origin, thin lines for retellings that say something else. A dot is a "
      "stated "
      "end, hollow where the origin contradicts the statement; an arrow is an end left open, as in "
      "over 18 or up to 5; a red diamond marks a figure that changed in retelling. The words at "
      "the "
      "right say the same.");
  draw_axis(svg, scale, height);
  for (std::size_t i = 0; i < rows.size(); ++i) draw_row(svg, rows[i], scale, places[i]);
  svg += "</svg>\n";
  if (all > rows.size()) {
    svg += fmt::format("<p class=\"note\">{} more rows are not drawn; dossier.json has all.</p>\n",
                       all - rows.size());
  }
  return svg;
}

}  // namespace depone::dossier
