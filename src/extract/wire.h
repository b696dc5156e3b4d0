// What Worker and depone-extract say to each other over their socket.
//
// One request, one reply, in turns. A message is a fixed header in the machine's byte order (both
// ends are one build on one machine) and its bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

#include "base/bytes.h"
#include "base/result.h"
#include "extract/extract.h"
#include "model/document.h"

namespace depone::extract {

inline constexpr std::uint32_t kRequestMagic = 0x44505831;  // "DPX1"
inline constexpr std::uint32_t kReplyMagic = 0x44505832;

struct RequestHeader {
  std::uint32_t magic = kRequestMagic;
  std::uint32_t name_bytes = 0;
  std::uint64_t file_bytes = 0;
  std::uint64_t limit_file_bytes = 0;
  std::uint64_t limit_text_bytes = 0;
  std::uint64_t limit_memory_bytes = 0;
  std::uint64_t limit_reply_bytes = 0;
  std::int64_t limit_milliseconds = 0;
  std::int32_t limit_pages = 0;
  std::int32_t limit_html_depth = 0;
};
static_assert(std::is_trivially_copyable_v<RequestHeader>);

// How the child ended, as the server saw it. Only Answered carries an answer.
enum class Ending : std::uint32_t { Answered, Crashed, Forbidden, TooSlow, TooLong, NoMemory };

struct ReplyHeader {
  std::uint32_t magic = kReplyMagic;
  Ending ending = Ending::Crashed;
  std::uint64_t answer_bytes = 0;
};
static_assert(std::is_trivially_copyable_v<ReplyHeader>);

// A child that runs out of memory says so by this exit status.
inline constexpr int kExitNoMemory = 71;
inline constexpr int kExitAnswered = 0;

// The answer of a child: the document or the error as JSON, its length before it, the text behind.
std::string encode_answer(const Result<Document>& document);

// Takes nothing on trust: JSON form, known format, lengths, UTF-8 in NFC, passages in order, apart
// and inside the text, boxes of finite numbers. Corrupt when anything is off; the child's own
// error when it sent one.
Result<Document> decode_answer(std::string_view answer, const ExtractLimits& limits);

// Whole reads and writes on a descriptor, interrupted calls taken up again. False at the end of
// the stream or on an error.
bool read_whole(int fd, void* into, std::size_t size);
bool write_whole(int fd, const void* from, std::size_t size);

}  // namespace depone::extract
