// What goes into a vault and what comes out, as plain values.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "crypto/hash.h"
#include "model/document.h"

namespace depone::vault {

using crypto::Digest;

// An item to be kept: the bytes as acquired and what was read from them.
struct NewItem {
  Bytes bytes;
  Document document;
  Source source;
  Json acquisition;       // how it was come by: path, modification time, tool; kept sealed
  std::string extractor;  // what read it: "depone-extract 0.1.0"; public, so never a name
};

struct Added {
  std::string id;
  bool duplicate = false;  // the same bytes were there already, as item `id`
};

// An item without its content.
struct ItemInfo {
  std::string id;              // 32 hexadecimal digits, random: says nothing about the content
  std::uint64_t sequence = 0;  // index of its event in the ledger
  Instant added;
  std::uint64_t passage_count = 0;

  // Withdrawn: its key was destroyed. The members below are then empty for ever.
  bool destroyed = false;
  // What is below could not be read; Vault::check() says why.
  bool damaged = false;
  Digest sha256{};  // of the original bytes
  std::uint64_t size_bytes = 0;
  Source source;
  Json acquisition;
  Document document;  // without text and passages
};

// A decision or setting that people recorded, newest last.
struct Record {
  std::uint64_t sequence = 0;
  Instant time;
  Json payload;
};

// Everything that proves passages of one item against the ledger without showing the rest of it.
struct RevealedPassage {
  std::uint64_t index = 0;  // in Document::passages
  TextSpan span;
  std::string text;
  crypto::Salt salt{};
  std::vector<Digest> path;  // inclusion proof in the item's passage tree
};
struct Revelation {
  std::string item;
  std::uint64_t ledger_index = 0;
  std::string leaf;  // the ledger leaf: canonical JSON, hashed as it stands
  Digest passage_root{};
  std::uint64_t passage_count = 0;
  std::vector<RevealedPassage> passages;
};

// Opens the digest commitment of an item: commit(salt, sha256).
struct DigestOpening {
  crypto::Salt salt{};
  Digest sha256{};
};

struct Hit {
  std::string id;
  double rank = 0;  // bm25, smaller is better
};

// One damaged thing. `item` is the item's id, or empty when the damage is not an item's.
struct Damage {
  Fault fault = Fault::Corrupt;
  std::string item;
  std::string what;
};

struct CheckReport {
  std::uint64_t items = 0;      // looked at, destroyed ones not counted
  std::uint64_t events = 0;     // in the ledger
  std::uint64_t leftovers = 0;  // files of interrupted work: harmless, never read
  std::vector<Damage> damages;
  bool sound() const { return damages.empty(); }
};

}  // namespace depone::vault
