// The last look at what is about to be, or has been, published.
//
// Looks for every protected string in each form a reader or machine could see: the file's own
// text, the strings inside JSON (also JSON within JSON), and what HTML shows once tags are dropped
// and character references resolved. Cannot look into a picture; there are none.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "dossier/redactor.h"

namespace depone::dossier {

// Name to content of each file.
using Files = std::map<std::string, std::string>;

// Denied, naming the file and the number of the string (counted from 1, as in the case file), when
// a protected string survives.
Result<> check_protected(const Files& files, const Redactor& redactor);

// The texts of `content` that a protected string is looked for in.
std::vector<std::string> readable_forms(const std::string& name, const std::string& content);

}  // namespace depone::dossier
