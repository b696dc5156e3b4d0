#include "rules/norm.h"

#include <fmt/format.h>

#include <utility>

namespace depone::rules {
namespace {

constexpr int kDeepestTest = 8;

bool is_country_code(const std::string& text) {
  return text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
}

Result<std::string> country(const Table& table, std::string_view key) {
  const std::string code = DP_TRY(table.text(key));
  if (!is_country_code(code)) {
    return table.wrong(key, fmt::format("\"{}\" is not a country code", code),
                       "use ISO 3166-1 alpha-2 in capitals, such as RU");
  }
  return code;
}

Result<std::vector<Measure>> measures_of(const Table& table, std::string_view key) {
  const std::vector<std::string> names = DP_TRY(table.texts(key));
  std::vector<Measure> measures;
  for (const std::string& name : names) {
    const std::optional<Measure> measure = measure_of(name);
    if (!measure || *measure == Measure::None) {
      return table.wrong(key, fmt::format("\"{}\" is not a measure", name),
                         "use stock, flow, entries, visas or plan");
    }
    measures.push_back(*measure);
  }
  if (measures.empty()) return table.wrong(key, "is empty", "name at least one measure");
  return measures;
}

Result<Test> test_of(const Table& table, int depth);

Result<std::vector<Test>> parts_of(const Table& table, std::string_view key, int depth) {
  const std::vector<Table> tables = DP_TRY(table.tables(key, "label"));
  std::vector<Test> parts;
  for (const Table& part : tables) {
    Test test = DP_TRY(test_of(part, depth + 1));
    parts.push_back(std::move(test));
  }
  if (parts.empty()) return table.wrong(key, "has no parts", "add at least one {label = ...}");
  return parts;
}

Result<> read_figure(const Table& table, Test& test) {
  const std::string name = DP_TRY(table.text("figure"));
  const std::optional<Figure> figure = figure_of(name);
  if (!figure) {
    return table.wrong("figure", fmt::format("\"{}\" is not a figure", name),
                       "use one of those in docs/methods-findings.md, such as hours_per_week");
  }
  if (table.has("over") == table.has("under")) {
    return table.wrong("figure", "needs either over or under", "write over = 40");
  }
  test.figure = *figure;
  test.over = table.has("over");
  test.limit = DP_TRY(table.decimal(test.over ? "over" : "under"));
  const bool overtime = *figure == Figure::OvertimePerTwoDays || *figure == Figure::OvertimePerYear;
  if (overtime) test.normal = DP_TRY(table.decimal("normal"));
  return done();
}

// The leaf or branch the table's one deciding member names.
Result<> read_kind(const Table& table, int depth, Test& test) {
  if (table.has("all")) {
    test.kind = Test::Kind::All;
    test.parts = DP_TRY(parts_of(table, "all", depth));
  } else if (table.has("any")) {
    test.kind = Test::Kind::Any;
    test.parts = DP_TRY(parts_of(table, "any", depth));
  } else if (table.has("indicator")) {
    test.kind = Test::Kind::Indicator;
    const std::string name = DP_TRY(table.text("indicator"));
    const std::optional<Indicator> indicator = indicator_of(name);
    if (!indicator) {
      return table.wrong("indicator", fmt::format("\"{}\" is not an indicator", name),
                         "use one of the ILO's 11 names listed in docs/glossary.md");
    }
    test.indicator = *indicator;
  } else if (table.has("figure")) {
    test.kind = Test::Kind::Figure;
    DP_TRY(read_figure(table, test));
  } else if (table.has("work")) {
    test.kind = Test::Kind::Work;
  } else if (table.has("headcount")) {
    test.kind = Test::Kind::Headcount;
    test.measures = DP_TRY(measures_of(table, "headcount"));
  } else if (table.has("rise")) {
    test.kind = Test::Kind::Rise;
    test.measures = DP_TRY(measures_of(table, "rise"));
    test.until = DP_TRY(table.date_or_unknown("until"));
    if (!test.until.known()) return table.wrong("until", "is missing", "add the day counted from");
  } else if (table.has("established")) {
    test.kind = Test::Kind::Established;
    test.name = DP_TRY(table.text("established"));
  } else if (table.has("same_as")) {
    test.kind = Test::Kind::SameAs;
    test.name = DP_TRY(table.text("same_as"));
  } else {
    return table.wrong("label", "stands alone",
                       "add one of: all, any, indicator, figure, work, headcount, rise, "
                       "established, same_as");
  }
  return done();
}

Result<Test> test_of(const Table& table, int depth) {
  DP_TRY(table.only({"label", "all", "any", "same_origin", "indicator", "figure", "over", "under",
                     "normal", "work", "headcount", "rise", "until", "established", "same_as"}));
  if (depth > kDeepestTest) {
    return table.wrong("label", "nests too deep", "make the test simpler");
  }
  Test test;
  test.label = DP_TRY(table.text("label"));
  test.same_origin = DP_TRY(table.flag_or_false("same_origin"));
  DP_TRY(read_kind(table, depth, test));
  return test;
}

Result<Test> only_test(const Table& table) {
  const std::vector<Table> tests = DP_TRY(table.tables("test", "label"));
  if (tests.size() != 1) {
    return table.wrong("test", "is not there exactly once", "add one [norm.test] below [[norm]]");
  }
  return test_of(tests.front(), 0);
}

Result<> read_states(const Table& table, Norm& norm) {
  norm.binds_all_states = DP_TRY(table.flag_or_false("binds_all_states"));
  const bool asks_no_host = DP_TRY(table.flag_or_false("any_host"));
  norm.asks_host = !asks_no_host;
  const std::vector<Table> bound = DP_TRY(table.tables("bound", "state"));
  for (const Table& entry : bound) {
    DP_TRY(entry.only({"state", "since"}));
    BoundState state;
    state.state = DP_TRY(country(entry, "state"));
    state.since = DP_TRY(entry.date_or_unknown("since"));
    norm.bound.push_back(state);
  }
  const std::vector<Table> unbound = DP_TRY(table.tables("not_bound", "state"));
  for (const Table& entry : unbound) {
    DP_TRY(entry.only({"state", "because"}));
    UnboundState state;
    state.state = DP_TRY(country(entry, "state"));
    state.because = DP_TRY(entry.text("because"));
    norm.unbound.push_back(std::move(state));
  }
  const bool says =
      norm.binds_all_states || !norm.asks_host || !norm.bound.empty() || !norm.unbound.empty();
  if (!says) {
    return table.wrong("bound", "is missing",
                       "say whom it binds: binds_all_states, any_host, bound or not_bound");
  }
  return done();
}

Result<> read_concerns(const Table& table, Norm& norm) {
  if (table.has("worker_nationality")) {
    norm.worker_nationality = DP_TRY(country(table, "worker_nationality"));
    norm.other_nationality = DP_TRY(table.text("other_nationality"));
  }
  norm.not_host = DP_TRY(table.texts("not_host"));
  if (!norm.not_host.empty()) norm.not_host_because = DP_TRY(table.text("not_host_because"));
  if (table.has("concerns")) {
    const std::string concerns = DP_TRY(table.text("concerns"));
    if (concerns != "goods" && concerns != "services") {
      return table.wrong("concerns", "is neither goods nor services", "write concerns = \"goods\"");
    }
    norm.concerns =
        concerns == "goods" ? NormContext::Produces::Goods : NormContext::Produces::Services;
    norm.other_products = DP_TRY(table.text("other_products"));
  }
  return done();
}

Result<> read_dates(const Table& table, Norm& norm) {
  norm.from = DP_TRY(table.date_or_unknown("in_force"));
  norm.until = DP_TRY(table.date_or_unknown("ended"));
  norm.applies = DP_TRY(table.date_or_unknown("applies"));
  norm.not_yet = DP_TRY(table.text_or_empty("not_yet"));
  norm.any_period = DP_TRY(table.flag_or_false("any_period"));
  if (norm.applies.known() && norm.not_yet.empty()) {
    return table.wrong("not_yet", "is missing", "say why it does not apply before that day");
  }
  return done();
}

Result<> read_words(const Table& table, Norm& norm) {
  norm.id = DP_TRY(table.text("id"));
  norm.title = DP_TRY(table.text("title"));
  norm.instrument = DP_TRY(table.text("instrument"));
  norm.provision = DP_TRY(table.text("provision"));
  norm.citation = DP_TRY(table.text("citation"));
  norm.summary = DP_TRY(table.text("summary"));
  norm.addressee = DP_TRY(table.text("addressee"));
  norm.met_means = DP_TRY(table.text("met_means"));
  norm.source = DP_TRY(table.text("source"));
  norm.certainty = DP_TRY(table.text("certainty"));
  if (norm.certainty != "seen" && norm.certainty != "partly seen" &&
      norm.certainty != "from memory") {
    return table.wrong("certainty", fmt::format("\"{}\" is not known", norm.certainty),
                       "write seen, partly seen or from memory");
  }
  const std::string reading = DP_TRY(table.text("reading"));
  if (reading == "indicator") {
    norm.reading = Reading::Indicator;
  } else if (reading == "definition") {
    norm.reading = Reading::Definition;
  } else if (reading == "conduct") {
    norm.reading = Reading::Conduct;
  } else if (reading == "presumption") {
    norm.reading = Reading::Presumption;
  } else {
    return table.wrong("reading", fmt::format("\"{}\" is not known", reading),
                       "write indicator, definition, conduct or presumption");
  }
  return done();
}

Result<Norm> norm_of(const Table& table) {
  DP_TRY(table.only({"id",
                     "title",
                     "instrument",
                     "provision",
                     "citation",
                     "summary",
                     "addressee",
                     "met_means",
                     "source",
                     "certainty",
                     "reading",
                     "in_force",
                     "ended",
                     "applies",
                     "not_yet",
                     "any_period",
                     "worker_nationality",
                     "other_nationality",
                     "not_host",
                     "not_host_because",
                     "binds_all_states",
                     "any_host",
                     "bound",
                     "not_bound",
                     "concerns",
                     "other_products",
                     "unexamined",
                     "test",
                     "alternative"}));
  Norm norm;
  DP_TRY(read_words(table, norm));
  DP_TRY(read_dates(table, norm));
  DP_TRY(read_concerns(table, norm));
  DP_TRY(read_states(table, norm));
  norm.unexamined = DP_TRY(table.texts("unexamined"));
  norm.test = DP_TRY(only_test(table));
  const std::vector<Table> alternatives = DP_TRY(table.tables("alternative", "status"));
  for (const Table& entry : alternatives) {
    DP_TRY(entry.only({"from", "status", "test"}));
    Alternative alternative;
    alternative.from = DP_TRY(entry.date_or_unknown("from"));
    alternative.status = DP_TRY(entry.text("status"));
    alternative.test = DP_TRY(only_test(entry));
    norm.alternatives.push_back(std::move(alternative));
  }
  return norm;
}

}  // namespace

Result<std::vector<Norm>> norms_of(const Table& file) {
  DP_TRY(file.only({"position", "norm"}));
  const std::vector<Table> tables = DP_TRY(file.tables("norm"));
  if (tables.empty()) return file.wrong("norm", "is missing", "add at least one [[norm]]");
  std::vector<Norm> norms;
  for (const Table& table : tables) {
    Norm norm = DP_TRY(norm_of(table));
    norms.push_back(std::move(norm));
  }
  return norms;
}

}  // namespace depone::rules
