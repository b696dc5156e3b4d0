#include "apps/cli/estimate_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "apps/cli/verbs.h"

namespace depone::cli {
namespace {

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

std::vector<std::string> method_words() {
  std::vector<std::string> words;
  for (const auto& method : casework::estimate_methods()) words.emplace_back(method.word);
  words.emplace_back("all");
  return words;
}

std::string method_help() {
  std::string help = "One or more, with commas. ";
  for (const auto& method : casework::estimate_methods()) {
    help += fmt::format("{}: {}; ", method.word, method.what);
  }
  return help + "all: each of them that the table allows. Default: loglinear, with --report all";
}

void add_input_options(Command& verb, EstimateWords& words) {
  verb.add_option("LISTS", words.file,
                  "CSV: one 0/1 column a list and a column count; or one row a person; a column "
                  "sample beside the count numbers linkages (depone link --samples)")
      .required();
  verb.add_option("--lists", words.table.lists, "The list columns; without it all not named here")
      .delimiter(',')
      .type_name("A,B,...");
  verb.add_option("--strata", words.table.strata,
                  "A column of groups or years: each is estimated by itself, too. A list that was "
                  "not kept in a group has NA or nothing in all its rows (partial-lists)")
      .type_name("COLUMN");
  verb.add_flag("--pool", words.options.pool,
                "Groups lean on one another, sparse ones the more; one total, a line a group");
  verb.add_option("--covariates", words.table.covariates,
                  "Columns that say what people differ in, for doubly-robust")
      .delimiter(',')
      .type_name("X,Y,...");
  verb.add_option("--pair", words.options.pair,
                  "The two lists of doubly-robust; without it those that share the most people")
      .delimiter(',')
      .type_name("A,B");
}

void add_loglinear_options(Command& verb, EstimateWords& words) {
  auto& loglinear = words.options.loglinear;
  verb.add_option("--select", words.select,
                  "How a log-linear model is chosen: bic or aic (best of all models), stepwise, "
                  "downhill")
      .one_of({"bic", "aic", "stepwise", "downhill"})
      .capture_default();
  verb.add_option("--order", words.order,
                  "Interactions of at most N lists, or all; without it all up to 5 lists and 2 "
                  "from 6 lists on")
      .type_name("N|all")
      .check(check_order);
  verb.add_option("--model", loglinear.model, "A log-linear model by its generators: \"[A,B][C]\"");
  verb.add_option("--threshold", loglinear.threshold, "Tail probability of the stepwise choice")
      .range(0.0, 1.0)
      .capture_default();
  verb.add_option("--interval", words.interval,
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
}

void add_output_options(Command& verb, EstimateWords& words) {
  verb.add_option("--svg", words.svg, "Write figures into this folder").type_name("FOLDER");
  verb.add_flag("--safe", words.safe,
                "Print only what may leave: small counts hidden, numbers rounded");
  verb.add_option("--safe-table", words.safe_table,
                  "Write the table with small counts hidden, and others so that nobody computes "
                  "them back (CSV, or JSON when FILE ends in .json)")
      .type_name("FILE");
  verb.add_option("--threshold-count", words.least_count,
                  "Counts under N are small (for --safe and --safe-table)")
      .type_name("N")
      .range(2, 1'000'000)
      .capture_default();
}

}  // namespace

void add_estimate_options(Command& verb, Session& session,
                          const std::shared_ptr<EstimateWords>& words) {
  add_input_options(verb, *words);
  verb.add_option("--method", words->methods, method_help())
      .delimiter(',')
      .type_name("WORD,...")
      .one_of(method_words());
  verb.add_flag("--report", words->report,
                "All methods on one page, how far they disagree, and the trials of the first: "
                "lists left out, a back-test, the sensitivity curve");
  add_loglinear_options(verb, *words);
  verb.add_option("--level", words->options.level, "Level of the interval")
      .range(0.5, 0.9999)
      .capture_default();
  verb.add_option("--seed", words->options.seed, "Of the random numbers; same seed, same result")
      .capture_default();
  verb.add_option("--threads", words->options.threads, "Cores to use (0: all); changes no number")
      .range(0, 1024)
      .capture_default();
  add_output_options(verb, *words);
  add_json_flag(verb, session);
}

std::optional<Error> take_in(EstimateWords& words) {
  words.options.loglinear.order = order_of(words.order);
  words.options.loglinear.select = kSelects.at(words.select);
  words.options.loglinear.interval = kIntervals.at(words.interval);
  const bool groups = !words.table.strata.empty();
  if (words.options.pool && !groups) {
    return Error{Fault::InvalidInput, "--pool needs groups", "name their column: --strata COLUMN"};
  }
  if (words.report && groups) {
    return Error{Fault::InvalidInput, "--report is of one table and --strata makes several",
                 "leave out one of the two; --strata COLUMN --pool estimates over groups"};
  }
  const auto asks = [&](const char* word) {
    return std::ranges::find(words.methods, word) != words.methods.end();
  };
  if (asks("doubly-robust") && words.table.covariates.empty()) {
    return Error{Fault::InvalidInput, "doubly-robust needs what is known of each person",
                 "name the columns: --covariates AGE,SEX"};
  }
  if (asks("partial-lists") && !groups) {
    return Error{Fault::InvalidInput, "partial-lists needs the groups in which lists were kept",
                 "name their column: --strata COLUMN"};
  }
  if (!words.options.pair.empty() && words.options.pair.size() != 2) {
    return Error{Fault::InvalidInput, "--pair is of two lists", "--pair A,B"};
  }
  return std::nullopt;
}

}  // namespace depone::cli
