#include "lineage/tracer.h"

#include <gmock/gmock.h>

#include "tests/lineage/lineage_fixture.h"

namespace depone::lineage {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

const std::string kTale =
    "The ferryman Orrin Vask says he carried 41 crates marked with a blue heron across Lake "
    "Sellen on the night of 6 April, and that two guards from Port Ambry counted them twice.";

Result<Lineage> traced(const std::vector<TraceInput>& inputs) {
  NoProgress progress;
  const Cancellation cancellation;
  return shared_tracer().trace(inputs, progress, cancellation);
}

TEST(Tracer, OfNothingFindsNothing) {
  const Lineage lineage = trace_all({});
  EXPECT_EQ(lineage.origins, 0u);
  EXPECT_TRUE(lineage.nodes.empty());
}

TEST(Tracer, LeavesEmptyTextsAlone) {
  const Lineage lineage = trace_all(
      {text_document("a", ""), text_document("b", ""), text_document("c", "   \n\n ... ")});
  EXPECT_EQ(lineage.origins, 3u);
}

TEST(Tracer, RefusesAMissingDocument) {
  EXPECT_THAT(traced({TraceInput{}}), HasFault(Fault::InvalidInput));
}

TEST(Tracer, StopsWhenAsked) {
  const Document document = text_document("a", kTale);
  NoProgress progress;
  Cancellation cancellation;
  cancellation.request();
  const std::vector<TraceInput> inputs = {{&document, nullptr, nullptr}};
  EXPECT_THAT(shared_tracer().trace(inputs, progress, cancellation), HasFault(Fault::Cancelled));
}

TEST(Tracer, NumbersOriginsByTheirFirstDocument) {
  const Lineage lineage = trace_all({text_document("a", "A pelican sat on the mole at dawn."),
                                     text_document("b", kTale), text_document("c", kTale)});
  EXPECT_EQ(lineage.nodes[0].origin, "O1");
  EXPECT_EQ(lineage.nodes[1].origin, "O2");
  EXPECT_EQ(lineage.nodes[2].origin, "O2");
  EXPECT_EQ(lineage.origins, 2u);
}

TEST(Tracer, IsDeterministic) {
  const std::vector<Document> documents = {text_document("a", kTale), text_document("b", kTale),
                                           text_document("c", kTale.substr(0, 90))};
  EXPECT_EQ(to_json(trace_all(documents)).dump(), to_json(trace_all(documents)).dump());
}

TEST(Tracer, NeverMakesAChildOlderThanItsParent) {
  const Lineage lineage = trace_all(
      {text_document("late", kTale, "2024-05-02"), text_document("early", kTale, "2024-04-08")});
  EXPECT_FALSE(lineage.nodes[1].parent);
  ASSERT_TRUE(lineage.nodes[0].parent);
  EXPECT_EQ(*lineage.nodes[0].parent, 1u);
}

TEST(Tracer, NeverJoinsFirstHandAccountsOfDifferentWitnesses) {
  const Document one = text_document("one", kTale);
  const Document two = text_document("two", kTale);
  Source first;
  first.label = "Heron";
  first.kind = SourceKind::Witness;
  first.first_hand = true;
  Source second = first;
  second.label = "Otter";
  EXPECT_EQ(traced({{&one, nullptr, &first}, {&two, nullptr, &second}}).take().origins, 2u);
  second.label = "Heron";
  EXPECT_EQ(traced({{&one, nullptr, &first}, {&two, nullptr, &second}}).take().origins, 1u);
}

TEST(Tracer, TakesTheFirstHandAccountForTheOrigin) {
  const Document story = text_document("story", kTale + " Our reporter heard him out.");
  const Document account = text_document("account", kTale);
  Source witness;
  witness.label = "Heron";
  witness.kind = SourceKind::Witness;
  witness.first_hand = true;
  const Lineage lineage =
      traced({{&story, nullptr, nullptr}, {&account, nullptr, &witness}}).take();
  EXPECT_EQ(lineage.nodes[1].relation, Relation::Original);
  ASSERT_TRUE(lineage.nodes[0].parent);
  EXPECT_EQ(*lineage.nodes[0].parent, 1u);
}

TEST(Tracer, KeepsFormLettersAboutDifferentStatesApart) {
  const auto letter = [](const std::string& state) {
    return "The government of " + state +
           " does not fully meet the minimum standards and is not "
           "making significant efforts to do so; therefore " +
           state +
           " remained in the third "
           "group this year.";
  };
  const Lineage lineage =
      trace_all({text_document("a", letter("Belarus")), text_document("b", letter("Eritrea")),
                 text_document("c", letter("Cuba"))});
  EXPECT_EQ(lineage.origins, 3u);
}

TEST(Tracer, EqualNumbersAloneProveNothing) {
  const Lineage lineage = trace_all(
      {text_document("a", "Loggers in the north said they work 18 hours a day, with 2 days off."),
       text_document("b",
                     "A nurse in the south works 18 hours a day and has 2 days off in winter "
                     "because three colleagues left the clinic.")});
  EXPECT_EQ(lineage.origins, 2u);
}

TEST(Load, NamesTheTableThatIsMissing) {
  class NoData final : public DataFiles {
   public:
    Result<std::string> read(std::string_view path) const override {
      return Error{Fault::NotFound, "no " + std::string(path)};
    }
    Result<std::vector<std::string>> list(std::string_view) const override {
      return std::vector<std::string>{};
    }
  };
  const auto loaded = Tracer::load(NoData{});
  ASSERT_THAT(loaded, HasFault(Fault::NotFound));
  EXPECT_THAT(loaded.error().what, HasSubstr("lineage/"));
}

TEST(Load, NamesTheWeightThatIsWrong) {
  class OneWrong final : public DataFiles {
   public:
    Result<std::string> read(std::string_view path) const override {
      if (path == "lineage/weights.toml") return std::string("[prior]\ndocuments = \"many\"\n");
      return embedded_data().read(path);
    }
    Result<std::vector<std::string>> list(std::string_view prefix) const override {
      return embedded_data().list(prefix);
    }
  };
  const auto loaded = Tracer::load(OneWrong{});
  ASSERT_THAT(loaded, HasFault(Fault::Corrupt));
  EXPECT_THAT(loaded.error().what, HasSubstr("prior.documents"));
}

}  // namespace
}  // namespace depone::lineage
