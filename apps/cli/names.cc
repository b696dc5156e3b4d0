#include <fmt/format.h>

#include "apps/cli/verbs.h"
#include "base/json.h"
#include "casework/screen.h"

namespace depone::cli {
namespace {

struct Words {
  std::vector<std::string> names;
  std::string romanise;
  std::string system = "mr";
  bool words = false;
};

Result<Exit> names_of(Session& session, const Words& words) {
  const auto matcher = DP_TRY(names::Matcher::load(session.data()));
  if (!words.romanise.empty()) {
    const std::string written =
        DP_TRY(matcher->romanise(words.romanise, words.system, !words.words));
    if (session.json) {
      OrderedJson line;
      line["text"] = words.romanise;
      line["system"] = words.system;
      line["written"] = written;
      std::fputs((dump_json(line) + "\n").c_str(), stdout);
    } else {
      fmt::print("{}\n", written);
    }
    std::fflush(stdout);
    return Exit::Done;
  }
  if (words.names.size() != 2) {
    std::fputs(
        "error: names needs two names to compare, or --romanise TEXT\n"
        "hint: depone names \"Ким Чен Ын\" \"KIM Jong Un\"\n",
        stderr);
    return Exit::Usage;
  }
  const names::Name a = matcher->parse(words.names[0]);
  const names::Name b = matcher->parse(words.names[1]);
  const names::Comparison comparison = matcher->explain(a, b);
  const double needed = matcher->decision_bits(1);
  const bool match = comparison.whole || comparison.bits >= needed;
  const double score = matcher->score(
      match ? std::max(comparison.bits, needed + 0.02 * comparison.bits) : comparison.bits, 1);
  if (session.json) {
    OrderedJson line;
    line["a"] = words.names[0];
    line["b"] = words.names[1];
    line["score"] = score;
    line["strength"] = comparison.bits;
    line["needed"] = needed;
    line["decision"] = match ? "match" : "no match";
    line["reasons"] = casework::to_json(comparison.reasons);
    std::fputs((dump_json(line) + "\n").c_str(), stdout);
  } else {
    fmt::print("{}: {:.1f} bits, {:.1f} needed\n", match ? "match" : "no match", comparison.bits,
               needed);
    for (const names::Reason& reason : comparison.reasons) {
      fmt::print("  {:+.1f} {}: {}{}{}{}\n", reason.bits, name_of(reason.agreement), reason.ours,
                 reason.ours.empty() || reason.theirs.empty() ? "" : " ~ ", reason.theirs,
                 reason.note.empty() ? "" : " (" + reason.note + ")");
    }
  }
  std::fflush(stdout);
  return match ? Exit::Done : Exit::Negative;
}

}  // namespace

void add_names(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand(
      "names", "Compare two names in any scripts, or write one in another script");
  auto words = std::make_shared<Words>();
  verb.add_option("NAME", words->names, "Two names to compare");
  verb.add_option("--romanise", words->romanise, "A Korean or Russian name to write in a system")
      .type_name("TEXT");
  verb.add_option(
          "--system", words->system,
          "rr, mr, dprk, yale, kontsevich; bgn, iso9, gost779b, icao, passport1997, french, "
          "alalc, scholarly, german, polish, newspaper")
      .type_name("NAME");
  verb.add_flag("--words", words->words, "TEXT is not a person's name but any words");
  add_json_flag(verb, session);
  add_data_option(verb, session);
  verb.callback([&session, &exit, words] {
    const auto result = names_of(session, *words);
    exit = result.ok() ? result.value() : report(session, result.error());
  });
}

}  // namespace depone::cli
