#include "estimate/latent_class_model.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "estimate/latent_class_kernel.h"

namespace depone::estimate {
namespace {

// Pieces of the stick beyond these are as good as nothing or everything; keeps sums finite.
constexpr double kFarthestPiece = 40;

// log(1 - exp(-x)) for x > 0 (Maechler 2012).
double log_one_minus_exp(double x) {
  constexpr double kLogTwo = 0.693147180559945309417;
  return x < kLogTwo ? std::log(-std::expm1(-x)) : std::log1p(-std::exp(-x));
}

constexpr std::size_t kClassLanes = 4;

std::size_t padded_to_lanes(std::size_t count) {
  return (count + kClassLanes - 1) / kClassLanes * kClassLanes;
}

}  // namespace

std::size_t latent_class_room(std::size_t lists, std::size_t padded, std::size_t low_lists,
                              std::size_t cells) {
  const std::size_t halves =
      (std::size_t{1} << low_lists) + (std::size_t{1} << (lists - low_lists));
  return padded * (5 + 3 * lists + halves + cells) + 2 * cells;
}

LatentClassModel::LatentClassModel(const OverlapTable& table, std::size_t classes, double shape,
                                   double rate)
    : lists_(table.list_count()),
      classes_(classes),
      shape_(shape),
      rate_(rate),
      observed_(static_cast<double>(table.observed())),
      padded_(padded_to_lanes(classes)),
      low_lists_((lists_ + 1) / 2) {
  assert(classes >= 2 && shape > 0 && rate > 0);
  std::vector<std::size_t> cells;
  for (std::size_t cell = 1; cell < table.counts.size(); ++cell) {
    if (table.counts[cell] > 0) cells.push_back(cell);
  }
  empty_ = cells.size();
  cells_ = padded_to_lanes(cells.size() + 1);
  cells.resize(cells_, 0);
  people_.resize((cells_ + kLanes - 1) / kLanes);
  for (std::size_t c = 0; c < cells_; ++c) {
    low_.push_back(static_cast<std::uint16_t>(cells[c] & ((std::size_t{1} << low_lists_) - 1)));
    high_.push_back(static_cast<std::uint16_t>(cells[c] >> low_lists_));
    if (cells[c] == 0) continue;
    people_[c / kLanes][c % kLanes] = static_cast<double>(table.counts[cells[c]]);
  }
}

double LatentClassModel::log_density(std::span<const double> place, double heat,
                                     std::span<double> gradient, Aside* aside) const {
  assert(place.size() == dimensions() && gradient.size() == dimensions());
  // Work space of the calling thread; grows once.
  thread_local std::vector<Lanes> room;
  const std::size_t needed = latent_class_room(lists_, padded_, low_lists_, cells_);
  if (room.size() * kLanes < needed) room.resize(needed / kLanes + 1);
  LatentClassJob job{};
  job.lists = lists_;
  job.classes = classes_;
  job.padded = padded_;
  job.low_lists = low_lists_;
  job.cells = cells_;
  job.empty = empty_;
  job.low = low_.data();
  job.high = high_.data();
  job.people = people_.front().at;
  job.observed = observed_;
  job.shape = shape_;
  job.rate = rate_;
  job.heat = heat;
  job.place = place.data();
  job.room = room.front().at;
  job.gradient = gradient.data();
  if (aside != nullptr) {
    aside->members.resize(classes_);
    job.members = aside->members.data();
  }
#ifdef DEPONE_LANE_KERNELS
  const double density =
      has_wide_lanes() ? latent_class_density_avx2(job) : latent_class_density_plain(job);
#else
  const double density = latent_class_density_plain(job);
#endif
  if (aside != nullptr) {
    aside->likelihood = job.likelihood;
    aside->listed = job.listed;
  }
  return density;
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
