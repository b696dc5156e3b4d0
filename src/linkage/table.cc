#include "linkage/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <limits>
#include <set>
#include <span>

#include "base/csv.h"
#include "base/parallel.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kRowsAtOnce = 1u << 16;
constexpr std::array<std::string_view, 5> kIdColumns = {"id", "rec_id", "recid", "unique_id",
                                                        "record_id"};
// A file larger than this is read in pieces of about this size, several at once.
constexpr std::size_t kPieceBytes = 1u << 20;
constexpr std::size_t kPiecesAtOnce = 8;

std::string_view trimmed(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

Result<std::vector<std::string>> read_header(CsvReader& reader, const std::string& name) {
  const bool more = DP_TRY(reader.next());
  if (!more) {
    return Error{Fault::InvalidInput, name + " is empty", "its first line names the columns"};
  }
  std::vector<std::string> header;
  std::set<std::string> seen;
  for (const std::string_view field : reader.fields()) {
    header.emplace_back(trimmed(field));
    if (!seen.insert(header.back()).second) {
      return Error{Fault::InvalidInput, name + " has two columns \"" + header.back() + "\"",
                   "rename one of them"};
    }
  }
  return header;
}

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

// Where each of the table's columns stands in one file, or kNone.
struct Layout {
  std::vector<std::size_t> columns;
  std::vector<std::vector<std::size_t>> joined;  // to the first, if any
  std::size_t id = kNone;
  std::size_t width = 0;
};

std::size_t place_of(const std::vector<std::string>& header, std::string_view name) {
  const auto found = std::find(header.begin(), header.end(), name);
  return found == header.end() ? kNone : static_cast<std::size_t>(found - header.begin());
}

// One chunk of rows by column; views into the text, or into `kept` for fields with doubled quotes.
struct Chunk {
  std::vector<std::vector<std::string_view>> columns;
  std::vector<std::string_view> ids;
  std::deque<std::string> kept;
  std::size_t rows = 0;
};

Result<> check_ids(const Table& table, std::size_t first, const std::string& name) {
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t next = 0;  // the record's number from `first`, plus 1
  };
  const std::size_t count = table.size() - first;
  std::size_t size = 1024;
  while (size < 2 * count) size *= 2;
  std::vector<Slot> slots(size);
  const std::string* const ids = table.record_ids.data() + first;
  constexpr std::size_t kGroup = 32;  // slots lie anywhere: asked for together
  std::array<std::uint32_t, kGroup> hashes;
  for (std::size_t begin = 0; begin < count; begin += kGroup) {
    const std::size_t end = std::min(count, begin + kGroup);
    for (std::size_t i = begin; i < end; ++i) {
      hashes[i - begin] = static_cast<std::uint32_t>(hash_of(ids[i]));
      __builtin_prefetch(slots.data() + (hashes[i - begin] & (size - 1)));
    }
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t hash = hashes[i - begin];
      std::size_t at = hash & (size - 1);
      for (; slots[at].next != 0; at = (at + 1) & (size - 1)) {
        if (slots[at].hash != hash || ids[slots[at].next - 1] != ids[i]) continue;
        return Error{Fault::InvalidInput,
                     fmt::format("{}: the id \"{}\" occurs twice", name, ids[i]),
                     "ids tell records apart; name another column with id = in the spec"};
      }
      slots[at] = {hash, static_cast<std::uint32_t>(i + 1)};
    }
  }
  return done();
}

// Where records begin, about kPieceBytes apart, if every quote opens or closes a field; else a
// piece cannot be read to its end.
std::vector<std::size_t> cut(std::string_view text, std::size_t begin) {
  std::vector<std::size_t> starts = {begin};
  bool quoted = false;
  std::size_t at = begin;
  while (text.size() - at > kPieceBytes) {
    const std::string_view piece = text.substr(at, kPieceBytes);
    quoted ^= (std::count(piece.begin(), piece.end(), '"') & 1) != 0;
    at += kPieceBytes;
    const auto ends_record = [&] {
      // A reader would take a byte order mark for one.
      return !quoted && text[at] == '\n' && !text.substr(at + 1).starts_with("\xEF\xBB\xBF");
    };
    for (; at < text.size() && !ends_record(); ++at) quoted ^= text[at] == '"';
    if (at == text.size()) break;
    starts.push_back(++at);
  }
  if (starts.back() < text.size()) starts.push_back(text.size());
  return starts;
}

// Reads the rows of one file into the table and the dictionaries.
class FileReader {
 public:
  FileReader(Table& table, std::vector<Dictionary>& dictionaries, std::size_t threads)
      : table_(table), dictionaries_(dictionaries), threads_(threads) {}

