#include "casework/overlap.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstring>

#include "casework/list_bytes.h"
#include "casework/overlap_steps.h"
#include "casework/overlap_tables.h"
#include "crypto/derive.h"

namespace depone::casework {
namespace {

constexpr std::uint64_t kMostListBytes = std::uint64_t{4} << 30;
constexpr std::uint64_t kMostCardBytes = 4096;

Result<overlap::Party> read_card(const Disk& disk, const std::string& path) {
  const Bytes bytes = DP_TRY(disk.read_all(path, kMostCardBytes));
  const Json json = DP_TRY(parse_json(text_of(bytes), path));
  const auto form = json_integer(json, "depone_overlap_card");
  if (!form.ok() || form.value() != 1) {
    return Error{Fault::InvalidInput, path + " is not the card of a party",
                 "depone overlap join makes one: NAME.card"};
  }
  return overlap::party_from_json(json);
}

// How many records two lists of elements do not share.
std::size_t difference(const std::vector<crypto::Element>& a,
                       const std::vector<crypto::Element>& b) {
  std::vector<crypto::Element> differ;
  std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(differ));
  return differ.size();
}

struct EarlierRun {
  std::size_t number = 0;
  overlap::Protocol protocol;
};

// Earlier runs that this party signed with one of the present parties beside it.
Result<std::vector<EarlierRun>> earlier_runs(const OverlapFolder& folder,
                                             const overlap::Protocol& protocol) {
  std::vector<EarlierRun> found;
  for (std::size_t run = 1; run < folder.run(); ++run) {
    const auto bytes = DP_TRY(folder.get("protocol", run));
    const auto own = DP_TRY(folder.get("commitment." + folder.self().name, run));
    if (!bytes || !own) continue;
    const Json json = DP_TRY(parse_json(text_of(*bytes), "protocol"));
    auto earlier = overlap::protocol_from_json(json);
    if (!earlier.ok()) continue;  // of another version: its keys cannot be made again
    const bool met = std::any_of(
        earlier.value().parties.begin(), earlier.value().parties.end(), [&](const auto& party) {
          return party.name != folder.self().name &&
                 std::any_of(protocol.parties.begin(), protocol.parties.end(),
                             [&](const auto& now) { return now.signing_key == party.signing_key; });
        });
    if (met) found.push_back({run, std::move(earlier).take()});
  }
  return found;
}

// Denied when the list differs from that of an earlier run by so few records that whoever sees both
// tables learns on which lists these are.
Result<> refuse_small_change(const OverlapFolder& folder, const overlap::Protocol& protocol,
                             const CsvTable& list, const overlap::ColumnNames& columns,
                             const overlap::Normaliser& normaliser, const OverlapWork& work) {
  for (const EarlierRun& earlier : DP_TRY(earlier_runs(folder, protocol))) {
    for (const overlap::KeyRule& rule : earlier.protocol.rules) {
      const auto before = DP_TRY(folder.get("keys." + rule.name, earlier.number));
      if (!before) continue;
      auto now = overlap::keys_of(list, columns, earlier.protocol, rule, normaliser, work.threads,
                                  work.progress, work.cancellation);
      if (!now.ok() && now.error().fault == Fault::Cancelled) return now.error();
      if (!now.ok()) continue;  // the list has not the columns of then: not the same list
      const std::size_t changed = difference(now.value().elements, elements_from(*before));
      if (changed == 0 || changed >= static_cast<std::size_t>(protocol.minimum_cell)) continue;
      return Error{
          Fault::Denied,
          fmt::format("{} differs from the list of run {} by {} record{}: whoever sees both tables "
                      "learns on which lists {} stand{}",
                      list.name, earlier.number, changed, changed == 1 ? "" : "s",
                      changed == 1 ? "it" : "they", changed == 1 ? "s" : ""),
          fmt::format("give the list of then, or wait until {} records have changed",
                      protocol.minimum_cell)};
    }
  }
  return done();
}

}  // namespace

Bytes element_bytes(const std::vector<crypto::Element>& elements) {
  Bytes bytes;
  bytes.reserve(elements.size() * sizeof(crypto::Element));
  for (const crypto::Element& element : elements) {
    bytes.insert(bytes.end(), element.begin(), element.end());
  }
  return bytes;
}

