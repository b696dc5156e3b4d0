// Indicators: the examples of every table entry, labelled cases with floors, and the paragraph the
// product is built around.
#include "reading/indicators.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <toml++/toml.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/json.h"
#include "reading/language_tables.h"
#include "reading/phrase_matcher.h"
#include "tests/base/result_matchers.h"
#include "text/passages.h"
#include "text/unicode.h"

namespace depone::reading {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::Not;

const IndicatorLexicon& lexicon() {
  static const IndicatorLexicon loaded = [] {
    Result<IndicatorLexicon> result = IndicatorLexicon::load(embedded_data());
    if (!result.ok()) ADD_FAILURE() << to_string(result.error());
    return result.ok() ? std::move(result).take() : IndicatorLexicon();
  }();
  return loaded;
}

std::vector<Claim> read_document(const std::string& content, Language language) {
  Document document;
  document.text = content;
  const text::CodePointIndex index(document.text);
  std::vector<Claim> out;
  for (const Passage& passage : text::split_passages(document.text)) {
    const std::size_t begin = index.byte_at(passage.span.start);
    const std::size_t end = index.byte_at(passage.span.end);
    const bool foreign = language != Language::Unknown;
    lexicon().find({std::string_view(document.text).substr(begin, end - begin), begin,
                    foreign ? language : passage.language, &document, &index},
                   out);
  }
  for (const Claim& claim : out) {
    EXPECT_EQ(claim.quote, slice(document.text, claim.span));
  }
  return out;
}

std::set<std::string> words_of(const std::vector<Claim>& claims) {
  std::set<std::string> out;
  for (const Claim& claim : claims) out.insert(claim.word);
  return out;
}

std::vector<std::string> texts(const toml::node* node) {
  std::vector<std::string> out;
  if (node == nullptr) return out;
  if (const auto one = node->value<std::string>()) out.push_back(*one);
  if (const toml::array* many = node->as_array()) {
    for (const toml::node& each : *many) out.push_back(each.value_or(std::string()));
  }
  return out;
}

struct Tally {
  int found = 0;
  int wanted = 0;
  int extra = 0;
  double recall() const { return wanted == 0 ? 1 : 1.0 * found / wanted; }
  double precision() const { return found + extra == 0 ? 1 : 1.0 * found / (found + extra); }
};

// Sentences under [[case]] with `text` and `is` (a list; empty for distractors). An indicator that
// is found but not wanted counts against precision.
Tally tally_of(const std::string& file, Language language) {
  Tally tally;
  const toml::table root =
      toml::parse_file(std::string(DEPONE_SOURCE_DIR) + "/tests/reading/cases/" + file);
  const toml::array* cases = root["case"].as_array();
  if (cases == nullptr) return tally;
  for (const toml::node& node : *cases) {
    const toml::table& one = *node.as_table();
    const std::string sentence = one["text"].value_or(std::string());
    const std::vector<std::string> wanted = texts(one.get("is"));
    const std::set<std::string> got = words_of(read_document(sentence, language));
    for (const std::string& name : wanted) {
      EXPECT_TRUE(indicator_of(name)) << name;
      ++tally.wanted;
      if (got.contains(name)) {
        ++tally.found;
      } else {
        std::cout << "  missed " << name << ": " << sentence << "\n";
      }
    }
    for (const std::string& name : got) {
      if (std::find(wanted.begin(), wanted.end(), name) != wanted.end()) continue;
      ++tally.extra;
      std::cout << "  extra " << name << ": " << sentence << "\n";
    }
  }
  return tally;
}

void expect_floors(const std::string& file, Language language, double recall, double precision) {
  const Tally tally = tally_of(file, language);
  std::cout << file << ": recall " << tally.recall() << ", precision " << tally.precision()
            << " over " << tally.wanted << " wanted\n";
  ASSERT_GE(tally.wanted, 15);
  EXPECT_GE(tally.recall(), recall);
  EXPECT_GE(tally.precision(), precision);
}

TEST(IndicatorCases, EnglishKeepItsFloors) {
  expect_floors("indicators_en.toml", Language::English, 0.9, 0.9);
}
// Most of these sentences were written before their wordings; the fresh ones among them were found
// at a rate of one in four, which is what to expect of testimony nobody has tuned to.
TEST(IndicatorCases, EnglishTestimonyKeepsItsFloors) {
  expect_floors("indicators_testimony_en.toml", Language::English, 0.9, 0.9);
}
TEST(IndicatorCases, KoreanKeepItsFloors) {
  expect_floors("indicators_ko.toml", Language::Korean, 0.9, 0.9);
}
TEST(IndicatorCases, RussianKeepItsFloors) {
  expect_floors("indicators_ru.toml", Language::Russian, 0.9, 0.9);
}
// Written after the tables were tuned on the others, and not tuned on since.
TEST(IndicatorCases, HeldOutKeepTheirFloors) {
  expect_floors("indicators_held_out_en.toml", Language::English, 0.65, 0.85);
  expect_floors("indicators_held_out_ko.toml", Language::Korean, 0.65, 0.85);
  expect_floors("indicators_held_out_ru.toml", Language::Russian, 0.65, 0.85);
}

TEST(IndicatorTables, FindEachEntrysExamplesAndNoCounterExample) {
  for (const Language language : kLexiconLanguages) {
    const auto tables = read_tables(embedded_data(), {table_path("reading/lexicon", language),
                                                      table_path("reading/indicators", language)});
    ASSERT_THAT(tables, IsOk());
    const auto matcher = PhraseMatcher::build(language, tables.value(), "indicator");
    ASSERT_THAT(matcher, IsOk());
    std::set<std::string> covered;
    for (const PhraseEntry& entry : matcher.value().entries()) {
      covered.insert(entry.is);
      EXPECT_FALSE(entry.examples.empty()) << entry.table << " " << entry.is;
      EXPECT_FALSE(entry.counter_examples.empty()) << entry.table << " " << entry.is;
      for (const std::string& example : entry.examples) {
        EXPECT_THAT(words_of(read_document(example, language)), Contains(entry.is)) << example;
      }
      for (const std::string& counter : entry.counter_examples) {
        EXPECT_THAT(words_of(read_document(counter, language)), Not(Contains(entry.is))) << counter;
      }
    }
    EXPECT_EQ(covered.size(), static_cast<std::size_t>(kIndicatorCount)) << name_of(language);
  }
}

// The paragraph of issue 2 and our translations of it. "Supervisors punish workers for resting"
// is intimidation: the text shows a penalty that disciplines, and no blow.
const std::set<std::string> kParagraphIndicators = {
    "restriction_of_movement", "isolation", "excessive_overtime", "intimidation_and_threats",
    "abusive_working_and_living_conditions"};

TEST(IndicatorLexicon, ReadsTheEscapedWorkersParagraph) {
  const std::string paragraph =
      "One former worker said he was taken from the airport straight to a construction site by a "
      "security agent who ordered him to avoid contact with outsiders. He worked over 18 hours a "
      "day with just two days off a year. Supervisors punish workers for resting. Another, "
      "severely injured in a fall, was forbidden to seek medical attention. More than 10,000 "
      "labourers were sent last year and over 50,000 are expected.";
  const std::vector<Claim> claims = read_document(paragraph, Language::Unknown);
  EXPECT_EQ(words_of(claims), kParagraphIndicators);
  for (const Claim& claim : claims) EXPECT_EQ(claim.polarity, Polarity::Asserted) << claim.quote;
  ASSERT_FALSE(claims.empty());
  EXPECT_EQ(claims[0].attribution, "One former worker said");
}

TEST(IndicatorLexicon, ReadsTheParagraphInKorean) {
  const std::vector<Claim> claims = read_document(
      "한 전직 노동자는 공항에서 보위부 요원에게 이끌려 곧바로 건설 현장으로 끌려갔으며 요원은 "
      "외부인과의 접촉을 피하라고 명령했다고 말했다. 그는 하루 18시간 넘게 일했고 1년에 이틀만 "
      "쉬었다. 감독관들은 쉬는 노동자들을 처벌한다. 추락해 크게 다친 다른 노동자는 치료를 받는 "
      "것이 금지됐다. 지난해 1만 명 이상의 노동자가 보내졌고 5만 명 이상이 더 갈 예정이다.",
      Language::Unknown);
  EXPECT_EQ(words_of(claims), kParagraphIndicators);
  for (const Claim& claim : claims) EXPECT_EQ(claim.polarity, Polarity::Asserted) << claim.quote;
}

TEST(IndicatorLexicon, ReadsTheParagraphInRussian) {
  const std::vector<Claim> claims = read_document(
      "Один бывший рабочий рассказал, что агент безопасности отвёз его из аэропорта прямо на "
      "стройку и приказал избегать контактов с посторонними. Он работал более 18 часов в сутки "
      "всего с двумя выходными в год. Надзиратели наказывают рабочих за отдых. Другому рабочему, "
      "тяжело раненному при падении, запретили обращаться за медицинской помощью. В прошлом году "
      "прислали более 10 000 рабочих, ожидают свыше 50 000.",
      Language::Unknown);
  EXPECT_EQ(words_of(claims), kParagraphIndicators);
  for (const Claim& claim : claims) EXPECT_EQ(claim.polarity, Polarity::Asserted) << claim.quote;
}

TEST(IndicatorLexicon, GivesNothingForOtherLanguages) {
  EXPECT_THAT(read_document("Les ouvriers sont battus et enfermes.", Language::Other), IsEmpty());
}

TEST(IndicatorLexicon, NamesTheEntryOfABrokenTable) {
  class Broken final : public DataFiles {
   public:
    Result<std::string> read(std::string_view path) const override {
      if (path == "reading/indicators_en.toml") {
        return std::string("[[indicator]]\nis = \"deception\"\nphrases = [\"<nowhere>\"]\n");
      }
      return embedded_data().read(path);
    }
    Result<std::vector<std::string>> list(std::string_view prefix) const override {
      return embedded_data().list(prefix);
    }
  };
  const Result<IndicatorLexicon> loaded = IndicatorLexicon::load(Broken());
  ASSERT_THAT(loaded, HasFault(Fault::InvalidInput));
  EXPECT_THAT(loaded.error().what, ::testing::HasSubstr("<nowhere>"));
}

// Labelled documents are not labelled exhaustively, so only recall has a floor; predictions are
// printed for the eye.
TEST(IndicatorCorpus, FindsMostLabelledIndicators) {
  const std::filesystem::path folder = DEPONE_SOURCE_DIR "/../shared/data/corpus";
  std::ifstream labels(folder / "claims.jsonl");
  if (!labels) GTEST_SKIP() << "no development data at " << folder;
  std::map<std::string, std::vector<Json>> wanted;
  for (std::string line; std::getline(labels, line);) {
    const Result<Json> label = parse_json(line, "claims.jsonl");
    ASSERT_THAT(label, IsOk());
    if (label.value().value("kind", "") != "indicator") continue;
    wanted[label.value().value("doc", "")].push_back(label.value());
  }
  int total = 0;
  int found = 0;
  int right_polarity = 0;
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder / "docs")) {
    files.push_back(file.path());
  }
  std::sort(files.begin(), files.end());
  for (const std::filesystem::path& path : files) {
    std::ifstream in(path);
    std::stringstream buffer;
    buffer << in.rdbuf();
    const std::vector<Claim> claims = read_document(buffer.str(), Language::Unknown);
    for (const Claim& claim : claims) {
      std::cout << path.stem().string() << " " << claim.word << " [" << name_of(claim.polarity)
                << "] " << claim.span.start << "-" << claim.span.end << "\n";
    }
    for (const Json& label : wanted[path.stem().string()]) {
      ++total;
      const TextSpan span{label.value("start", 0u), label.value("end", 0u)};
      const auto match = std::find_if(claims.begin(), claims.end(), [&](const Claim& claim) {
        return claim.word == label.value("value", "") && claim.span.overlaps(span);
      });
      if (match == claims.end()) {
        std::cout << "  missed " << path.stem().string() << " " << label.value("value", "") << " "
                  << span.start << "-" << span.end << "\n";
        continue;
      }
      ++found;
      if (name_of(match->polarity) == label.value("polarity", "")) ++right_polarity;
    }
  }
  std::cout << "corpus: " << found << " of " << total << " found, " << right_polarity
            << " with the labelled polarity\n";
  EXPECT_GE(found, total * 9 / 10);
  EXPECT_GE(right_polarity, found * 9 / 10);
}

}  // namespace
}  // namespace depone::reading
