#include "model/document.h"

#include <array>
#include <cstdint>
#include <limits>

namespace depone {
namespace {

constexpr std::array<std::string_view, 5> kLanguages = {"und", "en", "ko", "ru", "other"};
constexpr std::array<std::string_view, 6> kSources = {"unknown",      "witness",    "outlet",
                                                      "organisation", "government", "register"};
constexpr std::array<std::string_view, 3> kAudiences = {"internal", "partner", "public"};

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] == name) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u; }

OrderedJson passage_json(const Passage& passage) {
  OrderedJson json;
  json["start"] = passage.span.start;
  json["end"] = passage.span.end;
  json["language"] = name_of(passage.language);
  if (passage.box) {
    const PageBox& box = *passage.box;
    json["page"] = box.page;
    json["box"] = {box.left, box.top, box.right, box.bottom};
  }
  return json;
}

Result<std::uint32_t> code_point_offset(const Json& json, const char* key) {
  const std::int64_t offset = DP_TRY(json_integer(json, key));
  if (offset < 0 || offset > std::numeric_limits<std::uint32_t>::max()) {
    return Error{Fault::InvalidInput, "a passage's span is out of range"};
  }
  return static_cast<std::uint32_t>(offset);
}

Result<Passage> passage_from(const Json& json) {
  Passage passage;
  passage.span.start = DP_TRY(code_point_offset(json, "start"));
  passage.span.end = DP_TRY(code_point_offset(json, "end"));
  passage.language = language_of(DP_TRY(json_string(json, "language"))).value_or(Language::Unknown);
  if (json.contains("page")) {
    const auto box = json.find("box");
    if (box == json.end() || !box->is_array() || box->size() != 4) {
      return Error{Fault::InvalidInput, "a passage's box does not have four numbers"};
    }
    for (const Json& number : *box) {
      if (!number.is_number()) {
        return Error{Fault::InvalidInput, "a passage's box does not have four numbers"};
      }
    }
    passage.box =
        PageBox{static_cast<int>(DP_TRY(json_integer(json, "page"))), (*box)[0].get<double>(),
                (*box)[1].get<double>(), (*box)[2].get<double>(), (*box)[3].get<double>()};
  }
  return passage;
}

}  // namespace

std::string_view name_of(Language language) {
  return kLanguages.at(static_cast<std::size_t>(language));
}
std::optional<Language> language_of(std::string_view name) {
  return find<Language>(kLanguages, name);
}
std::string_view name_of(SourceKind kind) { return kSources.at(static_cast<std::size_t>(kind)); }
std::optional<SourceKind> source_kind_of(std::string_view name) {
  return find<SourceKind>(kSources, name);
}
std::string_view name_of(Audience audience) {
  return kAudiences.at(static_cast<std::size_t>(audience));
}
std::optional<Audience> audience_of(std::string_view name) {
  return find<Audience>(kAudiences, name);
}

OrderedJson to_json(const Document& document) {
  OrderedJson json;
  json["name"] = document.name;
  json["format"] = document.format;
  json["title"] = document.title;
  json["byline"] = document.byline;
  json["date"] = to_string(document.date);
  json["language"] = name_of(document.language);
  json["passages"] = OrderedJson::array();
  for (const Passage& passage : document.passages) {
    json["passages"].push_back(passage_json(passage));
  }
  json["warnings"] = document.warnings;
  return json;
}

Result<Document> document_from_json(const Json& json) {
  Document document;
  document.name = DP_TRY(json_string(json, "name"));
  document.format = DP_TRY(json_string(json, "format"));
  document.title = DP_TRY(json_string(json, "title"));
  document.byline = DP_TRY(json_string(json, "byline"));
  const std::string date = DP_TRY(json_string(json, "date"));
  if (!date.empty()) document.date = DP_TRY(parse_partial_date(date));
  document.language =
      language_of(DP_TRY(json_string(json, "language"))).value_or(Language::Unknown);
  const auto passages = json.find("passages");
  if (passages == json.end() || !passages->is_array()) {
    return Error{Fault::InvalidInput, "a document's passages are missing"};
  }
  for (const Json& passage : *passages) document.passages.push_back(DP_TRY(passage_from(passage)));
  if (const auto warnings = json.find("warnings"); warnings != json.end()) {
    for (const Json& warning : *warnings) {
      if (warning.is_string()) document.warnings.push_back(warning.get<std::string>());
    }
  }
  return document;
}

std::uint32_t count_code_points(std::string_view text) {
  std::uint32_t count = 0;
  for (const char c : text) count += is_continuation(c) ? 0 : 1;
  return count;
}

std::string_view slice(std::string_view text, TextSpan span) {
  std::size_t begin = text.size();
  std::size_t end = text.size();
  std::uint32_t point = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_continuation(text[i])) continue;
    if (point == span.start) begin = i;
    if (point == span.end) {
      end = i;
      break;
    }
    ++point;
  }
  return begin < end ? text.substr(begin, end - begin) : std::string_view();
}

}  // namespace depone
