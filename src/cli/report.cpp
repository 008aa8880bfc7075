#include "cli/report.hpp"

#include "cli/terminal.hpp"
#include "path.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

namespace confiture::cli {

namespace {

void write_report(const std::string& file, const std::string& content) {
  std::error_code failure; // the stream's own failure below says more
  std::filesystem::create_directories(std::string(path::parent(path::absolute(file))), failure);
  errno = 0;
  std::ofstream stream(file, std::ios::binary);
  stream << content;
  stream.close();
  if (!stream) {
    throw Error(ErrorCode::Schema001,
                fmt::format("Error writing report to {}: {}",
                            printable(file),
                            system_message(errno != 0 ? errno : EIO)),
                "Check that the folder exists and that you have write permissions.");
  }
}

/// JSON goes to the report without the newline that ends it on standard output.
void deliver_json(std::string json, const std::optional<std::string>& report_file) {
  if (!report_file) {
    print(json);
    return;
  }
  json.pop_back();
  write_report(*report_file, json);
  print(fmt::format("Output written to {}\n", printable(*report_file)));
}

/// A resolved path relative to the project, if it lies there; else the path as it was found.
std::string
label(const std::string& found, const std::string& resolved, const std::string& project) {
  if (!path::is_within(resolved, project)) {
    return found;
  }
  const std::string_view relative = path::relative(resolved, project);
  return relative.empty() ? "." : std::string(relative);
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
    files.push_back({.path = label(file.path, file.resolved_path(), project),
                     .entry = label(entry.path, entry.path, project),
                     .order = entry.order,
                     .pattern = entry.include[file.pattern]});
  }
  return files;
}

void deliver(const BuildReport& report,
             Format format,
             const std::optional<std::string>& report_file) {
  switch (format) {
  case Format::Text:
    print(build_text(report));
    break;
  case Format::Json:
    deliver_json(build_json(report), report_file);
    break;
  case Format::Csv:
    if (report_file) {
      write_report(*report_file, build_csv(report, "\r\n"));
      print(fmt::format("CSV report saved to {}\n", printable(path::absolute(*report_file))));
    } else {
      print(build_csv(report, "\n") + "\n");
    }
    break;
  }
}

void deliver(const ListReport& report, Format format) {
  switch (format) {
  case Format::Text:
    print(list_text(report));
    break;
  case Format::Json:
    print(list_json(report));
    break;
  case Format::Csv:
    print(list_csv(report, "\n") + "\n");
    break;
  }
}

void deliver(const SplitReport& report, Format format) {
  print(format == Format::Json ? split_json(report) : split_text(report));
}

void deliver(const FailureReport& failure,
             Format format,
             const std::optional<std::string>& report_file) {
  if (format == Format::Json) {
    deliver_json(failure_json(failure), report_file);
  } else {
    print_notice(failure_text(failure));
  }
}

} // namespace confiture::cli
