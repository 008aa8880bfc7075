#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace confiture::cli {

namespace {

constexpr std::size_t description_column = 32;

/// The option as it is typed: `-o, --output FILE`, `--[no-]two-pass`.
std::string synopsis(const DeclaredOption& option) {
  const std::string short_name = option.short_name.empty() ? "    " : option.short_name + ", ";
  const std::string long_name =
      option.negation.empty() ? option.long_name : "--[no-]" + option.long_name.substr(2);
  return short_name + long_name + (option.placeholder.empty() ? "" : " " + option.placeholder);
}

} // namespace

std::vector<OptionGroup> option_groups(const Declaration& declaration) {
  std::vector<OptionGroup> groups;
  for (const DeclaredOption& option : declaration.options) {
    if (option.group.empty()) {
      continue;
    }
    const auto is_its_group = [&](const OptionGroup& group) { return group.title == option.group; };
    auto group = std::find_if(groups.begin(), groups.end(), is_its_group);
    if (group == groups.end()) {
      group = groups.insert(groups.end(), {.title = option.group, .options = {}});
    }
    group->options.push_back(&option);
  }
  return groups;
}

std::string help_text(const Declaration& declaration) {
  std::string text = fmt::format("{}\n\nUsage: {} [OPTIONS] {}\n\n",
                                 declaration.description,
                                 declaration.name,
                                 declaration.positionals);
  for (const OptionGroup& group : option_groups(declaration)) {
    text += group.title + ":\n";
    for (const DeclaredOption* option : group.options) {
      text += fmt::format(
          "  {:<{}}{}\n", synopsis(*option), description_column - 2, option->description);
    }
  }
  return declaration.footer.empty() ? text : text + "\n" + declaration.footer + "\n";
}

} // namespace confiture::cli
