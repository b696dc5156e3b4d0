// Literal twin of the norm evaluator, for tests over indicators: answers as numbers (0 not met, 1
// not shown, 2 met), branches as minimum and maximum, the standard of proof written out.
// Linked by tests only.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "reference/credibility_reference.h"

namespace depone::reference {

struct Node {
  char kind = 'f';  // 'f': a fact, '&': all, '|': any
  int fact = 0;
  bool same_origin = false;
  std::vector<Node> parts;
};

// What each origin says of each fact; at most one voice an origin and fact.
using Facts = std::map<int, std::map<std::string, Voice>>;

// "Reasonable grounds": credibility 2 or better, or 3 with a first-hand source.
inline bool reasonable_grounds(const std::vector<Voice>& voices) {
  bool there = false;
  for (const Voice& voice : voices) {
    there = there || (voice.side == Voice::Side::For && voice.first_hand);
  }
  const int level = credibility(voices);
  return level <= 2 || (level == 3 && there);
}

struct State {
  int answer = 1;
  std::map<std::string, Voice> support;
};

inline State state_of(const Node& node, const Facts& facts) {
  State state;
  if (node.kind == 'f') {
    std::vector<Voice> voices;
    std::vector<Voice> turned;
    bool someone_there_denies = false;
    if (facts.contains(node.fact)) {
      for (const auto& [origin, voice] : facts.at(node.fact)) {
        voices.push_back(voice);
        Voice other = voice;
        other.bare_denial = false;
        if (voice.side == Voice::Side::For) {
          state.support[origin] = voice;
          other.side = Voice::Side::Against;
        } else {
          other.side = Voice::Side::For;
          someone_there_denies = someone_there_denies || voice.first_hand;
        }
        turned.push_back(other);
      }
    }
    if (reasonable_grounds(voices)) {
      state.answer = 2;
    } else if (someone_there_denies && reasonable_grounds(turned)) {
      state.answer = 0;
    }
    return state;
  }
  std::vector<State> parts;
  for (const Node& part : node.parts) parts.push_back(state_of(part, facts));
  state.answer = parts.front().answer;
  for (const State& part : parts) {
    state.answer = node.kind == '&' ? std::min(state.answer, part.answer)
                                    : std::max(state.answer, part.answer);
  }
  if (state.answer != 2) return state;
  for (const State& part : parts) {
    if (part.answer != 2) continue;
    for (const auto& [origin, voice] : part.support) {
      if (!state.support.contains(origin)) {
        state.support[origin] = voice;
        continue;
      }
      Voice& known = state.support[origin];
      known.first_hand = known.first_hand || voice.first_hand;
      known.hedged = known.hedged && voice.hedged;
      known.rating = std::min(known.rating, voice.rating);
    }
  }
  if (node.kind != '&' || !node.same_origin) return state;
  state.support.clear();
  for (const auto& [origin, voice] : parts.front().support) {
    Voice weakest = voice;
    bool everywhere = true;
    for (const State& part : parts) {
      if (!part.support.contains(origin)) {
        everywhere = false;
        break;
      }
      const Voice& other = part.support.at(origin);
      weakest.first_hand = weakest.first_hand && other.first_hand;
      weakest.hedged = weakest.hedged || other.hedged;
      weakest.rating = std::max(weakest.rating, other.rating);
    }
    if (everywhere) state.support[origin] = weakest;
  }
  std::vector<Voice> together;
  for (const auto& [origin, voice] : state.support) together.push_back(voice);
  if (!reasonable_grounds(together)) state.answer = 1;
  return state;
}

}  // namespace depone::reference
