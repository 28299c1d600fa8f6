#pragma once

#include "codegen/file/migration.h"
#include "engine/schema/database.h"

// A transaction locks each object that it makes or drops, and all of a server's locks stand in one
// table of a fixed size. See: PostgreSQL manual, Lock Management (max_locks_per_transaction).
namespace autogen {

// About as many as a transaction takes that makes all of this, or drops it.
size_t LocksFor(const Object& object);
size_t LocksFor(const Database& database);
size_t LocksFor(const MigrationsFolder& folder);

// Whether it is this table that had no room (out_of_memory may mean other memory too).
bool IsLockTableFull(const Finding& finding);

}  // namespace autogen
