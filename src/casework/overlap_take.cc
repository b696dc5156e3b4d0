// Taking in what others gave, and doing what can be done then.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "casework/overlap_steps.h"
#include "crypto/box.h"

namespace depone::casework {
namespace {

using overlap::Protocol;

constexpr std::uint64_t kMostParcelBytes = std::uint64_t{32} * overlap::kMostRecords + (1 << 20);
constexpr int kDeepest = 4;  // folders on a stick

// In the order in which they can be taken.
enum class Kind { Protocol, Commitment, List, Counts, Question, Answer, Unknown };

Kind kind_of(const Json& header) {
  if (header.contains("depone_overlap")) return Kind::Protocol;
  const auto word = json_string(header, "kind");
  if (!word.ok()) return Kind::Unknown;
  if (word.value() == "commitment") return Kind::Commitment;
  if (word.value() == "list") return Kind::List;
  if (word.value() == "counts") return Kind::Counts;
  if (word.value() == "question") return Kind::Question;
  if (word.value() == "answer") return Kind::Answer;
  return Kind::Unknown;
}

struct Found {
  std::string path;
  bool named = false;  // by a person, not found in a folder
};

Result<> find_files(const Disk& disk, const std::string& path, int depth,
                    std::vector<Found>& found) {
  const FileInfo info = DP_TRY(disk.info(path));
  if (!info.is_folder) {
    found.push_back({path, depth == 0});
    return done();
  }
  if (depth > kDeepest) return done();
  const std::vector<FileInfo> entries = DP_TRY(disk.list(path));
  for (const FileInfo& entry : entries) {
    if (entry.name.starts_with('.') || (entry.is_folder && entry.is_link)) continue;
    const bool wanted = entry.is_folder || file_ending(entry.name) == "overlap";
    if (wanted) DP_TRY(find_files(disk, join_path(path, entry.name), depth + 1, found));
  }
  return done();
}

struct Opened {
  Found found;
  Kind kind = Kind::Unknown;
  std::string protocol;  // hexadecimal id
};

class Taker {
 public:
  Taker(OverlapFolder& folder, const OverlapWork& work, OverlapReport& report)
      : folder_(folder), work_(work), report_(report) {}

  Result<> take(const std::vector<std::string>& paths) {
    std::vector<Opened> files;
    for (const std::string& path : paths) {
      std::vector<Found> found;
      const auto looked = find_files(folder_.disk(), path, 0, found);
      if (!looked.ok()) report_.problems.push_back({path, looked.error()});
      for (const Found& each : found) {
        auto opened = look_into(each);
        if (!opened.ok()) {
          report_.problems.push_back({each.path, opened.error()});
        } else if (opened.value()) {
          files.push_back(*std::move(opened).take());
        }
      }
    }
    std::stable_sort(files.begin(), files.end(),
                     [](const Opened& a, const Opened& b) { return a.kind < b.kind; });
    for (const Opened& file : files) {
      const auto taken = take_one(file);
      if (taken.ok()) continue;
      if (taken.error().fault == Fault::Cancelled) return taken.error();
      Error error = taken.error();
      if (error.what.find(file.found.path) == std::string::npos) {
        error.what = file.found.path + ": " + error.what;
      }
      report_.problems.push_back({file.found.path, std::move(error)});
    }
    if (for_others_ > 0) {
      report_.done.push_back(fmt::format("Passed over {} file{} for others.", for_others_,
                                         for_others_ == 1 ? "" : "s"));
    }
    if (known_ > 0) {
      report_.done.push_back(
          fmt::format("{} file{} had been taken before.", known_, known_ == 1 ? "" : "s"));
    }
    return done();
  }

