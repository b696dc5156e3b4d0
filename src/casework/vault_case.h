// Files into a vault, and a vault's items back as the documents of a case.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "casework/case_file.h"
#include "casework/documents.h"
#include "casework/engine.h"
#include "model/finding.h"
#include "vault/vault.h"

namespace depone::casework {

struct AddReport {
  std::size_t added = 0;
  std::size_t duplicates = 0;  // bytes that the vault held already, or that came twice
  std::vector<Problem> problems;
  bool interrupted = false;  // stopped by a person; what was counted is safe
};

// Adds files and folders, in durable batches; repeating it adds only what is missing. The case.toml
// of a named folder is kept as the vault's case record, its sources and dates go with the items.
// Files that a [[estimate]] of it (or of the vault's case record) names are kept as they are: no
// worker opens them, no text of them is kept beside them and the index learns none. InvalidInput
// before anything is added when such a file is not there. Problems with single files do not stop
// the rest.
Result<AddReport> add_files(vault::Vault& vault, const Disk& disk,
                            const std::vector<std::string>& paths, const ExtractOptions& options,
                            Progress& progress, const Cancellation& cancellation);

// A file of an estimate: a list of people, a table of overlaps, or a linkage's spec. What it says
// is the most dangerous thing in the vault.
struct KeptList {
  std::string name;  // path below the folder
  std::string text;
};

struct VaultCase {
  CaseFile case_file;                        // the newest case record; empty without one
  std::vector<CaseDocument> documents;       // claims read
  std::map<std::string, std::string> items;  // CaseDocument::id -> item id
  std::vector<KeptList> lists;               // in the order they were added; a name may come again
};

// Every item that can still be read, documents with their claims. An item that was added as a
// document and is named by a [[estimate]] now is a list from then on. Sources and dates of the
// newest case record override those kept with the items.
Result<VaultCase> load_case(const vault::Vault& vault, const reading::Reader& reader,
                            Progress& progress, const Cancellation& cancellation);

}  // namespace depone::casework
