#include <algorithm>
#include <array>

#include "linkage/compare_kinds.h"
#include "names/matcher.h"
#include "text/unicode.h"

namespace depone::linkage {
namespace {

// Bits at which a level ends; a level each for names that agree as a whole and for others.
constexpr std::array<double, 7> kBits = {3, 6, 9, 12, 15, 19, 24};
constexpr double kMostBits = 28;
constexpr double kConflictBits = -6;
constexpr double kNothingBits = -2;

// Names in any script, by the strength of names::Matcher: how much likelier the agreement is for
// two spellings of one name than for two names met by chance.
class CrossScript final : public Comparison {
 public:
  CrossScript(const std::vector<const Column*>& columns, const NameTables& name_tables, bool part)
      : matcher_(name_tables.matcher()) {
    column_ = columns.size() == 1 ? trimmed(*columns.front()) : joined(columns);
    const names::Readings readings = part ? names::Readings::PartOnly : names::Readings::All;
    names_.reserve(column_.values.size());
    for (const std::string& value : column_.values) {
      names_.push_back(matcher_.parse(value, readings));
      drop_texts(names_.back());
    }
    level_names_ = {"missing", "conflict", "nothing shared"};
    for (const char* bits : {"under 3", "3 to 6", "6 to 9", "9 to 12", "12 to 15", "15 to 19",
                             "19 to 24", "over 24"}) {
      for (const char* extent : {"in part", "as a whole"}) {
        level_names_.push_back(std::string(bits) + " bits, " + extent);
      }
    }
    equal_.assign(column_.values.size(), kMissingLevel);
    for (ValueId v = 1; v < column_.values.size(); ++v) {
      equal_[v] = names_[v].units.empty() && names_[v].tokens.empty() ? kMissingLevel : level(v, v);
    }
  }

  bool rarity_counts() const override { return false; }
  std::vector<double> known_bits() const override {
    std::vector<double> bits = {0, kConflictBits, kNothingBits};
    for (std::size_t b = 0; b <= kBits.size(); ++b) {
      const double from = b == 0 ? 0 : kBits[b - 1];
      const double to = b == kBits.size() ? kMostBits : kBits[b];
      bits.insert(bits.end(), 2, (from + to) / 2);
    }
    return bits;
  }

  Level level_of_different(ValueId left, ValueId right) const override {
    // What has no letters is as good as missing.
    if (equal_[left] == kMissingLevel || equal_[right] == kMissingLevel) return kMissingLevel;
    return level(left, right);
  }

 private:
  static Column trimmed(const Column& column) {
    return map_column(column, column.name, [](const std::string& v) { return v; });
  }

  // Hangul and Han characters are read surname first, and the surname is the shorter part: lists
  // disagree about the order of the columns.
  static Column joined(const std::vector<const Column*>& columns) {
    std::string name;
    for (const Column* column : columns) name += (name.empty() ? "" : " ") + column->name;
    std::vector<std::string> keys(columns.front()->ids.size());
    std::vector<std::string_view> parts;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      parts.clear();
      bool east = true;
      for (const Column* column : columns) {
        const std::string& value = column->values[column->ids[i]];
        if (value.empty()) continue;
        parts.push_back(value);
        east = east && static_cast<unsigned char>(value.front()) >= 0xE3;
      }
      if (east && parts.size() == 2 && parts[1].size() < parts[0].size()) {
        std::swap(parts[0], parts[1]);
      }
      for (const std::string_view part : parts) {
        if (!keys[i].empty()) keys[i] += ' ';
        keys[i] += part;
      }
    }
    return make_column(name, keys);
  }

  // Comparing needs no text as written; a list of a million names would hold it a million times.
  static void drop_texts(names::Name& name) {
    name.text = {};
    for (names::Token& token : name.tokens) token.shown = {};
    for (names::KoreanReading& reading : name.korean) {
      reading.surname_text = {};
      reading.given_text = {};
    }
    name.tokens.shrink_to_fit();
    name.units.shrink_to_fit();
    name.korean.shrink_to_fit();
  }

  Level level(ValueId left, ValueId right) const {
    const names::Comparison found = matcher_.compare(names_[left], names_[right]);
    if (found.bits <= 0) return found.bits < 0 ? 1 : 2;
    int bits = 0;
    for (const double bound : kBits) bits += found.bits > bound ? 1 : 0;
    return static_cast<Level>(3 + 2 * bits + (found.whole ? 1 : 0));
  }

  const names::Matcher& matcher_;
  std::vector<names::Name> names_;
};

}  // namespace

std::unique_ptr<Comparison> make_cross_script(const std::vector<const Column*>& columns,
                                              const NameTables& name_tables, bool part) {
  return std::make_unique<CrossScript>(columns, name_tables, part);
}

}  // namespace depone::linkage
