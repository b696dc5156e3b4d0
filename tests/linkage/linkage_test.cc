#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <sstream>

#include "base/csv.h"
#include "base/data_files.h"
#include "linkage/block_keys.h"
#include "linkage/evaluate.h"
#include "linkage/linker.h"
#include "linkage/normalise.h"
#include "linkage/propose.h"
#include "linkage/sample.h"
#include "linkage/tile_kernels.h"
#include "linkage/truth.h"
#include "math/random.h"
#include "reference/linkage_reference.h"
#include "tests/linkage/five_lists.h"
#include "tests/linkage/invented_word.h"

namespace depone::linkage {
namespace {

const NameTables& name_tables() {
  static const NameTables loaded = NameTables::load(embedded_data()).take();
  return loaded;
}

Table table_of(const std::string& csv) {
  NoProgress progress;
  const Cancellation cancellation;
  auto table = read_table({{csv, "list.csv", {}}}, "", 1, progress, cancellation);
  EXPECT_TRUE(table.ok()) << to_string(table.error());
  return std::move(table).take();
}

std::string error_of(const std::string& csv) {
  NoProgress progress;
  const Cancellation cancellation;
  const auto table = read_table({{csv, "list.csv", {}}}, "", 1, progress, cancellation);
  return table.ok() ? "" : table.error().what;
}

Level level(const Table& table, Kind kind, const std::vector<std::string>& columns, RecordIndex a,
            RecordIndex b) {
  std::vector<const Column*> found;
  for (const std::string& name : columns) found.push_back(table.find(name));
  const auto comparison = make_comparison(kind, found, name_tables());
  LevelCache cache;
  return comparison->compare(comparison->column().ids[a], comparison->column().ids[b], cache);
}

// People of few names, a third of them twice with errors.
std::string invented_list(std::size_t people, std::uint64_t seed) {
  math::Random random(seed);
  const std::vector<std::string> given = {"anna",   "boris", "clara", "daniel", "elena", "fedor",
                                          "galina", "henry", "irina", "jonas",  "katya", "leo"};
  std::string csv = "id,given,family,born,town,person\n";
  std::size_t id = 0;
  for (std::size_t p = 0; p < people; ++p) {
    std::string name = given[random.below(given.size())];
    std::string family;
    for (int i = 0; i < 3; ++i) {
      family += "bdfgklmnprstvz"[random.below(14)];
      family += "aeiou"[random.below(5)];
    }
    std::string born = std::to_string(1950 + random.below(50)) + "-0" +
                       std::to_string(1 + random.below(9)) + "-" +
                       std::to_string(10 + random.below(18));
    const std::string town = "town" + std::to_string(random.below(30));
    for (int copy = 0; copy < (p % 3 == 0 ? 2 : 1); ++copy) {
      if (copy == 1) {
        family[random.below(family.size())] = 'x';
        if (random.below(3) == 0) born[3] = '5';
      }
      csv += std::to_string(++id) + "," + name + "," + family + "," + born + "," + town + ",p" +
             std::to_string(p) + "\n";
    }
  }
  return csv;
}

struct Linked {
  Table table;
  std::vector<std::uint32_t> truth;
  Spec spec;
  Linkage linkage;
};

Linked link_invented(const std::string& csv, std::size_t threads,
                     const std::vector<Decision>& decisions = {}) {
  Linked linked;
  linked.table = table_of(csv);
  linked.truth = linked.table.columns.back().ids;
  linked.table.columns.pop_back();
  linked.spec = propose(linked.table, name_tables(), {}).take().spec;
  NoProgress progress;
  const Cancellation cancellation;
  LinkOptions options;
  options.threads = threads;
  auto linkage =
      link(linked.table, linked.spec, name_tables(), decisions, options, progress, cancellation);
  EXPECT_TRUE(linkage.ok());
  linked.linkage = std::move(linkage).take();
  return linked;
}

std::vector<TextFile> texts(std::initializer_list<std::string_view> csvs) {
  std::vector<TextFile> files;
  for (const std::string_view csv : csvs) {
    files.push_back({csv, "list " + std::to_string(files.size() + 1), {}});
  }
  return files;
}

std::vector<std::string> columns_of(const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.name);
  return names;
}

TEST(ColumnNames, HeadingsOfOneMeaningInThreeLanguagesAreOneColumn) {
  const ColumnMeanings meanings = ColumnMeanings::load(embedded_data()).take();
  auto files = texts({"id,name,Date_of_birth,note\n1,Kim,1970-01-02,x\n",
                      "id,ФИО,Д.Р.,site\n1,Ким,02.01.1970,y\n", "id,이름,현장\n1,김,z\n"});
  const auto shared = share_columns(files, {}, &meanings);
  ASSERT_TRUE(shared.ok()) << to_string(shared.error());
  EXPECT_EQ(shared.value(),
            (std::vector<SharedColumn>{
                {"Date_of_birth", {"Д.Р."}}, {"name", {"ФИО", "이름"}}, {"site", {"현장"}}}));
  NoProgress progress;
  const Table table = read_table(files, "", 1, progress, Cancellation{}).take();
  EXPECT_EQ(columns_of(table), (std::vector<std::string>{"name", "Date_of_birth", "site"}));
  EXPECT_EQ(table.files, (std::vector<std::uint8_t>{0, 1, 2}));
  const Column& site = *table.find("site");
  EXPECT_EQ(site.ids[0], kMissing) << "the first file has no site";
  EXPECT_EQ(site.values[site.ids[2]], "z");
}

TEST(ColumnNames, BesideASurnameANameIsAGivenName) {
  const ColumnMeanings meanings = ColumnMeanings::load(embedded_data()).take();
  using Words = std::vector<std::string>;
  EXPECT_EQ(meanings.of({"Фамилия", "Имя"}), (Words{"surname", "given name"}));
  EXPECT_EQ(meanings.of({"성", "이름"}), (Words{"surname", "given name"}));
  EXPECT_EQ(meanings.of({"имя"}), Words{"name"});
  EXPECT_EQ(meanings.of({"name", "full name"}), (Words{"", ""})) << "which one is not known";
}

TEST(ColumnNames, PartsOfNamesAreJoinedWhereAnotherListHasThemWhole) {
  const ColumnMeanings meanings = ColumnMeanings::load(embedded_data()).take();
  auto files =
      texts({"Фамилия,Имя,Отчество,site\nИванов,Пётр, ,x\nКим,,,y\n", "name,site\nPak Il,x\n"});
  ASSERT_TRUE(share_columns(files, {}, &meanings).ok());
  EXPECT_EQ(files[0].columns, (std::vector<std::string>{"name", "name", "name", "site"}));
  NoProgress progress;
  const Table table = read_table(files, "", 1, progress, Cancellation{}).take();
  const Column& name = *table.find("name");
  EXPECT_EQ(name.values[name.ids[0]], "Иванов Пётр");
  EXPECT_EQ(name.values[name.ids[1]], "Ким");
  EXPECT_EQ(name.values[name.ids[2]], "Pak Il");
  auto both = texts({"surname,given\nPak,Il\n", "Фамилия,Имя\nПак,Ир\n"});
  ASSERT_TRUE(share_columns(both, {}, &meanings).ok());
  EXPECT_EQ(both[1].columns, (std::vector<std::string>{"surname", "given"}))
      << "nobody has them whole";
}

TEST(ColumnNames, WhatIsToldHoldsAndMistakesAreNamed) {
  const std::vector<SharedColumn> told = {{"who", {"имя", "name"}}};
  auto files = texts({"name,x\nKim,1\n", "имя,x\nКим,1\n"});
  ASSERT_TRUE(share_columns(files, told, nullptr).ok());
  EXPECT_EQ(files[0].columns, (std::vector<std::string>{"who", "x"}));
  EXPECT_EQ(files[1].columns, (std::vector<std::string>{"who", "x"}));
  auto own = texts({"who,имя\nKim,Ким\n", "name\nKim\n"});
  ASSERT_TRUE(share_columns(own, told, nullptr).ok());
  EXPECT_EQ(own[0].columns, (std::vector<std::string>{"who", "имя"})) << "it has that very column";
  auto none = texts({"name\nKim\n"});
  const auto missing = share_columns(none, told, nullptr);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().fault, Fault::NotFound);
  NoProgress progress;
  const auto apart = read_table(texts({"a,b\n1,2\n", "a,c\n1,2\n", "d,e\n1,2\n"}), "", 1, progress,
                                Cancellation{});
  ASSERT_FALSE(apart.ok());
  EXPECT_EQ(apart.error().what, "list 3 shares no column with another file");
}

