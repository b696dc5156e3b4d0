#include "estimate/read_table.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/csv.h"
#include "estimate/table_fields.h"

namespace depone::estimate {
namespace {

// Of these each has a row of numbers.
constexpr std::int64_t kMostWithCovariates = 2'000'000;

// A group while it is read.
struct Group {
  OverlapTable table;
  Lists not_kept = 0;
  std::size_t line = 0;  // of its first row
};

Error kept_in_part(const CsvTable& csv, const Columns& columns, const std::string& name,
                   const Group& group, std::size_t line, Lists differing) {
  const auto i = static_cast<std::size_t>(std::countr_zero(differing));
  return {Fault::InvalidInput,
          at_line(csv.name, line) + "the list " + in_quotes(columns.names[i]) + " of the group " +
              in_quotes(name) + " is " +
              ((group.not_kept >> i & 1) != 0 ? "0 or 1" : "NA or empty") + " here and was " +
              ((group.not_kept >> i & 1) != 0 ? "NA or empty" : "0 or 1") + " in line " +
              std::to_string(group.line),
          "a list is kept in the whole of a group (0 or 1) or nowhere in it (NA)"};
}

Result<> check_kept(const CsvTable& csv, const Columns& columns, const std::string& name,
                    const Group& group) {
  const auto kept = columns.lists.size() - static_cast<std::size_t>(std::popcount(group.not_kept));
  if (kept >= 2) return done();
  return Error{Fault::InvalidInput,
               at_line(csv.name, group.line) + "the group " + in_quotes(name) + " has " +
                   (kept == 0 ? "no list" : "one list only") + " that was kept",
               "an overlap needs two lists: leave the group out or join it with another"};
}

// The people of the rows, as often as each is counted.
class Covariates {
 public:
  Covariates(const CsvTable& csv, const Columns& columns)
      : csv_(csv), columns_(columns), fields_(columns.covariates.size()) {}

  Result<> add(std::size_t row, Lists on, std::int64_t count) {
    if (count > kMostWithCovariates - static_cast<std::int64_t>(on_.size())) {
      return Error{Fault::InvalidInput,
                   at_line(csv_.name, csv_.lines[row]) + "over " +
                       std::to_string(kMostWithCovariates) + " people with covariates",
                   "take a sample of the people, or groups (--strata) in place of covariates"};
    }
    for (std::size_t j = 0; j < fields_.size(); ++j) {
      const std::string_view value = trimmed(csv_.rows[row][columns_.covariates[j]]);
      if (value.empty() || value == "NA") {
        return Error{Fault::InvalidInput,
                     at_line(csv_.name, csv_.lines[row]) + "the covariate " +
                         in_quotes(csv_.header[columns_.covariates[j]]) + " is empty",
                     "write what is known, or a word like unknown for all whose value is missing; "
                     "leaving people out changes who is counted"};
      }
      fields_[j].insert(fields_[j].end(), static_cast<std::size_t>(count), std::string(value));
    }
    on_.insert(on_.end(), static_cast<std::size_t>(count), on);
    return done();
  }

  Result<PeopleWithCovariates> people() && {
    std::vector<std::string> names;
    for (const std::size_t i : columns_.covariates) {
      names.emplace_back(trimmed(csv_.header[i]));
    }
    auto result = with_covariates(columns_.names, std::move(on_), names, fields_);
    if (result.ok()) return result;
    Error error = result.error();
    error.what = csv_.name + ": " + error.what;
    return error;
  }

 private:
  const CsvTable& csv_;
  const Columns& columns_;
  std::vector<Lists> on_;
  std::vector<std::vector<std::string>> fields_;
};

// The linkage whose number of people is the middle one of those that can carry an estimate.
Result<OverlapTable> middle_of(const std::vector<OverlapTable>& linkages, std::string_view name) {
  std::vector<std::size_t> sound;
  for (std::size_t i = 0; i < linkages.size(); ++i) {
    if (check_table(linkages[i], name).ok()) sound.push_back(i);
  }
  if (sound.empty()) {
    DP_TRY(check_table(linkages.front(), name));
  }
  std::ranges::stable_sort(sound, {}, [&](std::size_t i) { return linkages[i].observed(); });
  return linkages[sound[(sound.size() - 1) / 2]];
}

Result<> check_samples(const CsvTable& csv, const Columns& columns,
                       const std::vector<OverlapTable>& linkages) {
  const std::string where = csv.name + ": ";
  if (columns.strata != kNone || !columns.covariates.empty()) {
    return Error{Fault::Unsupported,
                 where +
                     "the column \"sample\" holds linkages, which are not taken together with " +
                     (columns.strata != kNone ? "groups" : "covariates"),
                 "use one linkage, or leave out --strata and --covariates"};
  }
  if (linkages.size() >= 2) return done();
  return Error{Fault::InvalidInput, where + "the column \"sample\" holds one linkage only",
               "draw several with depone link --samples N, or leave the column out"};
}

}  // namespace

Result<> check_table(const OverlapTable& table, std::string_view name) {
  const std::string where = std::string(name) + ": ";
  if (table.observed() == 0) {
    return Error{Fault::InvalidInput, where + "nobody is on any list",
                 "add a row for each combination of lists that somebody is on, or one a person"};
  }
  bool overlap = false;
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    overlap = overlap || (table.counts[s] > 0 && (s & (s - 1)) != 0);
  }
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    if (table.on_list(i) > 0) continue;
    return Error{Fault::InvalidInput, where + "nobody is on the list " + in_quotes(table.lists[i]),
                 "leave it out: an empty list says nothing about those on none"};
  }
  if (!overlap) {
    return Error{Fault::InvalidInput, where + "nobody is on two lists",
                 "without overlap nothing can be estimated; check how the lists were linked"};
  }
  for (std::size_t i = 0; i < table.list_count(); ++i) {
    for (std::size_t j = i + 1; j < table.list_count(); ++j) {
      bool differ = false;
      for (std::size_t s = 1; s < table.counts.size() && !differ; ++s) {
        differ = table.counts[s] > 0 && (s >> i & 1) != (s >> j & 1);
      }
      if (differ) continue;
      return Error{Fault::InvalidInput,
                   where + "the lists " + in_quotes(table.lists[i]) + " and " +
                       in_quotes(table.lists[j]) + " hold the same people",
                   "leave one out: a copy is no second list"};
    }
  }
  return done();
}

