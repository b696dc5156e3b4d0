// dossier.json: everything the page says, for machines (docs/dossier-format.md#dossierjson).
#pragma once

#include <string>

#include "dossier/overview.h"
#include "ledger/checkpoint.h"

namespace depone::dossier {

std::string make_machine_form(const Overview& overview, const ledger::Checkpoint& checkpoint);

}  // namespace depone::dossier
