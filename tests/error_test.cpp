#include <confiture/error.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cerrno>

namespace confiture {
namespace {

// Reference, section 8: 3 for a database, 4 for SCHEMA_*, 5 for CONFIG_*, SEED_* and VALID_*.
TEST_CASE("each code has its name and its exit status") {
  CHECK(name(ErrorCode::Config001) == "CONFIG_001");
  CHECK(name(ErrorCode::Config006) == "CONFIG_006");
  CHECK(name(ErrorCode::Config010) == "CONFIG_010");
  CHECK(name(ErrorCode::Schema001) == "SCHEMA_001");
  CHECK(name(ErrorCode::Schema205) == "SCHEMA_205");
  CHECK(name(ErrorCode::Seed001) == "SEED_001");
  CHECK(name(ErrorCode::Valid001) == "VALID_001");
  CHECK(static_cast<int>(exit_status(ErrorCode::Config001)) == 5);
  CHECK(static_cast<int>(exit_status(ErrorCode::Config006)) == 3);
  CHECK(static_cast<int>(exit_status(ErrorCode::Config010)) == 5);
  CHECK(static_cast<int>(exit_status(ErrorCode::Schema001)) == 4);
  CHECK(static_cast<int>(exit_status(ErrorCode::Schema205)) == 4);
  CHECK(static_cast<int>(exit_status(ErrorCode::Seed001)) == 5);
  CHECK(static_cast<int>(exit_status(ErrorCode::Valid001)) == 5);
}

TEST_CASE("an error carries its code and message and hint") {
  const Error error(ErrorCode::Valid001, "what", "do this");
  CHECK(error.code() == ErrorCode::Valid001);
  CHECK(std::string(error.what()) == "what");
  CHECK(error.hint() == "do this");
  CHECK(Error(ErrorCode::Valid001, "what").hint().empty());
}

TEST_CASE("printable text has neither control characters nor malformed bytes") {
  struct Example {
    std::string_view text;
    std::string_view printed;
  };
  const std::array<Example, 9> examples = {{
      {"plain é 日本 😀", "plain é 日本 😀"},
      {"a\nb\rc\td", "a\\nb\\rc\\td"},
      {"\x1b[31mred", "\\x1b[31mred"},
      {std::string_view("nul\0", 4), "nul\\x00"},
      {"\x7f", "\\x7f"},
      {"next line \xC2\x85", "next line \\x85"},
      {"\xC2\xA0", "\xC2\xA0"}, // the first character after the control characters
      {"bad \xFF\xC3", "bad \\xff\\xc3"},
      {"", ""},
  }};
  for (const Example& example : examples) {
    CAPTURE(example.printed);
    CHECK(printable(example.text) == example.printed);
  }
}

TEST_CASE("a system message is the system's own words") {
  CHECK(system_message(ENOENT) == "No such file or directory");
}

} // namespace
} // namespace confiture
