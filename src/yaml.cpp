#include "yaml.hpp"

#include "secret.hpp"
#include "utf8.hpp"
#include "yaml_scalar.hpp"
#include "yaml_text.hpp"
#include "yaml_tokens.hpp"
#include "yaml_value.hpp"
#include <confiture/error.hpp>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <sstream>
#include <unordered_map>

namespace confiture::yaml {

namespace {

constexpr std::size_t deepest = 200; ///< yaml-cpp gives up at 500, without saying so
constexpr std::size_t most_repeated_keys = 100'000;

constexpr std::string_view standard_tag = "tag:yaml.org,2002:";

// How the parser calls a scalar without a tag, and a collection.
constexpr std::string_view plain_tag = "?";
constexpr std::string_view quoted_tag = "!";

Position position_of(const YAML::Mark& mark) {
  return {mark.line + 1, mark.column + 1, mark.pos};
}

/// What makes two keys the same key: Python's equality, by which 1, 1.0 and true are one.
std::string key_identity(const Node& key) {
  switch (key.kind) {
  case Kind::Boolean:
    return key.boolean ? "number 1" : "number 0";
  case Kind::Integer:
    return "number " + key.integer.text();
  case Kind::Real:
    return fmt::format("number {}", key.real);
  case Kind::Null:
    return "null";
  default:
    return fmt::format("{} {}", type_name(key.kind), key.text);
  }
}

/// The members of a mapping, each key once, as and where it first stood.
class MemberList {
public:
  void set(const Member& member) {
    const auto [place, is_new] = index_.try_emplace(key_identity(*member.key), members_.size());
    if (is_new) {
      members_.push_back(member);
    } else {
      members_[place->second].value = member.value;
    }
  }
  std::vector<Member> take() { return std::move(members_); }

private:
  std::vector<Member> members_;
  std::unordered_map<std::string, std::size_t> index_;
};

/// Builds nodes out of the parser's events and refuses what PyYAML refuses but yaml-cpp lets pass.
class Builder : public YAML::EventHandler {
public:
  /// `text` is what the parser reads.
  Builder(std::string_view text, std::deque<Node>& nodes) : text_(text), nodes_(nodes) {}

  [[nodiscard]] const Node* root() const { return root_; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (root_ != nullptr) {
      throw SyntaxError(position_of(mark),
                        "a second document or a line that belongs to nothing; one mapping is "
                        "expected");
    }
  }
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    if (!anchor_names_.insert(name).second) {
      throw SyntaxError(position_of(mark),
                        fmt::format("the anchor '{}' is used twice", without_password(name)));
    }
  }
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const Node& node = add(Node{}, mark, anchor);
    const std::string_view rest = text_.substr(static_cast<std::size_t>(mark.pos));
    if (awaits_key() && (rest == ":" || rest.starts_with(": ") || rest.starts_with(":\n"))) {
      throw SyntaxError(node.position, "a ':' without a key");
    }
    place(node);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const Node* node = anchors_.at(anchor);
    if (std::any_of(open_.begin(), open_.end(), [&](const Open& o) { return o.node == node; })) {
      throw SyntaxError(position_of(mark), "an alias within the value that it stands for");
    }
    place(*node);
  }
  void OnScalar(const YAML::Mark& mark,
                const std::string& tag,
                YAML::anchor_t anchor,
                const std::string& value) override {
    const Node& node = add(scalar(mark, tag, value), mark, anchor);
    if (tag == plain_tag && value == "<<") {
      merge_keys_.insert(&node);
    }
    const bool has_meaning = merge_keys_.contains(&node) || (tag == plain_tag && value == "=");
    if (has_meaning && !awaits_key()) {
      throw SyntaxError(node.position, fmt::format("'{}' is no value; put it in quotes", value));
    }
    place(node);
  }
  void OnSequenceStart(const YAML::Mark& mark,
                       const std::string& tag,
                       YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, Kind::Sequence);
  }
  void OnSequenceEnd() override { open_.pop_back(); }
  void OnMapStart(const YAML::Mark& mark,
                  const std::string& tag,
                  YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    open(mark, tag, anchor, Kind::Mapping);
  }
  void OnMapEnd() override {
    const Open& mapping = open_.back();
    mapping.node->members = merged(mapping.pairs);
    open_.pop_back();
  }

