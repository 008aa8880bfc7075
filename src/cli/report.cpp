#include "cli/report.hpp"

#include "path.hpp"
#include "write.hpp"

#include <fmt/format.h>

namespace confiture::cli {

namespace {

void write_report(const std::string& file, const std::string& content) {
  OutputFile output(file, 0, {.kind = "report"});
  output.append(content);
  output.commit({});
}

/// JSON goes to the report without the newline that ends it on standard output.
void deliver_json(Terminal& terminal,
                  std::string json,
                  const std::optional<std::string>& report_file) {
  if (!report_file) {
    terminal.print(json);
    return;
  }
  json.pop_back();
  write_report(*report_file, json);
  terminal.print(fmt::format("Output written to {}\n", printable(*report_file)));
}

std::string quiet_text(const BuildReport& report) {
  return report.result.fingerprint ? *report.result.fingerprint + "\n" : "";
}

std::string quiet_text(const ListReport& report) {
  std::string text;
  for (const ListedFile& file : listed_files(report)) {
    text += printable(file.path) + "\n";
  }
  return text;
}

} // namespace

FailureReport describe(const Error& error) {
  return {.command = {},
          .code = std::string(name(error.code())),
          .message = error.what(),
          .hint = error.hint()};
}

std::vector<ListedFile> listed_files(const ListReport& report) {
  const std::string project = path::resolve(report.project_dir);
  std::vector<ListedFile> files;
  for (const SelectedFile& file : report.selection.files) {
    const IncludeEntry& entry = report.selection.entries[file.entry];
    files.push_back({.path = path::label(file.path, file.resolved_path(), project),
                     .entry = path::label(entry.path, entry.path, project),
                     .order = entry.order,
                     .pattern = entry.include[file.pattern]});
  }
  return files;
}

std::int64_t milliseconds(std::chrono::nanoseconds time) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

void deliver(Terminal& terminal,
             const BuildReport& report,
             Format format,
             const std::optional<std::string>& report_file) {
  if (format == Format::Json) {
    deliver_json(terminal, build_json(report), report_file);
  } else if (format == Format::Csv && report_file) {
    write_report(*report_file, build_csv(report, "\r\n"));
    terminal.print(
        fmt::format("CSV report saved to {}\n", printable(path::absolute(*report_file))));
  } else if (format == Format::Csv) {
    terminal.print(build_csv(report, "\n") + "\n");
  } else {
    terminal.print(terminal.is_quiet() ? quiet_text(report)
                                       : build_text(report, terminal.output_style()));
  }
}

void deliver(Terminal& terminal, const ListReport& report, Format format) {
  if (format == Format::Json) {
    terminal.print(list_json(report));
  } else if (format == Format::Csv) {
    terminal.print(list_csv(report, "\n") + "\n");
  } else {
    terminal.print(terminal.is_quiet() ? quiet_text(report)
                                       : list_text(report, terminal.output_style()));
  }
}

void deliver(Terminal& terminal, const SplitReport& report, Format format) {
  if (format == Format::Json) {
    terminal.print(split_json(report));
  } else if (!terminal.is_quiet()) {
    terminal.print(split_text(report, terminal.output_style()));
  }
}

void deliver(Terminal& terminal,
             const FailureReport& failure,
             Format format,
             const std::optional<std::string>& report_file) {
  if (format == Format::Json) {
    deliver_json(terminal, failure_json(failure), report_file);
  } else {
    terminal.complain(failure_text(failure, terminal.error_style()));
  }
}

} // namespace confiture::cli
