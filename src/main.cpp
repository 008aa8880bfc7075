// The command line program. What lies where, in the order in which data flows:
//
//   cli/options           what was typed
//   environment_file      its text
//   config, config_blocks, config_value   …becomes what to build
//   yaml, yaml_tokens, yaml_extent, yaml_value, yaml_scalar, yaml_timestamp, yaml_text
//                         YAML 1.1 as PyYAML reads it
//   glob, glob_class      the patterns of include and exclude
//   discover              the walk over directories
//   order                 alphabetical and numbered order
//   selection, seed_path  entries become one ordered list of files, and which of them hold seeds
//   depfile               what a build depends on, for make and ninja
//   output_guard          what is written is kept apart from what is read
//   text, text_position   UTF-8, newlines, comments; where in a text something is
//   separator, separator_template, separator_scan, header   what stands between and above
//   digest                SHA-256
//   batch                 what is read together
//   source_file, cut      which files make a batch, or pieces of one, and how many threads read
//   read                  batches are filled, in parallel, and settled, in order
//   source_text           whole files, for what judges SQL, in parallel and in no order
//   unfinished            what is not there yet and must not stay, also after a signal
//   write                 a file replaces another in one step
//   bundle                one output: header, body, digest, file
//   companion_file        what is written with it and tells about it
//   source_pass           one reading of all sources, and what is computed of them on the way
//   build                 all of these as named steps
//   hash_files, file_ring the fingerprint of a list of files, and nothing else
//   manifest, changes     what the sources held, and what happened to them since
//   source_map, source_map_builder, source_map_moves, source_map_file, map_bundle
//                         which line of a bundle comes from where
//   script_build          the same in memory, with its map
//   sql_script, running_bundle, server_error, psql_output
//                         what a server or psql says, led back to its line
//   bundle_file, bundle_parts, line_endings, check   whether what was written still holds
//   outputs               what is written where, if nothing else is said
//   sql_scanner, sql_statements, statement_reader
//                         tokens of SQL, statements as psql splits them, one token by token
//   postgres/parser, postgres/node   what PostgreSQL's own parser makes of them, if built with it
//   postgres/parsed_text  a file, statement by statement, with what is no SQL in it
//   source_lines, lint_rules, allowances   where findings are, what they are, which are permitted
//   postgres/type_name, postgres/object_edit, postgres/tview_call, postgres/inventory
//                         what a text defines, drops and renames
//   postgres/duplicates   what several texts define more than once
//   postgres/foreign_keys, postgres/foreign_key, postgres/foreign_key_cuts, postgres/identifier
//                         keys leave their tables for the end of the bundle
//   postgres/file_objects  what a file creates and refers to, statement by statement:
//   postgres/statement_rules, postgres/*_rules, postgres/named_objects, postgres/implicit_objects
//                         by the kind of a statement
//   postgres/references, postgres/object_collector, postgres/object_names, postgres/catalog_names
//                         by the names in queries and expressions
//   postgres/routine_bodies, postgres/plpgsql_declarations, postgres/settings   of functions
//   postgres/forward_references, postgres/known_objects, postgres/session
//                         what a build needs before it creates it
//   postgres/lint_file, postgres/lint_across, postgres/lint
//                         what one file tells, and what all of them do
//   database/libpq, database/address, database/connection   a session with a server
//   database/throwaway_database   a database that is gone afterwards, however this ends
//   database/refusals, database/statement_run, database/load   a script is run, or why it is not
//   database/failure_causes, database/sqlstate   what a failure follows from, and what it is
//   seeds, database/script_run, database/seed_run   files of seeds are chosen, read and applied
//   artifact, database/pg_dump, database/dump   schema and seeds are loaded and dumped
//   cli/command_list      the commands, and the options of each; cli/build_options and
//                         cli/common_options are parts of it
//   cli/command_line, cli/declaration, cli/help, cli/overview, cli/shell
//                         how it is read and explained
//   cli/completion, cli/completion_scripts
//                         what a word that was begun may become, and how a shell asks for it
//   cli/*_command         one command each
//   cli/sources           the steps that all commands begin with
//   cli/database_step     what a build does with a database: seeds and dump
//   cli/duplicate_gate    what a build does about definitions that it finds twice
//   cli/report, cli/report_*, cli/check_report, cli/lint_report, cli/change_report, cli/json
//                         results and failures as text, JSON and CSV
//   cli/findings, cli/findings_*, cli/finding_identity, cli/log_text
//                         findings as text and for CI systems
//   cli/locate_report, cli/source_names   places, and what sources are called here
//   cli/apply_report      what a server refuses, at its places
//   cli/terminal, cli/progress_line, cli/style, cli/units, cli/display_width, cli/timings
//                         what a person sees
//
// Other ways in than this program: bindings/c_api (include/confiture.h) and bindings/python, both
// by way of bindings/environment.
//
// Below all: error, integer, decimal, path, file, file_stamp, buffer, utf8, suggest, secret; and
// pipeline, which says who runs when, on which thread.

