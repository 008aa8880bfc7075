#include "cli/commands.hpp"
#include "cli/locate_report.hpp"
#include "cli/source_names.hpp"
#include "decimal.hpp"
#include "path.hpp"
#include "psql_output.hpp"
#include "running_bundle.hpp"
#include "secret.hpp"
#include "source_lines.hpp"
#include "source_map_file.hpp"
#include "utf8.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <optional>
#include <poll.h>
#include <string>
#include <string_view>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace confiture::cli {

namespace {

/// How long what may be the start of a message is held back for the rest of it. psql writes a
/// message at once, so that more comes soon or not at all.
constexpr int patience_ms = 100;

/// Takes `:NUMBER` off the end of `text`; none if it does not end so.
std::optional<std::uint64_t> take_number(std::string_view& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  const auto number = decimal(text.substr(colon + 1));
  if (number.value_or(0) == 0) {
    return std::nullopt;
  }
  text = text.substr(0, colon);
  return number;
}

BundlePlace place_named(const std::string& name) {
  std::string_view rest = name;
  const auto last = take_number(rest);
  const auto before = last ? take_number(rest) : std::nullopt;
  if (!last || rest.empty()) {
    throw Error(ErrorCode::Valid001,
                fmt::format("Not a place in a bundle: '{}'", quotable(name)),
                "Write FILE:LINE or FILE:LINE:COLUMN, both counted from 1.");
  }
  return {
      .bundle = std::string(rest), .line = before.value_or(*last), .column = before ? *last : 0};
}

Error no_such_file(const std::string& path) {
  return {ErrorCode::Schema001, fmt::format("There is no file {}", printable(path))};
}

/// The bundles that were asked for, each read once.
class Bundles {
public:
  /// Reads the map that is given, if one is. Throws Error (Schema001).
  explicit Bundles(const std::optional<std::string>& map)
      : map_(map ? std::optional(read_source_map(*map)) : std::nullopt) {}

