#include "screening/fields.h"

#include <algorithm>
#include <array>
#include <map>

#include "text/latin.h"
#include "text/unicode.h"

namespace depone::screening {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Country names as lists write them beside those of Unicode's locale data.
constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kOtherNames = {{
    {"democratic people's republic of korea", "kp"},
    {"dprk", "kp"},
    {"north korea", "kp"},
    {"korea, north", "kp"},
    {"republic of korea", "kr"},
    {"south korea", "kr"},
    {"korea, south", "kr"},
    {"russian federation", "ru"},
    {"iran (islamic republic of)", "ir"},
    {"islamic republic of iran", "ir"},
    {"syrian arab republic", "sy"},
    {"democratic republic of the congo", "cd"},
    {"congo, democratic republic of the", "cd"},
    {"united states of america", "us"},
    {"usa", "us"},
    {"united kingdom of great britain and northern ireland", "gb"},
    {"uk", "gb"},
    {"burma", "mm"},
    {"viet nam", "vn"},
    {"cote d'ivoire", "ci"},
    {"türkiye", "tr"},
    {"palestinian", "ps"},
    {"bolivarian republic of venezuela", "ve"},
    {"venezuela (bolivarian republic of)", "ve"},
    {"united republic of tanzania", "tz"},
    {"the gambia", "gm"},
}};

const std::map<std::string, std::string, std::less<>>& countries_by_name() {
  static const std::map<std::string, std::string, std::less<>> kNames = [] {
    std::map<std::string, std::string, std::less<>> names;
    const std::array<std::string, 1> locales = {"en"};
    for (const text::LocalName& country : text::country_names(locales)) {
      std::string code = country.key;
      if (code.size() != 2) continue;
      for (char& c : code) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      names.emplace(text::fold(country.name), code);
      names.emplace(code, code);
    }
    for (const auto& [name, code] : kOtherNames) names.emplace(name, code);
    return names;
  }();
  return kNames;
}

}  // namespace

std::string_view name_of(Schema schema) {
  constexpr std::array<std::string_view, 5> kNames = {"Unknown", "Person", "Organization", "Vessel",
                                                      "Aircraft"};
  return kNames.at(static_cast<std::size_t>(schema));
}

Schema schema_called(std::string_view text) {
  const std::string folded = text::fold(text);
  if (folded == "person" || folded == "individual") return Schema::Person;
  if (folded == "vessel") return Schema::Vessel;
  if (folded == "airplane" || folded == "aircraft") return Schema::Aircraft;
  if (folded == "organization" || folded == "company" || folded == "legalentity" ||
      folded == "entity" || folded == "enterprise" || folded == "publicbody") {
    return Schema::Organization;
  }
  return Schema::Unknown;
}

void add_years(std::string_view text, std::vector<int>& years) {
  for (std::size_t at = 0; at + 4 <= text.size(); ++at) {
    if (at > 0 && is_digit(text[at - 1])) continue;
    if (at + 4 < text.size() && is_digit(text[at + 4])) continue;
    int year = 0;
    bool whole = true;
    for (std::size_t i = at; i < at + 4; ++i) {
      whole = whole && is_digit(text[i]);
      year = year * 10 + (text[i] - '0');
    }
    if (whole && year >= 1850 && year <= 2100) years.push_back(year);
  }
}

std::string tidy(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_space(c)) {
      out.push_back(c);
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

void add_country(std::string_view text, std::vector<std::string>& countries) {
  const auto& names = countries_by_name();
  const auto found = names.find(text::fold(tidy(text)));
  if (found != names.end()) countries.push_back(found->second);
}

void add_name(Entry& entry, std::string_view text, bool weak) {
  std::string name = tidy(text);
  if (name.empty() || name == "-0-") return;
  const bool known = std::any_of(entry.names.begin(), entry.names.end(),
                                 [&](const ListedName& other) { return other.text == name; });
  if (!known) entry.names.push_back({std::move(name), weak});
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t at = text.find(separator);
    std::string part = tidy(text.substr(0, at));
    if (!part.empty()) parts.push_back(std::move(part));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

void finish(Entry& entry) {
  const auto distinct = [](auto& values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
  };
  distinct(entry.birth_years);
  distinct(entry.countries);
}

}  // namespace depone::screening
