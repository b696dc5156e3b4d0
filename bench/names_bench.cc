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
#include "screening/read.h"
#include "screening/screener.h"
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
    if (!same && show_failures) fmt::print("  {} want {} got {}\n", row[1], want, got);
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
          matcher.compare(matcher.parse(words[0] + " " + words[1] + " " + words[2]), latin[i])
              .bits);
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
  const double pair = matcher.decision_bits(1);
  fmt::print("Russian, at the decision on one pair ({:.1f} bits): recall {}, false alarms {}\n",
             pair, share(above(pair), own.size()),
             share(static_cast<std::size_t>(std::count_if(
                       innocent.begin(), innocent.end(), [&](double bits) { return bits > pair; })),
                   innocent.size()));
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
  fmt::print(
      "Russian, invented persons against the whole list: alarms {}; threshold for 0.1 %: "
      "{:.1f} bits, recall there {}\n",
      share(alarmed, strongest.size()), strongest[strongest.size() / 1000],
      share(above(strongest[strongest.size() / 1000]), own.size()));
  if (show_failures) {
    std::sort(worst.begin(), worst.end(), std::greater<>());
    for (std::size_t i = 0; i < 12; ++i)
      fmt::print("  {:.1f} {}\n", worst[i].first, worst[i].second);
    for (std::size_t i = 0; i < own.size(); ++i) {
      if (own[i] < decision && !matcher.compare(cyrillic[i], latin[i]).whole)
        fmt::print("  missed {:.1f} {} / {}\n", own[i], table[i][1], table[i][2]);
    }
  }
}

// Jaro-Winkler (Winkler 1990) of folded texts, the measure that says below which aliases have
// something of each other's name at all; not ours, so that it cannot favour us.
double jaro_winkler(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return 0;
  const std::size_t reach = std::max<std::size_t>(std::max(a.size(), b.size()) / 2, 1) - 1;
  std::vector<bool> in_a(a.size()), in_b(b.size());
  double same = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t low = i > reach ? i - reach : 0;
    for (std::size_t j = low; j < std::min(b.size(), i + reach + 1); ++j) {
      if (in_b[j] || a[i] != b[j]) continue;
      in_a[i] = in_b[j] = true;
      ++same;
      break;
    }
  }
  if (same == 0) return 0;
  double moved = 0;
  std::size_t j = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!in_a[i]) continue;
    while (!in_b[j]) ++j;
    moved += a[i] != b[j] ? 0.5 : 0;
    ++j;
  }
  const double jaro = (same / static_cast<double>(a.size()) + same / static_cast<double>(b.size()) +
                       (same - moved) / same) /
                      3;
  std::size_t prefix = 0;
  while (prefix < std::min<std::size_t>({4, a.size(), b.size()}) && a[prefix] == b[prefix])
    ++prefix;
  return jaro + 0.1 * static_cast<double>(prefix) * (1 - jaro);
}

