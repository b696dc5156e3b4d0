#include "screening/filter.h"

#include <algorithm>
#include <array>

// clang knows no such attribute; its -O2 makes vector code by itself.
#if defined(__clang__)
#define DEPONE_FAST
#else
#define DEPONE_FAST [[gnu::optimize("O3")]]
#endif

namespace depone::screening {
namespace {

constexpr std::size_t kBlock = 1024;

// Written without branches so that compilers turn it into vector code.
[[gnu::always_inline]] inline std::uint32_t ones(std::uint32_t bits) {
  bits = bits - ((bits >> 1) & 0x55555555u);
  bits = (bits & 0x33333333u) + ((bits >> 2) & 0x33333333u);
  bits = (bits + (bits >> 4)) & 0x0f0f0f0fu;
  bits = bits + (bits >> 8);
  return (bits + (bits >> 16)) & 0x3fu;
}

[[gnu::always_inline]] inline void mark(names::Signature own, std::int32_t own_quarters,
                                        const names::Signature* signatures,
                                        const std::int32_t* quarters, std::size_t size,
                                        const FilterTerms& terms, std::uint32_t* passed) {
  const FilterTerms t = terms;
  const std::int32_t own_free = names::free_sounds(own);
  for (std::size_t i = 0; i < size; ++i) {
    const names::Signature other = signatures[i];
    const std::int32_t count = static_cast<std::int32_t>(other >> 30);
    const std::int32_t other_free = count == 3 ? 32 : count;
    const std::int32_t there =
        static_cast<std::int32_t>(ones(own & ~other & names::kClassBits)) - other_free;
    const std::int32_t here =
        static_cast<std::int32_t>(ones(other & ~own & names::kClassBits)) - own_free;
    const std::int32_t ab = there > 0 ? there : 0;
    const std::int32_t ba = here > 0 ? here : 0;
    const std::int32_t both = ab < ba ? ab : ba;
    const std::int32_t cost = both * t.step + (ab + ba - 2 * both) * t.drop;
    const std::int32_t bits = own_quarters < quarters[i] ? own_quarters : quarters[i];
    passed[i] = ((cost * 256 <= bits * t.share) & (cost <= t.most)) ? 1u : 0u;
  }
}

using Mark = void (*)(names::Signature, std::int32_t, const names::Signature*, const std::int32_t*,
                      std::size_t, const FilterTerms&, std::uint32_t*);

DEPONE_FAST void mark_plain(names::Signature own, std::int32_t own_quarters,
                            const names::Signature* signatures, const std::int32_t* quarters,
                            std::size_t count, const FilterTerms& terms, std::uint32_t* passed) {
  mark(own, own_quarters, signatures, quarters, count, terms, passed);
}

#if defined(__x86_64__)
DEPONE_FAST [[gnu::target("avx2")]] void mark_avx2(names::Signature own, std::int32_t own_quarters,
                                                   const names::Signature* signatures,
                                                   const std::int32_t* quarters, std::size_t count,
                                                   const FilterTerms& terms,
                                                   std::uint32_t* passed) {
  mark(own, own_quarters, signatures, quarters, count, terms, passed);
}
#endif

Mark best_mark() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return mark_avx2;
#endif
  return mark_plain;
}

void run(Mark marker, names::Signature own, std::int32_t own_quarters,
         std::span<const names::Signature> signatures, std::span<const std::int32_t> quarters,
         const FilterTerms& terms, std::vector<std::uint32_t>& places) {
  std::array<std::uint32_t, kBlock> passed;
  for (std::size_t begin = 0; begin < signatures.size(); begin += kBlock) {
    const std::size_t count = std::min(kBlock, signatures.size() - begin);
    marker(own, own_quarters, signatures.data() + begin, quarters.data() + begin, count, terms,
           passed.data());
    for (std::size_t i = 0; i < count; ++i) {
      if (passed[i] != 0) places.push_back(static_cast<std::uint32_t>(begin + i));
    }
  }
}

}  // namespace

void filter(names::Signature own, std::int32_t own_quarters,
            std::span<const names::Signature> signatures, std::span<const std::int32_t> quarters,
            const FilterTerms& terms, std::vector<std::uint32_t>& places) {
  static const Mark kMark = best_mark();
  run(kMark, own, own_quarters, signatures, quarters, terms, places);
}

void filter_plain(names::Signature own, std::int32_t own_quarters,
                  std::span<const names::Signature> signatures,
                  std::span<const std::int32_t> quarters, const FilterTerms& terms,
                  std::vector<std::uint32_t>& places) {
  run(mark_plain, own, own_quarters, signatures, quarters, terms, places);
}

}  // namespace depone::screening
