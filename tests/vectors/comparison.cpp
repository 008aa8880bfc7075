#include "vectors/comparison.hpp"

#include "digest.hpp"
#include "vectors/document_comparison.hpp"
#include "vectors/result.hpp"
#include <confiture/error.hpp>

#include <algorithm>

namespace confiture::testing {

namespace {

using Differences = std::vector<std::string>;

constexpr std::size_t longest_excerpt = 200;

std::string excerpt(std::string_view text) {
  return printable(text.substr(0, longest_excerpt));
}

void add(Differences& differences, const Differences& more) {
  differences.insert(differences.end(), more.begin(), more.end());
}

/// The line that the byte at `position` belongs to; nothing is left of a text that ends before.
std::string line_at(std::string_view text, std::size_t position) {
  const std::size_t start = position == 0 ? 0 : text.rfind('\n', position - 1) + 1;
  return excerpt(text.substr(start, text.find('\n', position) - start));
}

std::string first_differing_line(std::string_view expected, std::string_view actual) {
  const auto ends = std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end());
  const auto position = static_cast<std::size_t>(ends.first - expected.begin());
  const auto line = 1 + std::count(expected.begin(), ends.first, '\n');
  return "line " + std::to_string(line) + "\n  expected: " + line_at(expected, position) +
         "\n  actual:   " + line_at(actual, position);
}

std::string ending(const ProcessResult& process) {
  return process.signal != 0 ? "signal " + std::to_string(process.signal)
                             : "exit status " + std::to_string(process.status);
}

bool succeeded(const Outcome& outcome) {
  return outcome.process.signal == 0 && outcome.process.status == 0;
}

Differences success_differences(const Expectation& expected, const Outcome& outcome) {
  if ((expected.exit == 0) == succeeded(outcome)) {
    return {};
  }
  return {ending(outcome.process) + " instead of " + std::to_string(expected.exit) +
          "\n  stdout: " + excerpt(outcome.process.out) +
          "\n  stderr: " + excerpt(outcome.process.err)};
}

Differences file_differences(const Result& expected, const Result& actual) {
  const Differences files = selected_files(expected);
  const Differences others = selected_files(actual);
  const auto ends = std::mismatch(files.begin(), files.end(), others.begin(), others.end());
  if (ends.first == files.end() && ends.second == others.end()) {
    return {};
  }
  const auto name = [](auto file, auto end) { return file == end ? "nothing" : excerpt(*file); };
  return {"selected file " + std::to_string(1 + (ends.first - files.begin())) + "\n  expected: " +
          name(ends.first, files.end()) + "\n  actual:   " + name(ends.second, others.end())};
}

Differences
hash_differences(const Expectation& expectation, const Result& expected, const Result& actual) {
  const auto hash = expectation.hash ? expectation.hash : source_hash(expected);
  const auto other = source_hash(actual);
  if (hash == other) {
    return {};
  }
  return {"hash\n  expected: " + hash.value_or("none") + "\n  actual:   " + other.value_or("none")};
}

Differences output_differences(const RecordedOutput& expected,
                               const std::optional<std::string>& actual) {
  if (expected.exists != actual.has_value()) {
    return {expected.path + (expected.exists ? " was not written" : " should not exist")};
  }
  if (!actual) {
    return {};
  }
  Digest digest;
  digest.update(*actual);
  const std::string sha256 = digest.finish();
  if (expected.size == actual->size() && expected.sha256 == sha256) {
    return {};
  }
  return {expected.path + ": " + std::to_string(actual->size()) + " bytes, SHA-256 " + sha256 +
          " instead of " + std::to_string(expected.size) + " bytes, " + expected.sha256 +
          (expected.bytes ? "; " + first_differing_line(*expected.bytes, *actual) : "")};
}

Differences exit_differences(const Expectation& expected, const Outcome& outcome) {
  const int status = outcome.process.status;
  if (expected.lenient ? status == 4 || status == 5 : status == expected.exit) {
    return {};
  }
  return {ending(outcome.process) + " instead of " +
          (expected.lenient ? "4 or 5" : std::to_string(expected.exit))};
}

Differences row_differences(const Expectation& expectation, Rows expected, Rows actual) {
  for (Rows* rows : {&expected, &actual}) {
    for (auto& row : *rows) {
      const auto& keys = expectation.volatile_keys;
      if (std::find(keys.begin(), keys.end(), row.front()) != keys.end()) {
        row.resize(1);
      }
    }
  }
  return document_differences(expectation, Json(expected), Json(actual));
}

/// The structured result; plain text is not compared.
Differences
result_differences(const Expectation& expectation, const Result& expected, const Result& actual) {
  if (expected.document.has_value() != actual.document.has_value()) {
    return {"the result is no JSON document: " + excerpt(actual.text)};
  }
  if (expected.rows.has_value() != actual.rows.has_value()) {
    return {"the result is not rows of CSV and an empty line: " + excerpt(actual.text)};
  }
  if (expected.rows) {
    return row_differences(expectation, *expected.rows, *actual.rows);
  }
  if (expected.document) {
    return document_differences(expectation, *expected.document, *actual.document);
  }
  return {};
}

/// A newline ends a document on stdout, but not in a report.
Differences form_differences(const Result& actual, const Outcome& outcome) {
  const std::string_view end = outcome.reported ? "" : "\n";
  if (!actual.document || is_in_reference_form(*actual.document, actual.text, end)) {
    return {};
  }
  return {"the document is not written as the reference writes it: " + excerpt(actual.text)};
}

} // namespace

std::vector<std::string> differences(const Expectation& expectation, const Outcome& outcome) {
  Differences found = success_differences(expectation, outcome);
  if (!found.empty()) {
    return found;
  }
  const Result expected = recorded_result(expectation, outcome);
  const Result actual = printed_result(expectation, outcome);
  add(found, file_differences(expected, actual));
  add(found, hash_differences(expectation, expected, actual));
  for (std::size_t i = 0; i < expectation.outputs.size(); ++i) {
    add(found, output_differences(expectation.outputs[i], outcome.outputs.at(i)));
  }
  add(found, exit_differences(expectation, outcome));
  add(found, result_differences(expectation, expected, actual));
  add(found, form_differences(actual, outcome));
  const bool explained = expected.document && error_message(expected).empty();
  if (!succeeded(outcome) && !explained && !is_clear_refusal(expectation, outcome)) {
    found.emplace_back("the failure is not explained");
  }
  return found;
}

bool is_clear_refusal(const Expectation& expectation, const Outcome& outcome) {
  if (succeeded(outcome) || outcome.process.signal != 0) {
    return false;
  }
  const Result result = printed_result(expectation, outcome);
  return result.document ? !error_message(result).empty()
                         : !outcome.process.err.empty() && outcome.process.out.empty();
}

} // namespace confiture::testing
