#include "dossier/disclosures.h"

#include <fmt/format.h>

#include "base/json.h"
#include "ledger/signed_note.h"
#include "ledger/tree.h"

namespace depone::dossier {
namespace {

OrderedJson hex_list(const std::vector<crypto::Digest>& digests) {
  OrderedJson list = OrderedJson::array();
  for (const crypto::Digest& digest : digests) list.push_back(to_hex(crypto::view(digest)));
  return list;
}

struct PassageRoot {
  crypto::Digest root{};
  std::uint64_t count = 0;
};

Result<PassageRoot> passage_root_of(const std::string& leaf, const std::string& document) {
  const Json event = DP_TRY(parse_json(leaf, "the ledger event of " + document));
  PassageRoot found;
  const std::string hex = DP_TRY(json_string(event, "passages_root"));
  found.root = DP_TRY(crypto::digest_from_hex(hex));
  const std::int64_t count = DP_TRY(json_integer(event, "passages"));
  found.count = static_cast<std::uint64_t>(count);
  return found;
}

Result<OrderedJson> passage_json(const ShownPassage& passage, const PassageRoot& root,
                                 const PassageProof& proof) {
  const crypto::Digest commitment = crypto::commit(proof.salt, bytes_of(passage.original));
  if (!ledger::verify_inclusion(ledger::leaf_hash(crypto::view(commitment)), passage.number,
                                root.count, proof.path, root.root)) {
    return Error{
        Fault::Tampered,
        fmt::format("the text of passage {} does not fit its commitment in the ledger", passage.id),
        "run depone check"};
  }
  OrderedJson json;
  json["id"] = passage.id;
  json["number"] = passage.number;
  if (passage.redacted) {
    json["redacted"] = true;
    json["commitment"] = to_hex(crypto::view(commitment));
  } else {
    json["text"] = passage.text;
    json["salt"] = to_hex(proof.salt);
  }
  json["path"] = hex_list(proof.path);
  return json;
}

}  // namespace

Result<ledger::Checkpoint> open_published_checkpoint(const Publication& publication) {
  const ledger::VerifierKey key = DP_TRY(ledger::parse_verifier_key(publication.verifier_key));
  ledger::Checkpoint checkpoint =
      DP_TRY(ledger::open_checkpoint(publication.checkpoint, key.public_key));
  if (checkpoint.origin != key.name) {
    return Error{Fault::InvalidInput, "the checkpoint and the verifier key name different logs"};
  }
  return checkpoint;
}

Result<std::string> make_disclosures(const Case& the_case, const ShownMaterial& material,
                                     const ledger::Checkpoint& checkpoint,
                                     const Evidence& evidence) {
  OrderedJson items = OrderedJson::array();
  PassageRoot root;
  std::size_t current = the_case.documents.size();
  for (const ShownPassage& passage : material.passages) {
    const std::string& document = the_case.documents[passage.document].id;
    if (passage.document != current) {
      current = passage.document;
      const ItemProof item = DP_TRY(evidence.item(document));
      if (!ledger::verify_inclusion(ledger::leaf_hash(bytes_of(item.leaf)), item.index,
                                    checkpoint.size, item.path, checkpoint.root)) {
        return Error{Fault::Tampered,
                     fmt::format("the ledger event of {} is not under the checkpoint", document),
                     "run depone check"};
      }
      root = DP_TRY(passage_root_of(item.leaf, document));
      OrderedJson json;
      json["document"] = document;
      json["index"] = item.index;
      json["leaf"] = item.leaf;
      json["path"] = hex_list(item.path);
      json["passages"] = OrderedJson::array();
      items.push_back(std::move(json));
    }
    const PassageProof proof = DP_TRY(evidence.passage(document, passage.number));
    OrderedJson json = DP_TRY(passage_json(passage, root, proof));
    items.back()["passages"].push_back(std::move(json));
  }
  OrderedJson file;
  file["format"] = "depone-disclosures-1";
  file["items"] = std::move(items);
  return dump_json(file, 1) + "\n";
}

}  // namespace depone::dossier
