#include "postgres/inventory.hpp"

#include "postgres/tview_call.hpp"
#include "sql_scanner.hpp"

#include <algorithm>
#include <array>

namespace confiture::postgres {

namespace {

/// An object, and where its name is if that is known.
struct Created {
  DefinedObject object;
  std::optional<std::size_t> name_at = {}; ///< in bytes, from where parsing began
};

Created named(std::string_view kind, const ObjectName& name) {
  return {.object = {.kind = kind, .name = name, .written = name}};
}

/// A relation: its RangeVar knows where it is written.
Created relation(std::string_view kind, Node range) {
  Created created = named(kind, relation_name_of(range));
  created.name_at = static_cast<std::size_t>(range["location"].number());
  return created;
}

/// Of a list of FunctionParameter nodes: what is given back only does not count.
Signature signature_of(Node parameters) {
  Signature signature;
  for (const Node item : parameters) {
    const Node parameter = item.as("FunctionParameter");
    const std::string_view mode = parameter["mode"].text();
    if (mode == "FUNC_PARAM_OUT" || mode == "FUNC_PARAM_TABLE") {
      continue;
    }
    signature.text += (signature.types.empty() ? "" : ", ") + type_text(parameter["argType"]);
    signature.types.push_back(type_identity(parameter["argType"]));
  }
  return signature;
}

std::optional<Created> table(Node create) {
  Created created = relation("table", create["relation"]);
  created.object.is_conditional = create["if_not_exists"].is_true();
  return created;
}

std::optional<Created> view(Node create) {
  Created created = relation("view", create["view"]);
  created.object.is_replacement = create["replace"].is_true();
  return created;
}

/// CREATE TABLE AS is no definition to the reference, but for a table of pg_tviews.
std::optional<Created> table_as(Node create) {
  const Node range = create["into"]["rel"];
  if (create["objtype"].text() == "OBJECT_MATVIEW") {
    Created created = relation("matview", range);
    created.object.is_conditional = create["if_not_exists"].is_true();
    return created;
  }
  if (create["objtype"].text() == "OBJECT_TABLE" && is_tview(range["relname"].text())) {
    return relation("tview", range);
  }
  return std::nullopt;
}

std::optional<Created> sequence(Node create) {
  Created created = relation("sequence", create["sequence"]);
  created.object.is_conditional = create["if_not_exists"].is_true();
  return created;
}

std::optional<Created> composite_type(Node create) {
  return relation("type", create["typevar"]);
}

std::optional<Created> enumeration(Node create) {
  return named("type", name_of(create["typeName"]));
}

std::optional<Created> domain(Node create) {
  return named("domain", name_of(create["domainname"]));
}

std::optional<Created> routine(Node create) {
  Created created = named(create["is_procedure"].is_true() ? "procedure" : "function",
                          name_of(create["funcname"]));
  created.object.signature = signature_of(create["parameters"]);
  created.object.is_replacement = create["replace"].is_true();
  return created;
}

/// Of the other things that are defined so, such as operators, there is no inventory. An aggregate
/// in the old style, with BASETYPE, has no signature to the parser.
std::optional<Created> aggregate(Node define) {
  if (define["kind"].text() != "OBJECT_AGGREGATE") {
    return std::nullopt;
  }
  Created created = named("aggregate", name_of(define["defnames"]));
  created.object.signature = signature_of(define["args"].at(0).as("List")["items"]);
  return created;
}

std::optional<Created> created_by(Node statement) {
  struct Reader {
    const char* statement;
    std::optional<Created> (*read)(Node);
  };
  static constexpr std::array<Reader, 9> readers = {{
      {"CreateStmt", table},
      {"ViewStmt", view},
      {"CreateTableAsStmt", table_as},
      {"CreateSeqStmt", sequence},
      {"CompositeTypeStmt", composite_type},
      {"CreateEnumStmt", enumeration},
      {"CreateDomainStmt", domain},
      {"CreateFunctionStmt", routine},
      {"DefineStmt", aggregate},
  }};
  for (const Reader& reader : readers) {
    if (const Node body = statement.as(reader.statement)) {
      return reader.read(body);
    }
  }
  return std::nullopt;
}

/// The next token that is no comment.
bool next_code(SqlScanner& scanner, SqlToken& token) {
  while (scanner.next(token)) {
    if (!token.is_comment()) {
      return true;
    }
  }
  return false;
}

/// The identifier as it was written, without its quotes; none for one with escapes (U&"…").
std::optional<std::string> written_part(std::string_view written) {
  if (written.front() != '"') {
    return written.back() == '"' ? std::nullopt : std::optional(std::string(written));
  }
  std::string part;
  for (std::size_t i = 1; i + 1 < written.size(); ++i) {
    part += written[i];
    i += written[i] == '"' ? 1 : 0;
  }
  return part;
}

/// The name that is written at the byte `at`, in its own letters.
ObjectName written_name(std::string_view text, std::size_t at, const ObjectName& name) {
  SqlScanner scanner(text, at);
  SqlToken token{};
  std::vector<std::string> parts;
  bool goes_on = true;
  while (goes_on && next_code(scanner, token)) {
    auto part = written_part(text.substr(token.begin, token.end - token.begin));
    if (!part) {
      return name;
    }
    parts.push_back(std::move(*part));
    goes_on = next_code(scanner, token) && text[token.begin] == '.';
  }
  if (parts.empty()) {
    return name;
  }
  return {.schema = parts.size() > 1 ? parts[parts.size() - 2] : "", .name = parts.back()};
}

bool is_meant(const DefinedObject& object, const ObjectEdit& edit) {
  const auto& kinds = edit.object_kinds;
  const std::string& schema = edit.object.schema;
  return std::find(kinds.begin(), kinds.end(), object.kind) != kinds.end() &&
         (schema.empty() || object.name.schema.empty() || object.name.schema == schema) &&
         (!edit.arguments ||
          (object.signature && can_be_same(object.signature->types, *edit.arguments)));
}

} // namespace

std::string DefinedObject::qualified() const {
  return written.schema.empty() ? written.name : written.schema + "." + written.name;
}

std::string DefinedObject::identity() const {
  return signature ? qualified() + "(" + signature->text + ")" : qualified();
}

void Inventory::add(const ParsedStatement& statement, std::size_t base) {
  for (const ObjectEdit& edit : object_edits(statement.node)) {
    apply(edit);
  }
  const std::vector<TviewCall> calls = tview_calls(statement.node);
  for (const TviewCall& call : calls) {
    if (call.is_drop) {
      apply({.object_kinds = {"tview"}, .object = call.name});
    }
  }
  std::optional<Created> created = created_by(statement.node);
  if (!created && calls.empty()) {
    return;
  }
  SqlScanner scanner(text_, base + statement.begin);
  SqlToken token{};
  const bool is_found = next_code(scanner, token);
  const TextPosition position =
      positions_.position_of(is_found ? token.begin : base + statement.begin);
  if (created) {
    DefinedObject& object = created->object;
    object.position = position;
    if (created->name_at) {
      const std::size_t at = base + *created->name_at;
      object.position.line = positions_.position_of(at).line;
      if (object.kind == "table") {
        object.written = written_name(text_, at, object.name);
      }
    }
    define(std::move(object));
  }
  for (const TviewCall& call : calls) {
    if (!call.is_drop) {
      define({.kind = "tview", .name = call.name, .written = call.name, .position = position});
    }
  }
}

void Inventory::define(DefinedObject object) {
  by_name_[object.name.name].push_back(entries_.size());
  entries_.push_back({.object = std::move(object)});
}

void Inventory::apply(const ObjectEdit& edit) {
  const auto found = by_name_.find(edit.object.name);
  if (found == by_name_.end()) {
    return;
  }
  std::vector<std::size_t> meant;
  std::vector<std::size_t> others;
  for (const std::size_t index : found->second) {
    (is_meant(entries_[index].object, edit) ? meant : others).push_back(index);
  }
  for (const std::size_t index : meant) {
    DefinedObject& object = entries_[index].object;
    switch (edit.kind) {
    case ObjectEdit::Kind::Drop:
      entries_[index].is_dropped = true;
      break;
    case ObjectEdit::Kind::Rename:
      object.name.name = object.written.name = edit.to;
      break;
    case ObjectEdit::Kind::Move:
      object.name.schema = object.written.schema = edit.to;
      break;
    }
  }
  if (edit.kind != ObjectEdit::Kind::Move) {
    found->second = std::move(others);
  }
  if (edit.kind == ObjectEdit::Kind::Rename) {
    std::vector<std::size_t>& renamed = by_name_[edit.to];
    renamed.insert(renamed.end(), meant.begin(), meant.end());
  }
}

std::vector<DefinedObject> Inventory::take() {
  std::vector<DefinedObject> left;
  for (Entry& entry : entries_) {
    if (!entry.is_dropped) {
      left.push_back(std::move(entry.object));
    }
  }
  return left;
}

} // namespace confiture::postgres
