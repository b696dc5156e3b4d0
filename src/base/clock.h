// The time of day, as a value and as a seam that tests can replace.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace depone {

// Whole seconds since 1970-01-01T00:00:00Z, without leap seconds.
struct Instant {
  std::int64_t unix_seconds = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

// "2026-11-23T06:30:00Z" (RFC 3339, always UTC).
std::string format_instant(Instant instant);
Result<Instant> parse_instant(std::string_view text);

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// Always the same instant: for tests and reproducible output.
class FixedClock final : public Clock {
 public:
  explicit FixedClock(Instant instant) : instant_(instant) {}
  Instant now() const override { return instant_; }

 private:
  Instant instant_;
};

}  // namespace depone
