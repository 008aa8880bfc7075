#pragma once

#include "cli/declaration.hpp"
#include "cli/options.hpp"

#include <CLI/CLI.hpp>

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace confiture::cli {

/// The options of one command, and how they are understood: CLI11 with the reference's rules. A
/// repeated option is no error, the last one wins; values may be joined with `=` or be empty.
/// Targets have to live until `parse` has returned.
class CommandLine {
public:
  /// `name` is how the command is called, `description` a sentence or two, in lines.
  CommandLine(const std::string& name, const std::string& description);

  /// Starts a group of options, under this title in the help; without a title they are hidden.
  void group(const char* title) { group_ = title; }

  /// An option with a value. `names` is comma-separated, such as `-o,--output`. What a shell offers
  /// for it follows from the placeholder: files for FILE and PATH, directories for DIR.
  template <typename Target>
  CLI::Option*
  value(const char* names, Target& target, const char* placeholder, const char* description) {
    return with_value(app_.add_option(names, target, description), placeholder);
  }

  /// The same where a shell offers something else.
  template <typename Target>
  CLI::Option* value(const char* names,
                     Target& target,
                     const char* placeholder,
                     const char* description,
                     Offer offer) {
    CLI::Option* option = value(names, target, placeholder, description);
    offers_[option] = std::move(offer);
    return option;
  }

  /// An option whose value is one of a few words, which are its description, with the one that is
  /// taken if none is typed. Any other is left to whoever uses the value.
  template <typename Target>
  CLI::Option* word(const char* names,
                    Target& target,
                    const std::vector<std::string>& words,
                    const char* placeholder,
                    const std::string& preset = {}) {
    return value(names,
                 target,
                 placeholder,
                 described(words, preset).c_str(),
                 {.words = plain_words(words)});
  }

  /// The same where no other is accepted, and each stands for something.
  template <typename Target>
  void choice(const char* names,
              Target& target,
              const std::vector<std::pair<std::string, Target>>& meanings,
              const char* placeholder,
              const std::string& preset) {
    std::vector<std::string> words;
    words.reserve(meanings.size());
    for (const auto& [word, meaning] : meanings) {
      words.push_back(word);
    }
    std::string& typed = words_.emplace_back();
    CLI::Option* option = word(names, typed, words, placeholder, preset);
    option->check(CLI::IsMember(words));
    settle_.emplace_back([option, &typed, meanings, &target] {
      for (const auto& [word, meaning] : meanings) {
        if (option->count() > 0 && word == typed) {
          target = meaning;
        }
      }
    });
  }

  CLI::Option* flag(const char* names, bool& target, const char* description);

  /// `--name` and `--no-name`, of which the last one given wins and none leaves the target empty.
  void toggle(const char* name, std::optional<bool>& target, const char* description);

  /// `--help` and `--version`.
  void help_flags();

  /// What is no option: `count` of them, or any number; `synopsis` is how the help names them.
  void positionals(std::vector<std::string>& target,
                   const char* synopsis,
                   const Offer& offer,
                   int count = 0);

  /// What the help says after the options.
  void footer(const std::string& text) { app_.footer(text); }

  /// Puts what was typed into the targets; an answer if there is nothing to run. Never throws for
  /// what was typed.
  std::optional<Answer> parse(const std::vector<std::string>& arguments);

  /// All that was declared.
  [[nodiscard]] Declaration declaration() const;

private:
  CLI::Option* configured(CLI::Option* option) const;
  CLI::Option* with_value(CLI::Option* option, const char* placeholder);
  [[nodiscard]] DeclaredOption declared(const CLI::Option& option) const;

  /// `text, json or csv (default: text)`.
  static std::string described(const std::vector<std::string>& words, const std::string& preset);

  CLI::App app_;
  std::string group_;
  std::size_t largest_count_ = 0; ///< of what is no option; 0 for any number
  // What CLI11 writes to before it becomes a target's value; addresses stay.
  std::deque<bool> flags_;
  std::deque<std::string> words_;
  std::map<const CLI::Option*, Offer> offers_; ///< for values of options and what is no option
  std::vector<std::function<void()>> settle_;  ///< to be called when all has been parsed
};

} // namespace confiture::cli
