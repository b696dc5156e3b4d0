#include "rules/norms.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "rules/applicability.h"
#include "rules/evaluate.h"
#include "rules/norm.h"
#include "rules/standard.h"
#include "rules/table.h"
#include "rules/words.h"

namespace depone::rules {
namespace {

constexpr std::string_view kContextFile = "norms/context.toml";
constexpr std::string_view kStandardsFile = "norms/standards.toml";

const Norm* find_norm(const std::vector<Norm>& norms, const std::string& id) {
  const auto found =
      std::find_if(norms.begin(), norms.end(), [&](const Norm& norm) { return norm.id == id; });
  return found != norms.end() ? &*found : nullptr;
}

// The norm a test refers to is there and does not lead back to the test; `path` holds the ids on
// the way.
Result<> check_references(const Test& test, const std::vector<Norm>& norms,
                          std::vector<std::string>& path) {
  for (const Test& part : test.parts) DP_TRY(check_references(part, norms, path));
  if (test.kind != Test::Kind::SameAs) return done();
  const Norm* norm = find_norm(norms, test.name);
  if (norm == nullptr) {
    return Error{
        Fault::InvalidInput,
        fmt::format("data/norms, norm \"{}\", member \"same_as\": no norm is called \"{}\"",
                    path.front(), test.name),
        "write the id of another norm"};
  }
  if (std::find(path.begin(), path.end(), norm->id) != path.end()) {
    return Error{Fault::InvalidInput,
                 fmt::format("data/norms, norm \"{}\", member \"same_as\": goes round in a circle",
                             path.front()),
                 "let one of the norms state its test itself"};
  }
  path.push_back(norm->id);
  DP_TRY(check_references(norm->test, norms, path));
  path.pop_back();
  return done();
}

Result<> check(const std::vector<Norm>& norms) {
  std::set<std::string> ids;
  for (const Norm& norm : norms) {
    if (!ids.insert(norm.id).second) {
      return Error{Fault::InvalidInput,
                   fmt::format("data/norms, norm \"{}\", member \"id\": is there twice", norm.id),
                   "give each norm an id of its own"};
    }
    std::vector<std::string> path{norm.id};
    DP_TRY(check_references(norm.test, norms, path));
    for (const Alternative& alternative : norm.alternatives) {
      DP_TRY(check_references(alternative.test, norms, path));
    }
  }
  return done();
}

Result<std::vector<Norm>> load_norms(const DataFiles& data) {
  const std::vector<std::string> paths = DP_TRY(data.list("norms/"));
  std::vector<std::pair<std::int64_t, std::vector<Norm>>> files;
  for (const std::string& path : paths) {
    if (!path.ends_with(".toml") || path == kContextFile || path == kStandardsFile) continue;
    const std::string text = DP_TRY(data.read(path));
    const Table file = DP_TRY(Table::parse(text, path));
    const std::int64_t position = DP_TRY(file.whole("position", 0, 1000));
    std::vector<Norm> norms = DP_TRY(norms_of(file));
    files.emplace_back(position, std::move(norms));
  }
  std::stable_sort(files.begin(), files.end(),
                   [](const auto& one, const auto& other) { return one.first < other.first; });
  std::vector<Norm> all;
  for (auto& [position, norms] : files)
    std::move(norms.begin(), norms.end(), std::back_inserter(all));
  if (all.empty()) {
    return Error{Fault::NotFound, "data/norms holds no norms", "check the --data folder"};
  }
  DP_TRY(check(all));
  return all;
}

std::string_view prefix(Reading reading) {
  switch (reading) {
    case Reading::Indicator:
      return "Indicator present: ";
    case Reading::Definition:
      return "Elements of the definition shown: ";
    case Reading::Conduct:
      return "Conduct shown (which finds no person guilty): ";
    case Reading::Presumption:
      return "Basis of the presumption shown (which may be rebutted): ";
  }
  return "";
}

std::string because_of(const Norm& norm, const Outcome& outcome) {
  switch (outcome.answer) {
    case Answer::Met:
      return fmt::format("{}{}.", prefix(norm.reading), outcome.because);
    case Answer::NotMet:
      return fmt::format("The facts point the other way: {}.", outcome.because);
    default:
      return fmt::format("Not shown: {}.", outcome.because);
  }
}

std::size_t origins_of(const Case& the_case, const std::vector<ClaimRef>& claims) {
  std::set<std::string> origins;
  for (const ClaimRef ref : claims) {
    const auto& nodes = the_case.lineage.nodes;
    const bool known = ref.document < nodes.size() && !nodes[ref.document].origin.empty();
    origins.insert(known ? nodes[ref.document].origin
                         : "document " + the_case.documents[ref.document].id);
  }
  return origins.size();
}

void take(const Outcome& outcome, const Case& the_case, NormAnswer& answer) {
  answer.explanation.insert(answer.explanation.end(), outcome.steps.begin(), outcome.steps.end());
  answer.claims.assign(outcome.claims.begin(), outcome.claims.end());
  answer.origins = outcome.answer == Answer::Met ? outcome.supporters.size()
                                                 : origins_of(the_case, answer.claims);
}

void add_closing_words(const Norm& norm, const NormAnswer& answer, const Applicability& applies,
                       std::vector<std::string>& explanation) {
  explanation.insert(explanation.end(), applies.notes.begin(), applies.notes.end());
  if (answer.answer == Answer::Met && answer.origins == 1) {
    explanation.emplace_back("All of this rests on one origin.");
  }
  for (const std::string& unexamined : norm.unexamined) {
    explanation.push_back(fmt::format("Not examined: {}.", unexamined));
  }
  explanation.push_back(fmt::format("Addressee: {}.", norm.addressee));
  explanation.push_back(
      fmt::format("Our statement of this norm: {} ({}).", norm.certainty, norm.source));
}

}  // namespace

Norms::Norms() = default;
Norms::~Norms() = default;

Result<std::shared_ptr<const Norms>> Norms::load(const DataFiles& data) {
  const std::shared_ptr<Norms> norms(new Norms());
  norms->ladder_ = DP_TRY(Ladder::load(data));
  norms->standards_ = DP_TRY(load_standards(data));
  norms->norms_ = DP_TRY(load_norms(data));
  const std::string text = DP_TRY(data.read(kContextFile));
  const Table context = DP_TRY(Table::parse(text, std::string(kContextFile)));
  DP_TRY(context.only({"witnessed_words", "sector"}));
  norms->witnessed_words_ = DP_TRY(context.texts("witnessed_words"));
  const std::vector<Table> sectors = DP_TRY(context.tables("sector", "name"));
  for (const Table& sector : sectors) {
    const std::string name = DP_TRY(sector.text("name"));
    const std::string produces = DP_TRY(sector.text("produces"));
    if (produces != "goods" && produces != "services") {
      return sector.wrong("produces", "is neither goods nor services", "write \"goods\"");
    }
    norms->sectors_.emplace_back(
        name, produces == "goods" ? NormContext::Produces::Goods : NormContext::Produces::Services);
  }
  return std::shared_ptr<const Norms>(norms);
}

std::vector<NormAnswer> Norms::assess(const Case& the_case, const NormContext& stated,
                                      const MayQuote& may_quote) const {
  NormContext context = stated;
  for (const auto& [sector, produces] : sectors_) {
    const bool unknown = context.produces == NormContext::Produces::Unknown;
    if (unknown && sector == context.sector) context.produces = produces;
  }
  const auto standard =
      std::find_if(standards_.begin(), standards_.end(),
                   [&](const Standard& known) { return known.id == context.standard; });
  const Question question{the_case, context,          *standard, ladder_,
                          norms_,   witnessed_words_, may_quote};
  std::vector<NormAnswer> answers;
  for (const Norm& norm : norms_) {
    NormAnswer answer;
    answer.norm = norm.id;
    answer.title = norm.title;
    answer.citation = norm.citation;
    answer.in_force = in_force_words(norm);
    answer.met_means = norm.met_means;
    answer.standard = name_of(context.standard);
    answer.certainty = norm.certainty;
    const Applicability applies = applicability(norm, context);
    if (applies.answer) {
      answer.answer = *applies.answer;
      answer.because = *applies.answer == Answer::NotApplicable
                           ? fmt::format("Not applicable because {}.", applies.because)
                           : fmt::format("Not shown: {}.", applies.because);
      if (applies.benchmark) {
        const Outcome outcome = evaluate(norm.test, question);
        answer.explanation.push_back(
            fmt::format("As a benchmark only, not as a breach: {}.", outcome.because));
        take(outcome, the_case, answer);
      }
    } else {
      const Outcome outcome = evaluate(norm.test, question);
      answer.answer = outcome.answer;
      answer.because = because_of(norm, outcome);
      answer.explanation.push_back(fmt::format("Standard of proof: {}, which asks for {}.",
                                               name_of(standard->id), standard->asks));
      take(outcome, the_case, answer);
      for (const Alternative& alternative : norm.alternatives) {
        const bool later = alternative.from.known() && context.period.known() &&
                           *last_day(context.period) < *first_day(alternative.from);
        if (later) continue;
        const Outcome other = evaluate(alternative.test, question);
        answer.explanation.push_back(
            fmt::format("Beside the law in force: {}. Were it law, the answer would be {}: {}.",
                        alternative.status, name_of(other.answer), other.because));
      }
    }
    add_closing_words(norm, answer, applies, answer.explanation);
    answers.push_back(std::move(answer));
  }
  return answers;
}

std::vector<NormListing> Norms::list() const {
  std::vector<NormListing> listing;
  for (const Norm& norm : norms_) {
    listing.push_back({norm.id, norm.title, norm.citation, norm.summary, norm.addressee,
                       in_force_words(norm), norm.met_means, norm.certainty, norm.source});
  }
  return listing;
}

}  // namespace depone::rules
