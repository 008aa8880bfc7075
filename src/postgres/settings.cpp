#include "postgres/settings.hpp"

#include "postgres/object_names.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace confiture::postgres {

std::optional<std::vector<std::string>> path_of(Node setting) {
  if (setting["kind"].text() != "VAR_SET_VALUE") {
    return std::nullopt;
  }
  std::vector<std::string> path;
  for (const Node value : setting["args"]) {
    path.emplace_back(string_constant(value).value_or(""));
  }
  return path;
}

bool is_on(std::string_view value) {
  constexpr std::array<std::string_view, 6> off{"off", "false", "no", "0", "f", "n"};
  return std::find(off.begin(), off.end(), identifier_of(value)) == off.end();
}

bool is_turned_on(Node setting) {
  if (setting["kind"].text() != "VAR_SET_VALUE") {
    return true;
  }
  const Node value = setting["args"].at(0).as("A_Const");
  return value["ival"] ? value["ival"]["ival"].number() != 0 : is_on(value["sval"]["sval"].text());
}

} // namespace confiture::postgres
