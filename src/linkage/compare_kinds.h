// The comparisons with a file of their own; for compare_kinds.cc alone.
#pragma once

#include <memory>
#include <vector>

#include "linkage/compare.h"

namespace depone::linkage {

std::unique_ptr<Comparison> make_name(const Column& column, const NameTables& name_tables);
std::unique_ptr<Comparison> make_place(const Column& column);
std::unique_ptr<Comparison> make_postcode(const Column& column);
std::unique_ptr<Comparison> make_location(const Column& postcode, const Column& place);
std::unique_ptr<Comparison> make_identifier(const Column& column);
std::unique_ptr<Comparison> make_person(const std::vector<const Column*>& columns,
                                        const NameTables& name_tables);
// `part`: a given name or surname alone.
std::unique_ptr<Comparison> make_cross_script(const std::vector<const Column*>& columns,
                                              const NameTables& name_tables, bool part);
std::unique_ptr<Comparison> make_words(const Column& column);
std::unique_ptr<Comparison> make_people(const Column& column);

}  // namespace depone::linkage
