#pragma once

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace confiture::cli {

/// Help that fits a screen: names and placeholders as they are typed, without CLI11's remarks on
/// types, ranges and defaults, which the descriptions give in words.
class HelpFormatter : public CLI::Formatter {
public:
  HelpFormatter();

  [[nodiscard]] std::string make_usage(const CLI::App* app, std::string name) const override;
  [[nodiscard]] std::string make_positionals(const CLI::App* app) const override;
  [[nodiscard]] std::string make_option_name(const CLI::Option* option,
                                             bool is_positional) const override;
  [[nodiscard]] std::string make_option_opts(const CLI::Option* option) const override;
  [[nodiscard]] std::string make_group(std::string group,
                                       bool is_positional,
                                       std::vector<const CLI::Option*> options) const override;
};

} // namespace confiture::cli
