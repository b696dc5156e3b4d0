#include <fmt/format.h>

#include "apps/cli/vault_session.h"
#include "apps/cli/verbs.h"
#include "base/json.h"
#include "casework/vault_case.h"

namespace depone::cli {
namespace {

struct Words {
  std::string vault;
  std::vector<std::string> paths;
};

Result<Exit> add(Session& session, const Words& words) {
  const auto options = DP_TRY(casework::default_extract_options(*session.disk));
  vault::Vault vault = DP_TRY(open_vault(session, words.vault));
  casework::AddReport added;
  {
    TerminalProgress progress("adding");
    added = DP_TRY(
        casework::add_files(vault, *session.disk, words.paths, options, progress, interruption()));
  }
  if (session.json) {
    OrderedJson json;
    json["added"] = added.added;
    json["duplicates"] = added.duplicates;
    json["problems"] = added.problems.size();
    json["interrupted"] = added.interrupted;
    json["checkpoint"] = vault.checkpoint_note();
    fmt::print("{}\n", dump_json(json));
  } else {
    fmt::print("{} added, {} there already, {} not added\n", added.added, added.duplicates,
               added.problems.size());
  }
  std::fflush(stdout);
  const Exit worst = report(session, added.problems);
  if (!added.interrupted) return worst;
  return Error{Fault::Cancelled, "stopped; what was added is safe",
               "run the same command again to add the rest"};
}

}  // namespace

void add_add(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand("add", "Add files and folders to a vault");
  auto words = std::make_shared<Words>();
  verb.add_option("VAULT", words->vault, "The vault").required();
  verb.add_option("FILE", words->paths, "Files or folders").required();
  add_passphrase_option(verb, session);
  add_json_flag(verb, session);
  verb.callback([&session, &exit, words] { exit = finish(session, add(session, *words)); });
}

}  // namespace depone::cli
