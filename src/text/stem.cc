#include <libstemmer.h>

#include <array>
#include <cassert>
#include <memory>

#include "text/utf8_scan.h"
#include "text/words.h"

namespace depone::text {
namespace {

// Case, topic and plural particles, longest first (National Institute of Korean Language,
// Standard Korean Grammar, "josa"). One-syllable particles are also common last syllables of
// nouns, so they need two syllables before them.
constexpr std::array<std::string_view, 44> kParticles = {
    "으로부터", "에서부터", "이라고는", "에게서는", "에서는", "에게는", "에게서", "으로는",
    "으로서",   "으로써",   "까지는",   "부터는",   "이라고", "들에게", "들에서", "에서도",
    "에게도",   "에서",     "에게",     "으로",     "부터",   "까지",   "처럼",   "보다",
    "라고",     "마다",     "조차",     "들은",     "들이",   "들을",   "들의",   "들도",
    "로서",     "로써",     "은",       "는",       "이",     "가",     "을",     "를",
    "의",       "에",       "도",       "로"};
constexpr std::array<std::string_view, 4> kAndParticles = {"와", "과", "만", "들"};
constexpr std::size_t kSyllableBytes = 3;

bool is_all_hangul(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (!is_hangul(next_code_point(text, at))) return false;
  }
  return true;
}

std::string_view without_particle(std::string_view word) {
  const auto try_drop = [word](std::string_view particle) {
    const std::size_t kept_least =
        particle.size() > kSyllableBytes ? kSyllableBytes : 2 * kSyllableBytes;
    return word.ends_with(particle) && word.size() >= particle.size() + kept_least;
  };
  for (const std::string_view particle : kParticles) {
    if (try_drop(particle)) return word.substr(0, word.size() - particle.size());
  }
  for (const std::string_view particle : kAndParticles) {
    if (try_drop(particle)) return word.substr(0, word.size() - particle.size());
  }
  return word;
}

struct StemmerDeleter {
  void operator()(sb_stemmer* stemmer) const { sb_stemmer_delete(stemmer); }
};

std::string snowball(const char* algorithm, std::unique_ptr<sb_stemmer, StemmerDeleter>& stemmer,
                     std::string_view word) {
  if (!stemmer) stemmer.reset(sb_stemmer_new(algorithm, "UTF_8"));
  assert(stemmer != nullptr);
  const sb_symbol* const stem =
      sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol*>(word.data()),
                      static_cast<int>(word.size()));
  if (stem == nullptr) return std::string(word);
  return {reinterpret_cast<const char*>(stem),
          static_cast<std::size_t>(sb_stemmer_length(stemmer.get()))};
}

// No word of any language is longer; what is, is not worth stemming.
constexpr std::size_t kLongestWordBytes = 256;

}  // namespace

std::string stem(std::string_view folded, Language language) {
  // A Snowball stemmer keeps its working memory inside, hence one a thread.
  thread_local std::unique_ptr<sb_stemmer, StemmerDeleter> english;
  thread_local std::unique_ptr<sb_stemmer, StemmerDeleter> russian;
  if (folded.empty() || folded.size() > kLongestWordBytes) return std::string(folded);
  switch (language) {
    case Language::English:
      return snowball("english", english, folded);
    case Language::Russian:
      return snowball("russian", russian, folded);
    case Language::Korean:
      return std::string(is_all_hangul(folded) ? without_particle(folded) : folded);
    case Language::Unknown:
    case Language::Other:
      break;
  }
  return std::string(folded);
}

}  // namespace depone::text
