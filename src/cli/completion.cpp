#include "cli/completion.hpp"

#include "cli/build_options.hpp"
#include "cli/command_list.hpp"
#include "environment_file.hpp"
#include "path.hpp"
#include <confiture/config.hpp>
#include <confiture/error.hpp>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>

namespace confiture::cli {

namespace {

bool takes_value(const DeclaredOption& option) {
  return !option.placeholder.empty();
}

bool is_called(const DeclaredOption& option, std::string_view name) {
  return name == option.long_name || name == option.short_name || name == option.negation;
}

/// A word that starts with a dash: the options in it, and where the value of the last one starts.
struct OptionWord {
  std::vector<const DeclaredOption*> options;
  std::optional<std::size_t> value; ///< none if it takes no value, or the next word is that

  [[nodiscard]] bool awaits_value() const {
    return !options.empty() && takes_value(*options.back()) && !value;
  }
};

/// The words in front of the one that is completed, as the command would understand them.
class EarlierWords {
public:
  EarlierWords(const Declaration& declaration, const std::vector<std::string>& words)
      : declaration_(declaration) {
    for (auto word = words.begin(); word != std::prev(words.end()); ++word) {
      take(*word);
    }
  }

  /// Whether the word has options in it, and which.
  [[nodiscard]] OptionWord taken_apart(std::string_view word) const {
    return word.starts_with("--") ? long_option(word) : short_options(word);
  }

  /// The option that the next word is the value of, or null.
  [[nodiscard]] const DeclaredOption* awaiting() const { return awaiting_; }

  /// Whether what starts with a dash is no option any more, after `--`.
  [[nodiscard]] bool options_ended() const { return options_ended_; }

  [[nodiscard]] bool takes_positional() const {
    return declaration_.largest_count == 0 || positionals_ < declaration_.largest_count;
  }

  /// Whether it makes sense to give the option now: once, and not with what it excludes.
  [[nodiscard]] bool allows(const DeclaredOption& option) const {
    return !given_.contains(option.long_name) &&
           std::none_of(option.excludes.begin(), option.excludes.end(), [&](const auto& other) {
             return given_.contains(other);
           });
  }

  /// The value that was last given, or `preset`.
  [[nodiscard]] std::string value_of(const std::string& long_name,
                                     const std::string& preset) const {
    const auto found = given_.find(long_name);
    return found == given_.end() ? preset : found->second;
  }

private:
  void take(const std::string& word) {
    if (awaiting_ != nullptr) {
      given_[awaiting_->long_name] = word;
      awaiting_ = nullptr;
    } else if (options_ended_ || !word.starts_with('-')) {
      ++positionals_;
    } else if (word == "--") {
      options_ended_ = true;
    } else {
      take_options(word);
    }
  }

  void take_options(const std::string& word) {
    const OptionWord parts = taken_apart(word);
    for (const DeclaredOption* option : parts.options) {
      given_[option->long_name] = parts.value ? word.substr(*parts.value) : "";
    }
    awaiting_ = parts.awaits_value() ? parts.options.back() : nullptr;
  }

  [[nodiscard]] const DeclaredOption* named(std::string_view name) const {
    const auto& options = declaration_.options;
    const auto found = std::find_if(options.begin(), options.end(), [&](const auto& option) {
      return is_called(option, name);
    });
    return found == options.end() ? nullptr : &*found;
  }

  [[nodiscard]] OptionWord long_option(std::string_view word) const {
    const std::size_t name_end = std::min(word.find('='), word.size());
    const DeclaredOption* option = named(word.substr(0, name_end));
    if (option == nullptr) {
      return {};
    }
    const bool has_value = takes_value(*option) && name_end < word.size();
    return {.options = {option}, .value = has_value ? std::optional(name_end + 1) : std::nullopt};
  }

  /// `-qo` is `-q -o`, and `-ofile` is `-o file`.
  [[nodiscard]] OptionWord short_options(std::string_view word) const {
    OptionWord parts;
    for (std::size_t i = 1; i < word.size(); ++i) {
      const DeclaredOption* option = named(std::string{'-', word[i]});
      if (option == nullptr) {
        return {};
      }
      parts.options.push_back(option);
      if (takes_value(*option)) {
        parts.value = i + 1 < word.size() ? std::optional(i + 1) : std::nullopt;
        break;
      }
    }
    return parts;
  }

