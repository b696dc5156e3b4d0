#include "extract/extract.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "extract/dates.h"
#include "extract/html.h"
#include "tests/base/result_matchers.h"
#include "text/unicode.h"

namespace depone::extract {
namespace {

using testing::HasSubstr;
using testing::Not;

Document read(std::string_view bytes, std::string_view name) {
  const Result<Document> document = extract(bytes_of(bytes), name);
  EXPECT_TRUE(document.ok()) << to_string(document.error());
  return document.ok() ? document.value() : Document{};
}

Error refused(std::string_view bytes, std::string_view name, const ExtractLimits& limits = {}) {
  const Result<Document> document = extract(bytes_of(bytes), name, limits);
  EXPECT_FALSE(document.ok()) << name;
  return document.ok() ? Error{} : document.error();
}

std::vector<std::string> passages(const Document& document) {
  std::vector<std::string> texts;
  for (const Passage& passage : document.passages) {
    texts.emplace_back(slice(document.text, passage.span));
  }
  return texts;
}

// A PDF of one Helvetica page a content stream, written by hand.
std::string pdf(const std::vector<std::string>& contents, const std::string& information = "") {
  std::string kids;
  std::string objects;
  int number = 4;
  for (const std::string& content : contents) {
    kids += fmt::format("{} 0 R ", number);
    objects += fmt::format(
        "{} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {} 0 R/Resources<</Font"
        "<</F 3 0 R>>>>>>endobj\n{} 0 obj<</Length {}>>stream\n{}\nendstream endobj\n",
        number, number + 1, number + 1, content.size(), content);
    number += 2;
  }
  return fmt::format(
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[{}]/Count {}>>endobj\n"
      "3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n{}"
      "{} 0 obj<<{}>>endobj\ntrailer<</Root 1 0 R/Info {} 0 R>>\n",
      kids, contents.size(), objects, number, information, number);
}

std::string line_at(int x, int y, const std::string& text) {
  return fmt::format("BT /F 12 Tf {} {} Td ({}) Tj ET\n", x, y, text);
}

TEST(ExtractPlain, TakesALoneFirstLineAsTitle) {
  const Document document = read("Workers speak\n\nHe worked. She left.\n", "a.txt");
  EXPECT_EQ(document.format, "text");
  EXPECT_EQ(document.title, "Workers speak");
  EXPECT_EQ(document.language, Language::English);
  EXPECT_THAT(passages(document), testing::ElementsAre("Workers speak", "He worked.", "She left."));
  EXPECT_EQ(read("He worked. She left.\nThen nothing.", "b.txt").title, "");
}

TEST(ExtractPlain, SaysWhichLegacyEncodingWasRead) {
  const Document document =
      read("\xCE\xED\xE8 \xF0\xE0\xE1\xEE\xF2\xE0\xEB\xE8 \xF2\xE0\xEC.", "a.txt");
  EXPECT_EQ(document.text, "Они работали там.");
  EXPECT_THAT(document.warnings, testing::ElementsAre("read as windows-1251"));
}

TEST(ExtractMarkdown, StripsSyntaxAndKeepsWords) {
  const Document document = read(
      "---\ntitle: \"Front title\"\ndate: 2025-08-12\nauthor: A. Writer\n---\n"
      "# A *heading*\n\nA [link](https://example.org/a_b) and **bold** snake_case,\nwrapped "
      "`code` ![picture](p.png).\n\n- first item\n- second item\n\n> quoted words\n\n"
      "| Year | Men |\n|---|---|\n| 2024 | 30 |\n\n<!-- hidden -->Shown.[^1]\n",
      "note.md");
  EXPECT_EQ(document.format, "markdown");
  EXPECT_EQ(document.title, "Front title");
  EXPECT_EQ(document.byline, "A. Writer");
  EXPECT_EQ(to_string(document.date), "2025-08-12");
  EXPECT_EQ(document.text,
            "A heading\n\nA link and bold snake_case, wrapped code picture.\n\n- first item\n"
            "- second item\n\nquoted words\n\nYear; Men\n\n2024; 30\n\nShown.");
}

constexpr std::string_view kPage = R"(<!doctype html><html><head><meta charset="utf-8">
<title>Site: Story</title><meta property="og:title" content="The story">
<meta property="article:published_time" content="2025-08-12T06:30:00+09:00">
<script>var x = "<div>not text</div>";</script><style>p{}</style></head><body>
<nav><a href="/">Home</a> <a href="/w">World</a></nav>
<div class="gnb"><a href="/login">Log in</a></div>
<main><article><h1>The story</h1><p class="byline">By Ann Author</p>
<p>The men worked <b>18 hours</b> a day, said&nbsp;one.
They slept in a container.</p><p>Another left.<br>Nobody paid him.</p>
<ul><li>passport taken<li>wages kept</ul>
<div class="related-links"><a href="/1">Other story one</a><a href="/2">Other story two</a></div>
</article></main><aside>Weather</aside><section id="comments"><p>I do not believe it.</p></section>
<div hidden>secret</div><footer>All rights reserved</footer></body></html>)";

TEST(ExtractHtml, KeepsTheArticleAndDropsTheRest) {
  const Document document = read(kPage, "story.html");
  EXPECT_EQ(document.format, "html");
  EXPECT_EQ(document.title, "The story");
  EXPECT_EQ(document.byline, "By Ann Author");
  EXPECT_EQ(to_string(document.date), "2025-08-12");
  for (const char* const kept : {"The men worked 18 hours a day", "They slept in a container.",
                                 "Nobody paid him.", "passport taken", "wages kept"}) {
    EXPECT_THAT(document.text, HasSubstr(kept));
  }
  for (const char* const dropped : {"Home", "Log in", "not text", "Other story", "Weather",
                                    "I do not believe", "secret", "All rights"}) {
    EXPECT_THAT(document.text, Not(HasSubstr(dropped)));
  }
}

TEST(ExtractHtml, FindsTheArticleOfAPageThatMarksNothing) {
  std::string html =
      "<html><body><div><a href=1>One</a> <a href=2>Two</a> <a href=3>Three</a></div><div>";
  for (int i = 0; i < 6; ++i) {
    html +=
        "<p>The foreman, who was armed, took the papers of the men, and kept them in a safe.</p>";
  }
  html += "</div><div><ul><li><a href=4>Another headline of the day</a></ul></div></body></html>";
  const Document document = read(html, "x.htm");
  EXPECT_THAT(document.text, HasSubstr("took the papers"));
  EXPECT_THAT(document.text, Not(HasSubstr("Another headline")));
  EXPECT_THAT(document.text, Not(HasSubstr("Two")));
}

TEST(ExtractHtml, ReadsDatesAndBylinesWhereverPagesPutThem) {
  const auto date_of = [](std::string_view head, std::string_view body) {
    return to_string(
        read(fmt::format("<html><head>{}</head><body><p>Some words here.</p>{}</body>", head, body),
             "d.html")
            .date);
  };
  EXPECT_EQ(date_of("<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"NewsArticle\","
                    "\"datePublished\":\"2024-05-06T01:02:03Z\"}]}</script>",
                    ""),
            "2024-05-06");
  EXPECT_EQ(date_of("", "<time datetime='2023-01-02'>yesterday</time>"), "2023-01-02");
  EXPECT_EQ(date_of("", "<p class='date'>2025년 7월 16일</p>"), "2025-07-16");
  EXPECT_EQ(date_of("", "<span class='date'>12 августа 2025, 14:30</span>"), "2025-08-12");
  EXPECT_EQ(date_of("<script type='application/ld+json'>{broken</script>", ""), "");
}

TEST(ExtractHtml, ObeysTheDeclaredEncoding) {
  const std::string page =
      "<html><head><meta charset=\"koi8-r\"></head><body><p>"
      "\xEF\xCE\xC9 \xD2\xC1\xC2\xCF\xD4\xC1\xCC\xC9</p></body></html>";
  EXPECT_EQ(read(page, "k.html").text, "Они работали");
}

TEST(ExtractHtml, RefusesAMillionNestedElements) {
  std::string html;
  for (int i = 0; i < 1'000'000; ++i) html += "<div>";
  const Error error = refused(html + "x", "bomb.html");
  EXPECT_EQ(error.fault, Fault::InvalidInput);
  EXPECT_THAT(error.what, HasSubstr("bomb.html: nests elements more than 2000 deep"));
}

TEST(NestingDepth, CountsWhatAParserWouldNest) {
  EXPECT_EQ(nesting_depth("<div><p>a<p>b<br><img></div><div></div>"), 1);
  EXPECT_EQ(nesting_depth("<div><span></div><div><span></div>"), 2);
  EXPECT_EQ(nesting_depth("<script>'<div><div><div>'</script><!-- <div> --><b x='<i><i>'>"), 1);
  std::string crossed;
  for (int i = 0; i < 100; ++i) crossed += "<div><table><td></div>";
  EXPECT_GE(nesting_depth(crossed), 200);
}

TEST(ExtractPdf, JoinsLinesAndKeepsTheirPlace) {
  const Document document =
      read(pdf({line_at(72, 700, "The men were taken to the buil-") +
                    line_at(72, 686, "ding site. They slept") + line_at(72, 672, "there.") +
                    line_at(72, 600, "Second paragraph."),
                line_at(72, 700, "On page two.")},
               "/Title(A report)/Author(An Author)/CreationDate(D:20250812063000Z)"),
           "r.pdf");
  EXPECT_EQ(document.format, "pdf");
  EXPECT_EQ(document.title, "A report");
  EXPECT_EQ(document.byline, "An Author");
  EXPECT_EQ(to_string(document.date), "2025-08-12");
  EXPECT_THAT(passages(document),
              testing::ElementsAre("The men were taken to the building site.", "They slept there.",
                                   "Second paragraph.", "On page two."));
  const PageBox& first = document.passages[0].box.value();
  EXPECT_EQ(first.page, 1);
  EXPECT_NEAR(first.left, 72, 1);
  EXPECT_NEAR(first.top, 792 - 700 - 11, 4);
  EXPECT_NEAR(first.bottom, 792 - 686 + 3, 4);
  EXPECT_EQ(document.passages[3].box.value().page, 2);
}

TEST(ExtractPdf, NamesPagesWithoutText) {
  const Document document = read(pdf({line_at(72, 700, "Words."), "0 0 m 9 9 l S"}), "half.pdf");
  EXPECT_THAT(document.warnings, testing::ElementsAre("page 2 has no text"));
  const Error error = refused(pdf({"0 0 m 9 9 l S"}), "scan.pdf");
  EXPECT_EQ(error.fault, Fault::Unsupported);
  EXPECT_THAT(error.what, HasSubstr("scan.pdf: is a PDF without text"));
}

TEST(ExtractPdf, SurvivesEveryTruncation) {
  const std::string whole = pdf({line_at(72, 700, "Words on a page.")});
  for (std::size_t size = 8; size < whole.size(); size += 7) {
    const Result<Document> document = extract(bytes_of(whole).first(size), "cut.pdf");
    if (document.ok()) continue;
    EXPECT_THAT(document.error().what, HasSubstr("cut.pdf: is"));
  }
  EXPECT_EQ(refused("%PDF-1.7\n%garbage", "cut.pdf").fault, Fault::Corrupt);
}

TEST(ExtractPdf, LeavesOutPagesPastTheLimit) {
  ExtractLimits limits;
  limits.pages = 1;
  const std::string bytes = pdf({line_at(72, 700, "One."), line_at(72, 700, "Two.")});
  const Document document = extract(bytes_of(bytes), "long.pdf", limits).value();
  EXPECT_EQ(document.text, "One.");
  EXPECT_THAT(document.warnings, testing::ElementsAre("only the first 1 of 2 pages were read"));
}

TEST(Extract, NamesWhatItCannotRead) {
  EXPECT_THAT(refused("", "empty.txt").what, HasSubstr("empty.txt: is empty"));
  EXPECT_THAT(refused(" \n ", "blank.txt").what, HasSubstr("blank.txt: holds no words"));
  const Error page = refused(kPage, "fake.pdf");
  EXPECT_EQ(page.fault, Fault::InvalidInput);
  EXPECT_THAT(page.what,
              HasSubstr("fake.pdf: is named .pdf but is not a PDF: it looks like an HTML"));
  EXPECT_THAT(refused("just words", "FAKE.PDF").what, HasSubstr("looks like plain text"));
  EXPECT_THAT(refused("\x89PNG\r\n\x1A\n....", "fake.pdf").what,
              HasSubstr("looks like a PNG image"));
  const Error word = refused("PK\x03\x04 [Content_Types].xml word/document.xml", "a.docx");
  EXPECT_EQ(word.fault, Fault::Unsupported);
  EXPECT_THAT(word.what, HasSubstr("a.docx: is a Word document (DOCX)"));
  EXPECT_THAT(refused("\xFF\xD8\xFF\xE0", "a.txt").what, HasSubstr("a JPEG image"));
  EXPECT_THAT(refused(std::string_view("MZ\x90\0", 4), "a.txt").what,
              HasSubstr("a Windows program"));
}

TEST(Extract, RefusesWhatIsLargerThanTheLimits) {
  ExtractLimits limits;
  limits.file_bytes = 1000;
  const Error large = refused(std::string(1001, 'a'), "large.txt", limits);
  EXPECT_EQ(large.fault, Fault::InvalidInput);
  EXPECT_THAT(large.what, HasSubstr("large.txt: is 0 MiB large"));
  limits = {};
  limits.text_bytes = 100;
  EXPECT_THAT(refused(std::string(101, 'a'), "long.txt", limits).what,
              HasSubstr("holds more than"));
}

TEST(Dates, ReadsWhatPeopleWrite) {
  const auto written = [](std::string_view text) { return to_string(written_date(text)); };
  EXPECT_EQ(written("Published 12 August 2025 at 10:00"), "2025-08-12");
  EXPECT_EQ(written("Aug. 12, 2025"), "2025-08-12");
  EXPECT_EQ(written("입력 2025.08.12. 오전 9:10"), "2025-08-12");
  EXPECT_EQ(written("2025. 8. 12."), "2025-08-12");
  EXPECT_EQ(written("12.08.2025"), "2025-08-12");
  EXPECT_EQ(written("3 мая 2024 г."), "2024-05-03");
  EXPECT_EQ(written("31.02.2025"), "");
  EXPECT_EQ(written("no date at all"), "");
  EXPECT_EQ(to_string(metadata_date("20250812")), "2025-08-12");
  EXPECT_EQ(to_string(metadata_date("2025-08")), "2025-08");
  EXPECT_EQ(to_string(metadata_date("Tue, 12 Aug 2025 06:30:00 GMT")), "2025-08-12");
}

RC_GTEST_PROP(Extract, GivesSoundDocumentsForAnyTags, ()) {
  const auto parts =
      *rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(std::vector<std::string>{
          "<div>",    "</div>",  "<p>",        "<table>",   "<td>",   "</table>",    "<b>",
          "</b>",     "<i>",     "<a href=x>", "</a>",      "word. ", "Ещё слово. ", "한국어 다. ",
          "<ul><li>", "</ul>",   "<script>",   "</script>", "<!--",   "-->",         "&#1;",
          "&amp;",    "<pre>\n", "</pre>",     "<h1>",      "</h1>",  "\xFF",        "<"}));
  std::string html = "<html>";
  for (const std::string& part : parts) html += part;
  const Result<Document> document = extract(bytes_of(html), "p.html");
  if (!document.ok()) return;
  RC_ASSERT(text::is_utf8(document.value().text));
  std::uint32_t at = 0;
  for (const Passage& passage : document.value().passages) {
    RC_ASSERT(passage.span.start >= at);
    at = passage.span.end;
  }
  RC_ASSERT(at <= count_code_points(document.value().text));
}

}  // namespace
}  // namespace depone::extract
