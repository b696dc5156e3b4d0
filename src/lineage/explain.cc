#include "lineage/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "lineage/phrases.h"

namespace depone::lineage {
namespace {

constexpr std::size_t kFactsShown = 6;
constexpr std::size_t kLettersShown = 90;
constexpr double kFactWorthShowing = 2;

std::string shown(const Signature& document, std::uint32_t begin, std::uint32_t end) {
  std::string_view text = std::string_view(document.document->text).substr(begin, end - begin);
  const std::string_view cut = first_letters(text, kLettersShown);
  std::string out(cut);
  std::replace(out.begin(), out.end(), '\n', ' ');
  if (cut.size() < text.size()) out += "...";
  return out;
}

void add_wording(const Corpus& corpus, const Evidence& evidence, std::size_t child,
                 std::size_t parent, std::vector<LineageReason>& reasons) {
  const Signature& young = corpus.documents[child];
  const std::string& older = corpus.documents[parent].document->name;
  if (evidence.shared_runs >= 3) {
    reasons.push_back({"wording", fmt::format("shares {} of its {} three-word runs with {}",
                                              evidence.shared_runs, young.shingles.size(), older)});
  }
  if (evidence.longest_words >= 6) {
    reasons.push_back({"wording", fmt::format("one run of {} words is the same in {}",
                                              evidence.longest_words, older)});
  }
  const bool sentences = evidence.same_language && evidence.passage_cover >= 0.4 &&
                         evidence.passage_a < corpus.documents[evidence.a].passages.size() &&
                         evidence.passage_b < corpus.documents[evidence.b].passages.size();
  if (sentences) {
    const std::size_t own = child == evidence.a ? evidence.passage_a : evidence.passage_b;
    const PassageUnits& passage = young.passages[own];
    reasons.push_back(
        {"wording", fmt::format("\"{}\" retells one sentence of {} ({}% of the shorter one's "
                                "content words)",
                                shown(young, passage.begin, passage.end), older,
                                static_cast<int>(100 * evidence.passage_cover))});
  }
  if (!evidence.same_language && evidence.lines > 0.8) {
    reasons.push_back({"wording", fmt::format("has the same {} lines as {}, of matching lengths",
                                              young.line_lengths.size(), older)});
  }
}

void add_attribution(const Corpus& corpus, const Evidence& evidence, std::size_t child,
                     std::size_t parent, std::vector<LineageReason>& reasons) {
  const CitedOutlets& young = corpus.documents[child].outlets;
  const Signature& older = corpus.documents[parent];
  const auto in = [](const std::vector<std::string>& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  for (std::size_t i = 0; i < young.cited.size(); ++i) {
    if (in(older.outlets.own, young.cited[i])) {
      reasons.push_back({"attribution", fmt::format("says \"{}\"; {} is from {}", young.phrases[i],
                                                    older.document->name, young.cited[i])});
    } else if (in(older.outlets.cited, young.cited[i])) {
      reasons.push_back(
          {"attribution", fmt::format("both cite {}: \"{}\"", young.cited[i], young.phrases[i])});
    }
  }
  if (evidence.outlet_mass > 0 && evidence.quote_mass > 0 && reasons.empty()) {
    reasons.push_back({"attribution", "both name one outlet and repeat the same quotation"});
  }
}

const char* reason_kind(FactKind kind) {
  switch (kind) {
    case FactKind::Sound:
    case FactKind::Consonants:
    case FactKind::Foreign:
    case FactKind::Name:
      return "names";
    default:
      return "facts";
  }
}

void add_facts(const Corpus& corpus, const Evidence& evidence, std::size_t child,
               std::size_t parent, std::vector<LineageReason>& reasons) {
  const Signature& young = corpus.documents[child];
  const Signature& older = corpus.documents[parent];
  std::string facts;
  std::string names;
  std::size_t count = 0;
  for (const SharedFact& fact : shared_facts(corpus, child, parent)) {
    const FactUse& own = young.facts[fact.in_a];
    const FactUse& other = older.facts[fact.in_b];
    const FactKind kind = corpus.facts[own.fact].kind;
    const bool worth = fact.weight >= kFactWorthShowing && own.end > own.begin;
    if (!worth || (evidence.same_language && kind == FactKind::Concept)) continue;
    if (kind == FactKind::HanPair) continue;
    // In scripts without capitals every word has a sound; only across languages is it a name.
    const bool sounds = kind == FactKind::Sound || kind == FactKind::Consonants;
    const bool spelled = young.script == Script::Latin || young.script == Script::Cyrillic;
    if (sounds && evidence.same_language && !spelled) continue;
    if (++count > kFactsShown) break;
    const std::string mine = shown(young, own.begin, own.end);
    const std::string theirs = shown(older, other.begin, other.end);
    std::string& list = reason_kind(kind) == std::string_view("names") ? names : facts;
    if (!list.empty()) list += ", ";
    list += mine == theirs ? mine : fmt::format("{} = {}", mine, theirs);
  }
  const std::string& name = older.document->name;
  if (!names.empty()) {
    reasons.push_back({"pseudonyms", fmt::format("shares the names {} with {}", names, name)});
  }
  if (!facts.empty()) {
    reasons.push_back({"facts", fmt::format("shares {} with {}", facts, name)});
  }
}

void add_dates(const Corpus& corpus, const Evidence& evidence, std::size_t child,
               std::size_t parent, std::vector<LineageReason>& reasons) {
  if (evidence.days_apart < 0) return;
  const int apart = *corpus.documents[child].first_day - *corpus.documents[parent].first_day;
  if (apart > 0) {
    reasons.push_back(
        {"dates", fmt::format("published {} day{} after {}", apart, apart == 1 ? "" : "s",
                              corpus.documents[parent].document->name)});
  } else if (evidence.exact_dates && apart == 0) {
    reasons.push_back({"dates", fmt::format("published the same day as {}",
                                            corpus.documents[parent].document->name)});
  }
}

}  // namespace

std::vector<LineageReason> explain(const Corpus& corpus, const Evidence& evidence,
                                   std::size_t child, std::size_t parent) {
  std::vector<LineageReason> reasons;
  add_attribution(corpus, evidence, child, parent, reasons);
  add_wording(corpus, evidence, child, parent, reasons);
  add_facts(corpus, evidence, child, parent, reasons);
  add_dates(corpus, evidence, child, parent, reasons);
  return reasons;
}

}  // namespace depone::lineage
