// The ring: every list passes all parties, each of which multiplies every entry by a secret of its
// own for this run and sorts them anew, so that order tells nothing. After k hops all lists are
// under the product of all k secrets: equal entries are equal people, and no party can test a guess
// alone.
//
//   1. commit:  every party signs how long its list is and a commitment to it, before it sees
//   others'.
//   2. start:   with all commitments in hand, each blinds its own list and sends it to its
//   neighbour.
//   3. pass:    each blinds what it receives and sends it on; the last hop goes to the counter.
//   4. count:   the counter finds how many entries are on exactly which lists, and signs that.
//
// Secure against parties that follow the steps and look at all they see (semi-honest), as long as
// two parties do not pool their secrets against a third's list. docs/methods-overlap.md says what
// is still given away: list lengths, the cells, and what an invented record moves. All functions
// are pure and may run on any thread; blinding uses up to `threads` cores with the same result for
// any number.
#pragma once

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
// InvalidInput naming the party whose commitment is missing or given twice.
Result<Commitments> gather_commitments(const Protocol& protocol, std::vector<Message> messages);

// A message on its way, with the name of the party it must be carried to.
struct Outgoing {
  std::string to;
  std::string rule;
  std::string owner;  // whose list it is
  int hop = 0;        // how many parties have blinded it
  Bytes sealed;       // to that party's key
};

// Blinds this party's own lists. Conflict when `keys` are not those that were committed to.
Result<std::vector<Outgoing>> start(const Protocol& protocol, const PartySecret& self,
                                    const Commitments& commitments, std::span<const ListKeys> keys,
                                    std::size_t threads, Progress& progress,
                                    const Cancellation& cancellation);

// Blinds what another party sent. Tampered when it does not open, its signature or digest fails,
// its sender is not the neighbour, it is of another run, or is not as long as its owner committed
// to.
Result<Outgoing> pass(const Protocol& protocol, const PartySecret& self,
                      const Commitments& commitments, ByteView sealed, std::string_view name,
                      std::size_t threads, Progress& progress, const Cancellation& cancellation);

// The counts of one rule: counts[s] entries are on exactly the lists of the set s (bit i: party i
// of the ring); counts[0] is 0.
struct RuleCounts {
  std::string rule;
  std::vector<std::int64_t> counts;
  std::vector<std::string> transcript;  // digests of the final messages, in the order of the ring
};

// From the final messages, which only the counter can open. InvalidInput naming the list that is
// missing.
Result<std::vector<RuleCounts>> count(const Protocol& protocol, const PartySecret& self,
                                      const Commitments& commitments,
                                      std::span<const Bytes> sealed);

}  // namespace depone::overlap