  Result<> read(CsvReader& reader, const TextFile& file, const Layout& layout, std::uint8_t number,
                Progress& progress, const Cancellation& cancellation) {
    const std::size_t before = table_.size();
    if (file.text.size() > 2 * kPieceBytes) {
      const bool whole = DP_TRY(read_pieces(reader, file, layout, number, progress, cancellation));
      if (whole) return done();
      // What it cannot be cut into is read as it comes, which also says what is wrong.
      table_.record_ids.resize(before);
      table_.files.resize(before);
      for (Column& column : table_.columns) column.ids.resize(before);
    }
    std::vector<Chunk> chunks(1);
    bool more = true;
    while (more) {
      clear(chunks.front());
      DP_TRY(fill(chunks.front(), reader, file, layout, kRowsAtOnce, more));
      DP_TRY(take_in(chunks, before, file, layout, number, cancellation));
      progress.step(table_.size(), 0, "reading");
    }
    return done();
  }

 private:
  // False when some piece could not be read by itself.
  Result<bool> read_pieces(const CsvReader& whole, const TextFile& file, const Layout& layout,
                           std::uint8_t number, Progress& progress,
                           const Cancellation& cancellation) {
    const std::size_t before = table_.size();
    const std::vector<std::size_t> starts = cut(file.text, whole.at());
    NoProgress quiet;
    std::vector<Chunk> chunks;
    for (std::size_t first = 0; first + 1 < starts.size(); first += kPiecesAtOnce) {
      chunks.resize(std::min(kPiecesAtOnce, starts.size() - 1 - first));
      std::vector<std::uint8_t> read(chunks.size(), 0);
      DP_TRY(parallel_for(
          chunks.size(), threads_,
          [&](std::size_t k) {
            clear(chunks[k]);
            const std::size_t from = starts[first + k];
            CsvReader reader(file.text.substr(from, starts[first + k + 1] - from), file.name,
                             whole.separator());
            bool more = true;
            read[k] = fill(chunks[k], reader, file, layout, kAllRows, more).ok() ? 1 : 0;
          },
          quiet, cancellation));
      if (std::find(read.begin(), read.end(), 0) != read.end()) return false;
      DP_TRY(take_in(chunks, before, file, layout, number, cancellation));
      progress.step(table_.size(), 0, "reading");
    }
    return true;
  }

  void clear(Chunk& chunk) const {
    chunk.columns.resize(table_.columns.size());
    for (auto& column : chunk.columns) column.clear();
    chunk.ids.clear();
    chunk.kept.clear();
    chunk.rows = 0;
  }

  // Adds the rows of the chunks, in their order, to the table; `file_begin` is the file's first.
  Result<> take_in(const std::vector<Chunk>& chunks, std::size_t file_begin, const TextFile& file,
                   const Layout& layout, std::uint8_t number, const Cancellation& cancellation) {
    const std::size_t before = table_.size();
    std::size_t rows = 0;
    for (const Chunk& chunk : chunks) rows += chunk.rows;
    if (before + rows >= std::numeric_limits<RecordIndex>::max()) {
      return Error{Fault::InvalidInput, file.name + " has too many records",
                   "at most 4,294,967,294"};
    }
    table_.record_ids.resize(before + rows);
    table_.files.resize(before + rows, number);
    const std::size_t columns = table_.columns.size();
    NoProgress quiet;
    return parallel_for(
        columns + 1, threads_,
        [&](std::size_t c) {
          std::size_t at = before;
          if (c == columns) {
            for (const Chunk& chunk : chunks) {
              for (std::size_t row = 0; row < chunk.rows; ++row, ++at) {
                if (layout.id == kNone) {
                  table_.record_ids[at] = std::to_string(at - file_begin + 1);
                } else {
                  table_.record_ids[at] = chunk.ids[row];
                }
              }
            }
            return;
          }
          std::vector<ValueId>& ids = table_.columns[c].ids;
          ids.resize(before + rows);
          for (const Chunk& chunk : chunks) {
            const std::vector<std::string_view>& values = chunk.columns[c];
            dictionaries_[c].ids_of(values.data(), values.size(), ids.data() + at);
            at += values.size();
          }
        },
        quiet, cancellation);
  }

  static constexpr std::size_t kAllRows = std::numeric_limits<std::size_t>::max();

  static void join(Chunk& chunk, std::size_t column, std::span<const std::string_view> fields,
                   const std::vector<std::size_t>& others) {
    std::string_view& value = chunk.columns[column].back();
    std::string whole(value);
    for (const std::size_t other : others) {
      const std::string_view part = trimmed(fields[other]);
      if (!whole.empty() && !part.empty()) whole += ' ';
      whole += part;
    }
    value = chunk.kept.emplace_back(std::move(whole));
  }

