#pragma once

#include "sql_scanner.hpp"

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace confiture {

/// Reads the tokens of one statement of SQL, without its comments.
class StatementReader {
public:
  /// `text` is a script, of which the statement is what lies between two bytes; it has to outlive
  /// this.
  StatementReader(std::string_view text, std::size_t begin, std::size_t end)
      : text_(text.substr(0, end)), scanner_(text_, begin) {
    advance();
  }

  [[nodiscard]] bool is_at_end() const { return is_at_end_; }
  [[nodiscard]] const SqlToken& token() const { return token_; }
  [[nodiscard]] std::string_view text() const {
    return is_at_end_ ? "" : text_.substr(token_.begin, token_.end - token_.begin);
  }

  void advance();

  /// Goes on if the token is this word.
  bool take_word(std::string_view lower);

  /// Goes on if the token is one of these words.
  bool take_one_of(std::initializer_list<std::string_view> lower);

  /// Takes the parts of a name with dots, as the server has them: in lower case unless quoted.
  /// None if there is no name here.
  std::vector<std::string> take_name();

private:
  std::string_view text_;
  SqlScanner scanner_;
  SqlToken token_{};
  bool is_at_end_ = false;
};

} // namespace confiture
