// depone-verify DOSSIER: checks a published dossier on anybody's machine. Needs no vault, no
// network and no trust in the program that made it.
#include <fmt/format.h>

#include <cstdio>
#include <string_view>
#include <vector>

#include "apps/verify/check.h"
#include "base/disk.h"
#include "base/json.h"

namespace depone::verify {
namespace {

constexpr std::uint64_t kMostBytes = 512u << 20;
constexpr std::size_t kMostFiles = 64;

constexpr std::string_view kHelp =
    "usage: depone-verify DOSSIER [--key VERIFIER_KEY] [--checkpoint FILE] [--json]\n"
    "\n"
    "Checks the folder DOSSIER: its list of files and their signature, every passage it reveals,\n"
    "every quotation. Says in words what that proves and what it does not.\n"
    "\n"
    "  --key VERIFIER_KEY  the publisher's key, as you received it from elsewhere\n"
    "  --checkpoint FILE   a checkpoint of the same ledger that you hold from elsewhere\n"
    "  --json              the result for machines\n"
    "  --version, --help\n"
    "\n"
    "exit: 0 all verified, 1 the checkpoint given could not be compared, 2 usage, 3 not a "
    "dossier,\n"
    "      4 tampered with, 6 the disk failed\n";

struct Arguments {
  std::string folder;
  std::optional<std::string> key;
  std::optional<std::string> checkpoint_file;
  bool json = false;
};

Result<Arguments> read_arguments(const std::vector<std::string>& words) {
  const auto wrong = [](std::string what) {
    return Error{Fault::InvalidInput, std::move(what), "see depone-verify --help"};
  };
  Arguments arguments;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--json") {
      arguments.json = true;
    } else if (word == "--key" || word == "--checkpoint") {
      if (++i == words.size()) return wrong(word + " needs a value");
      (word == "--key" ? arguments.key : arguments.checkpoint_file) = words[i];
    } else if (word.starts_with("--")) {
      return wrong("unknown option " + word);
    } else if (arguments.folder.empty()) {
      arguments.folder = word;
    } else {
      return wrong("one dossier at a time");
    }
  }
  if (arguments.folder.empty()) return wrong("name the folder of a dossier");
  return arguments;
}

Result<Files> read_folder(const Disk& disk, const std::string& folder) {
  const std::vector<FileInfo> entries = DP_TRY(disk.list(folder));
  if (entries.size() > kMostFiles) {
    return Error{Fault::InvalidInput, folder + " holds too many files for a dossier"};
  }
  Files files;
  for (const FileInfo& entry : entries) {
    if (!entry.is_regular) {
      return Error{Fault::Tampered, folder + " holds \"" + entry.name + "\", which is no file"};
    }
    const Bytes bytes = DP_TRY(disk.read_all(join_path(folder, entry.name), kMostBytes));
    files[entry.name] = std::string(text_of(bytes));
  }
  return files;
}

Result<Report> check(const Arguments& arguments) {
  const std::unique_ptr<Disk> disk = make_real_disk();
  const Files files = DP_TRY(read_folder(*disk, arguments.folder));
  Wishes wishes;
  wishes.key = arguments.key;
  if (arguments.checkpoint_file) {
    const Bytes note = DP_TRY(disk->read_all(*arguments.checkpoint_file, 1u << 20));
    wishes.checkpoint = std::string(text_of(note));
  }
  return check_dossier(files, wishes);
}

int exit_code_of(Fault fault) {
  switch (fault) {
    case Fault::Tampered:
      return 4;
    case Fault::Denied:
      return 5;
    case Fault::Io:
      return 6;
    default:
      return 3;
  }
}

int report_error(const Error& error, bool json, int code) {
  if (json) {
    OrderedJson out;
    out["verified"] = false;
    out["fault"] = fault_name(error.fault);
    out["what"] = error.what;
    std::printf("%s\n", dump_json(out).c_str());
  }
  if (error.fault == Fault::Tampered) std::fprintf(stderr, "NOT VERIFIED. ");
  std::fprintf(stderr, "error: %s\n", to_string(error).c_str());
  return code;
}

int run(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    if (word == "--help" || word == "-h") return std::fputs(kHelp.data(), stdout) < 0 ? 6 : 0;
    if (word == "--version") return std::puts("depone-verify " DEPONE_VERSION) < 0 ? 6 : 0;
  }
  const Result<Arguments> arguments = read_arguments(words);
  if (!arguments.ok()) return report_error(arguments.error(), false, 2);
  const bool json = arguments.value().json;
  const Result<Report> report = check(arguments.value());
  if (!report.ok()) return report_error(report.error(), json, exit_code_of(report.error().fault));
  std::printf("%s\n", (json ? as_json(report.value()) : in_words(report.value())).c_str());
  return report.value().same_head == false ? 1 : 0;
}

}  // namespace
}  // namespace depone::verify

int main(int count, char** arguments) {
  return depone::verify::run(std::vector<std::string>(arguments + 1, arguments + count));
}
