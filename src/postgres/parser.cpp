#include "postgres/parser.hpp"

#include <confiture/parser.hpp>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>
#include <optional>
#include <pg_query.h>
#include <rapidjson/document.h>
#include <utility>

static_assert(PG_VERSION_NUM >= 150000, "libpg_query for PostgreSQL 15 or later is needed");

namespace confiture {

std::optional<int> grammar_version() {
  return PG_VERSION_NUM / 10000;
}

namespace postgres {

namespace {

using Value = rapidjson::Value;

const Value& value_of(const void* value) {
  return *static_cast<const Value*>(value);
}

/// What libpg_query returns, and gives away when it goes.
class Result {
public:
  explicit Result(const std::string& sql) : result_(pg_query_parse(sql.c_str())) {}
  Result(const Result&) = delete;
  Result& operator=(const Result&) = delete;
  ~Result() { pg_query_free_parse_result(result_); }
  [[nodiscard]] const PgQueryError* error() const { return result_.error; }
  [[nodiscard]] char* json() const { return result_.parse_tree; }

private:
  PgQueryParseResult result_;
};

bool is_ascii(std::string_view text) {
  return std::all_of(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The position of an error is counted in characters, and in bytes where each is one. Letters
/// outside ASCII are the same to the scanner as any other.
std::size_t offset_of(const PgQueryError& error, const std::string& sql) {
  int position = error.cursorpos;
  if (!is_ascii(sql)) {
    std::string plain = sql;
    std::replace_if(
        plain.begin(),
        plain.end(),
        [](char c) { return static_cast<unsigned char>(c) >= 0x80; },
        'x');
    const Result again(plain);
    if (again.error() != nullptr) {
      position = again.error()->cursorpos;
    }
  }
  return std::min(static_cast<std::size_t>(std::max(position - 1, 0)), sql.size());
}

} // namespace

struct ParseTree::Document {
  explicit Document(const std::string& sql)
      : result(sql), pool(pool_size(result.json())), json(&pool) {}

  /// By default a tree of one small statement would take as much memory as one of many.
  static std::size_t pool_size(const char* json_text) {
    constexpr std::size_t largest = std::size_t{64} * 1024;
    return json_text == nullptr ? 0 : std::min(std::strlen(json_text), largest);
  }

  Result result; ///< whose JSON the document points into
  rapidjson::MemoryPoolAllocator<> pool;
  rapidjson::Document json;
};

ParseTree::ParseTree() = default;
ParseTree::ParseTree(ParseTree&&) noexcept = default;
ParseTree& ParseTree::operator=(ParseTree&&) noexcept = default;
ParseTree::~ParseTree() = default;

ParseTree ParseTree::parse(std::string_view sql) {
  ParseTree tree;
  const std::size_t nul = sql.find('\0');
  if (nul != std::string_view::npos) {
    tree.error_ = std::make_unique<SyntaxError>(SyntaxError{"invalid byte 0x00", nul});
    return tree;
  }
  const std::string text(sql); // libpg_query takes what a NUL ends
  tree.document_ = std::make_unique<Document>(text);
  const Result& result = tree.document_->result;
  if (result.error() != nullptr) {
    tree.error_ = std::make_unique<SyntaxError>(
        SyntaxError{result.error()->message, offset_of(*result.error(), text)});
    return tree;
  }
  rapidjson::Document& json = tree.document_->json;
  json.ParseInsitu<rapidjson::kParseIterativeFlag>(result.json());
  const Node root(&json);
  for (const Node statement : root["stmts"]) {
    const auto begin = static_cast<std::size_t>(statement["stmt_location"].number());
    const auto length = static_cast<std::size_t>(statement["stmt_len"].number());
    tree.statements_.push_back({.node = statement["stmt"],
                                .begin = begin,
                                .end = length == 0 ? text.size() : begin + length});
  }
  return tree;
}

Node Node::operator[](const char* field) const {
  if (value_ == nullptr || !value_of(value_).IsObject()) {
    return {};
  }
  const auto member = value_of(value_).FindMember(field);
  return member == value_of(value_).MemberEnd() ? Node() : Node(&member->value);
}

std::string_view Node::kind() const {
  if (value_ == nullptr || !value_of(value_).IsObject() || value_of(value_).MemberCount() != 1) {
    return {};
  }
  const Value& name = value_of(value_).MemberBegin()->name;
  return {name.GetString(), name.GetStringLength()};
}

Node Node::body() const {
  return kind().empty() ? Node() : Node(&value_of(value_).MemberBegin()->value);
}

std::string_view Node::text() const {
  if (value_ == nullptr || !value_of(value_).IsString()) {
    return {};
  }
  return {value_of(value_).GetString(), value_of(value_).GetStringLength()};
}

std::int64_t Node::number() const {
  return value_ != nullptr && value_of(value_).IsInt64() ? value_of(value_).GetInt64() : 0;
}

bool Node::is_true() const {
  return value_ != nullptr && value_of(value_).IsTrue();
}

std::size_t Node::size() const {
  if (value_ == nullptr) {
    return 0;
  }
  const Value& value = value_of(value_);
  return value.IsArray() ? value.Size() : value.IsObject() ? value.MemberCount() : 0;
}

Node Node::at(std::size_t index) const {
  if (index >= size()) {
    return {};
  }
  const Value& value = value_of(value_);
  if (value.IsArray()) {
    return Node(&value[static_cast<rapidjson::SizeType>(index)]);
  }
  return Node(&(value.MemberBegin() + static_cast<std::ptrdiff_t>(index))->value);
}

std::string_view Node::field_at(std::size_t index) const {
  if (is_list() || index >= size()) {
    return {};
  }
  const auto member = value_of(value_).MemberBegin() + static_cast<std::ptrdiff_t>(index);
  return {member->name.GetString(), member->name.GetStringLength()};
}

bool Node::is_list() const {
  return value_ != nullptr && value_of(value_).IsArray();
}

} // namespace postgres

} // namespace confiture
