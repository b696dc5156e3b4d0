#include "casework/estimate_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace depone::casework {
namespace {

constexpr std::size_t kWidth = 88;

// Code points, near enough to columns for the names of lists.
std::size_t width_of(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// Names come from files: control characters must not reach the terminal.
std::string plain(std::string_view text) {
  std::string shown(text);
  std::ranges::replace_if(
      shown, [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; }, '?');
  return shown;
}

}  // namespace

std::string people_text(double number) {
  if (!std::isfinite(number)) return "no limit";
  std::string digits = fmt::format("{:.0f}", number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string paragraph(std::string_view first, std::string_view sentence) {
  return paragraph(first, width_of(first), sentence);
}

std::string paragraph(std::string_view first, std::size_t indent_width, std::string_view sentence) {
  const std::string indent(indent_width, ' ');
  std::string text = plain(first);
  std::size_t used = width_of(first);
  bool at_start = true;
  std::size_t at = 0;
  while (at < sentence.size()) {
    std::size_t end = sentence.find(' ', at);
    if (end == std::string_view::npos) end = sentence.size();
    const std::string_view word = sentence.substr(at, end - at);
    if (!at_start && used + 1 + width_of(word) > kWidth) {
      text += "\n" + indent;
      used = indent.size();
      at_start = true;
    }
    if (!at_start) {
      text += ' ';
      ++used;
    }
    text += plain(word);
    used += width_of(word);
    at_start = false;
    at = end + 1;
  }
  return text + "\n";
}

std::string listed(std::string_view heading, const std::vector<std::string>& sentences) {
  if (sentences.empty()) return {};
  std::string text = fmt::format("  {}\n", heading);
  for (const std::string& sentence : sentences) text += paragraph("    - ", sentence);
  return text;
}

std::string columns(const std::vector<std::vector<std::string>>& rows, std::size_t indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width_of(row[i]));
  }
  std::string text;
  for (const auto& row : rows) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string space(widths[i] - width_of(row[i]), ' ');
      if (i > 0) line += "  ";
      line += i == 0 ? plain(row[i]) + space : space + plain(row[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

}  // namespace depone::casework
