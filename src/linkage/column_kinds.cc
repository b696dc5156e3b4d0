#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "linkage/normalise.h"
#include "linkage/propose.h"
#include "linkage/weights.h"
#include "names/keys.h"
#include "text/unicode.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kLooked = 4000;  // values looked at, the most frequent first
constexpr std::size_t kNamesLooked = 400;
constexpr int kEasyReading = 72;  // quarter bits of a given name's rarity and spelling
constexpr std::size_t kFewestSurnames = 4;
constexpr double kFewestExchanged = 5;     // records
constexpr double kExchangedShare = 0.002;  // of the records
constexpr double kSurely = 0.5;            // a place follows from its postcode

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
  // Of the values looked at as names (a sample of the most frequent ones):
  double other_scripts = 0;    // written in Hangul, Han or Cyrillic letters
  double latin = 0;            // in Latin letters
  double korean = 0;           // read as a Korean name of two words or more, or in Hangul
  double korean_surnames = 0;  // one word, which Korean surnames are spelt like
};

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Whether it holds Cyrillic, Hangul or Han letters: the first bytes they have in UTF-8.
bool in_other_script(std::string_view value) {
  return std::any_of(value.begin(), value.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0xD0 && byte <= 0xD3) || (byte >= 0xE4 && byte <= 0xED);
  });
}

// The surname of a name that reads as Korean without strain: a given name of one or two syllables.
std::optional<std::uint16_t> korean_surname(const names::Name& name) {
  if (name.tokens.size() < 2) return std::nullopt;
  for (const names::KoreanReading& reading : name.korean) {
    if (reading.given.fewest <= 2 && reading.given.best <= kEasyReading) {
      return reading.surnames.front().first;
    }
  }
  return std::nullopt;
}

void look_at_names(const Column& column, const std::vector<ValueId>& order,
                   const names::Matcher& matcher, Look& look) {
  const std::size_t looked = std::min(order.size(), kNamesLooked);
  double sum = 0;
  std::set<std::uint16_t> surnames;
  for (std::size_t i = 0; i < looked; ++i) {
    const std::string& value = column.values[order[i]];
    const double count = column.counts[order[i]];
    const bool other = in_other_script(value);
    sum += count;
    if (other) {
      look.other_scripts += count;
    } else if (!plain(value).empty()) {
      look.latin += count;
    }
    const names::Name name = matcher.parse(value);
    if (const auto surname = korean_surname(name)) {
      look.korean += count;
      surnames.insert(*surname);
    }
    if (name.tokens.size() == 1 && names::has_korean_surname(name)) look.korean_surnames += count;
  }
  for (double* share : {&look.other_scripts, &look.latin, &look.korean, &look.korean_surnames}) {
    *share /= std::max(sum, 1.0);
  }
  // A list in which everybody is an Ann is not Korean.
  if (surnames.size() < kFewestSurnames) look.korean = 0;
}

Look look_at(const Column& column, const names::Matcher& matcher) {
  Look look;
  std::vector<ValueId> order;
  for (ValueId v = 1; v < column.values.size(); ++v) order.push_back(v);
  const std::size_t looked = std::min(order.size(), kLooked);
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(looked), order.end(),
                    [&](ValueId a, ValueId b) {
                      if (column.counts[a] != column.counts[b])
                        return column.counts[a] > column.counts[b];
                      return column.values[a] < column.values[b];
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
  if (look.with_digit < 0.3 && look.words < 8) look_at_names(column, order, matcher, look);
  return look;
}

bool named(const std::string& column, std::initializer_list<std::string_view> words) {
  const std::string name = plain(column);
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

// Whether names are to be compared across scripts and romanisations: a fiftieth is not in Latin
// letters while some are, or most read as Korean, which even in Latin letters has five systems.
bool across_scripts(const Look& look) {
  return look.other_scripts >= 0.02 || look.korean >= 0.4 || look.korean_surnames >= 0.4;
}

bool has_any(const std::string& column, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return column.find(word) != std::string::npos; });
}

// The column's name in lower case says that it holds names, or parts of them.
bool names_person(const std::string& column) {
  return named(column, {"name", "given", "family"}) ||
         has_any(column,
                 {"имя", "фамилия", "фио", "отчество", "ф.и.о", "이름", "성명", "성함", "姓名"}) ||
         column == "성" || column == "명" || column == "姓" || column == "名";
}

bool names_organisation(const std::string& column) {
  return named(column, {"company", "organisation", "organization", "employer", "firm"}) ||
         has_any(column, {"организация", "компания", "предприятие", "работодатель", "회사", "기관",
                          "단체", "기업"});
}

