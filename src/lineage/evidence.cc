#include "lineage/evidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace depone::lineage {
namespace {

// Facts that count as such within one language: names, numbers and quotations. Concepts and name
// sounds would count ordinary words again there.
constexpr std::array<bool, kFactKinds> kHard = {true, true,  false, false, true,  true, false,
                                                true, false, true,  true,  false, true};
// Facts every language can express, by which the share is taken.
constexpr std::array<bool, kFactKinds> kUniversal = {true,  true, true,  true, true,  false, false,
                                                     false, true, false, true, false, false};
// Facts that carry across languages.
constexpr std::array<bool, kFactKinds> kCarried = {true, true, true, true, true, true, true,
                                                   true, true, true, true, true, true};

constexpr double kHalfCovered = 0.5;
constexpr std::uint32_t kRunWords = 3;

bool is(const std::array<bool, kFactKinds>& set, FactKind kind) {
  return set[static_cast<std::size_t>(kind)];
}

// Runs of three that follow each other in both texts make one longer run.
void find_longest_run(const Corpus& corpus, const Signature& a,
                      std::vector<std::pair<std::uint32_t, std::uint32_t>>& places,
                      Evidence& evidence) {
  std::sort(places.begin(), places.end());
  for (std::size_t first = 0; first < places.size();) {
    std::size_t last = first;
    while (last + 1 < places.size() && places[last + 1].first == places[last].first + 1 &&
           places[last + 1].second == places[last].second + 1) {
      ++last;
    }
    const std::uint32_t begin = places[first].first;
    const auto end =
        std::min(static_cast<std::uint32_t>(a.word_ids.size()), places[last].first + kRunWords);
    double weight = 0;
    for (std::uint32_t word = begin; word < end; ++word) {
      weight += corpus.word_weight(a.word_ids[word]);
    }
    if (weight > evidence.longest_run) {
      evidence.longest_run = weight;
      evidence.longest_at = begin;
      evidence.longest_words = end - begin;
    }
    first = last + 1;
  }
}

void weigh_runs(const Corpus& corpus, const Signature& a, const Signature& b, Evidence& evidence) {
  double shared = 0;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places;  // of shared runs, in a and in b
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.shingles.size() && j < b.shingles.size()) {
    if (a.shingles[i] < b.shingles[j]) {
      ++i;
    } else if (b.shingles[j] < a.shingles[i]) {
      ++j;
    } else {
      shared += static_cast<double>(a.shingle_weights[i]);
      places.emplace_back(a.shingle_at[i++], b.shingle_at[j++]);
    }
  }
  evidence.shared_runs = places.size();
  find_longest_run(corpus, a, places, evidence);
  evidence.contained_a = a.shingles_mass > 0 ? shared / a.shingles_mass : 0;
  evidence.contained_b = b.shingles_mass > 0 ? shared / b.shingles_mass : 0;
}

void weigh_units(const Corpus& corpus, const Signature& a, const Signature& b, Evidence& evidence) {
  double dot = 0;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.units.size() && j < b.units.size()) {
    if (a.units[i] < b.units[j]) {
      ++i;
    } else if (b.units[j] < a.units[i]) {
      ++j;
    } else {
      const double weight = corpus.unit_weight(a.units[i]);
      ++evidence.shared_units;
      dot += static_cast<double>(a.unit_counts[i]) * static_cast<double>(b.unit_counts[j]) *
             weight * weight;
      ++i;
      ++j;
    }
  }
  const double lengths = a.units_length * b.units_length;
  evidence.units = lengths > 0 ? dot / lengths : 0;
}

