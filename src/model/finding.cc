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

std::string_view credibility_words(int credibility) {
  switch (credibility) {
    case 1:
      return "confirmed by independent origins";
    case 2:
      return "probably true";
    case 3:
      return "possibly true";
    case 4:
      return "doubtful";
    case 5:
      return "improbable";
    default:
      return "cannot be judged";
  }
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
