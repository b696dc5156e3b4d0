#include "vault/vault.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/checkpoint.h"
#include "ledger/signed_note.h"
#include "ledger/tree.h"
#include "tests/vault/vault_fixture.h"
#include "vault/search_words.h"

namespace depone::vault {
namespace {

TEST(Vault, HoldsWhatWasAddedAfterOpeningAgain) {
  MemoryDisk disk;
  const std::vector<NewItem> items = three_items();
  std::vector<Added> added;
  {
    Vault vault = create_vault(disk).take();
    added = vault.add(items).value();
    for (std::size_t i = 0; i < items.size(); ++i) expect_holds(vault, added[i].id, items[i]);
  }
  const Vault vault = open_vault(disk).take();
  EXPECT_TRUE(vault.repairs().empty()) << vault.repairs().front();
  ASSERT_EQ(added.size(), 3u);
  for (std::size_t i = 0; i < items.size(); ++i) expect_holds(vault, added[i].id, items[i]);
  const auto infos = vault.items().value();
  ASSERT_EQ(infos.size(), 3u);
  EXPECT_EQ(infos[1].id, added[1].id);
  EXPECT_EQ(infos[1].document.name, "b.txt");
  EXPECT_EQ(infos[1].source.consent->audience, Audience::Public);
  EXPECT_EQ(infos[1].added, test_clock().now());
  EXPECT_EQ(infos[1].passage_count, items[1].document.passages.size());
  const CheckReport report = check_of(vault);
  EXPECT_TRUE(report.sound()) << report.damages.front().what;
  EXPECT_EQ(report.items, 3u);
  EXPECT_EQ(report.events, 4u);
  EXPECT_EQ(report.leftovers, 0u);
}

TEST(Vault, KeepsEmptyAndLargeItems) {
  MemoryDisk disk;
  Vault vault = create_vault(disk).take();
  std::vector<NewItem> items = {text_item("empty", ""), text_item("large", "A sentence here. ")};
  items[1].bytes = Bytes(200'000, 7);
  const auto added = vault.add(items).value();
  expect_holds(vault, added[0].id, items[0]);
  expect_holds(vault, added[1].id, items[1]);
  EXPECT_EQ(vault.items().value()[0].passage_count, 0u);
}

TEST(Vault, SeesWithoutReadingThatAFileIsGoneOrCut) {
  MemoryDisk disk;
  Vault vault = create_vault(disk).take();
  ASSERT_THAT(vault.add(three_items()), IsOk());
  const ItemInfo item = vault.items().value().front();
  EXPECT_THAT(vault.look_at_files(item), IsOk());
  std::size_t noticed = 0;
  for (const FileInfo& folder : disk.list(std::string(kFolder) + "/blobs").take()) {
    const std::string within = std::string(kFolder) + "/blobs/" + folder.name;
    for (const FileInfo& file : disk.list(within).take()) {
      const std::string path = within + "/" + file.name;
      const Bytes whole = disk.read_all(path, 1 << 20).value();
      ASSERT_THAT(disk.truncate(path, 20), IsOk());
      const bool cut = !vault.look_at_files(item).ok();
      if (cut) {
        EXPECT_THAT(vault.look_at_files(item), HasFault(Fault::Corrupt));
      }
      ASSERT_THAT(disk.remove(path), IsOk());
      EXPECT_EQ(!vault.look_at_files(item).ok(), cut);
      if (cut) {
        EXPECT_THAT(vault.look_at_files(item), HasFault(Fault::NotFound));
      }
      ASSERT_THAT(disk.write_lazily(path, whole), IsOk());
      noticed += cut ? 1 : 0;
    }
  }
  EXPECT_EQ(noticed, 2u);  // of the item's two files, and of no other's
}

// The twin of a cutter that has met the words before is one that has not.
RC_GTEST_PROP(WordCutter, SaysTheSameOfAWordItRemembers, ()) {
  static const std::vector<std::string> kSome = {"workers", "Workers", "работали", "안전모를",
                                                 "넷",      "50,000",  "naïve",    "x"};
  WordCutter remembers;
  for (int round = 0; round < 3; ++round) {
    std::string text;
    for (const std::string& word :
         *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kSome))) {
      text += word + " ";
    }
    const SearchWords fresh = WordCutter().words_of(text);
    const SearchWords again = remembers.words_of(text);
    RC_ASSERT(fresh.stems == again.stems);
    RC_ASSERT(fresh.pairs == again.pairs);
  }
}

TEST(Vault, AnswersTheSameBytesAsADuplicate) {
  MemoryDisk disk;
  Vault vault = create_vault(disk).take();
  const std::vector<NewItem> items = three_items();
  const auto first = vault.add(items).value();
  const std::uint64_t size = vault.ledger_size();
  const std::vector<NewItem> again = {items[2], text_item("new", "New."),
                                      text_item("copy", "New.")};
  const auto second = vault.add(again).value();
  EXPECT_TRUE(second[0].duplicate);
  EXPECT_EQ(second[0].id, first[2].id);
  EXPECT_FALSE(second[1].duplicate);
  EXPECT_TRUE(second[2].duplicate);
  EXPECT_EQ(second[2].id, second[1].id);
  EXPECT_EQ(vault.ledger_size(), size + 1);
  EXPECT_EQ(vault.contains(crypto::sha256(items[0].bytes)).value(), first[0].id);
  EXPECT_EQ(vault.contains(crypto::sha256(bytes_of("other"))).value(), std::nullopt);
}

TEST(Vault, RefusesAWrongPassphraseAsDenied) {
  MemoryDisk disk;
  ASSERT_THAT(create_vault(disk), IsOk());
  const auto opened =
      Vault::open(disk, kFolder, bytes_of("wrong"), test_clock(), IndexPlace::InMemory);
  ASSERT_THAT(opened, HasFault(Fault::Denied));
  EXPECT_FALSE(opened.error().hint.empty());
  EXPECT_THAT(open_vault(disk), IsOk());
}

TEST(Vault, IsMadeOnlyWhereNothingIs) {
  MemoryDisk disk;
  EXPECT_THAT(open_vault(disk), HasFault(Fault::NotFound));
  ASSERT_THAT(create_vault(disk), IsOk());
  EXPECT_THAT(create_vault(disk), HasFault(Fault::Conflict));
  ASSERT_THAT(disk.make_folder("/full"), IsOk());
  disk.put("/full/letter.txt", {1});
  EXPECT_THAT(create_vault(disk, "/full"), HasFault(Fault::Conflict));
  EXPECT_THAT(
      Vault::create(disk, "/new", {}, crypto::test_cost(), test_clock(), IndexPlace::InMemory),
      HasFault(Fault::InvalidInput));
}

TEST(Vault, IsHeldByOneProcessAtATime) {
  MemoryDisk disk;
  auto vault = create_vault(disk);
  EXPECT_THAT(open_vault(disk), HasFault(Fault::Conflict));
  { const Vault closed = std::move(vault).take(); }
  EXPECT_THAT(open_vault(disk), IsOk());
}

TEST(Vault, NamesUnknownItems) {
  MemoryDisk disk;
  const Vault vault = create_vault(disk).take();
  EXPECT_THAT(vault.original(std::string(32, 'a')), HasFault(Fault::NotFound));
  EXPECT_THAT(vault.item("nonsense"), HasFault(Fault::InvalidInput));
  EXPECT_THAT(vault.ledger_leaf(1), HasFault(Fault::NotFound));
}

TEST(Vault, WritesNothingReadableToTheDisk) {
  MemoryDisk disk;
  Vault vault = create_vault(disk).take();
  NewItem item = text_item("MARKERNAME.txt", "MARKERTEXT was said.");
  item.source.label = "MARKERLABEL";
  item.document.title = "MARKERTITLE";
  item.acquisition["path"] = "MARKERPATH";
  const std::string id = vault.add({&item, 1}).value().front().id;
  ASSERT_THAT(vault.record("case", {{"note", "MARKERNOTE"}}), IsOk());
  ASSERT_THAT(vault.destroy_item_key(id, "MARKERREASON"), IsOk());
  for (const auto& [path, bytes] : disk.files()) {
    EXPECT_EQ(text_of(bytes).find("MARKER"), std::string_view::npos) << path;
    EXPECT_EQ(path.find("MARKER"), std::string::npos) << path;
  }
  for (std::uint64_t i = 0; i < vault.ledger_size(); ++i) {
    EXPECT_EQ(vault.ledger_leaf(i).value().find("MARKER"), std::string::npos);
  }
}

TEST(Vault, KeepsRecordsOfEachKind) {
  MemoryDisk disk;
  {
    Vault vault = create_vault(disk).take();
    ASSERT_THAT(vault.record("case", {{"title", "one"}}), IsOk());
    ASSERT_THAT(vault.record("review", {{"verdict", "same"}}), IsOk());
    ASSERT_THAT(vault.record("case", {{"title", "two"}}), IsOk());
    ASSERT_THAT(vault.record_published(crypto::sha256(bytes_of("dossier"))), IsOk());
  }
  const Vault vault = open_vault(disk).take();
  const auto records = vault.records("case").value();
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[1].payload["title"], "two");
  EXPECT_EQ(records[1].sequence, 3u);
  EXPECT_EQ(vault.records("review").value().size(), 1u);
  EXPECT_TRUE(vault.records("other").value().empty());
  EXPECT_NE(vault.ledger_leaf(4).value().find(to_hex(crypto::sha256(bytes_of("dossier")))),
            std::string::npos);
}

