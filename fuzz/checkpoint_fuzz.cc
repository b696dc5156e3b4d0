// Signed notes and checkpoints from anywhere: no input may crash, and what parses must be exactly
// what would be written again.
#include <cstdlib>
#include <string_view>

#include "ledger/checkpoint.h"
#include "ledger/signed_note.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depone::ledger;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto note = parse_note(input);
  if (note.ok()) {
    if (!input.starts_with(note.value().text)) std::abort();
    if (open_note(input, VerifierKey{"fuzz.example/key", {}}).ok()) std::abort();
  }
  for (const std::string_view text :
       {input, note.ok() ? std::string_view(note.value().text) : std::string_view()}) {
    const auto checkpoint = parse_checkpoint_text(text);
    if (checkpoint.ok() && !text.starts_with(checkpoint_text(checkpoint.value()))) std::abort();
  }
  depone::ignore(parse_verifier_key(input), "only that it returns");
  return 0;
}