#include "cli/commands.hpp"
#include "cli/completion.hpp"
#include "cli/options.hpp"
#include "cli/report.hpp"
#include "cli/terminal.hpp"
#include "secret.hpp"
#include "unfinished.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fcntl.h>
#include <new>
#include <optional>
#include <string>
#include <unistd.h>
#include <variant>
#include <vector>

namespace {

using namespace confiture;

/// Leaves a signal alone that whoever started us wants ignored.
void clean_up_on(int signal_number) {
  struct sigaction old {};
  if (::sigaction(signal_number, nullptr, &old) != 0 || old.sa_handler != SIG_IGN) {
    std::signal(signal_number, end_on_signal);
  }
}

/// Makes using a standard stream that is closed an error. Else the next file to be opened would
/// take its place, and what is printed would get into that.
void occupy_closed_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) < 0) {
      ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
  }
}

constexpr ExitStatus no_memory_status = ExitStatus::Schema; // 1 may mean a finding

/// Needs no memory, for when there is none left even to tell so in any other way.
void tell_without_memory() {
  std::fputs("confiture-build: error [INTERNAL_ERROR]: out of memory\n", stderr);
}

/// Some destructors need memory, such as those of nlohmann-json, and an exception out of one ends
/// the program: in order, if it is for that.
[[noreturn]] void end_for_memory() {
  try {
    if (std::current_exception() != nullptr) {
      throw;
    }
  } catch (const std::bad_alloc&) {
    UnfinishedFile::take_all_away();
    tell_without_memory();
    std::_Exit(static_cast<int>(no_memory_status));
  } catch (...) { // NOLINT(bugprone-empty-catch): a defect, which shows as one
  }
  std::abort();
}

/// How and where a failure is told.
struct FailureChannel {
  explicit FailureChannel(const cli::TerminalArguments& arguments) : terminal(arguments) {}

  cli::Terminal terminal;
  cli::Format format = cli::Format::Text;
  std::optional<std::string> report_file;
  std::string command = "build";
  ExitStatus internal_status = ExitStatus::Internal; ///< another where 1 means a finding
};

/// The format that was asked for, in which failures are told from here on. Throws Error (Valid001)
/// for one that the command does not have.
cli::Format choose_format(const cli::FormatChoice& choice, FailureChannel& channel) {
  const auto& [name, offered] = choice;
  const auto format = cli::format_named(name);
  if (!format || std::find(offered.begin(), offered.end(), name) == offered.end()) {
    throw Error(
        ErrorCode::Valid001,
        fmt::format("Invalid --format '{}': use {}.", quotable(name), fmt::join(offered, ", ")));
  }
  channel.format = *format;
  return *format;
}

cli::TerminalArguments terminal_arguments(const cli::Answer& /*answer*/) {
  return {};
}

cli::TerminalArguments terminal_arguments(const cli::CompleteArguments& /*complete*/) {
  return {};
}

template <typename Arguments>
cli::TerminalArguments terminal_arguments(const Arguments& arguments) {
  return arguments.terminal;
}

ExitStatus run(const cli::Answer& answer, FailureChannel& channel) {
  if (answer.status == ExitStatus::Success) {
    channel.terminal.print(answer.text);
  } else {
    channel.terminal.complain(answer.text);
  }
  return answer.status;
}

ExitStatus run(const cli::BuildArguments& build, FailureChannel& channel) {
  const cli::Format format = choose_format(build.format, channel);
  channel.report_file = build.list_files ? std::nullopt : build.report;
  return cli::run_build(build, format, channel.terminal);
}

ExitStatus run(const cli::HashArguments& hash, FailureChannel& channel) {
  cli::run_hash(hash, channel.terminal);
  return ExitStatus::Success;
}

