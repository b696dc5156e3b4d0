#include "lineage/phrases.h"

#include <algorithm>

#include "model/document.h"
#include "text/latin.h"

namespace depone::lineage {
namespace {

constexpr std::size_t kStartLetters = 3;
constexpr std::size_t kLongestEnding = 6;  // letters an inflected form may add to a term's word

bool is_ascii_or_cyrillic(std::string_view word) {
  const auto lead = static_cast<unsigned char>(word.empty() ? 0 : word[0]);
  return lead < 0xD4;  // Latin, Greek, Cyrillic; Hangul and Han lead with 0xE3 to 0xED
}

bool is_hangul(std::string_view word) {
  const auto lead = static_cast<unsigned char>(word.empty() ? 0 : word[0]);
  return lead >= 0xEA && lead <= 0xED;
}

std::vector<std::string> words_of(std::string_view phrase) {
  std::vector<std::string> out;
  const std::string simplified = text::simplified_han(phrase);
  for (const text::Word& word : lexicon_words(simplified)) {
    out.push_back(word.folded);
  }
  return out;
}

}  // namespace

std::vector<text::Word> lexicon_words(std::string_view text) {
  std::vector<text::Word> words = text::words(text);
  std::vector<text::Word> out;
  out.reserve(words.size());
  for (text::Word& word : words) {
    std::size_t cut = 0;
    if (word.folded[0] >= 'a' && word.folded[0] <= 'z') {
      while (cut < word.folded.size() && !is_hangul(std::string_view(word.folded).substr(cut))) {
        ++cut;
      }
    }
    // Folding must not have moved bytes before the cut, or the parts have no place in the text.
    if (cut == 0 || cut >= word.folded.size() || word.folded.size() != word.end - word.begin) {
      out.push_back(std::move(word));
      continue;
    }
    text::Word tail{word.begin + cut, word.end, word.folded.substr(cut)};
    word.folded.resize(cut);
    word.end = word.begin + cut;
    out.push_back(std::move(word));
    out.push_back(std::move(tail));
  }
  return out;
}

std::string_view first_letters(std::string_view text, std::size_t count) {
  std::size_t byte = 0;
  while (byte < text.size()) {
    if ((static_cast<unsigned char>(text[byte]) & 0xC0u) != 0x80u && count-- == 0) break;
    ++byte;
  }
  return text.substr(0, byte);
}

bool is_unspaced(std::string_view folded) {
  const auto lead = static_cast<unsigned char>(folded.empty() ? 0 : folded[0]);
  return lead >= 0xE3 && lead <= 0xE9 && count_code_points(folded) == 1;
}

void PhraseTable::keep(Term term) {
  if (term.words.empty()) return;
  // One Hangul syllable begins far too many words.
  if (term.words.size() == 1 && is_hangul(term.words[0]) && count_code_points(term.words[0]) == 1) {
    term.whole = true;
  }
  by_start_[std::string(first_letters(term.words[0], kStartLetters))].push_back(std::move(term));
}

void PhraseTable::add_terms(std::string_view terms, std::uint32_t meaning) {
  while (!terms.empty()) {
    const std::size_t end = std::min(terms.find(' '), terms.size());
    std::string term(terms.substr(0, end));
    terms.remove_prefix(std::min(end + 1, terms.size()));
    if (term.empty()) continue;
    const bool whole = term.back() == '.';
    std::replace(term.begin(), term.end(), '_', ' ');
    keep({words_of(term), whole, meaning});
  }
}

void PhraseTable::add_name(std::string_view name, std::uint32_t meaning) {
  name = name.substr(0, name.find('('));
  Term term{words_of(name), false, meaning};
  for (std::string& word : term.words) {
    const std::size_t letters = count_code_points(word);
    const bool spelled = is_ascii_or_cyrillic(word);
    const bool cyrillic = static_cast<unsigned char>(word[0]) >= 0xD0 && spelled;
    if (spelled && letters >= 6) {
      word = std::string(first_letters(word, letters - (cyrillic ? 2 : 1)));
    } else if (&word == &term.words.back() && spelled) {
      term.whole = true;
    }
  }
  keep(std::move(term));
}

bool PhraseTable::matches(const Term& term, std::span<const text::Word> words,
                          std::size_t at) const {
  if (at + term.words.size() > words.size()) return false;
  for (std::size_t i = 0; i < term.words.size(); ++i) {
    const std::string& folded = words[at + i].folded;
    if (!folded.starts_with(term.words[i])) return false;
    const bool last = i + 1 == term.words.size();
    const std::size_t extra = folded.size() - term.words[i].size();
    if (last && term.whole && extra != 0) return false;
    if (extra > 0 &&
        count_code_points(std::string_view(folded).substr(term.words[i].size())) > kLongestEnding) {
      return false;
    }
  }
  // A single Han letter stands for a state only where no Han letter touches it ("北 노동자").
  if (term.words.size() == 1 && is_unspaced(term.words[0])) {
    const bool before =
        at > 0 && is_unspaced(words[at - 1].folded) && words[at - 1].end == words[at].begin;
    const bool after = at + 1 < words.size() && is_unspaced(words[at + 1].folded) &&
                       words[at].end == words[at + 1].begin;
    return !before && !after;
  }
  return true;
}

std::vector<PhraseMatch> PhraseTable::find(std::span<const text::Word> words) const {
  std::vector<PhraseMatch> found;
  std::string start;
  for (std::size_t at = 0; at < words.size();) {
    const Term* best = nullptr;
    std::size_t best_bytes = 0;
    for (std::size_t letters = 1; letters <= kStartLetters; ++letters) {
      start.assign(first_letters(words[at].folded, letters));
      if (const auto bucket = by_start_.find(start); bucket != by_start_.end()) {
        for (const Term& term : bucket->second) {
          std::size_t bytes = 0;
          for (const std::string& word : term.words) bytes += word.size();
          if (bytes > best_bytes && matches(term, words, at)) {
            best = &term;
            best_bytes = bytes;
          }
        }
      }
      if (start.size() == words[at].folded.size()) break;
    }
    if (best == nullptr) {
      ++at;
      continue;
    }
    found.push_back({at, at + best->words.size(), best->meaning});
    at += best->words.size();
  }
  return found;
}

}  // namespace depone::lineage
