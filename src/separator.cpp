#include "separator.hpp"

#include "secret.hpp"
#include "utf8.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace confiture {

namespace {

const std::string rule(42, '=');

/// A separator of three lines that each start with a line comment's marker.
std::string opening_of_line_style(std::string_view marker) {
  return fmt::format("\n{0} {1}\n{0} File: ", marker, rule);
}

std::string closing_of_line_style(std::string_view marker) {
  return fmt::format("\n{} {}\n\n", marker, rule);
}

} // namespace

bool is_separator_style(std::string_view style) {
  return std::find(separator_styles.begin(), separator_styles.end(), style) !=
         separator_styles.end();
}

Separator::Separator(const std::string& style, const std::optional<std::string>& custom_template) {
  if (style == "block_comment") {
    before_ = fmt::format("\n/* {}\n * File: ", rule);
    after_ = fmt::format("\n * {} */\n\n", rule);
    is_block_comment_ = true;
  } else if (style == "line_comment" || style == "mysql") {
    const std::string_view marker = style == "mysql" ? "#" : "--";
    before_ = opening_of_line_style(marker);
    after_ = closing_of_line_style(marker);
  } else if (style != "custom") {
    throw Error(ErrorCode::Schema001,
                "Invalid separator style: " + quotable(style),
                fmt::format("Use one of: {}", fmt::join(separator_styles, ", ")));
  } else if (!custom_template || custom_template->empty()) {
    throw Error(ErrorCode::Schema001,
                "Custom separator style requires custom_template",
                "Set build.separators.custom_template in your config when using style: custom");
  } else {
    template_.emplace(*custom_template);
  }
}

void Separator::append(Buffer& out, std::string_view path) const {
  if (template_) {
    out.append("\n");
    template_->append(out, path);
    out.append("\n");
  } else {
    out.append(before_);
    out.append(path);
    out.append(after_);
  }
}

std::optional<Separator::Frame> Separator::frame() const {
  // Paths whose parts appear nowhere else; a template shows by them where the path goes. Where it
  // pads or cuts, the short one or the long one has another frame.
  const auto frame = frame_around("\x01");
  const std::string longer = "\x01/" + std::string(SeparatorTemplate::widest, '\x02') + ".\x03";
  return frame == frame_around(longer) ? frame : std::nullopt;
}

std::optional<Separator::Frame> Separator::frame_around(std::string_view path) const {
  Buffer separator;
  append(separator, path);
  const std::string_view text = separator.view();
  const std::size_t at = text.find(path);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  Frame frame{.before = std::string(text.substr(0, at)),
              .after = std::string(text.substr(at + path.size()))};
  if (frame.before.size() < 2) {
    return std::nullopt; // every line would look like one
  }
  const bool holds_more =
      (frame.before + frame.after).find_first_of("\x01\x02\x03") != std::string::npos;
  return holds_more ? std::nullopt : std::optional(std::move(frame));
}

void Separator::require_safe(std::string_view path) const {
  const std::size_t valid = utf8::valid_length(path);
  std::string_view problem;
  if (valid != path.size()) {
    problem = "is not UTF-8";
  } else if (path.find_first_of(
                 std::string_view("\0\x01\x02\x03\x04\x05\x06\x07\b\t\n\v\f\r\x0e\x0f"
                                  "\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b"
                                  "\x1c\x1d\x1e\x1f\x7f",
                                  33)) != std::string_view::npos) {
    problem = "holds a control character, which could end its comment";
  } else if (is_block_comment_ && path.find("*/") != std::string_view::npos) {
    problem = "holds '*/', which would end its comment";
  } else {
    return;
  }
  throw Error(ErrorCode::Schema001,
              fmt::format("Cannot name the file '{}' in its separator: the path {}",
                          printable(path),
                          problem),
              "Rename the file or folder, or leave it out with an exclude pattern.");
}

} // namespace confiture
