#include "names/cyrillic.h"

#include <algorithm>

#include "names/points.h"
#include "names/wrong_entry.h"
#include "text/unicode.h"

namespace depone::names {
namespace {

constexpr std::u32string_view kLetters = U"абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў";
constexpr std::u32string_view kOpens = U"аеёиоуыэюяъьіїєў";  // a vowel or sign before е

bool is_upper(char32_t point) { return lower_letter(point) != point; }

// Upper case of the few letters with marks that the systems use.
std::string upper(const std::string& text, bool all) {
  std::u32string points = points_of(text);
  for (char32_t& point : points) {
    if (point >= U'a' && point <= U'z') {
      point -= 32;
    } else if (point >= 0xe0 && point <= 0xfe) {
      point -= 32;
    } else if (point >= 0x100 && point < 0x180 && point != 0x131) {
      const bool even_upper = point < 0x139 || point >= 0x14a;
      if (point >= 0x179 ? point % 2 == 0 : (point % 2 == 1) == even_upper) point -= 1;
    } else {
      continue;
    }
    if (!all) break;
  }
  return utf8_of(points);
}

Result<> read_pairs(const toml::table& table, std::string_view key, const std::string& where,
                    std::vector<std::pair<std::u32string, std::string>>& into) {
  const std::vector<std::string> words = words_of(table[key].value_or(std::string()));
  if (words.size() % 2 != 0) return wrong_entry("names/cyrillic_systems.toml", where);
  for (std::size_t i = 0; i < words.size(); i += 2) {
    into.emplace_back(points_of(words[i]), words[i + 1] == "-" ? std::string() : words[i + 1]);
  }
  return done();
}

}  // namespace

bool is_cyrillic(char32_t point) { return point >= 0x400 && point <= 0x52f; }

char32_t lower_letter(char32_t point) {
  if (point >= U'A' && point <= U'Z') return point + 32;
  if (point >= 0x410 && point <= 0x42f) return point + 32;
  if (point >= 0x400 && point <= 0x40f) return point + 80;
  if (point == 0x490) return 0x491;
  return point;
}

Result<CyrillicSystems> CyrillicSystems::load(const DataFiles& data) {
  const std::string path = "names/cyrillic_systems.toml";
  const toml::table file = DP_TRY(read_toml(data, path));
  CyrillicSystems systems;
  for (const auto& [name, node] : file) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return wrong_entry(path, name.str());
    const std::string key(name.str());
    System& system = systems.systems_[key];
    const std::vector<std::string> letters = words_of((*table)["letters"].value_or(std::string()));
    if (letters.size() != kLetters.size()) return wrong_entry(path, key + ".letters");
    for (std::size_t i = 0; i < letters.size(); ++i) {
      system.letters[kLetters[i]] = letters[i] == "-" ? std::string() : letters[i];
    }
    std::vector<std::pair<std::u32string, std::string>> initial;
    DP_TRY(read_pairs(*table, "initial", key + ".initial", initial));
    for (const auto& [letter, written] : initial) {
      if (letter.size() != 1) return wrong_entry(path, key + ".initial");
      system.initial[letter[0]] = written;
    }
    DP_TRY(read_pairs(*table, "endings", key + ".endings", system.endings));
    DP_TRY(read_pairs(*table, "combined", key + ".combined", system.combined));
  }
  return systems;
}

std::vector<std::string> CyrillicSystems::names() const {
  std::vector<std::string> names;
  for (const auto& [name, system] : systems_) names.push_back(name);
  return names;
}

std::string CyrillicSystems::word(std::u32string_view lower, const System& system,
                                  std::vector<std::size_t>& starts) {
  std::string out;
  for (std::size_t at = 0; at < lower.size();) {
    starts.push_back(out.size());
    const auto stands = [&](const auto& entry) {
      return lower.substr(at).starts_with(entry.first);
    };
    const auto ends = [&](const auto& entry) { return lower.substr(at) == entry.first; };
    const std::pair<std::u32string, std::string>* found = nullptr;
    for (const auto& entry : system.combined) {
      if (found == nullptr && stands(entry)) found = &entry;
    }
    for (const auto& entry : system.endings) {
      if (at > 0 && ends(entry)) found = &entry;
    }
    if (found != nullptr) {
      out += found->second;
      for (std::size_t i = 1; i < found->first.size(); ++i) starts.push_back(out.size());
      at += found->first.size();
      continue;
    }
    const char32_t letter = lower[at];
    const bool opens = at == 0 || kOpens.find(lower[at - 1]) != std::u32string_view::npos;
    const auto initial = system.initial.find(letter);
    if (opens && initial != system.initial.end()) {
      out += initial->second;
    } else if (const auto plain = system.letters.find(letter); plain != system.letters.end()) {
      out += plain->second;
    } else {
      append_utf8(out, letter);
    }
    ++at;
  }
  starts.push_back(out.size());
  return out;
}

Result<std::string> CyrillicSystems::write(std::string_view text, std::string_view name) const {
  const auto system = systems_.find(name);
  if (system == systems_.end()) {
    std::string known;
    for (const auto& [other, unused] : systems_) known += (known.empty() ? "" : ", ") + other;
    return Error{Fault::NotFound,
                 fmt::format("no system of writing Russian is called \"{}\"", name),
                 "use one of " + known};
  }
  const std::u32string points = points_of(text::nfc(text));
  std::string out;
  for (std::size_t at = 0; at < points.size();) {
    std::size_t end = at;
    while (end < points.size() && is_cyrillic(points[end])) ++end;
    if (end == at) {
      append_utf8(out, points[at++]);
      continue;
    }
    std::u32string lower(points, at, end - at);
    std::transform(lower.begin(), lower.end(), lower.begin(), lower_letter);
    std::vector<std::size_t> starts;
    const std::string written = word(lower, system->second, starts);
    std::size_t capitals = 0;
    for (std::size_t i = at; i < end; ++i) capitals += is_upper(points[i]) ? 1u : 0u;
    const bool all = capitals == end - at && capitals > 1;
    for (std::size_t i = at; i < end; ++i) {
      const std::size_t begin = starts.at(i - at);
      const std::string part = written.substr(begin, starts.at(i - at + 1) - begin);
      out += is_upper(points[i]) ? upper(part, all) : part;
    }
    at = end;
  }
  return out;
}

}  // namespace depone::names
