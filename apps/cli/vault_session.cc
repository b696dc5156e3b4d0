#include "apps/cli/vault_session.h"

#include <fmt/format.h>

namespace depone::cli {

Result<vault::Vault> open_vault(Session& session, const std::string& folder, vault::OpenMode mode) {
  // Before the passphrase is asked for: a typing slip in the folder's name should cost nothing.
  DP_TRY(session.disk->info(folder));
  const crypto::SecretBytes passphrase = DP_TRY(session.passphrase(false));
  auto opened = vault::Vault::open(*session.disk, folder, passphrase.view(), *session.clock,
                                   vault::IndexPlace::File, mode);
  if (opened.ok()) {
    for (const std::string& repair : opened.value().repairs()) {
      fmt::print(stderr, "note: {}\n", repair);
    }
  }
  return opened;
}

Exit finish(const Session& session, const Result<Exit>& result) {
  std::fflush(stdout);
  return result.ok() ? result.value() : report(session, result.error());
}

}  // namespace depone::cli
