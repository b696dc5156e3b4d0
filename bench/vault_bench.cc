// Adds 10,000 small texts to a vault on the real disk, in batches, and says how many a second.
// usage: vault_bench [items] [batch] [folder]
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/disk.h"
#include "text/passages.h"
#include "vault/vault.h"

namespace {

using namespace depone;
using Seconds = std::chrono::duration<double>;

// About 1 KB of made-up words in sentences; the seed makes every text another one.
vault::NewItem make_item(std::size_t number, std::mt19937& random) {
  static const char* const kWords[] = {
      "worker",   "hours",   "site", "night",    "guard", "wages", "under",   "winter",
      "contract", "company", "told", "returned", "day",   "month", "without", "passport"};
  std::string text = fmt::format("Statement number {}. ", number);
  for (int sentence = 0; sentence < 12; ++sentence) {
    text += "The";
    for (int word = 0; word < 12; ++word) text += fmt::format(" {}", kWords[random() % 16]);
    text += ". ";
  }
  vault::NewItem item;
  item.bytes = copy_of(bytes_of(text));
  item.document.name = fmt::format("statement-{:05}.txt", number);
  item.document.format = "text";
  item.document.text = text;
  item.document.passages = text::split_passages(text);
  item.acquisition = {{"path", item.document.name}};
  item.extractor = "bench";
  return item;
}

template <class Work>
double seconds_of(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return Seconds(std::chrono::steady_clock::now() - begin).count();
}

template <class T>
T must(Result<T> result) {
  if (!result.ok()) {
    fmt::print(stderr, "{}\n", to_string(result.error()));
    std::exit(1);
  }
  return std::move(result).take();
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t items = count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 10'000;
  const std::size_t batch = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 256;
  const std::filesystem::path folder =
      count > 3 ? std::filesystem::path(arguments[3])
                : std::filesystem::temp_directory_path() / "depone_vault_bench";
  std::filesystem::remove_all(folder);

  std::mt19937 random(1);
  std::vector<vault::NewItem> all;
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < items; ++i) {
    all.push_back(make_item(i, random));
    bytes += all.back().bytes.size();
  }
  fmt::print("{} items of {} bytes on average, batches of {}\n", items, bytes / items, batch);

  const auto disk = make_real_disk();
  const SystemClock clock;
  const ByteView passphrase = bytes_of("bench");
  const auto report = [&](const char* what, double seconds) {
    fmt::print("{:<8} {:8.3f} s  {:10.0f} items/s\n", what, seconds,
               static_cast<double>(items) / seconds);
  };
  {
    vault::Vault vault =
        must(vault::Vault::create(*disk, folder.string(), passphrase, crypto::test_cost(), clock));
    report("add", seconds_of([&] {
             for (std::size_t at = 0; at < items; at += batch) {
               must(vault.add(std::span(all).subspan(at, std::min(batch, items - at))));
             }
           }));
    report("again", seconds_of([&] {
             for (std::size_t at = 0; at < items; at += batch) {
               must(vault.add(std::span(all).subspan(at, std::min(batch, items - at))));
             }
           }));
  }
  std::unique_ptr<vault::Vault> vault;
  report("open", seconds_of([&] {
           vault = std::make_unique<vault::Vault>(
               must(vault::Vault::open(*disk, folder.string(), passphrase, clock)));
         }));
  report("list", seconds_of([&] { must(vault->items()); }));
  fmt::print("search   {:8.3f} s\n",
             seconds_of([&] { must(vault->search("passports at night", 20)); }));
  NoProgress progress;
  const Cancellation cancellation;
  report("check", seconds_of([&] {
           if (!must(vault->check(progress, cancellation)).sound()) std::exit(1);
         }));
  report("rebuild", seconds_of([&] { must(vault->rebuild(progress)); }));
  vault.reset();
  std::filesystem::remove_all(folder);
  return 0;
}
