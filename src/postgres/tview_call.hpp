#pragma once

#include "postgres/node.hpp"
#include "postgres/object_edit.hpp"

#include <string>
#include <vector>

namespace confiture::postgres {

/// A call of a function of pg_tviews, an extension that keeps tables `tv_…` up to date, which makes
/// or drops such a table.
struct TviewCall {
  bool is_drop = false;
  ObjectName name;
};

/// The calls in a SELECT whose first argument is the name as a constant, in the order in which they
/// stand in the parse tree (reference, `ddl_walk.tview_calls`); none for other statements.
std::vector<TviewCall> tview_calls(Node statement);

/// Whether CREATE TABLE AS makes such a table: by its name.
bool is_tview(std::string_view relation);

} // namespace confiture::postgres