// Weight of the content words each passage of `a` shares with each of `b`, row by row.
std::vector<double> shared_by_passages(const Corpus& corpus, const Signature& a,
                                       const Signature& b) {
  std::vector<double> shared(a.passages.size() * b.passages.size());
  auto left = a.places.begin();
  auto right = b.places.begin();
  while (left != a.places.end() && right != b.places.end()) {
    if (left->unit < right->unit) {
      ++left;
    } else if (right->unit < left->unit) {
      ++right;
    } else {
      const double weight = corpus.unit_weight(left->unit);
      const Id unit = left->unit;
      auto end = right;
      while (end != b.places.end() && end->unit == unit) ++end;
      for (; left != a.places.end() && left->unit == unit; ++left) {
        for (auto each = right; each != end; ++each) {
          shared[left->passage * b.passages.size() + each->passage] += weight;
        }
      }
      right = end;
    }
  }
  return shared;
}

// The share of a text whose passages are covered by half or more.
double aligned_share(const Signature& document, const std::vector<double>& covered) {
  double all = 0;
  double half = 0;
  for (std::size_t i = 0; i < covered.size(); ++i) {
    all += document.passages[i].mass;
    if (covered[i] >= kHalfCovered) half += document.passages[i].mass * covered[i];
  }
  return all > 0 ? half / all : 0;
}

double passages_mass(const Signature& document) {
  double mass = 0;
  for (const PassageUnits& passage : document.passages) mass += passage.mass;
  return mass;
}

// The pair of sentences that shares most: by shared weight times the share it covers.
void weigh_passages(const Corpus& corpus, const Signature& a, const Signature& b,
                    Evidence& evidence) {
  const std::vector<double> shared = shared_by_passages(corpus, a, b);
  std::vector<double> covered_a(a.passages.size());
  std::vector<double> covered_b(b.passages.size());
  double best = 0;
  for (std::size_t i = 0; i < a.passages.size(); ++i) {
    for (std::size_t j = 0; j < b.passages.size(); ++j) {
      const double common = shared[i * b.passages.size() + j];
      if (common <= 0) continue;
      const double mass_a = a.passages[i].mass;
      const double mass_b = b.passages[j].mass;
      covered_a[i] = std::max(covered_a[i], common / mass_a);
      covered_b[j] = std::max(covered_b[j], common / mass_b);
      const double cover = common / std::min(mass_a, mass_b);
      if (common * cover <= best) continue;
      best = common * cover;
      evidence.passage_mass = common;
      evidence.passage_cover = cover;
      evidence.passage_a = i;
      evidence.passage_b = j;
    }
  }
  evidence.aligned = passages_mass(a) <= passages_mass(b) ? aligned_share(a, covered_a)
                                                          : aligned_share(b, covered_b);
}

// How much of a headline one sentence of the other text says.
void weigh_titles(const Corpus& corpus, const Signature& a, const Signature& b,
                  Evidence& evidence) {
  const auto titled = [&](const Signature& document, const Signature& other) {
    std::vector<double> said(other.passages.size());
    for (const Id unit : document.title) {
      auto place = std::lower_bound(other.places.begin(), other.places.end(), UnitPlace{unit, 0});
      for (; place != other.places.end() && place->unit == unit; ++place) {
        said[place->passage] += corpus.unit_weight(unit);
      }
    }
    const double most = said.empty() ? 0 : *std::max_element(said.begin(), said.end());
    const double cover = document.title_mass > 0 ? most / document.title_mass : 0;
    if (cover <= evidence.title) return;
    evidence.title = cover;
    evidence.title_mass = most;
    evidence.title_of_a = &document == &a;
  };
  titled(a, b);
  titled(b, a);
  evidence.other_titles = !a.title.empty() && !b.title.empty() && evidence.title < kHalfCovered;
}

