// The literal twin of src/ledger/tree: RFC 9162 section 2.1 written down as recursion over lists
// of leaf data, without any memory of earlier work. Slow and obvious on purpose; tests and fuzz
// targets only.
#pragma once

#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "crypto/hash.h"

namespace depone::reference {

using Leaves = std::vector<Bytes>;
using Hashes = std::vector<crypto::Digest>;

inline crypto::Digest hash_of(std::uint8_t prefix, ByteView first, ByteView second) {
  Bytes input{prefix};
  input.insert(input.end(), first.begin(), first.end());
  input.insert(input.end(), second.begin(), second.end());
  return crypto::sha256(input);
}

// The largest power of two smaller than n, for n > 1.
inline std::size_t largest_power_below(std::size_t n) {
  std::size_t k = 1;
  while (2 * k < n) k = 2 * k;
  return k;
}

inline Leaves first_of(const Leaves& d, std::size_t k) {
  return Leaves(d.begin(), d.begin() + static_cast<std::ptrdiff_t>(k));
}
inline Leaves rest_of(const Leaves& d, std::size_t k) {
  return Leaves(d.begin() + static_cast<std::ptrdiff_t>(k), d.end());
}
inline Hashes plus(Hashes list, const crypto::Digest& hash) {
  list.push_back(hash);
  return list;
}

// MTH(D[n]), section 2.1.1.
inline crypto::Digest mth(const Leaves& d) {
  if (d.empty()) return crypto::sha256({});
  if (d.size() == 1) return hash_of(0x00, d[0], {});
  const std::size_t k = largest_power_below(d.size());
  const crypto::Digest left = mth(first_of(d, k));
  const crypto::Digest right = mth(rest_of(d, k));
  return hash_of(0x01, crypto::view(left), crypto::view(right));
}

// PATH(m, D[n]), section 2.1.3.1.
inline Hashes path(std::size_t m, const Leaves& d) {
  if (d.size() == 1) return {};
  const std::size_t k = largest_power_below(d.size());
  if (m < k) return plus(path(m, first_of(d, k)), mth(rest_of(d, k)));
  return plus(path(m - k, rest_of(d, k)), mth(first_of(d, k)));
}

// SUBPROOF(m, D[n], b), section 2.1.4.1.
inline Hashes subproof(std::size_t m, const Leaves& d, bool b) {
  if (m == d.size()) return b ? Hashes{} : Hashes{mth(d)};
  const std::size_t k = largest_power_below(d.size());
  if (m <= k) return plus(subproof(m, first_of(d, k), b), mth(rest_of(d, k)));
  return plus(subproof(m - k, rest_of(d, k), false), mth(first_of(d, k)));
}

// PROOF(m, D[n]) for 0 < m <= n.
inline Hashes proof(std::size_t m, const Leaves& d) { return subproof(m, d, true); }

}  // namespace depone::reference
