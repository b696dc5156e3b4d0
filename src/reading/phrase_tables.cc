// Reading the tables: TOML to classes, phrases and entries.

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>

#include "base/data_files.h"
#include "base/toml.h"
#include "reading/phrase_matcher.h"

namespace depone::reading {

class PhraseMatcher::Builder {
 public:
  explicit Builder(Language language) : korean_(language == Language::Korean) {}

  Result<> read_classes(const toml::table& root, const std::string& table) {
    const toml::table* classes = root["classes"].as_table();
    if (classes == nullptr) return done();
    for (const auto& [key, node] : *classes) {
      Source source{table, {}};
      source.phrases = DP_TRY(texts(node, table, std::string(key.str())));
      sources_[std::string(key.str())] = std::move(source);
    }
    return done();
  }

  Result<> read_entries(const toml::table& root, const std::string& table,
                        const std::string& list) {
    const toml::array* entries = root[list].as_array();
    if (entries == nullptr) return done();
    for (const toml::node& node : *entries) {
      const toml::table* entry = node.as_table();
      if (entry == nullptr) return wrong(table, list, "is not a table");
      PhraseEntry made;
      made.table = table;
      for (const auto& [key, value] : *entry) {
        const std::string_view name = key.str();
        if (name == "is") {
          made.is = value.value_or(std::string());
        } else if (name == "needs") {
          made.needs = value.value_or(std::string());
        } else if (name == "unless") {
          made.unless = value.value_or(std::string());
        } else if (name == "where") {
          made.where = value.value_or(std::string());
        } else if (name == "within") {
          made.within = static_cast<int>(value.value_or(std::int64_t{0}));
        } else if (name == "overlapping") {
          made.overlapping = value.value_or(false);
        } else if (name == "example") {
          made.examples = DP_TRY(texts(value, table, "example"));
        } else if (name == "counter") {
          made.counter_examples = DP_TRY(texts(value, table, "counter"));
        } else if (name != "phrases" && name != "source") {
          return wrong(table, std::string(name), "is not a member of an entry");
        }
      }
      if (made.is.empty()) return wrong(table, list, "has an entry without \"is\"");
      const auto number = static_cast<std::uint32_t>(matcher_.entries_.size());
      const toml::node* phrases = entry->get("phrases");
      if (phrases == nullptr) return wrong(table, made.is, "has no phrases");
      for (const std::string& phrase : DP_TRY(texts(*phrases, table, made.is))) {
        pending_.push_back({phrase, table, number});
      }
      matcher_.entries_.push_back(std::move(made));
    }
    return done();
  }

  Result<PhraseMatcher> finish() {
    for (const Pending& pending : pending_) {
      Phrase phrase = DP_TRY(parse(pending.text, pending.table));
      phrase.gives = pending.entry;
      phrase.is_entry = true;
      entry_phrases_.push_back(std::move(phrase));
    }
    for (Phrase& phrase : entry_phrases_) matcher_.phrases_.push_back(std::move(phrase));
    choose_keys();
    group_words();
    matcher_.words_ = WordFinder(std::move(words_));
    return std::move(matcher_);
  }

 private:
  struct Source {
    std::string table;
    std::vector<std::string> phrases;
  };
  struct Pending {
    std::string text;
    std::string table;
    std::uint32_t entry;
  };

  static Error wrong(const std::string& table, const std::string& item, const std::string& what) {
    return Error{Fault::InvalidInput, table + ": \"" + item + "\" " + what,
                 "see src/reading/phrase_matcher.h for the form of these tables"};
  }

  static Result<std::vector<std::string>> texts(const toml::node& node, const std::string& table,
                                                const std::string& item) {
    std::vector<std::string> out;
    if (const auto one = node.value<std::string>()) {
      out.push_back(*one);
      return out;
    }
    const toml::array* array = node.as_array();
    if (array == nullptr) return wrong(table, item, "is neither a text nor a list of texts");
    for (const toml::node& element : *array) {
      const auto text = element.value<std::string>();
      if (!text) return wrong(table, item, "holds something that is not a text");
      out.push_back(*text);
    }
    return out;
  }

  // The key of a phrase is the rarest of the classes that must be there: without it the phrase is
  // not even looked at. Short words are common ones (Zipf, The Psycho-Biology of Language, 1935),
  // so each letter more is taken to halve a word's frequency.
  void choose_keys() {
    constexpr std::uint64_t kOneLetter = std::uint64_t{1} << 32;
    std::vector<std::uint64_t> frequency(next_class_, 0);
    for (const WordFinder::Word& word : words_) {
      for (const std::uint32_t klass : classes_of_[word.id]) {
        frequency[klass] += kOneLetter >> std::min<std::size_t>(word.text.size(), 32);
      }
    }
    for (const NumberClass& number : matcher_.numbers_) frequency[number.klass] = kOneLetter >> 4;
    matcher_.keyed_by_.resize(next_class_);
    for (std::size_t p = 0; p < matcher_.phrases_.size(); ++p) {
      const Phrase& phrase = matcher_.phrases_[p];
      std::uint32_t key = phrase.steps[0].klass;
      for (const Step& step : phrase.steps) {
        if (step.optional || step.never) continue;
        if (frequency[step.klass] < frequency[key]) key = step.klass;
      }
      matcher_.keyed_by_[key].push_back(static_cast<std::uint32_t>(p));
      if (!phrase.is_entry) frequency[phrase.gives] += frequency[key];
    }
  }

