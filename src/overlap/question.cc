#include "overlap/question.h"

#include <algorithm>

#include "base/parallel.h"
#include "crypto/derive.h"

namespace depone::overlap {
namespace {

std::string protocol_id(const Protocol& protocol) { return to_hex(crypto::view(protocol.id())); }

Error tampered(std::string_view name, const std::string& why) {
  return {Fault::Tampered, std::string(name) + ": " + why,
          "do not go on; ask whoever sent it by a way you trust"};
}

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
};

Result<Opened> open_message(const Protocol& protocol, const PartySecret& self, ByteView sealed,
                            std::string_view name, std::string_view wanted) {
  const Bytes plain = DP_TRY(crypto::open_sealed(self.box, sealed));
  Opened opened;
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
  message.header["protocol"] = protocol_id(protocol);
  message.header["to"] = to;
  message.header["rule"] = rule;
  const Party& receiver = protocol.parties[protocol.index_of(to)];
  return {receiver.name, rule, self.name, 0,
          crypto::seal_to(receiver.box_key, write_message(self, std::move(message)))};
}

Result<std::vector<crypto::Element>> times(const crypto::SecretBytes& scalar,
                                           std::span<const crypto::Element> entries,
                                           std::size_t threads, Progress& progress,
                                           const Cancellation& cancellation) {
  std::vector<crypto::Element> products(entries.size());
  std::vector<char> sound(entries.size(), 1);
  DP_TRY(parallel_for(
      entries.size(), threads,
      [&](std::size_t i) {
        auto product = crypto::multiply(scalar, entries[i]);
        sound[i] = product.ok();
        if (product.ok()) products[i] = product.value();
      },
      progress, cancellation, "blinding"));
  if (std::find(sound.begin(), sound.end(), 0) != sound.end()) {
    return Error{Fault::Tampered, "a blinded entry is not a valid one", ""};
  }
  return products;
}

}  // namespace

Result<Outgoing> ask(const Protocol& protocol, const PartySecret& self, const CsvTable& record,
                     const KeyRule& rule, std::string_view to, std::string_view reason) {
  if (protocol.index_of(to) == protocol.parties.size() || to == self.name) {
    return Error{Fault::InvalidInput, "\"" + std::string(to) + "\" is not another party",
                 "the protocol names the parties"};
  }
  const ListKeys keys = DP_TRY(keys_of(record, protocol, rule));
  if (record.rows.size() != 1 || keys.elements.size() != 1) {
    return Error{Fault::InvalidInput,
                 record.name + " must hold one person with every field of rule " + rule.name,
                 "write the header and one line"};
  }
  const std::string number = to_hex(crypto::SecretBytes::random(16).view());
  const crypto::Element blinded =
      DP_TRY(crypto::multiply(question_scalar(self, number), keys.elements[0]));
  return send(protocol, self, to, rule.name,
              {{{"kind", "question"}, {"number", number}, {"reason", reason}}, {blinded}});
}

Result<Question> read_question(const Protocol& protocol, const PartySecret& self, ByteView sealed,
                               std::string_view name) {
  const Opened opened = DP_TRY(open_message(protocol, self, sealed, name, "question"));
  const std::string reason = DP_TRY(json_string(opened.message.header, "reason"));
  return Question{opened.from, opened.rule, reason};
}

Result<Outgoing> answer(const Protocol& protocol, const PartySecret& self, const CsvTable& list,
                        ByteView sealed_question, std::string_view name, std::size_t threads,
                        Progress& progress, const Cancellation& cancellation) {
  const Opened opened = DP_TRY(open_message(protocol, self, sealed_question, name, "question"));
  if (opened.message.entries.size() != 1) return tampered(name, "a question has one entry");
  const KeyRule* const rule = DP_TRY(rule_called(protocol, opened.rule));
  const ListKeys keys = DP_TRY(keys_of(list, protocol, *rule));
  // Fresh and forgotten: no later answer can be laid beside this one.
  const crypto::SecretBytes scalar =
      crypto::derive_scalar(crypto::SecretBytes::random(32).view(), "overlap/answer");
  auto entries = DP_TRY(times(scalar, keys.elements, threads, progress, cancellation));
  std::sort(entries.begin(), entries.end());
  const crypto::Element asked = DP_TRY(crypto::multiply(scalar, opened.message.entries[0]));
  return send(
      protocol, self, opened.from, opened.rule,
      {{{"kind", "answer"}, {"number", opened.number}, {"asked", to_hex(crypto::view_of(asked))}},
       std::move(entries)});
}

Result<bool> learn(const Protocol& protocol, const PartySecret& self, ByteView sealed_answer,
                   std::string_view name, std::size_t threads, Progress& progress,
                   const Cancellation& cancellation) {
  const Opened opened = DP_TRY(open_message(protocol, self, sealed_answer, name, "answer"));
  const std::string asked_hex = DP_TRY(json_string(opened.message.header, "asked"));
  const Bytes asked = DP_TRY(from_hex(asked_hex));
  const auto own = DP_TRY(times(question_scalar(self, opened.number), opened.message.entries,
                                threads, progress, cancellation));
  return std::any_of(own.begin(), own.end(), [&](const crypto::Element& element) {
    return std::equal(element.begin(), element.end(), asked.begin(), asked.end());
  });
}

}  // namespace depone::overlap
