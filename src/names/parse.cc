#include <algorithm>
#include <array>

#include "names/points.h"
#include "names/readings.h"
#include "names/tables.h"
#include "text/latin.h"
#include "text/unicode.h"

namespace depone::names {
namespace {

constexpr std::size_t kMostBytes = 400;
constexpr std::size_t kMostTokens = 24;
constexpr float kMostBits = 15;
constexpr std::size_t kShortPart = 4;
constexpr std::size_t kLongestJoin = 12;
constexpr float kPatronymicBits = 6.5f;    // as rare as the father's given name
constexpr float kKoreanBits = 3;           // that a surname is a Korean one
constexpr std::uint16_t kSonGroup = 3000;  // added to the father's group
constexpr std::uint16_t kDaughterGroup = 6000;
constexpr std::array<std::string_view, 8> kPatronymics = {"oviC", "eviC", "iviC", "ovna",
                                                          "evna", "ivna", "aviC", "avna"};

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "39th" -> "39"; nothing when the word is no number.
std::optional<std::string> number_in(const std::string& text) {
  if (all_digits(text)) return text;
  if (text.size() > 2) {
    const std::string ending = text.substr(text.size() - 2);
    const std::string rest = text.substr(0, text.size() - 2);
    if ((ending == "th" || ending == "st" || ending == "nd" || ending == "rd") &&
        all_digits(rest)) {
      return rest;
    }
  }
  return std::nullopt;
}

// The article's l takes the sound of these letters: an-Nur, ad-Din.
bool is_sun(std::string_view arabic_sound) {
  constexpr std::string_view kSun = "tdrzsSnlZ";
  return Sounds::is_arabic(arabic_sound) && arabic_sound.size() > 1 &&
         kSun.find(arabic_sound[1]) != std::string_view::npos;
}

// Letters whose marks say what English writes with an h: Czech, Croatian, Turkish, Romanian, and
// scholarly Russian.
std::string without_carons(std::u32string_view letters) {
  std::u32string out;
  for (const char32_t letter : letters) {
    switch (letter) {
      case U'Č':
      case U'č':
      case U'Ć':
      case U'ć':
        out += U"ch";
        break;
      case U'Š':
      case U'š':
      case U'Ş':
      case U'ş':
      case U'Ș':
      case U'ș':
        out += U"sh";
        break;
      case U'Ž':
      case U'ž':
        out += U"zh";
        break;
      default:
        out.push_back(letter);
    }
  }
  return utf8_of(out);
}

bool is_servant(std::string_view latin) {
  return latin == "abdul" || latin == "abdel" || latin == "abdal" || latin == "abdil";
}

// How rare a word is that no table knows: longer words with more consonants are rarer.
float unknown_bits(std::string_view sound) {
  float bits = 2;
  for (const char c : sound) {
    bits += std::string_view("aeiouEyh").find(c) == std::string_view::npos ? 2.2f : 0.7f;
  }
  for (const std::string_view patronymic : kPatronymics) {
    if (sound.size() > 6 && sound.ends_with(patronymic)) bits = std::min(bits, kPatronymicBits);
  }
  return std::min(bits, kMostBits);
}

// Everything parse() needs while it works on one name.
class Parser {
 public:
  explicit Parser(const Matcher::Tables& tables) : tables_(tables) {}

  Name parse(std::string_view text, Readings readings) {
    part_ = readings == Readings::PartOnly;
    if (text.size() > kMostBytes) {
      std::size_t end = kMostBytes;
      while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0u) == 0x80u) --end;
      text = text.substr(0, end);
    }
    name_.text = std::string(text);
    const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
    cut_ = cut(points_of(ascii ? std::string(text) : text::nfc(text)));
    for (const Written& part : cut_.parts) {
      if (name_.tokens.size() < kMostTokens) add_tokens(part);
    }
    mark_phrases();
    add_units();
    if (readings == Readings::All) name_.korean = korean_readings(tables_, cut_);
    if (part_) name_.korean = korean_part_readings(tables_, cut_);
    name_.korean_best = 1000000;
    for (const KoreanReading& reading : name_.korean) {
      for (const auto& [surname, cost] : reading.surnames) {
        name_.korean_best = std::min(name_.korean_best, tables_.surnames[surname].rarity + cost +
                                                            reading.cost + reading.given.best);
      }
    }
    for (const Token& token : name_.tokens) {
      if (token.part == Part::Word) name_.bits += token.bits;
      name_.organisation = name_.organisation || token.part == Part::Form;
    }
    return std::move(name_);
  }

