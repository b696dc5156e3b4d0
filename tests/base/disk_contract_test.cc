// One suite for all implementations of Disk: tests may trust MemoryDisk as far as it passes this.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "tests/base/disk_in_memory.h"
#include "tests/base/result_matchers.h"

namespace depone {
namespace {

class RealPlace {
 public:
  RealPlace() : folder_(::testing::TempDir() + "depone_disk_" + std::to_string(::getpid())) {
    std::filesystem::remove_all(folder_);
  }
  ~RealPlace() { std::filesystem::remove_all(folder_); }
  Disk& disk() { return *disk_; }
  std::string folder() const { return folder_; }

 private:
  std::string folder_;
  std::unique_ptr<Disk> disk_ = make_real_disk();
};

class MemoryPlace {
 public:
  Disk& disk() { return disk_; }
  std::string folder() const { return "/place"; }

 private:
  MemoryDisk disk_;
};

class FaultyPlace {
 public:
  Disk& disk() { return disk_; }
  std::string folder() const { return "/place"; }

 private:
  MemoryDisk under_;
  FaultyDisk disk_{under_, 0, FaultyDisk::Kind::Refuse};
};

template <class Place>
class DiskContract : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_THAT(disk().make_folder(place_.folder()), IsOk()); }
  Disk& disk() { return place_.disk(); }
  std::string at(std::string_view name) const { return join_path(place_.folder(), name); }
  std::string read(std::string_view name) {
    const auto bytes = disk().read_all(at(name), 1000);
    return bytes.ok() ? std::string(text_of(bytes.value())) : to_string(bytes.error());
  }

  Place place_;
};

using Places = ::testing::Types<RealPlace, MemoryPlace, FaultyPlace>;
TYPED_TEST_SUITE(DiskContract, Places);

TYPED_TEST(DiskContract, ReadsBackWhatWasWrittenEitherWay) {
  ASSERT_THAT(this->disk().write_atomically(this->at("a"), bytes_of("first")), IsOk());
  ASSERT_THAT(this->disk().write_lazily(this->at("b"), bytes_of("second")), IsOk());
  ASSERT_THAT(this->disk().sync_all(this->place_.folder()), IsOk());
  EXPECT_EQ(this->read("a"), "first");
  EXPECT_EQ(this->read("b"), "second");
}

TYPED_TEST(DiskContract, WritingAgainReplacesTheWholeFile) {
  ASSERT_THAT(this->disk().write_atomically(this->at("a"), bytes_of("a longer one")), IsOk());
  ASSERT_THAT(this->disk().write_atomically(this->at("a"), bytes_of("short")), IsOk());
  EXPECT_EQ(this->read("a"), "short");
  ASSERT_THAT(this->disk().write_lazily(this->at("a"), {}), IsOk());
  EXPECT_EQ(this->read("a"), "");
}

TYPED_TEST(DiskContract, ReadsTheWantedPartAndNoFurtherThanTheEnd) {
  ASSERT_THAT(this->disk().write_lazily(this->at("a"), bytes_of("0123456789")), IsOk());
  const auto part = [&](std::uint64_t offset, std::uint64_t length) {
    return std::string(text_of(this->disk().read(this->at("a"), offset, length).value()));
  };
  EXPECT_EQ(part(2, 3), "234");
  EXPECT_EQ(part(8, 100), "89");
  EXPECT_EQ(part(10, 1), "");
  EXPECT_EQ(part(1000, 1), "");
}

TYPED_TEST(DiskContract, ReadAllRefusesFilesAboveTheLimit) {
  ASSERT_THAT(this->disk().write_lazily(this->at("a"), bytes_of("0123456789")), IsOk());
  EXPECT_THAT(this->disk().read_all(this->at("a"), 9), HasFault(Fault::InvalidInput));
  EXPECT_THAT(this->disk().read_all(this->at("a"), 10), IsOk());
}