Result<ReadTable> read_table(std::string_view text, std::string_view name,
                             const ReadTableOptions& options) {
  const CsvTable csv = DP_TRY(read_csv(text, name));
  const Columns columns = DP_TRY(columns_of(csv, options));
  ReadTable read;
  read.counted = columns.count != kNone;
  read.table = empty_table(columns.names);
  std::map<std::string, Group> groups;
  std::map<std::string, std::size_t> samples;  // by label: its linkage
  Covariates covariates(csv, columns);
  std::map<std::tuple<std::string, std::size_t, Lists>, std::size_t> seen;
  std::size_t repeated = 0;
  std::int64_t total = 0;
  for (std::size_t row = 0; row < csv.rows.size(); ++row) {
    const std::string where = at_line(csv.name, csv.lines[row]);
    const auto [lists, not_kept] = DP_TRY(row_of(csv, columns, row));
    std::int64_t count = 1;
    if (read.counted) count = DP_TRY(count_of(csv.rows[row][columns.count], where));
    if (lists == 0 && count > 0) {
      return Error{Fault::InvalidInput, where + "people on no list cannot have been counted",
                   "leave the row out: their number is what is estimated"};
    }
    if (count > kMostPeople - total) {
      return Error{Fault::InvalidInput, where + "the counts add up to too many people",
                   "at most 2^53 people are counted"};
    }
    total += count;
    OverlapTable* linkage = nullptr;
    std::size_t sample = 0;
    if (columns.sample != kNone) {
      const std::string label(trimmed(csv.rows[row][columns.sample]));
      const auto [found, fresh] = samples.emplace(label, read.linkages.size());
      if (fresh) read.linkages.push_back(empty_table(columns.names));
      sample = found->second;
      linkage = &read.linkages[sample];
    }
    std::string name_of_group;
    Group* group = nullptr;
    if (columns.strata != kNone) {
      name_of_group = trimmed(csv.rows[row][columns.strata]);
      const auto [found, fresh] = groups.try_emplace(
          name_of_group, Group{empty_table(columns.names), not_kept, csv.lines[row]});
      group = &found->second;
      if (group->not_kept != not_kept) {
        return kept_in_part(csv, columns, name_of_group, *group, csv.lines[row],
                            group->not_kept ^ not_kept);
      }
    }
    if (read.counted && !seen.emplace(std::tuple{name_of_group, sample, lists}, row).second) {
      ++repeated;
    }
    if (lists == 0) continue;
    read.table.counts[lists] += count;
    if (group != nullptr) group->table.counts[lists] += count;
    if (linkage != nullptr) linkage->counts[lists] += count;
    if (!columns.covariates.empty()) DP_TRY(covariates.add(row, lists, count));
  }
  if (columns.sample != kNone) DP_TRY(check_samples(csv, columns, read.linkages));
  for (auto& [group_name, group] : groups) {
    if (group.table.observed() == 0) continue;
    DP_TRY(check_kept(csv, columns, group_name, group));
    read.strata.push_back({group_name, std::move(group.table), group.not_kept});
  }
  // With covariates several rows of one combination are the rule.
  if (repeated > 0 && columns.covariates.empty()) {
    read.warnings.push_back(std::to_string(repeated) +
                            (repeated == 1 ? " row repeats" : " rows repeat") +
                            " a combination of lists; their counts were added.");
  }
  if (!read.linkages.empty()) read.table = DP_TRY(middle_of(read.linkages, name));
  DP_TRY(check_table(read.table, name));
  if (!columns.covariates.empty()) read.people = DP_TRY(std::move(covariates).people());
  return read;
}

}  // namespace depone::estimate
