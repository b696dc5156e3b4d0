#include "dossier/redactor.h"

#include <algorithm>

#include "dossier/personal_data.h"
#include "text/latin.h"
#include "text/unicode.h"
#include "text/words.h"

namespace depone::dossier {
namespace {

constexpr std::size_t kEndingLetters = 3;  // "Достоевск" + "ого"
constexpr std::size_t kKeyBytes = 4;

// Folded letters without combining accents (U+0300 to U+036F), which writers put on or leave out.
std::string letters_of(std::string_view folded) {
  std::string letters;
  for (std::size_t i = 0; i < folded.size(); ++i) {
    const auto c = static_cast<unsigned char>(folded[i]);
    const bool accent =
        i + 1 < folded.size() &&
        (c == 0xCC || (c == 0xCD && static_cast<unsigned char>(folded[i + 1]) < 0xB0));
    if (accent) {
      ++i;
    } else {
      letters += folded[i];
    }
  }
  return letters;
}

std::string romanised(std::string_view folded) {
  const bool ascii = std::none_of(folded.begin(), folded.end(),
                                  [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  std::string latin = ascii ? std::string(folded) : text::any_latin(folded);
  std::erase_if(latin, [](char c) { return c == ' '; });
  return latin;
}

bool has_lead(std::string_view letters, unsigned char from, unsigned char to) {
  return std::any_of(letters.begin(), letters.end(), [&](char c) {
    return static_cast<unsigned char>(c) >= from && static_cast<unsigned char>(c) <= to;
  });
}
// UTF-8 lead bytes: D0 to D3 are Cyrillic, E3 to EC and above are Kana, Han and Hangul.
bool is_cyrillic(std::string_view letters) { return has_lead(letters, 0xD0, 0xD3); }
bool is_east_asian(std::string_view letters) { return has_lead(letters, 0xE3, 0xED); }

bool drop_ending(std::string& word, std::string_view ending) {
  // Two letters (four bytes) at least must stay.
  if (!word.ends_with(ending) || word.size() < ending.size() + 4) return false;
  word.resize(word.size() - ending.size());
  return true;
}

// What stays the same of a Russian name through its cases.
std::string russian_stem(std::string word) {
  for (const std::string_view ending : {"ий", "ый", "ой", "ая", "яя", "ия"}) {
    if (drop_ending(word, ending)) return word;
  }
  for (const std::string_view ending : {"а", "я", "о", "е", "ы", "и", "у", "ю", "ь", "й"}) {
    if (drop_ending(word, ending)) return word;
  }
  return word;
}

// "Павел" is "Павла" in other cases: the stem without its last vowel, or empty.
std::string without_fleeting_vowel(const std::string& stem) {
  for (const std::string_view vowel : {"е", "о"}) {
    const std::size_t at = stem.size() < 8 ? std::string::npos : stem.size() - 4;
    if (at != std::string::npos && stem.compare(at, 2, vowel) == 0) {
      return stem.substr(0, at) + stem.substr(at + 2);
    }
  }
  return {};
}

// The texts between white space of `text`, each as its words.
std::vector<std::vector<std::string>> tokens_of(std::string_view text) {
  std::vector<std::vector<std::string>> tokens;
  std::size_t last_end = 0;
  for (const text::Word& word : text::words(text)) {
    const std::string_view gap = text.substr(last_end, word.begin - last_end);
    const bool spaced = gap.find_first_of(" \t\n") != std::string_view::npos ||
                        gap.find("\u00A0") != std::string_view::npos;
    if (tokens.empty() || spaced) tokens.emplace_back();
    tokens.back().push_back(letters_of(word.folded));
    last_end = word.end;
  }
  return tokens;
}

}  // namespace

// The letters of a text without what stands between its words, and where each word lies.
struct Redactor::Stream {
  struct Place {
    std::size_t begin = 0;  // in `letters`
    std::size_t end = 0;
    std::size_t text_begin = 0;
    std::size_t text_end = 0;
  };

  std::string letters;
  std::vector<Place> words;

  void add(const text::Word& word, std::string_view written) {
    words.push_back({letters.size(), letters.size() + written.size(), word.begin, word.end});
    letters += written;
  }
  // The word that holds letters[at].
  const Place& word_at(std::size_t at) const {
    return *std::upper_bound(
        words.begin(), words.end(), at,
        [](std::size_t value, const Place& place) { return value < place.end; });
  }
  bool begins_word(std::size_t at) const { return at >= letters.size() || word_at(at).begin == at; }
  // Letters of the word that follow `at`, which is past the last letter matched.
  std::size_t letters_left(std::size_t at) const {
    if (begins_word(at)) return 0;
    const Place& word = word_at(at);
    return text::CodePointIndex(std::string_view(letters).substr(at, word.end - at)).size();
  }
};

Redactor::Redactor(const Terms& terms)
    : protected_count_(terms.protected_strings.size()),
      personal_data_(terms.audience != Audience::Internal) {
  for (std::size_t number = 0; number < terms.protected_strings.size(); ++number) {
    const auto tokens = tokens_of(terms.protected_strings[number]);
    if (tokens.empty()) continue;
    add_patterns(number, tokens, false);
    if (tokens.size() < 2) continue;
    for (const auto& token : tokens) {
      std::string joined;
      for (const std::string& word : token) joined += word;
      if (text::CodePointIndex(joined).size() >= (is_east_asian(joined) ? 2u : 4u)) {
        parts_.emplace_back(is_cyrillic(joined) ? russian_stem(joined) : joined, number);
      }
    }
  }
  for (std::size_t i = 0; i < terms.listed_names.size(); ++i) {
    const auto tokens = tokens_of(terms.listed_names[i]);
    if (!tokens.empty()) add_patterns(protected_count_ + i, tokens, true);
  }
}

void Redactor::add_patterns(std::size_t number, const Tokens& tokens, bool listed) {
  Tokens order = tokens;
  const std::size_t rotations = tokens.size() <= 4 ? tokens.size() : 1;
  for (std::size_t i = 0; i < rotations; ++i) {
    add_pattern(number, order, listed);
    std::rotate(order.begin(), order.begin() + 1, order.end());
  }
}

void Redactor::add_pattern(std::size_t number, const Tokens& tokens, bool listed) {
  Pattern pattern;
  pattern.string = number;
  pattern.listed = listed;
  std::vector<std::pair<std::size_t, std::string>> fleeting;
  bool east_asian = false;
  for (const auto& token : tokens) {
    for (const std::string& word : token) {
      Part part{word, false, listed && &word == &token.front()};
      if (is_cyrillic(word)) {
        part.letters = russian_stem(word);
        part.inflects = true;
        if (std::string other = without_fleeting_vowel(part.letters); !other.empty()) {
          fleeting.emplace_back(pattern.parts.size(), std::move(other));
        }
      }
      east_asian = east_asian || is_east_asian(word);
      pattern.letters += text::CodePointIndex(part.letters).size();
      pattern.parts.push_back(std::move(part));
    }
  }
  pattern.anywhere = !listed && (pattern.letters >= 8 || (east_asian && pattern.letters >= 2));
  Pattern latin = pattern;
  keep(pattern);
  for (auto& [at, letters] : fleeting) {
    Pattern other = pattern;
    other.parts[at].letters = std::move(letters);
    keep(std::move(other));
  }
  latin.latin = true;
  latin.letters = 0;
  for (Part& part : latin.parts) {
    part.letters = romanised(part.letters);
    latin.letters += part.letters.size();
  }
  latin.anywhere = !listed && latin.letters >= 8;
  const bool empty_part = std::any_of(latin.parts.begin(), latin.parts.end(),
                                      [](const Part& part) { return part.letters.empty(); });
  if (latin.letters >= 4 && !empty_part) keep(std::move(latin));
}

void Redactor::keep(Pattern pattern) {
  if (!pattern.listed) {
    patterns_.push_back(std::move(pattern));
    return;
  }
  std::string key = pattern.parts.front().letters.substr(0, kKeyBytes);
  listed_[std::move(key)].push_back(std::move(pattern));
}

std::optional<std::size_t> Redactor::match(const Stream& stream, const Pattern& pattern,
                                           std::size_t part, std::size_t at) {
  const Part& now = pattern.parts[part];
  if (now.stands && !stream.begins_word(at)) return std::nullopt;
  if (stream.letters.compare(at, now.letters.size(), now.letters) != 0) return std::nullopt;
  const std::size_t after = at + now.letters.size();
  if (part + 1 == pattern.parts.size()) {
    const std::size_t left = stream.letters_left(after);
    if (pattern.listed) {
      // "Kim Chol-su's", but no "hound" for a Ho Un.
      const bool ending = now.inflects || is_east_asian(now.letters) || pattern.letters >= 6;
      return left == 0 || (ending && left <= kEndingLetters) ? std::optional(after) : std::nullopt;
    }
    const bool fits = pattern.letters >= 6 || pattern.anywhere || left == 0 ||
                      (left <= kEndingLetters && (now.inflects || pattern.letters >= 4));
    return fits ? std::optional(after) : std::nullopt;
  }
  if (const auto end = match(stream, pattern, part + 1, after)) return end;
  const std::size_t left = stream.letters_left(after);
  if (!now.inflects || left == 0 || left > kEndingLetters) return std::nullopt;
  return match(stream, pattern, part + 1, stream.word_at(after).end);
}

void Redactor::find_in(const Stream& stream, const Pattern& pattern, std::vector<Covered>& found) {
  const std::string& first = pattern.parts.front().letters;
  for (std::size_t at = stream.letters.find(first); at != std::string::npos;
       at = stream.letters.find(first, at + 1)) {
    if (!pattern.anywhere && !stream.begins_word(at)) continue;
    if (const auto end = match(stream, pattern, 0, at)) {
      found.push_back(
          {stream.word_at(at).text_begin, stream.word_at(*end - 1).text_end, pattern.string});
    }
  }
}

void Redactor::find_listed(const Stream& stream, bool latin, std::vector<Covered>& found) const {
  for (const Stream::Place& word : stream.words) {
    const std::size_t most = std::min(kKeyBytes, stream.letters.size() - word.begin);
    // A first part shorter than the key lies under its own letters.
    for (std::size_t bytes = 1; bytes <= most; ++bytes) {
      const auto patterns =
          listed_.find(std::string_view(stream.letters).substr(word.begin, bytes));
      if (patterns == listed_.end()) continue;
      for (const Pattern& pattern : patterns->second) {
        if (pattern.latin != latin) continue;
        if (const auto end = match(stream, pattern, 0, word.begin)) {
          found.push_back({word.text_begin, stream.word_at(*end - 1).text_end, pattern.string});
        }
      }
    }
  }
}

std::vector<Covered> Redactor::find_strings(std::string_view text) const {
  std::vector<Covered> found;
  if (patterns_.empty() && listed_.empty()) return found;
  Stream folded;
  Stream latin;
  for (const text::Word& word : text::words(text)) {
    const std::string letters = letters_of(word.folded);
    if (letters.empty()) continue;
    folded.add(word, letters);
    if (const std::string roman = romanised(letters); !roman.empty()) latin.add(word, roman);
  }
  for (const Pattern& pattern : patterns_) {
    find_in(pattern.latin ? latin : folded, pattern, found);
  }
  if (!listed_.empty()) {
    find_listed(folded, false, found);
    find_listed(latin, true, found);
  }
  return found;
}

std::vector<Covered> Redactor::find(std::string_view text) const {
  std::vector<Covered> found = find_strings(text);
  if (personal_data_) {
    for (const PersonalData& data : find_personal_data(text)) {
      found.push_back({data.begin, data.end, std::nullopt});
    }
  }
  std::sort(found.begin(), found.end(), [](const Covered& a, const Covered& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<Covered> merged;
  for (const Covered& covered : found) {
    if (!merged.empty() && covered.begin < merged.back().end) {
      merged.back().end = std::max(merged.back().end, covered.end);
      if (!merged.back().string) merged.back().string = covered.string;
    } else {
      merged.push_back(covered);
    }
  }
  return merged;
}

std::string Redactor::redact(std::string_view text) const {
  std::string out(text);
  // A bar parts no words: what now stands on its two sides may read as a name that was hidden by
  // what the bar covers. Every round covers letters, so there is an end to it.
  for (auto covered = find(out); !covered.empty(); covered = find(out)) {
    out = redact_range(out, covered, 0, out.size());
  }
  return out;
}

std::string Redactor::redact_range(std::string_view text, const std::vector<Covered>& covered,
                                   std::size_t begin, std::size_t end) {
  std::string out;
  std::size_t at = begin;
  for (const Covered& part : covered) {
    if (part.end <= at || part.begin >= end) continue;
    if (part.begin > at) out += text.substr(at, part.begin - at);
    out += kBar;
    at = std::min(part.end, end);
  }
  if (at < end) out += text.substr(at, end - at);
  return out;
}

std::optional<std::size_t> Redactor::find_protected(std::string_view text) const {
  const std::vector<Covered> found = find_strings(text);
  return found.empty() ? std::nullopt : found.front().string;
}

std::optional<std::size_t> Redactor::find_listed_name(std::string_view text) const {
  for (const Covered& covered : find_strings(text)) {
    if (covered.string && *covered.string >= protected_count_) return covered.string;
  }
  return std::nullopt;
}

std::vector<std::size_t> Redactor::find_parts(std::string_view text) const {
  std::vector<std::size_t> numbers;
  if (parts_.empty()) return numbers;
  for (const text::Word& word : text::words(text)) {
    const std::string letters = letters_of(word.folded);
    for (const auto& [part, number] : parts_) {
      if (letters.starts_with(part)) numbers.push_back(number);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
  return numbers;
}

}  // namespace depone::dossier
