#pragma once

#include <set>

#include "engine/schema/database.h"

namespace autogen {

// As much of an object as those need that only mention it: no rights, no comments, nothing that
// mentions more than types. All stubs keep their identity.

// A table of these columns, by name and type alone.
Table StubOf(const Table& table, const std::set<Name>& columns);
// Views that give their columns, always NULL; see HasKnownColumns.
View StubOf(const View& view);
MaterializedView StubOf(const MaterializedView& view);
// Its signature over a body that does nothing, where a function can have one: those of C and the
// server's own keep theirs.
Routine StubOf(const Routine& routine);
Domain StubOf(const Domain& domain);
RangeType StubOf(const RangeType& range);
Sequence StubOf(const Sequence& sequence);
Operator StubOf(const Operator& op);
// A primary key or a unique constraint.
Constraint StubOf(const Constraint& constraint);
// What is small enough to be whole, but for rights and comments.
Object PlainOf(const Object& object);

// Whether all columns of a view are known by type: a model alone knows those only that it says
// something of, until a server has printed the view.
bool HasKnownColumns(const std::vector<Column>& columns);

}  // namespace autogen
