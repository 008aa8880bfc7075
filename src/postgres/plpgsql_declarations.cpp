#include "postgres/plpgsql_declarations.hpp"

#include "postgres/object_names.hpp"
#include "sql_scanner.hpp"

#include <utility>

namespace confiture::postgres {

namespace {

class DeclarationReader {
public:
  DeclarationReader(std::string_view body, std::set<std::string> known)
      : body_(body), known_(std::move(known)) {
    SqlScanner scanner(body);
    for (SqlToken token{}; scanner.next(token);) {
      if (!token.is_comment()) {
        tokens_.push_back(token);
      }
    }
  }

  /// DECLARE opens a section where a statement may begin.
  std::vector<DeclaredType> read() {
    bool may_begin = true;
    bool is_in_code = false;
    while (at_ < tokens_.size()) {
      if (may_begin && take("declare")) {
        read_section();
        is_in_code = true;
        continue;
      }
      is_in_code |= is("begin");
      may_begin = !is_in_code || is(";") || is("begin") || is("then") || is("else") || is("loop") ||
                  is(">>");
      read_label();
    }
    return std::move(types_);
  }

private:
  [[nodiscard]] std::string_view text() const {
    return at_ < tokens_.size()
               ? body_.substr(tokens_[at_].begin, tokens_[at_].end - tokens_[at_].begin)
               : std::string_view();
  }
  [[nodiscard]] bool is(std::string_view word) const { return is_word(text(), word); }
  bool take(std::string_view word) {
    const bool is_there = is(word);
    at_ += is_there ? 1 : 0;
    return is_there;
  }
  [[nodiscard]] bool is_identifier() const {
    return at_ < tokens_.size() && (tokens_[at_].kind == SqlTokenKind::Word ||
                                    tokens_[at_].kind == SqlTokenKind::QuotedIdentifier);
  }

  void read_label() {
    const bool is_label = is("<<");
    ++at_;
    if (is_label && is_identifier()) {
      known_.insert(identifier_of(text()));
    }
  }

  /// Up to the BEGIN behind it.
  void read_section() {
    while (at_ < tokens_.size() && !take("begin")) {
      if (!is_identifier() || is("declare")) {
        ++at_;
        continue;
      }
      known_.insert(identifier_of(text()));
      ++at_;
      take("constant");
      if (!is("alias") && !read_cursor()) {
        read_type();
      }
      while (at_ < tokens_.size() && !take(";")) {
        ++at_;
      }
    }
  }

  bool read_cursor() {
    const std::size_t begin = at_;
    take("no");
    take("scroll");
    if (!take("cursor")) {
      at_ = begin;
      return false;
    }
    if (take("(")) {
      read_cursor_parameters();
    }
    return true;
  }

  void read_cursor_parameters() {
    for (std::size_t depth = 1; depth > 0 && is_identifier();) {
      ++at_;
      read_type();
      while (at_ < tokens_.size() && depth > 0 && !(depth == 1 && take(","))) {
        depth += is("(") ? 1 : 0;
        depth -= is(")") ? 1 : 0;
        ++at_;
      }
    }
  }

  void read_type() {
    const std::size_t first = at_;
    std::vector<std::string> names;
    while (is_identifier()) {
      names.push_back(identifier_of(text()));
      ++at_;
      if (!take(".")) {
        break;
      }
    }
    if (names.empty()) {
      return;
    }
    const bool is_column = take("%") && is("type");
    if (is_column) {
      if (names.size() == 1 || known_.contains(names.front())) {
        return; // of a variable
      }
      names.pop_back();
    }
    types_.push_back(
        {.name = {.schema = names.size() > 1 ? names[names.size() - 2] : "", .name = names.back()},
         .offset = tokens_[first].begin});
  }

  std::string_view body_;
  std::set<std::string> known_;
  std::vector<SqlToken> tokens_; ///< without comments
  std::size_t at_ = 0;
  std::vector<DeclaredType> types_;
};

} // namespace

std::vector<DeclaredType> declared_types(std::string_view body, std::set<std::string> known) {
  return DeclarationReader(body, std::move(known)).read();
}

} // namespace confiture::postgres
