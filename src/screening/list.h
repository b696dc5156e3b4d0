// What a published list says of the persons, organisations and vessels on it. Plain values.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace depone::screening {

enum class Schema { Unknown, Person, Organization, Vessel, Aircraft };
std::string_view name_of(Schema schema);

struct ListedName {
  std::string text;
  bool weak = false;  // the list itself calls it a low-quality alias
};

struct Entry {
  std::string id;  // as the list writes it: reference number, ent_num, entity id
  Schema schema = Schema::Unknown;
  std::vector<ListedName> names;       // the primary name first, when the list has one
  std::vector<int> birth_years;        // distinct, ascending; a range gives its ends
  std::vector<std::string> countries;  // ISO 3166-1 alpha-2 in lower case, sorted
};

// One list, from one file or from files that belong together (OFAC's sdn.csv and alt.csv).
struct List {
  std::string name;  // "UN consolidated list", "OFAC SDN", or the data set's own name
  std::string
      date;  // when it was published, "2026-02-27" or longer; empty when the file says nothing
  std::vector<Entry> entries;
};

}  // namespace depone::screening
