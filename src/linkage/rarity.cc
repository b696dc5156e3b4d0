#include "linkage/rarity.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "linkage/tile_kernels.h"
#include "math/random.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kReferenceRecords = 2000;
constexpr std::size_t kReferencesAtOnce = 1000;
constexpr std::uint64_t kRarityComparisons = 4'000'000;
constexpr double kMostRarity = 10;  // bits

}  // namespace

void learn_rarity(const Scorer& scorer, std::size_t number, const std::vector<double>& u,
                  std::uint64_t seed, ComparisonWeights& weights) {
  const Comparison& comparison = *scorer.comparisons()[number];
  const Column& column = comparison.column();
  const std::size_t values = column.counts.size();
  const std::size_t levels = comparison.levels();
  double present = 0;
  for (ValueId v = 1; v < values; ++v) present += column.counts[v];
  const std::uint64_t affordable = kRarityComparisons / std::max<std::size_t>(values, 1);
  const bool by_level = affordable >= 200;
  if (by_level) {
    weights.rarity.assign(values * levels, 0.0F);
  } else {
    weights.rarity_of_equal.assign(values, 0.0F);
  }
  if (present < 2) return;
  // Tiles of one row: a place for the value, then sampled records' values.
  std::vector<std::vector<ValueId>> tiles;
  std::size_t wanted = 0;
  if (by_level) {
    math::Random random(seed, 0x1000 + number);
    wanted = std::min<std::uint64_t>(affordable, kReferenceRecords);
    for (std::size_t k = 0; k < wanted;) {
      const auto record = static_cast<RecordIndex>(random.below(column.ids.size()));
      const ValueId value = scorer.value_of(number, record);
      if (value == kMissing) continue;
      if (k++ % kReferencesAtOnce == 0) tiles.emplace_back(1, kMissing);
      tiles.back().push_back(value);
    }
  }
  LevelCache cache;
  std::vector<Level> found(kReferencesAtOnce + PairTile::kSlack);
  std::vector<std::size_t> sizes;
  for (std::vector<ValueId>& tile : tiles) {
    sizes.push_back(tile.size());
    tile.resize(tile.size() + PairTile::kSlack);
  }
  for (ValueId v = 1; v < values; ++v) {
    const Level equal = comparison.level_of_equal(v);
    weights.equal_levels |= std::uint32_t{1} << equal;
    if (by_level) {
      std::array<double, kMaxLevels> counts{};
      for (std::size_t t = 0; t < tiles.size(); ++t) {
        tiles[t].front() = v;
        const PairTile::Row row{0, 1, static_cast<std::uint16_t>(sizes[t])};
        PairTile tile;
        tile.values = sizes[t];
        tile.rows = {&row, 1};
        tile.pairs = sizes[t] - 1;
        tile.wide = wide_tiles_available();
        comparison.compare_tile(tile, tiles[t].data(), cache, found.data());
        for (std::size_t i = 1; i < sizes[t]; ++i) {
          if (tiles[t][i] != v) counts[found[i - 1]] += 1;
        }
      }
      const auto size = static_cast<double>(wanted);
      for (std::size_t l = 1; l < levels; ++l) {
        // One expected pair's worth of the general share.
        const double share = (counts[l] + 1) / (size + 1 / u[l]);
        weights.rarity[v * levels + l] = static_cast<float>(std::log2(u[l] / share));
      }
    }
    // Two records with one value can be the same person: one of them does not count.
    const double share = std::max(column.counts[v] - 1.0, 0.7) / present;
    const auto bits =
        static_cast<float>(std::clamp(std::log2(u[equal] / share), -kMostRarity, kMostRarity));
    (by_level ? weights.rarity[v * levels + equal] : weights.rarity_of_equal[v]) = bits;
  }
}

}  // namespace depone::linkage