TEST(Vault, FindsWordsInOtherForms) {
  MemoryDisk disk;
  Vault vault = create_vault(disk).take();
  const auto added = vault.add(three_items()).value();
  const auto only = [&](std::string_view query) -> std::string {
    const auto hits = vault.search(query, 10);
    if (!hits.ok()) return to_string(hits.error());
    return hits.value().size() == 1 ? hits.value().front().id
                                    : std::to_string(hits.value().size()) + " hits";
  };
  EXPECT_EQ(only("hour"), added[0].id);
  EXPECT_EQ(only("PUNISHING supervisor"), added[0].id);
  EXPECT_EQ(only("안전모"), added[1].id);
  EXPECT_EQ(only("паспорт"), added[2].id);
  EXPECT_EQ(only("контейнер рабочий"), added[2].id);
  EXPECT_EQ(only("hour паспорт"), "0 hits");
  EXPECT_THAT(vault.search(" \"* ", 10), HasFault(Fault::InvalidInput));
  EXPECT_THAT(vault.search("\"quoted\" OR NEAR(x) AND *", 10), IsOk());
}

TEST(Vault, RebuildingGivesTheSameIndex) {
  MemoryDisk disk;
  Vault vault = create_vault(disk).take();
  ASSERT_THAT(vault.add(three_items()), IsOk());
  const NewItem late = text_item("d.txt", "One more.");
  ASSERT_THAT(vault.add({&late, 1}), IsOk());
  const Digest before = vault.index_digest().value();
  NoProgress progress;
  ASSERT_THAT(vault.rebuild(progress), IsOk());
  EXPECT_EQ(vault.index_digest().value(), before);
  { const Vault closed = std::move(vault); }
  EXPECT_EQ(open_vault(disk).value().index_digest().value(), before);
}

