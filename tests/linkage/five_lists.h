// Invented people on five lists in three scripts, for tests and the bench: a register in Hangul, a
// migration list in Cyrillic, a bank's list in ad hoc Latin spelling, passports in the DPRK's and
// McCune-Reischauer's, and interview notes in any script. Every spelling that is not by a published
// system comes from the tables below, not from data/names.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "math/random.h"
#include "names/matcher.h"

namespace depone::linkage {

struct ListedSurname {
  std::string_view hangul;
  std::string_view north;  // as the North writes it
  std::array<std::string_view, 3> latin;
  int share;
};

inline constexpr std::array<ListedSurname, 20> kListedSurnames = {
    {{"김", "김", {"Kim", "Kim", "Gim"}, 21},     {"이", "리", {"Lee", "Yi", "Ri"}, 15},
     {"박", "박", {"Park", "Pak", "Bak"}, 8},     {"최", "최", {"Choi", "Choe", "Choi"}, 5},
     {"정", "정", {"Jung", "Chung", "Jeong"}, 4}, {"강", "강", {"Kang", "Gang", "Kang"}, 2},
     {"조", "조", {"Cho", "Jo", "Cho"}, 2},       {"윤", "윤", {"Yoon", "Yun", "Youn"}, 2},
     {"장", "장", {"Jang", "Chang", "Jang"}, 2},  {"임", "림", {"Lim", "Im", "Rim"}, 2},
     {"한", "한", {"Han", "Hahn", "Han"}, 2},     {"오", "오", {"Oh", "O", "Oh"}, 2},
     {"서", "서", {"Seo", "Suh", "So"}, 2},       {"신", "신", {"Shin", "Sin", "Shin"}, 2},
     {"권", "권", {"Kwon", "Gwon", "Kwon"}, 2},   {"황", "황", {"Hwang", "Whang", "Hwang"}, 2},
     {"안", "안", {"Ahn", "An", "Ahn"}, 1},       {"노", "로", {"Noh", "Roh", "No"}, 1},
     {"유", "류", {"Yoo", "Ryu", "Yu"}, 1},       {"문", "문", {"Moon", "Mun", "Moon"}, 1}}};

inline constexpr std::array<std::string_view, 40> kListedSyllables = {
    "철", "수", "영", "호", "성", "명", "광", "진", "정", "은", "남", "혁", "일", "국",
    "춘", "학", "순", "옥", "경", "희", "금", "용", "봉", "석", "만", "길", "덕", "상",
    "현", "민", "주", "창", "동", "태", "원", "승", "복", "선", "화", "훈"};

inline constexpr std::array<std::array<std::string_view, 2>, 18> kListedGiven = {
    {{"Александр", "Александрович"},
     {"Сергей", "Сергеевич"},
     {"Дмитрий", "Дмитриевич"},
     {"Алексей", "Алексеевич"},
     {"Николай", "Николаевич"},
     {"Юрий", "Юрьевич"},
     {"Евгений", "Евгеньевич"},
     {"Михаил", "Михайлович"},
     {"Виктор", "Викторович"},
     {"Рустам", "Рустамович"},
     {"Фарход", "Фарходович"},
     {"Вячеслав", "Вячеславович"},
     {"Григорий", "Григорьевич"},
     {"Игорь", "Игоревич"},
     {"Шухрат", "Шухратович"},
     {"Пётр", "Петрович"},
     {"Святослав", "Святославович"},
     {"Иван", "Иванович"}}};

inline constexpr std::array<std::string_view, 12> kListedStems = {
    "Жарк", "Щукл",   "Хромц", "Бережн", "Юшк",    "Зыкл",
    "Тюрм", "Чеглок", "Ляшк",  "Гайд",   "Рахмат", "Усман"};
inline constexpr std::array<std::string_view, 3> kListedEndings = {"ов", "ин", "енко"};

// Towns and employers, in the order of how many people are from them.
inline constexpr std::array<std::string_view, 40> kListedTowns = {
    "평양", "함흥", "청진", "남포", "원산", "신의주", "단천", "개천", "개성", "사리원",
    "순천", "평성", "해주", "강계", "안주", "덕천",   "김책", "라진", "구성", "혜산",
    "정주", "희천", "회령", "신포", "송림", "문천",   "만포", "삭주", "룡천", "길주",
    "북청", "고원", "장진", "갑산", "무산", "온성",   "경원", "재령", "은률", "황주"};
inline constexpr std::array<std::string_view, 30> kListedEmployers = {
    "릉라", "대성", "묘향", "금강", "칠성", "은하", "조선설비", "성산", "만경", "백두",
    "남강", "목란", "대동", "송악", "비로", "련못", "청류",     "모란", "삼지", "두루봉",
    "평매", "선경", "경흥", "울림", "매봉", "해금", "부흥",     "동명", "금릉", "장생"};

// What the lists say of a person beside the name.
enum class ListedFacts {
  Few,        // born and site: one number of 45 and one of 30, without mistakes of the site
  Realistic,  // born, home and employer, in the list's script; mistakes and moves in each
};

// What a record was made of, for a reference that knows it (bench/cross_script_bench.cc).
struct ListedTruth {
  std::string name;            // the same for all spellings of one name
  double name_share = 0;       // the probability that a person has this name
  std::array<int, 3> facts{};  // born, site or home, employer, as the list has them; -1: missing
  std::size_t person = 0;
};

// The chances by which FiveLists makes realistic facts.
inline constexpr double kBornSlips = 0.05, kHomeMoves = 0.05, kEmployerMoves = 0.1;

// A CSV with the columns id, list, name, born, site and person (the truth), or with home and
// employer instead of site.
class FiveLists {
 public:
  FiveLists(const names::Matcher& matcher, std::uint64_t seed, ListedFacts facts = ListedFacts::Few)
      : matcher_(matcher), random_(seed), facts_(facts) {}

