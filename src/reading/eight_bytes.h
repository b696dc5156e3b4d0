// Eight bytes of text at a time, for the loops over every byte of a document. Internal to reading.
//
// Each function works on the bytes of a 64-bit word side by side and answers in the bytes' highest
// bits (Warren, Hacker's Delight, 2nd edition, section 6-1); all bytes must be ASCII. The order of
// bytes in memory is the machine's: only byte_bits() depends on it, and asks for little-endian.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>

namespace depone::reading {

inline constexpr std::uint64_t kHighBits = 0x8080808080808080;

inline std::uint64_t load_eight(const char* at) {
  std::uint64_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

inline void store_eight(char* at, std::uint64_t bytes) { std::memcpy(at, &bytes, sizeof bytes); }

inline constexpr std::uint64_t eight_of(unsigned char byte) {
  return std::uint64_t{0x0101010101010101} * byte;
}

// Bytes from `low` to `high`, both among them.
inline std::uint64_t between(std::uint64_t bytes, unsigned char low, unsigned char high) {
  const std::uint64_t from_low = bytes + eight_of(static_cast<unsigned char>(0x80 - low));
  const std::uint64_t above = bytes + eight_of(static_cast<unsigned char>(0x7F - high));
  return from_low & ~above & kHighBits;
}

// ASCII capitals made small.
inline std::uint64_t lower(std::uint64_t bytes) { return bytes | between(bytes, 'A', 'Z') >> 2; }

// Makes the eight bytes at `at` small if they are there and all are printable ASCII or spaces.
inline bool lower_eight(std::string& text, std::size_t at) {
  if (at + 8 > text.size()) return false;
  const std::uint64_t bytes = load_eight(text.data() + at);
  if ((bytes & kHighBits) != 0 || between(bytes, 0, ' ' - 1) != 0) return false;
  store_eight(text.data() + at, lower(bytes));
  return true;
}

// The highest bits as the lowest eight bits, the first byte's in the lowest.
inline std::uint64_t byte_bits(std::uint64_t high_bits) {
  static_assert(std::endian::native == std::endian::little);
  return (high_bits >> 7) * 0x0102040810204080 >> 56;
}

}  // namespace depone::reading
