#include "dossier/overview.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

namespace depone::dossier {
namespace {

// D2 before D10.
bool id_before(const std::string& a, const std::string& b) {
  return std::pair(a.size(), a) < std::pair(b.size(), b);
}

std::vector<OriginView> origins_of(const Case& the_case) {
  const auto& nodes = the_case.lineage.nodes;
  std::vector<OriginView> origins;
  std::map<std::string, std::size_t> place;
  for (const LineageNode& node : nodes) {
    if (place.try_emplace(node.origin, origins.size()).second)
      origins.push_back({node.origin, {}, {}, false});
  }
  std::vector<std::size_t> order(std::min(nodes.size(), the_case.documents.size()));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  const auto date_key = [&](std::size_t i) {
    const PartialDate& date = the_case.documents[i].document.date;
    return std::tuple(!date.known(), date);
  };
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    if (date_key(a) != date_key(b)) return date_key(a) < date_key(b);
    return id_before(the_case.documents[a].id, the_case.documents[b].id);
  });
  std::vector<bool> placed(order.size(), false);
  const std::function<void(std::size_t, std::size_t)> put = [&](std::size_t i, std::size_t depth) {
    if (placed[i]) return;
    placed[i] = true;
    OriginView& origin = origins[place[nodes[i].origin]];
    origin.documents.push_back(i);
    origin.depth.push_back(depth);
    origin.first_hand = origin.first_hand || the_case.documents[i].source.first_hand;
    for (const std::size_t child : order) {
      if (nodes[child].parent == i && nodes[child].origin == nodes[i].origin) put(child, depth + 1);
    }
  };
  for (const std::size_t i : order) {
    const auto parent = nodes[i].parent;
    if (!parent || *parent >= order.size() || nodes[*parent].origin != nodes[i].origin) put(i, 0);
  }
  for (const std::size_t i : order) put(i, 0);  // none is lost should parents form a ring
  std::stable_sort(origins.begin(), origins.end(), [](const OriginView& a, const OriginView& b) {
    if (a.documents.size() != b.documents.size()) return a.documents.size() > b.documents.size();
    return id_before(a.id, b.id);
  });
  return origins;
}

}  // namespace

const LineageNode* Overview::node(std::size_t document) const {
  const auto& nodes = the_case().lineage.nodes;
  return document < nodes.size() ? &nodes[document] : nullptr;
}

std::string Overview::name_of(std::size_t document) const {
  const CaseDocument& entry = the_case().documents[document];
  const std::string label = redactor.redact(entry.source.label);
  return label.empty() ? entry.id : fmt::format("{} {}", entry.id, label);
}

std::string Overview::with_ids(std::string_view reason) const {
  std::vector<std::pair<std::string, std::string>> names;
  for (const CaseDocument& entry : the_case().documents) {
    if (!entry.document.name.empty()) names.emplace_back(entry.document.name, entry.id);
  }
  std::sort(names.begin(), names.end(),
            [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  std::string text(reason);
  for (const auto& [name, id] : names) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
      text.replace(at, name.size(), id);
      at += id.size();
    }
  }
  return text;
}

Overview make_overview(const Edition& edition, const Publication& publication,
                       const Redactor& redactor) {
  const Case& the_case = edition.the_case;
  Overview overview{
      edition, publication, redactor, choose_material(the_case, redactor), origins_of(the_case),
      {},      {},          {}};
  for (std::size_t i = 0; i < overview.origins.size(); ++i) {
    overview.origin_of[overview.origins[i].id] = i;
  }
  for (std::size_t i = 0; i < the_case.findings.size(); ++i) overview.findings.push_back(i);
  std::stable_sort(overview.findings.begin(), overview.findings.end(),
                   [&](std::size_t a, std::size_t b) {
                     const auto key = [&](std::size_t i) {
                       const Finding& finding = the_case.findings[i];
                       return std::tuple(finding.supporting_origins < 2, finding.credibility);
                     };
                     return key(a) < key(b);
                   });
  return overview;
}

std::string_view colour_of(std::size_t origin) {
  static constexpr std::array<std::string_view, 8> kColours = {
      "#0072B2", "#C24E00", "#00805D", "#A8437F", "#8A6100", "#3F7FA8", "#6B4E16", "#555555"};
  return kColours[origin % kColours.size()];
}

std::string words_of(std::string_view name) {
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

}  // namespace depone::dossier
