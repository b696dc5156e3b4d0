#include <fmt/format.h>

#include "apps/cli/verbs.h"
#include "base/json.h"
#include "casework/read_claims.h"

namespace depone::cli {
namespace {

struct Words {
  std::vector<std::string> files;
};

void print_json(const std::string& file, const Claim& claim) {
  OrderedJson line;
  line["file"] = file;
  line.update(to_json(claim));
  std::fputs((dump_json(line) + "\n").c_str(), stdout);
}

std::string in_one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 32) c = ' ';
  }
  return text;
}

void print_for_people(const std::string& file, const std::vector<Claim>& claims) {
  fmt::print("{}: {} claim{}\n", file, claims.size(), claims.size() == 1 ? "" : "s");
  for (const Claim& claim : claims) {
    const std::string value = claim.kind == ClaimKind::Indicator
                                  ? describe(claim)
                                  : fmt::format("{}: {}", name_of(claim.kind), describe(claim));
    std::string about;
    if (claim.polarity != Polarity::Asserted)
      about += fmt::format(" [{}]", name_of(claim.polarity));
    if (claim.derived) about += fmt::format(" [derived: {}]", claim.derivation);
    if (!claim.time.empty()) about += fmt::format(" ({})", claim.time);
    if (!claim.attribution.empty()) about += fmt::format(" - {}", in_one_line(claim.attribution));
    fmt::print("  {}{}\n      {}-{}  \"{}\"\n", value, about, claim.span.start, claim.span.end,
               in_one_line(claim.quote));
  }
}

Exit read(Session& session, const Words& words) {
  const auto loaded = reading::Reader::load(session.data());
  if (!loaded.ok()) return report(session, loaded.error());
  auto options = casework::default_extract_options(*session.disk);
  if (!options.ok()) return report(session, options.error());
  casework::Gathered gathered = casework::gather(*session.disk, words.files);
  TerminalProgress progress("reading");
  const auto print = [&](casework::ReadFile&& file) -> Result<> {
    const casework::GatheredFile& from = gathered.files[file.index];
    if (!file.document.ok()) {
      gathered.problems.push_back({from.path, std::move(file.document).take_error()});
      return done();
    }
    const std::vector<Claim> claims = loaded.value()->read(file.document.value());
    if (session.json) {
      for (const Claim& claim : claims) print_json(from.path, claim);
    } else {
      print_for_people(from.path, claims);
    }
    return done();
  };
  const auto read = casework::read_documents(*session.disk, gathered.files, options.value(),
                                             progress, interruption(), print);
  std::fflush(stdout);
  const Exit worst = report(session, gathered.problems);
  if (!read.ok()) return report(session, read.error());
  return worst;
}

}  // namespace

void add_read(Command& app, Session& session, Exit& exit) {
  Command verb = app.add_subcommand("read", "Read the claims out of files; no vault needed");
  auto words = std::make_shared<Words>();
  verb.add_option("FILE", words->files, "Files or folders").required();
  add_json_flag(verb, session);
  add_data_option(verb, session);
  verb.callback([&session, &exit, words] { exit = read(session, *words); });
}

}  // namespace depone::cli
