// A manifest: read and written it is the same again, or it is an Error.

#include "fuzz.hpp"
#include <confiture/manifest.hpp>

using namespace confiture;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const Manifest manifest = parse_manifest(fuzz::view(data, size), "fuzz.sha256");
    const Manifest again = parse_manifest(manifest_text(manifest), "fuzz.sha256");
    fuzz::require(again.files == manifest.files, "files are read as they were written");
    fuzz::require(root_digest(again.files) == root_digest(manifest.files), "so is their root");
  } catch (const Error& error) {
    fuzz::require(error.code() == ErrorCode::Schema001, "what is wrong is the manifest");
    fuzz::require_message(error);
  }
  return 0;
}
