#include "reading/claim_tables.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "reading/data_node.h"
#include "reading/folded_text.h"
#include "reading/quantity_tables.h"

namespace depone::reading {
namespace {

class Loader {
 public:
  Loader(std::string file, std::string_view code) : file_(std::move(file)), code_(code) {}

  Result<LanguageRules> load(const DataNode& root) {
    LanguageRules rules;
    DP_TRY(cues(root, rules));
    for (const DataNode& entry : root["rule"].items()) {
      ClaimRule made = DP_TRY(rule(entry, rules));
      const Unit unit = made.of;
      rules.rules[unit].push_back(std::move(made));
    }
    DP_TRY(phrases(root, rules));
    const DataNode& inherit = root["inherit"];
    if (!inherit["cue"].text().empty()) {
      rules.inherit_cue = DP_TRY(cue_number(inherit["cue"].text(), rules));
      rules.inherit_after =
          DP_TRY(pattern("\\A(?:" + expand_pattern(inherit["after"].text()) + ")"));
    }
    if (const std::string& before = inherit["before"].text(); !before.empty()) {
      rules.inherit_before = DP_TRY(pattern("(?:" + expand_pattern(before) + ")\\z"));
    }
    rules.conjunctions = root["conjunctions"].texts();
    std::erase(rules.conjunctions, std::string());
    return rules;
  }

 private:
  Error wrong(std::string_view entry, std::string_view why) const {
    return {Fault::InvalidInput, fmt::format("data/reading/{}: \"{}\" {}", file_, entry, why),
            "correct the table"};
  }

  Result<std::unique_ptr<re2::RE2>> pattern(const std::string& text) const {
    return compile_pattern(text, file_);
  }

  // RE2's \b knows ASCII only; Russian cues begin where no letter stands before.
  std::string cue_pattern(const std::vector<std::string>& alternatives) const {
    std::vector<std::string> expanded;
    for (const std::string& one : alternatives) expanded.push_back(expand_pattern(one));
    const std::string_view head = code_ == "en" ? "\\b" : code_ == "ru" ? "(?:\\A|[^а-я])" : "";
    return fmt::format("{}(?:{})", head, fmt::join(expanded, "|"));
  }

  Result<> add_cue(LanguageRules& rules, const std::string& name,
                   const std::vector<std::string>& alternatives) {
    if (alternatives.empty()) return wrong(name, "has no cues");
    const std::size_t number = rules.cue_numbers.size();
    if (number >= kMostCues) return wrong(name, "is one cue too many");
    rules.cue_numbers.emplace(name, number);
    std::string problem;
    if (rules.cues->Add(cue_pattern(alternatives), &problem) < 0) return wrong(name, problem);
    rules.cue_of_pattern.push_back(number);
    return done();
  }

  Result<> cues(const DataNode& root, LanguageRules& rules) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(64 << 20);
    rules.cues = std::make_unique<re2::RE2::Set>(options, re2::RE2::UNANCHORED);
    for (const auto& [name, alternatives] : root["cues"].members()) {
      DP_TRY(add_cue(rules, name, alternatives.texts()));
    }
    for (const DataNode& entry : root["measure"].items()) {
      const auto measure = measure_of(entry["is"].text());
      if (!measure || *measure == Measure::None) return wrong(entry["is"].text(), "is no measure");
      DP_TRY(add_cue(rules, "measure " + entry["is"].text(), entry["cues"].texts()));
      rules.measures.emplace_back(*measure, rules.cue_numbers.size() - 1);
    }
    if (!rules.cues->Compile()) return wrong("cues", "do not fit into one automaton");
    return done();
  }

  Result<std::size_t> cue_number(const std::string& name, const LanguageRules& rules) const {
    const auto found = rules.cue_numbers.find(name);
    if (found == rules.cue_numbers.end()) return wrong(name, "is not among the cues");
    return found->second;
  }

  Result<CueMask> mask(const DataNode& names, const LanguageRules& rules) const {
    CueMask made;
    for (const std::string& name : names.texts()) {
      const std::size_t number = DP_TRY(cue_number(name, rules));
      made.set(number);
    }
    return made;
  }

  Result<ClaimRule> rule(const DataNode& entry, const LanguageRules& rules) const {
    for (const auto& [name, value] : entry.members()) {
      static const std::vector<std::string> kKnown = {
          "kind",     "of",         "per",           "before", "after",
          "clause",   "sentence",   "sentence_also", "unless", "unless_sentence",
          "min",      "max",        "set_per",       "bound",  "unit",
          "compound", "days_worked"};
      if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end()) {
        return wrong(name, "is not a member of a rule");
      }
    }
    ClaimRule made;
    const auto kind = claim_kind_of(entry["kind"].text());
    if (!kind) return wrong(entry["kind"].text(), "is no claim kind");
    const auto of = unit_of(entry["of"].text());
    if (!of) return wrong(entry["of"].text(), "is no unit");
    made.kind = *kind;
    made.of = *of;
    for (const std::string& name : entry["per"].texts()) {
      const auto per = per_of(name == "none" ? "" : name);
      if (!per) return wrong(name, "is no rate");
      made.per.push_back(*per);
    }
    if (const std::string& before = entry["before"].text(); !before.empty()) {
      made.before = DP_TRY(pattern("(?:" + expand_pattern(before) + ")\\z"));
    }
    if (const std::string& after = entry["after"].text(); !after.empty()) {
      made.after = DP_TRY(pattern("\\A(?:" + expand_pattern(after) + ")"));
    }
    made.clause = DP_TRY(mask(entry["clause"], rules));
    made.sentence = DP_TRY(mask(entry["sentence"], rules));
    made.sentence_also = DP_TRY(mask(entry["sentence_also"], rules));
    made.unless = DP_TRY(mask(entry["unless"], rules));
    made.unless_sentence = DP_TRY(mask(entry["unless_sentence"], rules));
    made.min = entry["min"].whole(0);
    made.max = entry["max"].whole(0);
    if (!entry["set_per"].empty()) made.set_per = per_of(entry["set_per"].text());
    if (!entry["bound"].empty()) made.bound = bound_of(entry["bound"].text());
    made.unit = entry["unit"].text();
    made.compound_only = entry["compound"].text() == "true";
    made.days_worked = entry["days_worked"].text() == "true";
    return made;
  }

  Result<> phrases(const DataNode& root, LanguageRules& rules) const {
    std::vector<std::string> all;
    for (const DataNode& entry : root["phrase"].items()) {
      PhraseRule made;
      const auto kind = claim_kind_of(entry["kind"].text());
      if (!kind) return wrong(entry["kind"].text(), "is no claim kind");
      made.kind = *kind;
      made.value = DP_TRY(parse_decimal(entry["value"].text()));
      made.unit = entry["unit"].text();
      made.per = per_of(entry["per"].text()).value_or(Per::None);
      const std::string expanded = expand_pattern(entry["pattern"].text());
      all.push_back(expanded);
      made.pattern = DP_TRY(pattern(expanded));
      rules.phrases.push_back(std::move(made));
    }
    if (!all.empty()) rules.any_phrase = DP_TRY(pattern(fmt::format("{}", fmt::join(all, "|"))));
    return done();
  }

  std::string file_;
  std::string_view code_;
};

}  // namespace

Result<LanguageRules> load_claim_rules(const DataFiles& data, std::string_view code) {
  std::string file = fmt::format("claims_{}.toml", code);
  const DataNode root = DP_TRY(DataNode::load(data, file));
  return Loader(std::move(file), code).load(root);
}

}  // namespace depone::reading
