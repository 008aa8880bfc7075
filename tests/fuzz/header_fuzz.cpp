// A bundle: its header is one that is written so, or none.

#include "bundle_file.hpp"
#include "fuzz.hpp"
#include "header.hpp"

using namespace confiture;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::view(data, size);
  if (const auto parsed = parse_header(text)) {
    fuzz::require(text.substr(0, parsed->size) ==
                      header(parsed->environment, parsed->time, parsed->body_digest, parsed->files),
                  "what is read of a header writes it again");
  }
  const auto [environment, time] = fuzz::split(fuzz::split(text, '\n').first, '|');
  const std::string digest(64, 'd');
  const std::string written = header(environment, time, digest, size);
  const auto read = parse_header(written + std::string(text));
  fuzz::require(read && read->environment == environment && read->time == time &&
                    read->body_digest == digest && read->files == size &&
                    read->size == written.size(),
                "what was written is read again");
  return 0;
}
