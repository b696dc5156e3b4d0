#include "casework/estimate_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/csv.h"
#include "dossier/figure_estimate.h"
#include "estimate/report_public.h"
#include "estimate/strata_public.h"

namespace depone::casework {
namespace {

using dossier::NamedFigure;

constexpr std::string_view kMark = "<!-- depone estimate -->\n";
constexpr std::uint64_t kMostBytes = 16u << 20;

void add(std::vector<NamedFigure>& figures, std::string name, std::string title, std::string svg) {
  if (!svg.empty()) figures.push_back({std::move(name), std::move(title), std::move(svg)});
}

// How the chains of each method ran.
void add_chains(std::vector<NamedFigure>& figures, const Estimate& estimate) {
  std::vector<dossier::Trajectory> lines;
  for (std::size_t chain = 0; chain < estimate.traces.size(); ++chain) {
    lines.push_back({fmt::format("chain {}", chain + 1), {}});
    for (std::size_t i = 0; i < estimate.traces[chain].size(); ++i) {
      lines.back().points.push_back(
          {static_cast<double>(i + 1), estimate.traces[chain][i], std::nullopt, std::nullopt});
    }
  }
  const std::string title = fmt::format("Where the chains of {} stayed", estimate.method);
  add(figures, "chains-" + estimate.method, title,
      dossier::trajectory_svg(title, "hundredths of the run", lines, "chains-" + estimate.method));
}

// Groups as an estimate each, for the figure of intervals.
std::vector<Estimate> as_estimates(const Answer& answer) {
  std::vector<Estimate> rows = {answer.estimate};
  rows.front().method = "all groups";
  for (const GroupFigures& group : answer.groups) {
    Estimate row;
    row.method = group.name;
    row.title = group.name;
    row.observed = group.observed;
    if (std::isnan(group.estimate)) {
      row.refusal = "not published";
      rows.push_back(std::move(row));
      continue;
    }
    row.estimate = group.estimate;
    const double level = answer.estimate.interval ? answer.estimate.interval->level : 0.95;
    row.interval = EstimateInterval{level, group.lower, group.upper, ""};
    rows.push_back(std::move(row));
  }
  return rows;
}

void add_groups(std::vector<NamedFigure>& figures, const Answer& answer) {
  if (answer.groups.empty()) return;
  const std::string& method = answer.estimate.method;
  const std::vector<double> years = years_of(answer.groups);
  if (years.size() < 2) {
    add(figures, "groups-" + method, "How many people, by group",
        dossier::estimate_intervals_svg(as_estimates(answer), "groups-" + method));
    return;
  }
  std::vector<dossier::Trajectory> lines(2);
  lines[0].name = "estimated in all";
  lines[1].name = "on at least one list";
  for (std::size_t i = 0; i < years.size(); ++i) {
    const GroupFigures& group = answer.groups[i];
    if (std::isnan(group.estimate)) continue;  // not told
    lines[0].points.push_back({years[i], group.estimate, group.lower, group.upper});
    lines[1].points.push_back(
        {years[i], static_cast<double>(group.observed), std::nullopt, std::nullopt});
  }
  for (dossier::Trajectory& line : lines)
    std::ranges::sort(line.points, {}, &dossier::CurvePoint::at);
  const std::string title = fmt::format("How many people, by year ({})", method);
  add(figures, "years-" + method, title,
      dossier::trajectory_svg(title, "year", lines, "years-" + method));
}

// Nothing where there is no such file.
Result<std::optional<std::string>> content_of(const Disk& disk, const std::string& path) {
  auto bytes = disk.read_all(path, kMostBytes);
  if (bytes.ok()) return std::optional(std::string(text_of(bytes.value())));
  if (bytes.error().fault == Fault::NotFound) return std::optional<std::string>();
  return bytes.error();
}

Error not_ours(const std::string& path) {
  return {Fault::Conflict, path + " is there and was not written by depone estimate",
          "name another place, or move the file away"};
}

// A group's name, or "any".
constexpr const char* kAny = "any";

// The rows of one table; each begins with `first`.
std::string safe_rows(const estimate::OverlapTable& table, const estimate::SafeTable& safe,
                      estimate::Lists not_kept, const std::string& first) {
  std::string csv;
  const auto add_row = [&](const auto& cell_of, const std::optional<std::int64_t>& count) {
    csv += first;
    for (std::size_t i = 0; i < table.list_count(); ++i) {
      csv += std::string((not_kept >> i & 1) != 0 ? "NA" : cell_of(i)) + ",";
    }
    csv += (count ? std::to_string(*count) : "") + "\n";
  };
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    if ((s & not_kept) != 0) continue;
    add_row([&](std::size_t i) { return (s >> i & 1) != 0 ? "1" : "0"; }, safe.cells[s - 1]);
  }
  for (std::size_t list = 0; list <= table.list_count(); ++list) {
    if ((not_kept >> list & 1) != 0) continue;
    add_row([&](std::size_t i) { return i == list ? "1" : kAny; }, safe.sums[list]);
  }
  return csv;
}

// The table that may leave, and how such a file begins.
struct SafeFile {
  std::string heading;
  std::string text;
};

SafeFile safe_json(OrderedJson table, std::int64_t threshold) {
  OrderedJson json{{"threshold", threshold}};
  json.update(table);
  return {"{\"threshold\":", dump_json(json) + "\n"};
}

std::string csv_heading(const std::string& strata, const estimate::OverlapTable& table) {
  std::string heading = strata.empty() ? "" : csv_field(strata) + ",";
  for (const std::string& list : table.lists) heading += csv_field(list) + ",";
  return heading + "count\n";
}

Result<SafeFile> safe_file(const estimate::ReadTable& read, const std::string& strata, bool json,
                           std::int64_t threshold) {
  const std::string heading = csv_heading(strata, read.table);
  if (read.strata.empty()) {
    const auto safe = DP_TRY(estimate::suppress(estimate::count_table(read.table), threshold));
    if (json) return safe_json(to_json(read.table, safe), threshold);
    return SafeFile{heading, heading + safe_rows(read.table, safe, 0, "")};
  }
  const estimate::SafeStrata safe = DP_TRY(estimate::suppress_strata(read.strata, threshold));
  if (json) {
    OrderedJson table = to_json(read.table, safe.all);
    table["strata"] = to_json(read.strata, safe);
    return safe_json(std::move(table), threshold);
  }
  SafeFile file{heading, heading};
  for (std::size_t g = 0; g < read.strata.size(); ++g) {
    const estimate::Stratum& stratum = read.strata[g];
    if (stratum.name == kAny) {
      return Error{Fault::InvalidInput,
                   "a group is called \"any\", which stands for everybody here",
                   "call it otherwise, or write JSON (a FILE that ends in .json)"};
    }
    file.text +=
        safe_rows(stratum.table, safe.groups[g], stratum.not_kept, csv_field(stratum.name) + ",");
  }
  file.text += safe_rows(read.table, safe.all, 0, std::string(kAny) + ",");
  return file;
}

}  // namespace