TEST(Table, ReadsValuesOnceAndTrimsThem) {
  const Table table = table_of("id,name,town\n1, kim ,seoul\n2,kim,\n3,\"o\"\"neil\",seoul\n");
  ASSERT_EQ(table.size(), 3u);
  EXPECT_EQ(table.id_column, "id");
  const Column& name = *table.find("name");
  EXPECT_EQ(name.ids[0], name.ids[1]);
  EXPECT_EQ(name.values[name.ids[2]], "o\"neil");
  EXPECT_EQ(table.find("town")->ids[1], kMissing);
  EXPECT_EQ(table.find("town")->counts[table.find("town")->ids[0]], 2u);
}

TEST(Table, RefusesWhatItCannotTellApart) {
  EXPECT_EQ(error_of("id,name\n1,a\n1,b\n"), "list.csv: the id \"1\" occurs twice");
  EXPECT_EQ(error_of("id,name\n1,a,b\n"), "list.csv, line 2: 3 fields, but the header has 2");
  EXPECT_EQ(error_of("id,name\n,a\n"), "list.csv, line 2: the id is empty");
  EXPECT_EQ(error_of("name,name\n"), "list.csv has two columns \"name\"");
  EXPECT_EQ(error_of(""), "list.csv is empty");
}

// A list of some pieces' size, with line ends and quotes inside fields.
std::string long_list(const std::string& odd_line) {
  std::string csv = "\xEF\xBB\xBFid,name,town\n";
  math::Random random(3);
  for (int i = 0; i < 90'000; ++i) {
    if (i == 50'000) csv += odd_line;
    csv += std::to_string(i) + ",\"kim " + std::to_string(random.below(5000));
    if (random.below(4) == 0) csv += "\nof the \"\"north\"\"\r\n,";
    csv += "\",town number " + std::to_string(random.below(300)) + (i % 7 == 0 ? "\r\n" : "\n");
    if (i % 11 == 0) csv += "\n";
  }
  return csv;
}

TEST(Table, ReadsALongListInPiecesAsInOne) {
  // A quote in the middle of a field closes nothing, so that pieces cannot be told by quotes.
  for (const std::string& odd_line : {std::string(), std::string("odd,kim \"the elder,town\n")}) {
    const std::string csv = long_list(odd_line);
    ASSERT_GT(csv.size(), 3u << 20);
    const Table table = table_of(csv);
    CsvReader reader(csv, "list.csv");
    ASSERT_TRUE(reader.next().take());
    std::size_t i = 0;
    for (; reader.next().take(); ++i) {
      bool same = table.record_ids.at(i) == reader.fields()[0];
      for (std::size_t c = 0; c < 2; ++c) {
        const Column& column = table.columns[c];
        same = same && column.values[column.ids[i]] == reader.fields()[c + 1];
      }
      if (!same) FAIL() << "row " << i;
    }
    EXPECT_EQ(table.size(), i);
  }
  const std::string csv = long_list("odd,kim\n");
  const auto odd = static_cast<std::size_t>(
      1 +
      std::count(csv.begin(), csv.begin() + static_cast<std::ptrdiff_t>(csv.find("odd")), '\n'));
  EXPECT_EQ(error_of(csv),
            "list.csv, line " + std::to_string(odd) + ": 2 fields, but the header has 3");
  EXPECT_EQ(error_of(long_list("7,kim,town\n")), "list.csv: the id \"7\" occurs twice");
}

TEST(Normalise, KeepsTyposAndDropsTheManner) {
  EXPECT_EQ(plain("  O'Brien-SMITH, J.R. "), "obrien smith j r");
  EXPECT_EQ(plain("Lud&#228;scher"), "ludascher");
  EXPECT_EQ(date_text("1852-86-04"), "18528604");
  EXPECT_EQ(date_text("4.12.1981"), "19811204");
  EXPECT_EQ(date_text("12/25/1981"), "19811225");
  EXPECT_EQ(date_text("1981-12"), "198112--");
  EXPECT_EQ(date_text("1981"), "1981----");
  EXPECT_EQ(date_text("soon"), "");
  EXPECT_EQ(sound_of("schmidt"), sound_of("shmit"));
  EXPECT_EQ(sound_of("philips"), sound_of("filips"));
  EXPECT_NE(sound_of("kim"), sound_of("pak"));
}

TEST(Compare, TellsLevelsOfDatesApart) {
  const Table table = table_of(
      "id,d\n1,1855-03-07\n2,1855-07-03\n3,1856-03-07\n4,1855-03-17\n5,1855-11-28\n6,1933-12-25\n"
      "7,\n8,1855\n9,1854-12-30\n");
  const auto of = [&](RecordIndex b) { return level(table, Kind::Date, {"d"}, 0, b); };
  EXPECT_EQ(of(0), 8);
  EXPECT_EQ(of(1), 6) << "day and month swapped";
  EXPECT_EQ(of(2), 7) << "one typo";
  EXPECT_EQ(of(3), 7) << "one typo";
  EXPECT_EQ(of(4), 3) << "same year";
  EXPECT_EQ(of(5), 1) << "different";
  EXPECT_EQ(of(6), 0) << "missing";
  EXPECT_EQ(of(7), 3) << "a year alone";
  EXPECT_EQ(of(8), 2) << "near year";
}

TEST(Compare, KnowsNicknamesInitialsAndWordOrder) {
  const Table table = table_of(
      "id,n\n1,William Watts\n2,watts bill\n3,w. watts\n4,William Brown\n5,Anna "
      "Petrova\n6,william\n");
  const auto of = [&](RecordIndex b) { return level(table, Kind::Person, {"n"}, 0, b); };
  EXPECT_EQ(of(4), 1) << "nothing shared";
  EXPECT_GT(of(1), 1);
  EXPECT_EQ((of(1) - 2) % 3, 2) << "no conflict";
  EXPECT_EQ((of(5) - 2) % 3, 2) << "a part is no conflict";
  EXPECT_LT((of(3) - 2) % 3, 2) << "another surname is one";
  const Table given = table_of("id,g\n1,william\n2,bill\n3,w\n4,willam\n5,zoe\n");
  const auto name = [&](RecordIndex b) { return level(given, Kind::Name, {"g"}, 0, b); };
  EXPECT_EQ(name(1), 5);
  EXPECT_EQ(name(2), 3);
  EXPECT_EQ(name(3), 6);
  EXPECT_EQ(name(4), 1);
}

TEST(Compare, ManyAtOnceIsOneByOne) {
  const auto kinds = {Kind::Name,   Kind::Date,       Kind::Number,   Kind::Postcode,
                      Kind::Place,  Kind::Category,   Kind::Location, Kind::Text,
                      Kind::Person, Kind::Identifier, Kind::People};
  EXPECT_TRUE(rc::check("batches", [&] {
    const auto values = *rc::gen::container<std::vector<std::string>>(
        12,
        rc::gen::oneOf(
            rc::gen::container<std::string>(rc::gen::elementOf(std::string("aabcn 1290-"))),
            rc::gen::elementOf(std::vector<std::string>{
                "1980-01-02", "1980-02-01", "1981-02-01", "1980-02-10", "12345", "12354", "1245",
                "12399", "bristol", "bristl", "rbistol", "sw1a 1bw", "sw1a 2bw", "ann", "hannah",
                "st andrews", "st andrews bay", "a name of many more than sixteen letters",
                "a name of many more than sixteen letter"})));
    std::string csv = "v,w\n";
    for (const std::string& value : values) csv += value + "," + values.front() + "x\n";
    const Table table = table_of(csv);
    for (const Kind kind : kinds) {
      std::vector<const Column*> columns = {&table.columns[0]};
      if (kind == Kind::Location) columns.push_back(&table.columns[1]);
      const auto comparison = make_comparison(kind, columns, name_tables());
      // All with all, in rows of a tile as long as there are values.
      std::vector<ValueId> ids = comparison->column().ids;
      const auto size = static_cast<std::uint16_t>(ids.size());
      std::vector<PairTile::Row> rows;
      for (std::uint16_t i = 0; i < size; ++i) rows.push_back({i, 0, size});
      ids.resize(size + PairTile::kSlack);
      PairTile tile;
      tile.values = size;
      tile.rows = rows;
      tile.pairs = std::size_t{size} * size;
      for (const bool wide : {false, wide_tiles_available()}) {
        tile.wide = wide;
        std::vector<Level> levels(tile.pairs + PairTile::kSlack);
        LevelCache cache;
        comparison->compare_tile(tile, ids.data(), cache, levels.data());
        for (std::size_t i = 0; i < tile.pairs; ++i) {
          ValueId a = ids[i / size];
          ValueId b = ids[i % size];
          bool right = levels[i] == comparison->compare(a, b, cache);
          // Values joined of two columns have no text; their levels are symmetric.
          const auto& texts = comparison->column().values;
          if (!texts.empty() && texts[b] < texts[a]) std::swap(a, b);
          const Level expected = a == kMissing || b == kMissing ? kMissingLevel
                                 : a == b                       ? comparison->level_of_equal(a)
                                          : comparison->level_of_different(a, b);
          right = right && levels[i] == expected && levels[i] < comparison->levels();
          if (!right) RC_FAIL("level of values " + std::to_string(a) + ", " + std::to_string(b));
        }
      }
    }
  }));
}

TEST(Blocking, MakesEachPairOfTheTwinOnce) {
  EXPECT_TRUE(rc::check("pairs", [&] {
    const auto size = *rc::gen::inRange<std::size_t>(2, 60);
    std::string csv = "a,b,t\n";
    for (std::size_t i = 0; i < size; ++i) {
      csv +=
          std::string(1, static_cast<char>(*rc::gen::inRange('a', 'f'))) + "," +
          (*rc::gen::inRange(0, 5) == 0 ? std::string() : std::to_string(*rc::gen::inRange(0, 4))) +
          ",one" + std::to_string(*rc::gen::inRange(0, 5)) + " two" +
          std::to_string(*rc::gen::inRange(0, 5)) + "\n";
    }
    const Table table = table_of(csv);
    const std::vector<BlockRule> rules = {{{{"a", Take::Whole, 0}, {"b", Take::Whole, 0}}},
                                          {{{"t", Take::Words, 0}}},
                                          {{{"t", Take::Pairs, 0}, {"b", Take::Whole, 0}}},
                                          {{{"b", Take::Whole, 0}}}};
    NoProgress progress;
    const Cancellation cancellation;
    const auto blocking =
        Blocking::build(table, rules, name_tables(), {}, progress, cancellation).take();
    reference::Pairs made;
    for (std::size_t t = 0; t < blocking.tasks(); ++t) {
      blocking.each_pair(t, [&](const PairBatch& batch) {
        for (std::size_t i = 0; i < batch.left.size(); ++i) {
          RC_ASSERT(batch.left[i] < batch.right[i]);
          RC_ASSERT(made.insert({batch.left[i], batch.right[i]}).second);
        }
      });
    }
    std::vector<std::vector<std::vector<std::uint64_t>>> keys;
    for (const BlockRule& rule : rules) {
      std::vector<ValueKeys> parts;
      for (const BlockKey& key : rule.keys) {
        parts.push_back(make_value_keys(*table.find(key.column), key, name_tables()));
      }
      keys.emplace_back(size);
      for (RecordIndex i = 0; i < size; ++i) keys_of_record(parts, i, keys.back()[i]);
    }
    RC_ASSERT(made == reference::block(keys));
  }));
}

TEST(Blocking, DividesSkewedBlocksAndSaysWhatThatLeavesOut) {
  std::string csv = "surname,town\n";
  for (int i = 0; i < 300; ++i) csv += "kim,t" + std::to_string(i % 3) + "\n";
  const Table table = table_of(csv);
  const std::vector<BlockRule> rules = {{{{"surname", Take::Whole, 0}}}};
  NoProgress progress;
  const Cancellation cancellation;
  Blocking::Options options;
  options.block_pairs = 5000;
  const auto blocking =
      Blocking::build(table, rules, name_tables(), options, progress, cancellation).take();
  const RuleReport& report = blocking.reports().front();
  std::uint64_t made = 0;
  for (std::size_t t = 0; t < blocking.tasks(); ++t) {
    blocking.each_pair(t, [&](const PairBatch& batch) { made += batch.left.size(); });
  }
  EXPECT_EQ(report.divided, 1u);
  EXPECT_EQ(report.largest, 300u);
  EXPECT_EQ(report.pairs, made);
  EXPECT_EQ(report.pairs + report.left_out, 300u * 299 / 2);
  EXPECT_GT(made, 0u);
}

TEST(Spec, IsReadBackAsWritten) {
  Spec spec;
  spec.id = "a \"b\"";
  spec.fields = {{"who", Kind::Person, {"given", "family"}, true},
                 {"where", Kind::Location, {"pc", "town"}, false, true}};
  spec.rules = {
      {{{"family", Take::Sound, 0}, {"dob", Take::Year, 0}}}, {{{"family", Take::Prefix, 3}}}, {}};
  spec.link = 0.8;
  spec.one_to_one = true;
  spec.prior = 0.001;
  const std::string text = write_spec(spec, "two\nlines");
  auto read = parse_spec(text, "spec");
  ASSERT_TRUE(read.ok()) << to_string(read.error());
  EXPECT_EQ(write_spec(read.value(), "two\nlines"), text);
  EXPECT_EQ(read.value().rules, spec.rules);
  EXPECT_FALSE(read.value().fields[0].moves);
  EXPECT_TRUE(read.value().fields[1].moves);
}

TEST(Spec, NamesWhatIsWrong) {
  const auto what = [](const std::string& text) {
    const auto spec = parse_spec(text, "s.toml");
    return spec.ok() ? std::string() : spec.error().what;
  };
  const std::string field = "[[field]]\ncolumns = [\"a\"]\n";
  const std::string block = "[[block]]\nkeys = [\"a\"]\n";
  EXPECT_EQ(what(field + block), "");
  EXPECT_EQ(what(block), "s.toml: there is no [[field]]");
  EXPECT_EQ(what(field), "s.toml: there are 0 blocking rules");
  EXPECT_EQ(what("treshold = 0.5\n" + field + block), "s.toml: there is no entry \"treshold\"");
  EXPECT_EQ(what("link = 1.5\n" + field + block), "s.toml: link is 1.5");
  EXPECT_EQ(what(field + "kind = \"nmae\"\n" + block),
            "s.toml, field 1: there is no kind of field \"nmae\"");
  EXPECT_EQ(what(field + "kind = \"location\"\n" + block),
            "s.toml, field 1: a location has 1 columns");
}

TEST(Cluster, IsTheTwinAndNeverChains) {
  const Linked linked = link_invented(invented_list(60, 3), 1);
  const Table& table = linked.table;
  Scorer::Scratch scratch(linked.spec.fields.size());
  ClusterOptions options;
  std::vector<Edge> edges;
  for (RecordIndex a = 0; a < table.size(); ++a) {
    for (RecordIndex b = a + 1; b < table.size(); ++b) {
      edges.push_back({a, b, static_cast<float>(linked.linkage.scorer.weigh(a, b, scratch))});
    }
  }
  NoProgress progress;
  const Cancellation cancellation;
  const auto found =
      cluster(table.size(), linked.linkage.scorer, edges, {}, {}, options, progress, cancellation);
  ASSERT_TRUE(found.ok());
  const auto weight = [&](std::uint32_t a, std::uint32_t b) {
    return std::clamp(linked.linkage.scorer.weigh(a, b, scratch), options.floor, options.ceiling);
  };
  const auto twin =
      reference::average_linkage(static_cast<std::uint32_t>(table.size()), weight, options.least,
                                 [](const auto&, const auto&) { return true; });
  EXPECT_EQ(found.value(), twin);
}

TEST(Linkage, FindsTheInventedCopies) {
  const Linked linked = link_invented(invented_list(900, 1), 2);
  const Quality quality =
      evaluate(linked.table, linked.linkage.clusters, linked.truth, false, 1, 50);
  EXPECT_EQ(quality.true_pairs, 300u);
  EXPECT_GT(quality.precision.value, 0.97);
  EXPECT_GT(quality.recall.value, 0.95);
  EXPECT_LE(quality.f1.lower, quality.f1.value);
  EXPECT_GE(quality.f1.upper, quality.f1.value);
}

TEST(Linkage, IsTheSameForAnyNumberOfThreads) {
  const std::string csv = invented_list(2500, 2);
  const Linked one = link_invented(csv, 1);
  const Linked three = link_invented(csv, 3);
  EXPECT_EQ(one.linkage.clusters, three.linkage.clusters);
  ASSERT_EQ(one.linkage.scores.edges.size(), three.linkage.scores.edges.size());
  for (std::size_t i = 0; i < one.linkage.scores.edges.size(); ++i) {
    EXPECT_EQ(one.linkage.scores.edges[i].weight, three.linkage.scores.edges[i].weight);
  }
}

// The lines of `csv` under its header in another order, rows[i] telling where line i went.
std::string shuffled(const std::string& csv, std::uint64_t seed, std::vector<RecordIndex>& rows) {
  std::vector<std::string> lines;
  std::size_t at = csv.find('\n') + 1;
  const std::string header = csv.substr(0, at);
  while (at < csv.size()) {
    const std::size_t end = csv.find('\n', at) + 1;
    lines.push_back(csv.substr(at, end - at));
    at = end;
  }
  std::vector<RecordIndex> order;
  for (RecordIndex i = 0; i < lines.size(); ++i) order.push_back(i);
  math::Random random(seed);
  for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
  std::string text = header;
  rows.resize(order.size());
  for (RecordIndex i = 0; i < order.size(); ++i) {
    text += lines[order[i]];
    rows[order[i]] = i;
  }
  return text;
}

TEST(Linkage, IsTheSameForAnyOrderOfRows) {
  // More records than are compared pair by pair, so that training draws from them.
  const std::string csv = invented_list(1600, 6);
  const Table table = table_of(csv);
  ProposeOptions proposing;
  proposing.ignore = {"person"};
  const Spec spec = propose(table, name_tables(), proposing).take().spec;
  const auto run = [&](const Table& of) {
    NoProgress progress;
    const Cancellation cancellation;
    return link(of, spec, name_tables(), {}, {}, progress, cancellation).take();
  };
  const auto sampled = [&](const Linkage& of) {
    NoProgress progress;
    const Cancellation cancellation;
    SampleOptions options;
    options.samples = 3;
    options.burn_in = 2;
    ClusterOptions doubtful;
    doubtful.least = 16;  // bits
    return sample_clusters(of.scorer, of.order, of.scores.edges, of.clusters, {}, {}, doubtful,
                           options, progress, cancellation)
        .take();
  };
  const Linkage straight = run(table);
  std::vector<std::vector<RecordIndex>> partitions = sampled(straight);
  partitions.push_back(straight.clusters);
  EXPECT_NE(partitions[0], partitions[1]);
  ASSERT_FALSE(straight.scores.edges.empty());
  for (const std::uint64_t seed : {1u, 2u}) {
    std::vector<RecordIndex> rows;
    const Table other_table = table_of(shuffled(csv, seed, rows));
    const Spec proposed = propose(other_table, name_tables(), proposing).take().spec;
    EXPECT_EQ(write_spec(proposed, ""), write_spec(spec, ""));
    const Linkage other = run(other_table);
    std::vector<Edge> edges;
    for (const Edge& edge : straight.scores.edges) {
      const auto [left, right] = std::minmax(rows[edge.left], rows[edge.right]);
      edges.push_back({left, right, edge.weight});
    }
    sort_edges(edges);
    ASSERT_EQ(edges.size(), other.scores.edges.size());
    const auto same = [](const Edge& a, const Edge& b) {
      return a.left == b.left && a.right == b.right && a.weight == b.weight;
    };
    EXPECT_TRUE(std::equal(edges.begin(), edges.end(), other.scores.edges.begin(), same));
    std::vector<std::vector<RecordIndex>> others = sampled(other);
    others.push_back(other.clusters);
    for (std::size_t p = 0; p < partitions.size(); ++p) {
      // The same parts, whatever they are called.
      std::map<RecordIndex, RecordIndex> called;
      std::set<RecordIndex> names;
      for (RecordIndex i = 0; i < rows.size(); ++i) {
        const RecordIndex name = others[p][rows[i]];
        if (called.emplace(partitions[p][i], name).first->second != name) FAIL() << "row " << i;
        names.insert(name);
      }
      EXPECT_EQ(called.size(), names.size());
    }
  }
}

TEST(Linkage, ObeysJudgementsAgainstTheEvidence) {
  const std::string csv = invented_list(300, 4);
  const Linked free = link_invented(csv, 1);
  RecordIndex linked_record = 0;
  while (free.linkage.clusters[linked_record] == linked_record) ++linked_record;
  const RecordIndex partner = free.linkage.clusters[linked_record];
  RecordIndex other = 0;
  while (free.linkage.clusters[other] == partner) ++other;
  const Linked told = link_invented(csv, 1,
                                    {{partner, linked_record, false},
                                     {std::min(other, partner), std::max(other, partner), true}});
  EXPECT_NE(told.linkage.clusters[partner], told.linkage.clusters[linked_record]);
  EXPECT_EQ(told.linkage.clusters[partner], told.linkage.clusters[other]);
}

TEST(Linkage, RefusesJudgementsThatContradictOneAnother) {
  const Table table = table_of("id,a\n1,x\n2,x\n3,y\n");
  Spec spec;
  spec.fields = {{"a", Kind::Category, {"a"}, true}};
  spec.rules = {{}};
  NoProgress progress;
  const Cancellation cancellation;
  const auto linkage = link(table, spec, name_tables(), {{0, 1, true}, {1, 2, true}, {0, 2, false}},
                            {}, progress, cancellation);
  ASSERT_FALSE(linkage.ok());
  EXPECT_EQ(linkage.error().what, "the judgements contradict one another about 1 and 3");
}

TEST(Sample, KeepsJudgementsAndMostOfTheEvidence) {
  const std::string csv = invented_list(300, 5);
  const Linked linked = link_invented(csv, 1);
  const Decision apart{0, 1, false};
  SampleOptions options;
  options.samples = 5;
  NoProgress progress;
  const Cancellation cancellation;
  const std::vector<std::uint32_t> lists(linked.table.size(), 0);
  const auto samples =
      sample_clusters(linked.linkage.scorer, linked.linkage.order, linked.linkage.scores.edges,
                      linked.linkage.clusters, {apart}, lists, {}, options, progress, cancellation);
  ASSERT_TRUE(samples.ok());
  ASSERT_EQ(samples.value().size(), 5u);
  for (const auto& sample : samples.value()) {
    EXPECT_NE(sample[0], sample[1]);
    const Quality quality = evaluate(linked.table, sample, linked.truth, false, 1, 0);
    EXPECT_GT(quality.f1.value, 0.8);
  }
}

// Two lists of `each` invented people with `shared` of them on both, told by a given name of 30, a
// surname of 250, a year missing in a fifth and a town missing in a third.
std::string two_lists(std::size_t each, std::size_t shared, std::uint64_t seed) {
  math::Random random(seed);
  std::string csv = "id,list,given,family,born,town,person\n";
  std::vector<std::array<std::string, 4>> people;
  for (std::size_t p = 0; p < 2 * each - shared; ++p) {
    people.push_back({invented_word(random, 30, 2), invented_word(random, 250, 3),
                      std::to_string(1950 + random.below(50)),
                      "town" + std::to_string(random.below(15))});
  }
  for (std::size_t row = 0; row < 2 * each; ++row) {
    const std::size_t p = row < each ? row : row - shared;
    std::array<std::string, 4> said = people[p];
    for (const std::size_t name : {0u, 1u}) {
      if (random.below(12) == 0) said[name][random.below(said[name].size())] = 'y';
    }
    if (random.below(5) == 0) said[2].clear();
    if (random.below(3) == 0) said[3].clear();
    csv += fmt::format("{},{},{},p{}\n", row + 1, row < each ? "A" : "B", fmt::join(said, ","), p);
  }
  return csv;
}

struct LinkedLists {
  Table table;
  Spec spec;
  std::vector<std::uint32_t> truth;
  std::unique_ptr<Linkage> linkage;
};

LinkedLists link_lists(const std::string& csv) {
  LinkedLists linked;
  linked.table = table_of(csv);
  linked.truth = linked.table.columns.back().ids;
  linked.table.columns.pop_back();
  ProposeOptions proposing;
  proposing.ignore = {"list"};
  linked.spec = propose(linked.table, name_tables(), proposing).take().spec;
  linked.spec.source = "list";
  linked.spec.one_to_one = true;
  NoProgress progress;
  linked.linkage = std::make_unique<Linkage>(
      link(linked.table, linked.spec, name_tables(), {}, {}, progress, Cancellation{}).take());
  return linked;
}

// Learnt over all pairs together, one of ten thousand of which is the same, the class found was
// something else: precision .12 on such lists.
TEST(Link, LearnsWhereAllPairsAreComparedAndFewAreTheSame) {
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    const LinkedLists linked = link_lists(two_lists(900, 90, seed));
    ASSERT_TRUE(linked.spec.rules.front().keys.empty()) << "all pairs are compared";
    const Quality quality =
        evaluate(linked.table, linked.linkage->clusters, linked.truth, false, 1, 0);
    EXPECT_GT(quality.precision.value, 0.8) << seed;
    EXPECT_GT(quality.recall.value, 0.5) << seed;
    EXPECT_NEAR(linked.linkage->scores.expected_matches, 90, 25) << seed;
  }
}

