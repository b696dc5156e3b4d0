#include <fmt/format.h>

#include <pugixml.hpp>

#include "screening/fields.h"

namespace depone::screening {
namespace {

constexpr int kMostDepth = 32;

// pugixml resolves no external entities and reads no DTD; parsing is iterative, so only our own
// walk needs a bound on depth.
Result<Nothing> parse(pugi::xml_document& document, std::string_view text, std::string_view file) {
  const pugi::xml_parse_result parsed = document.load_buffer(
      text.data(), text.size(), pugi::parse_default & ~pugi::parse_doctype, pugi::encoding_utf8);
  if (!parsed) {
    return Error{Fault::InvalidInput,
                 fmt::format("{} is not well-formed XML at byte {}: {}", file, parsed.offset,
                             parsed.description()),
                 "download the list again"};
  }
  return done();
}

std::string text_of(const pugi::xml_node& node) { return tidy(node.text().get()); }

// A name in parts, in the order of the list.
std::string joined(const pugi::xml_node& node, std::initializer_list<const char*> members) {
  std::string name;
  for (const char* member : members) {
    const std::string part = text_of(node.child(member));
    if (part.empty()) continue;
    if (!name.empty()) name.push_back(' ');
    name += part;
  }
  return name;
}

void read_un_entry(const pugi::xml_node& node, bool person, List& list) {
  Entry entry;
  entry.schema = person ? Schema::Person : Schema::Organization;
  entry.id = text_of(node.child("REFERENCE_NUMBER"));
  if (entry.id.empty()) entry.id = text_of(node.child("DATAID"));
  add_name(entry, joined(node, {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"}), false);
  add_name(entry, text_of(node.child("NAME_ORIGINAL_SCRIPT")), false);
  const char* alias = person ? "INDIVIDUAL_ALIAS" : "ENTITY_ALIAS";
  for (const pugi::xml_node& other : node.children(alias)) {
    const bool weak = text_of(other.child("QUALITY")) == "Low";
    // Some fields hold several names.
    for (const std::string& name : split(text_of(other.child("ALIAS_NAME")), ';')) {
      add_name(entry, name, weak);
    }
  }
  for (const pugi::xml_node& birth : node.children("INDIVIDUAL_DATE_OF_BIRTH")) {
    for (const char* member : {"YEAR", "DATE", "FROM_YEAR", "TO_YEAR"}) {
      add_years(text_of(birth.child(member)), entry.birth_years);
    }
  }
  for (const pugi::xml_node& value : node.child("NATIONALITY").children("VALUE")) {
    add_country(text_of(value), entry.countries);
  }
  for (const char* place : {"INDIVIDUAL_ADDRESS", "ENTITY_ADDRESS", "INDIVIDUAL_PLACE_OF_BIRTH"}) {
    for (const pugi::xml_node& address : node.children(place)) {
      add_country(text_of(address.child("COUNTRY")), entry.countries);
    }
  }
  if (entry.names.empty()) return;
  finish(entry);
  list.entries.push_back(std::move(entry));
}

// Elements called `name` anywhere below, in document order; depth is bounded.
void descend(const pugi::xml_node& node, std::string_view name, int depth,
             std::vector<pugi::xml_node>& found) {
  for (const pugi::xml_node& child : node.children()) {
    if (name == child.name()) {
      found.push_back(child);
    } else if (depth < kMostDepth) {
      descend(child, name, depth + 1, found);
    }
  }
}

}  // namespace

Result<List> read_un_xml(std::string_view text, std::string_view file) {
  pugi::xml_document document;
  DP_TRY(parse(document, text, file));
  const pugi::xml_node root = document.child("CONSOLIDATED_LIST");
  if (!root) {
    return Error{Fault::InvalidInput, fmt::format("{} has no element CONSOLIDATED_LIST", file),
                 "expected the UN Security Council's consolidated list"};
  }
  List list;
  list.name = "UN consolidated list";
  list.date = root.attribute("dateGenerated").value();
  for (const pugi::xml_node& node : root.child("INDIVIDUALS").children("INDIVIDUAL")) {
    read_un_entry(node, true, list);
  }
  for (const pugi::xml_node& node : root.child("ENTITIES").children("ENTITY")) {
    read_un_entry(node, false, list);
  }
  return list;
}

Result<List> read_eu_xml(std::string_view text, std::string_view file) {
  pugi::xml_document document;
  DP_TRY(parse(document, text, file));
  const pugi::xml_node root = document.child("export");
  if (!root) {
    return Error{Fault::InvalidInput, fmt::format("{} has no element export", file),
                 "expected the EU's consolidated list, XML form 1.1"};
  }
  List list;
  list.name = "EU consolidated list";
  list.date = root.attribute("generationDate").value();
  std::vector<pugi::xml_node> entities;
  descend(root, "sanctionEntity", 0, entities);
  for (const pugi::xml_node& node : entities) {
    Entry entry;
    entry.id = node.attribute("euReferenceNumber").value();
    if (entry.id.empty()) entry.id = node.attribute("logicalId").value();
    entry.schema = schema_called(node.child("subjectType").attribute("code").value());
    for (const pugi::xml_node& alias : node.children("nameAlias")) {
      std::string name = alias.attribute("wholeName").value();
      if (tidy(name).empty()) {
        for (const char* part : {"firstName", "middleName", "lastName"}) {
          name += std::string(" ") + alias.attribute(part).value();
        }
      }
      add_name(entry, name, std::string_view(alias.attribute("strong").value()) == "false");
    }
    for (const pugi::xml_node& birth : node.children("birthdate")) {
      add_years(birth.attribute("year").value(), entry.birth_years);
      add_years(birth.attribute("birthdate").value(), entry.birth_years);
    }
    for (const pugi::xml_node& citizenship : node.children("citizenship")) {
      add_country(citizenship.attribute("countryIso2Code").value(), entry.countries);
    }
    for (const pugi::xml_node& address : node.children("address")) {
      add_country(address.attribute("countryIso2Code").value(), entry.countries);
    }
    if (entry.names.empty()) continue;
    finish(entry);
    list.entries.push_back(std::move(entry));
  }
  return list;
}

}  // namespace depone::screening
