// Result<T>: a value or an Error that cannot be overlooked.
//
// Every function that can fail on input, disk or tampering returns one. Bugs are `assert`s, never
// Errors; nothing is both. Dropping a Result does not compile (see tests/must_not_compile).
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace depone {

// What went wrong, as a small closed set. One table (apps/cli/exit_code.h) maps it to exit codes.
enum class Fault {
  InvalidInput,  // the caller's or the user's words or bytes are not of the expected form
  NotFound,      // the named thing does not exist
  Corrupt,       // bytes are unreadable (truncated, not of the format)
  Tampered,      // bytes are readable but a proof, seal or signature fails
  Denied,        // wrong passphrase, missing consent, or not permitted
  Io,            // the disk, a pipe or the operating system failed
  Unsupported,   // known, but not handled by this version
  Conflict,      // the thing exists already or is in use
  Cancelled,     // a person asked to stop
};

// The fault's name in lower case ("tampered"), as printed and as written in JSON.
const char* fault_name(Fault fault);

// `what` says what failed and names the item; `hint` says the next step, may be empty.
// Neither may contain secrets or the text of evidence.
struct Error {
  Fault fault;
  std::string what;
  std::string hint = {};
};

// "what" or "what (hint)".
std::string to_string(const Error& error);

struct Nothing {};

template <class T = Nothing>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return std::holds_alternative<T>(state_); }

  // The value or error in place; asking for the wrong one is a bug and stops the program.
  const T& value() const& {
    assert(ok());
    return std::get<T>(state_);
  }
  T& value() & {
    assert(ok());
    return std::get<T>(state_);
  }
  const Error& error() const {
    assert(!ok());
    return std::get<Error>(state_);
  }

  // The value or error moved out; the Result is spent afterwards.
  T take() && {
    assert(ok());
    return std::get<T>(std::move(state_));
  }
  Error take_error() && {
    assert(!ok());
    return std::get<Error>(std::move(state_));
  }

 private:
  std::variant<T, Error> state_;
};

// The success of a function that returns no value.
inline Result<> done() { return Nothing{}; }

// Drops a result on purpose; `why` is for the reader.
template <class T>
void ignore(const Result<T>& result, const char* why) {
  static_cast<void>(result);
  static_cast<void>(why);
}

}  // namespace depone

// The value of an expression of type Result<T>, or return its error from the enclosing function.
// One a statement: const Leaf leaf = DP_TRY(vault.leaf(index));
#define DP_TRY(...)                                                \
  __extension__({                                                  \
    auto dp_result = (__VA_ARGS__);                                \
    if (!dp_result.ok()) return std::move(dp_result).take_error(); \
    std::move(dp_result).take();                                   \
  })
