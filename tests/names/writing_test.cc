// Korean and Russian written by published systems: each system's own examples.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/data_files.h"
#include "names/cyrillic.h"
#include "names/hangul.h"
#include "tests/base/result_matchers.h"

namespace depone::names {
namespace {

const Romaniser& romaniser() {
  static const Romaniser kRomaniser = Romaniser::load(embedded_data()).take();
  return kRomaniser;
}

struct Case {
  const char* korean;
  const char* written;
};

void expect_text(KoreanSystem system, std::initializer_list<Case> cases) {
  for (const Case& one : cases) EXPECT_EQ(romaniser().text(one.korean, system), one.written);
}

void expect_person(KoreanSystem system, std::initializer_list<Case> cases) {
  for (const Case& one : cases) EXPECT_EQ(romaniser().person(one.korean, system), one.written);
}

// Examples of the notice of 2000, chapters 2 and 3.
TEST(RevisedRomanization, WritesTheNoticesExamples) {
  expect_text(
      KoreanSystem::Revised,
      {{"구미", "gumi"},        {"영동", "yeongdong"}, {"백암", "baegam"},  {"옥천", "okcheon"},
       {"합덕", "hapdeok"},     {"호법", "hobeop"},    {"월곶", "wolgot"},  {"벚꽃", "beotkkot"},
       {"한밭", "hanbat"},      {"구리", "guri"},      {"설악", "seorak"},  {"칠곡", "chilgok"},
       {"임실", "imsil"},       {"울릉", "ulleung"},   {"백마", "baengma"}, {"종로", "jongno"},
       {"왕십리", "wangsimni"}, {"별내", "byeollae"},  {"신라", "silla"},   {"같이", "gachi"},
       {"좋고", "joko"},        {"놓다", "nota"},      {"묵호", "mukho"}});
  expect_person(KoreanSystem::Revised,
                {{"민용하", "Min Yongha"}, {"한복남", "Han Boknam"}, {"홍빛나", "Hong Bitna"}});
}

// Examples of the Library of Congress's table.
TEST(McCuneReischauer, WritesNamesAsTheLibraryOfCongressDoes) {
  expect_person(KoreanSystem::McCuneReischauer, {{"김정일", "Kim Chŏng-il"},
                                                 {"이승만", "Yi Sŭng-man"},
                                                 {"박경리", "Pak Kyŏng-ni"},
                                                 {"남궁억", "Namgung Ŏk"},
                                                 {"신립", "Sin Rip"},
                                                 {"류관순", "Yu Kwan-sun"},
                                                 {"최남선", "Ch'oe Nam-sŏn"},
                                                 {"李光洙", "Yi Kwang-su"},
                                                 {"金日成", "Kim Il-sŏng"}});
  expect_text(
      KoreanSystem::McCuneReischauer,
      {{"한글", "han'gŭl"}, {"독립문", "tongnimmun"}, {"철학", "ch'ŏrhak"}, {"발달", "paltal"}});
}

TEST(McCuneReischauer, WritesTitlesAsTheLibraryOfCongressDoes) {
  expect_text(KoreanSystem::McCuneReischauer,
              {{"한국 헌법 제 3판 : 입문", "Han'guk hŏnpŏp che 3-p'an: immun"},
               {"연구 방법", "yŏn'gu pangbŏp"},
               {"한일 관계", "Han-Il kwan'gye"},
               {"김 철수 평전", "Kim Ch'ŏl-su p'yŏngjŏn"},
               {"책 읽기", "ch'aek ilki"},
               {"생산량", "saengsannyang"},
               {"권력", "kwŏllyŏk"}});
}

// The words are examples of the Standard Pronunciation (Ministry of Education notice 88-2), article
// 29; how they are written follows from the system's table.
TEST(McCuneReischauer, HearsAnNBetweenTheHalvesOfACompound) {
  expect_text(KoreanSystem::McCuneReischauer, {{"신여성", "sinnyŏsŏng"},
                                               {"솜이불", "somnibul"},
                                               {"색연필", "saengnyŏnp'il"},
                                               {"담요", "tamnyo"},
                                               {"물약", "mullyak"},
                                               {"서울역", "Sŏullyŏk"},
                                               {"휘발유", "hwiballyu"},
                                               {"영업용", "yŏngŏmnyong"},
                                               {"교육용", "kyoyungnyong"},
                                               {"활용", "hwaryong"}});
}

TEST(McCuneReischauer, WritesPersonsAndPlacesInTitles) {
  expect_text(KoreanSystem::McCuneReischauer,
              {{"유 관순 의 생애", "Yu Kwan-sun ŭi saengae"},
               {"신 경제 의 길", "sin kyŏngje ŭi kil"},
               {"수원시", "Suwŏn-si"},
               {"강원도", "Kangwŏn-do"},
               {"곡성군", "Koksŏng-gun"},
               {"한국· 중국 에 대한 연구 ", "Han'guk, Chungguk e taehan yŏn'gu"},
               {"리더십", "lidŏsip"}});
}

TEST(Dprk, KeepsTheNorthsInitialsAndWritesSyllablesApart) {
  expect_person(KoreanSystem::Dprk, {{"김정은", "Kim Jong Un"},
                                     {"리설주", "Ri Sol Ju"},
                                     {"최룡해", "Choe Ryong Hae"},
                                     {"박봉주", "Pak Pong Ju"}});
}

TEST(Kontsevich, WritesTheNamesOfRussianNewspapers) {
  expect_person(KoreanSystem::Kontsevich,
                {{"박근혜", "Пак Кын Хе"}, {"리영호", "Ри Ён Хо"}, {"김철수", "Ким Чхоль Су"}});
}

TEST(Yale, FollowsTheSpelling) {
  expect_text(KoreanSystem::Yale, {{"한글", "hankul"}, {"값", "kaps"}, {"서울", "sewul"}});
}

TEST(Hanja, AreReadUnderTheInitialSoundLaw) {
  EXPECT_EQ(romaniser().hangul("李舜臣", true), "이순신");
  EXPECT_EQ(romaniser().hangul("金庾信", true), "김유신");
  EXPECT_EQ(romaniser().hangul("女子"), "여자");
  EXPECT_EQ(romaniser().hangul("男女"), "남녀");
}

TEST(Cyrillic, IsWrittenByEachSystem) {
  const CyrillicSystems systems = CyrillicSystems::load(embedded_data()).take();
  const auto write = [&](const char* text, const char* system) {
    return systems.write(text, system).take();
  };
  EXPECT_EQ(write("Щербаков Юрий", "icao"), "Shcherbakov Iurii");
  EXPECT_EQ(write("Подъячев", "icao"), "Podieiachev");
  EXPECT_EQ(write("Егоров", "bgn"), "Yegorov");
  EXPECT_EQ(write("Хрущёв", "bgn"), "Khrushchëv");
  EXPECT_EQ(write("Хрущёв", "iso9"), "Hruŝëv");
  EXPECT_EQ(write("Чайковский", "german"), "Tschaikowski");
  EXPECT_EQ(write("Щукин", "french"), "Chtchoukine");
  EXPECT_EQ(write("Юлия", "alalc"), "Iuliia");
  EXPECT_EQ(write("ЮЩЕНКО", "icao"), "IUSHCHENKO");
  EXPECT_EQ(write("Зеленський і", "newspaper").substr(0, 5), "Zelen");
  EXPECT_THAT(systems.write("а", "klingon"), HasFault(Fault::NotFound));
}

}  // namespace
}  // namespace depone::names
