#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "dossier/estimate_report_figures.h"
#include "dossier/figure_axis.h"
#include "dossier/page.h"

namespace depone::dossier {
namespace {

constexpr std::string_view kNotTold = "not told";

// "1,234", or that it may not be said.
std::string told(const std::optional<std::int64_t>& count) {
  return count ? figure_number(static_cast<double>(*count)) : std::string(kNotTold);
}

std::string about(double people) { return figure_number(estimate::public_number(people)); }

// " Their 95 % intervals reach from about 410 to about 740.": of all methods but lower bounds.
std::string reach_of(const estimate::Report& report) {
  double low = HUGE_VAL;
  double high = 0;
  double level = 0;
  for (const Estimate& each : report.estimates) {
    if (!each.estimate || !each.interval || estimate::is_lower_bound(each)) continue;
    low = std::min(low, each.interval->lower);
    high = std::max(high, each.interval->upper);
    level = each.interval->level;
  }
  if (high <= 0) return {};
  const std::string intervals =
      fmt::format(" The {:g}\u00A0% intervals reach from about <b>{}</b>", 100 * level, about(low));
  return std::isfinite(high) ? fmt::format("{} to about <b>{}</b>.", intervals, about(high))
                             : intervals + " without an upper end.";
}

const Estimate* tried_of(const estimate::Report& report) {
  for (const Estimate& each : report.estimates) {
    if (each.method == report.tried && each.estimate) return &each;
  }
  return nullptr;
}

std::string number_words(const Estimate& estimate) {
  std::string words = figure_number(*estimate.estimate);
  if (!estimate.interval) return words + " (no interval)";
  const EstimateInterval& interval = *estimate.interval;
  const std::string level = fmt::format("{:g}\u00A0%", 100 * interval.level);
  if (!std::isfinite(interval.upper)) {
    return fmt::format("{} ({} or more, {})", words, figure_number(interval.lower), level);
  }
  return fmt::format("{} ({} to {}, {})", words, figure_number(interval.lower),
                     figure_number(interval.upper), level);
}

void add_lists(Page& page, const ShownEstimate& shown) {
  page.raw(
      "<h4>The lists</h4>\n<table><thead><tr><th>List</th><th>Called</th><th>Kept by</th>"
      "<th class=\"n\">People</th></tr></thead><tbody>\n");
  for (std::size_t i = 0; i < shown.from->lists.size(); ++i) {
    const EstimateList& list = shown.from->lists[i];
    page.raw(fmt::format("<tr><td><b>{}</b></td><td>", letter_of(i)))
        .text(list.label)
        .raw(fmt::format(
            "</td><td>{}</td><td class=\"n\">{}</td></tr>\n",
            list.source.kind == SourceKind::Unknown ? "not stated" : name_of(list.source.kind),
            told(shown.safe.sums[i])));
  }
  page.raw(
      fmt::format("<tr><td></td><td>on one list or more</td><td></td><td class=\"n\">{}</td>"
                  "</tr>\n</tbody></table>\n",
                  told(shown.safe.sums.back())));
}

void add_overlaps(Page& page, const ShownEstimate& shown) {
  const estimate::OverlapTable& table = shown.from->table;
  std::vector<std::string> rows;
  std::size_t hidden = 0;
  for (std::size_t s = 1; s < table.counts.size(); ++s) {
    if (!shown.safe.cells[s - 1]) {
      ++hidden;
      continue;
    }
    std::vector<std::string> letters;
    for (std::size_t i = 0; i < table.list_count(); ++i) {
      if ((s >> i & 1) != 0) letters.push_back(letter_of(i));
    }
    rows.push_back(fmt::format("{} only: {}", listed(letters), told(shown.safe.cells[s - 1])));
  }
  page.raw("<h4>How they overlap</h4>\n");
  if (!rows.empty()) {
    page.raw("<ul class=\"cells\">\n");
    for (const std::string& row : rows) page.raw("<li>" + row + "</li>\n");
    page.raw("</ul>\n");
  }
  if (hidden == 0) return;
  page.raw(fmt::format(
      "<p class=\"note\">{} of {} combinations {} not told: fewer than {} people, or a number from "
      "which such a count could be worked out. {}</p>\n",
      hidden, table.counts.size() - 1, hidden == 1 ? "is" : "are", estimate::kSmallestPublished,
      shown.observed_hidden ? "So no estimate can be told either."
                            : "For the same reason all estimates below are rounded, and what could "
                              "give such counts away is left out."));
}

void add_methods(Page& page, const ShownEstimate& shown) {
  page.raw(
      "<h4>What each method says, and what it takes for granted</h4>\n<table class=\"methods\">"
      "<thead><tr><th>Method</th><th>People in all, listed or not</th><th>Assumed</th></tr></thead>"
      "<tbody>\n");
  for (const Estimate& estimate : shown.report.estimates) {
    page.raw("<tr><td><b>")
        .redacted(estimate.method)
        .raw("</b><br><span class=\"note\">")
        .redacted(estimate.title)
        .raw("</span></td><td>");
    if (estimate.estimate) {
      page.raw(number_words(estimate));
      if (estimate::is_lower_bound(estimate)) {
        page.raw("<br><span class=\"tag\">a lower bound</span>");
      }
    } else {
      page.raw("<b>no number.</b> ").redacted(estimate.refusal);
    }
    page.raw("</td><td>");
    if (!estimate.assumptions.empty()) page.redacted(estimate.assumptions.front());
    page.raw("</td></tr>\n");
  }
  page.raw("</tbody></table>\n");
}

void add_list_of(Page& page, std::string_view heading, const std::vector<std::string>& sentences) {
  if (sentences.empty()) return;
  page.raw(fmt::format("<h4>{}</h4>\n<ul class=\"plain\">\n", heading));
  for (const std::string& sentence : sentences) {
    page.raw("<li>").redacted(sentence).raw("</li>\n");
  }
  page.raw("</ul>\n");
}

void add_figures(Page& page, const ShownEstimate& shown, std::size_t number) {
  const std::string prefix = fmt::format("e{}-", number);
  for (const NamedFigure& figure : report_figures(shown.report, prefix)) {
    page.raw("<figure><figcaption>").redacted(figure.title).raw(".");
    if (figure.name == "sensitivity") {
      page.raw(" ").redacted(shown.report.sensitivity.assumption);
    }
    page.raw("</figcaption>\n").raw(figure.svg).raw("</figure>\n");
  }
}

void add_remarks(Page& page, const ShownEstimate& shown) {
  std::vector<std::string> remarks;
  for (const Estimate& estimate : shown.report.estimates) {
    for (const std::string& warning : estimate.warnings) {
      remarks.push_back(estimate.method + ": " + warning);
    }
  }
  add_list_of(page, "Remarks on the runs", remarks);
}

void add_making(Page& page, const ShownEstimate& shown, std::size_t number) {
  const CaseEstimate& from = *shown.from;
  page.raw("<h4>How it was made, and how to make it again</h4>\n<p class=\"note\">");
  if (from.linkages > 0) {
    page.raw(fmt::format(
        "The lists hold records of persons, which were linked by machine. {} plausible linkages "
        "were carried into the intervals, but for those whose remark says otherwise; the table "
        "above, the models, the lists left out or taken together and the back-test are of the most "
        "plausible one. The estimates are rounded, as the tables of the others stay inside. ",
        from.linkages));
  } else if (from.records > 0) {
    page.raw(
        "The lists hold records of persons, which were linked by machine; the numbers take that "
        "linkage as certain. ");
  }
  page.raw(fmt::format("Random numbers start from seed {}. ", from.seed));
  if (!overlap_csv(shown).empty()) {
    const std::string file = overlap_file_name(number);
    page.raw(fmt::format(
        "The whole table is in <code>{0}</code>; <code>depone estimate {0} --method all --seed "
        "{1}</code> makes every estimate again. ",
        file, from.seed));
  } else {
    page.raw(
        "Nobody outside can make these estimates again, as the records and the small counts "
        "they rest on must not leave. ");
  }
  page.raw("No name and no record of a list is in this dossier.</p>\n");
}

void add_estimate(Page& page, const ShownEstimate& shown, std::size_t number) {
  page.raw(fmt::format("<h3 id=\"estimate-{}\"><span class=\"id\">{}</span> ", number, shown.id))
      .text(shown.from->of)
      .raw("</h3>\n<p class=\"lead\">")
      .raw(estimate_sentence(shown))
      .raw("</p>\n");
  add_lists(page, shown);
  add_overlaps(page, shown);
  if (!shown.observed_hidden) {
    add_methods(page, shown);
    add_figures(page, shown, number);
    add_list_of(page, "What these numbers may and may not be used for", shown.report.reading);
    add_remarks(page, shown);
  }
  add_making(page, shown, number);
}

}  // namespace

std::string estimate_sentence(const ShownEstimate& shown) {
  if (shown.observed_hidden) {
    return "How many are listed may not be told, and so neither may the estimates.";
  }
  const estimate::Report& report = shown.report;
  const std::string counted =
      fmt::format("<b>{}</b> people are on at least one of {} lists.",
                  figure_number(static_cast<double>(report.observed)), shown.from->lists.size());
  if (!report.disagreement) {
    return counted + " <b>How many are on none cannot be said</b>: every method refuses.";
  }
  const estimate::Disagreement& far = *report.disagreement;
  const Estimate* const tried = tried_of(report);
  const std::string assumed =
      tried == nullptr ? std::string()
                       : fmt::format(
                             " All of it rests on assumptions that no list can confirm, "
                             "the first of them: {}",
                             escape(tried->assumptions.empty() ? "none is stated."
                                                               : tried->assumptions.front()));
  if (about(far.from) == about(far.to)) {
    return fmt::format("{} Including those on none there were about <b>{}</b>.{}{}", counted,
                       about(far.from), reach_of(report), assumed);
  }
  return fmt::format(
      "{} Including those on none there were between about <b>{}</b> and about <b>{}</b>, "
      "depending on the method.{}{}",
      counted, about(far.from), about(far.to), reach_of(report), assumed);
}

void add_estimates(Page& page, const Overview& overview) {
  if (overview.estimates.empty()) return;
  page.raw(
      "<section id=\"estimates\">\n<h2>How many are on no list</h2>\n"
      "<p class=\"note\">A list holds only those whom somebody wrote down. From how several lists "
      "overlap, the number of people on none of them can be estimated. An estimate is not a count: "
      "each stands beside what it takes for granted, and methods that refuse say why.</p>\n");
  for (std::size_t i = 0; i < overview.estimates.size(); ++i) {
    add_estimate(page, overview.estimates[i], i + 1);
  }
  page.raw("</section>\n");
}

}  // namespace depone::dossier
