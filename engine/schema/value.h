#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/name.h"
#include "engine/schema/options.h"

namespace autogen {

// A name that was looked up: its schema stands (pg_catalog included). As read from a model, before
// resolution, an unqualified name has an empty schema.
struct QualifiedName {
  Name schema;
  Name name;

  bool empty() const { return name.empty(); }
  friend bool operator==(const QualifiedName&, const QualifiedName&) = default;
  friend auto operator<=>(const QualifiedName&, const QualifiedName&) = default;
  template <class H>
  friend H AbslHashValue(H h, const QualifiedName& name) {
    return H::combine(std::move(h), name.schema, name.name);
  }
};

// A type as format_type() names it, in parts. Built-in types have the schema pg_catalog and their
// SQL name
// ("character varying", "timestamp with time zone"); "int4" and "decimal" never occur once
// resolved.
//   modifier  "(20)", "(10,2)", " day to second(3)", or empty; for time types it is printed after
//   the first word array     whether it is an array; PostgreSQL does not keep the number of
//   dimensions
struct TypeRef {
  Name schema;
  Name name;
  Name modifier;
  bool array = false;

  bool empty() const { return name.empty(); }
  friend bool operator==(const TypeRef&, const TypeRef&) = default;
  friend auto operator<=>(const TypeRef&, const TypeRef&) = default;
};

// SQL that the server or a user wrote: an expression, a query, a statement list. Once elaborated,
// and as read from a catalog, every name in it is qualified unless it is in pg_catalog. Never
// compared by text alone: see engine/compare. Interned: both sides of a comparison nearly always
// hold the same texts, which stand in memory once and are found equal by a pointer.
struct Expression {
  Name text;

  bool empty() const { return text.empty(); }
  friend bool operator==(const Expression&, const Expression&) = default;
};

// One right of one role. `public` as grantee is everybody (no role can have that name).
//   privilege  lower case: "select", "usage" …
//   column     empty: the whole object
struct Privilege {
  Name grantee;
  Name privilege;
  Name column;
  bool grant_option = false;

  friend bool operator==(const Privilege&, const Privilege&) = default;
  friend auto operator<=>(const Privilege&, const Privilege&) = default;
};

// The end state, sorted and without doubles; the built-in defaults (PUBLIC's EXECUTE …) stand in
// it. The owner is left out where it has all rights of the kind without grant options, which is the
// built-in state. See: GRANT; aclitem.
using Grants = std::vector<Privilege>;

// What every kind shares. In a model not yet completed `owner` and `grants` may be absent: not
// said.
struct Common {
  Name comment;
  std::optional<Name> owner;
  Boxed<Grants> grants;
  Options security_labels;  // provider: label

  friend bool operator==(const Common&, const Common&) = default;
};

}  // namespace autogen
