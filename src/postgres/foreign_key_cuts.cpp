#include "postgres/foreign_key_cuts.hpp"

#include <algorithm>

namespace confiture::postgres {

namespace {

constexpr std::size_t none = std::string_view::npos;

/// In order, with those joined that touch.
std::vector<Span> merged(std::vector<Span> spans) {
  std::sort(
      spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
  std::vector<Span> apart;
  for (const Span& span : spans) {
    if (!apart.empty() && span.begin <= apart.back().end) {
      apart.back().end = std::max(apart.back().end, span.end);
    } else {
      apart.push_back(span);
    }
  }
  return apart;
}

/// The tokens of one CREATE TABLE, and which of them make up its elements.
class Cutter {
public:
  Cutter(std::string_view text, const SqlStatement& statement, Node create)
      : text_(text), begin_(statement.begin), end_(statement.end) {
    std::copy_if(statement.tokens.begin(),
                 statement.tokens.end(),
                 std::back_inserter(tokens_),
                 [](const SqlToken& token) { return !token.is_comment(); });
    find_elements(static_cast<std::size_t>(create["relation"]["location"].number()));
    needs_elements_ = create["ofTypename"] || create["partbound"];
  }

  [[nodiscard]] std::size_t elements() const { return elements_.size(); }

  [[nodiscard]] std::vector<Span> cuts(const std::vector<ForeignKey>& keys) const {
    std::vector<Span> spans = element_spans(keys);
    for (const ForeignKey& key : keys) {
      for (const Span& place : key.in_column) {
        const std::size_t behind =
            place.end == none ? elements_[key.element].end : token_at(place.end);
        spans.push_back({.begin = begin_ + place.begin, .end = tokens_[behind - 1].end});
      }
    }
    spans = merged(std::move(spans));
    for (Span& span : spans) {
      tidy(span);
    }
    return merged(std::move(spans));
  }

private:
  [[nodiscard]] char symbol(std::size_t token) const {
    return tokens_[token].kind == SqlTokenKind::Symbol ? text_[tokens_[token].begin] : '\0';
  }

  /// The token at this location of the tree.
  [[nodiscard]] std::size_t token_at(std::size_t location) const {
    const auto found = std::lower_bound(
        tokens_.begin(), tokens_.end(), begin_ + location, [](const SqlToken& token, auto begin) {
          return token.begin < begin;
        });
    return static_cast<std::size_t>(found - tokens_.begin());
  }

  /// Elements stand in the first parentheses behind the table's name, with commas between them.
  void find_elements(std::size_t name) {
    std::size_t token = token_at(name);
    while (token < tokens_.size() && symbol(token) != '(') {
      ++token;
    }
    opening_ = token++;
    std::size_t depth = 0;
    for (std::size_t first = token; token < tokens_.size(); ++token) {
      const char c = symbol(token);
      if (depth == 0 && (c == ',' || c == ')')) {
        elements_.push_back({.begin = first, .end = token});
        first = token + 1;
        if (c == ')') {
          break;
        }
      } else if (c == '(' || c == '[') {
        ++depth;
      } else if (c == ')' || c == ']') {
        --depth;
      }
    }
  }

  /// Elements that are keys, and the commas that are too many without them.
  [[nodiscard]] std::vector<Span> element_spans(const std::vector<ForeignKey>& keys) const {
    std::vector<bool> is_gone(elements_.size());
    for (const ForeignKey& key : keys) {
      is_gone[key.element] = is_gone[key.element] || key.in_column.empty();
    }
    const auto last_kept = std::find(is_gone.rbegin(), is_gone.rend(), false);
    const auto kept = static_cast<std::size_t>(is_gone.rend() - last_kept);
    if (kept == 0 && needs_elements_) {
      return {{.begin = tokens_[opening_].begin, .end = tokens_[elements_.back().end].end}};
    }
    std::vector<Span> spans;
    for (std::size_t i = 0; i < elements_.size(); ++i) {
      const auto [first, behind] = elements_[i];
      if (is_gone[i]) {
        spans.push_back({.begin = tokens_[first].begin, .end = tokens_[behind - 1].end});
      }
      if (symbol(behind) == ',' && (is_gone[i] || i + 1 >= kept)) {
        spans.push_back({.begin = tokens_[behind].begin, .end = tokens_[behind].end});
      }
    }
    return spans;
  }

  /// Takes in the blanks before a span, and all of its lines if nothing else stands on them.
  void tidy(Span& span) const {
    const auto is_blank = [&](std::size_t at) { return text_[at] == ' ' || text_[at] == '\t'; };
    while (span.begin > begin_ && is_blank(span.begin - 1)) {
      --span.begin;
    }
    if (span.begin > begin_ && text_[span.begin - 1] != '\n') {
      return;
    }
    std::size_t rest = span.end;
    while (rest < end_ && is_blank(rest)) {
      ++rest;
    }
    if (rest == end_ || text_[rest] == '\n') {
      span.end = std::min(rest + 1, end_);
    }
  }

  std::string_view text_;
  std::size_t begin_; ///< of the statement
  std::size_t end_;
  std::vector<SqlToken> tokens_; ///< without comments
  std::size_t opening_ = 0;      ///< the parenthesis before the elements
  std::vector<Span> elements_;   ///< indices of tokens: its first one, and the one behind it
  bool needs_elements_ = false;  ///< PostgreSQL takes no empty parentheses after OF, PARTITION OF
};

} // namespace

std::vector<Span> key_cuts(std::string_view text,
                           const SqlStatement& statement,
                           Node create,
                           const std::vector<ForeignKey>& keys) {
  const Cutter cutter(text, statement, create);
  const bool fits = cutter.elements() == create["tableElts"].size();
  return fits && !keys.empty() ? cutter.cuts(keys) : std::vector<Span>();
}

} // namespace confiture::postgres
