#include "reading/actors.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "base/toml.h"
#include "reading/language_tables.h"
#include "reading/phrase_matcher.h"

namespace depone::reading {
namespace {

// How far a word about work may stand from a place that a Place claim is made of.
constexpr std::size_t kWorkBytes = 80;

struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

std::size_t distance(const Range& range, std::size_t begin, std::size_t end) {
  if (range.end <= begin) return begin - range.end;
  if (end <= range.begin) return range.begin - end;
  return 0;
}

std::vector<std::string> texts(const toml::node_view<const toml::node>& node) {
  std::vector<std::string> out;
  if (const toml::array* array = node.as_array()) {
    for (const toml::node& one : *array) {
      if (const auto text = one.value<std::string>()) out.push_back(*text);
    }
  }
  return out;
}

bool has_capital(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at, 2);
  return fold_keeping_length(rest) != rest;
}

}  // namespace

struct ActorLexicon::Table {
  struct Pattern {
    std::unique_ptr<RE2> expression;

    // Every place where the expression stands; group 1, or all of it.
    std::vector<Range> find(std::string_view text) const {
      std::vector<Range> out;
      const re2::StringPiece whole(text.data(), text.size());
      re2::StringPiece groups[2];
      std::size_t at = 0;
      while (at < text.size() &&
             expression->Match(whole, at, whole.size(), RE2::UNANCHORED, groups, 2)) {
        const auto begin = static_cast<std::size_t>(groups[1].data() - whole.data());
        if (!groups[1].empty()) out.push_back({begin, begin + groups[1].size()});
        const auto next =
            static_cast<std::size_t>(groups[0].data() - whole.data()) + groups[0].size();
        at = std::max(next, at + 1);
      }
      return out;
    }
  };
  // Patterns with the words without which they are not tried.
  struct Patterns {
    std::vector<Pattern> patterns;
    WordFinder anchors;  // ids are indexes into patterns

    // What each pattern with an anchor in `text` finds, in the order of the patterns.
    std::vector<Range> find(const PassageText& passage) const {
      const std::string_view text = passage.text;
      std::vector<WordFinder::Hit> hits;
      const FoldedPassage folded(passage);
      anchors.find(text, folded.marks(), hits);
      std::vector<Range> out;
      for (std::size_t i = 0; i < patterns.size() && !hits.empty(); ++i) {
        const bool possible =
            std::any_of(hits.begin(), hits.end(), [&](const auto& hit) { return hit.id == i; });
        if (!possible) continue;
        const std::vector<Range> found = patterns[i].find(text);
        out.insert(out.end(), found.begin(), found.end());
      }
      return out;
    }
  };
  struct Lexicon {
    PhraseMatcher places;
    Patterns employers;
    Patterns subjects;
    WordFinder before;  // "in", "to"; Korean has endings instead
    std::vector<std::string> after;
    WordFinder work;
    bool korean = false;
  };
  struct PlaceFound {
    Range range;
    std::string_view name;
    bool located = false;  // "in X", "X에서"
  };

  static std::vector<PlaceFound> places_in(const Lexicon& lexicon, const PassageText& passage);
  // Kept in the passage's memo where there is one, else in `anew`.
  static const std::vector<Mention>& places_of(const Lexicon& lexicon, const PassageText& passage,
                                               std::vector<Mention>& anew);
  static Result<Patterns> patterns(const toml::table& root, const char* list, Language language,
                                   const std::string& path);

  ByLanguage<Lexicon> lexicons;
};

Result<ActorLexicon::Table::Patterns> ActorLexicon::Table::patterns(const toml::table& root,
                                                                    const char* list,
                                                                    Language language,
                                                                    const std::string& path) {
  Patterns out;
  std::vector<WordFinder::Word> words;
  const toml::array* entries = root[list].as_array();
  for (std::size_t i = 0; entries != nullptr && i < entries->size(); ++i) {
    const toml::table* entry = entries->get(i)->as_table();
    const std::string where = path + ": " + list + " " + std::to_string(i + 1);
    if (entry == nullptr) {
      return Error{Fault::InvalidInput, where + " is not a table", "correct the table"};
    }
    RE2::Options options;
    options.set_log_errors(false);
    const auto text = (*entry)["pattern"].value<std::string>();
    auto expression = std::make_unique<RE2>(text.value_or(""), options);
    const std::vector<std::string> anchors = texts((*entry)["anchors"]);
    if (!expression->ok() || expression->NumberOfCapturingGroups() < 1 || anchors.empty()) {
      return Error{Fault::InvalidInput,
                   where + " needs \"anchors\" and an RE2 \"pattern\" with a group",
                   expression->error()};
    }
    for (const std::string& anchor : anchors) {
      words.push_back(anchor_word(anchor, language, static_cast<std::uint32_t>(i)));
    }
    out.patterns.push_back({std::move(expression)});
  }
  out.anchors = WordFinder(std::move(words));
  return out;
}

