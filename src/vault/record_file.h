// The frame of the append-only files: records that tell a torn end from damage in the middle.
//
//   file   = magic (8 bytes) record*
//   record = length (u32) payload (length bytes) check (first 8 bytes of SHA-256(length payload))
//
// The check tells of accidents only; payloads are sealed and so protect themselves.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace depone::vault {

inline constexpr std::size_t kMagicBytes = 8;
inline constexpr std::size_t kFrameBytes = 12;  // length and check around a payload
inline constexpr std::uint32_t kLargestRecord = 256u << 20;

struct RecordSlot {
  std::uint64_t offset = 0;  // of the payload in the file
  std::uint32_t length = 0;
  bool sound = false;  // the check fits
};

struct RecordScan {
  std::vector<RecordSlot> slots;
  // The file holds nothing but sound records up to here; less than its size when it ends in a
  // torn record or holds a damaged one.
  std::uint64_t sound_bytes = 0;
};

// The first `damaged` record ends the scan, or, PastDamage, is kept as an unsound slot while its
// length still leads to a place in the file.
enum class ScanMode { UpToDamage, PastDamage };

// Corrupt when the file does not begin with `magic`; `name` is what it is called in the message.
Result<RecordScan> scan_records(ByteView file, std::string_view magic, std::string_view name,
                                ScanMode mode);

// The payload framed.
void put_record(Bytes& out, ByteView payload);

}  // namespace depone::vault
