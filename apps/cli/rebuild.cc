#include <fmt/format.h>

#include "apps/cli/vault_session.h"
#include "apps/cli/verbs.h"
#include "base/json.h"

namespace depone::cli {
namespace {

struct Words {
  std::string vault;
};

Result<Exit> rebuild(Session& session, const Words& words) {
  vault::Vault vault = DP_TRY(open_vault(session, words.vault));
  {
    TerminalProgress progress("rebuilding");
    DP_TRY(vault.rebuild(progress));
  }
  const auto items = DP_TRY(vault.items());
  if (session.json) {
    fmt::print("{}\n", dump_json({{"items", items.size()}}));
  } else {
    fmt::print("The index was made anew from the ledger: {} items.\n", items.size());
  }
  return Exit::Done;
}

}  // namespace

void add_rebuild(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand("rebuild", "Make a vault's index anew from its ledger");
  auto words = std::make_shared<Words>();
  verb.add_option("VAULT", words->vault, "The vault").required();
  add_passphrase_option(verb, session);
  add_json_flag(verb, session);
  verb.callback([&session, &exit, words] { exit = finish(session, rebuild(session, *words)); });
}

}  // namespace depone::cli
