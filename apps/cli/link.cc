#include "apps/cli/linking.h"
#include "apps/cli/vault_session.h"
#include "apps/cli/verbs.h"

namespace depone::cli {

void add_link(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand(
      "link",
      "Find the records of two or more lists that are one person (of one list: its copies)");
  auto words = std::make_shared<LinkWords>();
  verb.add_option("FILE", words->request.files, "CSV files with a header, one a list")
      .required()
      .expected(1, linkage::kMaxFiles);
  verb.add_flag("--within", words->within, "Look for copies inside each list as well");
  add_link_options(verb, session, words);
  verb.callback(
      [&session, &exit, words] { exit = finish(session, link_and_print(session, *words)); });
}

}  // namespace depone::cli
