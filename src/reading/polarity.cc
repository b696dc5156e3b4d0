#include "reading/polarity.h"

#include <algorithm>
#include <array>

#include "reading/language_tables.h"
#include "reading/phrase_matcher.h"

namespace depone::reading {
namespace {

// Stronger first: a denial of an allegation is a denial.
constexpr std::array<Polarity, 4> kByStrength = {Polarity::Denied, Polarity::Law, Polarity::Risk,
                                                 Polarity::Alleged};
// Longer quotations are speech, shorter ones keep a word at arm's length ("'slave-like'
// conditions").
constexpr std::size_t kMaxScareWords = 4;

std::size_t words_between(std::string_view text, std::size_t from, std::size_t to) {
  std::size_t words = 0;
  bool inside = from > 0 && word_ends_at(text, from);
  for (std::size_t i = from; i < to; ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    const bool word = word_begins_at(text, i);
    if (word && !inside) ++words;
    inside = word;
  }
  return words;
}

// Whether a sentence part ends in [from, to).
bool part_ends(std::string_view text, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) {
    if (ends_sentence_part(text, i)) return true;
  }
  return false;
}

struct QuotePair {
  std::string_view open;
  std::string_view close;
};
constexpr std::array<QuotePair, 6> kQuotes = {{{"\"", "\""},
                                               {"'", "'"},
                                               {"\u2018", "\u2019"},
                                               {"\u201C", "\u201D"},
                                               {"\u00AB", "\u00BB"},
                                               {"\u201E", "\u201C"}}};

// Whether [begin, end) overlaps a quotation of at most kMaxScareWords words.
bool in_scare_quotes(std::string_view text, std::size_t begin, std::size_t end) {
  for (const QuotePair& pair : kQuotes) {
    for (std::size_t open = text.find(pair.open); open != std::string_view::npos;) {
      const std::size_t inner = open + pair.open.size();
      // An apostrophe inside a word opens and closes nothing.
      const bool opens = open == 0 || !word_ends_at(text, open);
      std::size_t close = text.find(pair.close, inner);
      while (close != std::string_view::npos && pair.close != "\u00BB" &&
             word_begins_at(text, close + pair.close.size()) && word_ends_at(text, close) &&
             (pair.close == "'" || pair.close == "\u2019")) {
        close = text.find(pair.close, close + pair.close.size());
      }
      if (close == std::string_view::npos) break;
      if (opens && open < end && begin < close + pair.close.size() &&
          words_between(text, inner, close) <= kMaxScareWords) {
        return true;
      }
      open = text.find(pair.open, opens ? close + pair.close.size() : inner);
    }
  }
  return false;
}

}  // namespace

struct PolarityCues::Table {
  struct Cues {
    PhraseMatcher matcher;
    std::vector<Polarity> polarities;  // of each entry
    bool scare_quotes = false;
  };
  ByLanguage<Cues> cues;
};

Result<PolarityCues> PolarityCues::load(const DataFiles& files) {
  auto table = std::make_shared<Table>();
  for (const Language language : kLexiconLanguages) {
    const std::vector<PhraseTable> tables =
        DP_TRY(read_tables(files, {table_path("reading/lexicon", language),
                                   table_path("reading/polarity", language)}));
    Table::Cues cues;
    cues.matcher = DP_TRY(PhraseMatcher::build(language, tables, "cue"));
    for (const PhraseEntry& entry : cues.matcher.entries()) {
      const std::optional<Polarity> polarity = polarity_of(entry.is);
      const bool side = entry.where.empty() || entry.where == "before" || entry.where == "after";
      if (!polarity || !side) {
        return Error{Fault::InvalidInput,
                     entry.table + ": the entry for \"" + entry.is + "\", \"" + entry.where +
                         "\" is not understood",
                     "a polarity, and where = \"before\" or \"after\" or nothing"};
      }
      cues.polarities.push_back(*polarity);
    }
    table->cues.set(language, std::move(cues));
  }
  PolarityCues made;
  made.table_ = std::move(table);
  return made;
}

Polarity PolarityCues::polarity_at(const PassageText& passage, std::size_t begin,
                                   std::size_t end) const {
  const Table::Cues* cues = table_->cues.get(passage.language);
  if (cues == nullptr) return Polarity::Asserted;
  const std::string_view text = passage.text;
  std::array<bool, 5> seen{};
  std::optional<std::vector<Mention>> anew;
  std::optional<std::vector<Mention>>& hits = passage.memo ? passage.memo->polarity_cues : anew;
  if (!hits) {
    hits.emplace();
    const FoldedPassage folded(passage);
    for (const PhraseMatcher::Hit& hit : cues->matcher.match(folded.text(), folded.marks())) {
      hits->push_back({hit.begin, hit.end, hit.entry, false, {}, {}});
    }
  }
  for (const Mention& hit : *hits) {
    const PhraseEntry& entry = cues->matcher.entries()[hit.entry];
    const bool before = hit.end <= begin;
    const bool after = hit.begin >= end;
    if (!before && !after && !entry.overlapping) continue;
    if (entry.where == "before" && !before && !entry.overlapping) continue;
    if (entry.where == "after" && !after && !entry.overlapping) continue;
    if (before || after) {
      const std::size_t from = before ? hit.end : end;
      const std::size_t to = before ? begin : hit.begin;
      if (part_ends(text, from, to)) continue;
      if (entry.within > 0 &&
          words_between(text, from, to) > static_cast<std::size_t>(entry.within)) {
        continue;
      }
    }
    seen[static_cast<std::size_t>(cues->polarities[hit.entry])] = true;
  }
  for (const Polarity polarity : kByStrength) {
    if (seen[static_cast<std::size_t>(polarity)]) return polarity;
  }
  if (seen[static_cast<std::size_t>(Polarity::Asserted)]) return Polarity::Asserted;
  return in_scare_quotes(text, begin, end) ? Polarity::Alleged : Polarity::Asserted;
}

}  // namespace depone::reading
