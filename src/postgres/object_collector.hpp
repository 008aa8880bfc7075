#pragma once

#include "postgres/file_objects.hpp"
#include "postgres/node.hpp"
#include "postgres/objects.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace confiture::postgres {

/// Gathers what one statement refers to and changes.
class ObjectCollector {
public:
  /// `text` is that of the statement's file, and outlives this, as `out` does.
  ObjectCollector(std::string_view text, const StatementSource& source, FileObjects& out);

  /// Begins what is gathered from here on; `words` live for ever.
  void begin(std::string_view words);

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] const StatementSource& source() const { return source_; }
  [[nodiscard]] StatementObjects& statement() { return out_->back(); }

  /// Leaves out what the server has of its own.
  void refer(ObjectKind kind, ObjectName name, std::size_t offset, Call call = {});
  /// For a name of which the parse tree does not say where it stands.
  void refer(ObjectKind kind, ObjectName name, Call call = {});
  void refer_relation(Node range); ///< a RangeVar
  void refer_type(Node type_name); ///< a TypeName; also of a column, as in `t.c%TYPE`
  void refer_function(Node function, std::string_view kind); ///< an ObjectWithArgs

  /// What is created in a schema also refers to it.
  void create(ObjectKind kind, ObjectName name, std::string_view word, Parameters parameters = {});
  void create_relation(Node range, std::string_view word); ///< a RangeVar, and the type of its rows
  /// An index or sequence in the schema of the table that it belongs to.
  void create_beside(const ObjectName& table, std::string name, std::string_view word);
  void change(Effect effect);

  /// Makes the statement depend on whether an object is there.
  void depend(StatementObjects::Condition condition, ObjectKind kind, ObjectName name);

  /// Where a node stands in the file, or else its name, or the statement.
  [[nodiscard]] std::size_t offset_of(Node node, std::string_view name);

  /// A function's body that is a string: where its locations count from, if they are in the file at
  /// all, and its search path.
  struct Body {
    std::optional<std::size_t> base;
    std::size_t offset = 0; ///< of all that it refers to, without a base
    std::size_t path = Reference::current_path;

    [[nodiscard]] std::size_t place(std::size_t distance) const {
      return base ? *base + distance : offset;
    }
  };
  /// What is gathered from here on stands in this body.
  void set_body(std::optional<Body> body) { body_ = body; }

private:
  void create_at(std::size_t offset,
                 ObjectKind kind,
                 ObjectName name,
                 std::string_view word,
                 Parameters parameters);
  [[nodiscard]] std::size_t place_of(std::string_view name);

  std::string_view text_;
  const StatementSource& source_;
  FileObjects* out_;
  std::size_t begin_; ///< of the first token
  std::optional<Body> body_;
  std::optional<std::unordered_map<std::string, std::size_t>> places_; ///< of identifiers
};

/// The types of a signature (an ObjectWithArgs), if it has some.
Call signature_of(Node function);

/// What a function with these FunctionParameters takes.
Parameters parameters_of(Node list, bool is_procedure);

} // namespace confiture::postgres
