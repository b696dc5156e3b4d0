// How long a name takes against long lists, and how long the lists take to load (issue 4: one full
// name against 100,000 entries with aliases in 5 ms a core). The list is invented: Korean, Russian
// and Arabic persons and organisations, each with two or three other spellings, the words as many
// and as different as on lists of that length. User time.
//
//   screen_bench [ENTRIES] [QUERIES]   default 100,000 and 400 of each kind
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/data_files.h"
#include "math/random.h"
#include "names/matcher.h"
#include "screening/read.h"
#include "screening/screener.h"

namespace {

using namespace depone;

constexpr const char* kLists = DEPONE_SOURCE_DIR "/../shared/data/linkage/lists/";
constexpr std::array<const char*, 4> kKinds = {"Korean", "Russian", "Arabic", "organisation"};

double user_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec);
}

class Inventor {
 public:
  Inventor(const names::Matcher& matcher, std::uint64_t seed) : matcher_(matcher), random_(seed) {}

  // A name and its other spellings, the first one first.
  std::vector<std::string> names_of(std::size_t kind) {
    std::vector<std::string> found = kind == 0   ? korean()
                                     : kind == 1 ? russian()
                                     : kind == 2 ? arabic()
                                                 : organisation();
    if (random_.below(2) == 0) found.pop_back();
    return found;
  }

 private:
  template <std::size_t N>
  std::string any(const std::array<const char*, N>& list) {
    return list[random_.below(N)];
  }
  // The front of a table is common, its end rare.
  template <std::size_t N>
  std::string often(const std::array<const char*, N>& list) {
    return list[random_.below(1 + random_.below(N))];
  }

  std::vector<std::string> korean() {
    static constexpr std::array<const char*, 24> kSurnames = {
        "김", "리", "박", "최", "정", "강", "조", "윤", "장", "림", "한", "오",
        "서", "신", "권", "황", "안", "로", "류", "문", "홍", "전", "손", "량"};
    static constexpr std::array<const char*, 60> kSyllables = {
        "영", "철", "성", "명", "정", "광", "수", "호", "진", "일", "남", "혁", "국", "춘", "학",
        "순", "옥", "경", "희", "금", "용", "봉", "석", "만", "길", "덕", "상", "현", "민", "주",
        "창", "동", "태", "원", "승", "복", "선", "화", "훈", "은", "지", "미", "연", "란", "송",
        "룡", "해", "범", "근", "기", "재", "종", "욱", "혜", "설", "향", "인", "두", "찬", "림"};
    const std::string hangul = often(kSurnames) + any(kSyllables) + any(kSyllables);
    return {matcher_.romanise(hangul, "dprk", true).take(), hangul,
            matcher_.romanise(hangul, "kontsevich", true).take(),
            matcher_.romanise(hangul, "rr", true).take()};
  }

  std::string russian_stem() {
    static constexpr std::array<const char*, 22> kOnsets = {
        "б", "в", "г", "д", "ж", "з", "к", "л", "м",  "н",  "п",
        "р", "с", "т", "ф", "х", "ц", "ч", "ш", "гр", "кр", "ст"};
    static constexpr std::array<const char*, 8> kVowels = {"а", "о", "е", "у", "и", "я", "ы", "ю"};
    std::string stem;
    const std::size_t syllables = 1 + random_.below(2);
    for (std::size_t i = 0; i <= syllables; ++i) {
      stem += any(kOnsets);
      if (i < syllables) stem += any(kVowels);
    }
    return stem;
  }

