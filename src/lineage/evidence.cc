#include "lineage/evidence.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
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
  double all_a = 0;
  double all_b = 0;
  for (const std::uint64_t run : a.shingles) all_a += corpus.shingle_weight(run);
  for (const std::uint64_t run : b.shingles) all_b += corpus.shingle_weight(run);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> places;  // of shared runs, in a and in b
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.shingles.size() && j < b.shingles.size()) {
    if (a.shingles[i] < b.shingles[j]) {
      ++i;
    } else if (b.shingles[j] < a.shingles[i]) {
      ++j;
    } else {
      shared += corpus.shingle_weight(a.shingles[i]);
      places.emplace_back(a.shingle_at[i++], b.shingle_at[j++]);
    }
  }
  evidence.shared_runs = places.size();
  find_longest_run(corpus, a, places, evidence);
  evidence.contained_a = all_a > 0 ? shared / all_a : 0;
  evidence.contained_b = all_b > 0 ? shared / all_b : 0;
}

void weigh_units(const Corpus& corpus, const Signature& a, const Signature& b, Evidence& evidence) {
  const auto length = [&](const Signature& document) {
    double sum = 0;
    for (std::size_t i = 0; i < document.units.size(); ++i) {
      const double weight =
          (1 + std::log(document.unit_counts[i])) * corpus.unit_weight(document.units[i]);
      sum += weight * weight;
    }
    return std::sqrt(sum);
  };
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
      dot += (1 + std::log(a.unit_counts[i])) * (1 + std::log(b.unit_counts[j])) * weight * weight;
      ++i;
      ++j;
    }
  }
  const double lengths = length(a) * length(b);
  evidence.units = lengths > 0 ? dot / lengths : 0;
}

// The pair of sentences that shares most: by shared weight times the share it covers.
void weigh_passages(const Corpus& corpus, const Signature& a, const Signature& b,
                    Evidence& evidence) {
  std::unordered_map<Id, std::vector<std::uint32_t>> holders;
  std::vector<double> mass_b(b.passages.size());
  for (std::size_t i = 0; i < b.passages.size(); ++i) {
    for (const Id unit : b.passages[i].units) {
      mass_b[i] += corpus.unit_weight(unit);
      if (std::binary_search(a.units.begin(), a.units.end(), unit)) {
        holders[unit].push_back(static_cast<std::uint32_t>(i));
      }
    }
  }
  double best = 0;
  std::vector<double> covered_a(a.passages.size());
  std::vector<double> covered_b(b.passages.size());
  std::vector<double> masses_a(a.passages.size());
  std::vector<double> shared(b.passages.size());
  for (std::size_t i = 0; i < a.passages.size(); ++i) {
    std::fill(shared.begin(), shared.end(), 0);
    double mass_a = 0;
    for (const Id unit : a.passages[i].units) {
      const double weight = corpus.unit_weight(unit);
      mass_a += weight;
      if (const auto found = holders.find(unit); found != holders.end()) {
        for (const std::uint32_t holder : found->second) shared[holder] += weight;
      }
    }
    masses_a[i] = mass_a;
    for (std::size_t j = 0; j < shared.size(); ++j) {
      if (shared[j] <= 0) continue;
      covered_a[i] = std::max(covered_a[i], shared[j] / mass_a);
      covered_b[j] = std::max(covered_b[j], shared[j] / mass_b[j]);
      const double cover = shared[j] / std::min(mass_a, mass_b[j]);
      if (shared[j] * cover <= best) continue;
      best = shared[j] * cover;
      evidence.passage_mass = shared[j];
      evidence.passage_cover = cover;
      evidence.passage_a = i;
      evidence.passage_b = j;
    }
  }
  const auto aligned = [](const std::vector<double>& masses, const std::vector<double>& covered) {
    double all = 0;
    double half = 0;
    for (std::size_t i = 0; i < masses.size(); ++i) {
      all += masses[i];
      if (covered[i] >= kHalfCovered) half += masses[i] * covered[i];
    }
    return std::pair(all, all > 0 ? half / all : 0);
  };
  const auto [all_a, share_a] = aligned(masses_a, covered_a);
  const auto [all_b, share_b] = aligned(mass_b, covered_b);
  evidence.aligned = all_a <= all_b ? share_a : share_b;
  const auto titled = [&](const Signature& document, const Signature& other) {
    double mass = 0;
    for (const Id unit : document.title) mass += corpus.unit_weight(unit);
    double most = 0;
    for (const PassageUnits& passage : other.passages) {
      double common = 0;
      for (const Id unit : document.title) {
        if (std::binary_search(passage.units.begin(), passage.units.end(), unit)) {
          common += corpus.unit_weight(unit);
        }
      }
      most = std::max(most, common);
    }
    const double cover = mass > 0 ? most / mass : 0;
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
