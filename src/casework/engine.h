// The readers, tracers and norms a case needs, loaded once from the tables.
#pragma once

#include <memory>

#include "base/data_files.h"
#include "base/result.h"
#include "findings/settings.h"
#include "lineage/tracer.h"
#include "reading/reader.h"
#include "rules/norms.h"

namespace depone::casework {

// Immutable and cheap to copy; may be used from any number of threads.
struct Engine {
  std::shared_ptr<const reading::Reader> reader;
  std::shared_ptr<const lineage::Tracer> tracer;
  std::shared_ptr<const findings::Settings> settings;
  std::shared_ptr<const rules::Norms> norms;
};

// Errors name the table and entry that is wrong.
Result<Engine> load_engine(const DataFiles& data);

}  // namespace depone::casework
