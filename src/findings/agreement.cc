#include "findings/agreement.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <tuple>

namespace depone::findings {
namespace {

using rules::Interval;

constexpr Decimal kLowest{std::numeric_limits<std::int64_t>::min()};

bool allows(const Interval& interval, Decimal value) {
  return rules::meet(interval, Interval{value, value});
}

// Whether the nearest ends of two intervals that do not meet are within `factor`.
bool comparable(const Interval& one, const Interval& other, int factor) {
  if (factor == 0) return true;
  const bool below = one.high && other.low && *one.high < *other.low;
  const double low = to_double(below ? *one.high : *other.high);
  const double high = to_double(below ? *other.low : *one.low);
  return high <= low * factor;
}

class Clusterer {
 public:
  Clusterer(const std::vector<Speech>& speeches, int tolerance, int factor)
      : speeches_(speeches), factor_(factor) {
    for (std::size_t s = 0; s < speeches.size(); ++s) {
      widened_.push_back(rules::widened(speeches[s].interval, tolerance));
      if (!speeches[s].denial) open_.insert(s);
    }
  }

  std::vector<Cluster> run() {
    std::vector<Cluster> clusters;
    while (!open_.empty()) clusters.push_back(next());
    if (clusters.empty() && !speeches_.empty()) clusters.emplace_back();
    add_denials(clusters);
    return clusters;
  }

 private:
  using Quality = std::tuple<std::size_t, std::size_t, std::size_t, int>;

  // Origins, first-hand ones, unhedged ones and the best rating among speeches that allow `value`.
  Quality quality(Decimal value) const {
    std::set<std::string> origins;
    std::set<std::string> first_hand;
    std::set<std::string> firm;
    char rating = 'Z';
    for (const std::size_t s : open_) {
      if (!allows(widened_[s], value)) continue;
      const Speech& speech = speeches_[s];
      origins.insert(speech.origin);
      if (speech.first_hand) first_hand.insert(speech.origin);
      if (!speech.hedged) firm.insert(speech.origin);
      rating = std::min(rating, speech.reliability);
    }
    return {origins.size(), first_hand.size(), firm.size(), -rating};
  }

  // The value the best set of speeches allows; the lowest such. Only ends of intervals matter.
  Decimal best_value() const {
    std::set<Decimal> ends;
    for (const std::size_t s : open_) {
      if (widened_[s].low) ends.insert(*widened_[s].low);
      if (widened_[s].high) ends.insert(*widened_[s].high);
    }
    if (ends.empty()) return kLowest;
    Decimal best = *ends.begin();
    for (const Decimal end : ends) {
      if (quality(end) > quality(best)) best = end;
    }
    return best;
  }

  Cluster next() {
    const Decimal value = best_value();
    Cluster cluster;
    std::set<std::string> agreeing;
    Interval shared;
    for (const std::size_t s : open_) {
      if (!allows(widened_[s], value)) continue;
      cluster.agreeing.push_back(s);
      agreeing.insert(speeches_[s].origin);
      shared = rules::common(shared, widened_[s]);
    }
    for (const std::size_t s : cluster.agreeing) open_.erase(s);
    shared_.push_back(shared);
    add_contradictions(cluster, agreeing, shared);
    return cluster;
  }

  // Of each other origin the speech nearest the value, which is then used up.
  void add_contradictions(Cluster& cluster, const std::set<std::string>& agreeing,
                          const Interval& shared) {
    std::map<std::string, std::size_t> nearest;
    for (const std::size_t s : open_) {
      const std::string& origin = speeches_[s].origin;
      if (agreeing.contains(origin) || !comparable(widened_[s], shared, factor_)) continue;
      const auto [known, added] = nearest.emplace(origin, s);
      if (!added && gap(widened_[s], shared) < gap(widened_[known->second], shared)) {
        known->second = s;
      }
    }
    for (const auto& [origin, s] : nearest) {
      cluster.contradicting.push_back(s);
      open_.erase(s);
    }
  }

  static double gap(const Interval& one, const Interval& other) {
    if (one.high && other.low && *one.high < *other.low) {
      return to_double(*other.low) - to_double(*one.high);
    }
    if (one.low && other.high && *one.low > *other.high) {
      return to_double(*one.low) - to_double(*other.high);
    }
    return 0;
  }

  // A denial speaks for its origin only where the origin does not also assert the thing.
  void add_denials(std::vector<Cluster>& clusters) const {
    for (std::size_t s = 0; s < speeches_.size(); ++s) {
      if (!speeches_[s].denial) continue;
      bool placed = false;
      for (std::size_t c = 0; c < clusters.size(); ++c) {
        if (c < shared_.size() && !rules::meet(speeches_[s].interval, shared_[c])) continue;
        placed = true;
        deny(clusters[c], s);
      }
      if (!placed) deny(clusters.front(), s);
    }
  }

  void deny(Cluster& cluster, std::size_t denial) const {
    const auto same_origin = [&](std::size_t s) {
      return speeches_[s].origin == speeches_[denial].origin;
    };
    const bool asserts = std::any_of(cluster.agreeing.begin(), cluster.agreeing.end(), same_origin);
    const bool counted =
        std::any_of(cluster.contradicting.begin(), cluster.contradicting.end(), same_origin);
    if (!asserts && !counted) cluster.contradicting.push_back(denial);
  }

  const std::vector<Speech>& speeches_;
  int factor_;
  std::vector<Interval> widened_;
  std::vector<Interval> shared_;  // of each cluster
  std::set<std::size_t> open_;    // speeches not used yet
};

}  // namespace

std::vector<Cluster> clusters(const std::vector<Speech>& speeches, int tolerance_percent,
                              int other_thing_factor) {
  return Clusterer(speeches, tolerance_percent, other_thing_factor).run();
}

}  // namespace depone::findings
