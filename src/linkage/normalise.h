// Values as they are compared: what case, accents, punctuation and the manner of writing a date add
// is taken away. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace depone::linkage {

// Lower-case ASCII letters and digits with single blanks between words. Letters of other scripts
// become Latin (text::any_latin), HTML character references are read, apostrophes and full stops
// vanish ("O'Brien" -> "obrien", "J.R." -> "j r"), everything else parts words.
std::string plain(std::string_view raw);

// The words of plain text, split at blanks.
std::vector<std::string_view> words_of(std::string_view plain_text);

// A date as eight characters YYYYMMDD, a dash for what is not given. Reads YYYY-MM-DD, YYYYMMDD,
// YYYY-MM, YYYY, and D.M.YYYY or D/M/YYYY (the day first unless only the other order is a date).
// Typing errors are kept ("1852-86-04" -> "18528604"), so that a typo stays one typo. Empty when
// `raw` has not the shape of a date.
std::string date_text(std::string_view raw);

// Letters and digits alone, lower case: identifiers, telephone numbers, postcodes.
std::string compact(std::string_view raw);

// What a name sounds like in English, German, French and Slavic Latin spelling: consonant classes
// without vowels, doubled letters and silent h; two names that sound alike usually share it. At
// most six letters. Our own table in the manner of Soundex (Russell 1918) and NYSIIS (Taft 1970).
std::string sound_of(std::string_view plain_name);

}  // namespace depone::linkage
