#include "linkage/truth.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include "linkage/table.h"

namespace depone::linkage {
namespace {

RE2::Options quiet() {
  RE2::Options options;
  options.set_log_errors(false);
  return options;
}

re2::StringPiece piece_of(std::string_view text) { return {text.data(), text.size()}; }

Result<> check(const RE2& pattern) {
  const char* hint = "write one group around what copies share: 'rec-(\\d+)-.*'";
  if (!pattern.ok()) {
    return Error{Fault::InvalidInput,
                 fmt::format("truth_pattern is not a regular expression: {}", pattern.error()),
                 hint};
  }
  if (pattern.NumberOfCapturingGroups() != 1) {
    return Error{Fault::InvalidInput,
                 fmt::format("truth_pattern has {} groups", pattern.NumberOfCapturingGroups()),
                 hint};
  }
  return done();
}

}  // namespace

Result<> check_truth_pattern(std::string_view pattern) {
  return check(RE2(piece_of(pattern), quiet()));
}

Result<std::vector<std::uint32_t>> truth_by_pattern(const std::vector<std::string>& texts,
                                                    std::string_view pattern) {
  const RE2 expression(piece_of(pattern), quiet());
  DP_TRY(check(expression));
  Dictionary people;
  std::vector<std::uint32_t> truth(texts.size(), 0);
  std::vector<std::size_t> alone;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string who;
    if (RE2::FullMatch(texts[i], expression, &who)) {
      truth[i] = people.id_of("p" + who);  // the empty text has no number of its own
    } else {
      alone.push_back(i);
    }
  }
  if (alone.size() == texts.size()) {
    return Error{Fault::InvalidInput, fmt::format("truth_pattern '{}' fits no record", pattern),
                 "the whole text must match; by default the id is looked at"};
  }
  auto next = static_cast<std::uint32_t>(people.values().size());
  for (const std::size_t i : alone) truth[i] = next++;
  return truth;
}

}  // namespace depone::linkage