TEST(Sample, HoldsAboutAsManyPeopleAsThereAre) {
  for (const auto& [each, shared] : {std::pair{900u, 90u}, {900u, 450u}, {900u, 850u}}) {
    const LinkedLists linked = link_lists(two_lists(each, shared, 4));
    const std::vector<std::uint32_t>& lists = linked.table.find("list")->ids;
    ClusterOptions clustering;
    clustering.one_to_one = true;
    NoProgress progress;
    const auto samples = sample_clusters(linked.linkage->scorer, linked.linkage->order,
                                         linked.linkage->scores.edges, linked.linkage->clusters, {},
                                         lists, clustering, {}, progress, Cancellation{});
    ASSERT_TRUE(samples.ok());
    double people = 0;
    for (const auto& sample : samples.value()) {
      people += static_cast<double>(std::set(sample.begin(), sample.end()).size());
    }
    people /= static_cast<double>(samples.value().size());
    EXPECT_NEAR(2.0 * each - people, shared, 0.1 * shared + 5);
  }
}

RC_GTEST_PROP(Evaluate, CountsPairsAsTheTwin, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 40);
  const auto found =
      *rc::gen::container<std::vector<std::uint32_t>>(size, rc::gen::inRange<std::uint32_t>(0, 6));
  const auto truth =
      *rc::gen::container<std::vector<std::uint32_t>>(size, rc::gen::inRange<std::uint32_t>(0, 6));
  std::string csv = "a\n";
  for (std::size_t i = 0; i < size; ++i) csv += "x\n";
  const Quality quality = evaluate(table_of(csv), found, truth, false, 1, 0);
  const reference::PairCounts twin = reference::count_pairs(found, truth);
  RC_ASSERT(quality.true_pairs == twin.in_truth);
  RC_ASSERT(quality.linked_pairs == twin.linked);
  RC_ASSERT(quality.correct_pairs == twin.correct);
}

