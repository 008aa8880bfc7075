#include "faults/project.hpp"

#include "failure.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace confiture::testing {

namespace fs = std::filesystem;

namespace {

constexpr const char* hit_file = "hit";

std::string large_source() {
  std::string text;
  while (text.size() < 600'000) {
    text += "insert into big values (1, 'a line of a file that is read in pieces');\n";
  }
  return text;
}

/// A report tells times, so what counts is whether it is a whole one, and of what.
std::string outline(const std::string& bytes) {
  const auto document = nlohmann::json::parse(bytes, nullptr, false);
  return document.is_discarded() ? bytes : document.value("ok", false) ? "ok" : "failed";
}

std::string content_of(const fs::path& path) {
  if (fs::is_symlink(path)) {
    return "-> " + fs::read_symlink(path).string();
  }
  if (!fs::is_regular_file(path)) {
    return "";
  }
  const std::string bytes = read_file(path);
  return path.extension() == ".json" ? outline(bytes) : bytes;
}

/// Whether an Error or an internal error was told, in text or JSON.
bool tells_failure(const ProcessResult& result, const Snapshot& after) {
  const bool is_reported = std::any_of(
      after.begin(), after.end(), [](const auto& file) { return file.second == "failed"; });
  return result.err.starts_with("confiture-build: error") ||
         contains(result.err, "\nconfiture-build: error") ||
         contains(result.out, "\"ok\": false") || is_reported;
}

} // namespace

const std::vector<Scenario>& scenarios() {
  static const std::vector<Scenario> all = {
      {.name = "fresh", .command = {"-o", "out/new/schema.sql"}, .outputs = {"out/new/schema.sql"}},
      {.name = "existing",
       .command = {"-o", "out/schema.sql", "--show-hash"},
       .outputs = {"out/schema.sql"},
       .outputs_exist = true},
      {.name = "link",
       .command = {"-o", "out/link.sql", "--if-changed"},
       .outputs = {"out/schema.sql"},
       .outputs_exist = true,
       .through_link = true},
      {.name = "manifest",
       .command =
           {"-o", "out/schema.sql", "--manifest", "--source-map", "out/schema.map", "--fsync"},
       .outputs = {"out/schema.sql", "db/confiture_local.sum", "out/schema.map"},
       .outputs_exist = true},
      {.name = "report",
       .command =
           {"-o", "out/schema.sql", "-f", "json", "--report", "out/r.json", "--depfile", "out/d"},
       .outputs = {"out/schema.sql", "out/r.json", "out/d"},
       .outputs_exist = true},
      {.name = "split",
       .command = {"split", "--output-dir", "out"},
       .outputs = {"out/schema_local_superuser_pre.sql",
                   "out/schema_local_app.sql",
                   "out/schema_local_superuser_post.sql"},
       .outputs_exist = true},
      {.name = "manifest alone",
       .command = {"manifest", "--fsync"},
       .outputs = {"db/confiture_local.sum"},
       .outputs_exist = true},
  };
  return all;
}

FaultyProject::FaultyProject(const Scenario& scenario) : scenario_(scenario) {
  write_file(path() / "db/environments/local.yaml",
             "database_url: postgresql://h/d\n"
             "include_dirs:\n"
             "  - db/schema\n"
             "  - {path: db/seeds, auto_discover: true, order: 20}\n"
             "superuser_dirs: [db/schema/00_roles]\n");
  write_file(path() / "db/schema/00_roles/roles.sql", "create role app;\n");
  write_file(path() / "db/schema/10_crlf.sql", "create table a ();\r\ncreate table b ();\r\n");
  write_file(path() / "db/schema/20_large.sql", large_source());
  write_file(path() / "db/schema/30_view.sql", "create view v as select 1;\n");
  write_file(path() / "db/seeds/empty.sql", "");
  fs::create_symlink("30_view.sql", path() / "db/schema/40_link.sql");
  reset();
  before_ = snapshot();
  const ProcessResult result = run();
  built_ = snapshot();
  INFO(result.err);
  REQUIRE(result.status == 0);
  REQUIRE(built_ != before_);
}