  static Result<> fill(Chunk& chunk, CsvReader& reader, const TextFile& file, const Layout& layout,
                       std::size_t most, bool& more) {
    const char* const begin = file.text.data();
    const char* const end = begin + file.text.size();
    const auto lasting = [&](std::string_view field) {
      if (field.empty() || (field.data() >= begin && field.data() < end)) return field;
      return std::string_view(chunk.kept.emplace_back(field));
    };
    while (chunk.rows < most) {
      more = DP_TRY(reader.next());
      if (!more) break;
      const auto fields = reader.fields();
      if (fields.size() != layout.width) {
        return Error{Fault::InvalidInput,
                     fmt::format("{}, line {}: {} fields, but the header has {}", file.name,
                                 reader.line(), fields.size(), layout.width),
                     "a field that holds a comma is written in quotes"};
      }
      for (std::size_t c = 0; c < layout.columns.size(); ++c) {
        const std::size_t at = layout.columns[c];
        chunk.columns[c].push_back(at == kNone ? std::string_view() : trimmed(lasting(fields[at])));
        if (!layout.joined[c].empty()) join(chunk, c, fields, layout.joined[c]);
      }
      if (layout.id != kNone) {
        const std::string_view id = trimmed(lasting(fields[layout.id]));
        if (id.empty()) {
          return Error{Fault::InvalidInput,
                       fmt::format("{}, line {}: the id is empty", file.name, reader.line()),
                       "every record needs an id of its own"};
        }
        chunk.ids.push_back(id);
      }
      ++chunk.rows;
    }
    return done();
  }

  Table& table_;
  std::vector<Dictionary>& dictionaries_;
  std::size_t threads_;
};

using Headers = std::vector<std::vector<std::string>>;

std::size_t files_with(const Headers& headers, std::string_view name) {
  return static_cast<std::size_t>(std::count_if(
      headers.begin(), headers.end(),
      [&](const std::vector<std::string>& header) { return place_of(header, name) != kNone; }));
}

std::string find_id_column(const Headers& headers) {
  for (const std::string_view name : kIdColumns) {
    if (files_with(headers, name) == headers.size()) return std::string(name);
  }
  return {};
}

}  // namespace

namespace {

// The bytes of a word that `count` < 8 bytes fill from its beginning in memory, zeros after them.
std::uint64_t last_bytes(const char* at, std::size_t count) {
  const auto load = [at](auto word, std::size_t from) {
    std::memcpy(&word, at + from, sizeof word);
    return std::uint64_t{word};
  };
  if constexpr (std::endian::native == std::endian::little) {
    // Two loads that overlap, since copying so few bytes one by one takes longer.
    if (count >= 4) {
      return load(std::uint32_t{}, 0) | load(std::uint32_t{}, count - 4) << (8 * (count - 4));
    }
    if (count >= 2) {
      return load(std::uint16_t{}, 0) | load(std::uint16_t{}, count - 2) << (8 * (count - 2));
    }
    return load(std::uint8_t{}, 0);
  }
  std::uint64_t word = 0;
  std::memcpy(&word, at, count);
  return word;
}

}  // namespace

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0x9E3779B97F4A7C15u ^ text.size();
  const char* at = text.data();
  std::size_t left = text.size();
  for (; left >= 8; left -= 8, at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    hash = mix(hash ^ word);
  }
  if (left > 0) hash = mix(hash ^ last_bytes(at, left));
  return mix(hash);
}

Dictionary::Dictionary() : slots_(1024), values_(1) {}

ValueId Dictionary::id_of(std::string_view text) {
  if (text.empty()) return kMissing;
  return find_or_add(text, static_cast<std::uint32_t>(hash_of(text)));
}

ValueId Dictionary::find_or_add(std::string_view text, std::uint32_t hash) {
  if (values_.size() * 2 > slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  Slot* const slots = slots_.data();
  std::size_t at = hash & mask;
  for (; slots[at].id != 0; at = (at + 1) & mask) {
    if (slots[at].hash == hash && values_.data()[slots[at].id] == text) return slots[at].id;
  }
  slots[at] = {hash, static_cast<ValueId>(values_.size())};
  values_.emplace_back(text);
  return slots[at].id;
}

void Dictionary::ids_of(const std::string_view* texts, std::size_t count, ValueId* ids) {
  // Slots and texts lie anywhere in memory. Asked for a group of texts at once, they come together
  // instead of one after another.
  constexpr std::size_t kGroup = 32;
  std::array<std::uint32_t, kGroup> hashes;
  for (std::size_t begin = 0; begin < count; begin += kGroup) {
    const std::size_t size = std::min(kGroup, count - begin);
    const std::string_view* const group = texts + begin;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t k = 0; k < size; ++k) {
      hashes[k] = static_cast<std::uint32_t>(hash_of(group[k]));
      __builtin_prefetch(slots_.data() + (hashes[k] & mask));
    }
    for (std::size_t k = 0; k < size; ++k) {
      __builtin_prefetch(values_.data() + slots_[hashes[k] & mask].id);
    }
    for (std::size_t k = 0; k < size; ++k) {
      ids[begin + k] = group[k].empty() ? kMissing : find_or_add(group[k], hashes[k]);
    }
  }
}