TYPED_TEST(DiskContract, AppendsAndMakesTheFileWhenItIsNotThere) {
  ASSERT_THAT(this->disk().append_durably(this->at("log"), bytes_of("one ")), IsOk());
  ASSERT_THAT(this->disk().append_durably(this->at("log"), bytes_of("two")), IsOk());
  EXPECT_EQ(this->read("log"), "one two");
}

TYPED_TEST(DiskContract, CutsAFile) {
  ASSERT_THAT(this->disk().append_durably(this->at("log"), bytes_of("one two")), IsOk());
  ASSERT_THAT(this->disk().truncate(this->at("log"), 3), IsOk());
  EXPECT_EQ(this->read("log"), "one");
  EXPECT_THAT(this->disk().truncate(this->at("none"), 0), HasFault(Fault::NotFound));
}

TYPED_TEST(DiskContract, SaysNotFoundForWhatIsNotThere) {
  EXPECT_THAT(this->disk().read(this->at("none"), 0, 1), HasFault(Fault::NotFound));
  EXPECT_THAT(this->disk().info(this->at("none")), HasFault(Fault::NotFound));
  EXPECT_THAT(this->disk().list(this->at("none")), HasFault(Fault::NotFound));
  EXPECT_THAT(this->disk().remove(this->at("none")), HasFault(Fault::NotFound));
  EXPECT_THAT(this->disk().write_atomically(this->at("none/a"), {}), HasFault(Fault::NotFound));
  EXPECT_THAT(this->disk().write_lazily(this->at("none/a"), {}), HasFault(Fault::NotFound));
  EXPECT_THAT(this->disk().append_durably(this->at("none/a"), {}), HasFault(Fault::NotFound));
}

TYPED_TEST(DiskContract, AFolderIsNotReadAsAFile) {
  ASSERT_THAT(this->disk().make_folder(this->at("folder")), IsOk());
  EXPECT_THAT(this->disk().read(this->at("folder"), 0, 1), HasFault(Fault::InvalidInput));
}

TYPED_TEST(DiskContract, ListsEntriesByNameWithTheirKinds) {
  ASSERT_THAT(this->disk().make_folder(this->at("c/d")), IsOk());
  ASSERT_THAT(this->disk().write_lazily(this->at("b"), bytes_of("12345")), IsOk());
  ASSERT_THAT(this->disk().write_lazily(this->at("a"), {}), IsOk());
  const auto entries = this->disk().list(this->place_.folder()).value();
  ASSERT_EQ(entries.size(), 3u);
  EXPECT_EQ(entries[0].name, "a");
  EXPECT_EQ(entries[1].name, "b");
  EXPECT_EQ(entries[1].size_bytes, 5u);
  EXPECT_TRUE(entries[1].is_regular);
  EXPECT_EQ(entries[2].name, "c");
  EXPECT_TRUE(entries[2].is_folder);
  EXPECT_FALSE(entries[2].is_regular);
}

TYPED_TEST(DiskContract, MakesFoldersOnceAndNotOverFiles) {
  EXPECT_THAT(this->disk().make_folder(this->at("x/y")), IsOk());
  EXPECT_THAT(this->disk().make_folder(this->at("x/y")), IsOk());
  ASSERT_THAT(this->disk().write_lazily(this->at("file"), {}), IsOk());
  EXPECT_FALSE(this->disk().make_folder(this->at("file")).ok());
}

TYPED_TEST(DiskContract, RemovesEmptyFoldersOnly) {
  ASSERT_THAT(this->disk().make_folder(this->at("folder")), IsOk());
  ASSERT_THAT(this->disk().write_lazily(this->at("folder/a"), {}), IsOk());
  EXPECT_THAT(this->disk().remove_folder(this->at("folder")), HasFault(Fault::Conflict));
  ASSERT_THAT(this->disk().remove(this->at("folder/a")), IsOk());
  EXPECT_THAT(this->disk().remove_folder(this->at("folder")), IsOk());
  EXPECT_THAT(this->disk().remove_folder(this->at("folder")), HasFault(Fault::NotFound));
}