 private:
  void add_token(std::string text, const Written& part, std::string sound) {
    Token token;
    token.shown = utf8_of(part.shown);
    token.word = part.word;
    token.sound = std::move(sound);
    const std::string original = utf8_of(part.letters);
    auto known = tables_.words.find(text);
    if (known == tables_.words.end()) known = tables_.words.find(original);
    token.text = std::move(text);
    const auto roman = tables_.numbers.find(token.text);
    const bool initial = part.letters.size() == 1 && part.dotted &&
                         (part.script == Script::Latin || part.script == Script::Cyrillic);
    if (initial && !number_in(token.text)) {
      token.part = Part::Initial;
    } else if (const auto number = number_in(token.text)) {
      token.part = Part::Number;
      token.text = *number;
    } else if (roman != tables_.numbers.end()) {
      token.part = Part::Number;
      token.text = roman->second;
    } else if (known != tables_.words.end()) {
      token.part = known->second.part;
      token.meaning = known->second.meaning;
    } else if (part.letters.size() == 1 && part.script != Script::Han &&
               part.script != Script::Hangul) {
      token.part = Part::Initial;
    }
    const auto common = tables_.common.find(token.sound);
    token.bits = common != tables_.common.end() ? common->second : unknown_bits(token.sound);
    if (Sounds::is_arabic(token.sound)) token.bits = arabic_bits(token.sound);
    if (token.meaning != 0 && token.part == Part::Word) token.bits = std::min(token.bits, 5.0f);
    token.signature = tables_.sounds.signature(token.sound);
    const auto groups = tables_.groups.find(token.sound);
    if (groups != tables_.groups.end()) token.groups = groups->second;
    add_patronymic(token);
    if (!initial) add_surname_groups(token, original);
    if (token.part != Part::Number && token.sound.empty()) return;
    if (name_.tokens.size() >= kMostTokens) return;
    name_.tokens.push_back(std::move(token));
  }

  float arabic_bits(std::string_view sound) const {
    const std::string consonants = Sounds::consonants(sound);
    float bits = unknown_bits(consonants);
    // The common words are known as others write them.
    for (const auto& [dental, hissed] : {std::pair{'t', 'd'}, {'s', 'z'}}) {
      std::string written = consonants;
      std::replace(written.begin(), written.end(), '8', dental);
      std::replace(written.begin(), written.end(), '9', hissed);
      const auto common = tables_.common_arabic.find(written);
      if (common != tables_.common_arabic.end()) bits = std::min(bits, common->second);
    }
    return bits;
  }

  // A patronymic is of its father's name's groups: Volodymyrovych and Vladimirovich.
  void add_patronymic(Token& token) const {
    for (const std::string_view ending : kPatronymics) {
      if (!token.sound.ends_with(ending) || token.sound.size() < ending.size() + 3) continue;
      const std::string root = token.sound.substr(0, token.sound.size() - ending.size());
      const bool female = ending.back() == 'a';
      for (const std::string_view stem : {"", "y", "iy", "i", "o", "a"}) {
        const auto groups = tables_.groups.find(root + std::string(stem));
        if (groups == tables_.groups.end()) continue;
        for (const auto& [group, cost] : groups->second) {
          token.groups.emplace_back(
              static_cast<std::uint16_t>(group + (female ? kDaughterGroup : kSonGroup)), cost);
        }
      }
      return;
    }
  }

  // A Korean surname meets its other spellings even where no given name can be read.
  void add_surname_groups(Token& token, const std::string& original) const {
    if (token.part != Part::Word && token.part != Part::Initial) return;
    const Surnames* surnames = surnames_called(tables_, original);
    if (surnames == nullptr) surnames = surnames_called(tables_, token.text);
    if (surnames == nullptr) return;
    int rarity = 0;
    for (const auto& [surname, cost] : *surnames) {
      token.groups.emplace_back(static_cast<std::uint16_t>(kSurnameGroup + surname), cost);
      rarity = std::max(rarity, tables_.surnames[surname].rarity);
    }
    token.part = Part::Word;
    token.bits = std::min(token.bits, 0.25f * static_cast<float>(rarity) + kKoreanBits);
  }

