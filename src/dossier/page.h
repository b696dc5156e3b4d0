// dossier.html: one self-contained page, readable on screen and on paper.
#pragma once

#include <string>

#include "base/data_files.h"
#include "base/result.h"
#include "dossier/overview.h"
#include "ledger/checkpoint.h"

namespace depone::dossier {

// Errors only when a text under data/dossier/ is missing.
Result<std::string> make_page(const Overview& overview, const ledger::Checkpoint& checkpoint,
                              const DataFiles& data);

// The sections, in the order of the page. Each appends one <section>.
void add_origins(Page& page, const Overview& overview);
void add_findings(Page& page, const Overview& overview);
void add_drifts(Page& page, const Overview& overview);
void add_norms(Page& page, const Overview& overview);
// Nothing when the edition has no estimates.
void add_estimates(Page& page, const Overview& overview);
void add_passages(Page& page, const Overview& overview);
void add_sources(Page& page, const Overview& overview);
void add_withheld(Page& page, const Overview& overview);

// An estimate in a sentence or two, as HTML: people listed, the range over methods, the assumption.
std::string estimate_sentence(const ShownEstimate& shown);

// The quotation of a claim with its document: <q data-quote="Q3">...</q> <a>D07.13</a>; nothing
// when the claim is not quoted.
void add_quote(Page& page, const Overview& overview, ClaimRef ref);

// What a claim says, redacted: its value in words.
std::string claim_words(const Overview& overview, const Claim& claim);

}  // namespace depone::dossier
