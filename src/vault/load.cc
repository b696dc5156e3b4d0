// Reading the ledger and the keys, and proving them against each other and the signed checkpoint.
#include <fmt/format.h>

#include <algorithm>

#include "vault/record_file.h"
#include "vault/vault_state.h"

namespace depone::vault {
namespace {

constexpr std::uint64_t kLargestLog = std::uint64_t{16} << 30;
constexpr std::string_view kRestore = "restore it from a copy of the vault";

// What is missing is told apart from what cannot be read.
Error file_error(const Error& error, std::string_view name) {
  if (error.fault != Fault::NotFound) return error;
  return {Fault::NotFound, fmt::format("the file {} of the vault is gone", name),
          std::string(kRestore)};
}

}  // namespace

Result<> Vault::State::damage(Error error, const std::string& item) {
  if (mode == OpenMode::Sound) {
    if (error.hint.empty()) error.hint = "depone check lists all damage";
    return error;
  }
  damages.push_back({error.fault, item, error.what});
  return done();
}

Result<> Vault::State::load() {
  DP_TRY(load_log());
  DP_TRY(load_keys());
  if (mode == OpenMode::Damaged) return done();
  if (events.size() > checkpoint.size) {
    repairs.push_back(fmt::format("{} events were written but not yet signed when depone stopped",
                                  events.size() - checkpoint.size));
    DP_TRY(write_checkpoint());
  }
  return destroy_keys();
}

Result<> Vault::State::load_log() {
  const auto note_file = disk.read_all(path(kCheckpointFile), 1u << 20);
  if (note_file.ok()) {
    note = std::string(text_of(note_file.value()));
    auto opened = ledger::open_checkpoint(note, signing_key->public_key);
    if (opened.ok() && opened.value().origin != origin()) {
      opened = Error{Fault::Tampered, "the checkpoint is that of another log"};
    }
    if (opened.ok()) {
      checkpoint = std::move(opened).take();
    } else {
      DP_TRY(damage(
          {opened.error().fault, "checkpoint: " + opened.error().what, std::string(kRestore)}));
    }
  } else {
    DP_TRY(damage(file_error(note_file.error(), kCheckpointFile)));
  }

  const std::string name = events_file(device);
  auto read = disk.read_all(path(name), kLargestLog);
  if (!read.ok()) return damage(file_error(read.error(), name));
  const Bytes file = std::move(read).take();
  const ScanMode scan_mode = mode == OpenMode::Sound ? ScanMode::UpToDamage : ScanMode::PastDamage;
  auto scanned = scan_records(file, kEventsMagic, name, scan_mode);
  if (!scanned.ok()) return damage(scanned.error());

  log_bytes = kMagicBytes;
  bool whole = true;  // all events so far could be read
  for (const RecordSlot& slot : scanned.value().slots) {
    const std::uint64_t sequence = events.size();
    const bool signed_for = sequence < checkpoint.size;
    Error wrong{Fault::Corrupt, fmt::format("event {} of the ledger is damaged", sequence),
                std::string(kRestore)};
    bool good = slot.sound;
    if (good) {
      const ByteView payload = ByteView(file).subspan(slot.offset, slot.length);
      auto opened = open_entry(payload, log_key.view(), origin(), sequence);
      good = opened.ok();
      if (good) {
        const std::string& leaf = opened.value().leaf;
        const auto event = parse_leaf(leaf, sequence);
        const auto adopted = event.ok() ? adopt(event.value(), sequence) : event.error();
        if (!adopted.ok()) return damage(adopted.error());
        const Digest hash = ledger::leaf_hash(bytes_of(leaf));
        events.push_back({slot.offset, slot.length, hash});
        tree.append(hash);
        if (whole) log_bytes = slot.offset + slot.length + kFrameBytes - 4;
        continue;
      }
      wrong = opened.error();
    }
    // What no checkpoint speaks of was never acknowledged: the leftover of a crash.
    if (!signed_for) break;
    whole = false;
    DP_TRY(damage(wrong));
    events.push_back({slot.offset, 0, {}});
    tree.append({});
  }

  if (events.size() < checkpoint.size) {
    const bool torn = log_bytes < file.size();
    Error shorter{
        torn ? Fault::Corrupt : Fault::Tampered,
        fmt::format("the ledger has {} events, its signed checkpoint {}: {}", events.size(),
                    checkpoint.size, torn ? "its file is damaged" : "it was cut or rolled back"),
        std::string(kRestore)};
    return damage(std::move(shorter));
  }
  if (whole && checkpoint.size > 0) {
    const Digest root = DP_TRY(tree.root_at(checkpoint.size));
    if (root != checkpoint.root) {
      return damage({Fault::Tampered, "the ledger is not the one its checkpoint was signed for",
                     std::string(kRestore)});
    }
  }
  if (log_bytes < file.size() && mode == OpenMode::Sound) {
    repairs.push_back(fmt::format("{} bytes of an unfinished event were cut from the ledger",
                                  file.size() - log_bytes));
    DP_TRY(disk.truncate(path(name), log_bytes));
  }
  return done();
}

Result<> Vault::State::adopt(const Event& event, std::uint64_t sequence) {
  const auto contradicts = [&](std::string_view why) {
    return Error{Fault::Tampered, fmt::format("event {} of the ledger {}", sequence, why)};
  };
  if ((event.kind == kVaultCreated) != (sequence == 0)) {
    return contradicts("is not where such an event belongs");
  }
  if (event.kind == kVaultCreated &&
      (event.members.value("vault", "") != vault_id ||
       event.members.value("public_key", "") != to_hex(signing_key->public_key))) {
    return contradicts("speaks of another vault");
  }
  if (event.kind == kItemAdded) {
    const ItemMembers members = DP_TRY(item_members(event));
    if (!items.emplace(members.id, ItemState{members, sequence, event.time, false}).second) {
      return contradicts("adds an item that is there");
    }
    order.push_back(members.id);
  }
  if (event.kind == kRecorded) recorded.push_back(sequence);
  if (event.kind == kItemKeyDestroyed) {
    const ItemId id = DP_TRY(item_id_of(event.members.value("item", "")));
    const auto found = items.find(id);
    if (found != items.end()) {
      found->second.destroyed = true;
    } else if (mode == OpenMode::Sound) {
      return contradicts("destroys the key of an item that is not there");
    }
  }
  return done();
}

Result<> Vault::State::load_keys() {
  const std::string name = keys_file(epoch());
  const auto read = disk.read_all(path(name), kLargestLog);
  if (!read.ok()) return damage(file_error(read.error(), name));
  const ByteView file = read.value();
  const ScanMode scan_mode = mode == OpenMode::Sound ? ScanMode::UpToDamage : ScanMode::PastDamage;
  const auto scanned = scan_records(file, kKeysMagic, name, scan_mode);
  if (!scanned.ok()) return damage(scanned.error());

  std::uint64_t good_bytes = kMagicBytes;
  bool whole = true;
  Fault fault = Fault::NotFound;  // of keys that turn out to be missing
  std::uint64_t number = 0;
  for (const RecordSlot& slot : scanned.value().slots) {
    auto batch =
        slot.sound
            ? ItemKeys::open_batch(file.subspan(slot.offset, slot.length),
                                   keyring->keyring.epoch_key.view(), origin(), epoch(), number)
            : Result<crypto::SecretBytes>(Error{Fault::Corrupt, name + " is damaged"});
    ++number;
    if (batch.ok()) {
      keys.add(std::move(batch).take());
      if (whole) {
        good_bytes = slot.offset + slot.length + kFrameBytes - 4;
        key_records = number;
      }
      continue;
    }
    whole = false;
    fault = batch.error().fault;
    if (mode == OpenMode::Sound) break;
  }
  if (good_bytes < file.size() && fault == Fault::NotFound) fault = Fault::Corrupt;

  for (const auto& [id, item] : items) {
    if (item.destroyed || keys.has(id)) continue;
    DP_TRY(damage(
        {fault, fmt::format("the key of {} is not in {}", called(id), name), std::string(kRestore)},
        to_text(id)));
  }
  if (good_bytes < file.size() && mode == OpenMode::Sound) {
    // Keys come before their events, so keys that no event speaks of are the leftover of a crash.
    repairs.push_back(fmt::format("{} bytes of unfinished keys were cut from {}",
                                  file.size() - good_bytes, name));
    DP_TRY(disk.truncate(path(name), good_bytes));
  }
  return done();
}

}  // namespace depone::vault
