#include "vectors/recorded_case.hpp"

#include "digest.hpp"

#include <stdexcept>

namespace confiture::testing {

namespace {

std::string sha256(std::string_view bytes) {
  Digest digest;
  digest.update(bytes);
  return digest.finish();
}

/// A piece, or a list of pieces; a piece may be {"text": …, "repeat": …}.
std::string content_of(const Json& value) {
  std::string content;
  if (value.is_array()) {
    for (const Json& piece : value) {
      content += content_of(piece);
    }
  } else if (value.is_object() && value.contains("repeat")) {
    const std::string text = bytes_of(value.at("text"));
    for (auto count = value.at("repeat").get<std::size_t>(); count > 0; --count) {
      content += text;
    }
  } else {
    content = bytes_of(value);
  }
  return content;
}

void check_sha256(const std::string& bytes, const std::string& expected) {
  if (sha256(bytes) != expected) {
    throw std::runtime_error("not the bytes that were recorded with the SHA-256 " + expected);
  }
}

TreeEntry entry_of(const Json& value) {
  const std::string path = bytes_of(value.at("path"));
  if (value.contains("link")) {
    return {TreeEntry::Kind::Link, path, bytes_of(value.at("link"))};
  }
  if (value.contains("directory")) {
    return {TreeEntry::Kind::Directory, path, {}};
  }
  TreeEntry file{TreeEntry::Kind::File, path, content_of(value.at("content"))};
  if (value.contains("sha256")) {
    check_sha256(file.bytes, value.at("sha256").get<std::string>());
  }
  return file;
}

Environment environment_of(const Json& value) {
  Environment environment;
  for (const auto& [name, setting] : value.items()) {
    environment.emplace(name, bytes_of(setting));
  }
  return environment;
}

std::vector<std::string> strings_of(const Json& value) {
  std::vector<std::string> strings;
  for (const Json& item : value) {
    strings.push_back(bytes_of(item));
  }
  return strings;
}

RecordedOutput output_of(const Json& value, const Json& contents) {
  RecordedOutput output;
  output.path = bytes_of(value.at("path"));
  output.exists = value.contains("sha256");
  if (output.exists) {
    output.size = value.at("size").get<std::size_t>();
    output.sha256 = value.at("sha256").get<std::string>();
    if (contents.contains(output.sha256)) {
      output.bytes = content_of(contents.at(output.sha256));
      check_sha256(*output.bytes, output.sha256);
    }
  }
  return output;
}

Expectation expectation_of(const Json& value, const Json& contents) {
  Expectation expected;
  expected.exit = value.at("exit").get<int>();
  expected.lenient = value.value("lenient", false);
  expected.volatile_keys = strings_of(value.at("volatile"));
  if (value.contains("json")) {
    expected.document = recorded_document(value.at("json"));
  }
  if (value.contains("csv")) {
    expected.rows.emplace();
    for (const Json& row : value.at("csv")) {
      expected.rows->push_back(strings_of(row));
    }
  }
  if (value.contains("hash")) {
    expected.hash = value.at("hash").get<std::string>();
  }
  for (const Json& output : value.at("outputs")) {
    expected.outputs.push_back(output_of(output, contents));
  }
  return expected;
}

Invocation invocation_of(const Json& value, const Json& contents) {
  Invocation invocation;
  invocation.argv = strings_of(value.at("argv"));
  invocation.cwd = bytes_of(value.at("cwd"));
  invocation.env = environment_of(value.at("env"));
  if (!value.at("report").is_null()) {
    invocation.report = bytes_of(value.at("report"));
  }
  invocation.expected = expectation_of(value.at("expected"), contents);
  return invocation;
}

} // namespace

RecordedCase load_case(const std::filesystem::path& file) {
  const Json recorded = Json::parse(read_file(file));
  RecordedCase result;
  result.base_env = environment_of(recorded.at("base_env"));
  for (const Json& entry : recorded.at("tree")) {
    result.tree.push_back(entry_of(entry));
  }
  for (const Json& invocation : recorded.at("invocations")) {
    result.invocations.push_back(invocation_of(invocation, recorded.at("contents")));
  }
  return result;
}

} // namespace confiture::testing
