#include "postgres/type_name.hpp"

#include "postgres/identifier.hpp"
#include <confiture/parser.hpp>

#include <algorithm>
#include <array>
#include <cstdint>

namespace confiture::postgres {

namespace {

/// The schema that PostgreSQL's grammar gives to types that SQL has keywords for.
constexpr std::string_view catalog_schema = "pg_catalog";
constexpr std::string_view catalog_prefix = "pg_catalog.";

/// How SQL writes a type of the schema pg_catalog that it has words for.
struct CatalogType {
  std::string_view name;
  std::string_view before; ///< where a precision would stand
  std::string_view behind;
};

constexpr auto catalog_types = std::to_array<CatalogType>({
    {"bool", "boolean", ""},
    {"bpchar", "char", ""},
    {"float4", "real", ""},
    {"float8", "double precision", ""},
    {"int2", "smallint", ""},
    {"int4", "integer", ""},
    {"int8", "bigint", ""},
    {"interval", "interval", ""},
    {"numeric", "numeric", ""},
    {"time", "time", ""},
    {"timestamp", "timestamp", ""},
    {"timestamptz", "timestamp", " with time zone"},
    {"timetz", "time", " with time zone"},
    {"varbit", "bit varying", ""},
    {"varchar", "varchar", ""},
});

struct Alias {
  std::string_view name;
  std::string_view meaning;
};

// Names for the same type (reference, `type_lattice._ALIASES`).
constexpr auto aliases = std::to_array<Alias>({
    {"bigserial", "bigint"},
    {"bool", "boolean"},
    {"bpchar", "char"},
    {"character", "char"},
    {"character varying", "varchar"},
    {"decimal", "numeric"},
    {"double", "double precision"},
    {"float", "double precision"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"int", "integer"},
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"serial", "integer"},
    {"smallserial", "smallint"},
    {"time with time zone", "timetz"},
    {"time without time zone", "time"},
    {"timestamp with time zone", "timestamptz"},
    {"timestamp without time zone", "timestamp"},
    {"varbit", "bit varying"},
});

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(), [](char c) { return lower(c); });
  return result;
}

std::string joined(Node names) {
  std::string text;
  for (const Node name : names) {
    text += (text.empty() ? "" : ".") + std::string(string_of(name));
  }
  return text;
}

/// pglast puts a name with `$` in quotes too, which needs none.
std::string shown_identifier(std::string_view name) {
  std::string text = quoted_identifier(name);
  const bool is_plain = text.front() != '"';
  return is_plain && name.find('$') != std::string_view::npos ? '"' + text + '"' : text;
}

std::string quoted_name(Node names) {
  std::string text;
  for (const Node name : names) {
    text += (text.empty() ? "" : ".") + shown_identifier(string_of(name));
  }
  return text;
}

/// libpg_query for PostgreSQL 15 leaves out the -1 of an array without a size as well as the 0 of
/// one of none.
std::string bounds_text(Node bounds) {
  const bool has_sizes_below_one = grammar_version() != 15;
  std::string text;
  for (const Node bound : bounds) {
    const Node size = bound.as("Integer")["ival"];
    const bool is_given = size ? size.number() >= 0 : has_sizes_below_one;
    text += is_given ? "[" + std::to_string(size.number()) + "]" : "[]";
  }
  return text;
}

/// `name` in lower case and with single blanks, if it is made of words; else empty. Blanks can
/// only come from a name in quotes.
std::string plain_words(std::string_view name) {
  std::string words;
  for (const char c : name) {
    const char folded = lower(c);
    const bool is_letter = is_lower(folded) || folded == '_';
    const bool is_other = is_digit(c) || static_cast<unsigned char>(c) >= 0x80;
    if (c == ' ') {
      words += words.empty() || words.back() == ' ' ? "" : " ";
    } else if (is_letter || (is_other && !words.empty())) {
      words += folded;
    } else {
      return {};
    }
  }
  while (!words.empty() && words.back() == ' ') {
    words.pop_back();
  }
  return words;
}

std::string identity_of(std::string_view name, std::size_t dimensions) {
  const std::string words = plain_words(name);
  if (words.empty()) {
    std::string text = lower(name);
    for (; dimensions > 0; --dimensions) {
      text += "[]";
    }
    return text;
  }
  const auto* const alias = std::find_if(
      aliases.begin(), aliases.end(), [&](const Alias& entry) { return entry.name == words; });
  const std::string array = dimensions > 0 ? "[]" : "";
  if (name == "char") {
    return "\"char\"" + array; // PostgreSQL's type of one byte: the keyword is `bpchar` by now
  }
  return (alias == aliases.end() ? words : std::string(alias->meaning)) + array;
}

/// The type as SQL has words for it; null for others.
const CatalogType* catalog_type(std::string_view name) {
  if (!name.starts_with(catalog_prefix)) {
    return nullptr;
  }
  const auto* const found =
      std::find_if(catalog_types.begin(), catalog_types.end(), [&](const CatalogType& type) {
        return type.name == name.substr(catalog_prefix.size());
      });
  return found == catalog_types.end() ? nullptr : found;
}

} // namespace

std::string type_text(Node type_name) {
  const std::string name = joined(type_name["names"]);
  const CatalogType* const known = catalog_type(name);
  std::string text = type_name["setof"].is_true() ? "SETOF " : "";
  if (known != nullptr) {
    text += known->before;
  } else {
    text += name == "char" ? "\"char\"" : quoted_name(type_name["names"]);
  }
  if (type_name["pct_type"].is_true()) {
    text += "%TYPE";
  } else {
    text += known != nullptr ? known->behind : "";
    text += bounds_text(type_name["arrayBounds"]);
  }
  return text.starts_with(catalog_prefix) ? text.substr(catalog_prefix.size()) : text;
}

TypeIdentity type_identity(Node type_name) {
  std::string name;
  for (const Node part : type_name["names"]) {
    const std::string_view word = string_of(part);
    if (word != catalog_schema) {
      name += (name.empty() ? "" : ".") + std::string(word);
    }
  }
  const std::size_t dot = name.rfind('.');
  const std::size_t dimensions = type_name["arrayBounds"].size();
  if (dot == std::string::npos) {
    return {.schema = {}, .name = identity_of(name, dimensions)};
  }
  return {.schema = name.substr(0, dot), .name = identity_of(name.substr(dot + 1), dimensions)};
}

bool can_be_same(const TypeIdentity& a, const TypeIdentity& b) {
  return a.name == b.name && (a.schema.empty() || b.schema.empty() || a.schema == b.schema);
}

bool can_be_same(const std::vector<TypeIdentity>& a, const std::vector<TypeIdentity>& b) {
  return std::equal(
      a.begin(), a.end(), b.begin(), b.end(), [](const TypeIdentity& x, const TypeIdentity& y) {
        return can_be_same(x, y);
      });
}

} // namespace confiture::postgres
