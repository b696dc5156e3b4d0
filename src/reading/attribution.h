// Attribution: who is said to have said it, in the text's own words.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "base/data_files.h"
#include "base/result.h"
#include "reading/passage_text.h"

namespace depone::reading {

// Patterns from data/reading/attribution_{en,ko,ru}.toml. Immutable after load; const methods may
// run concurrently.
class AttributionCues {
 public:
  // InvalidInput or NotFound names the table and the entry.
  static Result<AttributionCues> load(const DataFiles& files);

  // The cue phrase with its source, as written: "told the BBC", "according to Yonhap",
  // "по данным Yonhap", "BBC에 따르면". Where source and verb stand apart, " ... " joins them:
  // "연합뉴스는 ... 보도했다". Empty when the passage names nobody; of several cues the nearest to
  // bytes [begin, end) of passage.text. O(passage).
  // A passage that names nobody has the source carried into it, if any (see carry()).
  std::string attribution_at(const PassageText& passage, std::size_t begin, std::size_t end) const;

  // Who is still speaking, from sentence to sentence: "One former worker said ... . He worked ...".
  // To be called for each passage of a document in order, before its claims are read; belongs to
  // the document.
  struct Speaker {
    std::string source;  // "One former worker"; empty: nobody is known to speak on
    Language language = Language::Unknown;
    std::size_t pronoun = 0;  // of the language's pronouns, which follows; 0: none yet
    bool carried = false;     // whether the passage at hand only goes on
  };
  void carry(const PassageText& passage, Speaker& speaker) const;

 private:
  struct Table;
  std::shared_ptr<const Table> table_;
};

}  // namespace depone::reading
