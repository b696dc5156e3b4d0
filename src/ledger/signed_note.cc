#include "ledger/signed_note.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

#include "crypto/base64.h"
#include "crypto/hash.h"

namespace depone::ledger {
namespace {

constexpr std::uint8_t kEd25519 = 0x01;
constexpr std::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a space

Bytes typed_key(const crypto::PublicKey& key) {
  Bytes bytes{kEd25519};
  bytes.insert(bytes.end(), key.begin(), key.end());
  return bytes;
}

Error not_a_note(std::string_view why) {
  return {Fault::Corrupt, fmt::format("not a signed note: {}", why)};
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20; }

Result<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(kDash)) return not_a_note("a signature line does not begin with a dash");
  line.remove_prefix(kDash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || space == 0) {
    return not_a_note("a signature line lacks its name or signature");
  }
  NoteSignature signature;
  signature.name = std::string(line.substr(0, space));
  if (signature.name.find('+') != std::string::npos) {
    return not_a_note("a key name holds a plus sign");
  }
  const Result<Bytes> decoded = crypto::from_base64(line.substr(space + 1));
  if (!decoded.ok() || decoded.value().size() < 5) {
    return not_a_note("a signature is not base64 of a key ID and a signature");
  }
  const Bytes& bytes = decoded.value();
  for (std::size_t i = 0; i < 4; ++i) signature.key_id = signature.key_id << 8 | bytes[i];
  signature.signature.assign(bytes.begin() + 4, bytes.end());
  return signature;
}

}  // namespace

std::uint32_t key_id(std::string_view name, const crypto::PublicKey& key) {
  const crypto::Digest digest = crypto::Sha256()
                                    .update(bytes_of(name))
                                    .update(bytes_of("\n"))
                                    .update(typed_key(key))
                                    .finish();
  std::uint32_t id = 0;
  for (std::size_t i = 0; i < 4; ++i) id = id << 8 | digest[i];
  return id;
}

bool is_key_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](char c) { return c > ' ' && c < 0x7F && c != '+'; });
}

Result<SignedNote> parse_note(std::string_view note) {
  if (note.size() > kMaxNoteBytes) return not_a_note("it is longer than 256 KiB");
  if (std::any_of(note.begin(), note.end(), [](char c) { return is_control(c) && c != '\n'; })) {
    return not_a_note("it holds control characters");
  }
  const std::size_t gap = note.rfind("\n\n");
  if (gap == std::string_view::npos || gap == 0) {
    return not_a_note("no empty line parts a text from its signatures");
  }
  SignedNote parsed;
  parsed.text = std::string(note.substr(0, gap + 1));
  std::string_view rest = note.substr(gap + 2);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return not_a_note("the last line does not end");
    if (parsed.signatures.size() == kMaxNoteSignatures) {
      return not_a_note("it has more than 64 signatures");
    }
    parsed.signatures.push_back(DP_TRY(parse_signature(rest.substr(0, end))));
    rest.remove_prefix(end + 1);
  }
  if (parsed.signatures.empty()) return not_a_note("it has no signature");
  return parsed;
}

std::string sign_note(std::string_view text, std::string_view name, const crypto::SigningKey& key) {
  assert(text.size() > 1 && text.back() == '\n' && is_key_name(name));
  assert(std::none_of(text.begin(), text.end(), [](char c) { return is_control(c) && c != '\n'; }));
  const crypto::Signature signature = crypto::sign(key, bytes_of(text));
  const std::uint32_t id = key_id(name, key.public_key);
  Bytes bytes;
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<std::uint8_t>(id >> shift));
  bytes.insert(bytes.end(), signature.begin(), signature.end());
  return fmt::format("{}\n{}{} {}\n", text, kDash, name, crypto::to_base64(bytes));
}

Result<std::string> open_note(std::string_view note, const VerifierKey& key) {
  SignedNote parsed = DP_TRY(parse_note(note));
  const std::uint32_t id = key_id(key.name, key.public_key);
  bool signed_by_key = false;
  for (const NoteSignature& line : parsed.signatures) {
    if (line.name != key.name || line.key_id != id) continue;
    crypto::Signature signature{};
    const bool right_size = line.signature.size() == signature.size();
    if (right_size) std::copy(line.signature.begin(), line.signature.end(), signature.begin());
    if (!right_size || !crypto::verify(key.public_key, bytes_of(parsed.text), signature)) {
      return Error{Fault::Tampered,
                   fmt::format("the signature of {} does not fit the text above it", key.name)};
    }
    signed_by_key = true;
  }
  if (!signed_by_key) {
    return Error{Fault::Tampered,
                 fmt::format("no line is signed by the key {}+{:08x}", key.name, id)};
  }
  return std::move(parsed.text);
}

Result<VerifierKey> parse_verifier_key(std::string_view text) {
  const Error wrong{Fault::InvalidInput, "not an Ed25519 verifier key",
                    "expected <name>+<8 hex digits>+<base64>"};
  const std::size_t first = text.find('+');
  if (first == std::string_view::npos) return wrong;
  const std::size_t second = text.find('+', first + 1);
  if (second == std::string_view::npos || !is_key_name(text.substr(0, first))) return wrong;
  const Result<Bytes> decoded = crypto::from_base64(text.substr(second + 1));
  VerifierKey key;
  key.name = std::string(text.substr(0, first));
  if (!decoded.ok() || decoded.value().size() != key.public_key.size() + 1 ||
      decoded.value()[0] != kEd25519) {
    return wrong;
  }
  std::copy(decoded.value().begin() + 1, decoded.value().end(), key.public_key.begin());
  if (text.substr(first + 1, second - first - 1) !=
      fmt::format("{:08x}", key_id(key.name, key.public_key))) {
    return Error{Fault::InvalidInput, "the verifier key's ID does not fit its name and key",
                 "copy the key again, whole and on one line"};
  }
  return key;
}

}  // namespace depone::ledger
