// 64-bit hashes for comparing, the same on every machine. Not for security.
#pragma once

#include <cstdint>
#include <string_view>

namespace depone::lineage {

// splitmix64's finaliser (Steele, Lea and Flood 2014).
constexpr std::uint64_t mix(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

constexpr std::uint64_t combine(std::uint64_t a, std::uint64_t b) {
  return mix(a * 0x9E3779B97F4A7C15u + b + 1);
}

// FNV-1a, then mixed.
constexpr std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325u;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  }
  return mix(hash);
}

}  // namespace depone::lineage
