#include "lineage/facts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <tuple>

#include "lineage/hash.h"
#include "lineage/numbers.h"
#include "lineage/sounds.h"

namespace depone::lineage {
namespace {

constexpr std::size_t kLongestQuoteWords = 6;

class FactReader {
 public:
  FactReader(const ReadText& read, const Tables& tables, WordMemory& memory)
      : read_(read), tables_(tables), memory_(memory), taken_(read.words.size()) {}

  std::vector<Fact> facts(const std::vector<Claim>* claims) {
    read_meanings();
    read_numbers();
    read_names();
    read_han_pairs();
    read_quotes();
    if (claims != nullptr) read_claims(*claims);
    const auto order = [](const Fact& fact) { return std::tuple(fact.kind, fact.key, fact.begin); };
    std::sort(facts_.begin(), facts_.end(),
              [&](const Fact& a, const Fact& b) { return order(a) < order(b); });
    std::vector<Fact> once;
    for (const Fact& fact : facts_) {
      if (!once.empty() && once.back().kind == fact.kind && once.back().key == fact.key) {
        ++once.back().count;
      } else {
        once.push_back(fact);
      }
    }
    return once;
  }

 private:
  double prior_of(FactKind kind) const { return tables_.prior[static_cast<std::size_t>(kind)]; }

