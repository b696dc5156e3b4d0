// Whom the lists kept in a vault name: strings that must not leave with a document's words either.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "casework/case_file.h"
#include "casework/vault_case.h"

namespace depone::casework {

// Columns are taken for names when their heading or a spec of the case says so, or when nearly all
// their values are words and most differ. Of a name column each value of two words or more (Korean
// and Chinese: three letters or more) is named, and each two neighbouring name columns together,
// so that a family name alone covers nobody else's. Of columns of numbers (passports, telephones)
// and addresses each value of eight digits, or of six characters with letters among them, and more;
// but no dates. What stands in other columns
// (birth years, towns, trades) names nobody alone and is not returned.
//
// Sorted, each once. A list that is no table gives none.
std::vector<std::string> listed_names(std::span<const KeptList> lists, const CaseFile& case_file);

}  // namespace depone::casework
