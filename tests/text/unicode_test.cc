#include "text/unicode.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "model/document.h"
#include "tests/text/arbitrary_text.h"

namespace depone::text {
namespace {

// What fold() says in its header, by ICU alone.
std::string fold_by_icu(const std::string& text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFKCCasefoldInstance(status);
  std::string out;
  icu::StringByteSink<std::string> sink(&out);
  form->normalizeUTF8(0, text, sink, nullptr, status);
  // Without the dots, unless another mark follows.
  const icu::UnicodeString folded = icu::UnicodeString::fromUTF8(out);
  icu::UnicodeString plain;
  for (std::int32_t at = 0; at < folded.length(); at = folded.moveIndex32(at, 1)) {
    const UChar32 letter = folded.char32At(at);
    const std::int32_t next = folded.moveIndex32(at, 1);
    const bool marked = next < folded.length() && u_getCombiningClass(folded.char32At(next)) != 0;
    plain.append(letter == 0x451 && !marked ? UChar32{0x435} : letter);
  }
  return plain.toUTF8String(out = {});
}

TEST(Fold, KeepsAYoThatBearsAnotherMark) {
  for (const char* text : {"\u0451\u0300", "\u0451\u0308\u0308", "\u0435\u0323\u0308"}) {
    EXPECT_EQ(fold(fold(text)), fold(text)) << text;
  }
}

TEST(Fold, LowersLettersOfEveryScriptAndFoldsYo) {
  EXPECT_EQ(fold("Seventeen HOURS"), "seventeen hours");
  EXPECT_EQ(fold("ЩЁЛКОВО Їжак ЏЕП"), "щелково їжак џеп");
  EXPECT_EQ(fold("북한 노동자"), "북한 노동자");
  EXPECT_EQ(fold("ﬁne １２ Straße"), "fine 12 strasse");
  EXPECT_EQ(fold("co\u00ADop\u200B"), "coop");
}

TEST(Nfc, ComposesAndReplacesWhatIsIllFormed) {
  EXPECT_EQ(nfc("e\u0301"), "\u00E9");
  EXPECT_EQ(nfc("\u1112\u1161\u11AB"), "한");
  EXPECT_EQ(nfc("a\xFFz"), "a\uFFFDz");
}

TEST(IsUtf8, RefusesSurrogatesOverlongFormsAndCutSequences) {
  EXPECT_TRUE(is_utf8("plain, 한국어, русский, 😀"));
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
  EXPECT_FALSE(is_utf8("\xC0\xAF"));
  EXPECT_FALSE(is_utf8("long enough for eight bytes at once \xE2\x80"));
}

RC_GTEST_PROP(Fold, EqualsIcuOnArbitraryText, ()) {
  const std::string text = *arbitrary_text();
  RC_ASSERT(fold(text) == fold_by_icu(text));
}

RC_GTEST_PROP(Fold, FoldsOnlyOnce, ()) {
  const std::string text = *arbitrary_text();
  RC_ASSERT(fold(fold(text)) == fold(text));
}

RC_GTEST_PROP(Nfc, IsWellFormedAndStableForArbitraryBytes, ()) {
  const auto text = *rc::gen::container<std::string>(rc::gen::arbitrary<char>());
  const std::string once = nfc(text);
  RC_ASSERT(is_utf8(once));
  RC_ASSERT(nfc(once) == once);
}

RC_GTEST_PROP(CodePointIndex, AgreesWithCountingFromTheStart, ()) {
  const std::string text = *arbitrary_text();
  const CodePointIndex index(text);
  RC_ASSERT(index.size() == count_code_points(text));
  for (std::size_t byte = 0; byte <= text.size(); ++byte) {
    std::size_t start = byte;
    while (start > 0 && start < text.size() && (text[start] & '\xC0') == '\x80') --start;
    RC_ASSERT(index.point_at(byte) == count_code_points(text.substr(0, start)));
    RC_ASSERT(index.byte_at(index.point_at(byte)) == start);
  }
  RC_ASSERT(index.byte_at(index.size() + 5) == text.size());
}

}  // namespace
}  // namespace depone::text
