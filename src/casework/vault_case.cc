#include "casework/vault_case.h"

#include <algorithm>
#include <map>
#include <optional>

#include "base/csv.h"
#include "casework/list_bytes.h"
#include "casework/read_claims.h"
#include "crypto/hash.h"
#include "linkage/spec.h"

namespace depone::casework {
namespace {

// One durable write serves this many items: large enough to spread its cost, small enough that an
// interruption loses little.
constexpr std::size_t kBatchItems = 512;
constexpr std::size_t kBatchBytes = 32u << 20;
constexpr const char* kCaseRecord = "case";
constexpr const char* kListFormat = "list";  // Document::format of what belongs to an estimate
constexpr std::uint64_t kMostListBytes = 256u << 20;

Json acquisition_of(const GatheredFile& file) {
  return {{"path", file.path},
          {"name", file.name},
          {"size", file.size_bytes},
          {"modified", format_instant(Instant{file.modified_unix_seconds})}};
}

using KnownItems = std::map<crypto::Digest, vault::ItemInfo>;  // by digest, destroyed ones left out

class Adder {
 public:
  Adder(vault::Vault& vault, const std::vector<GatheredFile>& files, const Told& told,
        const KnownItems& known, AddReport& report)
      : vault_(vault), files_(files), told_(told), known_(known), report_(report) {}

  Result<> take(ReadFile&& file) {
    const GatheredFile& from = files_[file.index];
    if (file.known) return take_known(from, file.bytes);
    if (!file.document.ok()) {
      report_.problems.push_back({from.name, std::move(file.document).take_error()});
      return done();
    }
    CaseDocument document;
    document.document = std::move(file.document).take();
    apply_told(told_, document);
    bytes_ += file.bytes.size();
    batch_.push_back({std::move(file.bytes), std::move(document.document),
                      std::move(document.source), acquisition_of(from),
                      "depone-extract " DEPONE_VERSION});
    if (batch_.size() >= kBatchItems || bytes_ >= kBatchBytes) return flush();
    return done();
  }

  // A person who adds a file again may trust that the vault holds it, so we look.
  Result<> take_known(const GatheredFile& from, ByteView bytes) {
    auto sound = vault_.look_at_files(known_.at(crypto::sha256(bytes)));
    if (sound.ok()) {
      ++report_.duplicates;
      return done();
    }
    Error error = std::move(sound).take_error();
    error.what = from.name +
                 ": the vault knows this file, but what it keeps of it is damaged: " + error.what;
    error.hint += ", and run depone check to see what else is damaged";
    report_.problems.push_back({from.name, std::move(error)});
    return done();
  }

  // The bytes alone: nothing is read out of a list that could be quoted, searched or traced.
  Result<> take_list(const GatheredFile& from, const std::string& name, Bytes bytes) {
    if (known_.contains(crypto::sha256(bytes))) return take_known(from, bytes);
    CaseDocument list;
    list.document.name = name;
    list.document.format = kListFormat;
    apply_told(told_, list);
    bytes_ += bytes.size();
    batch_.push_back({std::move(bytes), std::move(list.document), std::move(list.source),
                      acquisition_of(from), "none"});
    if (batch_.size() >= kBatchItems || bytes_ >= kBatchBytes) return flush();
    return done();
  }

  Result<> flush() {
    if (batch_.empty()) return done();
    for (const vault::Added& added : DP_TRY(vault_.add(batch_))) {
      ++(added.duplicate ? report_.duplicates : report_.added);
    }
    batch_.clear();
    bytes_ = 0;
    return done();
  }

 private:
  vault::Vault& vault_;
  const std::vector<GatheredFile>& files_;
  const Told& told_;
  const KnownItems& known_;
  AddReport& report_;
  std::vector<vault::NewItem> batch_;
  std::size_t bytes_ = 0;
};

Result<Told> told_of(const Disk& disk, const std::vector<std::string>& paths) {
  Told told;
  for (const std::string& path : paths) {
    const auto info = disk.info(path);
    if (!info.ok() || !info.value().is_folder) continue;
    Told more = DP_TRY(read_told(disk, path));
    told.dates.merge(more.dates);
    const bool first = to_json(told.case_file) == to_json(CaseFile{});
    const bool empty = to_json(more.case_file) == to_json(CaseFile{});
    if (!first && !empty) {
      return Error{Fault::InvalidInput, "two of the folders named have a case.toml",
                   "add the folders one by one"};
    }
    if (first) told.case_file = std::move(more.case_file);
  }
  return told;
}

Result<CaseFile> newest_case_file(const vault::Vault& vault) {
  const auto records = DP_TRY(vault.records(kCaseRecord));
  if (records.empty()) return CaseFile{};
  return case_file_from_json(records.back().payload);
}

// A case.toml that says something new is kept as the newest record; older ones stay in the ledger.
Result<> keep_case_file(vault::Vault& vault, const CaseFile& file) {
  const Json payload = to_json(file);
  if (payload == to_json(CaseFile{})) return done();
  const CaseFile newest = DP_TRY(newest_case_file(vault));
  if (to_json(newest) == payload) return done();
  return vault.record(kCaseRecord, payload);
}

Result<KnownItems> known_items(const vault::Vault& vault) {
  KnownItems known;
  for (vault::ItemInfo& item : DP_TRY(vault.items())) {
    if (!item.destroyed) known.emplace(item.sha256, std::move(item));
  }
  return known;
}

// The files of estimates among those gathered, which are taken out; with the names under which
// they are kept.
struct ListFile {
  GatheredFile file;
  std::string name;
  bool is_spec = false;
};

class ListNames {
 public:
  explicit ListNames(std::initializer_list<const CaseFile*> cases) {
    for (const CaseFile* one : cases) {
      for (const EstimateEntry& entry : one->estimates) {
        for (const std::string& name : entry.files()) names_[name] = name == entry.spec;
      }
    }
  }

