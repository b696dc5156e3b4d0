// The index: a projection of the ledger for fast look-up and full-text search, in one encrypted
// SQLite file (SQLite3MultipleCiphers, FTS5). Nothing is only here; it may be thrown away.
//
// The index knows the ledger head it reflects; whoever opens it compares and rebuilds. The only
// user of SQLite. Errors: Corrupt when the file or a page is damaged or the key is wrong (rebuild),
// Io when the disk fails. Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "vault/vault_types.h"

namespace depone::vault {

// What the index keeps of one item.
struct IndexRow {
  std::uint64_t sequence = 0;
  std::string id;
  Digest sha256{};
  std::string private_json;   // encode_private()
  std::string document_json;  // canonical JSON of the document without text and passages
};

// A row with the words to be searched.
struct IndexEntry {
  IndexRow row;
  std::string stems;
  std::string pairs;
};

// The ledger an index reflects.
struct IndexHead {
  std::uint64_t size = 0;
  Digest root{};
  friend bool operator==(const IndexHead&, const IndexHead&) = default;
};

class Index {
 public:
  // Opens or makes the file `path`; an empty path is an index in memory. `key` has 32 bytes.
  static Result<Index> open(const std::string& path, ByteView key);

  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;
  ~Index();

  // Size 0 when nothing was applied yet.
  Result<IndexHead> head() const;
  // Adds the entries and moves the head, in one transaction.
  Result<> apply(std::span<const IndexEntry> entries, const IndexHead& head);

  // The ids of the items with these digests, in the order asked; nullopt where there is none.
  Result<std::vector<std::optional<std::string>>> find(std::span<const Digest> digests) const;
  Result<std::optional<IndexRow>> row(const std::string& id) const;
  Result<std::vector<IndexRow>> rows() const;  // by sequence
  // `expression` is FTS5's; best first.
  Result<std::vector<Hit>> search(const std::string& expression, std::size_t limit) const;

  // Reads every page; Corrupt says what is wrong.
  Result<> verify() const;
  // A digest over all rows and all words in their places.
  Result<Digest> digest() const;

 private:
  struct Database;
  explicit Index(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
};

}  // namespace depone::vault
