#include "names/readings.h"

#include <algorithm>
#include <optional>

#include "names/points.h"

namespace depone::names {
namespace {

constexpr std::uint8_t kSurnameLast = 4;    // quarter bits: the rarer order
constexpr std::uint8_t kWrittenJoined = 8;  // surname and given name in one word

class Reader {
 public:
  Reader(const Matcher::Tables& tables, const Cut& cut) : tables_(tables), cut_(cut) {}

  std::vector<KoreanReading> whole() {
    add_korean();
    return std::move(readings_);
  }
  std::vector<KoreanReading> part() {
    add_part();
    return std::move(readings_);
  }

 private:
  // Words [begin, end) as one given name, "-" between the parts.
  std::string joined(const std::vector<std::vector<const Written*>>& words, std::size_t begin,
                     std::size_t end) const {
    std::u32string text;
    for (std::size_t i = begin; i < end; ++i) {
      for (const Written* part : words[i]) {
        if (!text.empty()) text.push_back(U'-');
        text += part->spelled;
      }
    }
    return utf8_of(text);
  }

  void add_reading(const Surnames& surnames, std::optional<Lattice> given, std::string surname,
                   std::string given_text, std::uint8_t cost, bool hangul) {
    if (!given) return;
    KoreanReading reading;
    reading.surnames = surnames;
    std::sort(reading.surnames.begin(), reading.surnames.end());
    reading.given = *std::move(given);
    reading.surname_text = std::move(surname);
    reading.given_text = std::move(given_text);
    reading.cost = cost;
    reading.hangul = hangul;
    readings_.push_back(std::move(reading));
  }

  const Surnames* surnames_called(const std::string& text) const {
    return names::surnames_called(tables_, text);
  }

  void add_hangul() {
    std::u32string points;
    for (const Written& part : cut_.parts) points += part.letters;
    points = points_of(tables_.romaniser.hangul(utf8_of(points), true));
    if (points.size() < 2 || points.size() > 6) return;
    std::vector<Syllable> syllables;
    for (const char32_t point : points) {
      const auto syllable = syllable_of(point);
      if (!syllable) return;
      syllables.push_back(*syllable);
    }
    for (const std::size_t length : {std::size_t{1}, std::size_t{2}}) {
      if (syllables.size() <= length || syllables.size() - length > 4) continue;
      std::u32string surname(points, 0, length);
      const Surnames* found = surnames_called(utf8_of(surname));
      if (found == nullptr) {
        surname[0] = point_of(initial_form(syllables[0]));  // 리, 림, 류 of the North
        found = surnames_called(utf8_of(surname));
      }
      if (found == nullptr) continue;
      const bool hanja = cut_.parts.front().script == Script::Han;
      const std::vector<Syllable> given(syllables.begin() + static_cast<std::ptrdiff_t>(length),
                                        syllables.end());
      add_reading(*found, tables_.spellings.hangul(given), utf8_of(surname),
                  utf8_of(std::u32string_view(points).substr(length)), 0, true);
      readings_.back().hanja = hanja;
    }
  }

  // The parts by written word; false when they are not of one script, or too long.
  bool gather() {
    if (cut_.parts.empty() || cut_.parts.size() > 5) return false;
    script_ = cut_.parts.front().script;
    std::size_t letters = 0;
    for (const Written& part : cut_.parts) {
      const bool fits = is_east() ? part.script == Script::Hangul || part.script == Script::Han
                                  : part.script == script_;
      if (!fits) return false;
      letters += part.letters.size();
      if (numbers_.empty() || numbers_.back() != part.word) {
        words_.emplace_back();
        numbers_.push_back(part.word);
      }
      words_.back().push_back(&part);
    }
    return letters <= 24 && (is_east() || script_ == Script::Latin || script_ == Script::Cyrillic);
  }

  bool is_east() const { return script_ == Script::Hangul || script_ == Script::Han; }

  std::optional<Lattice> given_of(const std::string& text) const {
    return script_ == Script::Latin ? tables_.spellings.latin(text)
                                    : tables_.spellings.cyrillic(text);
  }

