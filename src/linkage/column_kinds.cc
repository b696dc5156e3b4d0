#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "linkage/normalise.h"
#include "linkage/propose.h"
#include "linkage/weights.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kLooked = 4000;  // values looked at, the most frequent first

// What a column's values look like, as shares of the records that have one.
struct Look {
  double filled = 0;
  std::size_t distinct = 0;
  double dates = 0;
  double numbers = 0;  // digits alone
  double with_digit = 0;
  double mails = 0;
  double lists = 0;    // several names parted by commas or semicolons
  double words = 0;    // mean
  double letters = 0;  // mean length of the plain text
};

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Look look_at(const Column& column) {
  Look look;
  std::vector<ValueId> order;
  for (ValueId v = 1; v < column.values.size(); ++v) order.push_back(v);
  const std::size_t looked = std::min(order.size(), kLooked);
  std::partial_sort(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(looked), order.end(),
      [&](ValueId a, ValueId b) {
        return column.counts[a] != column.counts[b] ? column.counts[a] > column.counts[b] : a < b;
      });
  const auto all = static_cast<double>(column.ids.size());
  look.filled = all > 0 ? (all - column.counts[kMissing]) / all : 0;
  look.distinct = order.size();
  double sum = 0;
  for (std::size_t i = 0; i < looked; ++i) {
    const std::string& value = column.values[order[i]];
    const double count = column.counts[order[i]];
    const std::string text = plain(value);
    sum += count;
    if (!date_text(value).empty()) look.dates += count;
    if (all_digits(value)) look.numbers += count;
    if (std::any_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; })) {
      look.with_digit += count;
    }
    if (value.find('@') != std::string::npos) look.mails += count;
    if (value.find(", ") != std::string::npos || value.find("; ") != std::string::npos) {
      look.lists += count;
    }
    look.words += count * static_cast<double>(words_of(text).size());
    look.letters += count * static_cast<double>(text.size());
  }
  for (double* share : {&look.dates, &look.numbers, &look.with_digit, &look.mails, &look.lists,
                        &look.words, &look.letters}) {
    *share /= std::max(sum, 1.0);
  }
  return look;
}