Result<ActorLexicon> ActorLexicon::load(const DataFiles& files) {
  auto table = std::make_shared<Table>();
  const toml::table places = DP_TRY(read_toml(files, "reading/places.toml"));
  for (const Language language : kLexiconLanguages) {
    const std::string path = table_path("reading/actors", language);
    Table::Lexicon lexicon;
    lexicon.korean = language == Language::Korean;
    const toml::table root = DP_TRY(read_toml(files, path));
    lexicon.employers = DP_TRY(Table::patterns(root, "employer", language, path));
    lexicon.subjects = DP_TRY(Table::patterns(root, "subject", language, path));
    lexicon.after = texts(root["place"]["after"]);
    std::vector<WordFinder::Word> before;
    for (const std::string& word : texts(root["place"]["before"])) {
      before.push_back(
          {fold_keeping_length(word), WordFinder::Edge::Border, WordFinder::Edge::Border, 0});
    }
    lexicon.before = WordFinder(std::move(before));
    std::vector<WordFinder::Word> work;
    for (const std::string& word : texts(root["place"]["work"])) {
      const auto left = lexicon.korean ? WordFinder::Edge::Free : WordFinder::Edge::Border;
      const auto right =
          language == Language::English ? WordFinder::Edge::Border : WordFinder::Edge::Free;
      work.push_back({fold_keeping_length(word), left, right, 0});
    }
    lexicon.work = WordFinder(std::move(work));

    // The gazetteer as phrases: a place of several words becomes several steps.
    toml::array entries;
    const toml::array* list = places["place"].as_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const toml::table* place = list->get(i)->as_table();
      if (place == nullptr) continue;
      toml::array phrases;
      for (std::string form : texts((*place)[name_of(language)])) {
        if (lexicon.korean) form = "^" + form;
        phrases.push_back(form);
      }
      toml::table entry;
      entry.insert("is", (*place)["name"].value_or(std::string()));
      entry.insert("phrases", std::move(phrases));
      entries.push_back(std::move(entry));
    }
    toml::table made;
    made.insert("place", std::move(entries));
    std::ostringstream written;
    written << made;
    lexicon.places =
        DP_TRY(PhraseMatcher::build(language, {{"reading/places.toml", written.str()}}, "place"));
    table->lexicons.set(language, std::move(lexicon));
  }
  ActorLexicon made;
  made.table_ = std::move(table);
  return made;
}

std::vector<ActorLexicon::Table::PlaceFound> ActorLexicon::Table::places_in(
    const Lexicon& lexicon, const PassageText& passage) {
  const std::string_view text = passage.text;
  const FoldedPassage folded(passage);
  std::vector<PlaceFound> out;
  const std::vector<PhraseMatcher::Hit> hits = lexicon.places.match(folded.text(), folded.marks());
  if (hits.empty()) return out;
  std::vector<WordFinder::Hit> before;
  lexicon.before.find(folded.text(), folded.marks(), before);
  for (const PhraseMatcher::Hit& hit : hits) {
    if (!lexicon.korean && !has_capital(text, hit.begin)) continue;
    PlaceFound found{{hit.begin, hit.end}, lexicon.places.entries()[hit.entry].is, false};
    // Longer names come first in the order of matches only by end; keep the longer.
    if (!out.empty() && out.back().range.end > hit.begin) {
      if (hit.end - hit.begin <= out.back().range.end - out.back().range.begin) continue;
      out.pop_back();
    }
    found.located = std::any_of(before.begin(), before.end(), [&](const WordFinder::Hit& word) {
      return word.end < hit.begin && hit.begin - word.end <= 24 &&
             std::count(text.begin() + word.end, text.begin() + hit.begin, ' ') <= 2;
    });
    const std::string_view rest = text.substr(hit.end);
    for (const std::string& ending : lexicon.after) {
      const std::string_view tail = rest.substr(std::min(rest.size(), rest.find_first_not_of(' ')));
      found.located = found.located || tail.starts_with(ending);
    }
    out.push_back(found);
  }
  return out;
}

