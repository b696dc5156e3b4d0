#include "extract/wire.h"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <optional>

#include "base/json.h"
#include "text/unicode.h"

namespace depone::extract {
namespace {

constexpr std::size_t kLongestLine = 4096;  // bytes of a title, byline, warning or error
constexpr std::size_t kMostWarnings = 1000;

constexpr std::array<Fault, 4> kFaults = {Fault::InvalidInput, Fault::Corrupt, Fault::Unsupported,
                                          Fault::Denied};

Error bad(const char* what) {
  return Error{Fault::Corrupt, fmt::format("the reader's answer is not acceptable: {}", what),
               "the file may be hostile; do not open it elsewhere"};
}

bool is_line(const std::string& text) {
  return text.size() <= kLongestLine && text::is_utf8(text) && text.find('\0') == std::string::npos;
}

std::optional<Fault> fault_of(const std::string& name) {
  for (const Fault fault : kFaults) {
    if (name == fault_name(fault)) return fault;
  }
  return std::nullopt;
}

Result<Document> decode_error(const Json& json) {
  const std::string name = DP_TRY(json_string(json, "fault"));
  const std::optional<Fault> fault = fault_of(name);
  Error error{fault.value_or(Fault::Corrupt), DP_TRY(json_string(json, "what")),
              DP_TRY(json_string(json, "hint"))};
  if (!fault || !is_line(error.what) || !is_line(error.hint)) return bad("its error is malformed");
  return error;
}

bool is_sane(const PageBox& box) {
  const auto in_range = [](double number) {
    return std::isfinite(number) && std::abs(number) < 1e6;
  };
  return box.page >= 1 && in_range(box.left) && in_range(box.top) && in_range(box.right) &&
         in_range(box.bottom);
}

bool passages_fit(const Document& document) {
  const std::uint32_t size = count_code_points(document.text);
  std::uint32_t at = 0;
  for (const Passage& passage : document.passages) {
    if (passage.span.start < at || passage.span.end <= passage.span.start ||
        passage.span.end > size || (passage.box && !is_sane(*passage.box))) {
      return false;
    }
    at = passage.span.end;
  }
  return true;
}

Result<Document> decode_document(const Json& json, std::string_view text,
                                 const ExtractLimits& limits) {
  Document document = DP_TRY(document_from_json(json));
  const std::string& format = document.format;
  if (format != "text" && format != "markdown" && format != "html" && format != "pdf") {
    return bad("its format is unknown");
  }
  if (!is_line(document.title) || !is_line(document.byline)) return bad("a line is malformed");
  if (document.warnings.size() > kMostWarnings) return bad("it has too many warnings");
  for (const std::string& warning : document.warnings) {
    if (!is_line(warning)) return bad("a warning is malformed");
  }
  if (text.size() > limits.text_bytes) return bad("its text is too long");
  if (!text::is_utf8(text) || text.find('\0') != std::string_view::npos) {
    return bad("its text is not UTF-8");
  }
  document.text = text;
  if (text::nfc(document.text) != document.text) return bad("its text is not normalised");
  if (!passages_fit(document)) return bad("its passages do not fit its text");
  return document;
}

}  // namespace

std::string encode_answer(const Result<Document>& document) {
  OrderedJson json;
  std::string_view text;
  if (document.ok()) {
    json["document"] = to_json(document.value());
    text = document.value().text;
  } else {
    json["fault"] = fault_name(document.error().fault);
    json["what"] = document.error().what;
    json["hint"] = document.error().hint;
  }
  const std::string head = dump_json(json);
  const std::uint64_t head_bytes = head.size();
  std::string answer(sizeof head_bytes, '\0');
  std::memcpy(answer.data(), &head_bytes, sizeof head_bytes);
  answer += head;
  answer += text;
  return answer;
}

Result<Document> decode_answer(std::string_view answer, const ExtractLimits& limits) {
  std::uint64_t head_bytes = 0;
  if (answer.size() < sizeof head_bytes) return bad("it is too short");
  std::memcpy(&head_bytes, answer.data(), sizeof head_bytes);
  answer.remove_prefix(sizeof head_bytes);
  if (head_bytes > answer.size()) return bad("it is cut short");
  const Result<Json> json = parse_json(answer.substr(0, head_bytes), "answer");
  if (!json.ok() || !json.value().is_object()) return bad("it is not JSON");
  if (json.value().contains("fault")) return decode_error(json.value());
  const auto found = json.value().find("document");
  if (found == json.value().end() || !found->is_object()) return bad("it holds no document");
  Result<Document> document = decode_document(*found, answer.substr(head_bytes), limits);
  if (!document.ok() && document.error().fault == Fault::InvalidInput) return bad("a part is off");
  return document;
}

bool read_whole(int fd, void* into, std::size_t size) {
  auto* at = static_cast<char*>(into);
  while (size > 0) {
    const ssize_t count = read(fd, at, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    at += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

bool write_whole(int fd, const void* from, std::size_t size) {
  const auto* at = static_cast<const char*>(from);
  while (size > 0) {
    const ssize_t count = write(fd, at, size);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    at += count;
    size -= static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace depone::extract
