#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "base/data_files.h"
#include "overlap/question.h"
#include "overlap/ring.h"
#include "tests/base/result_matchers.h"

namespace depone::overlap {
namespace {

NoProgress progress;
const Cancellation cancellation;

const Normaliser& normaliser() {
  static const Normaliser loaded = Normaliser::load(embedded_data()).take();
  return loaded;
}

Result<ListKeys> keys_for(const CsvTable& list, const Protocol& protocol) {
  return keys_of(list, {}, protocol, protocol.rules[0], normaliser(), 1, progress, cancellation);
}

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
  run.protocol.number = std::string(32, '7');
  run.protocol.normaliser = normaliser().id();
  run.protocol.maximum_questions = 3;
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
    run.keys.push_back({keys_for(run.lists[i], run.protocol).value()});
    const Bytes bytes =
        write_message(run.secrets[i], commitment(run.protocol, run.secrets[i], run.keys[i]));
    messages.push_back(read_message(run.protocol, bytes, "commitment").value());
  }
  run.commitments = gather_commitments(run.protocol, std::move(messages)).value();
  return run;
}

std::vector<Outgoing> start_of(const Ring& run, std::size_t i) {
  std::vector<Outgoing> outgoing;
  outgoing.push_back(start(run.protocol, run.secrets[i], run.commitments, 0, run.keys[i][0], 1,
                           progress, cancellation)
                         .take());
  return outgoing;
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

using Counts = std::vector<std::optional<std::int64_t>>;

Counts counts_of(const Ring& run) {
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
  Counts expected(std::size_t{1} << parties, 0);
  for (int person = 0; person < 12; ++person) {
    std::size_t lists = 0;
    for (std::size_t i = 0; i < parties; ++i) lists |= std::size_t{people[i].count(person)} << i;
    if (lists != 0) ++*expected[lists];
  }
  RC_ASSERT(counts_of(make_run(people)) == expected);
}

TEST(Overlap, FindsAPersonInAnyScriptAndOrder) {
  EXPECT_EQ(normaliser().part("Иванов, Пётр", KeyKind::Name),
            normaliser().part("Petr Ivanov", KeyKind::Name));
  EXPECT_EQ(normaliser().part("17.05.1990", KeyKind::Date), "1990-05-17");
  EXPECT_EQ(normaliser().part("19900517", KeyKind::Date), "1990-05-17");
  EXPECT_EQ(normaliser().part("1990-5-17", KeyKind::Date), "1990-05-17");
  EXPECT_EQ(normaliser().part("about 1990", KeyKind::Year), "1990");
  EXPECT_EQ(normaliser().part("unknown", KeyKind::Year), "");
  EXPECT_EQ(normaliser().part("31.02", KeyKind::Date), "");
}

TEST(Overlap, ARecordWithoutAFieldHasNoKeyAndIsCountedSo) {
  const Ring run = make_run({{1}, {2}});
  const auto list = read_csv("name,birth\nA B,1990\nA B,1990\nC D,\n", "l.csv").value();
  const auto keys = keys_for(list, run.protocol).value();
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
  run.keys[0] = {keys_for(list_of({1, 2, 4}), run.protocol).value()};
  EXPECT_THAT(start(run.protocol, run.secrets[0], run.commitments, 0, run.keys[0][0], 1, progress,
                    cancellation),
              HasFault(Fault::Conflict));
}

TEST(Overlap, AMessageOfAnotherRunIsRefused) {
  const Ring run = make_run({{1, 2, 3}, {2, 3}});
  Ring other = make_run({{1, 2, 4}, {2, 3}});  // same parties and protocol, other commitments
  EXPECT_THAT(pass_of(other, 1, start_of(run, 0).at(0).sealed), HasFault(Fault::Tampered));
}

TEST(Overlap, ASignedCommitmentThatIsMalformedIsRefused) {
  const Ring run = make_run({{1, 2, 3}, {2, 3}});
  for (const Json& lists : {Json(), Json(7), Json::array(), Json::array({7}),
                            Json::array({{{"rule", 1}, {"length", 3}}}),
                            Json::array({{{"rule", "strict"}, {"length", -1}}}),
                            Json::array({{{"rule", "strict"}, {"length", "3"}}})}) {
    std::vector<Message> messages = run.commitments.messages;
    messages[1].header["lists"] = lists;
    EXPECT_THAT(gather_commitments(run.protocol, messages), HasFault(Fault::InvalidInput));
  }
  std::vector<Message> messages = run.commitments.messages;
  messages[1].header["kind"] = 7;
  EXPECT_THAT(gather_commitments(run.protocol, messages), HasFault(Fault::InvalidInput));
  messages[1].header.erase("lists");
  EXPECT_THAT(gather_commitments(run.protocol, messages), HasFault(Fault::InvalidInput));
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
    const auto sent = start(run.protocol, run.secrets[0], run.commitments, 0, run.keys[0][0],
                            threads, progress, cancellation);
    return crypto::open_sealed(run.secrets[1].box, sent.value().sealed).value();
  };
  EXPECT_EQ(open(1), open(3));
}

