#include "linkage/block_keys.h"

#include <algorithm>
#include <map>

#include "linkage/normalise.h"
#include "names/keys.h"

namespace depone::linkage {
namespace {

constexpr std::size_t kRareWords = 6;
constexpr std::size_t kPairedWords = 5;
constexpr std::uint64_t kFirstKey = 0x243F6A8885A308D3u;

std::string without_blanks(std::string text) {
  std::erase(text, ' ');
  return text;
}

std::string date_part(const std::string& value, std::size_t from, std::size_t length) {
  const std::string date = date_text(value);
  if (date.size() != 8) return {};
  std::string part = date.substr(from, length);
  return part.find('-') == std::string::npos ? part : std::string();
}

std::string district_of(const std::string& value) {
  const std::string text = plain(value);
  const std::size_t blank = text.find(' ');
  if (blank != std::string::npos) return text.substr(0, blank);
  return text.size() > 2 ? text.substr(0, text.size() - 2) : text;
}

// The one key of a value; the kinds with several are elsewhere.
std::string one_key(const BlockKey& key, const std::string& value) {
  switch (key.take) {
    case Take::Whole:
      return plain(value);
    case Take::Prefix: {
      const std::string text = without_blanks(plain(value));
      return text.substr(0, static_cast<std::size_t>(key.length));
    }
    case Take::Sound:
      return sound_of(without_blanks(plain(value)));
    case Take::Last: {
      const std::string text = plain(value);
      const auto words = words_of(text);
      return words.empty() ? std::string() : sound_of(words.back());
    }
    case Take::Year:
      return date_part(value, 0, 4);
    case Take::Decade:
      return date_part(value, 0, 3);
    case Take::Day: {
      // The first of January stands for a day nobody knew.
      const std::string day = date_part(value, 4, 4);
      return day == "0101" ? std::string() : day;
    }
    case Take::District:
      return district_of(value);
    case Take::Initial:
      return plain(value).substr(0, 1);
    case Take::Group:
    case Take::Words:
    case Take::Pairs:
    case Take::WholeName:
    case Take::NameWords:
    case Take::NamePart:
      break;
  }
  return {};
}

// In how many records each word stands.
std::map<std::string, std::uint64_t, std::less<>> count_words(const Column& column) {
  std::map<std::string, std::uint64_t, std::less<>> counts;
  for (ValueId v = 1; v < column.values.size(); ++v) {
    const std::string text = plain(column.values[v]);
    for (const std::string_view word : words_of(text)) {
      const auto found = counts.find(word);
      if (found == counts.end()) {
        counts.emplace(word, column.counts[v]);
      } else {
        found->second += column.counts[v];
      }
    }
  }
  return counts;
}

std::vector<std::uint64_t> word_keys(
    const BlockKey& key, const std::string& value,
    const std::map<std::string, std::uint64_t, std::less<>>& counts) {
  const std::string text = plain(value);
  std::vector<std::pair<std::uint64_t, std::string_view>> words;
  for (const std::string_view word : words_of(text)) {
    if (word.size() >= 3) words.emplace_back(counts.find(word)->second, word);
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  std::vector<std::uint64_t> keys;
  if (key.take == Take::Words) {
    if (words.size() > kRareWords) words.resize(kRareWords);
    for (const auto& word : words) keys.push_back(hash_of(word.second));
    return keys;
  }
  if (words.size() > kPairedWords) words.resize(kPairedWords);
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = i + 1; j < words.size(); ++j) {
      keys.push_back(mix(hash_of(words[i].second)) + mix(hash_of(words[j].second)));
    }
  }
  return keys;
}

std::vector<std::uint64_t> name_keys(const BlockKey& key, const std::string& value,
                                     const names::Matcher& matcher) {
  const bool part = key.take == Take::NamePart;
  const names::Name name =
      matcher.parse(value, part ? names::Readings::PartOnly : names::Readings::All);
  const names::KeyScope scope =
      key.take == Take::WholeName ? names::KeyScope::Whole : names::KeyScope::Parts;
  std::vector<std::uint64_t> keys;
  for (const std::string& text : names::keys_of(matcher, name, scope)) {
    keys.push_back(hash_of(text));
  }
  return keys;
}

bool is_of_names(Take take) {
  return take == Take::WholeName || take == Take::NameWords || take == Take::NamePart;
}

}  // namespace

