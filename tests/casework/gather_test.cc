#include "casework/gather.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "casework/scratch.h"

namespace depone::casework {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Gather : public testing::Test {
 protected:
  Gather() : scratch_(ScratchFolder::make().take()) {}

  void write(const std::string& name) const {
    const std::filesystem::path path = scratch_.path() + "/" + name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << name;
  }

  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const GatheredFile& file : gather(*disk_, {scratch_.path()}).files) {
      found.push_back(file.name);
    }
    return found;
  }

  ScratchFolder scratch_;
  std::unique_ptr<Disk> disk_ = make_real_disk();
};

TEST_F(Gather, WalksFoldersInAFixedOrder) {
  write("b.txt");
  write("a/z.txt");
  write("a/c.txt");
  EXPECT_THAT(names(), ElementsAre("a/c.txt", "a/z.txt", "b.txt"));
}

TEST_F(Gather, LeavesOutWhatIsNoDocument) {
  write("a.txt");
  write("case.toml");
  write("dates.csv");
  write(".hidden");
  write("old-dossier/dossier.json");
  write("old-dossier/manifest.note");
  write("my.vault/vault.json");
  write("my.vault/keyring");
  write("my.vault/blobs/ab/cd");
  EXPECT_THAT(names(), ElementsAre("a.txt"));
}

TEST_F(Gather, NamesAPathThatIsNotThereAndGoesOn) {
  write("a.txt");
  const Gathered found = gather(*disk_, {scratch_.path() + "/none", scratch_.path() + "/a.txt"});
  EXPECT_EQ(found.files.size(), 1u);
  ASSERT_EQ(found.problems.size(), 1u);
  EXPECT_EQ(found.problems[0].error.fault, Fault::NotFound);
}

TEST_F(Gather, IsNotTrappedByALinkToAFolder) {
  write("a.txt");
  std::filesystem::create_directory_symlink(scratch_.path(), scratch_.path() + "/loop");
  EXPECT_THAT(names(), ElementsAre("a.txt"));
  EXPECT_THAT(gather(*disk_, {scratch_.path()}).problems, IsEmpty());
}

}  // namespace
}  // namespace depone::casework
