#pragma once

#include <cstddef>
#include <string>
#include <vector>

// The options of a command as they were declared: plain data, for what explains and completes them.

namespace confiture::cli {

/// What a shell can offer where a value is typed.
struct Offer {
  struct Word {
    std::string text;
    std::string description = {}; ///< may be empty

    friend bool operator==(const Word&, const Word&) = default;
  };
  enum class Kind { Nothing, Files, Directories, Environments, SeedProfiles };

  Kind kind = Kind::Nothing;
  std::vector<Word> words = {}; ///< besides
};

/// Words that speak for themselves.
inline std::vector<Offer::Word> plain_words(const std::vector<std::string>& texts) {
  std::vector<Offer::Word> words;
  words.reserve(texts.size());
  for (const std::string& text : texts) {
    words.push_back({text});
  }
  return words;
}

struct DeclaredOption {
  std::string group;       ///< its title in the help; empty for an option that is hidden
  std::string short_name;  ///< `-o`, or empty
  std::string long_name;   ///< `--output`
  std::string negation;    ///< `--no-two-pass`, or empty
  std::string placeholder; ///< of its value, such as `FILE`; empty if it has none
  std::string description;
  std::vector<std::string> excludes; ///< the long names of options that cannot be given too
  Offer offer;                       ///< for its value
};

struct Declaration {
  std::string name;        ///< as it is called: `confiture-build build`
  std::string description; ///< a sentence or two, in lines
  std::vector<DeclaredOption> options;
  std::string positionals;       ///< how the help names what is no option: `[DIR...]`
  std::size_t largest_count = 0; ///< how many of these there may be; 0 for any number
  Offer positional_offer;        ///< for each of them
  std::string footer;            ///< what the help says after the options; may be empty
};

} // namespace confiture::cli
