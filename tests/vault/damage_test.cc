// Every file of a small vault changed, cut and deleted: never a silently wrong content.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "tests/vault/vault_fixture.h"

namespace depone::vault {
namespace {

struct Small {
  MemoryDisk disk;
  std::vector<NewItem> items = three_items();
  std::vector<Added> added;
  std::string note;
};

Small small_vault() {
  Small small;
  Vault vault = create_vault(small.disk).take();
  small.added = vault.add(small.items).value();
  EXPECT_THAT(vault.record("case", {{"title", "a case"}}), IsOk());
  small.note = vault.checkpoint_note();
  return small;
}

// All bytes when DEPONE_THOROUGH is set, else all of the first 48, which hold every kind of header,
// and a sample of the rest.
std::size_t next_place(std::size_t at, std::size_t sample) {
  static const bool thorough = std::getenv("DEPONE_THOROUGH") != nullptr;
  return thorough || at < 48 ? at + 1 : at + sample;
}

bool is_damage(Fault fault) {
  return fault == Fault::Tampered || fault == Fault::Corrupt || fault == Fault::Denied ||
         fault == Fault::NotFound || fault == Fault::Unsupported;
}

// Either the damage is named, or it changed nothing that anybody relies on.
void expect_never_silent(const Small& small, const MemoryDisk& damaged, const std::string& what) {
  MemoryDisk disk = damaged.copy();
  const auto opened = open_vault(disk);
  if (!opened.ok()) {
    EXPECT_TRUE(is_damage(opened.error().fault)) << what << ": " << to_string(opened.error());
    return;
  }
  const Vault& vault = opened.value();
  const CheckReport report = check_of(vault);
  for (const Damage& damage : report.damages) {
    EXPECT_TRUE(is_damage(damage.fault)) << what << ": " << damage.what;
  }
  std::set<std::string> named;
  for (const Damage& damage : report.damages) named.insert(damage.item);
  for (std::size_t i = 0; i < small.items.size(); ++i) {
    const std::string& id = small.added[i].id;
    const auto bytes = vault.original(id);
    const auto document = vault.document(id);
    if (bytes.ok()) {
      EXPECT_EQ(bytes.value(), small.items[i].bytes) << what;
    }
    if (document.ok()) {
      EXPECT_EQ(document.value().text, small.items[i].document.text) << what;
    }
    if (!bytes.ok() || !document.ok()) {
      EXPECT_EQ(named.count(id), 1u) << what << ": the check must name the item";
    }
  }
  if (report.sound()) {
    EXPECT_THAT(vault.check_against(small.note), IsOk()) << what;
  }
}

TEST(Damage, OfAnyByteIsNamedOrHarmless) {
  const Small small = small_vault();
  std::size_t flips = 0;
  for (const auto& [path, bytes] : small.disk.files()) {
    for (std::size_t i = 0; i < bytes.size(); i = next_place(i, 47)) {
      MemoryDisk damaged = small.disk.copy();
      Bytes changed = bytes;
      changed[i] ^= static_cast<std::uint8_t>(1u << (i % 8));
      damaged.put(path, changed);
      expect_never_silent(small, damaged, path + " byte " + std::to_string(i));
      ++flips;
    }
    if (HasNonfatalFailure()) return;
  }
  EXPECT_GT(flips, 500u);
}

TEST(Damage, OfThePassphraseCostIsNamedBeforeItIsPaid) {
  const Small small = small_vault();
  const Bytes keyring = small.disk.files().at("/case/keyring");
  // The highest bits of both numbers, and the first value beyond the most passes.
  for (const auto& [at, value] : {std::pair{8, 0x80}, {11, 1}, {15, 65}, {16, 0x80}, {19, 2}}) {
    MemoryDisk damaged = small.disk.copy();
    Bytes changed = keyring;
    changed[static_cast<std::size_t>(at)] = static_cast<std::uint8_t>(value);
    damaged.put("/case/keyring", changed);
    const auto opened = open_vault(damaged);
    ASSERT_THAT(opened, HasFault(Fault::Corrupt)) << at;
    EXPECT_NE(opened.error().hint.find("keyring"), std::string::npos);
  }
}

TEST(Damage, ByTruncationAtAnyLengthIsNamed) {
  const Small small = small_vault();
  for (const auto& [path, bytes] : small.disk.files()) {
    if (path.ends_with("/lock")) continue;
    for (std::size_t length = 0; length < bytes.size(); length = next_place(length, 97)) {
      MemoryDisk damaged = small.disk.copy();
      damaged.put(path, copy_of(ByteView(bytes).first(length)));
      const std::string what = path + " cut to " + std::to_string(length);
      expect_never_silent(small, damaged, what);
      // Nothing of these files is dispensable.
      MemoryDisk again = damaged.copy();
      const auto opened = open_vault(again);
      EXPECT_TRUE(!opened.ok() || !check_of(opened.value()).sound()) << what;
    }
    if (HasNonfatalFailure()) return;
  }
}

TEST(Damage, ByDeletingAFileIsToldAsNotFound) {
  const Small small = small_vault();
  for (const auto& [path, bytes] : small.disk.files()) {
    if (path.ends_with("/lock")) continue;
    MemoryDisk damaged = small.disk.copy();
    damaged.erase(path);
    const auto opened = open_vault(damaged);
    if (path.find("/blobs/") == std::string::npos) {
      EXPECT_THAT(opened, HasFault(Fault::NotFound)) << path;
      continue;
    }
    ASSERT_THAT(opened, IsOk()) << path;
    const CheckReport report = check_of(opened.value());
    ASSERT_EQ(report.damages.size(), 1u) << path;
    EXPECT_EQ(report.damages[0].fault, Fault::NotFound) << path;
    EXPECT_FALSE(report.damages[0].item.empty()) << path;
    // The other items are as they were.
    std::size_t readable = 0;
    for (const Added& answer : small.added) {
      readable +=
          opened.value().original(answer.id).ok() && opened.value().document(answer.id).ok();
    }
    EXPECT_EQ(readable, 2u) << path;
  }
}

TEST(Damage, BySwappingTheFilesOfTwoItemsIsTampering) {
  const Small small = small_vault();
  std::vector<std::string> blobs;
  for (const auto& [path, bytes] : small.disk.files()) {
    if (path.find("/blobs/") != std::string::npos) blobs.push_back(path);
  }
  ASSERT_EQ(blobs.size(), 6u);
  MemoryDisk damaged = small.disk.copy();
  damaged.put(blobs[0], small.disk.files().at(blobs[1]));
  const Vault vault = open_vault(damaged).take();
  const CheckReport report = check_of(vault);
  ASSERT_EQ(report.damages.size(), 1u);
  EXPECT_EQ(report.damages[0].fault, Fault::Tampered);
}

TEST(Damage, OfALedgerThatWasCutBehindItsCheckpointIsTampering) {
  const Small small = small_vault();
  for (const auto& [path, bytes] : small.disk.files()) {
    if (!path.ends_with("/events")) continue;
    // Cut exactly after the last but one event, so that the file itself is in order.
    std::size_t last = 8;
    for (std::size_t at = 8; at < bytes.size();) {
      last = at;
      at += 12 + (std::size_t{bytes[at]} << 24 | std::size_t{bytes[at + 1]} << 16 |
                  std::size_t{bytes[at + 2]} << 8 | bytes[at + 3]);
    }
    MemoryDisk damaged = small.disk.copy();
    damaged.put(path, copy_of(ByteView(bytes).first(last)));
    EXPECT_THAT(open_vault(damaged), HasFault(Fault::Tampered));
    // What can still be read can be had, and the check says what is wrong.
    const Vault vault = open_vault(damaged, OpenMode::Damaged).take();
    expect_holds(vault, small.added[0].id, small.items[0]);
    const CheckReport report = check_of(vault);
    ASSERT_FALSE(report.sound());
    EXPECT_EQ(report.damages[0].fault, Fault::Tampered);
  }
}

TEST(Damage, OfOneEventLeavesTheOthersReadable) {
  const Small small = small_vault();
  for (const auto& [path, bytes] : small.disk.files()) {
    if (!path.ends_with("/events")) continue;
    const std::size_t first_length = std::size_t{bytes[10]} << 8 | bytes[11];
    const std::size_t inside_second = 8 + 12 + first_length + 4 + 50;
    MemoryDisk damaged = small.disk.copy();
    Bytes changed = bytes;
    changed[inside_second] ^= 1;
    damaged.put(path, changed);
    const auto sound = open_vault(damaged);
    ASSERT_THAT(sound, HasFault(Fault::Corrupt));
    EXPECT_FALSE(sound.error().hint.empty());
    Vault vault = open_vault(damaged, OpenMode::Damaged).take();
    expect_holds(vault, small.added[1].id, small.items[1]);
    expect_holds(vault, small.added[2].id, small.items[2]);
    const CheckReport report = check_of(vault);
    ASSERT_FALSE(report.sound());
    EXPECT_NE(report.damages[0].what.find("event 1"), std::string::npos);
    // Such a vault is not written to.
    EXPECT_THAT(vault.record("case", "x"), HasFault(Fault::Denied));
    EXPECT_THAT(vault.add(small.items), HasFault(Fault::Denied));
    NoProgress progress;
    EXPECT_THAT(vault.rebuild(progress), HasFault(Fault::Denied));
  }
}

TEST(Damage, OfALostItemKeyIsNamedAndTheOthersStayReadable) {
  MemoryDisk disk;
  const auto items = three_items();
  std::vector<std::string> ids;
  {
    Vault vault = create_vault(disk).take();
    for (const NewItem& item : items) ids.push_back(vault.add({&item, 1}).value()[0].id);
  }
  const std::string path = "/case/keys.00000001";
  Bytes changed = disk.files().at(path);
  changed[8 + 4 + 40] ^= 1;  // in the first record
  disk.put(path, changed);
  EXPECT_THAT(open_vault(disk), HasFault(Fault::Corrupt));
  const Vault vault = open_vault(disk, OpenMode::Damaged).take();
  EXPECT_THAT(vault.original(ids[0]), HasFault(Fault::NotFound));
  expect_holds(vault, ids[1], items[1]);
  expect_holds(vault, ids[2], items[2]);
  const CheckReport report = check_of(vault);
  ASSERT_EQ(report.damages.size(), 1u);
  EXPECT_EQ(report.damages[0].item, ids[0]);
  EXPECT_EQ(report.damages[0].fault, Fault::Corrupt);
  EXPECT_TRUE(vault.items().value()[0].damaged);
}

TEST(Check, SeesWhatChangesWhileTheVaultIsOpen) {
  Small small = small_vault();
  const Vault vault = open_vault(small.disk).take();
  ASSERT_TRUE(check_of(vault).sound());
  Bytes changed = small.disk.files().at("/case/vault.json");
  changed[3] ^= 1;
  small.disk.put("/case/vault.json", changed);
  EXPECT_FALSE(check_of(vault).sound());
}

TEST(Check, CountsLeftoversAndStopsWhenAsked) {
  Small small = small_vault();
  const Vault vault = open_vault(small.disk).take();
  ASSERT_THAT(small.disk.make_folder("/case/blobs/00"), IsOk());
  small.disk.put("/case/blobs/00/stray", {1, 2, 3});
  const CheckReport report = check_of(vault);
  EXPECT_TRUE(report.sound());
  EXPECT_EQ(report.leftovers, 1u);
  Cancellation cancellation;
  cancellation.request();
  NoProgress progress;
  EXPECT_THAT(vault.check(progress, cancellation), HasFault(Fault::Cancelled));
}

}  // namespace
}  // namespace depone::vault