  // A list, sealed; `name` for messages.
  Result<> take_list(const OverlapRun& run, ByteView sealed, const std::string& name) {
    const Protocol& protocol = *run.protocol;
    const overlap::PartySecret& self = folder_.self();
    const overlap::Arrived arrived =
        DP_TRY(overlap::look_at(protocol, self, *run.all, sealed, name));
    const auto hop = static_cast<std::size_t>(arrived.hop);
    const std::string fact = taken_name(arrived.rule, arrived.owner, hop);
    TakenList taken{arrived.rule, arrived.owner, hop, arrived.digest, ""};
    if (DP_TRY(folder_.has(fact))) {
      taken = DP_TRY(read_taken(folder_, fact));
      if (taken.in != arrived.digest) {
        return overlap::tampered(
            name, fmt::format("{} gave another list of {} under rule {} before; this one may hold "
                              "guesses and is not blinded",
                              arrived.from, arrived.owner, arrived.rule));
      }
    }
    if (hop == protocol.parties.size()) {
      const std::string final_fact = fmt::format("final.{}.{}", arrived.rule, arrived.owner);
      if (DP_TRY(folder_.has(final_fact))) return seen_before();
      DP_TRY(put_taken(fact, taken));
      DP_TRY(folder_.put(final_fact, sealed));
      report_.done.push_back(
          fmt::format("Took {}'s list under rule {}; it has passed all parties and can be counted.",
                      arrived.owner, arrived.rule));
      return done();
    }
    const std::string label = list_label(arrived.rule, arrived.owner, hop + 1);
    if (!taken.out.empty() &&
        DP_TRY(has_left(protocol, arrived.owner, arrived.rule, hop + 1, label))) {
      return seen_before();
    }
    DP_TRY(put_taken(fact, taken));
    overlap::Outgoing outgoing = DP_TRY(overlap::pass(
        protocol, self, *run.all, sealed, name, work_.threads, work_.progress, work_.cancellation));
    DP_TRY(give_list(protocol, outgoing));
    taken.out = outgoing.digest;
    DP_TRY(put_taken(fact, taken));
    report_.done.push_back(fmt::format("Blinded {}'s list under rule {}; it goes to {}.",
                                       arrived.owner, arrived.rule, outgoing.to));
    return done();
  }

  Result<> give_list(const Protocol& protocol, const overlap::Outgoing& outgoing) {
    if (outgoing.to == folder_.self().name) {  // the counter's own last step
      return folder_.put(fmt::format("final.{}.{}", outgoing.rule, outgoing.owner),
                         outgoing.sealed);
    }
    return folder_.put_out(
        outgoing.to,
        list_label(outgoing.rule, outgoing.owner, static_cast<std::size_t>(outgoing.hop)),
        protocol.id_text(), outgoing.sealed);
  }

  Result<> put_taken(const std::string& fact, const TakenList& taken) {
    const Json json = {{"rule", taken.rule},
                       {"owner", taken.owner},
                       {"hop", taken.hop},
                       {"in", taken.in},
                       {"out", taken.out}};
    return folder_.put(fact, bytes_of(canonical(json)));
  }

 private:
  Result<> seen_before() {
    ++known_;
    return done();
  }

  // Whether what was made of a list is where it belongs.
  Result<bool> has_left(const Protocol& protocol, const std::string& owner, const std::string& rule,
                        std::size_t hop, const std::string& label) const {
    const std::size_t parties = protocol.parties.size();
    const std::string& to = hop == parties
                                ? protocol.counter
                                : protocol.parties[(protocol.index_of(owner) + hop) % parties].name;
    if (to == folder_.self().name) return folder_.has(fmt::format("final.{}.{}", rule, owner));
    return folder_.has_out(to, label);
  }

  // What a file holds; nothing when it is for someone else and only lay in the folder.
  Result<std::optional<Opened>> look_into(const Found& found) {
    const Bytes bytes = DP_TRY(folder_.disk().read_all(found.path, kMostParcelBytes));
    if (file_ending(found.path) == "card") {
      return Error{Fault::InvalidInput, found.path + " is a party's card",
                   "the party that proposes takes it: depone overlap propose FOLDER CARD..."};
    }
    const Parcel parcel = DP_TRY(read_parcel(bytes, found.path));
    if (parcel.to != folder_.self().name) {
      if (!found.named) {
        ++for_others_;
        return std::optional<Opened>();
      }
      return Error{Fault::InvalidInput,
                   fmt::format("{} is for {}; {} is the folder of {}", found.path, parcel.to,
                               folder_.path(), folder_.self().name),
                   "carry it on to " + parcel.to};
    }
    const Bytes plain = DP_TRY(open_parcel(parcel, found.path));
    const std::string_view text = text_of(plain);
    const Json header = DP_TRY(parse_json(text.substr(0, text.find('\n')), found.path));
    return std::optional<Opened>(Opened{found, kind_of(header), parcel.protocol});
  }

