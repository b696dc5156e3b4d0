// Any bytes as what others carry here: parcels, cards, protocols, messages, lists, counts,
// questions. Sealed and signed by the right key, so that what lies behind the signature is reached,
// too. An error, or a value that is written and read back the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "casework/overlap_folder.h"
#include "crypto/base64.h"
#include "overlap/question.h"

namespace {

using namespace depone;
using namespace depone::overlap;

void check(bool holds) {
  if (!holds) std::abort();
}

crypto::SecretBytes seed_of(std::uint8_t number) {
  crypto::SecretBytes seed(32);
  seed.writable()[0] = number;
  return seed;
}

// Two parties, one rule; P1 is whoever sends the bytes.
struct Fixture {
  PartySecret own = secret_from_seed("P0", seed_of(1));
  PartySecret other = secret_from_seed("P1", seed_of(2));
  Protocol protocol;
  Commitments commitments;

  Fixture() {
    protocol.number = std::string(32, '0');
    protocol.normaliser = std::string(64, '0');
    protocol.purpose = "fuzzed";
    protocol.counter = "P0";
    protocol.parties = {own.party(), other.party()};
    protocol.rules = {parse_rule("r", "a:text").take()};
    protocol.maximum_questions = 1;
    ListKeys keys;
    keys.elements = {crypto::element_of(bytes_of("a"))};
    std::vector<Message> messages;
    for (const PartySecret* party : {&own, &other}) {
      const Bytes bytes = write_message(*party, commitment(protocol, *party, {&keys, 1}));
      messages.push_back(read_message(protocol, bytes, "m").take());
    }
    commitments = gather_commitments(protocol, std::move(messages)).take();
  }
};

// The input is a header and, after a line end, entries: signed by P1 as write_message() would, but
// with whatever the header says.
Bytes signed_by_other(const Fixture& fixture, std::string_view text) {
  const std::size_t end = text.find('\n');
  const std::string header(text.substr(0, end));
  const ByteView entries =
      bytes_of(end == std::string_view::npos ? std::string_view() : text.substr(end + 1));
  auto json = parse_json(header, "fuzzed");
  if (!json.ok() || !json.value().is_object()) return copy_of(bytes_of(text));
  Json object = std::move(json).take();
  // Hard to guess and easy to check: given, unless the input says otherwise.
  if (!object.contains("protocol")) object["protocol"] = fixture.protocol.id_text();
  if (!object.contains("commitments")) object["commitments"] = fixture.commitments.digest;
  if (!object.contains("from")) object["from"] = "P1";
  if (!object.contains("to")) object["to"] = "P0";
  if (!object.contains("entries")) object["entries"] = entries.size() / sizeof(crypto::Element);
  if (!object.contains("digest")) object["digest"] = digest_of(entries);
  const std::string line = canonical(object);
  const crypto::Signature signature =
      crypto::sign(fixture.other.signing, bytes_of("depone-overlap/1 message\n" + line));
  Bytes bytes = copy_of(bytes_of(line + "\n" + crypto::to_base64(ByteView(signature)) + "\n"));
  bytes.insert(bytes.end(), entries.begin(), entries.end());
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Fixture fixture;
  NoProgress progress;
  const Cancellation cancellation;
  const ByteView bytes(data, size);
  const std::string_view text = size == 0 ? std::string_view() : text_of(bytes);

  const auto parcel = casework::read_parcel(bytes, "fuzzed");
  if (parcel.ok()) {
    const Bytes again =
        casework::write_parcel(parcel.value().to, parcel.value().protocol, parcel.value().sealed);
    const auto read = casework::read_parcel(again, "written");
    check(read.ok() && read.value().to == parcel.value().to);
  }
  if (const auto json = parse_json(text, "fuzzed"); json.ok()) {
    if (const auto protocol = protocol_from_json(json.value()); protocol.ok()) {
      const auto again = protocol_from_json(to_json(protocol.value()));
      check(again.ok() && again.value().id() == protocol.value().id());
    }
    const auto party = party_from_json(json.value());
    if (party.ok()) check(party_from_json(to_json(party.value())).value() == party.value());
  }
  const bool line = check_line(text, "fuzzed").ok();
  check(!line || text.find('\x1b') == std::string_view::npos);
  ignore(parse_rule("r", text), "any text may come; only a crash counts");
  ignore(read_message(fixture.protocol, bytes, "fuzzed"), "as it came");

  const Bytes message = signed_by_other(fixture, text);
  const auto read = read_message(fixture.protocol, message, "signed");
  if (read.ok()) {
    ignore(check_commitment(fixture.protocol, read.value()), "any answer will do");
    ignore(gather_commitments(fixture.protocol, {fixture.commitments.messages[0], read.value()}),
           "any answer will do");
  }
  const Bytes sealed = crypto::seal_to(fixture.own.box.public_key, message);
  const Fixture& f = fixture;
  const auto arrived = look_at(f.protocol, f.own, f.commitments, sealed, "list");
  const auto passed =
      pass(f.protocol, f.own, f.commitments, sealed, "list", 1, progress, cancellation);
  check(arrived.ok() || !passed.ok());
  if (arrived.ok()) check(arrived.value().hop >= 1 && arrived.value().hop <= 2);
  ignore(read_counts(f.protocol, f.own, f.commitments, sealed, "counts"), "any answer will do");
  const auto question = read_question(f.protocol, f.own, sealed, "question");
  if (question.ok()) {
    check(check_line(question.value().reason, "reason").ok());
    ignore(answer(f.protocol, f.own, ListKeys{}, sealed, "question", "nobody", 1, progress,
                  cancellation),
           "any answer will do");
  }
  if (read_answer(f.protocol, f.own, sealed, "answer").ok()) {
    ignore(learn(f.protocol, f.own, sealed, "answer", 1, progress, cancellation),
           "any answer will do");
  }
  return 0;
}
