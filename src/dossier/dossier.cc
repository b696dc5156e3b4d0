#include "dossier/dossier.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "dossier/disclosures.h"
#include "dossier/folder.h"
#include "dossier/machine.h"
#include "dossier/overview.h"
#include "dossier/page.h"
#include "dossier/pdf.h"
#include "dossier/self_check.h"

namespace depone::dossier {
namespace {

constexpr std::uint64_t kMostPdfBytes = 256u << 20;

Result<> check_edition(const Edition& edition) {
  const Case& the_case = edition.the_case;
  const Terms& terms = edition.terms;
  for (const CaseDocument& entry : the_case.documents) {
    if (!consent_covers(entry.source, terms.audience, terms.date)) {
      return Error{Fault::Denied,
                   fmt::format("the source of {} did not agree to the audience \"{}\"", entry.id,
                               name_of(terms.audience)),
                   "publish an edition made by restrict_case()"};
    }
  }
  for (const CaseEstimate& estimate : edition.estimates) {
    for (const EstimateList& list : estimate.lists) {
      if (list_consent_covers(list.source, terms.audience, terms.date)) continue;
      return Error{Fault::Denied,
                   fmt::format("the keeper of a list did not agree to the audience \"{}\"",
                               name_of(terms.audience)),
                   "leave the estimate out, or ask for consent"};
    }
    if (estimate.lists.size() != estimate.table.list_count() || estimate.table.list_count() < 1) {
      return Error{Fault::InvalidInput, "the lists of an estimate do not fit its table"};
    }
  }
  if (the_case.lineage.nodes.size() != the_case.documents.size()) {
    return Error{Fault::InvalidInput, "the lineage does not fit the documents of the case"};
  }
  return done();
}

std::string fill(std::string text,
                 const std::vector<std::pair<std::string_view, std::string>>& values) {
  for (const auto& [name, value] : values) {
    const std::string mark = fmt::format("{{{}}}", name);
    const std::size_t at = text.find(mark);
    if (at != std::string::npos) text.replace(at, mark.size(), value);
  }
  return text;
}

Result<Files> make_files(const Overview& overview, const Evidence& evidence,
                         const DataFiles& data) {
  const Publication& publication = overview.publication;
  const ledger::Checkpoint checkpoint = DP_TRY(open_published_checkpoint(publication));
  Files files;
  files["disclosures.json"] =
      DP_TRY(make_disclosures(overview.the_case(), overview.material, checkpoint, evidence));
  files["dossier.json"] = make_machine_form(overview, checkpoint);
  files["dossier.html"] = DP_TRY(make_page(overview, checkpoint, data));
  for (std::size_t i = 0; i < overview.estimates.size(); ++i) {
    std::string csv = overlap_csv(overview.estimates[i]);
    if (!csv.empty()) files[overlap_file_name(i + 1)] = std::move(csv);
  }
  files["checkpoint"] = publication.checkpoint;
  const std::string readme = DP_TRY(data.read("dossier/README.txt"));
  files["README.txt"] =
      fill(readme, {{"published", format_instant(publication.published)},
                    {"audience", std::string(name_of(overview.edition.terms.audience))},
                    {"verifier_key", publication.verifier_key},
                    {"title", overview.redactor.redact(overview.the_case().title)}});
  return files;
}

// Words of protected names that stand alone somewhere: for the publisher to judge.
std::vector<std::string> warnings_for(const Files& files, const Redactor& redactor) {
  std::set<std::size_t> numbers;
  for (const std::string& text : readable_forms("dossier.json", files.at("dossier.json"))) {
    for (const std::size_t number : redactor.find_parts(text)) numbers.insert(number);
  }
  std::vector<std::string> warnings;
  for (const std::size_t number : numbers) {
    warnings.push_back(
        fmt::format("a part of protected string no. {} stands alone in the dossier; if that part "
                    "identifies the "
                    "person, protect it as a string of its own and publish again",
                    number + 1));
  }
  return warnings;
}

// Passages in which a name that stands on a list is covered.
std::optional<std::string> listed_names_covered(const ShownMaterial& material,
                                                const Redactor& redactor) {
  const auto passages = std::count_if(
      material.passages.begin(), material.passages.end(), [&](const ShownPassage& passage) {
        const auto number = redactor.find_listed_name(passage.original);
        return number.has_value();
      });
  if (passages == 0) return std::nullopt;
  return fmt::format("{} quoted hold a name that stands on one of the lists; it is covered there",
                     counted(static_cast<std::size_t>(passages), "passage", "passages"));
}

Result<RenderedPdf> make_pdf(const Publication& publication, const Redactor& redactor, Disk& disk,
                             const std::string& folder, Files& files) {
  if (!publication.render_pdf) return RenderedPdf{false, "no PDF was asked for"};
  const std::string path = join_path(folder, "dossier.pdf");
  const Result<RenderedPdf> rendered = publication.render_pdf(folder);
  if (!rendered.ok()) {
    // The page is whole without its printable form.
    ignore(disk.remove(path), "it may not be there");
    return RenderedPdf{false, to_string(rendered.error())};
  }
  RenderedPdf pdf = rendered.value();
  if (!pdf.made) return pdf;
  const Bytes bytes = DP_TRY(disk.read_all(path, kMostPdfBytes));
  const Result<std::string> text = text_of_pdf(path);
  if (text.ok()) {
    DP_TRY(check_protected({{"dossier.pdf as text", text.value()}}, redactor));
    pdf.note += "; its text was checked again";
  } else {
    pdf.note += "; made from the checked page, its text was not read back";
  }
  files["dossier.pdf"] = std::string(text_of(bytes));
  return pdf;
}

Result<> add_manifest(const Publication& publication, Files& files) {
  std::string manifest;
  for (const auto& [name, content] : files) {
    manifest +=
        fmt::format("{}  {}\n", to_hex(crypto::view(crypto::sha256(bytes_of(content)))), name);
  }
  const std::string digest = to_hex(crypto::view(crypto::sha256(bytes_of(manifest))));
  // Two lines, so that it can never be read as a checkpoint, which has three.
  files["manifest.note"] =
      DP_TRY(publication.sign(fmt::format("depone dossier manifest 1\n{}\n", digest)));
  files["manifest.sha256"] = std::move(manifest);
  return done();
}

}  // namespace

Result<Published> write_dossier(const Edition& edition, const Publication& publication,
                                const Evidence& evidence, const DataFiles& data, Disk& disk,
                                const std::string& folder) {
  DP_TRY(check_edition(edition));
  const Redactor redactor(edition.terms);
  Overview overview = make_overview(edition, publication, redactor);
  for (const CaseEstimate& estimate : edition.estimates) {
    overview.estimates.push_back(
        DP_TRY(show_estimate(estimate, overview.estimates.size() + 1, redactor)));
  }
  Files files = DP_TRY(make_files(overview, evidence, data));
  DP_TRY(check_protected(files, redactor));

  DossierFolder target = DP_TRY(DossierFolder::prepare(disk, folder));
  DP_TRY(target.write(files));
  Published published;
  published.pdf = DP_TRY(make_pdf(publication, redactor, disk, target.path(), files));
  if (published.pdf.made) target.adopt("dossier.pdf");
  DP_TRY(add_manifest(publication, files));
  DP_TRY(target.finish(files));
  const Files written = DP_TRY(target.read_back());
  if (written != files) {
    return Error{Fault::Io, folder + " does not hold what was written to it", "check the disk"};
  }
  DP_TRY(check_protected(written, redactor));
  DP_TRY(target.put_in_place());

  for (const auto& [name, content] : files) published.files.push_back(name);
  published.documents = edition.the_case.documents.size();
  published.origins = overview.origins.size();
  published.findings = edition.the_case.findings.size();
  for (const ShownPassage& passage : overview.material.passages) {
    ++(passage.redacted ? published.passages_redacted : published.passages_proved);
  }
  published.warnings = warnings_for(files, redactor);
  if (auto covered = listed_names_covered(overview.material, redactor)) {
    published.warnings.push_back(*std::move(covered));
  }
  const Result<> removed = target.remove_old();
  if (!removed.ok()) {
    published.warnings.push_back(
        fmt::format("the new dossier is in place, but the old one is still in {}: {}; remove it",
                    target.path(), removed.error().what));
  }
  return published;
}

}  // namespace depone::dossier
