// What several sections and figures of a dossier need to know of the edition they show.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dossier/dossier.h"
#include "dossier/html.h"
#include "dossier/passages_shown.h"
#include "dossier/shown_estimate.h"

namespace depone::dossier {

struct OriginView {
  std::string id;                      // LineageNode::origin
  std::vector<std::size_t> documents;  // parents before children, siblings by date, then id
  std::vector<std::size_t> depth;      // of each of them in its tree
  bool first_hand = false;             // one of its sources speaks of what they lived through
};

struct Overview {
  const Edition& edition;
  const Publication& publication;
  const Redactor& redactor;
  ShownMaterial material;
  std::vector<OriginView> origins;               // larger ones first, then by id
  std::map<std::string, std::size_t> origin_of;  // id -> index in `origins`
  // Findings on two or more origins first, better credibility first; indexes in Case::findings.
  std::vector<std::size_t> findings;
  std::vector<ShownEstimate> estimates;  // as Edition::estimates; redacted

  const Case& the_case() const { return edition.the_case; }
  const LineageNode* node(std::size_t document) const;
  // "D07 Northgate Radio", redacted, not escaped.
  std::string name_of(std::size_t document) const;
  // Reasons with file names replaced by document ids; not redacted.
  std::string with_ids(std::string_view reason) const;
};

// Without its estimates, which show_estimate() makes.
Overview make_overview(const Edition& edition, const Publication& publication,
                       const Redactor& redactor);

// A colour a colour-blind reader can tell from its neighbours (after Okabe and Ito, 2008); origins
// past the eighth share. Never the only mark: each thing coloured carries its origin's name too.
std::string_view colour_of(std::size_t origin);

// "hours_per_day" -> "hours per day".
std::string words_of(std::string_view name);
// "1 document", "3 documents".
std::string counted(std::size_t count, std::string_view one, std::string_view many);
// "a, b and c".
std::string listed(const std::vector<std::string>& items);

}  // namespace depone::dossier
