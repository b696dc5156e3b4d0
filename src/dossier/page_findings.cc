#include <fmt/format.h>

#include <algorithm>

#include "dossier/figures.h"
#include "dossier/page.h"

namespace depone::dossier {
namespace {

std::string_view class_of(const Finding& finding) {
  if (finding.contradicting_origins >= finding.supporting_origins &&
      finding.contradicting_origins > 0) {
    return "against";
  }
  return finding.supporting_origins >= 2 ? "strong" : "weak";
}

std::string_view class_of(Answer answer) {
  switch (answer) {
    case Answer::Met:
      return "met";
    case Answer::NotMet:
      return "notmet";
    case Answer::NotShown:
      return "notshown";
    case Answer::NotApplicable:
      return "notapplicable";
  }
  return "notshown";
}

void add_list(Page& page, const std::vector<std::string>& sentences) {
  if (sentences.empty()) return;
  page.raw("<ul class=\"plain\">\n");
  for (const std::string& sentence : sentences) page.raw("<li>").text(sentence).raw("</li>\n");
  page.raw("</ul>\n");
}

void add_voice(Page& page, const Overview& overview, const OriginVoice& voice) {
  constexpr std::size_t kMostQuotes = 6;
  page.raw("<tr><td><span class=\"id\">").text(voice.origin).raw("</span>");
  if (voice.first_hand) page.raw("<br><span class=\"tag\">first-hand</span>");
  page.raw(fmt::format("</td><td>{}</td><td>", name_of(voice.stance)));
  if (!voice.claims.empty()) {
    page.redacted(claim_words(overview, overview.the_case().claim(voice.claims.front())));
  }
  page.raw("</td><td>");
  for (std::size_t i = 0; i < std::min(voice.claims.size(), kMostQuotes); ++i) {
    if (i > 0) page.raw("<br>");
    add_quote(page, overview, voice.claims[i]);
  }
  if (voice.claims.size() > kMostQuotes) {
    page.raw(fmt::format("<br><span class=\"note\">and {}: see dossier.json</span>",
                         counted(voice.claims.size() - kMostQuotes, "more place", "more places")));
  }
  page.raw("</td></tr>\n");
}

void add_finding(Page& page, const Overview& overview, std::size_t number) {
  const Finding& finding = overview.the_case().findings[number];
  page.raw(fmt::format("<article class=\"finding {}\" id=\"finding-{}\">\n<h3><span class=\"id\">",
                       class_of(finding), number + 1))
      .text(finding.proposition.id)
      .raw("</span> ")
      .text(finding.proposition.statement)
      .raw("</h3>\n<p class=\"facts\">")
      .raw(fmt::format("<span class=\"chip\">{} \u2013 {}</span> {} for, {} against, in {}</p>\n",
                       finding.credibility, credibility_words(finding.credibility),
                       counted(finding.supporting_origins, "origin", "origins"),
                       finding.contradicting_origins,
                       counted(finding.documents, "document", "documents")));
  add_list(page, finding.explanation);
  const std::string figure = draw_values(overview, number);
  if (!figure.empty()) {
    page.raw(
            "<figure><figcaption>What each origin says, and where retellings differ. A dot is a "
            "stated end (hollow: contradicts), an arrow an open one, a diamond a drifted figure."
            "</figcaption>\n")
        .raw(figure)
        .raw("</figure>\n");
  }
  page.raw(
      "<table><thead><tr><th>Origin</th><th>Stance</th><th>Says</th><th>In the words of</th>"
      "</tr></thead><tbody>\n");
  for (const OriginVoice& voice : finding.voices) add_voice(page, overview, voice);
  page.raw("</tbody></table>\n</article>\n");
}

}  // namespace

void add_findings(Page& page, const Overview& overview) {
  page.raw("<section id=\"findings\">\n<h2>Findings</h2>\n");
  if (overview.findings.empty()) {
    page.raw("<p>The documents of this edition support no finding.</p>\n");
  } else {
    page.raw(
        "<p class=\"note\">Those on two or more independent origins come first. Figures are "
        "compared as intervals: over 16 and 18 agree, 5 and up to 3 do not.</p>\n");
  }
  for (const std::size_t number : overview.findings) add_finding(page, overview, number);
  page.raw("</section>\n");
}

void add_drifts(Page& page, const Overview& overview) {
  page.raw("<section id=\"drifts\">\n<h2>Figures that drifted</h2>\n");
  bool any = false;
  for (const std::size_t number : overview.findings) {
    const Finding& finding = overview.the_case().findings[number];
    for (const Drift& drift : finding.drifts) {
      if (!any) {
        page.raw(
            "<p class=\"note\">A drift never counts as a contradiction between origins: it is "
            "one origin, told differently.</p>\n"
            "<table><thead><tr><th>Finding</th><th>Origin</th><th>What changed</th><th>From</th>"
            "<th>To</th></tr></thead><tbody>\n");
        any = true;
      }
      const Case& the_case = overview.the_case();
      page.raw(fmt::format("<tr><td><a href=\"#finding-{}\">", number + 1))
          .text(finding.proposition.id)
          .raw("</a></td><td>")
          .text(drift.origin)
          .raw("</td><td>")
          .text(drift.what)
          .raw("</td><td>")
          .redacted(claim_words(overview, the_case.claim(drift.from)))
          .raw("<br>");
      add_quote(page, overview, drift.from);
      page.raw("</td><td>").redacted(claim_words(overview, the_case.claim(drift.to))).raw("<br>");
      add_quote(page, overview, drift.to);
      page.raw("</td></tr>\n");
    }
  }
  page.raw(any ? "</tbody></table>\n"
               : "<p>No figure was found to change between a document and "
                 "those made from it.</p>\n");
  page.raw("</section>\n");
}

void add_norms(Page& page, const Overview& overview) {
  constexpr std::size_t kMostQuotes = 8;
  page.raw("<section id=\"norms\">\n<h2>Rules and indicators</h2>\n");
  const auto& answers = overview.the_case().answers;
  if (answers.empty()) page.raw("<p>No rule was examined.</p>\n");
  if (!answers.empty()) {
    page.raw(
        "<table><thead><tr><th>Rule or indicator</th><th>Answer</th><th class=\"n\">Origins</th>"
        "</tr></thead><tbody>\n");
    for (std::size_t i = 0; i < answers.size(); ++i) {
      page.raw(fmt::format("<tr><td><a href=\"#norm-{}\">", i + 1))
          .text(answers[i].title)
          .raw(fmt::format(
              "</a></td><td><span class=\"chip {}\">{}</span></td><td class=\"n\">{}</td>"
              "</tr>\n",
              class_of(answers[i].answer), name_of(answers[i].answer), answers[i].origins));
    }
    page.raw("</tbody></table>\n");
  }
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const NormAnswer& answer = answers[i];
    page.raw(fmt::format("<article class=\"answer\" id=\"norm-{}\">\n<h3>", i + 1))
        .text(answer.title)
        .raw("</h3>\n<p class=\"facts\">")
        .raw(fmt::format("<span class=\"chip {}\">{}</span> ", class_of(answer.answer),
                         name_of(answer.answer)))
        .text(answer.citation);
    if (!answer.in_force.empty()) page.raw(" \u00B7 in force ").text(answer.in_force);
    if (answer.origins > 0) {
      page.raw(" \u00B7 rests on ").raw(counted(answer.origins, "origin", "independent origins"));
    }
    page.raw("</p>\n<p>").text(answer.because).raw("</p>\n");
    add_list(page, answer.explanation);
    std::size_t shown = 0;
    for (const ClaimRef ref : answer.claims) {
      if (overview.material.quote(ref) == nullptr || shown == kMostQuotes) continue;
      page.raw(shown++ == 0 ? "<ul class=\"plain\">\n<li>" : "<li>");
      add_quote(page, overview, ref);
      page.raw("</li>\n");
    }
    if (shown > 0) page.raw("</ul>\n");
    page.raw("</article>\n");
  }
  page.raw("</section>\n");
}

}  // namespace depone::dossier
