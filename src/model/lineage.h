// Lineage: which document descends from which, and how many origins remain.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace depone {

// How a document relates to its parent. Original: first of its origin, others descend from it.
// Independent: alone in its origin.
enum class Relation { Original, Copy, Excerpt, Paraphrase, Translation, Independent };
std::string_view name_of(Relation relation);
std::optional<Relation> relation_of(std::string_view name);

// One reason for an edge, in words a reader can check against both documents.
struct LineageReason {
  std::string kind;  // "wording", "attribution", "facts", "pseudonyms", "error", "dates"
  std::string text;  // "shares 41 of its 52 eight-word runs with D03"
};

struct LineageNode {
  std::string document;  // Document::name
  std::string origin;    // same text for all documents of one origin: "O1", "O2", ...
  Relation relation = Relation::Independent;
  std::optional<std::size_t> parent;  // index of the node it descends from
  double confidence = 1.0;            // of the edge to the parent, in [0, 1]
  std::vector<LineageReason> reasons;
};

struct Lineage {
  std::vector<LineageNode> nodes;  // in the order of the documents given
  std::size_t origins = 0;
};

// {"documents":[{"file","origin","relation","parent","confidence","reasons":[...]}],"origins":n};
// "parent" is a file name or null, "reasons" are texts.
OrderedJson to_json(const Lineage& lineage);

}  // namespace depone