std::vector<crypto::Element> elements_from(ByteView bytes) {
  std::vector<crypto::Element> elements(bytes.size() / sizeof(crypto::Element));
  if (!elements.empty()) {
    std::memcpy(elements.data(), bytes.data(), elements.size() * sizeof(crypto::Element));
  }
  return elements;
}

std::string spoken_hex(std::string_view digest) {
  const auto read = crypto::digest_from_hex(digest);
  return read.ok() ? overlap::spoken(read.value()) : std::string();
}

Result<CsvTable> read_people(const Disk& disk, const std::string& path) {
  const Bytes bytes = DP_TRY(read_list_bytes(disk, path, kMostListBytes));
  return read_csv(text_of(bytes), path);
}

Result<OverlapRun> load_run(const OverlapFolder& folder) {
  OverlapRun run;
  const auto bytes = DP_TRY(folder.get("protocol"));
  if (!bytes) return run;
  const Json json = DP_TRY(parse_json(text_of(*bytes), "the protocol"));
  run.protocol = DP_TRY(overlap::protocol_from_json(json));
  for (const overlap::Party& party : run.protocol->parties) {
    const auto message = DP_TRY(folder.get("commitment." + party.name));
    if (!message) continue;
    run.commitments.push_back(
        DP_TRY(overlap::read_message(*run.protocol, *message, party.name + "'s signature")));
    run.is_signed = run.is_signed || party.name == folder.self().name;
  }
  if (run.commitments.size() == run.protocol->parties.size()) {
    run.all = DP_TRY(overlap::gather_commitments(*run.protocol, run.commitments));
  }
  return run;
}

Result<OverlapReport> propose_overlap(OverlapFolder& folder, const OverlapProposal& proposal,
                                      const overlap::Normaliser& normaliser) {
  const OverlapRun run = DP_TRY(load_run(folder));
  if (run.is_signed) {
    return Error{Fault::Conflict, folder.path() + " has signed a protocol already",
                 "depone overlap leave " + folder.path() + " ends that run first"};
  }
  overlap::Protocol protocol;
  protocol.number = to_hex(crypto::SecretBytes::random(16).view());
  protocol.normaliser = normaliser.id();
  protocol.purpose = proposal.purpose;
  protocol.counter = proposal.counter.empty() ? folder.self().name : proposal.counter;
  protocol.counts_for = proposal.counts_for;
  protocol.minimum_cell = proposal.minimum_cell;
  protocol.maximum_records = proposal.maximum_records;
  protocol.maximum_questions = proposal.maximum_questions;
  protocol.parties.push_back(folder.self().party());
  for (const std::string& path : proposal.cards) {
    overlap::Party party = DP_TRY(read_card(folder.disk(), path));
    if (party == folder.self().party()) continue;
    protocol.parties.push_back(std::move(party));
  }
  for (const std::string& words : proposal.rules) {
    const std::size_t equals = words.find('=');
    if (equals == std::string::npos) {
      return Error{Fault::InvalidInput, "\"" + words + "\" is no rule",
                   "write --rule NAME=COLUMN:KIND,COLUMN:KIND"};
    }
    protocol.rules.push_back(DP_TRY(overlap::parse_rule(
        std::string_view(words).substr(0, equals), std::string_view(words).substr(equals + 1))));
  }
  const Json json = overlap::to_json(protocol);
  const overlap::Protocol sound = DP_TRY(overlap::protocol_from_json(json));
  DP_TRY(put_protocol(folder, sound));
  DP_TRY(give_protocol(folder, sound));
  DP_TRY(folder.put("proposed", {}));
  OverlapReport report;
  report.done.push_back("Proposed the protocol " + overlap::spoken(sound.id()) + ".");
  return report;
}

