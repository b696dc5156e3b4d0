#include "dossier/page.h"

#include <fmt/format.h>

#include "crypto/base64.h"
#include "crypto/hash.h"
#include "dossier/figures.h"

namespace depone::dossier {
namespace {

std::string_view audience_words(Audience audience) {
  switch (audience) {
    case Audience::Internal:
      return "internal use";
    case Audience::Partner:
      return "partners";
    case Audience::Public:
      return "the public";
  }
  return "";
}

void add_head(Page& page, const Overview& overview, const std::string& css) {
  // The policy names the one style sheet by its digest: nothing else can load, run or be styled.
  const std::string digest = crypto::to_base64(crypto::view(crypto::sha256(bytes_of(css))));
  page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
      .raw(fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n",
                       digest))
      .raw(
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"referrer\" content=\"no-referrer\">\n<title>")
      .text(overview.the_case().title)
      .raw("</title>\n<style>")
      .raw(css)
      .raw("</style>\n</head>\n<body>\n");
}

void add_title(Page& page, const Overview& overview) {
  const Publication& publication = overview.publication;
  page.raw("<header>\n<p class=\"kicker\">Dossier</p>\n<h1>")
      .text(overview.the_case().title)
      .raw("</h1>\n<p class=\"facts\">Published ")
      .raw(escape(format_instant(publication.published)))
      .raw(" \u00B7 edition for ")
      .raw(audience_words(overview.edition.terms.audience))
      .raw(" \u00B7 made with ")
      .raw(escape(publication.tool))
      .raw("</p>\n</header>\n");
}

void add_contents(Page& page, const Overview& overview) {
  page.raw("<nav aria-label=\"Contents\">\n");
  for (const auto& [id, name] :
       {std::pair("answer", "The short answer"), std::pair("reading", "How to read this dossier"),
        std::pair("origins", "Origins and copies"), std::pair("findings", "Findings"),
        std::pair("drifts", "Figures that drifted"), std::pair("norms", "Rules and indicators"),
        std::pair("estimates", "How many are on no list"), std::pair("passages", "Passages quoted"),
        std::pair("sources", "Sources and documents"), std::pair("withheld", "What is withheld"),
        std::pair("verifying", "How to verify"), std::pair("limits", "Limits")}) {
    if (overview.estimates.empty() && id == std::string_view("estimates")) continue;
    page.raw(fmt::format("<a href=\"#{}\">{}</a>\n", id, name));
  }
  page.raw("</nav>\n");
}

void add_answer_chips(Page& page, const Overview& overview) {
  const auto& answers = overview.the_case().answers;
  if (answers.empty()) return;
  std::vector<std::string> parts;
  for (const Answer answer :
       {Answer::Met, Answer::NotMet, Answer::NotShown, Answer::NotApplicable}) {
    std::size_t count = 0;
    for (const NormAnswer& one : answers) count += one.answer == answer ? 1 : 0;
    if (count > 0) parts.push_back(fmt::format("{} {}", count, name_of(answer)));
  }
  page.raw(fmt::format("<p>Of {} rules and indicators examined, {}.</p>\n", answers.size(),
                       listed(parts)));
}

void add_short_answer(Page& page, const Overview& overview) {
  const Case& the_case = overview.the_case();
  std::size_t firm = 0;
  std::size_t drifts = 0;
  for (const Finding& finding : the_case.findings) {
    firm += finding.supporting_origins >= 2 ? 1 : 0;
    drifts += finding.drifts.size();
  }
  page.raw("<section id=\"answer\">\n<h2>The short answer</h2>\n<ul class=\"numbers\">")
      .raw(fmt::format("<li><b>{}</b>documents</li><li><b>{}</b>independent origins</li>"
                       "<li><b>{}</b>findings on two or more origins</li>"
                       "<li><b>{}</b>drifted figures</li></ul>\n",
                       the_case.documents.size(), overview.origins.size(), firm, drifts));
  page.raw(fmt::format(
      "<p class=\"lead\">{} go back to {}. {} of {} on two or more origins{}</p>\n",
      counted(the_case.documents.size(), "document", "documents"),
      counted(overview.origins.size(), "origin", "independent origins"), firm,
      counted(the_case.findings.size(), "finding stands", "findings stand"), firm > 0 ? ":" : "."));
  if (firm > 0) {
    page.raw(
        "<table><thead><tr><th>Finding</th><th class=\"n\">Origins for</th>"
        "<th class=\"n\">against</th><th>Credibility</th></tr></thead><tbody>\n");
    for (const std::size_t i : overview.findings) {
      const Finding& finding = the_case.findings[i];
      if (finding.supporting_origins < 2) continue;
      page.raw(fmt::format("<tr><td><a href=\"#finding-{}\">", i + 1))
          .text(finding.proposition.statement)
          .raw(fmt::format("</a></td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{} \u2013 {}"
                           "</td></tr>\n",
                           finding.supporting_origins, finding.contradicting_origins,
                           finding.credibility, credibility_words(finding.credibility)));
    }
    page.raw("</tbody></table>\n");
  }
  add_answer_chips(page, overview);
  for (std::size_t i = 0; i < overview.estimates.size(); ++i) {
    page.raw(fmt::format("<p><a href=\"#estimate-{}\">", i + 1))
        .text(overview.estimates[i].from->of)
        .raw("</a>: ")
        .raw(estimate_sentence(overview.estimates[i]))
        .raw("</p>\n");
  }
  page.raw("</section>\n");
}

void add_fixed(Page& page, std::string_view id, std::string_view title, std::string_view text) {
  page.raw(fmt::format("<section id=\"{}\">\n<h2>{}</h2>\n", id, title)).raw(text);
  page.raw("</section>\n");
}

void add_verifying(Page& page, const Overview& overview, const ledger::Checkpoint& checkpoint,
                   std::string_view text) {
  page.raw("<section id=\"verifying\">\n<h2>How to verify</h2>\n").raw(text);
  page.raw("<table><tbody>\n<tr><th>Verifier key</th><td><code>")
      .raw(escape(overview.publication.verifier_key))
      .raw("</code></td></tr>\n<tr><th>Ledger</th><td><code>")
      .raw(escape(checkpoint.origin))
      .raw(fmt::format("</code></td></tr>\n<tr><th>Size</th><td>{}</td></tr>\n",
                       counted(checkpoint.size, "event", "events")))
      .raw(fmt::format(
          "<tr><th>Root</th><td><code>{}</code></td></tr>\n</tbody></table>\n</section>\n",
          to_hex(crypto::view(checkpoint.root))));
}

}  // namespace

