#include "casework/case_file.h"

#include <algorithm>
#include <array>

#include "base/toml.h"
#include "estimate/overlap_table.h"
#include "model/source_json.h"

namespace depone::casework {
namespace {

// Reads one table of the file; remembers what is being read, so that messages can name it.
class TableReader {
 public:
  TableReader(const toml::table& table, std::string where)
      : table_(table), where_(std::move(where)) {}

  Result<> only(std::initializer_list<std::string_view> members) const {
    for (const auto& [key, node] : table_) {
      if (std::find(members.begin(), members.end(), key.str()) == members.end()) {
        std::string known;
        for (const std::string_view member : members)
          known += (known.empty() ? "" : ", ") + std::string(member);
        return wrong(key.str(), "is not a known member", "known are " + known);
      }
    }
    return done();
  }

  Result<std::string> text(std::string_view key, std::string fallback = {}) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return fallback;
    if (const auto value = node->value_exact<std::string>()) return *value;
    return wrong(key, "is not a text", "write it in quotation marks");
  }

  Result<std::string> needed_text(std::string_view key) const {
    std::string value = DP_TRY(text(key));
    if (value.empty()) return wrong(key, "is missing", "add it");
    return value;
  }

  Result<bool> flag(std::string_view key) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return false;
    if (const auto value = node->value_exact<bool>()) return *value;
    return wrong(key, "is not true or false", "write it without quotation marks");
  }

  Result<PartialDate> date(std::string_view key) const {
    const toml::node* node = table_.get(key);
    if (node != nullptr) {
      if (const auto day = node->value_exact<toml::date>()) {
        return PartialDate{day->year, day->month, day->day};
      }
    }
    const std::string value = DP_TRY(text(key));
    if (value.empty()) return PartialDate{};
    auto parsed = parse_partial_date(value);
    if (!parsed.ok())
      return wrong(key, "is not a date", "write \"2025\", \"2025-08\" or \"2025-08-12\"");
    return parsed;
  }

  // A list of texts, none of them empty; empty when it is not there.
  Result<std::vector<std::string>> texts(std::string_view key, const std::string& example) const {
    std::vector<std::string> values;
    const toml::node* node = table_.get(key);
    if (node == nullptr) return values;
    const toml::array* array = node->as_array();
    if (array == nullptr) return wrong(key, "is not a list", "write " + example);
    for (const toml::node& element : *array) {
      const auto text = element.value_exact<std::string>();
      if (!text || text->empty()) {
        return wrong(key, "has an entry that is not a text", "write " + example);
      }
      values.push_back(*text);
    }
    return values;
  }

  Result<std::size_t> number(std::string_view key, std::size_t fallback, std::size_t most) const {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return fallback;
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < 0 || *value > static_cast<std::int64_t>(most)) {
      return wrong(key, "is not a whole number from 0 to " + std::to_string(most), "20 is usual");
    }
    return static_cast<std::size_t>(*value);
  }

  const toml::table* table(std::string_view key) const {
    const toml::node* node = table_.get(key);
    return node == nullptr ? nullptr : node->as_table();
  }

  bool has(std::string_view key) const { return table_.contains(key); }

  Error wrong(std::string_view key, const std::string& what, const std::string& hint) const {
    return {Fault::InvalidInput, where_ + ": \"" + std::string(key) + "\" " + what, hint};
  }

  // One of the enum names that `of` knows.
  template <class Of>
  auto name(std::string_view key, std::string_view fallback, Of of, const std::string& known) const
      -> Result<std::remove_cvref_t<decltype(*of(""))>> {
    const std::string value = DP_TRY(text(key, std::string(fallback)));
    if (const auto found = of(value)) return *found;
    return wrong(key, "is not known", "use " + known);
  }

 private:
  const toml::table& table_;
  std::string where_;
};

constexpr const char* kAudienceNames = "internal, partner or public";
constexpr const char* kSourceNames =
    "witness, outlet, organisation, government, register or unknown";

