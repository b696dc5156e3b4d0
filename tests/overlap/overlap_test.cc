#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

#include "overlap/question.h"
#include "overlap/ring.h"
#include "tests/base/result_matchers.h"

namespace depone::overlap {
namespace {

NoProgress progress;
const Cancellation cancellation;

// k parties "P0", "P1", ... with one rule over a name and a year of birth.
struct Ring {
  Protocol protocol;
  std::vector<PartySecret> secrets;
  std::vector<CsvTable> lists;
  std::vector<std::vector<ListKeys>> keys;
  Commitments commitments;
};

CsvTable list_of(const std::set<int>& people) {
  std::string csv = "name,birth\n";
  for (const int person : people) {
    csv +=
        "Person Number" + std::to_string(person) + "," + std::to_string(1950 + person % 50) + "\n";
  }
  return read_csv(csv, "list.csv").value();
}

Ring make_run(const std::vector<std::set<int>>& people) {
  Ring run;
  run.protocol.purpose = "test";
  run.protocol.counter = "P0";
  run.protocol.rules = {parse_rule("strict", "name:name,birth:year").value()};
  for (std::size_t i = 0; i < people.size(); ++i) {
    crypto::SecretBytes seed(32);
    seed.writable()[0] = static_cast<std::uint8_t>(i + 1);
    run.secrets.push_back(secret_from_seed("P" + std::to_string(i), std::move(seed)));
    run.protocol.parties.push_back(run.secrets.back().party());
    run.lists.push_back(list_of(people[i]));
  }
  std::vector<Message> messages;
  for (std::size_t i = 0; i < people.size(); ++i) {
    run.keys.push_back({keys_of(run.lists[i], run.protocol, run.protocol.rules[0]).value()});
    const Bytes bytes =
        write_message(run.secrets[i], commitment(run.protocol, run.secrets[i], run.keys[i]));
    messages.push_back(read_message(run.protocol, bytes, "commitment").value());
  }
  run.commitments = gather_commitments(run.protocol, std::move(messages)).value();
  return run;
}

std::vector<Outgoing> start_of(const Ring& run, std::size_t i) {
  return start(run.protocol, run.secrets[i], run.commitments, run.keys[i], 1, progress,
               cancellation)
      .value();
}

Result<Outgoing> pass_of(const Ring& run, std::size_t i, ByteView sealed) {
  return pass(run.protocol, run.secrets[i], run.commitments, sealed, "message", 1, progress,
              cancellation);
}

// Carries every message round the ring until all are at the counter.
std::vector<Bytes> carry_round(const Ring& run) {
  std::vector<Outgoing> on_the_way;
  std::vector<Bytes> home;
  for (std::size_t i = 0; i < run.secrets.size(); ++i) {
    for (Outgoing& message : start_of(run, i)) on_the_way.push_back(std::move(message));
  }
  while (!on_the_way.empty()) {
    Outgoing message = std::move(on_the_way.back());
    on_the_way.pop_back();
    if (message.hop == static_cast<int>(run.secrets.size())) {
      home.push_back(std::move(message.sealed));
      continue;
    }
    const std::size_t to = run.protocol.index_of(message.to);
    on_the_way.push_back(pass_of(run, to, message.sealed).value());
  }
  return home;
}

std::vector<std::int64_t> counts_of(const Ring& run) {
  const auto all = count(run.protocol, run.secrets[0], run.commitments, carry_round(run));
  return all.value().at(0).counts;
}

RC_GTEST_PROP(Overlap, CountsWhatALookAtTheNamesWouldCount, ()) {
  const auto parties = *rc::gen::inRange<std::size_t>(2, 5);
  std::vector<std::set<int>> people(parties);
  for (auto& list : people) {
    const auto drawn = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 12));
    list = {drawn.begin(), drawn.end()};
  }
  // The literal twin: every person, looked up on every list.
  std::vector<std::int64_t> expected(std::size_t{1} << parties, 0);
  for (int person = 0; person < 12; ++person) {
    std::size_t lists = 0;
    for (std::size_t i = 0; i < parties; ++i) lists |= std::size_t{people[i].count(person)} << i;
    if (lists != 0) ++expected[lists];
  }
  RC_ASSERT(counts_of(make_run(people)) == expected);
}

TEST(Overlap, FindsAPersonInAnyScriptAndOrder) {
  EXPECT_EQ(key_part("Иванов, Пётр", KeyKind::Name), key_part("Petr Ivanov", KeyKind::Name));
  EXPECT_EQ(key_part("17.05.1990", KeyKind::Date), "1990-05-17");
  EXPECT_EQ(key_part("19900517", KeyKind::Date), "1990-05-17");
  EXPECT_EQ(key_part("1990-5-17", KeyKind::Date), "1990-05-17");
  EXPECT_EQ(key_part("about 1990", KeyKind::Year), "1990");
  EXPECT_EQ(key_part("unknown", KeyKind::Year), "");
  EXPECT_EQ(key_part("31.02", KeyKind::Date), "");
}

TEST(Overlap, ARecordWithoutAFieldHasNoKeyAndIsCountedSo) {
  const Ring run = make_run({{1}, {2}});
  const auto list = read_csv("name,birth\nA B,1990\nA B,1990\nC D,\n", "l.csv").value();
  const auto keys = keys_of(list, run.protocol, run.protocol.rules[0]).value();
  EXPECT_EQ(keys.elements.size(), 1u);
  EXPECT_EQ(keys.repeated, 1u);
  EXPECT_EQ(keys.without_key, 1u);
}

