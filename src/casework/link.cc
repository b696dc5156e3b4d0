#include "casework/link.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/csv.h"
#include "casework/list_bytes.h"
#include "linkage/column_names.h"
#include "linkage/normalise.h"
#include "linkage/sample.h"
#include "linkage/truth.h"

namespace depone::casework {
namespace {

using linkage::Column;
using linkage::Decision;
using linkage::RecordIndex;
using linkage::Table;

constexpr std::uint64_t kMaxRecordsBytes = std::uint64_t{16} << 30;
constexpr std::uint64_t kMaxSmallBytes = std::uint64_t{256} << 20;

// Ids to records, file by file.
class IdIndex {
 public:
  explicit IdIndex(const Table& table) : table_(table) {
    order_.reserve(table.size());
    for (RecordIndex i = 0; i < table.size(); ++i) order_.push_back(i);
    std::sort(order_.begin(), order_.end(),
              [&](RecordIndex a, RecordIndex b) { return key(a) < key(b); });
  }
  Result<RecordIndex> find(std::uint8_t file, const std::string& id, std::string_view where) const {
    const std::pair<std::uint8_t, std::string_view> wanted(file, id);
    const auto found = std::lower_bound(
        order_.begin(), order_.end(), wanted,
        [&](RecordIndex record, const auto& value) { return key(record) < value; });
    if (found != order_.end() && key(*found) == wanted) return *found;
    return Error{
        Fault::NotFound,
        fmt::format("{}: there is no record \"{}\" in {}", where, id, table_.file_names[file]),
        "left ids are of the first file, right ids of the last"};
  }

 private:
  std::pair<std::uint8_t, std::string_view> key(RecordIndex record) const {
    return {table_.files[record], table_.record_ids[record]};
  }
  const Table& table_;
  std::vector<RecordIndex> order_;
};

std::size_t place_of(const std::vector<std::string>& header, std::string_view name) {
  return static_cast<std::size_t>(std::find(header.begin(), header.end(), name) - header.begin());
}

// The number of the file a line names, with or without its folder.
Result<std::uint8_t> file_called(const Table& table, const std::string& name,
                                 std::string_view where) {
  for (std::size_t f = 0; f < table.file_names.size(); ++f) {
    if (table.file_names[f] == name || file_name(table.file_names[f]) == name) {
      return static_cast<std::uint8_t>(f);
    }
  }
  return Error{Fault::NotFound, fmt::format("{}: there is no file \"{}\"", where, name),
               fmt::format("the files are {}", fmt::join(table.file_names, ", "))};
}

// The two records that each line of a file of pairs names.
class PairLines {
 public:
  PairLines(const Table& table, const CsvTable& lines, std::size_t left, std::size_t right)
      : table_(table),
        lines_(lines),
        index_(table),
        ids_{left, right},
        files_{place_of(lines.header, "left_file"), place_of(lines.header, "right_file")} {}

  std::string where(std::size_t row) const {
    return fmt::format("{}, line {}", lines_.name, lines_.lines[row]);
  }
  Result<std::pair<RecordIndex, RecordIndex>> at(std::size_t row) const {
    RecordIndex records[2];
    for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
      const std::uint8_t file = DP_TRY(file_of(row, side));
      records[side] = DP_TRY(index_.find(file, lines_.rows[row][ids_[side]], where(row)));
    }
    return std::pair(records[0], records[1]);
  }

 private:
  // Of two files the left id is of the first and the right one of the second, unless told.
  Result<std::uint8_t> file_of(std::size_t row, std::size_t side) const {
    const std::size_t column = files_[side];
    const std::string named = column < lines_.header.size() ? lines_.rows[row][column] : "";
    if (!named.empty()) return file_called(table_, named, where(row));
    if (table_.file_names.size() > 2) {
      return Error{Fault::InvalidInput,
                   fmt::format("{}: it is not said which file the id \"{}\" is of", where(row),
                               lines_.rows[row][ids_[side]]),
                   "with more than two files the columns left_file and right_file say it"};
    }
    return static_cast<std::uint8_t>(side == 0 ? 0 : table_.file_names.size() - 1);
  }

