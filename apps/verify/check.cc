#include "apps/verify/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "apps/verify/page.h"
#include "apps/verify/proof.h"
#include "base/json.h"

namespace depone::verify {
namespace {

Error tampered(std::string what) { return {Fault::Tampered, std::move(what)}; }
Error not_readable(std::string what) {
  return {Fault::InvalidInput, std::move(what), "is this the folder of a whole dossier?"};
}

Result<std::string> file(const Files& files, const std::string& name) {
  const auto found = files.find(name);
  if (found == files.end()) return not_readable("the folder has no file " + name);
  return found->second;
}

// "<64 hex digits>  <name>" a line, as sha256sum writes it.
Result<> check_list(const Files& files, std::string_view manifest) {
  std::set<std::string> listed = {"manifest.sha256", "manifest.note"};
  while (!manifest.empty()) {
    const std::size_t end = manifest.find('\n');
    if (end == manifest.npos || end < 67 || manifest.substr(64, 2) != "  ") {
      return tampered("manifest.sha256 is not a list of digests and files");
    }
    const std::string name(manifest.substr(66, end - 66));
    const auto found = files.find(name);
    if (found == files.end()) return tampered(fmt::format("the file {} is missing", name));
    if (to_hex(crypto::view(crypto::sha256(bytes_of(found->second)))) != manifest.substr(0, 64)) {
      return tampered(fmt::format("{} is not the file that was listed", name));
    }
    if (!listed.insert(name).second) return tampered(fmt::format("{} is listed twice", name));
    manifest.remove_prefix(end + 1);
  }
  for (const auto& [name, content] : files) {
    if (!listed.contains(name)) return tampered(fmt::format("the file {} is not listed", name));
  }
  return done();
}

Result<> check_signature(const Files& files, const std::string& manifest, const Key& key) {
  const std::string note = DP_TRY(file(files, "manifest.note"));
  const auto opened = open_note(note, key);
  if (!opened) return tampered("manifest.note does not carry a valid signature of the key");
  const std::string digest = to_hex(crypto::view(crypto::sha256(bytes_of(manifest))));
  if (opened->text != fmt::format("depone dossier manifest 1\n{}\n", digest)) {
    return tampered("manifest.note signs another list of files");
  }
  return done();
}

Result<std::vector<Digest>> digests(const Json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_array() || found->size() > 64) {
    return not_readable(fmt::format("disclosures.json: \"{}\" is not a list of digests", member));
  }
  std::vector<Digest> list;
  for (const Json& entry : *found) {
    if (!entry.is_string()) return not_readable("disclosures.json: a digest is not text");
    list.push_back(DP_TRY(crypto::digest_from_hex(entry.get_ref<const std::string&>())));
  }
  return list;
}

Result<std::uint64_t> number(const Json& object, const char* member) {
  const std::int64_t value = DP_TRY(json_integer(object, member));
  if (value < 0) return not_readable(fmt::format("\"{}\" is negative", member));
  return static_cast<std::uint64_t>(value);
}

Result<const Json*> list_of(const Json& object, const char* member, const char* name) {
  const auto found = object.find(member);
  if (found == object.end() || !found->is_array()) {
    return not_readable(fmt::format("{} has no list \"{}\"", name, member));
  }
  for (const Json& entry : *found) {
    if (!entry.is_object()) return not_readable(fmt::format("{}: \"{}\" is odd", name, member));
  }
  return &*found;
}

bool is_true(const Json& object, const char* member) {
  const auto found = object.find(member);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

// One passage: from its words (or, covered, from its commitment) to the item's passage root.
Result<> check_passage(const Json& passage, std::uint64_t count, const Digest& root,
                       const std::string& document, Passages& passages) {
  const std::string id = DP_TRY(json_string(passage, "id"));
  const std::uint64_t place = DP_TRY(number(passage, "number"));
  const std::vector<Digest> path = DP_TRY(digests(passage, "path"));
  if (id != fmt::format("{}.{}", document, place + 1)) {
    return tampered(fmt::format("passage {} is not the one its number says", id));
  }
  PassageWords words;
  words.covered = is_true(passage, "redacted");
  Digest commitment{};
  if (words.covered) {
    const std::string hex = DP_TRY(json_string(passage, "commitment"));
    commitment = DP_TRY(crypto::digest_from_hex(hex));
  } else {
    words.text = DP_TRY(json_string(passage, "text"));
    const std::string salt = DP_TRY(json_string(passage, "salt"));
    Bytes input = DP_TRY(from_hex(salt));
    if (input.size() != 32) return not_readable(fmt::format("the salt of {} is not 32 bytes", id));
    const ByteView text = bytes_of(words.text);
    input.insert(input.end(), text.begin(), text.end());
    commitment = crypto::sha256(input);
  }
  const Digest leaf = hash_leaf(crypto::view(commitment));
  if (root_from_path(leaf, place, count, path) != root) {
    return tampered(fmt::format("passage {} is not what the ledger committed to", id));
  }
  if (!passages.emplace(id, std::move(words)).second) {
    return tampered(fmt::format("passage {} is revealed twice", id));
  }
  return done();
}

Result<> check_item(const Json& item, const Head& head, Passages& passages) {
  const std::string document = DP_TRY(json_string(item, "document"));
  const std::string leaf = DP_TRY(json_string(item, "leaf"));
  const std::uint64_t index = DP_TRY(number(item, "index"));
  const std::vector<Digest> path = DP_TRY(digests(item, "path"));
  if (root_from_path(hash_leaf(bytes_of(leaf)), index, head.size, path) != head.root) {
    return tampered(fmt::format("the event that added {} is not in the ledger", document));
  }
  const Json event = DP_TRY(parse_json(leaf, "the event of " + document));
  const std::string kind = DP_TRY(json_string(event, "event"));
  if (kind != "item-added") {
    return tampered(fmt::format("the event named for {} did not add an item", document));
  }
  const std::string root_hex = DP_TRY(json_string(event, "passages_root"));
  const Digest root = DP_TRY(crypto::digest_from_hex(root_hex));
  const std::uint64_t count = DP_TRY(number(event, "passages"));
  const Json* list = DP_TRY(list_of(item, "passages", "disclosures.json"));
  for (const Json& passage : *list) DP_TRY(check_passage(passage, count, root, document, passages));
  return done();
}

Result<Passages> check_passages(const Files& files, const Head& head) {
  const std::string text = DP_TRY(file(files, "disclosures.json"));
  const Json json = DP_TRY(parse_json(text, "disclosures.json"));
  const std::string format = DP_TRY(json_string(json, "format"));
  if (format != "depone-disclosures-1") return not_readable("disclosures.json: unknown format");
  const Json* items = DP_TRY(list_of(json, "items", "disclosures.json"));
  Passages passages;
  std::set<std::uint64_t> places;
  for (const Json& item : *items) {
    DP_TRY(check_item(item, head, passages));
    const std::uint64_t index = DP_TRY(number(item, "index"));
    if (!places.insert(index).second) {
      return tampered(fmt::format("two documents claim ledger event {}", index));
    }
  }
  return passages;
}

Result<Quotes> check_quotes(const Json& dossier, const Passages& passages, Report& report) {
  const Json* list = DP_TRY(list_of(dossier, "quotes", "dossier.json"));
  Quotes quotes;
  for (const Json& quote : *list) {
    const std::string id = DP_TRY(json_string(quote, "id"));
    const std::string passage = DP_TRY(json_string(quote, "passage"));
    const std::string document = DP_TRY(json_string(quote, "document"));
    const std::string text = DP_TRY(json_string(quote, "text"));
    const auto found = passages.find(passage);
    if (found == passages.end() || !passage.starts_with(document + ".")) {
      return tampered(fmt::format("quotation {} names a passage that is not revealed", id));
    }
    if (is_true(quote, "redacted") != found->second.covered) {
      return tampered(fmt::format("quotation {} and its passage differ in what is covered", id));
    }
    if (!found->second.covered && (text.empty() || found->second.text.find(text) == text.npos)) {
      return tampered(fmt::format("quotation {} is not in passage {}", id, passage));
    }
    ++(found->second.covered ? report.covered_quotes : report.quotes);
    if (!quotes.emplace(id, text).second) return tampered(fmt::format("two quotations {}", id));
  }
  return quotes;
}

Result<Head> check_head(const Files& files, const Key& key, const Json& dossier, Report& report) {
  const std::string note = DP_TRY(file(files, "checkpoint"));
  const auto opened = open_note(note, key);
  if (!opened) return tampered("the checkpoint does not carry a valid signature of the key");
  const auto head = read_head(opened->text);
  if (!head || head->origin != key.name) return tampered("the checkpoint is not one of this key");
  report.other_signatures = opened->others;
  report.origin = head->origin;
  report.ledger_size = head->size;
  const auto named = dossier.find("checkpoint");
  if (named == dossier.end() || !named->is_object()) {
    return not_readable("dossier.json names no checkpoint");
  }
  const std::string origin = DP_TRY(json_string(*named, "origin"));
  const std::uint64_t size = DP_TRY(number(*named, "size"));
  const std::string root = DP_TRY(json_string(*named, "root"));
  if (origin != head->origin || size != head->size || root != to_hex(crypto::view(head->root))) {
    return tampered("dossier.json names another checkpoint than the one enclosed");
  }
  return *head;
}

Result<> compare_heads(const std::string& note, const Key& key, const Head& head, Report& report) {
  const auto opened = open_note(note, key);
  const auto other = opened ? read_head(opened->text) : std::nullopt;
  if (!other || other->origin != head.origin) {
    return Error{Fault::InvalidInput, "the checkpoint given is not one of this ledger and key"};
  }
  if (other->size == head.size && other->root != head.root) {
    return tampered("the checkpoint given and the dossier's are two histories of the same length");
  }
  report.same_head = other->size == head.size;
  return done();
}

}  // namespace

Result<Report> check_dossier(const Files& files, const Wishes& wishes) {
  Report report;
  const std::string manifest = DP_TRY(file(files, "manifest.sha256"));
  DP_TRY(check_list(files, manifest));
  const std::string text = DP_TRY(file(files, "dossier.json"));
  const Json dossier = DP_TRY(parse_json(text, "dossier.json"));
  const std::string format = DP_TRY(json_string(dossier, "format"));
  if (format != "depone-dossier-1") return not_readable("dossier.json: unknown format");
  report.title = DP_TRY(json_string(dossier, "title"));
  const std::string enclosed = DP_TRY(json_string(dossier, "verifier_key"));
  report.key = wishes.key.value_or(enclosed);
  report.key_was_given = wishes.key.has_value();
  const auto key = read_key(report.key);
  if (!key) return Error{Fault::InvalidInput, "the verifier key is not one", "copy it whole"};
  if (enclosed != report.key) return tampered("the dossier was signed with another key");
  DP_TRY(check_signature(files, manifest, *key));
  const Head head = DP_TRY(check_head(files, *key, dossier, report));
  const Passages passages = DP_TRY(check_passages(files, head));
  for (const auto& [id, words] : passages)
    ++(words.covered ? report.covered_passages : report.passages);
  const Quotes quotes = DP_TRY(check_quotes(dossier, passages, report));
  const std::string page = DP_TRY(file(files, "dossier.html"));
  report.page_quotes = DP_TRY(check_page(page, quotes, passages));
  if (wishes.checkpoint) DP_TRY(compare_heads(*wishes.checkpoint, *key, head, report));
  return report;
}

}  // namespace depone::verify