TEST(Overlap, EachPartyFindsTheListsItSentInTheTranscript) {
  const Ring run = make_run({{1, 2, 3}, {2, 3}, {3, 4}});
  const Outgoing first = start_of(run, 1).at(0);  // P1's list, to P2
  const Outgoing second = pass_of(run, 2, first.sealed).value();
  const Outgoing third = pass_of(run, 0, second.sealed).value();
  std::vector<Bytes> home = carry_round(run);
  home.insert(home.begin(), third.sealed);
  const auto counted = count(run.protocol, run.secrets[0], run.commitments, home);
  ASSERT_THAT(counted, IsOk());
  const auto& way = counted.value()[0].transcript[1];
  EXPECT_EQ(way, (std::vector<std::string>{first.digest, second.digest, third.digest}));
}

TEST(Overlap, SharedCountsAreReadBackAndHoldTheLengths) {
  const Ring run = make_run({{1, 2, 3}, {2, 3}, {3}});
  auto counted = count(run.protocol, run.secrets[0], run.commitments, carry_round(run)).value();
  const auto shared = [&](std::size_t from) {
    return read_counts(
        run.protocol, run.secrets[2], run.commitments,
        share(run.protocol, run.secrets[from], run.commitments, counted, "P2").sealed, "counts");
  };
  ASSERT_THAT(shared(0), IsOk());
  EXPECT_EQ(shared(0).value()[0].counts, counted[0].counts);
  EXPECT_THAT(shared(1), HasFault(Fault::Tampered));  // not the counter
  const Counts right = counted[0].counts;
  counted[0].counts[1] = std::nullopt;  // hidden
  EXPECT_THAT(shared(0), IsOk());
  counted[0].counts = right;
  ++*counted[0].counts[1];
  EXPECT_THAT(shared(0), HasFault(Fault::Tampered));
}

TEST(Question, TellsWhetherAPersonIsOnTheOtherList) {
  const Ring run = make_run({{1, 2, 3}, {2, 3}});
  for (const auto& [person, there] : {std::pair{2, true}, {1, false}}) {
    const auto question =
        ask(run.protocol, run.secrets[0], list_of({person}), {}, run.protocol.rules[0],
            normaliser(), "P1", "to spare him a second interview", "the coordinator");
    ASSERT_THAT(question, IsOk());
    const Bytes& sealed = question.value().outgoing.sealed;
    const auto read = read_question(run.protocol, run.secrets[1], sealed, "question");
    EXPECT_EQ(read.value().reason, "to spare him a second interview");
    EXPECT_EQ(read.value().asked_by, "the coordinator");
    const auto answered = answer(run.protocol, run.secrets[1], run.keys[1][0], sealed, "question",
                                 "the director", 1, progress, cancellation);
    ASSERT_THAT(answered, IsOk());
    const Bytes& back = answered.value().sealed;
    EXPECT_EQ(read_answer(run.protocol, run.secrets[0], back, "answer").value().agreed_by,
              "the director");
    EXPECT_EQ(
        learn(run.protocol, run.secrets[0], back, "answer", 1, progress, cancellation).value(),
        there);
  }
}