  const Table& table_;
  const CsvTable& lines_;
  IdIndex index_;
  std::size_t ids_[2];
  std::size_t files_[2];
};

// "rec-17-dup-3" -> "rec-17": what ids of one person share when copies are told by an ending.
std::string_view without_copy_ending(std::string_view id) {
  for (const std::string_view ending : {"-org", "-dup-"}) {
    if (const std::size_t at = id.find(ending); at != std::string_view::npos)
      return id.substr(0, at);
  }
  return id;
}

// `pattern` of the spec, when there is one, tells which part of a value is the person's.
Result<std::vector<std::uint32_t>> truth_from_column(Table& table, const std::string& name,
                                                     const std::string& pattern) {
  linkage::Dictionary people;
  std::vector<std::uint32_t> truth;
  if (name == table.id_column) {
    if (!pattern.empty()) return linkage::truth_by_pattern(table.record_ids, pattern);
    const bool copies = std::all_of(
        table.record_ids.begin(), table.record_ids.end(),
        [](const std::string& id) { return without_copy_ending(id).size() < id.size(); });
    for (const std::string& id : table.record_ids) {
      truth.push_back(people.id_of(copies ? without_copy_ending(id) : std::string_view(id)));
    }
    return truth;
  }
  const Column* column = DP_TRY(table.column(name));
  if (!pattern.empty()) {
    std::vector<std::string> texts;
    for (const linkage::ValueId id : column->ids) texts.push_back(column->values[id]);
    truth = DP_TRY(linkage::truth_by_pattern(texts, pattern));
    table.columns.erase(table.columns.begin() + (column - table.columns.data()));
    return truth;
  }
  // Who has no truth is nobody else.
  auto next = static_cast<std::uint32_t>(column->values.size());
  for (const linkage::ValueId id : column->ids) {
    truth.push_back(id == linkage::kMissing ? next++ : id);
  }
  table.columns.erase(table.columns.begin() + (column - table.columns.data()));
  return truth;
}

Result<std::vector<std::uint32_t>> truth_from_pairs(const Table& table, std::string_view text,
                                                    const std::string& name) {
  const CsvTable pairs = DP_TRY(read_csv(text, name));
  if (pairs.header.size() < 2) {
    return Error{Fault::InvalidInput, name + " has one column",
                 "it needs two: ids that are the same"};
  }
  const PairLines lines(table, pairs, 0, 1);
  std::vector<std::uint32_t> truth(table.size());
  for (RecordIndex i = 0; i < table.size(); ++i) truth[i] = i;
  const auto root = [&](std::uint32_t x) {
    while (truth[x] != x) x = truth[x] = truth[truth[x]];
    return x;
  };
  for (std::size_t r = 0; r < pairs.rows.size(); ++r) {
    const auto [left, right] = DP_TRY(lines.at(r));
    const std::uint32_t a = root(left);
    const std::uint32_t b = root(right);
    truth[std::max(a, b)] = std::min(a, b);
  }
  for (RecordIndex i = 0; i < table.size(); ++i) truth[i] = root(i);
  return truth;
}

// Whether each list may be taken to name a person once: fewer than one record in twenty says the
// same in all fields as another of its list.
bool without_copies(const Table& table, const linkage::Spec& spec) {
  std::vector<std::pair<std::uint64_t, std::uint8_t>> rows(table.size());
  for (RecordIndex i = 0; i < table.size(); ++i) rows[i] = {0, table.files[i]};
  for (const linkage::Field& field : spec.fields) {
    for (const std::string& name : field.columns) {
      const Column* column = table.find(name);
      if (column == nullptr) continue;
      std::vector<std::uint64_t> hashes;
      for (const std::string& value : column->values) {
        hashes.push_back(linkage::hash_of(linkage::plain(value)));
      }
      for (RecordIndex i = 0; i < table.size(); ++i) {
        rows[i].first = linkage::mix(rows[i].first + hashes[column->ids[i]]);
      }
    }
  }
  std::sort(rows.begin(), rows.end());
  std::uint64_t copies = 0;
  for (std::size_t i = 1; i < rows.size(); ++i) copies += rows[i] == rows[i - 1] ? 1 : 0;
  return copies * 20 < table.size();
}

void say_what_is_shared(const std::vector<linkage::SharedColumn>& shared, LinkOutcome& outcome) {
  outcome.spec.columns = shared;
  for (linkage::ColumnFinding& finding : outcome.findings) {
    for (const linkage::SharedColumn& column : shared) {
      if (column.name != finding.column) continue;
      finding.verdict += fmt::format("; also headed {}", fmt::join(column.headings, ", "));
    }
  }
}

Result<> choose_spec(const LinkRequest& request, std::optional<linkage::Spec> written,
                     const std::vector<linkage::SharedColumn>& shared, LinkOutcome& outcome) {
  if (written) {
    outcome.spec = std::move(*written);
  } else {
    linkage::ProposeOptions options;
    options.ignore = request.ignore;
    options.across_files = outcome.across_files;
    options.seed = request.seed;
    linkage::Proposal proposal =
        DP_TRY(linkage::propose(outcome.table, outcome.name_tables, options));
    outcome.spec = std::move(proposal.spec);
    outcome.findings = std::move(proposal.columns);
    outcome.expected_recall = proposal.expected_recall;
    outcome.proposed = true;
    if (outcome.table.file_names.size() > 1 && !request.within.value_or(false)) {
      outcome.spec.one_to_one = without_copies(outcome.table, outcome.spec);
    }
  }
  if (request.one_to_one) outcome.spec.one_to_one = true;
  if (request.threshold) outcome.spec.link = *request.threshold;
  say_what_is_shared(shared, outcome);
  return done();
}

Result<std::string> read_text(const Disk& disk, const std::string& path, std::uint64_t limit) {
  const Bytes bytes = DP_TRY(read_list_bytes(disk, path, limit));
  return std::string(text_of(bytes));
}

// Columns that lists head differently, as told and, without a spec, as their headings mean.
Result<std::vector<linkage::SharedColumn>> share_columns(
    const DataFiles& data, const LinkRequest& request, const std::optional<linkage::Spec>& written,
    std::vector<linkage::TextFile>& files) {
  std::vector<linkage::SharedColumn> told = request.columns;
  if (written) told.insert(told.end(), written->columns.begin(), written->columns.end());
  if (written || files.size() < 2) return linkage::share_columns(files, told, nullptr);
  const auto meanings = DP_TRY(linkage::ColumnMeanings::load(data));
  return linkage::share_columns(files, told, &meanings);
}

void name_lists(LinkOutcome& outcome) {
  const Column* source =
      outcome.spec.source.empty() ? nullptr : outcome.table.find(outcome.spec.source);
  if (source != nullptr) {
    outcome.lists = source->ids;
    outcome.list_names = source->values;
    return;
  }
  outcome.lists.assign(outcome.table.files.begin(), outcome.table.files.end());
  outcome.list_names = short_file_names(outcome.table);
}

Result<std::vector<linkage::SharedColumn>> read_lists(std::vector<linkage::TextFile>& files,
                                                      const std::optional<linkage::Spec>& written,
                                                      const DataFiles& data,
                                                      const LinkRequest& request,
                                                      LinkOutcome& outcome, Progress& progress,
                                                      const Cancellation& cancellation) {
  auto shared = DP_TRY(share_columns(data, request, written, files));
  std::string id = !request.id.empty() ? request.id : written ? written->id : "";
  if (request.number_rows) {
    // Under a name of its own in each file an id is shared by none, so that it is left out.
    for (std::size_t f = 0; f < files.size(); ++f) {
      for (std::string& column : files[f].columns) {
        if (column == id || linkage::names_ids(column)) column += fmt::format(" of list {}", f + 1);
      }
    }
    id.clear();
  }
  outcome.table = DP_TRY(linkage::read_table(files, id, request.threads, progress, cancellation));
  outcome.across_files = files.size() == 2 && request.within == false;
  return shared;
}

Result<> link_table(const LinkRequest& request, LinkOutcome& outcome, Progress& progress,
                    const Cancellation& cancellation) {
  name_lists(outcome);
  linkage::LinkOptions options;
  options.across_files = outcome.across_files;
  options.seed = request.seed;
  options.threads = request.threads;
  outcome.linkage = std::make_unique<linkage::Linkage>(
      DP_TRY(linkage::link(outcome.table, outcome.spec, outcome.name_tables, outcome.decisions,
                           options, progress, cancellation)));
  return done();
}

}  // namespace

