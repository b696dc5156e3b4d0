#include "estimate/latent_class_model.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

namespace depone::estimate {
namespace {

// Pieces of the stick beyond these are as good as nothing or everything; keeps sums finite.
constexpr double kFarthestPiece = 40;

// log(1 - exp(-x)) for x > 0 (Maechler 2012).
double log_one_minus_exp(double x) {
  constexpr double kLogTwo = 0.693147180559945309417;
  return x < kLogTwo ? std::log(-std::expm1(-x)) : std::log1p(-std::exp(-x));
}

double logistic(double x) {
  if (x >= 0) return 1 / (1 + std::exp(-x));
  const double e = std::exp(x);
  return e / (1 + e);
}

}  // namespace

LatentClassModel::LatentClassModel(const OverlapTable& table, std::size_t classes, double shape,
                                   double rate)
    : lists_(table.list_count()),
      classes_(classes),
      shape_(shape),
      rate_(rate),
      observed_(static_cast<double>(table.observed())) {
  assert(classes >= 2 && shape > 0 && rate > 0);
  std::vector<std::size_t> cells;
  for (std::size_t cell = 1; cell < table.counts.size(); ++cell) {
    if (table.counts[cell] > 0) cells.push_back(cell);
  }
  cells.push_back(0);
  used_ = cells.size();
  cells_ = (used_ + kLanes - 1) / kLanes * kLanes;
  people_.assign(cells_, 0);
  on_.assign(lists_ * cells_, 0);
  for (std::size_t c = 0; c < used_; ++c) {
    if (cells[c] != 0) people_[c] = static_cast<double>(table.counts[cells[c]]);
    for (std::size_t list = 0; list < lists_; ++list) {
      on_[list * cells_ + c] = cells[c] >> list & 1 ? 1 : 0;
    }
  }
}

double LatentClassModel::log_density(std::span<const double> place, double heat,
                                     std::span<double> gradient, double* likelihood) const {
  assert(place.size() == dimensions() && gradient.size() == dimensions());
  const std::span<const double> listed = place.first(classes_ * lists_);
  const std::span<const double> pieces = place.subspan(classes_ * lists_, classes_ - 1);

  // Work space of the calling thread; grows once.
  thread_local std::vector<double> work;
  work.resize(classes_ * (cells_ + lists_ + 2) + 2 * cells_);
  double* joint = work.data();                 // by class and cell
  double* chance = joint + classes_ * cells_;  // by class and list
  double* piece = chance + classes_ * lists_;  // by class
  double* mass = piece + classes_;             // by class
  double* total = mass + classes_;             // by cell
  double* pull = total + cells_;               // by cell

  double prior = 0;
  double log_left = 0;
  double sum = 0;  // of -log(1 - V)
  std::fill(total, total + cells_, 0.0);
  for (std::size_t k = 0; k < classes_; ++k) {
    double log_share = log_left;
    if (k + 1 < classes_) {
      if (!(std::abs(pieces[k]) < kFarthestPiece)) return -std::numeric_limits<double>::infinity();
      piece[k] = std::exp(pieces[k]);
      prior += pieces[k];
      log_share += log_one_minus_exp(piece[k]);
      log_left -= piece[k];
      sum += piece[k];
    }
    double* row = joint + k * cells_;
    const double share = std::exp(log_share);
    for (std::size_t c = 0; c < cells_; ++c) row[c] = share;
    for (std::size_t list = 0; list < lists_; ++list) {
      const double odds = listed[k * lists_ + list];
      const double p = logistic(odds);
      chance[k * lists_ + list] = p;
      prior += -std::abs(odds) - 2 * std::log1p(std::exp(-std::abs(odds)));  // log p + log(1 - p)
      const double missed = 1 - p;
      const double step = p - missed;
      const double* on = on_.data() + list * cells_;
      for (std::size_t c = 0; c < cells_; c += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
          row[c + lane] *= missed + on[c + lane] * step;
        }
      }
    }
    for (std::size_t c = 0; c < cells_; ++c) total[c] += row[c];
  }
  // The concentration, gamma beforehand, integrated out of its exponentials.
  const double power = shape_ + static_cast<double>(classes_) - 1;
  prior -= power * std::log(rate_ + sum);
  const std::size_t empty = used_ - 1;
  const double seen = 1 - total[empty];
  if (!(seen > 0)) return -std::numeric_limits<double>::infinity();
  double log_likelihood = -observed_ * std::log(seen);
  for (std::size_t c = 0; c < empty; ++c) {
    if (!(total[c] > 0)) return -std::numeric_limits<double>::infinity();
    log_likelihood += people_[c] * std::log(total[c]);
    pull[c] = heat * people_[c] / total[c];
  }
  std::fill(pull + empty, pull + cells_, 0.0);
  pull[empty] = heat * observed_ / seen;
  if (likelihood != nullptr) *likelihood = log_likelihood;

