#include "postgres/foreign_keys.hpp"

#include "postgres/foreign_key_cuts.hpp"
#include "postgres/parser.hpp"
#include "sql_statements.hpp"

#include <algorithm>

namespace confiture::postgres {

namespace {

class KeyMover {
public:
  explicit KeyMover(std::string_view body) : body_(body) {}

  MovedBody run() {
    SqlSplitter splitter(body_, Backslash::Character);
    std::size_t rows_end = 0; // what follows COPY on its line is left alone, as the rows are
    for (SqlStatement statement; splitter.next(statement);) {
      if (statement.begin >= rows_end && may_hold_key(statement)) {
        take_keys(statement);
      }
      rows_end = std::max(rows_end, statement.data_end);
    }
    moved_.text += body_.substr(done_);
    if (!additions_.empty()) {
      moved_.text.append(moved_keys_banner);
      for (MovedKey& key : moved_.keys) {
        key.to += moved_.text.size();
      }
      moved_.text.append(additions_).append("\n");
    }
    return std::move(moved_);
  }

private:
  [[nodiscard]] std::string_view text_of(const SqlToken& token) const {
    return body_.substr(token.begin, token.end - token.begin);
  }

  /// Parsing takes long, so it is for statements that could have a key.
  [[nodiscard]] bool may_hold_key(const SqlStatement& statement) const {
    const auto is = [&](const SqlToken& token, std::string_view word) {
      return token.kind == SqlTokenKind::Word && is_word(text_of(token), word);
    };
    const auto first = std::find_if_not(statement.tokens.begin(),
                                        statement.tokens.end(),
                                        [](const SqlToken& token) { return token.is_comment(); });
    return first != statement.tokens.end() && is(*first, "create") &&
           std::any_of(first, statement.tokens.end(), [&](const SqlToken& token) {
             return is(token, "references");
           });
  }

  void take_keys(const SqlStatement& statement) {
    const ParseTree tree =
        ParseTree::parse(body_.substr(statement.begin, statement.end - statement.begin));
    if (tree.statements().size() != 1) {
      return;
    }
    const Node create = tree.statements().front().node.as("CreateStmt");
    const std::vector<ForeignKey> keys = movable_keys(create);
    const std::vector<Span> cuts = key_cuts(body_, statement, create, keys);
    if (cuts.empty()) {
      return;
    }
    for (const Span& cut : cuts) {
      moved_.text += body_.substr(done_, cut.begin - done_);
      done_ = cut.end;
    }
    moved_.cuts.insert(moved_.cuts.end(), cuts.begin(), cuts.end());
    const std::string table = relation_name(create["relation"]);
    for (const ForeignKey& key : keys) {
      additions_.append("\n");
      moved_.keys.push_back({.from = statement.begin + key.begin, .to = additions_.size()});
      additions_.append("ALTER TABLE ").append(table);
      additions_.append("\n    ADD ").append(key.clause).append(";\n");
    }
  }

  std::string_view body_;
  std::size_t done_ = 0; ///< of the body, up to where it is in `moved_` or left out
  MovedBody moved_;      ///< its keys lead into `additions_` until all are known
  std::string additions_;
};

} // namespace

MovedBody move_foreign_keys(std::string_view body) {
  return KeyMover(body).run();
}

std::size_t find_moved_keys(std::string_view body) {
  return std::min(body.rfind(moved_keys_banner), body.size());
}

void require_foreign_key_moves(std::string_view /*asked_by*/) {}

} // namespace confiture::postgres
