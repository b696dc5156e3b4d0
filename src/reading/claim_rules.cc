#include "reading/claim_rules.h"

#include <algorithm>
#include <array>

#include "reading/claim_tables.h"

namespace depone::reading {
namespace {

// How far `before` and `after` patterns, and clauses, reach: bounded, so that judging is linear.
constexpr std::size_t kPatternWindow = 128;
constexpr std::size_t kClauseReach = 320;
constexpr std::size_t kSentenceReach = 1200;

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

std::size_t align_forward(std::string_view text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
  return at;
}

std::string_view unit_name(Unit unit) {
  switch (unit) {
    case Unit::Hour:
      return "hour";
    case Unit::Day:
    case Unit::DayOff:
      return "day";
    case Unit::Week:
      return "week";
    case Unit::Month:
      return "month";
    case Unit::Year:
    case Unit::YearsOld:
      return "year";
    case Unit::Person:
      return "person";
    case Unit::Percent:
      return "percent";
    case Unit::Times:
      return "time";
    default:
      return "";
  }
}

CueMask cues_in(const LanguageRules& rules, std::string_view text) {
  CueMask mask;
  thread_local std::vector<int> found;
  found.clear();
  rules.cues->Match(piece(text), &found);
  for (const int pattern : found) mask.set(rules.cue_of_pattern[static_cast<std::size_t>(pattern)]);
  return mask;
}

class Judge {
 public:
  Judge(const LanguageRules& rules, std::string_view text, std::vector<Quantity>& quantities)
      : rules_(rules), text_(text), quantities_(quantities) {}

  void run(std::vector<ClaimDraft>& out) {
    std::optional<ClaimKind> previous;
    for (std::size_t i = 0; i < quantities_.size(); ++i) {
      find_clause(i);
      inherit_rate(i);
      std::optional<ClaimDraft> draft = judge(quantities_[i]);
      if (!draft && inherit_people(i)) draft = judge(quantities_[i]);
      if (!draft) draft = repeat_in_brackets(i, previous);
      previous = draft ? std::optional(draft->claim.kind) : std::nullopt;
      if (draft) out.push_back(std::move(*draft));
    }
  }

 private:
  // The words nearer to quantity `i` than to its neighbours: up to the last clause mark between
  // them, or up to the neighbour where there is none.
  void find_clause(std::size_t i) {
    const Quantity& quantity = quantities_[i];
    const std::size_t low = quantity.begin > kClauseReach ? quantity.begin - kClauseReach : 0;
    const std::size_t high = std::min(text_.size(), quantity.end + kClauseReach);
    clause_begin_ = align_forward(text_, low);
    clause_end_ = align_forward(text_, high);
    if (i > 0 && quantities_[i - 1].end > clause_begin_) {
      const std::size_t from = quantities_[i - 1].end;
      clause_begin_ = last_mark(from, quantity.begin).value_or(from);
    }
    if (i + 1 < quantities_.size() && quantities_[i + 1].begin < clause_end_) {
      const std::size_t to = quantities_[i + 1].begin;
      clause_end_ = last_mark(quantity.end, to).value_or(to);
    }
    clause_cues_.reset();
    have_clause_cues_ = false;
  }

  // The last clause mark or conjunction that lies in [begin, end).
  std::optional<std::size_t> last_mark(std::size_t begin, std::size_t end) const {
    const std::string_view head = text_.substr(0, end);
    for (std::size_t at = end; at > begin;) {
      --at;
      const char c = head[at];
      if (c == ',' || c == ';' || c == ':' || c == '(' || c == ')') return at;
      const std::string_view rest = head.substr(at);
      if (c == '\xE2' && (rest.starts_with("\u2014") || rest.starts_with("\u2026"))) return at;
      for (const std::string& word : rules_.conjunctions) {
        if (word.front() == c && rest.starts_with(word)) return at;
      }
    }
    return std::nullopt;
  }

  const CueMask& clause_cues() {
    if (!have_clause_cues_) {
      clause_cues_ = cues_in(rules_, text_.substr(clause_begin_, clause_end_ - clause_begin_));
      have_clause_cues_ = true;
    }
    return clause_cues_;
  }

  // Passages are sentences; an overlong one is looked at near the quantity only.
  const CueMask& sentence_cues(const Quantity& quantity) {
    const bool whole = text_.size() <= 2 * kSentenceReach;
    if (have_sentence_cues_ && whole) return sentence_cues_;
    if (whole) {
      sentence_cues_ = cues_in(rules_, text_);
    } else {
      const std::size_t begin = align_forward(
          text_, quantity.begin > kSentenceReach ? quantity.begin - kSentenceReach : 0);
      const std::size_t end =
          align_forward(text_, std::min(text_.size(), quantity.end + kSentenceReach));
      sentence_cues_ = cues_in(rules_, text_.substr(begin, end - begin));
    }
    have_sentence_cues_ = true;
    return sentence_cues_;
  }

