#include "casework/overlap_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/json.h"
#include "crypto/base64.h"
#include "crypto/derive.h"
#include "crypto/seal.h"

namespace depone::casework {
namespace {

constexpr std::string_view kParcel = "depone-overlap-1 ";
constexpr std::uint64_t kMostKeyBytes = 4096;
constexpr std::uint64_t kMostFactBytes = std::uint64_t{1} << 30;
constexpr std::uint64_t kMostPasses = 64;  // beyond it only a changed file asks for
constexpr std::string_view kProof = "depone overlap passphrase 1";

Bytes seed_context(const Json& file) {
  Json bound = file;
  bound.erase("seed");
  bound.erase("proof");
  return copy_of(bytes_of("depone overlap folder 1\n" + canonical(bound)));
}

// A new folder is durable only once its parents are.
Result<> make_durable_folder(Disk& disk, const std::string& folder, const std::string& below) {
  if (disk.info(folder).ok()) return done();
  DP_TRY(disk.make_folder(folder));
  return disk.sync_all(below);
}

Error not_whole(const std::string& path) {
  return {Fault::Corrupt, path + " is not whole", "restore it from a copy of the folder"};
}

Result<Bytes> base64_member(const Json& file, const char* key) {
  const std::string text = DP_TRY(json_string(file, key));
  return crypto::from_base64(text);
}

struct KeyFile {
  Json json;
  std::string name;
  crypto::PassphraseCost cost;
  crypto::PassphraseSalt salt{};
  Bytes proof;
  Bytes seed;
};

Result<KeyFile> parse_key_file(ByteView bytes, const std::string& path) {
  KeyFile file;
  file.json = DP_TRY(parse_json(text_of(bytes), path));
  const std::int64_t form = DP_TRY(json_integer(file.json, "depone_overlap_folder"));
  const std::int64_t passes = DP_TRY(json_integer(file.json, "passes"));
  const std::int64_t memory = DP_TRY(json_integer(file.json, "memory"));
  file.name = DP_TRY(json_string(file.json, "name"));
  const Bytes salt = DP_TRY(base64_member(file.json, "salt"));
  file.proof = DP_TRY(base64_member(file.json, "proof"));
  file.seed = DP_TRY(base64_member(file.json, "seed"));
  if (form != 1 || passes < 1 || static_cast<std::uint64_t>(passes) > kMostPasses || memory < 1 ||
      salt.size() != file.salt.size()) {
    return not_whole(path);
  }
  file.cost = {static_cast<std::uint64_t>(passes), static_cast<std::uint64_t>(memory)};
  std::copy(salt.begin(), salt.end(), file.salt.begin());
  return file;
}

}  // namespace

Result<Parcel> read_parcel(ByteView bytes, std::string_view name) {
  const std::string_view text = text_of(bytes.first(std::min<std::size_t>(bytes.size(), 200)));
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end == std::string_view::npos ? 0 : end);
  const std::size_t space = line.find(' ', kParcel.size());
  if (!line.starts_with(kParcel) || space == std::string_view::npos) {
    return Error{Fault::Corrupt, std::string(name) + " is no file of an overlap",
                 "the files to give end in .overlap; ask for it again if it is one"};
  }
  return Parcel{std::string(line.substr(kParcel.size(), space - kParcel.size())),
                std::string(line.substr(space + 1)), bytes.subspan(end + 1)};
}

Bytes write_parcel(std::string_view to, std::string_view protocol, ByteView sealed) {
  Bytes bytes = copy_of(bytes_of(fmt::format("{}{} {}\n", kParcel, to, protocol)));
  bytes.insert(bytes.end(), sealed.begin(), sealed.end());
  return bytes;
}

