// From a record to the key that stands for a person.
//
// The same person must give the same key on every list, or is not found; different people must not.
// Several rules, strict and loose, counted apart, show what the choice does. This normaliser is
// part of the protocol (protocol.h): changing what a key is makes it another normaliser.
#pragma once

#include <string>
#include <vector>

#include "base/csv.h"
#include "crypto/group.h"
#include "overlap/protocol.h"

namespace depone::overlap {

// A value as it enters a key; empty when it says nothing (a date without a year, no letters at
// all).
//   Text: folded (text/unicode.h), letters and digits only.
//   Name: words in Latin letters whatever the script, in alphabetical order: order and script fall
//   away. Date: "1990-05-17" of 1990-05-17, 17.05.1990, 17/5/1990 (day first) or 19900517. Year:
//   the first four digits in a row between 1800 and 2199.
std::string key_part(std::string_view value, KeyKind kind);

// The distinct entries of a list under a rule, as unblinded elements in byte order.
struct ListKeys {
  std::vector<crypto::Element> elements;
  std::size_t records = 0;
  std::size_t without_key = 0;  // a field was missing
  std::size_t repeated = 0;     // the list has the same key before
};

// InvalidInput when a column is missing or the list is longer than the protocol allows. The
// protocol's id and the rule's name enter every element, so that elements of two runs never
// compare.
Result<ListKeys> keys_of(const CsvTable& list, const Protocol& protocol, const KeyRule& rule);

}  // namespace depone::overlap
