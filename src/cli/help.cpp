#include "cli/help.hpp"

namespace confiture::cli {

namespace {

constexpr std::size_t description_column = 34;

} // namespace

HelpFormatter::HelpFormatter() {
  column_width(description_column);
}

std::string HelpFormatter::make_usage(const CLI::App* /*app*/, std::string name) const {
  return "\nUsage: " + name + " [OPTIONS] [DIR...]\n\n";
}

std::string HelpFormatter::make_positionals(const CLI::App* /*app*/) const {
  return {}; // the usage shows them, the description explains them
}

std::string HelpFormatter::make_option_name(const CLI::Option* option, bool is_positional) const {
  std::string names = CLI::Formatter::make_option_name(option, is_positional);
  constexpr std::string_view negation = "{false}";
  if (const std::size_t at = names.find(negation); at != std::string::npos) {
    names.erase(at, negation.size());
  }
  return names;
}

std::string HelpFormatter::make_option_opts(const CLI::Option* option) const {
  const std::string placeholder = option->get_type_name();
  return placeholder.empty() ? "" : " " + placeholder.substr(0, placeholder.find(':'));
}

std::string HelpFormatter::make_group(std::string group,
                                      bool is_positional,
                                      std::vector<const CLI::Option*> options) const {
  std::string text = group + ":\n";
  for (const CLI::Option* option : options) {
    text += make_option(option, is_positional);
  }
  return text;
}

} // namespace confiture::cli
