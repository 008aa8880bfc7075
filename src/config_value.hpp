#pragma once

#include "yaml.hpp"
#include <confiture/integer.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// Something wrong with a value of a configuration: where, at which key, what.
struct Complaint {
  yaml::Position position;
  std::string key;     ///< path of keys, such as `include_dirs[0].order`
  std::string problem; ///< such as `expected true or false, found the number 2`
};

/// Converts values as laxly as the reference does (section 2) and collects every complaint, so
/// that all of them can be reported at once. A value that is absent (null pointer) leaves the
/// target as it is; a wrong one too.
class ValueReader {
public:
  void read(const yaml::Node* node, const std::string& key, bool& target);
  void read(const yaml::Node* node, const std::string& key, Integer& target);
  void read(const yaml::Node* node, const std::string& key, std::string& target);
  void read(const yaml::Node* node, const std::string& key, std::vector<std::string>& target);

  /// Like a string, but null means none.
  void
  read_optional(const yaml::Node* node, const std::string& key, std::optional<std::string>& target);

  /// The mapping at `node`, or an empty one with a complaint when it is something else.
  const yaml::Node& mapping(const yaml::Node* node, const std::string& key);

  void complain(const yaml::Node& node, const std::string& key, std::string problem);

  [[nodiscard]] const std::vector<Complaint>& complaints() const { return complaints_; }

private:
  std::vector<Complaint> complaints_;
};

/// A value in words, for messages: `the string 'x'`, `the number 3`, `null`, `a list`; never a
/// password.
std::string describe(const yaml::Node& node);

} // namespace confiture
