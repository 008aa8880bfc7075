#include "cli/help.hpp"

#include <fmt/format.h>

namespace confiture::cli {

namespace {

constexpr std::size_t description_column = 32;

/// The option as it is typed: `-o, --output FILE`, `--[no-]two-pass`.
std::string synopsis(const CLI::Option& option) {
  const bool has_negation = !option.get_fnames().empty();
  const std::string short_name =
      option.get_snames().empty() ? "    " : "-" + option.get_snames().front() + ", ";
  const std::string value = option.get_type_size() == 0 ? "" : " " + option.get_type_name();
  return short_name + (has_negation ? "--[no-]" : "--") + option.get_lnames().front() +
         value.substr(0, value.find(':'));
}

std::string option_line(const CLI::Option& option) {
  return fmt::format(
      "  {:<{}}{}\n", synopsis(option), description_column - 2, option.get_description());
}

} // namespace

std::string HelpFormatter::make_help(const CLI::App* app,
                                     std::string /*name*/,
                                     CLI::AppFormatMode /*mode*/) const {
  std::string text = fmt::format("{}\n\nUsage: {} [OPTIONS] {}\n\n",
                                 app->get_description(),
                                 app->get_name(),
                                 app->get_option(positionals_name)->get_type_name());
  for (const std::string& group : app->get_groups()) {
    const auto options = app->get_options([&](const CLI::Option* option) {
      return option->nonpositional() && option->get_group() == group;
    });
    if (group.empty() || options.empty()) {
      continue;
    }
    text += group + ":\n";
    for (const CLI::Option* option : options) {
      text += option_line(*option);
    }
  }
  const std::string footer = app->get_footer();
  return footer.empty() ? text : text + "\n" + footer + "\n";
}

} // namespace confiture::cli
