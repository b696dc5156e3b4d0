// Whether a model has an estimate on a table: existence of the extended maximum likelihood fit and
// identifiability of its parameters. Depends on which combinations of lists are empty alone.
//
// A term whose margin is empty (nobody is on all of its lists) has its parameter at minus infinity
// and takes every combination that contains it out of the table: the extended fit of Chan,
// Silverman and Vincent (2021, JASA 116:1297). On what remains, an estimate exists unless some
// direction of the parameters leaves every occupied cell as it is and lowers no empty one
// (Fienberg and Rinaldo 2012, Ann. Statist. 40:996): a linear program, here answered exactly in
// whole numbers. It is identified when the design has full rank, which for a hierarchical model is
// seen from signs alone: the only direction that leaves all cells of the model's own terms as they
// are is the alternating one, so that some remaining cell outside must move with it.
#pragma once

#include <cstdint>
#include <span>

#include "estimate/terms.h"

namespace depone::estimate {

enum class Existence : std::uint8_t {
  Exists,
  Infinite,       // the likelihood rises towards an infinite parameter beyond the empty margins
  NotIdentified,  // different parameters give the same fit: the number on no list is free
  Neither,        // both
  Undecided,      // the program passed 64-bit numbers; treated as not there
};

// In words, for a model that has no estimate; empty for Exists.
const char* why_none(Existence existence);

// `occupied` has 2^lists flags, 1 where somebody is on exactly those lists; occupied[0] is not
// looked at. At most kMaxListsSearched lists. Thread-safe.
Existence existence_of(const Terms& terms, std::size_t lists,
                       std::span<const std::uint8_t> occupied);

// The flags of a table's counts.
std::vector<std::uint8_t> occupied_cells(std::span<const std::int64_t> counts);

}  // namespace depone::estimate
