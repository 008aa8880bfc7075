#pragma once

#include "buffer.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// The template of the separator style `custom`: the part of Python's `str.format` that is of use
/// there. `{file_path}` is the relative path; `.name`, `.stem`, `.suffix` and `.parent` are its
/// parts, as in pathlib; `!s` may follow, and a format specification for text (`{file_path!s:>40}`)
/// after `!s`, `.name`, `.stem` or `.suffix`; `{{` and `}}` are braces. Immutable.
class SeparatorTemplate {
public:
  /// The largest width of a field, in characters.
  static constexpr std::size_t widest = 10'000;

  /// Throws Error (Config001) for anything else.
  explicit SeparatorTemplate(std::string_view text);

  /// Appends the template with the path filled in.
  void append(Buffer& out, std::string_view path) const;

private:
  enum class Part { Path, Name, Stem, Suffix, Parent };

  /// A format specification: `[[fill]align][0][width][.precision][s]`, in characters.
  struct Format {
    std::string fill = " ";
    char align = '<';
    std::size_t width = 0;
    std::optional<std::size_t> precision = {};

    void append(Buffer& out, std::string_view value) const;
  };

  /// Literal text, then a field unless the template ends.
  struct Segment {
    std::string literal;
    std::optional<Part> part = {};
    Format format = {};
  };

  void add_field(std::string_view field);
  static Format parse_format(std::string_view specification, std::string_view field);
  static std::string_view value_of(Part part, std::string_view path);

  std::vector<Segment> segments_;
};

} // namespace confiture
