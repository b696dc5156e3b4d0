#include "screening/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/csv.h"
#include "base/json.h"
#include "screening/fields.h"
#include "text/unicode.h"

namespace depone::screening {
namespace {

constexpr std::size_t kLook = 1u << 16;

std::string_view without_mark(std::string_view text) {
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
  return text;
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Latin-1 to UTF-8, as OFAC's files are.
std::string from_latin1(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out.push_back(c);
    } else {
      out.push_back(static_cast<char>(0xc0 | (byte >> 6)));
      out.push_back(static_cast<char>(0x80 | (byte & 0x3f)));
    }
  }
  return out;
}

// The texts of a member that is a text or a list of texts.
std::vector<std::string> texts(const Json& object, const char* key) {
  std::vector<std::string> out;
  const auto found = object.find(key);
  if (found == object.end()) return out;
  if (found->is_string()) out.push_back(found->get<std::string>());
  if (found->is_array()) {
    for (const Json& value : *found) {
      if (value.is_string()) out.push_back(value.get<std::string>());
    }
  }
  return out;
}

}  // namespace

ListKind kind_of(std::string_view text) {
  text = without_mark(text);
  const std::string_view head = text.substr(0, kLook);
  const std::size_t begin = head.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return ListKind::PlainText;
  if (head[begin] == '<') {
    return head.find("CONSOLIDATED_LIST") != std::string_view::npos ? ListKind::UnXml
                                                                    : ListKind::EuXml;
  }
  if (head[begin] == '{') return ListKind::FollowTheMoney;
  // The first record may end beyond what is looked at: cut at a line end.
  const std::size_t line_end = head.find('\n');
  const std::string_view line = head.substr(0, line_end);
  const std::string folded = text::fold(line);
  if (folded.find("entity_logicalid") != std::string::npos ||
      folded.find("entity_logical_id") != std::string::npos) {
    return ListKind::EuCsv;
  }
  CsvReader reader(line, "list");
  const auto read = reader.next();
  if (!read.ok() || !read.value()) return ListKind::PlainText;
  const auto fields = reader.fields();
  if (fields.size() >= 11 && all_digits(fields[0])) return ListKind::OfacNames;
  if (fields.size() == 5 && all_digits(fields[0]) && all_digits(fields[1])) {
    return ListKind::OfacAlternates;
  }
  if (folded.find("schema") != std::string::npos && folded.find("aliases") != std::string::npos) {
    return ListKind::Simple;
  }
  const bool columns = fields.size() > 1 || line.find(';') != std::string_view::npos ||
                       line.find('\t') != std::string_view::npos;
  const bool titled = folded == "name" || folded == "name\r" ||
                      (columns && (folded.find("name") != std::string::npos ||
                                   folded.find("latin") != std::string::npos));
  return titled ? ListKind::Table : ListKind::PlainText;
}

Result<List> read_follow_the_money(std::string_view text, std::string_view file) {
  List list;
  list.name = "FollowTheMoney";
  std::size_t line = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view row = text.substr(0, end);
    ++line;
    if (row.find_first_not_of(" \t\r") != std::string_view::npos) {
      const Json object = DP_TRY(parse_json(row, fmt::format("{}, line {}", file, line)));
      if (!object.is_object()) {
        return Error{Fault::InvalidInput,
                     fmt::format("{}, line {} is not a JSON object", file, line),
                     "expected one FollowTheMoney entity a line"};
      }
      Entry entry;
      const auto id = texts(object, "id");
      if (!id.empty()) entry.id = id.front();
      const auto schema = texts(object, "schema");
      if (!schema.empty()) entry.schema = schema_called(schema.front());
      const auto found = object.find("properties");
      if (found != object.end() && found->is_object()) {
        const Json& properties = *found;
        for (const char* key : {"name", "alias", "previousName"}) {
          for (const std::string& name : texts(properties, key)) add_name(entry, name, false);
        }
        for (const std::string& name : texts(properties, "weakAlias")) add_name(entry, name, true);
        for (const std::string& date : texts(properties, "birthDate")) {
          add_years(date, entry.birth_years);
        }
        for (const char* key : {"country", "nationality", "citizenship", "jurisdiction"}) {
          for (const std::string& country : texts(properties, key)) {
            add_country(country, entry.countries);
          }
        }
      }
      for (const std::string& name : texts(object, "caption")) add_name(entry, name, false);
      const auto sets = texts(object, "datasets");
      if (list.entries.empty() && !sets.empty()) list.name = sets.front();
      for (const char* key : {"last_change", "last_seen"}) {
        for (const std::string& date : texts(object, key)) list.date = std::max(list.date, date);
      }
      // Addresses, sanctions and other things that are no one's name.
      const bool named = entry.schema != Schema::Unknown || schema.empty();
      if (named && !entry.names.empty()) {
        finish(entry);
        list.entries.push_back(std::move(entry));
      }
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return list;
}

Result<List> read_list(std::string_view text, ListKind kind, std::string_view file) {
  text = without_mark(text);
  switch (kind) {
    case ListKind::UnXml:
      return read_un_xml(text, file);
    case ListKind::EuXml:
      return read_eu_xml(text, file);
    case ListKind::EuCsv:
      return read_eu_csv(text, file);
    case ListKind::OfacNames:
      return read_ofac_names(text, file);
    case ListKind::OfacAlternates:
      return read_ofac_alternates(text, file);
    case ListKind::Simple:
      return read_simple(text, file);
    case ListKind::FollowTheMoney:
      return read_follow_the_money(text, file);
    case ListKind::Table:
      return read_table(text, file);
    case ListKind::PlainText:
      break;
  }
  return read_plain(text, file);
}

Result<std::vector<List>> read_lists(
    const std::vector<std::pair<std::string, std::string>>& files) {
  std::vector<List> lists;
  std::vector<List> alternates;
  std::size_t ofac = files.size();
  for (const auto& [file, content] : files) {
    const std::string converted = text::is_utf8(content) ? std::string() : from_latin1(content);
    const std::string_view text = converted.empty() ? std::string_view(content) : converted;
    const ListKind kind = kind_of(text);
    List list = DP_TRY(read_list(text, kind, file));
    if (kind == ListKind::OfacAlternates) {
      alternates.push_back(std::move(list));
    } else {
      if (kind == ListKind::OfacNames) ofac = lists.size();
      lists.push_back(std::move(list));
    }
  }
  for (List& other : alternates) {
    if (ofac >= lists.size()) {
      lists.push_back(std::move(other));
      continue;
    }
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < lists[ofac].entries.size(); ++i) {
      places.emplace(lists[ofac].entries[i].id, i);
    }
    for (Entry& entry : other.entries) {
      const auto place = places.find(entry.id);
      if (place == places.end()) {
        lists[ofac].entries.push_back(std::move(entry));
        continue;
      }
      for (const ListedName& name : entry.names) {
        add_name(lists[ofac].entries[place->second], name.text, name.weak);
      }
    }
  }
  return lists;
}

}  // namespace depone::screening
