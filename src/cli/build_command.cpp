#include "cli/commands.hpp"
#include "cli/database_step.hpp"
#include "cli/duplicate_gate.hpp"
#include "cli/progress_line.hpp"
#include "cli/report.hpp"
#include "cli/sources.hpp"
#include "cli/units.hpp"
#include "path.hpp"
#include "postgres/foreign_keys.hpp"
#include "secret.hpp"
#include "seeds.hpp"
#include "separator.hpp"
#include "source_pass.hpp"
#include "utf8.hpp"
#include "write.hpp"
#include <confiture/depfile.hpp>
#include <confiture/outputs.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <utility>

namespace confiture::cli {

namespace {

constexpr std::size_t shown_template_length = 50;

/// Python's `text[:length]`, in characters, with dots if something was left out.
std::string shortened(std::string_view text, std::size_t length) {
  const std::string_view kept = utf8::first_characters(text, length);
  return printable(kept) + (kept.size() < text.size() ? "..." : "");
}

/// Settings that were replaced by options, for the notice that tells of them.
class Overrides {
public:
  void apply(const char* name, const std::optional<bool>& given, bool& setting) {
    if (given) {
      setting = *given;
      text_ += fmt::format("  • {}: {}\n", name, *given ? "True" : "False");
    }
  }
  void note(const char* name, const std::string& value) {
    text_ += fmt::format("  • {}: {}\n", name, value);
  }
  [[nodiscard]] std::string notice() const {
    return text_.empty() ? "" : "Configuration overrides applied:\n" + text_;
  }

private:
  std::string text_;
};

void apply_separator(const BuildArguments& arguments, Config& config) {
  if (arguments.separator_style) {
    if (!is_separator_style(*arguments.separator_style)) {
      throw Error(ErrorCode::Config001,
                  "Invalid separator style: " + quotable(*arguments.separator_style),
                  fmt::format("Valid options: {}", fmt::join(separator_styles, ", ")));
    }
    config.separator_style = *arguments.separator_style;
  }
  if (arguments.separator_template) {
    config.separator_template = arguments.separator_template;
  }
  const bool has_template = config.separator_template && !config.separator_template->empty();
  if (arguments.separator_style == "custom" && !has_template) {
    throw Error(ErrorCode::Config001,
                "Custom separator style requires --separator-template",
                "Pass --separator-template with a {file_path} placeholder.");
  }
}

/// Puts the options over the configuration and returns what to say about it.
std::string apply_overrides(const BuildArguments& arguments, Config& config) {
  Overrides overrides;
  overrides.apply("Two-pass FK emission", arguments.two_pass, config.two_pass);
  overrides.apply("Comment validation", arguments.validate_comments, config.validate_comments);
  overrides.apply("Fail on unclosed blocks", arguments.fail_on_unclosed, config.fail_on_unclosed);
  overrides.apply("Fail on spillover", arguments.fail_on_spillover, config.fail_on_spillover);
  apply_separator(arguments, config);
  if (arguments.separator_style) {
    overrides.note("Separator style", printable(*arguments.separator_style));
  }
  if (arguments.separator_template) {
    overrides.note("Custom template",
                   shortened(*arguments.separator_template, shown_template_length));
  }
  return overrides.notice();
}

/// As text they belong to the result, as in the reference (section 12).
void tell_overrides(const std::string& notice, Format format, Terminal& terminal) {
  if (format == Format::Text && !terminal.is_quiet()) {
    terminal.print(notice);
  } else {
    terminal.notice(notice);
  }
}

/// The depfile, complete but not in its place, where it belongs once the output is in its own;
/// null if none is wanted. Throws Error (Schema001).
std::unique_ptr<OutputFile> open_depfile(const BuildArguments& arguments,
                                         const std::string& output,
                                         const Config& config,
                                         const Selection& selection) {
  if (!arguments.depfile) {
    return nullptr;
  }
  const std::string depfile = path::plain(*arguments.depfile);
  std::vector<std::pair<std::string, const char*>> others = {{output, "schema"}};
  if (arguments.manifest) {
    others.emplace_back(
        default_manifest(arguments.sources.project_dir, arguments.sources.environment), "manifest");
  }
  if (arguments.source_map) {
    others.emplace_back(path::plain(*arguments.source_map), "source map");
  }
  const Dependencies needed = dependencies(config, selection);
  for (const auto& [file, kind] : others) {
    if (path::resolve(depfile) == path::resolve(file)) {
      throw Error(ErrorCode::Schema001,
                  fmt::format("{} is both the {} and the depfile", printable(file), kind),
                  "Name another file with --depfile.");
    }
    require_independent(config, selection, needed, file);
  }
  require_independent(config, selection, needed, depfile);
  auto file = std::make_unique<OutputFile>(
      depfile, 0, OutputOptions{.kind = "depfile", .fsync = arguments.fsync});
  file->append(depfile_text(arguments.output.value_or(output), needed, path::absolute(".")));
  file->complete({});
  return file;
}

/// The reference lists before it looks at --schema-only.
void list_files(const Config& config,
                SourceArguments sources,
                Format format,
                Terminal& terminal,
                Stopwatch& stopwatch,
                Progress& progress) {
  sources.schema_only = false;
  const ListReport list{.environment = sources.environment,
                        .selection = select_sources(config, sources, terminal, stopwatch, progress),
                        .project_dir = sources.project_dir};
  deliver(terminal, list, format);
}

BuildOptions options_for(const BuildArguments& arguments, const std::string& output) {
  BuildOptions options{.output = output,
                       .with_fingerprint = arguments.show_hash,
                       .if_changed = arguments.if_changed,
                       .fsync = arguments.fsync,
                       .jobs = arguments.sources.jobs};
  if (arguments.manifest) {
    options.manifest =
        default_manifest(arguments.sources.project_dir, arguments.sources.environment);
  }
  if (arguments.source_map) {
    options.source_map = path::plain(*arguments.source_map);
  }
  return options;
}

} // namespace

ExitStatus run_build(const BuildArguments& arguments, Format format, Terminal& terminal) {
  Stopwatch stopwatch;
  Progress progress;
  const SourceArguments& sources = arguments.sources;
  Config config = load(sources, terminal, stopwatch, progress);
  if (arguments.list_files) {
    list_files(config, sources, format, terminal, stopwatch, progress);
    return ExitStatus::Success;
  }
  tell_overrides(apply_overrides(arguments, config), format, terminal);
  if (arguments.two_pass.value_or(false)) {
    postgres::require_foreign_key_moves("--two-pass");
  }
  require_passes(config);
  const SeedProfile* profile =
      arguments.seed_profile ? &seed_profile(config, *arguments.seed_profile) : nullptr;
  const auto dump = DumpStep::of(arguments, config); // made before there are threads
  const std::string output = arguments.output
                                 ? path::plain(*arguments.output)
                                 : default_output(sources.project_dir, sources.environment);
  tell_environment(sources, terminal);
  Selection selection = select_sources(config, sources, terminal, stopwatch, progress);
  BuildReport report;
  report.output_path = path::absolute(output);
  report.tells_change = arguments.if_changed;
  if (is_stopped_by_duplicates(arguments, selection, format, terminal, report)) {
    report.elapsed = stopwatch.total();
    deliver(terminal, report, format, arguments.report);
    return ExitStatus::Findings;
  }
  const bool is_sequential = arguments.sequential || config.seeds.is_sequential;
  if (is_sequential) {
    set_seeds_apart(selection);
  }
  const auto depfile = open_depfile(arguments, output, config, selection);
  {
    BuildOptions options = options_for(arguments, output);
    options.with_fingerprint = options.with_fingerprint || dump;
    options.progress = &progress;
    const auto line = show_progress(terminal, progress, stopwatch.start());
    report.result = build(config, selection, options);
  }
  if (depfile) {
    depfile->replace();
  }
  tell_built(progress, terminal, stopwatch);
  terminal.notice(fmt::format("Found {} SQL files\n", selection.files.size()));
  report.seed_profile = arguments.seed_profile;
  if (is_sequential) {
    apply_seeds(arguments, config, selection, profile, terminal, report);
  }
  if (dump) {
    dump->run(arguments, config, selection, profile, terminal, report);
  }
  report.elapsed = stopwatch.total();
  report.timings = terminal.wants_timings() ? &progress : nullptr;
  deliver(terminal, report, format, arguments.report);
  return ExitStatus::Success;
}

} // namespace confiture::cli