  Result<Bytes> open_parcel(const Parcel& parcel, const std::string& path) const {
    auto plain = crypto::open_sealed(folder_.self().box, parcel.sealed);
    if (plain.ok()) return plain;
    return Error{plain.error().fault,
                 path +
                     " does not open: it was changed on the way, or made for an earlier card of " +
                     folder_.self().name,
                 "ask whoever gave it, by a way you trust, to give it again"};
  }

  Result<> take_one(const Opened& file) {
    const std::string& path = file.found.path;
    const Bytes bytes = DP_TRY(folder_.disk().read_all(path, kMostParcelBytes));
    const Parcel parcel = DP_TRY(read_parcel(bytes, path));
    const OverlapRun run = DP_TRY(load_run(folder_));
    if (file.kind == Kind::Protocol) {
      const Bytes plain = DP_TRY(open_parcel(parcel, path));
      return take_protocol(run, plain, path);
    }
    if (!run.protocol) {
      return Error{Fault::InvalidInput, path + " is of a run that this folder does not know yet",
                   "take the protocol first; whoever proposed it gives it to you"};
    }
    if (parcel.protocol != run.protocol->id_text()) {
      return Error{Fault::InvalidInput, path + " belongs to another protocol than the one here",
                   "look at depone overlap status; a file of an earlier run is of no use any more"};
    }
    switch (file.kind) {
      case Kind::Commitment: {
        const Bytes plain = DP_TRY(open_parcel(parcel, path));
        return take_commitment(*run.protocol, plain, path);
      }
      case Kind::List:
        if (run.is_signed && run.all) return take_list(run, parcel.sealed, path);
        DP_TRY(folder_.put("waiting." + overlap::digest_of(parcel.sealed).substr(0, 32),
                           parcel.sealed));
        report_.done.push_back("Kept a list until everybody's signature is here.");
        return done();
      case Kind::Counts:
        return take_counts(run, parcel.sealed, path);
      case Kind::Question:
        return Error{Fault::InvalidInput, path + " is a question",
                     "read it: depone overlap answer " + folder_.path() + " " + path};
      case Kind::Answer:
        return Error{Fault::InvalidInput, path + " is an answer",
                     "depone overlap learn " + folder_.path() + " " + path};
      default:
        return Error{Fault::InvalidInput, path + " is of a kind this version does not know",
                     "all parties need the same version of depone"};
    }
  }

  Result<> take_protocol(const OverlapRun& run, ByteView plain, const std::string& path) {
    const Json json = DP_TRY(parse_json(text_of(plain), path));
    const Protocol protocol = DP_TRY(overlap::protocol_from_json(json));
    const overlap::PartySecret& self = folder_.self();
    const std::size_t place = protocol.index_of(self.name);
    if (place == protocol.parties.size()) {
      return Error{Fault::InvalidInput, "the protocol has no party called " + self.name,
                   "ask whoever proposes to take this party's card: " + folder_.card_path()};
    }
    if (protocol.parties[place] != self.party()) {
      return overlap::tampered(path, "the protocol has other keys for " + self.name +
                                         " than this folder: somebody put in another card");
    }
    if (run.protocol && run.protocol->id() == protocol.id()) return seen_before();
    if (run.is_signed) {
      return Error{Fault::Conflict, folder_.path() + " has signed another protocol already",
                   "depone overlap leave " + folder_.path() + " ends that run first"};
    }
    if (run.protocol) {
      report_.notes.push_back("this protocol takes the place of one that was not signed: " +
                              overlap::spoken(run.protocol->id()));
    }
    DP_TRY(put_protocol(folder_, protocol));
    report_.done.push_back("Took the protocol " + overlap::spoken(protocol.id()) + ":");
    for (const std::string& line : describe(protocol)) report_.done.push_back("  " + line);
    return done();
  }

  Result<> take_commitment(const Protocol& protocol, ByteView plain, const std::string& path) {
    const overlap::Message message = DP_TRY(overlap::read_message(protocol, plain, path));
    const std::string from = DP_TRY(json_string(message.header, "from"));
    DP_TRY(overlap::check_commitment(protocol, message));
    const std::string fact = "commitment." + from;
    const auto before = DP_TRY(folder_.get(fact));
    if (before && !std::equal(before->begin(), before->end(), plain.begin(), plain.end())) {
      return overlap::tampered(path, from + " has signed twice, with different lists");
    }
    if (before) return seen_before();
    DP_TRY(folder_.put(fact, plain));
    std::string lengths;
    for (const Json& list : message.header["lists"]) {
      lengths += fmt::format("{}{} under rule {}", lengths.empty() ? "" : ", ",
                             list["length"].get<std::int64_t>(), list["rule"].get<std::string>());
    }
    report_.done.push_back(
        fmt::format("Took {}'s signature; length of the list: {}.", from, lengths));
    return compare_with_earlier(protocol, from, message);
  }