TEST(Propose, SeesWhatColumnsAre) {
  std::string csv = "id,full_name,surname,dob,mail,sex,note\n";
  math::Random random(1);
  for (int i = 0; i < 200; ++i) {
    const std::string family = "name" + std::string(1, static_cast<char>('a' + i % 26)) + "ova";
    csv += std::to_string(i) + ",ann " + family + "," + family + ",19" +
           std::to_string(10 + random.below(80)) + "-01-0" + std::to_string(1 + random.below(9)) +
           ",p" + std::to_string(i) + "@example.org," + (i % 2 == 0 ? "f" : "m") + ",same\n";
  }
  const Table table = table_of(csv);
  const auto proposal = propose(table, name_tables(), {});
  ASSERT_TRUE(proposal.ok());
  std::set<std::string> fields;
  for (const Field& field : proposal.value().spec.fields) {
    fields.insert(field.name + ":" + std::string(name_of(field.kind)));
  }
  EXPECT_EQ(fields, (std::set<std::string>{"full_name:person", "dob:date", "mail:identifier",
                                           "sex:category"}));
}

// People of whom a half are on the list twice and a quarter of those have moved; `turned`: one copy
// in ten has given name and surname exchanged.
std::string moving_list(bool turned, int people = 1600) {
  math::Random random(4);
  const auto word = [&](std::size_t kinds) {
    std::string text;
    std::size_t left = random.below(kinds);
    for (int i = 0; i < 3; ++i, left /= 14) {
      text += "bdfgklmnprstvz"[left % 14];
      text += "aeiou"[left % 5];
    }
    return text;
  };
  std::string csv = "id,given,surname,dob,street,house_number,town,state,person\n";
  int id = 0;
  for (int p = 0; p < people; ++p) {
    std::string given = word(90);
    std::string family = word(700) + "er";
    const std::string born = std::to_string(1940 + random.below(60)) + "-0" +
                             std::to_string(1 + random.below(9)) + "-" +
                             std::to_string(10 + random.below(19));
    std::string home;
    for (int copy = 0; copy < 1 + p % 2; ++copy) {
      if (copy == 0 || random.below(4) == 0) {
        home = word(2000) + " street," + std::to_string(1 + random.below(80)) + "," + word(300) +
               "town," + std::string(3, "abcdefgh"[random.below(8)]);
      }
      if (turned && copy == 1 && random.below(10) == 0) std::swap(given, family);
      csv += std::to_string(++id) + "," + given + "," + family + "," + born + "," + home + ",p" +
             std::to_string(p) + "\n";
    }
  }
  return csv;
}

