#include "overlap/message.h"

#include <algorithm>
#include <cstring>

#include "crypto/base64.h"
#include "crypto/derive.h"

namespace depone::overlap {
namespace {

constexpr std::string_view kContext = "depone-overlap/1 message\n";

Bytes entry_bytes(const std::vector<crypto::Element>& entries) {
  Bytes bytes;
  bytes.reserve(entries.size() * sizeof(crypto::Element));
  for (const crypto::Element& entry : entries)
    bytes.insert(bytes.end(), entry.begin(), entry.end());
  return bytes;
}

Error corrupt(std::string_view name, const std::string& why) {
  return {Fault::Corrupt, std::string(name) + " is no message of an overlap: " + why,
          "ask whoever sent it to send it again"};
}

Error tampered(std::string_view name, const std::string& why) {
  return {Fault::Tampered, std::string(name) + ": " + why,
          "do not go on; ask whoever sent it by a way you trust"};
}

}  // namespace

PartySecret secret_from_seed(std::string name, crypto::SecretBytes seed) {
  crypto::SigningKey signing =
      crypto::signing_key_from_seed(crypto::derive_key(seed.view(), "overlap/sign").view());
  crypto::BoxKey box =
      crypto::box_key_from_seed(crypto::derive_key(seed.view(), "overlap/box").view());
  return {std::move(name), std::move(seed), std::move(signing), std::move(box)};
}

Bytes write_message(const PartySecret& from, Message message) {
  const Bytes entries = entry_bytes(message.entries);
  message.header["from"] = from.name;
  message.header["entries"] = message.entries.size();
  message.header["digest"] = to_hex(crypto::view(crypto::sha256(entries)));
  const std::string header = canonical(message.header);
  const crypto::Signature signature =
      crypto::sign(from.signing, bytes_of(std::string(kContext) + header));
  const std::string front = header + "\n" + crypto::to_base64(ByteView(signature)) + "\n";
  Bytes bytes = copy_of(bytes_of(front));
  bytes.insert(bytes.end(), entries.begin(), entries.end());
  return bytes;
}

Result<Message> read_message(const Protocol& protocol, ByteView bytes, std::string_view name) {
  const std::string_view text = text_of(bytes);
  const std::size_t header_end = text.find('\n');
  if (header_end == std::string_view::npos) return corrupt(name, "it has no header");
  const std::size_t signature_end = text.find('\n', header_end + 1);
  if (signature_end == std::string_view::npos) return corrupt(name, "it has no signature");
  const std::string_view header = text.substr(0, header_end);
  Message message;
  message.header = DP_TRY(parse_json(header, name));
  const std::string from = DP_TRY(json_string(message.header, "from"));
  const std::string run = DP_TRY(json_string(message.header, "protocol"));
  const std::string digest = DP_TRY(json_string(message.header, "digest"));
  const std::int64_t count = DP_TRY(json_integer(message.header, "entries"));
  if (run != to_hex(crypto::view(protocol.id()))) {
    return Error{Fault::InvalidInput, std::string(name) + " belongs to another protocol",
                 "give the protocol file of its run"};
  }
  const std::size_t sender = protocol.index_of(from);
  if (sender == protocol.parties.size()) {
    return tampered(name, "\"" + from + "\" is not one of the parties");
  }
  const Bytes signature_bytes =
      DP_TRY(crypto::from_base64(text.substr(header_end + 1, signature_end - header_end - 1)));
  crypto::Signature signature{};
  if (signature_bytes.size() != signature.size())
    return corrupt(name, "its signature is cut short");
  std::copy(signature_bytes.begin(), signature_bytes.end(), signature.begin());
  if (!crypto::verify(protocol.parties[sender].signing_key,
                      bytes_of(std::string(kContext) + std::string(header)), signature)) {
    return tampered(name, "the signature is not that of " + from);
  }
  const ByteView entries = bytes.subspan(signature_end + 1);
  if (entries.size() % sizeof(crypto::Element) != 0 ||
      static_cast<std::uint64_t>(count) != entries.size() / sizeof(crypto::Element)) {
    return corrupt(name, "its entries are not as many as it says");
  }
  if (digest != to_hex(crypto::view(crypto::sha256(entries)))) {
    return tampered(name, "its entries are not those that were signed");
  }
  message.entries.resize(entries.size() / sizeof(crypto::Element));
  if (!message.entries.empty()) std::memcpy(message.entries.data(), entries.data(), entries.size());
  auto sorted = message.entries;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
    return tampered(name, "an entry is in it twice");
  }
  return message;
}

std::string digest_of(ByteView bytes) { return to_hex(crypto::view(crypto::sha256(bytes))); }

}  // namespace depone::overlap
