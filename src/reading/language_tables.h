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

template <class T>
class ByLanguage {
 public:
  void set(Language language, T value) { values_[slot(language)] = std::move(value); }
  // Null for languages without a value.
  const T* get(Language language) const {
    const std::size_t at = slot(language);
    return at < values_.size() && values_[at] ? &*values_[at] : nullptr;
  }

 private:
  static std::size_t slot(Language language) {
    switch (language) {
      case Language::English:
        return 0;
      case Language::Korean:
        return 1;
      case Language::Russian:
        return 2;
      default:
        return kLexiconLanguages.size();
    }
  }
  std::array<std::optional<T>, 3> values_;
};

}  // namespace depone::reading
