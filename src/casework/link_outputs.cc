#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/csv.h"
#include "casework/link.h"
#include "linkage/charts.h"

namespace depone::casework {
namespace {

using linkage::Edge;
using linkage::RecordIndex;

// The values of a field in one record, as they stand in the file.
std::string raw_value(const LinkOutcome& outcome, const linkage::Field& field, RecordIndex record) {
  std::string text;
  for (const std::string& name : field.columns) {
    const linkage::Column* column = outcome.table.find(name);
    if (column == nullptr) continue;
    const std::string& value = column->values[column->ids[record]];
    if (!text.empty() && !value.empty()) text += ", ";
    text += value;
  }
  return text;
}

std::string shown(std::string value) { return value.empty() ? "(missing)" : value; }

// Edges within the review bounds, the most doubtful first.
std::vector<Edge> doubtful(const LinkOutcome& outcome) {
  std::vector<Edge> edges;
  for (const Edge& edge : outcome.linkage->scores.edges) {
    const double p = linkage::probability_of(edge.weight);
    if (p >= outcome.spec.review_from && p <= outcome.spec.review_to) edges.push_back(edge);
  }
  std::stable_sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
    return std::abs(a.weight) < std::abs(b.weight);
  });
  return edges;
}

std::vector<linkage::ThresholdPoint> threshold_points(const LinkOutcome& outcome) {
  std::vector<Edge> edges = outcome.linkage->scores.edges;
  std::sort(edges.begin(), edges.end(),
            [](const Edge& a, const Edge& b) { return a.weight > b.weight; });
  std::vector<linkage::ThresholdPoint> points;
  const auto all = static_cast<double>(std::max<std::uint64_t>(outcome.quality->true_pairs, 1));
  double linked = 0;
  double correct = 0;
  std::size_t at = 0;
  for (double weight = 30; weight >= -4; weight -= 0.5) {
    while (at < edges.size() && edges[at].weight >= weight) {
      linked += 1;
      correct += outcome.truth[edges[at].left] == outcome.truth[edges[at].right] ? 1 : 0;
      ++at;
    }
    if (linked > 0) points.push_back({weight, correct / linked, correct / all});
  }
  return points;
}

std::string draw_pair(const LinkOutcome& outcome, const Edge& edge) {
  linkage::Scorer::Scratch scratch(outcome.spec.fields.size());
  std::vector<double> parts;
  outcome.linkage->scorer.weigh(edge.left, edge.right, scratch, &parts);
  std::vector<linkage::WaterfallStep> steps;
  for (std::size_t f = 0; f < parts.size(); ++f) {
    const linkage::Field& field = outcome.spec.fields[f];
    steps.push_back({field.name,
                     shown(raw_value(outcome, field, edge.left)) + " / " +
                         shown(raw_value(outcome, field, edge.right)),
                     parts[f]});
  }
  return linkage::draw_waterfall(fmt::format("{} and {}", outcome.table.record_ids[edge.left],
                                             outcome.table.record_ids[edge.right]),
                                 outcome.linkage->scorer.weights().prior_weight, steps);
}

}  // namespace

std::string review_csv(const LinkOutcome& outcome) {
  const std::vector<std::string> files = short_file_names(outcome.table);
  const bool name_files = files.size() > 1 && !outcome.across_files;
  std::string csv = name_files ? "left,right,left_file,right_file,probability,weight,together"
                               : "left,right,probability,weight,together";
  for (const linkage::Field& field : outcome.spec.fields) {
    for (const char* end : {" left", " right", " bits"}) csv += "," + csv_field(field.name + end);
  }
  csv += ",judgement,author,time\n";
  linkage::Scorer::Scratch scratch(outcome.spec.fields.size());
  std::vector<double> parts;
  for (const Edge& edge : doubtful(outcome)) {
    const auto& clusters = outcome.linkage->clusters;
    csv += fmt::format("{},{},", csv_field(outcome.table.record_ids[edge.left]),
                       csv_field(outcome.table.record_ids[edge.right]));
    if (name_files) {
      for (const RecordIndex record : {edge.left, edge.right}) {
        csv += csv_field(files[outcome.table.files[record]]) + ",";
      }
    }
    csv += fmt::format("{:.4f},{:.2f},{}", linkage::probability_of(edge.weight), edge.weight,
                       clusters[edge.left] == clusters[edge.right] ? "yes" : "no");
    outcome.linkage->scorer.weigh(edge.left, edge.right, scratch, &parts);
    for (std::size_t f = 0; f < parts.size(); ++f) {
      const linkage::Field& field = outcome.spec.fields[f];
      csv += fmt::format(",{},{},{:.2f}", csv_field(raw_value(outcome, field, edge.left)),
                         csv_field(raw_value(outcome, field, edge.right)), parts[f]);
    }
    csv += ",,,\n";
  }
  return csv;
}

