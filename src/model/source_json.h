// How a Source is kept: in the sealed metadata of an item and in a vault's case record.
#pragma once

#include "base/json.h"
#include "base/result.h"
#include "model/document.h"

namespace depone {

// Canonical members; round-trips through source_from_json().
Json source_json(const Source& source);

// InvalidInput names a member that is missing. An unknown kind or audience becomes Unknown or
// Internal, an unknown reliability F: never wider than what was kept.
Result<Source> source_from_json(const Json& json);

}  // namespace depone