std::vector<std::string> short_file_names(const Table& table) {
  std::set<std::string_view> names;
  for (const std::string& file : table.file_names) names.insert(file_name(file));
  if (names.size() < table.file_names.size()) return table.file_names;
  std::vector<std::string> shorter;
  for (const std::string& file : table.file_names) shorter.emplace_back(file_name(file));
  return shorter;
}

Result<std::vector<Decision>> parse_judgements(const Table& table, std::string_view text,
                                               std::string_view name) {
  const CsvTable rows = DP_TRY(read_csv(text, name));
  const std::size_t left = DP_TRY(rows.column("left"));
  const std::size_t right = DP_TRY(rows.column("right"));
  const std::size_t judgement = DP_TRY(rows.column("judgement"));
  const PairLines lines(table, rows, left, right);
  std::map<std::pair<RecordIndex, RecordIndex>, bool> decided;
  for (std::size_t r = 0; r < rows.rows.size(); ++r) {
    const std::string& word = rows.rows[r][judgement];
    const std::string where = lines.where(r);
    if (word.empty()) continue;
    if (word != "same" && word != "not same" && word != "unsure") {
      return Error{Fault::InvalidInput, fmt::format("{}: \"{}\" is not a judgement", where, word),
                   "write same, not same or unsure, or leave it empty"};
    }
    const auto [a, b] = DP_TRY(lines.at(r));
    if (a == b) {
      return Error{Fault::InvalidInput, where + ": a record is judged against itself",
                   "left and right name two records"};
    }
    const std::pair pair(std::min(a, b), std::max(a, b));
    decided.erase(pair);
    if (word != "unsure") decided[pair] = word == "same";
  }
  std::vector<Decision> decisions;
  for (const auto& [pair, same] : decided) decisions.push_back({pair.first, pair.second, same});
  return decisions;
}

