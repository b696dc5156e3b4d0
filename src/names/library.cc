// Titles as the Library of Congress writes them (data/names/korean_words.toml).
#include <algorithm>

#include "names/hangul.h"
#include "names/hangul_text.h"
#include "names/points.h"
#include "names/wrong_entry.h"

namespace depone::names {
namespace {

constexpr std::uint8_t kNieun = 2;  // an onset

// "시사'점": the words of a list with where the mark stands.
std::optional<std::vector<std::pair<std::u32string, std::vector<bool>>>> marked_words(
    const std::string& list, char32_t mark) {
  std::vector<std::pair<std::u32string, std::vector<bool>>> out;
  for (const std::string& marked : words_of(list)) {
    std::u32string word;
    std::vector<bool> marks;
    bool next = false;
    for (const char32_t point : points_of(marked)) {
      if (point == mark) {
        next = true;
      } else if (syllable_of(point)) {
        word.push_back(point);
        marks.push_back(next);
        next = false;
      } else {
        return std::nullopt;
      }
    }
    out.emplace_back(std::move(word), std::move(marks));
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
    return a.first.size() != b.first.size() ? a.first.size() > b.first.size() : a < b;
  });
  return out;
}

}  // namespace

Result<> Romaniser::load_library_words(const DataFiles& data) {
  const std::string path = "names/korean_words.toml";
  const toml::table file = DP_TRY(read_toml(data, path));
  const auto text = [&](std::string_view key) { return file[key].value_or(std::string()); };
  auto tense = marked_words(text("tense"), U'\'');
  auto inserted = marked_words(text("inserted_n"), U'+');
  if (!tense) return wrong_entry(path, "tense");
  if (!inserted) return wrong_entry(path, "inserted_n");
  tense_ = *std::move(tense);
  inserted_n_ = *std::move(inserted);
  const auto list = [&](std::string_view key, std::vector<std::u32string>& into) {
    for (const std::string& word : words_of(text(key))) into.push_back(points_of(word));
  };
  const auto joined = [&](std::string_view key, std::u32string& into) {
    for (const std::string& word : words_of(text(key))) into += points_of(word);
  };
  list("plain", not_tense_);
  list("not_for", not_for_);
  list("with_l", with_l_);
  list("small", small_);
  list("not_given", not_given_);
  list("districts", districts_);
  list("capitals", capitals_);
  joined("tense_endings", tense_endings_);
  joined("doubled_n", doubled_n_);
  joined("surnames", title_surnames_);
  joined("more_surnames", more_surnames_);
  joined("given_syllables", given_syllables_);
  const toml::table* written = file["written"].as_table();
  if (written == nullptr || tense_.empty() || capitals_.empty())
    return wrong_entry(path, "written");
  for (const auto& [key, node] : *written) {
    written_.emplace_back(points_of(key.str()), node.value_or(std::string()));
  }
  return done();
}

std::vector<std::uint8_t> Romaniser::library_sounds(std::u32string_view hangul,
                                                    std::vector<Syllable>& syllables) const {
  std::vector<std::uint8_t> tense(syllables.size(), kUsual);
  const auto each_place = [&](std::u32string_view word, const auto& use) {
    for (std::size_t at = hangul.find(word); at != std::u32string_view::npos;
         at = hangul.find(word, at + 1)) {
      use(at);
    }
  };
  for (const auto& [word, marks] : tense_) {
    each_place(word, [&](std::size_t at) {
      for (std::size_t i = 0; i < marks.size(); ++i) {
        if (marks[i]) tense[at + i] = kTense;
      }
    });
  }
  if (hangul.size() >= 3 && tense_endings_.find(hangul.back()) != std::u32string::npos &&
      syllables[syllables.size() - 2].coda != 0) {
    tense.back() = kTense;
  }
  for (const std::u32string& word : not_tense_) {
    each_place(word, [&](std::size_t at) {
      for (std::size_t i = 0; i < word.size(); ++i) tense[at + i] = kNotTense;
    });
  }
  const auto insert_n = [&](std::size_t at) {
    if (at > 0 && syllables[at - 1].coda != 0 && syllables[at].onset == kSilent) {
      syllables[at].onset = kNieun;
    }
  };
  for (const auto& [word, marks] : inserted_n_) {
    each_place(word, [&](std::size_t at) {
      for (std::size_t i = 0; i < marks.size(); ++i) {
        if (marks[i]) insert_n(at + i);
      }
    });
  }
  // "for ..." is a word of its own that n stands before.
  const bool is_for =
      hangul.size() >= 3 && hangul.back() == U'용' &&
      std::none_of(not_for_.begin(), not_for_.end(),
                   [&](const std::u32string& word) { return hangul.ends_with(word); });
  if (is_for) insert_n(hangul.size() - 1);
  return tense;
}

