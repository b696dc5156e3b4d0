#include "dossier/html.h"

#include "text/unicode.h"

namespace depone::dossier {
namespace {

std::size_t sequence_length(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0x80) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

// U+200E, U+200F, U+202A to U+202E and U+2066 to U+2069: they could show a text in another order
// than it is checked in.
bool is_direction_mark(std::string_view letter) {
  if (letter.size() != 3 || letter[0] != '\xE2') return false;
  const auto second = static_cast<unsigned char>(letter[1]);
  const auto third = static_cast<unsigned char>(letter[2]);
  if (second == 0x80) return third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE);
  return second == 0x81 && third >= 0xA6 && third <= 0xA9;
}

std::size_t columns_of_letter(std::string_view letter) {
  const auto lead = static_cast<unsigned char>(letter[0]);
  // E1 84 to E1 87 and E3 to ED: Hangul, Kana and Han; F0 and above: mostly wide as well.
  return lead >= 0xE3 || (lead == 0xE1 && static_cast<unsigned char>(letter[1]) < 0x88) ? 2 : 1;
}

}  // namespace

std::string escape(std::string_view text) {
  // An incomplete sequence could swallow the "<" after it.
  std::string repaired;
  if (!text::is_utf8(text)) {
    repaired = text::nfc(text);
    text = repaired;
  }
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view letter = text.substr(at, sequence_length(text[at]));
    at += letter.size();
    const char c = letter[0];
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == '>') {
      out += "&gt;";
    } else if (c == '"') {
      out += "&quot;";
    } else if (c == '\'') {
      out += "&#39;";
    } else if ((static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7F ||
               is_direction_mark(letter)) {
      out += "\uFFFD";
    } else {
      out += letter;
    }
  }
  return out;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size(); at += sequence_length(text[at])) {
    columns += columns_of_letter(text.substr(at, sequence_length(text[at])));
  }
  return columns;
}

std::string shorten(std::string_view text, std::size_t columns) {
  if (columns_of(text) <= columns) return std::string(text);
  std::size_t used = 1;  // the ellipsis
  std::size_t at = 0;
  while (at < text.size()) {
    const std::string_view letter = text.substr(at, sequence_length(text[at]));
    used += columns_of_letter(letter);
    if (used > columns) break;
    at += letter.size();
  }
  return std::string(text.substr(0, at)) + "\u2026";
}

}  // namespace depone::dossier
