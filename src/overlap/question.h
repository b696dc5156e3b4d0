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

// What a question says besides the blinded key. Lines of plain text (check_line).
struct Question {
  std::string from;
  std::string rule;
  std::string reason;
  std::string asked_by;  // the person on the asker's side who answers for it
  std::string number;    // 32 hexadecimal digits
  std::string digest;    // of the message
};

struct Asked {
  Outgoing outgoing;
  std::string number;
};
// `record` has one row: the person. InvalidInput when its key is not whole, or the protocol allows
// no questions.
Result<Asked> ask(const Protocol& protocol, const PartySecret& self, const CsvTable& record,
                  const ColumnNames& names, const KeyRule& rule, const Normaliser& normaliser,
                  std::string_view to, std::string_view reason, std::string_view asked_by);

// What a person must read before agreeing. Tampered as read_message().
Result<Question> read_question(const Protocol& protocol, const PartySecret& self, ByteView sealed,
                               std::string_view name);

// The answer; whoever calls has asked a person, `agreed_by`, and got a yes, and has counted how
// many questions this asker has had answered before.
Result<Outgoing> answer(const Protocol& protocol, const PartySecret& self, const ListKeys& keys,
                        ByteView sealed_question, std::string_view name, std::string_view agreed_by,
                        std::size_t threads, Progress& progress, const Cancellation& cancellation);

// Who answered which question, before anything is worked out: the caller checks that it asked it.
struct Answer {
  std::string from;
  std::string number;
  std::string agreed_by;
};
Result<Answer> read_answer(const Protocol& protocol, const PartySecret& self, ByteView sealed,
                           std::string_view name);

// Whether the person asked about is on the other's list.
Result<bool> learn(const Protocol& protocol, const PartySecret& self, ByteView sealed_answer,
                   std::string_view name, std::size_t threads, Progress& progress,
                   const Cancellation& cancellation);

}  // namespace depone::overlap
