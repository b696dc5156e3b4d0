// The quality figures of docs/methods-names.md: every one with its counts and a 95 % interval
// (Wilson 1927), on the development data in ../shared (skipped when it is not there).
//
//   names_bench [--failures] [korean|mr|russian|lists|speed ...]
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/csv.h"
#include "base/data_files.h"
#include "math/random.h"
#include "names/matcher.h"
#include "text/unicode.h"

namespace {

using namespace depone;

constexpr const char* kFolder = DEPONE_SOURCE_DIR "/../shared/data/linkage/";
bool show_failures = false;

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string share(std::size_t hits, std::size_t count) {
  const double n = static_cast<double>(count);
  const double p = static_cast<double>(hits) / n;
  const double z2 = 1.96 * 1.96;
  const double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = 1.96 * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
  return fmt::format("{} of {} = {:.2f} % [{:.2f}, {:.2f}]", hits, count, 100 * p,
                     100 * (middle - half), 100 * std::min(1.0, middle + half));
}

std::vector<std::vector<std::string>> rows(const std::string& name) {
  const std::string text = read(kFolder + name);
  CsvReader reader(text, name);
  std::vector<std::vector<std::string>> out;
  while (reader.next().take()) {
    out.emplace_back(reader.fields().begin(), reader.fields().end());
  }
  return out;
}

double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// Rank of the own Latin name among all Latin names of the set.
void korean(const names::Matcher& matcher) {
  auto table = rows("names/korean_legislators_half.csv");
  table.erase(table.begin());
  std::vector<names::Name> latin;
  for (const auto& row : table) latin.push_back(matcher.parse(row.at(3)));
  for (const std::size_t column : {std::size_t{1}, std::size_t{2}}) {
    std::size_t first = 0;
    std::size_t decided = 0;
    double strength = 0;
    for (std::size_t i = 0; i < table.size(); ++i) {
      const names::Name name = matcher.parse(table[i].at(column));
      const double own = matcher.compare(name, latin[i]).bits;
      bool best = true;
      std::string rival;
      for (std::size_t j = 0; j < table.size(); ++j) {
        if (j == i || latin[j].text == latin[i].text) continue;
        const double bits = matcher.compare(name, latin[j]).bits;
        if (bits >= own && best) {
          best = false;
          rival = fmt::format("{} {:.2f}", table[j][3], bits);
        }
      }
      first += best ? 1u : 0u;
      strength += own;
      if (own >= matcher.decision_bits(table.size())) ++decided;
      if (!best && show_failures) {
        fmt::print("  {} / {} {:.2f}, but {}\n", table[i][column], table[i][3], own, rival);
      }
    }
    fmt::print("Korean, {} to Latin, rank 1 among {}: {}; mean strength {:.1f} bits, decided {}\n",
               column == 1 ? "Hangul" : "Hanja", table.size(), share(first, table.size()),
               strength / static_cast<double>(table.size()), decided);
  }
}

std::string first_capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 32);
  } else if (text.starts_with("ŏ")) {
    text.replace(0, 2, "Ŏ");
  } else if (text.starts_with("ŭ")) {
    text.replace(0, 2, "Ŭ");
  }
  return text;
}

std::string without_case(const std::string& text) { return text::fold(text); }

void mr(const names::Matcher& matcher) {
  std::size_t count[2] = {0, 0}, exact[2] = {0, 0}, letters[2] = {0, 0};
  for (const auto& row : rows("names/korean_mccune_reischauer.csv")) {
    if (row.size() < 5) continue;
    const bool person = row[0] == "korean_names";
    const std::string want = text::nfc(row[2]);
    std::string got = matcher.romanise(row[1], "mr", person).take();
    if (!person && row[4].find("first") != std::string::npos) got = first_capital(got);
    ++count[person];
    const bool same = got == want;
    const bool same_letters = without_case(got) == without_case(want);
    exact[person] += same ? 1u : 0u;
    letters[person] += same_letters ? 1u : 0u;
    if (!same_letters && show_failures) fmt::print("  {} want {} got {}\n", row[1], want, got);
  }
  fmt::print("McCune-Reischauer, persons, exact: {}\n", share(exact[1], count[1]));
  fmt::print("McCune-Reischauer, titles, exact: {}; but for capitals {}\n",
             share(exact[0], count[0]), share(letters[0], count[0]));
}

