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
[[estimate]]
of = "workers at the site"
linked = ["lists/clinic.csv", "lists/union.csv"]
spec = "lists/link.toml"
samples = 50
[[estimate]]
of = "workers in the town"
table = "lists/overlap.csv"
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
  ASSERT_EQ(file.estimates.size(), 2u);
  EXPECT_EQ(file.estimates[0].linked.size(), 2u);
  EXPECT_EQ(file.estimates[0].samples, 50u);
  EXPECT_EQ(file.estimates[1].table, "lists/overlap.csv");
  for (const char* name :
       {"lists/clinic.csv", "lists/union.csv", "lists/link.toml", "lists/overlap.csv"}) {
    EXPECT_TRUE(file.is_of_estimate(name)) << name;
  }
  EXPECT_FALSE(file.is_of_estimate("a.pdf"));
}

TEST(CaseFile, RefusesAnEstimateThatIsHalfSaid) {
  for (const char* rest : {
           "",                                                    // of what lists?
           "table = \"a.csv\"\nlinked = [\"b.csv\", \"c.csv\"]",  // both
           "linked = [\"b.csv\"]",                                // one list overlaps nothing
           "linked = [\"b.csv\", \"b.csv\"]",                     // twice the same
           "linked = [\"b.csv\", \"c.csv\"]\nsamples = 1",        // shows no spread
           "linked = [\"b.csv\", \"c.csv\"]\nsamples = -3",       //
           "linked = [\"b.csv\", 3]",                             //
           "table = \"a.csv\"\nspec = \"link.toml\"",             // links nothing
           "tabel = \"a.csv\"",                                   // misspelt
       }) {
    const auto wrong =
        parse_case_file(std::string("[[estimate]]\nof = \"workers\"\n") + rest, "case.toml");
    EXPECT_THAT(wrong, HasFault(Fault::InvalidInput)) << rest;
  }
  EXPECT_THAT(parse_case_file("[[estimate]]\ntable = \"a.csv\"", "case.toml"),
              HasFault(Fault::InvalidInput))
      << "of whom?";
}

TEST(CaseFile, WithoutEstimatesIsKeptAsItWas) {
  // A record of an earlier version must not seem to differ from the same file read now.
  EXPECT_FALSE(to_json(CaseFile{}).contains("estimates"));
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
