#pragma once

#include "postgres/node.hpp"
#include "postgres/object_collector.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace confiture::postgres {

/// Finds what queries and expressions refer to: tables that are not the names of a WITH clause,
/// types, functions, collations, and constants such as 'a.b'::regclass. Operators, columns and what
/// is looked up when a row is computed are not seen. However deep they are, the stack stays small.
class ReferenceReader {
public:
  explicit ReferenceReader(ObjectCollector& collector) : collector_(collector) {}

  /// Any part of a parse tree, such as an expression or a list.
  void read(Node value);
  /// The structure of a SelectStmt, InsertStmt, UpdateStmt, DeleteStmt or MergeStmt.
  void read_query(Node body);

private:
  /// The innermost name of a WITH clause that is known in a place; `none` for no name.
  using Scope = std::size_t;
  static constexpr Scope none = SIZE_MAX;
  struct WithName {
    std::string_view name;
    Scope outer;
  };
  /// What is still to be read.
  struct Part {
    Node value;
    std::string_view field; ///< that holds it, which tells the kind of a structure; may be empty
    Scope scope;
  };

  void read_parts();
  void take(Node value, Scope scope) { parts_.push_back({value, {}, scope}); }
  void take_fields(Node structure, Scope scope);
  void take_query(Node body, Scope scope);
  [[nodiscard]] Scope take_with(Node with, Scope scope);

  void read_part(const Part& part);
  void read_kind(std::string_view kind, Node body, Scope scope);
  void read_range(Node range, Scope scope);
  void read_call(Node call, Scope scope);
  void read_cast(Node cast, Scope scope);
  void read_collation(Node clause, Node name);
  void read_constant(std::string_view type, Node constant);

  ObjectCollector& collector_;
  std::vector<Part> parts_;
  std::vector<WithName> with_names_;
};

} // namespace confiture::postgres
