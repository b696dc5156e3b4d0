// depone: the command line. Parses words, calls casework, prints; no logic of its own.
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "apps/cli/verbs.h"
#include "base/disk.h"

namespace depone::cli {
namespace {

// Takes DEPONE_PASSPHRASE out of the environment, so that no child process and no later look into
// /proc/self/environ sees it.
std::optional<crypto::SecretBytes> take_agent_passphrase() {
  char* const value = std::getenv("DEPONE_PASSPHRASE");
  if (value == nullptr || *value == '\0') return std::nullopt;
  auto secret = crypto::SecretBytes::copy_of(bytes_of(value));
  std::memset(value, 0, std::strlen(value));
  ::unsetenv("DEPONE_PASSPHRASE");
  return secret;
}

// A crash must not write what was decrypted to the disk.
void forbid_core_dumps() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0);
}

int run(int count, char** words) {
  forbid_core_dumps();
  listen_for_interruption();
  Session session;
  session.agent_passphrase = take_agent_passphrase();
  session.disk = make_real_disk();
  session.clock = std::make_unique<SystemClock>();

  CommandLine line("depone",
                   "Turns testimonies and reports about forced labour into findings that hold up.\n"
                   "Everything happens on this machine; nothing is sent anywhere.",
                   DEPONE_VERSION);
  Command app = line.program();
  Exit exit = Exit::Done;
  add_demo(app, session, exit);
  add_run(app, session, exit);
  add_init(app, session, exit);
  add_add(app, session, exit);
  add_check(app, session, exit);
  add_rebuild(app, session, exit);
  add_publish(app, session, exit);
  add_verify(app, session, exit);
  add_read(app, session, exit);
  add_lineage(app, session, exit);
  add_estimate(app, session, exit);
  add_screen(app, session, exit);
  add_names(app, session, exit);
  add_link(app, session, exit);
  add_dedupe(app, session, exit);
  add_overlap(app, session, exit);

  // run() would only say that a verb is missing.
  if (count > 1 && words[1][0] != '-' && !line.has_command(words[1])) {
    std::fputs((std::string("error: depone has no verb \"") + words[1] +
                "\"\nhint: depone --help lists the verbs\n")
                   .c_str(),
               stderr);
    return static_cast<int>(Exit::Usage);
  }
  if (!line.run(count, words)) return static_cast<int>(Exit::Usage);
  return static_cast<int>(exit);
}

}  // namespace

void add_json_flag(Command& verb, Session& session) {
  verb.add_flag("--json", session.json, "Print JSON, for machines");
}

void add_data_option(Command& verb, Session& session) {
  verb.add_option("--data", session.data_folder,
                  "Read the tables (lexicons, norms) from this folder instead of the built-in ones")
      .type_name("FOLDER");
}

void add_passphrase_option(Command& verb, Session& session) {
  verb.add_option("--passphrase-fd", session.passphrase_fd,
                  "Read the passphrase, one line, from this file descriptor")
      .type_name("N")
      .not_negative();
}

}  // namespace depone::cli

int main(int count, char** words) { return depone::cli::run(count, words); }