Result<Consent> read_consent(const toml::table& table, const std::string& where) {
  const TableReader reader(table, where + ", consent");
  DP_TRY(reader.only({"purpose", "audience", "expires"}));
  Consent consent;
  consent.purpose = DP_TRY(reader.needed_text("purpose"));
  consent.audience = DP_TRY(reader.name("audience", "internal", audience_of, kAudienceNames));
  consent.expires = DP_TRY(reader.date("expires"));
  return consent;
}

Result<std::pair<std::string, SourceEntry>> read_source(const toml::table& table,
                                                        const std::string& where) {
  const TableReader reader(table, where);
  DP_TRY(reader.only({"file", "label", "kind", "reliability", "first_hand", "date", "consent"}));
  std::string file = DP_TRY(reader.needed_text("file"));
  SourceEntry entry;
  entry.source.label = DP_TRY(reader.needed_text("label"));
  entry.source.kind = DP_TRY(reader.name("kind", "unknown", source_kind_of, kSourceNames));
  entry.source.first_hand = DP_TRY(reader.flag("first_hand"));
  const std::string reliability = DP_TRY(reader.text("reliability", "F"));
  if (reliability.size() != 1 || reliability[0] < 'A' || reliability[0] > 'F') {
    return reader.wrong("reliability", "is not a letter A to F", "F means: cannot be judged");
  }
  entry.source.reliability = reliability[0];
  entry.date = DP_TRY(reader.date("date"));
  if (reader.has("consent")) {
    const toml::table* consent = reader.table("consent");
    if (consent == nullptr) {
      return reader.wrong("consent", "is not a table",
                          "write { purpose = \"...\", audience = \"...\" }");
    }
    entry.source.consent = DP_TRY(read_consent(*consent, where));
  }
  return std::pair{std::move(file), std::move(entry)};
}

Result<CaseContext> read_context(const toml::table& table, const std::string& where) {
  const TableReader reader(table, where);
  DP_TRY(reader.only({"period", "host_state", "worker_nationality", "sector", "produces"}));
  CaseContext context;
  context.period = DP_TRY(reader.date("period"));
  context.host_state = DP_TRY(reader.text("host_state"));
  context.worker_nationality = DP_TRY(reader.text("worker_nationality"));
  context.sector = DP_TRY(reader.text("sector"));
  context.produces = DP_TRY(reader.text("produces"));
  for (const auto* state : {&context.host_state, &context.worker_nationality}) {
    if (!state->empty() && state->size() != 2) {
      return reader.wrong("host_state or worker_nationality", "is not a two-letter country code",
                          "write \"RU\" or \"KP\" (ISO 3166-1)");
    }
  }
  if (!context.produces.empty() && context.produces != "goods" && context.produces != "services") {
    return reader.wrong("produces", "is not known", "use goods or services");
  }
  return context;
}

constexpr std::size_t kMostSamples = 200;

Result<EstimateEntry> read_estimate(const toml::table& table, const std::string& where) {
  const TableReader reader(table, where);
  DP_TRY(reader.only({"of", "table", "linked", "spec", "samples"}));
  EstimateEntry entry;
  entry.of = DP_TRY(reader.needed_text("of"));
  entry.table = DP_TRY(reader.text("table"));
  entry.linked = DP_TRY(reader.texts("linked", "[\"clinic.csv\", \"union.csv\"]"));
  entry.spec = DP_TRY(reader.text("spec"));
  entry.samples = DP_TRY(reader.number("samples", entry.samples, kMostSamples));
  if (entry.table.empty() == entry.linked.empty()) {
    return reader.wrong("table or linked", "must be there, and one of the two only",
                        "table = \"overlap.csv\", or linked = [\"clinic.csv\", \"union.csv\"]");
  }
  if (!entry.table.empty() && (reader.has("spec") || reader.has("samples"))) {
    return reader.wrong(reader.has("spec") ? "spec" : "samples", "goes with linked, not with table",
                        "take it out");
  }
  if (entry.samples == 1) {
    return reader.wrong("samples", "is 1, which shows no spread", "write 20, or 0 for none");
  }
  std::vector<std::string> files = entry.files();
  std::sort(files.begin(), files.end());
  if (std::adjacent_find(files.begin(), files.end()) != files.end()) {
    return reader.wrong("linked", "names a file twice", "name each list once");
  }
  if (entry.linked.size() == 1 || entry.linked.size() > estimate::kMaxLists) {
    return reader.wrong("linked", "has " + std::to_string(entry.linked.size()) + " lists",
                        "2 to " + std::to_string(estimate::kMaxLists) + " can overlap");
  }
  return entry;
}

