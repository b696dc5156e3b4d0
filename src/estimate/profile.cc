#include "estimate/profile.h"

#include <cmath>
#include <limits>
#include <numeric>

#include "math/distributions.h"

namespace depone::estimate {
namespace {

// More than so many unlisted people for one listed is no limit at all.
constexpr double kMostUnlistedForOne = 1e7;

class Profile {
 public:
  Profile(std::size_t lists, std::span<const std::int64_t> counts, const Terms& model,
          LaneFitter& fitter)
      : lists_(lists),
        counts_(counts),
        model_(model),
        fitter_(fitter),
        people_(static_cast<double>(
            std::accumulate(counts.begin() + 1, counts.end(), std::int64_t{0}))) {}

  double people() const { return people_; }
  bool failed() const { return failed_; }

  // The logarithm of the profile likelihood, less a constant, at eight numbers on no list.
  Lanes at(const Lanes& unlisted) {
    LaneFits fits;
    fitter_.fit(model_, lane_tables_given(lists_, counts_, unlisted), fits);
    failed_ = failed_ || fits.converged != (1u << kLanes) - 1;
    Lanes values;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double all = people_ + unlisted[lane];
      values[lane] = math::log_factorial(all) - math::log_factorial(unlisted[lane]) +
                     fits.log_likelihood[lane] + all - all * std::log(all);
    }
    return values;
  }

 private:
  std::size_t lists_;
  std::span<const std::int64_t> counts_;
  const Terms& model_;
  LaneFitter& fitter_;
  double people_;
  bool failed_ = false;
};

Lanes spread(double low, double high) {
  Lanes places;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    places[lane] = low + (high - low) * static_cast<double>(lane + 1) / (kLanes + 1);
  }
  return places;
}

// The place of the maximum between low and high, by sections of nine.
double mode_between(Profile& profile, double low, double high) {
  while (high - low > 1e-7 * (1 + high) && !profile.failed()) {
    const Lanes places = spread(low, high);
    const Lanes values = profile.at(places);
    std::size_t best = 0;
    for (std::size_t lane = 1; lane < kLanes; ++lane) {
      if (values[lane] > values[best]) best = lane;
    }
    const double new_low = best == 0 ? low : places[best - 1];
    const double new_high = best + 1 == kLanes ? high : places[best + 1];
    if (new_high - new_low >= high - low) break;
    low = new_low;
    high = new_high;
  }
  return low + (high - low) / 2;
}

// Where the profile crosses `value` between `inside` (above it) and `outside` (below it).
double crossing(Profile& profile, double inside, double outside, double value) {
  while (std::abs(outside - inside) > 1e-9 * (1 + std::abs(inside)) && !profile.failed()) {
    const Lanes places = spread(inside, outside);
    const Lanes values = profile.at(places);
    double new_outside = outside;
    double new_inside = inside;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      if (values[lane] < value) {
        new_outside = places[lane];
        break;
      }
      new_inside = places[lane];
    }
    if (new_inside == inside && new_outside == outside) break;
    inside = new_inside;
    outside = new_outside;
  }
  return inside + (outside - inside) / 2;
}

}  // namespace

std::optional<ProfileLimits> profile_limits(std::size_t lists, std::span<const std::int64_t> counts,
                                            const Terms& model, double unlisted, double level,
                                            LaneFitter& fitter) {
  Profile profile(lists, counts, model, fitter);
  const double mode = mode_between(profile, 0, 2 * unlisted + 10);
  Lanes places;
  for (double& place : places.at) place = mode;
  const double value = profile.at(places)[0] - math::chi_square_inverse(level, 1) / 2;
  ProfileLimits limits;
  limits.mode = profile.people() + mode;
  for (double& place : places.at) place = 0;
  limits.lower = profile.people();
  if (profile.at(places)[0] < value) limits.lower += crossing(profile, mode, 0, value);
  double far = 2 * mode + 10;
  for (double& place : places.at) {
    place = far;
    far *= 4;
  }
  const Lanes far_values = profile.at(places);
  if (profile.failed()) return std::nullopt;
  limits.upper = std::numeric_limits<double>::infinity();
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    if (far_values[lane] >= value) continue;
    if (places[lane] > kMostUnlistedForOne * profile.people()) break;
    limits.upper = profile.people() +
                   crossing(profile, lane == 0 ? mode : places[lane - 1], places[lane], value);
    break;
  }
  if (profile.failed()) return std::nullopt;
  return limits;
}

}  // namespace depone::estimate