  // Surname and given name of a Korean person as two words.
  bool add_person(const Written& part) {
    const std::u32string points = points_of(tables_.romaniser.hangul(utf8_of(part.letters), true));
    const bool hangul = std::all_of(points.begin(), points.end(),
                                    [](char32_t point) { return syllable_of(point).has_value(); });
    if (cut_.parts.size() != 1 || !hangul || points.size() < 2 || points.size() > 5) return false;
    std::size_t length = tables_.romaniser.surname_length(points);
    for (const auto& [begin, end] : {std::pair{std::size_t{0}, length}, {length, points.size()}}) {
      Written word = part;
      word.letters = points.substr(begin, end - begin);
      if (begin == 0) word.letters[0] = point_of(initial_form(*syllable_of(word.letters[0])));
      word.word = begin == 0 ? 0 : 1;
      const std::string latin = tables_.romaniser.text(utf8_of(word.letters), KoreanSystem::Dprk);
      add_token(latin, word, tables_.sounds.of(latin));
    }
    return true;
  }

  void add_tokens(const Written& part) {
    const std::string letters = utf8_of(part.letters);
    const bool east = part.script == Script::Hangul || part.script == Script::Han;
    if (east && !part_ && add_person(part)) return;
    switch (part.script) {
      case Script::Latin: {
        const bool ascii = std::all_of(part.letters.begin(), part.letters.end(),
                                       [](char32_t c) { return c < 128; });
        const std::string latin = ascii ? letters : text::any_latin(letters);
        const auto words = words_of(latin);
        if (words.size() == 1 && is_servant(latin)) {
          // Abdul is the servant of the: so it stands apart in Arabic, and in many spellings.
          add_token("abd", part, tables_.sounds.of("abd"));
          add_token(latin.substr(3), part, tables_.sounds.of(latin.substr(3)));
          return;
        }
        if (!ascii && words.size() == 1) {
          add_token(latin, part, tables_.sounds.of(text::any_latin(without_carons(part.letters))));
          return;
        }
        for (const std::string& word : words) {
          add_token(word, part, tables_.sounds.of(word));
        }
        return;
      }
      case Script::Cyrillic: {
        const auto latin = tables_.cyrillic.write(letters, "newspaper");
        add_token(latin.ok() ? latin.value() : letters, part, tables_.sounds.of(letters));
        return;
      }
      case Script::Hangul: {
        const std::string latin = tables_.romaniser.text(letters, KoreanSystem::Dprk);
        add_token(latin, part, tables_.sounds.of(latin));
        return;
      }
      case Script::Arabic:
        add_arabic(part);
        return;
      case Script::Han:
      case Script::Other:
        for (const std::string& word : words_of(text::any_latin(letters))) {
          if (name_.tokens.size() < kMostTokens) add_token(word, part, tables_.sounds.of(word));
        }
        return;
    }
  }

  // A word of Arabic script; the article before it is a particle.
  void add_arabic(const Written& part) {
    Written word = part;
    constexpr std::u32string_view kArticle = U"ال";
    constexpr std::u32string_view kGod = U"الله";
    constexpr std::u32string_view kPersianGod = U"اللہ";
    constexpr std::u32string_view kElias = U"الياس";
    if (word.letters.starts_with(kArticle) && word.letters.size() >= 4 && word.letters != kGod &&
        word.letters != kPersianGod && word.letters != kElias) {
      Written article = word;
      article.letters = kArticle;
      add_token("al", article, tables_.sounds.of("al"));
      word.letters.erase(0, kArticle.size());
    }
    std::string latin;
    for (const std::string& one : words_of(text::any_latin(utf8_of(word.letters)))) latin += one;
    add_token(latin, word, tables_.sounds.of_arabic(word.letters));
  }

