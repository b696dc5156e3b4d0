// Names across scripts: one Latin spelling for any script, and the names ICU's locale data (Unicode
// CLDR) holds for countries and months.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace depone::text {

// Lower-case ASCII letters, digits and blanks that sound roughly like `text`: ICU "Any-Latin;
// Latin-ASCII; Lower". Han letters become Mandarin syllables. "Махачкала" -> "mahackala",
// "퀸타나" -> "kwintana". Letters with no Latin counterpart are dropped. Any thread.
std::string any_latin(std::string_view text);

// Traditional and Japanese Han letters to simplified ones where ICU knows a pair, so that one place
// name compares equal in Chinese and Japanese. Other letters stay.
std::string simplified_han(std::string_view text);

// One thing (a country by ISO 3166-1 code, a month by "1" to "12") and one of its names.
struct LocalName {
  std::string key;
  std::string name;
};

// Each country's name, and each month's, in each of `locales` ("en", "ko", ...), in that order.
// Empty for locales ICU has no data for.
std::vector<LocalName> country_names(std::span<const std::string> locales);
std::vector<LocalName> month_names(std::span<const std::string> locales);

}  // namespace depone::text