Result<OverlapReport> sign_overlap(OverlapFolder& folder, const std::string& list_path,
                                   const overlap::ColumnNames& columns,
                                   const overlap::Normaliser& normaliser, const Clock& clock,
                                   const OverlapWork& work) {
  OverlapRun run = DP_TRY(load_run(folder));
  if (!run.protocol) {
    return Error{Fault::InvalidInput, "there is no protocol to sign here",
                 "take the file that the proposing party gave you: depone overlap take " +
                     folder.path() + " FILE"};
  }
  const overlap::Protocol& protocol = *run.protocol;
  if (protocol.normaliser != normaliser.id()) {
    return Error{Fault::Unsupported,
                 "the protocol makes keys by other tables, or with another ICU, than this program",
                 "all parties need the same version of depone on the same version of the system"};
  }
  const CsvTable list = DP_TRY(read_people(folder.disk(), list_path));
  std::vector<overlap::ListKeys> keys;
  for (const overlap::KeyRule& rule : protocol.rules) {
    keys.push_back(DP_TRY(overlap::keys_of(list, columns, protocol, rule, normaliser, work.threads,
                                           work.progress, work.cancellation)));
    if (keys.back().elements.empty()) {
      return Error{Fault::InvalidInput,
                   fmt::format("no record of {} has a key under rule {}", list_path, rule.name),
                   "see that the columns are the right ones: --column PROTOCOLS-NAME=YOURS"};
    }
  }
  OverlapReport report;
  if (run.is_signed) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto before = DP_TRY(folder.get("keys." + protocol.rules[i].name));
      if (before && elements_from(*before) == keys[i].elements) continue;
      return Error{Fault::Conflict, "this party has signed, with another list",
                   "a run has one list; depone overlap leave " + folder.path() +
                       " ends it, and all sign a new protocol"};
    }
    report.done.push_back("Signed before, with this list.");
  } else {
    DP_TRY(refuse_small_change(folder, protocol, list, columns, normaliser, work));
    for (std::size_t i = 0; i < keys.size(); ++i) {
      DP_TRY(folder.put("keys." + protocol.rules[i].name, element_bytes(keys[i].elements)));
    }
    const Json facts = {{"signed_at", format_instant(clock.now())}};
    DP_TRY(folder.put("facts", bytes_of(canonical(facts))));
    const Bytes message =
        overlap::write_message(folder.self(), overlap::commitment(protocol, folder.self(), keys));
    // Last: with it this party has signed.
    DP_TRY(folder.put("commitment." + folder.self().name, message));
    report.done.push_back("Signed the protocol " + overlap::spoken(protocol.id()) + ".");
  }
  for (std::size_t i = 0; i < keys.size(); ++i) {
    report.done.push_back(
        fmt::format("Rule {}: {} different keys of {} records ({} without a field, {} repeated).",
                    protocol.rules[i].name, keys[i].elements.size(), keys[i].records,
                    keys[i].without_key, keys[i].repeated));
    if (keys[i].without_key * 5 > keys[i].records) {
      report.notes.push_back(
          fmt::format("rule {} leaves out {} of {} records: is the column right?",
                      protocol.rules[i].name, keys[i].without_key, keys[i].records));
    }
  }
  DP_TRY(go_on(folder, false, work, report));
  return report;
}

Result<> leave_overlap(OverlapFolder& folder, std::string_view reason, const Clock& clock) {
  const OverlapRun run = DP_TRY(load_run(folder));
  if (!run.protocol) {
    return Error{Fault::InvalidInput, folder.path() + " is in no run", "there is nothing to leave"};
  }
  DP_TRY(overlap::check_line(reason, "the reason"));
  const Json left = {{"reason", reason}, {"at", format_instant(clock.now())}};
  DP_TRY(folder.put("left", bytes_of(canonical(left))));
  return folder.next_run();
}

