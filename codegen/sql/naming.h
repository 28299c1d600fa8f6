#pragma once

#include <string_view>

#include "engine/schema/object.h"
#include "engine/sql/sql.h"

namespace autogen {

// The word after CREATE, ALTER, DROP and COMMENT ON.
SqlKeyword Word(Kind kind);

// An object as ALTER and DROP call it: "app.users", "f(integer, text)", "=== (text, text)".
void AppendName(Sql& sql, const Object& object);
// An operator's name alone, as CREATE OPERATOR has it: "app.===".
void AppendSymbol(Sql& sql, const QualifiedName& symbol);
// "f(integer, text)" for a routine, of the name given.
void AppendRoutine(Sql& sql, const QualifiedName& name, const Routine& routine);
void AppendOperator(Sql& sql, const QualifiedName& name, const Operator& op);

// Word and name, with the relation that a part belongs to, as COMMENT ON wants it: "TABLE users",
// "CONSTRAINT c ON users".
void AppendTarget(Sql& sql, const Object& object);

// "users.email", as COMMENT ON COLUMN wants it.
void AppendColumnName(Sql& sql, const QualifiedName& relation, Name column);

// A parameter's name: "toast.autovacuum_enabled" and "app.user" are two names.
void AppendParameter(Sql& sql, std::string_view name);

inline QualifiedName NameOf(const ObjectId& id) { return {id.schema, id.name}; }

}  // namespace autogen
