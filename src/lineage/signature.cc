#include "lineage/signature.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "lineage/hash.h"
#include "text/passages.h"
#include "text/unicode.h"

namespace depone::lineage {
namespace {

constexpr std::size_t kLongestTitleBytes = 300;
constexpr double kKeptRarity = 0.6;
constexpr std::size_t kRunHalves = 6;  // three words, or six letters of a script without spaces

// Gives 64-bit keys small numbers in order of first sight.
class Numbering {
 public:
  Id number(std::uint64_t key) {
    return ids_.try_emplace(key, static_cast<Id>(ids_.size())).first->second;
  }
  std::size_t size() const { return ids_.size(); }

 private:
  std::unordered_map<std::uint64_t, Id> ids_;
};

// Korean: pairs of syllables, since compounds are spaced freely ("강제노동", "강제 노동").
void add_syllable_pairs(std::string_view stem, std::vector<std::uint64_t>& keys) {
  std::vector<std::string_view> letters;
  while (!stem.empty()) {
    letters.push_back(first_letters(stem, 1));
    stem.remove_prefix(letters.back().size());
  }
  for (std::size_t i = 0; i + 1 < letters.size(); ++i) {
    keys.push_back(combine(hash_of(letters[i]), hash_of(letters[i + 1])));
  }
}

// Where a headline ends: a first line of its own, short and without a full stop, before more text.
std::size_t title_end(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \n\t#*");
  if (begin == std::string_view::npos) return 0;
  const std::size_t end = text.find('\n', begin);
  if (end == std::string_view::npos || end - begin > kLongestTitleBytes) return 0;
  const std::string_view line = text.substr(begin, end - begin);
  if (line.ends_with('.') || line.ends_with("。") || line.ends_with(';')) return 0;
  return text.find_first_not_of(" \n\t", end) == std::string_view::npos ? 0 : end;
}

class Builder {
 public:
  explicit Builder(const Tables& tables) : tables_(tables) {
    corpus_.prior_documents = tables.weights.prior_documents;
  }

  void add(const TraceInput& input) {
    Signature signature;
    signature.document = input.document;
    const ReadText read = read_text(input.document->text, tables_, memory_);
    signature.language = read.language;
    signature.script = read.script;
    signature.words = static_cast<std::uint32_t>(read.words.size());
    for (const Shingle& shingle : shingles_of(read)) {
      signature.shingles.push_back(shingle.hash);
      signature.shingle_at.push_back(shingle.at);
    }
    add_words(read, signature);
    add_units(read, signature);
    add_facts(read_facts(read, input.claims, tables_, memory_), signature);
    add_lines(signature);
    signature.outlets = read_outlets(read, tables_);
    if (input.source != nullptr) add_source(*input.source, signature);
    signature.first_day = first_day(input.document->date);
    signature.last_day = last_day(input.document->date);
    corpus_.documents.push_back(std::move(signature));
  }

  Corpus take() {
    count_shingles();
    corpus_.settle();
    return std::move(corpus_);
  }

 private:
  void add_units(const ReadText& read, Signature& signature) {
    std::vector<std::vector<std::uint64_t>> by_word(read.words.size());
    for (std::size_t i = 0; i < read.words.size(); ++i) unit_keys(read, i, by_word[i]);
    const std::string& text = signature.document->text;
    std::vector<Passage> split;
    if (signature.document->passages.empty()) split = text::split_passages(text);
    const std::vector<Passage>& passages =
        signature.document->passages.empty() ? split : signature.document->passages;
    const text::CodePointIndex index(text);
    std::vector<Id> all;
    std::size_t word = 0;
    for (const Passage& passage : passages) {
      PassageUnits units;
      units.begin = static_cast<std::uint32_t>(index.byte_at(passage.span.start));
      units.end = static_cast<std::uint32_t>(index.byte_at(passage.span.end));
      while (word < read.words.size() && read.words[word].begin < units.end) {
        for (const std::uint64_t key : by_word[word]) units.units.push_back(units_.number(key));
        ++word;
      }
      all.insert(all.end(), units.units.begin(), units.units.end());
      std::sort(units.units.begin(), units.units.end());
      units.units.erase(std::unique(units.units.begin(), units.units.end()), units.units.end());
      if (units.units.empty()) continue;
      const auto number = static_cast<std::uint32_t>(signature.passages.size());
      for (const Id unit : units.units) signature.places.push_back({unit, number});
      signature.passages.push_back(std::move(units));
    }
    std::sort(signature.places.begin(), signature.places.end());
    const std::size_t headline_end = title_end(text);
    for (std::size_t i = 0; i < read.words.size() && read.words[i].end <= headline_end; ++i) {
      for (const std::uint64_t key : by_word[i]) {
        signature.title.push_back(units_.number(key));
      }
    }
    std::sort(signature.title.begin(), signature.title.end());
    signature.title.erase(std::unique(signature.title.begin(), signature.title.end()),
                          signature.title.end());
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size();) {
      std::size_t end = i;
      while (end < all.size() && all[end] == all[i]) ++end;
      signature.units.push_back(all[i]);
      signature.unit_counts.push_back(1 + std::log(static_cast<float>(end - i)));
      i = end;
    }
    corpus_.unit_documents.resize(units_.size());
    for (const Id unit : signature.units) ++corpus_.unit_documents[unit];
  }

