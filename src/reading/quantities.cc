#include "reading/quantities.h"

#include <re2/re2.h>

#include <algorithm>

#include "reading/quantity_tables.h"

namespace depone::reading {
namespace {

// How far bounds and rates are looked for, in bytes: every window is bounded, so all is linear.
constexpr std::size_t kBoundWindow = 48;
constexpr std::size_t kRateWindow = 96;

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

std::string_view before(std::string_view text, std::size_t at, std::size_t window) {
  std::size_t begin = at > window ? at - window : 0;
  while (begin < at && (static_cast<unsigned char>(text[begin]) & 0xC0) == 0x80) ++begin;
  return text.substr(begin, at - begin);
}

std::string_view after(std::string_view text, std::size_t at, std::size_t window) {
  return text.substr(at, window);
}

bool is_there(const re2::RE2& pattern, std::string_view text, re2::RE2::Anchor anchor) {
  return pattern.Match(piece(text), 0, text.size(), anchor, nullptr, 0);
}

bool is_word_byte(char c) { return is_latin(c) || (static_cast<unsigned char>(c) & 0x80) != 0; }

class Finder {
 public:
  Finder(const QuantityLexicon::Tables& tables, const LanguageQuantities& language,
         std::string_view text)
      : tables_(tables), language_(language), text_(text) {}

  void run(const std::vector<Numeral>& numerals, std::vector<Quantity>& out) const {
    const std::size_t first = out.size();
    for (std::size_t i = 0; i < numerals.size(); ++i) {
      const Numeral& numeral = numerals[i];
      const std::size_t floor = out.size() > first ? out.back().end : 0;
      if (numeral.begin < floor) continue;
      const std::size_t ceiling = i + 1 < numerals.size() ? numerals[i + 1].begin : text_.size();
      Quantity quantity;
      quantity.begin = quantity.number_begin = numeral.begin;
      quantity.number_end = quantity.unit_end = quantity.end = numeral.end;
      quantity.value = numeral.value;
      quantity.value_hi = numeral.value_hi;
      quantity.worded = numeral.worded;
      quantity.four_digits = numeral.four_digits;
      if (numeral.vague) quantity.bound = Bound::About;
      if (numeral.more) quantity.bound = Bound::Over;
      if (numeral.unit.empty()) {
        find_unit(quantity, floor, ceiling);
      } else {
        quantity.unit = unit_of(numeral.unit).value_or(Unit::Other);
      }
      if (numeral.needs_unit && quantity.unit == Unit::Bare) continue;
      quantity.end = quantity.unit_end;
      find_bound(quantity, floor);
      // "한 달에 두 번": the single month before the number is its rate, not a quantity of its own.
      const bool after_one = out.size() > first && is_single_period(out.back());
      const std::size_t rate_floor = after_one ? out.back().number_begin : floor;
      find_rate(quantity, rate_floor);
      if (after_one && quantity.begin < out.back().end) out.pop_back();
      if (out.size() > first && merge(out.back(), quantity)) continue;
      out.push_back(quantity);
    }
  }

 private:
  static bool is_single_period(const Quantity& quantity) {
    const bool period = quantity.unit == Unit::Hour || quantity.unit == Unit::Day ||
                        quantity.unit == Unit::Week || quantity.unit == Unit::Month ||
                        quantity.unit == Unit::Year || quantity.unit == Unit::Person;
    return period && quantity.value == Decimal::whole(1) && !quantity.value_hi;
  }

  // "$50": a sign right before the number; "12%", "18 hours", "six former workers" behind it.
  void find_unit(Quantity& quantity, std::size_t floor, std::size_t ceiling) const {
    if (currency_before(quantity, floor)) {
      // "$50 dollars" and "$1.5 million won" are slips; the sign counts.
      return;
    }
    std::size_t at = quantity.number_end;
    if (language_.korean) {
      korean_unit(quantity, at);
      return;
    }
    std::size_t words = 0;
    bool people_only = false;
    while (at < ceiling && words <= language_.most_words) {
      const std::size_t start = skip_gap(at, words == 0);
      if (start >= ceiling) return;
      if (const UnitName* unit = unit_at(language_.units, start, at)) {
        if (people_only && unit->unit != Unit::Other) return;
        if (words > 0 && unit->unit == Unit::Other) return;
        set_unit(quantity, *unit, at);
        quantity.compound = start > quantity.number_end && text_[start - 1] == '-';
        return;
      }
      if (const UnitName* person = unit_at(language_.people, start, at)) {
        set_unit(quantity, *person, at);
        return;
      }
      const std::size_t stop = letters_end(start);
      if (stop == start) return;
      const std::string_view word = text_.substr(start, stop - start);
      const bool of = words == 0 && (word == "of" || word == "из");
      if (!of && language_.stops.contains(word)) return;
      // Behind an unknown adjective only people are looked for: "two brick houses".
      if (!of && !language_.fillers.contains(word)) people_only = true;
      at = stop;
      ++words;
    }
  }

