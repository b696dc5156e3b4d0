#include "names/lattice.h"

#include <algorithm>
#include <charconv>

#include "names/points.h"
#include "names/wrong_entry.h"

namespace depone::names {
namespace {

constexpr std::u32string_view kOnsets = U"ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
constexpr std::u32string_view kVowels = U"ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
constexpr std::array<std::string_view, 8> kCodas = {"-", "K", "N", "T", "L", "M", "P", "NG"};
// The coda sound of each written coda, as in hangul.cc: none, K, N, T, L, M, P, NG.
constexpr std::array<std::uint8_t, 28> kCodaSound = {0, 1, 1, 1, 2, 2, 2, 3, 4, 1, 5, 4, 4, 4,
                                                     6, 4, 5, 6, 6, 3, 3, 7, 3, 3, 1, 3, 6, 3};
// The onset a coda becomes before a vowel; 255: stays. The last letter of a cluster moves.
constexpr std::array<std::uint8_t, 28> kCarried = {255, 0,   1,  9,  2,  12, 2,  3,  5, 0,
                                                   6,   7,   9,  16, 17, 5,  6,  7,  9, 9,
                                                   10,  255, 12, 14, 15, 16, 17, 255};
constexpr std::size_t kMostLetters = 24;
constexpr std::size_t kMostSyllables = 3;
constexpr int kUnreached = 1000000;
// Saying that syllables changed each other's sound, as against spelling each alone.
constexpr std::uint8_t kSandhiCost = 2;

struct Weighted {
  std::string text;
  std::uint8_t weight;
};

std::optional<std::vector<Weighted>> weighted(const std::string& list) {
  std::vector<Weighted> out;
  for (const std::string& word : words_of(list)) {
    const std::size_t colon = word.rfind(':');
    unsigned weight = 0;
    if (colon != std::string::npos) {
      const char* end = word.data() + word.size();
      const auto [stop, error] = std::from_chars(word.data() + colon + 1, end, weight);
      if (error != std::errc() || stop != end || weight > 250) return std::nullopt;
    }
    out.push_back({word.substr(0, colon), static_cast<std::uint8_t>(weight)});
  }
  return out;
}

std::size_t stage_of(std::uint8_t sound) {
  if (sound < kFirstVowel) return 0;
  return sound < kFirstCoda ? 1 : 2;
}

constexpr std::array<std::string_view, 3> kStages = {"onset", "vowel", "coda"};

}  // namespace

std::optional<std::uint8_t> sound_called(std::string_view name, std::size_t stage) {
  if (stage == 2) {
    if (name.empty()) return kFirstCoda;
    const auto at = std::find(kCodas.begin(), kCodas.end(), name);
    if (at == kCodas.end()) return std::nullopt;
    return static_cast<std::uint8_t>(kFirstCoda + (at - kCodas.begin()));
  }
  const std::u32string points = points_of(name);
  if (points.size() != 1) return std::nullopt;
  const std::size_t at = (stage == 0 ? kOnsets : kVowels).find(points[0]);
  if (at == std::u32string_view::npos) return std::nullopt;
  return static_cast<std::uint8_t>(stage == 0 ? at : at + kFirstVowel);
}

Result<Spellings> Spellings::load(const DataFiles& data) {
  const std::string path = "names/korean_spellings.toml";
  const toml::table file = DP_TRY(read_toml(data, path));
  Spellings spellings;
  for (const std::string_view script : {"latin", "cyrillic"}) {
    Script& into = script == "latin" ? spellings.latin_ : spellings.cyrillic_;
    for (std::size_t stage = 0; stage < kStages.size(); ++stage) {
      const std::string section = fmt::format("{}.{}", script, kStages[stage]);
      const toml::table* table = file[script][kStages[stage]].as_table();
      if (table == nullptr) return wrong_entry(path, section);
      for (const auto& [name, node] : *table) {
        const auto sound = sound_called(name.str(), stage);
        const auto list = node.value<std::string>();
        const auto words = list ? weighted(*list) : std::nullopt;
        if (!sound || !words) return wrong_entry(path, fmt::format("{}.{}", section, name.str()));
        for (const Weighted& word : *words) {
          const std::u32string letters = word.text == "-" ? U"" : points_of(word.text);
          const char32_t key = letters.empty() ? U'\0' : letters.front();
          into.stages[stage][key].push_back({letters, *sound, word.weight});
        }
      }
    }
  }
  for (auto& row : spellings.confused_) row.fill(kNever);
  for (std::uint8_t sound = 0; sound < kSounds; ++sound) spellings.confused_[sound][sound] = 0;
  for (std::size_t stage = 0; stage < kStages.size(); ++stage) {
    const auto confused = weighted(file["confused"][kStages[stage]].value_or(std::string()));
    if (!confused) return wrong_entry(path, fmt::format("confused.{}", kStages[stage]));
    for (const Weighted& pair : *confused) {
      // Two letters, or two coda names of which one begins with the other's end.
      std::optional<std::uint8_t> a, b;
      const std::u32string points = points_of(pair.text);
      for (std::size_t cut = 1; cut < points.size() && !(a && b); ++cut) {
        a = sound_called(utf8_of(std::u32string_view(points).substr(0, cut)), stage);
        b = sound_called(utf8_of(std::u32string_view(points).substr(cut)), stage);
      }
      if (!a || !b) return wrong_entry(path, fmt::format("confused.{}", kStages[stage]));
      spellings.confused_[*a][*b] = spellings.confused_[*b][*a] = pair.weight;
    }
    const auto rarity = weighted(file["rarity"][kStages[stage]].value_or(std::string()));
    if (!rarity) return wrong_entry(path, fmt::format("rarity.{}", kStages[stage]));
    for (const Weighted& entry : *rarity) {
      const auto sound = sound_called(entry.text, stage);
      if (!sound) return wrong_entry(path, fmt::format("rarity.{}", kStages[stage]));
      spellings.rarity_[*sound] = entry.weight;
    }
  }
  return spellings;
}

void Spellings::finish(Lattice& lattice) const {
  std::vector<std::uint8_t> fewest(lattice.nodes(), 255);
  std::vector<int> best(lattice.nodes(), kUnreached);
  best[lattice.end] = 0;
  fewest[lattice.end] = 0;
  for (std::size_t node = lattice.nodes(); node-- > 0;) {
    for (std::size_t at = lattice.first[node]; at < lattice.first[node + 1]; ++at) {
      const Arc& arc = lattice.arcs[at];
      if (fewest[arc.to] == 255) continue;
      const std::uint8_t here = arc.sound < kFirstVowel ? 1 : 0;
      best[node] = std::min(best[node], best[arc.to] + arc.cost + rarity_[arc.sound]);
      fewest[node] =
          std::min<std::uint8_t>(fewest[node], static_cast<std::uint8_t>(fewest[arc.to] + here));
    }
  }
  lattice.best = lattice.nodes() == 0 ? kUnreached : best[0];
  lattice.fewest = lattice.nodes() == 0 ? 255 : fewest[0];
  find_places(lattice);
}

void Spellings::find_places(Lattice& lattice) const {
  // Which nodes stand before the first vowel, and before the last coda, vowel and onset.
  const std::size_t nodes = lattice.nodes();
  std::vector<bool> first_vowel(nodes), last_coda(nodes), last_vowel(nodes);
  const auto each = [&](const auto& visit) {
    for (std::size_t node = nodes; node-- > 0;) {
      for (std::size_t at = lattice.first[node]; at < lattice.first[node + 1]; ++at) {
        visit(node, lattice.arcs[at]);
      }
    }
  };
  each([&](std::size_t node, const Arc& arc) {
    if (node == 0 && stage_of(arc.sound) == 0) first_vowel[arc.to] = true;
    if (arc.to == lattice.end && stage_of(arc.sound) == 2) last_coda[node] = true;
  });
  each([&](std::size_t node, const Arc& arc) {
    if (stage_of(arc.sound) == 1 && last_coda[arc.to]) last_vowel[node] = true;
  });
  each([&](std::size_t node, const Arc& arc) {
    const std::size_t stage = stage_of(arc.sound);
    const auto add = [&](std::uint32_t Places::*place, std::uint8_t begin, std::uint8_t end) {
      lattice.places.*place |= 1u << (arc.sound - begin);
      for (std::uint8_t other = begin; other < end; ++other) {
        if (confused_[arc.sound][other] != kNever) lattice.near.*place |= 1u << (other - begin);
      }
    };
    if (stage == 0 && node == 0) add(&Places::first_onset, 0, kFirstVowel);
    if (stage == 0 && last_vowel[arc.to]) add(&Places::last_onset, 0, kFirstVowel);
    if (stage == 1 && first_vowel[node]) add(&Places::first_vowel, kFirstVowel, kFirstCoda);
    if (stage == 1 && last_coda[arc.to]) add(&Places::last_vowel, kFirstVowel, kFirstCoda);
    if (stage == 2 && arc.to == lattice.end) add(&Places::last_coda, kFirstCoda, kSounds);
  });
}

std::optional<Lattice> Spellings::read(const Script& script, std::string_view given) const {
  const std::u32string letters = points_of(given);
  if (letters.empty() || letters.size() > kMostLetters) return std::nullopt;
  // Node of (position, stage): codas end before onsets begin, and onsets may be silent.
  constexpr std::array<std::size_t, 3> kOrder = {1, 2, 0};
  const auto node_of = [&](std::size_t at, std::size_t stage) { return at * 3 + kOrder[stage]; };
  const std::size_t nodes = letters.size() * 3 + 3;
  std::vector<std::vector<Arc>> arcs(nodes);
  std::vector<bool> reached(nodes), useful(nodes);
  const auto is_joint = [&](std::size_t at) { return letters[at] == U'-' || letters[at] == U'\''; };
  reached[node_of(0, 0)] = true;
  for (std::size_t at = 0; at <= letters.size(); ++at) {
    for (const std::size_t stage : {2u, 0u, 1u}) {
      const std::size_t node = node_of(at, stage);
      if (!reached[node]) continue;
      const std::size_t next_stage = stage == 2 ? 0 : stage + 1;
      const auto add = [&](const Spelling& spelling) {
        std::size_t to = at + spelling.letters.size();
        // A blank, hyphen or apostrophe may follow a syllable anywhere, or stand after a liaison.
        while (next_stage == 0 && to < letters.size() && is_joint(to)) ++to;
        arcs[node].push_back(
            {spelling.sound, spelling.cost, static_cast<std::uint16_t>(node_of(to, next_stage))});
        reached[node_of(to, next_stage)] = true;
      };
      for (const char32_t key : {U'\0', at < letters.size() ? letters[at] : U'\1'}) {
        const auto found = script.stages[stage].find(key);
        if (found == script.stages[stage].end()) continue;
        for (const Spelling& spelling : found->second) {
          if (letters.compare(at, spelling.letters.size(), spelling.letters) == 0) add(spelling);
        }
      }
      if (stage == 0 && at < letters.size()) add({U"", kSilent, 0});
    }
  }
  const std::size_t end = node_of(letters.size(), 0);
  if (!reached[end]) return std::nullopt;
  useful[end] = true;
  for (std::size_t node = nodes; node-- > 0;) {
    std::erase_if(arcs[node], [&](const Arc& arc) { return !useful[arc.to]; });
    if (!arcs[node].empty()) useful[node] = true;
  }
  // Number the useful nodes afresh, in the same order; the start first.
  std::vector<std::uint16_t> number(nodes);
  Lattice lattice;
  std::uint16_t count = 0;
  for (std::size_t node = 0; node < nodes; ++node) {
    if (useful[node] && reached[node]) number[node] = count++;
  }
  for (std::size_t node = 0; node < nodes; ++node) {
    if (!useful[node] || !reached[node]) continue;
    lattice.first.push_back(static_cast<std::uint16_t>(lattice.arcs.size()));
    std::sort(arcs[node].begin(), arcs[node].end(), [](const Arc& a, const Arc& b) {
      return std::tie(a.sound, a.to, a.cost) < std::tie(b.sound, b.to, b.cost);
    });
    for (Arc arc : arcs[node]) {
      arc.to = number[arc.to];
      lattice.arcs.push_back(arc);
    }
  }
  lattice.first.push_back(static_cast<std::uint16_t>(lattice.arcs.size()));
  lattice.end = number[end];
  finish(lattice);
  if (lattice.fewest > kMostSyllables) return std::nullopt;
  return lattice;
}

std::optional<Lattice> Spellings::latin(std::string_view given) const {
  return read(latin_, given);
}

std::optional<Lattice> Spellings::cyrillic(std::string_view given) const {
  return read(cyrillic_, given);
}

Lattice Spellings::hangul(const std::vector<Syllable>& syllables) const {
  // Nodes: per syllable one before its vowel and one before its coda; between syllables one for
  // each way the coda and the next onset may be heard.
  struct Draft {
    std::vector<Arc> arcs;
  };
  std::vector<Draft> nodes(1);
  std::size_t before = 0;  // where the onset of the present syllable starts
  std::vector<std::pair<std::size_t, std::uint8_t>> onset_arcs;  // from node, as heard
  for (std::size_t i = 0; i < syllables.size(); ++i) {
    const Syllable now = syllables[i];
    if (i == 0) {
      onset_arcs = {{before, now.onset}};
      const Syllable south = initial_form(now);
      if (south.onset != now.onset) onset_arcs.emplace_back(before, south.onset);
    }
    const std::size_t vowel = nodes.size();
    nodes.emplace_back();
    for (const auto& [from, onset] : onset_arcs) {
      const bool as_written = onset == now.onset;
      nodes[from].arcs.push_back(
          {onset, as_written ? std::uint8_t{0} : kSandhiCost, static_cast<std::uint16_t>(vowel)});
    }
    const std::size_t coda = nodes.size();
    nodes.emplace_back();
    nodes[vowel].arcs.push_back(
        {static_cast<std::uint8_t>(kFirstVowel + now.vowel), 0, static_cast<std::uint16_t>(coda)});
    onset_arcs.clear();
    const std::uint8_t written = kCodaSound.at(now.coda);
    // A way to be heard: the coda's sound and the next onset.
    const auto hear = [&](std::uint8_t heard, std::optional<std::uint8_t> onset) {
      const std::size_t joint = nodes.size();
      nodes.emplace_back();
      nodes[coda].arcs.push_back({static_cast<std::uint8_t>(kFirstCoda + heard),
                                  heard == written ? std::uint8_t{0} : kSandhiCost,
                                  static_cast<std::uint16_t>(joint)});
      if (onset) onset_arcs.emplace_back(joint, *onset);
    };
    if (i + 1 == syllables.size()) {
      hear(written, std::nullopt);
      continue;
    }
    const std::uint8_t next = syllables[i + 1].onset;
    hear(written, next);
    const bool nasal = next == 2 || next == 5 || next == 6;  // ㄴ ㄹ ㅁ
    const std::uint8_t after = next == 5 ? 2 : next;
    if (nasal && written == 1) hear(7, after);
    if (nasal && written == 3) hear(2, after);
    if (nasal && written == 6) hear(5, after);
    if (next == 5 && (written == 5 || written == 7)) hear(written, 2);
    if ((next == 5 && written == 2) || (next == 2 && written == 4)) hear(4, 5);
    if (next == kSilent && kCarried.at(now.coda) != 255) hear(0, kCarried.at(now.coda));
    const bool doubled =
        (written == 1 && next == 1) || (written == 3 && next == 4) || (written == 6 && next == 8);
    if (doubled) hear(0, next);                   // ㄱ + ㄲ is written kk
    if (next == 18 && written == 1) hear(0, 15);  // ㄱ + ㅎ is ㅋ
    if (next == 18 && written == 6) hear(0, 17);
  }
  Lattice lattice;
  for (const Draft& node : nodes) {
    lattice.first.push_back(static_cast<std::uint16_t>(lattice.arcs.size()));
    lattice.arcs.insert(lattice.arcs.end(), node.arcs.begin(), node.arcs.end());
  }
  lattice.first.push_back(static_cast<std::uint16_t>(lattice.arcs.size()));
  lattice.end = static_cast<std::uint16_t>(nodes.size() - 1);
  finish(lattice);
  return lattice;
}

std::optional<int> Spellings::compare(const Lattice& a, const Lattice& b) const {
  if (a.nodes() == 0 || b.nodes() == 0) return std::nullopt;
  const std::size_t width = b.nodes();
  std::vector<int> cells(a.nodes() * width, kUnreached);
  cells[0] = 0;
  for (std::size_t i = 0; i < a.nodes(); ++i) {
    for (std::size_t j = 0; j < width; ++j) {
      const int here = cells[i * width + j];
      if (here == kUnreached) continue;
      for (std::size_t x = a.first[i]; x < a.first[i + 1]; ++x) {
        const Arc& left = a.arcs[x];
        for (std::size_t y = b.first[j]; y < b.first[j + 1]; ++y) {
          const Arc& right = b.arcs[y];
          if (stage_of(left.sound) != stage_of(right.sound)) break;
          const int confusion = confused_[left.sound][right.sound];
          if (confusion == kNever) continue;
          const int rarity = std::min(rarity_[left.sound], rarity_[right.sound]);
          int& next = cells[left.to * width + right.to];
          next = std::min(next, here + rarity + confusion + left.cost + right.cost);
        }
      }
    }
  }
  const int best = cells[a.end * width + b.end];
  if (best == kUnreached) return std::nullopt;
  return best;
}

}  // namespace depone::names