Result<std::unique_ptr<LinkOutcome>> link_records(const Disk& disk, const DataFiles& data,
                                                  const LinkRequest& request, bool only_propose,
                                                  Progress& progress,
                                                  const Cancellation& cancellation) {
  auto outcome = std::make_unique<LinkOutcome>();
  outcome->name_tables = DP_TRY(linkage::NameTables::load(data));
  std::optional<linkage::Spec> written;
  if (!request.spec.empty()) {
    const std::string toml = DP_TRY(read_text(disk, request.spec, 1u << 20));
    written = DP_TRY(linkage::parse_spec(toml, request.spec));
  }
  std::vector<linkage::SharedColumn> shared;
  {
    std::vector<Bytes> bytes;
    std::vector<linkage::TextFile> files;
    for (const std::string& path : request.files) {
      bytes.push_back(DP_TRY(read_list_bytes(disk, path, kMaxRecordsBytes)));
    }
    for (std::size_t f = 0; f < bytes.size(); ++f) {
      files.push_back({text_of(bytes[f]), request.files[f], {}});
    }
    shared = DP_TRY(read_lists(files, written, data, request, *outcome, progress, cancellation));
  }
  Table& table = outcome->table;
  const std::string pattern = written ? written->truth_pattern : "";
  if (!request.truth.empty()) {
    outcome->truth = DP_TRY(truth_from_column(table, request.truth, pattern));
  } else if (!pattern.empty() && request.truth_pairs.empty()) {
    if (table.id_column.empty()) {
      return Error{Fault::InvalidInput, "truth_pattern needs a column of ids",
                   "name it with id = in the spec, or name a column with --truth"};
    }
    outcome->truth = DP_TRY(truth_from_column(table, table.id_column, pattern));
  } else if (!request.truth_pairs.empty()) {
    const std::string text = DP_TRY(read_text(disk, request.truth_pairs, kMaxSmallBytes));
    outcome->truth = DP_TRY(truth_from_pairs(table, text, request.truth_pairs));
  }
  DP_TRY(choose_spec(request, std::move(written), shared, *outcome));
  if (only_propose) return outcome;
  if (!request.judgements.empty()) {
    const std::string text = DP_TRY(read_text(disk, request.judgements, kMaxSmallBytes));
    outcome->decisions = DP_TRY(parse_judgements(table, text, request.judgements));
  }
  DP_TRY(link_table(request, *outcome, progress, cancellation));
  if (!outcome->truth.empty()) {
    outcome->quality = linkage::evaluate(table, outcome->linkage->clusters, outcome->truth,
                                         outcome->across_files, request.seed);
  }
  return outcome;
}

Result<std::unique_ptr<LinkOutcome>> link_lists(std::vector<linkage::TextFile> lists,
                                                std::optional<linkage::Spec> spec,
                                                const DataFiles& data, const LinkRequest& request,
                                                Progress& progress,
                                                const Cancellation& cancellation) {
  auto outcome = std::make_unique<LinkOutcome>();
  outcome->name_tables = DP_TRY(linkage::NameTables::load(data));
  const auto shared =
      DP_TRY(read_lists(lists, spec, data, request, *outcome, progress, cancellation));
  DP_TRY(choose_spec(request, std::move(spec), shared, *outcome));
  DP_TRY(link_table(request, *outcome, progress, cancellation));
  return outcome;
}

Result<std::vector<std::vector<RecordIndex>>> plausible_linkages(const LinkOutcome& outcome,
                                                                 std::size_t samples,
                                                                 std::uint64_t seed,
                                                                 Progress& progress,
                                                                 const Cancellation& cancellation) {
  linkage::ClusterOptions clustering;
  clustering.least = std::log2(outcome.spec.link / (1 - outcome.spec.link));
  clustering.one_to_one = outcome.spec.one_to_one;
  linkage::SampleOptions options;
  options.samples = samples;
  options.seed = seed;
  return linkage::sample_clusters(outcome.linkage->scorer, outcome.linkage->order,
                                  outcome.linkage->scores.edges, outcome.linkage->clusters,
                                  outcome.decisions, outcome.lists, clustering, options, progress,
                                  cancellation);
}

}  // namespace depone::casework
