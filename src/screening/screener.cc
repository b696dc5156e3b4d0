#include "screening/screener.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>

#include "screening/fields.h"
#include "screening/filter.h"
#include "screening/index.h"

namespace depone::screening {
namespace {

using names::Matcher;
using names::Name;
using names::Part;
using names::Unit;

constexpr std::size_t kNearestLooked = 8;  // names compared for `nearest` when there is no hit
constexpr std::size_t kNearestPostings = 1000;
constexpr float kRounding = 0.01f;  // bits by which sums of floats may be off

struct Found {
  std::uint32_t unit;
  float bits;
  std::uint32_t tokens;  // bit t: the query's token t is in it
};

// A listed name that may be a hit.
struct Candidate {
  std::uint32_t place = 0;
  std::uint32_t covered = 0;  // bit t: the query's token t agrees with something
  std::uint32_t serial = 0;
  float sum = 0;
};

std::uint32_t mask_of(const Unit& unit) {
  std::uint32_t mask = 0;
  for (std::uint32_t t = unit.begin; t < unit.end && t < 32; ++t) mask |= 1u << t;
  return mask;
}

// Everything one question needs while it is answered.
class Search {
 public:
  Search(const Screener::Index& index, const Question& question, const Options& options)
      : index_(index),
        matcher_(*index.matcher),
        question_(question),
        options_(options),
        query_(matcher_.parse(question.name)),
        decision_(matcher_.decision_bits(index.places.size())) {
    if (!question.country.empty()) add_country(question.country, countries_);
    needed_ = options.threshold ? bits_at(*options.threshold) : decision_;
    facts_ = static_cast<float>((question.birth_year ? index.facts.birth_same : 0) +
                                (countries_.empty() ? 0 : index.facts.country_same));
    find_slack();
  }

  Answer run() {
    if (query_.tokens.empty()) return {};
    look_at_words();
    look_at_korean();
    Answer answer;
    for (auto& [key, hit] : best_) {
      if (passes(hit)) answer.hits.push_back(std::move(hit));
    }
    std::sort(answer.hits.begin(), answer.hits.end(), stronger);
    if (options_.limit > 0 && answer.hits.size() > options_.limit) {
      answer.hits.resize(options_.limit);
    }
    for (Hit& hit : answer.hits) explain(hit);
    if (answer.hits.empty()) answer.nearest = nearest();
    return answer;
  }

 private:
  static bool stronger(const Hit& a, const Hit& b) {
    return std::make_tuple(-a.score, -a.bits, a.list, a.entry) <
           std::make_tuple(-b.score, -b.bits, b.list, b.entry);
  }

  // The bits at which the score is `score`.
  double bits_at(double score) const {
    if (score <= 0) return -1e9;
    if (score >= 1) return 1e9;
    double low = -400;
    double high = 400;
    for (int i = 0; i < 60; ++i) {
      const double middle = (low + high) / 2;
      (matcher_.score(middle, index_.places.size()) < score ? low : high) = middle;
    }
    return low;
  }

  bool passes(const Hit& hit) const {
    return options_.threshold ? hit.score >= *options_.threshold : hit.decision == Decision::Match;
  }

  // How far the query's words may fall short of agreeing wholly, all together, when a name is to
  // reach what is needed. Below 0 only a name that agrees as a whole can be a hit.
  void find_slack() {
    const auto of_part = [&](Part part) {
      return static_cast<float>(
          std::count_if(query_.tokens.begin(), query_.tokens.end(),
                        [&](const names::Token& token) { return token.part == part; }));
    };
    extra_ = 1 + matcher_.initial_bits() * of_part(Part::Initial) +
             matcher_.number_bits() * of_part(Part::Number);
    most_ = extra_ + facts_;
    for (const names::Token& token : query_.tokens) {
      if (token.part == Part::Word) most_ += std::max(token.bits, matcher_.initial_bits());
    }
    slack_ = most_ - static_cast<float>(needed_) + kRounding;
  }

  // A word that every hit has to agree with.
  bool is_required(const names::Token& token) const {
    return token.part == Part::Word && token.bits - matcher_.initial_bits() > slack_;
  }