TEST(Question, IsRefusedWhereTheProtocolAllowsNone) {
  Ring run = make_run({{1, 2, 3}, {2, 3}});
  run.protocol.maximum_questions = 0;
  EXPECT_THAT(ask(run.protocol, run.secrets[0], list_of({1}), {}, run.protocol.rules[0],
                  normaliser(), "P1", "why", "who"),
              HasFault(Fault::Denied));
}

TEST(Question, CannotWriteOnTheTerminal) {
  const Ring run = make_run({{1, 2, 3}, {2, 3}});
  for (const char* reason : {"a\x1b[2J", "a\nb", "\xc2\x9b",
                             "\xe2\x80\xae"
                             "abc",
                             "\xff"}) {
    EXPECT_THAT(ask(run.protocol, run.secrets[0], list_of({1}), {}, run.protocol.rules[0],
                    normaliser(), "P1", reason, "who"),
                HasFault(Fault::InvalidInput));
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
  protocol = make_run({{1}, {2}}).protocol;
  protocol.parties[1].name = "p0";  // a stick may not tell them apart
  EXPECT_THAT(protocol_from_json(to_json(protocol)), HasFault(Fault::InvalidInput));
  protocol = make_run({{1}, {2}}).protocol;
  protocol.parties[1].signing_key = protocol.parties[0].signing_key;
  EXPECT_THAT(protocol_from_json(to_json(protocol)), HasFault(Fault::InvalidInput));
  EXPECT_THAT(parse_rule("r", "name:soul"), HasFault(Fault::InvalidInput));
  EXPECT_THAT(parse_rule("a/b", "name:name"), HasFault(Fault::InvalidInput));
}

TEST(Protocol, IsSpokenInTenGroupsOfDigits) {
  crypto::Digest digest{};
  digest[2] = 42;
  digest[3] = 1;  // 65536
  EXPECT_EQ(spoken(digest), "00042 65536 00000 00000 00000 00000 00000 00000 00000 00000");
}

// One person in Hangul, Hanja, Latin by several systems and either order, and Cyrillic.
TEST(Sound, IsOneForTheSpellingsOfOneName) {
  const auto sound = [](const char* name) { return normaliser().part(name, KeyKind::Sound); };
  for (const char* name : {"金炳基", "Kim Byung-ki", "KIM Pyong Gi", "Kim Pyŏng-gi", "Byungki KIM",
                           "Ким Пён Ги", "Gim Byeonggi", "Kim, Byung Ki"}) {
    EXPECT_EQ(sound("김병기"), sound(name)) << name;
  }
  for (const char* name :
       {"Hruschev Nikita", "Nikita Sergeevich Khrushchev", "KHRUSHCHEV, Nikita"}) {
    EXPECT_EQ(sound("Никита Сергеевич Хрущёв"), sound(name)) << name;
  }
  EXPECT_NE(sound("김병기"), sound("박병기"));
  EXPECT_NE(sound("김병기"), sound("김성민"));
  EXPECT_NE(sound("Иван Петров"), sound("Иван Сидоров"));
  EXPECT_EQ(sound("..."), "");
  EXPECT_EQ(sound(""), "");
}

// What docs/methods-overlap.md says of it, on the development half.
TEST(Sound, JoinsSpellingsAsOftenAsTheDocumentsSay) {
  std::ifstream file(DEPONE_SOURCE_DIR "/../shared/data/linkage/names/korean_legislators_half.csv");
  if (!file) GTEST_SKIP() << "the development data ../shared/data/linkage is not here";
  std::stringstream text;
  text << file.rdbuf();
  const CsvTable people = read_csv(text.str(), "korean_legislators_half.csv").value();
  std::size_t same = 0;
  for (const auto& row : people.rows) {
    same += normaliser().part(row[1], KeyKind::Sound) == normaliser().part(row[3], KeyKind::Sound);
  }
  EXPECT_GE(same, people.rows.size() * 98 / 100);
}

}  // namespace
}  // namespace depone::overlap