// The kind by the values first, and by the name of the column where values of two kinds look alike.
Kind kind_of(const Column& column, const Look& look, std::size_t records) {
  const std::string& name = column.name;
  const std::string folded = text::fold(name);
  const auto n = static_cast<double>(records);
  const double repeats = n * look.filled / std::max<double>(static_cast<double>(look.distinct), 1);
  if (look.mails > 0.5) return Kind::Identifier;
  if (named(name, {"post", "zip"}) || name == "pc") return Kind::Postcode;
  // Four digits alone are a year at best; with typing errors some have five.
  if (look.dates > 0.7 && !(look.letters <= 4.3 && look.numbers > 0.8)) return Kind::Date;
  if (named(name, {"gender", "sex"})) return Kind::Category;
  if (named(name, {"author", "members"}) ||
      (look.lists > 0.4 && look.words > 3 && look.with_digit < 0.1)) {
    return Kind::People;
  }
  if (named(name, {"phone", "tel", "mail", "passport", "ssn", "soc", "identifier", "account"})) {
    return Kind::Identifier;
  }
  if (names_organisation(folded) && look.numbers < 0.5) return Kind::Organisation;
  if (names_person(folded) && look.with_digit < 0.3) {
    const bool whole = look.words >= 1.6 || look.korean >= 0.4;
    if (across_scripts(look)) return whole ? Kind::CrossScriptPerson : Kind::CrossScriptName;
    return whole ? Kind::Person : Kind::Name;
  }
  // One thing in several scripts is to be compared by its sound, whatever its column is called.
  if (look.other_scripts >= 0.05 && look.latin >= 0.05 && look.with_digit < 0.1 &&
      look.words <= 4) {
    if (repeats < 3) return Kind::CrossScriptPerson;
    return look.words < 1.5 ? Kind::CrossScriptName : Kind::Organisation;
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

// Whether it changes when a person moves house. Where somebody was born does not, but there is no
// harm in counting it less.
bool moves(const std::string& column, Kind kind) {
  if (kind == Kind::Location || kind == Kind::Postcode) return true;
  if (kind == Kind::Place || kind == Kind::Number || kind == Kind::Category || kind == Kind::Text) {
    return named(column, {"address", "street", "house", "flat", "apartment", "suburb", "city",
                          "town", "village", "district", "county", "state", "province", "region",
                          "postcode", "zip"});
  }
  return false;
}

bool is_whole_name(Kind kind) { return kind == Kind::Person || kind == Kind::CrossScriptPerson; }
bool is_name(Kind kind) {
  return is_whole_name(kind) || kind == Kind::Name || kind == Kind::CrossScriptName;
}

// Where a column stands in a full name written surname first.
int place_in_name(const std::string& column) {
  const std::string name = text::fold(column);
  if (has_any(name, {"family", "surname", "last", "фамилия", "姓"}) || name == "성") return 0;
  if (has_any(name, {"patronymic", "middle", "отчество"})) return 2;
  return 1;
}

// Whether nearly every word of `part` stands in `whole` too, record by record.
bool repeats(const Column& part, const Column& whole, const std::vector<RecordIndex>& order) {
  if (&part == &whole) return false;
  const std::size_t step = std::max<std::size_t>(1, order.size() / 3000);
  std::size_t both = 0;
  std::size_t inside = 0;
  for (std::size_t at = 0; at < order.size(); at += step) {
    const RecordIndex i = order[at];
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

// Whether records have given name and surname exchanged: far more records find theirs the other way
// round in another than the names' frequencies would bring about.
bool exchanged(const Column& given, const Column& family) {
  const auto plain_hashes = [](const Column& column) {
    std::vector<std::uint64_t> hashes = {0};
    for (ValueId v = 1; v < column.values.size(); ++v) {
      hashes.push_back(hash_of(plain(column.values[v])));
    }
    return hashes;
  };
  const auto records_with = [](const Column& column, const std::vector<std::uint64_t>& hashes) {
    std::unordered_map<std::uint64_t, double> records;
    for (ValueId v = 1; v < hashes.size(); ++v) records[hashes[v]] += column.counts[v];
    return records;
  };
  const std::vector<std::uint64_t> first = plain_hashes(given);
  const std::vector<std::uint64_t> last = plain_hashes(family);
  const auto with_first = records_with(given, first);
  const auto with_last = records_with(family, last);
  std::vector<std::uint64_t> there;
  const auto both = [](std::uint64_t a, std::uint64_t b) { return mix(a + 3 * mix(b)); };
  for (std::size_t i = 0; i < given.ids.size(); ++i) {
    there.push_back(both(first[given.ids[i]], last[family.ids[i]]));
  }
  std::sort(there.begin(), there.end());
  const auto size = static_cast<double>(given.ids.size());
  double found = 0;
  double expected = 0;
  for (std::size_t i = 0; i < given.ids.size(); ++i) {
    const std::uint64_t a = first[given.ids[i]];
    const std::uint64_t b = last[family.ids[i]];
    if (a == 0 || b == 0 || a == b) continue;
    const auto as_first = with_first.find(b);
    const auto as_last = with_last.find(a);
    if (as_first == with_first.end() || as_last == with_last.end()) continue;
    expected += std::min(1.0, as_first->second * as_last->second / size);
    found += std::binary_search(there.begin(), there.end(), both(b, a)) ? 1 : 0;
  }
  return found > 3 * expected + std::max(kFewestExchanged, kExchangedShare * size);
}

// How surely the place follows from the postcode: the share of records whose place is the most
// frequent one of their postcode, among postcodes of two records or more.
double follows(const Column& postcode, const Column& place, const std::vector<RecordIndex>& order) {
  std::map<std::pair<ValueId, ValueId>, std::uint32_t> pairs;
  const std::size_t most = std::min<std::size_t>(order.size(), 200'000);
  for (std::size_t at = 0; at < most; ++at) {
    const RecordIndex i = order[at];
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

// A value that no other file writes in the same way tells nothing of a pair.
double shared_values(const Table& table, const Column& column) {
  if (table.file_names.size() < 2) return 1;
  static_assert(kMaxFiles <= 16);
  std::vector<std::uint16_t> seen(column.values.size(), 0);  // a bit a file
  for (std::size_t i = 0; i < column.ids.size(); ++i) {
    seen[column.ids[i]] |= static_cast<std::uint16_t>(1u << table.files[i]);
  }
  double both = 0;
  double all = 0;
  for (ValueId v = 1; v < seen.size(); ++v) {
    all += column.counts[v];
    if (std::popcount(seen[v]) > 1) both += column.counts[v];
  }
  return all > 0 ? both / all : 0;
}

}  // namespace

Result<std::vector<ColumnFinding>> propose_fields(const Table& table,
                                                  const std::vector<RecordIndex>& order,
                                                  const NameTables& name_tables,
                                                  const ProposeOptions& options, Spec& spec,
                                                  std::vector<ColumnKind>& kinds) {
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
    const Look look = look_at(column, name_tables.matcher());
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
    if (!is_name(part.kind)) continue;
    for (std::size_t j = 0; j < candidates.size(); ++j) {
      const Candidate& whole = candidates[j];
      if (i == j || !whole.instead.empty() || !is_whole_name(whole.kind)) continue;
      if (repeats(*part.column, *whole.column, order) &&
          (j < i || !repeats(*whole.column, *part.column, order))) {
        part.instead =
            fmt::format("its words stand in {} too: for blocking only", whole.column->name);
        part.group = whole.group;
        part.part_of_name = true;
        break;
      }
    }
  }
  // The parts of a name in several columns are one field: lists disagree about which is which.
  std::vector<Candidate*> parts;
  for (Candidate& part : candidates) {
    const bool name = part.kind == Kind::Name || part.kind == Kind::CrossScriptName;
    if (name && part.instead.empty()) parts.push_back(&part);
  }
  const bool across = std::any_of(parts.begin(), parts.end(), [](const Candidate* part) {
    return part->kind == Kind::CrossScriptName;
  });
  if (across && parts.size() >= 2 && parts.size() <= 4) {
    std::stable_sort(parts.begin(), parts.end(), [](const Candidate* a, const Candidate* b) {
      return place_in_name(a->column->name) < place_in_name(b->column->name);
    });
    Field field{"name", Kind::CrossScriptPerson, {}, true};
    for (Candidate* part : parts) {
      field.columns.push_back(part->column->name);
      part->kind = Kind::CrossScriptName;
      part->instead = "compared as one name with the other parts";
      part->group = parts.front()->group;
      part->part_of_name = true;
    }
    spec.fields.push_back(std::move(field));
  }
  if (!across && parts.size() == 2) {
    const bool turned = place_in_name(parts[0]->column->name) == 0;
    Candidate& given = *parts[turned ? 1 : 0];
    Candidate& family = *parts[turned ? 0 : 1];
    if (place_in_name(given.column->name) == 1 && place_in_name(family.column->name) == 0 &&
        exchanged(*given.column, *family.column)) {
      spec.fields.push_back(
          {"name", Kind::Person, {given.column->name, family.column->name}, true, false});
      given.instead = "compared as one name with " + family.column->name +
                      ", since some records have them exchanged";
      family.instead = "compared as one name with " + given.column->name;
    }
  }
  for (Candidate& code : candidates) {
    if (code.kind != Kind::Postcode) continue;
    Candidate* best = nullptr;
    double most = 0;
    for (Candidate& place : candidates) {
      if (place.kind != Kind::Place || !place.instead.empty()) continue;
      // A place that few records have follows from much by chance.
      const double sure = follows(*code.column, *place.column, order);
      if (sure > kSurely && sure * place.look.filled > most) {
        most = sure * place.look.filled;
        best = &place;
      }
    }
    if (best != nullptr) {
      spec.fields.push_back({best->column->name + " and " + code.column->name,
                             Kind::Location,
                             {code.column->name, best->column->name},
                             true,
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
    if (!candidate.part_of_name || !is_whole_name(candidate.kind)) {
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
      spec.fields.push_back({candidate.column->name,
                             candidate.kind,
                             {candidate.column->name},
                             true,
                             moves(candidate.column->name, candidate.kind)});
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
