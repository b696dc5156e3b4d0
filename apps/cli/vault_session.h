// What the verbs that work on a vault share.
#pragma once

#include "apps/cli/session.h"
#include "vault/vault.h"

namespace depone::cli {

// Asks for the passphrase and opens; says on standard error what opening repaired.
Result<vault::Vault> open_vault(Session& session, const std::string& folder,
                                vault::OpenMode mode = vault::OpenMode::Sound);

// The exit code of a verb: its own, or that of the error it ended with, which is printed.
Exit finish(const Session& session, const Result<Exit>& result);

}  // namespace depone::cli
