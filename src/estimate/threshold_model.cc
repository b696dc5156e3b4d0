#include "estimate/threshold_model.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace depone::estimate {
namespace {

// In place: each entry becomes the sum over its subsets.
void sum_subsets(std::vector<double>& values, std::size_t lists) {
  for (std::size_t list = 0; list < lists; ++list) {
    const std::size_t bit = std::size_t{1} << list;
    for (std::size_t cell = 0; cell < values.size(); ++cell) {
      if (cell & bit) values[cell] += values[cell ^ bit];
    }
  }
}

// In place: each entry becomes the sum over its supersets.
void sum_supersets(std::vector<double>& values, std::size_t lists) {
  for (std::size_t list = 0; list < lists; ++list) {
    const std::size_t bit = std::size_t{1} << list;
    for (std::size_t cell = 0; cell < values.size(); ++cell) {
      if ((cell & bit) == 0) values[cell] += values[cell | bit];
    }
  }
}

// Cholesky's factor of a symmetric matrix by rows, into its lower triangle; false when the matrix
// is not positive definite.
bool factorise(std::vector<double>& matrix, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = matrix[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= matrix[i * n + k] * matrix[j * n + k];
      if (i != j) {
        matrix[i * n + j] = sum / matrix[j * n + j];
      } else if (sum > 0) {
        matrix[i * n + i] = std::sqrt(sum);
      } else {
        return false;
      }
    }
  }
  return true;
}

// x with L x = b, in place.
void solve_lower(const std::vector<double>& factor, std::span<double> b) {
  const std::size_t n = b.size();
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < i; ++k) b[i] -= factor[i * n + k] * b[k];
    b[i] /= factor[i * n + i];
  }
}

// x with L' x = b, in place.
void solve_upper(const std::vector<double>& factor, std::span<double> b) {
  const std::size_t n = b.size();
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t k = i + 1; k < n; ++k) b[i] -= factor[k * n + i] * b[k];
    b[i] /= factor[i * n + i];
  }
}

}  // namespace

PoissonPosterior::PoissonPosterior(const OverlapTable& table, std::vector<Lists> terms,
                                   std::vector<double> precisions,
                                   std::vector<std::uint8_t> left_out)
    : lists_(table.list_count()),
      terms_(std::move(terms)),
      precisions_(std::move(precisions)),
      left_out_(std::move(left_out)),
      counts_(table.counts.begin(), table.counts.end()) {
  // Nobody has looked for those on no list.
  left_out_[0] = 1;
  const double guess = 5 * static_cast<double>(table.observed());
  for (const Lists term : terms_) {
    double start = 0;
    if (term == 0) start = std::log(guess);
    if (std::has_single_bit(term)) {
      const auto list = static_cast<std::size_t>(std::countr_zero(term));
      start = std::log(std::max(0.5, static_cast<double>(table.on_list(list))) / guess);
    }
    mode_.push_back(start);
  }
  find_mode();
}

double PoissonPosterior::at(std::span<const double> parameters, std::span<double> slope,
                            std::vector<double>* means) const {
  thread_local std::vector<double> cells;
  cells.assign(counts_.size(), 0.0);
  for (std::size_t i = 0; i < terms_.size(); ++i) cells[terms_[i]] = parameters[i];
  sum_subsets(cells, lists_);
  double density = 0;
  if (means != nullptr) means->assign(counts_.size(), 0.0);
  for (std::size_t cell = 0; cell < cells.size(); ++cell) {
    if (left_out_[cell]) {
      cells[cell] = 0;
      continue;
    }
    const double mean = std::exp(cells[cell]);
    density += counts_[cell] * cells[cell] - mean;
    cells[cell] = counts_[cell] - mean;
    if (means != nullptr) (*means)[cell] = mean;
  }
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    density -= precisions_[i] * parameters[i] * parameters[i] / 2;
  }
  if (slope.empty()) return density;
  sum_supersets(cells, lists_);
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    slope[i] = cells[terms_[i]] - precisions_[i] * parameters[i];
  }
  return density;
}

void PoissonPosterior::find_mode() {
  const std::size_t n = terms_.size();
  std::vector<double> gradient(n);
  constexpr int kMostSteps = 200;
  for (int step = 0; step < kMostSteps && !ready_; ++step) {
    if (!step_to_mode(gradient)) return;
  }
  if (ready_) invert();
}

// One step of Newton's method, halved until it climbs; false when there is no way on.
bool PoissonPosterior::step_to_mode(std::vector<double>& gradient) {
  const std::size_t n = terms_.size();
  std::vector<double> means;
  top_ = at(mode_, gradient, &means);
  if (!std::isfinite(top_)) return false;
  sum_supersets(means, lists_);
  factor_.assign(n * n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j <= i; ++j) factor_[i * n + j] = means[terms_[i] | terms_[j]];
    factor_[i * n + i] += precisions_[i];
  }
  if (!factorise(factor_, n)) return false;
  std::vector<double> direction = gradient;
  solve_lower(factor_, direction);
  double gain = 0;
  for (const double one : direction) gain += one * one;
  solve_upper(factor_, direction);
  constexpr double kAtTheTop = 1e-16;
  if (gain < kAtTheTop) {
    ready_ = true;
    return true;
  }
  std::vector<double> trial(n);
  for (double length = 1; length > 1e-8; length /= 2) {
    for (std::size_t i = 0; i < n; ++i) trial[i] = mode_[i] + length * direction[i];
    const double density = at(trial, {}, nullptr);
    if (!(density > top_ + 1e-4 * length * gain) && !(length == 1 && gain < 1e-8)) continue;
    mode_ = trial;
    return true;
  }
  return false;
}

// The inverse of the factor's transpose, by which places become parameters; its rows for the way
// there, the same turned for the gradient's way back, so that both add whole rows.
void PoissonPosterior::invert() {
  const std::size_t n = terms_.size();
  across_.assign(n * n, 0);
  back_.assign(n * n, 0);
  for (std::size_t j = 0; j < n; ++j) {
    const std::span<double> column = std::span(across_).subspan(j * n, n);
    column[j] = 1;
    solve_upper(factor_, column);
    for (std::size_t i = 0; i <= j; ++i) back_[i * n + j] = column[i];
  }
}

void PoissonPosterior::parameters(std::span<const double> place, std::span<double> result) const {
  const std::size_t n = place.size();
  std::copy(mode_.begin(), mode_.end(), result.begin());
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i <= j; ++i) result[i] += across_[j * n + i] * place[j];
  }
}

std::vector<double> PoissonPosterior::parameters(std::span<const double> place) const {
  std::vector<double> result(place.size());
  parameters(place, result);
  return result;
}

double PoissonPosterior::log_density(std::span<const double> place,
                                     std::span<double> gradient) const {
  thread_local std::vector<double> here;
  thread_local std::vector<double> slope;
  const std::size_t n = place.size();
  here.resize(n);
  parameters(place, here);
  slope.resize(gradient.size());
  const double density = at(here, slope, nullptr) - top_;
  if (gradient.empty()) return density;
  std::fill(gradient.begin(), gradient.end(), 0.0);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i; j < n; ++j) gradient[j] += back_[i * n + j] * slope[i];
  }
  return density;
}

}  // namespace depone::estimate
