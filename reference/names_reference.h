// Literal twins of src/names and src/screening: every reading of a lattice written out, the edit
// distance by its recursive definition, the filter one word at a time.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "names/lattice.h"
#include "names/sound.h"

namespace depone::reference {

struct Reading {
  std::vector<std::uint8_t> sounds;
  int spelling = 0;  // quarter bits
};

// All paths from node 0 to the end.
inline void readings_from(const names::Lattice& lattice, std::size_t node, Reading& so_far,
                          std::vector<Reading>& all) {
  if (node == lattice.end) all.push_back(so_far);
  for (std::size_t at = lattice.first[node]; at < lattice.first[node + 1]; ++at) {
    const names::Arc& arc = lattice.arcs[at];
    so_far.sounds.push_back(arc.sound);
    so_far.spelling += arc.cost;
    readings_from(lattice, arc.to, so_far, all);
    so_far.spelling -= arc.cost;
    so_far.sounds.pop_back();
  }
}

inline std::vector<Reading> readings_of(const names::Lattice& lattice) {
  std::vector<Reading> all;
  Reading empty;
  if (lattice.nodes() > 0) readings_from(lattice, 0, empty, all);
  return all;
}

// Over all pairs of readings of one length: rarity, confusion and both spellings.
inline std::optional<int> least_joint_cost(const names::Spellings& spellings,
                                           const std::vector<Reading>& a,
                                           const std::vector<Reading>& b) {
  std::optional<int> least;
  for (const Reading& x : a) {
    for (const Reading& y : b) {
      if (x.sounds.size() != y.sounds.size()) continue;
      int cost = x.spelling + y.spelling;
      bool possible = true;
      for (std::size_t i = 0; possible && i < x.sounds.size(); ++i) {
        const int confusion = spellings.confusion(x.sounds[i], y.sounds[i]);
        possible = confusion != names::Spellings::kNever;
        cost += confusion + std::min(spellings.rarity(x.sounds[i]), spellings.rarity(y.sounds[i]));
      }
      if (possible && (!least || cost < *least)) least = cost;
    }
  }
  return least;
}

// The least cost of turning a into b: leaving out, putting in, mistaking one sound for another;
// more for the first sound of either.
class Distance {
 public:
  Distance(const names::Sounds& sounds, std::string_view a, std::string_view b)
      : sounds_(sounds), a_(a), b_(b) {}
  int operator()() { return from(0, 0); }

 private:
  int from(std::size_t i, std::size_t j) {
    if (i == a_.size() && j == b_.size()) return 0;
    const auto known = costs_.find({i, j});
    if (known != costs_.end()) return known->second;
    int best = 1 << 20;
    const auto first = [&](std::size_t at) { return at == 0 ? sounds_.first() : 0; };
    if (i < a_.size()) best = std::min(best, sounds_.left_out(a_[i]) + first(i) + from(i + 1, j));
    if (j < b_.size()) best = std::min(best, sounds_.left_out(b_[j]) + first(j) + from(i, j + 1));
    if (i < a_.size() && j < b_.size()) {
      const int mistaken = sounds_.mistaken(a_[i], b_[j]);
      const bool beginning = i == 0 && j == 0 && mistaken >= sounds_.first_from();
      best = std::min(best, mistaken + (beginning ? sounds_.first() : 0) + from(i + 1, j + 1));
    }
    return costs_[{i, j}] = best;
  }

  const names::Sounds& sounds_;
  std::string_view a_, b_;
  std::map<std::pair<std::size_t, std::size_t>, int> costs_;
};

}  // namespace depone::reference