// Calls `each(table, where)` for every [[key]] of `root`.
template <class Each>
Result<> for_tables(const toml::table& root, const std::string& name, std::string_view key,
                    Each each) {
  const toml::node* node = root.get(key);
  if (node == nullptr) return done();
  const Error wrong{Fault::InvalidInput,
                    name + ": \"" + std::string(key) + "\" is not a list of tables",
                    "begin each entry with [[" + std::string(key) + "]]"};
  const toml::array* array = node->as_array();
  if (array == nullptr) return wrong;
  std::size_t number = 0;
  for (const toml::node& element : *array) {
    const toml::table* table = element.as_table();
    if (table == nullptr) return wrong;
    DP_TRY(each(*table, name + ", " + std::string(key) + " " + std::to_string(++number)));
  }
  return done();
}

Result<CaseFile> read_case(const toml::table& root, const std::string& name) {
  const TableReader reader(root, name);
  DP_TRY(
      reader.only({"title", "invented", "protect", "source", "withhold", "context", "estimate"}));
  CaseFile file;
  file.title = DP_TRY(reader.text("title"));
  file.invented = DP_TRY(reader.flag("invented"));
  file.protect = DP_TRY(reader.texts("protect", "[\"a name\", \"another\"]"));
  const auto take_source = [&](const toml::table& table, const std::string& where) -> Result<> {
    auto entry = DP_TRY(read_source(table, where));
    const std::string path = entry.first;
    if (!file.sources.insert(std::move(entry)).second) {
      return Error{Fault::InvalidInput, where + ": the file " + path + " is named twice",
                   "keep one entry"};
    }
    return done();
  };
  DP_TRY(for_tables(root, name, "source", take_source));
  const auto take_quote = [&](const toml::table& table, const std::string& where) -> Result<> {
    const TableReader entry(table, where);
    DP_TRY(entry.only({"file", "quote", "why"}));
    WithheldQuote quote;
    quote.file = DP_TRY(entry.needed_text("file"));
    quote.quote = DP_TRY(entry.needed_text("quote"));
    quote.why = DP_TRY(entry.text("why"));
    file.withhold.push_back(std::move(quote));
    return done();
  };
  DP_TRY(for_tables(root, name, "withhold", take_quote));
  const auto take_estimate = [&](const toml::table& table, const std::string& where) -> Result<> {
    file.estimates.push_back(DP_TRY(read_estimate(table, where)));
    return done();
  };
  DP_TRY(for_tables(root, name, "estimate", take_estimate));
  if (reader.has("context")) {
    const toml::table* table = reader.table("context");
    if (table == nullptr) return reader.wrong("context", "is not a table", "write [context]");
    file.context = DP_TRY(read_context(*table, name + ", context"));
  }
  return file;
}

std::string text_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<PartialDate> date_at(const Json& json, const char* key) {
  const std::string text = text_at(json, key);
  if (text.empty()) return PartialDate{};
  return parse_partial_date(text);
}

}  // namespace

std::vector<std::string> EstimateEntry::files() const {
  std::vector<std::string> all = linked;
  for (const std::string* name : {&table, &spec}) {
    if (!name->empty()) all.push_back(*name);
  }
  return all;
}

