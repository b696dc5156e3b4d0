// Which passages and quotations an edition shows, and in what form.
//
// Only claims that a finding, a drift or a norm's answer rests on are quoted. A passage that holds
// nothing protected is shown word for word and proved. One that does is shown with bars: its words
// then cannot be proved to everyone, but it is bound to its place in the ledger by its commitment,
// so that a court given the salt under seal can check the original.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "dossier/redactor.h"
#include "model/finding.h"

namespace depone::dossier {

// Indexes of the document's passages that `span` touches, in order.
std::vector<std::size_t> passages_of(const Document& document, const TextSpan& span);

struct ShownPassage {
  std::size_t document = 0;  // index in Case::documents
  std::size_t number = 0;    // index in Document::passages
  std::string id;            // "D07.13": document id and number + 1
  std::string original;      // as committed
  std::string text;          // as published
  bool redacted = false;
};

struct ShownQuote {
  std::string id;  // "Q12"
  ClaimRef ref;
  std::size_t passage = 0;  // index in ShownMaterial::passages
  std::string text;         // part of the passage's published text
  std::size_t begin = 0;    // bytes [begin, end) of the passage's published text
  std::size_t end = 0;
  TextSpan span;  // in the document's extracted text
};

struct ShownMaterial {
  std::vector<ShownPassage> passages;        // by document, then number
  std::vector<ShownQuote> quotes;            // by place in the documents
  std::map<ClaimRef, std::size_t> quote_of;  // index in `quotes`

  const ShownQuote* quote(ClaimRef ref) const;
};

// Every quote an edition's findings and answers rest on. Claims outside all passages are left out.
ShownMaterial choose_material(const Case& the_case, const Redactor& redactor);

}  // namespace depone::dossier
