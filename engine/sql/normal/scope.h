#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/sql/normal/expr.h"

namespace autogen::normal {

struct Scope;

// A column that expressions of a query can name.
struct ScopeColumn {
  Name name;
  Expr* expr = nullptr;  // what it stands for
};

// Something in a FROM, or what stands around an expression: its table, OLD and NEW.
struct ScopeItem {
  Name alias;              // what its columns are called by; empty: nothing
  QualifiedName relation;  // `schema.table.column` may name it so; empty: not
  std::string shown;       // the name that PostgreSQL's printer gives it
  std::vector<ScopeColumn> columns;
  bool columns_visible = true;   // by their bare names
  bool relation_visible = true;  // by `alias.column`
  bool known = true;             // false: it may have columns that we do not know
  bool scalar = false;           // a function's only column: the whole is the column
  TypeId row_type = known::t_none;
};

struct Cte {
  Name name;
  bool known = true;
  std::vector<ScopeColumn> columns;
};

// The names that PostgreSQL's printer has given to a query's FROM items: a name that is taken gets
// a number. See: PostgreSQL source, ruleutils.c, set_rtable_names.
struct ShownNames {
  const ShownNames* outer = nullptr;
  std::set<std::string> taken;
  std::map<const void*, std::string> of;  // by the FROM item's node

  bool IsTaken(const std::string& name) const {
    return taken.contains(name) || (outer != nullptr && outer->IsTaken(name));
  }
  std::string Take(const void* item, const std::string& name);
};

// One query level.
struct Scope {
  Scope* outer = nullptr;
  // A level that only holds names: CTEs see nothing of the FROM that they stand before.
  std::deque<ScopeItem> items;
  std::vector<Cte> ctes;
  ShownNames names;
  // Of a function's body or of none: what $1 and bare words may mean.
  std::vector<ScopeColumn> parameters;
  Name function;
  Expr* value = nullptr;  // VALUE of a domain's check

  explicit Scope(Scope* o = nullptr) : outer(o) {
    if (o != nullptr) names.outer = &o->names;
  }
};

}  // namespace autogen::normal
