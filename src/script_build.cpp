#include "script_build.hpp"

#include "digest.hpp"
#include "header.hpp"
#include "postgres/foreign_keys.hpp"
#include "source_map_builder.hpp"
#include "source_map_moves.hpp"
#include "source_pass.hpp"

#include <utility>

namespace confiture {

namespace {

BuiltScript read_body(const Config& config, SourceReader& reader, const Selection& selection) {
  BuiltScript body;
  SourceMapBuilder map;
  read_sources(
      reader,
      selection,
      {},
      {[&](const Batch& batch) { body.text += batch.body.view(); }, map_sink(map, selection)});
  body.map = map.finish();
  if (config.two_pass) {
    postgres::MovedBody moved = postgres::move_foreign_keys(body.text);
    body.map = map_of_moved(body.map, body.text, moved);
    body.text = std::move(moved.text);
  }
  return body;
}

} // namespace

BuiltScript
build_script(const Config& config, const Selection& selection, unsigned jobs, Progress* progress) {
  require_passes(config);
  const std::string time = generation_time();
  BuiltScript script = with_second_attempt([&] {
    const Separator separator = separator_for(config, selection);
    SourceReader reader(selection,
                        {.separator = &separator,
                         .check_comments = config.validate_comments && config.fail_on_spillover,
                         .jobs = jobs,
                         .progress = progress});
    return read_body(config, reader, selection);
  });
  script.map.body_digest = sha256(script.text);
  const std::string above =
      header(config.environment, time, script.map.body_digest, files_in_schema(selection));
  put_below_header(script.map, above);
  script.text.insert(0, above);
  return script;
}

} // namespace confiture
