#include "reading/indicators.h"

#include <algorithm>
#include <bitset>

#include "reading/language_tables.h"
#include "reading/phrase_matcher.h"

namespace depone::reading {
namespace {

// How much text before and after a passage, and of the document's beginning (title and lead),
// counts as its surroundings.
constexpr std::size_t kSurroundingBytes = 900;
constexpr std::size_t kLeadBytes = 500;
constexpr std::size_t kContextPiece = 65'536;

// A wording found: the indicator and the bytes of the passage.
struct Found {
  Indicator indicator;
  std::uint32_t begin;
  std::uint32_t end;
};

std::string_view cut(std::string_view text, std::size_t begin, std::size_t end) {
  begin = std::min(begin, text.size());
  return text.substr(begin, std::min(end, text.size()) - begin);
}

// Of overlapping wordings of one indicator the longest; ties go to the earlier.
std::vector<Found> longest(std::vector<Found> all) {
  std::sort(all.begin(), all.end(), [](const Found& a, const Found& b) {
    if (a.end - a.begin != b.end - b.begin) return a.end - a.begin > b.end - b.begin;
    return std::tie(a.begin, a.indicator) < std::tie(b.begin, b.indicator);
  });
  std::vector<Found> kept;
  for (const Found& found : all) {
    const bool covered = std::any_of(kept.begin(), kept.end(), [&](const Found& other) {
      return other.indicator == found.indicator && other.begin < found.end &&
             found.begin < other.end;
    });
    if (!covered) kept.push_back(found);
  }
  std::sort(kept.begin(), kept.end(), [](const Found& a, const Found& b) {
    return std::tie(a.begin, a.end, a.indicator) < std::tie(b.begin, b.end, b.indicator);
  });
  return kept;
}

}  // namespace

// Contexts by number: labour, captivity, sport and whatever else a table names.
constexpr std::size_t kMostContexts = 16;
using Contexts = std::bitset<kMostContexts>;

struct IndicatorLexicon::Table {
  struct Lexicon {
    PhraseMatcher wordings;
    PhraseMatcher contexts;
    std::vector<Indicator> indicators;       // of each entry of wordings
    std::vector<std::uint32_t> context_ids;  // of each entry of contexts
    std::vector<Contexts> needs;             // of each entry of wordings; none: nothing asked
    std::vector<Contexts> unless;

    // Where `text` speaks of what, in order. Read in pieces, so that memory stays small.
    std::vector<Mention> contexts_in(std::string_view folded) const {
      std::vector<Mention> out;
      for (std::size_t begin = 0; begin < folded.size();) {
        const std::size_t end = std::min(folded.find(' ', begin + kContextPiece), folded.size());
        const std::string_view piece = folded.substr(begin, end - begin);
        for (const PhraseMatcher::Hit& hit : contexts.match(piece, TextMarks(piece))) {
          out.push_back(
              {begin + hit.begin, begin + hit.end, context_ids[hit.entry], false, {}, {}});
        }
        begin = end;
      }
      return out;
    }
  };

  Result<> number_contexts(Lexicon& lexicon) const;

