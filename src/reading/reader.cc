#include "reading/reader.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "reading/actors.h"
#include "reading/claim_rules.h"
#include "reading/clock.h"
#include "reading/dates.h"
#include "reading/folded_text.h"
#include "reading/indicators.h"
#include "reading/numbers.h"
#include "reading/passage_text.h"
#include "reading/quantities.h"
#include "reading/word_finder.h"

namespace depone::reading {

struct Reader::Parts {
  NumberLexicon numbers;
  QuantityLexicon quantities;
  ClaimRules rules;
  DateLexicon dates;
  ClockLexicon clock;
  IndicatorLexicon indicators;
  ActorLexicon actors;
};

namespace {

// Passages are sentences of at most 2,000 code points; text handed over without sentence bounds is
// read in pieces of this many bytes, which keeps every look around a claim short.
constexpr std::size_t kLongestPiece = 8'000;
constexpr std::size_t kTimeReach = 160;

// What one thread needs while reading; kept from passage to passage for its memory.
struct Workspace {
  std::string folded;
  TextMarks marks;
  std::vector<Numeral> numerals;
  std::vector<Quantity> quantities;
  std::vector<DateMention> dates;
  std::vector<ClockInterval> intervals;
  std::vector<ClaimDraft> drafts;

  void clear() {
    numerals.clear();
    quantities.clear();
    dates.clear();
    intervals.clear();
    drafts.clear();
  }
};

bool follows_date_preposition(std::string_view folded, std::size_t at) {
  std::size_t end = at;
  while (end > 0 && folded[end - 1] == ' ') --end;
  const std::size_t space = folded.substr(0, end).rfind(' ');
  const std::string_view word =
      folded.substr(space == std::string_view::npos ? 0 : space + 1,
                    end - (space == std::string_view::npos ? 0 : space + 1));
  for (const std::string_view known :
       {"in", "since", "by", "until", "during", "early", "late", "в", "с", "к", "до"}) {
    if (word == known) return true;
  }
  return false;
}

// A number can be a date or a quantity, not both: "2,000 workers" and "2000 workers" count people,
// "In 2024 workers were sent" and "2023년 4월" tell the time.
void part_dates_from_quantities(Workspace& work) {
  std::vector<Quantity>& quantities = work.quantities;
  const auto overlaps = [](const DateMention& date, const Quantity& quantity) {
    return date.begin < quantity.number_end && quantity.number_begin < date.end;
  };
  std::erase_if(work.dates, [&](const DateMention& date) {
    if (!date.bare_year || follows_date_preposition(work.folded, date.begin)) return false;
    return std::any_of(quantities.begin(), quantities.end(), [&](const Quantity& quantity) {
      return overlaps(date, quantity) && quantity.unit != Unit::Bare;
    });
  });
  std::erase_if(quantities, [&](const Quantity& quantity) {
    return std::any_of(work.dates.begin(), work.dates.end(),
                       [&](const DateMention& date) { return overlaps(date, quantity); });
  });
}

class PassageReader {
 public:
  PassageReader(const Reader::Parts& parts, const PassageText& passage, Workspace& work,
                std::vector<Claim>& out)
      : parts_(parts), passage_(passage), work_(work), out_(out) {}

  void read() {
    const std::size_t first = out_.size();
    work_.clear();
    fold_in_place(passage_.text, work_.folded);
    parts_.numbers.find(work_.folded, passage_.language, work_.numerals);
    parts_.rules.find_phrases(work_.folded, passage_.language, work_.drafts);
    if (!work_.numerals.empty() || !work_.drafts.empty() || work_.marks.has_digits()) {
      parts_.dates.find(work_.folded, passage_.language, passage_.document->date, work_.dates);
      if (!work_.numerals.empty()) read_numbers();
      for (ClaimDraft& draft : work_.drafts) add(draft);
      add_dates();
    }
    parts_.indicators.find(passage_, out_);
    add_actors();
    sort_from(first);
  }

