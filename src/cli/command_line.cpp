#include "cli/command_line.hpp"

#include "cli/help.hpp"
#include "suggest.hpp"
#include "version.hpp"
#include <confiture/parser.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>

namespace confiture::cli {

namespace {

/// CLI11 takes the value of `--name=` from the next argument; an empty value has to stand alone.
std::vector<std::string> with_empty_values(const CLI::App& app,
                                           const std::vector<std::string>& arguments) {
  std::vector<std::string> out;
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    const bool is_empty_value = argument.size() == name.size() + 1 && name.starts_with("--") &&
                                app.get_option_no_throw(name) != nullptr;
    if (is_empty_value) {
      out.push_back(name);
      out.emplace_back();
    } else {
      out.push_back(argument);
    }
  }
  return out;
}

/// What was wrong with the arguments, and the option that was probably meant.
std::string usage_error(const CLI::App& app,
                        const CLI::ParseError& error,
                        const std::vector<std::string>& arguments) {
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& long_name : option->get_lnames()) {
      known.push_back("--" + long_name);
    }
  }
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    const bool is_unknown = name.starts_with("--") && name.size() > 2 &&
                            std::find(known.begin(), known.end(), name) == known.end();
    if (is_unknown) {
      const auto meant = suggestion(name, known);
      return fmt::format("there is no option {}{}",
                         printable(name),
                         meant ? fmt::format("; did you mean {}?", *meant) : "");
    }
  }
  return printable(error.what());
}

} // namespace

CommandLine::CommandLine(const std::string& name, const std::string& description)
    : app_(description, name) {
  app_.formatter(std::make_shared<HelpFormatter>());
  app_.set_help_flag(); // where `help_flags` puts it
}

void CommandLine::help_flags() {
  const std::optional<int> grammar = grammar_version();
  app_.set_help_flag("-h,--help", "Print this help")->group(group_);
  app_.set_version_flag("--version",
                        fmt::format("confiture-build {} (output of confiture {}; {})",
                                    version,
                                    reference_version,
                                    grammar ? fmt::format("grammar of PostgreSQL {}", *grammar)
                                            : "no SQL parser"),
                        "Print the version")
      ->group(group_);
}

CLI::Option* CommandLine::configured(CLI::Option* option) const {
  return option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)->group(group_);
}

std::string CommandLine::described(const std::vector<std::string>& words,
                                   const std::string& preset) {
  return fmt::format("{} or {}{}",
                     fmt::join(words.begin(), std::prev(words.end()), ", "),
                     words.back(),
                     preset.empty() ? "" : fmt::format(" (default: {})", preset));
}

CLI::Option* CommandLine::flag(const char* names, bool& target, const char* description) {
  return configured(app_.add_flag(names, target, description))->disable_flag_override();
}

void CommandLine::toggle(const char* name, std::optional<bool>& target, const char* description) {
  bool& value = flags_.emplace_back(false);
  const std::string names = fmt::format("--{0},!--no-{0}", name);
  CLI::Option* option = configured(app_.add_flag(names, value, description));
  option->disable_flag_override();
  settle_.emplace_back([option, &value, &target] {
    if (option->count() > 0) {
      target = value;
    }
  });
}

void CommandLine::positionals(std::vector<std::string>& target, const char* synopsis, int count) {
  CLI::Option* option = app_.add_option(positionals_name, target)->type_name(synopsis);
  if (count > 0) {
    option->expected(count)->required();
  }
}

std::optional<Answer> CommandLine::parse(const std::vector<std::string>& arguments) {
  std::vector<std::string> reversed = with_empty_values(app_, arguments);
  std::reverse(reversed.begin(), reversed.end()); // as CLI11 wants them
  try {
    app_.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    return Answer{ExitStatus::Success, app_.help()};
  } catch (const CLI::CallForVersion& request) {
    return Answer{ExitStatus::Success, std::string(request.what()) + "\n"};
  } catch (const CLI::ParseError& error) {
    return Answer{ExitStatus::Usage,
                  fmt::format("confiture-build: {}\nTry '{} --help'.\n",
                              usage_error(app_, error, arguments),
                              app_.get_name())};
  }
  for (const auto& settle : settle_) {
    settle();
  }
  return std::nullopt;
}

std::string CommandLine::excerpt(const std::string& name,
                                 const std::string& description,
                                 const char* title,
                                 const std::vector<std::string>& only) {
  app_.name(name);
  app_.description(description);
  app_.footer("");
  for (CLI::Option* option : app_.get_options()) {
    const bool is_wanted = std::any_of(only.begin(), only.end(), [&](const std::string& wanted) {
      return option->check_name(wanted);
    });
    option->group(is_wanted ? title : "");
  }
  return app_.help();
}

} // namespace confiture::cli
