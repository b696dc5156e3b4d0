#include "model/source_json.h"

namespace depone {

Json source_json(const Source& source) {
  Json json;
  json["label"] = source.label;
  json["kind"] = name_of(source.kind);
  json["reliability"] = std::string(1, source.reliability);
  json["first_hand"] = source.first_hand;
  if (source.consent) {
    json["consent"] = {{"purpose", source.consent->purpose},
                       {"audience", name_of(source.consent->audience)},
                       {"expires", to_string(source.consent->expires)}};
  }
  return json;
}

Result<Source> source_from_json(const Json& json) {
  Source source;
  source.label = DP_TRY(json_string(json, "label"));
  const std::string kind = DP_TRY(json_string(json, "kind"));
  source.kind = source_kind_of(kind).value_or(SourceKind::Unknown);
  const std::string reliability = DP_TRY(json_string(json, "reliability"));
  source.reliability = reliability.size() == 1 ? reliability[0] : 'F';
  const auto first_hand = json.find("first_hand");
  source.first_hand = first_hand != json.end() && first_hand->is_boolean() && *first_hand;
  if (const auto given = json.find("consent"); given != json.end()) {
    Consent consent;
    consent.purpose = DP_TRY(json_string(*given, "purpose"));
    const std::string audience = DP_TRY(json_string(*given, "audience"));
    // An unreadable audience must never widen: fall back to the narrowest.
    consent.audience = audience_of(audience).value_or(Audience::Internal);
    const std::string expires = DP_TRY(json_string(*given, "expires"));
    if (!expires.empty()) consent.expires = DP_TRY(parse_partial_date(expires));
    source.consent = consent;
  }
  return source;
}

}  // namespace depone