 private:
  void read_numbers() {
    parts_.quantities.find(work_.folded, passage_.language, work_.numerals, work_.quantities);
    part_dates_from_quantities(work_);
    read_clock();
    const std::size_t phrases = work_.drafts.size();
    parts_.rules.judge(work_.folded, passage_.language, work_.quantities, work_.drafts);
    // A phrase and a number never say the same thing twice.
    const auto covered = [&](const ClaimDraft& draft) {
      return std::any_of(work_.drafts.begin(),
                         work_.drafts.begin() + static_cast<std::ptrdiff_t>(phrases),
                         [&](const ClaimDraft& phrase) {
                           return draft.claim.kind == phrase.claim.kind &&
                                  draft.begin < phrase.end && phrase.begin < draft.end;
                         });
    };
    const auto first = work_.drafts.begin() + static_cast<std::ptrdiff_t>(phrases);
    work_.drafts.erase(std::remove_if(first, work_.drafts.end(), covered), work_.drafts.end());
  }

  void read_clock() {
    parts_.clock.find(work_.folded, passage_.language, work_.intervals);
    if (work_.intervals.empty()) return;
    if (!parts_.rules.has_cue(work_.folded, passage_.language, "work")) return;
    for (const ClockInterval& interval : work_.intervals) {
      constexpr int kShortest = 5;
      if (interval.hours < Decimal::whole(kShortest)) continue;
      ClaimDraft draft;
      draft.begin = interval.begin;
      draft.end = interval.end;
      draft.claim.kind = ClaimKind::HoursPerDay;
      draft.claim.value = interval.hours;
      draft.claim.unit = "hour";
      draft.claim.per = Per::Day;
      draft.claim.derived = true;
      draft.claim.derivation = interval.derivation;
      work_.drafts.push_back(std::move(draft));
    }
  }

  // By insertion: a passage has few claims, and moving one is dear.
  void sort_from(std::size_t first) {
    for (std::size_t i = first; i < out_.size(); ++i) {
      const auto claim = out_.begin() + static_cast<std::ptrdiff_t>(i);
      const auto place =
          std::upper_bound(out_.begin() + static_cast<std::ptrdiff_t>(first), claim, *claim,
                           [](const Claim& a, const Claim& b) { return a.span < b.span; });
      if (place != claim) std::rotate(place, claim, claim + 1);
    }
  }

  void add_dates() {
    for (const DateMention& date : work_.dates) {
      if (!date.is_claim) continue;
      ClaimDraft draft;
      draft.begin = date.begin;
      draft.end = date.end;
      draft.claim.kind = ClaimKind::Date;
      draft.claim.word = to_string(date.date);
      place(draft.claim, draft.begin, draft.end);
      draft.claim.polarity = Polarity::Asserted;
      out_.push_back(std::move(draft.claim));
    }
  }

  // Takes the draft's claim; what else the draft tells stays.
  void add(ClaimDraft& draft) {
    Claim claim = std::move(draft.claim);
    place(claim, draft.begin, draft.end);
    claim.polarity = parts_.indicators.polarity().polarity_at(passage_, draft.begin, draft.end);
    claim.attribution =
        parts_.indicators.attribution().attribution_at(passage_, draft.begin, draft.end);
    if (claim.time.empty()) claim.time = time_near(draft);
    claim.place = parts_.actors.place_at(passage_, draft.begin, draft.end);
    claim.subject = parts_.actors.subject_at(passage_, draft.begin, draft.end);
    // A Korean counter is no noun.
    const bool noun = draft.noun_end > draft.noun_begin && passage_.language != Language::Korean;
    if (claim.subject.empty() && noun) {
      claim.subject =
          trimmed(passage_.text.substr(draft.noun_begin, draft.noun_end - draft.noun_begin));
    }
    out_.push_back(std::move(claim));
  }

  void add_actors() {
    const std::size_t first = out_.size();
    parts_.actors.find(passage_, out_);
    for (std::size_t i = first; i < out_.size(); ++i) {
      Claim& claim = out_[i];
      const std::size_t begin = passage_.index->byte_at(claim.span.start) - passage_.offset_bytes;
      const std::size_t end = passage_.index->byte_at(claim.span.end) - passage_.offset_bytes;
      claim.polarity = parts_.indicators.polarity().polarity_at(passage_, begin, end);
    }
  }

