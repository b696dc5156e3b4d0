#include "text/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "model/document.h"
#include "text/encoding_guess.h"
#include "text/legacy_codec.h"
#include "text/unicode.h"
#include "text/utf8_scan.h"

namespace depone::text {
namespace {

// More control characters than this share of all characters, and it is no text.
constexpr double kMostControls = 0.02;

struct Read {
  std::string text;
  std::string encoding;
  std::uint64_t replacements = 0;
};

std::string lower_ascii(std::string_view name) {
  std::string lower;
  for (const char c : name) {
    if (!is_space(static_cast<unsigned char>(c)) && c != '"' && c != '\'') {
      lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    }
  }
  return lower;
}

// The names that web pages use, to the encoding browsers read them as (WHATWG Encoding Standard,
// section 4.2, for the encodings of our languages).
std::string whatwg_name(std::string_view declared) {
  const std::string name = lower_ascii(declared);
  const auto is_one_of = [&name](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (is_one_of({"utf8", "utf-8", "unicode-1-1-utf-8"})) return "UTF-8";
  if (is_one_of({"euc-kr", "euckr", "ks_c_5601-1987", "ksc5601", "ksc_5601", "korean", "cp949",
                 "ms949", "uhc", "windows-949", "iso-ir-149"})) {
    return "windows-949";
  }
  if (is_one_of({"windows-1251", "cp1251", "x-cp1251", "win-1251"})) return "windows-1251";
  if (is_one_of({"koi8-r", "koi8", "koi", "koi8_r", "cskoi8r"})) return "KOI8-R";
  if (is_one_of({"iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252"})) {
    return "windows-1252";
  }
  return name;
}

Read read_utf8(std::string_view bytes) {
  if (is_utf8(bytes)) return {std::string(bytes), "UTF-8", 0};
  Read read{{}, "UTF-8", 0};
  read.text.reserve(bytes.size() + 16);
  for (std::size_t at = 0; at < bytes.size();) {
    const UChar32 point = next_code_point(bytes, at);
    read.replacements += point < 0 ? 1 : 0;
    append_utf8(read.text, point < 0 ? 0xFFFD : point);
  }
  return read;
}

std::optional<Read> read_as(ByteView bytes, const char* icu_name, std::string shown_name) {
  std::optional<Converted> converted = to_utf8(bytes, icu_name);
  if (!converted) return std::nullopt;
  return Read{std::move(converted->text), std::move(shown_name), converted->replacements};
}

Read read_or_utf8(ByteView bytes, const char* icu_name, const char* shown_name) {
  std::optional<Read> read = read_as(bytes, icu_name, shown_name);
  return read ? std::move(*read) : read_utf8(text_of(bytes));
}

Read read_legacy(ByteView bytes, Legacy legacy) {
  switch (legacy) {
    case Legacy::Korean:
      return read_or_utf8(bytes, "windows-949", is_plain_euc_kr(bytes) ? "EUC-KR" : "CP949");
    case Legacy::Windows1251:
      return read_or_utf8(bytes, "windows-1251", "windows-1251");
    case Legacy::Koi8R:
      return read_or_utf8(bytes, "KOI8-R", "KOI8-R");
    case Legacy::Windows1252:
      return read_or_utf8(bytes, "windows-1252", "windows-1252");
    case Legacy::BrokenUtf8:
      break;
  }
  return read_utf8(text_of(bytes));
}

// The declared reading, unless the bytes contradict it.
std::optional<Read> read_declared(ByteView bytes, std::string_view declared) {
  const std::string name = whatwg_name(declared);
  if (name.empty() || name == "UTF-8" || name.starts_with("utf-16")) return std::nullopt;
  if (name == "windows-949") {
    std::optional<Read> read =
        read_as(bytes, "windows-949", is_plain_euc_kr(bytes) ? "EUC-KR" : "CP949");
    if (!read || read->replacements > bytes.size() / 200) return std::nullopt;
    return read;
  }
  const Legacy guess = guess_legacy(bytes);
  if (name == "windows-1251" || name == "KOI8-R" || name == "windows-1252") {
    // Any byte is a character there, so only the likelihood can contradict.
    const bool strange =
        guess == Legacy::Korean || guess == Legacy::Windows1251 || guess == Legacy::Koi8R;
    if (strange) return std::nullopt;
    return read_as(bytes, name.c_str(), name);
  }
  if (name.starts_with("utf-")) return std::nullopt;
  std::optional<Read> read = read_as(bytes, name.c_str(), name);
  if (!read || read->replacements > 0) return std::nullopt;
  return read;
}

bool starts_with(ByteView bytes, std::string_view prefix) {
  return text_of(bytes).starts_with(prefix);
}

Read read_bytes(ByteView bytes, std::string_view declared) {
  if (starts_with(bytes, "\xEF\xBB\xBF")) return read_utf8(text_of(bytes.subspan(3)));
  if (starts_with(bytes, std::string_view("\xFF\xFE\0\0", 4))) {
    return read_or_utf8(bytes.subspan(4), "UTF-32LE", "UTF-32LE");
  }
  if (starts_with(bytes, std::string_view("\0\0\xFE\xFF", 4))) {
    return read_or_utf8(bytes.subspan(4), "UTF-32BE", "UTF-32BE");
  }
  if (starts_with(bytes, "\xFF\xFE")) {
    return read_or_utf8(bytes.subspan(2), "UTF-16LE", "UTF-16LE");
  }
  if (starts_with(bytes, "\xFE\xFF")) {
    return read_or_utf8(bytes.subspan(2), "UTF-16BE", "UTF-16BE");
  }
  switch (guess_utf16(bytes)) {
    case Utf16::LittleEndian:
      return read_or_utf8(bytes, "UTF-16LE", "UTF-16LE");
    case Utf16::BigEndian:
      return read_or_utf8(bytes, "UTF-16BE", "UTF-16BE");
    case Utf16::None:
      break;
  }
  if (is_utf8(text_of(bytes))) return {std::string(text_of(bytes)), "UTF-8", 0};
  if (std::optional<Read> read = read_declared(bytes, declared)) return std::move(*read);
  return read_legacy(bytes, guess_legacy(bytes));
}

struct Cleaned {
  std::string text;
  std::uint64_t dropped_controls = 0;
};

bool needs_cleaning(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    // 0xC2 leads the C1 controls, 0xE2 the line and paragraph separators, 0xEF the stray mark.
    return (byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F || byte == 0xC2 ||
           byte == 0xE2 || byte == 0xEF;
  });
}

// One kind of line end, no controls, no byte order marks.
Cleaned clean(std::string text) {
  if (!needs_cleaning(text)) return {std::move(text), 0};
  Cleaned cleaned;
  cleaned.text.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const UChar32 c = next_code_point(text, at);
    if (c == '\r') {
      cleaned.text += '\n';
      if (at < text.size() && text[at] == '\n') ++at;
    } else if (c == '\v' || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029) {
      cleaned.text += '\n';
    } else if (c != '\n' && c != '\t' && (c < 0x20 || (c >= 0x7F && c < 0xA0))) {
      ++cleaned.dropped_controls;
    } else if (c != 0xFEFF) {
      cleaned.text.append(text, begin, at - begin);
    }
  }
  return cleaned;
}

}  // namespace

