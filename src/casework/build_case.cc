#include "casework/build_case.h"

#include "casework/read_claims.h"

namespace depone::casework {
namespace {

rules::NormContext norm_context(const CaseContext& context) {
  using Produces = rules::NormContext::Produces;
  rules::NormContext out;
  out.period = context.period;
  out.host_state = context.host_state;
  out.worker_nationality = context.worker_nationality;
  out.sector = context.sector;
  if (context.produces == "goods") out.produces = Produces::Goods;
  if (context.produces == "services") out.produces = Produces::Services;
  return out;
}

}  // namespace

Result<Case> trace_case(std::string title, std::vector<CaseDocument> documents,
                        const Engine& engine, Progress& progress,
                        const Cancellation& cancellation) {
  Case traced;
  traced.title = std::move(title);
  traced.documents = std::move(documents);
  traced.lineage = DP_TRY(trace(traced.documents, *engine.tracer, progress, cancellation));
  return traced;
}

void judge(Case& the_case, const CaseContext& context, const Engine& engine,
           const findings::MayQuote& may_quote) {
  the_case.findings = findings::corroborate(the_case, *engine.settings, may_quote);
  the_case.answers = engine.norms->assess(the_case, norm_context(context), may_quote);
}

}  // namespace depone::casework
