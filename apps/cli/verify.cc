#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "apps/cli/vault_session.h"
#include "apps/cli/verbs.h"
#include "base/program.h"

namespace depone::cli {
namespace {

struct Words {
  std::vector<std::string> rest;
};

// Becomes depone-verify: the check must not share this program's code, so it is never done here.
Result<Exit> verify(Session& session, const Words& words) {
  const std::string program = program_beside("depone-verify");
  DP_TRY(session.disk->info(program));
  std::vector<char*> arguments;
  std::string name = "depone-verify";
  arguments.push_back(name.data());
  std::vector<std::string> rest = words.rest;
  for (std::string& word : rest) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execv(program.c_str(), arguments.data());
  return Error{Fault::Io, std::string("depone-verify cannot be started: ") + std::strerror(errno)};
}

}  // namespace

void add_verify(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand("verify", "Check a dossier (the same as depone-verify)");
  auto words = std::make_shared<Words>();
  verb.prefix_command();
  verb.callback([&session, &exit, verb, words] {
    words->rest = verb.remaining();
    exit = finish(session, verify(session, *words));
  });
}

}  // namespace depone::cli