  const Declaration& declaration_;
  std::map<std::string, std::string> given_; ///< by long names, with the values
  const DeclaredOption* awaiting_ = nullptr;
  bool options_ended_ = false;
  std::size_t positionals_ = 0;
};

/// A folder as it was typed: the shell has not expanded it.
std::string expanded(const std::string& folder) {
  const char* home = std::getenv("HOME"); // NOLINT(concurrency-mt-unsafe): nothing sets any
  const bool is_below_home = folder == "~" || folder.starts_with("~/");
  return is_below_home && home != nullptr ? home + folder.substr(1) : folder;
}

std::vector<std::string> seed_profiles(const std::string& project_dir,
                                       const std::string& environment) {
  std::vector<std::string> names;
  try {
    for (const auto& [name, profile] : load_config(project_dir, environment).seeds.profiles) {
      names.push_back(name);
    }
  } catch (const Error&) {
    names.clear(); // a build will say what is wrong
  }
  return names;
}

/// Adds the words of an offer that start with what was typed. One that a terminal would not show as
/// it is is left out.
void add_matching(const std::vector<Offer::Word>& words, std::string_view typed, Offer& offer) {
  for (const Offer::Word& word : words) {
    if (word.text.starts_with(typed) && printable(word.text) == word.text) {
      offer.words.push_back(word);
    }
  }
}

/// What may stand where `offer` is for, as far as the words typed before tell.
Completion complete_value(const Offer& offer, std::string_view typed, const EarlierWords& earlier) {
  const SourceArguments defaults;
  const std::string project_dir = expanded(earlier.value_of("--project-dir", defaults.project_dir));
  Completion completion;
  add_matching(offer.words, typed, completion.offer);
  if (offer.kind == Offer::Kind::Environments) {
    add_matching(plain_words(environments(project_dir)), typed, completion.offer);
  } else if (offer.kind == Offer::Kind::SeedProfiles) {
    const std::string environment = earlier.value_of("--env", defaults.environment);
    add_matching(plain_words(seed_profiles(project_dir, environment)), typed, completion.offer);
  } else {
    completion.offer.kind = offer.kind;
  }
  return completion;
}

enum class Visibility { Shown, Hidden };

void add_options(const Declaration& declaration,
                 const EarlierWords& earlier,
                 std::string_view typed,
                 Visibility visibility,
                 Offer& offer) {
  for (const DeclaredOption& option : declaration.options) {
    const bool is_hidden = option.group.empty();
    if (is_hidden != (visibility == Visibility::Hidden) || !earlier.allows(option)) {
      continue;
    }
    std::vector<Offer::Word> names = {{option.short_name, option.description},
                                      {option.long_name, option.description},
                                      {option.negation, "The opposite of " + option.long_name}};
    std::erase_if(names, [](const Offer::Word& name) { return name.text.empty(); });
    add_matching(names, typed, offer);
  }
}

/// A hidden option is offered to those alone who know how it is called.
Completion complete_option(const Declaration& declaration,
                           const EarlierWords& earlier,
                           const std::string& typed) {
  const OptionWord parts = earlier.taken_apart(typed);
  if (parts.value) {
    Completion completion = complete_value(
        parts.options.back()->offer, std::string_view(typed).substr(*parts.value), earlier);
    completion.prefix = typed.substr(0, *parts.value);
    return completion;
  }
  Completion completion;
  add_options(declaration, earlier, typed, Visibility::Shown, completion.offer);
  if (completion.offer.words.empty()) {
    add_options(declaration, earlier, typed, Visibility::Hidden, completion.offer);
  }
  return completion;
}

/// In front of what is offered for the first word. Directories may stand there too; but who has
/// typed nothing yet is looking for a command.
void add_commands(std::string_view typed, Offer& offer) {
  Offer found;
  add_matching(command_words(), typed, found);
  offer.words.insert(offer.words.begin(), found.words.begin(), found.words.end());
  if (typed.empty()) {
    offer.kind = Offer::Kind::Nothing;
  }
}

std::string_view directive(Offer::Kind kind) {
  return kind == Offer::Kind::Files         ? ":files"
         : kind == Offer::Kind::Directories ? ":directories"
                                            : ":";
}

} // namespace

Completion complete(const Declaration& declaration, const std::vector<std::string>& words) {
  const EarlierWords earlier(declaration, words);
  const std::string& typed = words.back();
  if (earlier.awaiting() != nullptr) {
    return complete_value(earlier.awaiting()->offer, typed, earlier);
  }
  if (typed.starts_with('-') && !earlier.options_ended()) {
    return complete_option(declaration, earlier, typed);
  }
  return earlier.takes_positional() ? complete_value(declaration.positional_offer, typed, earlier)
                                    : Completion();
}

Completion complete(std::vector<std::string> words) {
  if (words.empty()) {
    words.emplace_back();
  }
  const bool is_first = words.size() == 1;
  const CommandEntry* command = is_first ? nullptr : command_named(words.front());
  if (command != nullptr) {
    words.erase(words.begin());
  }
  Completion completion;
  const LineUse complete_words = [&](CommandLine& line) {
    completion = complete(line.declaration(), words);
    return Answer{ExitStatus::Success, {}};
  };
  if (command != nullptr) {
    command->understand(complete_words);
  } else {
    build_command(complete_words);
  }
  if (is_first && !words.front().starts_with('-')) {
    add_commands(words.front(), completion.offer);
  }
  return completion;
}

std::string completion_text(const Completion& completion) {
  std::string text;
  for (const Offer::Word& word : completion.offer.words) {
    text += word.text + (word.description.empty() ? "" : "\t" + word.description) + "\n";
  }
  text += directive(completion.offer.kind);
  return text + (completion.prefix.empty() ? "" : "\t" + completion.prefix) + "\n";
}

} // namespace confiture::cli
