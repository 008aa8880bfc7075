// Sources that are not what they look like, and names that are made to do harm.

#include "failure.hpp"
#include "project.hpp"
#include "utf8.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>
#include <vector>

namespace confiture {
namespace {

namespace fs = std::filesystem;
using testing::contains;
using testing::make_symlink;
using testing::ProcessResult;
using testing::Project;
using Words = std::vector<std::string>;

/// The commands that read the sources.
const std::vector<Words> reading_commands = {
    {}, {"hash"}, {"manifest"}, {"check"}, {"split", "--output-dir", "out"}};

/// Checks that every command refuses the sources for this reason.
void check_refused(const Project& project, const std::string& reason) {
  for (const Words& command : reading_commands) {
    const ProcessResult result = project.run(command);
    CAPTURE(result.err);
    CHECK(result.status == 4);
    CHECK(contains(result.err, reason));
  }
}

void make_socket(const fs::path& path) {
  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  REQUIRE(path.string().size() < sizeof address.sun_path);
  std::strcpy(address.sun_path, path.c_str());
  REQUIRE(::bind(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  ::close(descriptor);
}

TEST_CASE("a named pipe among the sources is refused by every command") {
  const Project project;
  REQUIRE(::mkfifo(project.path("db/schema/p.sql").c_str(), 0600) == 0);
  check_refused(project, "db/schema/p.sql: it is a named pipe, not a regular file");
}

TEST_CASE("a socket among the sources is refused by every command") {
  const Project project;
  make_socket(project.path("db/schema/s.sql"));
  check_refused(project, "db/schema/s.sql: it is a socket, not a regular file");
}

TEST_CASE("a device among the sources is refused by every command") {
  for (const std::string device : {"/dev/zero", "/dev/null"}) {
    const Project project;
    make_symlink(device, project.path("db/schema/d.sql"));
    check_refused(project, "db/schema/d.sql: it is a device, not a regular file");
  }
  const Project project;
  if (::mknod(project.path("db/schema/d.sql").c_str(), S_IFCHR | 0600, makedev(1, 5)) != 0) {
    MESSAGE("a device of our own is skipped: ", std::strerror(errno));
    return;
  }
  check_refused(project, "db/schema/d.sql: it is a device, not a regular file");
}

TEST_CASE("a directory that is named like a source is a directory") {
  const Project project;
  project.write("db/schema/x.sql/b.sql", "select 1;\n");
  fs::create_directories(project.path("db/schema/empty.sql"));
  const ProcessResult result = project.run({"--format", "json"});
  CHECK(result.status == 0);
  CHECK(contains(result.out, "\"files_processed\": 2,"));
  CHECK(contains(testing::read_file(project.path("db/generated/schema_local.sql")),
                 " * File: x.sql/b.sql\n"));
}

TEST_CASE("a link to nothing is named by every command") {
  const Project project;
  make_symlink("nowhere.sql", project.path("db/schema/l.sql"));
  check_refused(project, "db/schema/l.sql: No such file or directory");
}

TEST_CASE("links in a circle are named by every command") {
  const Project project;
  make_symlink("m.sql", project.path("db/schema/l.sql"));
  make_symlink("l.sql", project.path("db/schema/m.sql"));
  check_refused(project, "Symbolic links lead in a circle: ");
  check_refused(project, "db/schema/l.sql\n");
}

TEST_CASE("a link to the folder that it is in is not followed for ever") {
  const Project project;
  make_symlink(".", project.path("db/schema/here"));
  make_symlink("../schema", project.path("db/schema/up.sql"));
  const ProcessResult result = project.run({"--format", "json"});
  CHECK(result.status == 0);
  CHECK(contains(result.out, "\"files_processed\": 1,"));
}

TEST_CASE("a file without permission is named") {
  const Project project;
  project.write("db/schema/secret.sql", "select 1;\n");
  fs::permissions(project.path("db/schema/secret.sql"), fs::perms::none);
  const ProcessResult result = project.run_unprivileged({"-o", "/dev/null"});
  CHECK(result.status == 4);
  CHECK(contains(result.err, "db/schema/secret.sql: Permission denied"));
}

TEST_CASE("a folder without permission is named") {
  const Project project;
  project.write("db/schema/closed/b.sql", "select 1;\n");
  fs::permissions(project.path("db/schema/closed"), fs::perms::none);
  const ProcessResult result = project.run_unprivileged({"hash"});
  CHECK(result.status == 4);
  CHECK(contains(result.err, "db/schema/closed: Permission denied"));
  fs::permissions(project.path("db/schema/closed"), fs::perms::owner_all);
}

TEST_CASE("a folder that cannot be looked for is not taken for a missing one") {
  const Project project;
  project.write("closed/seeds/b.sql", "select 1;\n");
  project.write("db/environments/local.yaml",
                "database_url: postgresql://h/d\n"
                "include_dirs: [db/schema, {path: closed/seeds, auto_discover: true}]\n");
  fs::permissions(project.path("closed"), fs::perms::none);
  const ProcessResult result = project.run_unprivileged({"hash"});
  fs::permissions(project.path("closed"), fs::perms::owner_all);
  CHECK(result.status == 4);
  CHECK(contains(result.err, "closed/seeds: Permission denied"));
}

TEST_CASE("sixteen descriptors are enough for any tree and any number of threads") {
  const Project project;
  for (int i = 0; i < 300; ++i) {
    const std::string number = std::to_string(i);
    project.write("db/schema/many" + number + "/x.sql", "select " + number + ";\n");
  }
  for (int i = 0; i < 40; ++i) {
    project.write_zeros("db/schema/large" + std::to_string(i) + ".sql", 600'000);
  }
  const ProcessResult usual = project.run({"hash"});
  REQUIRE(usual.status == 0);
  const Words limit = {"prlimit", "--nofile=16"};
  for (const Words& jobs : {Words{}, {"--jobs", "1"}, {"--jobs", "8"}, {"--jobs", "32"}}) {
    for (Words command : reading_commands) {
      command.insert(command.end(), jobs.begin(), jobs.end());
      const ProcessResult result = project.run(command, limit);
      CAPTURE(result.err);
      CHECK(result.status == 0);
    }
  }
  CHECK(project.run({"hash", "--jobs", "8"}, limit).out == usual.out);
}

/// Makes a chain of folders and a file at its end; the path may be longer than the system takes.
void write_at_end_of_chain(const fs::path& start,
                           const std::string& folder,
                           int count,
                           const std::string& file) {
  int here = ::open(start.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  for (int i = 0; i < count; ++i) {
    REQUIRE(::mkdirat(here, folder.c_str(), 0700) == 0);
    const int next = ::openat(here, folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    ::close(here);
    here = next;
  }
  const int descriptor = ::openat(here, file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  REQUIRE(::write(descriptor, "select 1;\n", 10) == 10);
  ::close(descriptor);
  ::close(here);
}

TEST_CASE("fifteen hundred folders in one another are built, also with a small stack") {
  const Project project;
  write_at_end_of_chain(project.path("db/schema"), "d", 1500, "z.sql");
  for (const Words& limit : {Words{}, {"prlimit", "--stack=262144", "--nofile=16"}}) {
    const ProcessResult result = project.run({"--format", "json"}, limit);
    CAPTURE(result.err);
    CHECK(result.status == 0);
    CHECK(contains(result.out, "\"files_processed\": 2,"));
    CHECK(project.run({"manifest"}, limit).status == 0);
    CHECK(project.run({"check"}, limit).status == 0);
    fs::remove(project.path("db/confiture_local.sum"));
  }
}

TEST_CASE("a file whose folder still has a path that the system takes is built") {
  const Project project;
  const auto room = static_cast<int>(4000 - project.path("db/schema").string().size());
  write_at_end_of_chain(
      project.path("db/schema"), std::string(99, 'd'), room / 100, std::string(250, 'f') + ".sql");
  const ProcessResult result = project.run({"--format", "json"});
  CAPTURE(result.err);
  CHECK(result.status == 0);
  CHECK(contains(result.out, "\"files_processed\": 2,"));
}

TEST_CASE("a folder whose path is longer than the system takes is named by every command") {
  const Project project;
  write_at_end_of_chain(project.path("db/schema"), std::string(200, 'd'), 30, "z.sql");
  check_refused(project, std::string(200, 'd') + ": File name too long\n");
}

TEST_CASE("a project whose path is longer than the system takes is told so") {
  const Project project;
  fs::create_directories(project.path("deep"));
  // Into a folder that no path reaches, step by step.
  std::string script = "cd deep;";
  for (int i = 0; i < 30; ++i) {
    script += "mkdir " + std::string(200, 'd') + "; cd -P " + std::string(200, 'd') + ";";
  }
  script += "mkdir -p db/environments db/schema; : >db/schema/a.sql;"
            "echo 'database_url: postgresql://h/d' >db/environments/local.yaml;"
            "echo 'include_dirs: [db/schema]' >>db/environments/local.yaml;"
            "exec \"$0\" hash";
  const ProcessResult result =
      testing::run({"sh", "-c", script, CONFITURE_BUILD_PROGRAM}, {.cwd = project.path()});
  CHECK(result.status == 4);
  CHECK(contains(result.err, "db/schema: File name too long\n"));
}

/// Whether a text can neither move a cursor nor mislead a decoder; only newlines are let through.
bool is_harmless(std::string_view text) {
  while (!text.empty()) {
    const utf8::Decoded next = utf8::decode(text);
    const bool is_control = (next.code_point < 0x20 && next.code_point != '\n') ||
                            (next.code_point >= 0x7F && next.code_point < 0xA0);
    if (is_control || !next.valid) {
      return false;
    }
    text.remove_prefix(next.length);
  }
  return true;
}

const std::vector<Words> printing_commands = {{},
                                              {"--format", "json"},
                                              {"--format", "csv"},
                                              {"--verbose", "--timings"},
                                              {"--depfile", "out/s.d"},
                                              {"--report", "out/r", "--format", "csv"},
                                              {"--separator-style", "line_comment"},
                                              {"--list-files"},
                                              {"--list-files", "--verbose"},
                                              {"--list-files", "--format", "json"},
                                              {"--list-files", "--format", "csv"},
                                              {"hash", "--verbose"},
                                              {"manifest"},
                                              {"split", "--output-dir", "out"},
                                              {"check"},
                                              {"check", "--format", "json"},
                                              {"check", "--format", "github"},
                                              {"check", "--format", "sarif"},
                                              {"check", "--format", "gitlab"}};

/// Runs every command in every format on a tree with this name in it; returns all that they print.
std::string everything_printed(const std::string& name) {
  const Project project;
  const Words manifest = {"manifest"};
  REQUIRE(project.run(manifest).status == 0);
  project.write("db/schema/" + name, "select 1;\n");
  std::string printed;
  for (const Words& command : printing_commands) {
    const ProcessResult result = project.run(command);
    CAPTURE(command);
    CHECK(result.signal == 0);
    CHECK(result.status != 1 + (command.empty() || command.front() != "check" ? 0 : 127));
    CHECK(is_harmless(result.out));
    CHECK(is_harmless(result.err));
    printed += result.out + result.err;
  }
  return printed;
}

TEST_CASE("a name that is not UTF-8 is printed raw nowhere") {
  CHECK(contains(everything_printed("bad\xff.sql"), "bad\\xff.sql"));
}

TEST_CASE("a newline in a name breaks no line anywhere") {
  const std::string printed = everything_printed("new\nline.sql");
  CHECK(contains(printed, "new\\nline.sql"));
  CHECK_FALSE(contains(printed, "\nline.sql"));
}

TEST_CASE("an escape sequence in a name is printed raw nowhere") {
  CHECK(contains(everything_printed("esc\x1b[2J.sql"), "esc\\x1b[2J.sql"));
  CHECK(contains(everything_printed("csi\xc2\x9b"
                                    "2J.sql"),
                 "csi\\x9b2J.sql"));
}

TEST_CASE("a return, a tab and a delete in a name are printed raw nowhere") {
  CHECK(contains(everything_printed("a\rb\tc\x7f.sql"), "a\\rb\\tc\\x7f.sql"));
}

TEST_CASE("a name that ends a comment is refused where it would end one") {
  const Project project;
  project.write("db/schema/star*/x.sql", "select 1;\n");
  const ProcessResult result = project.run({});
  CHECK(result.status == 4);
  CHECK(contains(result.err, "star*/x.sql"));
  CHECK(project.run({"hash"}).status == 0);
  CHECK(project.run({"--separator-style", "line_comment"}).status == 0);
}

TEST_CASE("a file over four gibibytes is built in little memory with its size told right") {
  if (testing::is_sanitized) {
    MESSAGE("skipped: takes minutes with sanitizers");
    return;
  }
  Project project;
  project.timeout = std::chrono::minutes{5};
  const std::uintmax_t size = (std::uintmax_t{1} << 32U) + 12'345;
  const auto built_size = [&] {
    const ProcessResult result =
        project.run({"-o", "/dev/null", "--format", "json"}, {"prlimit", "--data=134217728"});
    CAPTURE(result.err);
    REQUIRE(result.status == 0);
    return nlohmann::json::parse(result.out).at("schema_size_bytes").get<std::uintmax_t>();
  };
  project.write_zeros("db/schema/large.sql", 0);
  const std::uintmax_t rest = built_size();
  project.write_zeros("db/schema/large.sql", size);
  CHECK(built_size() == rest + size);
}

} // namespace
} // namespace confiture
