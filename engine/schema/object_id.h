#pragma once

#include <compare>
#include <string>

#include "engine/base/name.h"
#include "engine/schema/kind.h"

namespace autogen {

// What makes an object that very object, whatever its attributes are.
//   scope  of a column, default, constraint or trigger: the relation's name (same schema);
//          of a function, procedure or operator: its input types, canonical, as "(integer,
//          app.mood)"
//          ("(none, text)" for a prefix operator); else empty.
// An index is named by its schema and name alone. Namespaces and extensions have no schema.
struct ObjectId {
  Kind kind = Kind::kTable;
  Name schema;
  Name name;
  Name scope;

  friend bool operator==(const ObjectId&, const ObjectId&) = default;
  friend std::strong_ordering operator<=>(const ObjectId&, const ObjectId&) = default;
  template <class H>
  friend H AbslHashValue(H h, const ObjectId& id) {
    return H::combine(std::move(h), id.kind, id.schema, id.name, id.scope);
  }
};

// For messages, as in the models: `users.email`, `app.add(integer, integer)`; `public.` is left
// out.
std::string Label(const ObjectId& id);

inline ObjectId RelationId(Kind kind, Name schema, Name name) { return {kind, schema, name, {}}; }
inline ObjectId ColumnId(Name schema, Name relation, Name column) {
  return {Kind::kColumn, schema, column, relation};
}
inline ObjectId DefaultId(Name schema, Name relation, Name column) {
  return {Kind::kDefault, schema, column, relation};
}

}  // namespace autogen
