#include <algorithm>
#include <array>
#include <cmath>

#include "linkage/compare_kinds.h"
#include "linkage/compare_short.h"
#include "linkage/normalise.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kMostWords = 24;
constexpr double kMostBits = 16;

// The words of a column's values, each distinct word once, with how much sharing it tells.
struct WordTable {
  std::vector<std::string> words;
  std::vector<double> bits;            // -log2 of the share of records with the word
  std::vector<std::uint32_t> first;    // by ValueId: where its words begin in `of`; one more at
                                       // the end
  std::vector<std::uint32_t> of;       // word numbers
  std::vector<std::uint64_t> letters;  // by word

  std::size_t count(ValueId v) const { return first[v + 1] - first[v]; }
  const std::uint32_t* begin(ValueId v) const { return of.data() + first[v]; }
};

WordTable make_word_table(const Column& column) {
  WordTable table;
  Dictionary dictionary;
  std::vector<std::uint64_t> records(1, 0);
  double all = 1;
  table.first.push_back(0);
  for (ValueId v = 0; v < column.values.size(); ++v) {
    if (v != kMissing) all += column.counts[v];
    auto words = words_of(column.values[v]);
    if (words.size() > kMostWords) words.resize(kMostWords);
    for (const std::string_view word : words) {
      const ValueId id = dictionary.id_of(word);
      if (id == records.size()) records.push_back(0);
      records[id] += column.counts[v];
      table.of.push_back(id);
    }
    table.first.push_back(static_cast<std::uint32_t>(table.of.size()));
  }
  table.words = std::move(dictionary).take_values();
  for (const std::string& word : table.words) table.letters.push_back(letters_of(word));
  for (const std::uint64_t count : records) {
    const double share = std::max(1.0, static_cast<double>(count)) / all;
    table.bits.push_back(std::min(kMostBits, -std::log2(share)));
  }
  return table;
}

struct Shared {
  double bits = 0;       // told by the words both have
  double left_only = 0;  // told by the words only one has
  double right_only = 0;
};

// A whole name: which of its words the other has, weighed by their rarity, and whether both have
// words the other lacks. Word order does not matter: lists disagree about it.
class Person final : public Comparison {
 public:
  Person(const std::vector<const Column*>& columns, const NameTables& name_tables) {
    std::string name = columns.front()->name;
    std::vector<Column> parts;
    for (const Column* column : columns) {
      parts.push_back(
          map_column(*column, column->name, [](const std::string& v) { return plain(v); }));
      if (column != columns.front()) name += " " + column->name;
    }
    if (parts.size() == 1) {
      column_ = std::move(parts.front());
    } else {
      std::vector<std::string> keys(parts.front().ids.size());
      for (std::size_t i = 0; i < keys.size(); ++i) {
        for (const Column& part : parts) {
          const std::string& value = part.values[part.ids[i]];
          if (!keys[i].empty() && !value.empty()) keys[i] += ' ';
          keys[i] += value;
        }
      }
      column_ = make_column(name, keys);
    }
    table_ = make_word_table(column_);
    for (const std::string& word : table_.words) groups_.push_back(&name_tables.groups_of(word));
    level_names_ = {"missing", "nothing shared"};
    for (const char* bits :
         {"under 3", "3 to 6", "6 to 9", "9 to 12", "12 to 16", "16 to 20", "over 20"}) {
      for (const char* apart : {"both differ", "both differ a little", "no conflict"}) {
        level_names_.push_back(std::string(bits) + " bits shared, " + apart);
      }
    }
    equal_.assign(column_.values.size(), 0);
    for (ValueId v = 1; v < column_.values.size(); ++v) equal_[v] = level(share(v, v));
  }

  bool rarity_counts() const override { return false; }

  Level level_of_different(ValueId left, ValueId right) const override {
    return level(share(left, right));
  }

 private:
  static Level level(const Shared& shared) {
    if (shared.bits <= 0) return 1;
    constexpr std::array<double, 6> kBits = {3, 6, 9, 12, 16, 20};
    int bits = 0;
    for (const double bound : kBits) bits += shared.bits > bound ? 1 : 0;
    const double apart = std::min(shared.left_only, shared.right_only);
    const int peace = apart > 6 ? 0 : apart > 0 ? 1 : 2;
    return static_cast<Level>(2 + bits * 3 + peace);
  }

  // What the words `a` and `b` share, in bits.
  double shared_bits(std::uint32_t a, std::uint32_t b) const {
    const double bits = std::min(table_.bits[a], table_.bits[b]);
    if (a == b) return bits;
    const std::string& x = table_.words[a];
    const std::string& y = table_.words[b];
    for (const std::uint16_t group : *groups_[a]) {
      if (std::find(groups_[b]->begin(), groups_[b]->end(), group) != groups_[b]->end()) {
        return 0.8 * bits;
      }
    }
    if (may_be_alike(x.size(), table_.letters[a], y.size(), table_.letters[b]) && alike(x, y)) {
      return 0.7 * bits;
    }
    if (is_initial(x, y) || is_initial(y, x)) return std::min(2.0, bits);
    return 0;
  }

