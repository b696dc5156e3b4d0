#include "overlap/normaliser.h"

#include <algorithm>

#include "crypto/hash.h"
#include "text/latin.h"
#include "text/unicode.h"

namespace depone::overlap {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Fold leaves UTF-8 letters; what is ASCII and neither letter nor digit goes.
std::string plain_text(std::string_view value) {
  std::string plain;
  for (const char c : text::fold(value)) {
    const bool letter = (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80) != 0;
    if (letter || is_digit(c)) plain.push_back(c);
  }
  return plain;
}

std::string plain_name(std::string_view value) {
  std::vector<std::string> words(1);
  for (const char c : text::any_latin(value)) {
    if ((c >= 'a' && c <= 'z') || is_digit(c)) {
      words.back().push_back(c);
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  std::sort(words.begin(), words.end());
  std::string plain;
  for (const std::string& word : words) plain += word + (word.empty() ? "" : " ");
  return plain;
}

std::vector<std::string> digit_groups(std::string_view value) {
  std::vector<std::string> groups;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!is_digit(value[i])) continue;
    if (i == 0 || !is_digit(value[i - 1])) groups.emplace_back();
    groups.back().push_back(value[i]);
  }
  return groups;
}

bool is_year(std::string_view digits) {
  return digits.size() == 4 && digits >= "1800" && digits <= "2199";
}

std::string two_digits(const std::string& group) { return group.size() == 1 ? "0" + group : group; }

std::string plain_date(std::string_view value) {
  const auto groups = digit_groups(value);
  std::string year;
  std::string month;
  std::string day;
  if (groups.size() == 1 && groups[0].size() == 8) {
    year = groups[0].substr(0, 4);
    month = groups[0].substr(4, 2);
    day = groups[0].substr(6, 2);
  } else if (groups.size() >= 3 && groups[0].size() == 4) {
    year = groups[0];
    month = two_digits(groups[1]);
    day = two_digits(groups[2]);
  } else if (groups.size() >= 3 && groups[2].size() == 4) {
    day = two_digits(groups[0]);
    month = two_digits(groups[1]);
    year = groups[2];
  }
  const bool sound = is_year(year) && month.size() == 2 && month >= "01" && month <= "12" &&
                     day.size() == 2 && day >= "01" && day <= "31";
  return sound ? year + "-" + month + "-" + day : std::string();
}

std::string plain_year(std::string_view value) {
  for (const std::string& group : digit_groups(value)) {
    if (is_year(group)) return group;
    if (group.size() == 8 && is_year(group.substr(0, 4))) return group.substr(0, 4);
  }
  return {};
}

// Latin, Greek, Cyrillic, Vietnamese, kana, Han and Hangul letters, as code points.
constexpr std::pair<char32_t, char32_t> kLetters[] = {{0xa0, 0x250},    {0x370, 0x530},
                                                      {0x1e00, 0x1f00}, {0x3040, 0x3100},
                                                      {0x4e00, 0xa000}, {0xac00, 0xd7a4}};

std::string letters_of(char32_t from, char32_t to) {
  std::string text;
  for (char32_t point = from; point < to; ++point) {
    if (point < 0x800) {
      text.push_back(static_cast<char>(0xc0 | point >> 6));
    } else {
      text.push_back(static_cast<char>(0xe0 | point >> 12));
      text.push_back(static_cast<char>(0x80 | (point >> 6 & 0x3f)));
    }
    text.push_back(static_cast<char>(0x80 | (point & 0x3f)));
    text.push_back('\n');
  }
  return text;
}

}  // namespace

Result<Normaliser> Normaliser::load(const DataFiles& data) {
  Normaliser normaliser(DP_TRY(SoundKeys::load(data)));
  crypto::Sha256 all;
  all.update(bytes_of(kNormaliser));
  for (const std::string_view folder : {"names/", "overlap/"}) {
    const std::vector<std::string> paths = DP_TRY(data.list(folder));
    for (const std::string& path : paths) {
      const std::string text = DP_TRY(data.read(path));
      all.update(crypto::view(crypto::sha256(bytes_of(path))));
      all.update(crypto::view(crypto::sha256(bytes_of(text))));
    }
  }
  for (const auto& [from, to] : kLetters) {
    const std::string letters = letters_of(from, to);
    all.update(crypto::view(crypto::sha256(bytes_of(text::any_latin(letters)))));
    all.update(crypto::view(crypto::sha256(bytes_of(text::fold(letters)))));
  }
  normaliser.id_ = to_hex(crypto::view(all.finish()));
  return normaliser;
}

std::string Normaliser::part(std::string_view value, KeyKind kind) const {
  switch (kind) {
    case KeyKind::Text:
      return plain_text(value);
    case KeyKind::Name:
      return plain_name(value);
    case KeyKind::Sound:
      return sounds_.key(value);
    case KeyKind::Date:
      return plain_date(value);
    case KeyKind::Year:
      return plain_year(value);
  }
  return {};
}

}  // namespace depone::overlap
