// What the lineage tests share: a loaded tracer, documents from texts, tracing in one call.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/data_files.h"
#include "lineage/tracer.h"
#include "tests/base/result_matchers.h"

namespace depone::lineage {

inline const Tracer& shared_tracer() {
  static const std::shared_ptr<const Tracer> tracer = [] {
    Result<std::shared_ptr<const Tracer>> loaded = Tracer::load(embedded_data());
    EXPECT_THAT(loaded, IsOk());
    return std::move(loaded).take();
  }();
  return *tracer;
}

inline Document text_document(std::string name, std::string text, std::string date = "") {
  Document document;
  document.name = std::move(name);
  document.text = std::move(text);
  if (!date.empty()) document.date = parse_partial_date(date).value();
  return document;
}

inline Lineage trace_all(const std::vector<Document>& documents) {
  std::vector<TraceInput> inputs;
  for (const Document& document : documents) inputs.push_back({&document, nullptr, nullptr});
  NoProgress progress;
  const Cancellation cancellation;
  Result<Lineage> lineage = shared_tracer().trace(inputs, progress, cancellation);
  EXPECT_THAT(lineage, IsOk());
  return std::move(lineage).take();
}

}  // namespace depone::lineage