std::string clusters_csv(const LinkOutcome& outcome) {
  const std::vector<std::string> files = short_file_names(outcome.table);
  std::string csv = "file,id,cluster\n";
  for (RecordIndex i = 0; i < outcome.table.size(); ++i) {
    csv += fmt::format("{},{},{}\n", csv_field(files[outcome.table.files[i]]),
                       csv_field(outcome.table.record_ids[i]), outcome.linkage->clusters[i] + 1);
  }
  return csv;
}

Result<std::string> overlap_samples_csv(const LinkOutcome& outcome, std::size_t samples,
                                        std::uint64_t seed, Progress& progress,
                                        const Cancellation& cancellation) {
  // Lists by number, in the order of their names; a record without a list (value 0 of a source
  // column) is on none and counts nowhere.
  const bool by_column = !outcome.spec.source.empty();
  std::vector<std::pair<std::string, std::uint32_t>> names;
  for (std::uint32_t l = by_column ? 1 : 0; l < outcome.list_names.size(); ++l) {
    names.emplace_back(outcome.list_names[l], l);
  }
  std::sort(names.begin(), names.end());
  if (names.size() < 2 || names.size() > 16) {
    return Error{
        Fault::InvalidInput,
        fmt::format("the records are of {} list{}", names.size(), names.size() == 1 ? "" : "s"),
        "samples need 2 to 16: two files, or source = \"COLUMN\" in the spec"};
  }
  std::map<std::uint32_t, std::uint32_t> bit;
  for (std::uint32_t b = 0; b < names.size(); ++b) bit[names[b].second] = 1u << b;
  const auto drawn = DP_TRY(plausible_linkages(outcome, samples, seed, progress, cancellation));
  std::string csv;
  for (const auto& name : names) csv += csv_field(name.first) + ",";
  csv += "count,sample\n";
  for (std::size_t s = 0; s < drawn.size(); ++s) {
    std::vector<std::uint32_t> on(outcome.table.size(), 0);
    for (RecordIndex i = 0; i < on.size(); ++i) {
      if (const auto found = bit.find(outcome.lists[i]); found != bit.end()) {
        on[drawn[s][i]] |= found->second;
      }
    }
    std::vector<std::uint64_t> counts(std::size_t{1} << names.size(), 0);
    for (const std::uint32_t lists : on) ++counts[lists];
    for (std::size_t lists = 1; lists < counts.size(); ++lists) {
      for (std::size_t b = 0; b < names.size(); ++b) csv += ((lists >> b) & 1) != 0 ? "1," : "0,";
      csv += fmt::format("{},{}\n", counts[lists], s + 1);
    }
  }
  return csv;
}

std::vector<std::pair<std::string, std::string>> link_charts(const LinkOutcome& outcome,
                                                             std::size_t pairs) {
  std::vector<std::pair<std::string, std::string>> charts;
  charts.emplace_back("weights.svg", linkage::draw_weights(outcome.spec, *outcome.linkage));
  charts.emplace_back("thresholds.svg",
                      outcome.quality ? linkage::draw_thresholds(threshold_points(outcome))
                                      : linkage::draw_expected_errors(outcome.linkage->scores));
  const std::vector<Edge> edges = doubtful(outcome);
  for (std::size_t i = 0; i < std::min(pairs, edges.size()); ++i) {
    charts.emplace_back(fmt::format("pair-{}.svg", i + 1), draw_pair(outcome, edges[i]));
  }
  std::erase_if(charts, [](const auto& chart) { return chart.second.empty(); });
  return charts;
}

}  // namespace depone::casework
