// One value for each of the three languages the lexicons cover.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/document.h"
#include "reading/word_finder.h"

namespace depone::reading {

inline constexpr std::array<Language, 3> kLexiconLanguages = {Language::English, Language::Korean,
                                                              Language::Russian};

// "reading/polarity" and Korean give "reading/polarity_ko.toml".
inline std::string table_path(const std::string& stem, Language language) {
  return stem + "_" + std::string(name_of(language)) + ".toml";
}

// An anchor: a word without which pattern number `pattern` of a table is not tried. It may begin a
// longer word; where a "*" stands before it, and in Korean always, it may stand inside one too.
inline WordFinder::Word anchor_word(std::string_view written, Language language,
                                    std::uint32_t pattern) {
  using Edge = WordFinder::Edge;
  const bool inside = written.starts_with('*');
  if (inside) written.remove_prefix(1);
  const Edge left = inside || language == Language::Korean ? Edge::Free : Edge::Border;
  return {std::string(written), left, Edge::Free, pattern};
}

// 0, 1 or 2; past the end for languages without tables.
inline std::size_t slot_of(Language language) {
  for (std::size_t i = 0; i < kLexiconLanguages.size(); ++i) {
    if (kLexiconLanguages[i] == language) return i;
  }
  return kLexiconLanguages.size();
}

template <class T>
class ByLanguage {
 public:
  void set(Language language, T value) { values_[slot_of(language)] = std::move(value); }
  // Null for languages without a value.
  const T* get(Language language) const {
    const std::size_t at = slot_of(language);
    return at < values_.size() && values_[at] ? &*values_[at] : nullptr;
  }

 private:
  std::array<std::optional<T>, 3> values_;
};

}  // namespace depone::reading