  ByLanguage<Lexicon> lexicons;
};

Result<> IndicatorLexicon::Table::number_contexts(Lexicon& lexicon) const {
  std::vector<std::string> names;
  for (const PhraseEntry& entry : lexicon.contexts.entries()) {
    const auto known = std::find(names.begin(), names.end(), entry.is);
    lexicon.context_ids.push_back(static_cast<std::uint32_t>(known - names.begin()));
    if (known == names.end()) names.push_back(entry.is);
  }
  if (names.size() > kMostContexts) {
    return Error{Fault::InvalidInput, "the indicator tables name too many contexts",
                 "merge some or raise kMostContexts"};
  }
  for (const PhraseEntry& entry : lexicon.wordings.entries()) {
    for (const auto& [name, list] :
         {std::pair{&entry.needs, &lexicon.needs}, std::pair{&entry.unless, &lexicon.unless}}) {
      list->emplace_back();
      if (name->empty()) continue;
      const auto known = std::find(names.begin(), names.end(), *name);
      if (known == names.end()) {
        return Error{Fault::InvalidInput, entry.table + ": \"" + *name + "\" is no context",
                     "name one of the [[context]] entries"};
      }
      list->back().set(static_cast<std::size_t>(known - names.begin()));
    }
  }
  return done();
}

namespace {

// The contexts of mentions that lie in bytes [begin, end).
Contexts contexts_within(const std::vector<Mention>& mentions, std::size_t begin, std::size_t end) {
  Contexts out;
  auto mention =
      std::lower_bound(mentions.begin(), mentions.end(), begin,
                       [](const Mention& one, std::size_t at) { return one.begin < at; });
  for (; mention != mentions.end() && mention->begin < end; ++mention) {
    if (mention->end <= end) out.set(mention->entry);
  }
  return out;
}

}  // namespace

Result<IndicatorLexicon> IndicatorLexicon::load(const DataFiles& files) {
  auto table = std::make_shared<Table>();
  for (const Language language : kLexiconLanguages) {
    const std::vector<PhraseTable> tables =
        DP_TRY(read_tables(files, {table_path("reading/lexicon", language),
                                   table_path("reading/indicators", language)}));
    Table::Lexicon lexicon;
    lexicon.wordings = DP_TRY(PhraseMatcher::build(language, tables, "indicator"));
    lexicon.contexts = DP_TRY(PhraseMatcher::build(language, tables, "context"));
    for (const PhraseEntry& entry : lexicon.wordings.entries()) {
      const std::optional<Indicator> indicator = indicator_of(entry.is);
      if (!indicator) {
        return Error{Fault::InvalidInput, entry.table + ": \"" + entry.is + "\" is no indicator",
                     "the eleven names are in docs/architecture.md"};
      }
      lexicon.indicators.push_back(*indicator);
    }
    DP_TRY(table->number_contexts(lexicon));
    table->lexicons.set(language, std::move(lexicon));
  }
  IndicatorLexicon made;
  made.table_ = std::move(table);
  made.polarity_ = DP_TRY(PolarityCues::load(files));
  made.attribution_ = DP_TRY(AttributionCues::load(files));
  return made;
}

void IndicatorLexicon::find(const PassageText& passage, std::vector<Claim>& out) const {
  const Table::Lexicon* lexicon = table_->lexicons.get(passage.language);
  if (lexicon == nullptr) return;
  const FoldedPassage folded(passage);
  const std::vector<PhraseMatcher::Hit> hits =
      lexicon->wordings.match(folded.text(), folded.marks());
  if (hits.empty()) return;

  // The document's contexts are looked for once, and only when some wording was found.
  std::optional<std::vector<Mention>> anew;
  DocumentMemo* const memo = passage.document_memo;
  std::optional<std::vector<Mention>>& mentions =
      memo ? memo->contexts[slot_of(passage.language)] : anew;
  if (!mentions) {
    mentions = lexicon->contexts_in(
        memo ? memo->folded : std::string_view(fold_keeping_length(passage.document->text)));
  }
  const std::size_t begin = passage.offset_bytes;
  const std::size_t end = begin + passage.text.size();
  const Contexts here = contexts_within(*mentions, begin, end);
  const Contexts near = here | contexts_within(*mentions, 0, kLeadBytes) |
                        contexts_within(*mentions, begin - std::min(begin, kSurroundingBytes),
                                        end + kSurroundingBytes);
  std::vector<Found> found;
  for (const PhraseMatcher::Hit& hit : hits) {
    if ((lexicon->unless[hit.entry] & here).any()) continue;
    if (lexicon->needs[hit.entry].any() && (lexicon->needs[hit.entry] & near).none()) continue;
    found.push_back({lexicon->indicators[hit.entry], hit.begin, hit.end});
  }
  for (const Found& one : longest(std::move(found))) {
    Claim claim;
    claim.kind = ClaimKind::Indicator;
    claim.word = name_of(one.indicator);
    claim.polarity = polarity_.polarity_at(passage, one.begin, one.end);
    claim.attribution = attribution_.attribution_at(passage, one.begin, one.end);
    claim.span = passage.span(one.begin, one.end);
    claim.quote = cut(passage.text, one.begin, one.end);
    out.push_back(std::move(claim));
  }
}

}  // namespace depone::reading
