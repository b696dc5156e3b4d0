#include "vault/record_file.h"

#include <algorithm>
#include <cassert>
#include <string>

#include "crypto/hash.h"
#include "vault/layout.h"

namespace depone::vault {
namespace {

constexpr std::size_t kLengthBytes = 4;
constexpr std::size_t kCheckBytes = 8;

}  // namespace

Result<RecordScan> scan_records(ByteView file, std::string_view magic, std::string_view name,
                                ScanMode mode) {
  assert(magic.size() == kMagicBytes);
  if (file.size() < kMagicBytes || text_of(file.first(kMagicBytes)) != magic) {
    return Error{Fault::Corrupt, std::string(name) + " does not begin as such a file does",
                 "restore it from a copy of the vault"};
  }
  RecordScan scan;
  scan.sound_bytes = kMagicBytes;
  bool sound_so_far = true;
  for (std::size_t at = kMagicBytes; file.size() - at >= kFrameBytes;) {
    const std::uint32_t length = get_u32(file.subspan(at));
    if (length > kLargestRecord || length > file.size() - at - kFrameBytes) break;
    const ByteView framed = file.subspan(at, kLengthBytes + length);
    const crypto::Digest digest = crypto::sha256(framed);
    const ByteView check = file.subspan(at + framed.size(), kCheckBytes);
    const bool sound = std::equal(check.begin(), check.end(), digest.begin());
    sound_so_far = sound_so_far && sound;
    if (!sound_so_far && mode == ScanMode::UpToDamage) break;
    scan.slots.push_back({at + kLengthBytes, length, sound});
    at += length + kFrameBytes;
    if (sound_so_far) scan.sound_bytes = at;
  }
  return scan;
}

void put_record(Bytes& out, ByteView payload) {
  assert(payload.size() <= kLargestRecord);
  const std::size_t begin = out.size();
  put_u32(out, static_cast<std::uint32_t>(payload.size()));
  put(out, payload);
  const crypto::Digest digest = crypto::sha256(ByteView(out).subspan(begin));
  put(out, crypto::view(digest).first(kCheckBytes));
}

}  // namespace depone::vault
