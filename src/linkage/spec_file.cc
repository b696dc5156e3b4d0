#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "base/toml.h"
#include "linkage/spec.h"
#include "linkage/truth.h"
#include "linkage/weights.h"

namespace depone::linkage {
namespace {

// Reads members of one table, remembering the first thing that is wrong.
class Reader {
 public:
  Reader(const toml::table& table, std::string place, std::optional<Error>& error)
      : table_(table), place_(std::move(place)), error_(error) {}

  void only(std::initializer_list<std::string_view> names) {
    for (const auto& [key, node] : table_) {
      if (std::find(names.begin(), names.end(), key.str()) == names.end()) {
        wrong(fmt::format("there is no entry \"{}\"", key.str()),
              fmt::format("the entries are {}", fmt::join(names, ", ")));
      }
    }
  }
  void text(std::string_view name, std::string& into) {
    read<std::string>(name, "a text in quotes", [&](const std::string& v) { into = v; });
  }
  void flag(std::string_view name, bool& into) {
    read<bool>(name, "true or false", [&](bool v) { into = v; });
  }
  void probability(std::string_view name, double& into) {
    read<double>(name, "a number between 0 and 1", [&](double v) {
      if (v > 0 && v < 1) {
        into = v;
      } else {
        wrong(fmt::format("{} is {}", name, v), "a number between 0 and 1, ends excluded");
      }
    });
  }
  void texts(std::string_view name, std::vector<std::string>& into) {
    const toml::node* node = table_.get(name);
    if (node == nullptr) return;
    const toml::array* array = node->as_array();
    if (array == nullptr) {
      wrong(fmt::format("{} is not a list", name), "texts in square brackets");
      return;
    }
    for (const toml::node& entry : *array) {
      const auto value = entry.value_exact<std::string>();
      if (!value || value->empty()) {
        wrong(fmt::format("{} holds something that is not a text", name), "texts in quotes");
        return;
      }
      into.push_back(*value);
    }
  }
  void wrong(std::string what, std::string hint) {
    if (!error_) error_ = Error{Fault::InvalidInput, place_ + ": " + what, std::move(hint)};
  }

 private:
  template <class Value, class Use>
  void read(std::string_view name, std::string_view expected, Use use) {
    const toml::node* node = table_.get(name);
    if (node == nullptr) return;
    const auto value = node->value<Value>();
    if (!value) {
      wrong(fmt::format("{} is not of the expected type", name), std::string(expected));
      return;
    }
    use(*value);
  }