  // The quarter bits that a unit may be apart from a listed one: that what the query's words lack
  // stays within the slack, or that the name can agree as a whole.
  int farthest(const Unit& unit) const {
    float all = 0;
    for (std::size_t t = unit.begin; t < unit.end; ++t) {
      if (query_.tokens[t].part == Part::Word) all += query_.tokens[t].bits;
    }
    const float within = std::clamp(4 * (slack_ - (all - unit.bits)), 0.0f, 400.0f);
    return std::max(Matcher::whole_quarters(), static_cast<int>(std::ceil(within)));
  }

  // The token of a unit that stands for it in sums: its rarest.
  std::size_t anchor_of(const Unit& unit) const {
    std::size_t anchor = unit.begin;
    for (std::size_t t = unit.begin; t < unit.end; ++t) {
      if (query_.tokens[t].part == Part::Word &&
          (query_.tokens[anchor].part != Part::Word ||
           query_.tokens[t].bits > query_.tokens[anchor].bits)) {
        anchor = t;
      }
    }
    return anchor;
  }

  void find_units(const Unit& unit, std::vector<Found>& found) const {
    const std::uint32_t tokens = mask_of(unit);
    const bool join = unit.end - unit.begin > 1;
    FilterTerms terms;
    terms.step = matcher_.sounds().least_step();
    terms.drop = matcher_.sounds().least_drop();
    terms.share = static_cast<std::int32_t>(std::ceil(256 * matcher_.most_cost_share(join)));
    terms.most = farthest(unit);
    std::vector<std::uint32_t> places;
    // Two joins are never compared.
    const std::size_t count = join ? index_.singles : index_.units.size();
    filter(unit.signature, static_cast<std::int32_t>(std::ceil(4 * unit.bits)),
           std::span(index_.signatures).first(count), std::span(index_.quarters).first(count),
           terms, places);
    for (const std::uint32_t u : places) {
      const float bits = matcher_.unit_bits(unit, index_.units[u], terms.most);
      if (bits > 0) found.push_back({u, bits, tokens});
    }
    if (join) return;
    const names::Token& token = query_.tokens[unit.begin];
    for (const auto& [group, cost] : token.groups) {
      const auto at = index_.groups.find(group);
      if (at == index_.groups.end()) continue;
      for (const auto& [u, other] : at->second) {
        found.push_back({u, std::min(unit.bits, index_.units[u].bits), tokens});
      }
    }
    if (token.meaning != 0) {
      const auto at = index_.meanings.find(token.meaning);
      if (at != index_.meanings.end()) {
        for (const std::uint32_t u : at->second) found.push_back({u, unit.bits, tokens});
      }
    }
    find_parts(unit, tokens, found);
  }

  // Units that begin or end with the query's word, and those it begins or ends with.
  void find_parts(const Unit& unit, std::uint32_t tokens, std::vector<Found>& found) const {
    if (query_.tokens[unit.begin].part != Part::Word) return;
    const auto add = [&](std::uint32_t u) {
      const Unit& other = index_.units[u];
      const float bits = matcher_.part_bits(unit.sound, unit.bits, other.sound, other.bits);
      if (bits >= matcher_.least_bits()) found.push_back({u, bits, tokens});
    };
    const auto& units = index_.units;
    const std::string& sound = unit.sound;
    for (std::size_t length = 2; length <= sound.size(); ++length) {
      const std::string_view beginning = std::string_view(sound).substr(0, length);
      auto at = std::lower_bound(
          index_.by_sound.begin(), index_.by_sound.end(), beginning,
          [&](std::uint32_t u, std::string_view text) { return units[u].sound < text; });
      const bool whole = length == sound.size();
      for (; at != index_.by_sound.end() &&
             (whole ? units[*at].sound.starts_with(beginning) : units[*at].sound == beginning);
           ++at) {
        add(*at);
      }
      const std::string_view ending = std::string_view(sound).substr(sound.size() - length);
      auto end = std::lower_bound(index_.by_ending.begin(), index_.by_ending.end(), ending,
                                  [&](std::uint32_t u, std::string_view text) {
                                    const std::string& other = units[u].sound;
                                    return std::lexicographical_compare(
                                        other.rbegin(), other.rend(), text.rbegin(), text.rend());
                                  });
      for (; end != index_.by_ending.end() &&
             (whole ? units[*end].sound.ends_with(ending) : units[*end].sound == ending);
           ++end) {
        add(*end);
      }
    }
  }

