// What the steps of casework/overlap.h share; internal to src/casework.
#pragma once

#include "casework/overlap.h"

namespace depone::casework {

// A list that passed through this party: fact "taken.RULE.OWNER.HOP", hop 0 being its own. Written
// with `in` before the list is blinded, with `out` once the file to give is there.
struct TakenList {
  std::string rule;
  std::string owner;
  std::size_t hop = 0;
  std::string in;   // digest of the message received; empty for hop 0
  std::string out;  // of the message made from it; empty before, and for a list that is counted
};
std::string taken_name(std::string_view rule, std::string_view owner, std::size_t hop);
Result<TakenList> read_taken(const OverlapFolder& folder, const std::string& name);

// Labels of files in out/ (OverlapFolder::out_path).
std::string list_label(std::string_view rule, std::string_view owner, std::size_t hop);

// Keeps a protocol that nobody here has signed, in place of another such.
Result<> put_protocol(OverlapFolder& folder, const overlap::Protocol& protocol);
Result<> give_protocol(OverlapFolder& folder, const overlap::Protocol& protocol);

// Does what can be done now: gives the signature, starts the own lists once all have signed, takes
// the lists that came too early. `again` writes anew what should be in out/ and is not.
Result<> go_on(OverlapFolder& folder, bool again, const OverlapWork& work, OverlapReport& report);

}  // namespace depone::casework
