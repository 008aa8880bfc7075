#pragma once

#include <CLI/CLI.hpp>

#include <string>

namespace confiture::cli {

/// What CLI11 calls the arguments that are no options.
inline constexpr const char* positionals_name = "arguments";

/// Help in few lines: options in their groups, without CLI11's remarks on types, ranges and
/// defaults, which the descriptions give in words.
class HelpFormatter : public CLI::FormatterBase {
public:
  [[nodiscard]] std::string
  make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;
};

} // namespace confiture::cli
