#include "vectors/document_comparison.hpp"

#include <algorithm>

namespace confiture::testing {

namespace {

using Pointer = Json::json_pointer;

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> result;
  for (const auto& [key, value] : object.items()) {
    result.push_back(key);
  }
  return result;
}

class DocumentComparison {
public:
  explicit DocumentComparison(const Expectation& expectation) {
    for (const std::string& key : expectation.volatile_keys) {
      not_compared_.push_back(Pointer() / key);
    }
    not_compared_.emplace_back("/error/message");
    if (expectation.lenient) {
      not_compared_.emplace_back("/error/code");
    }
  }

  void compare(const Json& expected, const Json& actual, const Pointer& where) {
    static const Pointer hint("/error/actionable");
    if (is_free(where)) {
      return;
    }
    if (where == hint) {
      compare_hints(expected, actual, where);
    } else if (expected.is_object() && actual.is_object()) {
      compare_objects(expected, actual, where);
    } else if (expected.is_array() && actual.is_array() && expected.size() == actual.size()) {
      for (std::size_t i = 0; i < expected.size(); ++i) {
        compare(expected[i], actual[i], where / i);
      }
    } else {
      compare_values(expected, actual, where);
    }
  }

  std::vector<std::string> take_differences() { return std::move(differences_); }

private:
  [[nodiscard]] bool is_free(const Pointer& where) const {
    return std::find(not_compared_.begin(), not_compared_.end(), where) != not_compared_.end();
  }

  /// A hint is for people, like a message: where one was recorded there has to be one.
  void compare_hints(const Json& expected, const Json& actual, const Pointer& where) {
    const bool has_words = actual.is_string() && !actual.get_ref<const std::string&>().empty();
    if (!has_words && !(expected.is_null() && actual.is_null())) {
      differences_.push_back("result" + where.to_string() + "\n  is no hint: " + actual.dump());
    }
  }

  void compare_objects(const Json& expected, const Json& actual, const Pointer& where) {
    compare_values(keys(expected), keys(actual), where / "(keys)");
    for (const auto& [key, value] : expected.items()) {
      if (actual.contains(key)) {
        compare(value, actual.at(key), where / key);
      }
    }
  }

  void compare_values(const Json& expected, const Json& actual, const Pointer& where) {
    if (expected.type() != actual.type() || expected != actual) {
      differences_.push_back("result" + where.to_string() + "\n  expected: " + expected.dump() +
                             "\n  actual:   " + actual.dump());
    }
  }

  std::vector<Pointer> not_compared_;
  std::vector<std::string> differences_;
};

/// An integer of more than 64 bits, which only Python prints in full.
bool holds_huge_number(const Json& document) {
  const Json values = document.flatten();
  return std::any_of(
      values.begin(), values.end(), [](const Json& value) { return value.is_number_float(); });
}

} // namespace

std::vector<std::string>
document_differences(const Expectation& expectation, const Json& expected, const Json& actual) {
  DocumentComparison comparison(expectation);
  comparison.compare(expected, actual, Pointer());
  return comparison.take_differences();
}

bool is_in_reference_form(const Json& document, std::string_view text, std::string_view end) {
  return holds_huge_number(document) || document.dump(2, ' ', true).append(end) == parseable(text);
}

} // namespace confiture::testing