  // 8만5000페소(약 207만원): the sum in brackets is the same one in other money.
  void inherit_rate(std::size_t i) {
    Quantity& quantity = quantities_[i];
    if (!follows_bracket(i) || quantity.per != Per::None) return;
    quantity.per = quantities_[i - 1].per;
  }

  bool follows_bracket(std::size_t i) const {
    if (i == 0) return false;
    const Quantity& quantity = quantities_[i];
    const Quantity& last = quantities_[i - 1];
    if (quantity.unit != Unit::Money || last.unit != Unit::Money || quantity.begin < last.end)
      return false;
    const std::string_view between = text_.substr(last.end, quantity.begin - last.end);
    return between.size() <= 4 && between.find('(') != std::string_view::npos;
  }

  std::optional<ClaimDraft> repeat_in_brackets(std::size_t i,
                                               const std::optional<ClaimKind>& previous) const {
    if (!previous || !follows_bracket(i)) return std::nullopt;
    ClaimDraft draft = draft_of(quantities_[i]);
    draft.claim.kind = *previous;
    return draft;
  }

  // "10,000 workers were sent and over 50,000 are expected": the second number counts people too.
  bool inherit_people(std::size_t i) {
    Quantity& quantity = quantities_[i];
    if (quantity.unit != Unit::Bare || rules_.inherit_after == nullptr || quantity.four_digits) {
      return false;
    }
    const std::string_view rest = text_.substr(quantity.end, kPatternWindow);
    std::size_t begin = quantity.begin;
    const bool verb =
        re2::RE2::PartialMatch(piece(rest), *rules_.inherit_after) ||
        (rules_.inherit_before != nullptr && match_before(*rules_.inherit_before, begin));
    if (!verb || !sentence_cues(quantity).test(*rules_.inherit_cue)) return false;
    quantity.unit = Unit::Person;
    return true;
  }

  std::optional<ClaimDraft> judge(const Quantity& quantity) {
    const auto rules = rules_.rules.find(quantity.unit);
    if (rules == rules_.rules.end()) return std::nullopt;
    for (const ClaimRule& rule : rules->second) {
      if (auto draft = apply(rule, quantity)) return draft;
    }
    return std::nullopt;
  }

  std::optional<ClaimDraft> apply(const ClaimRule& rule, const Quantity& quantity) {
    if (!rule.per.empty() &&
        std::find(rule.per.begin(), rule.per.end(), quantity.per) == rule.per.end()) {
      return std::nullopt;
    }
    if (rule.compound_only && !quantity.compound) return std::nullopt;
    const Decimal most = quantity.value_hi.value_or(quantity.value);
    if (quantity.value < Decimal::whole(rule.min)) return std::nullopt;
    if (rule.max > 0 && most > Decimal::whole(rule.max)) return std::nullopt;
    ClaimDraft draft = draft_of(quantity);
    if (rule.before != nullptr && !match_before(*rule.before, draft.begin)) return std::nullopt;
    if (rule.after != nullptr && !match_after(*rule.after, draft.end)) return std::nullopt;
    if (rule.clause.any() && (rule.clause & clause_cues()).none()) return std::nullopt;
    if (rule.unless.any() && (rule.unless & clause_cues()).any()) return std::nullopt;
    if (rule.sentence.any() && (rule.sentence & sentence_cues(quantity)).none())
      return std::nullopt;
    if (rule.sentence_also.any() && (rule.sentence_also & sentence_cues(quantity)).none()) {
      return std::nullopt;
    }
    if (rule.unless_sentence.any() && (rule.unless_sentence & sentence_cues(quantity)).any()) {
      return std::nullopt;
    }
    Claim& claim = draft.claim;
    claim.kind = rule.kind;
    if (rule.set_per) claim.per = *rule.set_per;
    if (rule.bound) claim.bound = *rule.bound;
    if (!rule.unit.empty()) claim.unit = rule.unit;
    if (rule.days_worked) turn_into_days_off(claim);
    if (rule.kind == ClaimKind::Headcount) {
      claim.measure = measure(quantity);
      if (claim.measure == Measure::Plan) claim.time = "future";
    }
    return draft;
  }

  // Where the text before `begin` ends with the pattern, moves `begin` to the match's start.
  bool match_before(const re2::RE2& pattern, std::size_t& begin) const {
    const std::size_t low =
        align_forward(text_, begin > kPatternWindow ? begin - kPatternWindow : 0);
    const std::string_view head = text_.substr(std::min(low, begin), begin - std::min(low, begin));
    re2::StringPiece match;
    if (!pattern.Match(piece(head), 0, head.size(), re2::RE2::UNANCHORED, &match, 1)) return false;
    begin -= match.size();
    while (begin < text_.size() && (text_[begin] == ' ' || text_[begin] == ',')) ++begin;
    return true;
  }

