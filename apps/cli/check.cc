#include <fmt/format.h>

#include "apps/cli/vault_session.h"
#include "apps/cli/verbs.h"
#include "base/json.h"

namespace depone::cli {
namespace {

constexpr std::uint64_t kMaxNoteBytes = 1u << 20;

struct Words {
  std::string vault;
  std::string checkpoint;
};

OrderedJson report_json(const vault::CheckReport& report) {
  OrderedJson json;
  json["sound"] = report.sound();
  json["items"] = report.items;
  json["events"] = report.events;
  json["leftovers"] = report.leftovers;
  json["damages"] = OrderedJson::array();
  for (const vault::Damage& damage : report.damages) {
    json["damages"].push_back(
        {{"fault", fault_name(damage.fault)}, {"item", damage.item}, {"what", damage.what}});
  }
  return json;
}

// Tampering outweighs everything else that was found.
Exit exit_for(const vault::CheckReport& report) {
  Exit exit = Exit::Done;
  for (const vault::Damage& damage : report.damages) {
    if (damage.fault == Fault::Tampered) return Exit::Tampered;
    exit = Exit::Negative;
  }
  return exit;
}

Result<Exit> check(Session& session, const Words& words) {
  const vault::Vault vault = DP_TRY(open_vault(session, words.vault, vault::OpenMode::Damaged));
  vault::CheckReport report;
  {
    TerminalProgress progress("checking");
    report = DP_TRY(vault.check(progress, interruption()));
  }
  if (!words.checkpoint.empty()) {
    const Bytes note = DP_TRY(session.disk->read_all(words.checkpoint, kMaxNoteBytes));
    DP_TRY(vault.check_against(text_of(note)));
  }
  if (session.json) {
    fmt::print("{}\n", dump_json(report_json(report)));
    return exit_for(report);
  }
  fmt::print("{} items and {} ledger events looked at: {}\n", report.items, report.events,
             report.sound() ? "all sound" : fmt::format("{} damaged", report.damages.size()));
  for (const vault::Damage& damage : report.damages) {
    fmt::print("  {}: {}{}\n", fault_name(damage.fault), damage.what,
               damage.item.empty() ? "" : " [item " + damage.item + "]");
  }
  if (report.leftovers > 0) {
    // While events cannot be read, a file that nothing names may belong to one of them.
    fmt::print("  {}\n",
               report.sound()
                   ? fmt::format("{} files of interrupted work lie about; they are harmless",
                                 report.leftovers)
                   : fmt::format("{} files belong to nothing that can be read now: keep them",
                                 report.leftovers));
  }
  if (!report.sound()) {
    fmt::print(
        "Nothing was changed. Restore what is damaged from a copy of the vault, then check "
        "again.\n");
  }
  if (report.sound() && words.checkpoint.empty()) {
    fmt::print(
        "A vault put back to an earlier state looks sound too: compare with a checkpoint kept\n"
        "elsewhere (--checkpoint FILE). The present one is:\n\n{}",
        vault.checkpoint_note());
  }
  return exit_for(report);
}

}  // namespace

void add_check(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand("check", "Read and verify everything in a vault");
  auto words = std::make_shared<Words>();
  verb.add_option("VAULT", words->vault, "The vault").required();
  verb.add_option("--checkpoint", words->checkpoint,
                  "A checkpoint kept elsewhere, which the vault must continue")
      .type_name("FILE");
  add_passphrase_option(verb, session);
  add_json_flag(verb, session);
  verb.callback([&session, &exit, words] { exit = finish(session, check(session, *words)); });
}

}  // namespace depone::cli
