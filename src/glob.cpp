#include "glob.hpp"

#include "secret.hpp"
#include "utf8.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace confiture {

namespace {

constexpr std::size_t bits_per_word = 64;

/// What Python's str.strip() takes for white space.
bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 ||
         c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

/// The next character; Python reads a byte that is not UTF-8 as a lone surrogate.
char32_t take_character(std::string_view& text) {
  const utf8::Decoded next = utf8::decode(text);
  text.remove_prefix(next.length);
  return next.valid ? next.code_point : 0xDC00 + next.code_point;
}

std::string_view stripped(std::string_view text) {
  std::size_t end = 0; // after the last character that is no space
  bool started = false;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t before = text.size() - rest.size();
    if (is_space(take_character(rest))) {
      continue;
    }
    if (!started) {
      text.remove_prefix(before);
      started = true;
    }
    end = text.size() - rest.size();
  }
  return text.substr(0, started ? end : 0);
}

/// The pattern's components, its shorthands written out and repeated `**` made one; none for a
/// pattern that is blank.
std::vector<std::string> components_of(std::string_view pattern) {
  std::vector<std::string> components;
  std::string text(stripped(pattern));
  if (text.starts_with('/')) {
    text.erase(0, 1);
  }
  if (text.empty()) {
    return components;
  }
  if (text.ends_with('/')) {
    text += "**";
  }
  if (text.find('/') == std::string::npos) {
    text.insert(0, "**/");
  }
  for (std::size_t start = 0; start <= text.size();) {
    const std::size_t end = std::min(text.find('/', start), text.size());
    std::string component = text.substr(start, end - start);
    if (component != "**" || components.empty() || components.back() != "**") {
      components.push_back(std::move(component));
    }
    start = end + 1;
  }
  return components;
}

/// The length of the class that opens at the start of `text`, brackets included; 0 where it is
/// never closed and so stands for itself.
std::size_t class_length(std::string_view text) {
  std::size_t end = 1;
  if (end < text.size() && (text[end] == '!' || text[end] == '^')) {
    ++end;
  }
  if (end < text.size() && text[end] == ']') {
    ++end;
  }
  end = text.find(']', end);
  return end == std::string_view::npos ? 0 : end + 1;
}

template <typename Set> void insert(Set& set, std::size_t bit) {
  set[bit / bits_per_word] |= std::uint64_t{1} << (bit % bits_per_word);
}

template <typename Set> bool contains(const Set& set, std::size_t bit) {
  return (set[bit / bits_per_word] >> (bit % bits_per_word) & 1U) != 0;
}

} // namespace

bool Glob::State::advances_on(char32_t c) const {
  switch (kind) {
  case Kind::Literal:
    return c == literal;
  case Kind::AnyInName:
  case Kind::Folders: // its next state is its FolderName
    return c != '/';
  case Kind::Class:
    return characters.contains(c);
  case Kind::Star:
  case Kind::FolderName:
  case Kind::Rest:
    return false;
  }
  return false;
}

bool Glob::State::stays_on(char32_t c) const {
  switch (kind) {
  case Kind::Star:
  case Kind::FolderName:
    return c != '/';
  case Kind::Rest:
    return c != '\n';
  default:
    return false;
  }
}

Glob::Glob(std::string pattern) : pattern_(std::move(pattern)) {
  try {
    compile(pattern_);
    note_ending();
  } catch (const BadCharacterClass& error) {
    problem_ = fmt::format("has a character class that cannot be read: {}", error.what());
    hint_ = "A class lists characters or ranges in ascending order, such as [a-z0-9].";
  }
  index_states();
}

void Glob::compile(std::string_view text) {
  const std::vector<std::string> components = components_of(text);
  if (std::find(components.begin(), components.end(), "..") != components.end()) {
    problem_ = "contains '..'";
    hint_ = "Patterns are matched below the entry's own directory, so this one can match nothing. "
            "Point an include_dirs entry at the other directory instead.";
    return;
  }
  matches_nothing_ = components.empty();
  for (std::size_t i = 0; i < components.size(); ++i) {
    const bool last = i + 1 == components.size();
    if (components[i] == "**" && last) {
      states_.push_back({.kind = State::Kind::Rest});
    } else if (components[i] == "**") {
      states_.push_back({.kind = State::Kind::Folders});
      states_.push_back({.kind = State::Kind::FolderName});
    } else {
      add_component(components[i]);
      if (!last) {
        states_.push_back({.kind = State::Kind::Literal, .literal = '/'});
      }
    }
  }
}

