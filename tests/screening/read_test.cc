// List files of every form, small and invented, and what is not of the form.
#include "screening/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/base/result_matchers.h"

namespace depone::screening {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(const Entry& entry) {
  std::vector<std::string> out;
  for (const ListedName& name : entry.names) out.push_back(name.text);
  return out;
}

List read_one(std::string_view text) { return read_list(text, kind_of(text), "list").take(); }

TEST(ReadList, TakesTheUnsConsolidatedList) {
  const List list = read_one(R"(<?xml version="1.0"?>
<CONSOLIDATED_LIST dateGenerated="2026-01-02T03:04:05Z"><INDIVIDUALS><INDIVIDUAL>
 <FIRST_NAME>IVAN</FIRST_NAME><SECOND_NAME>PROBNYI</SECOND_NAME><REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER>
 <NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>
 <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Iwan Probny</ALIAS_NAME></INDIVIDUAL_ALIAS>
 <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Vanya</ALIAS_NAME></INDIVIDUAL_ALIAS>
 <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
 <INDIVIDUAL_DATE_OF_BIRTH><YEAR>1970</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
</INDIVIDUAL></INDIVIDUALS><ENTITIES><ENTITY><FIRST_NAME>PROBE WORKS</FIRST_NAME>
<REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER></ENTITY></ENTITIES></CONSOLIDATED_LIST>)");
  EXPECT_EQ(list.date, "2026-01-02T03:04:05Z");
  ASSERT_EQ(list.entries.size(), 2u);
  EXPECT_THAT(texts(list.entries[0]), ElementsAre("IVAN PROBNYI", "Iwan Probny", "Vanya"));
  EXPECT_TRUE(list.entries[0].names[2].weak);
  EXPECT_THAT(list.entries[0].birth_years, ElementsAre(1970));
  EXPECT_THAT(list.entries[0].countries, ElementsAre("kp"));
  EXPECT_EQ(list.entries[1].schema, Schema::Organization);
}

TEST(ReadList, NeverFollowsEntities) {
  const std::string text =
      "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
      "<CONSOLIDATED_LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>&e;</FIRST_NAME>"
      "</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>";
  const auto list = read_list(text, ListKind::UnXml, "list");
  if (list.ok()) {
    for (const Entry& entry : list.value().entries) {
      EXPECT_THAT(texts(entry), ElementsAre("&e;"));
    }
  }
}

TEST(ReadLists, JoinsOfacsNamesAndAlternates) {
  const auto lists = read_lists(
      {{"alt.csv", "7,1,\"aka\",\"PROBNY, Ivan\",-0- \n9,2,\"aka\",\"ALONE\",-0- \n"},
       {"sdn.csv",
        "7,\"PROBNYI, Ivan\",\"individual\",\"TEST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"
        "\"DOB 12 Mar 1960; nationality Russia; alt. DOB 1961.\"\n"
        "8,\"CAF\xc9 PROBE\",-0- ,\"TEST\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n\x1a"}});
  ASSERT_THAT(lists, IsOk());
  ASSERT_EQ(lists.value().size(), 1u);
  const List& list = lists.value()[0];
  ASSERT_EQ(list.entries.size(), 3u);
  EXPECT_THAT(texts(list.entries[0]), ElementsAre("PROBNYI, Ivan", "PROBNY, Ivan"));
  EXPECT_THAT(list.entries[0].birth_years, ElementsAre(1960, 1961));
  EXPECT_THAT(list.entries[0].countries, ElementsAre("ru"));
  EXPECT_THAT(texts(list.entries[1]), ElementsAre("CAF\xc3\x89 PROBE"));
  EXPECT_EQ(list.entries[2].id, "9");
}

TEST(ReadList, TakesTheEusListInBothForms) {
  const List xml = read_one(
      "<export generationDate=\"2026-03-04\"><sanctionEntity logicalId=\"5\" "
      "euReferenceNumber=\"EU.5.1\"><subjectType code=\"person\"/>"
      "<nameAlias wholeName=\"Ivan Probnyi\" strong=\"true\"/>"
      "<nameAlias firstName=\"Vanya\" lastName=\"P\" wholeName=\"\" strong=\"false\"/>"
      "<birthdate year=\"1955\"/><citizenship countryIso2Code=\"RU\"/></sanctionEntity></export>");
  ASSERT_EQ(xml.entries.size(), 1u);
  EXPECT_THAT(texts(xml.entries[0]), ElementsAre("Ivan Probnyi", "Vanya P"));
  EXPECT_TRUE(xml.entries[0].names[1].weak);
  EXPECT_EQ(xml.date, "2026-03-04");
  const List csv = read_one(
      "fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType;"
      "NameAlias_WholeName;BirthDate_Year;Citizenship_CountryIso2Code\n"
      "04/03/2026;5;EU.5.1;P;Ivan Probnyi;;\n04/03/2026;5;EU.5.1;P;Iwan Probny;;\n"
      "04/03/2026;5;EU.5.1;P;;1955;RU\n");
  ASSERT_EQ(csv.entries.size(), 1u);
  EXPECT_THAT(texts(csv.entries[0]), ElementsAre("Ivan Probnyi", "Iwan Probny"));
  EXPECT_THAT(csv.entries[0].birth_years, ElementsAre(1955));
}

TEST(ReadList, TakesOpenSanctionsInBothForms) {
  const List simple = read_one(
      "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"dataset\",\"last_"
      "change\"\n"
      "\"Q1\",\"Person\",\"Ivan Probnyi\",\"Iwan "
      "Probny;Vanya\",\"1955-01-01\",\"ru;kp\",\"Probe\",\"2026-05-06\"\n");
  ASSERT_EQ(simple.entries.size(), 1u);
  EXPECT_THAT(texts(simple.entries[0]), ElementsAre("Ivan Probnyi", "Iwan Probny", "Vanya"));
  EXPECT_THAT(simple.entries[0].countries, ElementsAre("kp", "ru"));
  EXPECT_EQ(simple.date, "2026-05-06");
  const List entities = read_one(
      "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ivan Probnyi\"],"
      "\"weakAlias\":[\"Vanya\"],\"birthDate\":[\"1955\"]},\"datasets\":[\"probe\"]}\n"
      "{\"id\":\"b\",\"schema\":\"Address\",\"properties\":{\"full\":[\"x\"]},\"caption\":\"x\"}"
      "\n");
  ASSERT_EQ(entities.entries.size(), 1u);
  EXPECT_THAT(texts(entities.entries[0]), ElementsAre("Ivan Probnyi", "Vanya"));
  EXPECT_TRUE(entities.entries[0].names[1].weak);
}

TEST(ReadList, TakesTablesAndPlainLines) {
  const List table = read_one("id,name_latin,birth\n4,KIM Yong Su,1960-02-03\n");
  ASSERT_EQ(table.entries.size(), 1u);
  EXPECT_EQ(table.entries[0].id, "4");
  EXPECT_THAT(table.entries[0].birth_years, ElementsAre(1960));
  const List plain = read_one("KIM Yong Su\r\n\n# a remark\nLEE Young Hee");
  ASSERT_EQ(plain.entries.size(), 2u);
  EXPECT_THAT(texts(plain.entries[1]), ElementsAre("LEE Young Hee"));
}

TEST(ReadList, NamesTheFileAndPlaceOfWhatIsWrong) {
  const auto xml = read_list("<CONSOLIDATED_LIST><a></b>", ListKind::UnXml, "un.xml");
  ASSERT_THAT(xml, HasFault(Fault::InvalidInput));
  EXPECT_NE(xml.error().what.find("un.xml"), std::string::npos);
  const auto json = read_list("{\"id\":1}\n{oops\n", ListKind::FollowTheMoney, "e.json");
  ASSERT_THAT(json, HasFault(Fault::InvalidInput));
  EXPECT_NE(json.error().what.find("line 2"), std::string::npos);
  EXPECT_THAT(read_list("a;b\n", ListKind::EuCsv, "eu.csv"), HasFault(Fault::InvalidInput));
}

}  // namespace
}  // namespace depone::screening
