#include "runner/realise/realise.h"

#include <algorithm>

#include "codegen/sql/statement.h"
#include "engine/compare/compare.h"
#include "engine/plan/plan.h"
#include "engine/sql/quote.h"
#include "runner/realise/together.h"

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
  for (auto [id, object] : copy.objects) {
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
                                                          const Database& database,
                                                          const SqlStyle& style) {
  Changes changes = Compare(nothing, database);
  ASSIGN_OR_RETURN(Plan plan, MakePlan(nothing, database, changes, {}, {}));
  return Render(plan, nothing, database, style);
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

namespace {

// What every database has. The same in all of one server, so it is read once.
absl::StatusOr<const Database*> Nothing(ScratchServer& server, Connection& scratch) {
  std::shared_ptr<const Database>& empty = server.empty_database();
  if (empty == nullptr) {
    ASSIGN_OR_RETURN(Database read, ReadCatalog(scratch, ReadEverything()));
    empty = std::make_shared<const Database>(std::move(read));
  }
  return empty.get();
}

// Made as the role that reads the real database, whose objects need no word on their owner then.
std::string ActingAs(const Database& database) {
  if (database.current_user.empty()) return "";
  return "SET LOCAL SESSION AUTHORIZATION " + QuoteIdentifier(database.current_user) + ";\n";
}

// What stands in is there before all else, with the schemas that it is in.
void StandIn(const StandIns& stand_ins, Database* nothing, Database* wanted) {
  for (Name extension : stand_ins.extensions) {
    wanted->objects.Erase({Kind::kExtension, {}, extension, {}});
  }
  for (Name schema : stand_ins.schemas) {
    nothing->objects.Insert({Kind::kNamespace, {}, schema, {}}, Namespace{schema, {}});
    wanted->objects.Insert({Kind::kNamespace, {}, schema, {}}, Namespace{schema, {}});
  }
}

}  // namespace

std::vector<ObjectId> InEveryDatabase() {
  return {{Kind::kNamespace, {}, "public", {}}, {Kind::kExtension, {}, "plpgsql", {}}};
}

absl::Status Realise(ScratchServer& server, Connection& scratch, const Database& database,
                     const std::set<ObjectId>& whole, const StandIns& stand_ins,
                     const SqlStyle& style) {
  Database wanted = WithoutVersions(database);
  Database nothing;
  nothing.server_version = scratch.server_version();
  for (const ObjectId& id : InEveryDatabase()) {
    const Object* there = wanted.Find(id);
    if (whole.contains(id)) {
      ASSIGN_OR_RETURN(const Database* empty, Nothing(server, scratch));
      there = empty->Find(id);
    }
    if (there == nullptr) continue;
    nothing.objects.Insert(id, *there);
    wanted.objects.Insert(id, *there);
  }
  StandIn(stand_ins, &nothing, &wanted);
  ASSIGN_OR_RETURN(std::vector<Statement> statements, CreationStatements(nothing, wanted, style));
  if (statements.empty()) return absl::OkStatus();
  // What only a string body mentions is not in a slice.
  RETURN_IF_ERROR(scratch.Execute("SET LOCAL check_function_bodies = off;\n" + ActingAs(database) +
                                  stand_ins.sql));
  std::vector<std::string_view> texts;
  for (const Statement& statement : statements) texts.push_back(statement.text);
  RETURN_IF_ERROR(RunTogether(scratch, texts));
  return scratch.Execute("RESET SESSION AUTHORIZATION");
}

absl::StatusOr<Database> RealiseAndRead(ScratchServer& server, const Database& database) {
  std::set<ObjectId> whole;
  for (const auto& [id, object] : database.objects) whole.insert(id);
  return RealiseAndRead(server, database, whole);
}

absl::StatusOr<Database> RealiseAndRead(ScratchServer& server, const Database& database,
                                        const std::set<ObjectId>& whole, const SqlStyle& style) {
  ASSIGN_OR_RETURN(Connection * connection, server.Bench());
  RETURN_IF_ERROR(MakeRoles(*connection, RolesOf(database)));
  RETURN_IF_ERROR(MakeTablespaces(*connection, database).status());
  ASSIGN_OR_RETURN(StandIns stand_ins, FindStandIns(server, {&database}));
  ASSIGN_OR_RETURN(Bench bench, Bench::Begin(server));
  RETURN_IF_ERROR(Realise(server, bench.connection(), database, whole, stand_ins, style));
  return ReadAll(bench.connection());
}

absl::StatusOr<Bench> Bench::Begin(ScratchServer& server) {
  ASSIGN_OR_RETURN(Connection * connection, server.Bench());
  RETURN_IF_ERROR(connection->Execute("BEGIN"));
  return Bench(connection);
}

absl::StatusOr<Database> ReadAll(Connection& scratch) {
  return ReadCatalog(scratch, ReadEverything());
}

Bench::~Bench() {
  if (connection_ != nullptr) connection_->Execute("ROLLBACK").IgnoreError();
}

absl::StatusOr<ScratchDatabase> ScratchDatabase::Create(ScratchServer& server, Name owner) {
  ASSIGN_OR_RETURN(std::string conninfo,
                   server.CreateDatabase(owner.empty() ? "postgres" : owner.str()));
  ASSIGN_OR_RETURN(Connection connection, Connection::Open(conninfo));
  return ScratchDatabase(server, std::move(connection));
}

absl::StatusOr<Database> ScratchDatabase::Read() { return ReadAll(connection_); }

ScratchDatabase::~ScratchDatabase() {
  if (server_ == nullptr) return;
  std::string name = connection_.database();
  { Connection closed = std::move(connection_); }
  server_->DropDatabase(name).IgnoreError();
}

}  // namespace autogen
