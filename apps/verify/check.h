// What depone-verify checks, in the order it checks it. Pure: the files come as bytes.
//
//   1 list      every file is the one manifest.sha256 lists, and none is missing or added
//   2 signature manifest.note signs that list with the key
//   3 head      the checkpoint is signed with the same key and is the one dossier.json names
//   4 passages  each revealed passage: text and salt -> commitment -> the item's passage tree ->
//               the ledger event that added the item -> the checkpoint's root
//   5 quotes    each quotation of dossier.json is contained in a revealed passage
//   6 page      each quotation and passage in dossier.html is that of dossier.json
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"

namespace depone::verify {

// Name to content of every file in the dossier's folder.
using Files = std::map<std::string, std::string>;

struct Wishes {
  std::optional<std::string> key;         // the verifier key the person trusts
  std::optional<std::string> checkpoint;  // a checkpoint the person holds from elsewhere
};

struct Report {
  std::string title;
  std::string key;  // the verifier key used
  bool key_was_given = false;
  std::string origin;
  std::uint64_t ledger_size = 0;
  std::size_t other_signatures = 0;  // on the checkpoint, of keys not known here
  std::size_t passages = 0;          // proved word for word
  std::size_t covered_passages = 0;  // bound to their place, words not provable
  std::size_t quotes = 0;            // contained in a proved passage
  std::size_t covered_quotes = 0;
  std::size_t page_quotes = 0;
  // Set when a checkpoint was given: whether it is the same head. A head of another size can only
  // be compared by the vault itself, so the answer is then "no", which is not yet an accusation.
  std::optional<bool> same_head;
};

// InvalidInput when the folder is not a dossier this program reads, Tampered when a check fails;
// the message names the file or passage.
Result<Report> check_dossier(const Files& files, const Wishes& wishes);

// The report in words: what it proves and what it does not.
std::string in_words(const Report& report);
std::string as_json(const Report& report);

}  // namespace depone::verify
