// One value for each of the three languages the lexicons cover.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "model/document.h"

namespace depone::reading {

inline constexpr std::array<Language, 3> kLexiconLanguages = {Language::English, Language::Korean,
                                                              Language::Russian};

// "reading/polarity" and Korean give "reading/polarity_ko.toml".
inline std::string table_path(const std::string& stem, Language language) {
  return stem + "_" + std::string(name_of(language)) + ".toml";
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
