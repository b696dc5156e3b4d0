#include "vault/index.h"

#include <sqlite3.h>

#include <algorithm>
#include <cassert>

#include "crypto/secret.h"

// SQLite3MultipleCiphers exports it, but the header that comes with the amalgamation is SQLite's
// own.
extern "C" int sqlite3_key(sqlite3* database, const void* key, int key_bytes);

namespace depone::vault {
namespace {

constexpr int kSchemaVersion = 1;

// WAL with NORMAL: a power cut may lose the last transactions but never mixes them, and opening
// applies what the ledger has more. SQLite keeps no plain text on disk: pages and WAL frames are
// encrypted, temporary tables stay in memory.
constexpr const char* kSettings =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-16000; PRAGMA trusted_schema=OFF;";

constexpr const char* kSchema =
    "CREATE TABLE IF NOT EXISTS head(one INTEGER PRIMARY KEY CHECK(one = 1), version INTEGER NOT "
    "NULL, size INTEGER NOT NULL, root BLOB NOT NULL) STRICT;"
    "CREATE TABLE IF NOT EXISTS items(sequence INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, "
    "sha256 BLOB NOT NULL UNIQUE, private TEXT NOT NULL, document TEXT NOT NULL) STRICT;"
    "CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(stems, pairs, content='', "
    "tokenize=\"unicode61 remove_diacritics 0\");"
    "CREATE VIRTUAL TABLE temp.word_places USING fts5vocab(main, words, instance);";

struct Closer {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};

Error sqlite_error(int code, std::string_view doing) {
  const int primary = code & 0xFF;
  std::string what = "the index fails while " + std::string(doing) + ": " + sqlite3_errstr(code);
  if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || primary == SQLITE_FORMAT ||
      primary == SQLITE_CONSTRAINT || primary == SQLITE_ERROR || primary == SQLITE_SCHEMA ||
      primary == SQLITE_MISMATCH) {
    return {Fault::Corrupt, std::move(what), "run depone rebuild: nothing is lost"};
  }
  return {Fault::Io, std::move(what), "free some space and check the disk, then try again"};
}

// One prepared statement: bind in order, step, read columns.
class Statement {
 public:
  Statement(sqlite3* database, const char* sql) {
    code_ = sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr);
  }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  void bind(std::int64_t number) { note(sqlite3_bind_int64(statement_, ++bound_, number)); }
  void bind(std::string_view text) {
    note(sqlite3_bind_text64(statement_, ++bound_, text.data(), text.size(), SQLITE_STATIC,
                             SQLITE_UTF8));
  }
  void bind(const Digest& digest) {
    note(sqlite3_bind_blob64(statement_, ++bound_, digest.data(), digest.size(), SQLITE_STATIC));
  }

  // True while there is a row; Errors otherwise than done.
  Result<bool> step(std::string_view doing) {
    if (code_ == SQLITE_OK) {
      const int stepped = sqlite3_step(statement_);
      if (stepped == SQLITE_ROW) return true;
      if (stepped == SQLITE_DONE) return false;
      code_ = stepped;
    }
    return sqlite_error(code_, doing);
  }
  void reset() {
    sqlite3_reset(statement_);
    bound_ = 0;
  }

  int columns() const { return sqlite3_column_count(statement_); }
  std::int64_t number(int column) const { return sqlite3_column_int64(statement_, column); }
  double real(int column) const { return sqlite3_column_double(statement_, column); }
  std::string text(int column) const {
    const void* const data = sqlite3_column_blob(statement_, column);
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
    return data == nullptr ? std::string() : std::string(static_cast<const char*>(data), size);
  }
  Digest digest(int column) const {
    Digest digest{};
    const std::string bytes = text(column);
    std::copy_n(bytes.begin(), std::min(bytes.size(), digest.size()), digest.begin());
    return digest;
  }

 private:
  void note(int code) {
    if (code_ == SQLITE_OK) code_ = code;
  }

  sqlite3_stmt* statement_ = nullptr;
  int code_ = SQLITE_OK;
  int bound_ = 0;
};

Result<> run(sqlite3* database, const char* sql, std::string_view doing) {
  const int code = sqlite3_exec(database, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return sqlite_error(code, doing);
  return done();
}

// SQLite3MC takes the bare key as "raw:" and hexadecimal digits.
crypto::SecretBytes raw_key(ByteView key) {
  constexpr std::string_view prefix = "raw:";
  constexpr std::string_view digits = "0123456789abcdef";
  crypto::SecretBytes text(prefix.size() + 2 * key.size());
  auto out = std::copy(prefix.begin(), prefix.end(), text.writable().begin());
  for (const std::uint8_t byte : key) {
    *out++ = static_cast<std::uint8_t>(digits[byte >> 4]);
    *out++ = static_cast<std::uint8_t>(digits[byte & 15]);
  }
  return text;
}

IndexRow row_of(const Statement& statement) {
  IndexRow row;
  row.sequence = static_cast<std::uint64_t>(statement.number(0));
  row.id = statement.text(1);
  row.sha256 = statement.digest(2);
  row.private_json = statement.text(3);
  row.document_json = statement.text(4);
  return row;
}

}  // namespace

struct Index::Database {
  std::unique_ptr<sqlite3, Closer> handle;
  sqlite3* get() const { return handle.get(); }
};

