#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "codegen/sql/statement.h"
#include "engine/schema/database.h"
#include "introspect/read_catalog.h"
#include "runner/realise/stand_ins.h"
#include "runner/scratch/server.h"

// Making a schema, or a part of one, exist on a scratch server and reading it back. The server's
// word on expressions, the proof, and comparisons of SQL files all stand on this.
namespace autogen {

// The objects of `ids` whole, as a schema of its own that can be made. What they merely mention
// stands in as much of it as they need (a *stub*: a table with the columns of a key, a function's
// signature, a view that gives its columns), which mentions nothing but types in turn. `mentioned`
// are further stubs, tables with their columns one by one.
Database Slice(const Database& database, const std::set<ObjectId>& ids,
               const std::set<ObjectId>& mentioned = {});

// The stubs of a slice, columns of tables one by one.
std::set<ObjectId> StubsOf(const Database& slice, const std::set<ObjectId>& whole);

// These objects alone, where they are there, to be compared and no more.
Database Only(const Database& database, const std::set<ObjectId>& ids);

// `ids` (whole objects, columns, defaults) and what rests on them and so may be touched with them:
// views, functions, constraints, indexes, triggers, transitively.
std::set<ObjectId> WithDependents(const Database& database, const std::set<ObjectId>& ids);

// Constraints, indexes, triggers and owned sequences of these relations.
std::set<ObjectId> PartsOf(const Database& database, const std::set<QualifiedName>& relations);

// Every role that the schema names, but `public`.
std::set<Name> RolesOf(const Database& database);

// Makes the roles that are missing, as stand-ins that can do anything.
absl::Status MakeRoles(Connection& scratch, const std::set<Name>& roles);

// The statements that turn `nothing` (an empty database as read) into `database`, in order.
absl::StatusOr<std::vector<Statement>> CreationStatements(const Database& nothing,
                                                          const Database& database,
                                                          const SqlStyle& style = {});

// Makes the objects of `database` exist in an empty scratch database, within the transaction that
// the connection is in. The roles are there already. Versions of extensions are not reproduced. The
// error's detail begins with the statement that failed; the transaction is at its end then.
absl::Status Realise(ScratchServer& server, Connection& scratch, const Database& database,
                     const std::set<ObjectId>& whole, const StandIns& stand_ins,
                     const SqlStyle& style = {});

// The schema `public` and the extension `plpgsql`.
std::vector<ObjectId> InEveryDatabase();

// Work on a scratch server that leaves no trace: its transaction ends with this object.
class Bench {
 public:
  static absl::StatusOr<Bench> Begin(ScratchServer& server);
  Bench(Bench&& other) noexcept : connection_(std::exchange(other.connection_, nullptr)) {}
  Bench& operator=(Bench&&) = delete;
  ~Bench();

  Connection& connection() { return *connection_; }

 private:
  explicit Bench(Connection* connection) : connection_(connection) {}
  Connection* connection_;
};

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

// All schemas of a scratch database but the system's.
absl::StatusOr<Database> ReadAll(Connection& scratch);

// Realises a schema on the server and reads it back: as the server prints it.
absl::StatusOr<Database> RealiseAndRead(ScratchServer& server, const Database& database,
                                        const std::set<ObjectId>& whole,
                                        const SqlStyle& style = {});
// The same with all of it to be as it is here.
absl::StatusOr<Database> RealiseAndRead(ScratchServer& server, const Database& database);

}  // namespace autogen
