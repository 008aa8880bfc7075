#include "artifact.hpp"
#include "support.hpp"

#include <doctest/doctest.h>

namespace confiture {
namespace {

const ArtifactName full{
    .environment = "prod", .seed_profile = {}, .fingerprint = "0123456789abcdef0123"};
const ArtifactName slim{
    .environment = "prod", .seed_profile = "slim", .fingerprint = "0123456789abcdef0123"};

TEST_CASE("below a directory a dump is called after what it holds") {
  const testing::TemporaryDirectory directory;
  const std::string there = directory.path();
  CHECK(artifact_path(there, full, DumpFormat::Custom) ==
        there + "/schema_prod.full.0123456789ab.pgdump");
  CHECK(artifact_path(there + "//", slim, DumpFormat::Directory) ==
        there + "/schema_prod.slim.0123456789ab.pgdir");
  CHECK(artifact_path("none/x/", full, DumpFormat::Custom) ==
        "none/x/schema_prod.full.0123456789ab.pgdump");
  CHECK(artifact_path("", full, DumpFormat::Custom) == "schema_prod.full.0123456789ab.pgdump");
}

TEST_CASE("another path of a dump is taken as it is") {
  const testing::TemporaryDirectory directory;
  testing::write_file(directory.path() / "file", "");
  const std::string file = directory.path() / "file";
  CHECK(artifact_path(file, full, DumpFormat::Custom) == file);
  CHECK(artifact_path("./none/../x", slim, DumpFormat::Directory) == "none/../x");
}

TEST_CASE("there are two formats of dumps") {
  CHECK(dump_format_named("custom") == DumpFormat::Custom);
  CHECK(dump_format_named("directory") == DumpFormat::Directory);
  CHECK_FALSE(dump_format_named("Custom"));
  CHECK_FALSE(dump_format_named(""));
}

} // namespace
} // namespace confiture
