// The figures of docs/methods-names.md, frozen a little below what was reached, on development data
// outside the repository; skipped where that is absent.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/csv.h"
#include "base/data_files.h"
#include "math/random.h"
#include "names/matcher.h"
#include "text/unicode.h"

namespace depone::names {
namespace {

constexpr const char* kFolder = DEPONE_SOURCE_DIR "/../shared/data/linkage/names/";

class Figures : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(kFolder)) {
      GTEST_SKIP() << "no development data in ../shared/data/linkage/names";
    }
  }

  static std::vector<std::vector<std::string>> rows(const std::string& file) {
    std::ifstream stream(kFolder + file, std::ios::binary);
    std::stringstream text;
    text << stream.rdbuf();
    const std::string content = text.str();
    CsvReader reader(content, file);
    std::vector<std::vector<std::string>> out;
    while (reader.next().take()) out.emplace_back(reader.fields().begin(), reader.fields().end());
    return out;
  }

  const std::shared_ptr<const Matcher> matcher_ = Matcher::load(embedded_data()).take();
};

TEST_F(Figures, KoreanNamesRankTheirOwnLatinFormFirst) {
  const auto table = rows("korean_legislators_half.csv");
  std::vector<Name> latin;
  for (std::size_t i = 1; i < table.size(); ++i) latin.push_back(matcher_->parse(table[i].at(3)));
  std::size_t first = 0;
  for (std::size_t i = 0; i < latin.size(); ++i) {
    const Name hangul = matcher_->parse(table[i + 1].at(1));
    const double own = matcher_->compare(hangul, latin[i]).bits;
    first += std::none_of(latin.begin(), latin.end(),
                          [&](const Name& other) {
                            return other.text != latin[i].text &&
                                   matcher_->compare(hangul, other).bits >= own;
                          })
                 ? 1u
                 : 0u;
  }
  EXPECT_GE(static_cast<double>(first), 0.98 * static_cast<double>(latin.size()));
}

TEST_F(Figures, McCuneReischauerIsTheLibraryOfCongresss) {
  std::size_t count = 0;
  std::size_t exact = 0;
  for (const auto& row : rows("korean_mccune_reischauer.csv")) {
    if (row.at(0) != "korean_names") continue;
    ++count;
    exact += matcher_->romanise(row[1], "mr", true).take() == text::nfc(row[2]) ? 1u : 0u;
  }
  EXPECT_GE(static_cast<double>(exact), 0.99 * static_cast<double>(count));
}

TEST_F(Figures, RussianNamesAreFoundAtOneFalseAlarmInAThousand) {
  const auto table = rows("russian_eu_half.csv");
  std::vector<Name> cyrillic, latin;
  for (std::size_t i = 1; i < table.size(); ++i) {
    cyrillic.push_back(matcher_->parse(table[i].at(1)));
    latin.push_back(matcher_->parse(table[i].at(2)));
  }
  math::Random random(1);
  std::vector<double> strange;
  while (strange.size() < 20000) {
    const std::size_t i = random.below(latin.size());
    const std::size_t j = random.below(latin.size());
    if (i != j) strange.push_back(matcher_->compare(cyrillic[i], latin[j]).bits);
  }
  std::nth_element(strange.begin(), strange.begin() + 20, strange.end(), std::greater<>());
  std::size_t found = 0;
  for (std::size_t i = 0; i < latin.size(); ++i) {
    found += matcher_->compare(cyrillic[i], latin[i]).bits > strange[20] ? 1u : 0u;
  }
  EXPECT_GE(static_cast<double>(found), 0.985 * static_cast<double>(latin.size()));
}

}  // namespace
}  // namespace depone::names