  /// Null if there is no such file. Throws Error.
  const RunningBundle* find(const std::string& path) {
    auto found = bundles_.find(path);
    if (found == bundles_.end()) {
      found = bundles_.emplace(path, read_running_bundle(path, map_)).first;
    }
    const std::optional<RunningBundle>& bundle = found->second;
    return bundle ? &*bundle : nullptr;
  }

private:
  std::optional<SourceMap> map_;
  std::map<std::string, std::optional<RunningBundle>> bundles_;
};

/// The number of a line's byte that is so many characters behind its start.
std::size_t offset_of(const SqlScript& script, const BundlePlace& place) {
  const std::size_t before = place.column == 0 ? 0 : static_cast<std::size_t>(place.column - 1);
  return script.begin_of(place.line) +
         utf8::first_characters(script.line_text(place.line), before).size();
}

LocatedPlace locate(const BundlePlace& place, const RunningBundle& bundle, SourceNames& names) {
  const auto origin =
      bundle.mapped.map.origin_of(place.line, std::max<std::uint64_t>(place.column, 1));
  if (!origin) {
    throw Error(ErrorCode::Valid001,
                fmt::format("{} has no line {}: it ends with line {}",
                            printable(place.bundle),
                            place.line,
                            bundle.mapped.map.lines));
  }
  LocatedPlace located{.place = place, .kind = origin->kind, .file = std::string(origin->file)};
  located.path = located.file.empty() ? "" : names.name(bundle.mapped, located.file);
  located.line = origin->line;
  located.column = place.column == 0 && origin->kind == LineKind::Source ? 0 : origin->column;
  const SqlScript& script = bundle.script;
  located.excerpt = SourceLines(script.text()).excerpt_at(offset_of(script, place));
  located.excerpt.caret = place.column == 0 ? 0 : located.excerpt.caret;
  located.has_changed = located.kind == LineKind::Source && located.path != located.file &&
                        !is_in_source(bundle, place.line, place.column, located.path);
  return located;
}

void warn(std::string_view message, Terminal& terminal) {
  terminal.complain(
      fmt::format("confiture-build: {}: {}\n", terminal.error_style().warning("warning"), message));
}

/// Says why places may be wrong.
void warn_about(const RunningBundle& bundle,
                const std::string& name,
                const std::optional<std::string>& map,
                Terminal& terminal) {
  if (!bundle.mapped.fits) {
    warn(fmt::format("{} is not the source map of {} but of another build; write both again: "
                     "confiture-build build --source-map FILE",
                     printable(map.value_or("")),
                     printable(name)),
         terminal);
  } else if (!bundle.mapped.is_as_built) {
    warn(printable(name) + " is not as it was built; lines below an edit are off", terminal);
  }
  if (bundle.mapped.has_unknown_moves) {
    warn(printable(name) + " was built in two passes; lines of a file that lost a key are off "
                           "behind it, unless --map names what build --source-map wrote",
         terminal);
  }
}

void locate_places(const LocateArguments& arguments,
                   Format format,
                   SourceNames& names,
                   Terminal& terminal) {
  Bundles bundles(arguments.map);
  std::vector<LocatedPlace> places;
  std::string last_bundle;
  for (const std::string& text : arguments.places) {
    const BundlePlace place = place_named(text);
    const RunningBundle* bundle = bundles.find(place.bundle);
    if (bundle == nullptr) {
      throw no_such_file(place.bundle);
    }
    if (std::exchange(last_bundle, place.bundle) != place.bundle) {
      warn_about(*bundle, place.bundle, arguments.map, terminal);
    }
    places.push_back(locate(place, *bundle, names));
    if (places.back().has_changed) {
      warn(fmt::format("{} has changed since {} was built",
                       printable(places.back().path),
                       printable(place.bundle)),
           terminal);
    }
  }
  terminal.print(format == Format::Json ? locate_json(places)
                                        : locate_text(places, terminal.output_style()));
}

/// Waits for standard input, at most so long; false if nothing came. -1 is without end.
bool wait_for_input(int milliseconds) {
  pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  int count = 0;
  do {
    count = ::poll(&input, 1, milliseconds);
  } while (count < 0 && errno == EINTR);
  return count != 0; // reading tells what is wrong
}

/// Reads what there is; empty at the end.
std::string_view read_input(std::array<char, 65536>& buffer) {
  ssize_t size = 0;
  do {
    size = ::read(STDIN_FILENO, buffer.data(), buffer.size());
  } while (size < 0 && errno == EINTR);
  if (size < 0) {
    throw std::system_error(errno, std::generic_category(), "cannot read standard input");
  }
  return {buffer.data(), static_cast<std::size_t>(size)};
}

/// Copies standard input, with messages of psql led back to the sources.
void rewrite_input(const LocateArguments& arguments, SourceNames& names, Terminal& terminal) {
  Bundles bundles(arguments.map);
  std::map<std::string, const RunningBundle*> known;
  const auto find = [&](const std::string& name) {
    const std::string path = arguments.bundle.value_or(name);
    const auto [entry, is_new] = known.try_emplace(path, nullptr);
    if (is_new) {
      try {
        const RunningBundle* const bundle = bundles.find(path);
        if (bundle != nullptr) {
          warn_about(*bundle, path, arguments.map, terminal);
        }
        // With the map of another build messages are better left as they are.
        entry->second = bundle != nullptr && bundle->mapped.fits ? bundle : nullptr;
      } catch (const Error& error) { // what psql says is worth more than the end of it
        warn(error.what(), terminal);
      }
    }
    return entry->second;
  };
  PsqlOutput output(
      find,
      [&](const RunningBundle& bundle, std::string_view file) {
        return names.name(bundle.mapped, file);
      },
      [&](std::string_view text) { terminal.print(text); });
  std::array<char, 65536> buffer{};
  while (true) {
    if (!wait_for_input(output.holds() ? patience_ms : -1)) {
      output.flush();
      terminal.flush();
      continue;
    }
    const std::string_view text = read_input(buffer);
    if (text.empty()) {
      break;
    }
    output.take(text);
    terminal.flush();
  }
  output.flush();
}

} // namespace

void run_locate(const LocateArguments& arguments, Format format, Terminal& terminal) {
  SourceNames names(arguments.project_dir, arguments.environment);
  if (!arguments.places.empty()) {
    locate_places(arguments, format, names, terminal);
    return;
  }
  if (::isatty(STDIN_FILENO) == 1) {
    throw Error(ErrorCode::Valid001,
                "Nothing to locate.",
                "Name a place, FILE:LINE, or pipe psql in: psql -f FILE 2>&1 | confiture-build "
                "locate");
  }
  if (format != Format::Text) {
    throw Error(ErrorCode::Valid001, "What psql prints stays text; --format is for places.");
  }
  if (arguments.bundle && !path::exists(*arguments.bundle)) {
    throw no_such_file(*arguments.bundle);
  }
  rewrite_input(arguments, names, terminal);
}

} // namespace confiture::cli
