// The worker process: takes documents one by one, has each read by a jailed child of its own.
#pragma once

#include <functional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "extract/extract.h"
#include "model/document.h"

namespace depone::extract {

// What a child does with a document once it is jailed. Tests put misbehaviour here.
using Reader = std::function<Result<Document>(ByteView, std::string_view, const ExtractLimits&)>;

// Serves requests (wire.h) on descriptor 0 until the other side closes it, answering on 1.
// The server never looks into the bytes it passes on. Returns the process's exit status: 0 when
// the other side closed, 1 when it broke the protocol or no jail could be built.
// For single-threaded processes: it forks.
int serve(const Reader& reader);

}  // namespace depone::extract
