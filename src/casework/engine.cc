#include "casework/engine.h"

namespace depone::casework {

Result<Engine> load_engine(const DataFiles& data) {
  Engine engine;
  engine.reader = DP_TRY(reading::Reader::load(data));
  engine.tracer = DP_TRY(lineage::Tracer::load(data));
  engine.settings = DP_TRY(findings::load_settings(data));
  engine.norms = DP_TRY(rules::Norms::load(data));
  return engine;
}

}  // namespace depone::casework
