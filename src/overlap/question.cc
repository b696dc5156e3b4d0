#include "overlap/question.h"

#include <algorithm>

#include "crypto/derive.h"

namespace depone::overlap {
namespace {

// The asker's secret of one question: from the question's own random number, which travels with it.
crypto::SecretBytes question_scalar(const PartySecret& self, const std::string& number) {
  return crypto::derive_scalar(self.seed.view(), "overlap/ask/" + number);
}

Result<const KeyRule*> rule_called(const Protocol& protocol, std::string_view name) {
  for (const KeyRule& rule : protocol.rules) {
    if (rule.name == name) return &rule;
  }
  return Error{Fault::InvalidInput, "the protocol has no rule \"" + std::string(name) + "\"", ""};
}

struct Opened {
  Message message;
  std::string from;
  std::string rule;
  std::string number;
  std::string digest;
};

Result<Opened> open_message(const Protocol& protocol, const PartySecret& self, ByteView sealed,
                            std::string_view name, std::string_view wanted) {
  const Bytes plain = DP_TRY(crypto::open_sealed(self.box, sealed));
  Opened opened;
  opened.digest = digest_of(plain);
  opened.message = DP_TRY(read_message(protocol, plain, name));
  const Json& header = opened.message.header;
  const std::string kind = DP_TRY(json_string(header, "kind"));
  const std::string to = DP_TRY(json_string(header, "to"));
  opened.from = DP_TRY(json_string(header, "from"));
  opened.rule = DP_TRY(json_string(header, "rule"));
  opened.number = DP_TRY(json_string(header, "number"));
  if (kind != wanted) return tampered(name, "it is of kind \"" + kind + "\"");
  if (to != self.name) return tampered(name, "it is addressed to " + to);
  DP_TRY(rule_called(protocol, opened.rule));
  return opened;
}

Outgoing send(const Protocol& protocol, const PartySecret& self, std::string_view to,
              const std::string& rule, Message message) {
  message.header["protocol"] = protocol.id_text();
  message.header["to"] = to;
  message.header["rule"] = rule;
  const Party& receiver = protocol.parties[protocol.index_of(to)];
  const Bytes plain = write_message(self, std::move(message));
  return {receiver.name,    rule,
          self.name,        0,
          digest_of(plain), crypto::seal_to(receiver.box_key, plain)};
}

}  // namespace

Result<Asked> ask(const Protocol& protocol, const PartySecret& self, const CsvTable& record,
                  const ColumnNames& names, const KeyRule& rule, const Normaliser& normaliser,
                  std::string_view to, std::string_view reason, std::string_view asked_by) {
  if (protocol.index_of(to) == protocol.parties.size() || to == self.name) {
    return Error{Fault::InvalidInput, "\"" + std::string(to) + "\" is not another party",
                 "the protocol names the parties"};
  }
  if (protocol.maximum_questions == 0) {
    return Error{Fault::Denied, "the protocol allows no questions",
                 "the parties can agree on a new one with --questions N"};
  }
  DP_TRY(check_line(reason, "the reason"));
  DP_TRY(check_line(asked_by, "the name of who asks"));
  NoProgress progress;
  const ListKeys keys =
      DP_TRY(keys_of(record, names, protocol, rule, normaliser, 1, progress, Cancellation{}));
  if (record.rows.size() != 1 || keys.elements.size() != 1) {
    return Error{Fault::InvalidInput,
                 record.name + " must hold one person with every field of rule " + rule.name,
                 "write the header and one line"};
  }
  const std::string number = to_hex(crypto::SecretBytes::random(16).view());
  const crypto::Element blinded =
      DP_TRY(crypto::multiply(question_scalar(self, number), keys.elements[0]));
  return Asked{
      send(protocol, self, to, rule.name,
           {{{"kind", "question"}, {"number", number}, {"reason", reason}, {"asked_by", asked_by}},
            {blinded}}),
      number};
}

Result<Question> read_question(const Protocol& protocol, const PartySecret& self, ByteView sealed,
                               std::string_view name) {
  const Opened opened = DP_TRY(open_message(protocol, self, sealed, name, "question"));
  if (opened.message.entries.size() != 1) return tampered(name, "a question has one entry");
  const std::string reason = DP_TRY(json_string(opened.message.header, "reason"));
  const std::string asked_by = DP_TRY(json_string(opened.message.header, "asked_by"));
  DP_TRY(check_line(reason, "the reason"));
  DP_TRY(check_line(asked_by, "the name of who asks"));
  return Question{opened.from, opened.rule, reason, asked_by, opened.number, opened.digest};
}

Result<Outgoing> answer(const Protocol& protocol, const PartySecret& self, const ListKeys& keys,
                        ByteView sealed_question, std::string_view name, std::string_view agreed_by,
                        std::size_t threads, Progress& progress, const Cancellation& cancellation) {
  const Opened opened = DP_TRY(open_message(protocol, self, sealed_question, name, "question"));
  if (opened.message.entries.size() != 1) return tampered(name, "a question has one entry");
  DP_TRY(check_line(agreed_by, "the name of who agrees"));
  // Fresh and forgotten: no later answer can be laid beside this one.
  const crypto::SecretBytes scalar =
      crypto::derive_scalar(crypto::SecretBytes::random(32).view(), "overlap/answer");
  auto entries = DP_TRY(blind(scalar, keys.elements, threads, progress, cancellation));
  std::sort(entries.begin(), entries.end());
  const crypto::Element asked = DP_TRY(crypto::multiply(scalar, opened.message.entries[0]));
  return send(protocol, self, opened.from, opened.rule,
              {{{"kind", "answer"},
                {"number", opened.number},
                {"agreed_by", agreed_by},
                {"asked", to_hex(crypto::view_of(asked))}},
               std::move(entries)});
}

Result<Answer> read_answer(const Protocol& protocol, const PartySecret& self, ByteView sealed,
                           std::string_view name) {
  const Opened opened = DP_TRY(open_message(protocol, self, sealed, name, "answer"));
  const std::string agreed_by = DP_TRY(json_string(opened.message.header, "agreed_by"));
  DP_TRY(check_line(agreed_by, "the name of who agrees"));
  return Answer{opened.from, opened.number, agreed_by};
}

Result<bool> learn(const Protocol& protocol, const PartySecret& self, ByteView sealed_answer,
                   std::string_view name, std::size_t threads, Progress& progress,
                   const Cancellation& cancellation) {
  const Opened opened = DP_TRY(open_message(protocol, self, sealed_answer, name, "answer"));
  const std::string asked_hex = DP_TRY(json_string(opened.message.header, "asked"));
  const Bytes asked = DP_TRY(from_hex(asked_hex));
  const auto own = DP_TRY(blind(question_scalar(self, opened.number), opened.message.entries,
                                threads, progress, cancellation));
  return std::any_of(own.begin(), own.end(), [&](const crypto::Element& element) {
    return std::equal(element.begin(), element.end(), asked.begin(), asked.end());
  });
}

}  // namespace depone::overlap
