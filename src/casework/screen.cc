#include "casework/screen.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/bytes.h"
#include "base/parallel.h"
#include "casework/list_bytes.h"
#include "screening/read.h"

namespace depone::casework {
namespace {

double rounded(double value, double steps) { return std::round(value * steps) / steps; }

Result<std::string> read_text(const Disk& disk, const std::string& path) {
  Bytes bytes = DP_TRY(disk.read_all(path, screening::kMostListBytes));
  // XML says itself in what it is written.
  const std::string_view head = text_of(bytes).substr(0, 256);
  if (head.find("<?xml") == std::string_view::npos) {
    bytes = DP_TRY(list_in_utf8(std::move(bytes), path));
  }
  return std::string(text_of(bytes));
}

}  // namespace

Result<std::vector<screening::List>> read_list_files(const Disk& disk,
                                                     const std::vector<std::string>& paths) {
  std::vector<std::pair<std::string, std::string>> files;
  for (const std::string& path : paths) {
    const FileInfo info = DP_TRY(disk.info(path));
    if (!info.is_folder) {
      files.emplace_back(path, DP_TRY(read_text(disk, path)));
      continue;
    }
    const std::vector<FileInfo> inside = DP_TRY(disk.list(path));
    for (const FileInfo& file : inside) {
      if (!file.is_regular || file.name.starts_with('.')) continue;
      const std::string name = join_path(path, file.name);
      files.emplace_back(name, DP_TRY(read_text(disk, name)));
    }
  }
  if (files.empty()) {
    return Error{Fault::NotFound, "there is no list to screen against",
                 "name a list file, or a folder that holds some"};
  }
  return screening::read_lists(files);
}

Result<std::vector<screening::Question>> read_questions(const Disk& disk, const std::string& path) {
  const std::string text = DP_TRY(read_text(disk, path));
  const std::vector<screening::List> lists = DP_TRY(screening::read_lists({{path, text}}));
  std::vector<screening::Question> questions;
  for (const screening::List& list : lists) {
    for (const screening::Entry& entry : list.entries) {
      screening::Question question;
      question.name = entry.names.front().text;
      if (!entry.birth_years.empty()) question.birth_year = entry.birth_years.front();
      if (!entry.countries.empty()) question.country = entry.countries.front();
      questions.push_back(std::move(question));
    }
  }
  return questions;
}

Result<std::vector<screening::Answer>> screen_all(const screening::Screener& screener,
                                                  const std::vector<screening::Question>& questions,
                                                  const screening::Options& options,
                                                  std::size_t threads, Progress& progress,
                                                  const Cancellation& cancellation) {
  std::vector<screening::Answer> answers(questions.size());
  DP_TRY(parallel_for(
      questions.size(), threads,
      [&](std::size_t i) { answers[i] = screener.screen(questions[i], options); }, progress,
      cancellation));
  return answers;
}

OrderedJson to_json(const std::vector<names::Reason>& reasons) {
  OrderedJson list = OrderedJson::array();
  for (const names::Reason& reason : reasons) {
    OrderedJson one;
    one["kind"] = name_of(reason.agreement);
    if (!reason.ours.empty()) one["query"] = reason.ours;
    if (!reason.theirs.empty()) one["listed"] = reason.theirs;
    one["bits"] = rounded(reason.bits, 10);
    if (!reason.note.empty()) one["note"] = reason.note;
    list.push_back(std::move(one));
  }
  return list;
}

OrderedJson to_json(const screening::Screener& screener, const screening::Question& question,
                    const screening::Hit& hit) {
  const screening::List& list = screener.lists().at(hit.list);
  const screening::Entry& entry = list.entries.at(hit.entry);
  OrderedJson line;
  line["query"] = question.name;
  line["name"] = entry.names.front().text;
  line["matched"] = entry.names.at(hit.name).text;
  line["id"] = entry.id;
  line["entry"] = entry.id;
  line["list"] = list.name;
  if (!list.date.empty()) line["list_date"] = list.date;
  line["schema"] = name_of(entry.schema);
  line["score"] = rounded(hit.score, 1e6);
  line["strength"] = rounded(hit.bits, 100);
  line["needed"] = rounded(hit.needed, 100);
  line["decision"] = name_of(hit.decision);
  if (entry.names.at(hit.name).weak) line["weak_alias"] = true;
  line["reasons"] = to_json(hit.reasons);
  return line;
}

OrderedJson no_match_json(const screening::Screener& screener, const screening::Question& question,
                          const screening::Answer& answer) {
  OrderedJson line;
  line["query"] = question.name;
  line["matches"] = 0;
  if (answer.nearest) {
    OrderedJson nearest = to_json(screener, question, *answer.nearest);
    nearest.erase("query");
    line["nearest"] = std::move(nearest);
  }
  return line;
}

}  // namespace depone::casework
