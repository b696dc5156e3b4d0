#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "dossier/figures.h"

namespace depone::dossier {
namespace {

constexpr double kLeft = 120;
constexpr double kRight = kFigureWidth - 16;
constexpr double kStep = 16;  // a label's height
constexpr std::size_t kMostLanes = 14;

struct Mark {
  std::size_t document = 0;
  double from = 0;  // days since 1970-01-01
  double to = 0;
  std::size_t level = 0;  // labels that would overlap are stacked
};

struct Lane {
  std::string name;
  std::vector<Mark> marks;
  std::size_t levels = 1;
};

std::vector<Lane> lanes_of(const Overview& overview) {
  std::vector<Lane> lanes;
  Lane single{"single documents", {}, 1};
  const bool many = overview.origins.size() > kMostLanes;
  for (const OriginView& origin : overview.origins) {
    Lane lane{origin.id, {}, 1};
    for (const std::size_t document : origin.documents) {
      const PartialDate& date = overview.the_case().documents[document].document.date;
      const auto first = first_day(date);
      const auto last = last_day(date);
      if (!first || !last) continue;
      const Mark mark{document, static_cast<double>(*first), static_cast<double>(*last), 0};
      (many && origin.documents.size() == 1 ? single : lane).marks.push_back(mark);
    }
    if (!lane.marks.empty()) lanes.push_back(std::move(lane));
  }
  if (!single.marks.empty()) lanes.push_back(std::move(single));
  return lanes;
}

struct Axis {
  double low = 0;
  double high = 1;
  double x(double day) const { return kLeft + (kRight - kLeft) * (day - low) / (high - low); }
};

// Stacks the labels of a lane so that none lies on another.
void stack(const Overview& overview, Lane& lane, const Axis& axis) {
  std::sort(lane.marks.begin(), lane.marks.end(),
            [](const Mark& a, const Mark& b) { return a.from < b.from; });
  std::vector<double> ends;
  for (Mark& mark : lane.marks) {
    const double begin = axis.x((mark.from + mark.to) / 2) - 8;
    const double width =
        22 + 7.0 * static_cast<double>(overview.the_case().documents[mark.document].id.size());
    std::size_t level = 0;
    while (level < ends.size() && ends[level] > begin) ++level;
    if (level == ends.size()) ends.push_back(0);
    ends[level] = begin + width;
    mark.level = level;
  }
  lane.levels = std::max<std::size_t>(1, ends.size());
}

std::string tick_label(std::chrono::year_month_day day, bool days) {
  const auto year = static_cast<int>(day.year());
  const auto month = static_cast<unsigned>(day.month());
  if (days) return fmt::format("{}-{:02}-{:02}", year, month, static_cast<unsigned>(day.day()));
  return fmt::format("{}-{:02}", year, month);
}

void draw_axis(std::string& svg, const Axis& axis, double bottom) {
  using namespace std::chrono;
  const auto draw = [&](sys_days day, const std::string& label) {
    const double x = axis.x(static_cast<double>(day.time_since_epoch().count()));
    if (x < kLeft - 1 || x > kRight + 1) return;
    svg += fmt::format(
        "<path d=\"M{0:.1f} 4V{1:.1f}\" stroke=\"#DDD\"/><text x=\"{0:.1f}\" y=\"{2:.1f}\" "
        "font-size=\"11\" text-anchor=\"middle\" fill=\"#333\">{3}</text>\n",
        x, bottom, bottom + 15, label);
  };
  const sys_days first{days{static_cast<int>(axis.low)}};
  const sys_days last{days{static_cast<int>(axis.high)}};
  const double span = axis.high - axis.low;
  if (span <= 70) {
    for (sys_days day = first; day <= last; day += days{span <= 20 ? 3 : 10}) {
      draw(day, tick_label(year_month_day{day}, true));
    }
    return;
  }
  const double months_shown = span / 30.4;
  int step = 1;
  for (const int candidate : {1, 2, 3, 6, 12, 24, 60, 120}) {
    step = candidate;
    if (months_shown / candidate <= 9) break;
  }
  const year_month_day begin{first};
  year_month month{begin.year(), January};
  for (; sys_days{month / 1} <= last; month += months{step}) {
    const std::string label = step >= 12 ? fmt::format("{}", static_cast<int>(month.year()))
                                         : tick_label(year_month_day{month / 1}, false);
    draw(sys_days{month / 1}, label);
  }
}

void draw_mark(std::string& svg, const Overview& overview, const Mark& mark, const Axis& axis,
               double y, std::string_view colour) {
  const CaseDocument& entry = overview.the_case().documents[mark.document];
  const LineageNode* node = overview.node(mark.document);
  const bool retelling = node != nullptr && node->parent.has_value();
  const double x = axis.x((mark.from + mark.to) / 2);
  if (mark.to > mark.from) {
    svg += fmt::format("<path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"{}\" stroke-width=\"1.5\"/>\n",
                       std::max(kLeft, axis.x(mark.from)), y, std::min(kRight, axis.x(mark.to)),
                       colour);
  }
  if (entry.source.first_hand) {
    svg += fmt::format("<path d=\"M{:.1f} {:.1f}l6 6 -6 6 -6 -6z\" fill=\"{}\" stroke=\"{}\"/>", x,
                       y - 6, colour, colour);
  } else {
    svg += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4.5\" fill=\"{}\" stroke=\"{}\" "
        "stroke-width=\"1.6\"/>",
        x, y, retelling ? "#FFFFFF" : colour, colour);
  }
  if (mark.to > mark.from) {
    // Keeps the line from striking the label through.
    svg +=
        fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{}\" height=\"12\" fill=\"#FFFFFF\"/>",
                    x + 7, y - 6, 4 + 7 * entry.id.size());
  }
  svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"11\">{}</text>\n", x + 8, y + 4,
                     escape(entry.id));
}

}  // namespace

