// Chao's lower bound: those on no list are at least as many as those on one and on two suggest.
//
// When people differ in how likely they are to be listed, every method that takes them as alike
// says too little; this one says so of itself and bounds from below (Chao 1987; Chao 1989 for lists
// of different size; Rivest and Baillargeon 2007 for its log-linear form). With Z_i people on list
// i alone, f1 = sum Z_i, f2 = people on exactly two lists, k lists:
//   lists apart   N >= n + sum_{i<j} Z_i Z_j / f2         (bias-corrected: f2 + 1)
//   lists alike   N >= n + (k-1)/k * f1^2 / (2 f2)        (bias-corrected: f1 (f1-1) / (2 (f2+1)))
// The first never exceeds the second without correction; with two lists it is Petersen's estimate.
#pragma once

#include "base/progress.h"
#include "estimate/method.h"

namespace depone::estimate {

enum class ChaoForm {
  ListsApart,  // each list has its own reach; the default
  ListsAlike,  // all lists have the same reach, as for repeated visits by one team
};

struct ChaoOptions {
  ChaoForm form = ChaoForm::ListsApart;
  bool bias_corrected = true;
  double level = 0.95;
};

// The bound with its interval (logarithmic scale, variance by the delta method from multinomial
// counts, which for ListsAlike without correction is Chao 1987, eq. 11). `figures` has all four
// forms, f1 and f2, so that a reader sees what the choice of form does. Refused when
// why_no_estimate() has a reason. Never fails otherwise; fast, so it neither tells nor asks.
Result<Estimate> estimate_chao(const OverlapTable& table, const ChaoOptions& options,
                               Progress& progress, const Cancellation& cancellation);

}  // namespace depone::estimate
