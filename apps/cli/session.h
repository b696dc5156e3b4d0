// What every verb of the command line shares: disk, data, passphrase, progress, how to report.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/data_files.h"
#include "base/disk.h"
#include "base/progress.h"
#include "base/result.h"
#include "casework/gather.h"
#include "crypto/secret.h"

namespace depone::cli {

// Stable exit codes (docs/cli.md).
enum class Exit : int {
  Done = 0,
  Negative = 1,  // a finding, check or verification is negative
  Usage = 2,
  BadInput = 3,
  Tampered = 4,
  Denied = 5,
  Io = 6,
  Interrupted = 130,
};

// The one table from faults to exit codes.
Exit exit_of(Fault fault);

// Draws "\r 12 of 240  name" on standard error when that is a terminal, else nothing.
class TerminalProgress final : public Progress {
 public:
  explicit TerminalProgress(std::string verb);
  ~TerminalProgress() override;
  void step(std::uint64_t done, std::uint64_t total, std::string_view item) override;
  void clear();  // takes the line away, before something else is printed

 private:
  std::string verb_;
  bool terminal_;
  std::int64_t last_drawn_ms_ = 0;
};

// Made once in main(). Not thread-safe.
struct Session {
  std::unique_ptr<Disk> disk;
  std::unique_ptr<Clock> clock;
  std::string data_folder;  // --data; empty: the tables built in
  bool json = false;
  int passphrase_fd = -1;
  std::optional<crypto::SecretBytes> agent_passphrase;  // taken out of DEPONE_PASSPHRASE

  // The tables in use; made on first need.
  const DataFiles& data();

  // The passphrase: from --passphrase-fd, else from DEPONE_PASSPHRASE, else asked on the terminal
  // without echo (twice when `fresh`). Denied when none of them is there.
  Result<crypto::SecretBytes> passphrase(bool fresh);
  bool can_ask() const;  // a terminal, a descriptor or the variable is there

 private:
  std::unique_ptr<DataFiles> folder_data_;
};

// "NAME=HEADING", as --column takes it, in two. InvalidInput for anything else.
Result<std::pair<std::string, std::string>> column_pair(const std::string& word);

// Set by Ctrl-C (SIGINT) and SIGTERM; a second one ends the program at once.
const Cancellation& interruption();
void listen_for_interruption();

// Prints "error: ..." and "hint: ..." (or one JSON object with --json) on standard error and
// returns the exit code.
Exit report(const Session& session, const Error& error);
// One line a problem on standard error, then the worst exit code (Done when there are none).
Exit report(const Session& session, const std::vector<casework::Problem>& problems);

}  // namespace depone::cli