  std::vector<std::string> russian() {
    static constexpr std::array<const char*, 24> kGiven = {
        "Александр", "Сергей",   "Дмитрий", "Андрей",  "Алексей",    "Владимир",
        "Михаил",    "Игорь",    "Юрий",    "Николай", "Виктор",     "Евгений",
        "Олег",      "Анатолий", "Павел",   "Виталий", "Константин", "Роман",
        "Вячеслав",  "Максим",   "Василий", "Денис",   "Иван",       "Григорий"};
    static constexpr std::array<const char*, 8> kEndings = {"ов",   "ев",  "ин",   "енко",
                                                            "ский", "чук", "ович", "ко"};
    static constexpr std::array<const char*, 12> kFathers = {
        "Александрович", "Сергеевич", "Дмитриевич", "Андреевич",  "Алексеевич", "Владимирович",
        "Михайлович",    "Игоревич",  "Юрьевич",    "Николаевич", "Викторович", "Иванович"};
    std::string family = russian_stem() + any(kEndings);
    const std::string given = often(kGiven);
    const std::string full = family + " " + given + " " + often(kFathers);
    const auto latin = [&](const std::string& text, const char* system) {
      return matcher_.romanise(text, system, false).take();
    };
    return {latin(full, "bgn"), full, latin(given + " " + family, "icao"),
            latin(full, "scholarly")};
  }

  std::string arabic_word() {
    static constexpr std::array<const char*, 22> kRoots = {
        "b", "t", "j", "h", "kh", "d", "r", "z",  "s",  "sh", "f",
        "q", "k", "l", "m", "n",  "w", "y", "gh", "th", "dh", "'"};
    static constexpr std::array<const char*, 7> kForms = {"-a-i-",  "-a-a-",    "-u-ay-", "a--a-",
                                                          "-a-ii-", "mu-a--i-", "-a--aa-"};
    std::string word;
    for (const char c : any(kForms)) {
      if (c == '-') {
        word += any(kRoots);
      } else {
        word.push_back(c);
      }
    }
    return word;
  }

  std::vector<std::string> arabic() {
    static constexpr std::array<const char*, 24> kGiven = {
        "Muhammad", "Ahmad", "Ali",   "Hassan", "Abdallah", "Hussein", "Mahmoud", "Khalid",
        "Ibrahim",  "Omar",  "Yusuf", "Said",   "Mustafa",  "Hamid",   "Jamal",   "Salim",
        "Nasir",    "Tariq", "Walid", "Faisal", "Karim",    "Rashid",  "Bilal",   "Ismail"};
    const std::string given = often(kGiven);
    const std::string father = often(kGiven);
    const std::string family = arabic_word();
    std::string changed = family;
    for (const auto& [from, to] : {std::pair{"i", "ee"}, {"q", "k"}, {"u", "ou"}}) {
      const std::size_t at = changed.find(from);
      if (at != std::string::npos) changed.replace(at, 1, to);
    }
    return {given + " " + father + " al-" + family + "i",
            given + " bin " + father + " al " + changed,
            "Abu " + often(kGiven) + " al-" + family + "i",
            given + " " + father + " " + arabic_word() + " " + changed};
  }

  std::string brand() {
    static constexpr std::array<const char*, 30> kParts = {
        "tek", "mar", "sol", "inter", "glob", "trans", "nor", "pet", "ven", "cal",
        "dor", "lux", "san", "ria",   "pro",  "max",   "ost", "bal", "kor", "zen",
        "tor", "gal", "vik", "ram",   "del",  "fin",   "hal", "mir", "pan", "rus"};
    std::string word = any(kParts) + any(kParts);
    if (random_.below(2) == 0) word += any(kParts);
    return word;
  }

  std::vector<std::string> organisation() {
    static constexpr std::array<const char*, 18> kWords = {
        "trading",    "shipping", "general", "international", "construction", "company",
        "group",      "bank",     "export",  "technology",    "energy",       "investment",
        "foundation", "steel",    "marine",  "industries",    "logistics",    "development"};
    static constexpr std::array<const char*, 10> kForms = {
        "Ltd", "LLC", "Co., Ltd.", "GmbH", "OOO", "S.A.", "Corporation", "FZE", "JSC", "Inc"};
    const std::string first = brand();
    const std::string words = any(kWords) + " " + any(kWords);
    const std::string form = any(kForms);
    return {first + " " + words + " " + form, first + " " + words,
            brand() + " " + words + " " + form, first + " " + any(kWords)};
  }

