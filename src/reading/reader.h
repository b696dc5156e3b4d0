// Text to claims, in English, Korean and Russian.
//
// A Reader holds the patterns and lexicons of data/reading/ compiled. It looks at one passage at a
// time: numbers with their bounds, ranges, units and nouns become claims by rules kept as data
// (claim_rules.h); dates, clock intervals, indicators, places and employers have readers of their
// own. Nothing is learned and nothing is guessed: each claim's span shows the words it rests on.
#pragma once

#include <memory>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "model/claim.h"
#include "model/document.h"

namespace depone::reading {

// Immutable after load(); read() may run on many threads at once.
class Reader {
 public:
  // Compiles data/reading/*. InvalidInput names the file and entry that is malformed. Takes some
  // milliseconds: load once and share.
  static Result<std::shared_ptr<const Reader>> load(const DataFiles& data);

  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // The claims of `document`, ordered by the start of their spans. Uses its text, passages and
  // date: "last year" is resolved against the date and left out of Claim::time without one.
  // Passages of other languages give nothing; those of unknown language are read as the document's.
  // Each claim's span is in code points of document.text and its quote is exactly the text there.
  // Never fails; O(size).
  std::vector<Claim> read(const Document& document) const;

  struct Parts;

 private:
  explicit Reader(std::unique_ptr<const Parts> parts);

  std::unique_ptr<const Parts> parts_;
};

}  // namespace depone::reading
