// The page's quotations, compared with those that were checked. The page is read only as far as
// this program's partner writes it; anything else in it is the publisher's own words.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace depone::verify {

struct PassageWords {
  std::string text;      // empty when covered
  bool covered = false;  // shown with bars: words not provable
};
using Passages = std::map<std::string, PassageWords>;  // by id, "D07.13"
using Quotes = std::map<std::string, std::string>;     // by id, "Q12"

// How many <q data-quote> and <blockquote data-passage> the page has, each equal to what was
// checked. Tampered names the first that is not, or a <q> or <blockquote> without its number.
Result<std::size_t> check_page(std::string_view html, const Quotes& quotes,
                               const Passages& passages);

}  // namespace depone::verify
