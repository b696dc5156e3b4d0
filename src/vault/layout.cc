#include "vault/layout.h"

#include <fmt/format.h>

#include <algorithm>

namespace depone::vault {

std::string keys_file(std::uint64_t epoch) { return fmt::format("{}{:08}", kKeysPrefix, epoch); }

std::string events_file(std::string_view device) {
  return fmt::format("{}/{}/events", kLogFolder, device);
}

std::string to_text(const ItemId& id) { return to_hex(id); }

Result<ItemId> item_id_of(std::string_view text) {
  ItemId id{};
  const auto bytes = from_hex(text);
  if (!bytes.ok() || bytes.value().size() != id.size()) {
    return Error{Fault::InvalidInput, "an item id has 32 hexadecimal digits"};
  }
  std::copy(bytes.value().begin(), bytes.value().end(), id.begin());
  return id;
}

void put_u32(Bytes& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<std::uint8_t>(number >> shift));
  }
}

void put_u64(Bytes& out, std::uint64_t number) {
  put_u32(out, static_cast<std::uint32_t>(number >> 32));
  put_u32(out, static_cast<std::uint32_t>(number));
}

std::uint32_t get_u32(ByteView bytes) {
  std::uint32_t number = 0;
  for (const std::uint8_t byte : bytes.first(4)) number = number << 8 | byte;
  return number;
}

std::uint64_t get_u64(ByteView bytes) {
  return std::uint64_t{get_u32(bytes)} << 32 | get_u32(bytes.subspan(4));
}

Bytes seal_context(std::string_view purpose, std::string_view origin, std::uint64_t number) {
  Bytes context = copy_of(bytes_of(purpose));
  context.push_back(0);
  put(context, bytes_of(origin));
  context.push_back(0);
  put_u64(context, number);
  return context;
}

Bytes seal_context(std::string_view purpose, const ItemId& item) {
  Bytes context = copy_of(bytes_of(purpose));
  context.push_back(0);
  put(context, item);
  return context;
}

}  // namespace depone::vault