bool CaseFile::is_of_estimate(std::string_view name) const {
  return std::any_of(estimates.begin(), estimates.end(), [name](const EstimateEntry& entry) {
    const std::vector<std::string> files = entry.files();
    return std::find(files.begin(), files.end(), name) != files.end();
  });
}

Result<CaseFile> parse_case_file(std::string_view toml, std::string_view name) {
  const toml::table root =
      DP_TRY(parse_toml(toml, name, Fault::InvalidInput, "see docs/case-file.md for the form"));
  return read_case(root, std::string(name));
}

Json to_json(const CaseFile& file) {
  Json json;
  json["title"] = file.title;
  json["invented"] = file.invented;
  json["protect"] = file.protect;
  json["sources"] = Json::object();
  for (const auto& [path, entry] : file.sources) {
    Json source = source_json(entry.source);
    source["date"] = to_string(entry.date);
    json["sources"][path] = std::move(source);
  }
  json["withhold"] = Json::array();
  for (const WithheldQuote& entry : file.withhold) {
    json["withhold"].push_back({{"file", entry.file}, {"quote", entry.quote}, {"why", entry.why}});
  }
  json["context"] = {{"period", to_string(file.context.period)},
                     {"host_state", file.context.host_state},
                     {"worker_nationality", file.context.worker_nationality},
                     {"sector", file.context.sector},
                     {"produces", file.context.produces}};
  // Left out when there are none, so that a case file kept by an earlier version is no other one.
  for (const EstimateEntry& entry : file.estimates) {
    json["estimates"].push_back({{"of", entry.of},
                                 {"table", entry.table},
                                 {"linked", entry.linked},
                                 {"spec", entry.spec},
                                 {"samples", entry.samples}});
  }
  return json;
}

Result<CaseFile> case_file_from_json(const Json& json) {
  const Error wrong{Fault::Corrupt, "the case file kept in the vault cannot be read",
                    "add the folder's case.toml again"};
  if (!json.is_object() || !json.contains("sources") || !json.contains("withhold") ||
      !json.contains("protect") || !json.contains("context")) {
    return wrong;
  }
  CaseFile file;
  file.title = text_at(json, "title");
  file.invented = json.value("invented", false);
  for (const Json& name : json["protect"]) {
    if (!name.is_string()) return wrong;
    file.protect.push_back(name.get<std::string>());
  }
  for (const auto& [path, entry] : json["sources"].items()) {
    SourceEntry source;
    source.source = DP_TRY(source_from_json(entry));
    source.date = DP_TRY(date_at(entry, "date"));
    file.sources.emplace(path, std::move(source));
  }
  for (const Json& entry : json["withhold"]) {
    file.withhold.push_back(
        {text_at(entry, "file"), text_at(entry, "quote"), text_at(entry, "why")});
  }
  const Json& context = json["context"];
  file.context.period = DP_TRY(date_at(context, "period"));
  file.context.host_state = text_at(context, "host_state");
  file.context.worker_nationality = text_at(context, "worker_nationality");
  file.context.sector = text_at(context, "sector");
  file.context.produces = text_at(context, "produces");
  if (!json.contains("estimates")) return file;
  for (const Json& entry : json["estimates"]) {
    if (!entry.is_object() || !entry.contains("linked") || !entry.contains("samples") ||
        !entry["samples"].is_number_unsigned()) {
      return wrong;
    }
    EstimateEntry estimate{text_at(entry, "of"),
                           text_at(entry, "table"),
                           {},
                           text_at(entry, "spec"),
                           entry["samples"].get<std::size_t>()};
    for (const Json& name : entry["linked"]) {
      if (!name.is_string()) return wrong;
      estimate.linked.push_back(name.get<std::string>());
    }
    file.estimates.push_back(std::move(estimate));
  }
  return file;
}

}  // namespace depone::casework
