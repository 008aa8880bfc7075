#include "vectors/execution.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace confiture::testing {

namespace fs = std::filesystem;

namespace {

/// Whether "seed" or "seeds" stands in `name` as a whole word, between `_`, `-` and the ends.
bool says_seed(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char character) {
    return static_cast<char>(character == '-' ? '_' : std::tolower(character));
  });
  const std::string words = "_" + name + "_";
  return words.find("_seed_") != std::string::npos || words.find("_seeds_") != std::string::npos;
}

/// With --schema-only the program judges every component of an absolute path.
void refuse_seed_in(const fs::path& directory) {
  if (std::any_of(directory.begin(), directory.end(), says_seed)) {
    throw std::runtime_error("a component of the temporary directory says seed: " +
                             directory.string());
  }
}

void make_tree(const std::vector<TreeEntry>& tree, const fs::path& copy) {
  for (const TreeEntry& entry : tree) {
    const fs::path path = copy / entry.path;
    switch (entry.kind) {
    case TreeEntry::Kind::File:
      write_file(path, entry.bytes);
      break;
    case TreeEntry::Kind::Link:
      make_symlink(fill_in(entry.bytes, copy.native()), path);
      break;
    case TreeEntry::Kind::Directory:
      fs::create_directories(path);
      break;
    }
  }
}

Environment
environment(const RecordedCase& recorded, const Invocation& invocation, const std::string& copy) {
  Environment result = clean_environment();
  for (const Environment& settings : {recorded.base_env, invocation.env}) {
    for (const auto& [name, value] : settings) {
      result[name] = fill_in(value, copy);
    }
  }
  return result;
}

std::optional<std::string> contents(const fs::path& path) {
  return fs::is_regular_file(path) ? std::optional(read_file(path)) : std::nullopt;
}

} // namespace

CaseCopy::CaseCopy(const RecordedCase& recorded) : recorded_(recorded) {
  refuse_seed_in(path());
  make_tree(recorded.tree, path());
}

ProcessResult CaseCopy::run(const fs::path& program,
                            const Invocation& invocation,
                            const std::vector<std::string>& more) const {
  std::vector<std::string> argv{program.string()};
  for (const std::string& argument : invocation.argv) {
    argv.push_back(fill_in(argument, path().native()));
  }
  argv.insert(argv.end(), more.begin(), more.end());
  return testing::run(
      argv,
      {.cwd = path() / invocation.cwd, .env = environment(recorded_, invocation, path().native())});
}

Outcome
execute(const fs::path& program, const RecordedCase& recorded, const Invocation& invocation) {
  const CaseCopy tree(recorded);
  const fs::path& copy = tree.path();
  Outcome outcome{.copy = copy.native(),
                  .process = tree.run(program, invocation),
                  .reported = invocation.report.has_value(),
                  .result = {},
                  .outputs = {}};
  outcome.result =
      invocation.report ? contents(copy / *invocation.report).value_or("") : outcome.process.out;
  for (const RecordedOutput& output : invocation.expected.outputs) {
    outcome.outputs.push_back(contents(copy / output.path));
  }
  return outcome;
}

} // namespace confiture::testing
