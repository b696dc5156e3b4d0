// From quantities to claims: which quantity says what.
//
// A quantity is typed by its unit and rate; the words around it decide whether "600 dollars a
// month" is a wage, a bribe or none of our business. Rules, cues and measures are data:
// data/reading/claims_{en,ko,ru}.toml, whose first lines explain the members.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "model/claim.h"
#include "model/document.h"
#include "reading/quantities.h"

namespace depone::reading {

// A claim before it has a place in the document: bytes [begin, end) of the passage. Polarity,
// attribution, place, time and subject are the reader's to fill in.
struct ClaimDraft {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t noun_begin = 0;  // of a head count: the words for the people counted
  std::size_t noun_end = 0;
  Claim claim;  // without span and quote
};

// Immutable after load; const methods may run concurrently.
class ClaimRules {
 public:
  // InvalidInput or NotFound names the table and the entry.
  static Result<ClaimRules> load(const DataFiles& data);

  // Appends the claims that `quantities` make, in their order, at most one each. O(size).
  void judge(std::string_view folded, Language language, std::vector<Quantity> quantities,
             std::vector<ClaimDraft>& out) const;

  // Appends the claims of fixed phrases ("no days off"), which need no number. O(size).
  void find_phrases(std::string_view folded, Language language, std::vector<ClaimDraft>& out) const;

  // Whether the cue called `name` occurs in `text`; false for an unknown cue.
  bool has_cue(std::string_view text, Language language, std::string_view name) const;

  struct Tables;

 private:
  std::shared_ptr<const Tables> tables_;
};

}  // namespace depone::reading
