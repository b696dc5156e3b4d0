#include <fmt/format.h>

#include "apps/verify/check.h"
#include "base/json.h"

namespace depone::verify {

std::string in_words(const Report& report) {
  std::string out = fmt::format("Dossier: {}\n\nChecked, and found in order:\n", report.title);
  out += "  - every file is the one the signed list names; none is missing or added\n";
  out += fmt::format("  - the checkpoint of ledger {} ({} events) is signed with the key\n",
                     report.origin, report.ledger_size);
  out += fmt::format("  - {} passages, word for word: text, commitment, ledger event, checkpoint\n",
                     report.passages);
  out += fmt::format("  - {} quotations are contained in those passages\n", report.quotes);
  out += fmt::format("  - {} quotations and passages on the page are those that were checked\n",
                     report.page_quotes);
  if (report.same_head == true) out += "  - the checkpoint you gave is the dossier's own\n";
  out +=
      "\nThis proves: the passages stood in the sealed collection, word for word, when this\n"
      "checkpoint was signed, and neither they nor this folder have been changed since.\n";
  out += "\nThis does not prove:\n";
  out += "  - that a witness or document tells the truth, or that the explanations are right\n";
  if (report.key_was_given) {
    out += "  - who holds the key you gave; you must know that from elsewhere\n";
  } else {
    out +=
        "  - who made it: the key was taken from the dossier itself, where a forger would put\n"
        "    their own. Compare it with one you received in another way, or give it with --key:\n";
    out += fmt::format("    {}\n", report.key);
  }
  out += "  - when the checkpoint was made";
  out += report.other_signatures > 0
             ? fmt::format(
                   "; it carries {} further signatures (of witnesses?) that were not\n"
                   "    checked here\n",
                   report.other_signatures)
             : std::string(": no witness has cosigned it\n");
  if (report.covered_passages + report.covered_quotes > 0) {
    out += fmt::format(
        "  - the words of {} passages and {} quotations under black bars: only that such passages\n"
        "    have their place in the ledger\n",
        report.covered_passages, report.covered_quotes);
  }
  out += "  - anything about passages that were not revealed\n";
  if (report.same_head == false) {
    out +=
        "\nNOT COMPARED: the checkpoint you gave is of another length than the dossier's. Only "
        "the\n"
        "keeper of the vault can show that one continues the other (depone check --against).\n";
  }
  return out;
}

std::string as_json(const Report& report) {
  OrderedJson json;
  json["verified"] = report.same_head != false;
  json["title"] = report.title;
  json["key"] = report.key;
  json["key_was_given"] = report.key_was_given;
  json["origin"] = report.origin;
  json["ledger_size"] = report.ledger_size;
  json["other_signatures"] = report.other_signatures;
  json["passages"] = report.passages;
  json["covered_passages"] = report.covered_passages;
  json["quotes"] = report.quotes;
  json["covered_quotes"] = report.covered_quotes;
  json["page_quotes"] = report.page_quotes;
  json["same_head"] = nullptr;
  if (report.same_head) json["same_head"] = *report.same_head;
  return dump_json(json);
}

}  // namespace depone::verify
