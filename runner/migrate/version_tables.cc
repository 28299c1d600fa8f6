#include "runner/migrate/version_tables.h"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include "engine/sql/quote.h"

namespace autogen {
namespace {

std::string Qualified(const std::string& schema, const std::string& name) {
  if (schema.empty()) return QuoteIdentifier(name);
  return QuoteIdentifier(schema) + "." + QuoteIdentifier(name);
}

// The schemas in which the tables are looked for, first match first.
std::vector<std::string> Candidates(const VersionTable& table) {
  if (!table.schema.empty()) return {table.schema};
  std::vector<std::string> schemas = table.search_path;
  if (std::find(schemas.begin(), schemas.end(), "public") == schemas.end()) {
    schemas.emplace_back("public");
  }
  return schemas;
}

std::string StateName(UnitState state) {
  switch (state) {
    case UnitState::kStarted:
      return "started";
    case UnitState::kDone:
      return "done";
    case UnitState::kFailed:
      return "failed";
  }
  Unreachable();
}

absl::Status CheckMayCreate(Connection& connection, const std::string& schema,
                            const std::string& name) {
  ASSIGN_OR_RETURN(
      QueryResult result,
      connection.Query("SELECT pg_catalog.has_schema_privilege(n.oid, 'CREATE'), current_user "
                       "FROM pg_catalog.pg_namespace n WHERE n.nspname = " +
                       QuoteLiteral(schema)));
  if (result.rows.empty() || result.rows[0][0] == "t") return absl::OkStatus();
  std::string role = QuoteIdentifier(*result.rows[0][1]);
  Finding finding;
  finding.message = "role " + role + " may not create tables in schema " + schema + ", where " +
                    name + " is to be";
  finding.hint = "GRANT CREATE ON SCHEMA " + QuoteIdentifier(schema) + " TO " + role +
                 "; or name another schema in the config: version_table_schema";
  finding.blame = Blame::kDatabase;
  finding.sqlstate = "42501";
  return ToStatus(finding);
}

}  // namespace

std::string DirectionName(Direction direction) {
  return direction == Direction::kUpgrade ? "upgrade" : "downgrade";
}

absl::StatusOr<VersionTables> FindVersionTables(Connection& connection, const VersionTable& table) {
  std::string sql =
      "SELECT wanted.name, pg_catalog.to_regclass(version) IS NOT NULL, "
      "pg_catalog.to_regclass(history) IS NOT NULL, n.oid IS NOT NULL FROM (VALUES ";
  int position = 0;
  for (const std::string& schema : Candidates(table)) {
    sql += (position == 0 ? "(" : ", (") + std::to_string(position) + ", " + QuoteLiteral(schema) +
           ", " + QuoteLiteral(Qualified(schema, table.name)) + ", " +
           QuoteLiteral(Qualified(schema, table.history)) + ")";
    ++position;
  }
  sql +=
      ") wanted(position, name, version, history) LEFT JOIN pg_catalog.pg_namespace n ON "
      "n.nspname = wanted.name ORDER BY position";
  ASSIGN_OR_RETURN(QueryResult result, connection.Query(sql));

  VersionTables tables;
  const auto* chosen = &result.rows.front();
  tables.schema_exists = false;
  for (const auto& row : result.rows) {
    bool here = row[1] == "t";
    if (here || (!tables.schema_exists && row[3] == "t")) {
      chosen = &row;
      tables.schema_exists = true;
    }
    if (here) break;
  }
  tables.schema = *(*chosen)[0];
  tables.version_exists = (*chosen)[1] == "t";
  tables.history_exists = (*chosen)[2] == "t";
  tables.version = Qualified(tables.schema, table.name);
  tables.history = Qualified(tables.schema, table.history);
  return tables;
}

std::vector<std::string> CreationStatements(const VersionTables& tables, const VersionTable& table,
                                            bool if_not_exists) {
  std::string condition = if_not_exists ? "IF NOT EXISTS " : "";
  std::vector<std::string> statements;
  if (!tables.schema_exists) {
    statements.push_back("CREATE SCHEMA " + condition + QuoteIdentifier(tables.schema));
  }
  if (!tables.version_exists) {
    statements.push_back("CREATE TABLE " + condition + tables.version +
                         " (\n    version_num varchar(32) NOT NULL,\n    CONSTRAINT " +
                         QuoteIdentifier(table.name + "_pkc") + " PRIMARY KEY (version_num)\n)");
  }
  if (!tables.history_exists) {
    statements.push_back("CREATE TABLE " + condition + tables.history +
                         " (\n"
                         "    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"
                         "    version_table text NOT NULL,\n"
                         "    revision text NOT NULL,\n"
                         "    direction text NOT NULL,\n"
                         "    unit integer NOT NULL,\n"
                         "    units integer NOT NULL,\n"
                         "    state text NOT NULL,\n"
                         "    unit_digest text NOT NULL,\n"
                         "    digest text NOT NULL,\n"
                         "    applied_at timestamptz DEFAULT clock_timestamp() NOT NULL,\n"
                         "    applied_by text DEFAULT session_user NOT NULL,\n"
                         "    milliseconds bigint\n)");
  }
  return statements;
}

absl::Status CheckMayCreateVersionTables(Connection& connection, const VersionTable& table,
                                         const VersionTables& tables) {
  bool complete = tables.version_exists && tables.history_exists;
  if (complete || !tables.schema_exists) return absl::OkStatus();
  return CheckMayCreate(connection, tables.schema,
                        tables.version_exists ? table.history : table.name);
}

absl::Status CreateVersionTables(Connection& connection, const VersionTable& table,
                                 VersionTables* tables) {
  std::vector<std::string> statements = CreationStatements(*tables, table, false);
  if (statements.empty()) return absl::OkStatus();
  std::string sql;
  for (const std::string& statement : statements) sql += statement + ";\n";
  RETURN_IF_ERROR(connection.Execute(sql));
  tables->schema_exists = tables->version_exists = tables->history_exists = true;
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> ReadVersionRows(Connection& connection,
                                                         const VersionTables& tables) {
  std::vector<std::string> rows;
  if (!tables.version_exists) return rows;
  ASSIGN_OR_RETURN(QueryResult result,
                   connection.Query("SELECT version_num FROM " + tables.version + " ORDER BY 1"));
  for (const auto& row : result.rows) rows.push_back(row[0].value_or(""));
  std::sort(rows.begin(), rows.end());
  return rows;
}

std::vector<std::string> VersionChanges(const std::string& version_table,
                                        const std::vector<std::string>& before,
                                        const std::vector<std::string>& after) {
  std::vector<std::string> gone, come, statements;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                      std::back_inserter(gone));
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                      std::back_inserter(come));
  size_t updated = std::min<size_t>({gone.size(), come.size(), 1});
  if (updated == 1) {
    statements.push_back("UPDATE " + version_table + " SET version_num = " + QuoteLiteral(come[0]) +
                         " WHERE version_num = " + QuoteLiteral(gone[0]));
  }
  for (size_t i = updated; i < gone.size(); ++i) {
    statements.push_back("DELETE FROM " + version_table +
                         " WHERE version_num = " + QuoteLiteral(gone[i]));
  }
  for (size_t i = updated; i < come.size(); ++i) {
    statements.push_back("INSERT INTO " + version_table + " (version_num) VALUES (" +
                         QuoteLiteral(come[i]) + ")");
  }
  return statements;
}

