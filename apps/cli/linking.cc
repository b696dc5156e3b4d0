#include "apps/cli/linking.h"

#include <fmt/format.h>

#include <map>

#include "apps/cli/verbs.h"
#include "base/json.h"

namespace depone::cli {
namespace {

using linkage::RecordIndex;

constexpr std::size_t kMostListed = 200;  // records of a cluster whose pairs are all listed
constexpr std::size_t kCharts = 8;

OrderedJson interval_json(const linkage::Interval& interval) {
  OrderedJson json;
  json["value"] = interval.value;
  json["lower"] = interval.lower;
  json["upper"] = interval.upper;
  return json;
}

void print_pair(const casework::LinkOutcome& outcome, RecordIndex a, RecordIndex b,
                linkage::Scorer::Scratch& scratch, bool explain) {
  std::vector<double> parts;
  const double weight = outcome.linkage->scorer.weigh(a, b, scratch, &parts);
  const linkage::Table& table = outcome.table;
  OrderedJson json;
  json["left"] = table.record_ids[a];
  json["right"] = table.record_ids[b];
  if (table.file_names.size() > 1 && !outcome.across_files) {
    json["left_file"] = table.file_names[table.files[a]];
    json["right_file"] = table.file_names[table.files[b]];
  }
  json["probability"] = linkage::probability_of(weight);
  json["weight"] = weight;
  json["cluster"] = outcome.linkage->clusters[a] + 1;
  if (explain) {
    OrderedJson fields;
    for (std::size_t f = 0; f < parts.size(); ++f) {
      const linkage::Comparison& comparison = *outcome.linkage->scorer.comparisons()[f];
      const auto& ids = comparison.column().ids;
      OrderedJson field;
      field["level"] =
          comparison.level_names()[comparison.compare(ids[a], ids[b], scratch.caches[f])];
      field["bits"] = parts[f];
      fields[outcome.spec.fields[f].name] = field;
    }
    json["fields"] = fields;
    json["prior_bits"] = outcome.linkage->scorer.weights().prior_weight;
  }
  std::fputs((dump_json(json) + "\n").c_str(), stdout);
}

// Every pair of records that are one person; of very large clusters each record with the first.
void print_pairs(const casework::LinkOutcome& outcome, bool explain) {
  std::map<RecordIndex, std::vector<RecordIndex>> clusters;
  for (RecordIndex i = 0; i < outcome.table.size(); ++i) {
    clusters[outcome.linkage->clusters[i]].push_back(i);
  }
  linkage::Scorer::Scratch scratch(outcome.spec.fields.size());
  for (const auto& [cluster, members] : clusters) {
    const std::size_t rows = members.size() > kMostListed ? 1 : members.size();
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = i + 1; j < members.size(); ++j) {
        const bool same_file = outcome.table.files[members[i]] == outcome.table.files[members[j]];
        if (outcome.across_files && same_file) continue;
        print_pair(outcome, members[i], members[j], scratch, explain);
      }
    }
  }
}

struct Counts {
  std::size_t clusters = 0;  // of two records or more
  std::size_t linked = 0;    // records in them
  std::size_t people = 0;
  std::uint64_t pairs = 0;
};

Counts count(const casework::LinkOutcome& outcome) {
  std::map<RecordIndex, std::pair<std::uint64_t, std::uint64_t>> sizes;
  for (RecordIndex i = 0; i < outcome.table.size(); ++i) {
    auto& [first, second] = sizes[outcome.linkage->clusters[i]];
    (outcome.table.files[i] == 0 ? first : second) += 1;
  }
  Counts counts;
  counts.people = sizes.size();
  for (const auto& [cluster, of] : sizes) {
    const std::uint64_t all = of.first + of.second;
    if (all < 2) continue;
    ++counts.clusters;
    counts.linked += all;
    counts.pairs += outcome.across_files ? of.first * of.second : all * (all - 1) / 2;
  }
  return counts;
}