std::vector<std::string> split(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

void russian(const names::Matcher& matcher) {
  auto table = rows("names/russian_eu_half.csv");
  table.erase(table.begin());
  std::vector<names::Name> cyrillic, latin;
  std::vector<std::string> given, middle, last;
  for (const auto& row : table) {
    cyrillic.push_back(matcher.parse(row.at(1)));
    latin.push_back(matcher.parse(row.at(2)));
    const auto words = split(row.at(1));
    if (words.size() != 3) continue;
    given.push_back(words[0]);
    middle.push_back(words[1]);
    last.push_back(words[2]);
  }
  std::vector<double> own;
  std::size_t decided = 0;
  const double decision = matcher.decision_bits(table.size());
  for (std::size_t i = 0; i < table.size(); ++i) {
    const names::Comparison comparison = matcher.compare(cyrillic[i], latin[i]);
    own.push_back(comparison.bits);
    decided += comparison.whole || comparison.bits >= decision ? 1u : 0u;
  }
  // Innocents: 25,000 pairs of different persons of the set, and 25,000 pairs of a person and an
  // invented one who shares with that person at least a given name or surname by design.
  std::vector<double> innocent;
  math::Random random(20261124);
  std::vector<std::pair<double, std::string>> worst;
  while (innocent.size() < 50000) {
    const std::size_t i = random.below(table.size());
    if (innocent.size() % 2 == 0) {
      const std::size_t j = random.below(table.size());
      if (i == j) continue;
      innocent.push_back(matcher.compare(cyrillic[i], latin[j]).bits);
      if (show_failures) worst.emplace_back(innocent.back(), table[i][1] + " / " + table[j][2]);
    } else {
      auto words = split(table[i][1]);
      if (words.size() != 3) continue;
      const std::size_t k = random.below(3);
      const std::size_t other = random.below(given.size());
      const std::string put = k == 0 ? given[other] : k == 1 ? middle[other] : last[other];
      if (put == words[k] || (random.below(2) == 0 && k == 2)) continue;
      if (k != 2) words[2] = last[random.below(last.size())];
      if (words[2] == split(table[i][1])[2]) continue;
      words[k] = put;
      innocent.push_back(
          matcher.compare(matcher.parse(words[0] + " " + words[1] + " " + words[2]), latin[i]).bits);
      if (show_failures) {
        worst.emplace_back(innocent.back(),
                           words[0] + " " + words[1] + " " + words[2] + " / " + table[i][2]);
      }
    }
  }
  std::sort(innocent.begin(), innocent.end(), std::greater<>());
  const double threshold = innocent[50];  // 0.1 % of 50,000 are above
  const auto above = [&](double bits) {
    return static_cast<std::size_t>(
        std::count_if(own.begin(), own.end(), [&](double value) { return value > bits; }));
  };
  const auto false_alarms = static_cast<std::size_t>(std::count_if(
      innocent.begin(), innocent.end(), [&](double bits) { return bits >= decision; }));
  fmt::print("Russian, recall at 0.1 % of 50,000 pairs (threshold {:.1f} bits): {}\n", threshold,
             share(above(threshold), own.size()));
  fmt::print("Russian, at the decision ({:.1f} bits): recall {}, false alarms {}\n", decision,
             share(decided, own.size()), share(false_alarms, innocent.size()));
  // The harsh reading: each of 50,000 innocent names against the whole list.
  std::size_t alarmed = 0;
  std::vector<double> strongest;
  std::set<std::string> listed;
  for (const auto& row : table) listed.insert(row[1]);
  for (std::size_t n = 0; n < 2000; ++n) {
    const std::string name = given[random.below(given.size())] + " " +
                             middle[random.below(middle.size())] + " " +
                             last[random.below(last.size())];
    if (listed.contains(name)) continue;
    const names::Name parsed = matcher.parse(name);
    double most = -100;
    std::size_t where = 0;
    bool whole = false;
    for (std::size_t i = 0; i < latin.size(); ++i) {
      const names::Comparison comparison = matcher.compare(parsed, latin[i]);
      if (comparison.bits > most) {
        most = comparison.bits;
        where = i;
      }
      whole = whole || comparison.whole;
    }
    strongest.push_back(most);
    if (most >= decision || whole) ++alarmed;
    if (show_failures && (most >= decision || whole)) {
      fmt::print("  innocent {} / {} {:.1f}\n", name, table[where][2], most);
    }
  }
  std::sort(strongest.begin(), strongest.end(), std::greater<>());
  fmt::print("Russian, invented persons against the whole list: alarms {}; threshold for 0.1 %: "
             "{:.1f} bits, recall there {}\n",
             share(alarmed, strongest.size()), strongest[strongest.size() / 1000],
             share(above(strongest[strongest.size() / 1000]), own.size()));
  if (show_failures) {
    std::sort(worst.begin(), worst.end(), std::greater<>());
    for (std::size_t i = 0; i < 12; ++i) fmt::print("  {:.1f} {}\n", worst[i].first, worst[i].second);
    for (std::size_t i = 0; i < own.size(); ++i) {
      if (own[i] < decision && !matcher.compare(cyrillic[i], latin[i]).whole) fmt::print("  missed {:.1f} {} / {}\n", own[i], table[i][1], table[i][2]);
    }
  }
}

}  // namespace

int main(int count, char** words) {
  std::set<std::string> parts;
  for (int i = 1; i < count; ++i) {
    if (std::strcmp(words[i], "--failures") == 0) {
      show_failures = true;
    } else {
      parts.insert(words[i]);
    }
  }
  if (!std::filesystem::exists(kFolder)) {
    fmt::print("skipped: no development data in ../shared/data/linkage\n");
    return 0;
  }
  const double before = seconds();
  const auto loaded = names::Matcher::load(embedded_data());
  if (!loaded.ok()) {
    fmt::print(stderr, "{}\n", to_string(loaded.error()));
    return 1;
  }
  const names::Matcher& matcher = *loaded.value();
  fmt::print("tables loaded in {:.0f} ms CPU\n", 1000 * (seconds() - before));
  const auto wanted = [&](const char* part) { return parts.empty() || parts.contains(part); };
  if (wanted("korean")) korean(matcher);
  if (wanted("mr")) mr(matcher);
  if (wanted("russian")) russian(matcher);
  return 0;
}