const std::vector<Mention>& ActorLexicon::Table::places_of(const Lexicon& lexicon,
                                                           const PassageText& passage,
                                                           std::vector<Mention>& anew) {
  if (passage.memo && passage.memo->places) return *passage.memo->places;
  for (const PlaceFound& place : places_in(lexicon, passage)) {
    anew.push_back({place.range.begin, place.range.end, 0, place.located, place.name, {}});
  }
  return passage.memo ? passage.memo->places.emplace(std::move(anew)) : anew;
}

void ActorLexicon::find(const PassageText& passage, std::vector<Claim>& out) const {
  const Table::Lexicon* lexicon = table_->lexicons.get(passage.language);
  if (lexicon == nullptr) return;
  std::vector<std::pair<Range, Claim>> found;
  const auto add = [&](ClaimKind kind, const Range& range, std::string word) {
    Claim claim;
    claim.kind = kind;
    claim.word = std::move(word);
    claim.span = passage.span(range.begin, range.end);
    claim.quote = std::string(passage.text.substr(range.begin, range.end - range.begin));
    found.emplace_back(range, std::move(claim));
  };
  std::vector<Mention> anew;
  const std::vector<Mention>& places = Table::places_of(*lexicon, passage, anew);
  if (!places.empty()) {
    std::vector<WordFinder::Hit> work;
    const FoldedPassage folded(passage);
    lexicon->work.find(folded.text(), folded.marks(), work);
    for (const Mention& place : places) {
      const Range range = {place.begin, place.end};
      const bool about_work = std::any_of(work.begin(), work.end(), [&](const auto& word) {
        return distance(range, word.begin, word.end) <= kWorkBytes;
      });
      if (place.located && about_work) {
        add(ClaimKind::Place, range, std::string(place.name));
      }
    }
  }
  for (const Range& range : lexicon->employers.find(passage)) {
    const bool known = std::any_of(found.begin(), found.end(), [&](const auto& other) {
      return other.second.kind == ClaimKind::Employer &&
             distance(other.first, range.begin, range.end) == 0;
    });
    if (known) continue;
    add(ClaimKind::Employer, range,
        std::string(passage.text.substr(range.begin, range.end - range.begin)));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first.begin < b.first.begin; });
  for (auto& [range, claim] : found) out.push_back(std::move(claim));
}

std::string ActorLexicon::place_at(const PassageText& passage, std::size_t begin,
                                   std::size_t end) const {
  const Table::Lexicon* lexicon = table_->lexicons.get(passage.language);
  if (lexicon == nullptr) return {};
  std::string best;
  std::size_t best_distance = std::string::npos;
  std::vector<Mention> anew;
  for (const Mention& place : Table::places_of(*lexicon, passage, anew)) {
    const std::size_t here = distance({place.begin, place.end}, begin, end);
    if (place.located && here < best_distance) {
      best = place.name;
      best_distance = here;
    }
  }
  return best;
}

std::string ActorLexicon::subject_at(const PassageText& passage, std::size_t begin,
                                     std::size_t end) const {
  const Table::Lexicon* lexicon = table_->lexicons.get(passage.language);
  if (lexicon == nullptr) return {};
  std::string best;
  std::size_t best_distance = std::string::npos;
  std::optional<std::vector<Mention>> anew;
  std::optional<std::vector<Mention>>& subjects = passage.memo ? passage.memo->subjects : anew;
  if (!subjects) {
    subjects.emplace();
    for (const Range& range : lexicon->subjects.find(passage)) {
      subjects->push_back({range.begin, range.end, 0, false, {}, {}});
    }
  }
  for (const Mention& subject : *subjects) {
    const std::size_t here = distance({subject.begin, subject.end}, begin, end);
    if (here < best_distance) {
      best = std::string(passage.text.substr(subject.begin, subject.end - subject.begin));
      best_distance = here;
    }
  }
  return best;
}

}  // namespace depone::reading
