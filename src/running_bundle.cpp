#include "running_bundle.hpp"

#include "file.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <utility>

namespace confiture {

std::optional<RunningBundle> read_running_bundle(const std::string& path) {
  auto mapped = map_bundle(path);
  if (!mapped) {
    return std::nullopt;
  }
  FileContent content = read_whole(open_regular_file(path));
  if (!content.problem.empty()) {
    throw Error(
        ErrorCode::Schema001,
        fmt::format("Cannot read the schema file {}: {}", printable(path), content.problem));
  }
  return RunningBundle{.script = SqlScript(std::move(content.bytes)), .mapped = std::move(*mapped)};
}

} // namespace confiture
