// YAML: a document, every node of which lies within the text, or an Error.

#include "fuzz.hpp"
#include "yaml.hpp"

#include <unordered_set>
#include <vector>

using namespace confiture;

namespace {

void require_within(const yaml::Document& document, std::string_view text) {
  std::vector<const yaml::Node*> waiting = {&document.root()};
  std::unordered_set<const yaml::Node*> seen;
  while (!waiting.empty()) {
    const yaml::Node& node = *waiting.back();
    waiting.pop_back();
    if (!seen.insert(&node).second) {
      continue;
    }
    const auto offset = static_cast<std::size_t>(node.position.offset);
    fuzz::require(offset <= text.size(), "a node lies within its text");
    waiting.insert(waiting.end(), node.items.begin(), node.items.end());
    for (const yaml::Member& member : node.members) {
      waiting.push_back(member.key);
      waiting.push_back(member.value);
    }
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::view(data, size);
  try {
    require_within(yaml::Document::parse(text, "fuzz.yaml"), text);
  } catch (const Error& error) {
    fuzz::require(error.code() == ErrorCode::Config001, "what is wrong is the configuration");
    fuzz::require_message(error);
  }
  return 0;
}