private:
  /// A collection whose end has not come yet.
  struct Open {
    Node* node;
    const Node* key = nullptr; ///< the key that waits for its value
    std::vector<Member> pairs = {};
  };

  Node& add(Node node, const YAML::Mark& mark, YAML::anchor_t anchor) {
    node.position = position_of(mark);
    Node& added = nodes_.emplace_back(std::move(node));
    if (anchor != 0) {
      anchors_[anchor] = &added;
    }
    return added;
  }

  /// Whether what comes next is a key.
  [[nodiscard]] bool awaits_key() const {
    return !open_.empty() && open_.back().node->kind != Kind::Sequence &&
           open_.back().key == nullptr;
  }

  void place(const Node& node) {
    if (open_.empty()) {
      root_ = &node;
      return;
    }
    Open& parent = open_.back();
    if (parent.node->kind == Kind::Sequence) {
      parent.node->items.push_back(&node);
    } else if (parent.key == nullptr) {
      if (node.kind == Kind::Sequence || node.kind == Kind::Mapping) {
        throw SyntaxError(node.position, "a list or a mapping cannot be a key");
      }
      parent.key = &node;
    } else {
      parent.pairs.push_back({parent.key, &node});
      parent.key = nullptr;
    }
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Kind kind) {
    if (tag != plain_tag && kind_of_tag(tag) != kind) {
      throw SyntaxError(position_of(mark),
                        fmt::format("{} is no value for the tag '{}'",
                                    kind == Kind::Mapping ? "a mapping" : "a list",
                                    quotable(tag)));
    }
    if (open_.size() == deepest) {
      throw SyntaxError(position_of(mark), fmt::format("values nested more than {} deep", deepest));
    }
    Node collection;
    collection.kind = kind;
    Node& node = add(std::move(collection), mark, anchor);
    place(node);
    open_.push_back({.node = &node});
  }

  static std::optional<Kind> kind_of_tag(std::string_view tag) {
    static constexpr std::array<std::pair<std::string_view, Kind>, 8> kinds = {
        {{"null", Kind::Null},
         {"bool", Kind::Boolean},
         {"int", Kind::Integer},
         {"float", Kind::Real},
         {"str", Kind::Text},
         {"timestamp", Kind::Date},
         {"seq", Kind::Sequence},
         {"map", Kind::Mapping}}};
    const auto* const found = std::find_if(kinds.begin(), kinds.end(), [&](const auto& entry) {
      return tag.starts_with(standard_tag) && tag.substr(standard_tag.size()) == entry.first;
    });
    return found == kinds.end() ? std::nullopt : std::optional(found->second);
  }

  static Node scalar(const YAML::Mark& mark, const std::string& tag, const std::string& value) {
    const std::optional<Kind> kind = tag == plain_tag    ? resolve_plain(value)
                                     : tag == quoted_tag ? Kind::Text
                                                         : kind_of_tag(tag);
    std::optional<Node> node = kind ? construct(*kind, value) : std::nullopt;
    if (!node) {
      throw SyntaxError(position_of(mark), misfit(tag, value));
    }
    return *node;
  }

  static std::string misfit(const std::string& tag, const std::string& value) {
    constexpr std::size_t longest_shown = 60;
    const std::string shown =
        printable(utf8::first_characters(without_password(value), longest_shown));
    return tag == plain_tag
               ? fmt::format("'{}' looks like a date or number and is none; put text in quotes",
                             shown)
               : fmt::format("'{}' is no value for the tag '{}'", shown, quotable(tag));
  }

  /// The pairs of a mapping with `<<` applied: merged members come first and so are replaced by
  /// explicit ones; of several merged mappings the first wins.
  [[nodiscard]] std::vector<Member> merged(const std::vector<Member>& pairs) {
    MemberList members;
    for (const Member& pair : pairs) {
      if (merge_keys_.contains(pair.key)) {
        merge_into(members, *pair.value);
      }
    }
    for (const Member& pair : pairs) {
      if (!merge_keys_.contains(pair.key)) {
        members.set(pair);
      }
    }
    return members.take();
  }

  void merge_into(MemberList& members, const Node& source) {
    if (source.kind == Kind::Mapping) {
      repeated_keys_ += source.members.size();
      if (repeated_keys_ > most_repeated_keys) {
        throw SyntaxError(source.position,
                          fmt::format("'<<' repeats more than {} keys", most_repeated_keys));
      }
      for (const Member& member : source.members) {
        members.set(member);
      }
      return;
    }
    if (source.kind != Kind::Sequence) {
      throw SyntaxError(source.position, "'<<' takes a mapping or a list of mappings");
    }
    for (auto item = source.items.rbegin(); item != source.items.rend(); ++item) {
      if ((*item)->kind != Kind::Mapping) {
        throw SyntaxError((*item)->position, "'<<' takes a mapping or a list of mappings");
      }
      merge_into(members, **item);
    }
  }

  std::string_view text_;
  std::deque<Node>& nodes_;
  const Node* root_ = nullptr;
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, const Node*> anchors_;
  std::set<std::string> anchor_names_;
  std::set<const Node*> merge_keys_;
  std::size_t repeated_keys_ = 0; ///< by merges, of which a short text can ask for many
};

} // namespace

const Node* Node::find(std::string_view key) const {
  const auto found = std::find_if(members.begin(), members.end(), [&](const Member& member) {
    return member.key->kind == Kind::Text && member.key->text == key;
  });
  return found == members.end() ? nullptr : found->value;
}

std::string_view type_name(Kind kind) {
  switch (kind) {
  case Kind::Null:
    return "NoneType";
  case Kind::Boolean:
    return "bool";
  case Kind::Integer:
    return "int";
  case Kind::Real:
    return "float";
  case Kind::Text:
    return "str";
  case Kind::Date:
    return "datetime.date";
  case Kind::Sequence:
    return "list";
  case Kind::Mapping:
    return "dict";
  }
  return "object";
}

Document Document::parse(std::string_view text, const std::string& file) {
  Document document;
  const auto fail = [&](Position position, std::string_view what) {
    return Error(ErrorCode::Config001,
                 fmt::format("Invalid YAML in {}: line {}, column {}: {}",
                             printable(file),
                             position.line,
                             position.column,
                             what));
  };
  try {
    const std::string prepared = prepare(text);
    check_tokens(prepared);
    std::istringstream stream(prepared);
    Builder builder(prepared, document.nodes_);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
    document.root_ = builder.root();
  } catch (const SyntaxError& error) {
    throw fail(error.position(), error.what());
  } catch (const YAML::ParserException& error) {
    throw fail(position_of(error.mark), without_password(error.msg));
  }
  if (document.root_ == nullptr) {
    document.root_ = &document.nodes_.emplace_back();
  }
  return document;
}

} // namespace confiture::yaml
