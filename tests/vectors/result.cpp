#include "vectors/result.hpp"

#include "digest.hpp"

#include <utility>

namespace confiture::testing {

namespace {

std::optional<Json> parse_json(std::string_view text) {
  Json document = Json::parse(parseable(text), nullptr, false);
  return document.is_discarded() ? std::nullopt : std::optional(std::move(document));
}

/// One field, which is taken off `text` with the comma or newline after it. Sets `ended` when it
/// was the last of its row; nothing for a quotation that never ends.
std::optional<std::string> take_field(std::string_view& text, bool& ended) {
  std::string field;
  bool quoted = false;
  while (!text.empty()) {
    const char character = text.front();
    text.remove_prefix(1);
    if (!quoted && (character == ',' || character == '\n')) {
      ended = character == '\n';
      return field;
    }
    if (character != '"') {
      field += character;
    } else if (quoted && text.starts_with('"')) {
      field += '"';
      text.remove_prefix(1);
    } else {
      quoted = !quoted;
    }
  }
  return std::nullopt;
}

/// CSV as the reference prints it: rows that end in a newline, and an empty line after them.
std::optional<Rows> parse_csv(std::string_view text) {
  if (!text.ends_with("\n\n")) {
    return std::nullopt;
  }
  text.remove_suffix(1);
  Rows rows;
  while (!text.empty()) {
    rows.emplace_back();
    bool ended = false;
    while (!ended) {
      std::optional<std::string> field = take_field(text, ended);
      if (!field) {
        return std::nullopt;
      }
      rows.back().push_back(*std::move(field));
    }
  }
  return rows;
}

std::optional<std::string> hash_in_rows(const Rows& rows) {
  for (const auto& row : rows) {
    if (row.size() == 2 && row[0] == "hash" && !row[1].empty()) {
      return row[1];
    }
  }
  return std::nullopt;
}

std::optional<std::string> hash_in_text(std::string_view text) {
  static constexpr std::string_view label = "Hash: ";
  const std::size_t found = text.find(label);
  return found == std::string_view::npos
             ? std::nullopt
             : std::optional(std::string(text.substr(found + label.size(), hex_digest_length)));
}

} // namespace

Result recorded_result(const Expectation& expected, const Outcome& outcome) {
  Result result;
  if (expected.document) {
    result.document = fill_in_document(*expected.document, outcome.copy);
  }
  if (expected.rows) {
    result.rows = *expected.rows;
    for (auto& row : *result.rows) {
      for (std::string& field : row) {
        field = fill_in(field, outcome.copy);
      }
    }
  }
  return result;
}

Result printed_result(const Expectation& expected, const Outcome& outcome) {
  Result result;
  result.text = outcome.result;
  if (expected.document) {
    result.document = parse_json(outcome.result);
  }
  if (expected.rows) {
    result.rows = parse_csv(outcome.result);
  }
  return result;
}

std::vector<std::string> selected_files(const Result& result) {
  std::vector<std::string> files;
  if (result.document && result.document->contains("files")) {
    for (const Json& file : result.document->at("files")) {
      files.push_back(file.value("path", ""));
    }
  }
  if (result.rows && !result.rows->empty() && result.rows->front().front() == "path") {
    for (const auto& row : *result.rows) {
      files.push_back(row.front());
    }
  }
  return files;
}

std::optional<std::string> source_hash(const Result& result) {
  if (result.document) {
    const auto hash = result.document->find("hash");
    const bool present = hash != result.document->end() && hash->is_string();
    return present ? std::optional(hash->get<std::string>()) : std::nullopt;
  }
  if (result.rows) {
    return hash_in_rows(*result.rows);
  }
  return hash_in_text(result.text);
}

std::string error_message(const Result& result) {
  static const Json::json_pointer pointer("/error/message");
  if (!result.document || !result.document->contains(pointer)) {
    return {};
  }
  const Json& message = result.document->at(pointer);
  return message.is_string() ? message.get<std::string>() : "";
}

} // namespace confiture::testing