  for (std::size_t k = 0; k < classes_; ++k) {
    double* row = joint + k * cells_;
    double people = 0;
    for (std::size_t c = 0; c < cells_; ++c) {
      row[c] *= pull[c];
      people += row[c];
    }
    mass[k] = people;
    for (std::size_t list = 0; list < lists_; ++list) {
      const double* on = on_.data() + list * cells_;
      double sums[kLanes] = {};
      for (std::size_t c = 0; c < cells_; c += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
          sums[lane] += row[c + lane] * on[c + lane];
        }
      }
      const double p = chance[k * lists_ + list];
      gradient[k * lists_ + list] =
          (sums[0] + sums[1]) + (sums[2] + sums[3]) - people * p + 1 - 2 * p;
    }
  }
  double later = 0;
  for (std::size_t k = classes_; k-- > 0;) {
    if (k + 1 < classes_) {
      gradient[classes_ * lists_ + k] = 1 + mass[k] * piece[k] / std::expm1(piece[k]) -
                                        piece[k] * (later + power / (rate_ + sum));
    }
    later += mass[k];
  }
  return prior + heat * log_likelihood;
}

std::vector<double> LatentClassModel::log_shares(std::span<const double> place) const {
  std::vector<double> result;
  double log_left = 0;
  for (std::size_t k = 0; k + 1 < classes_; ++k) {
    const double piece = std::exp(place[classes_ * lists_ + k]);
    result.push_back(log_left + log_one_minus_exp(piece));
    log_left -= piece;
  }
  result.push_back(log_left);
  return result;
}

std::vector<double> LatentClassModel::shares(std::span<const double> place) const {
  std::vector<double> result = log_shares(place);
  for (double& one : result) one = std::exp(one);
  return result;
}

double LatentClassModel::missed(std::span<const double> place) const {
  double sum = 0;
  const std::vector<double> share = shares(place);
  for (std::size_t k = 0; k < classes_; ++k) {
    double product = share[k];
    for (std::size_t list = 0; list < lists_; ++list) {
      product *= logistic(-place[k * lists_ + list]);
    }
    sum += product;
  }
  return sum;
}

std::vector<double> LatentClassModel::scattered(math::Random& random) const {
  std::vector<double> place(dimensions());
  for (std::size_t i = 0; i < classes_ * lists_; ++i) place[i] = -1.5 + 1.5 * random.normal();
  for (std::size_t k = 0; k + 1 < classes_; ++k) {
    place[classes_ * lists_ + k] = -0.4 + 1.2 * random.normal();
  }
  return place;
}

// The density of the shares under stick-breaking, as a function of the shares themselves; the
// places' form of the pieces into `pieces`.
double LatentClassModel::order_prior(std::span<const double> shares,
                                     std::vector<double>* pieces) const {
  double result = 0;
  double sum = 0;
  double log_after = shares.back();
  for (std::size_t k = classes_ - 1; k-- > 0;) {
    const double high = std::max(shares[k], log_after);
    const double log_left =
        high + std::log(std::exp(shares[k] - high) + std::exp(log_after - high));
    const double piece = log_left - log_after;  // -log(1 - V)
    result += piece - log_left;
    sum += piece;
    if (pieces != nullptr) (*pieces)[k] = std::log(piece);
    log_after = log_left;
  }
  return result - (shape_ + static_cast<double>(classes_) - 1) * std::log(rate_ + sum);
}

bool LatentClassModel::exchange(std::vector<double>& place, math::Random& random) const {
  const auto first = static_cast<std::size_t>(random.below(classes_));
  const auto second = static_cast<std::size_t>(random.below(classes_));
  const double draw = random.uniform();
  if (first == second) return false;
  std::vector<double> shares = log_shares(place);
  const double before = order_prior(shares, nullptr);
  std::swap(shares[first], shares[second]);
  std::vector<double> pieces(classes_ - 1);
  const double after = order_prior(shares, &pieces);
  if (!(std::log(draw) < after - before)) return false;
  for (const double one : pieces) {
    if (!(std::abs(one) < kFarthestPiece)) return false;
  }
  std::copy(pieces.begin(), pieces.end(),
            place.begin() + static_cast<std::ptrdiff_t>(classes_ * lists_));
  for (std::size_t list = 0; list < lists_; ++list) {
    std::swap(place[first * lists_ + list], place[second * lists_ + list]);
  }
  return true;
}

}  // namespace depone::estimate