TEST(Vault, ProvesEachPassageAgainstTheSignedCheckpoint) {
  MemoryDisk disk;
  Vault vault = create_vault(disk).take();
  const auto items = three_items();
  const auto added = vault.add(items).value();
  const auto key = ledger::parse_verifier_key(vault.verifier_key()).value();
  const auto head = ledger::open_checkpoint(vault.checkpoint_note(), key.public_key).value();
  EXPECT_EQ(head.size, vault.ledger_size());
  const std::vector<std::uint64_t> wanted = {0, 1};
  for (const Added& answer : added) {
    const Revelation shown = vault.revelation(answer.id, wanted).value();
    const auto path = vault.ledger_proof(shown.ledger_index, head.size).value();
    EXPECT_TRUE(ledger::verify_inclusion(ledger::leaf_hash(bytes_of(shown.leaf)),
                                         shown.ledger_index, head.size, path, head.root));
    const Json leaf = parse_json(shown.leaf, "leaf").value();
    EXPECT_EQ(leaf["passages_root"], to_hex(shown.passage_root));
    EXPECT_EQ(leaf["passages"], shown.passage_count);
    for (const RevealedPassage& passage : shown.passages) {
      const Digest commitment = crypto::commit(passage.salt, bytes_of(passage.text));
      EXPECT_TRUE(ledger::verify_inclusion(ledger::leaf_hash(crypto::view(commitment)),
                                           passage.index, shown.passage_count, passage.path,
                                           shown.passage_root));
      EXPECT_FALSE(passage.text.empty());
    }
    const DigestOpening opening = vault.digest_opening(answer.id).value();
    EXPECT_EQ(leaf["digest_commitment"],
              to_hex(crypto::commit(opening.salt, crypto::view(opening.sha256))));
  }
  const std::vector<std::uint64_t> beyond = {2};
  EXPECT_THAT(vault.revelation(added[0].id, beyond), HasFault(Fault::NotFound));
}

