#include <fmt/format.h>

#include <map>

#include "apps/cli/verbs.h"
#include "base/json.h"
#include "casework/read_claims.h"

namespace depone::cli {
namespace {

constexpr std::uint64_t kMaxDatesBytes = 64u << 20;

struct Words {
  std::string folder;
  std::string dates;
};

void print_for_people(const Lineage& lineage) {
  std::map<std::string, std::vector<const LineageNode*>> origins;
  std::vector<std::string> order;
  for (const LineageNode& node : lineage.nodes) {
    auto& nodes = origins[node.origin];
    if (nodes.empty()) order.push_back(node.origin);
    nodes.push_back(&node);
  }
  fmt::print("{} document{}, {} origin{}\n", lineage.nodes.size(),
             lineage.nodes.size() == 1 ? "" : "s", lineage.origins,
             lineage.origins == 1 ? "" : "s");
  for (const std::string& origin : order) {
    const auto& nodes = origins[origin];
    fmt::print("\n{}  {} document{}\n", origin, nodes.size(), nodes.size() == 1 ? "" : "s");
    for (const LineageNode* node : nodes) {
      fmt::print("  {}  {}", node->document, name_of(node->relation));
      if (node->parent) {
        fmt::print(" of {} (confidence {:.2f})", lineage.nodes.at(*node->parent).document,
                   node->confidence);
      }
      fmt::print("\n");
      for (const LineageReason& reason : node->reasons) {
        fmt::print("      {}: {}\n", reason.kind, reason.text);
      }
    }
  }
}

// What case.toml, dates.csv and --dates say; the option wins over the folder's own file.
Result<casework::Told> told_of(const Session& session, const Words& words) {
  casework::Told told = DP_TRY(casework::read_told(*session.disk, words.folder));
  if (!words.dates.empty()) {
    const Bytes csv = DP_TRY(session.disk->read_all(words.dates, kMaxDatesBytes));
    told.dates = DP_TRY(casework::parse_dates(text_of(csv), words.dates));
  }
  return told;
}

Result<Exit> lineage_of(Session& session, const Words& words) {
  const casework::Told told = DP_TRY(told_of(session, words));
  const auto reader = DP_TRY(reading::Reader::load(session.data()));
  const auto tracer = DP_TRY(lineage::Tracer::load(session.data()));
  const auto options = DP_TRY(casework::default_extract_options(*session.disk));
  casework::Gathered gathered = casework::gather(*session.disk, {words.folder});
  TerminalProgress progress("tracing");
  casework::ReadDocuments read = DP_TRY(casework::read_claims(
      *session.disk, gathered.files, told, *reader, options, progress, interruption()));
  const Lineage lineage =
      DP_TRY(casework::trace(read.documents, *tracer, progress, interruption()));
  if (session.json) {
    std::fputs((dump_json(to_json(lineage)) + "\n").c_str(), stdout);
  } else {
    print_for_people(lineage);
  }
  std::fflush(stdout);
  for (casework::Problem& problem : read.problems) gathered.problems.push_back(std::move(problem));
  return report(session, gathered.problems);
}

}  // namespace

void add_lineage(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand(
      "lineage", "Tell which documents of a folder descend from which; no vault needed");
  auto words = std::make_shared<Words>();
  verb.add_option("FOLDER", words->folder, "The folder of documents").required();
  verb.add_option("--dates", words->dates, "CSV with the columns file and date").type_name("FILE");
  add_json_flag(verb, session);
  add_data_option(verb, session);
  verb.callback([&session, &exit, words] {
    const auto result = lineage_of(session, *words);
    exit = result.ok() ? result.value() : report(session, result.error());
  });
}

}  // namespace depone::cli
