// The verbs of an overlap on disks that fail, and with people who do the wrong thing.
#include "casework/overlap.h"

#include <gtest/gtest.h>

#include "base/data_files.h"
#include "casework/overlap_steps.h"
#include "casework/overlap_tables.h"
#include "tests/base/disk_in_memory.h"
#include "tests/base/result_matchers.h"

namespace depone::casework {
namespace {

NoProgress progress;
const Cancellation cancellation;
const FixedClock clock_at{Instant{1'795'000'000}};
const OverlapWork work{1, progress, cancellation};

const overlap::Normaliser& normaliser() {
  static const overlap::Normaliser loaded = overlap::Normaliser::load(embedded_data()).take();
  return loaded;
}

Result<OverlapFolder> folder_of(Disk& disk, const std::string& name) {
  const ByteView passphrase = bytes_of("a long and quiet phrase");
  if (disk.info("/w/" + name + "/party.key").ok()) {
    return OverlapFolder::open(disk, "/w/" + name, passphrase);
  }
  return OverlapFolder::create(disk, "/w/" + name, name, passphrase, crypto::test_cost());
}

OverlapProposal proposal_with(const std::string& card) {
  OverlapProposal proposal;
  proposal.cards = {card};
  proposal.rules = {"strict=name:name,birth:year"};
  proposal.purpose = "test";
  proposal.minimum_cell = 2;
  return proposal;
}

void write_lists(Disk& disk) {
  ASSERT_THAT(disk.make_folder("/w"), IsOk());
  ASSERT_THAT(disk.sync_all("/w"), IsOk());
  const auto write = [&](const char* path, const char* names) {
    std::string csv = "name,birth\n";
    for (const char* c = names; *c != '\0'; ++c) csv += std::string("Person ") + *c + ",1970\n";
    ASSERT_THAT(disk.write_atomically(path, bytes_of(csv)), IsOk());
  };
  write("/w/lake.csv", "abcdefg");
  write("/w/river.csv", "efghi");
}

// Everything lake does, over `lake_disk`, with river's part on `disk` in between; each step as a
// person repeats it who does not know how far it went.
Result<std::vector<OverlapTables>> all_steps(Disk& lake_disk, Disk& disk) {
  const std::vector<std::string> to_lake = {"/w/river/out/lake"};
  const std::vector<std::string> to_river = {"/w/lake/out/river"};
  static_cast<void>(DP_TRY(folder_of(disk, "river")));
  OverlapFolder lake = DP_TRY(folder_of(lake_disk, "lake"));
  const OverlapRun run = DP_TRY(load_run(lake));
  if (!run.is_signed && !DP_TRY(lake.has("proposed"))) {
    static_cast<void>(
        DP_TRY(propose_overlap(lake, proposal_with("/w/river/river.card"), normaliser())));
  }
  static_cast<void>(DP_TRY(sign_overlap(lake, "/w/lake.csv", {}, normaliser(), clock_at, work)));
  for (int round = 0; round < 2; ++round) {
    {
      OverlapFolder river = DP_TRY(folder_of(disk, "river"));
      const OverlapReport took = DP_TRY(take_overlap(river, to_river, false, work));
      for (const Problem& problem : took.problems) ADD_FAILURE() << to_string(problem.error);
      static_cast<void>(
          DP_TRY(sign_overlap(river, "/w/river.csv", {}, normaliser(), clock_at, work)));
    }
    const OverlapReport took = DP_TRY(take_overlap(lake, to_lake, round == 1, work));
    for (const Problem& problem : took.problems) {
      if (problem.error.fault != Fault::Io) ADD_FAILURE() << to_string(problem.error);
      return problem.error;
    }
  }
  auto tables = DP_TRY(count_overlap(lake));
  static_cast<void>(DP_TRY(check_overlap(lake)));
  OverlapFolder river = DP_TRY(folder_of(disk, "river"));
  static_cast<void>(DP_TRY(take_overlap(river, to_river, false, work)));
  static_cast<void>(DP_TRY(count_overlap(river)));
  static_cast<void>(DP_TRY(check_overlap(river)));
  return tables;
}

void expect_right(const Result<std::vector<OverlapTables>>& tables) {
  ASSERT_THAT(tables, IsOk());
  // Four on lake's list alone, two on river's, three on both.
  EXPECT_EQ(tables.value().at(0).whole, (std::vector<std::optional<std::int64_t>>{0, 4, 2, 3}));
}

TEST(OverlapFiles, CountAfterAPowerCutAtAnyWrite) {
  for (const FaultyDisk::Kind kind : {FaultyDisk::Kind::Refuse, FaultyDisk::Kind::Finish}) {
    // Every write once, half of them each way.
    for (int fail_at = kind == FaultyDisk::Kind::Refuse ? 1 : 2;; fail_at += 2) {
      SCOPED_TRACE("failing call " + std::to_string(fail_at));
      MemoryDisk disk;
      write_lists(disk);
      FaultyDisk faulty(disk, fail_at, kind);
      const bool finished = all_steps(faulty, disk).ok();
      disk.lose_power();
      expect_right(all_steps(disk, disk));
      if (HasFatalFailure() || HasNonfatalFailure()) return;
      if (finished) {
        EXPECT_GT(fail_at, 20) << "the sweep must reach many calls";
        break;
      }
    }
  }
}

TEST(OverlapFiles, ASecondListForOnePlaceIsNotBlinded) {
  MemoryDisk disk;
  write_lists(disk);
  expect_right(all_steps(disk, disk));
  OverlapFolder lake = folder_of(disk, "lake").take();
  const OverlapRun run = load_run(lake).take();
  OverlapFolder river = folder_of(disk, "river").take();
  // River gives its own list once more, with other entries: guesses to be blinded by lake.
  overlap::Message guesses{{{"kind", "list"},
                            {"protocol", run.protocol->id_text()},
                            {"commitments", run.all->digest},
                            {"to", "lake"},
                            {"owner", "river"},
                            {"rule", "strict"},
                            {"hop", 1},
                            {"before", Json::array()}},
                           {}};
  for (const char* guess : {"v", "w", "x", "y", "z"}) {
    guesses.entries.push_back(crypto::element_of(bytes_of(guess)));
  }
  const Bytes sealed = crypto::seal_to(lake.self().box.public_key,
                                       overlap::write_message(river.self(), std::move(guesses)));
  ASSERT_THAT(disk.write_atomically("/w/guesses.overlap",
                                    write_parcel("lake", run.protocol->id_text(), sealed)),
              IsOk());
  const OverlapReport report = take_overlap(lake, {"/w/guesses.overlap"}, false, work).take();
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_EQ(report.problems[0].error.fault, Fault::Tampered);
  EXPECT_NE(report.problems[0].error.what.find("guesses"), std::string::npos);
}

TEST(OverlapFiles, ASecondSignatureOfOnePartyIsTampered) {
  MemoryDisk disk;
  write_lists(disk);
  expect_right(all_steps(disk, disk));
  OverlapFolder lake = folder_of(disk, "lake").take();
  const OverlapRun run = load_run(lake).take();
  OverlapFolder river = folder_of(disk, "river").take();
  overlap::ListKeys other;
  other.elements = {crypto::element_of(bytes_of("somebody"))};
  const Bytes message = overlap::write_message(
      river.self(), overlap::commitment(*run.protocol, river.self(), {&other, 1}));
  const Bytes sealed = crypto::seal_to(lake.self().box.public_key, message);
  ASSERT_THAT(disk.write_atomically("/w/second.overlap",
                                    write_parcel("lake", run.protocol->id_text(), sealed)),
              IsOk());
  const OverlapReport report = take_overlap(lake, {"/w/second.overlap"}, false, work).take();
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_EQ(report.problems[0].error.fault, Fault::Tampered);
}

TEST(OverlapFiles, AProtocolWithAnotherKeyForThisPartyIsTampered) {
  MemoryDisk disk;
  write_lists(disk);
  const std::vector<std::string> folders = {"lake", "river", "false-river"};
  for (const std::string& folder : folders) {
    ASSERT_THAT(OverlapFolder::create(disk, "/w/" + folder, folder == "lake" ? "lake" : "river",
                                      bytes_of("p"), crypto::test_cost()),
                IsOk());
  }
  OverlapFolder lake = OverlapFolder::open(disk, "/w/lake", bytes_of("p")).take();
  ASSERT_THAT(propose_overlap(lake, proposal_with("/w/false-river/river.card"), normaliser()),
              IsOk());
  // Whoever swapped the card sends the protocol on, sealed to the real river.
  const OverlapRun run = load_run(lake).take();
  OverlapFolder river = OverlapFolder::open(disk, "/w/river", bytes_of("p")).take();
  const std::string text = canonical(overlap::to_json(*run.protocol));
  const Bytes sealed = crypto::seal_to(river.self().box.public_key, bytes_of(text));
  ASSERT_THAT(disk.write_atomically("/w/protocol.overlap",
                                    write_parcel("river", run.protocol->id_text(), sealed)),
              IsOk());
  const OverlapReport report = take_overlap(river, {"/w/protocol.overlap"}, false, work).take();
  ASSERT_EQ(report.problems.size(), 1u);
  EXPECT_EQ(report.problems[0].error.fault, Fault::Tampered);
}

TEST(OverlapFiles, AFactChangedOnTheDiskIsTampered) {
  MemoryDisk disk;
  write_lists(disk);
  expect_right(all_steps(disk, disk));
  Bytes fact = disk.read_all("/w/lake/run-1/protocol", 1 << 20).take();
  fact[fact.size() / 2] ^= 1;
  ASSERT_THAT(disk.write_atomically("/w/lake/run-1/protocol", fact), IsOk());
  OverlapFolder lake = folder_of(disk, "lake").take();
  EXPECT_THAT(overlap_status(lake), HasFault(Fault::Tampered));
}

TEST(OverlapTable, HiddenCountsCannotBeComputedFromTheLengths) {
  overlap::Protocol protocol;
  protocol.parties = {{"A", {}, {}}, {"B", {}, {}}};
  protocol.minimum_cell = 10;
  // With two lists and their lengths known, one hidden count would be told by a subtraction.
  const auto safe = safe_counts(protocol, {0, 50, 60, 3}).value();
  for (std::size_t s = 1; s < safe.size(); ++s) EXPECT_FALSE(safe[s].has_value()) << s;
  const auto whole = safe_counts(protocol, {0, 50, 60, 30}).value();
  EXPECT_EQ(counts_csv(protocol, whole), "A,B,count\n1,0,50\n0,1,60\n1,1,30\n");
  EXPECT_EQ(counts_csv(protocol, safe), "A,B,count\n1,0,hidden\n0,1,hidden\n1,1,hidden\n");
}

}  // namespace
}  // namespace depone::casework
