// A source map: read and written it is the same again, and leads somewhere, or it is an Error.

#include "fuzz.hpp"
#include "source_map_file.hpp"
#include <confiture/error.hpp>

using namespace confiture;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const SourceMap map = parse_source_map(fuzz::view(data, size), "fuzz.json");
    const SourceMap again = parse_source_map(source_map_text(map), "fuzz.json");
    fuzz::require(again.files == map.files && again.runs == map.runs && again.lines == map.lines &&
                      again.body_digest == map.body_digest,
                  "a map is read as it was written");
    for (const SourceMap::Run& run : map.runs) {
      fuzz::require(map.origin_of(run.line, run.column).has_value(), "a run is found");
    }
    fuzz::require(map.origin_of(map.lines).has_value() == (map.lines > 0), "so is the last line");
  } catch (const Error& error) {
    fuzz::require(error.code() == ErrorCode::Schema001, "what is wrong is the map");
    fuzz::require_message(error);
  }
  return 0;
}
