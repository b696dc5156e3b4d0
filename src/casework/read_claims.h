// Documents to claims and lineage: the stateless use cases.
#pragma once

#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "casework/case_file.h"
#include "casework/dates_file.h"
#include "casework/documents.h"
#include "lineage/tracer.h"
#include "model/finding.h"
#include "reading/reader.h"

namespace depone::casework {

struct ReadDocuments {
  std::vector<CaseDocument> documents;  // claims read; ids "D01", "D02", ... in order
  std::vector<Problem> problems;        // files that gave no document
};

// What a person told of the files: dates override the documents' own, sources are attached.
struct Told {
  CaseFile case_file;
  Dates dates;
};

// Reads `files` and the claims in them; lists of people that belong to an estimate are left out.
// Problems with single files do not stop the rest; fails
// only when cancelled or when no worker can be started.
Result<ReadDocuments> read_claims(const Disk& disk, std::vector<GatheredFile> files,
                                  const Told& told, const reading::Reader& reader,
                                  const ExtractOptions& options, Progress& progress,
                                  const Cancellation& cancellation);

// case.toml and dates.csv of `folder`, each if it is there.
Result<Told> read_told(const Disk& disk, const std::string& folder);

// Attaches what was told to a document called `name`.
void apply_told(const Told& told, CaseDocument& document);

Result<Lineage> trace(const std::vector<CaseDocument>& documents, const lineage::Tracer& tracer,
                      Progress& progress, const Cancellation& cancellation);

// "D01" to "D99", with more digits for larger cases.
std::string document_id(std::size_t index, std::size_t count);

}  // namespace depone::casework