std::vector<std::string> plain_words(const std::string& text) {
  std::string folded;
  for (const char c : text::fold(text)) {
    if (c == '\'' || c == '`') continue;
    folded.push_back((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0 ? c : ' ');
  }
  return split(folded);
}

// Whether two names are spellings of one name rather than two names: each word of the shorter has
// one in the longer at 0.8 Jaro-Winkler or more.
bool same_name(const std::string& a, const std::string& b) {
  auto x = plain_words(a);
  auto y = plain_words(b);
  if (x.size() > y.size()) std::swap(x, y);
  if (x.empty()) return false;
  return std::all_of(x.begin(), x.end(), [&](const std::string& word) {
    return std::any_of(y.begin(), y.end(),
                       [&](const std::string& other) { return jaro_winkler(word, other) >= 0.8; });
  });
}

// The letters that words begin with, with and without short words.
std::set<std::string> acronyms(const std::vector<std::string>& words) {
  std::string all, long_words;
  for (const std::string& word : words) {
    all.push_back(word[0]);
    if (word.size() > 3) long_words.push_back(word[0]);
  }
  return {all, long_words};
}

// The rule of what a comparison of names can find, fixed before the failures were looked at
// (24 November 2026): the names are spellings of one name; or two words of the shorter and at least
// half of its words have one in the longer at 0.8 Jaro-Winkler; or one is the acronym, of three
// letters or more, of the other's words; or both written as one word are at 0.9.
bool matchable(const std::string& a, const std::string& b) {
  if (same_name(a, b)) return true;
  auto x = plain_words(a);
  auto y = plain_words(b);
  if (x.size() > y.size()) std::swap(x, y);
  if (x.empty()) return false;
  const auto shared =
      static_cast<std::size_t>(std::count_if(x.begin(), x.end(), [&](const std::string& word) {
        return std::any_of(y.begin(), y.end(), [&](const std::string& other) {
          return jaro_winkler(word, other) >= 0.8;
        });
      }));
  if (shared >= 2 && 2 * shared >= x.size()) return true;
  const auto joined = [](const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += word;
    return all;
  };
  if (x.size() == 1 && x[0].size() >= 3 && acronyms(y).contains(x[0])) return true;
  return jaro_winkler(joined(x), joined(y)) >= 0.9;
}

void lists(const std::shared_ptr<const names::Matcher>& matcher) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const char* file : {"ofac_sdn.csv", "ofac_alt.csv", "un_consolidated.xml"}) {
    files.emplace_back(file, read(std::string(kFolder) + "lists/" + file));
  }
  auto read_all = screening::read_lists(files);
  if (!read_all.ok()) {
    fmt::print("{}\n", to_string(read_all.error()));
    return;
  }
  NoProgress progress;
  const Cancellation cancellation;
  const double before = seconds();
  const auto screener =
      screening::Screener::build(matcher, read_all.value(), embedded_data(), progress, cancellation)
          .take();
  fmt::print("Lists: {} names, index built in {:.2f} s CPU\n", screener->names(),
             seconds() - before);
  const double decision = screener->needed_bits();
  std::vector<std::string> surnames, given;
  for (const screening::List& list : screener->lists()) {
    std::size_t names = 0, found = 0, alike = 0, alike_found = 0, pairs = 0, pairs_found = 0;
    std::size_t like_pairs = 0, like_found = 0;
    for (const screening::Entry& entry : list.entries) {
      std::vector<names::Name> parsed;
      for (const auto& name : entry.names) parsed.push_back(matcher->parse(name.text));
      if (entry.schema == screening::Schema::Person) {
        const std::size_t comma = entry.names[0].text.find(',');
        if (comma != std::string::npos) {
          surnames.push_back(entry.names[0].text.substr(0, comma));
          given.push_back(entry.names[0].text.substr(comma + 1));
        }
      }
      if (parsed.size() < 2) continue;
      for (std::size_t i = 0; i < parsed.size(); ++i) {
        bool hit = false;
        bool like = false;
        double most = -99;
        for (std::size_t j = 0; j < parsed.size(); ++j) {
          if (i == j) continue;
          const names::Comparison comparison = matcher->compare(parsed[i], parsed[j]);
          const bool match = comparison.bits >= decision || comparison.whole;
          const bool alike_pair = same_name(entry.names[i].text, entry.names[j].text);
          hit = hit || match;
          like = like || alike_pair;
          most = std::max(most, comparison.bits);
          if (i < j) {
            ++pairs;
            pairs_found += match ? 1u : 0u;
            like_pairs += alike_pair ? 1u : 0u;
            like_found += alike_pair && match ? 1u : 0u;
            if (show_failures && alike_pair && !match) {
              fmt::print("  {:.1f} {} | {}\n", comparison.bits, entry.names[i].text,
                         entry.names[j].text);
            }
          }
        }
        ++names;
        found += hit ? 1u : 0u;
        alike += like ? 1u : 0u;
        alike_found += like && hit ? 1u : 0u;
      }
    }
    fmt::print("{}: names found from another name of their entry: {}\n", list.name,
               share(found, names));
    fmt::print("  of those with a name like theirs (Jaro-Winkler .8 word by word): {}\n",
               share(alike_found, alike));
    fmt::print("  pairs {}; of pairs alike {}\n", share(pairs_found, pairs),
               share(like_found, like_pairs));
  }
  // The threshold that 0.1 % of 50,000 pairs of names of different entries reach, and what is found
  // there.
  for (const screening::List& list : screener->lists()) {
    math::Random pairs_random(11);
    std::vector<double> strange;
    const auto pick = [&](std::size_t& entry) -> const std::string& {
      entry = pairs_random.below(list.entries.size());
      const auto& names = list.entries[entry].names;
      return names[pairs_random.below(names.size())].text;
    };
    while (strange.size() < 50000) {
      std::size_t x = 0, y = 0;
      const std::string& left = pick(x);
      const std::string& right = pick(y);
      if (x == y) continue;
      strange.push_back(matcher->compare(matcher->parse(left), matcher->parse(right)).bits);
      if (show_failures && strange.back() > 3) {
        fmt::print("  strange {:.1f} {} | {}\n", strange.back(), left, right);
      }
    }
    std::sort(strange.begin(), strange.end(), std::greater<>());
    const double threshold = strange[50];
    const double pair_decision = matcher->decision_bits(1);
    std::size_t found_by_pair = 0;
    std::size_t names = 0, found = 0, pairs = 0, pairs_found = 0, like = 0, like_found = 0;
    std::size_t can = 0, can_found = 0;
    for (const screening::Entry& entry : list.entries) {
      std::vector<names::Name> parsed;
      for (const auto& name : entry.names) parsed.push_back(matcher->parse(name.text));
      if (parsed.size() < 2) continue;
      for (std::size_t i = 0; i < parsed.size(); ++i) {
        bool hit = false;
        bool by_pair = false;
        bool partner = false;
        double most = -99;
        std::size_t where = 0;
        for (std::size_t j = 0; j < parsed.size(); ++j) {
          if (i == j) continue;
          const double bits = matcher->compare(parsed[i], parsed[j]).bits;
          const bool match = bits > threshold;
          hit = hit || match;
          by_pair = by_pair || bits > pair_decision;
          const bool able = matchable(entry.names[i].text, entry.names[j].text);
          if ((able && !partner) || (able == partner && bits > most)) {
            most = bits;
            where = j;
          }
          partner = partner || able;
          if (i > j) continue;
          const bool alike = same_name(entry.names[i].text, entry.names[j].text);
          ++pairs;
          pairs_found += match ? 1u : 0u;
          like += alike ? 1u : 0u;
          like_found += match && alike ? 1u : 0u;
          if (show_failures && alike && !match) {
            fmt::print("  pair {:.1f} {} | {}\n", matcher->compare(parsed[i], parsed[j]).bits,
                       entry.names[i].text, entry.names[j].text);
          }
        }
        ++names;
        found_by_pair += by_pair ? 1u : 0u;
        found += hit ? 1u : 0u;
        can += partner ? 1u : 0u;
        can_found += partner && hit ? 1u : 0u;
        if (show_failures && !hit) {
          fmt::print("  alone {} {:.1f} {} | {}\n", partner ? "matchable" : "other", most,
                     entry.names[i].text, entry.names[where].text);
        }
      }
    }
    fmt::print(
        "{}: at the decision on one pair ({:.1f} bits): names found from another {}, strange "
        "pairs {}\n",
        list.name, pair_decision, share(found_by_pair, names),
        share(
            static_cast<std::size_t>(std::count_if(
                strange.begin(), strange.end(), [&](double bits) { return bits > pair_decision; })),
            strange.size()));
    fmt::print("{}: of names that are not found, without a matchable one: {}\n", list.name,
               share((names - can) - (found - can_found), names - found));
    fmt::print("{}: at that threshold, of names with a matchable one in their entry: {}\n",
               list.name, share(can_found, can));
    fmt::print(
        "{}: at {:.1f} bits (0.1 % of 50,000 strange pairs): names found from another {}; "
        "pairs {}; pairs alike {}\n",
        list.name, threshold, share(found, names), share(pairs_found, pairs),
        share(like_found, like));
  }
  // Every listed name as a query, against the lists as they are.
  math::Random random(7);
  std::size_t asked = 0, right = 0;
  double spent = 0;
  for (std::uint32_t l = 0; l < screener->lists().size(); ++l) {
    const auto& entries = screener->lists()[l].entries;
    for (int n = 0; n < 500; ++n) {
      const auto e = static_cast<std::uint32_t>(random.below(entries.size()));
      const auto& names = entries[e].names;
      const std::string& name = names[random.below(names.size())].text;
      const double start = seconds();
      const auto answer = screener->screen({name, std::nullopt, ""}, {});
      spent += seconds() - start;
      ++asked;
      if (show_failures &&
          std::none_of(answer.hits.begin(), answer.hits.end(), [&](const screening::Hit& hit) {
            return hit.list == l && hit.entry == e;
          })) {
        fmt::print("  lost {} ({:.1f})\n", name, answer.nearest ? answer.nearest->bits : -99.0);
      }
      right +=
          std::any_of(answer.hits.begin(), answer.hits.end(),
                      [&](const screening::Hit& hit) { return hit.list == l && hit.entry == e; })
              ? 1u
              : 0u;
    }
  }
  fmt::print("Listed names find their entry: {}; {:.2f} ms CPU a query\n", share(right, asked),
             1000 * spent / static_cast<double>(asked));
  // Innocents: given name of one listed person, surname of another.
  std::size_t alarms = 0;
  std::size_t innocents = 0;
  spent = 0;
  std::vector<double> strongest;
  while (innocents < 2000) {
    const std::size_t a = random.below(surnames.size());
    const std::size_t b = random.below(given.size());
    if (a == b) continue;
    const std::string name = given[b] + " " + surnames[a];
    ++innocents;
    const double start = seconds();
    const auto answer = screener->screen({name, std::nullopt, ""}, {});
    spent += seconds() - start;
    alarms += answer.hits.empty() ? 0u : 1u;
    if (!answer.hits.empty()) {
      strongest.push_back(answer.hits[0].bits);
      const auto& hit = answer.hits[0];
      if (show_failures) {
        fmt::print("  innocent {} | {} {:.1f} {:.3f}\n", name,
                   screener->lists()[hit.list].entries[hit.entry].names[hit.name].text, hit.bits,
                   hit.score);
      }
    }
  }
  fmt::print(
      "Invented persons (given name and surname of two listed persons): alarms {}, {:.2f} ms "
      "CPU a query\n",
      share(alarms, innocents), 1000 * spent / 2000);
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
  if (wanted("lists")) lists(loaded.value());
  return 0;
}