/// Nearly all patterns are like `*.sql`, and are tried on nearly all files.
void Glob::note_ending() {
  const std::vector<State::Kind> start = {
      State::Kind::Folders, State::Kind::FolderName, State::Kind::Star};
  const bool starts_so =
      states_.size() > start.size() &&
      std::equal(start.begin(), start.end(), states_.begin(), [](auto kind, const State& state) {
        return state.kind == kind;
      });
  if (!starts_so) {
    return;
  }
  const auto is_ascii = [](const State& state) {
    return state.kind == State::Kind::Literal && state.literal < ascii_size && state.literal != '/';
  };
  const auto rest = states_.begin() + static_cast<std::ptrdiff_t>(start.size());
  if (std::all_of(rest, states_.end(), is_ascii)) {
    std::transform(rest, states_.end(), std::back_inserter(ending_), [](const State& state) {
      return static_cast<char>(state.literal);
    });
  }
}

void Glob::add_component(std::string_view component) {
  while (!component.empty()) {
    if (component.front() == '[') {
      if (const std::size_t length = class_length(component); length > 0) {
        std::string content(component.substr(1, length - 2));
        if (content.starts_with('!')) {
          content.front() = '^';
        }
        states_.push_back(
            {.kind = State::Kind::Class, .characters = CharacterClass::parse(content)});
        component.remove_prefix(length);
        continue;
      }
    }
    const char32_t c = take_character(component);
    if (c == '*') {
      states_.push_back({.kind = State::Kind::Star});
    } else if (c == '?') {
      states_.push_back({.kind = State::Kind::AnyInName});
    } else {
      states_.push_back({.kind = State::Kind::Literal, .literal = c});
    }
  }
}

void Glob::index_states() {
  const std::size_t words = states_.size() / bits_per_word + 1; // the end is a state too
  skips_one_.assign(words, 0);
  skips_two_.assign(words, 0);
  folder_names_.assign(words, 0);
  for (std::size_t i = 0; i < states_.size(); ++i) {
    switch (states_[i].kind) {
    case State::Kind::Star:
    case State::Kind::Rest:
      insert(skips_one_, i);
      break;
    case State::Kind::Folders:
      insert(skips_two_, i);
      break;
    case State::Kind::FolderName:
      insert(folder_names_, i);
      break;
    default:
      break;
    }
  }
  for (char32_t c = 0; c < ascii_size; ++c) {
    advances_[c] = set_of(&State::advances_on, c);
    stays_[c] = set_of(&State::stays_on, c);
  }
}

Glob::Set Glob::set_of(bool (State::*member)(char32_t) const, char32_t c) const {
  Set set(skips_one_.size());
  for (std::size_t i = 0; i < states_.size(); ++i) {
    if ((states_[i].*member)(c)) {
      insert(set, i);
    }
  }
  return set;
}

void Glob::close_over_empty_steps(Set& active) const {
  bool grown = true;
  while (grown) {
    grown = false;
    Word carry = 0;
    for (std::size_t i = 0; i < active.size(); ++i) {
      const Word one = active[i] & skips_one_[i];
      const Word two = active[i] & skips_two_[i];
      const Word reached = active[i] | one << 1U | two << 2U | carry;
      carry = one >> (bits_per_word - 1) | two >> (bits_per_word - 2);
      grown = grown || reached != active[i];
      active[i] = reached;
    }
  }
}

void Glob::step(Set& active, char32_t c) const {
  const Set wide_advances = c < ascii_size ? Set() : set_of(&State::advances_on, c);
  const Set wide_stays = c < ascii_size ? Set() : set_of(&State::stays_on, c);
  const Set& advances = c < ascii_size ? advances_[c] : wide_advances;
  const Set& stays = c < ascii_size ? stays_[c] : wide_stays;
  Word carry = 0;
  for (std::size_t i = 0; i < active.size(); ++i) {
    const Word now = active[i];
    const Word moving = now & advances[i];
    Word next = moving << 1U | carry | (now & stays[i]);
    carry = moving >> (bits_per_word - 1);
    if (c == '/') { // a folder's name is complete: back to its Folders, the state before
      next |= (now & folder_names_[i]) >> 1U;
      if (i + 1 < active.size()) {
        next |= (active[i + 1] & folder_names_[i + 1]) << (bits_per_word - 1);
      }
    }
    active[i] = next;
  }
  close_over_empty_steps(active);
}

bool Glob::matches(std::string_view path) const {
  if (!problem_.empty()) {
    throw Error(ErrorCode::Config001,
                fmt::format("Include/exclude pattern '{}' {}", quotable(pattern_), problem_),
                hint_);
  }
  if (matches_nothing_) {
    return false;
  }
  if (!ending_.empty()) {
    return path.ends_with(ending_) && !path.starts_with('/') &&
           path.find("//") == std::string_view::npos; // folders have names
  }
  Set active(skips_one_.size());
  insert(active, 0);
  close_over_empty_steps(active);
  while (!path.empty()) {
    step(active, take_character(path));
  }
  return contains(active, states_.size());
}

} // namespace confiture
