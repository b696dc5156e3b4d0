// Indexed and hashed wording against the literal twin (reference/lineage_reference.h).
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "lineage/candidates.h"
#include "lineage/evidence.h"
#include "lineage/tables.h"
#include "reference/lineage_reference.h"
#include "tests/lineage/lineage_fixture.h"

namespace depone::lineage {
namespace {

const Tables& tables() {
  static const std::shared_ptr<const Tables> loaded = load_tables(embedded_data()).take();
  return *loaded;
}

using Words = std::vector<std::string>;

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

// Invented words, few enough to meet often, none of them in any lexicon.
rc::Gen<Words> words_of(std::size_t most) {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(0, most), [](std::size_t count) {
    return rc::gen::container<Words>(
        count, rc::gen::element<std::string>("zorbl", "quimp", "vlat", "grunk", "plex", "wibb",
                                             "snarv", "klomp", "dreez", "fnord"));
  });
}

Corpus corpus_of(const std::vector<Document>& documents) {
  std::vector<TraceInput> inputs;
  for (const Document& document : documents) inputs.push_back({&document, nullptr, nullptr});
  NoProgress progress;
  const Cancellation cancellation;
  return build_corpus(inputs, tables(), progress, cancellation).take();
}

RC_GTEST_PROP(Runs, AreSharedAsInTheTwin, ()) {
  const Words a = *words_of(30);
  const Words b = *words_of(30);
  const std::vector<Document> documents = {text_document("a", joined(a)),
                                           text_document("b", joined(b))};
  const Corpus corpus = corpus_of(documents);
  const reference::Runs runs_a = reference::runs_of_three(a);
  const reference::Runs runs_b = reference::runs_of_three(b);
  RC_ASSERT(corpus.documents[0].shingles.size() == runs_a.size());
  RC_ASSERT(weigh(corpus, 0, 1).shared_runs == reference::shared(runs_a, runs_b));
}

RC_GTEST_PROP(LongestRun, OfDistinctWordsIsTheTwins, ()) {
  // Each word once in a text: then the run's first place is its only place.
  const auto numbered = [](int number) {
    return "zq" + std::string(1, static_cast<char>('a' + number));
  };
  std::vector<int> order_a(12);
  for (int i = 0; i < 12; ++i) order_a[static_cast<std::size_t>(i)] = i;
  const auto moves = *rc::gen::container<std::vector<std::pair<int, int>>>(
      rc::gen::pair(rc::gen::inRange(0, 12), rc::gen::inRange(0, 12)));
  std::vector<int> order_b = order_a;
  for (const auto& [x, y] : moves) {
    std::swap(order_b[static_cast<std::size_t>(x)], order_b[static_cast<std::size_t>(y)]);
  }
  Words a;
  Words b;
  for (const int word : order_a) a.push_back(numbered(word));
  for (const int word : order_b) b.push_back(numbered(word));
  const std::vector<Document> documents = {text_document("a", joined(a)),
                                           text_document("b", joined(b))};
  const Evidence evidence = weigh(corpus_of(documents), 0, 1);
  const std::size_t longest = reference::longest_common_run(a, b);
  RC_ASSERT(evidence.longest_words == (longest >= 3 ? longest : 0));
}

RC_GTEST_PROP(Index, FindsEveryPairTheTwinFinds, ()) {
  const auto texts = *rc::gen::container<std::vector<Words>>(6, words_of(40));
  std::vector<Document> documents;
  for (const Words& text : texts) documents.push_back(text_document("d", joined(text)));
  const Cancellation cancellation;
  const auto pairs = indexed_pairs(corpus_of(documents), cancellation).take();
  for (const auto& pair : reference::similar_pairs(texts, 0.5)) {
    RC_ASSERT(std::binary_search(pairs.begin(), pairs.end(), pair));
  }
}

TEST(Index, KeepsOneTextCopiedAThousandTimesTogether) {
  std::vector<Document> documents;
  for (int i = 0; i < 1000; ++i) {
    documents.push_back(text_document("d" + std::to_string(i),
                                      "The quartz pelican of Umberleigh swallowed nineteen brass "
                                      "thimbles during the lantern parade of Old Tessaly."));
  }
  const Lineage lineage = trace_all(documents);
  EXPECT_EQ(lineage.origins, 1u);
}

}  // namespace
}  // namespace depone::lineage