TEST(Propose, TakesNamesAsOneWhereRecordsExchangeThem) {
  for (const bool turned : {false, true}) {
    const Table table = table_of(moving_list(turned));
    ProposeOptions options;
    options.ignore = {"person"};
    const Spec spec = propose(table, name_tables(), options).take().spec;
    const bool one = std::any_of(spec.fields.begin(), spec.fields.end(), [](const Field& field) {
      return field.kind == Kind::Person && field.columns.size() == 2;
    });
    EXPECT_EQ(one, turned);
  }
}

TEST(Linkage, CountsARemovalOnce) {
  Linked linked = link_invented(moving_list(false), 2);
  std::vector<std::string> moving;
  for (const Field& field : linked.spec.fields) {
    if (field.moves) moving.push_back(field.name);
  }
  EXPECT_THAT(moving, testing::UnorderedElementsAre("street", "house_number", "town", "state"));
  const Moving& learnt = linked.linkage.scorer.weights().moving;
  EXPECT_GT(learnt.share, 0.1);
  EXPECT_LT(learnt.share, 0.35);
  const auto quality_of = [&](const Linkage& linkage) {
    return evaluate(linked.table, linkage.clusters, linked.truth, false, 1, 0);
  };
  EXPECT_GT(quality_of(linked.linkage).recall.value, 0.97);
  EXPECT_GT(quality_of(linked.linkage).precision.value, 0.97);
  // One pair by its fields is what the tiles made of it.
  Scorer::Scratch scratch(linked.spec.fields.size());
  std::vector<double> parts;
  for (const Edge& edge : linked.linkage.scores.edges) {
    const double weight = linked.linkage.scorer.weigh(edge.left, edge.right, scratch, &parts);
    double sum = linked.linkage.scorer.weights().prior_weight;
    for (const double part : parts) sum += part;
    if (std::abs(weight - edge.weight) > 1e-3 || std::abs(sum - weight) > 1e-6) {
      FAIL() << edge.left << " and " << edge.right << ": " << edge.weight << ", " << weight << ", "
             << sum;
    }
  }
  // Taken one by one, four fields outvote a name and a day of birth.
  for (Field& field : linked.spec.fields) field.moves = false;
  NoProgress progress;
  const Cancellation cancellation;
  const Linkage apart =
      link(linked.table, linked.spec, name_tables(), {}, {}, progress, cancellation).take();
  EXPECT_LT(quality_of(apart).recall.value, quality_of(linked.linkage).recall.value);
}

