#include "cli/change_report.hpp"
#include "cli/commands.hpp"
#include <confiture/changes.hpp>
#include <confiture/manifest.hpp>

#include <array>
#include <cerrno>
#include <unistd.h>

namespace confiture::cli {

namespace {

std::string standard_input() {
  std::string text;
  std::array<char, 65536> block{};
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, block.data(), block.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      throw Error(ErrorCode::Schema001, "Cannot read standard input: " + system_message(errno));
    }
    if (count == 0) {
      return text;
    }
    text.append(block.data(), static_cast<std::size_t>(count));
  }
}

Manifest manifest_named(const std::string& name) {
  if (name == "-") {
    return parse_manifest(standard_input(), "standard input");
  }
  auto manifest = read_manifest(name);
  if (!manifest) {
    throw Error(ErrorCode::Schema001,
                "There is no manifest " + printable(name),
                "Name two files that 'confiture-build manifest' has written, or - for standard "
                "input.");
  }
  return std::move(*manifest);
}

} // namespace

ExitStatus run_diff(const DiffArguments& arguments, Format format, Terminal& terminal) {
  if (arguments.before == "-" && arguments.after == "-") {
    throw Error(ErrorCode::Valid001, "Only one of the manifests can come from standard input");
  }
  const Manifest before = manifest_named(arguments.before);
  const Manifest after = manifest_named(arguments.after);
  const Changes changes = changes_between(before.files, after.files);
  if (format == Format::Json) {
    nlohmann::ordered_json document = nlohmann::ordered_json::object();
    document["current"] = changes.none();
    add_changes(document, changes);
    document["ok"] = true;
    document["command"] = "diff";
    terminal.print(python_json(document) + "\n");
  } else {
    terminal.print(changes_text(changes, terminal.output_style()));
  }
  return changes.none() ? ExitStatus::Success : ExitStatus::Findings;
}

} // namespace confiture::cli
