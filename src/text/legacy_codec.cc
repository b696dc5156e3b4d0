#include "text/legacy_codec.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucnv_err.h>

#include <array>
#include <memory>

#include "text/utf8_scan.h"

namespace depone::text {
namespace {

struct ConverterDeleter {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, ConverterDeleter>;

Converter open(const char* name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name, &status));
  if (U_FAILURE(status) != 0) converter.reset();
  return converter;
}

// Counts what ICU is about to substitute.
void count_and_substitute(const void* context, UConverterToUnicodeArgs* arguments,
                          const char* units, std::int32_t length, UConverterCallbackReason reason,
                          UErrorCode* status) {
  if (reason <= UCNV_IRREGULAR) {
    ++*static_cast<std::uint64_t*>(const_cast<void*>(context));
  }
  UCNV_TO_U_CALLBACK_SUBSTITUTE(nullptr, arguments, units, length, reason, status);
}

}  // namespace

std::optional<Converted> to_utf8(ByteView bytes, const char* name) {
  const Converter converter = open(name);
  if (!converter) return std::nullopt;
  Converted result;
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter.get(), count_and_substitute, &result.replacements, nullptr, nullptr,
                      &status);
  result.text.reserve(bytes.size() + bytes.size() / 2);
  const char* source = reinterpret_cast<const char*>(bytes.data());
  const char* const source_end = source + bytes.size();
  std::array<UChar, 4096> units;
  UChar lead = 0;
  do {
    status = U_ZERO_ERROR;
    UChar* target = units.data();
    ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &source, source_end,
                   nullptr, 1, &status);
    for (const UChar* unit = units.data(); unit < target; ++unit) {
      if (U16_IS_LEAD(*unit)) {
        lead = *unit;
      } else if (U16_IS_TRAIL(*unit)) {
        append_utf8(result.text, U16_GET_SUPPLEMENTARY(lead, *unit));
      } else {
        append_utf8(result.text, *unit);
      }
    }
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  if (U_FAILURE(status) != 0) return std::nullopt;
  return result;
}

std::optional<std::string> from_utf8(std::string_view text, const char* name) {
  const Converter converter = open(name);
  const Converter utf8 = open("UTF-8");
  if (!converter || !utf8) return std::nullopt;
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &status);
  std::string out(text.size() * 4 + 16, '\0');
  const char* source = text.data();
  char* target = out.data();
  ucnv_convertEx(converter.get(), utf8.get(), &target, out.data() + out.size(), &source,
                 text.data() + text.size(), nullptr, nullptr, nullptr, nullptr, 1, 1, &status);
  if (U_FAILURE(status) != 0) return std::nullopt;
  out.resize(static_cast<std::size_t>(target - out.data()));
  return out;
}

}  // namespace depone::text
