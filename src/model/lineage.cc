#include "model/lineage.h"

#include <array>
#include <cmath>

namespace depone {
namespace {

constexpr std::array<std::string_view, 6> kRelations = {"original",   "copy",        "excerpt",
                                                        "paraphrase", "translation", "independent"};

}  // namespace

std::string_view name_of(Relation relation) {
  return kRelations.at(static_cast<std::size_t>(relation));
}

std::optional<Relation> relation_of(std::string_view name) {
  for (std::size_t i = 0; i < kRelations.size(); ++i) {
    if (kRelations[i] == name) return static_cast<Relation>(i);
  }
  return std::nullopt;
}

OrderedJson to_json(const Lineage& lineage) {
  OrderedJson documents = OrderedJson::array();
  for (const LineageNode& node : lineage.nodes) {
    OrderedJson json;
    json["file"] = node.document;
    json["origin"] = node.origin;
    json["relation"] = name_of(node.relation);
    json["parent"] = nullptr;
    if (node.parent) json["parent"] = lineage.nodes.at(*node.parent).document;
    json["confidence"] = std::round(node.confidence * 1000) / 1000;
    json["reasons"] = OrderedJson::array();
    for (const LineageReason& reason : node.reasons) {
      json["reasons"].push_back(reason.kind + ": " + reason.text);
    }
    documents.push_back(std::move(json));
  }
  OrderedJson json;
  json["documents"] = std::move(documents);
  json["origins"] = lineage.origins;
  return json;
}

}  // namespace depone