  // Words that are in the same classes need not be told apart.
  void group_words() {
    std::map<std::vector<std::uint32_t>, std::uint32_t> numbers;
    for (WordFinder::Word& word : words_) {
      std::vector<std::uint32_t>& classes = classes_of_[word.id];
      std::sort(classes.begin(), classes.end());
      word.id =
          numbers.try_emplace(classes, static_cast<std::uint32_t>(numbers.size())).first->second;
    }
    matcher_.groups_ = numbers.size();
    matcher_.class_words_ = next_class_ / 64 + 1;
    matcher_.row_words_ = matcher_.class_words_ + matcher_.phrases_.size() / 64 + 1;
    matcher_.rows_.resize(matcher_.groups_ * matcher_.row_words_);
    const auto set = [](std::uint64_t* bits, std::size_t at) {
      bits[at / 64] |= std::uint64_t{1} << (at % 64);
    };
    for (const auto& [classes, group] : numbers) {
      std::uint64_t* const row = matcher_.rows_.data() + group * matcher_.row_words_;
      for (const std::uint32_t klass : classes) {
        set(row, klass);
        for (const std::uint32_t phrase : matcher_.keyed_by_[klass]) {
          set(row + matcher_.class_words_, phrase);
        }
      }
    }
  }

  // The number of a class, its phrases compiled before it is used.
  Result<std::uint32_t> klass(const std::string& name, const std::string& user) {
    const auto known = classes_.find(name);
    if (known != classes_.end()) return known->second;
    const auto source = sources_.find(name);
    if (source == sources_.end()) return wrong(user, "<" + name + ">", "is no class");
    if (!open_.insert(name).second) return wrong(user, "<" + name + ">", "uses itself");
    const std::uint32_t number = next_class_++;
    for (const std::string& text : source->second.phrases) {
      Phrase phrase = DP_TRY(parse(text, source->second.table, number));
      if (phrase.steps.empty()) continue;  // a plain word: it gives the class itself
      phrase.gives = number;
      matcher_.phrases_.push_back(std::move(phrase));
    }
    open_.erase(name);
    classes_[name] = number;
    return number;
  }

  // With `direct`, a phrase that is only words becomes hits of that class and has no steps.
  Result<Phrase> parse(const std::string& text, const std::string& table,
                       std::optional<std::uint32_t> direct = {}) {
    Phrase phrase;
    std::vector<std::string> tokens;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t space = std::min(text.find(' ', at), text.size());
      if (space > at) tokens.push_back(text.substr(at, space - at));
      at = space + 1;
    }
    if (tokens.empty()) return wrong(table, text, "is an empty phrase");
    const bool plain =
        tokens.size() == 1 && direct && tokens[0].find_first_of("<{(!~") == std::string::npos;
    int gap = -1;
    for (std::string token : tokens) {
      if (token[0] == '~') {
        const auto [end, fault] =
            std::from_chars(token.data() + 1, token.data() + token.size(), gap);
        if (fault != std::errc() || end != token.data() + token.size() || gap < 0) {
          return wrong(table, text, "has a gap that is no number");
        }
        continue;
      }
      Step step;
      step.gap_words = phrase.steps.empty() ? -1 : gap;
      gap = -1;
      if (token.size() > 1 && token.back() == '?') {
        step.optional = true;
        token.pop_back();
      }
      if (token.size() > 2 && token.front() == '(' && token.back() == ')') {
        step.outside = true;
        token = token.substr(1, token.size() - 2);
      }
      if (token.front() == '!') {
        step.never = true;
        token.erase(0, 1);
      }
      if (token.empty()) return wrong(table, text, "has an empty step");
      step.klass = DP_TRY(alternatives(token, plain ? direct : std::nullopt, table));
      if (!plain) phrase.steps.push_back(step);
    }
    if (!plain && (phrase.steps.empty() || phrase.steps[0].never || phrase.steps[0].optional)) {
      return wrong(table, text, "must begin with a step that is there");
    }
    return phrase;
  }

  Result<std::uint32_t> number_class(const std::string& token, const std::string& table) {
    const auto known = inline_.find(token);
    if (known != inline_.end()) return known->second;
    NumberClass number;
    const char* const end = token.data() + token.size();
    const auto low = std::from_chars(token.data() + 1, end, number.low);
    if (low.ec != std::errc() || end - low.ptr < 4) return wrong(table, token, "is no range");
    const auto high = std::from_chars(low.ptr + 2, end, number.high);
    if (high.ec != std::errc() || high.ptr != end - 1) return wrong(table, token, "is no range");
    number.klass = next_class_++;
    matcher_.numbers_.push_back(number);
    return inline_[token] = number.klass;
  }

