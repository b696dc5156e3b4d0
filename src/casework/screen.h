// Screening: names against published lists, as the verbs `screen` and `names` offer it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/data_files.h"
#include "base/disk.h"
#include "base/json.h"
#include "base/progress.h"
#include "base/result.h"
#include "screening/screener.h"

namespace depone::casework {

// Reads list files; a folder means the files in it that are no hidden ones, sorted by name, not its
// folders. What is of no known form is an error that names the file.
Result<std::vector<screening::List>> read_list_files(const Disk& disk,
                                                     const std::vector<std::string>& paths);

// The questions of a file: one name a line, or a CSV with a column for names and maybe others for
// birth and country.
Result<std::vector<screening::Question>> read_questions(const Disk& disk, const std::string& path);

// Answers in the order of the questions, the same for any number of threads (0: all cores).
Result<std::vector<screening::Answer>> screen_all(const screening::Screener& screener,
                                                  const std::vector<screening::Question>& questions,
                                                  const screening::Options& options,
                                                  std::size_t threads, Progress& progress,
                                                  const Cancellation& cancellation);

// One hit as `depone screen --json` prints it (docs/cli.md).
OrderedJson to_json(const screening::Screener& screener, const screening::Question& question,
                    const screening::Hit& hit);
// What is printed for a question without hits: {"query","matches":0,"nearest":{...}}.
OrderedJson no_match_json(const screening::Screener& screener, const screening::Question& question,
                          const screening::Answer& answer);

OrderedJson to_json(const std::vector<names::Reason>& reasons);

}  // namespace depone::casework