Result<Decoded> decode(ByteView bytes, std::string_view declared) {
  Read read = read_bytes(bytes, declared);
  const auto letters = static_cast<double>(count_code_points(read.text));
  Cleaned cleaned = clean(std::move(read.text));
  const auto strange = static_cast<double>(cleaned.dropped_controls);
  const auto wrong = static_cast<double>(read.replacements);
  if (strange > std::max(1.0, letters * kMostControls) || wrong * 3 > std::max(9.0, letters)) {
    return Error{Fault::InvalidInput, "the bytes are not text in any known encoding",
                 "only text, Markdown, HTML and PDF can be read"};
  }
  Decoded decoded;
  decoded.encoding = std::move(read.encoding);
  if (read.replacements > 0) {
    decoded.warnings.push_back(
        fmt::format("{} {} not valid {} and {} shown as U+FFFD", read.replacements,
                    read.replacements == 1 ? "character was" : "characters were", decoded.encoding,
                    read.replacements == 1 ? "is" : "are"));
  }
  if (cleaned.dropped_controls > 0) {
    decoded.warnings.push_back(
        fmt::format("{} control {} left out", cleaned.dropped_controls,
                    cleaned.dropped_controls == 1 ? "character was" : "characters were"));
  }
  decoded.text = nfc(cleaned.text);
  return decoded;
}

}  // namespace depone::text
