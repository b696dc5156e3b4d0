// Which legacy encoding some bytes are in, judged by how likely each reading is.
#pragma once

#include "base/bytes.h"

namespace depone::text {

// BrokenUtf8: no reading explains the bytes better than text damaged on its way.
enum class Legacy { BrokenUtf8, Korean, Windows1251, Koi8R, Windows1252 };

// For bytes that are neither well-formed UTF-8 nor UTF-16. Compares log likelihoods of the bytes
// above 0x7F under a model for each encoding: syllable frequency for Korean (EUC-KR and its
// superset CP949), letter frequency, letter case and script mixture for the single-byte ones.
// Reads the first 64 KiB at most. Right on nearly all texts of 20 letters or more.
Legacy guess_legacy(ByteView bytes);

// Which order UTF-16 without a byte order mark is in, or None: at least nine in ten code units must
// be letters, digits, spaces or punctuation of our languages, and bytes must occur that neither
// UTF-8 nor EUC-KR text holds.
enum class Utf16 { None, LittleEndian, BigEndian };
Utf16 guess_utf16(ByteView bytes);

// Whether each two-byte character lies in the KS X 1001 plane, that is, EUC-KR proper.
bool is_plain_euc_kr(ByteView bytes);

}  // namespace depone::text
