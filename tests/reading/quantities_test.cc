// The invented sentences of tests/reading/cases/quantities.tsv, and the labelled corpus when there.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

#include "base/json.h"
#include "reading/reader.h"
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

std::vector<Claim> read(const std::string& text, Language language, PartialDate date) {
  Document document;
  document.text = text;
  document.language = language;
  document.date = date;
  document.passages = text::split_passages(text);
  for (Passage& passage : document.passages) passage.language = language;
  return reader().read(document);
}

// "hours_per_day=16..18/exact"; dates are "date=2023-04".
std::string in_short(const Claim& claim) {
  const std::string kind(name_of(claim.kind));
  if (!claim.value) return kind + "=" + claim.word;
  std::string text = kind + "=" + to_string(*claim.value);
  if (claim.value_hi) text += ".." + to_string(*claim.value_hi);
  return text + "/" + std::string(name_of(claim.bound));
}

bool is_number_or_date(const Claim& claim) {
  return claim.kind != ClaimKind::Indicator && claim.kind != ClaimKind::Place &&
         claim.kind != ClaimKind::Employer;
}

TEST(Quantities, AreReadWithThePrecisionAndRecallWePromise) {
  std::ifstream file(DEPONE_SOURCE_DIR "/tests/reading/cases/quantities.tsv");
  ASSERT_TRUE(file.is_open());
  double expected_count = 0;
  double found_count = 0;
  double right = 0;
  std::string line;
  while (std::getline(file, line)) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream fields(line);
    std::string language;
    std::string expected;
    std::string sentence;
    std::getline(fields, language, '\t');
    std::getline(fields, expected, '\t');
    std::getline(fields, sentence);
    std::multiset<std::string> found;
    for (const Claim& claim : read(sentence, *language_of(language), {2025, 8, 12})) {
      if (is_number_or_date(claim)) found.insert(in_short(claim));
    }
    found_count += static_cast<double>(found.size());
    if (expected != "-") ++expected_count;
    if (expected != "-" && found.contains(expected)) {
      ++right;
    } else if (expected != "-" || !found.empty()) {
      std::printf("differs: %s | expected %s |", sentence.c_str(), expected.c_str());
      for (const std::string& one : found) std::printf(" %s", one.c_str());
      std::printf("\n");
    }
  }
  ASSERT_GT(expected_count, 50);
  std::printf("recall %.3f, precision %.3f of %.0f cases\n", right / expected_count,
              right / found_count, expected_count);
  EXPECT_GE(right / expected_count, 0.85);
  EXPECT_GE(right / found_count, 0.85);
}

TEST(Quantities, OfTheLabelledCorpusAreFound) {
  const std::string folder = DEPONE_SOURCE_DIR "/../shared/data/corpus/";
  std::ifstream labels(folder + "claims.jsonl");
  if (!labels.is_open()) GTEST_SKIP() << "no labelled corpus at " << folder;
  // The labels state relative dates against the year the corpus was collected in.
  const PartialDate published{2025, 8, 31};
  std::map<std::string, std::pair<int, int>> by_kind;  // found, labelled
  std::string line;
  while (std::getline(labels, line)) {
    const Json label = Json::parse(line);
    const auto kind = claim_kind_of(label["kind"].get<std::string>());
    if (!kind || *kind == ClaimKind::Indicator) continue;
    std::ifstream file(folder + "docs/" + label["doc"].get<std::string>() + ".txt");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    const TextSpan span{label["start"].get<std::uint32_t>(), label["end"].get<std::uint32_t>()};
    std::string value = label["value"].dump();
    value.erase(std::remove(value.begin(), value.end(), '"'), value.end());
    const auto claims = read(text, *language_of(label["lang"].get<std::string>()), published);
    const bool hit = std::any_of(claims.begin(), claims.end(), [&](const Claim& claim) {
      return claim.kind == *kind && claim.span.overlaps(span) &&
             (claim.value ? to_string(*claim.value) : claim.word) == value;
    });
    auto& [found, labelled] = by_kind[label["kind"].get<std::string>()];
    found += hit ? 1 : 0;
    ++labelled;
    if (!hit) {
      std::printf("missed: document %s, %s %s\n", label["doc"].get<std::string>().c_str(),
                  label["kind"].get<std::string>().c_str(), value.c_str());
    }
  }
  int found = 0;
  int labelled = 0;
  for (const auto& [kind, counts] : by_kind) {
    std::printf("%s: %d of %d\n", kind.c_str(), counts.first, counts.second);
    found += counts.first;
    labelled += counts.second;
  }
  ASSERT_GT(labelled, 0);
  EXPECT_GE(static_cast<double>(found) / labelled, 0.85);
}

}  // namespace
}  // namespace depone::reading
