// Dossier: the published, redacted, verifiable result, as one folder (docs/dossier-format.md).
//
// write_dossier() makes every file in memory, checks that nothing protected is in them, writes
// them, reads them back from the disk and checks again. A dossier is complete once it has its
// signed manifest, which is written last; a folder without one is not a dossier. When a check
// fails, every file written is removed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/data_files.h"
#include "base/disk.h"
#include "base/result.h"
#include "crypto/hash.h"
#include "dossier/edition.h"

namespace depone::dossier {

// The ledger event that added an item: the leaf's bytes, its place in the log, and the path from
// it to the checkpoint's root. The leaf is canonical JSON with "event" being "item-added" and the
// members "passages_root" (hex) and "passages" (count) (docs/format.md#events).
struct ItemProof {
  std::string leaf;
  std::uint64_t index = 0;
  std::vector<crypto::Digest> path;
};

// What opens the commitment of one passage, and the path from it to the item's passage root.
struct PassageProof {
  crypto::Salt salt{};
  std::vector<crypto::Digest> path;
};

// What the vault knows of the documents; asked only for what will be shown. Passage numbers are
// indexes into Document::passages.
class Evidence {
 public:
  virtual ~Evidence() = default;
  virtual Result<ItemProof> item(std::string_view document_id) const = 0;
  virtual Result<PassageProof> passage(std::string_view document_id, std::size_t number) const = 0;
};

struct RenderedPdf {
  bool made = false;
  std::string note;  // "made with WeasyPrint", or why there is none
};

struct Publication {
  Instant published;
  std::string tool;          // "depone 0.1.0"
  std::string checkpoint;    // the signed note the item paths lead to
  std::string verifier_key;  // ledger::verifier_key() of the checkpoint's signer
  // A signed note over `text` by the same key: ledger::sign_note(text, origin, key).
  std::function<Result<std::string>(std::string_view text)> sign;
  // Makes dossier.pdf from dossier.html in `folder`; empty: no PDF. Usually render_pdf (pdf.h).
  std::function<Result<RenderedPdf>(const std::string& folder)> render_pdf;
};

struct Published {
  std::vector<std::string> files;  // names in the folder
  std::size_t documents = 0;
  std::size_t origins = 0;
  std::size_t findings = 0;
  std::size_t passages_proved = 0;    // shown word for word, with proof
  std::size_t passages_redacted = 0;  // shown with bars, bound to the ledger by place only
  RenderedPdf pdf;
  std::vector<std::string> warnings;  // for the publisher's eyes only
};

// Writes the dossier into `folder`, which must be new, empty, or hold a dossier (complete or not),
// which is then replaced in one step: until all is written and checked, the old one stays. Errors:
//   Conflict      the folder holds something else
//   Denied        a document's consent does not cover the edition's audience, or a protected
//                 string would be published; the message names the file and the string's number
//                 in terms.protected_strings, never the string
//   Tampered      a proof from `evidence` does not hold against the checkpoint
//   Unsupported   the file system cannot replace a dossier in one step; the old one is still there
//   InvalidInput  the checkpoint, key or case contradict each other
Result<Published> write_dossier(const Edition& edition, const Publication& publication,
                                const Evidence& evidence, const DataFiles& data, Disk& disk,
                                const std::string& folder);

}  // namespace depone::dossier
