#include "apps/cli/print_case.h"

#include <fmt/format.h>

#include <map>

namespace depone::cli {
namespace {

std::string plural(std::size_t count, const char* word) {
  return fmt::format("{} {}{}", count, word, count == 1 ? "" : "s");
}

std::string in_one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 32) c = ' ';
  }
  return text;
}

void print_origins(const Case& the_case) {
  std::map<std::string, std::vector<std::size_t>> members;
  std::vector<std::string> order;
  for (std::size_t i = 0; i < the_case.lineage.nodes.size(); ++i) {
    auto& list = members[the_case.lineage.nodes[i].origin];
    if (list.empty()) order.push_back(the_case.lineage.nodes[i].origin);
    list.push_back(i);
  }
  fmt::print("{}, {}\n", plural(the_case.documents.size(), "document"),
             plural(the_case.lineage.origins, "origin"));
  for (const std::string& origin : order) {
    fmt::print("  {:<4}", origin);
    const char* separator = "";
    for (const std::size_t i : members[origin]) {
      const LineageNode& node = the_case.lineage.nodes[i];
      fmt::print("{}{}", separator, the_case.documents[i].id);
      if (node.parent) {
        fmt::print(" ({} of {})", name_of(node.relation), the_case.documents[*node.parent].id);
      }
      separator = ", ";
    }
    fmt::print("\n");
  }
}

void print_drifts(const Case& the_case) {
  std::size_t count = 0;
  for (const Finding& finding : the_case.findings) count += finding.drifts.size();
  fmt::print("\nFigures that drifted in retelling: {}\n", count);
  for (const Finding& finding : the_case.findings) {
    for (const Drift& drift : finding.drifts) {
      fmt::print("  {}: {} in {} became {} in {} ({})\n", finding.proposition.id,
                 describe(the_case.claim(drift.from)), the_case.documents[drift.from.document].id,
                 describe(the_case.claim(drift.to)), the_case.documents[drift.to.document].id,
                 drift.what);
    }
  }
}

void print_findings(const Case& the_case) {
  fmt::print("\nWhat stands on two or more independent origins\n");
  std::size_t single = 0;
  for (const Finding& finding : the_case.findings) {
    if (finding.supporting_origins < 2) {
      ++single;
      continue;
    }
    fmt::print("  {}  {}\n       {} support it, {} against; {} speak of it; credibility {} ({})\n",
               finding.proposition.id, in_one_line(finding.proposition.statement),
               plural(finding.supporting_origins, "independent origin"),
               plural(finding.contradicting_origins, "origin"),
               plural(finding.documents, "document"), finding.credibility,
               credibility_words(finding.credibility));
  }
  fmt::print("  {} on one origin only or on none; the dossier lists them all.\n",
             plural(single, "other proposition") + (single == 1 ? " stands" : " stand"));
}

void print_norms(const Case& the_case) {
  fmt::print("\nNorms\n");
  for (const Answer answer :
       {Answer::Met, Answer::NotMet, Answer::NotShown, Answer::NotApplicable}) {
    for (const NormAnswer& norm : the_case.answers) {
      if (norm.answer != answer) continue;
      fmt::print("  {:<15} {} ({})\n                  {}\n", name_of(answer), norm.title,
                 norm.citation, in_one_line(norm.because));
    }
  }
}

}  // namespace

void print_case(const Case& the_case) {
  if (!the_case.title.empty()) fmt::print("{}\n\n", in_one_line(the_case.title));
  print_origins(the_case);
  print_drifts(the_case);
  print_findings(the_case);
  print_norms(the_case);
}

OrderedJson case_json(const Case& the_case) {
  OrderedJson json;
  json["title"] = the_case.title;
  json["documents"] = the_case.documents.size();
  json["origins"] = the_case.lineage.origins;
  json["lineage"] = OrderedJson::array();
  for (std::size_t i = 0; i < the_case.lineage.nodes.size(); ++i) {
    const LineageNode& node = the_case.lineage.nodes[i];
    OrderedJson entry;
    entry["document"] = the_case.documents[i].id;
    entry["origin"] = node.origin;
    entry["relation"] = name_of(node.relation);
    entry["parent"] = nullptr;
    if (node.parent) entry["parent"] = the_case.documents[*node.parent].id;
    json["lineage"].push_back(std::move(entry));
  }
  json["drifts"] = OrderedJson::array();
  json["findings"] = OrderedJson::array();
  for (const Finding& finding : the_case.findings) {
    for (const Drift& drift : finding.drifts) {
      json["drifts"].push_back({{"proposition", finding.proposition.id},
                                {"from", the_case.documents[drift.from.document].id},
                                {"to", the_case.documents[drift.to.document].id},
                                {"what", drift.what}});
    }
    json["findings"].push_back({{"proposition", finding.proposition.id},
                                {"statement", finding.proposition.statement},
                                {"supporting_origins", finding.supporting_origins},
                                {"contradicting_origins", finding.contradicting_origins},
                                {"documents", finding.documents},
                                {"credibility", finding.credibility}});
  }
  json["norms"] = OrderedJson::array();
  for (const NormAnswer& norm : the_case.answers) {
    json["norms"].push_back({{"norm", norm.norm},
                             {"citation", norm.citation},
                             {"answer", name_of(norm.answer)},
                             {"because", norm.because},
                             {"origins", norm.origins}});
  }
  return json;
}

}  // namespace depone::cli
