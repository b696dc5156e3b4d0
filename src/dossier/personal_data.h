// Personal data that gives itself away by its form: e-mail addresses, telephone numbers, and
// numbers like those of passports, identity cards, accounts and bank cards.
//
// Covers too much rather than too little, but leaves alone what testimony is made of: years and
// dates, sums with thousands separators, head counts. A form no rule knows is not found: names and
// handles must be listed as protected strings.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace depone::dossier {

enum class PersonalDataKind { Email, Telephone, DocumentNumber };

// Bytes [begin, end) of a text.
struct PersonalData {
  PersonalDataKind kind = PersonalDataKind::Email;
  std::size_t begin = 0;
  std::size_t end = 0;
};

// In order, not overlapping. Linear in the text's length.
std::vector<PersonalData> find_personal_data(std::string_view text);

}  // namespace depone::dossier
