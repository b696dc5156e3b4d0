// The keys of blocking rules, worked out once for each distinct value.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "linkage/compare.h"
#include "linkage/spec.h"
#include "linkage/table.h"

namespace depone::linkage {

// The keys of a column's values under one `Take`, as hashes; most have one or none.
struct ValueKeys {
  const Column* column = nullptr;
  const ValueId* ids = nullptr;      // by record: the column's own, or those of another order
  std::vector<std::uint32_t> first;  // by ValueId, and one more: where its keys begin in `keys`
  std::vector<std::uint64_t> keys;
  bool several = false;  // some value has more than one
  // By ValueId, when none has several: its key, or kNoKey.
  std::vector<std::uint64_t> only;
};
inline constexpr std::uint64_t kNoKey = 0;

// Keys of `column`, which must outlive the result.
ValueKeys make_value_keys(const Column& column, const BlockKey& key, const NameTables& name_tables);

// The key of a record under rules without several keys a value; kNoKey when one is missing. As the
// one that keys_of_record finds.
std::uint64_t key_of_record(std::span<const ValueKeys* const> rule, RecordIndex record);

// Calls use(hash) for each key that a record has under the rule's keys together; none when one of
// them is missing. At most kMostKeys, sorted and distinct.
inline constexpr std::size_t kMostKeys = 24;
void keys_of_record(std::span<const ValueKeys* const> rule, RecordIndex record,
                    std::vector<std::uint64_t>& keys);
void keys_of_record(const std::vector<ValueKeys>& rule, RecordIndex record,
                    std::vector<std::uint64_t>& keys);

}  // namespace depone::linkage
