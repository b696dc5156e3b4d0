#include "casework/screen.h"

#include <fmt/format.h>

#include "apps/cli/verbs.h"
#include "base/json.h"

namespace depone::cli {
namespace {

struct Words {
  std::vector<std::string> lists;
  std::string name;
  std::string names;
  std::optional<int> birth;
  std::string country;
  std::optional<double> threshold;
  std::size_t limit = 0;
  std::size_t threads = 0;
};

void print_reasons(const std::vector<names::Reason>& reasons) {
  for (const names::Reason& reason : reasons) {
    fmt::print("      {:+.1f} {}: {}{}{}{}\n", reason.bits, name_of(reason.agreement), reason.ours,
               reason.ours.empty() || reason.theirs.empty() ? "" : " ~ ", reason.theirs,
               reason.note.empty() ? "" : " (" + reason.note + ")");
  }
}

void print_hit(const screening::Screener& screener, const screening::Hit& hit) {
  const screening::List& list = screener.lists().at(hit.list);
  const screening::Entry& entry = list.entries.at(hit.entry);
  fmt::print("  {} {:.2f}  {}  [{} {}, {}]\n", name_of(hit.decision), hit.score,
             entry.names.at(hit.name).text, list.name, entry.id, name_of(entry.schema));
  if (hit.name != 0) fmt::print("      listed as {}\n", entry.names.front().text);
  print_reasons(hit.reasons);
}

void print_for_people(const screening::Screener& screener, const screening::Question& question,
                      const screening::Answer& answer) {
  fmt::print("{}: {} match{}\n", question.name, answer.hits.size(),
             answer.hits.size() == 1 ? "" : "es");
  for (const screening::Hit& hit : answer.hits) print_hit(screener, hit);
  if (!answer.hits.empty() || !answer.nearest) return;
  fmt::print("  nearest, at {:.1f} of the {:.1f} bits needed:\n", answer.nearest->bits,
             answer.nearest->needed);
  print_hit(screener, *answer.nearest);
}

Result<Exit> screen(Session& session, const Words& words) {
  if (words.name.empty() == words.names.empty()) {
    std::fputs(
        "error: screen needs either --name or --names\n"
        "hint: depone screen LIST --name \"KIM Yong Chol\"\n",
        stderr);
    return Exit::Usage;
  }
  const auto matcher = DP_TRY(names::Matcher::load(session.data()));
  std::vector<screening::Question> questions;
  if (!words.name.empty()) {
    questions.push_back({words.name, std::nullopt, ""});
  } else {
    questions = DP_TRY(casework::read_questions(*session.disk, words.names));
  }
  for (screening::Question& question : questions) {
    if (words.birth) question.birth_year = words.birth;
    if (!words.country.empty()) question.country = words.country;
  }
  std::vector<screening::List> lists =
      DP_TRY(casework::read_list_files(*session.disk, words.lists));
  TerminalProgress progress("screening");
  const auto screener = DP_TRY(screening::Screener::build(matcher, std::move(lists), session.data(),
                                                          progress, interruption()));
  if (!session.json) {
    for (const screening::List& list : screener->lists()) {
      fmt::print("list: {}, {} entries, {}\n", list.name, list.entries.size(),
                 list.date.empty() ? "its date is not in the file" : "of " + list.date);
    }
  }
  screening::Options options;
  options.threshold = words.threshold;
  options.limit = words.limit;
  const auto answers = DP_TRY(
      casework::screen_all(*screener, questions, options, words.threads, progress, interruption()));
  bool any = false;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    any = any || !answers[i].hits.empty();
    if (!session.json) {
      print_for_people(*screener, questions[i], answers[i]);
      continue;
    }
    for (const screening::Hit& hit : answers[i].hits) {
      std::fputs((dump_json(casework::to_json(*screener, questions[i], hit)) + "\n").c_str(),
                 stdout);
    }
    if (answers[i].hits.empty()) {
      const OrderedJson line = casework::no_match_json(*screener, questions[i], answers[i]);
      std::fputs((dump_json(line) + "\n").c_str(), stdout);
    }
  }
  std::fflush(stdout);
  return any ? Exit::Negative : Exit::Done;
}

}  // namespace

void add_screen(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand(
      "screen", "Find names on published lists (UN, OFAC, EU, OpenSanctions) in any script");
  auto words = std::make_shared<Words>();
  verb.add_option("LIST", words->lists, "List files, or folders of them").required();
  verb.add_option("--name", words->name, "The name to look for");
  verb.add_option("--names", words->names,
                  "A file of names: one a line, or a CSV with a name column")
      .type_name("FILE");
  verb.add_option("--birth", words->birth, "The year of birth, when it is known")
      .type_name("YEAR")
      .range(1800, 2200);
  verb.add_option("--country", words->country, "A country the person is tied to (ISO code or name)")
      .type_name("CC");
  verb.add_option("--threshold", words->threshold,
                  "Report from this score on, 0 to 1 (default: what 0.1 % of innocents reach, 0.5)")
      .type_name("T")
      .range(0.0, 1.0);
  verb.add_option("--limit", words->limit, "At most so many matches a name").type_name("N");
  verb.add_option("--threads", words->threads, "Threads to use (default: all cores)")
      .type_name("N");
  add_json_flag(verb, session);
  add_data_option(verb, session);
  verb.callback([&session, &exit, words] {
    const auto result = screen(session, *words);
    exit = result.ok() ? result.value() : report(session, result.error());
  });
}

}  // namespace depone::cli
