// What a document says that survives translation: numbers, dates, states, names by their sound,
// concepts, outlets, quoted phrases, and the typed claims it was given.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lineage/reader.h"
#include "lineage/tables.h"
#include "model/claim.h"

namespace depone::lineage {

struct Fact {
  FactKind kind = FactKind::Number;
  std::uint64_t key = 0;    // equal keys of one kind are the same fact
  double prior = 1;         // how common it is beforehand (data/lineage/weights.toml, [prior])
  std::uint32_t begin = 0;  // bytes [begin, end) of the text, for quoting; empty for claims
  std::uint32_t end = 0;
  std::uint32_t count = 1;  // places in the text
};

// Every fact of the text once (its first place), ordered by kind and key.
std::vector<Fact> read_facts(const ReadText& read, const std::vector<Claim>* claims,
                             const Tables& tables, WordMemory& memory);

// Outlets the text cites as its source ("told the BBC"), and those it carries as its own or only
// source line ("(서울=연합뉴스)", "from RFA"); names as in attribution.toml, sorted.
struct CitedOutlets {
  std::vector<std::string> cited;
  std::vector<std::string> own;
  std::vector<std::string> phrases;  // the words that cite, one for each of `cited`
};
CitedOutlets read_outlets(const ReadText& read, const Tables& tables);

}  // namespace depone::lineage
