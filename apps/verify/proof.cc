#include "apps/verify/proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "crypto/base64.h"

namespace depone::verify {
namespace {

Digest hash_pair(const Digest& left, const Digest& right) {
  Bytes both{0x01};
  both.insert(both.end(), left.begin(), left.end());
  both.insert(both.end(), right.begin(), right.end());
  return crypto::sha256(both);
}

Bytes key_identifier(const Key& key) {
  Bytes input = copy_of(bytes_of(key.name));
  input.push_back('\n');
  input.push_back(0x01);
  input.insert(input.end(), key.bytes.begin(), key.bytes.end());
  const Digest digest = crypto::sha256(input);
  return Bytes(digest.begin(), digest.begin() + 4);
}

bool is_plain_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](char c) { return c > ' ' && c < 0x7F && c != '+'; });
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

Digest hash_leaf(ByteView data) {
  Bytes input{0x00};
  input.insert(input.end(), data.begin(), data.end());
  return crypto::sha256(input);
}

// Walks down as the standard defines the tree: n leaves split at k, the largest power of two below
// n. `siblings` run from the leaf upwards, so the last one belongs to the topmost split.
std::optional<Digest> root_from_path(const Digest& leaf, std::uint64_t index, std::uint64_t size,
                                     const std::vector<Digest>& siblings) {
  if (index >= size) return std::nullopt;
  std::vector<bool> leaf_is_left;  // topmost split first
  while (size > 1) {
    std::uint64_t k = 1;
    while (k < size - k) k *= 2;
    leaf_is_left.push_back(index < k);
    if (index < k) {
      size = k;
    } else {
      index -= k;
      size -= k;
    }
  }
  if (leaf_is_left.size() != siblings.size()) return std::nullopt;
  Digest hash = leaf;
  for (std::size_t i = 0; i < siblings.size(); ++i) {
    const bool left = leaf_is_left[siblings.size() - 1 - i];
    hash = left ? hash_pair(hash, siblings[i]) : hash_pair(siblings[i], hash);
  }
  return hash;
}

std::optional<Key> read_key(std::string_view text) {
  const std::size_t first = text.find('+');
  const std::size_t second = first == text.npos ? text.npos : text.find('+', first + 1);
  if (second == text.npos || !is_plain_name(text.substr(0, first))) return std::nullopt;
  const auto decoded = crypto::from_base64(text.substr(second + 1));
  if (!decoded.ok() || decoded.value().size() != 33 || decoded.value()[0] != 0x01) {
    return std::nullopt;
  }
  Key key{std::string(text.substr(0, first)), {}};
  std::copy(decoded.value().begin() + 1, decoded.value().end(), key.bytes.begin());
  if (text.substr(first + 1, second - first - 1) != to_hex(key_identifier(key)))
    return std::nullopt;
  return key;
}

std::optional<OpenedNote> open_note(std::string_view note, const Key& key) {
  const std::size_t gap = note.rfind("\n\n");
  if (gap == note.npos || note.size() > (1u << 20) || note.back() != '\n') return std::nullopt;
  OpenedNote opened{std::string(note.substr(0, gap + 1)), 0};
  const Bytes identifier = key_identifier(key);
  const std::string ours = fmt::format("\xE2\x80\x94 {} ", key.name);
  bool valid = false;
  for (const std::string_view line : lines_of(note.substr(gap + 2))) {
    if (!line.starts_with("\xE2\x80\x94 ")) return std::nullopt;
    const auto decoded = crypto::from_base64(line.substr(std::min(ours.size(), line.size())));
    const bool from_key = line.starts_with(ours) && decoded.ok() && decoded.value().size() == 68 &&
                          std::equal(identifier.begin(), identifier.end(), decoded.value().begin());
    if (!from_key) {
      ++opened.others;
      continue;
    }
    crypto::Signature signature{};
    std::copy(decoded.value().begin() + 4, decoded.value().end(), signature.begin());
    if (!crypto::verify(key.bytes, bytes_of(opened.text), signature)) return std::nullopt;
    valid = true;
  }
  return valid ? std::optional(std::move(opened)) : std::nullopt;
}

std::optional<Head> read_head(std::string_view text) {
  const std::vector<std::string_view> lines = lines_of(text);
  if (lines.size() < 3 || !is_plain_name(lines[0])) return std::nullopt;
  Head head{std::string(lines[0]), 0, {}};
  const char* end = lines[1].data() + lines[1].size();
  const auto read = std::from_chars(lines[1].data(), end, head.size);
  if (read.ec != std::errc{} || read.ptr != end || fmt::format("{}", head.size) != lines[1]) {
    return std::nullopt;
  }
  const auto root = crypto::from_base64(lines[2]);
  if (!root.ok() || root.value().size() != head.root.size()) return std::nullopt;
  std::copy(root.value().begin(), root.value().end(), head.root.begin());
  return head;
}

}  // namespace depone::verify
