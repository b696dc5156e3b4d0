#include "casework/read_claims.h"

#include <fmt/format.h>

namespace depone::casework {
namespace {

constexpr std::uint64_t kMaxToldBytes = 16u << 20;

// The text of `folder`/`name`, or nothing when there is no such file.
Result<std::optional<std::string>> text_if_there(const Disk& disk, const std::string& folder,
                                                 std::string_view name) {
  auto bytes = disk.read_all(join_path(folder, name), kMaxToldBytes);
  if (bytes.ok()) return std::optional<std::string>(text_of(bytes.value()));
  if (bytes.error().fault == Fault::NotFound) return std::optional<std::string>();
  return std::move(bytes).take_error();
}

}  // namespace

std::string document_id(std::size_t index, std::size_t count) {
  const std::size_t digits = std::max<std::size_t>(2, std::to_string(count).size());
  return fmt::format("D{:0{}}", index + 1, digits);
}

Result<Told> read_told(const Disk& disk, const std::string& folder) {
  Told told;
  const auto case_text = DP_TRY(text_if_there(disk, folder, kCaseFileName));
  if (case_text) {
    told.case_file = DP_TRY(parse_case_file(*case_text, join_path(folder, kCaseFileName)));
  }
  const auto dates_text = DP_TRY(text_if_there(disk, folder, "dates.csv"));
  if (dates_text) told.dates = DP_TRY(parse_dates(*dates_text, join_path(folder, "dates.csv")));
  return told;
}

void apply_told(const Told& told, CaseDocument& document) {
  const std::string& name = document.document.name;
  const PartialDate date = date_for(told.dates, name);
  if (date.known()) document.document.date = date;
  const auto entry = told.case_file.sources.find(name);
  if (entry == told.case_file.sources.end()) {
    document.source.label = name;
    return;
  }
  document.source = entry->second.source;
  if (entry->second.date.known()) document.document.date = entry->second.date;
}

Result<ReadDocuments> read_claims(const Disk& disk, std::vector<GatheredFile> files,
                                  const Told& told, const reading::Reader& reader,
                                  const ExtractOptions& options, Progress& progress,
                                  const Cancellation& cancellation) {
  ReadDocuments read;
  std::erase_if(files,
                [&](const GatheredFile& file) { return told.case_file.is_of_estimate(file.name); });
  const auto keep = [&](ReadFile&& file) -> Result<> {
    if (!file.document.ok()) {
      read.problems.push_back({files[file.index].name, std::move(file.document).take_error()});
      return done();
    }
    CaseDocument document;
    document.document = std::move(file.document).take();
    apply_told(told, document);
    document.claims = reader.read(document.document);
    read.documents.push_back(std::move(document));
    return done();
  };
  DP_TRY(read_documents(disk, files, options, progress, cancellation, keep));
  for (std::size_t i = 0; i < read.documents.size(); ++i) {
    read.documents[i].id = document_id(i, read.documents.size());
  }
  return read;
}

Result<Lineage> trace(const std::vector<CaseDocument>& documents, const lineage::Tracer& tracer,
                      Progress& progress, const Cancellation& cancellation) {
  std::vector<lineage::TraceInput> inputs;
  inputs.reserve(documents.size());
  for (const CaseDocument& document : documents) {
    inputs.push_back({&document.document, &document.claims, &document.source});
  }
  return tracer.trace(inputs, progress, cancellation);
}

}  // namespace depone::casework
