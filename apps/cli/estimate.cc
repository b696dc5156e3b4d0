#include <fmt/format.h>

#include "apps/cli/estimate_options.h"
#include "apps/cli/verbs.h"
#include "base/json.h"
#include "casework/estimate_files.h"
#include "casework/estimate_public.h"
#include "casework/estimate_report.h"

namespace depone::cli {
namespace {

using casework::Answer;

void print_line(const OrderedJson& json) { std::fputs((dump_json(json) + "\n").c_str(), stdout); }

Result<> write_svg(Session& session, const EstimateWords& words,
                   const std::vector<dossier::NamedFigure>& figures) {
  if (words.svg.empty()) return done();
  const auto paths = DP_TRY(casework::write_figures(*session.disk, words.svg, figures));
  for (const std::string& path : paths) std::fputs(("wrote " + path + "\n").c_str(), stderr);
  if (paths.empty()) std::fputs("no figure: there is nothing to draw\n", stderr);
  return done();
}

Result<Exit> report_all(Session& session, const EstimateWords& words,
                        const estimate::ReadTable& read,
                        const std::vector<const casework::EstimateMethod*>& methods) {
  TerminalProgress progress("estimating");
  const casework::ListsReport found =
      DP_TRY(casework::report_lists(read, methods, words.options, progress, interruption()));
  progress.clear();
  if (words.safe) {
    const estimate::PublicReport open = DP_TRY(estimate::public_report(
        found.report, found.table, {words.least_count, !read.linkages.empty()}));
    if (session.json) {
      print_line(estimate::to_json(open));
    } else {
      std::fputs(casework::describe(open).c_str(), stdout);
    }
    DP_TRY(write_svg(session, words, casework::figures_of(open.report)));
  } else {
    if (session.json) {
      print_line(casework::to_json(found));
    } else {
      std::fputs(casework::describe(found).c_str(), stdout);
    }
    DP_TRY(write_svg(session, words, casework::figures_of(found.report)));
  }
  return found.report.disagreement ? Exit::Done : Exit::Negative;
}

Result<Exit> answer_each(Session& session, const EstimateWords& words,
                         const estimate::ReadTable& read,
                         const std::vector<const casework::EstimateMethod*>& methods) {
  std::optional<casework::PublicCounts> counts;
  if (words.safe) counts = DP_TRY(casework::public_counts(read, words.least_count));
  bool any = false;
  std::vector<Answer> answers;
  for (const casework::EstimateMethod* method : methods) {
    TerminalProgress progress("estimating");
    const auto say = [&](const Answer& inside) {
      progress.clear();
      any = any || inside.estimate.estimate.has_value();
      answers.push_back(counts ? casework::public_answer(inside, read, *counts) : inside);
      const Answer& answer = answers.back();
      if (!session.json) {
        std::fputs((casework::describe(answer) + "\n").c_str(), stdout);
      } else if (counts) {
        print_line(casework::public_json(answer));
      } else {
        print_line(casework::to_json(answer));
      }
      std::fflush(stdout);
    };
    DP_TRY(casework::answer_by(*method, read, words.options, say, progress, interruption()));
  }
  DP_TRY(write_svg(session, words, casework::answer_figures(answers)));
  return any ? Exit::Done : Exit::Negative;
}

Result<Exit> estimate_lists(Session& session, const EstimateWords& words) {
  const estimate::ReadTable read =
      DP_TRY(casework::read_lists(*session.disk, words.file, words.table));
  for (const std::string& warning : read.warnings) {
    std::fputs(("warning: " + warning + "\n").c_str(), stderr);
  }
  if (!read.linkages.empty()) {
    std::fputs(fmt::format("{} linkages (column sample): each estimate is over all of them\n",
                           read.linkages.size())
                   .c_str(),
               stderr);
  }
  // A place that cannot be written to is better known before a long run.
  if (!words.svg.empty()) DP_TRY(session.disk->make_folder(words.svg));
  const auto methods = DP_TRY(casework::methods_meant(words.methods, read, words.report));
  if (!words.safe_table.empty()) {
    DP_TRY(casework::write_safe_table(*session.disk, words.safe_table, read, words.table.strata,
                                      words.least_count));
    std::fputs(("wrote " + words.safe_table + "\n").c_str(), stderr);
  }
  return words.report ? report_all(session, words, read, methods)
                      : answer_each(session, words, read, methods);
}

}  // namespace

void add_estimate(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand(
      "estimate", "Estimate how many people are on none of several lists; no vault needed");
  auto words = std::make_shared<EstimateWords>();
  add_estimate_options(verb, session, words);
  verb.callback([&session, &exit, words] {
    if (const auto wrong = take_in(*words)) {
      report(session, *wrong);
      exit = Exit::Usage;
      return;
    }
    const auto result = estimate_lists(session, *words);
    exit = result.ok() ? result.value() : report(session, result.error());
  });
}

}  // namespace depone::cli
