// A case told in the terminal: what `depone demo` and `depone run` say.
#pragma once

#include "model/finding.h"

namespace depone::cli {

// To standard output: documents and origins; drifts; what stands on how many origins; norms.
void print_case(const Case& the_case);

// The same as one JSON object.
OrderedJson case_json(const Case& the_case);

}  // namespace depone::cli
