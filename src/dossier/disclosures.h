// disclosures.json: the proofs of the passages shown (docs/dossier-format.md#disclosuresjson).
#pragma once

#include <string>

#include "base/result.h"
#include "dossier/dossier.h"
#include "dossier/passages_shown.h"
#include "ledger/checkpoint.h"

namespace depone::dossier {

// Reads the checkpoint under its verifier key: InvalidInput for a key that is none, Tampered when
// the signature does not hold.
Result<ledger::Checkpoint> open_published_checkpoint(const Publication& publication);

// The file's text. Every proof is checked before it is written: Tampered names the passage whose
// proof does not lead to the checkpoint.
Result<std::string> make_disclosures(const Case& the_case, const ShownMaterial& material,
                                     const ledger::Checkpoint& checkpoint,
                                     const Evidence& evidence);

}  // namespace depone::dossier