TEST(Overlap, NothingOfTheListShowsInWhatIsSent) {
  const Ring run = make_run({{1, 2, 3}, {2, 3}, {3}});
  const Outgoing sent = start_of(run, 0).at(0);
  const Bytes plain = crypto::open_sealed(run.secrets[1].box, sent.sealed).value();
  const Message message = read_message(run.protocol, plain, "m").value();
  for (const crypto::Element& entry : message.entries) {
    for (const crypto::Element& key : run.keys[0][0].elements) EXPECT_NE(entry, key);
  }
  EXPECT_TRUE(std::is_sorted(message.entries.begin(), message.entries.end()));
}

TEST(Overlap, AChangedMessageIsTampered) {
  const Ring run = make_run({{1, 2, 3}, {2, 3}, {3}});
  Outgoing sent = start_of(run, 0).at(0);
  for (const std::size_t at : {std::size_t{0}, sent.sealed.size() / 2, sent.sealed.size() - 1}) {
    Bytes changed = sent.sealed;
    changed[at] ^= 1;
    EXPECT_THAT(pass_of(run, 1, changed), HasFault(Fault::Tampered));
  }
  EXPECT_THAT(pass_of(run, 2, sent.sealed), HasFault(Fault::Tampered));  // not for P2
}

TEST(Overlap, AListThatWasNotCommittedToIsRefused) {
  Ring run = make_run({{1, 2, 3}, {2, 3}});
  run.keys[0] = {keys_of(list_of({1, 2, 4}), run.protocol, run.protocol.rules[0]).value()};
  EXPECT_THAT(
      start(run.protocol, run.secrets[0], run.commitments, run.keys[0], 1, progress, cancellation),
      HasFault(Fault::Conflict));
}

TEST(Overlap, AMessageOfAnotherRunIsRefused) {
  const Ring run = make_run({{1, 2, 3}, {2, 3}});
  Ring other = make_run({{1, 2, 4}, {2, 3}});  // same parties and protocol, other commitments
  EXPECT_THAT(pass_of(other, 1, start_of(run, 0).at(0).sealed), HasFault(Fault::Tampered));
}

TEST(Overlap, CountingNamesTheListThatIsMissing) {
  const Ring run = make_run({{1, 2, 3}, {2, 3}});
  std::vector<Bytes> home = carry_round(run);
  home.pop_back();
  const auto counted = count(run.protocol, run.secrets[0], run.commitments, home);
  ASSERT_THAT(counted, HasFault(Fault::InvalidInput));
  EXPECT_NE(counted.error().what.find("has not come back"), std::string::npos);
}

TEST(Overlap, BlindingIsTheSameForAnyNumberOfThreads) {
  std::set<int> many;
  for (int i = 0; i < 700; ++i) many.insert(i);
  const Ring run = make_run({many, {1}});
  const auto open = [&](std::size_t threads) {
    const auto sent = start(run.protocol, run.secrets[0], run.commitments, run.keys[0], threads,
                            progress, cancellation);
    return crypto::open_sealed(run.secrets[1].box, sent.value().at(0).sealed).value();
  };
  EXPECT_EQ(open(1), open(3));
}

TEST(Question, TellsWhetherAPersonIsOnTheOtherList) {
  const Ring run = make_run({{1, 2, 3}, {2, 3}});
  for (const auto& [person, there] : {std::pair{2, true}, {1, false}}) {
    const auto question = ask(run.protocol, run.secrets[0], list_of({person}),
                              run.protocol.rules[0], "P1", "to spare him a second interview");
    ASSERT_THAT(question, IsOk());
    const Bytes& sealed = question.value().sealed;
    const auto read = read_question(run.protocol, run.secrets[1], sealed, "question");
    EXPECT_EQ(read.value().reason, "to spare him a second interview");
    const auto answered = answer(run.protocol, run.secrets[1], run.lists[1], sealed, "question", 1,
                                 progress, cancellation);
    ASSERT_THAT(answered, IsOk());
    EXPECT_EQ(learn(run.protocol, run.secrets[0], answered.value().sealed, "answer", 1, progress,
                    cancellation)
                  .value(),
              there);
  }
}

TEST(Protocol, IsTheSameAfterWritingAndReading) {
  const Ring run = make_run({{1}, {2}, {3}});
  const auto read = protocol_from_json(to_json(run.protocol));
  ASSERT_THAT(read, IsOk());
  EXPECT_EQ(read.value().id(), run.protocol.id());
}

TEST(Protocol, RefusesWhatCannotBeRun) {
  Protocol protocol = make_run({{1}, {2}}).protocol;
  protocol.counter = "nobody";
  EXPECT_THAT(protocol_from_json(to_json(protocol)), HasFault(Fault::InvalidInput));
  protocol = make_run({{1}, {2}}).protocol;
  protocol.parties[1].name = "P0";
  EXPECT_THAT(protocol_from_json(to_json(protocol)), HasFault(Fault::InvalidInput));
  EXPECT_THAT(parse_rule("r", "name:soul"), HasFault(Fault::InvalidInput));
  EXPECT_THAT(parse_rule("a/b", "name:name"), HasFault(Fault::InvalidInput));
}

}  // namespace
}  // namespace depone::overlap