void add_quote(Page& page, const Overview& overview, ClaimRef ref) {
  const ShownQuote* quote = overview.material.quote(ref);
  if (quote == nullptr) return;
  const std::string& passage = overview.material.passages[quote->passage].id;
  page.raw(fmt::format("<q data-quote=\"{}\">", quote->id))
      .redacted(quote->text)
      .raw(fmt::format("</q> <a class=\"id\" href=\"#p-{0}\">{0}</a>", escape(passage)));
}

std::string claim_words(const Overview& overview, const Claim& claim) {
  // A sum of ten digits is no telephone number: only values in words are looked through.
  const std::string words = describe(claim);
  return claim.value ? words : overview.redactor.redact(words);
}

Result<std::string> make_page(const Overview& overview, const ledger::Checkpoint& checkpoint,
                              const DataFiles& data) {
  const std::string css = DP_TRY(data.read("dossier/dossier.css"));
  const std::string reading = DP_TRY(data.read("dossier/reading.html"));
  const std::string verifying = DP_TRY(data.read("dossier/verifying.html"));
  const std::string limits = DP_TRY(data.read("dossier/limits.html"));
  Page page(overview.redactor);
  add_head(page, overview, css);
  add_title(page, overview);
  add_short_answer(page, overview);
  add_contents(page, overview);
  add_fixed(page, "reading", "How to read this dossier", reading);
  add_origins(page, overview);
  add_findings(page, overview);
  add_drifts(page, overview);
  add_norms(page, overview);
  add_estimates(page, overview);
  add_passages(page, overview);
  add_sources(page, overview);
  add_withheld(page, overview);
  add_verifying(page, overview, checkpoint, verifying);
  add_fixed(page, "limits", "Limits", limits);
  page.raw("</body>\n</html>\n");
  return std::move(page).take();
}

}  // namespace depone::dossier
