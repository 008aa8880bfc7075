#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

enum class Severity { Error, Warning, Notice };

/// The severity as it is printed: `error`, `warning`, `notice`.
constexpr std::string_view name(Severity severity) {
  switch (severity) {
  case Severity::Error:
    return "error";
  case Severity::Warning:
    return "warning";
  case Severity::Notice:
    return "notice";
  }
  return "error";
}

/// The line that a finding is about, or of a long one what is around its column.
struct Excerpt {
  std::string text;        ///< UTF-8 without the line end; empty where no line is shown
  std::uint64_t caret = 0; ///< where in `text` the finding is, from 1, in characters; 0 for nowhere
};

/// Another place that has to do with a finding.
struct RelatedPlace {
  std::string message; ///< what is there: `created here`
  std::string file;    ///< named like that of a Finding
  std::uint64_t line = 0;
  std::uint64_t column = 0; ///< 0 is the whole line
};

/// Something that a check has to say about the sources.
struct Finding {
  std::string rule; ///< the id of a Rule
  Severity severity = Severity::Error;
  /// For people, in one or more lines. What comes and goes with the lines above, such as a line's
  /// number, is left to `line`: by its message a finding is known again when it has moved.
  std::string message;
  std::string file;         ///< relative if below the working directory, else absolute; or empty
  std::uint64_t line = 0;   ///< from 1; 0 is the whole file
  std::uint64_t column = 0; ///< from 1, in characters; 0 is the whole line
  Excerpt excerpt = {};
  std::vector<RelatedPlace> related = {}; ///< no part of what a finding is known again by
};

/// What a check looks for.
struct Rule {
  std::string id;                      ///< `unclosed-comment`
  std::string summary;                 ///< one sentence
  std::string help;                    ///< why it matters and what to do about it
  Severity severity = Severity::Error; ///< of its findings
};

} // namespace confiture
