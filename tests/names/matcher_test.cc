// Names met across scripts, and the lattices behind them against their literal twin.
#include "names/matcher.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "base/data_files.h"
#include "names/keys.h"
#include "names/tables.h"
#include "reference/names_reference.h"

namespace depone::names {
namespace {

const Matcher& matcher() {
  static const std::shared_ptr<const Matcher> kMatcher = Matcher::load(embedded_data()).take();
  return *kMatcher;
}

double bits(std::string_view a, std::string_view b) {
  return matcher().compare(matcher().parse(a), matcher().parse(b)).bits;
}

// Invented or public persons, each in two spellings that published systems or usage give.
constexpr std::array<std::pair<const char*, const char*>, 26> kSame = {{
    {"김정은", "KIM Jong Un"},
    {"김정은", "Kim Chŏng-ŭn"},
    {"김정은", "Ким Чен Ын"},
    {"Ким Чен Ын", "Kim Jong-un"},
    {"박근혜", "PARK Geun-hye"},
    {"박근혜", "Пак Кын Хе"},
    {"이영희", "LEE Young Hee"},
    {"이영희", "Yi Yŏnghŭi"},
    {"리영희", "Ri Yong Hui"},
    {"최룡해", "Choe Ryong Hae"},
    {"Jong-un KIM", "김정은"},
    {"노무현", "Roh Moo-hyun"},
    {"남궁민수", "NAMKOONG Min Soo"},
    {"林明弼", "Im Myŏng-p'il"},
    {"Цой Виктор", "Viktor Tsoi"},
    {"Юрий Васильевич Щербаков", "SCHERBAKOV Yuri Vasilievich"},
    {"Юрий Васильевич Щербаков", "Iurii Vasilevich SHCHERBAKOV"},
    {"Алексей Ельцин", "Aleksei Yeltsin"},
    {"Хрущёв Никита", "Nikita Chruschtschow"},
    {"Oleksandr Volodymyrovych Petrenko", "Aleksandr Vladimirovich Petrenko"},
    {"Muhammad Abd al-Rahman Qasim", "Mohamed Abdulrahman Kassem"},
    {"AL-HARAZI, Yusuf", "Youssef al Harazi"},
    {"ООО Мостремстрой", "Mostremstroy LLC"},
    {"Korea Mansu Trading Co., Ltd.", "MANSU TRADE CORPORATION"},
    {"Jong Song-chol", "Jong Songchol"},
    {"J. Kovalenko", "Jan Kovalenko"},
}};

TEST(Matcher, MeetsOneNameInTwoSpellings) {
  for (const auto& [a, b] : kSame) EXPECT_GT(bits(a, b), 7) << a << " / " << b;
}

constexpr std::array<std::pair<const char*, const char*>, 12> kOther = {{
    {"김정은", "KIM Yong Chol"},
    {"박근혜", "LEE Geun-hye"},
    {"이영희", "Lee Chul Soo"},
    {"Юрий Васильевич Щербаков", "Yuri Vasilievich MOROZOV"},
    {"Anna Petrova", "Ivan Sidorov"},
    {"Office 39", "Office 35"},
    {"Plant No. 12 Construction", "Plant No. 7 Construction"},
    {"Mansu Trading Corporation", "Haedong Trading Corporation"},
    {"Muhammad Ali", "Muhammad Hasan"},
    {"", "Kim Jong Un"},
    {"...", "..."},
    {"Company Limited", "Kovalenko Company Limited"},
}};

TEST(Matcher, KeepsDifferentNamesApart) {
  for (const auto& [a, b] : kOther) EXPECT_LT(bits(a, b), 7) << a << " / " << b;
}

TEST(Matcher, ReadsArabicScriptByItsConsonants) {
  const auto strong = [](const char* a, const char* b) {
    return bits(a, b) >= 12 && bits(b, a) >= 12;
  };
  EXPECT_TRUE(strong("خالد حسن الزرقاوي", "Khalid Hasan al-Zarqawi"));
  EXPECT_TRUE(strong("عبد الرحمن الطرابلسي", "Abdulrahman Al-Trabelsi"));
  EXPECT_TRUE(strong("نور الدين بلقاسم", "Noureddine Belkacem"));
  EXPECT_TRUE(strong("غلام یوسف نیازی", "Ghulam Yousuf Niazi"));
  EXPECT_LT(bits("خالد حسن الزرقاوي", "Ibrahim Mahmoud Fadl"), 0);
  EXPECT_LT(bits("محمد علي", "Mohammad Hasan"), 6);
}

TEST(Matcher, TakesAnAcronymForTheWordsItStandsFor) {
  EXPECT_GT(bits("KZMTC", "Korea Zaryad Marine Transport Company"), 12);
  EXPECT_GT(bits("Korea Zaryad Marine Transport Company", "KZMTC"), 12);
  EXPECT_LE(bits("KZMTC", "Korea Daesong General Trading Company"), 0);
}

TEST(Matcher, TakesAContractionForTheWordsItIsMadeOf) {
  EXPECT_GT(bits("Incovalle", "Inversiones y Construcciones Valle S.A."), 8);
  EXPECT_GT(bits("Mosstroi", "OOO Moskovskiy Stroitelnyi Dom"), 8);
  EXPECT_GT(bits("M.A.T. S.A.", "Mantenimiento, Aeronautica y Transporte S.A."), 8);
  EXPECT_LT(bits("Incovalle", "Construcciones Inversiones Valle S.A."), 0) << "in their order";
  EXPECT_LT(bits("Inversora", "Inversiones y Construcciones Valle S.A."), 0) << "of two words";
}

TEST(Matcher, TakesALetterWithAStopForAnInitialWhateverItMeansAlone) {
  const Name name = matcher().parse("Зоканов И. И.");
  ASSERT_EQ(name.tokens.size(), 3u);
  EXPECT_EQ(name.tokens[1].part, Part::Initial);
  EXPECT_GT(bits("Зоканов И. И.", "Igor Igorevich ZOKANOV"), bits("Зоканов", "ZOKANOV"));
  const auto shared = [&](std::string_view one, std::string_view other) {
    const auto ours = keys_of(matcher(), matcher().parse(one), KeyScope::Whole);
    const auto theirs = keys_of(matcher(), matcher().parse(other), KeyScope::Whole);
    return std::any_of(ours.begin(), ours.end(), [&](const std::string& key) {
      return std::binary_search(theirs.begin(), theirs.end(), key);
    });
  };
  EXPECT_TRUE(shared("Зоканов И. И.", "Igor Igorevich ZOKANOV"));
  EXPECT_FALSE(shared("Зоканов С. Д.", "Igor Petrovich ZOKANOV"));
}

TEST(Matcher, HearsCaronsAndCedillasAsEnglishWritesThem) {
  EXPECT_GT(bits("Igorʹ Igorevič Šukin", "Игорь Игоревич Шукин"), 20);
  EXPECT_EQ(matcher().parse("Žižek").tokens[0].sound, matcher().parse("Zhizhek").tokens[0].sound);
}

TEST(Matcher, GivesTheSameStrengthEitherWay) {
  for (const auto& [a, b] : kSame) EXPECT_NEAR(bits(a, b), bits(b, a), 1e-5) << a << " / " << b;
  for (const auto& [a, b] : kOther) EXPECT_NEAR(bits(a, b), bits(b, a), 1e-5) << a << " / " << b;
}

TEST(Matcher, WeighsACommonNameLessThanARareOne) {
  EXPECT_LT(bits("김영수", "Kim Yong Su"), bits("제갈춘택", "Chegal Ch'un-t'aek"));
  EXPECT_LT(bits("Ivan Ivanov", "Ivan Ivanov"), bits("Zakhar Podgrushnyi", "Zakhar Podgrushnyi"));
}

TEST(Matcher, SaysWhichTokensAgreeAndHow) {
  const Comparison comparison =
      matcher().explain(matcher().parse("김철수"), matcher().parse("Kim Ch'ŏl-su"));
  ASSERT_EQ(comparison.reasons.size(), 2u);
  EXPECT_EQ(comparison.reasons[0].agreement, Agreement::Surname);
  EXPECT_EQ(comparison.reasons[0].ours, "김");
  EXPECT_EQ(comparison.reasons[1].note, "McCune-Reischauer");
  const Comparison other =
      matcher().explain(matcher().parse("Anna Petrova"), matcher().parse("Anna Sidorova"));
  ASSERT_EQ(other.reasons.size(), 2u);
  EXPECT_EQ(other.reasons[0].agreement, Agreement::Exact);
  EXPECT_EQ(other.reasons[1].agreement, Agreement::Conflict);
  EXPECT_LT(other.reasons[1].bits, 0);
}

TEST(Matcher, AsksForMoreOfALongerList) {
  EXPECT_NEAR(matcher().decision_bits(1024) - matcher().decision_bits(1), 10, 1e-9);
  EXPECT_NEAR(matcher().score(matcher().decision_bits(500), 500), 0.5, 1e-9);
  EXPECT_LT(matcher().score(5, 500), matcher().score(6, 500));
}

TEST(Matcher, SurvivesAnyBytes) {
  for (const char* text : {"\xff\xfe\xc0", "\xed\xa0\x80", "----", "'''", "김\xff정은"}) {
    EXPECT_GE(matcher().parse(text).text.size(), 3u);
  }
  EXPECT_LE(matcher().parse(std::string(100000, 'a')).tokens.size(), 1u);
}

const Spellings& spellings() { return matcher().spellings(); }

// Syllables as they come in given names, spelled by chance from a few letters.
rc::Gen<std::string> given_name() {
  return rc::gen::apply([](const std::string& a, const std::string& b, const std::string& c,
                           const std::string& d) { return a + b + c + d; },
                        rc::gen::element<std::string>("j", "ch", "k", "y", "h", "", "r"),
                        rc::gen::element<std::string>("u", "o", "eo", "oo", "a", "i"),
                        rc::gen::element<std::string>("", "n", "ng", "k", "l", "ng-"),
                        rc::gen::element<std::string>("su", "un", "hee", "il", "chol", ""));
}

RC_GTEST_PROP(Lattice, ComparesAsWritingOutEveryReadingDoes, ()) {
  const auto a = spellings().latin(*given_name());
  const auto b = spellings().latin(*given_name());
  RC_PRE(a.has_value() && b.has_value());
  const auto ours = reference::readings_of(*a);
  const auto theirs = reference::readings_of(*b);
  RC_PRE(ours.size() * theirs.size() < 200000u);
  const auto joint = spellings().compare(*a, *b);
  RC_ASSERT(joint == reference::least_joint_cost(spellings(), ours, theirs));
  if (joint) RC_ASSERT(spellings().may_match(*a, *b));
}

RC_GTEST_PROP(Lattice, MeetsHangulInEverySystem, ()) {
  const auto syllable =
      rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 19), rc::gen::inRange(0, 21),
                                  rc::gen::element(0, 1, 4, 8, 16, 17, 21)),
                   [](const std::tuple<int, int, int>& parts) {
                     return Syllable{static_cast<std::uint8_t>(std::get<0>(parts)),
                                     static_cast<std::uint8_t>(std::get<1>(parts)),
                                     static_cast<std::uint8_t>(std::get<2>(parts))};
                   });
  const std::vector<Syllable> given = *rc::gen::container<std::vector<Syllable>>(2, syllable);
  std::u32string name = U"김";
  for (const Syllable& one : given) name.push_back(point_of(one));
  std::string hangul;
  for (const char32_t point : name) {
    hangul.push_back(static_cast<char>(0xe0 | (point >> 12)));
    hangul.push_back(static_cast<char>(0x80 | ((point >> 6) & 0x3f)));
    hangul.push_back(static_cast<char>(0x80 | (point & 0x3f)));
  }
  for (const KoreanSystem system : {KoreanSystem::Revised, KoreanSystem::McCuneReischauer,
                                    KoreanSystem::Dprk, KoreanSystem::Kontsevich}) {
    const std::string written = matcher().romaniser().person(hangul, system);
    // The words may agree by more still.
    RC_ASSERT(
        matcher().compare_korean(matcher().parse(hangul), matcher().parse(written), false).korean);
  }
}

RC_GTEST_PROP(Sounds, DistanceIsTheRecursiveDefinitions, ()) {
  const auto word = rc::gen::container<std::string>(
      rc::gen::elementOf(std::string("aeiouybdfgkhlmnprstvzSZCJTXG")));
  const std::string a = (*word).substr(0, 10);
  const std::string b = (*word).substr(0, 10);
  RC_PRE(!a.empty() && !b.empty());
  const Sounds& sounds = matcher().sounds();
  const int distance = sounds.distance(a, b, 10000);
  RC_ASSERT(distance == reference::Distance(sounds, a, b)());
  RC_ASSERT(distance == sounds.distance(b, a, 10000));
  RC_ASSERT(sounds.least_distance(sounds.signature(a), sounds.signature(b)) <= distance);
}

}  // namespace
}  // namespace depone::names
