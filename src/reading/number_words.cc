// English and Russian numerals in words, mixed with digits.
#include <limits>

#include "reading/number_tables.h"

namespace depone::reading {
namespace {

constexpr std::int64_t kOne = Decimal::kScale;
constexpr std::int64_t kNoLimit = std::numeric_limits<std::int64_t>::max();

// What may still follow a number inside one numeral: after "twenty" only 1 to 9.
std::int64_t room_after(std::int64_t value) {
  if (value >= 100 * kOne && value % (100 * kOne) == 0) return 100 * kOne;
  if (value >= 20 * kOne && value < 100 * kOne && value % (10 * kOne) == 0) return 10 * kOne;
  return 0;
}

bool ends_word(std::string_view text, std::size_t at) {
  return at >= text.size() || (!is_latin(text[at]) && !is_cyrillic(text[at]));
}

class Scanner {
 public:
  Scanner(const WordNumerals& table, std::string_view text) : table_(table), text_(text) {}

  void run(std::vector<Numeral>& out) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_digit(c)) {
        numeral_at(at_, out);
      } else if (is_latin(c) || is_cyrillic(c)) {
        const std::size_t end = word_end(text_, at_);
        if (end == at_) {
          ++at_;
          continue;
        }
        const std::string_view word = text_.substr(at_, end - at_);
        const bool begins = table_.first_words.may_hold(word);
        if (begins && (fixed_at(word, out) || numeral_at(at_, out))) continue;
        if (!glued_at(word, out)) at_ = end;
      } else {
        ++at_;
      }
    }
  }

 private:
  struct Sum {
    std::int64_t total = 0;
    std::int64_t group = 0;
    bool has_group = false;
    std::int64_t room = kNoLimit;   // values below this may join the group
    std::int64_t scale = kNoLimit;  // scales below this may follow
    bool worded = false;
    bool any = false;
  };

  bool fixed_at(std::string_view word, std::vector<Numeral>& out) {
    const auto found = table_.fixed_by_first_word.find(word);
    if (found == table_.fixed_by_first_word.end()) return false;
    for (const FixedNumeral& fixed : found->second) {
      if (!text_.substr(at_).starts_with(fixed.form)) continue;
      const std::size_t end = at_ + fixed.form.size();
      if (!ends_word(text_, end)) continue;
      Numeral numeral;
      numeral.begin = at_;
      numeral.end = end;
      numeral.value = Decimal{fixed.low};
      numeral.unit = fixed.unit;
      if (fixed.high != fixed.low) {
        numeral.value_hi = Decimal{fixed.high};
        numeral.vague = true;
      }
      numeral.worded = true;
      out.push_back(numeral);
      at_ = end;
      return true;
    }
    return false;
  }

  // "восемнадцатичасовой": a numeral grown into an adjective; the unit stays outside.
  bool glued_at(std::string_view word, std::vector<Numeral>& out) {
    if (table_.glued.empty() || word.size() < 16) return false;
    for (const std::string& part : table_.glued) {
      const std::size_t split = word.find(part);
      if (split == std::string_view::npos || split == 0) continue;
      const std::string_view stem = word.substr(0, split);
      std::int64_t value = 0;
      if (const auto whole = table_.numbers.find(stem); whole != table_.numbers.end()) {
        value = whole->second;
      } else {
        for (std::size_t cut = 6; cut + 4 <= stem.size() && value == 0; cut += 2) {
          const auto tens = table_.numbers.find(stem.substr(0, cut));
          const auto ones = table_.numbers.find(stem.substr(cut));
          if (tens == table_.numbers.end() || ones == table_.numbers.end()) continue;
          if (ones->second < room_after(tens->second)) value = tens->second + ones->second;
        }
      }
      if (value == 0) continue;
      Numeral numeral;
      numeral.begin = at_;
      numeral.end = at_ + split;
      numeral.value = Decimal{value};
      numeral.worded = true;
      out.push_back(numeral);
      at_ = numeral.end + part.size();
      return true;
    }
    return false;
  }

  // The start of the next word of the same numeral: after spaces or one hyphen. npos when the
  // numeral cannot go on.
  std::size_t next_word(std::size_t end) const {
    std::size_t at = end;
    while (at < text_.size() && text_[at] == ' ') ++at;
    if (at == end && at < text_.size() && text_[at] == '-') ++at;
    return at == end || at - end > 3 ? std::string_view::npos : at;
  }

  const std::string* match_any(const std::vector<std::string>& forms, std::size_t at) const {
    for (const std::string& form : forms) {
      if (text_.substr(at).starts_with(form) && ends_word(text_, at + form.size())) return &form;
    }
    return nullptr;
  }

  bool add_number(Sum& sum, std::int64_t value) const {
    if (sum.has_group && value >= sum.room) return false;
    sum.group += value;
    sum.has_group = true;
    sum.room = room_after(value);
    sum.any = true;
    return true;
  }

  bool add_scale(Sum& sum, std::int64_t scale, bool after_article) const {
    if (!sum.has_group && !after_article && !(table_.bare_scale && scale >= 1000 * kOne))
      return false;
    const std::int64_t group = sum.has_group ? sum.group : kOne;
    std::int64_t product = 0;
    if (!multiply(group, scale / kOne, product)) return false;
    if (scale < 1000 * kOne) {
      sum.group = product;
      sum.has_group = true;
      sum.room = scale == 100 * kOne ? 100 * kOne : 0;
    } else {
      if (scale >= sum.scale) return false;
      sum.total += product;
      sum.group = 0;
      sum.has_group = false;
      sum.room = kNoLimit;
      sum.scale = scale;
    }
    sum.any = true;
    return true;
  }

  std::size_t skip_abbreviation_point(std::string_view word, std::size_t end) const {
    const bool abbreviation = word == "тыс" || word == "млн" || word == "млрд" || word == "трлн";
    return abbreviation && end < text_.size() && text_[end] == '.' ? end + 1 : end;
  }

  // A numeral that begins at `begin`; moves on past it. False (and no move) when none does.
  bool numeral_at(std::size_t begin, std::vector<Numeral>& out) {
    Sum sum;
    Numeral numeral;
    numeral.begin = begin;
    std::size_t at = begin;
    std::size_t end = begin;
    bool after_article = false;
    bool may_conjoin = false;
    while (at != std::string_view::npos && at < text_.size()) {
      if (is_digit(text_[at])) {
        const DigitRun run = read_digits(text_, at, table_.spaced_groups, table_.ordinals);
        if (!run.is_number) {
          if (!sum.any) {
            at_ = run.end;
            return true;
          }
          break;
        }
        const bool goes_on = sum.any && sum.total > 0 && !sum.has_group && run.value < sum.scale &&
                             table_.bare_scale && text_[at - 1] == ' ';
        if (sum.any && !goes_on) break;
        sum.group = run.value;
        sum.has_group = true;
        sum.room = 0;
        sum.any = true;
        numeral.four_digits = run.four_digits && !goes_on;
        end = with_suffix(sum, run.end);
        if (end != run.end) numeral.four_digits = false;
      } else {
        const std::size_t stop = word_end(text_, at);
        if (stop == at) break;
        const std::string_view word = text_.substr(at, stop - at);
        const bool known = table_.values.may_hold(word);
        const auto number = known ? table_.numbers.find(word) : table_.numbers.end();
        const auto scale = known ? table_.scales.find(word) : table_.scales.end();
        if (number != table_.numbers.end()) {
          if (stop < text_.size() && text_[stop] == '\'') break;
          if (!add_number(sum, number->second)) break;
          sum.worded = true;
          end = stop;
          if (const std::string* half = half_after(end)) {
            sum.group += kOne / 2;
            end = next_word(end) + half->size();
          }
          may_conjoin = false;
        } else if (scale != table_.scales.end()) {
          if (!add_scale(sum, scale->second, after_article)) break;
          sum.worded = true;
          end = skip_abbreviation_point(word, stop);
          numeral.four_digits = false;
          may_conjoin = true;
        } else if (may_conjoin && match_any(table_.conjunctions, at) != nullptr) {
          may_conjoin = false;
          at = next_word(stop);
          if (at == std::string_view::npos || !small_number_at(at)) break;
          continue;
        } else if (!sum.any && !after_article && match_any(table_.articles, at) != nullptr) {
          after_article = true;
          at = next_word(stop);
          if (at == std::string_view::npos || at == text_.size() || is_digit(text_[at])) break;
          continue;
        } else {
          break;
        }
        after_article = false;
      }
      at = next_word(end);
    }
    if (!sum.any || end == begin) return false;
    numeral.end = end;
    numeral.worded = sum.worded;
    numeral.value = Decimal{sum.total + sum.group};
    out.push_back(numeral);
    at_ = end;
    return true;
  }

  const std::string* half_after(std::size_t end) const {
    const std::size_t at = next_word(end);
    return at == std::string_view::npos ? nullptr : match_any(table_.half_after, at);
  }

  bool small_number_at(std::size_t at) const {
    const auto number = table_.numbers.find(text_.substr(at, word_end(text_, at) - at));
    return number != table_.numbers.end() && number->second < 100 * kOne;
  }

  // "50k", "8,5тыс.": a scale written against the digits.
  std::size_t with_suffix(Sum& sum, std::size_t end) const {
    const std::size_t stop = word_end(text_, end);
    if (stop == end) return end;
    const std::string_view word = text_.substr(end, stop - end);
    const auto suffix = table_.suffixes.find(word);
    if (suffix == table_.suffixes.end()) return end;
    std::int64_t product = 0;
    if (!multiply(sum.group, suffix->second / kOne, product)) return end;
    sum.group = product;
    return skip_abbreviation_point(word, stop);
  }

  const WordNumerals& table_;
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

void find_word_numerals(const WordNumerals& table, std::string_view text,
                        std::vector<Numeral>& out) {
  const std::size_t first = out.size();
  Scanner(table, text).run(out);
  join_ranges(text, table.range_words, table.openings, table.and_openings, first, out);
}

}  // namespace depone::reading
