// Records to be linked, held by column: each distinct value once, each record a number per column.
//
// Real lists repeat names, years and towns, so that whatever is learnt about a value (its
// normalised form, its frequency, its sound) is worked out once a distinct value, and a record
// costs four bytes a column.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/progress.h"
#include "base/result.h"

namespace depone::linkage {

// The number of a distinct value within its column; 0 is "missing".
using ValueId = std::uint32_t;
// The place of a record in its table, from 0.
using RecordIndex = std::uint32_t;

inline constexpr ValueId kMissing = 0;
// How many files one table may be read from.
inline constexpr std::size_t kMaxFiles = 16;

struct Column {
  std::string name;
  std::vector<ValueId> ids;           // one a record
  std::vector<std::string> values;    // by ValueId; values[0] is empty
  std::vector<std::uint32_t> counts;  // records with each value; counts[0]: missing
};

struct Table {
  std::vector<std::string> record_ids;  // as written in the file, or the row's number from 1
  std::vector<std::uint8_t> files;      // which file the record comes from
  std::vector<std::string> file_names;  // one to kMaxFiles
  std::vector<Column> columns;
  std::string id_column;  // empty when the files have none and rows were numbered

  std::size_t size() const { return record_ids.size(); }
  // Null when there is no such column.
  const Column* find(std::string_view name) const;
  // NotFound, naming those there are.
  Result<const Column*> column(std::string_view name) const;
};

struct TextFile {
  std::string_view text;
  std::string name;
  // What its columns are called in the table (column_names.h); empty: as its header says. Those of
  // one name are joined with blanks, in their order.
  std::vector<std::string> columns = {};
};

// The names in the first line. InvalidInput for an empty file or two columns of one name.
Result<std::vector<std::string>> header_of(const TextFile& file);

// Whether a column of this name is taken for the ids when none is told.
bool names_ids(std::string_view column);

// Reads files (1 to kMaxFiles) with the columns that at least two share; what one file alone has is
// dropped, what one lacks is missing there. `id_column` names the column of record ids, which all
// must have; empty: the first that names_ids(), of id, rec_id, recid, unique_id and record_id, else
// none. Blanks around a value are dropped. InvalidInput for uneven rows, a file that shares no
// column, an id that occurs twice in one file, or more than 2^32 - 2 records, and as header_of();
// Cancelled.
Result<Table> read_table(const std::vector<TextFile>& files, std::string_view id_column,
                         std::size_t threads, Progress& progress, const Cancellation& cancellation);

// A column of the values `keys` (one a record, empty: missing), for derived columns.
Column make_column(std::string name, const std::vector<std::string>& keys);

// The column whose value is change(value), for each distinct value; values that become equal share
// a number, those that become empty are missing.
template <class Change>
Column map_column(const Column& column, std::string name, Change change);

// Distinct strings to numbers, in the order of their first appearance.
class Dictionary {
 public:
  Dictionary();
  // The number of `text` (0 for the empty text), which is taken in when new.
  ValueId id_of(std::string_view text);
  // The same for many texts, in their order: memory is asked for ahead.
  void ids_of(const std::string_view* texts, std::size_t count, ValueId* ids);
  std::vector<std::string> take_values() && { return std::move(values_); }
  const std::vector<std::string>& values() const { return values_; }

 private:
  void grow();
  ValueId find_or_add(std::string_view text, std::uint32_t hash);

  struct Slot {
    std::uint32_t hash = 0;  // of the text, from which also the slot follows
    ValueId id = 0;
  };
  std::vector<Slot> slots_;
  std::vector<std::string> values_;
};

// A 64-bit mix for keys of our own (never for untrusted security): splitmix64's finaliser.
inline std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9u;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}
// FNV-like hash eight bytes at a time, the same on every machine of one byte order.
std::uint64_t hash_of(std::string_view text);

template <class Change>
Column map_column(const Column& column, std::string name, Change change) {
  Column mapped;
  mapped.name = std::move(name);
  Dictionary dictionary;
  std::vector<ValueId> to(column.values.size(), kMissing);
  for (std::size_t v = 1; v < column.values.size(); ++v) {
    to[v] = dictionary.id_of(change(column.values[v]));
  }
  mapped.values = std::move(dictionary).take_values();
  mapped.counts.assign(mapped.values.size(), 0);
  for (std::size_t v = 0; v < to.size(); ++v) mapped.counts[to[v]] += column.counts[v];
  mapped.ids.resize(column.ids.size());
  for (std::size_t i = 0; i < column.ids.size(); ++i) mapped.ids[i] = to[column.ids[i]];
  return mapped;
}

}  // namespace depone::linkage
