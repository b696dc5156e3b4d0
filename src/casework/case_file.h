// case.toml: what a person tells Depone about a folder of documents (docs/case-file.md).
//
// Everything in it is optional. A folder without one is read as material of unknown sources with
// no consent on record, which may be quoted to an internal audience only.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/document.h"

namespace depone::casework {

inline constexpr std::string_view kCaseFileName = "case.toml";

struct SourceEntry {
  Source source;
  PartialDate date;  // overrides the document's own; unknown: keep
};

// Passages of `file` that contain `quote` never leave the vault.
struct WithheldQuote {
  std::string file;
  std::string quote;
  std::string why;
};

// Facts the norms need that no document states; empty: not stated.
struct CaseContext {
  PartialDate period;
  std::string host_state;          // ISO 3166-1 alpha-2: "RU"
  std::string worker_nationality;  // "KP"
  std::string sector;              // "construction"
  std::string produces;            // "goods" or "services"
};

// An estimate of those on no list (docs/case-file.md#lists). Its files are kept in the vault and
// never read as documents. One of `table` and `linked` is given.
struct EstimateEntry {
  std::string of;                   // whom it counts
  std::string table;                // an overlap table; or
  std::vector<std::string> linked;  // 2 to estimate::kMaxLists files of records, a list each
  std::string spec;                 // of their linkage; empty: proposed from the records
  std::size_t samples = 20;         // plausible linkages, 2 to 200; 0: the linkage is certain

  // Every file it names.
  std::vector<std::string> files() const;
};

struct CaseFile {
  std::string title;
  bool invented = false;             // a demonstration: every page of the dossier says so
  std::vector<std::string> protect;  // strings that must never leave, in any spelling
  std::map<std::string, SourceEntry, std::less<>> sources;  // by path below the folder
  std::vector<WithheldQuote> withhold;
  CaseContext context;
  std::vector<EstimateEntry> estimates;

  // Whether the file called `name` belongs to an estimate and is no document.
  bool is_of_estimate(std::string_view name) const;
};

// InvalidInput naming `name`, the line or entry, the member and the form it should have. Unknown
// members are refused: a misspelt "protect" must not go unnoticed.
Result<CaseFile> parse_case_file(std::string_view toml, std::string_view name);

// For keeping in a vault. Round-trips.
Json to_json(const CaseFile& file);
Result<CaseFile> case_file_from_json(const Json& json);

}  // namespace depone::casework
