#include "dossier/edition.h"

#include <algorithm>
#include <memory>
#include <set>

#include "dossier/passages_shown.h"
#include "dossier/redactor.h"
#include "text/words.h"

namespace depone::dossier {
namespace {

bool needs_consent(SourceKind kind) {
  return kind == SourceKind::Witness || kind == SourceKind::Unknown;
}

bool expired(const Consent& consent, const PartialDate& date) {
  const auto last = last_day(consent.expires);
  if (!last) return false;
  const auto today = first_day(date);
  // Without a day of publication nothing that expires can be relied on.
  return !today || *today > *last;
}

bool is_withheld(const Terms& terms, const std::string& document, const TextSpan& span) {
  return std::any_of(terms.withheld.begin(), terms.withheld.end(), [&](const WithheldSpan& mark) {
    return mark.document == document && mark.span.overlaps(span);
  });
}

constexpr std::size_t kRunWords = 4;

std::vector<std::string> runs_of(std::string_view text) {
  const std::vector<text::Word> words = text::words(text);
  std::vector<std::string> runs;
  for (std::size_t i = 0; i + kRunWords <= words.size(); ++i) {
    std::string run;
    for (std::size_t k = i; k < i + kRunWords; ++k) run += words[k].folded + " ";
    runs.push_back(std::move(run));
  }
  return runs;
}

// The wording of everything taken away, to keep it out of the reasons of lineage.
std::set<std::string> withheld_runs(const Case& the_case, const Terms& terms,
                                    const std::vector<bool>& kept) {
  std::set<std::string> runs;
  for (std::size_t i = 0; i < the_case.documents.size(); ++i) {
    const CaseDocument& entry = the_case.documents[i];
    for (const Passage& passage : entry.document.passages) {
      if (kept[i] && !is_withheld(terms, entry.id, passage.span)) continue;
      runs.merge([&] {
        const auto found = runs_of(slice(entry.document.text, passage.span));
        return std::set<std::string>(found.begin(), found.end());
      }());
    }
  }
  return runs;
}

Lineage restrict_lineage(const Case& the_case, const Terms& terms, const std::vector<bool>& kept) {
  const std::vector<LineageNode>& nodes = the_case.lineage.nodes;
  std::vector<std::size_t> place(kept.size(), 0);
  for (std::size_t i = 0, next = 0; i < kept.size(); ++i) {
    if (kept[i]) place[i] = next++;
  }
  const std::set<std::string> secret = withheld_runs(the_case, terms, kept);
  Lineage lineage;
  std::set<std::string> origins;
  for (std::size_t i = 0; i < nodes.size() && i < kept.size(); ++i) {
    if (!kept[i]) continue;
    LineageNode node = nodes[i];
    bool through_withheld = false;
    while (node.parent && !kept[*node.parent]) {
      const LineageNode& gone = nodes[*node.parent];
      node.confidence = std::min(node.confidence, gone.confidence);
      node.parent = gone.parent;
      through_withheld = true;
    }
    if (through_withheld) {
      node.reasons = {{"withheld", "goes back to an account that is not in this edition"}};
    }
    std::erase_if(node.reasons, [&](const LineageReason& reason) {
      const auto runs = runs_of(reason.text);
      return std::any_of(runs.begin(), runs.end(),
                         [&](const std::string& run) { return secret.contains(run); });
    });
    if (node.parent) node.parent = place[*node.parent];
    origins.insert(node.origin);
    lineage.nodes.push_back(std::move(node));
  }
  lineage.origins = origins.size();
  return lineage;
}

}  // namespace

bool consent_covers(const Source& source, Audience audience, const PartialDate& date) {
  if (!source.consent) return audience == Audience::Internal || !needs_consent(source.kind);
  return source.consent->audience >= audience && !expired(*source.consent, date);
}

Edition restrict_case(const Case& the_case, const Terms& terms) {
  Edition edition;
  edition.terms = terms;
  edition.the_case.title = the_case.title;
  std::vector<bool> kept;
  std::set<std::string> reasons;
  for (const CaseDocument& entry : the_case.documents) {
    const Source& source = entry.source;
    kept.push_back(consent_covers(source, terms.audience, terms.date));
    if (!kept.back()) {
      const bool was_given = source.consent && source.consent->audience >= terms.audience;
      ++(was_given ? edition.withheld.documents_expired
                   : edition.withheld.documents_without_consent);
      continue;
    }
    CaseDocument shown = entry;
    const auto gone = std::erase_if(shown.claims, [&](const Claim& claim) {
      const auto passages = passages_of(entry.document, claim.span);
      return is_withheld(terms, entry.id, claim.span) ||
             std::any_of(passages.begin(), passages.end(), [&](std::size_t number) {
               return is_withheld(terms, entry.id, entry.document.passages[number].span);
             });
    });
    edition.withheld.claims += gone;
    for (const Passage& passage : entry.document.passages) {
      if (is_withheld(terms, entry.id, passage.span)) ++edition.withheld.passages;
    }
    for (const WithheldSpan& mark : terms.withheld) {
      if (mark.document == entry.id) reasons.insert(mark.reason);
    }
    edition.the_case.documents.push_back(std::move(shown));
  }
  edition.withheld.reasons.assign(reasons.begin(), reasons.end());
  edition.the_case.lineage = restrict_lineage(the_case, terms, kept);
  return edition;
}

std::function<bool(ClaimRef)> may_quote(const Edition& edition) {
  const auto redactor = std::make_shared<const Redactor>(edition.terms);
  return [&edition, redactor](ClaimRef ref) {
    const CaseDocument& entry = edition.the_case.documents.at(ref.document);
    const Claim& claim = entry.claims.at(ref.claim);
    const auto passages = passages_of(entry.document, claim.span);
    if (passages.empty()) return false;
    return std::all_of(passages.begin(), passages.end(), [&](std::size_t number) {
      const TextSpan span = entry.document.passages[number].span;
      return redactor->find(slice(entry.document.text, span)).empty();
    });
  };
}

}  // namespace depone::dossier