  const names::Matcher& matcher_;
  math::Random random_;
};

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

void time_of_lists(const std::shared_ptr<const names::Matcher>& matcher) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const char* file : {"ofac_sdn.csv", "ofac_alt.csv", "un_consolidated.xml"}) {
    files.emplace_back(file, read(std::string(kLists) + file));
  }
  const double start = user_seconds();
  auto lists = screening::read_lists(files);
  const double parsed = user_seconds();
  if (!lists.ok()) return;
  NoProgress progress;
  const Cancellation cancellation;
  const auto screener = screening::Screener::build(matcher, std::move(lists).take(),
                                                   embedded_data(), progress, cancellation)
                            .take();
  fmt::print("UN and OFAC, {} names: read {:.2f} s, index {:.2f} s\n", screener->names(),
             parsed - start, user_seconds() - parsed);
}

int run(std::size_t entries, std::size_t queries) {
  const auto loaded = names::Matcher::load(embedded_data());
  if (!loaded.ok()) return 1;
  const std::shared_ptr<const names::Matcher>& matcher = loaded.value();
  if (std::filesystem::exists(kLists)) time_of_lists(matcher);

  Inventor inventor(*matcher, 1);
  screening::List list;
  list.name = "invented";
  for (std::size_t e = 0; e < entries; ++e) {
    screening::Entry entry;
    entry.id = std::to_string(e);
    for (std::string& name : inventor.names_of(e % 4)) entry.names.push_back({std::move(name)});
    list.entries.push_back(std::move(entry));
  }
  NoProgress progress;
  const Cancellation cancellation;
  const double start = user_seconds();
  std::vector<screening::List> lists;
  lists.push_back(std::move(list));
  const auto screener =
      screening::Screener::build(matcher, std::move(lists), embedded_data(), progress, cancellation)
          .take();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{} entries, {} names: index {:.2f} s, {} MB\n", entries, screener->names(),
             user_seconds() - start, usage.ru_maxrss / 1024);
  Inventor strangers(*matcher, 2);
  double all = 0;
  for (std::size_t kind = 0; kind < kKinds.size(); ++kind) {
    for (const bool listed : {true, false}) {
      std::vector<double> times;
      std::size_t hits = 0;
      for (std::size_t q = 0; q < queries; ++q) {
        const auto& entry = screener->lists()[0].entries[4 * (q * 37 % (entries / 4)) + kind];
        const std::string name =
            listed ? entry.names[q % entry.names.size()].text : strangers.names_of(kind)[q % 3];
        const double before = user_seconds();
        const auto answer = screener->screen({name, std::nullopt, ""}, {});
        times.push_back(user_seconds() - before);
        hits += answer.hits.empty() ? 0 : 1;
      }
      double sum = 0;
      for (const double time : times) sum += time;
      all += sum;
      std::sort(times.begin(), times.end());
      fmt::print("  {:<13}{:<10} mean {:.2f} ms, median {:.2f}, 95 % below {:.2f}; {} of {} hit\n",
                 kKinds[kind], listed ? "listed" : "stranger",
                 1000 * sum / static_cast<double>(queries), 1000 * times[queries / 2],
                 1000 * times[queries * 95 / 100], hits, queries);
    }
  }
  fmt::print("all: mean {:.2f} ms\n", 1000 * all / static_cast<double>(8 * queries));
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const std::size_t entries = count > 1 ? std::strtoull(words[1], nullptr, 10) : 100'000;
  const std::size_t queries = count > 2 ? std::strtoull(words[2], nullptr, 10) : 400;
  if (entries < 4 || queries == 0) {
    fmt::print(stderr, "usage: screen_bench [ENTRIES] [QUERIES]\n");
    return 2;
  }
  return run(entries, queries);
}
