// Literal twin of the credibility ladder: the sentences of docs/methods-findings.md as one chain of
// conditions, without tables. Linked by tests only.
#pragma once

#include <vector>

namespace depone::reference {

struct Voice {
  enum class Side { For, Against, Neither };
  Side side = Side::For;
  bool first_hand = false;
  bool hedged = false;
  bool bare_denial = false;
  char rating = 'F';
};

inline int credibility(const std::vector<Voice>& voices) {
  int supporting = 0;
  int firm = 0;
  int there = 0;
  int fair = 0;
  for (const Voice& voice : voices) {
    if (voice.side != Voice::Side::For) continue;
    supporting = supporting + 1;
    if (voice.rating != 'E' && (voice.first_hand || !voice.hedged)) firm = firm + 1;
    if (voice.first_hand) there = there + 1;
    if (voice.first_hand && (voice.rating == 'A' || voice.rating == 'B' || voice.rating == 'C')) {
      fair = fair + 1;
    }
  }
  int against = 0;
  int unexplained = 0;
  int unexplained_there = 0;
  for (const Voice& voice : voices) {
    if (voice.side != Voice::Side::Against) continue;
    against = against + 1;
    if (voice.bare_denial && !voice.first_hand && there >= 1) continue;
    unexplained = unexplained + 1;
    if (voice.first_hand) unexplained_there = unexplained_there + 1;
  }
  if (unexplained == 0) {
    if (supporting >= 2 && firm >= 2) return 1;
    if (fair >= 1) return 2;
    if (supporting >= 2 && firm >= 1) return 2;
    if (firm >= 1) return 3;
    if (supporting >= 2) return 3;
    if (supporting == 1) return 4;
    return against > 0 ? 5 : 6;
  }
  if (supporting == 0) return 5;
  const bool not_farther = there >= unexplained_there;
  if (firm >= 2 && supporting - unexplained >= 2 && not_farther) return 3;
  if (supporting >= unexplained && not_farther) return 4;
  return 5;
}

}  // namespace depone::reference