  void look_at_words() {
    if (needed_ <= static_cast<double>(extra_ + facts_)) {
      for (std::uint32_t place = 0; place < index_.places.size(); ++place) compare(place);
      return;
    }
    const auto exact = index_.exact.find(key_of(query_));
    if (exact != index_.exact.end()) {
      for (const std::uint32_t place : exact->second) compare(place);
    }
    look_at_acronyms();
    anchored_.resize(query_.tokens.size());
    for (const Unit& unit : query_.units) find_units(unit, anchored_[anchor_of(unit)]);
    for (auto& found : anchored_) {
      std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
        return std::make_tuple(-a.bits, a.unit) < std::make_tuple(-b.bits, b.unit);
      });
    }
    gather(pivot());
    const std::uint32_t words = words_of_query();
    const auto word_count = static_cast<std::size_t>(std::popcount(words));
    std::uint32_t required = 0;
    for (std::size_t t = 0; t < query_.tokens.size(); ++t) {
      if (is_required(query_.tokens[t])) required |= 1u << t;
    }
    for (const Candidate& candidate : candidates_) {
      const float bound =
          candidate.sum + extra_ + facts_ +
          matcher_.initial_bits() * static_cast<float>(index_.initials[candidate.place]);
      const bool may_be_whole =
          (candidate.covered & words) == words && index_.words[candidate.place] <= 3 * word_count;
      const bool has_required = (candidate.covered & required) == required;
      if ((static_cast<double>(bound) >= needed_ && has_required) || may_be_whole) {
        compare(candidate.place);
      } else {
        remember(candidate.place, bound);
      }
    }
  }

  std::uint32_t words_of_query() const {
    std::uint32_t words = 0;
    for (std::size_t t = 0; t < query_.tokens.size(); ++t) {
      if (query_.tokens[t].part == Part::Word) words |= 1u << t;
    }
    return words;
  }

  std::size_t postings_of(const Found& found) const {
    return index_.first[found.unit + 1] - index_.first[found.unit];
  }

  // The required word that fewest listed names agree with, as a bit; 0 when none is required.
  std::uint32_t pivot() const {
    std::uint32_t best = 0;
    std::size_t fewest = 0;
    for (std::size_t t = 0; t < query_.tokens.size(); ++t) {
      if (!is_required(query_.tokens[t])) continue;
      std::size_t count = 0;
      for (const auto& found : anchored_) {
        for (const Found& one : found) {
          if ((one.tokens >> t & 1u) != 0) count += postings_of(one);
        }
      }
      if (best != 0 && count >= fewest) continue;
      best = 1u << t;
      fewest = count;
    }
    return best;
  }

  // The listed names that agree with the pivot (with anything, when it is 0), and by how much.
  void gather(std::uint32_t pivot) {
    const std::size_t count = index_.places.size();
    std::vector<std::uint32_t> slot(pivot == 0 ? count : 0);  // in candidates_, from 1
    std::vector<std::uint64_t> in;                            // a bit a place, with a pivot
    const auto each = [&](const Found& one, const auto& visit) {
      for (std::size_t at = index_.first[one.unit]; at < index_.first[one.unit + 1]; ++at) {
        visit(index_.named[at]);
      }
    };
    if (pivot != 0) {
      in.resize(count / 64 + 1);
      for (const auto& found : anchored_) {
        for (const Found& one : found) {
          if ((one.tokens & pivot) == 0) continue;
          each(one, [&](std::uint32_t place) {
            std::uint64_t& word = in[place / 64];
            const std::uint64_t bit = std::uint64_t{1} << (place % 64);
            if ((word & bit) == 0) candidates_.push_back({place});
            word |= bit;
          });
        }
      }
      std::sort(candidates_.begin(), candidates_.end(),
                [](const Candidate& a, const Candidate& b) { return a.place < b.place; });
    }
    const auto candidate_at = [&](std::uint32_t place) -> Candidate* {
      if (pivot == 0) {
        if (slot[place] == 0) {
          candidates_.push_back({place});
          slot[place] = static_cast<std::uint32_t>(candidates_.size());
        }
        return &candidates_[slot[place] - 1];
      }
      if ((in[place / 64] >> (place % 64) & 1u) == 0) return nullptr;
      return &*std::lower_bound(
          candidates_.begin(), candidates_.end(), place,
          [](const Candidate& candidate, std::uint32_t at) { return candidate.place < at; });
    };
    std::uint32_t serial = 0;
    for (const auto& found : anchored_) {
      ++serial;
      for (const Found& one : found) {
        each(one, [&](std::uint32_t place) {
          Candidate* candidate = candidate_at(place);
          if (candidate == nullptr) return;
          candidate->covered |= one.tokens;
          if (candidate->serial == serial) return;
          candidate->serial = serial;
          candidate->sum += one.bits;
        });
      }
    }
  }

