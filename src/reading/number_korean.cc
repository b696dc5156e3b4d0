// Korean numerals: digits mixed with 만 and 천, Sino-Korean and native words.
#include <algorithm>

#include "reading/number_tables.h"

namespace depone::reading {
namespace {

constexpr std::int64_t kOne = Decimal::kScale;
constexpr std::size_t kSyllable = 3;

using Spellings = std::vector<std::pair<std::string, std::int64_t>>;

// The spelling that stands at `at`, the longest first; nullptr when none does.
const std::pair<std::string, std::int64_t>* spelling_at(const Spellings& spellings,
                                                        std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(std::min(at, text.size()));
  for (const auto& spelling : spellings) {
    if (rest.starts_with(spelling.first)) return &spelling;
  }
  return nullptr;
}

class Scanner {
 public:
  Scanner(const KoreanNumerals& table, std::string_view text) : table_(table), text_(text) {}

  void run(std::vector<Numeral>& out) {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (is_digit(c)) {
        digits_at(out);
      } else if (is_hangul(c)) {
        // Only a word's beginning can be a numeral in words: 이, 일, 사 and 만 are everywhere else.
        if (!starts_word(at_) || !words_at(out)) skip_word();
      } else if (is_latin(c)) {
        at_ = word_end(text_, at_);
        while (at_ < text_.size() && (is_digit(text_[at_]) || is_latin(text_[at_]))) ++at_;
      } else {
        ++at_;
      }
    }
  }

 private:
  struct Sum {
    std::int64_t total = 0;
    std::int64_t section = 0;                         // below the next large scale
    std::int64_t pending = 0;                         // a digit before its small scale
    std::int64_t small_room = 10'000 * kOne;          // small scales below this may follow
    std::int64_t large_room = 1'000'000'000'000'000;  // likewise large ones, in whole numbers
    bool has_pending = false;
    bool any = false;
    bool digits = false;
    bool scaled = false;
    std::size_t syllables = 0;
  };

  bool starts_word(std::size_t at) const {
    return at == 0 || (!is_hangul_end(at) && !is_digit(text_[at - 1]) && !is_latin(text_[at - 1]));
  }

  bool is_hangul_end(std::size_t at) const {
    return at >= kSyllable && is_hangul(text_[at - kSyllable]);
  }

  void skip_word() {
    while (at_ < text_.size() && is_hangul(text_[at_])) at_ += kSyllable;
    at_ = std::min(at_, text_.size());
  }

  // Digits, plain or mixed with scales: 50,000, 6만5천, 1만1천168, 8만5000, 1억 2천만.
  void digits_at(std::vector<Numeral>& out) {
    for (const std::string& mark : table_.ordinal_before) {
      if (at_ >= mark.size() && text_.substr(at_ - mark.size(), mark.size()) == mark &&
          starts_word(at_ - mark.size())) {
        at_ = read_digits(text_, at_, false, {}).end;
        return;
      }
    }
    Numeral numeral;
    numeral.begin = at_;
    Sum sum;
    const std::size_t end = read(at_, sum, numeral);
    if (!sum.any) {
      at_ = std::max(end, at_ + 1);
      return;
    }
    finish(numeral, sum, end, out);
  }

  bool words_at(std::vector<Numeral>& out) {
    if (!table_.first_syllables.contains(text_.substr(at_, kSyllable))) return false;
    return pair_at(out) || some_at(out) || native_at(out) || sino_at(out);
  }

  bool pair_at(std::vector<Numeral>& out) {
    for (const FixedNumeral& pair : table_.pairs) {
      if (!text_.substr(at_).starts_with(pair.form)) continue;
      push_words(at_ + pair.form.size(), pair.low, pair.high == pair.low ? 0 : pair.high, false,
                 out);
      out.back().unit = pair.unit;
      return true;
    }
    return false;
  }

  // 수천, 수십만, 몇백: an order of magnitude.
  bool some_at(std::vector<Numeral>& out) {
    for (const std::string& some : table_.some) {
      if (!text_.substr(at_).starts_with(some)) continue;
      std::size_t end = at_ + some.size();
      std::int64_t scale = 1;
      if (const auto* small = spelling_at(table_.small_scales, text_, end)) {
        scale *= small->second / kOne;
        end += small->first.size();
      }
      if (const auto* large = spelling_at(table_.large_scales, text_, end)) {
        std::int64_t product = 0;
        if (!multiply(scale, large->second / kOne, product)) return false;
        scale = product;
        end += large->first.size();
      }
      if (scale == 1) continue;
      std::int64_t low = 0;
      if (!multiply(scale, kOne, low)) return false;
      push_words(end, low, low * 10 - kOne, true, out);
      return true;
    }
    return false;
  }

  bool native_at(std::vector<Numeral>& out) {
    std::size_t end = at_;
    std::int64_t value = 0;
    if (const auto* tens = spelling_at(table_.native_tens, text_, end)) {
      value += tens->second;
      end += tens->first.size();
    }
    if (const auto* units = spelling_at(table_.native_units, text_, end)) {
      value += units->second;
      end += units->first.size();
    }
    if (end == at_) return false;
    push_words(end, value, 0, false, out);
    return true;
  }

  bool sino_at(std::vector<Numeral>& out) {
    Numeral numeral;
    numeral.begin = at_;
    Sum sum;
    const std::size_t end = read(at_, sum, numeral);
    // A lone digit word is nearly always another word: 이 사람, 일 때문에.
    if (!sum.any || (sum.syllables < 2 && !sum.scaled)) return false;
    finish(numeral, sum, end, out);
    return true;
  }