  // A party whose list is nearly as long as in an earlier run may be testing single names. Only
  // people can find out, so they are told.
  Result<> compare_with_earlier(const Protocol& protocol, const std::string& from,
                                const overlap::Message& message) {
    for (std::size_t run = 1; run < folder_.run(); ++run) {
      const auto protocol_bytes = DP_TRY(folder_.get("protocol", run));
      const auto before = DP_TRY(folder_.get("commitment." + from, run));
      if (!protocol_bytes || !before) continue;
      const Json json = DP_TRY(parse_json(text_of(*protocol_bytes), "protocol"));
      const auto earlier = overlap::protocol_from_json(json);
      if (!earlier.ok()) continue;
      const auto read = overlap::read_message(earlier.value(), *before, from);
      if (!read.ok()) continue;
      for (const Json& now : message.header["lists"]) {
        for (const Json& then : read.value().header["lists"]) {
          if (now["rule"] != then["rule"]) continue;
          const auto length = now["length"].get<std::int64_t>();
          const auto old = then["length"].get<std::int64_t>();
          if (std::abs(length - old) >= protocol.minimum_cell) continue;
          report_.notes.push_back(fmt::format(
              "{}'s list had {} entries in run {} and has {} now. A few records put in on purpose "
              "would show which of your lists those people are on: ask {} what changed before you "
              "give anything away",
              from, old, run, length, from));
          return done();
        }
      }
    }
    return done();
  }

  Result<> take_counts(const OverlapRun& run, ByteView sealed, const std::string& path) {
    if (!run.all) {
      return Error{Fault::InvalidInput,
                   path + " holds counts, but not everybody's signature is here",
                   "take the signatures first"};
    }
    const auto counts =
        DP_TRY(overlap::read_counts(*run.protocol, folder_.self(), *run.all, sealed, path));
    const auto before = DP_TRY(folder_.get("counts"));
    if (before) {
      const auto had = DP_TRY(
          overlap::read_counts(*run.protocol, folder_.self(), *run.all, *before, "the counts"));
      for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i].counts != had[i].counts || counts[i].transcript != had[i].transcript) {
          return overlap::tampered(path, run.protocol->counter + " gave other counts before");
        }
      }
      return seen_before();
    }
    DP_TRY(folder_.put("counts", sealed));
    report_.done.push_back("Took the counts of " + run.protocol->counter + ".");
    return done();
  }

  OverlapFolder& folder_;
  const OverlapWork& work_;
  OverlapReport& report_;
  std::size_t for_others_ = 0;
  std::size_t known_ = 0;
};

// The own lists, once all have signed.
Result<> start_lists(OverlapFolder& folder, const OverlapRun& run, bool again,
                     const OverlapWork& work, OverlapReport& report, Taker& taker) {
  const Protocol& protocol = *run.protocol;
  const std::string& name = folder.self().name;
  bool first = true;
  for (std::size_t rule = 0; rule < protocol.rules.size(); ++rule) {
    const std::string& rule_name = protocol.rules[rule].name;
    const std::string fact = taken_name(rule_name, name, 0);
    const std::size_t next = (protocol.index_of(name) + 1) % protocol.parties.size();
    const bool had = DP_TRY(folder.has(fact));
    if (had && (!again || DP_TRY(folder.has_out(protocol.parties[next].name,
                                                list_label(rule_name, name, 1))))) {
      continue;
    }
    const auto bytes = DP_TRY(folder.get("keys." + rule_name));
    if (!bytes) {
      return Error{Fault::Corrupt, folder.path() + " has lost its list under rule " + rule_name,
                   "restore the folder from a copy, or leave the run and tell the others"};
    }
    overlap::ListKeys keys;
    keys.elements = elements_from(*bytes);
    const overlap::Outgoing outgoing =
        DP_TRY(overlap::start(protocol, folder.self(), *run.all, rule, keys, work.threads,
                              work.progress, work.cancellation));
    DP_TRY(taker.give_list(protocol, outgoing));
    DP_TRY(taker.put_taken(fact, {rule_name, name, 0, "", outgoing.digest}));
    if (first && !had) {
      report.done.push_back("Everybody has signed: the run is " + spoken_hex(run.all->digest) +
                            ".");
      report.done.push_back(
          "Before you give any list away, read these digits to the others over the telephone: all "
          "must have the same.");
    }
    first = false;
    report.done.push_back(
        fmt::format("Blinded the own list under rule {}; it goes to {}.", rule_name, outgoing.to));
  }
  return done();
}

}  // namespace

