#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/csv.h"
#include "screening/fields.h"
#include "text/unicode.h"

namespace depone::screening {
namespace {

std::string first_line(std::string_view text) {
  const std::size_t end = text.find_first_of("\r\n");
  return std::string(text.substr(0, end));
}

// "DOB 12 Mar 1960; nationality Iran; ..." of OFAC's remarks.
void read_remarks(std::string_view remarks, Entry& entry) {
  for (std::string part : split(remarks, ';')) {
    if (part.ends_with('.')) part.pop_back();
    if (part.starts_with("DOB ") || part.starts_with("alt. DOB ")) {
      add_years(part, entry.birth_years);
    } else if (part.starts_with("nationality ")) {
      add_country(part.substr(12), entry.countries);
    } else if (part.starts_with("citizen ")) {
      add_country(part.substr(8), entry.countries);
    }
  }
}

// Columns by title, case and marks apart; -1: not there.
class Header {
 public:
  explicit Header(std::span<const std::string_view> titles) {
    for (const std::string_view title : titles) titles_.push_back(plain(title));
  }
  int find(std::initializer_list<std::string_view> wanted) const {
    for (const std::string_view title : wanted) {
      const auto at = std::find(titles_.begin(), titles_.end(), title);
      if (at != titles_.end()) return static_cast<int>(at - titles_.begin());
    }
    return -1;
  }
  const std::vector<std::string>& titles() const { return titles_; }

