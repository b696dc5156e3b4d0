#include "casework/case_estimates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>
#include <span>

#include "casework/estimate.h"
#include "casework/link.h"
#include "estimate/linked_lists.h"
#include "estimate/read_table.h"
#include "estimate/report.h"

namespace depone::casework {
namespace {

using dossier::CaseEstimate;
using estimate::OverlapTable;

constexpr std::uint64_t kSeed = 1;
constexpr double kLevel = 0.95;
// Methods that draw chains take up to a second a table: they go over so many of the plausible
// linkages, the first of which are as good as any, and say so where there are more.
constexpr std::array<std::string_view, 2> kChainMethods = {"latent-class", "bayes-threshold"};
constexpr std::size_t kChainLinkages = 20;

// An entry of the case file, with what its messages begin with.
struct Place {
  const VaultCase& loaded;
  const EstimateEntry& entry;
  std::string where;

  // The file added last under this name.
  Result<const KeptList*> file(const std::string& name) const {
    for (auto at = loaded.lists.rbegin(); at != loaded.lists.rend(); ++at) {
      if (at->name == name) return &*at;
    }
    return Error{Fault::InvalidInput, where + ": " + name + " is not in the vault",
                 "add the folder again and look at what could not be added"};
  }

  Source source(const std::string& name) const {
    const auto found = loaded.case_file.sources.find(name);
    return found == loaded.case_file.sources.end() ? Source{} : found->second.source;
  }
};

std::vector<std::string> letters(std::size_t lists) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < lists; ++i) names.push_back(dossier::letter_of(i));
  return names;
}

// What linking the lists of an entry gives.
struct Linked {
  OverlapTable table;
  std::vector<OverlapTable> plausible;
  std::size_t records = 0;
};

Result<Linked> linked_of(const Place& place, const DataFiles& data, Progress& progress,
                         const Cancellation& cancellation) {
  std::vector<linkage::TextFile> lists;
  for (const std::string& name : place.entry.linked) {
    const KeptList* const list = DP_TRY(place.file(name));
    lists.push_back({list->text, name, {}});
  }
  std::optional<linkage::Spec> spec;
  if (!place.entry.spec.empty()) {
    const KeptList* const file = DP_TRY(place.file(place.entry.spec));
    spec = DP_TRY(linkage::parse_spec(file->text, file->name));
    spec->source.clear();  // a file is a list here
  }
  LinkRequest request;
  request.seed = kSeed;
  request.within.reset();
  request.number_rows = true;
  const std::unique_ptr<LinkOutcome> outcome =
      DP_TRY(link_lists(std::move(lists), std::move(spec), data, request, progress, cancellation));
  const std::vector<std::size_t> list_of(outcome->lists.begin(), outcome->lists.end());
  const auto table_of = [&](const std::vector<linkage::RecordIndex>& clusters) {
    const std::vector<std::int64_t> people(clusters.begin(), clusters.end());
    return estimate::table_of_linkage(letters(place.entry.linked.size()), list_of, people);
  };
  Linked result;
  result.records = outcome->table.size();
  result.table = DP_TRY(table_of(outcome->linkage->clusters));
  if (place.entry.samples == 0) return result;
  const auto drawn =
      DP_TRY(plausible_linkages(*outcome, place.entry.samples, kSeed, progress, cancellation));
  for (const auto& clusters : drawn) result.plausible.push_back(DP_TRY(table_of(clusters)));
  return result;
}

