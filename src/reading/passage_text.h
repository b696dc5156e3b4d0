// What the pieces of the reader look at: one passage with its place in the document.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/document.h"
#include "reading/word_finder.h"
#include "text/unicode.h"

namespace depone::reading {

// Something found in a passage: bytes [begin, end), and what the finder wants to know of it.
struct Mention {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::uint32_t entry = 0;
  bool located = false;   // a place with "in" before it
  std::string_view name;  // of a place; lives as long as the lexicon
  std::string text;       // of an attribution
};

// What has been found out about one passage, so that ten claims in it cost one look each finder.
// Filled by the finders as they are asked; belongs to one thread.
struct PassageMemo {
  std::string_view folded;           // fold_keeping_length of the passage
  const TextMarks* marks = nullptr;  // of folded
  std::string_view speaker;          // who goes on speaking from the sentence before, if anybody
  std::optional<std::vector<Mention>> polarity_cues;
  std::optional<std::vector<Mention>> attributions;
  std::optional<std::vector<Mention>> places;
  std::optional<std::vector<Mention>> subjects;
};

// The same for the whole document: in which places it speaks of labour, captivity, sport.
struct DocumentMemo {
  std::string folded;
  std::array<std::optional<std::vector<Mention>>, 3> contexts;  // by language
};

// A view: the document and its index must outlive it. Offsets inside a passage are bytes from its
// begin; `span` turns them into the code points of the document that a Claim carries.
struct PassageText {
  std::string_view text;         // the passage's bytes
  std::size_t offset_bytes = 0;  // of text within the document's text
  Language language = Language::Unknown;
  const Document* document = nullptr;
  const text::CodePointIndex* index = nullptr;
  PassageMemo* memo = nullptr;            // null: everything is found anew
  DocumentMemo* document_memo = nullptr;  // likewise

  TextSpan span(std::size_t begin, std::size_t end) const {
    return index->span(offset_bytes + begin, offset_bytes + end);
  }
};

// A passage's folded text and its marks: the memo's, or made anew where there is none.
class FoldedPassage {
 public:
  explicit FoldedPassage(const PassageText& passage) : memo_(passage.memo) {
    if (memo_ != nullptr) return;
    text_ = fold_keeping_length(passage.text);
    marks_.read(text_);
  }
  std::string_view text() const { return memo_ ? memo_->folded : std::string_view(text_); }
  const TextMarks& marks() const { return memo_ ? *memo_->marks : marks_; }

 private:
  const PassageMemo* memo_;
  std::string text_;
  TextMarks marks_;
};

}  // namespace depone::reading
