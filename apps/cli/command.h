// The words a command takes: the one door to CLI11, which costs ten seconds of compiling wherever
// its header is seen.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace depone::cli {

// One word ("VAULT") or option ("--title") of a command. A handle, good as long as its CommandLine.
class Option {
 public:
  Option& required();
  Option& type_name(const std::string& name);  // what help calls its value
  Option& one_of(const std::vector<std::string>& allowed);
  Option& not_negative();
  Option& range(double least, double most);  // both ends allowed
  Option& expected(int least, int most);     // how many words it takes
  Option& delimiter(char separator);         // one word holds them all: "a,b" is two values
  // `fault` says what is wrong with a value, or nothing.
  Option& check(std::function<std::string(const std::string&)> fault);
  Option& capture_default();  // help shows the present value as the default

 private:
  friend class Command;
  explicit Option(CLI::Option* option) : option_(option) {}
  CLI::Option* option_;
};

// A verb, or the whole program. A handle, good as long as its CommandLine. What is written into a
// `value` must live until the callback has run.
class Command {
 public:
  Command add_subcommand(const std::string& name, const std::string& description);
  // For a verb of verbs: one of them must be given.
  void require_subcommand();

  // A name without dashes is a word, taken by its place.
  Option add_option(const std::string& name, std::string& value, const std::string& description);
  Option add_option(const std::string& name, std::vector<std::string>& values,
                    const std::string& description);
  Option add_option(const std::string& name, int& value, const std::string& description);
  Option add_option(const std::string& name, double& value, const std::string& description);
  Option add_option(const std::string& name, std::int64_t& value, const std::string& description);
  Option add_option(const std::string& name, std::uint64_t& value, const std::string& description);
  // Left unset when the option was not given.
  Option add_option(const std::string& name, std::optional<int>& value,
                    const std::string& description);
  Option add_option(const std::string& name, std::optional<double>& value,
                    const std::string& description);
  Option add_flag(const std::string& name, bool& value, const std::string& description);

  // Leaves every word that follows unread, options too; remaining() has them in the callback.
  void prefix_command();
  std::vector<std::string> remaining() const;

  // Called when the command was given and its words are in their places.
  void callback(std::function<void()> work);

 private:
  friend class CommandLine;
  explicit Command(CLI::App* app) : app_(app) {}
  CLI::App* app_;
};

// The program's commands. Exactly one is to be given.
class CommandLine {
 public:
  CommandLine(const std::string& name, const std::string& description, const std::string& version);
  ~CommandLine();
  CommandLine(const CommandLine&) = delete;
  CommandLine& operator=(const CommandLine&) = delete;

  Command program();
  bool has_command(std::string_view name) const;

  // Calls the callback of the command given, or prints help or version. False after a message
  // about words that are not understood.
  bool run(int count, char** words);

 private:
  std::unique_ptr<CLI::App> app_;
};

}  // namespace depone::cli
