// From the records of a list to the keys that stand for people.
//
// The same person must give the same key on every list, or is not found; different people must not.
// Several rules, strict and loose, counted apart, show what the choice does.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/csv.h"
#include "base/progress.h"
#include "crypto/group.h"
#include "overlap/normaliser.h"

namespace depone::overlap {

// What a party's own list calls the protocol's columns, where it differs.
using ColumnNames = std::map<std::string, std::string, std::less<>>;

// The distinct entries of a list under a rule, as unblinded elements in byte order.
struct ListKeys {
  std::vector<crypto::Element> elements;
  std::size_t records = 0;
  std::size_t without_key = 0;  // a field was missing
  std::size_t repeated = 0;     // the list has the same key before
};

// InvalidInput when the list is longer than the protocol allows, NotFound when a column is missing,
// Cancelled. The protocol's id and the rule's name enter every element, so that elements of two
// runs never compare. The same for any number of threads.
Result<ListKeys> keys_of(const CsvTable& list, const ColumnNames& names, const Protocol& protocol,
                         const KeyRule& rule, const Normaliser& normaliser, std::size_t threads,
                         Progress& progress, const Cancellation& cancellation);

}  // namespace depone::overlap
