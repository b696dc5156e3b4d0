// depone-verify's readers of notes, keys, checkpoints and pages on hostile input: no input may
// crash them, and no note may open under a key nobody holds.
#include <cstdlib>
#include <string_view>

// The program's own sources: it is no library, so that nothing else can come to lean on it.
#include "apps/verify/page.cc"   // NOLINT(bugprone-suspicious-include)
#include "apps/verify/proof.cc"  // NOLINT(bugprone-suspicious-include)

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depone;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (verify::open_note(input, verify::Key{"fuzz.example/key", {}})) std::abort();
  static_cast<void>(verify::read_key(input));
  static_cast<void>(verify::read_head(input));
  const verify::Quotes quotes = {{"Q1", "over 18 hours"}};
  const verify::Passages passages = {{"D01.1", {"They worked over 18 hours.", false}}};
  ignore(verify::check_page(input, quotes, passages), "only that it returns");
  return 0;
}
