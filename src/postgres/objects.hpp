#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// What names are kept apart by: a table and a function may have the same one.
enum class ObjectKind : std::uint8_t {
  Schema,
  Relation, ///< a table, view, sequence or index
  Type,     ///< also that of the rows of a table or view
  Function, ///< also a procedure or an aggregate
  Collation,
};

struct ObjectName {
  std::string schema = {}; ///< empty where the search path decides
  std::string name = {};   ///< without quotes; of a schema, its own
};

/// How a function is called, as far as it decides which one is meant.
struct Call {
  enum class Form : std::uint8_t {
    Arguments, ///< with `count` of them
    Signature, ///< named with `count` types, as in COMMENT ON FUNCTION f(int)
    Name,      ///< by its name alone
  };
  Form form = Form::Name;
  std::size_t count = 0;
  std::vector<std::string> names = {}; ///< of arguments that are given by name
  std::string types = {};              ///< of a signature, to tell two of the same length apart
};

/// What a function takes.
struct Parameters {
  std::size_t required = 0; ///< at least so many
  std::size_t accepted = 0; ///< at most so many, unless it is variadic
  std::size_t declared = 0; ///< so many in its signature
  bool is_variadic = false;
  std::vector<std::string> names = {};
  std::string types = {}; ///< of the signature, as in Call
};

/// A name that PostgreSQL looks up when it runs a statement, and refuses it without.
struct Reference {
  static constexpr std::size_t current_path = SIZE_MAX;

  ObjectKind kind = ObjectKind::Relation;
  ObjectName name = {};
  std::size_t offset = 0; ///< in its file, in bytes
  Call call = {};
  std::size_t path = current_path; ///< else one of the paths of its statement
  bool is_in_body = false;         ///< not looked up with check_function_bodies off
};

/// What running a statement changes.
struct Effect {
  enum class Action : std::uint8_t {
    Create,
    Drop,
    Rename,      ///< to the name `target`
    Move,        ///< into the schema `target`
    SetPath,     ///< to `path`; by default if there is none
    SetBodies,   ///< check_function_bodies; `is_on`
    EnterSchema, ///< `target` comes first in the search path
    LeaveSchema,
    Begin,
    Commit,
    Rollback,
  };
  Action action;
  ObjectKind kind = ObjectKind::Relation;
  ObjectName name = {};
  std::string_view word = {};            ///< what is created: `table`, `view`, …
  std::size_t offset = 0;                ///< in its file, in bytes
  Parameters parameters = {};            ///< of a function that is created
  Call call = {};                        ///< of one that is dropped, renamed or moved
  std::optional<ObjectName> beside = {}; ///< a table into whose schema it is put
  std::string target = {};
  std::optional<std::vector<std::string>> path = {};
  bool is_on = true;
  bool is_local = false; ///< until the transaction ends
};

/// What one statement refers to and changes, in this order.
struct StatementObjects {
  enum class Condition : std::uint8_t { None, IfExists, IfNotExists };

  std::string_view words = {}; ///< such as `CREATE VIEW`
  std::size_t offset = 0;      ///< of its first token, in bytes
  std::vector<Reference> references = {};
  std::vector<Effect> effects = {};
  std::vector<std::vector<std::string>> paths = {}; ///< search paths of its own
  Condition condition = Condition::None;            ///< else nothing is looked up and changed
  Reference subject = {};                           ///< what the condition is about
};

/// Of one file, in the order of its statements.
using FileObjects = std::vector<StatementObjects>;

} // namespace confiture::postgres
