// What the readers of list formats share; internal to src/screening.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "screening/list.h"

namespace depone::screening {

// A four-digit year between 1850 and 2100 at the beginning, end or middle of a date text; all of
// them, ascending.
void add_years(std::string_view text, std::vector<int>& years);

// ISO 3166-1 codes and English names to codes; what is neither is left out.
void add_country(std::string_view text, std::vector<std::string>& countries);

// Without white space at the ends; runs of it become one blank.
std::string tidy(std::string_view text);

// Adds a name that is not empty and not there yet. `weak` only counts for a new one.
void add_name(Entry& entry, std::string_view text, bool weak);

// Texts between separators, tidied; empty ones left out.
std::vector<std::string> split(std::string_view text, char separator);

// Sorts and makes distinct what readers add in any order.
void finish(Entry& entry);

Schema schema_called(std::string_view text);

Result<List> read_un_xml(std::string_view text, std::string_view file);
Result<List> read_eu_xml(std::string_view text, std::string_view file);
Result<List> read_eu_csv(std::string_view text, std::string_view file);
Result<List> read_ofac_names(std::string_view text, std::string_view file);
Result<List> read_ofac_alternates(std::string_view text, std::string_view file);
Result<List> read_simple(std::string_view text, std::string_view file);
Result<List> read_follow_the_money(std::string_view text, std::string_view file);
Result<List> read_table(std::string_view text, std::string_view file);
Result<List> read_plain(std::string_view text, std::string_view file);

}  // namespace depone::screening
