#include "apps/cli/publishing.h"
#include "apps/cli/vault_session.h"
#include "apps/cli/verbs.h"

namespace depone::cli {
namespace {

struct Words {
  std::string vault;
  std::string audience = "public";
  PublishWords publish;
};

Result<Exit> publish(Session& session, Words& words) {
  words.publish.audience = audience_of(words.audience).value_or(Audience::Public);
  if (words.publish.title.empty()) words.publish.title = "Findings";
  vault::Vault vault = DP_TRY(open_vault(session, words.vault));
  return publish_and_print(session, vault, words.publish, {});
}

}  // namespace

void add_publish(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand("publish", "Publish a vault's case as a verifiable dossier");
  auto words = std::make_shared<Words>();
  verb.add_option("VAULT", words->vault, "The vault").required();
  verb.add_option("FOLDER", words->publish.out, "Where to write the dossier").required();
  verb.add_option("--audience", words->audience,
                  "Who will read it: consent is checked for internal, partner or public")
      .one_of({"internal", "partner", "public"})
      .capture_default();
  verb.add_option("--title", words->publish.title, "When the vault's case.toml has none");
  verb.add_flag("--pdf", words->publish.pdf,
                "Also make dossier.pdf (with WeasyPrint or Chromium; takes some seconds)");
  add_passphrase_option(verb, session);
  add_json_flag(verb, session);
  add_data_option(verb, session);
  verb.callback([&session, &exit, words] { exit = finish(session, publish(session, *words)); });
}

}  // namespace depone::cli