void weigh_facts(const Corpus& corpus, const Signature& a, const Signature& b, Evidence& evidence) {
  bool countries_a = false;
  bool countries_b = false;
  bool shared_country = false;
  const auto universal = [&](const Signature& document, bool& countries) {
    double sum = 0;
    for (const FactUse& use : document.facts) {
      const FactKind kind = corpus.facts[use.fact].kind;
      countries = countries || kind == FactKind::Country;
      if (is(kUniversal, kind)) sum += corpus.fact_weight(use.fact);
    }
    return sum;
  };
  const double poorer = std::min(universal(a, countries_a), universal(b, countries_b));
  double shared = 0;
  for (const SharedFact& fact : shared_facts(corpus, evidence.a, evidence.b)) {
    const FactKind kind = corpus.facts[a.facts[fact.in_a].fact].kind;
    shared_country = shared_country || kind == FactKind::Country;
    if (is(kHard, kind)) evidence.hard_facts += fact.weight;
    if (is(kUniversal, kind)) shared += fact.weight;
    if (kind == FactKind::Outlet) evidence.outlet_mass += fact.weight;
    if (kind == FactKind::Quote || kind == FactKind::QuotedConcept) {
      evidence.quote_mass += fact.weight;
    }
    if (is(kCarried, kind)) {
      evidence.fact_mass += fact.weight;
      ++evidence.fact_count;
    }
  }
  evidence.fact_share = poorer > 0 ? shared / poorer : 0;
  evidence.other_country = countries_a && countries_b && !shared_country;
  evidence.other_subject = a.subject && b.subject && a.subject != b.subject;
}

double match_lines(const std::vector<float>& a, const std::vector<float>& b) {
  if (a.size() != b.size() || a.size() < 3) return 0;
  const auto n = static_cast<double>(a.size());
  double sum_a = 0;
  double sum_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    sum_a += std::log(a[i]);
    sum_b += std::log(b[i]);
  }
  double aa = 0;
  double bb = 0;
  double ab = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = std::log(a[i]) - sum_a / n;
    const double y = std::log(b[i]) - sum_b / n;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

bool meets(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& name) {
    return std::find(b.begin(), b.end(), name) != b.end();
  });
}

}  // namespace

std::vector<SharedFact> shared_facts(const Corpus& corpus, std::size_t a, std::size_t b) {
  const std::vector<FactUse>& left = corpus.documents[a].facts;
  const std::vector<FactUse>& right = corpus.documents[b].facts;
  std::vector<SharedFact> shared;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < left.size() && j < right.size()) {
    if (left[i].fact < right[j].fact) {
      ++i;
    } else if (right[j].fact < left[i].fact) {
      ++j;
    } else {
      shared.push_back({i, j, corpus.fact_weight(left[i].fact)});
      ++i;
      ++j;
    }
  }
  // A name met by its full sound is not counted again by its consonants or letters.
  std::stable_sort(shared.begin(), shared.end(),
                   [](const SharedFact& x, const SharedFact& y) { return x.weight > y.weight; });
  std::vector<SharedFact> kept;
  for (const SharedFact& fact : shared) {
    const FactUse& use = left[fact.in_a];
    const bool covered =
        use.end > use.begin && std::any_of(kept.begin(), kept.end(), [&](const SharedFact& other) {
          const FactUse& counted = left[other.in_a];
          return counted.begin <= use.begin && use.end <= counted.end;
        });
    if (!covered) kept.push_back(fact);
  }
  return kept;
}

Evidence weigh(const Corpus& corpus, std::size_t a, std::size_t b) {
  const Signature& left = corpus.documents[a];
  const Signature& right = corpus.documents[b];
  Evidence evidence;
  evidence.a = a;
  evidence.b = b;
  evidence.same_language = left.language == right.language;
  weigh_runs(corpus, left, right, evidence);
  weigh_units(corpus, left, right, evidence);
  weigh_passages(corpus, left, right, evidence);
  weigh_titles(corpus, left, right, evidence);
  weigh_facts(corpus, left, right, evidence);
  evidence.lines = match_lines(left.line_lengths, right.line_lengths);
  evidence.cites_b = meets(left.outlets.cited, right.outlets.own);
  evidence.cites_a = meets(right.outlets.cited, left.outlets.own);
  evidence.same_outlet =
      meets(left.outlets.cited, right.outlets.cited) || meets(left.outlets.own, right.outlets.own);
  if (left.first_day && right.first_day) {
    evidence.exact_dates = left.first_day == left.last_day && right.first_day == right.last_day;
    evidence.days_apart =
        std::max({0, *left.first_day - *right.last_day, *right.first_day - *left.last_day});
  }
  return evidence;
}

}  // namespace depone::lineage