  // Also a list that was named by itself, "lists/clinic.csv" for `depone add lists/clinic.csv`:
  // it must not be taken for a document for being called "clinic.csv" then.
  std::optional<ListFile> find(const GatheredFile& file) const {
    for (const auto& [name, is_spec] : names_) {
      if (file.name == name || file.path == name || file.path.ends_with("/" + name)) {
        return ListFile{file, name, is_spec};
      }
    }
    return std::nullopt;
  }

 private:
  std::map<std::string, bool> names_;  // to whether it is a spec
};

std::vector<ListFile> take_lists(std::vector<GatheredFile>& files, const ListNames& names) {
  std::vector<ListFile> lists;
  std::erase_if(files, [&](const GatheredFile& file) {
    const auto list = names.find(file);
    if (list) lists.push_back(*list);
    return list.has_value();
  });
  return lists;
}

// A misspelt name would leave a list of people to be read as a document.
Result<> check_lists_are_there(const CaseFile& told, const std::vector<ListFile>& lists) {
  for (std::size_t i = 0; i < told.estimates.size(); ++i) {
    for (const std::string& name : told.estimates[i].files()) {
      if (std::any_of(lists.begin(), lists.end(),
                      [&](const ListFile& list) { return list.name == name; })) {
        continue;
      }
      return Error{Fault::InvalidInput,
                   "case.toml, estimate " + std::to_string(i + 1) + ": there is no file " + name,
                   "write its path below the folder; nothing was added"};
    }
  }
  return done();
}

Result<> add_list(Adder& adder, const Disk& disk, const ListFile& list) {
  Bytes bytes = DP_TRY(disk.read_all(list.file.path, kMostListBytes));
  if (list.is_spec) {
    DP_TRY(linkage::parse_spec(text_of(bytes), list.name));
  } else {
    const Bytes text = DP_TRY(list_in_utf8(bytes, list.name));
    DP_TRY(read_csv(text_of(text), list.name));
  }
  return adder.take_list(list.file, list.name, std::move(bytes));
}

}  // namespace

Result<AddReport> add_files(vault::Vault& vault, const Disk& disk,
                            const std::vector<std::string>& paths, const ExtractOptions& options,
                            Progress& progress, const Cancellation& cancellation) {
  AddReport report;
  const Told told = DP_TRY(told_of(disk, paths));
  const CaseFile before = DP_TRY(newest_case_file(vault));
  Gathered gathered = gather(disk, paths);
  const std::vector<ListFile> lists =
      take_lists(gathered.files, ListNames({&told.case_file, &before}));
  DP_TRY(check_lists_are_there(told.case_file, lists));
  DP_TRY(keep_case_file(vault, told.case_file));
  report.problems = std::move(gathered.problems);
  const KnownItems known = DP_TRY(known_items(vault));
  ExtractOptions skipping = options;
  skipping.already_known = [&known](ByteView bytes) {
    return known.contains(crypto::sha256(bytes));
  };
  Adder adder(vault, gathered.files, told, known, report);
  const auto read = read_documents(disk, gathered.files, skipping, progress, cancellation,
                                   [&](ReadFile&& file) { return adder.take(std::move(file)); });
  report.interrupted = !read.ok() && read.error().fault == Fault::Cancelled;
  if (!read.ok() && !report.interrupted) return read.error();
  for (const ListFile& list : lists) {
    if (report.interrupted || cancellation.requested()) {
      report.interrupted = true;
      break;
    }
    auto added = add_list(adder, disk, list);
    if (added.ok()) continue;
    if (added.error().fault == Fault::Io) return added.error();
    report.problems.push_back({list.file.name, std::move(added).take_error()});
  }
  DP_TRY(adder.flush());
  return report;
}

Result<VaultCase> load_case(const vault::Vault& vault, const reading::Reader& reader,
                            Progress& progress, const Cancellation& cancellation) {
  VaultCase loaded;
  loaded.case_file = DP_TRY(newest_case_file(vault));
  const Told told{loaded.case_file, {}};
  std::vector<vault::ItemInfo> items = DP_TRY(vault.items());
  std::erase_if(items, [](const vault::ItemInfo& item) { return item.destroyed; });
  std::vector<vault::ItemInfo> lists;
  std::erase_if(items, [&](const vault::ItemInfo& item) {
    const bool is_list =
        item.document.format == kListFormat || loaded.case_file.is_of_estimate(item.document.name);
    if (is_list) lists.push_back(item);
    return is_list;
  });
  for (const vault::ItemInfo& list : lists) {
    Bytes original = DP_TRY(vault.original(list.id));
    const Bytes bytes = DP_TRY(list_in_utf8(std::move(original), list.document.name));
    loaded.lists.push_back({list.document.name, std::string(text_of(bytes))});
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (cancellation.requested()) return Error{Fault::Cancelled, "stopped while reading the vault"};
    progress.step(i, items.size(), items[i].document.name);
    CaseDocument document;
    document.id = document_id(i, items.size());
    document.document = DP_TRY(vault.document(items[i].id));
    apply_told(told, document);
    if (!loaded.case_file.sources.contains(document.document.name))
      document.source = items[i].source;
    document.claims = reader.read(document.document);
    loaded.items.emplace(document.id, items[i].id);
    loaded.documents.push_back(std::move(document));
  }
  progress.step(items.size(), items.size(), "");
  return loaded;
}

}  // namespace depone::casework
