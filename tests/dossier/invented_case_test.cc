#include "tests/dossier/invented_case.h"

#include <gtest/gtest.h>

namespace depone::dossier {

Case invented_case() {
  CaseBuilder b;
  b.the_case.title = "The Severny Yard building sites (invented)";
  const auto w1 = b.document(
      SourceKind::Witness, "Worker A",
      "My name is Ri Chol-min. We worked 18 hours a day from the first week on. The foreman kept "
      "our "
      "passports in his safe. We had two days off a year. Nobody could leave the yard alone.",
      {2025, 7, 1}, "Statement of Ri Chol-min");
  const auto w2 = b.document(SourceKind::Witness, "Worker B",
                             "새벽 여섯 시부터 밤까지 하루 17시간 일했습니다. 여권은 반장이 가지고 "
                             "있었습니다. 리철민은 같이 "
                             "있었습니다. 월급의 절반 이상을 떼였습니다.",
                             {2025, 7, 3});
  const auto w3 = b.document(
      SourceKind::Witness, "Crane operator",
      "I worked the crane. The men below me began before six and stopped after ten, more than 16 "
      "hours. Their passports were locked away.",
      {2025, 8});
  const auto radio = b.document(SourceKind::Outlet, "Northgate Radio",
                                "Two workers told Northgate Radio that they worked over 18 hours a "
                                "day with just two days off "
                                "a year. More than 10,000 labourers were sent last year.",
                                {2025, 7, 15}, "\"Like prisoners\": workers speak");
  const auto meridian =
      b.document(SourceKind::Outlet, "Daily Meridian",
                 "The men worked up to 18 hours a day, Northgate Radio reports.", {2025, 7, 16},
                 "Men worked \"up to\" 18 hours </script><img src=x>");
  const auto courier = b.document(SourceKind::Outlet, "Inland Courier",
                                  "They worked over 18 hours a day, according to Northgate Radio.",
                                  {2025, 7, 16}, "Report on yard");
  const auto hanbit = b.document(
      SourceKind::Outlet, "한빛일보",
      "노스게이트 라디오에 따르면 이들은 하루 18시간 넘게 일했다. 쉬는 날은 1년에 이틀뿐이었다.",
      {2025, 7, 16}, "하루 18시간");
  const auto vestnik = b.document(
      SourceKind::Outlet, "Вестник залива",
      "По данным радио, рабочие трудились по 18 часов в сутки. Бригадир Чхоль Мина знал.",
      {2025, 7, 17}, "Рассказы рабочих");
  const auto saegil = b.document(SourceKind::Outlet, "Saegil News",
                                 "The workers were on site 80 hours a day, it was reported.",
                                 {2025, 7, 18}, "Yard conditions");
  const auto portovye = b.document(
      SourceKind::Outlet, "Портовые новости",
      "Рабочие трудились более 18 часов в сутки, пишет Вестник залива.", {2025, 7, 19}, "Стройка");
  const auto digest = b.document(SourceKind::Outlet, "Morning digest",
                                 "In brief: men worked up to 18 hours a day, says Daily Meridian.",
                                 {2025, 7, 17}, "Morning digest");
  const auto ngo = b.document(SourceKind::Organisation, "Harbour Workers' Aid",
                              "Our visitors counted shifts of 15 to 17 hours. Six men said their "
                              "passports were held. Write "
                              "to aid@harbour.example or call +7 (924) 123-45-67.",
                              {2025, 8, 20}, "Note on the yard");
  const auto ministry = b.document(
      SourceKind::Government, "Regional ministry of labour",
      "No employee works more than 8 hours a day. All employees hold their own passports.",
      {2025, 8, 1}, "Statement");
  b.document(SourceKind::Register, "Institute for Labour Statistics",
             "In 2024, 13,221 people entered for work. At year end 8,013 were present.",
             {2025, 9, 5}, "Series");
  b.document(SourceKind::Outlet, "Meridian Sport", "The harbour club won by two goals to one.",
             {2025, 7, 13}, "Harbour club wins");
  b.document(SourceKind::Outlet, "Bada Sosik", "새 다리가 개통되었다. 시민들이 축하했다.",
             {2025, 6}, "다리 개통");
  b.retells(radio, w1, Relation::Paraphrase, 0.92, "tells what Worker A tells, with his pseudonym");
  b.retells(meridian, radio, Relation::Paraphrase, 0.97, "names Northgate Radio as its source");
  b.retells(courier, radio, Relation::Excerpt, 0.98, "names Northgate Radio and shares 9 runs");
  b.retells(hanbit, radio, Relation::Translation, 0.95, "노스게이트 라디오 is named");
  b.retells(vestnik, radio, Relation::Translation, 0.72, "По данным радио");
  b.retells(saegil, hanbit, Relation::Paraphrase, 0.64, "same rare facts as file-7.txt");
  b.retells(portovye, vestnik, Relation::Paraphrase, 0.9, "names Вестник залива");
  b.retells(digest, meridian, Relation::Excerpt, 0.96, "names Daily Meridian");
  using enum ClaimKind;
  b.claim(w1, HoursPerDay, "18 hours a day", 18);
  b.indicator(w1, Indicator::RetentionOfIdentityDocuments,
              "foreman kept our passports in his safe");
  b.claim(w1, DaysOff, "two days off a year", 2, Bound::Exact, "day", Per::Year);
  b.claim(w2, HoursPerDay, "하루 17시간", 17);
  b.indicator(w2, Indicator::RetentionOfIdentityDocuments, "여권은 반장이 가지고 있었습니다");
  b.claim(w3, HoursPerDay, "more than 16 hours", 16, Bound::Over);
  b.indicator(w3, Indicator::RetentionOfIdentityDocuments, "passports were locked away");
  b.claim(radio, HoursPerDay, "over 18 hours a day", 18, Bound::Over);
  b.claim(radio, DaysOff, "two days off a year", 2, Bound::Exact, "day", Per::Year);
  b.claim(meridian, HoursPerDay, "up to 18 hours a day", 18, Bound::UpTo);
  b.claim(courier, HoursPerDay, "over 18 hours a day", 18, Bound::Over);
  b.claim(hanbit, HoursPerDay, "하루 18시간 넘게", 18, Bound::Over);
  b.claim(hanbit, DaysOff, "1년에 이틀", 2, Bound::Exact, "day", Per::Year);
  b.claim(vestnik, HoursPerDay, "18 часов в сутки", 18);
  b.claim(saegil, HoursPerDay, "80 hours a day", 80);
  b.claim(portovye, HoursPerDay, "более 18 часов в сутки", 18, Bound::Over);
  b.claim(digest, HoursPerDay, "up to 18 hours a day", 18, Bound::UpTo);
  const ClaimRef shifts = b.claim(ngo, HoursPerDay, "15 to 17 hours", 15);
  b.the_case.documents[shifts.document].claims[shifts.claim].value_hi = Decimal::whole(17);
  b.indicator(ngo, Indicator::RetentionOfIdentityDocuments, "their passports were held");
  b.claim(ministry, HoursPerDay, "more than 8 hours a day", 8, Bound::UpTo);
  return std::move(b.the_case);
}

namespace {

OriginVoice voice(const Case& the_case, std::string origin, Stance stance,
                  std::vector<ClaimRef> claims) {
  OriginVoice voice;
  voice.origin = std::move(origin);
  voice.stance = stance;
  voice.first_hand = the_case.documents[claims.front().document].source.first_hand;
  voice.low = the_case.claim(claims.front()).value;
  voice.claims = std::move(claims);
  return voice;
}

}  // namespace

void add_findings(Case& the_case) {
  const auto origin = [&](std::size_t i) { return the_case.lineage.nodes[i].origin; };
  Finding hours;
  hours.proposition = {
      "P01", "Workers work over 16 hours a day", ClaimKind::HoursPerDay, {}, {}, {}, {}, {}, {}};
  hours.voices = {voice(the_case, origin(0), Stance::Supports,
                        {{0, 0}, {3, 0}, {4, 0}, {5, 0}, {6, 0}, {7, 0}, {8, 0}, {9, 0}, {10, 0}}),
                  voice(the_case, origin(1), Stance::Supports, {{1, 0}}),
                  voice(the_case, origin(2), Stance::Supports, {{2, 0}}),
                  voice(the_case, origin(11), Stance::Supports, {{11, 0}}),
                  voice(the_case, origin(12), Stance::Contradicts, {{12, 0}})};
  hours.drifts = {{origin(0), {3, 0}, {4, 0}, "bound turned from over to up to"},
                  {origin(0), {6, 0}, {8, 0}, "18 became 80"}};
  hours.credibility = 1;
  hours.supporting_origins = 4;
  hours.contradicting_origins = 1;
  hours.documents = 13;
  hours.explanation = {
      "Four independent origins say so, three of them first-hand.",
      "The ministry says no more than 8 hours; it was not there and gives no records."};
  Finding passports;
  passports.proposition.id = "P02";
  passports.proposition.statement = "Employers keep the workers' identity documents";
  passports.proposition.kind = ClaimKind::Indicator;
  passports.proposition.indicator = Indicator::RetentionOfIdentityDocuments;
  passports.voices = {voice(the_case, origin(0), Stance::Supports, {{0, 1}}),
                      voice(the_case, origin(1), Stance::Supports, {{1, 1}}),
                      voice(the_case, origin(2), Stance::Supports, {{2, 1}}),
                      voice(the_case, origin(11), Stance::Supports, {{11, 1}})};
  passports.credibility = 1;
  passports.supporting_origins = 4;
  passports.documents = 4;
  passports.explanation = {"Four independent origins say so."};
  Finding rest;
  rest.proposition.id = "P03";
  rest.proposition.statement = "Workers have 2 days off a year";
  rest.proposition.kind = ClaimKind::DaysOff;
  rest.voices = {voice(the_case, origin(0), Stance::Supports, {{0, 2}, {3, 1}, {6, 1}})};
  rest.credibility = 3;
  rest.supporting_origins = 1;
  rest.documents = 3;
  rest.explanation = {"One origin, first-hand; nobody else speaks of it."};
  the_case.findings = {rest, hours, passports};
  NormAnswer retention;
  retention.norm = "ilo-indicator-retention";
  retention.title = "ILO indicator: retention of identity documents";
  retention.citation = "ILO, Indicators of Forced Labour (2012), no. 7";
  retention.answer = Answer::Met;
  retention.because = "Four independent origins say that the employer holds the passports.";
  retention.explanation = {"Three of the origins are first-hand."};
  retention.claims = {{0, 1}, {1, 1}, {2, 1}, {11, 1}};
  retention.origins = 4;
  NormAnswer goods;
  goods.norm = "eu-2024-3015";
  goods.title = "EU ban on products made with forced labour";
  goods.citation = "Regulation (EU) 2024/3015, Article 3";
  goods.in_force = "from 2027-12-14";
  goods.answer = Answer::NotApplicable;
  goods.because = "It bans products; building work at the site is a service.";
  NormAnswer debt;
  debt.norm = "ilo-indicator-debt";
  debt.title = "ILO indicator: debt bondage";
  debt.citation = "ILO, Indicators of Forced Labour (2012), no. 9";
  debt.answer = Answer::NotShown;
  debt.because = "No document speaks of debts.";
  NormAnswer wages = debt;
  wages.norm = "invented-not-met";
  wages.title = "Written contract in the worker's language";
  wages.citation = "invented for this test";
  wages.answer = Answer::NotMet;
  wages.because = "Two origins say that they signed none.";
  the_case.answers = {retention, goods, debt, wages};
}

namespace {

TEST(InventedCase, HasTheShapeTheOtherTestsRelyOn) {
  const Case the_case = invented_case();
  EXPECT_EQ(the_case.documents.size(), 16u);
  EXPECT_EQ(the_case.lineage.origins, 8u);
}

}  // namespace
}  // namespace depone::dossier
