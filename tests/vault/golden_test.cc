// Vaults of released formats stay readable. tests/golden/v1 was written by this file:
//   DEPONE_WRITE_GOLDEN=1 vault_test --gtest_filter='Golden*'
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "tests/vault/vault_fixture.h"

namespace depone::vault {
namespace {

namespace fs = std::filesystem;

const fs::path& golden() {
  static const fs::path folder = fs::path(DEPONE_SOURCE_DIR) / "tests/golden/v1";
  return folder;
}

TEST(GoldenV1, IsWrittenOnlyOnDemand) {
  if (std::getenv("DEPONE_WRITE_GOLDEN") == nullptr) {
    GTEST_SKIP() << "the golden vault is kept as it is; set DEPONE_WRITE_GOLDEN to write a new one";
  }
  ASSERT_FALSE(fs::exists(golden())) << "move the old one away first";
  const auto disk = make_real_disk();
  Vault vault = create_vault(*disk, golden().string()).take();
  const auto items = three_items();
  const auto added = vault.add(items).value();
  ASSERT_THAT(vault.record("case", {{"title", "golden"}}), IsOk());
  ASSERT_THAT(vault.destroy_item_key(added[1].id, "to show it"), IsOk());
}

TEST(GoldenV1, IsReadAsItWasWritten) {
  const fs::path copy =
      fs::path(::testing::TempDir()) / ("depone_golden_" + std::to_string(::getpid()));
  fs::remove_all(copy);
  fs::copy(golden(), copy, fs::copy_options::recursive);
  {
    const auto disk = make_real_disk();
    const auto opened = Vault::open(*disk, copy.string(), bytes_of(kPassphrase), test_clock(),
                                    IndexPlace::InMemory);
    ASSERT_THAT(opened, IsOk());
    const Vault& vault = opened.value();
    const auto expected = three_items();
    const auto infos = vault.items().value();
    ASSERT_EQ(infos.size(), 3u);
    expect_holds(vault, infos[0].id, expected[0]);
    EXPECT_TRUE(infos[1].destroyed);
    expect_holds(vault, infos[2].id, expected[2]);
    EXPECT_EQ(vault.records("case").value().at(0).payload["title"], "golden");
    EXPECT_EQ(vault.ledger_size(), 6u);
    EXPECT_TRUE(check_of(vault).sound());
    EXPECT_TRUE(vault.repairs().empty());
  }
  fs::remove_all(copy);
}

}  // namespace
}  // namespace depone::vault
