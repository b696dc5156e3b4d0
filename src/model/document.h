// Document: the extracted text of one item, and Source: who it comes from.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "model/partial_date.h"
#include "model/text_span.h"

namespace depone {

enum class Language { Unknown, English, Korean, Russian, Other };
// ISO 639-1 "en", "ko", "ru"; "und" for Unknown, "other" for Other.
std::string_view name_of(Language language);
std::optional<Language> language_of(std::string_view name);

// A sentence-sized span of a document's text; the unit of quotation, commitment and redaction.
// Passages of a document are in order, do not overlap, and cover all of its letters and digits.
struct Passage {
  TextSpan span;
  Language language = Language::Unknown;
  std::optional<PageBox> box;  // for formats with pages
};

struct Document {
  std::string name;    // file name, or path below the folder it was read from
  std::string format;  // "text", "markdown", "html", "pdf"
  std::string title;
  std::string byline;
  PartialDate date;  // publication date as the document or its metadata states it
  Language language = Language::Unknown;  // of most of its text
  std::string text;                       // UTF-8, NFC
  std::vector<Passage> passages;
  std::vector<std::string> warnings;  // what was lost in reading, for people
};

// Without the text: for the text see Document::text. Round-trips through document_from_json.
OrderedJson to_json(const Document& document);
Result<Document> document_from_json(const Json& json);

// The bytes of `text` that `span` (code points) covers; clipped to the text's end.
std::string_view slice(std::string_view text, TextSpan span);
// How many code points `text` (valid UTF-8) has.
std::uint32_t count_code_points(std::string_view text);

enum class SourceKind { Unknown, Witness, Outlet, Organisation, Government, Register };
std::string_view name_of(SourceKind kind);
std::optional<SourceKind> source_kind_of(std::string_view name);

// Whom a quotation may be shown to. Each wider audience includes the narrower ones.
enum class Audience { Internal, Partner, Public };
std::string_view name_of(Audience audience);
std::optional<Audience> audience_of(std::string_view name);

// What the source allowed (docs/glossary.md, "Consent"). Sources that published the material
// themselves (outlets, governments, registers) need none.
struct Consent {
  std::string purpose;  // in words: "publication of findings"
  Audience audience = Audience::Internal;
  PartialDate expires;  // unknown: does not expire
};

struct Source {
  std::string label;  // what everyone may call it: outlet's name, or a witness's pseudonym
  SourceKind kind = SourceKind::Unknown;
  char reliability = 'F';  // Admiralty A to F; F cannot be judged
  std::optional<Consent> consent;
  bool first_hand = false;  // speaks of what they themselves lived through
};

}  // namespace depone