  // An acronym agrees with words that the filter lets none of through.
  void look_at_acronyms() {
    const auto compare_all = [&](const auto& places, const std::string& letters) {
      const auto found = places.find(letters);
      if (found == places.end()) return;
      for (const std::uint32_t place : found->second) compare(place);
    };
    if (const std::string letters = names::acronym_of(query_); !letters.empty()) {
      compare_all(index_.initials_of, letters);
    }
    for (const std::string& letters : names::initials_of(query_)) {
      compare_all(index_.acronyms, letters);
    }
    look_at_contractions();
  }

  void look_at_contractions() {
    if (const std::string letters = names::contraction_of(query_); !letters.empty()) {
      const auto found = index_.contracted.find(letters.substr(0, 2));
      if (found != index_.contracted.end()) {
        for (const auto& [place, words] : found->second) {
          if (names::contraction_bits(letters, words) > 0) compare(place);
        }
      }
    }
    if (const std::string words = names::contracted_of(query_); !words.empty()) {
      const auto found = index_.contractions.find(words.substr(0, 2));
      if (found != index_.contractions.end()) {
        for (const auto& [place, letters] : found->second) {
          if (names::contraction_bits(letters, words) > 0) compare(place);
        }
      }
    }
  }

  void look_at_korean() {
    std::vector<std::uint32_t> met;
    for (const names::KoreanReading& reading : query_.korean) {
      for (const auto& [surname, cost] : reading.surnames) {
        if (surname >= index_.readings.size()) continue;
        for (const Screener::Index::Reading& listed : index_.readings[surname]) {
          if (names::may_meet(reading.given.near, listed.sounds)) met.push_back(listed.korean);
        }
      }
    }
    std::sort(met.begin(), met.end());
    met.erase(std::unique(met.begin(), met.end()), met.end());
    for (const std::uint32_t number : met) {
      const Screener::Index::Korean& korean = index_.korean[number];
      const names::Comparison comparison = matcher_.compare_korean(query_, korean.name, false);
      if (!comparison.korean) continue;
      if (comparison.whole || comparison.bits + static_cast<double>(facts_) >= needed_) {
        take(korean.place, comparison);
      } else {
        remember(korean.place, static_cast<float>(comparison.bits));
      }
    }
  }

  // By words only unless asked for more: look_at_korean() compares the readings.
  void compare(std::uint32_t place, names::Readings readings = names::Readings::WordsOnly) {
    const Screener::Index::Place& at = index_.places[place];
    const Name name =
        matcher_.parse(index_.lists[at.list].entries[at.entry].names[at.name].text, readings);
    take(place, matcher_.compare(query_, name));
  }

  void take(std::uint32_t place, const names::Comparison& comparison) {
    const Screener::Index::Place& at = index_.places[place];
    Hit hit;
    hit.list = at.list;
    hit.entry = at.entry;
    hit.name = at.name;
    hit.needed = decision_;
    double facts = 0;
    double known = 0;  // birth and country, without the alias's own quality
    for (const names::Reason& reason : fact_reasons(hit)) {
      facts += reason.bits;
      if (reason.agreement != names::Agreement::Missing) known += reason.bits;
    }
    hit.bits = comparison.bits + facts;
    // A whole name agrees by itself, unless facts speak against it.
    const double counted =
        comparison.whole && known >= 0 ? std::max(hit.bits, decision_ + 0.02 * hit.bits) : hit.bits;
    hit.score = matcher_.score(counted, index_.places.size());
    hit.decision = counted >= decision_ ? Decision::Match : Decision::Possible;
    const auto [best, fresh] = best_.try_emplace({at.list, at.entry}, hit);
    if (!fresh && (hit.score > best->second.score ||
                   (hit.score == best->second.score && hit.bits > best->second.bits))) {
      best->second = hit;
    }
  }

