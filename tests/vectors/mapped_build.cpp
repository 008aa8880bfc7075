#include "vectors/mapped_build.hpp"

#include "naive_text.hpp"
#include "source_map_file.hpp"
#include "vectors/execution.hpp"
#include <confiture/parser.hpp>

#include <algorithm>
#include <optional>

namespace confiture::testing {

namespace {

namespace fs = std::filesystem;

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// Characters by line and column, from 1.
using Grid = std::vector<std::vector<std::string>>;

Grid grid_of(const std::string& text) {
  Grid grid(1);
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (end < text.size() && is_continuation(text[end])) {
      ++end;
    }
    grid.back().push_back(text.substr(i, end - i));
    if (text[i] == '\n') {
      grid.emplace_back();
    }
    i = end;
  }
  return grid;
}

Grid source_grid(const fs::path& path) {
  const std::string text = naive_newlines(read_file(path));
  return grid_of(text.ends_with('\n') ? text : text + "\n");
}

bool has(const Grid& grid, const Origin& place, const std::string& character) {
  return place.line >= 1 && place.line <= grid.size() && place.column >= 1 &&
         place.column <= grid[place.line - 1].size() &&
         grid[place.line - 1][place.column - 1] == character;
}

/// Places of a bundle that its map leads to another character, or to none.
std::vector<std::string>
wrong_places(const Grid& bundle, const SourceMap& map, const fs::path& base) {
  std::vector<Grid> sources;
  for (const std::string& file : map.files) {
    sources.push_back(source_grid(base / file));
  }
  std::vector<std::string> wrong;
  for (std::size_t line = 1; line <= bundle.size(); ++line) {
    for (std::size_t column = 1; column <= bundle[line - 1].size(); ++column) {
      const auto origin = map.origin_of(line, column);
      const SourceMap::Run* const run = map.run_at(line, column);
      const bool is_right = origin && run != nullptr &&
                            (origin->kind != LineKind::Source ||
                             has(sources[run->file], *origin, bundle[line - 1][column - 1]));
      if (!is_right) {
        wrong.push_back(std::to_string(line) + ":" + std::to_string(column));
      }
    }
  }
  return wrong;
}

/// The directories below which all files of a map are.
std::vector<fs::path> base_directories(const fs::path& root, const SourceMap& map) {
  std::vector<fs::path> directories = {root};
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_directory()) {
      directories.push_back(entry.path());
    }
  }
  std::erase_if(directories, [&](const fs::path& directory) {
    return !std::all_of(map.files.begin(), map.files.end(), [&](const std::string& file) {
      return fs::is_regular_file(directory / file);
    });
  });
  return directories;
}

bool builds_bundle(const Invocation& invocation) {
  const auto& outputs = invocation.expected.outputs;
  return invocation.expected.exit == 0 && invocation.argv.front() == "build" &&
         std::any_of(outputs.begin(), outputs.end(), [](const auto& output) {
           return output.exists && output.path.ends_with(".sql");
         });
}

/// The text of the output whose body a map is of.
std::optional<std::string>
bundle_of(const fs::path& root, const Invocation& invocation, const SourceMap& map) {
  for (const RecordedOutput& output : invocation.expected.outputs) {
    const fs::path path = root / output.path;
    std::string text = fs::is_regular_file(path) ? read_file(path) : "";
    if (text.find("-- Body SHA-256: " + map.body_digest + "\n") != std::string::npos) {
      return text;
    }
  }
  return std::nullopt;
}

std::vector<std::string> faults_of_build(const fs::path& program,
                                         const RecordedCase& recorded,
                                         const Invocation& invocation,
                                         std::vector<std::string> options) {
  const CaseCopy copy(recorded);
  const TemporaryDirectory elsewhere;
  const fs::path file = elsewhere.path() / "map.json";
  options.insert(options.end(), {"--source-map", file});
  const ProcessResult result = copy.run(program, invocation, options);
  if (result.status != 0) {
    return {result.err};
  }
  const SourceMap map = read_source_map(file);
  const auto bundle = bundle_of(copy.path(), invocation, map);
  if (!bundle) {
    return {"no output has the body of the map"};
  }
  const Grid grid = grid_of(*bundle);
  std::vector<std::string> least = {"no directory has the files of the map"};
  for (const fs::path& base : base_directories(copy.path(), map)) {
    least = wrong_places(grid, map, base);
    if (least.empty()) {
      break;
    }
  }
  return least;
}

} // namespace

std::vector<std::string>
map_faults(const fs::path& program, const RecordedCase& recorded, const Invocation& invocation) {
  if (!builds_bundle(invocation)) {
    return {};
  }
  std::vector<std::string> faults = faults_of_build(program, recorded, invocation, {});
  if (faults.empty() && grammar_version()) {
    faults = faults_of_build(program, recorded, invocation, {"--two-pass"});
  }
  return faults;
}

} // namespace confiture::testing
