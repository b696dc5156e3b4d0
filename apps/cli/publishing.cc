#include "apps/cli/publishing.h"

#include <fmt/format.h>

#include <algorithm>

#include "apps/cli/print_case.h"
#include "base/json.h"

namespace depone::cli {
namespace {

void print_withheld(const dossier::WithheldCounts& withheld, Audience audience) {
  const std::size_t documents = withheld.documents_without_consent + withheld.documents_expired;
  if (documents + withheld.passages == 0) return;
  fmt::print(
      "\nWithheld from the {} audience: {} documents without consent for it, {} whose consent\n"
      "has expired, {} passages marked by a person\n",
      name_of(audience), withheld.documents_without_consent, withheld.documents_expired,
      withheld.passages);
}

void print_estimates(const casework::PublishedCase& result) {
  if (result.estimates.empty() && result.withheld.estimates == 0) return;
  fmt::print("\nHow many are on no list\n");
  for (const casework::MadeEstimate& estimate : result.estimates) {
    fmt::print("  {}\n", estimate.of);
    // The count, the range over methods, what it rests on; the rest stands in the dossier.
    const auto& reading = estimate.report.reading;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, reading.size()); ++i) {
      fmt::print("    {}\n", reading[i]);
    }
  }
  if (result.withheld.estimates > 0) {
    fmt::print("  {} estimates are left out: a list's keeper did not agree to this audience\n",
               result.withheld.estimates);
  }
}

OrderedJson estimates_json(const casework::PublishedCase& result) {
  OrderedJson list = OrderedJson::array();
  for (const casework::MadeEstimate& estimate : result.estimates) {
    list.push_back({{"of", estimate.of}, {"report", estimate::to_json(estimate.report)}});
  }
  return list;
}

}  // namespace

Result<Exit> publish_and_print(Session& session, vault::Vault& vault, const PublishWords& words,
                               const std::vector<casework::Problem>& problems) {
  const casework::Engine engine = DP_TRY(casework::load_engine(session.data()));
  casework::PublishOptions options;
  options.folder = words.out;
  options.audience = words.audience;
  options.title = words.title;
  options.pdf = words.pdf;
  casework::PublishedCase result;
  {
    TerminalProgress progress("publishing");
    result = DP_TRY(casework::publish(vault, *session.disk, session.data(), engine, *session.clock,
                                      options, progress, interruption()));
  }
  if (session.json) {
    OrderedJson json = case_json(result.the_case);
    json["estimates"] = estimates_json(result);
    json["estimates_withheld"] = result.withheld.estimates;
    json["dossier"] = words.out;
    json["audience"] = name_of(words.audience);
    json["passages_proved"] = result.published.passages_proved;
    json["passages_redacted"] = result.published.passages_redacted;
    json["problems"] = problems.size();
    fmt::print("{}\n", dump_json(json));
    return Exit::Done;
  }
  print_case(result.the_case);
  print_estimates(result);
  print_withheld(result.withheld, words.audience);
  for (const std::string& warning : result.published.warnings)
    fmt::print(stderr, "note: {}\n", warning);
  fmt::print(
      "\nThe dossier: {}/dossier.html ({} passages quoted with proof, {} redacted; {})\n",
      words.out, result.published.passages_proved, result.published.passages_redacted,
      result.published.pdf.note.empty() ? "no PDF: --pdf makes one" : result.published.pdf.note);
  fmt::print("Anyone can check it: depone-verify {}\n", words.out);
  if (words.audience == Audience::Internal) {
    fmt::print(
        "It is for INTERNAL use: its sources have not been asked whether it may be published.\n");
  }
  if (!problems.empty()) fmt::print("{} files are not in it; see the errors.\n", problems.size());
  return Exit::Done;
}

}  // namespace depone::cli
