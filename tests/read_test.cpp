#include "failure.hpp"
#include "random.hpp"
#include "read_sources.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace confiture {
namespace {

using testing::contains;
using testing::failure_of;
using testing::run_once;
using testing::several_pieces;
using testing::Sources;
using testing::write_file;

struct Outcome {
  std::string body;
  std::vector<std::string> originals; ///< by file
  std::vector<std::string> open_comments;
};

template <typename Use> void run_to_end(SourceReader& reader, const Use& use) {
  run_once(reader, use);
  if (!reader.is_done()) {
    reader.measure();
    run_once(reader, use);
  }
  REQUIRE(reader.is_done());
}

Outcome read_all(const Selection& selection, const ReadOptions& options) {
  SourceReader reader(selection, options);
  Outcome outcome;
  run_to_end(reader, [&](const Batch& batch) {
    outcome.body += batch.body.view();
    for (const Batch::Part& part : batch.parts) {
      if (part.starts_file) {
        outcome.originals.emplace_back();
      }
      outcome.originals.back() += batch.original_bytes(part);
    }
    for (const OpenComment& comment : batch.open_comments) {
      outcome.open_comments.push_back(std::string(selection.relative_path(*comment.file)) + ":" +
                                      std::to_string(comment.line));
    }
  });
  return outcome;
}

Outcome read_text(const Selection& selection) {
  const Separator separator("custom", "-- {file_path}");
  return read_all(selection, {.separator = &separator, .check_comments = true});
}

Error read_failure(const Selection& selection) {
  return failure_of([&] { static_cast<void>(read_text(selection)); });
}

// Reference, section 5.
TEST_CASE("the body is each separator and text and a newline where it lacks one") {
  Sources sources;
  sources.add("a.sql", "one\n").add("b.sql", "two").add("empty.sql", "").add("c.sql", "x\r\ny\r");
  const Outcome outcome = read_text(sources.selection());
  CHECK(outcome.body == "\n-- a.sql\none\n"
                        "\n-- b.sql\ntwo\n"
                        "\n-- empty.sql\n\n"
                        "\n-- c.sql\nx\ny\n");
  CHECK(outcome.originals == std::vector<std::string>{"one\n", "two", "", "x\r\ny\r"});
  CHECK(outcome.open_comments.empty());
}

TEST_CASE("without a separator only the bytes are read") {
  Sources sources;
  sources.add("a.sql", "\xFF\r\n/*");
  const Outcome outcome = read_all(sources.selection(), {});
  CHECK(outcome.originals == std::vector<std::string>{"\xFF\r\n/*"});
  CHECK(outcome.open_comments.empty());
}

TEST_CASE("files on both sides of the size of a batch give the same body") {
  testing::Random random(11);
  for (const std::size_t size : {524'287U, 524'288U, 524'289U, 1'048'576U, 1'300'000U}) {
    std::string text;
    while (text.size() < size) {
      text += random.pick(
          std::vector<std::string>{"é", "\r\n", "\r", "\n", "select 1;", "😀", "/*", "*/"});
    }
    text += "\n*/"; // on a line of its own, so that it opens nothing
    std::string translated;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\r') {
        translated += text[i];
      } else if (text[i + 1] != '\n') {
        translated += '\n';
      }
    }
    Sources sources;
    sources.add("a.sql", "a\n").add("large.sql", text).add("z.sql", "z\n");
    const Outcome outcome = read_text(sources.selection());
    CAPTURE(size);
    const bool same_body =
        outcome.body == "\n-- a.sql\na\n\n-- large.sql\n" + translated + "\n\n-- z.sql\nz\n";
    CHECK(same_body); // not printed: it is large
    REQUIRE(outcome.originals.size() == 3);
    const bool same_bytes = outcome.originals[1] == text;
    CHECK(same_bytes);
    CHECK(outcome.open_comments.empty());
  }
}

TEST_CASE("many small files come in their order") {
  Sources sources;
  std::string expected;
  for (int i = 0; i < 700; ++i) { // more than one batch takes
    const std::string name = std::to_string(i) + ".sql";
    sources.add(name, "x\n");
    expected += "\n-- " + name + "\nx\n";
  }
  CHECK(read_text(sources.selection()).body == expected);
}

TEST_CASE("an open comment is reported with its line in small and large files") {
  const std::string filler(several_pieces, '\n');
  Sources sources;
  sources.add("a.sql", "x\r\n\r/* open")
      .add("b.sql", "/* closed */")
      .add("c.sql", filler + "/* open" + filler);
  const std::vector<std::string> expected = {"a.sql:3",
                                             "c.sql:" + std::to_string(several_pieces + 1)};
  CHECK(read_text(sources.selection()).open_comments == expected);
  const Separator separator("mysql", std::nullopt);
  CHECK(read_all(sources.selection(), {.separator = &separator}).open_comments.empty());
}

