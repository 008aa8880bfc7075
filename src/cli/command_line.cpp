#include "cli/command_line.hpp"

#include "cli/help.hpp"
#include "suggest.hpp"
#include "version.hpp"
#include <confiture/parser.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

namespace confiture::cli {

namespace {

/// What CLI11 calls the arguments that are no options.
const std::string positionals_name = "arguments";

Offer::Kind kind_for(std::string_view placeholder) {
  return placeholder == "FILE" || placeholder == "PATH" ? Offer::Kind::Files
         : placeholder == "DIR"                         ? Offer::Kind::Directories
                                                        : Offer::Kind::Nothing;
}

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
  std::string text = error.what();
  if (text.starts_with(positionals_name)) {
    text.replace(0, positionals_name.size(), app.get_option(positionals_name)->get_type_name());
  }
  return printable(text);
}

} // namespace

CommandLine::CommandLine(const std::string& name, const std::string& description)
    : app_(description, name) {
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

CLI::Option* CommandLine::with_value(CLI::Option* option, const char* placeholder) {
  offers_[option] = {.kind = kind_for(placeholder)};
  return configured(option)->type_name(placeholder);
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

void CommandLine::positionals(std::vector<std::string>& target,
                              const char* synopsis,
                              const Offer& offer,
                              int count) {
  CLI::Option* option = app_.add_option(positionals_name, target)->type_name(synopsis);
  offers_[option] = offer;
  largest_count_ = static_cast<std::size_t>(count);
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
    return Answer{ExitStatus::Success, help_text(declaration())};
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

DeclaredOption CommandLine::declared(const CLI::Option& option) const {
  const auto& short_names = option.get_snames();
  const auto& long_names = option.get_lnames();
  DeclaredOption declared = {
      .group = option.get_group(),
      .short_name = short_names.empty() ? "" : "-" + short_names.front(),
      .long_name = "--" + long_names.front(),
      .negation = option.get_fnames().empty() ? "" : "--" + long_names.back(),
      .placeholder = option.get_type_size() == 0 ? "" : option.get_type_name(),
      .description = option.get_description(),
      .excludes = {},
      .offer = {}};
  // To some CLI11 appends what it checks a value for.
  declared.placeholder.resize(
      std::min(declared.placeholder.size(), declared.placeholder.find(':')));
  for (const CLI::Option* other : option.get_excludes()) {
    declared.excludes.push_back("--" + other->get_lnames().front());
  }
  const auto offer = offers_.find(&option);
  if (offer != offers_.end()) {
    declared.offer = offer->second;
  }
  return declared;
}

Declaration CommandLine::declaration() const {
  const CLI::Option* positionals = app_.get_option(positionals_name);
  Declaration all = {.name = app_.get_name(),
                     .description = app_.get_description(),
                     .options = {},
                     .positionals = positionals->get_type_name(),
                     .largest_count = largest_count_,
                     .positional_offer = offers_.at(positionals),
                     .footer = app_.get_footer()};
  for (const CLI::Option* option : app_.get_options()) {
    if (option != positionals) {
      all.options.push_back(declared(*option));
    }
  }
  return all;
}

} // namespace confiture::cli
