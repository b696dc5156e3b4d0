#include "lineage/reader.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "text/latin.h"

namespace depone::lineage {
namespace {

// Script by the first letter's code point; enough to tell apart what is compared here.
Script script_of(std::string_view word, bool& kana) {
  const auto byte = [&](std::size_t i) {
    return i < word.size() ? static_cast<unsigned char>(word[i]) : 0u;
  };
  const unsigned lead = byte(0);
  kana = false;
  if (lead < 0x80) {
    const bool letter = (lead >= 'a' && lead <= 'z') || (lead >= 'A' && lead <= 'Z');
    return letter ? Script::Latin : Script::Other;
  }
  if (lead >= 0xC3 && lead <= 0xCA) return Script::Latin;
  if (lead == 0xD0 || lead == 0xD1 || lead == 0xD2 || lead == 0xD3) return Script::Cyrillic;
  if (lead >= 0xD8 && lead <= 0xDB) return Script::Arabic;
  if (lead == 0xE1 && byte(1) >= 0xB8) return Script::Latin;  // Vietnamese
  if (lead == 0xE3 && (byte(1) == 0x81 || byte(1) == 0x82 || byte(1) == 0x83)) {
    kana = true;
    return Script::Han;
  }
  if (lead >= 0xE3 && lead <= 0xE9) return Script::Han;
  if (lead >= 0xEA && lead <= 0xED) return Script::Hangul;
  return Script::Other;
}

// Whether a sentence, line or quotation begins with the word: then its capital tells nothing.
bool begins_sentence(const ReadText& read, std::size_t i) {
  if (i == 0) return true;
  const std::size_t gap = read.words[i - 1].end;
  const std::string_view between = read.text.substr(gap, read.words[i].begin - gap);
  return between.find_first_of(".!?:;\n\"") != std::string_view::npos ||
         between.find("\xE2\x80") != std::string_view::npos ||  // dashes and quotation marks
         between.find("\xC2\xAB") != std::string_view::npos;
}

void mark_names(ReadText& read) {
  std::unordered_set<std::string_view> within;
  for (std::size_t i = 0; i < read.words.size(); ++i) {
    if (read.traits[i].capital && !begins_sentence(read, i)) within.insert(read.words[i].folded);
  }
  for (std::size_t i = 0; i < read.words.size(); ++i) {
    read.traits[i].name = read.traits[i].capital && within.contains(read.words[i].folded);
  }
}

}  // namespace

const std::string& WordMemory::latin(const std::string& folded) {
  const auto [entry, fresh] = latin_.try_emplace(folded);
  if (fresh) {
    entry->second = text::any_latin(folded);
    std::erase(entry->second, ' ');
  }
  return entry->second;
}

const std::string& WordMemory::simplified(const std::string& folded) {
  const auto [entry, fresh] = simplified_.try_emplace(folded);
  if (fresh) entry->second = text::simplified_han(folded);
  return entry->second;
}

ReadText read_text(std::string_view text, const Tables& tables, WordMemory& memory) {
  ReadText read;
  read.text = text;
  read.words = lexicon_words(text);
  read.traits.resize(read.words.size());
  std::array<std::size_t, 6> scripts{};
  std::vector<std::size_t> votes(tables.languages.size());
  std::vector<std::uint32_t> bits(read.words.size());
  for (std::size_t i = 0; i < read.words.size(); ++i) {
    text::Word& word = read.words[i];
    ReadWord& traits = read.traits[i];
    traits.script = script_of(word.folded, traits.kana);
    traits.digits = !word.folded.empty() && word.folded[0] >= '0' && word.folded[0] <= '9';
    if (traits.script == Script::Han && !traits.kana) word.folded = memory.simplified(word.folded);
    if (traits.script == Script::Latin || traits.script == Script::Cyrillic) {
      const std::string_view written = text.substr(word.begin, word.end - word.begin);
      traits.capital = first_letters(written, 1) != first_letters(word.folded, 1);
    }
    // A Han letter says about as much as half a word.
    scripts[static_cast<std::size_t>(traits.script)] +=
        traits.script == Script::Other ? 0 : (traits.script == Script::Han ? 1 : 2);
    if (const auto found = tables.frequent.find(word.folded); found != tables.frequent.end()) {
      bits[i] = found->second;
      for (std::size_t language = 0; language < votes.size(); ++language) {
        votes[language] += (found->second >> language) & 1u;
      }
    }
  }
  const auto most = std::max_element(scripts.begin(), scripts.end());
  read.script = *most == 0 ? Script::Other : static_cast<Script>(most - scripts.begin());
  const auto spoken = std::max_element(votes.begin(), votes.end());
  read.language = -1 - static_cast<int>(read.script);
  if (read.script == Script::Hangul) {
    read.language =
        static_cast<int>(std::find(tables.languages.begin(), tables.languages.end(), "ko") -
                         tables.languages.begin());
  } else if (spoken != votes.end() && *spoken > 0) {
    read.language = static_cast<int>(spoken - votes.begin());
  }
  for (std::size_t i = 0; i < bits.size(); ++i) {
    read.traits[i].frequent = read.language >= 0 && ((bits[i] >> read.language) & 1u) != 0;
  }
  mark_names(read);
  return read;
}

}  // namespace depone::lineage
