#include "reading/attribution.h"

#include <re2/re2.h>

#include <algorithm>

#include "base/toml.h"
#include "reading/language_tables.h"
#include "reading/word_finder.h"

namespace depone::reading {
namespace {

// Distance of [begin, end) and [other_begin, other_end) in bytes; 0 when they touch or overlap.
std::size_t distance(std::size_t begin, std::size_t end, std::size_t other_begin,
                     std::size_t other_end) {
  if (other_end < begin) return begin - other_end;
  if (end < other_begin) return other_begin - end;
  return 0;
}

}  // namespace

struct AttributionCues::Table {
  struct Cue {
    std::unique_ptr<RE2> pattern;
  };
  struct Cues {
    std::vector<Cue> cues;
    WordFinder anchors;  // ids are indexes into cues
    std::unique_ptr<RE2> source;
    std::vector<std::unique_ptr<RE2>> follows;
  };
  static Result<> read_carry(const toml::table& root, const std::string& path, Cues& cues);
  static std::vector<Mention> mentions_in(const Cues& cues, const PassageText& passage);
  ByLanguage<Cues> cues;
};

Result<> AttributionCues::Table::read_carry(const toml::table& root, const std::string& path,
                                            Cues& cues) {
  RE2::Options options;
  options.set_log_errors(false);
  cues.source = std::make_unique<RE2>(root["carry"]["source"].value_or(std::string()), options);
  bool good = cues.source->ok() && cues.source->NumberOfCapturingGroups() == 1;
  const toml::array* follows = root["carry"]["follows"].as_array();
  for (std::size_t i = 0; follows != nullptr && i < follows->size(); ++i) {
    const std::string pattern = follows->get(i)->value_or(std::string());
    cues.follows.push_back(std::make_unique<RE2>(pattern, options));
    good = good && cues.follows.back()->ok() && !pattern.empty();
  }
  if (good && !cues.follows.empty()) return done();
  return Error{
      Fault::InvalidInput,
      path + ": [carry] needs valid RE2 patterns \"source\", with one group, and \"follows\"",
      "see the English table"};
}

Result<AttributionCues> AttributionCues::load(const DataFiles& files) {
  auto table = std::make_shared<Table>();
  for (const Language language : kLexiconLanguages) {
    const std::string path = table_path("reading/attribution", language);
    Table::Cues cues;
    std::vector<WordFinder::Word> anchors;
    const toml::table root = DP_TRY(read_toml(files, path));
    const toml::array* list = root["cue"].as_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const toml::table* entry = list->get(i)->as_table();
      const auto pattern =
          entry == nullptr ? std::nullopt : (*entry)["pattern"].value<std::string>();
      const toml::array* words = entry == nullptr ? nullptr : (*entry)["anchors"].as_array();
      RE2::Options options;
      options.set_log_errors(false);
      Table::Cue cue{pattern ? std::make_unique<RE2>(*pattern, options) : nullptr};
      if (cue.pattern == nullptr || !cue.pattern->ok() || words == nullptr) {
        return Error{Fault::InvalidInput,
                     path + ": cue " + std::to_string(i + 1) +
                         " needs a valid RE2 \"pattern\" and \"anchors\"",
                     cue.pattern ? cue.pattern->error() : "see the head of the table"};
      }
      for (const toml::node& word : *words) {
        anchors.push_back(anchor_word(fold_keeping_length(word.value_or(std::string())), language,
                                      static_cast<std::uint32_t>(i)));
      }
      cues.cues.push_back(std::move(cue));
    }
    DP_TRY(Table::read_carry(root, path, cues));
    cues.anchors = WordFinder(std::move(anchors));
    table->cues.set(language, std::move(cues));
  }
  AttributionCues made;
  made.table_ = std::move(table);
  return made;
}

std::vector<Mention> AttributionCues::Table::mentions_in(const Cues& cues,
                                                         const PassageText& passage) {
  const std::string_view text = passage.text;
  const FoldedPassage folded(passage);
  std::vector<Mention> out;
  std::vector<WordFinder::Hit> anchors;
  cues.anchors.find(folded.text(), folded.marks(), anchors);
  std::vector<bool> tried(cues.cues.size(), false);
  for (const WordFinder::Hit& anchor : anchors) {
    if (tried[anchor.id]) continue;
    tried[anchor.id] = true;
    const RE2& pattern = *cues.cues[anchor.id].pattern;
    // Group 1 is the source with its cue; group 2, where there is one, the verb further on.
    re2::StringPiece groups[3];
    const re2::StringPiece whole(text.data(), text.size());
    const int count = std::min(3, 1 + pattern.NumberOfCapturingGroups());
    std::size_t at = 0;
    while (at < whole.size() &&
           pattern.Match(whole, at, whole.size(), RE2::UNANCHORED, groups, count)) {
      const re2::StringPiece& source = count > 1 && groups[1].data() ? groups[1] : groups[0];
      const auto from = static_cast<std::size_t>(source.data() - whole.data());
      const std::size_t to = from + source.size();
      if (!source.empty()) {
        Mention mention;
        mention.begin = from;
        mention.end = to;
        mention.text.assign(source.data(), source.size());
        if (count > 2 && groups[2].data() != nullptr && !groups[2].empty()) {
          const auto verb = static_cast<std::size_t>(groups[2].data() - whole.data());
          mention.text += verb > to + 1 ? " ... " : " ";
          mention.text.append(groups[2].data(), groups[2].size());
        }
        out.push_back(std::move(mention));
      }
      const auto next =
          static_cast<std::size_t>(groups[0].data() - whole.data()) + groups[0].size();
      at = std::max(next, at + 1);
    }
  }
  return out;
}

std::string AttributionCues::attribution_at(const PassageText& passage, std::size_t begin,
                                            std::size_t end) const {
  const Table::Cues* cues = table_->cues.get(passage.language);
  if (cues == nullptr) return {};
  std::optional<std::vector<Mention>> anew;
  std::optional<std::vector<Mention>>& mentions = passage.memo ? passage.memo->attributions : anew;
  if (!mentions) mentions = Table::mentions_in(*cues, passage);
  if (mentions->empty() && passage.memo) return std::string(passage.memo->speaker);
  std::string best;
  std::size_t best_distance = std::string::npos;
  for (const Mention& mention : *mentions) {
    const std::size_t here = distance(begin, end, mention.begin, mention.end);
    if (here >= best_distance) continue;
    best_distance = here;
    best = mention.text;
  }
  while (!best.empty() && (best.back() == '.' || best.back() == ',')) best.pop_back();
  return best;
}

void AttributionCues::carry(const PassageText& passage, Speaker& speaker) const {
  speaker.carried = false;
  const Table::Cues* cues = table_->cues.get(passage.language);
  if (cues == nullptr) {
    speaker = {};
    return;
  }
  const re2::StringPiece text(passage.text.data(), passage.text.size());
  for (std::size_t i = 0; !speaker.source.empty() && i < cues->follows.size(); ++i) {
    if (!RE2::PartialMatch(text, *cues->follows[i])) continue;
    if (speaker.language != passage.language) break;
    if (speaker.pronoun != 0 && speaker.pronoun != i + 1) break;
    speaker.pronoun = i + 1;
    speaker.carried = true;
    return;
  }
  re2::StringPiece source;
  speaker = {};
  if (!RE2::PartialMatch(text, *cues->source, &source)) return;
  speaker.source.assign(source.data(), source.size());
  speaker.language = passage.language;
}

}  // namespace depone::reading