  // Legal forms of several words become one token.
  void mark_phrases() {
    auto& tokens = name_.tokens;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const std::size_t most = std::min(tables_.longest_phrase, tokens.size() - i);
      for (std::size_t length = most; length >= 2; --length) {
        std::string phrase;
        for (std::size_t j = i; j < i + length; ++j) {
          phrase += (j == i ? "" : " ") + tokens[j].text;
        }
        const auto found = tables_.phrases.find(phrase);
        if (found == tables_.phrases.end()) continue;
        tokens[i].part = Part::Form;
        tokens[i].meaning = found->second;
        for (std::size_t j = i + 1; j < i + length; ++j) tokens[i].shown += " " + tokens[j].shown;
        tokens[i].text = phrase;
        const auto at = tokens.begin() + static_cast<std::ptrdiff_t>(i);
        tokens.erase(at + 1, at + static_cast<std::ptrdiff_t>(length));
        break;
      }
    }
    // A name of nothing but titles, fillers and forms is made of words after all.
    const bool empty = std::none_of(tokens.begin(), tokens.end(), [](const Token& token) {
      return token.part == Part::Word || token.part == Part::Number;
    });
    if (!empty) return;
    const bool initials = std::any_of(tokens.begin(), tokens.end(), [](const Token& token) {
      return token.part == Part::Initial;
    });
    for (Token& token : tokens) {
      if (!initials || token.part != Part::Form) token.part = Part::Word;
    }
  }

  // `assimilated`: the article's l has become the sound after it (Abdurrahman, not Abdulrahman).
  void add_unit(std::size_t begin, std::size_t end, bool assimilated = false) {
    const auto& tokens = name_.tokens;
    Unit unit;
    unit.begin = static_cast<std::uint16_t>(begin);
    unit.end = static_cast<std::uint16_t>(end);
    if (end == begin + 1) {
      unit.sound = tokens[begin].sound;
      unit.signature = tokens[begin].signature;
      unit.bits = tokens[begin].bits;
    } else {
      std::string joined;
      std::string arabic;
      for (std::size_t i = begin; i < end; ++i) {
        joined += tokens[i].text;
        const bool is_arabic = Sounds::is_arabic(tokens[i].sound);
        if (is_arabic && arabic.empty()) arabic = Sounds::kArabicMark;
        if (is_arabic) {
          arabic += tokens[i].sound.substr(1);
        } else if (!assimilated || i + 1 == end || !is_sun(tokens[i + 1].sound)) {
          arabic += Sounds::consonants(tokens[i].sound);
        }
        if (tokens[i].part == Part::Word) unit.bits += tokens[i].bits;
      }
      if (arabic.size() > kMostSounds) arabic.resize(kMostSounds);
      unit.sound = Sounds::is_arabic(arabic) ? arabic : tables_.sounds.of(joined);
      unit.signature = tables_.sounds.signature(unit.sound);
      const auto common = tables_.common.find(unit.sound);
      if (common != tables_.common.end()) unit.bits = std::min(unit.bits, common->second);
      unit.bits = std::min(unit.bits, kMostBits);
    }
    if (!unit.sound.empty() && unit.bits > 0) name_.units.push_back(std::move(unit));
  }

  void add_units() {
    const auto& tokens = name_.tokens;
    const auto joins = [&](std::size_t i) {
      return tokens[i].part == Part::Word || tokens[i].part == Part::Particle;
    };
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (tokens[i].part == Part::Word) add_unit(i, i + 1);
      if (i + 1 < tokens.size() && joins(i) && joins(i + 1)) {
        // Two long words are not written as one.
        const std::size_t one = tokens[i].text.size();
        const std::size_t other = tokens[i + 1].text.size();
        if (std::min(one, other) <= kShortPart || one + other <= kLongestJoin) add_unit(i, i + 2);
        if (i + 2 < tokens.size() && tokens[i + 1].part == Part::Particle && joins(i + 2)) {
          add_unit(i, i + 3);
          if (is_sun(tokens[i + 2].sound)) add_unit(i, i + 3, true);
        }
      }
    }
  }

  const Matcher::Tables& tables_;
  Name name_;
  Cut cut_;
  bool part_ = false;  // a given name or surname alone
};

}  // namespace

Name Matcher::parse(std::string_view text, Readings readings) const {
  return Parser(*tables_).parse(text, readings);
}

}  // namespace depone::names