  const toml::table& table_;
  std::string place_;
  std::optional<Error>& error_;
};

std::vector<BlockRule> read_rules(const toml::table& root, std::string_view section,
                                  const std::string& name, std::optional<Error>& error) {
  std::vector<BlockRule> rules;
  const toml::node* node = root.get(section);
  if (node == nullptr) return rules;
  const toml::array* list = node->as_array();
  Reader whole(root, name, error);
  if (list == nullptr) {
    whole.wrong(fmt::format("{} is not a list of tables", section),
                fmt::format("write [[{}]]", section));
    return rules;
  }
  for (const toml::node& entry : *list) {
    const toml::table* table = entry.as_table();
    if (table == nullptr) {
      whole.wrong(fmt::format("{} is not a list of tables", section),
                  fmt::format("write [[{}]]", section));
      return rules;
    }
    Reader reader(*table, fmt::format("{}, {} {}", name, section, rules.size() + 1), error);
    reader.only({"keys"});
    std::vector<std::string> keys;
    reader.texts("keys", keys);
    if (keys.size() > 6) {
      reader.wrong(fmt::format("there are {} keys", keys.size()), "at most six; none: all pairs");
    }
    BlockRule rule;
    for (const std::string& key : keys) {
      auto read = block_key_of(key);
      if (!read.ok()) {
        if (!error) error = std::move(read).take_error();
        return rules;
      }
      rule.keys.push_back(std::move(read).take());
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

void read_fields(const toml::table& root, const std::string& name, Spec& spec,
                 std::optional<Error>& error) {
  const toml::node* node = root.get("field");
  const toml::array* list = node == nullptr ? nullptr : node->as_array();
  Reader whole(root, name, error);
  if (list == nullptr || list->empty()) {
    whole.wrong("there is no [[field]]", "a spec compares at least one field");
    return;
  }
  if (list->size() > kMaxComparisons) {
    whole.wrong(fmt::format("there are {} fields", list->size()),
                fmt::format("at most {}", kMaxComparisons));
    return;
  }
  for (const toml::node& entry : *list) {
    const toml::table* table = entry.as_table();
    if (table == nullptr) {
      whole.wrong("field is not a list of tables", "write [[field]]");
      return;
    }
    Field field;
    Reader reader(*table, fmt::format("{}, field {}", name, spec.fields.size() + 1), error);
    reader.only({"name", "kind", "columns", "rarity", "moves"});
    reader.texts("columns", field.columns);
    if (field.columns.empty()) {
      reader.wrong("columns is missing", "name the column or columns that are compared");
      return;
    }
    field.name = field.columns.front();
    reader.text("name", field.name);
    std::string kind = "category";
    reader.text("kind", kind);
    auto read = kind_of(kind);
    if (!read.ok()) {
      reader.wrong(read.error().what, read.error().hint);
      return;
    }
    field.kind = read.value();
    reader.flag("rarity", field.rarity);
    reader.flag("moves", field.moves);
    const std::size_t columns = field.columns.size();
    const bool person = field.kind == Kind::Person || field.kind == Kind::CrossScriptPerson;
    if (field.kind == Kind::Location ? columns != 2 : !person && columns != 1) {
      reader.wrong(fmt::format("a {} has {} columns", kind, columns),
                   "location: postcode and place; persons: one or more; others: one");
    }
    if (columns > 8) reader.wrong("too many columns", "at most eight");
    spec.fields.push_back(std::move(field));
  }
}

// [columns] NAME = ["what others call it"].
void read_columns(const toml::table& root, const std::string& name, Spec& spec,
                  std::optional<Error>& error) {
  const toml::node* node = root.get("columns");
  if (node == nullptr) return;
  const toml::table* columns = node->as_table();
  if (columns == nullptr) {
    Reader(root, name, error).wrong("columns is not a table", "write [columns]");
    return;
  }
  Reader reader(*columns, name + ", columns", error);
  for (const auto& [column, headings] : *columns) {
    SharedColumn shared{std::string(column.str()), {}};
    reader.texts(column.str(), shared.headings);
    spec.columns.push_back(std::move(shared));
  }
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

std::string in_quotes(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? ", " : "") + in_quotes(text);
  return out + "]";
}

void write_rules(std::string& out, std::string_view section, const std::vector<BlockRule>& rules) {
  for (const BlockRule& rule : rules) {
    std::vector<std::string> keys;
    for (const BlockKey& key : rule.keys) keys.push_back(text_of(key));
    out += fmt::format("\n[[{}]]\nkeys = {}\n", section, in_quotes(keys));
  }
}

}  // namespace

Result<Spec> parse_spec(std::string_view text, std::string_view name) {
  const toml::table root = DP_TRY(parse_toml(text, name));
  Spec spec;
  std::optional<Error> error;
  Reader reader(root, std::string(name), error);
  reader.only({"id", "source", "ignore", "link", "review_from", "review_to", "one_to_one",
               "block_pairs", "prior", "prior_recall", "prior_rule", "truth_pattern", "columns",
               "field", "block"});
  reader.text("id", spec.id);
  reader.text("source", spec.source);
  reader.texts("ignore", spec.ignore);
  reader.probability("link", spec.link);
  reader.probability("review_from", spec.review_from);
  reader.probability("review_to", spec.review_to);
  reader.flag("one_to_one", spec.one_to_one);
  double prior = 0;
  reader.probability("prior", prior);
  if (prior > 0) spec.prior = prior;
  reader.probability("prior_recall", spec.prior_recall);
  spec.prior_rules = read_rules(root, "prior_rule", std::string(name), error);
  if (spec.prior_rules.empty() != (spec.prior_recall == 0)) {
    reader.wrong("prior_recall and [[prior_rule]] need one another",
                 "the rules, and what share of all same pairs they find");
  }
  if (spec.prior && !spec.prior_rules.empty()) {
    reader.wrong("there are both a prior and a [[prior_rule]]", "leave one of them out");
  }
  for (const BlockRule& rule : spec.prior_rules) {
    if (rule.keys.empty()) reader.wrong("a [[prior_rule]] has no keys", "name at least one");
  }
  reader.text("truth_pattern", spec.truth_pattern);
  if (!spec.truth_pattern.empty()) {
    if (auto checked = check_truth_pattern(spec.truth_pattern); !checked.ok()) {
      reader.wrong(checked.error().what, checked.error().hint);
    }
  }
  if (const toml::node* pairs = root.get("block_pairs"); pairs != nullptr) {
    const auto value = pairs->value<std::int64_t>();
    if (!value || *value < 100 || *value > 100'000'000) {
      reader.wrong("block_pairs is not a whole number from 100 to 100,000,000", "200000 is usual");
    } else {
      spec.block_pairs = static_cast<std::uint64_t>(*value);
    }
  }
  if (spec.review_from > spec.review_to) {
    reader.wrong("review_from is above review_to", "the lower probability comes first");
  }
  read_columns(root, std::string(name), spec, error);
  read_fields(root, std::string(name), spec, error);
  spec.rules = read_rules(root, "block", std::string(name), error);
  if (spec.rules.empty() || spec.rules.size() > 64) {
    reader.wrong(fmt::format("there are {} blocking rules", spec.rules.size()),
                 "write between one and 64 [[block]]");
  }
  if (error) return *error;
  return spec;
}

std::string write_spec(const Spec& spec, std::string_view heading) {
  std::string out;
  while (!heading.empty()) {
    const std::size_t end = std::min(heading.find('\n'), heading.size());
    out += fmt::format("# {}\n", heading.substr(0, end));
    heading.remove_prefix(std::min(end + 1, heading.size()));
  }
  if (!spec.id.empty()) out += fmt::format("id = {}\n", in_quotes(spec.id));
  if (!spec.source.empty()) out += fmt::format("source = {}\n", in_quotes(spec.source));
  if (!spec.ignore.empty()) out += fmt::format("ignore = {}\n", in_quotes(spec.ignore));
  out += fmt::format("link = {}\nreview_from = {}\nreview_to = {}\n", spec.link, spec.review_from,
                     spec.review_to);
  out += fmt::format("one_to_one = {}\nblock_pairs = {}\n", spec.one_to_one, spec.block_pairs);
  if (spec.prior) out += fmt::format("prior = {}\n", *spec.prior);
  if (!spec.prior_rules.empty()) out += fmt::format("prior_recall = {}\n", spec.prior_recall);
  if (!spec.truth_pattern.empty()) {
    out += fmt::format("truth_pattern = {}\n", in_quotes(spec.truth_pattern));
  }
  if (!spec.columns.empty()) out += "\n[columns]\n";
  for (const SharedColumn& column : spec.columns) {
    out += fmt::format("{} = {}\n", in_quotes(column.name), in_quotes(column.headings));
  }
  for (const Field& field : spec.fields) {
    out += fmt::format("\n[[field]]\nname = {}\nkind = {}\ncolumns = {}\n", in_quotes(field.name),
                       in_quotes(name_of(field.kind)), in_quotes(field.columns));
    if (!field.rarity) out += "rarity = false\n";
    if (field.moves) out += "moves = true\n";
  }
  write_rules(out, "block", spec.rules);
  write_rules(out, "prior_rule", spec.prior_rules);
  return out;
}

}  // namespace depone::linkage