std::string taken_name(std::string_view rule, std::string_view owner, std::size_t hop) {
  return fmt::format("taken.{}.{}.{}", rule, owner, hop);
}

std::string list_label(std::string_view rule, std::string_view owner, std::size_t hop) {
  return fmt::format("list/{}/{}/{}", rule, owner, hop);
}

Result<TakenList> read_taken(const OverlapFolder& folder, const std::string& name) {
  const auto bytes = DP_TRY(folder.get(name));
  if (!bytes) return Error{Fault::NotFound, name + " is not there"};
  const Json json = DP_TRY(parse_json(text_of(*bytes), name));
  TakenList taken;
  taken.rule = DP_TRY(json_string(json, "rule"));
  taken.owner = DP_TRY(json_string(json, "owner"));
  taken.hop = static_cast<std::size_t>(DP_TRY(json_integer(json, "hop")));
  taken.in = DP_TRY(json_string(json, "in"));
  taken.out = DP_TRY(json_string(json, "out"));
  return taken;
}

Result<> put_protocol(OverlapFolder& folder, const Protocol& protocol) {
  for (const char* prefix : {"commitment.", "waiting.", "proposed"}) {
    const std::vector<std::string> names = DP_TRY(folder.names(prefix));
    for (const std::string& name : names) DP_TRY(folder.forget(name));
  }
  return folder.put("protocol", bytes_of(canonical(overlap::to_json(protocol))));
}

Result<> give_protocol(OverlapFolder& folder, const Protocol& protocol) {
  const std::string text = canonical(overlap::to_json(protocol));
  for (const overlap::Party& party : protocol.parties) {
    if (party.name == folder.self().name) continue;
    DP_TRY(folder.put_out(party.name, "protocol", protocol.id_text(),
                          crypto::seal_to(party.box_key, bytes_of(text))));
  }
  return done();
}

Result<> go_on(OverlapFolder& folder, bool again, const OverlapWork& work, OverlapReport& report) {
  OverlapRun run = DP_TRY(load_run(folder));
  if (!run.protocol) return done();
  const Protocol& protocol = *run.protocol;
  if (again && DP_TRY(folder.has("proposed"))) DP_TRY(give_protocol(folder, protocol));
  if (!run.is_signed) return done();
  if (again || !DP_TRY(folder.has("signature-given"))) {
    const auto message = DP_TRY(folder.get("commitment." + folder.self().name));
    for (const overlap::Party& party : protocol.parties) {
      if (party.name == folder.self().name) continue;
      DP_TRY(folder.put_out(party.name, "signature", protocol.id_text(),
                            crypto::seal_to(party.box_key, *message)));
    }
    DP_TRY(folder.put("signature-given", {}));
  }
  if (!run.all) return done();
  Taker taker(folder, work, report);
  DP_TRY(start_lists(folder, run, again, work, report, taker));
  const std::vector<std::string> waiting = DP_TRY(folder.names("waiting."));
  for (const std::string& name : waiting) {
    const auto sealed = DP_TRY(folder.get(name));
    const auto taken = taker.take_list(run, *sealed, "a list that was kept");
    if (!taken.ok() && taken.error().fault == Fault::Cancelled) return taken.error();
    if (!taken.ok()) report.problems.push_back({"a list that was kept", taken.error()});
    DP_TRY(folder.forget(name));
  }
  return done();
}

Result<OverlapReport> take_overlap(OverlapFolder& folder, const std::vector<std::string>& paths,
                                   bool again, const OverlapWork& work) {
  OverlapReport report;
  DP_TRY(Taker(folder, work, report).take(paths));
  DP_TRY(go_on(folder, again, work, report));
  return report;
}

}  // namespace depone::casework
