#include "postgres/foreign_key.hpp"

#include "postgres/identifier.hpp"
#include <confiture/parser.hpp>

namespace confiture::postgres {

namespace {

constexpr std::size_t none = std::string_view::npos;

std::size_t location_of(Node node) {
  return static_cast<std::size_t>(node["location"].number());
}

/// When a key is checked that need not hold at every moment.
enum class Deferral { None, Immediate, Deferred };

std::string_view kind_of(Node constraint) {
  return constraint["contype"].text();
}

bool is_attribute(Node constraint) {
  return kind_of(constraint).starts_with("CONSTR_ATTR_");
}

bool is_enforcement(Node constraint) {
  return kind_of(constraint).ends_with("ENFORCED");
}

/// What DEFERRABLE, INITIALLY DEFERRED and their opposites make of a constraint before them.
Deferral with_attribute(Deferral deferral, std::string_view attribute) {
  if (attribute == "CONSTR_ATTR_NOT_DEFERRABLE") {
    return Deferral::None;
  }
  if (attribute == "CONSTR_ATTR_DEFERRED") {
    return Deferral::Deferred;
  }
  const bool is_deferrable = deferral != Deferral::None || attribute == "CONSTR_ATTR_DEFERRABLE";
  const bool is_deferred = deferral == Deferral::Deferred && attribute != "CONSTR_ATTR_IMMEDIATE";
  return !is_deferrable ? Deferral::None : is_deferred ? Deferral::Deferred : Deferral::Immediate;
}

/// Deferral of each of a column's clauses: attributes count for the constraint before them.
std::vector<Deferral> deferrals_of(Node clauses) {
  std::vector<Deferral> deferrals(clauses.size(), Deferral::None);
  std::size_t last = none;
  for (std::size_t i = 0; i < deferrals.size(); ++i) {
    const Node clause = clauses.at(i).as("Constraint");
    const std::string_view kind = kind_of(clause);
    if (is_attribute(clause)) {
      if (last != none && !is_enforcement(clause)) {
        deferrals[last] = with_attribute(deferrals[last], kind);
      }
    } else if (kind == "CONSTR_FOREIGN" || kind == "CONSTR_CHECK" || kind == "CONSTR_UNIQUE" ||
               kind == "CONSTR_PRIMARY") {
      last = i;
    }
  }
  return deferrals;
}

/// Trees of versions before 18 say nothing of what is enforced, since all is.
bool is_enforced(Node key) {
  constexpr int first_version = 18;
  return grammar_version().value_or(0) < first_version || key["is_enforced"].is_true();
}

/// Whether the clause below says all that this key says; PERIOD does not count, as in the
/// reference.
bool is_whole(Node key) {
  const std::string_view match = key["fk_matchtype"].text();
  return (match.empty() || match == "s") && key["fk_del_set_cols"].size() == 0 && is_enforced(key);
}

std::string action(std::string_view event, std::string_view code) {
  const std::string_view words = code == "r"   ? "RESTRICT"
                                 : code == "c" ? "CASCADE"
                                 : code == "n" ? "SET NULL"
                                 : code == "d" ? "SET DEFAULT"
                                               : "";
  return words.empty() ? "" : std::string(event) + std::string(words);
}

std::string column_list(Node names) {
  std::string text;
  for (const Node name : names) {
    text += (text.empty() ? "" : ", ") + quoted_identifier(string_of(name));
  }
  return text;
}

/// `columns` are those that refer.
std::string clause_of(Node key, const std::string& columns, Deferral deferral) {
  const std::string_view name = key["conname"].text();
  std::string text = name.empty() ? "" : "CONSTRAINT " + quoted_identifier(name) + " ";
  text += "FOREIGN KEY (" + columns + ") REFERENCES " + relation_name(key["pktable"]);
  if (key["pk_attrs"].size() > 0) {
    text += " (" + column_list(key["pk_attrs"]) + ")";
  }
  text += action(" ON DELETE ", key["fk_del_action"].text());
  text += action(" ON UPDATE ", key["fk_upd_action"].text());
  if (deferral != Deferral::None) {
    text += deferral == Deferral::Deferred ? " DEFERRABLE INITIALLY DEFERRED"
                                           : " DEFERRABLE INITIALLY IMMEDIATE";
  }
  return text;
}

/// Where the clauses from `first` up to `last` stand. COLLATE is no clause in the tree, but it may
/// stand between them.
std::vector<Span> places_of(Node column, std::size_t first, std::size_t last) {
  const Node clauses = column["constraints"];
  const auto location = [&](std::size_t clause) {
    return clause < clauses.size() ? location_of(clauses.at(clause).body()) : none;
  };
  const Span whole{.begin = location(first), .end = location(last)};
  const Node collation = column["collClause"];
  const std::size_t cut = location_of(collation);
  if (!collation || cut < whole.begin || cut > whole.end) {
    return {whole};
  }
  std::vector<Span> places = {{.begin = whole.begin, .end = cut}};
  std::size_t behind = first;
  while (behind < last && location(behind) < cut) {
    ++behind;
  }
  if (behind < last) {
    places.push_back({.begin = location(behind), .end = whole.end});
  }
  return places;
}

void add_column_keys(Node column, std::size_t element, std::vector<ForeignKey>& keys) {
  const Node clauses = column["constraints"];
  const std::vector<Deferral> deferrals = deferrals_of(clauses);
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    const Node key = clauses.at(i).as("Constraint");
    if (kind_of(key) != "CONSTR_FOREIGN") {
      continue;
    }
    bool is_movable = is_whole(key);
    std::size_t behind = i + 1;
    for (; is_attribute(clauses.at(behind).as("Constraint")); ++behind) {
      is_movable = is_movable && !is_enforcement(clauses.at(behind).as("Constraint"));
    }
    if (is_movable) {
      const std::string name = quoted_identifier(column["colname"].text());
      keys.push_back({.clause = clause_of(key, name, deferrals[i]),
                      .begin = location_of(key),
                      .element = element,
                      .in_column = places_of(column, i, behind)});
    }
  }
}

void add_element_key(Node key, std::size_t element, std::vector<ForeignKey>& keys) {
  if (kind_of(key) == "CONSTR_FOREIGN" && is_whole(key)) {
    const Deferral deferral = !key["deferrable"].is_true()    ? Deferral::None
                              : key["initdeferred"].is_true() ? Deferral::Deferred
                                                              : Deferral::Immediate;
    keys.push_back({.clause = clause_of(key, column_list(key["fk_attrs"]), deferral),
                    .begin = location_of(key),
                    .element = element,
                    .in_column = {}});
  }
}

} // namespace

std::vector<ForeignKey> movable_keys(Node create) {
  std::vector<ForeignKey> keys;
  std::size_t element = 0;
  for (const Node node : create["tableElts"]) {
    add_column_keys(node.as("ColumnDef"), element, keys);
    add_element_key(node.as("Constraint"), element, keys);
    ++element;
  }
  return keys;
}

std::string relation_name(Node relation) {
  const std::string_view schema = relation["schemaname"].text();
  return (schema.empty() ? "" : quoted_identifier(schema) + ".") +
         quoted_identifier(relation["relname"].text());
}

} // namespace confiture::postgres
