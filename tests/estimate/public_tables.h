// Small public tables that the literature prints, with their citations.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "estimate/overlap_table.h"

namespace depone::estimate {

inline OverlapTable table_of(std::vector<std::string> lists,
                             std::initializer_list<std::pair<const char*, int>> cells) {
  OverlapTable table = empty_table(std::move(lists));
  for (const auto& [members, count] : cells) {
    Lists set = 0;
    for (std::size_t i = 0; members[i] != '\0'; ++i) set |= members[i] == '1' ? Lists{1} << i : 0;
    table.counts[set] += count;
  }
  return table;
}

// Killings in Kosovo, March to June 1999. Ball, Betts, Scheuren, Dudukovich and Asher 2002,
// Killings and Refugee Flow in Kosovo, AAAS.
inline OverlapTable kosovo() {
  return table_of({"EXH", "ABA", "OSCE", "HRW"}, {{"1000", 1131},
                                                  {"0100", 845},
                                                  {"0010", 936},
                                                  {"0001", 306},
                                                  {"1100", 177},
                                                  {"1010", 228},
                                                  {"1001", 106},
                                                  {"0110", 217},
                                                  {"0101", 31},
                                                  {"0011", 123},
                                                  {"1110", 181},
                                                  {"1101", 18},
                                                  {"1011", 42},
                                                  {"0111", 32},
                                                  {"1111", 27}});
}

// Women held by the Japanese military at Palembang. Silverman, Chan and Vincent 2024, Stat.
// Comput. 34:44, from Han's lists.
inline OverlapTable korea() {
  return table_of({"b", "c", "d"},
                  {{"001", 41}, {"010", 5}, {"100", 5}, {"110", 54}, {"101", 6}, {"111", 12}});
}

// Potential victims of trafficking, United Kingdom 2013, the police and crime lists merged.
// Bales, Hesketh and Silverman 2015, Significance 12(3):16.
inline OverlapTable uk() {
  return table_of({"LA", "NG", "PFNCA", "GO", "GP"}, {{"10000", 54},
                                                      {"01000", 463},
                                                      {"00100", 995},
                                                      {"00010", 695},
                                                      {"00001", 316},
                                                      {"11000", 15},
                                                      {"10100", 19},
                                                      {"10010", 3},
                                                      {"01100", 62},
                                                      {"01010", 19},
                                                      {"01001", 1},
                                                      {"00110", 76},
                                                      {"00101", 11},
                                                      {"00011", 8},
                                                      {"11100", 1},
                                                      {"11010", 1},
                                                      {"01110", 4},
                                                      {"11110", 1}});
}

// Victims of trafficking, New Orleans 2016, eight lists merged to five: 186 people. Bales, Murphy
// and Silverman 2020, J. Human Trafficking 6:375.
inline OverlapTable new_orleans() {
  return table_of({"A", "BEFG", "C", "D", "H"}, {{"10000", 25},
                                                 {"01000", 24},
                                                 {"00100", 70},
                                                 {"00010", 33},
                                                 {"00001", 21},
                                                 {"11000", 1},
                                                 {"10100", 1},
                                                 {"10010", 2},
                                                 {"01100", 2},
                                                 {"01010", 2},
                                                 {"01001", 1},
                                                 {"00110", 2},
                                                 {"11100", 1},
                                                 {"11010", 1}});
}

// The same as SparseMSE 2.0.1 has it: 185 people.
inline OverlapTable new_orleans_185() {
  OverlapTable table = new_orleans();
  table.counts[0b01100] = 1;
  return table;
}

}  // namespace depone::estimate