  void add(FactKind kind, std::uint64_t key, double prior, std::size_t begin, std::size_t end) {
    facts_.push_back(
        {kind, key, prior, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
  }
  void add_words(FactKind kind, std::uint64_t key, std::size_t first, std::size_t end_word) {
    add(kind, key, prior_of(kind), read_.words[first].begin, read_.words[end_word - 1].end);
  }

  void read_meanings() {
    for (const PhraseMatch& match : tables_.meanings.find(read_.words)) {
      const Meaning& meaning = tables_.meaning[match.meaning];
      const bool spelled = read_.traits[match.begin].script == Script::Latin ||
                           read_.traits[match.begin].script == Script::Cyrillic;
      const bool proper = meaning.kind != FactKind::Concept;
      if (proper && spelled && !read_.traits[match.begin].capital && !adjective(match)) continue;
      if (meaning.kind == FactKind::Concept && meaning.name.size() <= 3 && meaning.name[0] == 'n') {
        add_number(std::stod(meaning.name.substr(1)), read_.words[match.begin].begin,
                   read_.words[match.end - 1].end);
        continue;
      }
      for (std::size_t i = match.begin; i < match.end; ++i) taken_[i] = true;
      add_words(meaning.kind, hash_of(meaning.name), match.begin, match.end);
      if (meaning.kind == FactKind::Concept) concepts_.push_back(match);
    }
  }

  // Romance and Slavic adjectives of states are written small ("russe", "российский").
  bool adjective(const PhraseMatch& match) const {
    return tables_.meaning[match.meaning].kind == FactKind::Country &&
           read_.words[match.begin].folded.size() >= 5 && read_.language != english();
  }
  int english() const {
    for (std::size_t i = 0; i < tables_.languages.size(); ++i) {
      if (tables_.languages[i] == "en") return static_cast<int>(i);
    }
    return -1;
  }

  void add_number(double value, std::size_t begin, std::size_t end) {
    char digits[32];
    const auto written = std::to_chars(digits, digits + sizeof digits, value);
    const std::string_view text(digits, static_cast<std::size_t>(written.ptr - digits));
    add(FactKind::Number, hash_of(text), number_prior(value), begin, end);
  }

  // Round and small numbers are everywhere; 270 or 62.5 is not.
  double number_prior(double value) const {
    const double rare = prior_of(FactKind::Number);
    if (value != std::floor(value)) return rare * 2;
    if (value <= 3) return rare * 60;
    if (value <= 12) return rare * 25;
    if (value >= 1950 && value <= 2035) return rare * (value >= 2000 ? 16 : 8);
    if (value <= 31) return rare * 10;
    double rest = value;
    int significant = 0;
    while (rest >= 1 && std::fmod(rest, 10) == 0) rest /= 10;
    for (; rest >= 1; rest = std::floor(rest / 10)) ++significant;
    if (significant == 1) return rare * 8;
    return significant == 2 ? rare * 3 : rare;
  }

  void read_numbers() {
    const std::vector<WrittenNumber> numbers = written_numbers(read_.text);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const WrittenNumber& number = numbers[i];
      if (number.value == 0) continue;
      add_number(number.value, number.begin, number.end);
      add_date(numbers, i);
    }
  }

  // "8월 14일", "8 月 14 日", "14 августа", "August 14", "14. August".
  void add_date(const std::vector<WrittenNumber>& numbers, std::size_t i) {
    const WrittenNumber& number = numbers[i];
    const auto follows = [&](std::size_t at, std::string_view mark) {
      if (at < read_.text.size() && read_.text[at] == ' ') ++at;
      return read_.text.substr(at).starts_with(mark);
    };
    const bool month_mark = follows(number.end, "월") || follows(number.end, "月");
    if (month_mark && number.value <= 12 && i + 1 < numbers.size()) {
      const WrittenNumber& day = numbers[i + 1];
      if (day.begin - number.end <= 6 && (follows(day.end, "일") || follows(day.end, "日"))) {
        add_day(number.value, day.value, number.begin, day.end);
      }
      return;
    }
    if (number.value < 1 || number.value > 31 || number.value != std::floor(number.value)) return;
    const auto word =
        std::lower_bound(read_.words.begin(), read_.words.end(), number.begin,
                         [](const text::Word& w, std::size_t begin) { return w.begin < begin; });
    const auto at = static_cast<std::size_t>(word - read_.words.begin());
    for (const std::size_t near : {at + 1, at - 1, at + 2}) {  // "14 de agosto" is two on
      if (near >= read_.words.size()) continue;
      const auto month = tables_.month_words.find(std::span(read_.words).subspan(near, 1));
      if (month.empty() || read_.words[near].folded.size() < 3) continue;
      const std::size_t begin = std::min(number.begin, read_.words[near].begin);
      add_day(month[0].meaning, number.value, begin, std::max(number.end, read_.words[near].end));
      return;
    }
  }

  void add_day(double month, double day, std::size_t begin, std::size_t end) {
    const auto key = static_cast<std::uint64_t>(month) * 32 + static_cast<std::uint64_t>(day);
    add(FactKind::Date, mix(key), prior_of(FactKind::Date), begin, end);
  }

  void read_names() {
    for (std::size_t i = 0; i < read_.words.size(); ++i) {
      const text::Word& word = read_.words[i];
      const ReadWord& traits = read_.traits[i];
      if (traits.frequent || traits.digits || taken_[i]) continue;
      const bool foreign = traits.script != read_.script && traits.script != Script::Other &&
                           traits.script != Script::Han;
      if (foreign && word.folded.size() >= 3) {
        add_words(FactKind::Foreign, hash_of(word.folded), i, i + 1);
      }
      switch (traits.script) {
        case Script::Latin:
          if (traits.name || foreign) {
            add_words(FactKind::Foreign, hash_of(word.folded), i, i + 1);
            add_sound(word.folded, false, i, i + 1);
          }
          break;
        case Script::Cyrillic:
          if (traits.name) add_sound(word.folded, true, i, i + 1);
          break;
        case Script::Hangul:
        case Script::Arabic:
          add_sound(word.folded, true, i, i + 1);
          break;
        case Script::Han:
          if (traits.kana) i = read_kana(i) - 1;
          break;
        case Script::Other:
          break;
      }
    }
  }

  // Kana letters in a row are one word, most often a name or loan; returns the word after it.
  std::size_t read_kana(std::size_t begin) {
    std::size_t end = begin;
    std::string run;
    while (end < read_.words.size() && read_.traits[end].kana &&
           (end == begin || read_.words[end - 1].end == read_.words[end].begin)) {
      run += read_.words[end++].folded;
    }
    if (end - begin >= 3) add_sound(run, true, begin, end);
    return end;
  }

  void add_sound(const std::string& folded, bool romanised, std::size_t begin, std::size_t end) {
    std::string word = folded;
    if (read_.traits[begin].script == Script::Hangul) {
      word = text::stem(folded, Language::Korean);
    } else if (read_.traits[begin].script == Script::Cyrillic) {
      word = text::stem(folded, Language::Russian);
    }
    const NameSound sound = sound_of(memory_.latin(word), romanised);
    // The last vowel is where inflections differ ("Махачкале", "Makhachkala").
    std::string full = sound.full;
    while (!full.empty() && (full.back() == 'A' || full.back() == 'E' || full.back() == 'O')) {
      full.pop_back();
    }
    if (full.size() >= 5) add_words(FactKind::Sound, hash_of(full), begin, end);
    if (sound.consonants.size() >= 3) {
      const double scale = sound.consonants.size() == 3 ? 6 : 1;
      add(FactKind::Consonants, hash_of(sound.consonants), scale * prior_of(FactKind::Consonants),
          read_.words[begin].begin, read_.words[end - 1].end);
    }
  }

  void read_han_pairs() {
    for (std::size_t i = 0; i + 1 < read_.words.size(); ++i) {
      const auto han = [&](std::size_t at) {
        return read_.traits[at].script == Script::Han && !read_.traits[at].kana;
      };
      if (!han(i) || !han(i + 1) || read_.words[i].end != read_.words[i + 1].begin) continue;
      add_words(FactKind::HanPair,
                combine(hash_of(read_.words[i].folded), hash_of(read_.words[i + 1].folded)), i,
                i + 2);
    }
  }

  // Short phrases between quotation marks: the words a retelling keeps.
  void read_quotes() {
    for (std::size_t i = 0; i < read_.words.size(); ++i) {
      if (!quote_before(i)) continue;
      std::size_t end = i;
      while (end < read_.words.size() && end - i < 2 * kLongestQuoteWords && !quote_after(end)) {
        ++end;
      }
      if (end >= read_.words.size() || !quote_after(end)) continue;
      ++end;
      add_quote(i, end);
    }
  }

  void add_quote(std::size_t begin, std::size_t end) {
    if (end - begin <= kLongestQuoteWords) {
      std::vector<std::uint64_t> stems;
      for (std::size_t i = begin; i < end; ++i) {
        if (read_.traits[i].frequent) continue;
        stems.push_back(hash_of(stem_of(i)));
      }
      std::sort(stems.begin(), stems.end());
      std::uint64_t key = 1;
      for (const std::uint64_t stem : stems) key = combine(key, stem);
      if (!stems.empty()) add_words(FactKind::Quote, key, begin, end);
    }
    for (const PhraseMatch& match : concepts_) {
      if (match.begin >= begin && match.end <= end) {
        add_words(FactKind::QuotedConcept, hash_of(tables_.meaning[match.meaning].name), begin,
                  end);
      }
    }
  }

  std::string stem_of(std::size_t i) const {
    switch (read_.traits[i].script) {
      case Script::Latin:
        return text::stem(read_.words[i].folded, Language::English);
      case Script::Cyrillic:
        return text::stem(read_.words[i].folded, Language::Russian);
      case Script::Hangul:
        return text::stem(read_.words[i].folded, Language::Korean);
      default:
        return read_.words[i].folded;
    }
  }

  bool quote_before(std::size_t i) const {
    const std::size_t at = read_.words[i].begin;
    const std::string_view before = read_.text.substr(0, at);
    for (const std::string_view mark : {"\"", "'", "“", "‘", "«", "„", "「", "『"}) {
      if (!before.ends_with(mark)) continue;
      const std::size_t rest = before.size() - mark.size();
      // An apostrophe inside a word opens nothing.
      return mark.size() > 1 || rest == 0 || before[rest - 1] == ' ' || before[rest - 1] == '\n' ||
             before[rest - 1] == '(' || before[rest - 1] == mark[0];
    }
    return false;
  }
  bool quote_after(std::size_t i) const {
    const std::string_view after = read_.text.substr(read_.words[i].end);
    for (const std::string_view mark : {"\"", "”", "’", "»", "“", "」", "』"}) {
      if (after.starts_with(mark)) return true;
    }
    if (!after.starts_with('\'')) return false;
    return after.size() < 2 || static_cast<unsigned char>(after[1]) >= 0x80 ||
           !((after[1] >= 'a' && after[1] <= 'z') || (after[1] >= 'A' && after[1] <= 'Z'));
  }

  void read_claims(const std::vector<Claim>& claims) {
    for (const Claim& claim : claims) {
      // Laws and indicators are topics, not facts of a story.
      if (claim.polarity == Polarity::Law || claim.kind == ClaimKind::Indicator) continue;
      std::uint64_t key = combine(static_cast<std::uint64_t>(claim.kind), 7);
      if (claim.value) {
        key = combine(key, static_cast<std::uint64_t>(claim.value->ten_thousandths));
        key = combine(key, static_cast<std::uint64_t>(claim.per));
      } else {
        continue;  // places, employers and dates are read from the text, in any language
      }
      add(FactKind::Claim, key, prior_of(FactKind::Claim), 0, 0);
    }
  }

  const ReadText& read_;
  const Tables& tables_;
  WordMemory& memory_;
  std::vector<bool> taken_;            // words that belong to a lexicon entry
  std::vector<PhraseMatch> concepts_;  // for quotations
  std::vector<Fact> facts_;
};

}  // namespace

std::vector<Fact> read_facts(const ReadText& read, const std::vector<Claim>* claims,
                             const Tables& tables, WordMemory& memory) {
  return FactReader(read, tables, memory).facts(claims);
}

CitedOutlets read_outlets(const ReadText& read, const Tables& tables) {
  CitedOutlets outlets;
  const std::vector<PhraseMatch> cues = tables.cues.find(read.words);
  for (const PhraseMatch& match : tables.meanings.find(read.words)) {
    const Meaning& meaning = tables.meaning[match.meaning];
    if (meaning.kind != FactKind::Outlet) continue;
    bool cited = false;
    bool own = false;
    std::size_t begin = match.begin;
    std::size_t end = match.end;
    for (const PhraseMatch& cue : cues) {
      const bool next = cue.end <= match.begin && match.begin - cue.end <= 2;
      const bool previous = cue.begin >= match.end && cue.begin - match.end <= 3;
      if ((cue.meaning & kOwnNext) != 0 && cue.end == match.begin) own = true;
      if (((cue.meaning & kCitesNext) != 0 && next) ||
          ((cue.meaning & kCitesPrevious) != 0 && previous)) {
        cited = true;
        begin = std::min(begin, cue.begin);
        end = std::max(end, cue.end);
      }
    }
    // Korean particles stand on the name itself: "BBC에", "연합뉴스가"; and "(서울=연합뉴스)".
    const std::size_t name_end = read.words[match.end - 1].end;
    const std::size_t name_begin = read.words[match.begin].begin;
    if (read.text.substr(name_end).starts_with(')') && name_begin > 0 &&
        read.text[name_begin - 1] == '=') {
      own = true;
    }
    auto& list = own ? outlets.own : outlets.cited;
    if (!own && !cited) continue;
    if (std::find(list.begin(), list.end(), meaning.name) != list.end()) continue;
    list.push_back(meaning.name);
    if (!own) {
      outlets.phrases.emplace_back(read.text.substr(
          read.words[begin].begin, read.words[end - 1].end - read.words[begin].begin));
    }
  }
  return outlets;
}

}  // namespace depone::lineage
