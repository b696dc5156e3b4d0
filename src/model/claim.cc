#include "model/claim.h"

namespace depone {
namespace {

OrderedJson number_json(Decimal number) {
  if (number.ten_thousandths % Decimal::kScale == 0) {
    return number.ten_thousandths / Decimal::kScale;
  }
  return to_double(number);
}

// Numbers come back from JSON as integers, or as doubles for the few with decimals.
Result<Decimal> decimal_from(const Json& json, const char* member) {
  if (json.is_number_integer()) return Decimal::whole(json.get<std::int64_t>());
  if (json.is_number_float()) {
    const double scaled = json.get<double>() * static_cast<double>(Decimal::kScale);
    if (scaled > -9e18 && scaled < 9e18) {
      return Decimal{static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5))};
    }
  }
  return Error{Fault::InvalidInput, std::string("the claim's \"") + member + "\" is not a number"};
}

void set_if(OrderedJson& json, const char* key, std::string_view text) {
  if (!text.empty()) json[key] = text;
}

std::string text_in(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

template <class T>
Result<T> known(std::optional<T> value, const char* member) {
  if (value) return *value;
  return Error{Fault::InvalidInput, std::string("the claim's \"") + member + "\" is not known"};
}

bool is_text_kind(ClaimKind kind) {
  return kind == ClaimKind::Date || kind == ClaimKind::Place || kind == ClaimKind::Employer ||
         kind == ClaimKind::Indicator;
}

}  // namespace

std::string describe(const Claim& claim) {
  if (const auto indicator = indicator_of(claim)) return std::string(title_of(*indicator));
  if (is_text_kind(claim.kind)) return claim.word;
  std::string text;
  if (claim.bound != Bound::Exact) text += std::string(name_of(claim.bound)) + " ";
  if (claim.value) text += to_string(*claim.value);
  if (claim.value_hi) text += " to " + to_string(*claim.value_hi);
  if (!claim.currency.empty()) {
    text += " " + claim.currency;
  } else if (claim.unit == "percent") {
    text += " %";
  } else if (!claim.unit.empty()) {
    const bool one = claim.value == Decimal::whole(1) && !claim.value_hi;
    text += " " + claim.unit + (one ? "" : "s");
  }
  if (claim.per != Per::None) text += " a " + std::string(name_of(claim.per));
  if (claim.measure != Measure::None) text += " (" + std::string(name_of(claim.measure)) + ")";
  return text;
}

OrderedJson to_json(const Claim& claim) {
  OrderedJson json;
  json["kind"] = name_of(claim.kind);
  if (is_text_kind(claim.kind)) {
    json["value"] = claim.word;
  } else if (claim.value) {
    json["value"] = number_json(*claim.value);
  }
  if (claim.value_hi) json["value_hi"] = number_json(*claim.value_hi);
  json["bound"] = name_of(claim.bound);
  set_if(json, "unit", claim.unit);
  set_if(json, "currency", claim.currency);
  set_if(json, "per", name_of(claim.per));
  set_if(json, "measure", name_of(claim.measure));
  json["polarity"] = name_of(claim.polarity);
  set_if(json, "attribution", claim.attribution);
  set_if(json, "subject", claim.subject);
  set_if(json, "place", claim.place);
  set_if(json, "time", claim.time);
  if (claim.derived) json["derived"] = true;
  set_if(json, "derivation", claim.derivation);
  json["start"] = claim.span.start;
  json["end"] = claim.span.end;
  json["quote"] = claim.quote;
  return json;
}

Result<Claim> claim_from_json(const Json& json) {
  Claim claim;
  claim.kind = DP_TRY(known(claim_kind_of(text_in(json, "kind")), "kind"));
  claim.bound = DP_TRY(known(bound_of(text_in(json, "bound")), "bound"));
  claim.per = DP_TRY(known(per_of(text_in(json, "per")), "per"));
  claim.measure = DP_TRY(known(measure_of(text_in(json, "measure")), "measure"));
  claim.polarity = DP_TRY(known(polarity_of(text_in(json, "polarity")), "polarity"));
  if (is_text_kind(claim.kind)) {
    claim.word = DP_TRY(json_string(json, "value"));
  } else if (json.contains("value")) {
    claim.value = DP_TRY(decimal_from(json["value"], "value"));
  }
  if (json.contains("value_hi"))
    claim.value_hi = DP_TRY(decimal_from(json["value_hi"], "value_hi"));
  claim.unit = text_in(json, "unit");
  claim.currency = text_in(json, "currency");
  claim.attribution = text_in(json, "attribution");
  claim.subject = text_in(json, "subject");
  claim.place = text_in(json, "place");
  claim.time = text_in(json, "time");
  claim.derived = json.value("derived", false);
  claim.derivation = text_in(json, "derivation");
  claim.span.start = static_cast<std::uint32_t>(DP_TRY(json_integer(json, "start")));
  claim.span.end = static_cast<std::uint32_t>(DP_TRY(json_integer(json, "end")));
  claim.quote = DP_TRY(json_string(json, "quote"));
  return claim;
}

}  // namespace depone
