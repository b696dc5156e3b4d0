// Polarity: does the text assert a thing, report it with doubt, deny it, forbid it or fear it?
#pragma once

#include <cstddef>
#include <memory>

#include "base/data_files.h"
#include "base/result.h"
#include "model/claim.h"
#include "reading/passage_text.h"

namespace depone::reading {

class PhraseMatcher;

// Cues from data/reading/polarity_{en,ko,ru}.toml; the decision rule stands at the head of the
// English file. Immutable after load; const methods may run concurrently.
class PolarityCues {
 public:
  // InvalidInput or NotFound names the table and the entry.
  static Result<PolarityCues> load(const DataFiles& files);

  // The polarity of what bytes [begin, end) of passage.text say. A cue counts only in the claim's
  // own sentence part (bounded by semicolons and sentence ends) and within the reach its entry
  // gives; denied beats law beats risk beats alleged; without a cue the claim is asserted. A cue
  // inside [begin, end) does not count, except scare quotes around it. O(passage).
  Polarity polarity_at(const PassageText& passage, std::size_t begin, std::size_t end) const;

 private:
  struct Table;
  std::shared_ptr<const Table> table_;
};

}  // namespace depone::reading
