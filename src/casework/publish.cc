#include "casework/publish.h"

#include <map>
#include <numeric>

#include "casework/build_case.h"
#include "casework/case_estimates.h"
#include "casework/listed_names.h"
#include "casework/vault_case.h"
#include "crypto/hash.h"
#include "dossier/edition.h"
#include "dossier/pdf.h"
#include "text/unicode.h"

namespace depone::casework {
namespace {

constexpr std::uint64_t kMaxManifestBytes = 1u << 20;

class VaultEvidence final : public dossier::Evidence {
 public:
  VaultEvidence(const vault::Vault& vault, const std::map<std::string, std::string>& items)
      : vault_(vault), items_(items), size_(vault.ledger_size()) {}

  Result<dossier::ItemProof> item(std::string_view document_id) const override {
    const vault::Revelation* const shown = DP_TRY(reveal(document_id));
    dossier::ItemProof proof{shown->leaf, shown->ledger_index, {}};
    proof.path = DP_TRY(vault_.ledger_proof(shown->ledger_index, size_));
    return proof;
  }

  Result<dossier::PassageProof> passage(std::string_view document_id,
                                        std::size_t number) const override {
    const vault::Revelation* const shown = DP_TRY(reveal(document_id));
    if (number >= shown->passages.size()) {
      return Error{Fault::NotFound,
                   std::string(document_id) + " has no passage " + std::to_string(number)};
    }
    const vault::RevealedPassage& passage = shown->passages[number];
    return dossier::PassageProof{passage.salt, passage.path};
  }

 private:
  // All passages at once and remembered: the vault decrypts the whole document for one.
  Result<const vault::Revelation*> reveal(std::string_view document_id) const {
    const auto known = shown_.find(document_id);
    if (known != shown_.end()) return &known->second;
    const auto item = items_.find(std::string(document_id));
    if (item == items_.end()) {
      return Error{Fault::NotFound, std::string(document_id) + " is not in the vault"};
    }
    const vault::ItemInfo info = DP_TRY(vault_.item(item->second));
    std::vector<std::uint64_t> all(info.passage_count);
    std::iota(all.begin(), all.end(), std::uint64_t{0});
    vault::Revelation revelation = DP_TRY(vault_.revelation(item->second, all));
    return &shown_.emplace(document_id, std::move(revelation)).first->second;
  }

  const vault::Vault& vault_;
  const std::map<std::string, std::string>& items_;
  std::uint64_t size_;
  mutable std::map<std::string, vault::Revelation, std::less<>> shown_;
};

// Runs of white space as one space, with the byte each kept byte came from.
struct Squeezed {
  std::string text;
  std::vector<std::size_t> from;
};

Squeezed squeeze(std::string_view text) {
  Squeezed out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool space = text[i] == ' ' || text[i] == '\n' || text[i] == '\t';
    if (space && (out.text.empty() || out.text.back() == ' ')) continue;
    out.text.push_back(space ? ' ' : text[i]);
    out.from.push_back(i);
  }
  return out;
}

// Every place of `quote` in the document, whatever the line breaks between its words.
std::vector<TextSpan> places_of(const std::string& quote, const Document& document) {
  std::vector<TextSpan> places;
  const Squeezed text = squeeze(document.text);
  std::string wanted = squeeze(text::nfc(quote)).text;
  while (wanted.ends_with(' ')) wanted.pop_back();
  if (wanted.empty()) return places;
  const text::CodePointIndex index(document.text);
  for (std::size_t at = text.text.find(wanted); at != std::string::npos;
       at = text.text.find(wanted, at + 1)) {
    places.push_back(index.span(text.from[at], text.from[at + wanted.size() - 1] + 1));
  }
  return places;
}

Result<std::vector<dossier::WithheldSpan>> withheld_spans(
    const CaseFile& file, const std::vector<CaseDocument>& documents) {
  std::vector<dossier::WithheldSpan> spans;
  for (std::size_t i = 0; i < file.withhold.size(); ++i) {
    const WithheldQuote& entry = file.withhold[i];
    const std::size_t before = spans.size();
    for (const CaseDocument& document : documents) {
      if (document.document.name != entry.file) continue;
      for (const TextSpan place : places_of(entry.quote, document.document)) {
        spans.push_back({document.id, place, entry.why});
      }
    }
    if (spans.size() == before) {
      return Error{Fault::InvalidInput,
                   "case.toml, withhold " + std::to_string(i + 1) + ": the quotation is not in " +
                       entry.file + ", so it could leave by mistake",
                   "copy it from the document exactly, then add the folder again"};
    }
  }
  return spans;
}

PartialDate day_of(Instant instant) {
  const auto date = parse_partial_date(format_instant(instant).substr(0, 10));
  return date.ok() ? date.value() : PartialDate{};
}

dossier::Publication publication(const vault::Vault& vault, const Clock& clock,
                                 const PublishOptions& options) {
  dossier::Publication out;
  out.published = clock.now();
  out.tool = "depone " DEPONE_VERSION;
  out.checkpoint = vault.checkpoint_note();
  out.verifier_key = vault.verifier_key();
  out.sign = [&vault](std::string_view text) -> Result<std::string> {
    return vault.sign_statement(text);
  };
  if (options.pdf) {
    out.render_pdf = [](const std::string& folder) { return dossier::render_pdf(folder); };
  }
  return out;
}

}  // namespace

Result<PublishedCase> publish(vault::Vault& vault, Disk& disk, const DataFiles& data,
                              const Engine& engine, const Clock& clock,
                              const PublishOptions& options, Progress& progress,
                              const Cancellation& cancellation) {
  VaultCase loaded = DP_TRY(load_case(vault, *engine.reader, progress, cancellation));
  dossier::Terms terms;
  terms.audience = options.audience;
  terms.date = day_of(clock.now());
  terms.protected_strings = loaded.case_file.protect;
  terms.listed_names = listed_names(loaded.lists, loaded.case_file);
  terms.withheld = DP_TRY(withheld_spans(loaded.case_file, loaded.documents));
  CaseEstimates estimates = DP_TRY(make_estimates(loaded, terms, data, progress, cancellation));
  const std::string title = loaded.case_file.title.empty() ? options.title : loaded.case_file.title;
  const Case whole =
      DP_TRY(trace_case(title, std::move(loaded.documents), engine, progress, cancellation));

  dossier::Edition edition = dossier::restrict_case(whole, terms);
  edition.estimates = std::move(estimates.made);
  edition.withheld.estimates = estimates.withheld;
  judge(edition.the_case, loaded.case_file.context, engine, dossier::may_quote(edition));
  const VaultEvidence evidence(vault, loaded.items);
  PublishedCase result;
  result.published = DP_TRY(dossier::write_dossier(edition, publication(vault, clock, options),
                                                   evidence, data, disk, options.folder));
  const Bytes manifest =
      DP_TRY(disk.read_all(join_path(options.folder, "manifest.sha256"), kMaxManifestBytes));
  DP_TRY(vault.record_published(crypto::sha256(manifest)));
  result.the_case = std::move(edition.the_case);
  for (dossier::CaseEstimate& estimate : edition.estimates) {
    result.estimates.push_back({std::move(estimate.of), std::move(estimate.report)});
  }
  result.withheld = std::move(edition.withheld);
  return result;
}

}  // namespace depone::casework