Result<std::vector<OverlapTables>> count_overlap(OverlapFolder& folder) {
  const OverlapRun run = DP_TRY(load_run(folder));
  if (!run.all) {
    return Error{Fault::InvalidInput, "not everybody has signed yet",
                 "depone overlap status " + folder.path() + " says who is awaited"};
  }
  const overlap::Protocol& protocol = *run.protocol;
  const overlap::PartySecret& self = folder.self();
  const bool is_counter = protocol.counter == self.name;
  if (!DP_TRY(folder.has("counts"))) {
    if (!is_counter) {
      return Error{Fault::InvalidInput, "the counts of " + protocol.counter + " are not here yet",
                   "take the file that " + protocol.counter + " gives you"};
    }
    std::vector<Bytes> finals;
    const std::vector<std::string> names = DP_TRY(folder.names("final."));
    for (const std::string& name : names) {
      auto bytes = DP_TRY(folder.get(name));
      if (bytes) finals.push_back(*std::move(bytes));
    }
    const auto counted = DP_TRY(overlap::count(protocol, self, *run.all, finals));
    DP_TRY(
        folder.put("counts", overlap::share(protocol, self, *run.all, counted, self.name).sealed));
  }
  const auto sealed = DP_TRY(folder.get("counts"));
  auto counts = DP_TRY(overlap::read_counts(protocol, self, *run.all, *sealed, "the counts"));
  std::vector<OverlapTables> tables;
  std::vector<overlap::RuleCounts> for_others = counts;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    OverlapTables table;
    table.rule = counts[i].rule;
    const bool whole = std::all_of(counts[i].counts.begin(), counts[i].counts.end(),
                                   [](const auto& count) { return count.has_value(); });
    const bool for_me = is_counter || protocol.counts_for == overlap::CountsFor::Parties;
    table.whole = counts[i].counts;
    table.safe = whole ? DP_TRY(safe_counts(protocol, counts[i].counts)) : counts[i].counts;
    if (protocol.counts_for == overlap::CountsFor::Counter) for_others[i].counts = table.safe;
    if (whole && for_me) {
      const std::string name = table.rule + ".internal.csv";
      DP_TRY(folder.put_result(name, counts_csv(protocol, table.whole)));
      table.internal_path = folder.result_path(name);
    }
    const std::string name = table.rule + ".public.csv";
    DP_TRY(folder.put_result(name, counts_csv(protocol, table.safe)));
    table.public_path = folder.result_path(name);
    tables.push_back(std::move(table));
  }
  if (is_counter && !DP_TRY(folder.has("counts-given"))) {
    for (const overlap::Party& party : protocol.parties) {
      if (party.name == self.name) continue;
      const overlap::Outgoing outgoing =
          overlap::share(protocol, self, *run.all, for_others, party.name);
      DP_TRY(folder.put_out(party.name, "counts", protocol.id_text(), outgoing.sealed));
    }
    DP_TRY(folder.put("counts-given", {}));
  }
  DP_TRY(folder.put("tables", {}));
  return tables;
}

Result<std::vector<std::string>> check_overlap(const OverlapFolder& folder) {
  const OverlapRun run = DP_TRY(load_run(folder));
  const auto sealed = run.all ? DP_TRY(folder.get("counts")) : std::optional<Bytes>();
  if (!sealed) {
    return Error{Fault::InvalidInput, "the counts are not here yet, so there is nothing to check",
                 "depone overlap status " + folder.path() + " says what is awaited"};
  }
  const overlap::Protocol& protocol = *run.protocol;
  const overlap::PartySecret& self = folder.self();
  const auto counts = DP_TRY(overlap::read_counts(protocol, self, *run.all, *sealed, "the counts"));
  std::vector<std::string> holds;
  holds.push_back(
      fmt::format("All {} parties signed the protocol {} and the length of their lists.",
                  protocol.parties.size(), overlap::spoken(protocol.id())));
  holds.push_back("The counts are signed by " + protocol.counter + " for the run " +
                  spoken_hex(run.all->digest) + ".");
  std::size_t found = 0;
  for (std::size_t rule = 0; rule < counts.size(); ++rule) {
    const bool whole = std::all_of(counts[rule].counts.begin(), counts[rule].counts.end(),
                                   [](const auto& count) { return count.has_value(); });
    holds.push_back(fmt::format("Rule {}: every list has {} the length it was signed with.",
                                counts[rule].rule, whole ? "exactly" : "no more than"));
    for (std::size_t owner = 0; owner < protocol.parties.size(); ++owner) {
      const std::vector<std::string> names = DP_TRY(
          folder.names("taken." + counts[rule].rule + "." + protocol.parties[owner].name + "."));
      for (const std::string& name : names) {
        const TakenList taken = DP_TRY(read_taken(folder, name));
        const auto& way = counts[rule].transcript[owner];
        const std::size_t hop = taken.hop;
        const bool received = hop == 0 || way[hop - 1] == taken.in;
        const bool sent = taken.out.empty() || hop >= way.size() || way[hop] == taken.out;
        if (!received || !sent) {
          return overlap::tampered(
              "the counts", fmt::format("they were not made from the list of {} under rule {} that "
                                        "this party {}",
                                        protocol.parties[owner].name, counts[rule].rule,
                                        received ? "handed on" : "received"));
        }
        ++found;
      }
    }
  }
  holds.push_back(fmt::format(
      "The {} lists that passed through this party are among those that were counted.", found));
  return holds;
}

}  // namespace depone::casework
