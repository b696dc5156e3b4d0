// What one document offers for comparison, and how rare each piece of it is among all of them.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/progress.h"
#include "lineage/facts.h"
#include "lineage/tables.h"
#include "lineage/tracer.h"

namespace depone::lineage {

using Id = std::uint32_t;
inline constexpr Id kNoWord = 0xFFFFFFFF;

// A fact in a document: its number in Corpus::facts and its place.
struct FactUse {
  Id fact = 0;
  std::uint32_t begin = 0;  // bytes [begin, end) of the document's text
  std::uint32_t end = 0;
};

// A sentence's content words, sorted, each once.
struct PassageUnits {
  std::vector<Id> units;
  std::uint32_t begin = 0;  // bytes of the document's text
  std::uint32_t end = 0;
  double mass = 0;  // weight of the units
};

// A content word and one of the passages it stands in.
struct UnitPlace {
  Id unit = 0;
  std::uint32_t passage = 0;
  friend auto operator<=>(const UnitPlace&, const UnitPlace&) = default;
};

struct Signature {
  const Document* document = nullptr;
  int language = -1;  // ReadText::language
  Script script = Script::Other;
  std::uint32_t words = 0;
  std::vector<Id> units;           // stems, Hangul syllable pairs, Han pairs; sorted, once each
  std::vector<float> unit_counts;  // beside `units`: 1 + ln(how often)
  std::vector<PassageUnits> passages;
  std::vector<UnitPlace> places;        // of all units, sorted
  std::vector<Id> title;                // content words of the headline, sorted; empty without
  std::vector<Id> word_ids;             // every word in order; kNoWord for frequent words and names
  std::vector<std::uint64_t> shingles;  // hashes of runs of three words; sorted, once each
  std::vector<std::uint32_t> shingle_at;  // beside `shingles`: the word each begins at first
  std::vector<float> shingle_weights;     // beside `shingles`
  std::vector<FactUse> facts;             // sorted by fact, once each
  std::optional<Id> subject;              // the state named most often, the first of equals
  std::vector<float> line_lengths;        // code points of each non-empty line
  CitedOutlets outlets;
  std::string label;  // Source::label, folded; empty when unknown
  bool first_hand = false;
  std::optional<int> first_day;  // publication, days since 1970-01-01
  std::optional<int> last_day;

  // Sums that every comparison needs, taken once all documents are known.
  double shingles_mass = 0;
  double units_length = 0;  // Euclidean, of counts times weights
  double title_mass = 0;
};

struct FactMeaning {
  FactKind kind = FactKind::Number;
  double prior = 1;
  std::uint32_t documents = 0;  // how many hold it
};

// Everything compared in one trace. Borrowed documents must outlive it.
struct Corpus {
  std::vector<Signature> documents;
  std::vector<FactMeaning> facts;
  std::vector<std::uint32_t> unit_documents;                           // by unit
  std::vector<std::uint32_t> word_documents;                           // by word
  std::unordered_map<std::uint64_t, std::uint32_t> shingle_documents;  // those held by two or more
  double prior_documents = 1;

  // Inverse document frequency, in nats, against the corpus and the prior table together.
  double fact_weight(Id fact) const;
  double unit_weight(Id unit) const;
  double word_weight(Id word) const;  // 0 for kNoWord
  double shingle_weight(std::uint64_t shingle) const;

  // Takes the weights above once for all; called by build_corpus when the last document is in.
  void settle();

 private:
  std::vector<double> fact_weights_;
  std::vector<double> unit_weights_;
};

// Cancelled when asked to stop. Linear in the size of the texts.
Result<Corpus> build_corpus(std::span<const TraceInput> inputs, const Tables& tables,
                            Progress& progress, const Cancellation& cancellation);

// A run of three words (six letters in scripts without spaces) and the word it begins at. A text
// of fewer words is one run.
struct Shingle {
  std::uint64_t hash = 0;
  std::uint32_t at = 0;
};
// Sorted by hash, the first place of each.
std::vector<Shingle> shingles_of(const ReadText& read);

}  // namespace depone::lineage
