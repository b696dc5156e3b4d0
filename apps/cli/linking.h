// What link and dedupe share.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "apps/cli/command.h"
#include "apps/cli/session.h"
#include "casework/link.h"

namespace depone::cli {

struct LinkWords {
  casework::LinkRequest request;
  std::vector<std::string> columns;  // NAME=HEADING
  bool within = false;
  double threshold = 0;
  bool propose = false;
  bool explain = false;
  std::string out;
  std::string review;
  std::string svg;
  std::size_t samples = 0;
  std::string samples_out;
};

// The options of both verbs.
void add_link_options(Command& verb, Session& session, const std::shared_ptr<LinkWords>& words);

// Does what the words say and prints it.
Result<Exit> link_and_print(Session& session, const LinkWords& words);

}  // namespace depone::cli
