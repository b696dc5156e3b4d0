// A small vault for tests: on a disk in memory, cheap passphrase, fixed clock.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/base/disk_in_memory.h"
#include "tests/base/result_matchers.h"
#include "text/passages.h"
#include "vault/vault.h"

namespace depone::vault {

inline constexpr const char* kFolder = "/case";
inline constexpr std::string_view kPassphrase = "correct horse battery staple";

inline const FixedClock& test_clock() {
  static const FixedClock clock(Instant{1'790'000'000});
  return clock;
}

inline NewItem text_item(std::string name, std::string text) {
  NewItem item;
  item.bytes = copy_of(bytes_of(text));
  item.document.name = name;
  item.document.format = "text";
  item.document.title = "Title of " + name;
  item.document.text = text;
  item.document.passages = text::split_passages(text);
  item.source.label = "Witness 7";
  item.source.kind = SourceKind::Witness;
  item.source.reliability = 'B';
  item.source.consent = Consent{"publication of findings", Audience::Public, {2030, 1, 0}};
  item.source.first_hand = true;
  item.acquisition = {{"path", "/home/someone/" + name}, {"size", text.size()}};
  item.extractor = "test 1";
  return item;
}

inline std::vector<NewItem> three_items() {
  return {text_item("a.txt", "He worked eighteen hours a day. Supervisors punished resting."),
          text_item("b.txt", "그는 하루에 18시간 일했다. 안전모를 받지 못했다."),
          text_item("c.txt", "Рабочие спали в контейнерах. Паспорта забрали.")};
}

inline Result<Vault> create_vault(Disk& disk, const std::string& folder = kFolder) {
  return Vault::create(disk, folder, bytes_of(kPassphrase), crypto::test_cost(), test_clock(),
                       IndexPlace::InMemory);
}

inline Result<Vault> open_vault(Disk& disk, OpenMode mode = OpenMode::Sound) {
  return Vault::open(disk, kFolder, bytes_of(kPassphrase), test_clock(), IndexPlace::InMemory,
                     mode);
}

inline CheckReport check_of(const Vault& vault) {
  NoProgress progress;
  const Cancellation cancellation;
  const auto report = vault.check(progress, cancellation);
  EXPECT_THAT(report, IsOk());
  return report.ok() ? report.value() : CheckReport{};
}

// Whether the vault holds `item` as `id`, with everything that was given.
inline void expect_holds(const Vault& vault, const std::string& id, const NewItem& item) {
  const auto bytes = vault.original(id);
  ASSERT_THAT(bytes, IsOk());
  EXPECT_EQ(bytes.value(), item.bytes);
  const auto document = vault.document(id);
  ASSERT_THAT(document, IsOk());
  EXPECT_EQ(document.value().text, item.document.text);
  EXPECT_EQ(document.value().name, item.document.name);
  EXPECT_EQ(document.value().passages.size(), item.document.passages.size());
  const auto info = vault.item(id);
  ASSERT_THAT(info, IsOk());
  EXPECT_FALSE(info.value().damaged);
  EXPECT_EQ(info.value().document.title, item.document.title);
  EXPECT_EQ(info.value().source.label, item.source.label);
  EXPECT_EQ(info.value().acquisition, item.acquisition);
  EXPECT_EQ(info.value().sha256, crypto::sha256(item.bytes));
}

}  // namespace depone::vault