  // Of the records of the last csv(), in their order.
  const std::vector<ListedTruth>& truths() const { return truths_; }

  std::string csv(std::size_t people) {
    const bool realistic = facts_ == ListedFacts::Realistic;
    std::string out =
        realistic ? "id,list,name,born,home,employer,person\n" : "id,list,name,born,site,person\n";
    truths_.clear();
    std::size_t id = 0;
    for (std::size_t p = 0; p < people; ++p) {
      const Person person = random_.below(10) < 7 ? korean() : russian();
      for (std::size_t list = 0; list < 5; ++list) {
        if (random_.below(2) == 0) continue;
        const std::string name = person.korean ? korean_on(person, list) : russian_on(person, list);
        ListedTruth truth{person.surname != nullptr
                              ? std::string(person.surname->hangul) + person.given
                              : person.family + " " + person.given + " " + person.patronymic,
                          person.name_share,
                          {-1, -1, -1},
                          p};
        out += std::to_string(++id) + "," + "ABCDE"[list] + "," + name + "," +
               (realistic ? realistic_facts(person, list, truth) : few_facts(person, truth)) + "," +
               std::to_string(p) + "\n";
        truths_.push_back(std::move(truth));
      }
    }
    return out;
  }

 private:
  struct Person {
    bool korean = false;
    const ListedSurname* surname = nullptr;
    std::string given;       // Hangul, or Cyrillic
    std::string patronymic;  // Cyrillic
    std::string family;      // Cyrillic
    int born = 0;
    int site = 0;
    int home = 0;
    int employer = 0;
    double name_share = 0;
  };

  // 5 % of the years are one too high; sites have no mistakes.
  std::string few_facts(const Person& person, ListedTruth& truth) {
    std::string born;
    if (random_.below(10) < 7) {
      const int slip = random_.below(20) == 0 ? 1 : 0;
      truth.facts[0] = person.born + slip;
      born = std::to_string(truth.facts[0]);
    }
    std::string site;
    if (random_.below(10) < 6) {
      truth.facts[1] = person.site;
      site = "site " + std::to_string(person.site);
    }
    return born + "," + site;
  }

  std::string realistic_facts(const Person& person, std::size_t list, ListedTruth& truth) {
    std::string born, home, employer;
    if (random_.uniform() < 0.85) {
      truth.facts[0] = person.born;
      if (random_.uniform() < kBornSlips) truth.facts[0] += random_.below(2) == 0 ? 1 : -1;
      born = std::to_string(truth.facts[0]);
    }
    if (random_.uniform() < 0.7) {
      truth.facts[1] = random_.uniform() < kHomeMoves ? some<40>() : person.home;
      home = written_on(list, std::string(kListedTowns[static_cast<std::size_t>(truth.facts[1])]));
    }
    if (random_.uniform() < 0.75) {
      truth.facts[2] = random_.uniform() < kEmployerMoves ? some<30>() : person.employer;
      employer =
          written_on(list, std::string(kListedEmployers[static_cast<std::size_t>(truth.facts[2])]));
    }
    return born + "," + home + "," + employer;
  }

