// Splits the input at 0xFF bytes into documents and traces them: no text may crash the tracer, and
// each document belongs to exactly one origin.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/data_files.h"
#include "lineage/tracer.h"
#include "text/unicode.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace depone;
  static const auto tracer = lineage::Tracer::load(embedded_data()).take();
  if (size > 20'000) return 0;
  std::vector<Document> documents(1);
  std::string bytes;
  for (std::size_t i = 0; i < size; ++i) {
    if (data[i] != 0xFF) {
      bytes.push_back(static_cast<char>(data[i]));
      continue;
    }
    documents.back().text = text::nfc(bytes);
    bytes.clear();
    documents.emplace_back();
  }
  documents.back().text = text::nfc(bytes);
  if (documents.size() > 12) return 0;
  std::vector<lineage::TraceInput> inputs;
  for (const Document& document : documents) inputs.push_back({&document, nullptr, nullptr});
  NoProgress progress;
  const Cancellation cancellation;
  const auto lineage = tracer->trace(inputs, progress, cancellation);
  if (!lineage.ok() || lineage.value().nodes.size() != documents.size()) std::abort();
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const LineageNode& node = lineage.value().nodes[i];
    if (node.parent && lineage.value().nodes.at(*node.parent).origin != node.origin) std::abort();
  }
  return 0;
}
