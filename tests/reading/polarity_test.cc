// Polarity, attribution and actors on invented sentences.
#include "reading/polarity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading/actors.h"
#include "reading/indicators.h"
#include "tests/base/result_matchers.h"

namespace depone::reading {
namespace {

struct Sentence {
  Language language;
  const char* text;
  const char* about;  // the words the claim rests on
  Polarity polarity;
};

template <class T>
const T& loaded() {
  static const Result<T> result = T::load(embedded_data());
  EXPECT_THAT(result, IsOk());
  return result.value();
}

Document with_text(const std::string& content) {
  Document document;
  document.text = content;
  return document;
}

struct Seen {
  Document document;
  text::CodePointIndex index;
  PassageText passage;
  std::size_t begin;
  std::size_t end;

  Seen(Language language, const std::string& content, const std::string& about)
      : document(with_text(content)),
        index(document.text),
        passage{document.text, 0, language, &document, &index},
        begin(content.find(about)),
        end(begin + about.size()) {
    EXPECT_NE(begin, std::string::npos) << about;
  }
  Seen(const Seen&) = delete;
};

const Sentence kSentences[] = {
    {Language::English, "The foreman beat the workers.", "beat the workers", Polarity::Asserted},
    {Language::English, "Workers told the BBC they were beaten.", "beaten", Polarity::Asserted},
    {Language::English, "The ministry denied that workers were beaten.", "beaten",
     Polarity::Denied},
    {Language::English, "There is no evidence of debt bondage.", "debt bondage", Polarity::Denied},
    {Language::English, "The workers were not beaten.", "beaten", Polarity::Denied},
    {Language::English, "Their passports were not confiscated.", "passports were not confiscated",
     Polarity::Denied},
    {Language::English, "The men slept with no heating and a workmate was denied hospital care.",
     "no heating", Polarity::Asserted},
    {Language::English, "They were denied medical treatment and beaten.", "beaten",
     Polarity::Asserted},
    {Language::English, "Wages were not paid.", "Wages were not paid", Polarity::Asserted},
    {Language::English, "That workers were beaten was denied by the firm.", "beaten",
     Polarity::Denied},
    {Language::Russian, "Паспорта не изымались.", "Паспорта не изымались", Polarity::Denied},
    {Language::Russian, "Зарплату не платили.", "Зарплату не платили", Polarity::Asserted},
    {Language::Korean, "여권을 압수하지 않았다.", "여권을 압수하지", Polarity::Denied},
    {Language::English, "The law prohibits the confiscation of passports.",
     "confiscation of passports", Polarity::Law},
    {Language::English, "Withholding wages is a crime.", "Withholding wages", Polarity::Law},
    {Language::English, "Migrants are at risk of debt bondage.", "debt bondage", Polarity::Risk},
    {Language::English, "Employers allegedly confiscated passports.", "confiscated passports",
     Polarity::Alleged},
    {Language::English, "They work in 'slave-like' conditions.", "slave-like", Polarity::Alleged},
    {Language::English, "The embassy denied the report; workers were beaten.", "beaten",
     Polarity::Asserted},
    {Language::Korean, "노동자들은 폭행을 당했다.", "폭행을 당했다", Polarity::Asserted},
    {Language::Korean, "회사는 노동자들을 폭행했다는 보도를 부인했다.", "폭행했다는",
     Polarity::Denied},
    {Language::Korean, "업주는 임금 체불 의혹을 받고 있다.", "임금 체불", Polarity::Alleged},
    {Language::Korean, "여권 압수는 법으로 금지된다.", "여권 압수", Polarity::Law},
    {Language::Korean, "임금 체불이 발생할 우려가 있다.", "임금 체불", Polarity::Risk},
    {Language::Russian, "Надзиратели избивали рабочих.", "избивали рабочих", Polarity::Asserted},
    {Language::Russian, "Министерство отрицает, что рабочих избивали.", "избивали",
     Polarity::Denied},
    {Language::Russian, "Рабочих якобы избивали.", "избивали", Polarity::Alleged},
    {Language::Russian, "Закон запрещает изъятие паспортов.", "изъятие паспортов", Polarity::Law},
    {Language::Russian, "Мигранты рискуют попасть в долговую кабалу.", "долговую кабалу",
     Polarity::Risk},
};

TEST(PolarityCues, FollowTheRuleOfTheTables) {
  for (const Sentence& sentence : kSentences) {
    const Seen seen(sentence.language, sentence.text, sentence.about);
    EXPECT_EQ(name_of(loaded<PolarityCues>().polarity_at(seen.passage, seen.begin, seen.end)),
              name_of(sentence.polarity))
        << sentence.text;
  }
}

TEST(AttributionCues, GiveTheCueWithItsSourceAsWritten) {
  const struct {
    Language language;
    const char* text;
    const char* attribution;
  } cases[] = {
      {Language::English, "Workers told the BBC that they sleep in containers.", "told the BBC"},
      {Language::English, "According to Yonhap, 5,000 workers arrived.", "According to Yonhap"},
      {Language::English, "They sleep in containers.", ""},
      {Language::Korean, "BBC에 따르면 노동자들은 쉬지 못한다.", "BBC에 따르면"},
      {Language::Korean, "연합뉴스는 노동자가 늘었다고 보도했다.", "연합뉴스는 ... 보도했다"},
      {Language::Russian, "По данным Yonhap, рабочих стало больше.", "По данным Yonhap"},
      {Language::Russian, "Рабочих стало больше, сообщает РИА Новости.", "сообщает РИА Новости"},
  };
  for (const auto& one : cases) {
    const Seen seen(one.language, one.text, one.text);
    EXPECT_EQ(loaded<AttributionCues>().attribution_at(seen.passage, 0, 1), one.attribution)
        << one.text;
  }
}

TEST(ActorLexicon, FindsPlacesOfWorkEmployersAndSubjects) {
  const ActorLexicon& lexicon = loaded<ActorLexicon>();
  const struct {
    Language language;
    const char* text;
    const char* place;
    const char* subject;
    std::vector<std::string> claims;
  } cases[] = {
      {Language::English,
       "Some 5,000 North Korean workers were sent to Vladivostok.",
       "Vladivostok",
       "North Korean workers",
       {"Vladivostok"}},
      {Language::Korean,
       "북한 노동자들은 러시아에서 하루 18시간 일한다.",
       "Russia",
       "북한 노동자들",
       {"Russia"}},
      {Language::Russian,
       "Северокорейские рабочие трудятся в Хабаровске на ООО «Пример».",
       "Khabarovsk",
       "Северокорейские рабочие",
       {"Khabarovsk", "ООО «Пример»"}},
      {Language::English, "The film was shown in Moscow.", "Moscow", "", {}},
  };
  for (const auto& one : cases) {
    const Seen seen(one.language, one.text, one.text);
    EXPECT_EQ(lexicon.place_at(seen.passage, 0, 1), one.place) << one.text;
    EXPECT_EQ(lexicon.subject_at(seen.passage, 0, 1), one.subject) << one.text;
    std::vector<Claim> claims;
    lexicon.find(seen.passage, claims);
    std::vector<std::string> words;
    for (const Claim& claim : claims) {
      words.push_back(claim.word);
      EXPECT_EQ(claim.quote, slice(seen.document.text, claim.span));
    }
    EXPECT_EQ(words, one.claims) << one.text;
  }
}

}  // namespace
}  // namespace depone::reading
