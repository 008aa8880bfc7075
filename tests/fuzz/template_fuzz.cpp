// A path (first line) and a separator template (the rest): a separator with the path in it, or an
// Error; and where the template shows its frame, every separator is in that frame.

#include "fuzz.hpp"
#include "separator.hpp"

using namespace confiture;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto [path, text] = fuzz::split(fuzz::view(data, size), '\n');
  if (path.empty()) {
    return 0;
  }
  try {
    const Separator separator("custom", std::string(text));
    separator.require_safe(path);
    Buffer out;
    separator.append(out, path);
    const auto frame = separator.frame();
    fuzz::require(!frame || out.view() == frame->before + std::string(path) + frame->after,
                  "a separator is its path in the frame");
  } catch (const Error& error) {
    fuzz::require_message(error);
  }
  return 0;
}
