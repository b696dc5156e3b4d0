// The verbs of the command line, one file each. Every add_* registers its words with CLI11 and a
// callback that does the work through casework and leaves the exit code in `exit`.
#pragma once

#include <CLI/CLI.hpp>

#include "apps/cli/session.h"

namespace depone::cli {

void add_init(CLI::App& app, Session& session, Exit& exit);
void add_add(CLI::App& app, Session& session, Exit& exit);
void add_check(CLI::App& app, Session& session, Exit& exit);
void add_rebuild(CLI::App& app, Session& session, Exit& exit);
void add_publish(CLI::App& app, Session& session, Exit& exit);
void add_verify(CLI::App& app, Session& session, Exit& exit);
void add_read(CLI::App& app, Session& session, Exit& exit);
void add_lineage(CLI::App& app, Session& session, Exit& exit);
void add_link(CLI::App& app, Session& session, Exit& exit);
void add_dedupe(CLI::App& app, Session& session, Exit& exit);
void add_run(CLI::App& app, Session& session, Exit& exit);
void add_demo(CLI::App& app, Session& session, Exit& exit);

// The members that verbs share.
void add_json_flag(CLI::App& verb, Session& session);
void add_data_option(CLI::App& verb, Session& session);
void add_passphrase_option(CLI::App& verb, Session& session);

}  // namespace depone::cli