void FaultyProject::reset() const {
  fs::remove_all(path() / "out");
  fs::remove_all(path() / "tmp");
  fs::remove(path() / "db/confiture_local.sum");
  fs::remove(path() / hit_file);
  fs::create_directory(path() / "tmp");
  if (scenario_.outputs_exist) {
    for (const std::string& output : scenario_.outputs) {
      write_file(path() / output, "old " + output);
    }
  }
  if (scenario_.through_link) {
    fs::create_symlink(fs::path(scenario_.outputs.front()).filename(), path() / "out/link.sql");
  }
}

Words FaultyProject::command() const {
  Words words = {CONFITURE_BUILD_PROGRAM};
  words.insert(words.end(), scenario_.command.begin(), scenario_.command.end());
  return words;
}

ProcessOptions FaultyProject::options() const {
  ProcessOptions options{.cwd = path(), .timeout = std::chrono::seconds(60)};
  options.env["SOURCE_DATE_EPOCH"] = "0";
  options.env["TMPDIR"] = path() / "tmp";
  return options;
}

ProcessResult FaultyProject::run(const Words& wrapper) const {
  Words words = wrapper;
  const Words own = command();
  words.insert(words.end(), own.begin(), own.end());
  return testing::run(words, options());
}

ProcessResult FaultyProject::run(const Fault& fault) const {
  ProcessOptions options = this->options();
  options.env["LD_PRELOAD"] = FAULTS_PRELOAD;
  options.env["ASAN_OPTIONS"] += ":verify_asan_link_order=0";
  options.env["FAULT_REPORT"] = path() / hit_file;
  options.env["FAULT_CALL"] = fault.call;
  options.env["FAULT_NUMBER"] = std::to_string(fault.number);
  options.env["FAULT_LAST"] = std::to_string(fault.lasting ? 1'000'000'000 : fault.number);
  options.env["FAULT_ERRNO"] = std::to_string(fault.error_number);
  options.env["FAULT_LIMIT"] = std::to_string(fault.limit);
  options.env["FAULT_SIGNAL"] = std::to_string(fault.signal);
  if (fault.after) {
    options.env["FAULT_AFTER"] = "1";
  }
  Words words = command();
  if (fault.call == "malloc") { // oneTBB does not survive it
    words.insert(words.end(), {"--jobs", "1"});
  }
  return testing::run(words, options);
}

bool FaultyProject::was_hit() const {
  return fs::exists(path() / hit_file);
}

Snapshot FaultyProject::snapshot() const {
  Snapshot files;
  for (const char* folder : {"", "out", "tmp", "db"}) {
    if (!fs::exists(path() / folder)) {
      continue;
    }
    const auto walk = fs::recursive_directory_iterator(path() / folder);
    for (auto entry = begin(walk); entry != end(walk); ++entry) {
      if (folder == std::string("") || entry->path().filename() == "schema" ||
          entry->path().filename() == "environments" || entry->path().filename() == "seeds") {
        entry.disable_recursion_pending();
      }
      files[entry->path().lexically_relative(path())] = content_of(entry->path());
    }
  }
  files.erase(hit_file);
  return files;
}

void FaultyProject::check(const ProcessResult& result) const {
  const Snapshot after = snapshot();
  CAPTURE(scenario_.name);
  INFO(result.out, result.err);
  CHECK_FALSE(contains(result.err, "Sanitizer"));
  CHECK_FALSE(contains(result.err, "runtime error:"));
  CHECK_FALSE(contains(result.err, "terminate called"));
  if (result.status == 0) {
    CHECK(after == built_);
    return;
  }
  if (result.signal == 0) {
    CHECK(tells_failure(result, after));
  }
  for (const auto& file : before_) {
    const std::string& name = file.first;
    CAPTURE(name);
    CHECK(after.count(name) == 1);
  }
  for (const auto& file : after) {
    const std::string& name = file.first;
    CAPTURE(name);
    const auto is_in = [&](const Snapshot& files) {
      const auto found = files.find(name);
      return found != files.end() && *found == file;
    };
    CHECK((is_in(before_) || is_in(built_) || file.second == "failed"));
    // A folder that was made stays with the file in it alone.
    if (before_.count(name) == 0 && fs::is_directory(path() / name)) {
      CHECK_FALSE(fs::is_empty(path() / name));
    }
  }
}

} // namespace confiture::testing