ExitStatus run(const cli::ManifestArguments& manifest, FailureChannel& channel) {
  channel.command = "manifest";
  cli::run_manifest(manifest, channel.terminal);
  return ExitStatus::Success;
}

ExitStatus run(const cli::CheckArguments& check, FailureChannel& channel) {
  channel.command = "check";
  channel.internal_status = ExitStatus::Schema;
  const cli::Format format = choose_format(check.format, channel);
  return cli::run_check(check, format, channel.terminal);
}

ExitStatus run(const cli::LintArguments& lint, FailureChannel& channel) {
  channel.command = "lint";
  channel.internal_status = ExitStatus::Schema;
  const cli::Format format = choose_format(lint.format, channel);
  return cli::run_lint(lint, format, channel.terminal);
}

ExitStatus run(const cli::LocateArguments& locate, FailureChannel& channel) {
  channel.command = "locate";
  const cli::Format format = choose_format(locate.format, channel);
  cli::run_locate(locate, format, channel.terminal);
  return ExitStatus::Success;
}

ExitStatus run(const cli::ApplyArguments& apply, FailureChannel& channel) {
  channel.command = "apply";
  channel.internal_status = ExitStatus::Schema;
  const cli::Format format = choose_format(apply.format, channel);
  return cli::run_apply(apply, format, channel.terminal);
}

ExitStatus run(const cli::DiffArguments& diff, FailureChannel& channel) {
  channel.command = "diff";
  channel.internal_status = ExitStatus::Schema;
  const cli::Format format = choose_format(diff.format, channel);
  return cli::run_diff(diff, format, channel.terminal);
}

ExitStatus run(const cli::SplitArguments& split, FailureChannel& channel) {
  const cli::Format format = choose_format(split.format, channel);
  channel.command = "split";
  cli::run_split(split, format, channel.terminal);
  return ExitStatus::Success;
}

ExitStatus run(const cli::CompleteArguments& complete, FailureChannel& channel) {
  channel.terminal.print(cli::completion_text(cli::complete(complete.words)));
  return ExitStatus::Success;
}

ExitStatus fail(cli::FailureReport failure, ExitStatus status, FailureChannel& channel) {
  failure.command = channel.command;
  cli::Terminal& terminal = channel.terminal;
  try {
    cli::deliver(terminal, failure, channel.format, channel.report_file);
  } catch (const std::exception& second) {
    terminal.complain(cli::failure_text(failure, terminal.error_style()));
    terminal.complain(fmt::format("confiture-build: {}\n", second.what()));
  }
  return status;
}

ExitStatus fail_internally(const std::string& message, FailureChannel& channel) {
  return fail({.command = {}, .code = "INTERNAL_ERROR", .message = message, .hint = {}},
              channel.internal_status,
              channel);
}

ExitStatus run_and_tell(const cli::Command& command, FailureChannel& channel) {
  try {
    const ExitStatus status =
        std::visit([&](const auto& arguments) { return run(arguments, channel); }, command);
    channel.terminal.flush();
    return status;
  } catch (const Error& error) {
    return fail(cli::describe(error), exit_status(error.code()), channel);
  } catch (const std::bad_alloc&) {
    return fail_internally("out of memory", channel);
  } catch (const std::exception& error) {
    return fail_internally(error.what(), channel);
  }
}

ExitStatus run_and_catch(const cli::Command& command) {
  FailureChannel channel(
      std::visit([](const auto& arguments) { return terminal_arguments(arguments); }, command));
  try {
    return run_and_tell(command, channel);
  } catch (const std::bad_alloc&) {
    tell_without_memory();
    return channel.internal_status;
  }
}

ExitStatus parse_and_run(int argc, char** argv) {
  try {
    return run_and_catch(cli::parse({argv + 1, argv + argc}));
  } catch (const std::bad_alloc&) {
    tell_without_memory();
    return no_memory_status;
  }
}

} // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): of a variant without a value, which none here is
int main(int argc, char** argv) {
  std::set_terminate(end_for_memory);
  occupy_closed_streams();
  for (const int signal_number : {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXCPU}) {
    clean_up_on(signal_number);
  }
  std::signal(SIGXFSZ, SIG_IGN); // a file that is too large is an error like any other
  return static_cast<int>(parse_and_run(argc, argv));
}
