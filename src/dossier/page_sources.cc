#include <fmt/format.h>

#include <algorithm>

#include "dossier/figures.h"
#include "dossier/page.h"

namespace depone::dossier {
namespace {

std::string_view reliability_words(char reliability) {
  switch (reliability) {
    case 'A':
      return "A \u2013 completely reliable";
    case 'B':
      return "B \u2013 usually reliable";
    case 'C':
      return "C \u2013 fairly reliable";
    case 'D':
      return "D \u2013 not usually reliable";
    case 'E':
      return "E \u2013 unreliable";
    default:
      return "F \u2013 cannot be judged";
  }
}

std::string language_words(Language language) {
  switch (language) {
    case Language::English:
      return "English";
    case Language::Korean:
      return "Korean";
    case Language::Russian:
      return "Russian";
    case Language::Other:
      return "other";
    case Language::Unknown:
      return "";
  }
  return "";
}

// The same tree as the figure draws, for origins too large to draw on one page.
void add_tree_as_list(Page& page, const Overview& overview, const OriginView& origin) {
  std::size_t depth = 0;
  page.raw("<ul class=\"tree\">\n");
  for (std::size_t i = 0; i < origin.documents.size(); ++i) {
    for (; depth < origin.depth[i]; ++depth) page.raw("<li><ul class=\"tree\">\n");
    for (; depth > origin.depth[i]; --depth) page.raw("</ul></li>\n");
    const LineageNode* node = overview.node(origin.documents[i]);
    page.raw("<li>").redacted(overview.name_of(origin.documents[i]));
    if (node != nullptr && node->parent) {
      page.raw(fmt::format(" <span class=\"tag\">{}</span>", name_of(node->relation)));
    }
    page.raw("</li>\n");
  }
  for (; depth > 0; --depth) page.raw("</ul></li>\n");
  page.raw("</ul>\n");
}

void add_reasons(Page& page, const Overview& overview, const OriginView& origin) {
  bool any = false;
  for (const std::size_t document : origin.documents) {
    const LineageNode* node = overview.node(document);
    if (node == nullptr || node->reasons.empty()) continue;
    if (!any) page.raw("<ul class=\"plain note\">\n");
    any = true;
    page.raw("<li>").redacted(overview.name_of(document));
    if (node->parent) {
      page.raw(fmt::format(" ({} of ", name_of(node->relation)))
          .redacted(overview.name_of(*node->parent))
          .raw(fmt::format(", certainty {:.0f} %)", node->confidence * 100));
    }
    page.raw(": ");
    for (std::size_t i = 0; i < node->reasons.size(); ++i) {
      page.raw(i > 0 ? "; " : "").text(overview.with_ids(node->reasons[i].text));
    }
    page.raw("</li>\n");
  }
  if (any) page.raw("</ul>\n");
}

std::string consent_words(const Source& source) {
  if (!source.consent) {
    return source.kind == SourceKind::Witness || source.kind == SourceKind::Unknown
               ? "internal use only"
               : "published by the source";
  }
  std::string words = fmt::format("{}", name_of(source.consent->audience));
  if (source.consent->expires.known()) {
    words += fmt::format(", until {}", to_string(source.consent->expires));
  }
  return words;
}

}  // namespace

void add_origins(Page& page, const Overview& overview) {
  page.raw("<section id=\"origins\">\n<h2>Origins and copies</h2>\n");
  page.raw(
      fmt::format("<p>{} and {}. An arrow leads from a document to one made from it; dashed "
                  "arrows are less certain. Boxes with a heavy frame are first-hand accounts."
                  "</p>\n",
                  counted(overview.the_case().documents.size(), "document", "documents"),
                  counted(overview.origins.size(), "origin", "origins")));
  bool alone = false;
  for (std::size_t i = 0; i < overview.origins.size(); ++i) {
    const OriginView& origin = overview.origins[i];
    if (origin.documents.size() < 2) {
      alone = true;
      continue;
    }
    page.raw("<h3>Origin ")
        .text(origin.id)
        .raw(fmt::format(": {}</h3>\n", counted(origin.documents.size(), "document", "documents")));
    const std::string figure = draw_origin(overview, i);
    if (figure.empty()) {
      add_tree_as_list(page, overview, origin);
    } else {
      page.raw("<figure>").raw(figure).raw("</figure>\n");
    }
    page.raw("<h4>Why they are taken together</h4>\n");
    add_reasons(page, overview, origin);
  }
  if (alone) {
    page.raw(
        "<h3>Documents that stand alone</h3>\n<p class=\"note\">Each is an origin of its own."
        "</p>\n<ul class=\"plain\">\n");
    for (const OriginView& origin : overview.origins) {
      if (origin.documents.size() != 1) continue;
      page.raw("<li><span class=\"id\">").text(origin.id).raw("</span> ");
      page.redacted(overview.name_of(origin.documents.front()));
      if (origin.first_hand) page.raw(" <span class=\"tag\">first-hand</span>");
      page.raw("</li>\n");
    }
    page.raw("</ul>\n");
  }
  const std::string timeline = draw_timeline(overview);
  if (!timeline.empty()) {
    page.raw(
            "<h3>When they appeared</h3>\n<figure><figcaption>Diamonds are first-hand accounts, "
            "filled dots the earliest document of an origin, hollow dots "
            "retellings.</figcaption>\n")
        .raw(timeline)
        .raw("</figure>\n");
  }
  page.raw("</section>\n");
}

void add_passages(Page& page, const Overview& overview) {
  const ShownMaterial& material = overview.material;
  page.raw("<section id=\"passages\">\n<h2>Passages quoted</h2>\n");
  page.raw(
      "<p class=\"note\">In full, as they stand in the documents, with the quoted words marked. "
      "A passage under a bar cannot be proved to everyone: its commitment shows its place in the "
      "ledger, and a court that is given the original under seal can check it.</p>\n");
  std::size_t document = overview.the_case().documents.size();
  for (std::size_t i = 0; i < material.passages.size(); ++i) {
    const ShownPassage& passage = material.passages[i];
    if (passage.document != document) {
      document = passage.document;
      page.raw("<h3>").redacted(overview.name_of(document)).raw("</h3>\n");
    }
    page.raw(fmt::format("<p class=\"facts\" id=\"p-{0}\"><span class=\"id\">{0}</span>",
                         escape(passage.id)));
    if (passage.redacted) page.raw(" <span class=\"tag\">redacted, not provable</span>");
    page.raw("</p>\n").raw(fmt::format("<blockquote{} data-passage=\"{}\">",
                                       passage.redacted ? " class=\"covered\"" : "",
                                       escape(passage.id)));
    std::size_t at = 0;
    for (const ShownQuote& quote : material.quotes) {
      if (quote.passage != i || quote.end <= at) continue;
      const std::size_t begin = std::max(at, quote.begin);
      page.redacted(passage.text.substr(at, begin - at))
          .raw("<mark>")
          .redacted(passage.text.substr(begin, quote.end - begin))
          .raw("</mark>");
      at = quote.end;
    }
    page.redacted(passage.text.substr(at)).raw("</blockquote>\n");
  }
  page.raw("</section>\n");
}

void add_sources(Page& page, const Overview& overview) {
  page.raw(
      "<section id=\"sources\">\n<h2>Sources and documents</h2>\n<table><thead><tr>"
      "<th>Document</th><th>Source</th><th>Kind</th><th>Reliability</th><th>Date</th>"
      "<th>Language</th><th>Origin</th><th>May be shown to</th></tr></thead><tbody>\n");
  for (std::size_t i = 0; i < overview.the_case().documents.size(); ++i) {
    const CaseDocument& entry = overview.the_case().documents[i];
    const LineageNode* node = overview.node(i);
    page.raw("<tr><td><span class=\"id\">").text(entry.id).raw("</span></td><td>");
    page.text(entry.source.label);
    if (entry.source.kind != SourceKind::Witness && !entry.document.title.empty()) {
      page.raw("<br><span class=\"note\">").text(entry.document.title).raw("</span>");
    }
    page.raw(fmt::format("</td><td>{}{}</td><td>{}</td><td>{}</td><td>{}</td><td>",
                         name_of(entry.source.kind), entry.source.first_hand ? ", first-hand" : "",
                         reliability_words(entry.source.reliability),
                         to_string(entry.document.date), language_words(entry.document.language)));
    if (node != nullptr) {
      page.text(node->origin).raw(fmt::format(", {}", name_of(node->relation)));
    }
    page.raw("</td><td>").raw(consent_words(entry.source)).raw("</td></tr>\n");
  }
  page.raw("</tbody></table>\n</section>\n");
}

void add_withheld(Page& page, const Overview& overview) {
  const WithheldCounts& withheld = overview.edition.withheld;
  std::size_t covered = 0;
  for (const ShownPassage& passage : overview.material.passages)
    covered += passage.redacted ? 1 : 0;
  page.raw(
      "<section id=\"withheld\">\n<h2>What is withheld</h2>\n"
      "<p>Everything withheld was taken away before anything was counted: no number in this "
      "dossier rests on it.</p>\n<ul class=\"plain\">\n");
  page.raw(fmt::format("<li>{} because the source did not agree to this audience.</li>\n",
                       counted(withheld.documents_without_consent, "document", "documents")))
      .raw(fmt::format("<li>{} because the source's agreement has expired.</li>\n",
                       counted(withheld.documents_expired, "document", "documents")))
      .raw(fmt::format(
          "<li>{} of the documents shown, with {} in them, by decision of the publisher",
          counted(withheld.passages, "passage", "passages"),
          counted(withheld.claims, "claim", "claims")));
  if (!withheld.reasons.empty()) {
    page.raw(": ");
    for (std::size_t i = 0; i < withheld.reasons.size(); ++i) {
      page.raw(i > 0 ? "; " : "").text(withheld.reasons[i]);
    }
  }
  page.raw(".</li>\n");
  if (withheld.estimates > 0) {
    page.raw(
        fmt::format("<li>{} because the keeper of a list did not agree to this audience.</li>\n",
                    counted(withheld.estimates, "estimate", "estimates")));
  }
  page.raw(
      fmt::format("<li>{} shown with names or personal data covered.</li>\n</ul>\n</section>\n",
                  counted(covered, "passage is", "passages are")));
}

}  // namespace depone::dossier