  std::vector<names::Reason> fact_reasons(const Hit& hit) const {
    const Entry& entry = index_.lists[hit.list].entries[hit.entry];
    const Facts& facts = index_.facts;
    std::vector<names::Reason> reasons;
    if (entry.names[hit.name].weak) {
      reasons.push_back({names::Agreement::Missing, "", entry.names[hit.name].text,
                         facts.weak_alias, "the list calls this alias weak"});
    }
    if (question_.birth_year && !entry.birth_years.empty()) {
      int apart = 1000;
      int nearest = 0;
      for (const int year : entry.birth_years) {
        if (std::abs(year - *question_.birth_year) >= apart) continue;
        apart = std::abs(year - *question_.birth_year);
        nearest = year;
      }
      const bool agrees = apart <= 2;
      reasons.push_back({agrees ? names::Agreement::Exact : names::Agreement::Conflict,
                         std::to_string(*question_.birth_year), std::to_string(nearest),
                         apart == 0   ? facts.birth_same
                         : apart <= 2 ? facts.birth_near
                                      : facts.birth_far,
                         "year of birth"});
    }
    if (!countries_.empty() && !entry.countries.empty()) {
      const bool same =
          std::binary_search(entry.countries.begin(), entry.countries.end(), countries_.front());
      reasons.push_back({same ? names::Agreement::Exact : names::Agreement::Conflict,
                         countries_.front(), same ? countries_.front() : entry.countries.front(),
                         same ? facts.country_same : facts.country_other, "country"});
    }
    return reasons;
  }

  void explain(Hit& hit) const {
    const Entry& entry = index_.lists[hit.list].entries[hit.entry];
    hit.reasons = matcher_.explain(query_, matcher_.parse(entry.names[hit.name].text)).reasons;
    for (names::Reason& reason : fact_reasons(hit)) hit.reasons.push_back(std::move(reason));
  }

  void remember(std::uint32_t place, float bound) {
    if (near_.size() == kNearestLooked && near_.back().first >= bound) return;
    if (std::any_of(near_.begin(), near_.end(),
                    [&](const auto& other) { return other.second == place; })) {
      return;
    }
    const auto at = std::find_if(near_.begin(), near_.end(),
                                 [&](const auto& other) { return other.first < bound; });
    near_.insert(at, {bound, place});
    if (near_.size() > kNearestLooked) near_.pop_back();
  }

  // Names that agree with no required word were not gathered: those with the rarest words that
  // agree at all are the next to look at.
  void remember_others() {
    std::vector<Found> rarest;
    for (const auto& found : anchored_) {
      for (const Found& one : found) {
        if (postings_of(one) <= kNearestPostings) rarest.push_back(one);
      }
    }
    std::sort(rarest.begin(), rarest.end(), [](const Found& a, const Found& b) {
      return std::make_tuple(-a.bits, a.unit) < std::make_tuple(-b.bits, b.unit);
    });
    if (rarest.size() > kNearestLooked) rarest.resize(kNearestLooked);
    for (const Found& one : rarest) {
      for (std::size_t at = index_.first[one.unit]; at < index_.first[one.unit + 1]; ++at) {
        remember(index_.named[at], one.bits);
      }
    }
  }

  std::optional<Hit> nearest() {
    remember_others();
    for (const auto& [bound, place] : near_) compare(place, names::Readings::All);
    std::optional<Hit> best;
    for (const auto& [key, hit] : best_) {
      if (!best || stronger(hit, *best)) best = hit;
    }
    if (best) explain(*best);
    return best;
  }

  const Screener::Index& index_;
  const Matcher& matcher_;
  const Question& question_;
  const Options& options_;
  Name query_;
  double decision_;
  double needed_ = 0;
  float facts_ = 0;                           // the most that birth year and country can add
  float extra_ = 0;                           // the most that all but words can add
  float most_ = 0;                            // the most that any name can agree by
  float slack_ = 0;                           // see find_slack()
  std::vector<std::vector<Found>> anchored_;  // by token of the query
  std::vector<Candidate> candidates_;
  std::vector<std::string> countries_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Hit> best_;
  std::vector<std::pair<float, std::uint32_t>> near_;  // highest bound first
};

}  // namespace

Answer Screener::screen(const Question& question, const Options& options) const {
  return Search(*index_, question, options).run();
}

}  // namespace depone::screening