  // Names of states, bodies and outlets are the same in any two reports about them.
  void add_words(const ReadText& read, Signature& signature) {
    signature.word_ids.resize(read.words.size(), kNoWord);
    std::vector<bool> named(read.words.size());
    for (const PhraseMatch& match : tables_.meanings.find(read.words)) {
      if (tables_.meaning[match.meaning].kind == FactKind::Concept) continue;
      std::fill(named.begin() + static_cast<std::ptrdiff_t>(match.begin),
                named.begin() + static_cast<std::ptrdiff_t>(match.end), true);
    }
    std::vector<Id> seen;
    for (std::size_t i = 0; i < read.words.size(); ++i) {
      if (read.traits[i].frequent || named[i]) continue;
      signature.word_ids[i] = words_.number(hash_of(read.words[i].folded));
      seen.push_back(signature.word_ids[i]);
    }
    corpus_.word_documents.resize(words_.size());
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    for (const Id word : seen) ++corpus_.word_documents[word];
  }

  void unit_keys(const ReadText& read, std::size_t i, std::vector<std::uint64_t>& keys) const {
    const text::Word& word = read.words[i];
    const ReadWord& traits = read.traits[i];
    if (traits.frequent) return;
    const auto touches = [&](std::size_t next) {
      return next < read.words.size() && word.end == read.words[next].begin;
    };
    switch (traits.script) {
      case Script::Latin:
        if (word.folded.size() > 1) {
          keys.push_back(hash_of(text::stem(word.folded, Language::English)));
        }
        break;
      case Script::Cyrillic:
        keys.push_back(hash_of(text::stem(word.folded, Language::Russian)));
        break;
      case Script::Hangul:
        add_syllable_pairs(text::stem(word.folded, Language::Korean), keys);
        break;
      case Script::Han:
        if (touches(i + 1) && read.traits[i + 1].script == Script::Han) {
          keys.push_back(combine(hash_of(word.folded), hash_of(read.words[i + 1].folded)));
        }
        break;
      case Script::Arabic:
      case Script::Other:
        keys.push_back(hash_of(word.folded));
        break;
    }
  }

  void add_facts(const std::vector<Fact>& facts, Signature& signature) {
    const Fact* subject = nullptr;
    for (const Fact& fact : facts) {
      const Id id = facts_.number(combine(static_cast<std::uint64_t>(fact.kind) + 1, fact.key));
      if (id == corpus_.facts.size()) corpus_.facts.push_back({fact.kind, fact.prior, 0});
      ++corpus_.facts[id].documents;
      signature.facts.push_back({id, fact.begin, fact.end});
      if (fact.kind != FactKind::Country) continue;
      if (subject == nullptr || fact.count > subject->count ||
          (fact.count == subject->count && fact.begin < subject->begin)) {
        subject = &fact;
        signature.subject = id;
      }
    }
    std::sort(signature.facts.begin(), signature.facts.end(),
              [](const FactUse& a, const FactUse& b) { return a.fact < b.fact; });
  }

  static void add_lines(Signature& signature) {
    std::string_view rest = signature.document->text;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      const std::uint32_t letters = count_code_points(rest.substr(0, end));
      if (letters > 0) signature.line_lengths.push_back(static_cast<float>(letters));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }

  void add_source(const Source& source, Signature& signature) const {
    signature.label = text::fold(source.label);
    signature.first_hand = source.first_hand;
    if (source.kind != SourceKind::Outlet && source.kind != SourceKind::Organisation) return;
    const std::vector<text::Word> words = lexicon_words(source.label);
    for (const PhraseMatch& match : tables_.meanings.find(words)) {
      const Meaning& meaning = tables_.meaning[match.meaning];
      if (meaning.kind == FactKind::Outlet) signature.outlets.own.push_back(meaning.name);
    }
  }

