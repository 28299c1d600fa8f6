// What changes the tool's tables alone: stamp, resolve.

#include <algorithm>

#include "engine/sql/quote.h"
#include "runner/migrate/runner_lock.h"
#include "runner/migrate/version_tables.h"

namespace autogen {
namespace {

absl::StatusOr<std::unique_ptr<RunnerLock>> Lock(Connection& connection,
                                                 const MigrateOptions& options) {
  RETURN_IF_ERROR(CheckWritable(connection));
  const VersionTable& table = options.table;
  std::string schema = table.schema.empty()
                           ? table.search_path.empty() ? "public" : table.search_path.front()
                           : table.schema;
  return RunnerLock::Take(connection, schema + "." + table.name, options.lock_wait_seconds);
}

absl::Status InTransaction(Connection& connection, const std::vector<std::string>& statements) {
  absl::Status status = connection.Execute("BEGIN");
  for (const std::string& statement : statements) {
    if (status.ok()) status = connection.Execute(statement);
  }
  if (status.ok()) status = connection.Execute("COMMIT");
  if (!status.ok() && connection.alive()) connection.Execute("ROLLBACK").IgnoreError();
  return status;
}

std::string StampRow(const VersionTables& tables, const VersionTable& table,
                     const std::string& revision) {
  return "INSERT INTO " + tables.history +
         " (version_table, revision, direction, unit, units, state, unit_digest, digest) VALUES (" +
         QuoteLiteral(table.name) + ", " + QuoteLiteral(revision) +
         ", 'stamp', 1, 1, 'done', '', "
         "'')";
}

absl::StatusOr<std::vector<std::string>> StampStatements(Connection& connection,
                                                         const std::vector<std::string>& heads,
                                                         bool purge,
                                                         const MigrateOptions& options) {
  ASSIGN_OR_RETURN(VersionTables tables, FindVersionTables(connection, options.table));
  ASSIGN_OR_RETURN(std::vector<std::string> before, ReadVersionRows(connection, tables));
  std::vector<std::string> after = heads;
  std::sort(after.begin(), after.end());
  after.erase(std::unique(after.begin(), after.end()), after.end());

  std::vector<std::string> statements = CreationStatements(tables, options.table, false);
  if (purge) {
    statements.push_back("DELETE FROM " + tables.version);
    before.clear();
  }
  for (const std::string& change : VersionChanges(tables.version, before, after)) {
    statements.push_back(change);
  }
  if (after.empty()) statements.push_back(StampRow(tables, options.table, "base"));
  for (const std::string& head : after) {
    statements.push_back(StampRow(tables, options.table, head));
  }
  return statements;
}

}  // namespace

absl::Status Stamp(Connection& connection, const std::vector<std::string>& heads, bool purge,
                   const MigrateOptions& options) {
  ASSIGN_OR_RETURN(auto lock, Lock(connection, options));
  ASSIGN_OR_RETURN(std::vector<std::string> statements,
                   StampStatements(connection, heads, purge, options));
  return InTransaction(connection, statements);
}

absl::StatusOr<std::string> StampSql(Connection& connection, const std::vector<std::string>& heads,
                                     bool purge, const MigrateOptions& options) {
  ASSIGN_OR_RETURN(std::vector<std::string> statements,
                   StampStatements(connection, heads, purge, options));
  std::string text = "BEGIN;\n";
  for (const std::string& statement : statements) text += statement + ";\n";
  return text + "COMMIT;\n";
}

absl::Status EnsureVersionTables(Connection& connection, const MigrateOptions& options) {
  ASSIGN_OR_RETURN(auto lock, Lock(connection, options));
  ASSIGN_OR_RETURN(VersionTables tables, FindVersionTables(connection, options.table));
  RETURN_IF_ERROR(CheckMayCreateVersionTables(connection, options.table, tables));
  return CreateVersionTables(connection, options.table, &tables);
}

absl::Status ResolveUnit(Connection& connection, const std::string& revision, int unit, bool done,
                         const MigrateOptions& options) {
  ASSIGN_OR_RETURN(auto lock, Lock(connection, options));
  ASSIGN_OR_RETURN(VersionTables tables, FindVersionTables(connection, options.table));
  for (Direction direction : {Direction::kUpgrade, Direction::kDowngrade}) {
    ASSIGN_OR_RETURN(UnitProgress progress,
                     ReadProgress(connection, tables, options.table, revision, direction));
    if (progress.started != unit || unit == 0) continue;
    return connection.Execute("UPDATE " + tables.history +
                              " SET state = " + (done ? "'resolved'" : "'failed'") +
                              " WHERE id = " + progress.started_id);
  }
  return InputError("unit " + std::to_string(unit) + " of " + revision + " is not open",
                    "nothing has to be resolved: run the upgrade or downgrade again");
}

}  // namespace autogen