  void push_words(std::size_t end, std::int64_t low, std::int64_t high, bool vague,
                  std::vector<Numeral>& out) {
    Numeral numeral;
    numeral.begin = at_;
    numeral.value = Decimal{low};
    if (high != 0) numeral.value_hi = Decimal{high};
    numeral.vague = vague;
    numeral.worded = true;
    numeral.needs_unit = true;
    numeral.end = with_more(end, numeral);
    out.push_back(numeral);
    at_ = numeral.end;
  }

  std::size_t with_more(std::size_t end, Numeral& numeral) const {
    for (const std::string& more : table_.more) {
      if (!text_.substr(end).starts_with(more)) continue;
      numeral.more = true;
      return end + more.size();
    }
    return end;
  }

  void finish(Numeral& numeral, const Sum& sum, std::size_t end, std::vector<Numeral>& out) {
    numeral.value = Decimal{sum.total + sum.section + (sum.has_pending ? sum.pending : 0)};
    numeral.worded = !sum.digits;
    numeral.needs_unit = !sum.digits;
    numeral.end = with_more(end, numeral);
    if (sum.digits && fraction_at(numeral, out)) return;
    out.push_back(numeral);
    at_ = numeral.end;
  }

  // 3분의 2: a share, given in percent with the whole phrase as its numeral.
  bool fraction_at(const Numeral& denominator, std::vector<Numeral>& out) {
    if (table_.fraction.empty() || !text_.substr(denominator.end).starts_with(table_.fraction)) {
      return false;
    }
    std::size_t at = denominator.end + table_.fraction.size();
    while (at < text_.size() && text_[at] == ' ') ++at;
    if (at >= text_.size() || !is_digit(text_[at])) return false;
    const DigitRun numerator = read_digits(text_, at, false, {});
    if (!numerator.is_number || denominator.value.ten_thousandths <= 0) return false;
    if (numerator.value > denominator.value.ten_thousandths) return false;
    Numeral share;
    share.begin = denominator.begin;
    share.end = numerator.end;
    share.unit = "percent";
    share.value = Decimal{
        static_cast<std::int64_t>(100.0 * kOne * static_cast<double>(numerator.value) /
                                      static_cast<double>(denominator.value.ten_thousandths) +
                                  0.5)};
    out.push_back(share);
    at_ = share.end;
    return true;
  }

  // Reads one numeral from `at` on and returns its end. `sum.any` stays false when there is none.
  std::size_t read(std::size_t at, Sum& sum, Numeral& numeral) const {
    std::size_t end = at;
    while (at < text_.size()) {
      if (is_digit(text_[at])) {
        if (sum.has_pending) break;
        const DigitRun run = read_digits(text_, at, false, {});
        if (!run.is_number ||
            (sum.any && run.value >= sum.small_room && run.value >= 10'000 * kOne)) {
          return sum.any ? end : run.end;
        }
        sum.pending = run.value;
        sum.has_pending = true;
        sum.any = sum.digits = true;
        numeral.four_digits = run.four_digits && end == at;
        end = at = run.end;
        continue;
      }
      if (const auto* small = spelling_at(table_.small_scales, text_, at)) {
        if (small->second >= sum.small_room) break;
        std::int64_t product = 0;
        const std::int64_t factor = sum.has_pending ? sum.pending : kOne;
        if (!multiply(factor, small->second / kOne, product)) break;
        sum.section += product;
        sum.small_room = small->second;
        take_scale(sum, numeral);
        end = at += small->first.size();
        continue;
      }
      if (const auto* large = spelling_at(table_.large_scales, text_, at)) {
        if (!take_large(sum, large->second / kOne)) break;
        take_scale(sum, numeral);
        sum.small_room = 10'000 * kOne;
        end = at += large->first.size();
        // 1억 2천만: after a large scale the numeral may go on behind one space.
        if (at + 1 < text_.size() && text_[at] == ' ' && is_digit(text_[at + 1]) && sum.digits)
          ++at;
        continue;
      }
      const auto* digit = spelling_at(table_.digits, text_, at);
      if (digit == nullptr || sum.has_pending || sum.digits) break;
      sum.pending = digit->second;
      sum.has_pending = true;
      sum.any = true;
      ++sum.syllables;
      end = at += digit->first.size();
    }
    return end;
  }

  static void take_scale(Sum& sum, Numeral& numeral) {
    sum.pending = 0;
    sum.has_pending = false;
    sum.any = sum.scaled = true;
    ++sum.syllables;
    numeral.four_digits = false;
  }

  static bool take_large(Sum& sum, std::int64_t scale) {
    if (scale >= sum.large_room) return false;
    const std::int64_t factor = sum.section + (sum.has_pending ? sum.pending : 0);
    std::int64_t product = 0;
    if (!multiply(factor == 0 ? kOne : factor, scale, product)) return false;
    sum.total += product;
    sum.section = 0;
    sum.large_room = scale;
    return true;
  }

  const KoreanNumerals& table_;
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

void find_korean_numerals(const KoreanNumerals& table, std::string_view text,
                          std::vector<Numeral>& out) {
  const std::size_t first = out.size();
  Scanner(table, text).run(out);
  join_ranges(text, table.range_words, {}, {}, first, out);
}

}  // namespace depone::reading
