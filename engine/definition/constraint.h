#pragma once

#include "engine/definition/clause.h"
#include "engine/definition/reader.h"

namespace autogen {

// What columns' own constraints and tables' have in common.

// Behind REFERENCES: the table, its columns, MATCH and the actions.
absl::Status ReadReferences(Reader& reader, Constraint* constraint);
// DEFERRABLE, INITIALLY DEFERRED, NOT VALID, NO INHERIT; false where none of them begins here.
absl::StatusOr<bool> ReadConstraintAttribute(Reader& reader, Constraint* constraint);

// "users (id) ON DELETE CASCADE DEFERRABLE": all that stands behind a column's own REFERENCES.
Sql InlineReferences(const Constraint& constraint, const SqlStyle& style);
// DEFERRABLE and the like.
void AddConstraintAttributes(const Constraint& constraint, ClauseList& clauses);

}  // namespace autogen