// Every method; on the table itself over all plausible linkages, on its variants (a list left out,
// lists taken together, the back-test) over the one linkage they are variants of.
Result<estimate::Report> report_on(const OverlapTable& table,
                                   const std::vector<OverlapTable>& plausible, Progress& progress,
                                   const Cancellation& cancellation) {
  EstimateOptions options;
  options.level = kLevel;
  options.seed = kSeed;
  std::vector<estimate::NamedMethod> methods;
  for (const EstimateMethod& method : estimate_methods()) {
    if (!method.estimate) continue;  // needs covariates or groups
    const auto on_one = [&, chosen = &method](const OverlapTable& one) {
      return estimate_by(*chosen, one, options, progress, cancellation);
    };
    const bool chains =
        std::find(kChainMethods.begin(), kChainMethods.end(), method.word) != kChainMethods.end();
    const auto run = [&, on_one, chains](const OverlapTable& asked) -> Result<Estimate> {
      if (plausible.empty() || asked.lists != table.lists || asked.counts != table.counts) {
        return on_one(asked);
      }
      const std::size_t count =
          chains ? std::min(kChainLinkages, plausible.size()) : plausible.size();
      Estimate pooled = DP_TRY(estimate::estimate_over_linkages(
          std::span(plausible).first(count), on_one, {kLevel}, progress, cancellation));
      if (count < plausible.size()) {
        pooled.warnings.push_back(
            fmt::format("Of {} plausible linkages {} are in this interval, because each takes "
                        "chains of its own.",
                        plausible.size(), count));
      }
      // Models do not pool: those shown are the most plausible linkage's.
      Estimate one = DP_TRY(on_one(asked));
      pooled.model = std::move(one.model);
      pooled.models = std::move(one.models);
      return pooled;
    };
    methods.push_back({method.word, run});
  }
  return estimate::make_report(table, methods, {}, progress, cancellation);
}

Result<CaseEstimate> make_estimate(const Place& place, const DataFiles& data, Progress& progress,
                                   const Cancellation& cancellation) {
  CaseEstimate made;
  made.of = place.entry.of;
  made.seed = kSeed;
  made.level = kLevel;
  std::vector<OverlapTable> plausible;
  if (!place.entry.table.empty()) {
    const KeptList* const file = DP_TRY(place.file(place.entry.table));
    estimate::ReadTable read = DP_TRY(estimate::read_table(file->text, file->name));
    made.table = std::move(read.table);
    plausible = std::move(read.linkages);
    for (OverlapTable& one : plausible) one.lists = letters(one.list_count());
    made.linkages = plausible.size();
    const Source keeper = place.source(place.entry.table);
    for (const std::string& label : made.table.lists) made.lists.push_back({label, keeper});
    made.table.lists = letters(made.lists.size());
  } else {
    Linked linked = DP_TRY(linked_of(place, data, progress, cancellation));
    made.table = std::move(linked.table);
    made.records = linked.records;
    plausible = std::move(linked.plausible);
    made.linkages = plausible.size();
    for (const std::string& name : place.entry.linked) {
      Source keeper = place.source(name);
      std::string label =
          keeper.label.empty() ? fmt::format("list {}", made.lists.size() + 1) : keeper.label;
      made.lists.push_back({std::move(label), std::move(keeper)});
    }
  }
  made.report = DP_TRY(report_on(made.table, plausible, progress, cancellation));
  return made;
}

bool may_be_used(const Place& place, const dossier::Terms& terms) {
  const std::vector<std::string> lists =
      place.entry.table.empty() ? place.entry.linked : std::vector<std::string>{place.entry.table};
  return std::all_of(lists.begin(), lists.end(), [&](const std::string& name) {
    return dossier::list_consent_covers(place.source(name), terms.audience, terms.date);
  });
}

}  // namespace

Result<CaseEstimates> make_estimates(const VaultCase& loaded, const dossier::Terms& terms,
                                     const DataFiles& data, Progress& progress,
                                     const Cancellation& cancellation) {
  CaseEstimates estimates;
  const std::vector<EstimateEntry>& entries = loaded.case_file.estimates;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const Place place{loaded, entries[i], fmt::format("case.toml, estimate {}", i + 1)};
    // A file that is not there is an error for every audience: it is somewhere else then.
    for (const std::string& name : entries[i].files()) DP_TRY(place.file(name));
    if (!may_be_used(place, terms)) {
      ++estimates.withheld;
      continue;
    }
    estimates.made.push_back(DP_TRY(make_estimate(place, data, progress, cancellation)));
  }
  return estimates;
}

}  // namespace depone::casework
