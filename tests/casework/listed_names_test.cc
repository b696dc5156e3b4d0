#include "casework/listed_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace depone::casework {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

std::vector<std::string> names_in(const std::string& csv) {
  const KeptList list{"list.csv", csv};
  return listed_names(std::span(&list, 1), {});
}

TEST(ListedNames, AreWholeNamesWhereverTheyStand) {
  EXPECT_THAT(names_in("name\nPak Il-nam\nKim Chol-su\nRi\n"),
              UnorderedElementsAre("Pak Il-nam", "Kim Chol-su"))
      << "a family name alone would cover everybody who bears it";
  EXPECT_THAT(names_in("family_name,given_name\nPak,Il-nam\nKim,Chol-su\n"),
              UnorderedElementsAre("Pak Il-nam", "Kim Chol-su"));
  EXPECT_THAT(names_in("family_name,given_name\nPak,Il nam\nKim,Chol-su\nRi,Song-ho\n"),
              UnorderedElementsAre("Pak Il nam", "Kim Chol-su", "Ri Song-ho"))
      << "a given name alone covers others, too";
  EXPECT_THAT(names_in("Фамилия,Имя\nПак,Ир Нам\nКим,Чхоль Су\n"),
              UnorderedElementsAre("Пак Ир Нам", "Ким Чхоль Су", "Ир Нам", "Чхоль Су"));
  EXPECT_THAT(names_in("이름\n박일남\n김철\n"), UnorderedElementsAre("박일남"));
}

TEST(ListedNames, AreFoundUnderAHeadingThatSaysNothing) {
  EXPECT_THAT(names_in("who,born\nPak Il-nam,1984\nKim Chol-su,1990\nHan Song-min,1977\n"),
              UnorderedElementsAre("Pak Il-nam", "Kim Chol-su", "Han Song-min"));
}

TEST(ListedNames, AreWhatASpecSaysUnderEachListsOwnHeading) {
  CaseFile told;
  told.estimates.emplace_back().spec = "link.toml";
  const std::string spec =
      "[columns]\nwho = [\"Х\"]\n[[field]]\nkind = \"cross_script_person\"\ncolumns = [\"who\"]\n"
      "[[block]]\nkeys = [\"whole_name(who)\"]\n";
  // One man, many times: a column that hardly differs is no column of names by itself.
  std::string list = "Х,seen\n";
  for (int day = 1; day < 9; ++day) list += "Пак Ир Нам,2025-03-0" + std::to_string(day) + "\n";
  const std::array<KeptList, 2> lists = {KeptList{"a.csv", list}, {"link.toml", spec}};
  EXPECT_THAT(listed_names(lists, told), Contains("Пак Ир Нам"));
  EXPECT_THAT(listed_names(std::span(lists).first(1), {}), Not(Contains("Пак Ир Нам")));
}

TEST(ListedNames, AreNumbersAndAddressesOfPersonsButNoDates) {
  EXPECT_THAT(names_in("passport,mail,seen\n563201987,a@mail.invalid,2025-03-01\n"
                       "472110983,b@mail.invalid,2025-03-02\n"),
              UnorderedElementsAre("563201987", "472110983", "a@mail.invalid", "b@mail.invalid"));
}

TEST(ListedNames, AreNeitherPlacesNorTradesNorCounts) {
  std::string csv = "name,town,trade,count\n";
  for (int i = 0; i < 40; ++i) {
    csv += "Kim Chol-" + std::string(1, static_cast<char>('a' + i % 26)) + "o,";
    csv += i % 2 == 0 ? "Nizhny Novgorod," : "Saint Petersburg,";
    csv += i % 3 == 0 ? "crane operator," : "concrete worker,";
    csv += std::to_string(1000000) + "\n";
  }
  const std::vector<std::string> names = names_in(csv);
  EXPECT_THAT(names, Contains("Kim Chol-ao"));
  for (const char* common : {"Nizhny Novgorod", "concrete worker", "1000000"}) {
    EXPECT_THAT(names, Not(Contains(common)));
  }
}

TEST(ListedNames, AreNoneInATableOfOverlaps) {
  EXPECT_THAT(names_in("Clinic,Union,count\n1,0,600000\n0,1,450000\n1,1,250000\n"), IsEmpty());
}

}  // namespace
}  // namespace depone::casework
