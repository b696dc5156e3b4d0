#include "dossier/redactor.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "dossier/html.h"
#include "dossier/personal_data.h"
#include "dossier/self_check.h"
#include "tests/base/result_matchers.h"

namespace depone::dossier {
namespace {

const std::string kB(kBar);

Redactor redactor_for(std::vector<std::string> strings, Audience audience = Audience::Internal) {
  Terms terms;
  terms.audience = audience;
  terms.protected_strings = std::move(strings);
  return Redactor(terms);
}

TEST(Redactor, CoversEveryWayANameIsWritten) {
  struct Case {
    const char* name;
    const char* text;
    std::string expected;
  };
  for (const Case& c : std::vector<Case>{
           {"Kim Jong-un", "Then Kim Jong-un spoke.", "Then " + kB + " spoke."},
           {"Kim Jong-un", "KIM JONG UN", kB},
           {"Kim Jong-un", "kim jongun's brother", kB + "'s brother"},
           {"Kim Jong-un", "Kim\u00A0Jong\u2011un", kB},
           {"Kim Jong-un", "Kim\n  Jong\t-\nun", kB},
           {"Kim Jong-un", "Ki\u200Bm Jo\u00ADng-un", kB},
           {"Kim Jong-un", "Jong-un Kim said", kB + " said"},
           {"Kim Jong-un", "\uFF2B\uFF49\uFF4D Jong-un", kB},
           {"김철수", "김철수는 말했다", kB + " 말했다"},
           {"김철수", "故김 철 수 씨", "故" + kB + " 씨"},
           {"김철수", "\u1100\u1175\u11B7\u110E\u1165\u11AF\u1109\u116E\u1100\u1161", kB},
           {"Иванова Мария", "с Марией Ивановой говорили", "с " + kB + " говорили"},
           {"Сергей Петров", "Сергея Петрова видели", kB + " видели"},
           {"Сергей Петров", "СЕРГЕЮ ПЕТРОВУ", kB},
           {"Пётр", "Петра искали", kB + " искали"},
           {"Павел Громов", "Павла Громова", kB},
           {"Достоевский", "Достоевского", kB},
           {"Ким", "Киму сказали", kB + " сказали"},
           {"José Peña", "Jose Pena came", kB + " came"},
           {"Jose Pena", "JOSÉ PEÑA came", kB + " came"},
           {"Petrov", "P\u0435trov with a Cyrillic e", kB + " with a Cyrillic e"},
           {"王小明", "昨天王小明说", "昨天" + kB + "说"},
       }) {
    EXPECT_EQ(redactor_for({c.name}).redact(c.text), c.expected) << c.name << " in " << c.text;
  }
}

TEST(Redactor, LeavesOtherWordsAlone) {
  for (const auto& [name, text] : std::vector<std::pair<const char*, const char*>>{
           {"Li", "Life is like that"},
           {"Kim", "Kimono"},
           {"Ким", "Химки"},
           {"Anna", "Susanna sang"},
           {"Сергей Петров", "Сергей и Пётр"},
           {"김철수", "김철호는"},
       }) {
    EXPECT_EQ(redactor_for({name}).redact(text), text) << name;
  }
}

Redactor redactor_for_listed(std::vector<std::string> names) {
  Terms terms;
  terms.audience = Audience::Internal;
  terms.protected_strings = {"Secret Place"};
  terms.listed_names = std::move(names);
  return Redactor(terms);
}

TEST(Redactor, CoversNamesOnListsAsTheyAreWritten) {
  const Redactor redactor =
      redactor_for_listed({"Kim Chol-su", "Ho Un", "박일남", "Пак Ир Нам", "AB1234567"});
  for (const auto& [text, expected] : std::vector<std::pair<std::string, std::string>>{
           {"Then Kim Chol-su spoke.", "Then " + kB + " spoke."},
           {"KIM CHOLSU's brother", kB + "'s brother"},
           {"Chol-su Kim", kB},
           {"Ki\u200Bm Chol su", kB},
           {"박일남은 말했다", kB + " 말했다"},
           {"с Пак Ир Намом", "с " + kB},
           {"passport AB1234567.", "passport " + kB + "."},
           {"Ho Un left.", kB + " left."},
       }) {
    EXPECT_EQ(redactor.redact(text), expected) << text;
  }
}

TEST(Redactor, LeavesWordsAloneThatOnlyContainAListedName) {
  // Nobody has looked through a list for names that are words.
  const Redactor redactor = redactor_for_listed({"Ho Un", "Chi Na", "Pak Is", "An Song"});
  for (const char* text : {"A hound and an hour.", "Houn", "Chinatown in China", "Pakistan",
                           "a pack is", "Ansongi", "I sang an unsung song"}) {
    EXPECT_EQ(redactor.redact(text), text);
  }
}

TEST(Redactor, TellsListedNamesFromProtectedStrings) {
  const Redactor redactor = redactor_for_listed({"Kim Chol-su"});
  EXPECT_EQ(redactor.find_protected("at Secret Place"), 0u);
  EXPECT_EQ(redactor.find_protected("with Kim Chol-su"), 1u);
  EXPECT_EQ(redactor.find_listed_name("at Secret Place"), std::nullopt);
  EXPECT_EQ(redactor.find_listed_name("with Kim Chol-su"), 1u);
  const auto found = check_protected({{"dossier.json", "[\"Kim Chol-su\"]"}}, redactor);
  ASSERT_THAT(found, HasFault(Fault::Denied));
  EXPECT_EQ(found.error().what.find("Chol"), std::string::npos);
}

TEST(Redactor, HidesTheLengthOfWhatItCovers) {
  const Redactor redactor = redactor_for({"Bo", "Maximiliana Wolkenstein"});
  EXPECT_EQ(redactor.redact("Bo came"), redactor.redact("Maximiliana Wolkenstein came"));
}

TEST(Redactor, CoversWholeNamesInPartsOfAText) {
  const Redactor redactor = redactor_for({"Ri Chol-min"});
  const std::string text = "Then Ri Chol-min worked";
  EXPECT_EQ(Redactor::redact_range(text, redactor.find(text), 13, text.size()), kB + " worked");
  EXPECT_EQ(Redactor::redact_range(text, redactor.find(text), 0, 7), "Then " + kB);
}

TEST(Redactor, NamesTheStringThatMatched) {
  const Redactor redactor = redactor_for({"", "Aaa Bbb", "Ri Chol-min"});
  EXPECT_EQ(redactor.find_protected("ri cholmin"), 2u);
  EXPECT_EQ(redactor.find_protected("nobody"), std::nullopt);
}

TEST(Redactor, CoversPersonalDataBeyondInternalUse) {
  const std::string text = "Write to a.b@c.example";
  EXPECT_EQ(redactor_for({}, Audience::Public).redact(text), "Write to " + kB);
  EXPECT_EQ(redactor_for({}, Audience::Internal).redact(text), text);
}

TEST(PersonalData, IsFoundByItsForm) {
  for (const char* text :
       {"a.b@c.example", "+7 (924) 123-45-67", "+82 10 1234 5678", "010-1234-5678",
        "8 924 123 45 67", "89241234567", "M12345678", "AB 123456", "4506 123456", "45 06 123456",
        "850101-1234567", "1234 5678 9012 3456", "@worker_six", "(02) 123-456789"}) {
    const auto found = find_personal_data(text);
    ASSERT_EQ(found.size(), 1u) << text;
    EXPECT_EQ(found[0].begin, 0u) << text;
    EXPECT_EQ(found[0].end, std::string_view(text).size()) << text;
  }
}

TEST(PersonalData, IsNotSeenInDatesYearsSumsAndCounts) {
  for (const char* text :
       {"2017-12-22", "on 2017-12-22, 2019-12-22", "2014-2016", "2015 2016 2017", "1 000 000 000",
        "50,000 workers", "13,221", "18 hours", "8.9 million", "2024/3015", "12:30-14:00", "@ 5",
        "UNSCR 2397", "3 500 000", "a@", "06:00-02:00"}) {
    EXPECT_TRUE(find_personal_data(text).empty()) << text;
  }
}

TEST(SelfCheck, SeesThroughEscapesTagsAndNesting) {
  const Redactor redactor = redactor_for({"Ri Chol-min", "김철수"});
  const auto denied = HasFault(Fault::Denied);
  EXPECT_THAT(check_protected({{"a.txt", "RI  CHOL MIN"}}, redactor), denied);
  EXPECT_THAT(check_protected({{"a.html", "<b>Ri</b> Ch<mark>ol</mark>-min"}}, redactor), denied);
  EXPECT_THAT(check_protected({{"a.html", "R&#105; &#x43;hol&#45;min"}}, redactor), denied);
  EXPECT_THAT(check_protected({{"a.html", "<p title=\"Ri Chol-min\">x</p>"}}, redactor), denied);
  EXPECT_THAT(check_protected({{"a.html", "&#44608;&#52384;&#49688;"}}, redactor), denied);
  EXPECT_THAT(check_protected({{"a.json", R"({"x":"\u0052i Chol\u002dmin"})"}}, redactor), denied);
  EXPECT_THAT(check_protected({{"a.json", R"({"\uae40\ucca0\uc218":1})"}}, redactor), denied);
  EXPECT_THAT(
      check_protected({{"a.json", R"({"leaf":"{\"x\":\"\\u0052i Chol-min\"}"})"}}, redactor),
      denied);
  EXPECT_THAT(check_protected({{"a.json", R"({"x":"Ri and Chol"})"}, {"a.txt", "min"}}, redactor),
              IsOk());
}

TEST(Escape, LetsNoMarkupThrough) {
  EXPECT_EQ(escape("<a href=\"x\" on='y'>&</a>"),
            "&lt;a href=&quot;x&quot; on=&#39;y&#39;&gt;&amp;&lt;/a&gt;");
  EXPECT_EQ(escape(std::string_view("a\0b", 3)), "a\uFFFDb");
  // A cut sequence must not swallow the bracket after it.
  EXPECT_EQ(escape("\xE2<script>").find('<'), std::string::npos);
  EXPECT_EQ(escape("\xF0\x9F<b>").find('<'), std::string::npos);
}

RC_GTEST_PROP(Escape, NeverLeavesABracketOrQuote, (const std::string& text)) {
  RC_ASSERT(escape(text).find_first_of("<>\"'") == std::string::npos);
}

// Pieces of names and what may stand between and around them.
rc::Gen<std::string> texts_of_pieces() {
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
                          "ri", "Chol", "min", "CHOLMIN", "Мари", "ей", "и", "김", "철수", "는",
                          " ", "-", "\n", "\u200B", "x", "7", "'s")),
                      [](const std::vector<std::string>& parts) {
                        std::string joined;
                        for (const std::string& part : parts) joined += part;
                        return joined;
                      });
}

RC_GTEST_PROP(Redactor, LeavesNothingItWouldFindAgain, ()) {
  const Redactor redactor = redactor_for({"Ri Chol-min", "Мария", "김철수"});
  RC_ASSERT(!redactor.find_protected(redactor.redact(*texts_of_pieces())).has_value());
}

RC_GTEST_PROP(Redactor, LeavesNoListedNameItWouldFindAgain, ()) {
  const Redactor redactor = redactor_for_listed({"Ri Chol-min", "Мария Ри", "김철수", "Ri Min"});
  RC_ASSERT(!redactor.find_protected(redactor.redact(*texts_of_pieces())).has_value());
}

RC_GTEST_PROP(Redactor, FindsManyListedNamesAsItFindsEach, ()) {
  // The table of beginnings must hide no name behind another one.
  const std::vector<std::string> names = {"Ri Chol-min", "Ri Min", "Chol Ri",
                                          "Мария Ри",    "김철수", "Min Chol-x7"};
  const Redactor all = redactor_for_listed(names);
  const std::string text = *texts_of_pieces();
  bool any = false;
  for (const std::string& name : names) {
    any = any || redactor_for_listed({name}).find_listed_name(text).has_value();
  }
  RC_ASSERT(all.find_listed_name(text).has_value() == any);
}

TEST(Shorten, CountsEastAsianLettersTwice) {
  EXPECT_EQ(shorten("abcdef", 6), "abcdef");
  EXPECT_EQ(shorten("abcdefg", 6), "abcde\u2026");
  EXPECT_EQ(shorten("한빛일보", 6), "한빛\u2026");
}

}  // namespace
}  // namespace depone::dossier
