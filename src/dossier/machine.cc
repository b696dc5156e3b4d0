#include "dossier/machine.h"

#include <cmath>

#include "base/json.h"

namespace depone::dossier {
namespace {

class Machine {
 public:
  explicit Machine(const Overview& overview) : overview_(overview) {}

  OrderedJson documents() const {
    OrderedJson list = OrderedJson::array();
    for (std::size_t i = 0; i < the_case().documents.size(); ++i) list.push_back(document(i));
    return list;
  }

  OrderedJson quotes() const {
    OrderedJson list = OrderedJson::array();
    for (const ShownQuote& quote : overview_.material.quotes) {
      const ShownPassage& passage = overview_.material.passages[quote.passage];
      OrderedJson json;
      json["id"] = quote.id;
      json["document"] = the_case().documents[quote.ref.document].id;
      json["passage"] = passage.id;
      json["start"] = quote.span.start;
      json["end"] = quote.span.end;
      json["text"] = quote.text;
      json["redacted"] = passage.redacted;
      json["claim"] = claim(quote.ref, passage.redacted);
      list.push_back(std::move(json));
    }
    return list;
  }

  OrderedJson findings() const {
    OrderedJson list = OrderedJson::array();
    for (const std::size_t number : overview_.findings) list.push_back(finding(number));
    return list;
  }

  OrderedJson answers() const {
    OrderedJson list = OrderedJson::array();
    for (const NormAnswer& answer : the_case().answers) {
      OrderedJson json;
      json["norm"] = safe(answer.norm);
      json["title"] = safe(answer.title);
      json["citation"] = safe(answer.citation);
      json["in_force"] = safe(answer.in_force);
      json["answer"] = name_of(answer.answer);
      json["because"] = safe(answer.because);
      json["explanation"] = sentences(answer.explanation);
      json["origins"] = answer.origins;
      json["quotes"] = references(answer.claims);
      list.push_back(std::move(json));
    }
    return list;
  }

  OrderedJson estimates() const {
    OrderedJson list = OrderedJson::array();
    for (std::size_t i = 0; i < overview_.estimates.size(); ++i) {
      list.push_back(estimate(overview_.estimates[i], i + 1));
    }
    return list;
  }

  std::string safe(std::string_view text) const { return overview_.redactor.redact(text); }

  OrderedJson sentences(const std::vector<std::string>& texts) const {
    OrderedJson list = OrderedJson::array();
    for (const std::string& text : texts) list.push_back(safe(text));
    return list;
  }

 private:
  const Case& the_case() const { return overview_.the_case(); }

  OrderedJson document(std::size_t i) const {
    const CaseDocument& entry = the_case().documents[i];
    const Source& source = entry.source;
    OrderedJson json;
    json["id"] = entry.id;
    json["source"] = safe(source.label);
    json["kind"] = name_of(source.kind);
    json["first_hand"] = source.first_hand;
    json["reliability"] = std::string(1, source.reliability);
    if (source.consent) {
      json["consent"]["purpose"] = safe(source.consent->purpose);
      json["consent"]["audience"] = name_of(source.consent->audience);
      json["consent"]["expires"] = to_string(source.consent->expires);
    }
    // What a witness's file is called or titled may name them.
    if (source.kind != SourceKind::Witness) json["title"] = safe(entry.document.title);
    json["date"] = to_string(entry.document.date);
    json["language"] = name_of(entry.document.language);
    json["format"] = entry.document.format;
    if (const LineageNode* node = overview_.node(i)) {
      json["origin"] = safe(node->origin);
      json["relation"] = name_of(node->relation);
      json["parent"] = nullptr;
      if (node->parent) json["parent"] = the_case().documents.at(*node->parent).id;
      json["confidence"] = std::round(node->confidence * 1000) / 1000;
      json["reasons"] = OrderedJson::array();
      for (const LineageReason& reason : node->reasons) {
        json["reasons"].push_back(safe(reason.kind + ": " + overview_.with_ids(reason.text)));
      }
    }
    return json;
  }

  OrderedJson claim(ClaimRef ref, bool redacted) const {
    Claim shown = the_case().claim(ref);
    shown.word = safe(shown.word);
    shown.quote.clear();
    shown.span = {};
    // In a passage with covered names these may be pieces of one, too short to be recognised.
    shown.attribution = redacted ? "" : safe(shown.attribution);
    shown.subject = redacted ? "" : safe(shown.subject);
    shown.place = redacted ? "" : safe(shown.place);
    shown.derivation = redacted ? "" : safe(shown.derivation);
    OrderedJson json = to_json(shown);
    for (const char* member : {"quote", "start", "end"}) json.erase(member);
    return json;
  }

  OrderedJson references(const std::vector<ClaimRef>& refs) const {
    OrderedJson list = OrderedJson::array();
    for (const ClaimRef ref : refs) {
      if (const ShownQuote* quote = overview_.material.quote(ref)) list.push_back(quote->id);
    }
    return list;
  }

