// depone overlap: a verb of verbs, one a step (casework/overlap.h).
#include "casework/overlap.h"

#include <fmt/format.h>

#include "apps/cli/vault_session.h"
#include "apps/cli/verbs.h"
#include "casework/overlap_question.h"

namespace depone::cli {
namespace {

using casework::OverlapFolder;
using casework::OverlapReport;
using casework::OverlapStatus;
using casework::OverlapWork;

struct Words {
  std::string folder;
  std::string name;
  casework::OverlapProposal proposal;
  std::string counts_for = "parties";
  std::string list;
  std::vector<std::string> columns;
  std::vector<std::string> paths;
  bool again = false;
  std::string reason;
  casework::AskRequest ask;
  casework::AnswerRequest answer;
  std::size_t threads = 0;
};

Result<OverlapFolder> open_folder(Session& session, const Words& words) {
  // Before the passphrase is asked for: a typing slip in the folder's name should cost nothing.
  if (!session.disk->info(join_path(words.folder, "party.key")).ok()) {
    return Error{Fault::NotFound, words.folder + " is not the folder of a party",
                 "depone overlap join " + words.folder + " --name NAME makes one"};
  }
  const crypto::SecretBytes passphrase = DP_TRY(session.passphrase(false));
  return OverlapFolder::open(*session.disk, words.folder, passphrase.view());
}

Result<overlap::ColumnNames> column_names(const std::vector<std::string>& words) {
  overlap::ColumnNames names;
  for (const std::string& word : words) {
    auto [name, yours] = DP_TRY(column_pair(word));
    names[std::move(name)] = std::move(yours);
  }
  return names;
}

OrderedJson to_json(const OverlapStatus& status) {
  OrderedJson give = OrderedJson::array();
  for (const casework::OverlapHandover& each : status.give) {
    give.push_back({{"to", each.to}, {"folder", each.folder}, {"files", each.what}});
  }
  return {{"party", status.party},       {"stage", status.stage}, {"purpose", status.purpose},
          {"protocol", status.protocol}, {"run", status.run},     {"give", std::move(give)},
          {"awaited", status.awaited},   {"next", status.next}};
}

void print_status(const OverlapStatus& status) {
  for (const casework::OverlapHandover& each : status.give) {
    std::string what;
    for (const std::string& one : each.what) what += (what.empty() ? "" : ", ") + one;
    fmt::print("Give {} the file{} in {} ({}).\n", each.to, each.what.size() == 1 ? "" : "s",
               each.folder, what);
  }
  for (const std::string& each : status.awaited) fmt::print("Awaited {}.\n", each);
  if (!status.next.empty()) fmt::print("Next: {}\n", status.next);
  if (status.give.empty() && status.awaited.empty() && status.next.empty()) {
    fmt::print("Nothing to give, nothing awaited.\n");
  }
}

// What a step did and how the run stands after it; the exit code is that of the worst problem.
Result<Exit> tell(Session& session, const OverlapFolder& folder, const OverlapReport& report) {
  const OverlapStatus status = DP_TRY(casework::overlap_status(folder));
  if (session.json) {
    OrderedJson json;
    json["done"] = report.done;
    json["notes"] = report.notes;
    json["status"] = to_json(status);
    fmt::print("{}\n", dump_json(json));
  } else {
    for (const std::string& line : report.done) fmt::print("{}\n", line);
    for (const std::string& note : report.notes) fmt::print("Note: {}.\n", note);
    print_status(status);
  }
  std::fflush(stdout);
  return cli::report(session, report.problems);
}

Result<Exit> join(Session& session, const Words& words) {
  const crypto::SecretBytes passphrase = DP_TRY(session.passphrase(true));
  const OverlapFolder folder = DP_TRY(OverlapFolder::create(
      *session.disk, words.folder, words.name, passphrase.view(), crypto::PassphraseCost{}));
  OverlapReport report;
  report.done.push_back("Made the folder " + words.folder + " of " + words.name +
                        ". It stays with you; without the passphrase it is of no use.");
  report.done.push_back("Your card, for whoever proposes: " + folder.card_path());
  return tell(session, folder, report);
}

Result<Exit> propose(Session& session, const Words& words) {
  casework::OverlapProposal proposal = words.proposal;
  if (words.counts_for == "counter") proposal.counts_for = overlap::CountsFor::Counter;
  OverlapFolder folder = DP_TRY(open_folder(session, words));
  const auto normaliser = DP_TRY(overlap::Normaliser::load(session.data()));
  OverlapReport report = DP_TRY(casework::propose_overlap(folder, proposal, normaliser));
  const casework::OverlapRun run = DP_TRY(casework::load_run(folder));
  for (const std::string& line : casework::describe(*run.protocol)) {
    report.done.push_back("  " + line);
  }
  return tell(session, folder, report);
}

Result<Exit> sign(Session& session, const Words& words) {
  const overlap::ColumnNames columns = DP_TRY(column_names(words.columns));
  OverlapFolder folder = DP_TRY(open_folder(session, words));
  const auto normaliser = DP_TRY(overlap::Normaliser::load(session.data()));
  TerminalProgress progress("signing");
  const OverlapWork work{words.threads, progress, interruption()};
  const OverlapReport report =
      DP_TRY(casework::sign_overlap(folder, words.list, columns, normaliser, *session.clock, work));
  return tell(session, folder, report);
}

Result<Exit> take(Session& session, const Words& words) {
  OverlapFolder folder = DP_TRY(open_folder(session, words));
  TerminalProgress progress("taking");
  const OverlapWork work{words.threads, progress, interruption()};
  const OverlapReport report =
      DP_TRY(casework::take_overlap(folder, words.paths, words.again, work));
  return tell(session, folder, report);
}

Result<Exit> status(Session& session, const Words& words) {
  const OverlapFolder folder = DP_TRY(open_folder(session, words));
  const OverlapStatus status = DP_TRY(casework::overlap_status(folder));
  const casework::OverlapRun run = DP_TRY(casework::load_run(folder));
  if (session.json) {
    OrderedJson json = to_json(status);
    if (run.protocol) json["agreed"] = casework::describe(*run.protocol);
    fmt::print("{}\n", dump_json(json));
    return Exit::Done;
  }
  fmt::print("{}: {}\n", status.party, status.stage);
  if (!status.protocol.empty()) fmt::print("Protocol {}\n", status.protocol);
  if (run.protocol) {
    for (const std::string& line : casework::describe(*run.protocol)) fmt::print("  {}\n", line);
  }
  if (!status.run.empty()) {
    fmt::print("Run {} (all parties must have the same digits)\n", status.run);
  }
  print_status(status);
  return Exit::Done;
}

void print_table(const casework::OverlapTables& table, const overlap::Protocol& protocol) {
  const auto number = [](const std::optional<std::int64_t>& count) {
    return count ? std::to_string(*count) : std::string("hidden");
  };
  fmt::print("Rule {}\n", table.rule);
  for (std::size_t s = 1; s < table.whole.size(); ++s) {
    std::string lists;
    for (std::size_t i = 0; i < protocol.parties.size(); ++i) {
      if (s >> i & 1) lists += (lists.empty() ? "" : " + ") + protocol.parties[i].name;
    }
    const std::string published = number(table.safe[s]);
    fmt::print("  {:>9}  {}{}\n", number(table.whole[s]), lists,
               table.whole[s] && published == "hidden" ? "  (hidden when published)" : "");
  }
}

Result<Exit> count(Session& session, const Words& words) {
  OverlapFolder folder = DP_TRY(open_folder(session, words));
  const auto tables = DP_TRY(casework::count_overlap(folder));
  const casework::OverlapRun run = DP_TRY(casework::load_run(folder));
  OverlapReport report;
  if (session.json) {
    for (const casework::OverlapTables& table : tables) {
      OrderedJson json;
      json["rule"] = table.rule;
      for (const auto& [key, counts] :
           {std::pair{"counts", &table.whole}, {"public", &table.safe}}) {
        json[key] = OrderedJson::array();
        for (std::size_t s = 1; s < counts->size(); ++s) {
          json[key].push_back((*counts)[s] ? OrderedJson(*(*counts)[s]) : OrderedJson(nullptr));
        }
      }
      json["internal_file"] = table.internal_path;
      json["public_file"] = table.public_path;
      fmt::print("{}\n", dump_json(json));
    }
    return Exit::Done;
  }
  for (const casework::OverlapTables& table : tables) {
    print_table(table, *run.protocol);
    if (!table.internal_path.empty()) {
      report.done.push_back("Whole, for the parties alone (depone estimate reads it): " +
                            table.internal_path);
    }
    report.done.push_back("To be published, small counts hidden: " + table.public_path);
  }
  return tell(session, folder, report);
}

Result<Exit> check(Session& session, const Words& words) {
  const OverlapFolder folder = DP_TRY(open_folder(session, words));
  const std::vector<std::string> holds = DP_TRY(casework::check_overlap(folder));
  if (session.json) {
    OrderedJson json;
    json["holds"] = holds;
    fmt::print("{}\n", dump_json(json));
    return Exit::Done;
  }
  for (const std::string& line : holds) fmt::print("{}\n", line);
  fmt::print(
      "When every party's check says so, the counts are of these lists. Not shown by it: whether\n"
      "each party blinded honestly, and whether the lists are true.\n");
  return Exit::Done;
}

Result<Exit> leave(Session& session, const Words& words) {
  OverlapFolder folder = DP_TRY(open_folder(session, words));
  DP_TRY(casework::leave_overlap(folder, words.reason, *session.clock));
  OverlapReport report;
  report.done.push_back("Left the run. Tell the others; they have to leave it, too.");
  return tell(session, folder, report);
}

Result<Exit> ask(Session& session, const Words& words) {
  casework::AskRequest request = words.ask;
  request.columns = DP_TRY(column_names(words.columns));
  OverlapFolder folder = DP_TRY(open_folder(session, words));
  const auto normaliser = DP_TRY(overlap::Normaliser::load(session.data()));
  const std::string number =
      DP_TRY(casework::ask_overlap(folder, request, normaliser, *session.clock));
  OverlapReport report;
  report.done.push_back("Asked question " + number.substr(0, 8) + ": " + request.to +
                        " will see the reason and your name, and not whom it is about.");
  return tell(session, folder, report);
}

Result<Exit> answer(Session& session, const Words& words) {
  casework::AnswerRequest request = words.answer;
  request.columns = DP_TRY(column_names(words.columns));
  OverlapFolder folder = DP_TRY(open_folder(session, words));
  const casework::QuestionSeen before =
      DP_TRY(casework::read_question_file(folder, request.question));
  OverlapReport report;
  const overlap::Question& question = before.question;
  if (!session.json) {
    fmt::print("{} asks whether one person is on your list (rule {}).\nReason: {}\nAsked by: {}\n",
               question.from, question.rule, question.reason, question.asked_by);
    fmt::print("Answered for {} in this run: {} of {}{}.\n", question.from, before.answered,
               before.allowed, before.done ? ", and this question before" : "");
    std::fflush(stdout);
  }
  const auto normaliser = DP_TRY(overlap::Normaliser::load(session.data()));
  TerminalProgress progress("answering");
  const OverlapWork work{words.threads, progress, interruption()};
  DP_TRY(casework::answer_overlap(folder, request, normaliser, *session.clock, work));
  report.done.push_back("Answered. " + question.from +
                        " learns yes or no and the length of your list; you learn neither.");
  return tell(session, folder, report);
}

Result<Exit> learn(Session& session, const Words& words) {
  OverlapFolder folder = DP_TRY(open_folder(session, words));
  TerminalProgress progress("learning");
  const OverlapWork work{words.threads, progress, interruption()};
  const casework::Learnt learnt =
      DP_TRY(casework::learn_overlap(folder, words.paths.at(0), *session.clock, work));
  if (session.json) {
    const OrderedJson json = {{"from", learnt.from},
                              {"reason", learnt.reason},
                              {"agreed_by", learnt.agreed_by},
                              {"there", learnt.there}};
    fmt::print("{}\n", dump_json(json));
  } else {
    fmt::print("{}: the person of the question \"{}\" is {}on {}'s list (agreed by {}).\n",
               learnt.there ? "Yes" : "No", learnt.reason, learnt.there ? "" : "not ", learnt.from,
               learnt.agreed_by);
  }
  return learnt.there ? Exit::Done : Exit::Negative;
}

}  // namespace

void add_overlap(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand(
      "overlap", "Count how many people several organisations' lists share, without showing them");
  verb.require_subcommand();
  auto words = std::make_shared<Words>();
  const auto step = [&](const char* name, const char* what,
                        Result<Exit> (*work)(Session&, const Words&)) {
    Command command = verb.add_subcommand(name, what);
    command.add_option("FOLDER", words->folder, "Your own folder of the overlap").required();
    add_passphrase_option(command, session);
    add_json_flag(command, session);
    command.callback(
        [&session, &exit, words, work] { exit = finish(session, work(session, *words)); });
    return command;
  };
  const auto with_keys = [&](Command& command) {
    command
        .add_option("--column", words->columns,
                    "Your name for a column of the protocol, when it differs")
        .type_name("PROTOCOLS=YOURS");
    add_data_option(command, session);
  };
  const auto with_threads = [&](Command& command) {
    command.add_option("--threads", words->threads, "Cores to use (default: all)").type_name("N");
  };

  Command join_step = step("join", "Make your folder, with new keys under a passphrase", join);
  join_step.add_option("--name", words->name, "What the others call you; better not your real name")
      .required();

  Command propose_step = step("propose", "Propose a protocol to the others", propose);
  auto& proposal = words->proposal;
  propose_step
      .add_option("CARD", proposal.cards, "The other parties' cards, in the order of the ring")
      .required();
  propose_step
      .add_option(
          "--rule", proposal.rules,
          "When two records are one person: NAME=COLUMN:KIND,... with the kinds text, name, "
          "sound, date and year; each rule is counted apart")
      .required();
  propose_step.add_option("--purpose", proposal.purpose, "What the counts are for, one line")
      .required();
  propose_step.add_option("--counter", proposal.counter, "The party that counts (default: you)");
  propose_step
      .add_option("--whole-counts", words->counts_for,
                  "Who sees small counts: the parties, or the counter alone")
      .one_of({"parties", "counter"})
      .capture_default();
  propose_step.add_option("--minimum", proposal.minimum_cell, "The smallest count to be published")
      .capture_default();
  propose_step.add_option("--maximum", proposal.maximum_records, "The longest list allowed")
      .capture_default();
  propose_step
      .add_option("--questions", proposal.maximum_questions,
                  "How many questions about single people one party may answer another")
      .capture_default();
  add_data_option(propose_step, session);

  Command take_step = step("take", "Take in what others gave you, and do what can be done", take);
  take_step.add_option("FILE", words->paths, "Files, or folders of them such as a stick");
  take_step.add_flag("--again", words->again, "Write lost files in out/ anew");
  with_threads(take_step);

  Command sign_step = step("sign", "Agree to the protocol and commit to your list", sign);
  sign_step.add_option("LIST", words->list, "CSV of people").required();
  with_keys(sign_step);
  with_threads(sign_step);

  step("status", "How the run stands: what to give to whom, what is awaited", status);
  step("count", "Write the tables; the counter counts first", count);
  step("check", "Hold the counts against what passed through your hands", check);

  Command leave_step = step("leave", "End this run; the next protocol can be taken", leave);
  leave_step.add_option("--reason", words->reason, "Why, for your own record").required();

  Command ask_step = step("ask", "Ask one party whether one person is on its list", ask);
  ask_step.add_option("PERSON", words->ask.person, "CSV: the header and one line").required();
  ask_step.add_option("--to", words->ask.to, "The party asked").required();
  ask_step.add_option("--reason", words->ask.reason, "Why; the other side reads it").required();
  ask_step.add_option("--asked-by", words->ask.asked_by, "Who answers for it on your side")
      .required();
  ask_step.add_option("--rule", words->ask.rule, "By which rule (default: the first)");
  with_keys(ask_step);

  Command answer_step =
      step("answer", "Read a question and, when a person agrees, answer it", answer);
  answer_step.add_option("QUESTION", words->answer.question, "The file").required();
  answer_step.add_option("--agreed-by", words->answer.agreed_by, "The person who agrees");
  answer_step.add_option("--list", words->answer.list,
                         "Answer from this CSV instead of the list that was signed");
  with_keys(answer_step);
  with_threads(answer_step);

  Command learn_step = step("learn", "Read the answer to your question", learn);
  learn_step.add_option("ANSWER", words->paths, "The file").required().expected(1, 1);
  with_threads(learn_step);
}

}  // namespace depone::cli
