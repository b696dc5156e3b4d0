// Edition: the part of a case that one audience may see.
//
// restrict_case() takes away, before anything is counted, every document whose source's consent
// does not cover the audience and every claim in a passage that a person withheld. Findings and
// norm answers are cleared and must be computed again on the edition, so that what is published
// stands only on what its readers may check, and nothing withheld shines through a number.
// Lineage is kept as judged on the whole case: two retellings of a withheld account stay one
// origin.
//
//   Edition edition = restrict_case(the_case, terms);
//   edition.the_case.findings = findings::corroborate(edition.the_case, settings, may_quote(...));
//   edition.the_case.answers = norms.assess(edition.the_case, context, may_quote(...));
//   write_dossier(edition, publication, ...);                     // dossier/dossier.h
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "dossier/case_estimate.h"
#include "model/finding.h"

namespace depone::dossier {

// A span of one document that must not be shown, and why, in words fit for every reader.
struct WithheldSpan {
  std::string document;  // CaseDocument::id
  TextSpan span;         // code points of the document's text
  std::string reason;    // "names a co-worker still at the site"
};

struct Terms {
  Audience audience = Audience::Public;
  PartialDate date;  // the day of publication: consents that expired before it do not count
  // Names and other strings that must never leave, one spelling each. Case, spaces, hyphens, word
  // endings and the scripts' romanisations are matched by the Redactor; other spellings, and
  // parts of a name that identify on their own, are listed as strings of their own.
  std::vector<std::string> protected_strings;
  // Names and numbers of people on lists kept in the vault. Protected as the strings above, but
  // there may be thousands that nobody looked through, so that each word must stand as a word: a
  // "Ho Un" covers no hound.
  std::vector<std::string> listed_names;
  std::vector<WithheldSpan> withheld;
};

// Why a document is not in the edition.
struct WithheldCounts {
  std::size_t documents_without_consent = 0;  // none given, or for a narrower audience
  std::size_t documents_expired = 0;
  std::size_t passages = 0;          // of documents that are in the edition
  std::size_t claims = 0;            // in those passages
  std::vector<std::string> reasons;  // of the withheld passages, each once
  std::size_t estimates = 0;         // one of whose lists is not for this audience
};

struct Edition {
  Case the_case;  // documents keep their ids, so ids may skip numbers
  Terms terms;
  WithheldCounts withheld;
  // Made by casework of lists whose keepers agreed to this audience (list_consent_covers).
  std::vector<CaseEstimate> estimates;
};

// Whether the source's consent covers `audience` on `date`. Outlets, organisations, governments
// and registers published their material themselves and need no consent, but one given is
// binding. Witnesses and unknown sources without consent are for Audience::Internal only.
bool consent_covers(const Source& source, Audience audience, const PartialDate& date);

// See above. Pure.
Edition restrict_case(const Case& the_case, const Terms& terms);

// For findings and rules: whether an explanation may quote the claim's words. False when the
// passage holds a protected string or personal data. `edition` must outlive the result and keep
// its documents; findings and answers may change.
std::function<bool(ClaimRef)> may_quote(const Edition& edition);

}  // namespace depone::dossier
