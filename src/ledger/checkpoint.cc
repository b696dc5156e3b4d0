#include "ledger/checkpoint.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <vector>

#include "crypto/base64.h"
#include "ledger/signed_note.h"

namespace depone::ledger {
namespace {

Error not_a_checkpoint(std::string_view why) {
  return {Fault::Corrupt, fmt::format("not a checkpoint: {}", why)};
}

Result<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  const bool whole = error == std::errc{} && end == text.data() + text.size();
  if (!whole || (text.size() > 1 && text.front() == '0')) {
    return not_a_checkpoint("its second line is not a tree size");
  }
  return size;
}

}  // namespace

std::string checkpoint_text(const Checkpoint& checkpoint) {
  return fmt::format("{}\n{}\n{}\n", checkpoint.origin, checkpoint.size,
                     crypto::to_base64(crypto::view(checkpoint.root)));
}

Result<Checkpoint> parse_checkpoint_text(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return not_a_checkpoint("its last line does not end");
    if (end == 0) return not_a_checkpoint("it holds an empty line");
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  if (lines.size() < 3) return not_a_checkpoint("it has fewer than three lines");
  if (!is_key_name(lines[0])) return not_a_checkpoint("its first line does not name a log");
  Checkpoint checkpoint;
  checkpoint.origin = std::string(lines[0]);
  checkpoint.size = DP_TRY(parse_size(lines[1]));
  const Result<Bytes> root = crypto::from_base64(lines[2]);
  if (!root.ok() || root.value().size() != checkpoint.root.size()) {
    return not_a_checkpoint("its third line is not a root hash");
  }
  std::copy(root.value().begin(), root.value().end(), checkpoint.root.begin());
  return checkpoint;
}

std::string sign_checkpoint(const Checkpoint& checkpoint, const crypto::SigningKey& key) {
  return sign_note(checkpoint_text(checkpoint), checkpoint.origin, key);
}

Result<Checkpoint> open_checkpoint(std::string_view note, const crypto::PublicKey& key) {
  const SignedNote parsed = DP_TRY(parse_note(note));
  Checkpoint checkpoint = DP_TRY(parse_checkpoint_text(parsed.text));
  const std::string text = DP_TRY(open_note(note, {checkpoint.origin, key}));
  assert(text == parsed.text);
  return checkpoint;
}

std::string verifier_key(std::string_view name, const crypto::PublicKey& key) {
  Bytes typed{0x01};
  typed.insert(typed.end(), key.begin(), key.end());
  return fmt::format("{}+{:08x}+{}", name, key_id(name, key), crypto::to_base64(typed));
}

}  // namespace depone::ledger
