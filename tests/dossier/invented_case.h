// An invented case and a vault of paper for it: what the dossier's tests publish.
// Every person, place and outlet in it is made up.
#pragma once

#include <fmt/format.h>

#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "base/json.h"
#include "crypto/hash.h"
#include "dossier/dossier.h"
#include "ledger/checkpoint.h"
#include "ledger/signed_note.h"
#include "ledger/tree.h"
#include "text/passages.h"
#include "text/unicode.h"

namespace depone::dossier {

// Builds a case piece by piece.
class CaseBuilder {
 public:
  Case the_case;

  std::size_t document(SourceKind kind, std::string label, std::string text, PartialDate date,
                       std::string title = {}) {
    CaseDocument entry;
    entry.id = fmt::format("D{:02}", the_case.documents.size() + 1);
    entry.source.label = std::move(label);
    entry.source.kind = kind;
    entry.source.reliability = kind == SourceKind::Witness ? 'B' : 'C';
    entry.source.first_hand = kind == SourceKind::Witness;
    if (kind == SourceKind::Witness) {
      entry.source.consent = Consent{"publication of findings", Audience::Public, {2030, 1, 1}};
    }
    entry.document.name = fmt::format("file-{}.txt", the_case.documents.size() + 1);
    entry.document.format = "text";
    entry.document.title = std::move(title);
    entry.document.date = date;
    entry.document.text = text::nfc(text);
    entry.document.language = text::language_of_text(entry.document.text);
    entry.document.passages = text::split_passages(entry.document.text);
    LineageNode node;
    node.document = entry.document.name;
    node.origin = fmt::format("O{}", ++the_case.lineage.origins);
    the_case.lineage.nodes.push_back(node);
    the_case.documents.push_back(std::move(entry));
    return the_case.documents.size() - 1;
  }

  void retells(std::size_t child, std::size_t parent, Relation relation, double confidence,
               std::string reason) {
    LineageNode& node = the_case.lineage.nodes[child];
    LineageNode& from = the_case.lineage.nodes[parent];
    --the_case.lineage.origins;
    node.origin = from.origin;
    node.parent = parent;
    node.relation = relation;
    node.confidence = confidence;
    node.reasons = {{"attribution", std::move(reason)}};
    if (!from.parent) from.relation = Relation::Original;
  }

  // A claim whose words are `quote` in the document.
  ClaimRef claim(std::size_t document, ClaimKind kind, std::string_view quote, std::int64_t value,
                 Bound bound = Bound::Exact, std::string unit = "hour", Per per = Per::Day) {
    Claim claim;
    claim.kind = kind;
    claim.value = Decimal::whole(value);
    claim.bound = bound;
    claim.unit = std::move(unit);
    claim.per = per;
    return put(document, std::move(claim), quote);
  }

  ClaimRef indicator(std::size_t document, Indicator indicator, std::string_view quote) {
    Claim claim;
    claim.kind = ClaimKind::Indicator;
    claim.word = name_of(indicator);
    return put(document, std::move(claim), quote);
  }

 private:
  ClaimRef put(std::size_t document, Claim claim, std::string_view quote) {
    CaseDocument& entry = the_case.documents[document];
    const std::string wanted = text::nfc(quote);
    const std::size_t at = entry.document.text.find(wanted);
    assert(at != std::string::npos);
    claim.span = text::CodePointIndex(entry.document.text).span(at, at + wanted.size());
    claim.quote = wanted;
    entry.claims.push_back(std::move(claim));
    return {document, entry.claims.size() - 1};
  }
};

// A vault of paper: commits every passage of a case as docs/format.md says and proves what is
// asked.
class PaperVault final : public Evidence {
 public:
  explicit PaperVault(const Case& the_case, std::uint8_t seed = 7)
      : key_(crypto::signing_key_from_seed(Bytes(32, seed))) {
    log_.append(ledger::leaf_hash(bytes_of("vault-created")));
    for (const CaseDocument& entry : the_case.documents) {
      Item& item = items_[entry.id];
      for (std::size_t i = 0; i < entry.document.passages.size(); ++i) {
        crypto::Salt salt{};
        std::iota(salt.begin(), salt.end(), static_cast<std::uint8_t>(31 * i + entry.id.back()));
        const auto text = slice(entry.document.text, entry.document.passages[i].span);
        const crypto::Digest commitment = crypto::commit(salt, bytes_of(text));
        item.tree.append(ledger::leaf_hash(crypto::view(commitment)));
        item.salts.push_back(salt);
      }
      Json leaf;
      leaf["event"] = "item-added";
      leaf["passages_root"] = to_hex(crypto::view(item.tree.root()));
      leaf["passages"] = item.salts.size();
      leaf["sequence"] = log_.size();
      item.leaf = canonical(leaf);
      item.index = log_.append(ledger::leaf_hash(bytes_of(item.leaf)));
    }
  }

  Result<ItemProof> item(std::string_view document_id) const override {
    const Item& item = items_.at(std::string(document_id));
    return ItemProof{item.leaf, item.index, log_.inclusion_proof(item.index, log_.size()).take()};
  }
  Result<PassageProof> passage(std::string_view document_id, std::size_t number) const override {
    const Item& item = items_.at(std::string(document_id));
    std::vector<crypto::Digest> path = DP_TRY(item.tree.inclusion_proof(number, item.salts.size()));
    return PassageProof{item.salts.at(number), std::move(path)};
  }

  Publication publication() const {
    Publication publication;
    publication.published = parse_instant("2026-01-15T10:00:00Z").value();
    publication.tool = "depone test";
    publication.checkpoint = ledger::sign_checkpoint({origin_, log_.size(), log_.root()}, key_);
    publication.verifier_key = ledger::verifier_key(origin_, key_.public_key);
    publication.sign = [this](std::string_view text) -> Result<std::string> {
      return ledger::sign_note(text, origin_, key_);
    };
    return publication;
  }

  // The log as it stands after one more event.
  std::string later_checkpoint() const {
    ledger::Tree longer = log_;
    longer.append(ledger::leaf_hash(bytes_of("later")));
    return ledger::sign_checkpoint({origin_, longer.size(), longer.root()}, key_);
  }
  std::string forked_checkpoint() const {
    return ledger::sign_checkpoint({origin_, log_.size(), ledger::leaf_hash({})}, key_);
  }

 private:
  struct Item {
    std::string leaf;
    std::uint64_t index = 0;
    ledger::Tree tree;
    std::vector<crypto::Salt> salts;
  };

  std::string origin_ = "depone.invalid/test-vault/device-1";
  crypto::SigningKey key_;
  ledger::Tree log_;
  std::map<std::string, Item> items_;
};

inline Terms public_terms() {
  Terms terms;
  terms.audience = Audience::Public;
  terms.date = {2026, 1, 15};
  return terms;
}

// Sixteen documents, ten origins: three witnesses, one radio story about two of them with seven
// retellings that drift, and five that stand alone.
Case invented_case();

// Findings and answers as the modules above would compute them for an edition of invented_case()
// in which nothing was withheld.
void add_findings(Case& the_case);

}  // namespace depone::dossier
