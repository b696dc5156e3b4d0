#include <fmt/format.h>

#include "apps/cli/vault_session.h"
#include "apps/cli/verbs.h"
#include "base/json.h"

namespace depone::cli {
namespace {

struct Words {
  std::string folder;
};

Result<Exit> init(Session& session, const Words& words) {
  const crypto::SecretBytes passphrase = DP_TRY(session.passphrase(true));
  const vault::Vault vault = DP_TRY(vault::Vault::create(
      *session.disk, words.folder, passphrase.view(), crypto::PassphraseCost{}, *session.clock));
  if (session.json) {
    OrderedJson json;
    json["vault"] = words.folder;
    json["verifier_key"] = vault.verifier_key();
    json["checkpoint"] = vault.checkpoint_note();
    fmt::print("{}\n", dump_json(json));
    return Exit::Done;
  }
  fmt::print(
      "Made the vault {}.\n"
      "Its key, for those who will check what you publish (give it to them by another way):\n  {}\n"
      "There is no way in without the passphrase: if it is lost, so is the vault.\n",
      words.folder, vault.verifier_key());
  return Exit::Done;
}

}  // namespace

void add_init(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand("init", "Make an empty vault");
  auto words = std::make_shared<Words>();
  verb.add_option("VAULT", words->folder, "The folder to make").required();
  add_passphrase_option(verb, session);
  add_json_flag(verb, session);
  verb.callback([&session, &exit, words] { exit = finish(session, init(session, *words)); });
}

}  // namespace depone::cli
