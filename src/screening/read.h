// List files to entries. Untrusted input: sizes and depths are bounded, XML entities are never
// looked up outside, and what cannot be read is an error that names the file and place.
//
// Formats: the UN Security Council's consolidated list (XML, sanctions.xsd), OFAC's sdn.csv and
// alt.csv (no header; treasury.gov "SDN data specification"), the EU's consolidated list (XML and
// CSV, form 1.1), OpenSanctions' targets.simple.csv and FollowTheMoney entities (one JSON object a
// line), any CSV with a column for names, and plain text with one name a line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "screening/list.h"

namespace depone::screening {

enum class ListKind {
  UnXml,
  EuXml,
  EuCsv,
  OfacNames,       // sdn.csv
  OfacAlternates,  // alt.csv
  Simple,          // targets.simple.csv
  FollowTheMoney,
  Table,      // a CSV with a header and a column for names
  PlainText,  // one name a line
};

inline constexpr std::uint64_t kMostListBytes = 2u << 30;

// Told by content, never by the file's name.
ListKind kind_of(std::string_view text);

// `file` is what the file is called in messages. InvalidInput when the content is not of the kind.
Result<List> read_list(std::string_view text, ListKind kind, std::string_view file);

// Decodes bytes that are not UTF-8 as Latin-1 (OFAC's files) and reads each file; alternates join
// the entries of the names file among them. `files` are pairs of file name and content.
Result<std::vector<List>> read_lists(const std::vector<std::pair<std::string, std::string>>& files);

}  // namespace depone::screening
