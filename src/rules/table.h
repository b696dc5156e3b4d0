// Reading tables under data/ with errors a lawyer can act on.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "model/decimal.h"
#include "model/partial_date.h"

namespace depone::rules {

// One table of a TOML file, which knows where it stands so that errors can say it: "data/norms/
// russia.toml, norm "ru-labour-code-91", member "over": is not a number (write over = 40)". All
// readers return Fault::InvalidInput; a value out of its range, of another type or unknown is an
// error, never a default.
class Table {
 public:
  // The whole file; `file` is what it is called in errors. Nesting is bounded.
  static Result<Table> parse(std::string_view text, std::string file);

  bool has(std::string_view key) const { return json_.contains(key); }

  Result<std::string> text(std::string_view key) const;  // required, not empty
  Result<std::string> text_or_empty(std::string_view key) const;
  Result<std::int64_t> whole(std::string_view key, std::int64_t least, std::int64_t most) const;
  // A whole number, or a decimal written as text: 40 or "2.5".
  Result<Decimal> decimal(std::string_view key) const;
  Result<bool> flag_or_false(std::string_view key) const;
  Result<PartialDate> date_or_unknown(std::string_view key) const;
  Result<std::vector<std::string>> texts(std::string_view key) const;  // none when absent
  // Required: a list of two texts, which may be empty, such as a unit in the singular and plural.
  Result<std::pair<std::string, std::string>> two_texts(std::string_view key) const;
  // The sub-tables under `key` (an array of tables, or one table); none when absent. `naming` is
  // the member whose text names them in errors; where it is missing they are counted from 1.
  Result<std::vector<Table>> tables(std::string_view key, std::string_view naming = "id") const;
  // Key and text of each member, in key order, but for those in `except`.
  Result<std::vector<std::pair<std::string, std::string>>> all_texts(
      std::initializer_list<std::string_view> except = {}) const;

  // An error when there is a member besides these: a misspelt condition must not be dropped.
  Result<> only(std::initializer_list<std::string_view> known) const;

  // An error about `key` with the fix in `hint`.
  Error wrong(std::string_view key, std::string_view why, std::string hint) const;

 private:
  Table(Json json, std::string place) : json_(std::move(json)), place_(std::move(place)) {}
  Json json_;
  std::string place_;
};

}  // namespace depone::rules
