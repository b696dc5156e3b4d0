// Memory for keys and passphrases: locked against swap, wiped when released, never copied.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/bytes.h"

namespace depone::crypto {

// Movable, not copyable, not comparable with == (tests/must_not_compile); libsodium guarded memory.
class SecretBytes {
 public:
  explicit SecretBytes(std::size_t size);  // zero-filled
  static SecretBytes copy_of(ByteView bytes);
  static SecretBytes random(std::size_t size);

  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  std::size_t size() const { return size_; }
  ByteView view() const { return {data_, size_}; }
  std::span<std::uint8_t> writable() { return {data_, size_}; }

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

// Random bytes that need no secrecy, such as ids and salts.
void fill_random(std::span<std::uint8_t> out);

// Compares in time that depends on the sizes only.
bool equal_secret(ByteView a, ByteView b);

}  // namespace depone::crypto
