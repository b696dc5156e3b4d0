#include "names/sound.h"

#include <algorithm>
#include <charconv>

#include "names/cyrillic.h"
#include "names/points.h"
#include "names/wrong_entry.h"

namespace depone::names {
namespace {

constexpr std::uint8_t kLeftOut = 24;
constexpr std::uint8_t kMistaken = 32;
constexpr std::uint8_t kClassCost = 9;   // mistaken below this: one class
constexpr std::uint8_t kFirstCost = 18;  // mistaken at the beginning from this: counted more
constexpr std::string_view kVowels = "aeiouE";
constexpr std::string_view kFleeting = "aeiouEyh";
constexpr std::string_view kFree = "JXGw89";  // mistaken for vowels and consonants alike
constexpr std::string_view kConsonants = "bdfgklmnprstvzSZCTQq";
constexpr int kClasses = 10;  // three bits each; further ones share the last

bool is_vowel(char sound) { return kVowels.find(sound) != std::string_view::npos; }

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size() || value > 250) return std::nullopt;
  return value;
}

}  // namespace

Result<Sounds> Sounds::load(const DataFiles& data) {
  const std::string path = "names/sounds.toml";
  const toml::table file = DP_TRY(read_toml(data, path));
  Sounds sounds;
  for (const std::string_view section : {"latin", "cyrillic"}) {
    const toml::table* table = file[section].as_table();
    if (table == nullptr) return wrong_entry(path, section);
    for (const auto& [key, node] : *table) {
      const auto written = node.value<std::string>();
      const std::u32string letters = points_of(key.str());
      if (!written || letters.empty()) return wrong_entry(path, key.str());
      sounds.rules_[letters[0]].emplace_back(letters, *written == "-" ? "" : *written);
    }
  }
  for (auto& [first, rules] : sounds.rules_) {
    std::sort(rules.begin(), rules.end(), [](const auto& a, const auto& b) {
      return a.first.size() != b.first.size() ? a.first.size() > b.first.size() : a < b;
    });
  }
  const std::string arabic_path = "names/arabic.toml";
  const toml::table arabic_file = DP_TRY(read_toml(data, arabic_path));
  const toml::table* arabic = arabic_file["arabic"].as_table();
  if (arabic == nullptr) return wrong_entry(arabic_path, "arabic");
  for (const auto& [key, node] : *arabic) {
    const auto written = node.value<std::string>();
    const std::u32string letters = points_of(key.str());
    if (!written || letters.size() != 1) return wrong_entry(arabic_path, key.str());
    sounds.arabic_[letters[0]] = *written == "-" ? "" : *written;
  }
  sounds.left_out_.fill(kLeftOut);
  for (auto& row : sounds.mistaken_) row.fill(kMistaken);
  for (std::size_t i = 0; i < 128; ++i) sounds.mistaken_[i][i] = 0;
  for (const std::string& entry : words_of(file["left_out"]["costs"].value_or(std::string()))) {
    const auto cost = entry.size() > 2 ? number(std::string_view(entry).substr(2)) : std::nullopt;
    if (!cost) return wrong_entry(path, "left_out.costs");
    sounds.left_out_[index(entry[0])] = static_cast<std::uint8_t>(*cost);
  }
  for (const std::string& entry : words_of(file["mistaken"]["costs"].value_or(std::string()))) {
    const auto cost = entry.size() > 3 ? number(std::string_view(entry).substr(3)) : std::nullopt;
    if (!cost) return wrong_entry(path, "mistaken.costs");
    const std::size_t a = index(entry[0]);
    const std::size_t b = index(entry[1]);
    sounds.mistaken_[a][b] = sounds.mistaken_[b][a] = static_cast<std::uint8_t>(*cost);
  }
  sounds.first_ = static_cast<int>(file["mistaken"]["first"].value_or(std::int64_t{0}));

  // Classes: the connected groups of consonants that are mistaken for one another cheaply. What a
  // signature counts is what remains dear: leaving a consonant out, or one of another class.
  const auto counted = [](std::size_t sound) {
    return sound != 0 && kConsonants.find(static_cast<char>(sound)) != std::string_view::npos;
  };
  std::array<int, 128> group{};
  for (std::size_t i = 0; i < 128; ++i) group[i] = static_cast<int>(i);
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t a = 0; a < 128; ++a) {
      for (std::size_t b = 0; b < 128; ++b) {
        if (!counted(a) || !counted(b) || sounds.mistaken_[a][b] >= kClassCost) continue;
        const int least = std::min(group[a], group[b]);
        changed = changed || group[a] != least || group[b] != least;
        group[a] = group[b] = least;
      }
    }
  }
  sounds.class_.fill(-1);
  for (const char sound : kFree) sounds.class_[index(sound)] = -2;
  int step = 255;
  int drop = 255;
  std::vector<int> seen;
  for (std::size_t a = 0; a < 128; ++a) {
    if (!counted(a)) continue;
    drop = std::min<int>(drop, sounds.left_out_[a]);
    for (std::size_t b = 0; b < 128; ++b) {
      const bool fleeting =
          b != 0 && kFleeting.find(static_cast<char>(b)) != std::string_view::npos;
      // For a vowel a consonant changes the count of one side only.
      if (fleeting) drop = std::min<int>(drop, sounds.mistaken_[a][b]);
      if (counted(b) && group[a] != group[b]) step = std::min<int>(step, sounds.mistaken_[a][b]);
    }
    auto at = std::find(seen.begin(), seen.end(), group[a]);
    if (at == seen.end()) at = seen.insert(seen.end(), group[a]);
    sounds.class_[a] =
        static_cast<std::int8_t>(std::min<std::ptrdiff_t>(at - seen.begin(), kClasses - 1));
  }
  sounds.least_step_ = std::min(step, 2 * drop);
  sounds.least_drop_ = std::min(drop, sounds.least_step_);
  return sounds;
}

