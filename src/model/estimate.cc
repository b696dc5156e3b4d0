#include "model/estimate.h"

#include <cmath>

namespace depone {
namespace {

OrderedJson number(double value) {
  if (!std::isfinite(value)) return nullptr;
  return value;
}

OrderedJson to_json(const WeighedModel& model) {
  OrderedJson json{{"model", model.model}, {model.criterion_name, number(model.criterion)}};
  if (model.estimate) json["estimate"] = number(*model.estimate);
  if (!model.why_none.empty()) json["why_none"] = model.why_none;
  return json;
}

}  // namespace

OrderedJson to_json(const Estimate& estimate) {
  OrderedJson json{
      {"method", estimate.method}, {"title", estimate.title}, {"observed", estimate.observed}};
  json["estimate"] = estimate.estimate ? number(*estimate.estimate) : OrderedJson(nullptr);
  if (estimate.interval) {
    json["interval"] = {{"level", estimate.interval->level},
                        {"lower", number(estimate.interval->lower)},
                        {"upper", number(estimate.interval->upper)},
                        {"method", estimate.interval->method}};
  }
  if (!estimate.refusal.empty()) json["refusal"] = estimate.refusal;
  if (!estimate.model.empty()) json["model"] = estimate.model;
  json["assumptions"] = estimate.assumptions;
  json["warnings"] = estimate.warnings;
  if (!estimate.models.empty()) {
    OrderedJson models = OrderedJson::array();
    for (const WeighedModel& model : estimate.models) models.push_back(to_json(model));
    json["models"] = std::move(models);
  }
  OrderedJson figures = OrderedJson::object();
  for (const auto& [name, value] : estimate.figures) figures[name] = number(value);
  if (!figures.empty()) json["figures"] = std::move(figures);
  if (estimate.seed) json["seed"] = *estimate.seed;
  return json;
}

}  // namespace depone