  // The letters alone as a reading of a part: no surname beside it is looked for.
  void add_part() {
    if (!gather()) return;
    const Surnames none = {{tables_.no_surname, std::uint8_t{0}}};
    if (!is_east()) {
      const std::string text = joined(words_, 0, words_.size());
      add_reading(none, given_of(text), "", text, 0, false);
      return;
    }
    std::u32string points;
    for (const Written& part : cut_.parts) points += part.letters;
    points = points_of(tables_.romaniser.hangul(utf8_of(points)));
    if (points.empty() || points.size() > 3) return;
    std::vector<Syllable> syllables;
    for (const char32_t point : points) {
      const auto syllable = syllable_of(point);
      if (!syllable) return;
      syllables.push_back(*syllable);
    }
    add_reading(none, tables_.spellings.hangul(syllables), "", utf8_of(points), 0, true);
    readings_.back().hanja = script_ == Script::Han;
  }

  void add_korean() {
    if (!gather()) return;
    if (is_east()) return add_hangul();
    const auto& words = words_;
    const auto& numbers = numbers_;
    const std::size_t count = words.size();
    const auto add = [&](std::size_t surname, std::size_t begin, std::size_t end,
                         std::uint8_t cost) {
      if (begin >= end) return;
      const std::string text = joined(words, surname, surname + 1);
      std::string plain = text;
      std::erase(plain, '-');
      const Surnames* found = surnames_called(plain);
      if (found == nullptr) {
        std::erase(plain, '\'');
        found = surnames_called(plain);
      }
      if (found == nullptr) return;
      const std::string given = joined(words, begin, end);
      add_reading(*found, given_of(given), text, given, cost, false);
    };
    if (count >= 2 && count <= 4) {
      const bool first_told = cut_.comma && *cut_.comma == numbers.front();
      add(0, 1, count, 0);
      if (!first_told) add(count - 1, 0, count - 1, kSurnameLast);
      // A two-syllable surname written as two words.
      if (count >= 3) {
        const std::string surname = joined(words, 0, 2);
        std::string plain = surname;
        std::erase(plain, '-');
        if (const Surnames* found = surnames_called(plain); found != nullptr && plain.size() > 5) {
          const std::string given = joined(words, 2, count);
          add_reading(*found, given_of(given), surname, given, 0, false);
        }
      }
    } else if (count == 1) {
      // Surname and given name in one word.
      const std::string text = joined(words, 0, 1);
      for (std::size_t length = 1; length + 2 <= text.size() && length <= 12; ++length) {
        if ((static_cast<unsigned char>(text[length]) & 0xc0u) == 0x80u) continue;
        const Surnames* found = surnames_called(text.substr(0, length));
        if (found == nullptr) continue;
        std::string given = text.substr(length);
        if (given.starts_with('-')) given.erase(0, 1);
        if (given.empty()) continue;
        auto lattice = given_of(given);
        if (lattice && lattice->fewest >= 2) {
          add_reading(*found, std::move(lattice), text.substr(0, length), given, kWrittenJoined,
                      false);
        }
      }
    }
  }

  const Matcher::Tables& tables_;
  const Cut& cut_;
  Script script_ = Script::Latin;
  std::vector<std::vector<const Written*>> words_;
  std::vector<std::uint16_t> numbers_;  // of the words
  std::vector<KoreanReading> readings_;
};

}  // namespace

const Surnames* surnames_called(const Matcher::Tables& tables, const std::string& text) {
  const auto found = tables.surname_of.find(text);
  return found == tables.surname_of.end() ? nullptr : &found->second;
}

std::vector<KoreanReading> korean_readings(const Matcher::Tables& tables, const Cut& cut) {
  return Reader(tables, cut).whole();
}

std::vector<KoreanReading> korean_part_readings(const Matcher::Tables& tables, const Cut& cut) {
  return Reader(tables, cut).part();
}

}  // namespace depone::names