std::string Sounds::of(std::string_view word) const {
  const std::u32string letters = points_of(word);
  std::string raw;
  for (std::size_t at = 0; at < letters.size() && raw.size() < 2 * kMostSounds;) {
    const auto rules = rules_.find(letters[at]);
    std::size_t taken = 1;
    if (rules != rules_.end()) {
      for (const auto& [text, written] : rules->second) {
        if (letters.compare(at, text.size(), text) != 0) continue;
        raw += written;
        taken = text.size();
        break;
      }
    }
    at += taken;
  }
  // i beside a vowel is a glide; a final h after a vowel is silent.
  std::string glided = raw;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const bool beside = (i > 0 && is_vowel(raw[i - 1]) && raw[i - 1] != 'i') ||
                        (i + 1 < raw.size() && is_vowel(raw[i + 1]) && raw[i + 1] != 'i');
    if (raw[i] == 'i' && beside) glided[i] = 'y';
  }
  std::string out;
  for (std::size_t i = 0; i < glided.size(); ++i) {
    const char sound = glided[i];
    if (!out.empty() && out.back() == sound) continue;
    if (sound == 'y' && !out.empty() && out.back() == 'i') {
      // iy is y before a vowel and i elsewhere.
      if (i + 1 < glided.size() && is_vowel(glided[i + 1])) out.back() = 'y';
      continue;
    }
    out.push_back(sound);
  }
  if (out.size() > 2 && out.back() == 'h') out.pop_back();
  if (out.size() > kMostSounds) out.resize(kMostSounds);
  return out;
}

int Sounds::distance(std::string_view a, std::string_view b, int most) const {
  if (a == b) return 0;
  if (a.empty() || b.empty()) return most + 1;
  a = a.substr(0, kMostSounds);
  b = b.substr(0, kMostSounds);
  const std::size_t width = b.size();
  int row[kMostSounds + 1];
  int added[kMostSounds + 1];
  std::size_t place[kMostSounds + 1];
  row[0] = 0;
  for (std::size_t j = 1; j <= width; ++j) {
    place[j] = index(b[j - 1]);
    added[j] = left_out_[place[j]] + (j == 1 ? first_ : 0);
    row[j] = row[j - 1] + added[j];
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    const std::size_t own = index(a[i]);
    const std::uint8_t* others = mistaken_[own].data();
    const int gone = left_out_[own] + (i == 0 ? first_ : 0);
    int diagonal = row[0];
    int left = row[0] + gone;
    row[0] = left;
    int least = left;
    for (std::size_t j = 1; j <= width; ++j) {
      const int other = others[place[j]];
      int best = diagonal + other;
      if (i == 0 && j == 1 && other >= kFirstCost) best += first_;
      diagonal = row[j];
      best = std::min(best, std::min(diagonal + gone, left + added[j]));
      row[j] = left = best;
      least = std::min(least, best);
    }
    if (least > most) return most + 1;
  }
  return row[width];
}

int Sounds::first_from() { return kFirstCost; }

std::string Sounds::of_arabic(std::u32string_view word) const {
  std::string out(1, kArabicMark);
  for (const char32_t letter : word) {
    const auto found = arabic_.find(letter);
    if (found != arabic_.end() && out.size() <= kMostSounds) out += found->second;
  }
  return out.size() > 1 ? out : std::string();
}

std::string Sounds::consonants(std::string_view sounds) {
  if (is_arabic(sounds)) sounds.remove_prefix(1);
  std::string out;
  for (std::size_t i = 0; i < sounds.size(); ++i) {
    const char sound = sounds[i];
    if (is_vowel(sound)) continue;
    if (i > 0 && (sound == 'y' || sound == 'w')) continue;
    if (i + 1 == sounds.size() && i > 0 && sound == 'h') continue;
    if (out.empty() || out.back() != sound) out.push_back(sound);
  }
  return out;
}

std::string Sounds::skeleton(std::string_view sounds) const {
  std::string out;
  for (const char sound : sounds) {
    const int group = class_[index(sound)];
    if (group < 0) continue;
    const char letter = static_cast<char>('A' + group);
    if (out.empty() || out.back() != letter) out.push_back(letter);
  }
  return out;
}

Signature Sounds::signature(std::string_view sounds) const {
  Signature signature = 0;
  std::uint32_t free = 0;
  for (const char sound : sounds) {
    const int group = class_[index(sound)];
    if (group == -2) free = std::min(free + 1, 3u);
    if (group < 0) continue;
    const unsigned shift = static_cast<unsigned>(group) * 3;
    const std::uint32_t field = (signature >> shift) & 0x7;
    signature |= ((field << 1 | 1) & 0x7) << shift;
  }
  return signature | free << 30;
}

}  // namespace depone::names
