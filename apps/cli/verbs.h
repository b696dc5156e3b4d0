// The verbs of the command line, one file each. Every add_* registers its words and a
// callback that does the work through casework and leaves the exit code in `exit`.
#pragma once

#include "apps/cli/command.h"
#include "apps/cli/session.h"

namespace depone::cli {

void add_init(Command& app, Session& session, Exit& exit);
void add_add(Command& app, Session& session, Exit& exit);
void add_check(Command& app, Session& session, Exit& exit);
void add_rebuild(Command& app, Session& session, Exit& exit);
void add_publish(Command& app, Session& session, Exit& exit);
void add_verify(Command& app, Session& session, Exit& exit);
void add_read(Command& app, Session& session, Exit& exit);
void add_lineage(Command& app, Session& session, Exit& exit);
void add_estimate(Command& app, Session& session, Exit& exit);
void add_screen(Command& app, Session& session, Exit& exit);
void add_names(Command& app, Session& session, Exit& exit);
void add_link(Command& app, Session& session, Exit& exit);
void add_dedupe(Command& app, Session& session, Exit& exit);
void add_overlap(Command& app, Session& session, Exit& exit);
void add_run(Command& app, Session& session, Exit& exit);
void add_demo(Command& app, Session& session, Exit& exit);

// The members that verbs share.
void add_json_flag(Command& verb, Session& session);
void add_data_option(Command& verb, Session& session);
void add_passphrase_option(Command& verb, Session& session);

}  // namespace depone::cli
