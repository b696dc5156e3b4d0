// Files of records to clusters: `depone link` and `depone dedupe`.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/data_files.h"
#include "base/disk.h"
#include "base/progress.h"
#include "base/result.h"
#include "linkage/evaluate.h"
#include "linkage/linker.h"
#include "linkage/propose.h"

namespace depone::casework {

struct LinkRequest {
  std::vector<std::string> files;   // CSV files, one to linkage::kMaxFiles
  std::string spec;                 // TOML file; empty: proposed from the data
  std::string id;                   // column of ids; empty: the spec's, or by its name
  std::vector<std::string> ignore;  // columns that must not be used
  // What some files call a column; beside those of the spec or those that are guessed.
  std::vector<linkage::SharedColumn> columns;
  std::string truth;        // column (or the id column) that says who is who
  std::string truth_pairs;  // CSV of pairs of ids that are the same
  std::string judgements;   // CSV left,right,judgement,author,time
  bool one_to_one = false;  // also when the spec does not say so
  // Of several files: look for copies inside each as well. Unset: unless they have hardly any.
  std::optional<bool> within = false;
  bool number_rows = false;  // whatever looks like an id is only a file's own and is left out
  std::optional<double> threshold;  // instead of the spec's
  std::uint64_t seed = 1;
  std::size_t threads = 0;
};

// Everything the outputs need. Stays where it was made: the scorer points into the name_tables.
struct LinkOutcome {
  linkage::NameTables name_tables;
  linkage::Table table;
  linkage::Spec spec;
  std::vector<linkage::ColumnFinding> findings;  // when the spec was proposed
  bool proposed = false;
  double expected_recall = 0;  // of the proposed rules
  bool across_files = false;   // two files, and no pairs inside one of them
  std::vector<linkage::Decision> decisions;
  std::vector<std::uint32_t> lists;  // by record
  std::vector<std::string> list_names;
  std::unique_ptr<linkage::Linkage> linkage;  // null when only a spec was asked for
  std::vector<std::uint32_t> truth;           // by record; empty when not told
  std::optional<linkage::Quality> quality;
};

// Reads, proposes when there is no spec, links and evaluates. Truth columns are taken out of the
// table before anything else looks at it. `only_propose` stops after the spec. InvalidInput and
// NotFound name the file, column or line; Cancelled.
Result<std::unique_ptr<LinkOutcome>> link_records(const Disk& disk, const DataFiles& data,
                                                  const LinkRequest& request, bool only_propose,
                                                  Progress& progress,
                                                  const Cancellation& cancellation);

// The same of lists in memory: request.files, .spec, .truth, .truth_pairs and .judgements are not
// looked at.
Result<std::unique_ptr<LinkOutcome>> link_lists(std::vector<linkage::TextFile> lists,
                                                std::optional<linkage::Spec> spec,
                                                const DataFiles& data, const LinkRequest& request,
                                                Progress& progress,
                                                const Cancellation& cancellation);

// Plausible linkages besides the most plausible one: by linkage and record the smallest record of
// its cluster.
Result<std::vector<std::vector<linkage::RecordIndex>>> plausible_linkages(
    const LinkOutcome& outcome, std::size_t samples, std::uint64_t seed, Progress& progress,
    const Cancellation& cancellation);

// The judgements of a CSV file with the columns left, right and judgement (same, not same, unsure
// or empty); a later line about a pair wins, unsure takes a judgement back. Left ids are of the
// first file and right ids of the second when there are two, unless the columns left_file and
// right_file say otherwise; more than two files need those. NotFound for an unknown id or file.
Result<std::vector<linkage::Decision>> parse_judgements(const linkage::Table& table,
                                                        std::string_view text,
                                                        std::string_view name);

// The names of the files, without their folders where that tells them apart.
std::vector<std::string> short_file_names(const linkage::Table& table);

// Pairs a person should look at, the most doubtful first, as CSV that parse_judgements reads back:
// left, right, left_file and right_file (where copies inside a file are looked for), probability,
// weight, together, each field's two values and its bits, judgement, author, time.
std::string review_csv(const LinkOutcome& outcome);

// Every record with its cluster as CSV: file, id, cluster (the number of its first record, from 1).
std::string clusters_csv(const LinkOutcome& outcome);

// Plausible linkages as overlap tables: a 0/1 column a list, count, sample (from 1). InvalidInput
// for fewer than two lists or more than 16.
Result<std::string> overlap_samples_csv(const LinkOutcome& outcome, std::size_t samples,
                                        std::uint64_t seed, Progress& progress,
                                        const Cancellation& cancellation);

// File names and SVG texts: weights.svg, thresholds.svg, and pair-N.svg of the `pairs` most
// doubtful pairs.
std::vector<std::pair<std::string, std::string>> link_charts(const LinkOutcome& outcome,
                                                             std::size_t pairs);

}  // namespace depone::casework
