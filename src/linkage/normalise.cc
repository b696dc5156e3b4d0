#include "linkage/normalise.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "text/latin.h"

namespace depone::linkage {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

void append_utf8(std::string& out, std::uint32_t point) {
  if (point < 0x80) {
    out.push_back(static_cast<char>(point));
  } else if (point < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (point >> 6)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  } else if (point < 0x10000 && !(point >= 0xD800 && point < 0xE000)) {
    out.push_back(static_cast<char>(0xE0 | (point >> 12)));
    out.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (point & 0x3F)));
  }
}

// "&#228;" and "&amp;" to what they stand for; anything else stays.
std::string without_references(std::string_view raw) {
  std::string out;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const std::size_t end = raw[i] == '&' ? raw.find(';', i) : std::string_view::npos;
    if (end == std::string_view::npos || end - i > 9) {
      out.push_back(raw[i]);
      continue;
    }
    const std::string_view inside = raw.substr(i + 1, end - i - 1);
    std::uint32_t point = 0;
    if (inside.size() > 1 && inside[0] == '#') {
      const bool hexadecimal = inside[1] == 'x';
      const char* first = inside.data() + (hexadecimal ? 2 : 1);
      const char* last = inside.data() + inside.size();
      const auto read = std::from_chars(first, last, point, hexadecimal ? 16 : 10);
      if (read.ptr != last) point = 0;
    }
    if (point != 0) {
      append_utf8(out, point);
    } else if (inside.size() > 2 && is_letter(lower(inside[0]))) {
      // A named reference to an accented letter begins with that letter: &eacute; &uuml; &szlig;.
      if (inside != "amp" && inside != "quot" && inside != "apos" && inside != "nbsp") {
        out.push_back(inside[0]);
      } else {
        out.push_back(' ');
      }
    }
    i = end;
  }
  return out;
}

std::string ascii_of(std::string_view raw) {
  std::string text =
      raw.find('&') == std::string_view::npos ? std::string(raw) : without_references(raw);
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return ascii ? text : text::any_latin(text);
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

std::string padded(std::string_view part, std::size_t width) {
  std::string out(width > part.size() ? width - part.size() : 0, '0');
  return out.append(part);
}

int number_in(std::string_view text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::size_t digits_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), is_digit));
}

}  // namespace

std::string plain(std::string_view raw) {
  const std::string text = ascii_of(raw);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = lower(text[i]);
    if (is_letter(c) || is_digit(c)) {
      out.push_back(c);
    } else if (c != '\'' && c != '`' && !out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::vector<std::string_view> words_of(std::string_view plain_text) {
  std::vector<std::string_view> words;
  std::size_t at = 0;
  while (at < plain_text.size()) {
    const std::size_t end = std::min(plain_text.find(' ', at), plain_text.size());
    if (end > at) words.push_back(plain_text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

std::string date_text(std::string_view raw) {
  std::array<std::string_view, 3> parts;
  std::size_t count = 0;
  std::size_t at = 0;
  const auto parts_at = [](char c) { return c == '-' || c == '/' || c == '.' || c == ' '; };
  if (const std::size_t time = raw.find('T'); time == 10) raw = raw.substr(0, time);
  while (at <= raw.size()) {
    std::size_t end = at;
    while (end < raw.size() && !parts_at(raw[end])) ++end;
    if (end > at) {
      if (count == 3) return {};
      parts[count++] = raw.substr(at, end - at);
    }
    at = end + 1;
  }
  std::string out;
  if (count == 1) {
    if (parts[0].size() == 8 && digits_in(parts[0]) >= 6) return compact(parts[0]);
    if (parts[0].size() == 4 && all_digits(parts[0])) return std::string(parts[0]) + "----";
    return {};
  }
  if (count == 2 && parts[0].size() == 4 && parts[1].size() == 2 && digits_in(parts[0]) >= 3) {
    return compact(parts[0]) + padded(parts[1], 2) + "--";
  }
  if (count != 3) return {};
  if (parts[0].size() == 4 && parts[1].size() <= 2 && parts[2].size() <= 2 &&
      digits_in(parts[0]) >= 3) {
    out = std::string(parts[0]) + padded(parts[1], 2) + padded(parts[2], 2);
  } else if (parts[2].size() == 4 && parts[0].size() <= 2 && parts[1].size() <= 2 &&
             digits_in(parts[2]) >= 3) {
    std::string_view day = parts[0];
    std::string_view month = parts[1];
    if (number_in(month) > 12 && number_in(day) <= 12) std::swap(day, month);
    out = std::string(parts[2]) + padded(month, 2) + padded(day, 2);
  } else {
    return {};
  }
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

std::string compact(std::string_view raw) {
  std::string out;
  for (const char c : ascii_of(raw)) {
    const char small = lower(c);
    if (is_letter(small) || is_digit(small)) out.push_back(small);
  }
  return out;
}

std::string sound_of(std::string_view name) {
  std::string letters;
  const auto begins = [&](std::size_t i, std::string_view part) {
    return name.substr(i, part.size()) == part;
  };
  const auto add = [&](char c) {
    if (letters.empty() || letters.back() != c) letters.push_back(c);
  };
  for (std::size_t i = 0; i < name.size() && letters.size() < 6; ++i) {
    const char c = name[i];
    const char next = i + 1 < name.size() ? name[i + 1] : ' ';
    switch (c) {
      case 'a':
      case 'e':
      case 'i':
      case 'o':
      case 'u':
      case 'y':
        if (letters.empty()) letters.push_back('a');
        break;
      case 'h':
        if (letters.empty()) letters.push_back('h');
        break;
      case 'w':
        if (letters.empty()) letters.push_back(next == 'r' ? 'r' : 'w');
        break;
      case 'p':
        if (next == 'h') {
          add('f');
          ++i;
        } else {
          add('p');
        }
        break;
      case 'b':
        if (!(i > 0 && name[i - 1] == 'm' && i + 1 == name.size())) add('p');
        break;
      case 'f':
      case 'v':
        add('f');
        break;
      case 'c':
        if (next == 'h') {
          add('x');
          ++i;
        } else if (next == 'e' || next == 'i' || next == 'y') {
          add('s');
        } else {
          add('k');
          if (next == 'k') ++i;
        }
        break;
      case 's':
        if (begins(i, "sch")) {
          add('x');
          i += 2;
        } else if (next == 'h') {
          add('x');
          ++i;
        } else {
          add('s');
        }
        break;
      case 'z':
        add('s');
        break;
      case 'x':
        add('k');
        add('s');
        break;
      case 'k':
        if (!(i == 0 && next == 'n')) add('k');
        break;
      case 'q':
        add('k');
        break;
      case 'g':
        if (next == 'h') {
          if (i == 0) add('k');
          ++i;
        } else if (i == 0 && next == 'n') {
          break;
        } else if (next == 'e' || next == 'i' || next == 'y') {
          add('j');
        } else {
          add('k');
        }
        break;
      case 'j':
        add('j');
        break;
      case 'd':
        if (next == 'g') break;
        add('t');
        break;
      case 't':
        if (begins(i, "tch")) {
          add('x');
          i += 2;
        } else {
          add('t');
          if (next == 'h') ++i;
        }
        break;
      case 'm':
        add('m');
        break;
      case 'n':
        add('n');
        break;
      case 'l':
        add('l');
        break;
      case 'r':
        add('r');
        break;
      default:
        if (is_digit(c)) letters.push_back(c);
        break;
    }
  }
  return letters;
}

}  // namespace depone::linkage
