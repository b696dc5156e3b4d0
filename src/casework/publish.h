// A vault to a dossier for one audience.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/progress.h"
#include "base/result.h"
#include "casework/engine.h"
#include "dossier/dossier.h"
#include "estimate/report.h"
#include "model/finding.h"
#include "vault/vault.h"

namespace depone::casework {

struct PublishOptions {
  std::string folder;  // of the dossier
  Audience audience = Audience::Public;
  std::string title;  // when the case record has none
  bool pdf = false;   // also a PDF, when a program for it is installed
};

struct MadeEstimate {
  std::string of;
  estimate::Report report;  // exact: for the publisher's eyes
};

struct PublishedCase {
  Case the_case;  // the edition: what this audience sees
  std::vector<MadeEstimate> estimates;
  dossier::Published published;
  dossier::WithheldCounts withheld;
};

// Reads, traces and judges everything in the vault, takes away what the audience may not see,
// writes the dossier and notes its digest in the ledger. InvalidInput when the case record
// withholds a quotation that no document holds: it would leave by mistake.
Result<PublishedCase> publish(vault::Vault& vault, Disk& disk, const DataFiles& data,
                              const Engine& engine, const Clock& clock,
                              const PublishOptions& options, Progress& progress,
                              const Cancellation& cancellation);

}  // namespace depone::casework
