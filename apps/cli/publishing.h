// What publish, run and demo share: the last step and what is said about it.
#pragma once

#include "apps/cli/session.h"
#include "casework/publish.h"

namespace depone::cli {

struct PublishWords {
  std::string out;
  Audience audience = Audience::Public;
  std::string title;
  bool pdf = false;
};

// Publishes the vault's case, prints it and tells where the dossier is. `problems` are what went
// wrong with single files before, for the count of what is missing.
Result<Exit> publish_and_print(Session& session, vault::Vault& vault, const PublishWords& words,
                               const std::vector<casework::Problem>& problems);

}  // namespace depone::cli
