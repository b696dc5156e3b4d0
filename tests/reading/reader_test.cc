// What the reader finds in the paragraph of issue 2, in its translations, and in anything at all.
#include "reading/reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <string>

#include "text/passages.h"

namespace depone::reading {
namespace {

const Reader& reader() {
  static const std::shared_ptr<const Reader> loaded = [] {
    auto result = Reader::load(embedded_data());
    if (!result.ok()) ADD_FAILURE() << to_string(result.error());
    return std::move(result).take();
  }();
  return *loaded;
}

Document document_of(std::string text, Language language) {
  Document document;
  document.text = std::move(text);
  document.language = language;
  document.date = {2025, 8, 12};
  document.passages = text::split_passages(document.text);
  return document;
}

std::vector<Claim> read(const std::string& text, Language language) {
  return reader().read(document_of(text, language));
}

// The claims of one kind as "value bound per measure time".
std::vector<std::string> of_kind(const std::vector<Claim>& claims, ClaimKind kind) {
  std::vector<std::string> found;
  for (const Claim& claim : claims) {
    if (claim.kind != kind) continue;
    std::string text = claim.value ? to_string(*claim.value) : claim.word;
    for (const std::string_view part : {name_of(claim.bound), name_of(claim.per),
                                        name_of(claim.measure), std::string_view(claim.time)}) {
      if (!part.empty()) text += " " + std::string(part);
    }
    found.push_back(text);
  }
  return found;
}

std::vector<std::string> indicators(const std::vector<Claim>& claims) {
  return of_kind(claims, ClaimKind::Indicator);
}

void expect_the_figures(const std::vector<Claim>& claims) {
  using ::testing::ElementsAre;
  EXPECT_THAT(of_kind(claims, ClaimKind::HoursPerDay), ElementsAre("18 over day"));
  EXPECT_THAT(of_kind(claims, ClaimKind::DaysOff), ElementsAre("2 exact year"));
  EXPECT_THAT(of_kind(claims, ClaimKind::Injuries), ElementsAre("1 exact"));
  EXPECT_THAT(of_kind(claims, ClaimKind::Headcount),
              ElementsAre("10000 over flow 2024", "50000 over plan future"));
}

TEST(Reader, FindsEveryFigureAndIndicatorOfTheIssuesParagraph) {
  const std::vector<Claim> claims = read(
      "One former worker said he was taken from the airport straight to a construction site by a "
      "security agent who ordered him to avoid contact with outsiders. He worked over 18 hours a "
      "day "
      "with just two days off a year. Supervisors punish workers for resting. Another, severely "
      "injured in a fall, was forbidden to seek medical attention. More than 10,000 labourers were "
      "sent last year and over 50,000 are expected.",
      Language::English);
  expect_the_figures(claims);
  const std::vector<std::string> found = indicators(claims);
  for (const char* expected :
       {"restriction_of_movement exact", "isolation exact", "excessive_overtime exact",
        "intimidation_and_threats exact", "abusive_working_and_living_conditions exact"}) {
    EXPECT_THAT(found, ::testing::Contains(expected));
  }
}

TEST(Reader, FindsTheSameFiguresInKorean) {
  expect_the_figures(
      read("한 전직 노동자는 공항에서 곧바로 공사장으로 끌려갔다고 말했다. 그는 하루 18시간 이상 "
           "일했고 휴일은 "
           "1년에 이틀뿐이었다. 추락해 크게 다친 다른 노동자는 치료를 받지 못했다. 지난해 1만 명 "
           "이상의 노동자가 파견됐고 올해는 5만 명 이상이 파견될 "
           "예정이다.",
           Language::Korean));
}

TEST(Reader, FindsTheSameFiguresInRussian) {
  expect_the_figures(
      read("Один бывший рабочий рассказал, что из аэропорта его сразу увезли на стройку. Он "
           "работал более "
           "восемнадцати часов в день и имел всего два выходных в год. Другому, тяжело раненному "
           "при падении, не помогли. В прошлом году направили "
           "более 10 "
           "тысяч рабочих, ожидаются свыше 50 тысяч.",
           Language::Russian));
}

// Each sentence's attributions of hours, in order; "-" for none.
std::vector<std::string> who_tells_hours(const std::string& text, Language language) {
  std::vector<std::string> found;
  for (const Claim& claim : read(text, language)) {
    if (claim.kind != ClaimKind::HoursPerDay) continue;
    found.push_back(claim.attribution.empty() ? "-" : claim.attribution);
  }
  return found;
}

TEST(Reader, LetsAWitnessGoOnSpeakingWhileThePronounDoes) {
  using ::testing::ElementsAre;
  EXPECT_THAT(who_tells_hours("One former worker said the gate was locked. He worked 16 hours a "
                              "day. He was ill and still worked 17 hours a day in summer.",
                              Language::English),
              ElementsAre("One former worker", "One former worker"));
  EXPECT_THAT(
      who_tells_hours("한 전직 노동자는 문이 잠겨 있었다고 말했다. 그는 하루 16시간 일했다.",
                      Language::Korean),
      ElementsAre("한 전직 노동자"));
  EXPECT_THAT(
      who_tells_hours("Один бывший рабочий рассказал, что ворота запирали. Он работал по 16 "
                      "часов в день.",
                      Language::Russian),
      ElementsAre("Один бывший рабочий"));
}

TEST(Reader, CarriesNoSourceFurtherThanTheTextDoes) {
  using ::testing::ElementsAre;
  // Another sentence between, another pronoun, several speakers, somebody who is no witness.
  EXPECT_THAT(who_tells_hours("One former worker said the gate was locked. The site was cold. He "
                              "worked 16 hours a day.",
                              Language::English),
              ElementsAre("-"));
  EXPECT_THAT(who_tells_hours("One former worker said the gate was locked. He was ill. She worked "
                              "16 hours a day.",
                              Language::English),
              ElementsAre("-"));
  EXPECT_THAT(who_tells_hours("Workers said the gate was locked. They worked 16 hours a day.",
                              Language::English),
              ElementsAre("-"));
  EXPECT_THAT(who_tells_hours("The minister said the law was kept. He worked 16 hours a day.",
                              Language::English),
              ElementsAre("-"));
  EXPECT_THAT(who_tells_hours("One former worker said the gate was locked. He told a court that he "
                              "worked 16 hours a day.",
                              Language::English),
              ElementsAre("told a court"));
}

TEST(Reader, DerivesHoursFromAClockIntervalAndSaysHow) {
  for (const auto& [text, language] :
       {std::pair{"They work from 6 am until 2 am on building sites.", Language::English},
        std::pair{"Рабочие трудятся с 6 утра до 2 ночи.", Language::Russian},
        std::pair{"노동자들은 새벽 6시부터 다음날 새벽 2시까지 일했다.", Language::Korean}}) {
    const std::vector<Claim> claims = read(text, language);
    const auto hours = std::find_if(claims.begin(), claims.end(), [](const Claim& claim) {
      return claim.kind == ClaimKind::HoursPerDay;
    });
    ASSERT_NE(hours, claims.end()) << text;
    EXPECT_EQ(hours->value, Decimal::whole(20)) << text;
    EXPECT_TRUE(hours->derived);
    EXPECT_EQ(hours->derivation, "06:00 to 02:00 is 20 hours");
  }
}

TEST(Reader, LeavesRelativeTimesOutWhenTheDocumentHasNoDate) {
  Document document =
      document_of("More than 10,000 labourers were sent last year.", Language::English);
  document.date = {};
  EXPECT_THAT(of_kind(reader().read(document), ClaimKind::Headcount),
              ::testing::ElementsAre("10000 over flow"));
}

RC_GTEST_PROP(Reader, QuotesExactlyWhatItsSpansCoverInOrder, ()) {
  static const std::vector<std::string> kPieces = {
      "18", "hours", " a day ", "50,000",  "workers", "하루 ",   "6만5천여",
      "명", "시간",  "двух",    " часов ", "в день",  ".",       ",",
      " ",  "\n",    "$",       "%",       "2024",    "августа", "from 6 am to 2 am",
      "“",  "é",     "(",       "년"};
  std::string text;
  for (const auto piece : *rc::gen::container<std::vector<std::size_t>>(
           rc::gen::inRange<std::size_t>(0, kPieces.size()))) {
    text += kPieces[piece];
  }
  Document document;
  document.text = text;
  document.language = *rc::gen::element(Language::English, Language::Korean, Language::Russian);
  Passage whole;
  whole.span = {0, count_code_points(text)};
  document.passages.push_back(whole);
  TextSpan last;
  for (const Claim& claim : reader().read(document)) {
    RC_ASSERT(claim.quote == slice(document.text, claim.span));
    RC_ASSERT(claim.span.start < claim.span.end);
    RC_ASSERT(last.start <= claim.span.start);
    if (claim.value && claim.value_hi) RC_ASSERT(*claim.value <= *claim.value_hi);
    last = claim.span;
  }
}

}  // namespace
}  // namespace depone::reading