  // A number below N, twice as often in the first half of the first half, and so on.
  template <int N>
  int some() {
    return static_cast<int>(random_.below(1 + random_.below(N)));
  }

  // A Korean word in the script and system of a list.
  std::string written_on(std::size_t list, const std::string& hangul) {
    if (list == 0) return hangul;
    constexpr std::array<std::string_view, 5> kSystems = {"", "kontsevich", "rr", "mr", "dprk"};
    std::string word = without_marks(matcher_.romanise(hangul, kSystems[list], false).take());
    if (!word.empty() && word[0] >= 'a' && word[0] <= 'z') {
      word[0] = static_cast<char>(word[0] - 'a' + 'A');
    }
    return word;
  }

  template <class List>
  const auto& any(const List& list) {
    return list[random_.below(list.size())];
  }

  void add_facts(Person& person) {
    person.born = 1955 + static_cast<int>(random_.below(45));
    person.site = 1 + static_cast<int>(random_.below(30));
    if (facts_ == ListedFacts::Few) return;
    person.home = some<40>();
    person.employer = some<30>();
  }

  Person korean() {
    Person person;
    person.korean = true;
    int all = 0;
    for (const ListedSurname& surname : kListedSurnames) all += surname.share;
    int at = static_cast<int>(random_.below(static_cast<std::uint64_t>(all)));
    for (const ListedSurname& surname : kListedSurnames) {
      at -= surname.share;
      if (at < 0 && person.surname == nullptr) person.surname = &surname;
    }
    person.given = std::string(any(kListedSyllables)) + std::string(any(kListedSyllables));
    constexpr double kSyllables = static_cast<double>(kListedSyllables.size());
    person.name_share = 0.7 * person.surname->share / all / kSyllables / kSyllables;
    add_facts(person);
    return person;
  }

  Person russian() {
    Person person;
    person.given = any(kListedGiven)[0];
    person.patronymic = any(kListedGiven)[1];
    person.family = std::string(any(kListedStems)) + std::string(any(kListedEndings));
    person.name_share = 0.3 / static_cast<double>(kListedGiven.size() * kListedStems.size() *
                                                  kListedEndings.size());
    if (facts_ == ListedFacts::Realistic) {
      // 15,680 surnames, and fathers of any name.
      constexpr std::array<std::string_view, 14> kOnsets = {"Б", "В", "Г",  "Д",  "З",  "К",  "М",
                                                            "Н", "Т", "Гр", "Кр", "Ст", "Хл", "Пр"};
      constexpr std::array<std::string_view, 8> kVowels = {"а", "о", "е", "у", "и", "я", "ы", "ю"};
      constexpr std::array<std::string_view, 14> kCodas = {"б", "в", "г", "д", "з", "к",  "л",
                                                           "м", "н", "р", "с", "ш", "рт", "нд"};
      constexpr std::array<std::string_view, 10> kEndings = {"ов",   "ин",   "енко", "ук",  "ских",
                                                             "анов", "евич", "ищев", "оев", "атов"};
      person.family = std::string(any(kOnsets)) + std::string(any(kVowels)) +
                      std::string(any(kCodas)) + std::string(any(kEndings));
      person.patronymic = any(kListedGiven)[1];
      person.name_share =
          0.3 / static_cast<double>(kListedGiven.size() * kListedGiven.size() * kOnsets.size() *
                                    kVowels.size() * kCodas.size() * kEndings.size());
    }
    add_facts(person);
    return person;
  }

  // One letter of a Latin or Cyrillic text lost, doubled or changed, in one of twelve.
  std::string with_typo(std::string text) {
    if (random_.below(12) != 0) return text;
    std::vector<std::size_t> starts;
    for (std::size_t i = 1; i < text.size(); ++i) {
      const auto byte = static_cast<unsigned char>(text[i]);
      if ((byte & 0xC0u) != 0x80u && text[i] != ' ' && text[i] != '-') starts.push_back(i);
    }
    if (starts.size() < 3) return text;
    const std::size_t k = random_.below(starts.size() - 1);
    const std::string letter = text.substr(starts[k], starts[k + 1] - starts[k]);
    if (letter.find(' ') != std::string::npos || letter.find('-') != std::string::npos) return text;
    switch (random_.below(3)) {
      case 0:
        text.erase(starts[k], letter.size());
        break;
      case 1:
        text.insert(starts[k], letter);
        break;
      default:
        text.replace(starts[k], letter.size(), letter.size() == 1 ? "e" : "е");
        break;
    }
    return text;
  }

