// The ring: every list passes all parties, each of which multiplies every entry by a secret of its
// own for this run and sorts them anew, so that order tells nothing. After k hops all lists are
// under the product of all k secrets: equal entries are equal people, and no party can test a guess
// alone.
//
//   1. commit:  every party signs the protocol, how long its list is and a commitment to it.
//   2. start:   with all commitments in hand, each blinds its own list and sends it to its
//               neighbour.
//   3. pass:    each blinds what it receives and sends it on; the last hop goes to the counter.
//   4. count:   the counter finds how many entries are on exactly which lists.
//   5. share:   the counter signs the counts, with the digest of every message that led to them, so
//               that each party finds those it sent among them.
//
// Secure against parties that follow the steps, look at all they see and even pool it; honest
// blinding is not proved, so a counter that departs from them can find names
// (docs/threat-model.md). docs/methods-overlap.md says what is still given away. All functions are
// pure and may run on any thread; blinding uses up to `threads` cores with the same result for any
// number. A caller must not pass two different messages for one owner and rule of one run: the
// second could hold guesses to be blinded (casework/overlap.h keeps a record).
#pragma once

#include <optional>
#include <span>

#include "base/progress.h"
#include "overlap/keys.h"
#include "overlap/message.h"

namespace depone::overlap {

// What a party signs before the run; `list` order of `keys` is that of protocol.rules.
Message commitment(const Protocol& protocol, const PartySecret& self,
                   std::span<const ListKeys> keys);

// All parties' commitments, in the order of the ring, and their common digest.
struct Commitments {
  std::vector<Message> messages;
  std::string digest;  // SHA-256 over all of them: binds every later message to this run
};
// InvalidInput when it does not list every rule with a length that the protocol allows.
Result<> check_commitment(const Protocol& protocol, const Message& commitment);
// InvalidInput naming the party whose commitment is missing, given twice or unfit.
Result<Commitments> gather_commitments(const Protocol& protocol, std::vector<Message> messages);

// A message on its way, with the name of the party it must be carried to.
struct Outgoing {
  std::string to;
  std::string rule;
  std::string owner;   // whose list it is
  int hop = 0;         // how many parties have blinded it
  std::string digest;  // of the message before sealing: its name in the transcript
  Bytes sealed;        // to that party's key
};

// Blinds this party's own list under one rule. Conflict when `keys` are not those that were
// committed to; Cancelled.
Result<Outgoing> start(const Protocol& protocol, const PartySecret& self,
                       const Commitments& commitments, std::size_t rule, const ListKeys& keys,
                       std::size_t threads, Progress& progress, const Cancellation& cancellation);

// Which list a message holds, once it is found to be of this run and on its way; what pass() checks
// before it blinds.
struct Arrived {
  std::string from;
  std::string rule;
  std::string owner;
  int hop = 0;
  std::string digest;
};
// Tampered when it does not open, its signature or digest fails, its sender is not the neighbour,
// it is of another run, or is not as long as its owner committed to.
Result<Arrived> look_at(const Protocol& protocol, const PartySecret& self,
                        const Commitments& commitments, ByteView sealed, std::string_view name);

// Blinds what another party sent. Errors as look_at(); Cancelled.
Result<Outgoing> pass(const Protocol& protocol, const PartySecret& self,
                      const Commitments& commitments, ByteView sealed, std::string_view name,
                      std::size_t threads, Progress& progress, const Cancellation& cancellation);

// The counts of one rule: counts[s] entries are on exactly the lists of the set s (bit i: party i
// of the ring); counts[0] is 0. Hidden ones are unset.
struct RuleCounts {
  std::string rule;
  std::vector<std::optional<std::int64_t>> counts;
  // By owner in the order of the ring: the digests of its list's messages, hop by hop.
  std::vector<std::vector<std::string>> transcript;
};

// From the final messages, which only the counter can open. InvalidInput naming the list that is
// missing.
Result<std::vector<RuleCounts>> count(const Protocol& protocol, const PartySecret& self,
                                      const Commitments& commitments,
                                      std::span<const Bytes> sealed);

// The counter's signed counts for one party.
Outgoing share(const Protocol& protocol, const PartySecret& self, const Commitments& commitments,
               std::span<const RuleCounts> counts, std::string_view to);

// What the counter sent. Tampered when its signature fails, it is of another run, or a table
// without hidden counts does not add up to the lengths that were committed to.
Result<std::vector<RuleCounts>> read_counts(const Protocol& protocol, const PartySecret& self,
                                            const Commitments& commitments, ByteView sealed,
                                            std::string_view name);

}  // namespace depone::overlap
