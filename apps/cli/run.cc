#include <fmt/format.h>

#include <filesystem>

#include "apps/cli/publishing.h"
#include "apps/cli/vault_session.h"
#include "apps/cli/verbs.h"
#include "casework/demo.h"
#include "casework/scratch.h"
#include "casework/vault_case.h"

namespace depone::cli {
namespace {

struct Words {
  std::string folder;
  std::string vault;     // empty: a vault that is thrown away afterwards
  std::string audience;  // empty: public with a case.toml, else internal
  PublishWords publish;
};

// "testimonies" for "/home/me/testimonies/".
std::string name_of_folder(const std::string& folder) {
  std::error_code ignored;
  const auto path = std::filesystem::weakly_canonical(folder, ignored);
  return path.filename().empty() ? "case" : path.filename().string();
}

// Adds the folder, publishes, prints.
Result<Exit> work(Session& session, vault::Vault& vault, const Words& words) {
  const auto options = DP_TRY(casework::default_extract_options(*session.disk));
  casework::AddReport added;
  {
    TerminalProgress progress("adding");
    added = DP_TRY(casework::add_files(vault, *session.disk, {words.folder}, options, progress,
                                       interruption()));
  }
  static_cast<void>(report(session, added.problems));
  if (added.interrupted) {
    return Error{Fault::Cancelled, "stopped; what was added is safe", "run the same command again"};
  }
  if (added.added + added.duplicates == 0) {
    return Error{Fault::InvalidInput, "no document in " + words.folder + " could be read",
                 "depone reads plain text, Markdown, HTML and PDF with text"};
  }
  return publish_and_print(session, vault, words.publish, added.problems);
}

Result<Exit> in_kept_vault(Session& session, const Words& words) {
  if (session.disk->info(words.vault).ok()) {
    vault::Vault vault = DP_TRY(open_vault(session, words.vault));
    return work(session, vault, words);
  }
  const crypto::SecretBytes passphrase = DP_TRY(session.passphrase(true));
  vault::Vault vault = DP_TRY(vault::Vault::create(*session.disk, words.vault, passphrase.view(),
                                                   crypto::PassphraseCost{}, *session.clock));
  return work(session, vault, words);
}

// Its passphrase is random and told to nobody, so nothing that a crash leaves behind can be read.
Result<Exit> in_passing_vault(Session& session, const Words& words) {
  const casework::ScratchFolder scratch = DP_TRY(casework::ScratchFolder::make());
  const crypto::SecretBytes passphrase = crypto::SecretBytes::random(32);
  vault::Vault vault =
      DP_TRY(vault::Vault::create(*session.disk, join_path(scratch.path(), "vault"),
                                  passphrase.view(), crypto::PassphraseCost{}, *session.clock));
  const Exit exit = DP_TRY(work(session, vault, words));
  if (!session.json) {
    fmt::print("The vault was not kept; to keep one, give --vault FOLDER.\n");
  }
  return exit;
}

Result<Exit> run(Session& session, Words& words) {
  const FileInfo folder = DP_TRY(session.disk->info(words.folder));
  if (!folder.is_folder) {
    return Error{Fault::InvalidInput, words.folder + " is not a folder",
                 "put the documents into a folder and name that"};
  }
  const bool told = session.disk->info(join_path(words.folder, casework::kCaseFileName)).ok();
  if (words.audience.empty()) words.audience = told ? "public" : "internal";
  words.publish.audience = audience_of(words.audience).value_or(Audience::Internal);
  const std::string name = name_of_folder(words.folder);
  if (words.publish.out.empty()) words.publish.out = name + "-dossier";
  if (words.publish.title.empty()) words.publish.title = name;
  return words.vault.empty() ? in_passing_vault(session, words) : in_kept_vault(session, words);
}

Result<Exit> demo(Session& session, Words& words) {
  const casework::ScratchFolder scratch = DP_TRY(casework::ScratchFolder::make());
  words.folder = join_path(scratch.path(), "depone-demo");
  DP_TRY(casework::unpack_demo(session.data(), *session.disk, words.folder));
  return run(session, words);
}

void add_publish_options(Command& verb, Words& words) {
  verb.add_option("--out", words.publish.out, "Where to write the dossier").type_name("FOLDER");
  verb.add_flag("--pdf", words.publish.pdf,
                "Also make dossier.pdf (with WeasyPrint or Chromium; takes some seconds)");
}

}  // namespace

void add_run(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand("run", "From a folder of documents straight to a dossier");
  auto words = std::make_shared<Words>();
  verb.add_option("FOLDER", words->folder, "The folder of documents").required();
  add_publish_options(verb, *words);
  verb.add_option(
          "--vault", words->vault,
          "Keep the evidence in this vault (made if it is not there); without it, the vault "
          "is thrown away")
      .type_name("FOLDER");
  verb.add_option("--audience", words->audience,
                  "internal, partner or public; without a case.toml, internal")
      .one_of({"internal", "partner", "public"});
  verb.add_option("--title", words->publish.title, "When the folder's case.toml has none");
  add_passphrase_option(verb, session);
  add_json_flag(verb, session);
  add_data_option(verb, session);
  verb.callback([&session, &exit, words] { exit = finish(session, run(session, *words)); });
}

void add_demo(Command& app, Session& session, Exit& exit) {
  Command verb =
      app.add_subcommand("demo", "Do it all on the invented case that ships with depone");
  auto words = std::make_shared<Words>();
  add_publish_options(verb, *words);
  add_json_flag(verb, session);
  add_data_option(verb, session);
  verb.callback([&session, &exit, words] { exit = finish(session, demo(session, *words)); });
}

}  // namespace depone::cli
