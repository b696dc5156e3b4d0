// What one method says of everybody, of groups and of several linkages.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "casework/estimate.h"
#include "casework/estimate_text.h"
#include "estimate/linked_lists.h"
#include "estimate/partial_lists.h"
#include "estimate/report.h"
#include "estimate/strata.h"

namespace depone::casework {
namespace {

using estimate::Lists;
using estimate::OverlapTable;
using estimate::ReadTable;
using estimate::Stratum;

Estimate refused(const EstimateMethod& method, std::int64_t observed, std::string why) {
  Estimate estimate;
  estimate.method = method.word;
  estimate.title = method.what;
  estimate.observed = observed;
  estimate.refusal = std::move(why);
  estimate.assumptions = {"None was made: the table cannot carry an estimate by this method."};
  return estimate;
}

// The first group in which a list was not kept, or null.
const Stratum* without_a_list(const ReadTable& read) {
  const auto found =
      std::ranges::find_if(read.strata, [](const Stratum& each) { return each.not_kept != 0; });
  return found == read.strata.end() ? nullptr : &*found;
}

std::string not_kept_in(const Stratum& stratum) {
  return fmt::format("{} was not kept in \"{}\"", names_of(stratum.table, stratum.not_kept),
                     stratum.name);
}

// The two lists named, or those that share the most people; the first such pair.
Result<std::pair<std::size_t, std::size_t>> pair_of(const OverlapTable& table,
                                                    const std::vector<std::string>& names) {
  std::pair<std::size_t, std::size_t> pair = {0, 1};
  if (names.empty()) {
    std::int64_t most = -1;
    for (std::size_t i = 0; i < table.list_count(); ++i) {
      for (std::size_t j = i + 1; j < table.list_count(); ++j) {
        std::int64_t shared = 0;
        for (std::size_t s = 1; s < table.counts.size(); ++s) {
          if ((s >> i & s >> j & 1) != 0) shared += table.counts[s];
        }
        if (shared <= most) continue;
        most = shared;
        pair = {i, j};
      }
    }
    return pair;
  }
  std::vector<std::size_t> found;
  for (const std::string& name : names) {
    const auto at = std::ranges::find(table.lists, name);
    if (at == table.lists.end()) {
      return Error{Fault::NotFound, fmt::format("no list is called \"{}\"", name),
                   "the lists are " + names_of(table, table.all_lists())};
    }
    found.push_back(static_cast<std::size_t>(at - table.lists.begin()));
  }
  if (found.size() != 2 || found[0] == found[1]) {
    return Error{Fault::InvalidInput, "a pair is of two different lists", "--pair A,B"};
  }
  return std::pair{found[0], found[1]};
}

Result<Answer> pooled(const EstimateMethod& method, const ReadTable& read,
                      const EstimateOptions& options, Progress& progress,
                      const Cancellation& cancellation) {
  if (const Stratum* stratum = without_a_list(read)) {
    return Error{Fault::InvalidInput,
                 not_kept_in(*stratum) + ", and groups are pooled over the same lists",
                 "--method partial-lists takes lists that were not kept everywhere"};
  }
  NoProgress quiet;
  estimate::StrataEstimate found =
      DP_TRY(estimate::estimate_strata(read.strata, bound(method, options, quiet, cancellation),
                                       {.level = options.level}, progress, cancellation));
  Answer answer{std::move(found.total), std::nullopt, {}};
  answer.estimate.method = method.word;
  answer.estimate.title = fmt::format("Groups pooled hierarchically, each by {}", method.word);
  for (estimate::StratumEstimate& each : found.strata) {
    answer.groups.push_back({std::move(each.name),
                             each.observed,
                             each.estimate,
                             each.lower,
                             each.upper,
                             each.own_weight,
                             std::move(each.own),
                             {}});
  }
  return answer;
}

Result<Answer> partial(const ReadTable& read, const EstimateOptions& options, Progress& progress,
                       const Cancellation& cancellation) {
  std::vector<estimate::PartialStratum> strata;
  for (const Stratum& stratum : read.strata) {
    strata.push_back({stratum.name, stratum.table.all_lists() & ~stratum.not_kept, stratum.table});
  }
  estimate::PartialEstimate found = DP_TRY(estimate::estimate_partial(
      strata, {.model = {}, .level = options.level}, progress, cancellation));
  Answer answer{std::move(found.total), std::nullopt, {}};
  for (std::size_t i = 0; i < found.strata.size(); ++i) {
    estimate::PartialStratumEstimate& each = found.strata[i];
    answer.groups.push_back({std::move(each.name), each.observed, each.estimate, each.lower,
                             each.upper, std::nullopt, std::nullopt,
                             names_of(read.table, read.strata[i].not_kept)});
  }
  return answer;
}

// Each group by itself, with the lists that were kept in it.
Result<> by_themselves(const EstimateMethod& method, const ReadTable& read,
                       const EstimateOptions& options,
                       const std::function<void(const Answer&)>& each, Progress& progress,
                       const Cancellation& cancellation) {
  for (const Stratum& stratum : read.strata) {
    const OverlapTable table =
        keep_lists(stratum.table, stratum.table.all_lists() & ~stratum.not_kept);
    Answer answer{{}, stratum.name, {}};
    const auto sound = check_table(table, stratum.name);
    if (sound.ok()) {
      answer.estimate = DP_TRY(estimate_by(method, table, options, progress, cancellation));
    } else {
      answer.estimate = refused(method, table.observed(), to_string(sound.error()));
    }
    each(answer);
  }
  return done();
}

}  // namespace

Result<Estimate> estimate_people(const ReadTable& read, const EstimateOptions& options,
                                 Progress& progress, const Cancellation& cancellation) {
  if (!read.people) {
    return Error{Fault::InvalidInput, "doubly-robust needs what is known of each person",
                 "name the columns: --covariates AGE,SEX"};
  }
  if (!read.strata.empty()) {
    return Error{Fault::InvalidInput, "doubly-robust takes groups as a covariate",
                 "name the column under --covariates in place of --strata"};
  }
  const auto [first, second] = DP_TRY(pair_of(read.table, options.pair));
  estimate::DoublyRobustOptions own;
  own.first = first;
  own.second = second;
  own.seed = options.seed;
  own.level = options.level;
  Estimate estimate = DP_TRY(estimate_doubly_robust(*read.people, own, progress, cancellation));
  if (options.pair.empty() && read.table.list_count() > 2) {
    estimate.warnings.insert(
        estimate.warnings.begin(),
        fmt::format("Of {} lists {} and {} were taken, the two that share the most people; others "
                    "may say otherwise (--pair A,B).",
                    read.table.list_count(), read.table.lists[first], read.table.lists[second]));
  }
  return estimate;
}

Result<> answer_by(const EstimateMethod& method, const ReadTable& read,
                   const EstimateOptions& options, const std::function<void(const Answer&)>& each,
                   Progress& progress, const Cancellation& cancellation) {
  const std::string_view word = method.word;
  if (word == "doubly-robust") {
    each({DP_TRY(estimate_people(read, options, progress, cancellation)), std::nullopt, {}});
    return done();
  }
  if (options.pool || word == "partial-lists") {
    if (read.strata.empty()) {
      return Error{Fault::InvalidInput,
                   options.pool
                       ? "there are no groups to pool"
                       : "partial-lists needs the groups or years in which lists were kept",
                   "name their column: --strata COLUMN"};
    }
    each(word == "partial-lists" ? DP_TRY(partial(read, options, progress, cancellation))
                                 : DP_TRY(pooled(method, read, options, progress, cancellation)));
    return done();
  }
  if (!read.linkages.empty()) {
    NoProgress quiet;
    each({DP_TRY(estimate::estimate_over_linkages(
              read.linkages, bound(method, options, quiet, cancellation), {.level = options.level},
              progress, cancellation)),
          std::nullopt,
          {}});
    return done();
  }
  if (const Stratum* stratum = without_a_list(read)) {
    each({refused(method, read.table.observed(),
                  not_kept_in(*stratum) +
                      ", so the table of everybody is not whole. --method partial-lists takes "
                      "lists that were not kept everywhere."),
          std::nullopt,
          {}});
  } else {
    each({DP_TRY(estimate_by(method, read.table, options, progress, cancellation)),
          std::nullopt,
          {}});
  }
  return by_themselves(method, read, options, each, progress, cancellation);
}

std::vector<double> years_of(const std::vector<GroupFigures>& groups) {
  std::vector<double> years;
  for (const GroupFigures& group : groups) {
    double year = 0;
    const char* const end = group.name.data() + group.name.size();
    const auto [rest, fault] = std::from_chars(group.name.data(), end, year);
    if (fault != std::errc{} || rest != end || year != std::round(year)) return {};
    years.push_back(year);
  }
  return years;
}

OrderedJson to_json(const Answer& answer) {
  OrderedJson json = to_json(answer.estimate);
  if (answer.group) json["stratum"] = *answer.group;
  if (answer.groups.empty()) return json;
  OrderedJson strata = OrderedJson::array();
  const auto number = [](double value) {
    return std::isfinite(value) ? OrderedJson(value) : OrderedJson(nullptr);
  };
  for (const GroupFigures& group : answer.groups) {
    OrderedJson one{{"stratum", group.name},
                    {"observed", group.observed},
                    {"estimate", number(group.estimate)},
                    {"lower", number(group.lower)},
                    {"upper", number(group.upper)}};
    if (group.own_weight) one["own_weight"] = *group.own_weight;
    if (group.own) one["own"] = to_json(*group.own);
    if (!group.not_kept.empty()) one["not_kept"] = group.not_kept;
    strata.push_back(std::move(one));
  }
  json["strata"] = std::move(strata);
  return json;
}

std::string describe(const Answer& answer) {
  std::string text;
  if (answer.group) text = fmt::format("Group \"{}\"\n", *answer.group);
  text += describe(answer.estimate);
  if (answer.groups.empty()) return text;
  const bool weighed =
      std::ranges::any_of(answer.groups, [](const auto& group) { return !!group.own_weight; });
  const bool partly =
      std::ranges::any_of(answer.groups, [](const auto& group) { return !group.not_kept.empty(); });
  std::vector<std::vector<std::string>> rows = {{"group", "listed", "in all", "interval"}};
  if (weighed) rows[0].insert(rows[0].end(), {"by itself", "own weight"});
  if (partly) rows[0].emplace_back("not kept");
  for (const GroupFigures& group : answer.groups) {
    if (group.observed == estimate::kHiddenCount) {
      rows.push_back({group.name, "not told", "", ""});
    } else {
      rows.push_back({group.name, people_text(static_cast<double>(group.observed)),
                      people_text(group.estimate),
                      people_text(group.lower) + " to " + people_text(group.upper)});
    }
    if (weighed) {
      rows.back().push_back(group.own && group.own->estimate ? people_text(*group.own->estimate)
                                                             : "none");
      rows.back().push_back(group.own_weight ? fmt::format("{:.0f}%", 100 * *group.own_weight)
                                             : "");
    }
    if (partly) rows.back().push_back(group.not_kept);
  }
  return text + "  Groups:\n" + columns(rows, 4);
}

}  // namespace depone::casework
