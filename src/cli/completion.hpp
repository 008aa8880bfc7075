#pragma once

#include "cli/declaration.hpp"

#include <string>
#include <vector>

// What a shell offers when a person asks for the rest of a word.

namespace confiture::cli {

/// What the last word of a command line may become.
struct Completion {
  /// Words that start with what was typed, behind `prefix`; `kind` is what the shell has to look
  /// for itself: files, directories or nothing.
  Offer offer;
  std::string prefix; ///< what the word has in front of a value: `--output=`, `-o`
};

/// Completes the last of the words of one command, of which there is at least one. It looks for
/// environments and their seed profiles, and for nothing else; what cannot be read has none. Never
/// throws for what was typed.
Completion complete(const Declaration& declaration, const std::vector<std::string>& words);

/// The same for the words after the program's name.
Completion complete(std::vector<std::string> words);

/// What `confiture-build complete -- WORD...` prints for the scripts in src/install/completions: a
/// line for each word, with a tab and its description if it has one; then `:files`, `:directories`
/// or `:`, with a tab and the prefix if there is one.
std::string completion_text(const Completion& completion);

} // namespace confiture::cli
