// The vault on the real disk, with index.db as SQLite writes it.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "tests/vault/vault_fixture.h"

namespace depone::vault {
namespace {

namespace fs = std::filesystem;

class RealVault : public ::testing::Test {
 protected:
  RealVault()
      : folder_(fs::path(::testing::TempDir()) / ("depone_vault_" + std::to_string(::getpid()))) {
    fs::remove_all(folder_);
  }
  ~RealVault() override { fs::remove_all(folder_); }

  Result<Vault> create() {
    return Vault::create(*disk_, folder_.string(), bytes_of(kPassphrase), crypto::test_cost(),
                         test_clock());
  }
  Result<Vault> open() {
    return Vault::open(*disk_, folder_.string(), bytes_of(kPassphrase), test_clock());
  }
  static std::string content(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  void expect_no_marker() const {
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
      EXPECT_EQ(entry.path().string().find("MARKER"), std::string::npos) << entry.path();
      if (!entry.is_regular_file()) continue;
      const std::string bytes = content(entry.path());
      EXPECT_EQ(bytes.find("MARKER"), std::string::npos) << entry.path();
      EXPECT_EQ(bytes.find("marker"), std::string::npos) << entry.path();
      EXPECT_EQ(bytes.find("CREATE"), std::string::npos) << entry.path();
      ++files;
    }
    EXPECT_GT(files, 6u);
  }

  fs::path folder_;
  std::unique_ptr<Disk> disk_ = make_real_disk();
};

TEST_F(RealVault, WritesNothingReadableNotEvenInTheIndexAndItsLog) {
  Vault vault = create().take();
  const auto items = [] {
    std::vector<NewItem> made;
    for (int i = 0; i < 200; ++i) {
      made.push_back(text_item("MARKERNAME" + std::to_string(i),
                               "MARKERTEXT " + std::to_string(i) + " was said and marker again."));
      made.back().source.label = "MARKERLABEL";
    }
    return made;
  }();
  ASSERT_THAT(vault.add(items), IsOk());
  // While it is open the last writes are in index.db-wal.
  ASSERT_TRUE(fs::exists(folder_ / "index.db-wal"));
  ASSERT_GT(fs::file_size(folder_ / "index.db-wal"), 100'000u);
  expect_no_marker();
  { const Vault closed = std::move(vault); }
  expect_no_marker();
  EXPECT_EQ(open().value().search("marker", 1000).value().size(), 200u);
}

TEST_F(RealVault, FilesAreForTheirOwnerOnly) {
  { ASSERT_THAT(create().take().add(three_items()), IsOk()); }
  for (const auto& entry : fs::recursive_directory_iterator(folder_)) {
    const auto others = fs::perms::group_all | fs::perms::others_all;
    EXPECT_EQ(entry.status().permissions() & others, fs::perms::none) << entry.path();
  }
}

TEST_F(RealVault, MakesADamagedIndexAnew) {
  Digest before{};
  {
    Vault vault = create().take();
    ASSERT_THAT(vault.add(three_items()), IsOk());
    before = vault.index_digest().value();
  }
  const fs::path index = folder_ / "index.db";
  const std::string bytes = content(index);
  for (const std::size_t at :
       {std::size_t{3}, std::size_t{20}, std::size_t{4000}, bytes.size() / 2, bytes.size() - 10}) {
    std::string changed = bytes;
    changed[at] = static_cast<char>(changed[at] ^ 0x20);
    std::ofstream(index, std::ios::binary | std::ios::trunc) << changed;
    auto vault = open();
    ASSERT_THAT(vault, IsOk()) << at;
    // Opening reads only some pages; the check reads all of them.
    if (vault.value().repairs().empty() && !check_of(vault.value()).sound()) {
      NoProgress progress;
      EXPECT_THAT(vault.value().rebuild(progress), IsOk());
    }
    EXPECT_EQ(vault.value().index_digest().value(), before) << at;
    EXPECT_TRUE(check_of(vault.value()).sound()) << at;
  }
  for (const std::size_t length : {std::size_t{0}, std::size_t{100}, std::size_t{5000}}) {
    std::ofstream(index, std::ios::binary | std::ios::trunc) << bytes.substr(0, length);
    EXPECT_EQ(open().value().index_digest().value(), before) << length;
  }
  fs::remove(index);
  EXPECT_EQ(open().value().index_digest().value(), before);
}

TEST_F(RealVault, AnIndexOfThePastIsCaughtUp) {
  const std::vector<NewItem> items = three_items();
  std::string old_index;
  Digest digest{};
  {
    { ASSERT_THAT(create().take().add(std::span(items).first(1)), IsOk()); }
    old_index = content(folder_ / "index.db");
    Vault vault = open().take();
    ASSERT_THAT(vault.add(std::span(items).subspan(1)), IsOk());
    digest = vault.index_digest().value();
  }
  std::ofstream(folder_ / "index.db", std::ios::binary | std::ios::trunc) << old_index;
  const Vault vault = open().take();
  EXPECT_EQ(vault.index_digest().value(), digest);
  EXPECT_EQ(vault.items().value().size(), 3u);
}

TEST_F(RealVault, TheIndexOfADestroyedItemCannotBeOpenedAgain) {
  Vault vault = create().take();
  const auto added = vault.add(three_items()).value();
  { const Vault closed = std::move(vault); }
  const std::string old_index = content(folder_ / "index.db");
  {
    Vault again = open().take();
    ASSERT_THAT(again.destroy_item_key(added[0].id, "withdrawn"), IsOk());
  }
  std::ofstream(folder_ / "index.db", std::ios::binary | std::ios::trunc) << old_index;
  const Vault last = open().take();
  EXPECT_FALSE(last.repairs().empty());
  EXPECT_TRUE(last.search("supervisors", 10).value().empty());
  EXPECT_TRUE(check_of(last).sound());
}

TEST_F(RealVault, IsHeldByOneProcess) {
  const Vault vault = create().take();
  const pid_t child = ::fork();
  if (child == 0) {
    const auto opened = open();
    ::_exit(!opened.ok() && opened.error().fault == Fault::Conflict ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

TEST_F(RealVault, AKilledProcessLosesNothingAcknowledged) {
  { ASSERT_THAT(create(), IsOk()); }
  int pipe_ends[2];
  ASSERT_EQ(::pipe(pipe_ends), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    // Adds for ever and writes one byte for each acknowledged item.
    auto opened = open();
    if (!opened.ok()) ::_exit(1);
    for (int i = 0;; ++i) {
      const NewItem item = text_item("n" + std::to_string(i), "Text " + std::to_string(i) + ".");
      if (!opened.value().add({&item, 1}).ok()) ::_exit(1);
      if (::write(pipe_ends[1], "x", 1) != 1) ::_exit(1);
    }
  }
  ::close(pipe_ends[1]);
  std::size_t acknowledged = 0;
  char byte = 0;
  while (acknowledged < 20 && ::read(pipe_ends[0], &byte, 1) == 1) ++acknowledged;
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  while (::read(pipe_ends[0], &byte, 1) == 1) ++acknowledged;
  ::close(pipe_ends[0]);
  ASSERT_GE(acknowledged, 20u);
  const auto opened = open();
  ASSERT_THAT(opened, IsOk());
  EXPECT_GE(opened.value().items().value().size(), acknowledged);
  EXPECT_TRUE(check_of(opened.value()).sound());
}

}  // namespace
}  // namespace depone::vault
