// Which document descends from which, and how many independent origins remain.
//
// Corroboration counts origins, never items: fifty retellings of one broadcast are one origin,
// across rewording, excerpts, translation and drifting numbers; two independent reports on one
// topic are two, even when their numbers agree. Method, weights and limits:
// docs/methods-lineage.md.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/data_files.h"
#include "base/progress.h"
#include "base/result.h"
#include "model/claim.h"
#include "model/document.h"
#include "model/lineage.h"

namespace depone::lineage {

// One document to trace, borrowed for the call. `claims` may be null or empty: the tracer reads
// names, numbers, quotations and attributions by itself, claims add typed facts. `source` may be
// null; its label and kind tell outlets and first-hand witnesses apart.
struct TraceInput {
  const Document* document = nullptr;
  const std::vector<Claim>* claims = nullptr;
  const Source* source = nullptr;
};

struct Tables;

// Immutable once loaded: one tracer may serve any number of threads at once.
class Tracer {
 public:
  // Reads data/lineage/*.toml. NotFound or Corrupt names the table and what is wrong in it.
  static Result<std::shared_ptr<const Tracer>> load(const DataFiles& data);
  explicit Tracer(std::shared_ptr<const Tables> tables) : tables_(std::move(tables)) {}

  // The lineage of `documents`, one node each, in the same order. The same documents give the same
  // result on every machine; origins are numbered "O1", "O2", ... by their first document.
  // InvalidInput when a document is null, Cancelled when asked to stop.
  // Near-linear in the number of documents: candidates come from rare wording and rare facts, and
  // only candidates are compared.
  Result<Lineage> trace(std::span<const TraceInput> documents, Progress& progress,
                        const Cancellation& cancellation) const;

 private:
  std::shared_ptr<const Tables> tables_;
};

}  // namespace depone::lineage