  std::size_t letters_end(std::size_t at) const {
    std::size_t end = word_end(text_, at);
    // "back-breaking", "ex-soldiers": a hyphen inside a word.
    while (end > at && end + 1 < text_.size() && text_[end] == '-' &&
           is_word_byte(text_[end + 1])) {
      const std::size_t next = word_end(text_, end + 1);
      if (next == end + 1) break;
      end = next;
    }
    return end;
  }

  std::size_t skip_gap(std::size_t at, bool hyphen_too) const {
    std::size_t start = at;
    while (start < text_.size() && text_[start] == ' ') ++start;
    if (start == at && hyphen_too && start < text_.size() && text_[start] == '-') ++start;
    const bool quoted = start < text_.size() && text_[start] == '"';
    return quoted ? start + 1 : start;
  }

  static void set_unit(Quantity& quantity, const UnitName& name, std::size_t end) {
    quantity.unit = name.unit;
    quantity.currency = name.currency;
    quantity.unit_end = end;
  }

  // The unit word (or words) at `start`; moves `end` behind it.
  const UnitName* unit_at(const UnitWords& words, std::size_t start, std::size_t& end) const {
    std::size_t stop = start;
    std::size_t best_end = 0;
    const UnitName* best = nullptr;
    if (start < text_.size() && !is_word_byte(text_[start])) {
      if (text_[start] != '%') return nullptr;
      const auto sign = words.whole.find(text_.substr(start, 1));
      if (sign == words.whole.end()) return nullptr;
      end = start + 1;
      return &sign->second;
    }
    for (std::size_t count = 0; count < 3; ++count) {
      const std::size_t next = word_end(text_, stop);
      if (next == stop && !(count == 0 && currency_symbol_end(stop) > stop)) break;
      stop = next == stop ? currency_symbol_end(stop) : next;
      if (count == 0) {
        best = words.prefixes.longest(text_.substr(start, stop - start)).unit;
        best_end = stop;
      }
      const auto found = words.whole.find(text_.substr(start, stop - start));
      if (found != words.whole.end()) {
        best = &found->second;
        best_end = stop;
      }
      if (stop >= text_.size() || (text_[stop] != ' ' && text_[stop] != '-' && text_[stop] != '.'))
        break;
      ++stop;
    }
    if (best != nullptr) end = best_end;
    return best;
  }

  // "€", "₽" and the like, all outside ASCII letters and Cyrillic; "$" too.
  std::size_t currency_symbol_end(std::size_t at) const {
    if (at < text_.size() && text_[at] == '$') return at + 1;
    const bool three = at + 2 < text_.size() && static_cast<unsigned char>(text_[at]) == 0xE2 &&
                       static_cast<unsigned char>(text_[at + 1]) == 0x82;
    return three ? at + 3 : at;
  }

  bool currency_before(Quantity& quantity, std::size_t floor) const {
    std::size_t end = quantity.number_begin;
    if (end > floor && text_[end - 1] == ' ') --end;
    const std::string_view head = text_.substr(floor, end - floor);
    if (head.empty()) return false;
    for (const auto& [sign, code] : tables_.signs) {
      if (!head.ends_with(sign)) continue;
      const std::size_t start = end - sign.size();
      if (is_latin(sign.front()) && start > floor && is_word_byte(text_[start - 1])) continue;
      quantity.unit = Unit::Money;
      quantity.currency = code;
      quantity.begin = start;
      return true;
    }
    return false;
  }

  void korean_unit(Quantity& quantity, std::size_t at) const {
    std::size_t start = at;
    while (start < text_.size() && start < at + 2 && text_[start] == ' ') ++start;
    const UnitPrefixes::Match found = language_.units.prefixes.longest(text_.substr(start));
    if (found.unit == nullptr) return;
    std::size_t end = start + found.size;
    // 여 may follow the counter's space: "50여 명" is read with the number, "50명여" here.
    if (text_.substr(end).starts_with("여") && found.unit->unit == Unit::Person) {
      quantity.bound = Bound::Over;
      end += 3;
    }
    set_unit(quantity, *found.unit, end);
    half_after(quantity);
  }

  // 8시간 반.
  void half_after(Quantity& quantity) const {
    if (quantity.value_hi || quantity.unit != Unit::Hour) return;
    std::size_t at = quantity.unit_end;
    while (at < text_.size() && text_[at] == ' ') ++at;
    constexpr std::string_view kHalf = "반";
    if (!text_.substr(at).starts_with(kHalf)) return;
    const std::size_t end = at + kHalf.size();
    if (end < text_.size() && is_hangul(text_[end]) && !text_.substr(end).starts_with("씩") &&
        !text_.substr(end).starts_with("을")) {
      return;
    }
    quantity.value.ten_thousandths += Decimal::kScale / 2;
    quantity.unit_end = end;
  }