TEST(Linkage, AsksMoreOfAddressesMadeOfTheName) {
  // Everybody's address is the first letter and the surname, and a digit of their own.
  std::istringstream lines(moving_list(false, 600));
  std::string csv;
  std::string line;
  math::Random random(8);
  while (std::getline(lines, line)) {
    std::vector<std::string> cells;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) cells.push_back(cell);
    csv += line.substr(0, line.rfind(',')) + ",";
    csv += csv.size() < 80 && cells[0] == "id"
               ? "mail"
               : cells[1].substr(0, 1) + cells[2] + std::to_string(random.below(10)) + "@mail.org";
    csv += "," + cells.back() + "\n";
  }
  const Linked linked = link_invented(csv, 2);
  const auto mail = static_cast<std::size_t>(
      std::find_if(linked.spec.fields.begin(), linked.spec.fields.end(),
                   [](const Field& field) { return field.name == "mail"; }) -
      linked.spec.fields.begin());
  ASSERT_LT(mail, linked.spec.fields.size());
  const Scorer& scorer = linked.linkage.scorer;
  const ComparisonWeights& weights = scorer.weights().comparisons[mail];
  const std::size_t typo = weights.weight.size() - 2;
  ASSERT_EQ(scorer.comparisons()[mail]->level_names()[typo], "one typo");
  EXPECT_LT(weights.beside_name.at(typo), weights.weight[typo] - 3);
  Scorer::Scratch scratch(linked.spec.fields.size());
  for (const Edge& edge : linked.linkage.scores.edges) {
    const double weight = scorer.weigh(edge.left, edge.right, scratch);
    if (std::abs(weight - edge.weight) > 1e-3) FAIL() << edge.left << " and " << edge.right;
  }
}

