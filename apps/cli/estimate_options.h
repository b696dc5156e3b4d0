// The words of `depone estimate`.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/cli/command.h"
#include "apps/cli/session.h"
#include "casework/estimate.h"
#include "estimate/disclosure.h"

namespace depone::cli {

struct EstimateWords {
  std::string file;
  std::vector<std::string> methods;
  bool report = false;
  bool safe = false;
  std::string safe_table;
  std::int64_t least_count = estimate::kSmallestPublished;
  std::string svg;
  estimate::ReadTableOptions table;
  casework::EstimateOptions options;
  // Of `options.loglinear`, in words.
  std::string order = "default";
  std::string select = "bic";
  std::string interval = "bca";
};

void add_estimate_options(Command& verb, Session& session,
                          const std::shared_ptr<EstimateWords>& words);

// Puts the words into `options`. What does not go together is said, with the next step.
std::optional<Error> take_in(EstimateWords& words);

}  // namespace depone::cli