  bool match_after(const re2::RE2& pattern, std::size_t& end) const {
    const std::string_view rest = text_.substr(end, kPatternWindow);
    re2::StringPiece match;
    if (!pattern.Match(piece(rest), 0, rest.size(), re2::RE2::ANCHOR_START, &match, 1))
      return false;
    end += match.size();
    while (end > 0 && (text_[end - 1] == ' ' || text_[end - 1] == ',')) --end;
    return true;
  }

  static ClaimDraft draft_of(const Quantity& quantity) {
    ClaimDraft draft;
    draft.begin = quantity.begin;
    draft.end = quantity.end;
    if (quantity.unit == Unit::Person) {
      draft.noun_begin = quantity.number_end;
      draft.noun_end = quantity.unit_end;
    }
    draft.claim.value = quantity.value;
    draft.claim.value_hi = quantity.value_hi;
    draft.claim.bound = quantity.bound;
    draft.claim.per = quantity.per;
    draft.claim.unit = unit_name(quantity.unit);
    draft.claim.currency = quantity.currency;
    return draft;
  }

  // "seven days a week" leaves none off.
  static void turn_into_days_off(Claim& claim) {
    const std::string worked = to_string(*claim.value);
    claim.value = Decimal{Decimal::whole(7).ten_thousandths - claim.value->ten_thousandths};
    if (claim.value_hi) {
      claim.value_hi = Decimal{Decimal::whole(7).ten_thousandths - claim.value_hi->ten_thousandths};
      std::swap(*claim.value, *claim.value_hi);
    }
    claim.bound = Bound::Exact;
    claim.derived = true;
    claim.derivation = "7 days a week less " + worked + " worked";
  }

  Measure measure(const Quantity& quantity) {
    for (const auto& [measure, cue] : rules_.measures) {
      if (clause_cues().test(cue)) return measure;
    }
    for (const auto& [measure, cue] : rules_.measures) {
      if (sentence_cues(quantity).test(cue)) return measure;
    }
    return Measure::None;
  }

  const LanguageRules& rules_;
  std::string_view text_;
  std::vector<Quantity>& quantities_;
  std::size_t clause_begin_ = 0;
  std::size_t clause_end_ = 0;
  CueMask clause_cues_;
  CueMask sentence_cues_;
  bool have_clause_cues_ = false;
  bool have_sentence_cues_ = false;
};

}  // namespace

Result<ClaimRules> ClaimRules::load(const DataFiles& data) {
  auto tables = std::make_shared<Tables>();
  tables->english = DP_TRY(load_claim_rules(data, "en"));
  tables->russian = DP_TRY(load_claim_rules(data, "ru"));
  tables->korean = DP_TRY(load_claim_rules(data, "ko"));
  ClaimRules rules;
  rules.tables_ = std::move(tables);
  return rules;
}

void ClaimRules::judge(std::string_view folded, Language language, std::vector<Quantity> quantities,
                       std::vector<ClaimDraft>& out) const {
  Judge(tables_->of(language), folded, quantities).run(out);
}

void ClaimRules::find_phrases(std::string_view folded, Language language,
                              std::vector<ClaimDraft>& out) const {
  const LanguageRules& rules = tables_->of(language);
  if (rules.any_phrase == nullptr || !re2::RE2::PartialMatch(piece(folded), *rules.any_phrase))
    return;
  for (const PhraseRule& rule : rules.phrases) {
    std::size_t at = 0;
    // The claim's words are group 1 where there is one.
    std::array<re2::StringPiece, 2> groups;
    const int last = std::min(1, rule.pattern->NumberOfCapturingGroups());
    while (at < folded.size() &&
           rule.pattern->Match(piece(folded), at, folded.size(), re2::RE2::UNANCHORED,
                               groups.data(), last + 1)) {
      const re2::StringPiece match = groups[static_cast<std::size_t>(last)];
      const auto begin = static_cast<std::size_t>(match.data() - folded.data());
      ClaimDraft draft;
      draft.begin = begin;
      draft.end = begin + match.size();
      while (draft.begin < draft.end && folded[draft.begin] == ' ') ++draft.begin;
      while (draft.end > draft.begin && folded[draft.end - 1] == ' ') --draft.end;
      draft.claim.kind = rule.kind;
      draft.claim.value = rule.value;
      draft.claim.unit = rule.unit;
      draft.claim.per = rule.per;
      out.push_back(std::move(draft));
      at = begin + std::max<std::size_t>(match.size(), 1);
    }
  }
}

bool ClaimRules::has_cue(std::string_view text, Language language, std::string_view name) const {
  const LanguageRules& rules = tables_->of(language);
  const auto number = rules.cue_numbers.find(name);
  return number != rules.cue_numbers.end() && cues_in(rules, text).test(number->second);
}

}  // namespace depone::reading
