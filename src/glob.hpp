#pragma once

#include "glob_class.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// A pattern of `include` or `exclude` (reference, section 3): gitignore's dialect, but a pattern
/// that names a directory without a final `/` does not take what is below it.
///
/// Matching takes time linear in the pattern times the path, whatever the pattern. Safe to use from
/// several threads.
class Glob {
public:
  /// A bad pattern is no error until it is first tried, as in the reference.
  explicit Glob(std::string pattern);

  /// Whether `path`, relative to the entry's directory, matches as a whole. Case counts. Throws
  /// Error (Config001) if the pattern holds `..` as a component or a class that cannot be read.
  [[nodiscard]] bool matches(std::string_view path) const;

  /// The pattern as it was written.
  [[nodiscard]] const std::string& pattern() const { return pattern_; }

private:
  /// What a state of the automaton waits for. A path matches when the last state is reached.
  struct State {
    enum class Kind {
      Literal,    ///< this character
      AnyInName,  ///< any character but a slash
      Class,      ///< a character of the class
      Star,       ///< any number of characters but slashes
      Folders,    ///< at the start of a component: any number of whole components, each with slash
      FolderName, ///< within such a component; follows its Folders
      Rest,       ///< anything but a newline, to the end
    };
    Kind kind;
    char32_t literal = 0;
    CharacterClass characters = {};

    /// Whether reading `c` here leads to the next state.
    [[nodiscard]] bool advances_on(char32_t c) const;
    /// Whether reading `c` here leads back here.
    [[nodiscard]] bool stays_on(char32_t c) const;
  };

  using Word = std::uint64_t;
  using Set = std::vector<Word>; ///< one bit a state, and one for the end

  void compile(std::string_view text);
  void note_ending();
  void add_component(std::string_view component);
  void index_states();
  [[nodiscard]] Set set_of(bool (State::*member)(char32_t) const, char32_t c) const;
  void close_over_empty_steps(Set& active) const;
  void step(Set& active, char32_t c) const;

  static constexpr char32_t ascii_size = 128;

  std::string pattern_;
  std::vector<State> states_;
  std::string ending_; ///< set for `**/*ending`, which needs no automaton
  bool matches_nothing_ = false;
  std::string problem_;
  std::string hint_;
  Set skips_one_; ///< states that may be passed without reading: Star, Rest
  Set skips_two_; ///< the same for Folders, whose FolderName is passed with it
  Set folder_names_;
  std::array<Set, ascii_size> advances_; ///< by ASCII character
  std::array<Set, ascii_size> stays_;
};

} // namespace confiture
