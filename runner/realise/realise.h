#pragma once

#include <set>

#include "engine/schema/database.h"
#include "introspect/read_catalog.h"
#include "runner/scratch/server.h"

namespace autogen {

// The objects of `ids` and all that they need, transitively, as a complete schema of its own.
Database Slice(const Database& database, const std::set<ObjectId>& ids);

// The statements that make a whole schema, from nothing, in order.
absl::StatusOr<std::vector<std::string>> CreationSql(const Database& database);

// Makes the objects of `database` exist in an empty scratch database, with stand-ins for the roles
// that it names.
absl::Status Realise(Connection& scratch, const Database& database);

// Realises it in a fresh database of the server and reads it back: the schema as the server prints
// it.
absl::StatusOr<Database> RealiseAndRead(ScratchServer& server, const Database& database);

}  // namespace autogen