void Dictionary::grow() {
  std::vector<Slot> wider(slots_.size() * 2);
  const std::size_t mask = wider.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.id == 0) continue;
    std::size_t at = slot.hash & mask;
    while (wider[at].id != 0) at = (at + 1) & mask;
    wider[at] = slot;
  }
  slots_.swap(wider);
}

const Column* Table::find(std::string_view name) const {
  for (const Column& column : columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

Result<const Column*> Table::column(std::string_view name) const {
  if (const Column* found = find(name); found != nullptr) return found;
  std::string there;
  for (const Column& column : columns) there += (there.empty() ? "" : ", ") + column.name;
  return Error{Fault::NotFound, fmt::format("there is no column \"{}\"", name),
               "the columns are " + there};
}

bool names_ids(std::string_view column) {
  return std::find(kIdColumns.begin(), kIdColumns.end(), column) != kIdColumns.end();
}

Result<std::vector<std::string>> header_of(const TextFile& file) {
  CsvReader reader(file.text, file.name);
  return read_header(reader, file.name);
}

Column make_column(std::string name, const std::vector<std::string>& keys) {
  Column column;
  column.name = std::move(name);
  Dictionary dictionary;
  column.ids.reserve(keys.size());
  for (const std::string& key : keys) column.ids.push_back(dictionary.id_of(key));
  column.values = std::move(dictionary).take_values();
  column.counts.assign(column.values.size(), 0);
  for (const ValueId id : column.ids) ++column.counts[id];
  return column;
}

Result<Table> read_table(const std::vector<TextFile>& files, std::string_view id_column,
                         std::size_t threads, Progress& progress,
                         const Cancellation& cancellation) {
  Table table;
  std::vector<CsvReader> readers;
  Headers headers;
  for (const TextFile& file : files) {
    readers.emplace_back(file.text, file.name);
    headers.push_back(DP_TRY(read_header(readers.back(), file.name)));
    if (!file.columns.empty()) headers.back() = file.columns;
    table.file_names.push_back(file.name);
  }
  table.id_column = id_column.empty() ? find_id_column(headers) : std::string(id_column);
  for (std::size_t f = 0; f < files.size() && !table.id_column.empty(); ++f) {
    if (place_of(headers[f], table.id_column) != kNone) continue;
    return Error{Fault::NotFound,
                 fmt::format("{} has no column \"{}\" for the ids", files[f].name, table.id_column),
                 "name the id column with id = in the spec"};
  }
  const std::size_t enough = std::min<std::size_t>(files.size(), 2);
  for (const auto& header : headers) {
    for (const std::string& name : header) {
      if (name == table.id_column || files_with(headers, name) < enough) continue;
      if (table.find(name) == nullptr) table.columns.push_back({name, {}, {}, {}});
    }
  }
  for (std::size_t f = 0; f < files.size(); ++f) {
    const bool shares = std::any_of(
        table.columns.begin(), table.columns.end(),
        [&](const Column& column) { return place_of(headers[f], column.name) != kNone; });
    if (shares) continue;
    return Error{Fault::InvalidInput,
                 fmt::format("{} shares no column with another file", files[f].name),
                 fmt::format("its columns are {}; say which is which with --column NAME=HEADING",
                             fmt::join(headers[f], ", "))};
  }
  std::vector<Dictionary> dictionaries(table.columns.size());
  FileReader rows(table, dictionaries, threads);
  for (std::size_t f = 0; f < files.size(); ++f) {
    Layout layout;
    layout.width = headers[f].size();
    for (const Column& column : table.columns) {
      layout.columns.push_back(place_of(headers[f], column.name));
      layout.joined.emplace_back();
      for (std::size_t i = layout.columns.back(); i < headers[f].size(); ++i) {
        const bool more = i > layout.columns.back() && headers[f][i] == column.name;
        if (more) layout.joined.back().push_back(i);
      }
    }
    if (!table.id_column.empty()) layout.id = place_of(headers[f], table.id_column);
    const std::size_t first = table.size();
    DP_TRY(rows.read(readers[f], files[f], layout, static_cast<std::uint8_t>(f), progress,
                     cancellation));
    if (!table.id_column.empty()) DP_TRY(check_ids(table, first, files[f].name));
  }
  NoProgress quiet;
  DP_TRY(parallel_for(
      table.columns.size(), threads,
      [&](std::size_t c) {
        Column& column = table.columns[c];
        column.values = std::move(dictionaries[c]).take_values();
        column.counts.assign(column.values.size(), 0);
        for (const ValueId id : column.ids) ++column.counts.data()[id];
      },
      quiet, cancellation));
  return table;
}

}  // namespace depone::linkage