Index::Index(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;
Index::~Index() = default;

Result<Index> Index::open(const std::string& path, ByteView key) {
  auto database = std::make_unique<Database>();
  const std::string name = path.empty() ? ":memory:" : path;
  sqlite3* raw = nullptr;
  const int code =
      sqlite3_open_v2(name.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  database->handle.reset(raw);
  if (code != SQLITE_OK) return sqlite_error(code, "opening it");
  if (!path.empty()) {
    const crypto::SecretBytes text = raw_key(key);
    const int keyed = sqlite3_key(raw, text.view().data(), static_cast<int>(text.size()));
    if (keyed != SQLITE_OK) return sqlite_error(keyed, "unlocking it");
  }
  DP_TRY(run(raw, kSettings, "preparing it"));
  DP_TRY(run(raw, kSchema, "reading its schema"));
  return Index(std::move(database));
}

Result<IndexHead> Index::head() const {
  Statement statement(database_->get(), "SELECT version, size, root FROM head");
  if (!DP_TRY(statement.step("reading its head"))) return IndexHead{};
  if (statement.number(0) != kSchemaVersion) {
    return Error{Fault::Corrupt, "the index is of another version", "run depone rebuild"};
  }
  return IndexHead{static_cast<std::uint64_t>(statement.number(1)), statement.digest(2)};
}

Result<> Index::apply(std::span<const IndexEntry> entries, const IndexHead& head) {
  sqlite3* const database = database_->get();
  DP_TRY(run(database, "BEGIN IMMEDIATE", "starting a transaction"));
  const auto write = [&]() -> Result<> {
    Statement item(database, "INSERT INTO items VALUES(?, ?, ?, ?, ?)");
    Statement words(database, "INSERT INTO words(rowid, stems, pairs) VALUES(?, ?, ?)");
    for (const IndexEntry& entry : entries) {
      const auto sequence = static_cast<std::int64_t>(entry.row.sequence);
      item.bind(sequence);
      item.bind(entry.row.id);
      item.bind(entry.row.sha256);
      item.bind(entry.row.private_json);
      item.bind(entry.row.document_json);
      DP_TRY(item.step("adding an item"));
      item.reset();
      words.bind(sequence);
      words.bind(entry.stems);
      words.bind(entry.pairs);
      DP_TRY(words.step("adding the words of an item"));
      words.reset();
    }
    Statement moved(database, "INSERT OR REPLACE INTO head VALUES(1, ?, ?, ?)");
    moved.bind(std::int64_t{kSchemaVersion});
    moved.bind(static_cast<std::int64_t>(head.size));
    moved.bind(head.root);
    DP_TRY(moved.step("moving its head"));
    return done();
  };
  auto written = write();
  if (written.ok()) written = run(database, "COMMIT", "ending a transaction");
  if (!written.ok()) ignore(run(database, "ROLLBACK", "undoing"), "the first error says it all");
  return written;
}

Result<std::vector<std::optional<std::string>>> Index::find(std::span<const Digest> digests) const {
  Statement statement(database_->get(), "SELECT id FROM items WHERE sha256 = ?");
  std::vector<std::optional<std::string>> found(digests.size());
  for (std::size_t i = 0; i < digests.size(); ++i) {
    statement.bind(digests[i]);
    if (DP_TRY(statement.step("looking for an item"))) found[i] = statement.text(0);
    statement.reset();
  }
  return found;
}

Result<std::optional<IndexRow>> Index::row(const std::string& id) const {
  Statement statement(database_->get(),
                      "SELECT sequence, id, sha256, private, document FROM items WHERE id = ?");
  statement.bind(id);
  if (!DP_TRY(statement.step("reading an item"))) return std::optional<IndexRow>();
  return std::optional<IndexRow>(row_of(statement));
}

Result<std::vector<IndexRow>> Index::rows() const {
  Statement statement(
      database_->get(),
      "SELECT sequence, id, sha256, private, document FROM items ORDER BY sequence");
  std::vector<IndexRow> rows;
  while (DP_TRY(statement.step("reading the items"))) rows.push_back(row_of(statement));
  return rows;
}

Result<std::vector<Hit>> Index::search(const std::string& expression, std::size_t limit) const {
  Statement statement(database_->get(),
                      "SELECT items.id, words.rank FROM words JOIN items ON items.sequence = "
                      "words.rowid WHERE words MATCH ? ORDER BY words.rank, words.rowid LIMIT ?");
  statement.bind(expression);
  statement.bind(static_cast<std::int64_t>(std::min<std::size_t>(limit, 1u << 30)));
  std::vector<Hit> hits;
  while (DP_TRY(statement.step("searching")))
    hits.push_back({statement.text(0), statement.real(1)});
  return hits;
}

Result<> Index::verify() const {
  Statement statement(database_->get(), "PRAGMA integrity_check(1)");
  if (!DP_TRY(statement.step("reading all of it")) || statement.text(0) != "ok") {
    return Error{Fault::Corrupt, "the index contradicts itself",
                 "run depone rebuild: nothing is lost"};
  }
  return done();
}

Result<Digest> Index::digest() const {
  crypto::Sha256 hash;
  const auto feed = [&hash](const std::string& value) {
    Bytes length(4);
    for (std::size_t i = 0; i < 4; ++i) {
      length[i] = static_cast<std::uint8_t>(value.size() >> (8 * (3 - i)));
    }
    hash.update(length).update(bytes_of(value));
  };
  for (const char* sql :
       {"SELECT size, root FROM head",
        "SELECT sequence, id, sha256, private, document FROM items ORDER BY sequence",
        "SELECT term, doc, col, offset FROM temp.word_places ORDER BY term, doc, col, offset"}) {
    Statement statement(database_->get(), sql);
    while (DP_TRY(statement.step("reading all of it"))) {
      for (int column = 0; column < statement.columns(); ++column) feed(statement.text(column));
    }
  }
  return hash.finish();
}

}  // namespace depone::vault
