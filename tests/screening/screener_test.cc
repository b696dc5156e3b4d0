// Screening finds what comparing every name in full would find, and says why.
#include "screening/screener.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>

#include "base/data_files.h"
#include "math/random.h"
#include "screening/filter.h"

namespace depone::screening {
namespace {

std::shared_ptr<const names::Matcher> matcher() {
  static const auto kMatcher = names::Matcher::load(embedded_data()).take();
  return kMatcher;
}

std::unique_ptr<const Screener> screener_of(std::vector<Entry> entries) {
  List list;
  list.name = "probe";
  list.entries = std::move(entries);
  NoProgress progress;
  const Cancellation cancellation;
  return Screener::build(matcher(), {std::move(list)}, embedded_data(), progress, cancellation)
      .take();
}

Entry entry(std::string id, std::vector<std::string> names, std::vector<int> years = {}) {
  Entry one;
  one.id = std::move(id);
  for (std::string& name : names) one.names.push_back({std::move(name), false});
  one.birth_years = std::move(years);
  return one;
}

// Invented names from parts that meet, nearly meet and do not meet.
std::string invented(math::Random& random) {
  constexpr std::array<const char*, 12> kFirst = {"Ivan",  "Iwan", "Muhammad", "Mohamed",
                                                  "Abdul", "Yong", "Jong Un",  "Jongun",
                                                  "I.",    "Oleg", "Sergei",   "Siarhei"};
  constexpr std::array<const char*, 14> kLast = {
      "Petrov", "Petroff", "Kuznetsov", "KUZNECOV", "al-Harazi", "Alharazi", "Kim",
      "Lee",    "Qasim",   "Kassem",    "Pet",      "Rahman",    "Works 12", "Kovalevskaya"};
  std::string name = kFirst[random.below(kFirst.size())];
  if (random.below(3) == 0) name += std::string(" ") + kFirst[random.below(kFirst.size())];
  name += std::string(" ") + kLast[random.below(kLast.size())];
  if (random.below(4) == 0) name += std::string(" ") + kLast[random.below(kLast.size())];
  constexpr std::array<const char*, 8> kFirms = {
      "Incovalle S.A.", "Inversiones y Construcciones Valle S.A.",
      "INCOVALLE",      "Inversiones Valle Ltda.",
      "M.A.T. S.A.",    "Mantenimiento, Aeronautica y Transporte S.A.",
      "Mosstroy",       "OOO Moskovskiy Stroitel"};
  if (random.below(8) == 0) return kFirms[random.below(kFirms.size())];
  return name;
}

// Sixty invented entries and a name to look for; what screening finds beside comparing every name.
class AgainstEveryName {
 public:
  explicit AgainstEveryName(math::Random random) {
    for (int i = 0; i < 60; ++i) entries_.push_back(entry(std::to_string(i), {invented(random)}));
    screener_ = screener_of(entries_);
    query_ = invented(random);
  }

  const Screener& screener() const { return *screener_; }

  // The entries whose name's comparison passes.
  template <class Passes>
  std::vector<std::uint32_t> expected(Passes passes) const {
    const names::Name asked = matcher()->parse(query_);
    std::vector<std::uint32_t> expected;
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
      if (passes(matcher()->compare(asked, matcher()->parse(entries_[i].names[0].text)))) {
        expected.push_back(i);
      }
    }
    return expected;
  }

  std::vector<std::uint32_t> found(const Options& options) const {
    std::vector<std::uint32_t> found;
    for (const Hit& hit : screener_->screen({query_, std::nullopt, ""}, options).hits) {
      found.push_back(hit.entry);
    }
    std::sort(found.begin(), found.end());
    return found;
  }

