#include "findings/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "rules/credibility.h"
#include "rules/words.h"

namespace depone::findings {
namespace {

using rules::counted;

// The ids of the documents that retell the nearest one, in order.
std::vector<std::string> retellers(const Case& the_case, const OriginVoice& voice) {
  std::set<std::size_t> documents;
  for (const ClaimRef ref : voice.claims) documents.insert(ref.document);
  documents.erase(voice.claims.front().document);
  std::vector<std::string> ids;
  for (const std::size_t d : documents) ids.push_back(the_case.documents[d].id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::string standing(const CaseDocument& document, bool first_hand) {
  return fmt::format("{}, rated {}", first_hand ? "first-hand" : "not first-hand",
                     document.source.reliability);
}

std::string voice_sentence(const Case& the_case, const OriginVoice& voice,
                           const MayQuote& may_quote) {
  const ClaimRef nearest = voice.claims.front();
  const CaseDocument& document = the_case.documents[nearest.document];
  const Claim& claim = the_case.claim(nearest);
  const char* verb = claim.polarity == Polarity::Denied    ? "denies it"
                     : claim.polarity == Polarity::Alleged ? "reports it as an allegation"
                     : voice.stance == Stance::Contradicts ? "says otherwise"
                                                           : "says so";
  std::string sentence =
      fmt::format("Origin {}: {}, {}, {}: {}", voice.origin, called(document),
                  standing(document, voice.first_hand), verb, quoted(the_case, nearest, may_quote));
  if (claim.value) sentence += fmt::format(" ({})", describe(claim));
  if (claim.derived) sentence += fmt::format(", computed: {}", claim.derivation);
  const std::vector<std::string> others = retellers(the_case, voice);
  if (!others.empty()) {
    sentence += fmt::format("; repeated in {} ({}), which count as the same origin",
                            counted(others.size(), "other document"), fmt::join(others, ", "));
  }
  return sentence + ".";
}

std::string count_sentence(const Finding& finding) {
  std::string sentence = fmt::format(
      "{} {} it and {} {} it, through {}.",
      counted(finding.supporting_origins, "independent origin"),
      finding.supporting_origins == 1 ? "supports" : "support",
      finding.contradicting_origins == 0 ? "none" : std::to_string(finding.contradicting_origins),
      finding.contradicting_origins == 1 ? "contradicts" : "contradict",
      counted(finding.documents, "document"));
  const bool one = finding.supporting_origins == 1 && finding.contradicting_origins == 0;
  if (one && finding.documents > 1) {
    sentence +=
        fmt::format(" All {} documents go back to one origin and count once.", finding.documents);
  }
  return sentence;
}

// Why a bare denial from afar does not lower the grade.
std::string denial_sentence(const Case& the_case, const OriginVoice& voice,
                            bool first_hand_support) {
  const CaseDocument& document = the_case.documents[voice.claims.front().document];
  const bool bare = the_case.claim(voice.claims.front()).polarity == Polarity::Denied;
  if (bare && !voice.first_hand && first_hand_support) {
    return fmt::format(
        "The denial of {} gives no fact of its own and its source was not there, while a source "
        "that was there says so: it is recorded as a contradiction and does not lower the grade.",
        document.id);
  }
  return fmt::format("The contradiction by {} is unexplained and lowers the grade.", document.id);
}

}  // namespace

std::string called(const CaseDocument& document) {
  std::vector<std::string> parts;
  if (!document.source.label.empty()) parts.push_back(document.source.label);
  parts.push_back(document.document.date.known() ? to_string(document.document.date) : "no date");
  return fmt::format("{} ({})", document.id, fmt::join(parts, ", "));
}

std::string quoted(const Case& the_case, ClaimRef ref, const MayQuote& may_quote) {
  return rules::quoted(the_case, ref, may_quote);
}

std::vector<std::string> explain(const Case& the_case, const Finding& finding,
                                 const Grounds& grounds, const MayQuote& may_quote) {
  std::vector<std::string> sentences;
  sentences.push_back(fmt::format("Credibility {}, {}: {}.", finding.credibility,
                                  credibility_words(finding.credibility), grounds.because));
  sentences.push_back(count_sentence(finding));
  bool first_hand_support = false;
  for (const OriginVoice& voice : finding.voices) {
    sentences.push_back(voice_sentence(the_case, voice, may_quote));
    if (voice.stance == Stance::Supports && voice.first_hand) first_hand_support = true;
  }
  for (const OriginVoice& voice : finding.voices) {
    if (voice.stance != Stance::Contradicts) continue;
    sentences.push_back(denial_sentence(the_case, voice, first_hand_support));
  }
  for (const ClaimRef ref : grounds.reported_denials) {
    sentences.push_back(fmt::format(
        "{} also reports a denial, {}; it does not speak for that origin, which asserts the thing.",
        called(the_case.documents[ref.document]), quoted(the_case, ref, may_quote)));
  }
  for (const Drift& drift : finding.drifts) {
    sentences.push_back(fmt::format("{} retells {} differently: {} ({} there, {} here).",
                                    called(the_case.documents[drift.to.document]),
                                    the_case.documents[drift.from.document].id, drift.what,
                                    quoted(the_case, drift.from, may_quote),
                                    quoted(the_case, drift.to, may_quote)));
  }
  if (finding.supporting_origins > 1 && grounds.tolerance_percent > 0) {
    sentences.push_back(fmt::format(
        "Figures count as agreeing when what their words allow meets within {} percent.",
        grounds.tolerance_percent));
  }
  return sentences;
}

}  // namespace depone::findings