Result<OverlapFolder> OverlapFolder::create(Disk& disk, std::string folder, const std::string& name,
                                            ByteView passphrase, crypto::PassphraseCost cost) {
  const std::string key_path = join_path(folder, "party.key");
  if (disk.info(key_path).ok()) {
    return Error{Fault::Conflict, folder + " is the folder of a party already",
                 "depone overlap status " + folder + " says how it stands"};
  }
  DP_TRY(disk.make_folder(folder));
  auto lock = DP_TRY(disk.lock(join_path(folder, "lock")));
  overlap::PartySecret self = overlap::secret_from_seed(name, crypto::SecretBytes::random(32));
  // Whatever names a party must be able to name it everywhere.
  const overlap::Party party = DP_TRY(overlap::party_from_json(overlap::to_json(self.party())));
  const crypto::PassphraseSalt salt = crypto::random_passphrase_salt();
  const crypto::SecretBytes key = DP_TRY(crypto::key_from_passphrase(passphrase, salt, cost));
  Json file = {{"depone_overlap_folder", 1},
               {"name", name},
               {"passes", cost.passes},
               {"memory", cost.memory_bytes},
               {"salt", crypto::to_base64(ByteView(salt))}};
  const Bytes context = seed_context(file);
  file["proof"] = crypto::to_base64(crypto::wrap(key.view(), {}, bytes_of(kProof)));
  file["seed"] = crypto::to_base64(crypto::wrap(key.view(), self.seed.view(), context));
  OverlapFolder made(disk, std::move(folder), std::move(self), std::move(lock));
  DP_TRY(make_durable_folder(disk, made.run_folder(1), made.folder_));
  Json card = overlap::to_json(party);
  card["depone_overlap_card"] = 1;
  DP_TRY(disk.write_atomically(made.card_path(), bytes_of(canonical(card) + "\n")));
  // Last: with it the folder is a party's.
  DP_TRY(disk.write_atomically(key_path, bytes_of(canonical(file) + "\n")));
  return made;
}

Result<OverlapFolder> OverlapFolder::open(Disk& disk, std::string folder, ByteView passphrase) {
  const std::string key_path = join_path(folder, "party.key");
  const Bytes bytes = DP_TRY(disk.read_all(key_path, kMostKeyBytes));
  const KeyFile file = DP_TRY(parse_key_file(bytes, key_path));
  auto lock = DP_TRY(disk.lock(join_path(folder, "lock")));
  auto made = crypto::key_from_passphrase(passphrase, file.salt, file.cost);
  if (!made.ok() && made.error().fault == Fault::InvalidInput) return not_whole(key_path);
  const crypto::SecretBytes key = DP_TRY(std::move(made));
  if (!crypto::unwrap_public(key.view(), file.proof, bytes_of(kProof)).ok()) {
    return Error{Fault::Denied, "the passphrase does not open " + folder,
                 "check the keyboard layout and capital letters"};
  }
  auto seed = crypto::unwrap(key.view(), file.seed, seed_context(file.json));
  if (!seed.ok() || seed.value().size() != 32) {
    return Error{Fault::Tampered, "the passphrase is right, but " + key_path + " was changed",
                 "restore it from a copy of the folder"};
  }
  OverlapFolder opened(disk, std::move(folder),
                       overlap::secret_from_seed(file.name, std::move(seed).take()),
                       std::move(lock));
  const std::vector<FileInfo> files = DP_TRY(disk.list(opened.folder_));
  for (const FileInfo& info : files) {
    if (!info.is_folder || !info.name.starts_with("run-")) continue;
    std::size_t number = 0;
    const char* const end = info.name.data() + info.name.size();
    const auto [stop, fault] = std::from_chars(info.name.data() + 4, end, number);
    if (fault == std::errc() && stop == end) opened.run_ = std::max(opened.run_, number);
  }
  // Left, and the power failed before the next one was there.
  if (DP_TRY(opened.has("left"))) DP_TRY(opened.next_run());
  return opened;
}

std::string OverlapFolder::card_path() const { return join_path(folder_, self_.name + ".card"); }

std::string OverlapFolder::run_folder(std::size_t run) const {
  return join_path(folder_, "run-" + std::to_string(run));
}

Result<> OverlapFolder::put(const std::string& name, ByteView bytes) {
  const crypto::SecretBytes key = crypto::derive_key(self_.seed.view(), "overlap/folder");
  const std::string context = fmt::format("depone overlap run {}\n{}", run_, name);
  return disk_->write_atomically(join_path(run_folder(run_), name),
                                 crypto::seal(key.view(), bytes, bytes_of(context)));
}

