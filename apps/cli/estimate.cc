#include "casework/estimate.h"

#include <fmt/format.h>

#include <charconv>

#include "apps/cli/verbs.h"
#include "base/json.h"

namespace depone::cli {
namespace {

struct Words {
  std::string file;
  std::string method = "loglinear";
  std::string order = "default";
  std::string select = "bic";
  std::string interval = "bca";
  estimate::ReadTableOptions table;
  casework::EstimateOptions options;
};

const std::map<std::string, estimate::Select> kSelects = {{"bic", estimate::Select::Bic},
                                                          {"aic", estimate::Select::Aic},
                                                          {"stepwise", estimate::Select::Stepwise},
                                                          {"downhill", estimate::Select::Downhill}};
const std::map<std::string, estimate::Interval> kIntervals = {
    {"bca", estimate::Interval::Bca},
    {"profile", estimate::Interval::Profile},
    {"wald", estimate::Interval::Wald}};

// "all", "default" or a number of lists from 1.
std::string check_order(const std::string& word) {
  std::size_t order = 0;
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), order);
  const bool is_number = fault == std::errc{} && end == word.data() + word.size() && order >= 1;
  if (is_number || word == "all" || word == "default") return {};
  return "the order \"" + word + "\" is neither \"all\" nor a number from 1";
}

std::size_t order_of(const std::string& word) {
  if (word == "default") return 0;
  if (word == "all") return estimate::kMaxLists;
  std::size_t order = 0;
  std::from_chars(word.data(), word.data() + word.size(), order);
  return order;
}

void print(const Session& session, const Estimate& estimate, const std::string& stratum) {
  if (session.json) {
    OrderedJson json = to_json(estimate);
    if (!stratum.empty()) json["stratum"] = stratum;
    std::fputs((dump_json(json) + "\n").c_str(), stdout);
  } else {
    if (!stratum.empty()) fmt::print("Group \"{}\"\n", stratum);
    fmt::print("{}\n", casework::describe(estimate));
  }
  std::fflush(stdout);
}

// A group whose table cannot carry an estimate is said so, and the others go on.
Estimate refusal_of(const casework::EstimateMethod& method, const estimate::OverlapTable& table,
                    const Error& error) {
  Estimate refused;
  refused.method = method.word;
  refused.title = method.what;
  refused.observed = table.observed();
  refused.refusal = to_string(error);
  refused.assumptions = {"None was made: the group's table cannot carry an estimate."};
  return refused;
}

Result<Exit> estimate_lists(Session& session, Words& words) {
  words.options.loglinear.order = order_of(words.order);
  words.options.loglinear.select = kSelects.at(words.select);
  words.options.loglinear.interval = kIntervals.at(words.interval);
  const estimate::ReadTable read =
      DP_TRY(casework::read_lists(*session.disk, words.file, words.table));
  for (const std::string& warning : read.warnings) {
    std::fputs(("warning: " + warning + "\n").c_str(), stderr);
  }
  std::vector<const casework::EstimateMethod*> methods;
  if (words.method == "all") {
    for (const auto& method : casework::estimate_methods()) methods.push_back(&method);
  } else {
    methods.push_back(DP_TRY(casework::estimate_method(words.method)));
  }
  bool any = false;
  for (const casework::EstimateMethod* method : methods) {
    const auto say = [&](const estimate::OverlapTable& table,
                         const std::string& stratum) -> Result<> {
      TerminalProgress progress("estimating");
      const Estimate estimate =
          DP_TRY(casework::estimate_by(*method, table, words.options, progress, interruption()));
      any = any || estimate.estimate.has_value();
      print(session, estimate, stratum);
      return done();
    };
    DP_TRY(say(read.table, ""));
    for (const estimate::Stratum& stratum : read.strata) {
      const auto sound = estimate::check_table(stratum.table, stratum.name);
      if (sound.ok()) {
        DP_TRY(say(stratum.table, stratum.name));
      } else {
        print(session, refusal_of(*method, stratum.table, sound.error()), stratum.name);
      }
    }
  }
  return any ? Exit::Done : Exit::Negative;
}

std::vector<std::string> method_words() {
  std::vector<std::string> words;
  for (const auto& method : casework::estimate_methods()) words.emplace_back(method.word);
  words.emplace_back("all");
  return words;
}

std::string method_help() {
  std::string help;
  for (const auto& method : casework::estimate_methods()) {
    help += fmt::format("{}: {}; ", method.word, method.what);
  }
  return help + "all: each of them";
}

}  // namespace

void add_estimate(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand(
      "estimate", "Estimate how many people are on none of several lists; no vault needed");
  auto words = std::make_shared<Words>();
  auto& loglinear = words->options.loglinear;
  verb.add_option("LISTS", words->file,
                  "CSV: one 0/1 column a list and a column count; or one row a person")
      .required();
  verb.add_option("--method", words->method, method_help())
      .one_of(method_words())
      .capture_default();
  verb.add_option("--select", words->select,
                  "How a log-linear model is chosen: bic or aic (best of all models), stepwise, "
                  "downhill")
      .one_of({"bic", "aic", "stepwise", "downhill"})
      .capture_default();
  verb.add_option("--order", words->order,
                  "Interactions of at most N lists, or all; without it all up to 5 lists and 2 "
                  "from 6 lists on")
      .type_name("N|all")
      .check(check_order);
  verb.add_option("--model", loglinear.model, "A log-linear model by its generators: \"[A,B][C]\"");
  verb.add_option("--threshold", loglinear.threshold, "Tail probability of the stepwise choice")
      .range(0.0, 1.0)
      .capture_default();
  verb.add_option("--interval", words->interval,
                  "bca (bootstrap that repeats the choice), profile or wald (model taken for "
                  "known)")
      .one_of({"bca", "profile", "wald"})
      .capture_default();
  verb.add_option("--bootstrap", loglinear.bootstrap,
                  "Bootstrap replicates; with 0 the profile likelihood gives the interval")
      .range(0, 1'000'000)
      .capture_default();
  verb.add_option("--top", loglinear.top, "Replicates choose among the N best models only (0: all)")
      .not_negative()
      .capture_default();
  verb.add_option("--models", loglinear.shown, "Print the N best models (0: all)")
      .not_negative()
      .capture_default();
  verb.add_option("--level", words->options.level, "Level of the interval")
      .range(0.5, 0.9999)
      .capture_default();
  verb.add_option("--seed", words->options.seed, "Of the random numbers; same seed, same result")
      .capture_default();
  verb.add_option("--threads", words->options.threads, "Cores to use (0: all); changes no number")
      .range(0, 1024)
      .capture_default();
  verb.add_option("--lists", words->table.lists, "The list columns; without it all but the count")
      .delimiter(',')
      .type_name("A,B,...");
  verb.add_option("--strata", words->table.strata,
                  "A column of groups: each is estimated by itself, too")
      .type_name("COLUMN");
  add_json_flag(verb, session);
  verb.callback([&session, &exit, words] {
    const auto result = estimate_lists(session, *words);
    exit = result.ok() ? result.value() : report(session, result.error());
  });
}

}  // namespace depone::cli
