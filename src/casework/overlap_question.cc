#include "casework/overlap_question.h"

#include <fmt/format.h>

#include <algorithm>

namespace depone::casework {
namespace {

constexpr std::uint64_t kMostParcelBytes = std::uint64_t{32} * overlap::kMostRecords + (1 << 20);

// A run that all have signed: before that nobody has agreed to questions.
Result<OverlapRun> signed_run(const OverlapFolder& folder) {
  OverlapRun run = DP_TRY(load_run(folder));
  if (run.is_signed && run.all) return run;
  return Error{Fault::Denied, "not everybody has signed the protocol, so nobody may ask yet",
               "depone overlap status " + folder.path() + " says who is awaited"};
}

Result<Bytes> sealed_in(const OverlapFolder& folder, const OverlapRun& run,
                        const std::string& path) {
  const Bytes bytes = DP_TRY(folder.disk().read_all(path, kMostParcelBytes));
  const Parcel parcel = DP_TRY(read_parcel(bytes, path));
  if (parcel.to != folder.self().name) {
    return Error{Fault::InvalidInput, path + " is for " + parcel.to, "carry it on to " + parcel.to};
  }
  if (parcel.protocol != run.protocol->id_text()) {
    return Error{Fault::InvalidInput, path + " belongs to another protocol than the one here",
                 "depone overlap status " + folder.path() + " says which one that is"};
  }
  return copy_of(parcel.sealed);
}

std::string answered_fact(const overlap::Question& question) {
  return "answered." + question.digest.substr(0, 32);
}

Result<Json> read_fact(const OverlapFolder& folder, const std::string& name) {
  const auto bytes = DP_TRY(folder.get(name));
  if (!bytes) return Error{Fault::NotFound, name + " is not there"};
  return parse_json(text_of(*bytes), name);
}

Result<QuestionSeen> look_at_question(const OverlapFolder& folder, const OverlapRun& run,
                                      ByteView sealed, const std::string& path) {
  QuestionSeen seen;
  seen.question = DP_TRY(overlap::read_question(*run.protocol, folder.self(), sealed, path));
  seen.allowed = run.protocol->maximum_questions;
  const std::vector<std::string> names = DP_TRY(folder.names("answered."));
  for (const std::string& name : names) {
    const Json fact = DP_TRY(read_fact(folder, name));
    const std::string from = DP_TRY(json_string(fact, "from"));
    if (name == answered_fact(seen.question)) {
      seen.done = true;
    } else if (from == seen.question.from) {
      ++seen.answered;
    }
  }
  return seen;
}

bool is_number(std::string_view number) {
  return number.size() == 32 && std::all_of(number.begin(), number.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

}  // namespace

Result<std::string> ask_overlap(OverlapFolder& folder, const AskRequest& request,
                                const overlap::Normaliser& normaliser, const Clock& clock) {
  const OverlapRun run = DP_TRY(signed_run(folder));
  const overlap::Protocol& protocol = *run.protocol;
  if (protocol.normaliser != normaliser.id()) {
    return Error{Fault::Unsupported, "the protocol makes keys by other tables than this program",
                 "all parties need the same version of depone"};
  }
  const auto rule = std::find_if(
      protocol.rules.begin(), protocol.rules.end(),
      [&](const auto& each) { return request.rule.empty() || each.name == request.rule; });
  if (rule == protocol.rules.end()) {
    return Error{Fault::InvalidInput, "the protocol has no rule \"" + request.rule + "\"",
                 "depone overlap status --json " + folder.path() + " shows the protocol"};
  }
  const CsvTable person = DP_TRY(read_people(folder.disk(), request.person));
  const overlap::Asked asked =
      DP_TRY(overlap::ask(protocol, folder.self(), person, request.columns, *rule, normaliser,
                          request.to, request.reason, request.asked_by));
  const Json fact = {{"to", request.to},
                     {"rule", rule->name},
                     {"reason", request.reason},
                     {"asked_by", request.asked_by},
                     {"at", format_instant(clock.now())}};
  // Before the file: an answer to a question that is not here is refused.
  DP_TRY(folder.put("asked." + asked.number, bytes_of(canonical(fact))));
  DP_TRY(folder.put_out(request.to, "question/" + asked.number, protocol.id_text(),
                        asked.outgoing.sealed));
  return asked.number;
}

Result<QuestionSeen> read_question_file(const OverlapFolder& folder, const std::string& path) {
  const OverlapRun run = DP_TRY(signed_run(folder));
  const Bytes sealed = DP_TRY(sealed_in(folder, run, path));
  return look_at_question(folder, run, sealed, path);
}

Result<QuestionSeen> answer_overlap(OverlapFolder& folder, const AnswerRequest& request,
                                    const overlap::Normaliser& normaliser, const Clock& clock,
                                    const OverlapWork& work) {
  const OverlapRun run = DP_TRY(signed_run(folder));
  const overlap::Protocol& protocol = *run.protocol;
  const Bytes sealed = DP_TRY(sealed_in(folder, run, request.question));
  QuestionSeen seen = DP_TRY(look_at_question(folder, run, sealed, request.question));
  const overlap::Question& question = seen.question;
  if (request.agreed_by.empty()) {
    return Error{Fault::Denied, "not answered: nobody on this side has agreed",
                 "when a person agrees, name them: --agreed-by NAME"};
  }
  if (!seen.done && seen.answered >= seen.allowed) {
    return Error{Fault::Denied,
                 fmt::format("{} has had {} answer{} in this run, as many as the protocol allows",
                             question.from, seen.answered, seen.answered == 1 ? "" : "s"),
                 "all parties can agree on a new protocol"};
  }
  const auto rule = std::find_if(protocol.rules.begin(), protocol.rules.end(),
                                 [&](const auto& each) { return each.name == question.rule; });
  overlap::ListKeys keys;
  if (request.list.empty()) {
    const auto bytes = DP_TRY(folder.get("keys." + question.rule));
    if (!bytes) return Error{Fault::Corrupt, folder.path() + " has lost its list"};
    keys.elements = elements_from(*bytes);
  } else {
    if (protocol.normaliser != normaliser.id()) {
      return Error{Fault::Unsupported, "the protocol makes keys by other tables than this program",
                   "all parties need the same version of depone"};
    }
    const CsvTable list = DP_TRY(read_people(folder.disk(), request.list));
    keys = DP_TRY(overlap::keys_of(list, request.columns, protocol, *rule, normaliser, work.threads,
                                   work.progress, work.cancellation));
  }
  const std::string list_digest = overlap::digest_of(element_bytes(keys.elements));
  if (seen.done) {
    const Json before = DP_TRY(read_fact(folder, answered_fact(question)));
    const std::string digest = DP_TRY(json_string(before, "list"));
    if (digest != list_digest) {
      return Error{Fault::Denied, "this question was answered before, from another list",
                   question.from + " can ask a new one"};
    }
  }
  // Before the answer: a question counts even when the power fails between.
  const Json fact = {{"from", question.from},
                     {"rule", question.rule},
                     {"reason", question.reason},
                     {"asked_by", question.asked_by},
                     {"agreed_by", request.agreed_by},
                     {"list", list_digest},
                     {"at", format_instant(clock.now())}};
  DP_TRY(folder.put(answered_fact(question), bytes_of(canonical(fact))));
  const overlap::Outgoing outgoing =
      DP_TRY(overlap::answer(protocol, folder.self(), keys, sealed, request.question,
                             request.agreed_by, work.threads, work.progress, work.cancellation));
  DP_TRY(
      folder.put_out(question.from, answered_fact(question), protocol.id_text(), outgoing.sealed));
  if (!seen.done) ++seen.answered;
  return seen;
}

Result<Learnt> learn_overlap(OverlapFolder& folder, const std::string& path, const Clock& clock,
                             const OverlapWork& work) {
  const OverlapRun run = DP_TRY(signed_run(folder));
  const overlap::Protocol& protocol = *run.protocol;
  const Bytes sealed = DP_TRY(sealed_in(folder, run, path));
  const overlap::Answer answer =
      DP_TRY(overlap::read_answer(protocol, folder.self(), sealed, path));
  const std::string name = "asked." + answer.number;
  if (!is_number(answer.number) || !DP_TRY(folder.has(name))) {
    return overlap::tampered(path, "it answers no question that was asked from here");
  }
  Json fact = DP_TRY(read_fact(folder, name));
  const std::string to = DP_TRY(json_string(fact, "to"));
  if (to != answer.from) {
    return overlap::tampered(path, "it is from " + answer.from + ", but " + to + " was asked");
  }
  Learnt learnt{answer.from, DP_TRY(json_string(fact, "reason")), answer.agreed_by, false};
  learnt.there = DP_TRY(overlap::learn(protocol, folder.self(), sealed, path, work.threads,
                                       work.progress, work.cancellation));
  fact["there"] = learnt.there;
  fact["agreed_by"] = learnt.agreed_by;
  fact["learnt_at"] = format_instant(clock.now());
  DP_TRY(folder.put(name, bytes_of(canonical(fact))));
  return learnt;
}

Result<> add_question_handovers(
    const OverlapFolder& folder,
    const std::function<Result<>(const std::string& to, const std::string& label,
                                 std::string what)>& add) {
  const std::vector<std::string> asked = DP_TRY(folder.names("asked."));
  for (const std::string& name : asked) {
    const Json fact = DP_TRY(read_fact(folder, name));
    if (fact.contains("there")) continue;
    const std::string to = DP_TRY(json_string(fact, "to"));
    DP_TRY(add(to, "question/" + name.substr(6), "a question"));
  }
  const std::vector<std::string> answered = DP_TRY(folder.names("answered."));
  for (const std::string& name : answered) {
    const Json fact = DP_TRY(read_fact(folder, name));
    const std::string to = DP_TRY(json_string(fact, "from"));
    DP_TRY(add(to, name, "an answer"));
  }
  return done();
}

}  // namespace depone::casework