TEST(Compare, OneKoreanNameIsOneNameInAnyScript) {
  const Table table = table_of(
      "id,name\n1,김철수\n2,Ким Чхоль Су\n3,Kim Chol-su\n4,KIM CHEOLSU\n5,Chul-Soo Kim\n"
      "6,박영희\n7,Пак Ён Хи\n8,Ivan Petrov\n");
  const Kind kind = Kind::CrossScriptPerson;
  const Level same = level(table, kind, {"name"}, 0, 0);
  EXPECT_GE(same, 12);
  for (const RecordIndex other : {1u, 2u, 3u, 4u}) {
    EXPECT_GE(level(table, kind, {"name"}, 0, other), 12) << other;
  }
  EXPECT_GE(level(table, kind, {"name"}, 5, 6), 12);
  for (const RecordIndex other : {5u, 6u, 7u}) {
    EXPECT_LE(level(table, kind, {"name"}, 0, other), 3) << other;
  }
}

TEST(Compare, PartsOfANameMeetAcrossScriptsAndColumns) {
  const Table table = table_of(
      "id,given,family\n1,철수,김\n2,Chol Su,Kim\n3,Чхоль Су,Ким\n4,Kim,Chol-su\n5,영희,박\n");
  for (const RecordIndex other : {1u, 2u, 3u}) {
    EXPECT_GE(level(table, Kind::CrossScriptPerson, {"family", "given"}, 0, other), 12) << other;
  }
  EXPECT_LE(level(table, Kind::CrossScriptPerson, {"family", "given"}, 0, 4), 2);
  for (const RecordIndex other : {1u, 2u}) {
    EXPECT_GE(level(table, Kind::CrossScriptName, {"given"}, 0, other), 8) << other;
    EXPECT_GE(level(table, Kind::CrossScriptName, {"family"}, 0, other), 4) << other;
  }
  EXPECT_LE(level(table, Kind::CrossScriptName, {"given"}, 0, 4), 2);
}

TEST(Compare, OrganisationsMeetWhateverTheirLegalFormAndScript) {
  const Table table = table_of(
      "id,firm\n1,ООО Жарковстрой\n2,\"Zharkovstroy, LLC\"\n3,Zharkovstroy Ltd\n"
      "4,ООО Лесоторг\n");
  EXPECT_GE(level(table, Kind::Organisation, {"firm"}, 0, 1), 8);
  EXPECT_GE(level(table, Kind::Organisation, {"firm"}, 0, 2), 8);
  EXPECT_LE(level(table, Kind::Organisation, {"firm"}, 0, 3), 2);
}

TEST(BlockKeys, SpellingsOfOneNameShareAKey) {
  const Table table = table_of(
      "id,name\n1,김철수\n2,Ким Чхоль Су\n3,Kim Chol-su\n4,KIM CHEOLSU\n5,Chulsoo Kim\n"
      "6,Александр Щуклин\n7,Shchuklin Alexander\n8,박영희\n");
  const Column& column = table.columns.front();
  const ValueKeys keys = make_value_keys(column, {"name", Take::WholeName, 0}, name_tables());
  const auto share = [&](RecordIndex a, RecordIndex b) {
    const ValueId x = column.ids[a];
    const ValueId y = column.ids[b];
    for (std::uint32_t i = keys.first[x]; i < keys.first[x + 1]; ++i) {
      for (std::uint32_t j = keys.first[y]; j < keys.first[y + 1]; ++j) {
        if (keys.keys[i] == keys.keys[j]) return true;
      }
    }
    return false;
  };
  for (const RecordIndex other : {1u, 2u, 3u, 4u}) EXPECT_TRUE(share(0, other)) << other;
  EXPECT_TRUE(share(5, 6));
  EXPECT_FALSE(share(0, 7));
  EXPECT_FALSE(share(0, 5));
}

