#include "reading/indicators.h"

#include <algorithm>
#include <set>

#include "reading/language_tables.h"
#include "reading/phrase_matcher.h"

namespace depone::reading {
namespace {

// How much text before and after a passage, and of the document's beginning (title and lead),
// counts as its surroundings.
constexpr std::size_t kSurroundingBytes = 900;
constexpr std::size_t kLeadBytes = 500;

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

struct IndicatorLexicon::Table {
  struct Lexicon {
    PhraseMatcher wordings;
    PhraseMatcher contexts;
    std::vector<Indicator> indicators;  // of each entry of wordings

    std::set<std::string> contexts_in(std::string_view text) const {
      std::set<std::string> out;
      for (const PhraseMatcher::Hit& hit : contexts.match(fold_keeping_length(text))) {
        out.insert(contexts.entries()[hit.entry].is);
      }
      return out;
    }
  };
  ByLanguage<Lexicon> lexicons;
};

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
  const std::vector<PhraseMatcher::Hit> hits =
      lexicon->wordings.match(fold_keeping_length(passage.text));
  if (hits.empty()) return;

  // Contexts are looked for once, and the surroundings only when some wording asks for them.
  const std::set<std::string> here = lexicon->contexts_in(passage.text);
  std::optional<std::set<std::string>> around;
  const auto near = [&](const std::string& context) {
    if (here.contains(context)) return true;
    if (!around) {
      const std::string_view whole = passage.document->text;
      const std::size_t begin = passage.offset_bytes;
      const std::size_t end = begin + passage.text.size();
      around = lexicon->contexts_in(
          cut(whole, begin - std::min(begin, kSurroundingBytes), end + kSurroundingBytes));
      around->merge(lexicon->contexts_in(cut(whole, 0, kLeadBytes)));
    }
    return around->contains(context);
  };
  std::vector<Found> found;
  for (const PhraseMatcher::Hit& hit : hits) {
    const PhraseEntry& entry = lexicon->wordings.entries()[hit.entry];
    if (!entry.unless.empty() && here.contains(entry.unless)) continue;
    if (!entry.needs.empty() && !near(entry.needs)) continue;
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
