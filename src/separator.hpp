#pragma once

#include "buffer.hpp"
#include "separator_template.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace confiture {

/// What stands before each file in the body (reference, section 5). Immutable; safe to use from
/// several threads.
class Separator {
public:
  /// Throws Error (Schema001) for a style that does not exist and for `custom` without a template,
  /// (Config001) for a template that cannot be used.
  Separator(const std::string& style, const std::optional<std::string>& custom_template);

  /// Appends the separator of a file, given its relative path, with the newlines around it.
  void append(Buffer& out, std::string_view path) const;

  /// What stands before and after the path in every separator; none for a template that does not
  /// hold the path as it is, once.
  struct Frame {
    std::string before;
    std::string after;

    friend bool operator==(const Frame&, const Frame&) = default;
  };
  [[nodiscard]] std::optional<Frame> frame() const;

  /// Throws Error (Schema001) for a path that would break out of the separator, such as one that
  /// holds a newline or the end of a comment, or that is not UTF-8.
  void require_safe(std::string_view path) const;

private:
  [[nodiscard]] std::optional<Frame> frame_around(std::string_view path) const;

  std::string before_; ///< for the fixed styles
  std::string after_;
  bool is_block_comment_ = false;
  std::optional<SeparatorTemplate> template_; ///< for `custom`
};

/// The names of the styles.
inline constexpr std::array<std::string_view, 4> separator_styles = {
    "block_comment", "line_comment", "mysql", "custom"};

/// Whether `style` is one of them.
bool is_separator_style(std::string_view style);

} // namespace confiture
