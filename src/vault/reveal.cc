// What a dossier needs to prove single passages, and nothing else of the item.
#include <fmt/format.h>

#include "vault/vault_state.h"

namespace depone::vault {

Result<Revelation> Vault::revelation(std::string_view id,
                                     std::span<const std::uint64_t> passages) const {
  const ItemState* const item = DP_TRY(state_->live_item(id));
  const ItemMembers& members = item->members;
  const ItemSecrets secrets = DP_TRY(state_->secrets(members.id));
  const PrivateItem about = DP_TRY(state_->private_item(*item));
  const Document document = DP_TRY(state_->document(*item, about));
  const ledger::Tree tree = passage_tree(document, secrets);
  if (tree.root() != members.passage_root || tree.size() != members.passage_count) {
    return Error{Fault::Tampered,
                 "the ledger does not commit to the passages of " + called(members.id)};
  }
  Revelation revelation;
  revelation.item = std::string(id);
  revelation.ledger_index = item->sequence;
  revelation.leaf = DP_TRY(state_->entry(item->sequence)).leaf;
  revelation.passage_root = members.passage_root;
  revelation.passage_count = members.passage_count;
  const std::vector<std::string_view> texts = passage_texts(document);
  for (const std::uint64_t index : passages) {
    if (index >= texts.size()) {
      return Error{Fault::NotFound, fmt::format("{} has {} passages, not number {}",
                                                called(members.id), texts.size(), index)};
    }
    RevealedPassage passage;
    passage.index = index;
    passage.span = document.passages[index].span;
    passage.text = std::string(texts[index]);
    passage.salt = passage_salt(secrets, index);
    passage.path = DP_TRY(tree.inclusion_proof(index, tree.size()));
    revelation.passages.push_back(std::move(passage));
  }
  return revelation;
}

Result<DigestOpening> Vault::digest_opening(std::string_view id) const {
  const ItemState* const item = DP_TRY(state_->live_item(id));
  const ItemSecrets secrets = DP_TRY(state_->secrets(item->members.id));
  const PrivateItem about = DP_TRY(state_->private_item(*item));
  return DigestOpening{digest_salt(secrets), about.sha256};
}

}  // namespace depone::vault