// The lists of tests/linkage/five_lists.h with a seed of its own. With names compared as Latin
// letters by the kind `person` the same lists come to a fraction of it.
TEST(Link, FindsPeopleOnFiveListsInThreeScripts) {
  Table table = table_of(FiveLists(name_tables().matcher(), 11).csv(300));
  const std::vector<std::uint32_t> truth = table.columns.back().ids;
  table.columns.pop_back();
  ProposeOptions proposing;
  proposing.ignore = {"list"};
  const Spec spec = propose(table, name_tables(), proposing).take().spec;
  ASSERT_FALSE(spec.fields.empty());
  EXPECT_EQ(spec.fields.front().kind, Kind::CrossScriptPerson);
  NoProgress progress;
  const Cancellation cancellation;
  const auto linkage = link(table, spec, name_tables(), {}, {}, progress, cancellation);
  ASSERT_TRUE(linkage.ok());
  const Quality quality = evaluate(table, linkage.value().clusters, truth, false, 1, 0);
  EXPECT_GE(quality.precision.value, 0.93);
  EXPECT_GE(quality.recall.value, 0.85);

  Table richer = table_of(FiveLists(name_tables().matcher(), 11, ListedFacts::Realistic).csv(300));
  richer.columns.pop_back();
  const auto fields = propose(richer, name_tables(), proposing).take().spec.fields;
  ASSERT_EQ(fields.size(), 4u);
  EXPECT_EQ(fields[2].kind, Kind::CrossScriptName) << "home, in three scripts";
  EXPECT_EQ(fields[3].kind, Kind::Organisation);

  Spec latin = spec;
  latin.fields.front().kind = Kind::Person;
  const auto plain = link(table, latin, name_tables(), {}, {}, progress, cancellation);
  ASSERT_TRUE(plain.ok());
  const Quality before = evaluate(table, plain.value().clusters, truth, false, 1, 0);
  EXPECT_LT(before.f1.value + 0.1, quality.f1.value) << before.f1.value;
}

// On long lists every affordable rule fixes the name: its weights and the prior come from pairs
// that agree on something else.
TEST(Train, LearnsNamesAndThePriorWhereEveryRuleFixesTheName) {
  FiveLists lists(name_tables().matcher(), 12);
  Table table = table_of(lists.csv(900));
  table.columns.pop_back();
  std::map<std::size_t, double> records;
  for (const ListedTruth& truth : lists.truths()) ++records[truth.person];
  double same = 0;
  for (const auto& [person, count] : records) same += count * (count - 1) / 2;
  const auto size = static_cast<double>(table.size());
  Spec spec;
  spec.fields = {{"name", Kind::CrossScriptPerson, {"name"}, true},
                 {"born", Kind::Number, {"born"}, true},
                 {"site", Kind::Category, {"site"}, true}};
  spec.rules = {{{{"name", Take::WholeName, 0}, {"born", Take::Whole, 0}}},
                {{{"name", Take::WholeName, 0}, {"site", Take::Whole, 0}}}};
  NoProgress progress;
  const Cancellation cancellation;
  const auto linkage = link(table, spec, name_tables(), {}, {}, progress, cancellation);
  ASSERT_TRUE(linkage.ok());
  const double prior = linkage.value().scorer.weights().prior;
  EXPECT_NEAR(prior / (same / (size * (size - 1) / 2)), 1, 0.25);
}

TEST(Truth, IsWhatThePatternTakesFromTheIds) {
  const auto truth =
      truth_by_pattern({"rec-7-org", "rec-70-org", "rec-7-dup-0", "other", "rec-70-dup-11", "else"},
                       "rec-(\\d+)-.*");
  ASSERT_TRUE(truth.ok());
  const auto& who = truth.value();
  EXPECT_EQ(who[0], who[2]);
  EXPECT_EQ(who[1], who[4]);
  EXPECT_EQ((std::set<std::uint32_t>{who.begin(), who.end()}).size(), 4u);
  EXPECT_EQ(truth_by_pattern({"a"}, "rec-(.*)").error().what,
            "truth_pattern 'rec-(.*)' fits no record");
  EXPECT_EQ(truth_by_pattern({"a"}, "(a)(b)").error().what, "truth_pattern has 2 groups");
  EXPECT_FALSE(check_truth_pattern("rec-(").ok());
}

TEST(Spec, HoldsPriorRulesAndATruthPattern) {
  const std::string text = R"(truth_pattern = "rec-(\\d+)-.*"
prior_recall = 0.8
[[field]]
columns = ["family"]
kind = "name"
[[block]]
keys = ["born"]
[[prior_rule]]
keys = ["given", "family", "born"]
)";
  const auto spec = parse_spec(text, "spec.toml");
  ASSERT_TRUE(spec.ok()) << to_string(spec.error());
  EXPECT_EQ(spec.value().truth_pattern, "rec-(\\d+)-.*");
  ASSERT_EQ(spec.value().prior_rules.size(), 1u);
  const auto again = parse_spec(write_spec(spec.value(), ""), "again");
  ASSERT_TRUE(again.ok()) << to_string(again.error());
  EXPECT_EQ(again.value().truth_pattern, spec.value().truth_pattern);
  EXPECT_EQ(again.value().prior_rules, spec.value().prior_rules);
  EXPECT_EQ(again.value().prior_recall, 0.8);
  EXPECT_FALSE(parse_spec("prior = 0.1\n" + text, "spec.toml").ok());
  EXPECT_FALSE(parse_spec(text.substr(text.find("[[field")), "spec.toml").ok());
}

TEST(Linkage, TakesThePriorFromNearlyCertainRules) {
  // 60 people twice, the same in everything, among 240 who are once: the rule finds 60 pairs.
  std::string csv = "id,given,born\n";
  for (int i = 0; i < 300; ++i) {
    const std::string row =
        ",name" + std::to_string(i) + "," + std::to_string(1950 + i % 50) + "\n";
    csv += std::to_string(2 * i) + row;
    if (i < 60) csv += std::to_string(2 * i + 1) + row;
  }
  const Table table = table_of(csv);
  const Spec spec = parse_spec(R"(prior_recall = 0.5
[[field]]
columns = ["given"]
kind = "name"
[[field]]
columns = ["born"]
kind = "number"
[[block]]
keys = ["born"]
[[prior_rule]]
keys = ["given", "born"]
)",
                               "spec")
                        .take();
  NoProgress progress;
  const Cancellation cancellation;
  const auto linkage = link(table, spec, name_tables(), {}, {}, progress, cancellation);
  ASSERT_TRUE(linkage.ok());
  EXPECT_NEAR(linkage.value().scorer.weights().prior, 120.0 / (360 * 359 / 2), 1e-9);
}

}  // namespace
}  // namespace depone::linkage