TYPED_TEST(DiskContract, ExchangesTwoFoldersWithAllInThem) {
  for (const char* const name : {"one", "other"}) {
    ASSERT_THAT(this->disk().make_folder(this->at(name)), IsOk());
    ASSERT_THAT(this->disk().write_lazily(this->at(std::string(name) + "/a"), bytes_of(name)),
                IsOk());
  }
  ASSERT_THAT(this->disk().sync_all(this->place_.folder()), IsOk());
  ASSERT_THAT(this->disk().exchange_folders(this->at("one"), this->at("other")), IsOk());
  EXPECT_EQ(this->read("one/a"), "other");
  EXPECT_EQ(this->read("other/a"), "one");
  EXPECT_THAT(this->disk().exchange_folders(this->at("one"), this->at("none")),
              HasFault(Fault::NotFound));
}

TYPED_TEST(DiskContract, RemovesFiles) {
  ASSERT_THAT(this->disk().write_lazily(this->at("a"), {}), IsOk());
  EXPECT_THAT(this->disk().remove(this->at("a")), IsOk());
  EXPECT_THAT(this->disk().info(this->at("a")), HasFault(Fault::NotFound));
}

TYPED_TEST(DiskContract, ALockIsHeldOnceAndGoesWithItsHolder) {
  {
    const auto held = this->disk().lock(this->at("lock"));
    ASSERT_THAT(held, IsOk());
    EXPECT_THAT(this->disk().lock(this->at("lock")), HasFault(Fault::Conflict));
  }
  EXPECT_THAT(this->disk().lock(this->at("lock")), IsOk());
}

TEST(MemoryDisk, APowerCutKeepsWhatWasMadeDurableAndNothingElse) {
  MemoryDisk disk;
  ASSERT_THAT(disk.make_folder("/v"), IsOk());
  ASSERT_THAT(disk.sync_all("/v"), IsOk());
  ASSERT_THAT(disk.write_lazily("/v/lazy", bytes_of("x")), IsOk());
  ASSERT_THAT(disk.write_atomically("/v/atomic", bytes_of("x")), IsOk());
  ASSERT_THAT(disk.append_durably("/v/log", bytes_of("x")), IsOk());
  ASSERT_THAT(disk.make_folder("/v/new"), IsOk());
  ASSERT_THAT(disk.write_atomically("/v/new/atomic", bytes_of("x")), IsOk());
  disk.lose_power();
  EXPECT_THAT(disk.info("/v/lazy"), HasFault(Fault::NotFound));
  EXPECT_THAT(disk.info("/v/new/atomic"), HasFault(Fault::NotFound));
  EXPECT_THAT(disk.info("/v/atomic"), IsOk());
  EXPECT_THAT(disk.info("/v/log"), IsOk());
  ASSERT_THAT(disk.remove("/v/log"), IsOk());
  disk.lose_power();
  EXPECT_THAT(disk.info("/v/log"), IsOk());
}

TEST(FaultyDisk, FailsFromTheWantedCallOn) {
  MemoryDisk under;
  FaultyDisk disk(under, 3, FaultyDisk::Kind::Tear);
  EXPECT_THAT(disk.make_folder("/v"), IsOk());
  EXPECT_THAT(disk.write_lazily("/v/a", bytes_of("x")), IsOk());
  EXPECT_THAT(disk.append_durably("/v/log", bytes_of("1234")), HasFault(Fault::Io));
  EXPECT_THAT(disk.write_lazily("/v/b", bytes_of("x")), HasFault(Fault::Io));
  EXPECT_EQ(text_of(disk.read_all("/v/log", 10).value()), "12");
  EXPECT_EQ(disk.calls(), 4);
}

}  // namespace
}  // namespace depone
