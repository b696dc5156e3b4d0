#include "linkage/distance.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "linkage/distance_lanes.h"
#include "reference/distance_reference.h"

namespace depone::linkage {
namespace {

// Words of few letters, so that letters are shared, of up to `most` letters.
rc::Gen<std::string> word(std::size_t most) {
  return rc::gen::map(rc::gen::pair(rc::gen::container<std::string>(rc::gen::inRange('a', 'e')),
                                    rc::gen::inRange<std::size_t>(0, most + 1)),
                      [](const std::pair<std::string, std::size_t>& drawn) {
                        std::string text = drawn.first;
                        while (text.size() < drawn.second)
                          text += static_cast<char>('a' + text.size() % 7);
                        return text.substr(0, drawn.second);
                      });
}

TEST(Distance, KnowsWinklersPublishedExamples) {
  // Winkler 1994, "Advanced methods for record linkage", table 1 (the plain comparator).
  EXPECT_NEAR(jaro_winkler(count_jaro("shackleford", "shackelford")), 0.982, 0.0005);
  EXPECT_NEAR(jaro_winkler(count_jaro("dunningham", "cunnigham")), 0.896, 0.0005);
  EXPECT_NEAR(jaro_winkler(count_jaro("nichleson", "nichulson")), 0.956, 0.0005);
  EXPECT_NEAR(jaro_winkler(count_jaro("jones", "johnson")), 0.832, 0.0005);
  EXPECT_NEAR(jaro_winkler(count_jaro("massey", "massie")), 0.933, 0.0005);
  EXPECT_NEAR(jaro_winkler(count_jaro("dwayne", "duane")), 0.840, 0.0005);
  EXPECT_NEAR(jaro_winkler(count_jaro("martha", "marhta")), 0.961, 0.0005);
  EXPECT_NEAR(jaro_winkler(count_jaro("dixon", "dicksonx")), 0.813, 0.0005);
}

RC_GTEST_PROP(Distance, LevenshteinIsTheTextbookTable, ()) {
  const auto a = *word(90);
  const auto b = *word(90);
  RC_ASSERT(levenshtein(a, b) == reference::levenshtein(a, b));
  const int most = *rc::gen::inRange(0, 10);
  RC_ASSERT(levenshtein(a, b, most) == std::min(reference::levenshtein(a, b), most + 1));
}

RC_GTEST_PROP(Distance, OneEditIsFoundByTryingAll, ()) {
  const auto a = *word(8);
  std::string b = a;
  for (int edits = *rc::gen::inRange(0, 3); edits > 0 && !b.empty(); --edits) {
    const auto at = *rc::gen::inRange<std::size_t>(0, b.size());
    switch (*rc::gen::inRange(0, 3)) {
      case 0:
        b.erase(at, 1);
        break;
      case 1:
        b.insert(at, 1, 'b');
        break;
      default:
        std::swap(b[at], b[at == 0 ? 0 : at - 1]);
    }
  }
  RC_ASSERT(one_edit(a, b) == reference::one_edit(a, b));
}

RC_GTEST_PROP(Distance, JaroCountsAreJaros, ()) {
  const auto a = *word(80);
  const auto b = *word(80);
  const JaroCounts counts = count_jaro(a, b);
  const reference::Jaro twin = reference::jaro(a, b);
  RC_ASSERT(counts.common == twin.common);
  RC_ASSERT(counts.exchanged == twin.exchanged);
  RC_ASSERT(counts.prefix == twin.prefix);
  RC_ASSERT(std::abs(jaro_winkler(counts) - reference::jaro_winkler(a, b)) < 1e-12);
}

RC_GTEST_PROP(Distance, ThresholdsInIntegersAgreeWithTheNumberExceptAtTheThreshold, ()) {
  const auto a = *word(16);
  const auto b = *word(16);
  const int thousandths = *rc::gen::inRange(1, 1000);
  const double value = reference::jaro_winkler(a, b);
  const reference::Jaro twin = reference::jaro(a, b);
  const double m = twin.common;
  const double jaro = twin.common == 0
                          ? 0
                          : (m / static_cast<double>(a.size()) + m / static_cast<double>(b.size()) +
                             (m - twin.exchanged) / m) /
                                3;
  RC_PRE(std::abs(value - thousandths / 1000.0) > 1e-9 && std::abs(jaro - 0.7) > 1e-9);
  RC_ASSERT(jaro_winkler_reaches(count_jaro(a, b), thousandths) == (value >= thousandths / 1000.0));
}

TEST(Distance, JaroOfExactlySevenTenthsGetsNoPrefix) {
  const JaroCounts exact{10, 10, 6, 1, 4};  // (0.6 + 0.6 + 5/6) / 3 = 0.6778: no bonus
  EXPECT_FALSE(jaro_winkler_reaches(exact, 700));
  const JaroCounts seven{10, 5, 5, 2, 4};  // (0.5 + 1 + 0.6) / 3 = 0.7 exactly: no bonus
  EXPECT_TRUE(jaro_winkler_reaches(seven, 700));
  EXPECT_FALSE(jaro_winkler_reaches(seven, 701));
}

class EveryLanes : public testing::TestWithParam<Lanes> {};

TEST_P(EveryLanes, AreTheTwinsForEveryPair) {
  if (!lanes_available(GetParam())) GTEST_SKIP() << "this processor has no " << name_of(GetParam());
  EXPECT_TRUE(rc::check("lanes", [&] {
    const auto size = *rc::gen::inRange<std::size_t>(0, 100);
    std::vector<std::string> a;
    std::vector<std::string> b;
    std::vector<ShortText> left;
    std::vector<ShortText> right;
    for (std::size_t i = 0; i < size; ++i) {
      a.push_back(*word(16));
      b.push_back(*word(16));
      left.push_back(short_text(a.back()));
      right.push_back(short_text(b.back()));
    }
    std::vector<LaneCounts> counts(size);
    std::vector<std::uint8_t> distances(size);
    count_jaro_many(GetParam(), left.data(), right.data(), size, counts.data());
    levenshtein_many(GetParam(), left.data(), right.data(), size, distances.data());
    for (std::size_t i = 0; i < size; ++i) {
      const reference::Jaro twin = reference::jaro(a[i], b[i]);
      RC_ASSERT(counts[i].a == a[i].size());
      RC_ASSERT(counts[i].b == b[i].size());
      RC_ASSERT(counts[i].common == twin.common);
      RC_ASSERT(counts[i].exchanged == twin.exchanged);
      RC_ASSERT(counts[i].prefix == twin.prefix);
      RC_ASSERT(distances[i] == reference::levenshtein(a[i], b[i]));
    }
  }));
}

INSTANTIATE_TEST_SUITE_P(Distance, EveryLanes,
                         testing::Values(Lanes::Plain, Lanes::Avx2, Lanes::Avx512),
                         [](const auto& one) {
                           std::string name = name_of(one.param);
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace depone::linkage
