#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "linkage/compare_kinds.h"
#include "names/keys.h"
#include "names/matcher.h"
#include "text/unicode.h"

namespace depone::linkage {
namespace {

// Bits at which a level ends; a level each for names that agree as Korean names and for others: how
// often strangers reach so many bits differs with how the names of a list vary.
constexpr std::array<double, 10> kBits = {3, 6, 9, 12, 15, 18, 21, 24, 28, 33};
constexpr double kMostBits = 36;
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
    korean_.reserve(column_.values.size());
    for (const std::string& value : column_.values) {
      names_.push_back(matcher_.parse(value, readings));
      korean_.push_back(names::reads_as_korean(names_.back()));
      drop_texts(names_.back());
    }
    level_names_ = {"missing", "conflict", "nothing shared"};
    for (std::size_t b = 0; b <= kBits.size(); ++b) {
      const std::string bits = b == 0 ? fmt::format("under {}", kBits[0])
                               : b == kBits.size()
                                   ? fmt::format("over {}", kBits[b - 1])
                                   : fmt::format("{} to {}", kBits[b - 1], kBits[b]);
      for (const char* way : {"others", "Korean"}) {
        level_names_.push_back(bits + " bits, " + way);
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
    return static_cast<Level>(3 + 2 * bits +
                              (found.korean || (korean_[left] && korean_[right]) ? 1 : 0));
  }

  const names::Matcher& matcher_;
  std::vector<names::Name> names_;
  std::vector<bool> korean_;  // by value: reads as a Korean name
};

}  // namespace

std::unique_ptr<Comparison> make_cross_script(const std::vector<const Column*>& columns,
                                              const NameTables& name_tables, bool part) {
  return std::make_unique<CrossScript>(columns, name_tables, part);
}

}  // namespace depone::linkage
