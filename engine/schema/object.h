#pragma once

#include <variant>

#include "engine/schema/constraint.h"
#include "engine/schema/extension.h"
#include "engine/schema/index.h"
#include "engine/schema/namespace.h"
#include "engine/schema/object_id.h"
#include "engine/schema/operator.h"
#include "engine/schema/routine.h"
#include "engine/schema/sequence.h"
#include "engine/schema/table.h"
#include "engine/schema/trigger.h"
#include "engine/schema/type.h"
#include "engine/schema/view.h"

namespace autogen {

// The closed list of kinds. Every visitor names them all.
using Object =
    std::variant<Namespace, Extension, Enum, Domain, CompositeType, RangeType, Sequence, Routine,
                 Operator, Table, Constraint, Index, Trigger, View, MaterializedView>;

ObjectId IdOf(const Object& object);
const Common& CommonOf(const Object& object);
Common& CommonOf(Object& object);

// The relation that a part (column, default, constraint, trigger) or an index belongs to, by schema
// and name. `object` is needed for indexes only. Empty for whole objects.
QualifiedName RelationOf(const Object& object);

// "(integer, app.mood)": the scope of a routine's or an operator's identity.
Name Signature(const Routine& routine);
Name Signature(const Operator& op);

// A type as format_type() prints it with an empty search path: "character varying(20)[]",
// "app.\"Mood\"".
std::string CanonicalText(const TypeRef& type);

template <class... F>
struct Overload : F... {
  using F::operator()...;
};
template <class... F>
Overload(F...) -> Overload<F...>;

}  // namespace autogen
