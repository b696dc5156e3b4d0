#include "text/latin.h"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>

namespace depone::text {
namespace {

using Rules = std::unique_ptr<icu::Transliterator>;

Rules make_rules(const char* id) {
  UErrorCode status = U_ZERO_ERROR;
  Rules rules(icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
  if (U_FAILURE(status)) return nullptr;
  return rules;
}

// One set a thread: ICU's Any-Latin keeps a cache inside and is slow to make.
std::string transliterated(const icu::Transliterator* rules, std::string_view text) {
  if (rules == nullptr) return std::string(text);
  icu::UnicodeString string = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  rules->transliterate(string);
  std::string out;
  string.toUTF8String(out);
  return out;
}

std::string utf8(const icu::UnicodeString& string) {
  std::string out;
  string.toUTF8String(out);
  return out;
}

}  // namespace

std::string any_latin(std::string_view text) {
  static thread_local const Rules rules = make_rules("Any-Latin; Latin-ASCII; Lower");
  std::string out = transliterated(rules.get(), text);
  std::erase_if(
      out, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ' '); });
  return out;
}

std::string simplified_han(std::string_view text) {
  static thread_local const Rules rules = make_rules("Traditional-Simplified");
  return transliterated(rules.get(), text);
}

std::vector<LocalName> country_names(std::span<const std::string> locales) {
  std::vector<LocalName> names;
  for (const std::string& language : locales) {
    const icu::Locale shown(language.c_str());
    for (const char* const* code = icu::Locale::getISOCountries(); *code != nullptr; ++code) {
      icu::UnicodeString name;
      icu::Locale("", *code).getDisplayCountry(shown, name);
      std::string text = utf8(name);
      if (!text.empty() && text != *code) names.push_back({*code, std::move(text)});
    }
  }
  return names;
}

std::vector<LocalName> month_names(std::span<const std::string> locales) {
  std::vector<LocalName> names;
  for (const std::string& language : locales) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::DateFormatSymbols symbols(icu::Locale(language.c_str()), status);
    if (U_FAILURE(status)) continue;
    for (const auto context :
         {icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::STANDALONE}) {
      std::int32_t count = 0;
      const icu::UnicodeString* months =
          symbols.getMonths(count, context, icu::DateFormatSymbols::WIDE);
      for (std::int32_t i = 0; i < count && i < 12; ++i) {
        names.push_back({std::to_string(i + 1), utf8(months[i])});
      }
    }
  }
  return names;
}

}  // namespace depone::text
