#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "codegen/sql/statement.h"
#include "engine/schema/database.h"
#include "introspect/read_catalog.h"
#include "runner/scratch/server.h"

// Making a schema, or a part of one, exist on a scratch server and reading it back. The server's
// word on expressions, the proof, and comparisons of SQL files all stand on this.
namespace autogen {

// The objects of `ids` and all that they need, transitively, as a complete schema of its own.
Database Slice(const Database& database, const std::set<ObjectId>& ids);

// `ids`, and what belongs to or rests on them and so may be touched with them: parts of tables
// (constraints, indexes, triggers, owned sequences), and views, functions and triggers that depend
// on them, transitively.
std::set<ObjectId> WithDependents(const Database& database, const std::set<ObjectId>& ids);

// Every role that the schema names, but `public`.
std::set<Name> RolesOf(const Database& database);

// Makes the roles that are missing, as stand-ins that can do anything.
absl::Status MakeRoles(Connection& scratch, const std::set<Name>& roles);

// The statements that turn `nothing` (an empty database as read) into `database`, in order.
absl::StatusOr<std::vector<Statement>> CreationStatements(const Database& nothing,
                                                          const Database& database);

// Makes the objects of `database` exist in an empty scratch database. Versions of extensions are
// not reproduced. The error's detail begins with the statement that failed.
absl::Status Realise(Connection& scratch, const Database& database);

// A database of a scratch server, dropped with this object.
class ScratchDatabase {
 public:
  static absl::StatusOr<ScratchDatabase> Create(ScratchServer& server, Name owner);
  ScratchDatabase(ScratchDatabase&& other) noexcept
      : server_(std::exchange(other.server_, nullptr)), connection_(std::move(other.connection_)) {}
  ScratchDatabase& operator=(ScratchDatabase&&) = delete;
  ~ScratchDatabase();

  Connection& connection() { return connection_; }
  absl::StatusOr<Database> Read();

 private:
  ScratchDatabase(ScratchServer& server, Connection connection)
      : server_(&server), connection_(std::move(connection)) {}
  ScratchServer* server_;
  Connection connection_;
};

// Realises a schema in a fresh database of the server and reads it back: as the server prints it.
absl::StatusOr<Database> RealiseAndRead(ScratchServer& server, const Database& database);

}  // namespace autogen
