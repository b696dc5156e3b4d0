#include "apps/cli/linking.h"
#include "apps/cli/vault_session.h"
#include "apps/cli/verbs.h"

namespace depone::cli {

void add_dedupe(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand("dedupe", "Find the records of one list that are one person");
  auto words = std::make_shared<LinkWords>();
  verb.add_option("FILE", words->request.files, "A CSV file with a header")
      .required()
      .expected(1, 1);
  add_link_options(verb, session, words);
  verb.callback(
      [&session, &exit, words] { exit = finish(session, link_and_print(session, *words)); });
}

}  // namespace depone::cli