std::optional<std::string> Romaniser::library_joint(std::u32string_view hangul) const {
  if (hangul.size() < 2) return std::nullopt;
  const std::u32string_view stem = hangul.substr(0, hangul.size() - 1);
  const auto is_surname = [&](char32_t point) {
    return title_surnames_.find(point) != std::u32string::npos ||
           more_surnames_.find(point) != std::u32string::npos;
  };
  if (hangul.back() == U'씨' && stem.size() == 1 && is_surname(stem[0])) {
    return capitalised(library_word(stem)) + " Ssi";
  }
  constexpr std::u32string_view kEndings = U"도시군";
  if (kEndings.find(hangul.back()) == std::u32string_view::npos ||
      std::find(districts_.begin(), districts_.end(), stem) == districts_.end()) {
    return std::nullopt;
  }
  const std::uint8_t coda = syllable_of(stem.back())->coda;
  const bool voiced = coda == 0 || coda == 4 || coda == 8 || coda == 16 || coda == 21;
  const std::string ending = hangul.back() == U'시'   ? "si"
                             : hangul.back() == U'도' ? (voiced ? "do" : "to")
                                                      : (voiced ? "gun" : "kun");
  return capitalised(library_word(stem)) + "-" + ending;
}

bool Romaniser::is_title_person(char32_t surname, std::u32string_view given) const {
  if (given.size() != 2) return false;
  if (title_surnames_.find(surname) != std::u32string::npos) return true;
  return more_surnames_.find(surname) != std::u32string::npos &&
         given_syllables_.find(given[0]) != std::u32string::npos &&
         given_syllables_.find(given[1]) != std::u32string::npos &&
         std::find(not_given_.begin(), not_given_.end(), given) == not_given_.end();
}

std::string Romaniser::library_word(std::u32string_view hangul) const {
  for (const auto& [word, spelled] : written_) {
    if (word == hangul) return spelled;
  }
  if (auto joint = library_joint(hangul)) return *std::move(joint);
  std::vector<Syllable> syllables = syllables_of(hangul);
  const std::vector<std::uint8_t> marks = library_sounds(hangul, syllables);
  std::string out = word(syllables, table(KoreanSystem::McCuneReischauer), "", marks, true);
  const auto begins = [&](const std::vector<std::u32string>& words) {
    return std::any_of(words.begin(), words.end(),
                       [&](const auto& word) { return hangul.starts_with(word); });
  };
  if (out.starts_with('r') && begins(with_l_)) out[0] = 'l';
  const bool capital =
      begins(capitals_) && std::find(small_.begin(), small_.end(), hangul) == small_.end();
  return capital ? capitalised(out) : out;
}

std::u32string library_marks(std::u32string_view points) {
  std::u32string out;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i] == U'\u00b7' || points[i] == U'\u30fb') {
      while (out.ends_with(U' ')) out.pop_back();
      out += U", ";
      while (i + 1 < points.size() && (points[i + 1] == U' ' || points[i + 1] == U'\u3000')) ++i;
    } else {
      out.push_back(points[i] == U'\u3000' ? U' ' : points[i]);
    }
  }
  while (out.ends_with(U' ')) out.pop_back();
  return out;
}

}  // namespace depone::names