  // The class of what stands between bars: words, numbers and classes.
  Result<std::uint32_t> alternatives(const std::string& token, std::optional<std::uint32_t> direct,
                                     const std::string& table) {
    std::vector<std::string> members;
    for (std::size_t at = 0; at <= token.size();) {
      const std::size_t bar = std::min(token.find('|', at), token.size());
      members.push_back(token.substr(at, bar - at));
      if (members.back().empty()) return wrong(table, token, "has nothing between bars");
      at = bar + 1;
    }
    if (members.size() == 1 && token[0] == '<') return member(token, table);
    if (members.size() == 1 && token[0] == '{') return member(token, table);
    if (!direct) {
      const auto known = inline_.find(token);
      if (known != inline_.end()) return known->second;
    }
    const std::uint32_t number = direct ? *direct : next_class_++;
    for (const std::string& text : members) {
      if (text[0] == '<' || text[0] == '{') {
        Phrase alias;
        alias.steps.emplace_back();
        alias.steps[0].klass = DP_TRY(member(text, table));
        alias.gives = number;
        matcher_.phrases_.push_back(std::move(alias));
      } else {
        add_word(text, number);
      }
    }
    if (!direct) inline_[token] = number;
    return number;
  }

  Result<std::uint32_t> member(const std::string& token, const std::string& table) {
    if (token[0] == '{') return number_class(token, table);
    if (token.back() != '>') return wrong(table, token, "has \"<\" without \">\"");
    return klass(token.substr(1, token.size() - 2), table);
  }

  void add_word(std::string word, std::uint32_t klass) {
    using Edge = WordFinder::Edge;
    WordFinder::Word made;
    made.left = made.right = korean_ ? Edge::Free : Edge::Border;
    if (!word.empty() && word.front() == '^') {
      made.left = Edge::Border;
      word.erase(0, 1);
    }
    if (!word.empty() && word.front() == '*') {
      made.left = Edge::Free;
      word.erase(0, 1);
    }
    if (!word.empty() && word.back() == '$') {
      made.right = Edge::Border;
      word.pop_back();
    } else if (!word.empty() && word.back() == '*') {
      made.right = Edge::Extend;
      word.pop_back();
    }
    for (char& c : word) {
      if (c == '_') c = ' ';
    }
    made.text = fold_keeping_length(word);
    // Signs ("%") stand beside letters and digits as they like.
    if (!word_begins_at(made.text, 0)) made.left = Edge::Free;
    if (made.right == Edge::Border && !word_ends_at(made.text, made.text.size())) {
      made.right = Edge::Free;
    }
    add_to_class(made, klass);
    // The typographic apostrophe has another length, so it is another word.
    const std::size_t apostrophe = made.text.find('\'');
    if (apostrophe != std::string::npos) {
      made.text.replace(apostrophe, 1, "\u2019");
      add_to_class(std::move(made), klass);
    }
  }

  // A word is looked for once, however many classes it is in.
  void add_to_class(WordFinder::Word word, std::uint32_t klass) {
    const auto [known, is_new] = word_ids_.try_emplace({word.text, word.left, word.right},
                                                       static_cast<std::uint32_t>(words_.size()));
    if (is_new) {
      word.id = known->second;
      words_.push_back(std::move(word));
      classes_of_.emplace_back();
    }
    std::vector<std::uint32_t>& classes = classes_of_[known->second];
    if (std::find(classes.begin(), classes.end(), klass) == classes.end()) classes.push_back(klass);
  }

  bool korean_;
  PhraseMatcher matcher_;
  std::vector<WordFinder::Word> words_;
  std::map<std::tuple<std::string, WordFinder::Edge, WordFinder::Edge>, std::uint32_t> word_ids_;
  std::vector<std::vector<std::uint32_t>> classes_of_;  // of each word
  std::map<std::string, Source> sources_;
  std::map<std::string, std::uint32_t> classes_;
  std::map<std::string, std::uint32_t> inline_;
  std::set<std::string> open_;
  std::vector<Pending> pending_;
  std::vector<Phrase> entry_phrases_;
  std::uint32_t next_class_ = 0;
};

Result<PhraseMatcher> PhraseMatcher::build(Language language,
                                           const std::vector<PhraseTable>& tables,
                                           const std::string& list) {
  Builder builder(language);
  std::vector<toml::table> roots;
  for (const PhraseTable& table : tables) {
    roots.push_back(DP_TRY(parse_toml(table.text, table.name)));
    DP_TRY(builder.read_classes(roots.back(), table.name));
  }
  for (std::size_t i = 0; i < tables.size(); ++i) {
    DP_TRY(builder.read_entries(roots[i], tables[i].name, list));
  }
  return builder.finish();
}

Result<std::vector<PhraseTable>> read_tables(const DataFiles& files,
                                             const std::vector<std::string>& paths) {
  std::vector<PhraseTable> tables;
  for (const std::string& path : paths) {
    std::string text = DP_TRY(files.read(path));
    tables.push_back({path, std::move(text)});
  }
  return tables;
}

}  // namespace depone::reading
