// Overlap without names, step by step, over a party's folder and files that people carry.
//
//   propose -> take, sign (all) -> take (commitments, then lists round the ring) -> count -> check
//
// docs/methods-overlap.md has the protocol; overlap/*.h its steps without files. Every function may
// be repeated after a power cut or Ctrl-C: it goes on where it stopped, and what was done is not
// done twice. A list is blinded once a run: a second, different list for the same place is
// Tampered, for it could hold guesses.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/json.h"
#include "base/progress.h"
#include "casework/gather.h"
#include "casework/overlap_folder.h"
#include "overlap/ring.h"

namespace depone::casework {

// What long steps need.
struct OverlapWork {
  std::size_t threads;  // 0: all cores
  Progress& progress;
  const Cancellation& cancellation;
};

// What a step did, in sentences, and what it could not take.
struct OverlapReport {
  std::vector<std::string> done;
  std::vector<std::string> notes;  // to be thought about
  std::vector<Problem> problems;
};

// The present run as the folder knows it.
struct OverlapRun {
  std::optional<overlap::Protocol> protocol;
  bool is_signed = false;                     // by this party
  std::vector<overlap::Message> commitments;  // that are here
  std::optional<overlap::Commitments> all;    // when nobody's is missing
};
Result<OverlapRun> load_run(const OverlapFolder& folder);

struct OverlapProposal {
  std::vector<std::string> cards;  // files
  std::vector<std::string> rules;  // "strict=name:name,birth:date"
  std::string purpose;
  std::string counter;  // empty: this party
  overlap::CountsFor counts_for = overlap::CountsFor::Parties;
  std::int64_t minimum_cell = 10;
  std::int64_t maximum_records = 1'000'000;
  std::int64_t maximum_questions = 0;
};
// Conflict when this party has signed a protocol that it has not left.
Result<OverlapReport> propose_overlap(OverlapFolder& folder, const OverlapProposal& proposal,
                                      const overlap::Normaliser& normaliser);

// Signs the protocol that is here and commits to the list. Unsupported when the protocol was made
// by other tables, Denied when the list differs from that of an earlier run with one of these
// parties by fewer records than may be published, Conflict when another list was signed.
Result<OverlapReport> sign_overlap(OverlapFolder& folder, const std::string& list_path,
                                   const overlap::ColumnNames& columns,
                                   const overlap::Normaliser& normaliser, const Clock& clock,
                                   const OverlapWork& work);

// Takes in what was carried here, files and folders of files, and does what can be done then. Files
// for others found in a folder are passed over. A file that fails is a problem of the report, the
// others go on. `again` writes anew what this party has to give and is not in out/.
Result<OverlapReport> take_overlap(OverlapFolder& folder, const std::vector<std::string>& paths,
                                   bool again, const OverlapWork& work);

// One rule's tables.
struct OverlapTables {
  std::string rule;
  std::vector<std::optional<std::int64_t>>
      whole;                                      // counts[set]; unset where this party may not see
  std::vector<std::optional<std::int64_t>> safe;  // as may be published
  std::string internal_path;                      // empty when the whole is not for this party
  std::string public_path;
};
// Counts when this is the counter and it has not done so, and writes the tables of result/.
// InvalidInput when lists, or the counter's counts, are not here yet.
Result<std::vector<OverlapTables>> count_overlap(OverlapFolder& folder);

// What holds of the counts, sentence by sentence; Tampered with what does not.
Result<std::vector<std::string>> check_overlap(const OverlapFolder& folder);

// Leaves the present run; the next protocol can be taken. The run stays in the folder for the
// comparison that sign_overlap() makes.
Result<> leave_overlap(OverlapFolder& folder, std::string_view reason, const Clock& clock);

struct OverlapHandover {
  std::string to;
  std::string folder;
  std::vector<std::string> what;  // one a file: "the protocol", "your signature", ...
};
struct OverlapStatus {
  std::string party;
  std::string stage;  // "alone", "proposed", "signing", "ring", "counting", "counted"
  std::string purpose;
  std::string protocol;  // its digits (overlap::spoken)
  std::string run;       // the run's digits, when all have signed
  std::vector<OverlapHandover> give;
  std::vector<std::string> awaited;
  std::string next;  // a command, or nothing
};
Result<OverlapStatus> overlap_status(const OverlapFolder& folder);

// The protocol in lines for people who are about to sign it.
std::vector<std::string> describe(const overlap::Protocol& protocol);

// A CSV file, comma, semicolon or tab.
Result<CsvTable> read_people(const Disk& disk, const std::string& path);
Bytes element_bytes(const std::vector<crypto::Element>& elements);
std::vector<crypto::Element> elements_from(ByteView bytes);
// "run-digits" of a digest in hexadecimal.
std::string spoken_hex(std::string_view digest);

}  // namespace depone::casework
