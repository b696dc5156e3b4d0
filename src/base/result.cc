#include "base/result.h"

namespace depone {

const char* fault_name(Fault fault) {
  switch (fault) {
    case Fault::InvalidInput:
      return "invalid input";
    case Fault::NotFound:
      return "not found";
    case Fault::Corrupt:
      return "corrupt";
    case Fault::Tampered:
      return "tampered";
    case Fault::Denied:
      return "denied";
    case Fault::Io:
      return "i/o";
    case Fault::Unsupported:
      return "unsupported";
    case Fault::Conflict:
      return "conflict";
    case Fault::Cancelled:
      return "cancelled";
  }
  return "unknown";
}

std::string to_string(const Error& error) {
  if (error.hint.empty()) return error.what;
  return error.what + " (" + error.hint + ")";
}

}  // namespace depone