  Shared share(ValueId left, ValueId right) const {
    const std::size_t rows = table_.count(left);
    const std::size_t columns = table_.count(right);
    const std::uint32_t* a = table_.begin(left);
    const std::uint32_t* b = table_.begin(right);
    std::array<std::array<double, kMostWords>, kMostWords> bits;
    for (std::size_t i = 0; i < rows; ++i) {
      for (std::size_t j = 0; j < columns; ++j) bits[i][j] = shared_bits(a[i], b[j]);
    }
    std::array<bool, kMostWords> used_a{};
    std::array<bool, kMostWords> used_b{};
    Shared shared;
    while (true) {
      double best = 0;
      std::size_t best_i = 0;
      std::size_t best_j = 0;
      for (std::size_t i = 0; i < rows; ++i) {
        if (used_a[i]) continue;
        for (std::size_t j = 0; j < columns; ++j) {
          if (!used_b[j] && bits[i][j] > best) {
            best = bits[i][j];
            best_i = i;
            best_j = j;
          }
        }
      }
      if (best <= 0) break;
      used_a[best_i] = used_b[best_j] = true;
      shared.bits += best;
    }
    for (std::size_t i = 0; i < rows; ++i) shared.left_only += used_a[i] ? 0 : table_.bits[a[i]];
    for (std::size_t j = 0; j < columns; ++j) {
      shared.right_only += used_b[j] ? 0 : table_.bits[b[j]];
    }
    return shared;
  }

  WordTable table_;
  std::vector<const std::vector<std::uint16_t>*> groups_;
};

// Free words: the share of the words' weight that both texts have.
class Words final : public Comparison {
 public:
  Words(const Column& column, bool people) : people_(people) {
    column_ = map_column(column, column.name, [](const std::string& v) { return plain(v); });
    table_ = make_word_table(column_);
    level_names_ = {"missing",
                    "nothing shared",
                    "under a fifth shared",
                    "a fifth shared",
                    "two fifths shared",
                    "three fifths shared",
                    "four fifths shared",
                    "nine tenths shared",
                    "equal"};
    equal_is(8);
  }

  bool rarity_counts() const override { return false; }

  Level level_of_different(ValueId left, ValueId right) const override {
    const std::size_t rows = table_.count(left);
    const std::size_t columns = table_.count(right);
    const std::uint32_t* a = table_.begin(left);
    const std::uint32_t* b = table_.begin(right);
    double both = 0;
    double all = 0;
    double shorter = 0;
    std::array<bool, kMostWords> used{};
    double sum_a = 0;
    for (std::size_t i = 0; i < rows; ++i) {
      sum_a += table_.bits[a[i]];
      double best = 0;
      std::size_t place = columns;
      for (std::size_t j = 0; j < columns; ++j) {
        if (used[j]) continue;
        const double quality = likeness(a[i], b[j]);
        if (quality > best) {
          best = quality;
          place = j;
        }
      }
      if (place == columns) continue;
      used[place] = true;
      both += best * (table_.bits[a[i]] + table_.bits[b[place]]) / 2;
    }
    double sum_b = 0;
    for (std::size_t j = 0; j < columns; ++j) sum_b += table_.bits[b[j]];
    all = sum_a + sum_b - both;
    shorter = std::min(sum_a, sum_b);
    if (both <= 0 || all <= 0) return 1;
    // A title cut short is still most of a title, but less sure than a whole one.
    const double share = std::max(both / all, 0.8 * both / shorter);
    constexpr std::array<double, 5> kShares = {0.2, 0.4, 0.6, 0.8, 0.9};
    int level = 2;
    for (const double bound : kShares) level += share > bound ? 1 : 0;
    return static_cast<Level>(level);
  }

 private:
  double likeness(std::uint32_t a, std::uint32_t b) const {
    if (a == b) return 1;
    const std::string& x = table_.words[a];
    const std::string& y = table_.words[b];
    if (people_ && (is_initial(x, y) || is_initial(y, x))) return 0.5;
    const bool maybe = may_be_alike(x.size(), table_.letters[a], y.size(), table_.letters[b]);
    return maybe && alike(x, y) ? 0.8 : 0;
  }

  WordTable table_;
  bool people_;
};

}  // namespace

std::unique_ptr<Comparison> make_person(const std::vector<const Column*>& columns,
                                        const NameTables& name_tables) {
  return std::make_unique<Person>(columns, name_tables);
}
std::unique_ptr<Comparison> make_words(const Column& column) {
  return std::make_unique<Words>(column, false);
}
std::unique_ptr<Comparison> make_people(const Column& column) {
  return std::make_unique<Words>(column, true);
}

}  // namespace depone::linkage
