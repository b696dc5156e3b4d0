#include "casework/estimate_report.h"

#include <fmt/format.h>

#include "estimate/linked_lists.h"

namespace depone::casework {
namespace {

using estimate::OverlapTable;
using estimate::ReadTable;
using estimate::Report;

// What a method is at, shown within the step of the report it belongs to.
class Within final : public Progress {
 public:
  explicit Within(Progress& outer) : outer_(outer) {}
  void step(std::uint64_t done, std::uint64_t total, std::string_view item) override {
    if (inner_) {
      outer_.step(done_, total_, fmt::format("{}, {} of {} {}", item_, done, total, item));
      return;
    }
    done_ = done;
    total_ = total;
    item_ = item;
    outer_.step(done, total, item);
  }
  void inside(bool inner) { inner_ = inner; }

 private:
  Progress& outer_;
  bool inner_ = false;
  std::uint64_t done_ = 0;
  std::uint64_t total_ = 0;
  std::string item_;
};

bool same(const OverlapTable& a, const OverlapTable& b) {
  return a.lists == b.lists && a.counts == b.counts;
}

// The method on a table; on the table that was read, with all that was read beside it.
Result<Estimate> run(const EstimateMethod& method, const ReadTable& read,
                     const EstimateOptions& options, const OverlapTable& table, Progress& progress,
                     const Cancellation& cancellation) {
  const bool whole = same(table, read.table);
  if (!method.estimate) {
    if (whole && std::string_view(method.word) == "doubly-robust") {
      return estimate_people(read, options, progress, cancellation);
    }
    return Error{Fault::Unsupported,
                 fmt::format("{} needs more than the table of a report", method.word)};
  }
  if (!whole || read.linkages.empty()) {
    return estimate_by(method, table, options, progress, cancellation);
  }
  NoProgress quiet;
  return estimate::estimate_over_linkages(read.linkages,
                                          bound(method, options, quiet, cancellation),
                                          {.level = options.level}, progress, cancellation);
}

}  // namespace

Result<ListsReport> report_lists(const ReadTable& read,
                                 const std::vector<const EstimateMethod*>& methods,
                                 const EstimateOptions& options, Progress& progress,
                                 const Cancellation& cancellation) {
  if (!read.strata.empty()) {
    return Error{Fault::InvalidInput, "a report is of one table, not of groups",
                 "leave out --strata, or --report; --strata COLUMN --pool estimates over groups"};
  }
  Within within(progress);
  std::vector<estimate::NamedMethod> named;
  for (const EstimateMethod* method : methods) {
    named.push_back({method->word, [&, method](const OverlapTable& table) {
                       within.inside(true);
                       auto found = run(*method, read, options, table, within, cancellation);
                       within.inside(false);
                       return found;
                     }});
  }
  estimate::ReportOptions wishes;
  wishes.sensitivity.level = options.level;
  ListsReport result;
  result.report = DP_TRY(estimate::make_report(read.table, named, wishes, within, cancellation));
  result.table = read.table;
  result.linkages = read.linkages.size();
  if (result.linkages > 0) {
    auto& reading = result.report.reading;
    reading.insert(
        reading.begin() + 1,
        fmt::format("Who is who is itself uncertain: each estimate is over {} plausible linkages "
                    "of the records. The count, the trials and the sensitivity curve are of one of "
                    "them, the one with the middle number of people.",
                    result.linkages));
  }
  return result;
}

OrderedJson to_json(const ListsReport& report) {
  OrderedJson json = estimate::to_json(report.report);
  if (report.linkages > 0) json["linkages"] = report.linkages;
  return json;
}

}  // namespace depone::casework