Result<std::optional<Bytes>> OverlapFolder::get(const std::string& name, std::size_t run) const {
  const std::string path = join_path(run_folder(run), name);
  auto sealed = disk_->read_all(path, kMostFactBytes);
  if (!sealed.ok() && sealed.error().fault == Fault::NotFound) return std::optional<Bytes>();
  const Bytes bytes = DP_TRY(std::move(sealed));
  const crypto::SecretBytes key = crypto::derive_key(self_.seed.view(), "overlap/folder");
  const std::string context = fmt::format("depone overlap run {}\n{}", run, name);
  auto plain = crypto::open(key.view(), bytes, bytes_of(context));
  if (!plain.ok()) {
    return Error{plain.error().fault, path + " was changed or cut short",
                 "do not go on with this folder; tell the others and agree on a new run"};
  }
  return std::optional<Bytes>(std::move(plain).take());
}

Result<bool> OverlapFolder::has(const std::string& name) const {
  const auto info = disk_->info(join_path(run_folder(run_), name));
  if (info.ok()) return true;
  if (info.error().fault == Fault::NotFound) return false;
  return info.error();
}

Result<> OverlapFolder::forget(const std::string& name) {
  const auto removed = disk_->remove(join_path(run_folder(run_), name));
  if (!removed.ok() && removed.error().fault != Fault::NotFound) return removed.error();
  return done();
}

Result<std::vector<std::string>> OverlapFolder::names(const std::string& prefix) const {
  std::vector<std::string> found;
  const std::vector<FileInfo> files = DP_TRY(disk_->list(run_folder(run_)));
  for (const FileInfo& file : files) {
    if (file.is_regular && file.name.starts_with(prefix)) found.push_back(file.name);
  }
  return found;
}

Result<> OverlapFolder::next_run() {
  const std::string out = join_path(folder_, "out");
  if (disk_->info(out).ok()) {
    const std::vector<FileInfo> parties = DP_TRY(disk_->list(out));
    for (const FileInfo& party : parties) {
      if (!party.is_folder) continue;
      const std::string place = join_path(out, party.name);
      const std::vector<FileInfo> files = DP_TRY(disk_->list(place));
      for (const FileInfo& file : files) {
        if (file_ending(file.name) == "overlap") {
          DP_TRY(disk_->remove(join_path(place, file.name)));
        }
      }
    }
  }
  ++run_;
  return make_durable_folder(*disk_, run_folder(run_), folder_);
}

std::string OverlapFolder::out_path(std::string_view to, std::string_view label) const {
  const char* const kind = label.starts_with("question") ? "question-"
                           : label.starts_with("answer") ? "answer-"
                                                         : "";
  const crypto::SecretBytes tag =
      crypto::derive_key(self_.seed.view(), fmt::format("overlap/file/{}/{}/{}", run_, to, label));
  return join_path(
      join_path(join_path(folder_, "out"), to),
      fmt::format("from-{}-{}{}.overlap", self_.name, kind, to_hex(tag.view().first(5))));
}

Result<> OverlapFolder::put_out(std::string_view to, std::string_view label,
                                std::string_view protocol, ByteView sealed) {
  DP_TRY(make_durable_folder(*disk_, join_path(join_path(folder_, "out"), to), folder_));
  return disk_->write_atomically(out_path(to, label), write_parcel(to, protocol, sealed));
}

Result<bool> OverlapFolder::has_out(std::string_view to, std::string_view label) const {
  const auto info = disk_->info(out_path(to, label));
  if (info.ok()) return true;
  if (info.error().fault == Fault::NotFound) return false;
  return info.error();
}

std::string OverlapFolder::result_path(const std::string& name) const {
  return join_path(join_path(folder_, "result"), name);
}

Result<> OverlapFolder::put_result(const std::string& name, std::string_view text) {
  DP_TRY(make_durable_folder(*disk_, join_path(folder_, "result"), folder_));
  return disk_->write_atomically(result_path(name), bytes_of(text));
}

}  // namespace depone::casework
