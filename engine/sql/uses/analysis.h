#pragma once

#include <set>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/sql/names.h"
#include "engine/sql/uses/text_names.h"

namespace autogen {

struct FoundName {
  NameUse use;
  Quoting quoting = Quoting::kNone;  // where use.literal
  bool operator_syntax = false;      // between the parentheses of OPERATOR(…)
  bool in_column = false;            // the `schema.table` of a column `schema.table.column`
};

struct FoundColumn {
  ColumnUse use;
  Extent extent;        // of the column's own name
  bool output = false;  // the whole of an unnamed item of a target list, which names the output
};

// A column's qualifier (or a name in FOR UPDATE OF) that is an unaliased name in FROM.
struct Qualifier {
  Extent extent;
  size_t relation_begin = 0;  // where that name's use begins
};

// One thing in a FROM.
struct FromItem {
  Name alias;                             // what columns call it; empty: nothing
  std::vector<QualifiedName> relations;   // several of an aliased join; none of subqueries and CTEs
  size_t begin = std::string_view::npos;  // of its name in FROM, where it has no alias
  bool renames_columns = false;           // t AS u (x, y)
};

// FindUses with what the rewriters need beside.
struct Analysis {
  std::vector<FoundName> names;  // sorted by begin, no doubles
  std::vector<FoundColumn> columns;
  std::vector<Qualifier> qualifiers;
  std::vector<FromItem> items;  // of all levels
  std::set<Name> ctes;          // of all levels
};

absl::StatusOr<Analysis> Analyse(std::string_view text, SqlForm form);

}  // namespace autogen