  // The nearest date told, close by; empty when there is none.
  std::string time_near(const ClaimDraft& draft) const {
    const DateMention* nearest = nullptr;
    std::size_t nearest_gap = kTimeReach;
    for (const DateMention& date : work_.dates) {
      const std::size_t gap = date.begin >= draft.end   ? date.begin - draft.end
                              : draft.begin >= date.end ? draft.begin - date.end
                                                        : 0;
      if (gap >= nearest_gap) continue;
      nearest_gap = gap;
      nearest = &date;
    }
    return nearest == nullptr ? std::string() : to_string(nearest->date);
  }

  static std::string trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return std::string(text);
  }

  bool inside_character(std::size_t at) const {
    return at < passage_.text.size() &&
           (static_cast<unsigned char>(passage_.text[at]) & 0xC0) == 0x80;
  }

  void place(Claim& claim, std::size_t begin, std::size_t end) const {
    // A span begins and ends with characters.
    while (begin > 0 && inside_character(begin)) --begin;
    while (end > begin && inside_character(end)) --end;
    claim.span = passage_.span(begin, end);
    claim.quote = passage_.text.substr(begin, end - begin);
  }

  const Reader::Parts& parts_;
  const PassageText& passage_;
  Workspace& work_;
  std::vector<Claim>& out_;
};

bool is_ours(Language language) {
  return language == Language::English || language == Language::Korean ||
         language == Language::Russian;
}

// Where a piece of at most kLongestPiece bytes that begins at `begin` should end.
std::size_t piece_end(std::string_view text, std::size_t begin, std::size_t end) {
  if (end - begin <= kLongestPiece) return end;
  std::size_t cut = begin + kLongestPiece;
  const std::size_t space = text.substr(0, cut).find_last_of(" \n");
  if (space != std::string_view::npos && space > begin + kLongestPiece / 2) return space;
  while (cut > begin && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return cut == begin ? end : cut;
}

}  // namespace

Reader::Reader(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Reader::~Reader() = default;

Result<std::shared_ptr<const Reader>> Reader::load(const DataFiles& data) {
  auto parts = std::make_unique<Parts>();
  parts->numbers = DP_TRY(NumberLexicon::load(data));
  parts->quantities = DP_TRY(QuantityLexicon::load(data));
  parts->rules = DP_TRY(ClaimRules::load(data));
  parts->dates = DP_TRY(DateLexicon::load(data));
  parts->clock = DP_TRY(ClockLexicon::load(data, parts->numbers));
  parts->indicators = DP_TRY(IndicatorLexicon::load(data));
  parts->actors = DP_TRY(ActorLexicon::load(data));
  return std::shared_ptr<const Reader>(new Reader(std::move(parts)));
}

std::vector<Claim> Reader::read(const Document& document) const {
  std::vector<Claim> claims;
  const text::CodePointIndex index(document.text);
  Workspace work;
  DocumentMemo document_memo;
  document_memo.folded = fold_keeping_length(document.text);
  AttributionCues::Speaker speaker;
  for (const Passage& passage : document.passages) {
    const Language language =
        passage.language == Language::Unknown ? document.language : passage.language;
    if (!is_ours(language)) continue;
    const std::size_t end = index.byte_at(passage.span.end);
    std::size_t begin = index.byte_at(passage.span.start);
    while (begin < end) {
      const std::size_t stop = piece_end(document.text, begin, end);
      PassageText piece;
      piece.text = std::string_view(document.text).substr(begin, stop - begin);
      piece.offset_bytes = begin;
      piece.language = language;
      piece.document = &document;
      piece.index = &index;
      PassageMemo memo;
      memo.folded = std::string_view(document_memo.folded).substr(begin, stop - begin);
      work.marks.read(memo.folded);
      memo.marks = &work.marks;
      piece.memo = &memo;
      piece.document_memo = &document_memo;
      parts_->indicators.attribution().carry(piece, speaker);
      if (speaker.carried) memo.speaker = speaker.source;
      PassageReader(*parts_, piece, work, claims).read();
      begin = stop;
    }
  }
  const auto earlier = [](const Claim& a, const Claim& b) { return a.span < b.span; };
  if (!std::is_sorted(claims.begin(), claims.end(), earlier)) {
    std::stable_sort(claims.begin(), claims.end(), earlier);
  }
  return claims;
}

}  // namespace depone::reading