std::vector<NamedFigure> answer_figures(const std::vector<Answer>& answers) {
  estimate::Report report;
  for (const Answer& answer : answers) {
    if (!answer.group) report.estimates.push_back(answer.estimate);
  }
  std::vector<NamedFigure> figures = figures_of(report);
  for (const Answer& answer : answers) add_groups(figures, answer);
  // Groups that were estimated each by itself, a figure a method.
  for (const Answer& whole : answers) {
    if (whole.group) continue;
    std::vector<Estimate> rows;
    for (const Answer& answer : answers) {
      if (!answer.group || answer.estimate.method != whole.estimate.method) continue;
      rows.push_back(answer.estimate);
      rows.back().method = *answer.group;
    }
    const std::string name = "groups-" + whole.estimate.method;
    add(figures, name, "How many people, each group by itself",
        dossier::estimate_intervals_svg(rows, name));
  }
  return figures;
}

std::vector<NamedFigure> figures_of(const estimate::Report& report) {
  std::vector<NamedFigure> figures = dossier::report_figures(report);
  for (const Estimate& estimate : report.estimates) add_chains(figures, estimate);
  return figures;
}

Result<std::vector<std::string>> write_figures(Disk& disk, const std::string& folder,
                                               const std::vector<NamedFigure>& figures) {
  DP_TRY(disk.make_folder(folder));
  std::vector<std::string> paths;
  for (const NamedFigure& figure : figures) {
    paths.push_back(join_path(folder, figure.name + ".svg"));
    const std::optional<std::string> there = DP_TRY(content_of(disk, paths.back()));
    if (there && !there->ends_with(kMark)) return not_ours(paths.back());
  }
  for (std::size_t i = 0; i < figures.size(); ++i) {
    const std::string text = figures[i].svg + "\n" + std::string(kMark);
    DP_TRY(disk.write_atomically(paths[i], bytes_of(text)));
  }
  return paths;
}

Result<> write_safe_table(Disk& disk, const std::string& path, const estimate::ReadTable& read,
                          const std::string& strata, std::int64_t threshold) {
  const bool json = file_ending(path) == "json";
  const SafeFile file = DP_TRY(safe_file(read, strata, json, threshold));
  const std::optional<std::string> there = DP_TRY(content_of(disk, path));
  // The table that was read has the same heading and must not be lost; it has no totals.
  const bool ours = there && there->starts_with(file.heading) &&
                    (json || there->find("\nany,") != std::string::npos);
  if (there && !ours) return not_ours(path);
  return disk.write_atomically(path, bytes_of(file.text));
}

}  // namespace depone::casework
