#include "cli/units.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace confiture {
namespace {

using namespace std::chrono_literals;

TEST_CASE("numbers have a comma between thousands") {
  CHECK(cli::with_commas(0) == "0");
  CHECK(cli::with_commas(999) == "999");
  CHECK(cli::with_commas(1'000) == "1,000");
  CHECK(cli::with_commas(999'999) == "999,999");
  CHECK(cli::with_commas(1'000'000) == "1,000,000");
  CHECK(cli::with_commas(18'446'744'073'709'551'615U) == "18,446,744,073,709,551,615");
}

TEST_CASE("one thing is not many") {
  CHECK(cli::counted(0, "file") == "0 files");
  CHECK(cli::counted(1, "file") == "1 file");
  CHECK(cli::counted(1'200, "file") == "1,200 files");
}

TEST_CASE("a size is in the largest unit that leaves one") {
  CHECK(cli::readable_size(0) == "0 bytes");
  CHECK(cli::readable_size(1) == "1 byte");
  CHECK(cli::readable_size(1'023) == "1,023 bytes");
  CHECK(cli::readable_size(1'024) == "1.0 KiB");
  CHECK(cli::readable_size(30'685) == "30.0 KiB");
  CHECK(cli::readable_size(1'048'575) == "1.0 MiB"); // not 1024.0 KiB
  CHECK(cli::readable_size(1'048'576) == "1.0 MiB");
  CHECK(cli::readable_size(5'000'000'000) == "4.7 GiB");
  CHECK(cli::readable_size(18'446'744'073'709'551'615U) == "16777216.0 TiB");
}

TEST_CASE("a time has the digits that matter") {
  CHECK(cli::readable_time(0ns) == "0.0 ms");
  CHECK(cli::readable_time(440us) == "0.4 ms");
  CHECK(cli::readable_time(9'949us) == "9.9 ms");
  CHECK(cli::readable_time(9'951us) == "10 ms");
  CHECK(cli::readable_time(999'499us) == "999 ms");
  CHECK(cli::readable_time(999'501us) == "1.0 s");
  CHECK(cli::readable_time(59'940ms) == "59.9 s");
  CHECK(cli::readable_time(59'960ms) == "1 min 0 s");
  CHECK(cli::readable_time(125s) == "2 min 5 s");
}

} // namespace
} // namespace confiture