  static std::string capitals(std::string text) {
    for (char& c : text) {
      if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
  }

  // Without the marks and apostrophes of McCune-Reischauer, as most lists print it.
  static std::string without_marks(std::string text) {
    const std::array<std::array<std::string_view, 2>, 5> marks = {
        {{"ŏ", "o"}, {"ŭ", "u"}, {"Ŏ", "O"}, {"Ŭ", "U"}, {"’", ""}}};
    for (const auto& [mark, plain] : marks) {
      for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
        text.replace(at, mark.size(), plain);
      }
    }
    std::erase(text, '\'');
    return text;
  }

  static void swap_all(std::string& text, std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
  }

  // The South's own ways with the Revised Romanization: Cheolsu, Chul-soo, Chulsoo, Chul Soo.
  std::string ad_hoc_given(const Person& person) {
    const std::string syllables[2] = {person.given.substr(0, 3), person.given.substr(3)};
    std::string out;
    const char* joint = random_.below(3) == 0 ? "-" : random_.below(2) == 0 ? " " : "";
    const bool own_way = random_.below(2) == 0;
    for (const std::string& syllable : syllables) {
      std::string latin = matcher_.romanise(syllable, "rr", false).take();
      if (own_way) {
        if (latin.ends_with("u") && !latin.ends_with("eu")) latin += "!";
        swap_all(latin, "u!", "oo");
        swap_all(latin, "yeo", "you");
        swap_all(latin, "eo", "u");
      }
      if (!out.empty()) out += joint;
      if (!latin.empty() && (out.empty() || *joint == ' ')) {
        latin[0] = static_cast<char>(latin[0] - 'a' + 'A');
      }
      out += latin;
    }
    return out;
  }

  std::string korean_on(const Person& person, std::size_t list) {
    const ListedSurname& surname = *person.surname;
    const std::string hangul = std::string(surname.hangul) + person.given;
    const std::string north = std::string(surname.north) + person.given;
    if (list == 4) list = random_.below(4);
    switch (list) {
      case 0:
        return random_.below(4) == 0   ? north
               : random_.below(4) == 0 ? std::string(surname.hangul) + " " + person.given
                                       : hangul;
      case 1: {
        std::string name = matcher_.romanise(north, "kontsevich", true).take();
        if (random_.below(3) == 0 && name.rfind(' ') > name.find(' ')) {
          name.erase(name.rfind(' '), 1);  // Ким Чхольсу
        }
        return with_typo(name);
      }
      case 2: {
        const std::string given = ad_hoc_given(person);
        const std::string family(any(surname.latin));
        return with_typo(random_.below(2) == 0 ? given + " " + family : family + " " + given);
      }
      default: {
        const bool mr = random_.below(2) == 0;
        std::string name = matcher_.romanise(north, mr ? "mr" : "dprk", true).take();
        name = without_marks(name);
        return with_typo(random_.below(2) == 0 ? capitals(name) : name);
      }
    }
  }

  std::string russian_on(const Person& person, std::size_t list) {
    const std::string full = person.family + " " + person.given + " " + person.patronymic;
    if (list == 4) {
      // Interview notes: initials, or no patronymic.
      const std::string initial = person.given.substr(0, 2);
      return random_.below(2) == 0
                 ? person.family + " " + initial + ". " + person.patronymic.substr(0, 2) + "."
                 : with_typo(person.given + " " + person.family);
    }
    if (list == 1) return with_typo(full);
    if (list == 0) return with_typo(person.given + " " + person.family);
    constexpr std::array<std::string_view, 4> kSystems = {"bgn", "icao", "newspaper", "scholarly"};
    const std::string two = random_.below(2) == 0 ? person.given + " " + person.family
                                                  : person.family + " " + person.given;
    auto latin = matcher_.romanise(list == 3 ? full : two, any(kSystems), false);
    if (!latin.ok()) latin = matcher_.romanise(list == 3 ? full : two, "bgn", false);
    const std::string name = without_marks(std::move(latin).take());
    return with_typo(random_.below(3) == 0 ? capitals(name) : name);
  }

  const names::Matcher& matcher_;
  math::Random random_;
  ListedFacts facts_;
  std::vector<ListedTruth> truths_;
};

}  // namespace depone::linkage
