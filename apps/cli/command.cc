#include "apps/cli/command.h"

#include <CLI/CLI.hpp>

namespace depone::cli {

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::type_name(const std::string& name) {
  option_->type_name(name);
  return *this;
}

Option& Option::one_of(const std::vector<std::string>& allowed) {
  option_->check(CLI::IsMember(allowed));
  return *this;
}

Option& Option::not_negative() {
  option_->check(CLI::NonNegativeNumber);
  return *this;
}

Option& Option::range(double least, double most) {
  option_->check(CLI::Range(least, most));
  return *this;
}

Option& Option::expected(int least, int most) {
  option_->expected(least, most);
  return *this;
}

Option& Option::delimiter(char separator) {
  option_->delimiter(separator);
  return *this;
}

Option& Option::check(std::function<std::string(const std::string&)> fault) {
  option_->check(std::move(fault));
  return *this;
}

Option& Option::capture_default() {
  option_->capture_default_str();
  return *this;
}

Command Command::add_subcommand(const std::string& name, const std::string& description) {
  return Command(app_->add_subcommand(name, description));
}

void Command::require_subcommand() { app_->require_subcommand(1); }

Option Command::add_option(const std::string& name, std::string& value,
                           const std::string& description) {
  return Option(app_->add_option(name, value, description));
}

Option Command::add_option(const std::string& name, std::vector<std::string>& values,
                           const std::string& description) {
  CLI::Option* option = app_->add_option(name, values, description);
  // `--rule A --rule B`: a word after `--rule A` is the verb's own and not swallowed.
  option->allow_extra_args(!option->nonpositional());
  return Option(option);
}

Option Command::add_option(const std::string& name, int& value, const std::string& description) {
  return Option(app_->add_option(name, value, description));
}

Option Command::add_option(const std::string& name, double& value, const std::string& description) {
  return Option(app_->add_option(name, value, description));
}

Option Command::add_option(const std::string& name, std::int64_t& value,
                           const std::string& description) {
  return Option(app_->add_option(name, value, description));
}

Option Command::add_option(const std::string& name, std::uint64_t& value,
                           const std::string& description) {
  return Option(app_->add_option(name, value, description));
}

Option Command::add_option(const std::string& name, std::optional<int>& value,
                           const std::string& description) {
  return Option(app_->add_option(name, value, description));
}

Option Command::add_option(const std::string& name, std::optional<double>& value,
                           const std::string& description) {
  return Option(app_->add_option(name, value, description));
}

Option Command::add_flag(const std::string& name, bool& value, const std::string& description) {
  return Option(app_->add_flag(name, value, description));
}

void Command::prefix_command() { app_->prefix_command(); }

std::vector<std::string> Command::remaining() const { return app_->remaining(); }

void Command::callback(std::function<void()> work) { app_->callback(std::move(work)); }

CommandLine::CommandLine(const std::string& name, const std::string& description,
                         const std::string& version)
    : app_(std::make_unique<CLI::App>(description, name)) {
  app_->set_version_flag("--version", name + " " + version);
  app_->require_subcommand(1);
  app_->failure_message([name](const CLI::App*, const CLI::Error& error) {
    return std::string("error: ") + error.what() + "\nhint: " + name + " --help lists the verbs\n";
  });
}

CommandLine::~CommandLine() = default;

Command CommandLine::program() { return Command(app_.get()); }

bool CommandLine::has_command(std::string_view name) const {
  const auto named = [name](const CLI::App* command) { return command->get_name() == name; };
  return !app_->get_subcommands(named).empty();
}

bool CommandLine::run(int count, char** words) {
  try {
    app_->parse(count, words);
    return true;
  } catch (const CLI::ParseError& error) {
    return app_->exit(error) == 0;  // prints help, version or the message
  }
}

}  // namespace depone::cli
