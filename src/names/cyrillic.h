// Russian, Ukrainian and Belarusian in Latin letters, by published systems
// (data/names/cyrillic_systems.toml says which).
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/data_files.h"
#include "base/result.h"

namespace depone::names {

// Immutable and safe to use from any thread.
class CyrillicSystems {
 public:
  // Corrupt, naming file and entry, when a table is not of the expected form.
  static Result<CyrillicSystems> load(const DataFiles& data);

  // `text` with its Cyrillic letters written by the system called `name` ("bgn", "icao", ...); case
  // is kept, a letter that becomes several has its first in upper case ("Щ" -> "Shch"), or all in a
  // word of capitals. Other characters stay. NotFound names the systems there are.
  Result<std::string> write(std::string_view text, std::string_view name) const;

  std::vector<std::string> names() const;

 private:
  struct System {
    std::map<char32_t, std::string> letters;
    std::map<char32_t, std::string> initial;
    std::vector<std::pair<std::u32string, std::string>> endings;
    std::vector<std::pair<std::u32string, std::string>> combined;
  };
  static std::string word(std::u32string_view lower, const System& system,
                          std::vector<std::size_t>& starts);

  std::map<std::string, System, std::less<>> systems_;
};

bool is_cyrillic(char32_t point);
// Lower case for Cyrillic and Latin letters of these tables; others stay.
char32_t lower_letter(char32_t point);

}  // namespace depone::names
