// "Has someone already interviewed this person?": one bit, when a person on each side says so.
//
// ask -> answer -> learn, between two parties of a run that all have signed. The asking side
// records who asks and why, the answering side who agreed; both travel signed and are kept by both.
// The answering side counts how many questions of each asker it has answered in this run and
// refuses more than the protocol allows, so that nobody can go through a telephone book.
#pragma once

#include <functional>

#include "casework/overlap.h"
#include "overlap/question.h"

namespace depone::casework {

struct AskRequest {
  std::string person;  // a CSV file: the header and one line
  std::string to;
  std::string reason;
  std::string asked_by;
  std::string rule;  // empty: the protocol's first
  overlap::ColumnNames columns;
};
// Denied when the protocol allows no questions. Returns the question's number.
Result<std::string> ask_overlap(OverlapFolder& folder, const AskRequest& request,
                                const overlap::Normaliser& normaliser, const Clock& clock);

struct QuestionSeen {
  overlap::Question question;
  std::int64_t answered = 0;  // of this asker, in this run, this one not among them
  std::int64_t allowed = 0;
  bool done = false;  // this very question was answered
};
// Reads a question for a person to decide; nothing is answered.
Result<QuestionSeen> read_question_file(const OverlapFolder& folder, const std::string& path);

struct AnswerRequest {
  std::string question;   // file
  std::string agreed_by;  // the person who agrees
  std::string list;       // CSV; empty: the list that was signed
  overlap::ColumnNames columns;
};
// Denied when nobody agreed or the asker has had as many answers as the protocol allows. Answering
// the same question again with the same list costs nothing, with another list it is Denied.
Result<QuestionSeen> answer_overlap(OverlapFolder& folder, const AnswerRequest& request,
                                    const overlap::Normaliser& normaliser, const Clock& clock,
                                    const OverlapWork& work);

struct Learnt {
  std::string from;
  std::string reason;
  std::string agreed_by;
  bool there = false;
};
// Tampered when the answer is to no question of this party, or from another than was asked.
Result<Learnt> learn_overlap(OverlapFolder& folder, const std::string& path, const Clock& clock,
                             const OverlapWork& work);

// The files of questions and answers that lie in out/.
Result<> add_question_handovers(
    const OverlapFolder& folder,
    const std::function<Result<>(const std::string& to, const std::string& label,
                                 std::string what)>& add);

}  // namespace depone::casework
