#include "casework/case_file.h"

#include <gtest/gtest.h>

#include "tests/base/result_matchers.h"

namespace depone::casework {
namespace {

constexpr const char* kWhole = R"(
title = "A case"
invented = true
protect = ["Pak Il-nam"]
[context]
period = "2025"
host_state = "RU"
worker_nationality = "KP"
sector = "construction"
produces = "services"
[[source]]
file = "a.pdf"
label = "Worker A"
kind = "witness"
reliability = "B"
first_hand = true
date = 2025-07-01
consent = { purpose = "publication", audience = "public", expires = "2030-01" }
[[withhold]]
file = "a.pdf"
quote = "the yard behind the station"
why = "names the place"
)";

TEST(CaseFile, ReadsEveryMember) {
  const CaseFile file = parse_case_file(kWhole, "case.toml").value();
  EXPECT_TRUE(file.invented);
  ASSERT_EQ(file.sources.count("a.pdf"), 1u);
  const SourceEntry& entry = file.sources.find("a.pdf")->second;
  EXPECT_EQ(entry.source.kind, SourceKind::Witness);
  EXPECT_EQ(entry.source.consent->audience, Audience::Public);
  EXPECT_EQ(to_string(entry.source.consent->expires), "2030-01");
  EXPECT_EQ(to_string(entry.date), "2025-07-01");
  EXPECT_EQ(file.withhold.at(0).quote, "the yard behind the station");
  EXPECT_EQ(file.context.host_state, "RU");
}

TEST(CaseFile, RoundTripsThroughJson) {
  const CaseFile file = parse_case_file(kWhole, "case.toml").value();
  EXPECT_EQ(to_json(case_file_from_json(to_json(file)).value()), to_json(file));
}

TEST(CaseFile, RefusesAMisspeltMember) {
  // "protekt" silently ignored would publish a name.
  const auto wrong = parse_case_file("protekt = [\"a\"]", "case.toml");
  ASSERT_THAT(wrong, HasFault(Fault::InvalidInput));
  EXPECT_NE(wrong.error().what.find("protekt"), std::string::npos);
}

TEST(CaseFile, RefusesValuesOfTheWrongForm) {
  for (const char* text :
       {"protect = \"a\"", "protect = [1]", "title = 3", "[context]\nhost_state = \"Russia\"",
        "[[source]]\nfile = \"a\"", "[[source]]\nfile=\"a\"\nlabel=\"b\"\nkind=\"spy\"",
        "[[source]]\nfile=\"a\"\nlabel=\"b\"\nreliability=\"G\"", "source = 1",
        "title = ", "[[source]]\nfile=\"a\"\nlabel=\"b\"\nconsent={audience=\"public\"}",
        "[[source]]\nfile=\"a\"\nlabel=\"b\"\n[[source]]\nfile=\"a\"\nlabel=\"c\""}) {
    EXPECT_THAT(parse_case_file(text, "case.toml"), HasFault(Fault::InvalidInput)) << text;
  }
}

}  // namespace
}  // namespace depone::casework