OrderedJson summary_json(const casework::LinkOutcome& outcome) {
  const Counts counts = count(outcome);
  const linkage::Linkage& linkage = *outcome.linkage;
  OrderedJson json;
  json["records"] = outcome.table.size();
  json["pairs_compared"] = linkage.scores.pairs;
  json["links"] = counts.pairs;
  json["clusters"] = counts.clusters;
  json["people"] = counts.people;
  json["threshold"] = outcome.spec.link;
  json["one_to_one"] = outcome.spec.one_to_one;
  json["spec_proposed"] = outcome.proposed;
  json["prior"] = linkage.scorer.weights().prior;
  json["expected_matches"] = linkage.scores.expected_matches;
  json["judgements"] = outcome.decisions.size();
  OrderedJson rules = OrderedJson::array();
  for (const linkage::RuleReport& rule : linkage.rules) {
    OrderedJson one;
    one["rule"] = rule.rule;
    one["records"] = rule.records;
    one["pairs"] = rule.pairs;
    one["largest_block"] = rule.largest;
    one["blocks_divided"] = rule.divided;
    one["pairs_left_out"] = rule.left_out;
    rules.push_back(one);
  }
  json["blocking"] = rules;
  if (outcome.quality) {
    const linkage::Quality& quality = *outcome.quality;
    json["true_pairs"] = quality.true_pairs;
    json["correct_pairs"] = quality.correct_pairs;
    json["precision"] = quality.precision.value;
    json["recall"] = quality.recall.value;
    json["f1"] = quality.f1.value;
    OrderedJson intervals;
    intervals["level"] = 0.95;
    intervals["method"] = "bootstrap over true clusters";
    intervals["precision"] = interval_json(quality.precision);
    intervals["recall"] = interval_json(quality.recall);
    intervals["f1"] = interval_json(quality.f1);
    json["intervals"] = intervals;
  }
  return json;
}

void print_share(const char* name, const linkage::Interval& interval) {
  fmt::print("  {:<10}{:.4f}  ({:.4f} to {:.4f})\n", name, interval.value, interval.lower,
             interval.upper);
}

void print_for_people(const casework::LinkOutcome& outcome) {
  const Counts counts = count(outcome);
  const linkage::Linkage& linkage = *outcome.linkage;
  if (outcome.proposed) {
    fmt::print("No spec was given, so one was proposed (--propose prints it):\n");
    for (const linkage::ColumnFinding& finding : outcome.findings) {
      fmt::print("  {}: {}\n", finding.column, finding.verdict);
    }
    fmt::print("\n");
  }
  fmt::print("{} records, {} pairs compared\n", outcome.table.size(), linkage.scores.pairs);
  for (const linkage::RuleReport& rule : linkage.rules) {
    fmt::print("  {}: {} pairs", rule.rule, rule.pairs);
    if (rule.divided > 0) {
      fmt::print("; {} too large blocks divided, {} pairs left out", rule.divided, rule.left_out);
    }
    fmt::print("\n");
  }
  fmt::print("{} links: {} records in {} clusters; {} people in all\n", counts.pairs, counts.linked,
             counts.clusters, counts.people);
  if (!outcome.decisions.empty()) fmt::print("{} judgements obeyed\n", outcome.decisions.size());
  if (outcome.quality) {
    fmt::print("\nagainst the truth ({} pairs), with 95 % intervals (bootstrap over people):\n",
               outcome.quality->true_pairs);
    print_share("precision", outcome.quality->precision);
    print_share("recall", outcome.quality->recall);
    print_share("F1", outcome.quality->f1);
  }
}

std::string proposal_heading(const casework::LinkOutcome& outcome) {
  std::string heading = "Proposed by depone from the data; check it before use.\n";
  for (const linkage::ColumnFinding& finding : outcome.findings) {
    heading += finding.column + ": " + finding.verdict + "\n";
  }
  heading += fmt::format("The blocking rules should find {:.1f} % of the matching pairs.",
                         100 * outcome.expected_recall);
  return heading;
}

