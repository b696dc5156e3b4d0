#include "text/decode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/base/result_matchers.h"
#include "tests/text/arbitrary_text.h"
#include "text/legacy_codec.h"
#include "text/unicode.h"

namespace depone::text {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view kKorean =
    "노동자들은 하루 18시간 이상 일했고 쉬는 날은 일 년에 이틀뿐이었다고 그는 말했다.";
constexpr std::string_view kRussian =
    "Рабочие трудились более 18 часов в сутки и отдыхали лишь два дня в году, сказал он.";

struct Sample {
  std::string_view text;
  const char* icu_name;
  const char* shown;
};

void expect_reads(const Sample& sample) {
  const std::optional<std::string> bytes = from_utf8(sample.text, sample.icu_name);
  ASSERT_TRUE(bytes.has_value()) << sample.text;
  const Result<Decoded> decoded = decode(bytes_of(*bytes));
  ASSERT_TRUE(decoded.ok()) << sample.icu_name;
  EXPECT_EQ(decoded.value().text, sample.text) << sample.icu_name;
  EXPECT_EQ(decoded.value().encoding, sample.shown);
  EXPECT_THAT(decoded.value().warnings, IsEmpty());
}

TEST(Decode, RecognisesEachEncodingByItself) {
  for (const Sample& sample : {
           Sample{kKorean, "UTF-8", "UTF-8"},
           Sample{kRussian, "UTF-8", "UTF-8"},
           Sample{kKorean, "UTF-16LE", "UTF-16LE"},
           Sample{kKorean, "UTF-16BE", "UTF-16BE"},
           Sample{kRussian, "UTF-16LE", "UTF-16LE"},
           Sample{kRussian, "UTF-16BE", "UTF-16BE"},
           Sample{"Plain English words.", "UTF-16LE", "UTF-16LE"},
           Sample{"Plain English words.", "UTF-16BE", "UTF-16BE"},
           Sample{kKorean, "windows-949", "EUC-KR"},
           Sample{"똠방각하와 펲시콜라, 그리고 햏자들이 여기에 살고 있었다고 한다.", "windows-949",
                  "CP949"},
           Sample{kRussian, "windows-1251", "windows-1251"},
           Sample{kRussian, "KOI8-R", "KOI8-R"},
           Sample{"“They said caf\u00E9,” he wrote – twice.", "windows-1252", "windows-1252"},
       }) {
    expect_reads(sample);
  }
}

TEST(Decode, RecognisesShortTexts) {
  for (const std::string_view text : {"북한 노동자", "러시아에서 일했다", "월급은 없다", "평양"}) {
    expect_reads({text, "windows-949", "EUC-KR"});
  }
  for (const std::string_view text :
       {"Привет, мир", "Они работали там", "Москва", "РАБОЧИЕ ИЗ КНДР", "Паспорта забрали"}) {
    expect_reads({text, "windows-1251", "windows-1251"});
    expect_reads({text, "KOI8-R", "KOI8-R"});
  }
}

TEST(Decode, RecognisesForeignWordsAmongRussianAndKorean) {
  expect_reads({"Компания BBC сообщила: Kim Jong Un и 50 000 рабочих – «стройка».", "windows-1251",
                "windows-1251"});
  expect_reads({"BBC News 보도에 따르면 North Korea 노동자 15,000명이 visa를 받았다.",
                "windows-949", "EUC-KR"});
}

TEST(Decode, ReadsMarksAndDropsThem) {
  EXPECT_EQ(decode(bytes_of("\xEF\xBB\xBF"
                            "abc"))
                .value()
                .text,
            "abc");
  const std::string little = "\xFF\xFE" + *from_utf8("Да", "UTF-16LE");
  EXPECT_EQ(decode(bytes_of(little)).value().text, "Да");
  const std::string big = "\xFE\xFF" + *from_utf8("한글", "UTF-16BE");
  EXPECT_EQ(decode(bytes_of(big)).value().text, "한글");
}

TEST(Decode, DropsADeclarationThatTheBytesContradict) {
  EXPECT_EQ(decode(bytes_of(kRussian), "windows-1251").value().text, kRussian);
  const std::string koi = *from_utf8(kRussian, "KOI8-R");
  EXPECT_EQ(decode(bytes_of(koi), "windows-1251").value().text, kRussian);
  EXPECT_EQ(decode(bytes_of(koi), "iso-8859-1").value().text, kRussian);
  EXPECT_EQ(decode(bytes_of(koi), "no-such-name").value().text, kRussian);
  const std::string shift_jis = *from_utf8("朝鮮の労働者は毎日働いた。", "Shift_JIS");
  EXPECT_EQ(decode(bytes_of(shift_jis), "Shift_JIS").value().text, "朝鮮の労働者は毎日働いた。");
}

TEST(Decode, ReplacesIllFormedUtf8AndSaysSo) {
  const Decoded decoded = decode(bytes_of("북한 \xFF 노동자 \xE2\x80 말했다")).value();
  EXPECT_EQ(decoded.text, "북한 \uFFFD 노동자 \uFFFD 말했다");
  EXPECT_EQ(decoded.encoding, "UTF-8");
  ASSERT_THAT(decoded.warnings, SizeIs(1));
  EXPECT_EQ(decoded.warnings[0], "2 characters were not valid UTF-8 and are shown as U+FFFD");
  EXPECT_EQ(decode(bytes_of("hello \xFF\xFE world")).value().text, "hello \uFFFD\uFFFD world");
}

TEST(Decode, RefusesBinary) {
  std::string noise;
  for (int i = 0; i < 2000; ++i) noise += static_cast<char>((i * 7919 + i * i * 31) >> 3);
  EXPECT_THAT(decode(bytes_of(noise)), HasFault(Fault::InvalidInput));
  EXPECT_THAT(decode(bytes_of(std::string("\x7F"
                                          "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03",
                                          17))),
              HasFault(Fault::InvalidInput));
}

TEST(Decode, MakesOneKindOfLineEndAndDropsControls) {
  const Decoded decoded = decode(bytes_of("one\r\ntwo\rthree\u2028four\x01 five")).value();
  EXPECT_EQ(decoded.text, "one\ntwo\nthree\nfour five");
  EXPECT_THAT(decoded.warnings, SizeIs(1));
}

RC_GTEST_PROP(Decode, GivesWellFormedTextForAnyBytes, ()) {
  const auto bytes = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  const Result<Decoded> decoded = decode(bytes_of(bytes));
  if (!decoded.ok()) return;
  RC_ASSERT(is_utf8(decoded.value().text));
  RC_ASSERT(nfc(decoded.value().text) == decoded.value().text);
  RC_ASSERT(decoded.value().text.find('\0') == std::string::npos);
  RC_ASSERT(decoded.value().text.find('\r') == std::string::npos);
}

}  // namespace
}  // namespace depone::text