  OrderedJson reference(ClaimRef ref) const {
    const ShownQuote* quote = overview_.material.quote(ref);
    return quote == nullptr ? OrderedJson(nullptr) : OrderedJson(quote->id);
  }

  OrderedJson finding(std::size_t number) const {
    const Finding& finding = the_case().findings[number];
    OrderedJson json;
    json["id"] = safe(finding.proposition.id);
    json["statement"] = safe(finding.proposition.statement);
    json["kind"] = name_of(finding.proposition.kind);
    json["credibility"] = finding.credibility;
    json["supporting_origins"] = finding.supporting_origins;
    json["contradicting_origins"] = finding.contradicting_origins;
    json["documents"] = finding.documents;
    json["explanation"] = sentences(finding.explanation);
    json["voices"] = OrderedJson::array();
    for (const OriginVoice& voice : finding.voices) {
      OrderedJson one;
      one["origin"] = safe(voice.origin);
      one["stance"] = name_of(voice.stance);
      one["first_hand"] = voice.first_hand;
      one["low"] = voice.low ? OrderedJson(to_string(*voice.low)) : OrderedJson(nullptr);
      one["high"] = voice.high ? OrderedJson(to_string(*voice.high)) : OrderedJson(nullptr);
      one["quotes"] = references(voice.claims);
      json["voices"].push_back(std::move(one));
    }
    json["drifts"] = OrderedJson::array();
    for (const Drift& drift : finding.drifts) {
      OrderedJson one;
      one["origin"] = safe(drift.origin);
      one["what"] = safe(drift.what);
      one["from"] = reference(drift.from);
      one["to"] = reference(drift.to);
      json["drifts"].push_back(std::move(one));
    }
    return json;
  }

  OrderedJson estimate(const ShownEstimate& shown, std::size_t number) const {
    const CaseEstimate& from = *shown.from;
    OrderedJson json{{"id", shown.id}, {"of", safe(from.of)}};
    json["lists"] = OrderedJson::array();
    for (std::size_t i = 0; i < from.lists.size(); ++i) {
      const auto& people = shown.safe.sums[i];
      json["lists"].push_back({{"list", letter_of(i)},
                               {"label", safe(from.lists[i].label)},
                               {"kind", name_of(from.lists[i].source.kind)},
                               {"people", people ? OrderedJson(*people) : OrderedJson(nullptr)}});
    }
    json["table"] = estimate::to_json(from.table, shown.safe);
    json["whole"] = shown.whole;
    json["smallest_count"] = estimate::kSmallestPublished;
    json["linked"] = from.records > 0;
    json["linkages"] = from.linkages;
    json["seed"] = from.seed;
    json["file"] = nullptr;
    if (!overlap_csv(shown).empty()) json["file"] = overlap_file_name(number);
    json["report"] = nullptr;
    if (!shown.observed_hidden) json["report"] = estimate::public_json(shown.report);
    return json;
  }

  const Overview& overview_;
};

}  // namespace

std::string make_machine_form(const Overview& overview, const ledger::Checkpoint& checkpoint) {
  const Machine machine(overview);
  const Edition& edition = overview.edition;
  OrderedJson json;
  json["format"] = "depone-dossier-1";
  json["title"] = machine.safe(edition.the_case.title);
  json["published"] = format_instant(overview.publication.published);
  json["audience"] = name_of(edition.terms.audience);
  json["tool"] = overview.publication.tool;
  json["verifier_key"] = overview.publication.verifier_key;
  json["checkpoint"]["origin"] = checkpoint.origin;
  json["checkpoint"]["size"] = checkpoint.size;
  json["checkpoint"]["root"] = to_hex(crypto::view(checkpoint.root));
  OrderedJson& counts = json["counts"];
  counts["documents"] = edition.the_case.documents.size();
  counts["origins"] = overview.origins.size();
  counts["findings"] = edition.the_case.findings.size();
  counts["quotes"] = overview.material.quotes.size();
  counts["passages"] = overview.material.passages.size();
  json["documents"] = machine.documents();
  json["findings"] = machine.findings();
  json["answers"] = machine.answers();
  json["estimates"] = machine.estimates();
  json["quotes"] = machine.quotes();
  OrderedJson& withheld = json["withheld"];
  withheld["documents_without_consent"] = edition.withheld.documents_without_consent;
  withheld["documents_expired"] = edition.withheld.documents_expired;
  withheld["passages"] = edition.withheld.passages;
  withheld["claims"] = edition.withheld.claims;
  withheld["estimates"] = edition.withheld.estimates;
  withheld["reasons"] = machine.sentences(edition.withheld.reasons);
  return dump_json(json, 1) + "\n";
}

}  // namespace depone::dossier
