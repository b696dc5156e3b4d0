#include "dossier/self_check.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>

#include "base/json.h"

namespace depone::dossier {
namespace {

void append_code_point(std::string& out, std::uint32_t point) {
  // Any JSON parser writes UTF-8 rightly; ours is at hand. Surrogates and excess are left out.
  if (point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) return;
  std::string escaped;
  if (point < 0x10000) {
    escaped = fmt::format("\"\\u{:04x}\"", point);
  } else {
    const std::uint32_t rest = point - 0x10000;
    escaped = fmt::format("\"\\u{:04x}\\u{:04x}\"", 0xD800 + (rest >> 10), 0xDC00 + (rest & 0x3FF));
  }
  const Result<Json> letter = parse_json(escaped, "a character");
  if (letter.ok()) out += letter.value().get<std::string>();
}

// Resolves the character references that HTML of any kind may use for letters.
std::string without_references(std::string_view html) {
  std::string out;
  for (std::size_t at = 0; at < html.size(); ++at) {
    const std::size_t end = html[at] == '&' ? html.find(';', at) : std::string_view::npos;
    if (end == std::string_view::npos || end - at > 10) {
      out += html[at];
      continue;
    }
    const std::string_view name = html.substr(at + 1, end - at - 1);
    if (name.starts_with('#')) {
      const bool hex = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
      const std::string_view digits = name.substr(hex ? 2 : 1);
      std::uint32_t point = 0;
      std::from_chars(digits.data(), digits.data() + digits.size(), point, hex ? 16 : 10);
      append_code_point(out, point);
    } else if (name == "amp") {
      out += '&';
    } else {
      out += ' ';  // &lt; &gt; &quot; &nbsp; ...: none is a letter
    }
    at = end;
  }
  return out;
}

std::string without_tags(std::string_view html) {
  std::string out;
  bool in_tag = false;
  for (const char c : html) {
    if (c == '<') {
      in_tag = true;
      continue;
    }
    if (c == '>' && in_tag) {
      in_tag = false;
      // Nothing, not a blank: a mark may begin in the middle of a word.
      continue;
    }
    if (!in_tag) out += c;
  }
  return out;
}

void add_strings(const Json& json, std::vector<std::string>& texts, int depth) {
  if (json.is_string()) {
    const auto& text = json.get_ref<const std::string&>();
    texts.push_back(text);
    if (depth < 4 && text.starts_with('{')) {
      const Result<Json> inner = parse_json(text, "a string");
      if (inner.ok()) add_strings(inner.value(), texts, depth + 1);
    }
    return;
  }
  if (json.is_object()) {
    for (const auto& [key, value] : json.items()) {
      texts.push_back(key);
      add_strings(value, texts, depth);
    }
  } else if (json.is_array()) {
    for (const Json& value : json) add_strings(value, texts, depth);
  }
}

bool is_word_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// Digests and signatures are letters by chance only; a name found in one would be a false alarm.
bool is_machine_word(std::string_view text) {
  return text.size() >= 40 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string without_digests(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_word_character(text[end])) ++end;
    if (end == at) {
      out += text[at++];
      continue;
    }
    out += is_machine_word(text.substr(at, end - at)) ? std::string_view(".")
                                                      : text.substr(at, end - at);
    at = end;
  }
  return out;
}

bool has_ending(const std::string& name, std::string_view ending) {
  return name.size() >= ending.size() && name.ends_with(ending);
}

}  // namespace

std::vector<std::string> readable_forms(const std::string& name, const std::string& content) {
  std::vector<std::string> texts{content};
  if (has_ending(name, ".json")) {
    const Result<Json> json = parse_json(content, name);
    if (json.ok()) add_strings(json.value(), texts, 0);
  }
  if (has_ending(name, ".html")) {
    texts.push_back(without_references(content));
    texts.push_back(without_references(without_tags(content)));
  }
  return texts;
}

Result<> check_protected(const Files& files, const Redactor& redactor) {
  for (const auto& [name, content] : files) {
    // Signatures are base64: letters, but not words.
    if (name == "checkpoint" || name == "manifest.note" || name == "dossier.pdf") continue;
    for (const std::string& text : readable_forms(name, content)) {
      if (const auto number = redactor.find_protected(without_digests(text))) {
        if (*number >= redactor.protected_count()) {
          return Error{Fault::Denied,
                       fmt::format("a name on a list would be published in {}", name),
                       "nothing was published; look for it in the labels and texts of the case "
                       "file"};
        }
        return Error{
            Fault::Denied,
            fmt::format("protected string no. {} would be published in {}", *number + 1, name),
            "nothing was published; if it is a common word or part of a label, change "
            "the label or list the string more precisely"};
      }
    }
  }
  return done();
}

}  // namespace depone::dossier