std::string draw_timeline(const Overview& overview) {
  std::vector<Lane> lanes = lanes_of(overview);
  std::size_t dated = 0;
  Axis axis{HUGE_VAL, -HUGE_VAL};
  for (const Lane& lane : lanes) {
    for (const Mark& mark : lane.marks) {
      ++dated;
      axis.low = std::min(axis.low, mark.from);
      axis.high = std::max(axis.high, mark.to);
    }
  }
  if (dated < 2) return {};
  const double margin = std::max(3.0, (axis.high - axis.low) * 0.04);
  axis.low -= margin;
  axis.high += margin;
  double height = 10;
  std::vector<double> tops;
  for (Lane& lane : lanes) {
    stack(overview, lane, axis);
    tops.push_back(height);
    height += kStep * static_cast<double>(lane.levels) + 8;
  }
  std::string svg = svg_open(
      "timeline", height + 24, "Documents by date, one lane an origin",
      "Diamonds are first-hand accounts, filled dots the earliest document of an origin, hollow "
      "dots "
      "retellings. A line through a mark is a date known only to the month or year. The dates are "
      "also listed under Sources and documents.");
  draw_axis(svg, axis, height);
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const auto place = overview.origin_of.find(lanes[i].name);
    const std::string_view colour =
        place == overview.origin_of.end() ? "#333333" : colour_of(place->second);
    const double lane_height = kStep * static_cast<double>(lanes[i].levels);
    svg += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"12\" text-anchor=\"end\" font-weight=\"bold\" "
        "fill=\"{}\">{}</text><path d=\"M{:.1f} {:.1f}H{:.1f}\" stroke=\"#EEE\"/>\n",
        kLeft - 12, tops[i] + lane_height / 2 + 4, colour,
        escape(overview.redactor.redact(lanes[i].name)), kLeft, tops[i] + lane_height + 4, kRight);
    for (const Mark& mark : lanes[i].marks) {
      draw_mark(svg, overview, mark, axis,
                tops[i] + kStep * (static_cast<double>(mark.level) + 0.5), colour);
    }
  }
  return svg + "</svg>\n";
}

}  // namespace depone::dossier
