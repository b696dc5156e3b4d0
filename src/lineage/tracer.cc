#include "lineage/tracer.h"

#include <fmt/format.h>

#include <map>
#include <utility>

#include "lineage/candidates.h"
#include "lineage/cluster.h"
#include "lineage/explain.h"
#include "lineage/score.h"
#include "lineage/tables.h"

namespace depone::lineage {
namespace {

constexpr std::size_t kAskEvery = 256;

// Pairs far below even odds are dropped at once; near ones are kept, for they may name a parent.
constexpr double kKeepFrom = -2;

Result<std::vector<Link>> judge_pairs(const Corpus& corpus, const Weights& weights,
                                      Progress& progress, const Cancellation& cancellation) {
  const std::vector<std::pair<std::size_t, std::size_t>> pairs =
      DP_TRY(candidate_pairs(corpus, cancellation));
  std::vector<Link> links;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (i % kAskEvery == 0) {
      if (cancellation.requested()) return Error{Fault::Cancelled, "tracing was stopped"};
      progress.step(i, pairs.size(), "comparing");
    }
    Link link{weigh(corpus, pairs[i].first, pairs[i].second), 0};
    link.odds = log_odds(link.evidence, weights);
    if (link.odds > kKeepFrom) links.push_back(link);
  }
  return links;
}

Lineage describe(const Corpus& corpus, const std::vector<Link>& links, const Weights& weights) {
  const std::vector<std::size_t> groups = group(corpus, links, weights);
  const std::vector<std::optional<std::size_t>> parent = parents(corpus, links, groups);
  std::vector<std::size_t> sizes(groups.size());
  for (const std::size_t first : groups) ++sizes[first];
  std::map<std::pair<std::size_t, std::size_t>, const Link*> by_pair;
  for (const Link& link : links) by_pair[{link.evidence.a, link.evidence.b}] = &link;

  Lineage lineage;
  std::map<std::size_t, std::string> names;
  for (std::size_t d = 0; d < groups.size(); ++d) {
    const auto [name, fresh] =
        names.try_emplace(groups[d], fmt::format("O{}", lineage.origins + 1));
    if (fresh) ++lineage.origins;
    LineageNode node;
    node.document = corpus.documents[d].document->name;
    node.origin = name->second;
    if (parent[d]) {
      const std::pair ends = std::minmax(d, *parent[d]);
      const auto found = by_pair.find({ends.first, ends.second});
      Link link;
      if (found != by_pair.end()) {
        link = *found->second;
      } else {
        link.evidence = weigh(corpus, ends.first, ends.second);
        link.odds = log_odds(link.evidence, weights);
      }
      node.parent = parent[d];
      node.relation = relation_between(corpus, link.evidence, d, *parent[d]);
      node.confidence = probability(link.odds);
      node.reasons = explain(corpus, link.evidence, d, *parent[d]);
    } else {
      node.relation = sizes[groups[d]] > 1 ? Relation::Original : Relation::Independent;
    }
    lineage.nodes.push_back(std::move(node));
  }
  return lineage;
}

}  // namespace

Result<std::shared_ptr<const Tracer>> Tracer::load(const DataFiles& data) {
  std::shared_ptr<const Tables> tables = DP_TRY(load_tables(data));
  return std::shared_ptr<const Tracer>(std::make_shared<const Tracer>(std::move(tables)));
}

Result<Lineage> Tracer::trace(std::span<const TraceInput> documents, Progress& progress,
                              const Cancellation& cancellation) const {
  const Corpus corpus = DP_TRY(build_corpus(documents, *tables_, progress, cancellation));
  const std::vector<Link> links =
      DP_TRY(judge_pairs(corpus, tables_->weights, progress, cancellation));
  return describe(corpus, links, tables_->weights);
}

}  // namespace depone::lineage
