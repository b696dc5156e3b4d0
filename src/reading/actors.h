// Actors: where the work happens, for whom, and who does it.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"
#include "model/claim.h"
#include "reading/passage_text.h"

namespace depone::reading {

// Places (data/reading/places.toml), employers and worker nouns (data/reading/actors_*.toml).
// Immutable after load; const methods may run concurrently.
class ActorLexicon {
 public:
  // InvalidInput or NotFound names the table and the entry.
  static Result<ActorLexicon> load(const DataFiles& files);

  // Appends Place claims (places where somebody works, is sent to or is held; `word` is the
  // English name of the gazetteer) and Employer claims (names with a legal form or a word such as
  // "company"; `word` is the name as written), in text order. Polarity and attribution are left
  // to the caller. O(passage).
  void find(const PassageText& passage, std::vector<Claim>& out) const;

  // The place that bytes [begin, end) of passage.text are about: the nearest one after a word for
  // "in" or "to", as its English gazetteer name; empty when the passage names none.
  std::string place_at(const PassageText& passage, std::size_t begin, std::size_t end) const;

  // The nearest noun phrase for workers or victims, as written ("North Korean workers",
  // "северокорейские рабочие", "북한 노동자"); empty when there is none.
  std::string subject_at(const PassageText& passage, std::size_t begin, std::size_t end) const;

 private:
  struct Table;
  std::shared_ptr<const Table> table_;
};

}  // namespace depone::reading