TEST_CASE("bytes that are not UTF-8 are told with file and line and offset") {
  Sources small;
  small.add("a.sql", "fine").add("b.sql", "1\r\n2\r3\xFF");
  const Error error = read_failure(small.selection());
  CHECK(error.code() == ErrorCode::Schema001);
  CHECK(std::string(error.what()) == "Error reading " + small.path("b.sql") +
                                         ":3: byte 0xff at offset 6 is not UTF-8 "
                                         "(invalid start byte)");
  Sources large;
  large.add("c.sql", std::string(several_pieces, '\n') + "\xE2\x82");
  CHECK(contains(read_failure(large.selection()).what(),
                 large.path("c.sql") + ":" + std::to_string(several_pieces + 1) +
                     ": byte 0xe2 at offset " + std::to_string(several_pieces) +
                     " is not UTF-8 (unexpected end of data)"));
}

TEST_CASE("a character that two pieces share is whole") {
  // Wherever the cut lies, one of these has a character across it.
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string text(shift, 'x');
    while (text.size() < several_pieces) {
      text += "😀";
    }
    Sources sources;
    sources.add("a.sql", text);
    const bool same = read_text(sources.selection()).body == "\n-- a.sql\n" + text + "\n";
    CAPTURE(shift);
    CHECK(same);
  }
}

TEST_CASE("a bad byte after a cut is told with its own offset and line") {
  for (const std::size_t offset : {524'286U, 524'287U, 524'288U, 524'289U}) {
    std::string text(several_pieces, '\n');
    text[offset] = '\xC3'; // a newline follows, which cannot go on with it
    Sources sources;
    sources.add("a.sql", text);
    CAPTURE(offset);
    CHECK(contains(read_failure(sources.selection()).what(),
                   "a.sql:" + std::to_string(offset + 1) + ": byte 0xc3 at offset " +
                       std::to_string(offset) + " is"));
  }
}

TEST_CASE("what cannot be read is named") {
  Sources absent;
  absent.add("a.sql", "").add_path("none.sql");
  CHECK(std::string(read_failure(absent.selection()).what()) ==
        "Error reading " + absent.path("none.sql") + ": No such file or directory");
  Sources folder;
  std::filesystem::create_directory(folder.path("folder.sql"));
  folder.add_path("folder.sql");
  CHECK(contains(read_failure(folder.selection()).what(),
                 "folder.sql: it is a directory, not a regular file"));
}

TEST_CASE("files of all sizes in any sequence give the same body") {
  testing::Random random(7);
  const std::vector<std::size_t> sizes = {0, 1, 2'000, 100'000, 500'000, 524'289, 1'300'000};
  for (int round = 0; round < 20; ++round) {
    Sources sources;
    std::string expected;
    // First small ones, so that the guess that all are small fails at different places.
    const std::size_t small = random.below(300);
    const std::size_t count = small + random.below(30);
    for (std::size_t i = 0; i < count; ++i) {
      const std::string text(i < small ? random.below(40) : random.pick(sizes), 'x');
      const std::string name = std::to_string(i) + ".sql";
      sources.add(name, text);
      expected += "\n-- " + name + "\n" + text + "\n";
    }
    CAPTURE(round);
    const bool same = count == 0 || read_text(sources.selection()).body == expected;
    CHECK(same);
  }
}

TEST_CASE("a file that the system makes up without an end is refused") {
  Sources sources;
  testing::make_symlink("/proc/self/pagemap", sources.path("endless.sql"));
  sources.add_path("endless.sql");
  CHECK(contains(read_failure(sources.selection()).what(), sources.path("endless.sql")));
}

TEST_CASE("a file that is read is noticed as an output whatever its name") {
  for (const std::size_t size : {std::size_t{1}, several_pieces}) {
    Sources sources;
    sources.add("a.sql", "").add("b.sql", std::string(size, 'x'));
    std::filesystem::create_hard_link(sources.path("b.sql"), sources.path("same"));
    write_file(sources.path("other"), "");
    for (const std::string name : {"same", "other", "none"}) {
      OutputGuard outputs;
      outputs.add({}, sources.selection(), sources.path(name), "schema");
      static_cast<void>(read_all(sources.selection(), {.outputs = &outputs}));
      CAPTURE(name);
      if (name == "same") {
        const Error error = failure_of([&] { outputs.require_unread(); });
        CHECK(contains(error.what(), sources.path(name) + " is one of the sources"));
      } else {
        CHECK_NOTHROW(outputs.require_unread());
      }
    }
  }
}

TEST_CASE("a file that the system makes up is read though it has no size") {
  Sources sources;
  sources.add("a.sql", "");
  testing::make_symlink("/proc/version", sources.path("version.sql"));
  sources.add_path("version.sql");
  const Outcome outcome = read_text(sources.selection());
  REQUIRE(outcome.originals.size() == 2);
  CHECK(outcome.originals[1] == testing::read_file("/proc/version"));
}

TEST_CASE("a fault is told at its line also where a line end is cut in two") {
  // The first piece ends between return and newline.
  const std::string text = std::string(524'287, 'x') + "\r\nabc\n\xFF";
  Sources sources;
  sources.add("large.sql", text);
  const Error error = testing::failure_of([&] { read_text(sources.selection()); });
  CHECK(testing::contains(error.what(), "large.sql:3: byte 0xff at offset 524293"));
}

} // namespace
} // namespace confiture
