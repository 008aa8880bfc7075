#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace confiture::postgres {

/// A view of one value in a parse tree, by the names of PostgreSQL's own structures
/// (src/include/nodes/parsenodes.h). What is not there is empty, and so is everything in it, so
/// that a path through the tree needs no checks. Lives as long as its ParseTree.
class Node {
public:
  Node() = default;
  explicit Node(const void* value) : value_(value) {}

  /// Whether there is a value. libpg_query leaves out what is zero, false, null or an empty list.
  explicit operator bool() const { return value_ != nullptr; }

  /// A field of a structure.
  Node operator[](const char* field) const;

  /// For a field that can hold structures of several kinds, and for members of lists: which one it
  /// is, such as `CreateStmt`, and the structure itself.
  [[nodiscard]] std::string_view kind() const;
  [[nodiscard]] Node body() const;
  /// The structure if it is of this kind.
  [[nodiscard]] Node as(std::string_view kind) const {
    return this->kind() == kind ? body() : Node();
  }

  /// A string or the name of an enumeration's value; empty for none.
  [[nodiscard]] std::string_view text() const;
  [[nodiscard]] std::int64_t number() const;
  [[nodiscard]] bool is_true() const;

  /// Members of a list, or of a structure: their number, and each of them.
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] Node at(std::size_t index) const;
  /// The field that is this member of a structure; empty in a list.
  [[nodiscard]] std::string_view field_at(std::size_t index) const;
  [[nodiscard]] bool is_list() const;

  class Iterator {
  public:
    Iterator(const Node* list, std::size_t index) : list_(list), index_(index) {}
    Node operator*() const { return list_->at(index_); }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    bool operator!=(const Iterator& other) const { return index_ != other.index_; }

  private:
    const Node* list_;
    std::size_t index_;
  };
  [[nodiscard]] Iterator begin() const { return {this, 0}; }
  [[nodiscard]] Iterator end() const { return {this, size()}; }

private:
  const void* value_ = nullptr;
};

/// The string of a node of kind String, as names are made of.
inline std::string_view string_of(Node node) {
  return node.as("String")["sval"].text();
}

} // namespace confiture::postgres
