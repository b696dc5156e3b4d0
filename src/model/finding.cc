#include "model/finding.h"

namespace depone {

std::string_view name_of(Stance stance) {
  switch (stance) {
    case Stance::Supports:
      return "supports";
    case Stance::Contradicts:
      return "contradicts";
    case Stance::Unclear:
      return "unclear";
  }
  return "unclear";
}

std::string_view name_of(Answer answer) {
  switch (answer) {
    case Answer::Met:
      return "met";
    case Answer::NotMet:
      return "not met";
    case Answer::NotShown:
      return "not shown";
    case Answer::NotApplicable:
      return "not applicable";
  }
  return "not shown";
}

}  // namespace depone