  void find_bound(Quantity& quantity, std::size_t floor) const {
    for (const auto& cue : language_.bounds_after_number) {
      re2::StringPiece rest = piece(after(text_, quantity.number_end, kBoundWindow));
      if (re2::RE2::PartialMatch(rest, *cue.pattern)) quantity.bound = cue.value;
    }
    const std::string_view rest = after(text_, quantity.unit_end, kBoundWindow);
    const bool bounded = is_there(*language_.any_bound_after, rest, re2::RE2::ANCHOR_START);
    for (const auto& cue : language_.bounds_after) {
      re2::StringPiece match;
      if (!bounded ||
          !cue.pattern->Match(piece(rest), 0, rest.size(), re2::RE2::ANCHOR_START, &match, 1))
        continue;
      quantity.bound = cue.value;
      quantity.end = quantity.unit_end + trimmed(match);
      break;
    }
    const std::string_view head =
        before(text_, quantity.begin, std::min(kBoundWindow, quantity.begin - floor));
    if (head.empty() || !is_there(*language_.any_bound_before, head, re2::RE2::UNANCHORED)) return;
    for (const auto& cue : language_.bounds_before) {
      re2::StringPiece match;
      if (!cue.pattern->Match(piece(head), 0, head.size(), re2::RE2::UNANCHORED, &match, 1))
        continue;
      quantity.bound = cue.value;
      quantity.begin -= match.size();
      skip_boundary(quantity.begin);
      return;
    }
  }

  // A `before` pattern may have eaten the character in front of its first letter.
  void skip_boundary(std::size_t& begin) const {
    while (begin < text_.size() && !is_word_byte(text_[begin]) && !is_digit(text_[begin])) ++begin;
    for (const std::string_view mark : {"\xE2\x80\x9C", "\xE2\x80\x98", "\xC2\xAB", "\xE2\x80\x94",
                                        "\xE2\x80\x93", "\xE2\x80\xA6", "\xC2\xB7"}) {
      if (text_.substr(begin).starts_with(mark)) begin += mark.size();
    }
    while (begin < text_.size() && text_[begin] == ' ') ++begin;
  }

  // An `after` pattern may have eaten one character behind its last letter.
  std::size_t trimmed(const re2::StringPiece& match) const {
    std::size_t size = match.size();
    while (size > 0 && !is_word_byte(match[size - 1]) && match[size - 1] != '%') --size;
    return size;
  }

  void find_rate(Quantity& quantity, std::size_t floor) const {
    if (quantity.unit == Unit::Bare || quantity.unit == Unit::Other) return;
    const std::string_view rest = after(text_, quantity.end, kRateWindow);
    std::size_t nearest = rest.size() + 1;
    const bool rated = is_there(*language_.any_per_after, rest, re2::RE2::ANCHOR_START);
    for (const auto& cue : language_.per_after) {
      re2::StringPiece match;
      if (!rated ||
          !cue.pattern->Match(piece(rest), 0, rest.size(), re2::RE2::ANCHOR_START, &match, 1))
        continue;
      const std::size_t size = trimmed(match);
      if (size >= nearest) continue;
      nearest = size;
      quantity.per = cue.value;
    }
    if (quantity.per != Per::None) {
      quantity.end += nearest;
      return;
    }
    const std::string_view head =
        before(text_, quantity.begin, std::min(kRateWindow, quantity.begin - floor));
    if (head.empty() || !is_there(*language_.any_per_before, head, re2::RE2::UNANCHORED)) return;
    for (const auto& cue : language_.per_before) {
      re2::StringPiece match;
      if (!cue.pattern->Match(piece(head), 0, head.size(), re2::RE2::UNANCHORED, &match, 1))
        continue;
      quantity.per = cue.value;
      quantity.begin -= match.size();
      skip_boundary(quantity.begin);
      return;
    }
  }

  // "$50 to $100", "16시간에서 18시간": two quantities that are the ends of one range.
  bool merge(Quantity& low, const Quantity& high) const {
    if (low.value_hi || high.value_hi || low.unit != high.unit || low.currency != high.currency)
      return false;
    if (low.unit == Unit::Bare || low.unit == Unit::Other || low.per != Per::None) return false;
    if (!(low.value < high.value) || high.begin < low.end) return false;
    std::string_view between = text_.substr(low.end, high.begin - low.end);
    while (!between.empty() && between.front() == ' ') between.remove_prefix(1);
    while (!between.empty() && between.back() == ' ') between.remove_suffix(1);
    const bool joins = between == "to" || between == "-" || between == "\xE2\x80\x93" ||
                       between == "~" || between == "에서" || between == "до";
    if (!joins) return false;
    low.value_hi = high.value;
    low.end = high.end;
    low.unit_end = high.unit_end;
    low.number_end = high.number_end;
    low.per = high.per;
    return true;
  }

  const QuantityLexicon::Tables& tables_;
  const LanguageQuantities& language_;
  std::string_view text_;
};

}  // namespace

Result<QuantityLexicon> QuantityLexicon::load(const DataFiles& data) {
  QuantityLexicon lexicon;
  lexicon.tables_ = DP_TRY(load_quantity_tables(data));
  return lexicon;
}

void QuantityLexicon::find(std::string_view folded, Language language,
                           const std::vector<Numeral>& numerals, std::vector<Quantity>& out) const {
  const LanguageQuantities& table = language == Language::Korean    ? tables_->korean
                                    : language == Language::Russian ? tables_->russian
                                                                    : tables_->english;
  Finder(*tables_, table, folded).run(numerals, out);
}

}  // namespace depone::reading