ValueKeys make_value_keys(const Column& column, const BlockKey& key,
                          const NameTables& name_tables) {
  ValueKeys keys;
  keys.column = &column;
  keys.ids = column.ids.data();
  keys.first.reserve(column.values.size() + 1);
  keys.first.assign(2, 0);  // kMissing has none
  const bool by_words = key.take == Take::Words || key.take == Take::Pairs;
  const auto counts = by_words ? count_words(column) : decltype(count_words(column)){};
  for (ValueId v = 1; v < column.values.size(); ++v) {
    const std::string& value = column.values[v];
    const std::size_t before = keys.keys.size();
    if (by_words) {
      const auto several = word_keys(key, value, counts);
      keys.keys.insert(keys.keys.end(), several.begin(), several.end());
    } else if (is_of_names(key.take)) {
      const auto several = name_keys(key, value, name_tables.matcher());
      keys.keys.insert(keys.keys.end(), several.begin(), several.end());
    } else if (key.take == Take::Group) {
      const std::string name = plain(value);
      const auto words = words_of(name);
      const std::string_view first = words.empty() ? std::string_view() : words.front();
      const auto& groups = name_tables.groups_of(first);
      for (const std::uint16_t group : groups) keys.keys.push_back(mix(group + 1u));
      if (groups.empty() && !first.empty()) keys.keys.push_back(hash_of(first));
    } else if (const std::string text = one_key(key, value); !text.empty()) {
      keys.keys.push_back(hash_of(text));
    }
    keys.several |= keys.keys.size() > before + 1;
    keys.first.push_back(static_cast<std::uint32_t>(keys.keys.size()));
  }
  if (keys.several) return keys;
  keys.only.assign(column.values.size(), kNoKey);
  for (ValueId v = 1; v < column.values.size(); ++v) {
    if (keys.first[v] < keys.first[v + 1]) keys.only[v] = keys.keys[keys.first[v]];
  }
  return keys;
}

std::uint64_t key_of_record(std::span<const ValueKeys* const> rule, RecordIndex record) {
  std::uint64_t key = kFirstKey;
  std::uint64_t turn = 1;
  for (const ValueKeys* part : rule) {
    const std::uint64_t own = part->only.data()[part->ids[record]];
    if (own == kNoKey) return kNoKey;
    key = mix(key ^ (own * (2 * turn + 1)));
    ++turn;
  }
  return key;
}

void keys_of_record(std::span<const ValueKeys* const> rule, RecordIndex record,
                    std::vector<std::uint64_t>& keys) {
  keys.assign(1, kFirstKey);
  std::uint64_t turn = 1;
  for (const ValueKeys* part : rule) {
    const ValueId value = part->ids[record];
    const std::uint32_t begin = part->first[value];
    const std::uint32_t end = part->first[value + 1];
    if (begin == end) {
      keys.clear();
      return;
    }
    const std::size_t before = keys.size();
    for (std::uint32_t k = begin + 1; k < end; ++k) {
      for (std::size_t i = 0; i < before && keys.size() < kMostKeys; ++i) {
        keys.push_back(mix(keys[i] ^ (part->keys[k] * (2 * turn + 1))));
      }
    }
    for (std::size_t i = 0; i < before; ++i) {
      keys[i] = mix(keys[i] ^ (part->keys[begin] * (2 * turn + 1)));
    }
    ++turn;
  }
  if (keys.size() > 1) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  }
}

void keys_of_record(const std::vector<ValueKeys>& rule, RecordIndex record,
                    std::vector<std::uint64_t>& keys) {
  std::vector<const ValueKeys*> parts;
  for (const ValueKeys& part : rule) parts.push_back(&part);
  keys_of_record(parts, record, keys);
}

}  // namespace depone::linkage