 private:
  static std::string plain(std::string_view title) {
    std::string out;
    for (const char c : text::fold(title)) {
      if (c != ' ' && c != '_' && c != '-') out.push_back(c);
    }
    return out;
  }
  std::vector<std::string> titles_;
};

std::string_view field(std::span<const std::string_view> fields, int column) {
  if (column < 0 || static_cast<std::size_t>(column) >= fields.size()) return {};
  return fields[static_cast<std::size_t>(column)];
}

}  // namespace

Result<List> read_ofac_names(std::string_view text, std::string_view file) {
  List list;
  list.name = "OFAC SDN";
  CsvReader reader(text, file);
  while (DP_TRY(reader.next())) {
    const auto fields = reader.fields();
    if (fields.size() < 4) continue;  // the file ends with a control character
    Entry entry;
    entry.id = tidy(fields[0]);
    const std::string type = tidy(fields[2]);
    entry.schema = type == "-0-" ? Schema::Organization : schema_called(type);
    add_name(entry, fields[1], false);
    if (fields.size() > 11) read_remarks(fields[11], entry);
    if (fields.size() > 9) add_country(fields[9], entry.countries);
    if (entry.names.empty()) continue;
    finish(entry);
    list.entries.push_back(std::move(entry));
  }
  return list;
}

Result<List> read_ofac_alternates(std::string_view text, std::string_view file) {
  List list;
  list.name = "OFAC SDN alternate names";
  std::map<std::string, std::size_t> places;
  CsvReader reader(text, file);
  while (DP_TRY(reader.next())) {
    const auto fields = reader.fields();
    if (fields.size() < 4) continue;
    const std::string id = tidy(fields[0]);
    const auto [place, fresh] = places.try_emplace(id, list.entries.size());
    if (fresh) {
      list.entries.emplace_back();
      list.entries.back().id = id;
    }
    const bool weak = fields.size() > 4 && fields[4].find("weak") != std::string_view::npos;
    add_name(list.entries[place->second], fields[3], weak);
  }
  return list;
}

Result<List> read_simple(std::string_view text, std::string_view file) {
  CsvReader reader(text, file);
  if (!DP_TRY(reader.next())) return Error{Fault::InvalidInput, fmt::format("{} is empty", file)};
  const Header header(reader.fields());
  const int id = header.find({"id"});
  const int schema = header.find({"schema"});
  const int name = header.find({"name"});
  const int aliases = header.find({"aliases"});
  const int births = header.find({"birthdate"});
  const int countries = header.find({"countries"});
  const int dataset = header.find({"dataset"});
  const int change = header.find({"lastchange"});
  List list;
  list.name = "OpenSanctions";
  while (DP_TRY(reader.next())) {
    const auto fields = reader.fields();
    Entry entry;
    entry.id = tidy(field(fields, id));
    entry.schema = schema_called(tidy(field(fields, schema)));
    add_name(entry, field(fields, name), false);
    for (const std::string& alias : split(field(fields, aliases), ';')) {
      add_name(entry, alias, false);
    }
    add_years(field(fields, births), entry.birth_years);
    for (const std::string& country : split(field(fields, countries), ';')) {
      add_country(country, entry.countries);
    }
    if (list.entries.empty() && !field(fields, dataset).empty()) {
      list.name = tidy(field(fields, dataset));
    }
    list.date = std::max(list.date, tidy(field(fields, change)));
    if (entry.names.empty()) continue;
    finish(entry);
    list.entries.push_back(std::move(entry));
  }
  return list;
}

Result<List> read_eu_csv(std::string_view text, std::string_view file) {
  CsvReader reader(text, file, ';');
  if (!DP_TRY(reader.next())) return Error{Fault::InvalidInput, fmt::format("{} is empty", file)};
  const Header header(reader.fields());
  const int date = header.find({"filegenerationdate", "datefile"});
  const int id = header.find({"entityeureferencenumber", "eureferencenumber", "entitylogicalid"});
  const int logical = header.find({"entitylogicalid"});
  const int type = header.find({"entitysubjecttype", "subjecttype"});
  const int whole = header.find({"namealiaswholename", "naalwholename"});
  const int birth = header.find({"birthdatebirthdate", "birtdate"});
  const int year = header.find({"birthdateyear", "birtyear"});
  const int citizen =
      header.find({"citizenshipcountryiso2code", "citizenshipcountrycode", "citicountry"});
  const int country = header.find({"addresscountryiso2code", "addrcountry"});
  if (whole < 0 || logical < 0) {
    return Error{Fault::InvalidInput,
                 fmt::format("{} has no columns for the entity's number and whole name", file),
                 "expected the EU's consolidated list, CSV form 1.1"};
  }
  List list;
  list.name = "EU consolidated list";
  std::map<std::string, std::size_t> places;  // an entity has a row for each name, birth, address
  while (DP_TRY(reader.next())) {
    const auto fields = reader.fields();
    const std::string key = tidy(field(fields, logical));
    const auto [place, fresh] = places.try_emplace(key, list.entries.size());
    if (fresh) {
      list.entries.emplace_back();
      const std::string number = tidy(field(fields, id));
      list.entries.back().id = number.empty() ? key : number;
    }
    Entry& entry = list.entries[place->second];
    const std::string subject = tidy(field(fields, type));
    if (entry.schema == Schema::Unknown && !subject.empty()) {
      const std::string folded = text::fold(subject);
      entry.schema = folded.starts_with('p') ? Schema::Person : Schema::Organization;
    }
    add_name(entry, field(fields, whole), false);
    add_years(field(fields, birth), entry.birth_years);
    add_years(field(fields, year), entry.birth_years);
    add_country(field(fields, citizen), entry.countries);
    add_country(field(fields, country), entry.countries);
    if (list.date.empty()) list.date = tidy(field(fields, date));
  }
  std::erase_if(list.entries, [](const Entry& entry) { return entry.names.empty(); });
  for (Entry& entry : list.entries) finish(entry);
  return list;
}

Result<List> read_table(std::string_view text, std::string_view file) {
  const std::string top = first_line(text);
  const char separator =
      std::count(top.begin(), top.end(), ';') > std::count(top.begin(), top.end(), ',') ? ';'
      : std::count(top.begin(), top.end(), '\t') > 0                                    ? '\t'
                                                                                        : ',';
  CsvReader reader(text, file, separator);
  if (!DP_TRY(reader.next())) return Error{Fault::InvalidInput, fmt::format("{} is empty", file)};
  const Header header(reader.fields());
  std::vector<int> names;
  for (std::size_t i = 0; i < header.titles().size(); ++i) {
    const std::string& title = header.titles()[i];
    const bool name = title == "name" || title == "fullname" || title == "latin" ||
                      title == "cyrillic" || title == "hangul" || title == "alias" ||
                      title == "aliases" || (title.starts_with("name") && title.size() < 16);
    if (name) names.push_back(static_cast<int>(i));
  }
  const int id = header.find({"id", "recordid", "recid", "entnum", "reference", "number"});
  const int birth = header.find({"birth", "birthdate", "dob", "dateofbirth", "birthyear", "born"});
  const int country = header.find({"country", "countries", "nationality"});
  const int schema = header.find({"schema", "type", "kind"});
  List list;
  list.name = std::string(file);
  while (DP_TRY(reader.next())) {
    const auto fields = reader.fields();
    Entry entry;
    entry.id = id >= 0 ? tidy(field(fields, id)) : fmt::format("line {}", reader.line());
    for (const int column : names) {
      const bool several = header.titles()[static_cast<std::size_t>(column)].starts_with("alias");
      for (const std::string& name : split(field(fields, column), several ? ';' : '\n')) {
        add_name(entry, name, false);
      }
    }
    entry.schema = schema_called(tidy(field(fields, schema)));
    add_years(field(fields, birth), entry.birth_years);
    for (const std::string& one : split(field(fields, country), ';')) {
      add_country(one, entry.countries);
    }
    if (entry.names.empty()) continue;
    finish(entry);
    list.entries.push_back(std::move(entry));
  }
  return list;
}

Result<List> read_plain(std::string_view text, std::string_view file) {
  List list;
  list.name = std::string(file);
  std::size_t line = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view row = text.substr(0, end);
    ++line;
    Entry entry;
    entry.id = fmt::format("line {}", line);
    add_name(entry, row, false);
    if (!entry.names.empty() && !row.starts_with('#')) list.entries.push_back(std::move(entry));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return list;
}

}  // namespace depone::screening
