// An environment file: something to build, or an Error; so for its patterns and its separator.

#include "fuzz.hpp"
#include "glob.hpp"
#include "separator.hpp"
#include "support.hpp"
#include <confiture/config.hpp>

using namespace confiture;

namespace {

void use(const Config& config) {
  fuzz::require(!config.include_dirs.empty(), "there is something to build");
  for (const IncludeEntry& entry : config.include_dirs) {
    fuzz::require(entry.path.starts_with('/'), "a directory is absolute");
    for (const auto* patterns : {&entry.include, &entry.exclude}) {
      for (const std::string& pattern : *patterns) {
        static_cast<void>(Glob(pattern).matches("a/b.sql"));
      }
    }
  }
  Buffer out;
  Separator(config.separator_style, config.separator_template).append(out, "a/b.sql");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const testing::TemporaryDirectory project;
  testing::write_file(project.path() / "db/environments/local.yaml", fuzz::view(data, size));
  try {
    use(load_config(project.path(), "local"));
  } catch (const Error& error) {
    fuzz::require_message(error);
  }
  return 0;
}
