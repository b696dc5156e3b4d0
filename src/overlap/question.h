// "Has someone already interviewed this person?", answered by one bit and under both sides'
// consent.
//
// The asker blinds the person's key with a secret a and sends a*P, signed, with the reason. If the
// other side agrees, it answers with b*a*P and its whole list under b, in the order of the bytes.
// The asker multiplies the list by a and looks for b*a*P. It learns the bit and the list's length;
// the other side learns that a question was asked and why, not about whom. A fresh b for every
// answer: two answers cannot be laid side by side.
#pragma once

#include "overlap/ring.h"

namespace depone::overlap {

// `record` has one row: the person. InvalidInput when its key is not whole.
Result<Outgoing> ask(const Protocol& protocol, const PartySecret& self, const CsvTable& record,
                     const KeyRule& rule, std::string_view to, std::string_view reason);

struct Question {
  std::string from;
  std::string rule;
  std::string reason;
};
// What a person must read before agreeing.
Result<Question> read_question(const Protocol& protocol, const PartySecret& self, ByteView sealed,
                               std::string_view name);

// The answer; whoever calls has asked a person and got a yes.
Result<Outgoing> answer(const Protocol& protocol, const PartySecret& self, const CsvTable& list,
                        ByteView sealed_question, std::string_view name, std::size_t threads,
                        Progress& progress, const Cancellation& cancellation);

// Whether the person asked about is on the other's list.
Result<bool> learn(const Protocol& protocol, const PartySecret& self, ByteView sealed_answer,
                   std::string_view name, std::size_t threads, Progress& progress,
                   const Cancellation& cancellation);

}  // namespace depone::overlap