 private:
  std::vector<Entry> entries_;
  std::unique_ptr<const Screener> screener_;
  std::string query_;
};

RC_GTEST_PROP(Screener, FindsExactlyWhatComparingEveryNameFinds, (std::uint16_t seed)) {
  const AgainstEveryName trial{math::Random(seed)};
  const double needed = trial.screener().needed_bits();
  const auto expected = trial.expected([&](const names::Comparison& comparison) {
    return comparison.bits >= needed || comparison.whole;
  });
  RC_ASSERT(trial.found({}) == expected);
}

RC_GTEST_PROP(Screener, FindsTheSameAtAnyThreshold, (std::uint16_t seed, std::uint8_t percent)) {
  const AgainstEveryName trial{math::Random(seed, 3)};
  const double threshold = 0.1 + 0.008 * (percent % 100);
  const double needed = trial.screener().needed_bits();
  const auto expected = trial.expected([&](const names::Comparison& comparison) {
    const double bits = comparison.whole
                            ? std::max(comparison.bits, needed + 0.02 * comparison.bits)
                            : comparison.bits;
    return matcher()->score(bits, trial.screener().names()) >= threshold;
  });
  RC_ASSERT(trial.found({threshold, 0}) == expected);
}

RC_GTEST_PROP(Filter, MarksTheSameWordsWithAndWithoutVectors,
              (std::uint32_t own, std::vector<std::uint32_t> signatures, std::uint8_t share,
               std::uint8_t most)) {
  std::vector<std::int32_t> quarters;
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    quarters.push_back(static_cast<std::int32_t>(i % 61));
  }
  FilterTerms terms;
  terms.step = 12;
  terms.drop = 10;
  terms.share = share;
  terms.most = most;
  std::vector<std::uint32_t> plain, fast, literal;
  filter_plain(own, 40, signatures, quarters, terms, plain);
  filter(own, 40, signatures, quarters, terms, fast);
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    const int ab = std::max(0, __builtin_popcount(own & ~signatures[i] & names::kClassBits) -
                                   names::free_sounds(signatures[i]));
    const int ba = std::max(
        0, __builtin_popcount(signatures[i] & ~own & names::kClassBits) - names::free_sounds(own));
    const int cost = std::min(ab, ba) * terms.step + std::abs(ab - ba) * terms.drop;
    if (cost * 256 <= std::min(40, quarters[i]) * terms.share && cost <= most) {
      literal.push_back(static_cast<std::uint32_t>(i));
    }
  }
  RC_ASSERT(plain == literal);
  RC_ASSERT(fast == literal);
}

TEST(Screener, FindsNamesInOtherScripts) {
  const auto screener = screener_of({entry("a", {"KIM Yong Chol"}), entry("b", {"RI Sol Ju"}),
                                     entry("c", {"Ivan Vasilyevich PROBNYI"})});
  for (const auto& [name, id] : {std::pair{"김영철", "a"},
                                 {"리설주", "b"},
                                 {"이설주", "b"},
                                 {"Ким Ён Чхоль", "a"},
                                 {"Иван Васильевич Пробный", "c"}}) {
    const Answer answer = screener->screen({name, std::nullopt, ""}, {});
    ASSERT_EQ(answer.hits.size(), 1u) << name;
    EXPECT_EQ(screener->lists()[0].entries[answer.hits[0].entry].id, id);
    EXPECT_EQ(answer.hits[0].decision, Decision::Match);
    EXPECT_FALSE(answer.hits[0].reasons.empty());
  }
}

TEST(Screener, WeighsTheYearOfBirth) {
  const auto screener = screener_of({entry("a", {"KIM Yong Chol"}, {1960})});
  const auto bits = [&](int year) {
    return screener->screen({"Kim Yong-chol", year, ""}, {0.0, 0}).hits.at(0).bits;
  };
  EXPECT_GT(bits(1960), bits(1961));
  EXPECT_GT(bits(1961), bits(1980));
  EXPECT_TRUE(screener->screen({"Kim Yong-chol", 1960, ""}, {}).nearest == std::nullopt);
}

TEST(Screener, NamesTheNearestAndWhyNot) {
  const auto screener = screener_of({entry("a", {"Ivan Vasilyevich PROBNYI"})});
  const Answer answer = screener->screen({"Ivan Kuznetsov", std::nullopt, ""}, {});
  EXPECT_TRUE(answer.hits.empty());
  ASSERT_TRUE(answer.nearest.has_value());
  EXPECT_LT(answer.nearest->bits, answer.nearest->needed);
  const auto& reasons = answer.nearest->reasons;
  EXPECT_TRUE(std::any_of(reasons.begin(), reasons.end(), [](const names::Reason& reason) {
    return reason.agreement == names::Agreement::Conflict;
  }));
}

TEST(Screener, GivesOneHitAnEntryAndKeepsToTheLimit) {
  const auto screener = screener_of({entry("a", {"Ivan Probnyi", "Iwan Probny"}),
                                     entry("b", {"Ivan Probnyi"}), entry("c", {"Petr Drugoi"})});
  EXPECT_EQ(screener->screen({"Ivan Probnyi", std::nullopt, ""}, {}).hits.size(), 2u);
  EXPECT_EQ(screener->screen({"Ivan Probnyi", std::nullopt, ""}, {std::nullopt, 1}).hits.size(),
            1u);
  EXPECT_EQ(screener->screen({"Ivan Probnyi", std::nullopt, ""}, {0.0, 0}).hits.size(), 3u);
  EXPECT_TRUE(screener->screen({"", std::nullopt, ""}, {}).hits.empty());
}

}  // namespace
}  // namespace depone::screening
