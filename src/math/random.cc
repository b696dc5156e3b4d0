#include "math/random.h"

#include <bit>
#include <cassert>
#include <cmath>
#include <numeric>

namespace depone::math {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15u;
  std::uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) {
  // Mixed before they are joined, so that neighbouring seeds and streams share nothing.
  std::uint64_t first = seed;
  std::uint64_t second = stream ^ 0x6a09e667f3bcc909u;
  std::uint64_t state = splitmix(first) ^ std::rotl(splitmix(second), 32);
  for (std::uint64_t& word : state_) word = splitmix(state);
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const std::uint64_t shifted = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::uniform() {
  while (true) {
    const double value = static_cast<double>(next() >> 11) * 0x1p-53;
    if (value > 0) return value;
  }
}

std::uint64_t Random::below(std::uint64_t bound) {
  assert(bound > 0);
  __extension__ using Wide = unsigned __int128;
  Wide product = static_cast<Wide>(next()) * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t threshold = (0 - bound) % bound;
    while (static_cast<std::uint64_t>(product) < threshold) {
      product = static_cast<Wide>(next()) * bound;
    }
  }
  return static_cast<std::uint64_t>(product >> 64);
}

double Random::normal() {
  while (true) {
    const double x = 2 * uniform() - 1;
    const double y = 2 * uniform() - 1;
    const double square = x * x + y * y;
    if (square < 1 && square > 0) return x * std::sqrt(-2 * std::log(square) / square);
  }
}

double Random::gamma(double shape) {
  if (shape < 1) return std::exp(log_gamma_variate(shape));
  const double d = shape - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  while (true) {
    const double x = normal();
    const double v = 1 + c * x;
    if (v <= 0) continue;
    const double cube = v * v * v;
    const double u = uniform();
    if (std::log(u) < 0.5 * x * x + d - d * cube + d * std::log(cube)) return d * cube;
  }
}

double Random::log_gamma_variate(double shape) {
  assert(shape > 0);
  if (shape >= 1) return std::log(gamma(shape));
  const double larger = gamma(shape + 1);
  return std::log(larger) + std::log(uniform()) / shape;
}

double Random::beta(double a, double b) {
  if (a >= 1 && b >= 1) {
    const double x = gamma(a);
    return x / (x + gamma(b));
  }
  const double x = log_gamma_variate(a);
  const double y = log_gamma_variate(b);
  return 1 / (1 + std::exp(y - x));
}

std::int64_t Random::binomial(std::int64_t n, double p) {
  assert(n >= 0 && p >= 0 && p <= 1);
  if (p > 0.5) return n - binomial(n, 1 - p);
  if (p == 0) return 0;
  std::int64_t successes = 0;
  constexpr std::int64_t kFew = 32;
  while (n > kFew) {
    // The value of the middle one of n uniform numbers tells how many lie below p around it.
    const std::int64_t middle = (n + 1) / 2;
    const double value = beta(static_cast<double>(middle), static_cast<double>(n + 1 - middle));
    if (value <= p) {
      successes += middle;
      n -= middle;
      p = (p - value) / (1 - value);
      if (p <= 0) return successes;
    } else {
      n = middle - 1;
      p /= value;
    }
    if (p >= 1) return successes + n;
  }
  for (std::int64_t i = 0; i < n; ++i) successes += uniform() < p;
  return successes;
}

std::int64_t Random::poisson(double mean) {
  assert(mean >= 0);
  std::int64_t count = 0;
  while (mean > 16) {
    const auto steps = static_cast<std::int64_t>(mean * 7 / 8);
    const double time = gamma(static_cast<double>(steps));
    if (time > mean) return count + binomial(steps - 1, mean / time);
    count += steps;
    mean -= time;
  }
  const double limit = std::exp(-mean);
  for (double product = uniform(); product > limit; product *= uniform()) ++count;
  return count;
}

std::vector<std::int64_t> Random::multinomial(std::int64_t n, std::span<const double> weights) {
  double left = std::accumulate(weights.begin(), weights.end(), 0.0);
  assert(left > 0);
  std::vector<std::int64_t> counts(weights.size(), 0);
  std::size_t last = weights.size();
  while (last > 0 && !(weights[last - 1] > 0)) --last;
  for (std::size_t i = 0; i < last && n > 0; ++i) {
    const double p = i + 1 == last ? 1.0 : std::min(1.0, weights[i] / left);
    counts[i] = binomial(n, p);
    n -= counts[i];
    left -= weights[i];
    if (left <= 0) left = 0x1p-1000;
  }
  return counts;
}

}  // namespace depone::math