TEST(Vault, SignsStatementsThatItsVerifierKeyAccepts) {
  MemoryDisk disk;
  const Vault vault = create_vault(disk).take();
  const auto key = ledger::parse_verifier_key(vault.verifier_key()).value();
  EXPECT_EQ(ledger::open_note(vault.sign_statement("a manifest\n"), key).value(), "a manifest\n");
}

TEST(Vault, SeesThatItWasRolledBackOrForked) {
  MemoryDisk disk;
  MemoryDisk old;
  std::string later;
  {
    Vault vault = create_vault(disk).take();
    ASSERT_THAT(vault.record("case", "one"), IsOk());
    old = disk.copy();
    ASSERT_THAT(vault.record("case", "two"), IsOk());
    later = vault.checkpoint_note();
    EXPECT_THAT(vault.check_against(later), IsOk());
  }
  Vault vault = open_vault(old).take();
  EXPECT_THAT(vault.check_against(later), HasFault(Fault::Tampered));
  ASSERT_THAT(vault.record("case", "another two"), IsOk());
  EXPECT_THAT(vault.check_against(later), HasFault(Fault::Tampered));
  EXPECT_THAT(vault.check_against("no note"), HasFault(Fault::Corrupt));
}

TEST(DestroyItemKey, MakesTheItemUnreadableWhileTheLedgerVerifies) {
  MemoryDisk disk;
  const auto items = three_items();
  std::vector<Added> added;
  MemoryDisk before;
  {
    Vault vault = create_vault(disk).take();
    added = vault.add(items).value();
    before = disk.copy();
    ASSERT_THAT(vault.destroy_item_key(added[1].id, "consent withdrawn"), IsOk());
    EXPECT_THAT(vault.original(added[1].id), HasFault(Fault::Denied));
    EXPECT_THAT(vault.destroy_item_key(added[1].id, "again"), HasFault(Fault::Denied));
    EXPECT_TRUE(vault.search("안전모", 10).value().empty());
  }
  Vault vault = open_vault(disk).take();
  EXPECT_TRUE(vault.repairs().empty()) << vault.repairs().front();
  expect_holds(vault, added[0].id, items[0]);
  expect_holds(vault, added[2].id, items[2]);
  EXPECT_THAT(vault.document(added[1].id), HasFault(Fault::Denied));
  const auto infos = vault.items().value();
  EXPECT_TRUE(infos[1].destroyed);
  EXPECT_FALSE(infos[1].damaged);
  EXPECT_EQ(infos[1].document.name, "");
  EXPECT_TRUE(check_of(vault).sound());
  EXPECT_EQ(check_of(vault).leftovers, 0u);
  // The same bytes may come again, as another item.
  const auto again = vault.add({&items[1], 1}).value();
  EXPECT_FALSE(again[0].duplicate);
  EXPECT_NE(again[0].id, added[1].id);
  // Nobody who has the folder and the passphrase finds the old key or the old bytes.
  EXPECT_EQ(disk.files().count("/case/keys.00000001"), 0u);
}

TEST(DestroyItemKey, IsDoneAgainWhenOldKeysAreBroughtBack) {
  MemoryDisk disk;
  Vault vault = create_vault(disk).take();
  const auto added = vault.add(three_items()).value();
  const MemoryDisk before = disk.copy();
  ASSERT_THAT(vault.destroy_item_key(added[1].id, "consent withdrawn"), IsOk());
  { const Vault closed = std::move(vault); }
  for (const char* name : {"/case/keyring", "/case/keys.00000001"}) {
    disk.put(name, before.files().at(name));
  }
  const Vault again = open_vault(disk).take();
  EXPECT_THAT(again.original(added[1].id), HasFault(Fault::Denied));
  EXPECT_EQ(disk.files().count("/case/keys.00000001"), 0u);
  EXPECT_TRUE(check_of(again).sound());
}

}  // namespace
}  // namespace depone::vault
