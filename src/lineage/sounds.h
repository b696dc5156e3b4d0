// How a name sounds, coarsely enough to meet across scripts: "Quintana" and "킨타나", "Makhachkala"
// and "Махачкала". For finding candidates, never for identifying a person.
#pragma once

#include <string>
#include <string_view>

namespace depone::lineage {

struct NameSound {
  std::string full;        // classes of consonants and vowels: "KENTANA"; empty when too short
  std::string consonants;  // the consonants alone: "KNTN"
};

// `latin` is lower-case ASCII: a word as written in a Latin script (`romanised` false) or
// text::any_latin of another script's word. Consonants fall into K T P S M N R, vowels into A E O;
// h and doubled letters vanish.
NameSound sound_of(std::string_view latin, bool romanised);

}  // namespace depone::lineage
