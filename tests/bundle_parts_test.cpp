#include "bundle_parts.hpp"
#include "digest.hpp"
#include "header.hpp"
#include "random.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace confiture {
namespace {

using testing::Random;
using Files = std::vector<FileDigest>;

std::vector<Separator> all_styles() {
  std::vector<Separator> separators;
  for (const char* style : {"block_comment", "line_comment", "mysql"}) {
    separators.emplace_back(style, std::nullopt);
  }
  for (const char* text : {"-- {file_path}",
                           "/* {file_path} */",
                           "{{{file_path}}}",
                           "-- >>>\n-- {file_path}\n-- <<<\n\n",
                           "x{file_path}"}) {
    separators.emplace_back("custom", text);
  }
  return separators;
}

/// A body of files, and what should be found in it.
struct Body {
  std::string text;
  Files files;

  void add(const Separator& separator, const std::string& path, const std::string& text_of_file) {
    Buffer out;
    separator.append(out, path);
    text += std::string(out.view()) + text_of_file;
    files.push_back({.digest = sha256(text_of_file), .path = path});
  }
};

Files parts_of(const Separator::Frame& frame, const std::vector<std::string>& pieces) {
  BodyParts parts(frame);
  for (const std::string& piece : pieces) {
    parts.take(piece);
  }
  return parts.finish();
}

TEST_CASE("the files of a body are found again, however it is cut") {
  Random random(1);
  const std::vector<std::string> texts = {
      "select 1;", "\n", "\n\n", " ", "é", "/* = */", "--", "-", "#", "File:", "{", "}", "/", "="};
  for (int round = 0; round < 200; ++round) {
    for (const Separator& separator : all_styles()) {
      Body body;
      for (std::size_t i = random.below(5); i > 0; --i) {
        // No line that starts like one of a separator: what those do is for another test.
        std::string text = random.text(texts, 8);
        for (const std::string start : {"\n-", "\n/", "\n{", "\n#", "\nx"}) {
          for (std::size_t at = 0; (at = text.find(start, at)) != std::string::npos;) {
            text.insert(at + 1, ".");
          }
        }
        body.add(separator, "a b/é" + std::to_string(i) + ".sql", "." + text + "\n");
      }
      const auto frame = separator.frame();
      REQUIRE(frame);
      CAPTURE(round);
      CAPTURE(frame->before);
      CHECK(parts_of(*frame, {body.text}) == body.files);
      CHECK(parts_of(*frame, random.cut(body.text)) == body.files);
    }
  }
}

TEST_CASE("a body is found the same whether it comes byte by byte or at once") {
  Random random(2);
  for (const Separator& separator : all_styles()) {
    const auto frame = separator.frame();
    REQUIRE(frame);
    const std::vector<std::string> texts = {frame->before,
                                            frame->after,
                                            frame->before + "x" + frame->after,
                                            "x",
                                            "\n",
                                            "\n\n",
                                            frame->before.substr(0, frame->before.size() - 1),
                                            frame->after.substr(1)};
    for (int round = 0; round < 100; ++round) {
      CAPTURE(round);
      CAPTURE(frame->before);
      const std::string text = random.text(texts, 12);
      const Files at_once = parts_of(*frame, {text});
      std::vector<std::string> bytes;
      for (const char c : text) {
        bytes.emplace_back(1, c);
      }
      CHECK(parts_of(*frame, bytes) == at_once);
      CHECK(parts_of(*frame, random.cut(text)) == at_once);
    }
  }
}

TEST_CASE("what only looks like a separator belongs to its file") {
  const Separator separator("block_comment", std::nullopt);
  const auto frame = separator.frame();
  REQUIRE(frame);
  for (const std::string& text : {frame->before + "\n",
                                  frame->before + "a\nb" + frame->after,
                                  frame->before + frame->before.substr(1),
                                  frame->after + frame->after,
                                  frame->before + "a" + frame->after.substr(0, 9) + "\n",
                                  frame->before + std::string(100'000, 'x') + "\n",
                                  frame->before + std::string(100'000, 'x') + frame->after}) {
    CAPTURE(text);
    Body body;
    body.add(separator, "a.sql", "1\n" + text);
    body.add(separator, "b.sql", "2\n");
    body.add(separator, "c.sql", "3\n" + text);
    CHECK(parts_of(*frame, {body.text}) == body.files);
    std::vector<std::string> pieces;
    for (std::size_t at = 0; at < body.text.size(); at += 1000) {
      pieces.push_back(body.text.substr(at, 1000));
    }
    CHECK(parts_of(*frame, pieces) == body.files);
  }
}

TEST_CASE("a separator without a path is none, even where the next one begins within it") {
  for (const char* text : {"-- {file_path}", "--\n\n--{file_path}", "-- >>\n-- {file_path}\n\n"}) {
    CAPTURE(text);
    const Separator separator("custom", text);
    const auto frame = separator.frame();
    REQUIRE(frame);
    Body body;
    body.add(separator, "a.sql", "1" + frame->before + frame->after + "2\n");
    body.add(separator, "b.sql", "3\n--\n");
    body.add(separator, "c.sql", "4\n");
    CHECK(parts_of(*frame, {body.text}) == body.files);
  }
}

TEST_CASE("a separator within a file looks like another file") {
  const Separator separator("line_comment", std::nullopt);
  Body body;
  body.add(separator, "a.sql", "1\n");
  body.add(separator, "within.sql", "2\n"); // nothing tells it from the real one
  CHECK(parts_of(*separator.frame(), {body.text}) == body.files);
}

TEST_CASE("a body without files or with empty ones") {
  const Separator separator("mysql", std::nullopt);
  CHECK(parts_of(*separator.frame(), {}).empty());
  CHECK(parts_of(*separator.frame(), {"", "x\n", ""}).empty());
  Body body;
  body.add(separator, "a.sql", "");
  body.add(separator, "b.sql", "\n");
  CHECK(parts_of(*separator.frame(), {body.text}) == body.files);
}

// One scan of the rest of the text for each of these lines would take minutes.
TEST_CASE("many lines that start like a separator are no burden") {
  const Separator separator("custom", "-- {file_path} --");
  std::string text;
  for (int i = 0; i < 300'000; ++i) {
    text += "\n-- a comment";
  }
  Body body;
  body.add(separator, "a.sql", text + "\n");
  body.add(separator, "b.sql", "2\n");
  CHECK(parts_of(*separator.frame(), {body.text}) == body.files);
}

TEST_CASE("a bundle on disk is taken apart below its header") {
  const testing::TemporaryDirectory directory;
  const std::string path = directory.path() / "b.sql";
  const Separator separator("line_comment", std::nullopt);
  Body body;
  body.add(separator, "a.sql", std::string(1'048'576, 'a') + "\n");
  body.add(separator, "b.sql", "b\n");
  testing::write_file(path, header("local", "now", sha256(body.text), 2) + body.text);
  CHECK(bundle_parts(path, *separator.frame()) == body.files);
}

TEST_CASE("a template shows its frame where it names the path as a whole, once") {
  const auto frame_of = [](const char* text) { return Separator("custom", text).frame(); };
  CHECK(frame_of("-- {file_path} x")->before == "\n-- ");
  CHECK(frame_of("-- {file_path} x")->after == " x\n");
  CHECK_FALSE(frame_of("-- {file_path.name}"));
  CHECK_FALSE(frame_of("-- {file_path.stem}{file_path.suffix}"));
  CHECK_FALSE(frame_of("-- {file_path} {file_path.name}"));
  CHECK_FALSE(frame_of("-- {file_path} {file_path}"));
  for (const char* text : {"-- {file_path!s:.3}",
                           "-- {file_path!s:.9}",
                           "-- {file_path!s:.9999}",
                           "-- {file_path!s:2} x",
                           "-- {file_path!s:>60}",
                           "-- {file_path!s:^9999}",
                           "-- {file_path.parent}/{file_path.name}"}) {
    CAPTURE(text);
    CHECK_FALSE(frame_of(text));
  }
  CHECK_FALSE(frame_of("-- a rule only"));
  CHECK_FALSE(frame_of("{file_path}"));
}

} // namespace
} // namespace confiture