std::string InsertHistory(const std::string& history_table, const VersionTable& table,
                          const HistoryRow& row) {
  return "INSERT INTO " + history_table +
         " (version_table, revision, direction, unit, units, state, unit_digest, digest, "
         "milliseconds)\nVALUES (" +
         QuoteLiteral(table.name) + ", " + QuoteLiteral(row.revision) + ", " +
         QuoteLiteral(DirectionName(row.direction)) + ", " + std::to_string(row.unit) + ", " +
         std::to_string(row.units) + ", " + QuoteLiteral(StateName(row.state)) + ", " +
         QuoteLiteral(row.unit_digest) + ", " + QuoteLiteral(row.digest) + ", " +
         (row.milliseconds < 0 ? "NULL" : std::to_string(row.milliseconds)) + ")";
}

absl::StatusOr<UnitProgress> ReadProgress(Connection& connection, const VersionTables& tables,
                                          const VersionTable& table, const std::string& revision,
                                          Direction direction) {
  UnitProgress progress;
  if (!tables.history_exists) return progress;
  ASSIGN_OR_RETURN(
      QueryResult result,
      connection.Query("SELECT id, direction, unit, units, state, unit_digest FROM " +
                       tables.history + " WHERE version_table = " + QuoteLiteral(table.name) +
                       " AND revision = " + QuoteLiteral(revision) + " ORDER BY id DESC"));
  std::set<int> settled;
  for (const auto& row : result.rows) {
    // Backwards to the last run that was complete, or that went the other way.
    const std::string& state = *row[4];
    if (row[1] != DirectionName(direction) || (state == "done" && row[2] == row[3])) break;
    int unit = std::atoi(row[2]->c_str());
    if (!settled.insert(unit).second) continue;  // a newer row has told how it ended
    if (state == "done" || state == "resolved") {
      progress.done.emplace_back(unit, *row[5]);
    } else if (state == "started") {
      progress.started = unit;
      progress.started_id = *row[0];
    }
  }
  return progress;
}

absl::StatusOr<std::vector<std::string>> CurrentHeads(Connection& connection,
                                                      const VersionTable& table) {
  ASSIGN_OR_RETURN(VersionTables tables, FindVersionTables(connection, table));
  return ReadVersionRows(connection, tables);
}

absl::StatusOr<std::vector<AppliedRevision>> History(Connection& connection,
                                                     const VersionTable& table) {
  std::vector<AppliedRevision> applied;
  ASSIGN_OR_RETURN(VersionTables tables, FindVersionTables(connection, table));
  if (!tables.history_exists) return applied;
  // What stood before the version table was emptied by a stamp counts no more.
  ASSIGN_OR_RETURN(
      QueryResult result,
      connection.Query(
          "SELECT revision, digest, applied_at, applied_by FROM (SELECT DISTINCT ON (revision) * "
          "FROM " +
          tables.history + " WHERE version_table = " + QuoteLiteral(table.name) +
          " AND state = 'done' AND unit = units AND direction <> 'stamp' AND id > "
          "COALESCE((SELECT max(id) FROM " +
          tables.history + " WHERE version_table = " + QuoteLiteral(table.name) +
          " AND direction = 'stamp' AND revision = 'base'), 0) ORDER BY revision, id DESC) last "
          "WHERE direction = 'upgrade' ORDER BY id"));
  for (const auto& row : result.rows) {
    applied.push_back({row[0].value_or(""), row[1].value_or(""), row[2].value_or(""),
                       row[3].value_or(""), false});
  }
  return applied;
}

}  // namespace autogen
