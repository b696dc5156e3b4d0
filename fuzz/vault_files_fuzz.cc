// Every parser of bytes that a thief may have changed before any seal is checked, and of what seals
// protect, as if the seal had been broken: nothing may crash or read past its end.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "vault/event.h"
#include "vault/keyring.h"
#include "vault/record_file.h"
#include "vault/sealed_item.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace depone;
  const ByteView bytes(data, size);
  for (const auto mode : {vault::ScanMode::UpToDamage, vault::ScanMode::PastDamage}) {
    const auto scan = vault::scan_records(bytes, vault::kEventsMagic, "events", mode);
    if (!scan.ok()) continue;
    if (scan.value().sound_bytes > size) std::abort();
    for (const vault::RecordSlot& slot : scan.value().slots) {
      if (slot.offset + slot.length > size) std::abort();
    }
  }
  if (const auto event = vault::parse_leaf(text_of(bytes), 3); event.ok()) {
    ignore(vault::item_members(event.value()), "only crashes count");
    ignore(vault::open_private(event.value(), bytes), "only crashes count");
  }
  ignore(vault::decode_private(text_of(bytes)), "only crashes count");
  if (const auto document = vault::decode_document(bytes); document.ok()) {
    for (const std::string_view text : vault::passage_texts(document.value())) {
      if (text.size() > document.value().text.size()) std::abort();
    }
  }
  // Never a whole keyring: deriving a key from its cost would only take time.
  ignore(vault::open_keyring(bytes.first(size < 200 ? size : 200), bytes, bytes), "as above");
  return 0;
}
