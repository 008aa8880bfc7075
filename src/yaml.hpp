#pragma once

#include <confiture/integer.hpp>

#include <deque>
#include <string>
#include <string_view>
#include <vector>

/// YAML 1.1 as PyYAML's safe loader reads it (reference, section 2).
namespace confiture::yaml {

/// A place in the document: line and column counted from 1, columns in bytes.
struct Position {
  int line = 0;
  int column = 0;
  int offset = 0; ///< in bytes, from 0

  friend bool operator==(const Position&, const Position&) = default;
};

enum class Kind { Null, Boolean, Integer, Real, Text, Date, Sequence, Mapping };

struct Node;

struct Member {
  const Node* key;
  const Node* value;
};

struct Node {
  Kind kind = Kind::Null;
  Position position;
  std::string text;               ///< what was written, for every scalar
  bool boolean = false;           ///< of a Boolean
  Integer integer;                ///< of an Integer
  double real = 0;                ///< of a Real
  std::vector<const Node*> items; ///< of a Sequence
  std::vector<Member> members;    ///< of a Mapping: merges applied, each key once

  /// The value of a text key, or null.
  [[nodiscard]] const Node* find(std::string_view key) const;
};

/// The name of Python's type for the value, as its messages spell it: `int`, `NoneType`.
std::string_view type_name(Kind kind);

/// One document; owns its nodes. Aliases share the node they name, so a document is never larger
/// than its text.
class Document {
public:
  /// Reads `text`. Throws Error (Config001) that names `file`, line and column for anything PyYAML
  /// refuses: more than one document, a tab between tokens, an undefined or repeated anchor, an
  /// unknown tag, a key that is a list, control characters, bytes that are not UTF-8; and for what
  /// it reads but no environment file needs: the tags !!set, !!omap, !!pairs, !!binary and '!'
  /// alone, the directive %TAG, '?' in brackets, a value that contains itself, more than 200
  /// levels.
  static Document parse(std::string_view text, const std::string& file);

  /// The document's value; Null for an empty file.
  [[nodiscard]] const Node& root() const { return *root_; }

private:
  std::deque<Node> nodes_;
  const Node* root_ = nullptr;
};

} // namespace confiture::yaml