bool named(const std::string& column, std::initializer_list<std::string_view> words) {
  const std::string name = plain(column);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

// The kind by the values first, and by the name of the column where values of two kinds look alike.
Kind kind_of(const Column& column, const Look& look, std::size_t records) {
  const std::string& name = column.name;
  const auto n = static_cast<double>(records);
  const double repeats = n * look.filled / std::max<double>(static_cast<double>(look.distinct), 1);
  if (look.mails > 0.5) return Kind::Identifier;
  if (look.dates > 0.7 && !(look.letters <= 4 && look.numbers > 0.9)) return Kind::Date;
  if (named(name, {"gender", "sex"})) return Kind::Category;
  if (named(name, {"post", "zip"}) || name == "pc") return Kind::Postcode;
  if (named(name, {"author", "members"}) ||
      (look.lists > 0.4 && look.words > 3 && look.with_digit < 0.1)) {
    return Kind::People;
  }
  if (named(name, {"phone", "tel", "mail", "passport", "ssn", "soc", "identifier", "account"})) {
    return Kind::Identifier;
  }
  if (named(name, {"name", "given", "family"}) && look.with_digit < 0.3) {
    return look.words >= 1.6 ? Kind::Person : Kind::Name;
  }
  if (look.numbers < 0.9 &&
      named(name, {"city", "town", "suburb", "place", "address", "street", "village", "county"})) {
    return Kind::Place;
  }
  if (look.numbers > 0.9) {
    if (look.letters <= 4.5) return Kind::Number;
    return Kind::Identifier;
  }
  if (look.with_digit > 0.7 && look.words <= 2.2) {
    if (look.letters >= 4 && look.letters <= 8.5 && repeats > 1.2) return Kind::Postcode;
    return Kind::Identifier;
  }
  const bool few = static_cast<double>(look.distinct) <= std::max(12.0, n / 20) && repeats >= 8;
  if (few) return Kind::Category;
  return look.words >= 3 ? Kind::Text : Kind::Place;
}

// Whether nearly every word of `part` stands in `whole` too, record by record.
bool repeats(const Column& part, const Column& whole) {
  if (&part == &whole) return false;
  const std::size_t step = std::max<std::size_t>(1, part.ids.size() / 3000);
  std::size_t both = 0;
  std::size_t inside = 0;
  for (std::size_t i = 0; i < part.ids.size(); i += step) {
    if (part.ids[i] == kMissing || whole.ids[i] == kMissing) continue;
    ++both;
    const std::string a = plain(part.values[part.ids[i]]);
    const std::string b = plain(whole.values[whole.ids[i]]);
    const auto in_whole = words_of(b);
    const auto in_part = words_of(a);
    inside += !in_part.empty() && std::all_of(in_part.begin(), in_part.end(), [&](auto word) {
      return std::find(in_whole.begin(), in_whole.end(), word) != in_whole.end();
    });
  }
  return both >= 20 && static_cast<double>(inside) >= 0.9 * static_cast<double>(both);
}

// How surely the place follows from the postcode: the share of records whose place is the most
// frequent one of their postcode, among postcodes of two records or more.
double follows(const Column& postcode, const Column& place) {
  std::map<std::pair<ValueId, ValueId>, std::uint32_t> pairs;
  const std::size_t most = std::min<std::size_t>(postcode.ids.size(), 200'000);
  for (std::size_t i = 0; i < most; ++i) {
    if (postcode.ids[i] != kMissing && place.ids[i] != kMissing) {
      ++pairs[{postcode.ids[i], place.ids[i]}];
    }
  }
  double all = 0;
  double modal = 0;
  for (auto at = pairs.begin(); at != pairs.end();) {
    std::uint32_t sum = 0;
    std::uint32_t best = 0;
    const ValueId code = at->first.first;
    for (; at != pairs.end() && at->first.first == code; ++at) {
      sum += at->second;
      best = std::max(best, at->second);
    }
    if (sum < 2) continue;
    all += sum;
    modal += best;
  }
  return all > 0 ? modal / all : 0;
}

// A value that one file never writes in the other's way tells nothing of a pair.
double shared_values(const Table& table, const Column& column) {
  if (table.file_names.size() < 2) return 1;
  std::vector<std::uint8_t> seen(column.values.size(), 0);
  for (std::size_t i = 0; i < column.ids.size(); ++i) {
    seen[column.ids[i]] |= static_cast<std::uint8_t>(1u << table.files[i]);
  }
  double both = 0;
  double all = 0;
  for (ValueId v = 1; v < seen.size(); ++v) {
    all += column.counts[v];
    if (seen[v] == 3) both += column.counts[v];
  }
  return all > 0 ? both / all : 0;
}

}  // namespace

Result<std::vector<ColumnFinding>> propose_fields(const Table& table, const ProposeOptions& options,
                                                  Spec& spec, std::vector<ColumnKind>& kinds) {
  struct Candidate {
    const Column* column;
    Look look;
    Kind kind;
    std::string instead;  // why it is not a field
    std::size_t group;
    bool part_of_name = false;
  };
  std::vector<Candidate> candidates;
  std::vector<ColumnFinding> findings;
  for (const Column& column : table.columns) {
    if (std::find(options.ignore.begin(), options.ignore.end(), column.name) !=
        options.ignore.end()) {
      findings.push_back({column.name, "not looked at, as asked"});
      continue;
    }
    const Look look = look_at(column);
    if (look.distinct < 2) {
      findings.push_back({column.name, "left out: it never differs"});
      continue;
    }
    candidates.push_back(
        {&column, look, kind_of(column, look, table.size()), {}, candidates.size()});
  }
  // Names that repeat a fuller name are kept for blocking only; of two that repeat one another the
  // later goes.
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    Candidate& part = candidates[i];
    if (part.kind != Kind::Name && part.kind != Kind::Person) continue;
    for (std::size_t j = 0; j < candidates.size(); ++j) {
      const Candidate& whole = candidates[j];
      if (i == j || !whole.instead.empty() || whole.kind != Kind::Person) continue;
      if (repeats(*part.column, *whole.column) &&
          (j < i || !repeats(*whole.column, *part.column))) {
        part.instead =
            fmt::format("its words stand in {} too: for blocking only", whole.column->name);
        part.group = whole.group;
        part.part_of_name = true;
        break;
      }
    }
  }
  for (Candidate& code : candidates) {
    if (code.kind != Kind::Postcode) continue;
    Candidate* best = nullptr;
    double surely = 0.5;
    for (Candidate& place : candidates) {
      if (place.kind != Kind::Place || !place.instead.empty()) continue;
      const double sure = follows(*code.column, *place.column);
      if (sure > surely) {
        surely = sure;
        best = &place;
      }
    }
    if (best != nullptr) {
      spec.fields.push_back({best->column->name + " and " + code.column->name,
                             Kind::Location,
                             {code.column->name, best->column->name},
                             true});
      best->instead = "compared together with " + code.column->name;
      best->group = code.group;
      code.instead = "compared together with " + best->column->name;
    }
  }
  for (const Candidate& candidate : candidates) {
    std::string verdict = fmt::format("{}, {:.0f} % filled, {} values", name_of(candidate.kind),
                                      100 * candidate.look.filled, candidate.look.distinct);
    // A part that is itself a whole name adds no key.
    if (!candidate.part_of_name || candidate.kind != Kind::Person) {
      kinds.push_back(
          {candidate.column->name, candidate.kind, candidate.group, candidate.part_of_name});
    }
    if (!candidate.instead.empty()) {
      verdict += "; " + candidate.instead;
    } else if (candidate.kind == Kind::Category && shared_values(table, *candidate.column) < 0.1) {
      verdict += "; left out: the files hardly share a value";
    } else if (spec.fields.size() >= kMaxComparisons) {
      verdict += "; left out: there are enough fields";
    } else {
      spec.fields.push_back(
          {candidate.column->name, candidate.kind, {candidate.column->name}, true});
    }
    findings.push_back({candidate.column->name, verdict});
  }
  if (spec.fields.empty()) {
    return Error{Fault::InvalidInput, "no column can be compared",
                 "write a spec; docs/methods-linkage.md says how"};
  }
  return findings;
}

}  // namespace depone::linkage