Result<> write_files(Session& session, const LinkWords& words, const casework::LinkOutcome& outcome,
                     Progress& progress) {
  if (!words.out.empty()) {
    const std::string csv = casework::clusters_csv(outcome);
    DP_TRY(session.disk->write_atomically(words.out, bytes_of(csv)));
  }
  if (!words.review.empty()) {
    const std::string csv = casework::review_csv(outcome);
    DP_TRY(session.disk->write_atomically(words.review, bytes_of(csv)));
  }
  if (!words.svg.empty()) {
    DP_TRY(session.disk->make_folder(words.svg));
    for (const auto& [name, svg] : casework::link_charts(outcome, kCharts)) {
      DP_TRY(session.disk->write_atomically(join_path(words.svg, name), bytes_of(svg)));
    }
  }
  if (words.samples > 0) {
    const std::string csv = DP_TRY(casework::overlap_samples_csv(
        outcome, words.samples, words.request.seed, progress, interruption()));
    DP_TRY(session.disk->write_atomically(
        words.samples_out.empty() ? "linkage-samples.csv" : words.samples_out, bytes_of(csv)));
  }
  return done();
}

}  // namespace

void add_link_options(Command& verb, Session& session, const std::shared_ptr<LinkWords>& words) {
  casework::LinkRequest& request = words->request;
  verb.add_option("--spec", request.spec, "What to compare and how (TOML); else it is proposed")
      .type_name("FILE");
  verb.add_flag("--propose", words->propose, "Print a proposed spec and stop");
  verb.add_option("--id", request.id, "The column that tells records apart").type_name("COLUMN");
  verb.add_option("--ignore", request.ignore, "Columns a proposal must not use")
      .delimiter(',')
      .type_name("A,B,...");
  verb.add_option("--column", words->columns, "What some lists call a column of the others")
      .type_name("NAME=HEADING");
  verb.add_option("--threshold", words->threshold, "Link from this probability on")
      .type_name("P")
      .range(1e-9, 1 - 1e-9);
  verb.add_flag("--one-to-one", request.one_to_one, "At most one record of each list in a cluster");
  verb.add_option("--truth", request.truth, "The column that says who is who; only to measure")
      .type_name("COLUMN");
  verb.add_option("--truth-pairs", request.truth_pairs, "CSV of ids that are the same")
      .type_name("FILE");
  verb.add_option("--judgements", request.judgements,
                  "CSV left,right,judgement,author,time that overrides the machine")
      .type_name("FILE");
  verb.add_option("--out", words->out, "Write every record with its cluster (CSV)")
      .type_name("FILE");
  verb.add_option("--review", words->review, "Write the doubtful pairs for a person (CSV)")
      .type_name("FILE");
  verb.add_option("--svg", words->svg, "Write charts into this folder").type_name("FOLDER");
  verb.add_option("--samples", words->samples, "Draw this many plausible linkages")
      .type_name("N")
      .range(1, 10000);
  verb.add_option("--samples-out", words->samples_out,
                  "Where the samples' overlap tables go (default linkage-samples.csv)")
      .type_name("FILE");
  verb.add_option("--seed", request.seed, "Seed of all random choices").type_name("N");
  verb.add_option("--threads", request.threads, "Threads (default: one a core)").type_name("N");
  verb.add_flag("--explain", words->explain, "With --json: each pair's weight by field");
  add_json_flag(verb, session);
  add_data_option(verb, session);
}

Result<Exit> link_and_print(Session& session, const LinkWords& words) {
  casework::LinkRequest request = words.request;
  if (words.threshold > 0) request.threshold = words.threshold;
  request.within = words.within;
  for (const std::string& word : words.columns) {
    const auto [name, heading] = DP_TRY(column_pair(word));
    request.columns.push_back({name, {heading}});
  }
  TerminalProgress progress("linking");
  const auto outcome = DP_TRY(casework::link_records(*session.disk, session.data(), request,
                                                     words.propose, progress, interruption()));
  if (words.propose) {
    std::fputs(linkage::write_spec(outcome->spec, proposal_heading(*outcome)).c_str(), stdout);
    return Exit::Done;
  }
  DP_TRY(write_files(session, words, *outcome, progress));
  if (session.json) {
    print_pairs(*outcome, words.explain);
    OrderedJson last;
    last["summary"] = summary_json(*outcome);
    std::fputs((dump_json(last) + "\n").c_str(), stdout);
  } else {
    print_for_people(*outcome);
  }
  std::fflush(stdout);
  return Exit::Done;
}

}  // namespace depone::cli
