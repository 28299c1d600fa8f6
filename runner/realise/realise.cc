#include "runner/realise/realise.h"

#include <algorithm>

#include "codegen/sql/statement.h"
#include "engine/compare/compare.h"
#include "engine/plan/plan.h"
#include "engine/sql/quote.h"

namespace autogen {
namespace {

// The schemas that a realised database is read back with: all but the system's.
ReadOptions ReadEverything() {
  ReadOptions options;
  options.namespaces = {"*"};
  return options;
}

// Nothing of the version is reproduced: the scratch server may well have another one.
Database WithoutVersions(const Database& database) {
  Database copy = database;
  for (auto& [id, object] : copy.objects) {
    if (auto* extension = std::get_if<Extension>(&object)) extension->version.clear();
    if (auto* index = std::get_if<Index>(&object)) index->invalid = false;
  }
  return copy;
}

}  // namespace

std::set<Name> RolesOf(const Database& database) {
  std::set<Name> roles;
  for (const auto& [id, object] : database.objects) {
    const Common& common = CommonOf(object);
    if (common.owner) roles.insert(*common.owner);
    if (!common.grants) continue;
    for (const Privilege& privilege : *common.grants) roles.insert(privilege.grantee);
  }
  if (!database.owner.empty()) roles.insert(database.owner);
  if (!database.current_user.empty()) roles.insert(database.current_user);
  roles.erase(Name("public"));
  return roles;
}

absl::StatusOr<std::vector<Statement>> CreationStatements(const Database& nothing,
                                                          const Database& database) {
  Changes changes = Compare(nothing, database);
  ASSIGN_OR_RETURN(Plan plan, MakePlan(nothing, database, changes, {}, {}));
  return Render(plan, nothing, database, SqlStyle{});
}

absl::Status MakeRoles(Connection& scratch, const std::set<Name>& roles) {
  std::string sql;
  for (Name role : roles) {
    if (role.view().starts_with("pg_")) continue;  // predefined: every server has its own
    sql += "DO $role$BEGIN CREATE ROLE " + QuoteIdentifier(role) +
           " SUPERUSER; EXCEPTION WHEN duplicate_object THEN NULL; END$role$;\n";
  }
  return sql.empty() ? absl::OkStatus() : scratch.Execute(sql);
}

absl::Status Realise(Connection& scratch, const Database& database) {
  RETURN_IF_ERROR(MakeRoles(scratch, RolesOf(database)));
  ASSIGN_OR_RETURN(Database nothing, ReadCatalog(scratch, ReadEverything()));
  Database wanted = WithoutVersions(database);
  // What every database has need not be in a slice, and stays as it is.
  for (const auto& [id, object] : nothing.objects) wanted.objects.try_emplace(id, object);
  ASSIGN_OR_RETURN(std::vector<Statement> statements, CreationStatements(nothing, wanted));
  std::string all;
  for (const Statement& statement : statements) all += statement.text + ";\n";
  if (all.empty()) return absl::OkStatus();
  // What only a string body mentions is not in a slice.
  RETURN_IF_ERROR(scratch.Execute("SET check_function_bodies = off"));
  // Together in one message first, since that is one round trip; one by one where it fails, to name
  // the statement.
  if (scratch.Execute("BEGIN;\n" + all + "COMMIT;").ok()) return absl::OkStatus();
  RETURN_IF_ERROR(scratch.Execute("ROLLBACK"));
  for (const Statement& statement : statements) {
    if (absl::Status status = scratch.Execute(statement.text); !status.ok()) {
      Finding finding = ToFinding(status);
      finding.detail = statement.text + (finding.detail.empty() ? "" : "\n" + finding.detail);
      finding.place = {};
      return ToStatus(finding);
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<Database> RealiseAndRead(ScratchServer& server, const Database& database) {
  ASSIGN_OR_RETURN(ScratchDatabase scratch, ScratchDatabase::Create(server, database.owner));
  RETURN_IF_ERROR(Realise(scratch.connection(), database));
  return scratch.Read();
}

absl::StatusOr<ScratchDatabase> ScratchDatabase::Create(ScratchServer& server, Name owner) {
  ASSIGN_OR_RETURN(std::string conninfo,
                   server.CreateDatabase(owner.empty() ? "postgres" : owner.str()));
  ASSIGN_OR_RETURN(Connection connection, Connection::Open(conninfo));
  return ScratchDatabase(server, std::move(connection));
}

absl::StatusOr<Database> ScratchDatabase::Read() {
  return ReadCatalog(connection_, ReadEverything());
}

ScratchDatabase::~ScratchDatabase() {
  if (server_ == nullptr) return;
  std::string name = connection_.database();
  { Connection closed = std::move(connection_); }
  server_->DropDatabase(name).IgnoreError();
}

}  // namespace autogen