  // Only shingles held twice matter afterwards; most are held once.
  void count_shingles() {
    std::vector<std::uint64_t> all;
    for (const Signature& document : corpus_.documents) {
      all.insert(all.end(), document.shingles.begin(), document.shingles.end());
    }
    std::sort(all.begin(), all.end());
    for (std::size_t i = 0; i < all.size();) {
      std::size_t end = i;
      while (end < all.size() && all[end] == all[i]) ++end;
      if (end - i > 1) corpus_.shingle_documents[all[i]] = static_cast<std::uint32_t>(end - i);
      i = end;
    }
  }

  const Tables& tables_;
  WordMemory memory_;
  Numbering units_;
  Numbering words_;
  Numbering facts_;
  Corpus corpus_;
};

}  // namespace

void Corpus::settle() {
  const double all = static_cast<double>(documents.size()) + prior_documents;
  for (const FactMeaning& fact : facts) {
    const double seen = std::log(all / (fact.documents + fact.prior));
    const bool topic = fact.kind == FactKind::Country || fact.kind == FactKind::Concept ||
                       fact.kind == FactKind::HanPair || fact.kind == FactKind::Outlet;
    // Fifty retellings of one story must not make its names and numbers common.
    const double kept = kKeptRarity * std::log(prior_documents / (1 + fact.prior));
    fact_weights_.push_back(topic ? seen : std::max(seen, kept));
  }
  for (const std::uint32_t holders : unit_documents) {
    unit_weights_.push_back(std::log(all / (holders + 1.0)));
  }
  for (Signature& document : documents) {
    for (const std::uint64_t shingle : document.shingles) {
      document.shingle_weights.push_back(static_cast<float>(shingle_weight(shingle)));
      document.shingles_mass += static_cast<double>(document.shingle_weights.back());
    }
    double squares = 0;
    for (std::size_t i = 0; i < document.units.size(); ++i) {
      const double weight =
          static_cast<double>(document.unit_counts[i]) * unit_weight(document.units[i]);
      squares += weight * weight;
    }
    document.units_length = std::sqrt(squares);
    for (PassageUnits& passage : document.passages) {
      for (const Id unit : passage.units) passage.mass += unit_weight(unit);
    }
    for (const Id unit : document.title) document.title_mass += unit_weight(unit);
  }
}

double Corpus::fact_weight(Id fact) const { return fact_weights_[fact]; }

double Corpus::unit_weight(Id unit) const { return unit_weights_[unit]; }

double Corpus::word_weight(Id word) const {
  if (word == kNoWord) return 0;
  const double all = static_cast<double>(documents.size()) + prior_documents;
  return std::log(all / (word_documents[word] + 1.0));
}

double Corpus::shingle_weight(std::uint64_t shingle) const {
  const double all = static_cast<double>(documents.size()) + prior_documents;
  const auto found = shingle_documents.find(shingle);
  return std::log(all / ((found == shingle_documents.end() ? 1 : found->second) + 1.0));
}

std::vector<Shingle> shingles_of(const ReadText& read) {
  std::vector<Shingle> shingles;
  for (std::size_t begin = 0; begin < read.words.size(); ++begin) {
    std::uint64_t hash = 0;
    std::size_t halves = 0;
    for (std::size_t end = begin; end < read.words.size() && halves < kRunHalves; ++end) {
      hash = combine(hash, hash_of(read.words[end].folded));
      halves += read.traits[end].script == Script::Han ? 1 : 2;
    }
    if (halves < kRunHalves && begin > 0) break;
    shingles.push_back({hash, static_cast<std::uint32_t>(begin)});
  }
  std::sort(shingles.begin(), shingles.end(), [](const Shingle& a, const Shingle& b) {
    return std::pair(a.hash, a.at) < std::pair(b.hash, b.at);
  });
  shingles.erase(std::unique(shingles.begin(), shingles.end(),
                             [](const Shingle& a, const Shingle& b) { return a.hash == b.hash; }),
                 shingles.end());
  return shingles;
}

Result<Corpus> build_corpus(std::span<const TraceInput> inputs, const Tables& tables,
                            Progress& progress, const Cancellation& cancellation) {
  Builder builder(tables);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (cancellation.requested()) return Error{Fault::Cancelled, "tracing was stopped"};
    if (inputs[i].document == nullptr) {
      return Error{Fault::InvalidInput, "a document to trace is missing"};
    }
    progress.step(i, inputs.size(), inputs[i].document->name);
    builder.add(inputs[i]);
  }
  return builder.take();
}

}  // namespace depone::lineage
