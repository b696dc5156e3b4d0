// What power cuts, full disks and dying programs leave: everything acknowledged, nothing by halves.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "tests/vault/vault_fixture.h"

namespace depone::vault {
namespace {

// What a program was told is done, in the course of a life.
struct Acknowledged {
  std::map<std::string, NewItem> items;
  std::set<std::string> destroyed;
  std::size_t records = 0;
  std::string note;  // the last checkpoint seen
  bool finished = false;
};

// A life of a vault, until the disk fails it.
Acknowledged live(Disk& disk, const std::vector<NewItem>& items) {
  Acknowledged told;
  const auto keep = [&](const Vault& vault, const std::vector<Added>& added, std::size_t first) {
    for (std::size_t i = 0; i < added.size(); ++i) told.items[added[i].id] = items[first + i];
    told.note = vault.checkpoint_note();
  };
  auto made = create_vault(disk);
  if (!made.ok()) return told;
  Vault vault = std::move(made).take();
  told.note = vault.checkpoint_note();

  const auto first = vault.add(std::span(items).first(2));
  if (!first.ok()) {
    EXPECT_THAT(vault.record("case", "after a failed write"), HasFault(Fault::Io));
    return told;
  }
  keep(vault, first.value(), 0);
  if (!vault.record("case", {{"title", "a case"}}).ok()) return told;
  told.records = 1;
  const auto second = vault.add(std::span(items).subspan(2));
  if (!second.ok()) return told;
  keep(vault, second.value(), 2);
  const std::string gone = first.value()[0].id;
  if (!vault.destroy_item_key(gone, "withdrawn").ok()) {
    // Whether it is done is open; that it will be readable is not promised.
    told.items.erase(gone);
    return told;
  }
  told.items.erase(gone);
  told.destroyed.insert(gone);
  told.note = vault.checkpoint_note();
  told.finished = true;
  return told;
}

void expect_kept(Disk& disk, const Acknowledged& told, const std::vector<NewItem>& items) {
  auto opened = open_vault(disk);
  if (told.note.empty()) {
    // It was never said that there is a vault: either there is none and one can be made, or a
    // whole one.
    if (!opened.ok()) {
      EXPECT_THAT(opened, HasFault(Fault::NotFound));
      EXPECT_THAT(create_vault(disk), IsOk());
    }
    return;
  }
  ASSERT_THAT(opened, IsOk());
  Vault vault = std::move(opened).take();
  EXPECT_THAT(vault.check_against(told.note), IsOk());
  for (const auto& [id, item] : told.items) expect_holds(vault, id, item);
  for (const std::string& id : told.destroyed) {
    EXPECT_THAT(vault.original(id), HasFault(Fault::Denied));
  }
  EXPECT_GE(vault.records("case").value().size(), told.records);
  const CheckReport report = check_of(vault);
  for (const Damage& damage : report.damages) ADD_FAILURE() << damage.what;
  // Nothing half-written shows: what is there can be read.
  const std::vector<ItemInfo> infos = vault.items().value();
  for (const ItemInfo& info : infos) {
    if (!info.destroyed) {
      EXPECT_THAT(vault.original(info.id), IsOk());
    }
    EXPECT_FALSE(info.damaged);
  }
  // And life goes on: the interrupted work is repeated and makes no copies.
  ASSERT_THAT(vault.add(items), IsOk());
  const std::size_t live_items = static_cast<std::size_t>(
      std::count_if(infos.begin(), infos.end(), [](const ItemInfo& i) { return !i.destroyed; }));
  EXPECT_LE(live_items, items.size());
  EXPECT_TRUE(check_of(vault).sound());
}

struct Sweep {
  const char* name;
  FaultyDisk::Kind kind;
  bool lose_power;
};

class Faults : public ::testing::TestWithParam<Sweep> {};

TEST_P(Faults, AtEveryWriteLoseNothingAcknowledged) {
  const std::vector<NewItem> items = three_items();
  for (int fail_at = 1;; ++fail_at) {
    SCOPED_TRACE("failing call " + std::to_string(fail_at));
    MemoryDisk disk;
    FaultyDisk faulty(disk, fail_at, GetParam().kind);
    const Acknowledged told = live(faulty, items);
    if (GetParam().lose_power) disk.lose_power();
    expect_kept(disk, told, items);
    if (HasFatalFailure() || HasNonfatalFailure()) return;
    if (told.finished) {
      EXPECT_GT(fail_at, 30) << "the sweep must reach many calls";
      break;
    }
  }
}

// A disk that fails while a vault is opened after a crash.
TEST_P(Faults, AtEveryRepairLoseNothingAcknowledged) {
  const std::vector<NewItem> items = three_items();
  for (const int died_at : {26, 30, 33}) {
    MemoryDisk crashed;
    FaultyDisk first(crashed, died_at, FaultyDisk::Kind::Finish);
    const Acknowledged told = live(first, items);
    for (int fail_at = 1;; ++fail_at) {
      SCOPED_TRACE("died at " + std::to_string(died_at) + ", then at " + std::to_string(fail_at));
      MemoryDisk disk = crashed.copy();
      FaultyDisk faulty(disk, fail_at, GetParam().kind);
      const bool opened = open_vault(faulty).ok();
      if (GetParam().lose_power) disk.lose_power();
      expect_kept(disk, told, items);
      if (HasFatalFailure() || HasNonfatalFailure()) return;
      if (opened) break;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, Faults,
                         ::testing::Values(Sweep{"Refuse", FaultyDisk::Kind::Refuse, false},
                                           Sweep{"TearThenPowerCut", FaultyDisk::Kind::Tear, true},
                                           Sweep{"FinishThenPowerCut", FaultyDisk::Kind::Finish,
                                                 true}),
                         [](const auto& sweep) { return std::string(sweep.param.name); });

TEST(PowerCut, AtTheEndOfALifeLosesNothing) {
  MemoryDisk disk;
  const std::vector<NewItem> items = three_items();
  const Acknowledged told = live(disk, items);
  ASSERT_TRUE(told.finished);
  disk.lose_power();
  expect_kept(disk, told, items);
}

}  // namespace
}  // namespace depone::vault
