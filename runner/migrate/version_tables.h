#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "introspect/connection.h"
#include "runner/migrate/migrate.h"

namespace autogen {

// The tool's two tables in a database: which revisions it holds, and how it came there.
//
//   autogen_version   version_num varchar(32), primary key: one row a head; Alembic's own form
//   autogen_history   one row a unit that was run
struct VersionTables {
  std::string version;  // qualified and quoted, as SQL writes them
  std::string history;
  bool version_exists = false;
  bool history_exists = false;
  std::string schema;  // where they are, or where they are to be made
  bool schema_exists = true;
};

absl::StatusOr<VersionTables> FindVersionTables(Connection& connection, const VersionTable& table);

// The statements that make what is missing; empty where nothing is.
std::vector<std::string> CreationStatements(const VersionTables& tables, const VersionTable& table,
                                            bool if_not_exists);
// An error that names the privilege which is lacking to make what is missing.
absl::Status CheckMayCreateVersionTables(Connection& connection, const VersionTable& table,
                                         const VersionTables& tables);
// Makes what is missing, in the transaction that is open, if one is.
absl::Status CreateVersionTables(Connection& connection, const VersionTable& table,
                                 VersionTables* tables);

absl::StatusOr<std::vector<std::string>> ReadVersionRows(Connection& connection,
                                                         const VersionTables& tables);
// The statements that turn the rows `before` into `after`, each changing exactly one row.
std::vector<std::string> VersionChanges(const std::string& version_table,
                                        const std::vector<std::string>& before,
                                        const std::vector<std::string>& after);

enum class UnitState { kStarted, kDone, kFailed };

// One row of the history.
struct HistoryRow {
  std::string revision;
  Direction direction = Direction::kUpgrade;
  int unit = 1, units = 1;  // which one of how many, from 1
  UnitState state = UnitState::kDone;
  std::string unit_digest;
  std::string digest;  // of the whole migration
  long long milliseconds = 0;
};
// INSERT … RETURNING id.
std::string InsertHistory(const std::string& history_table, const VersionTable& table,
                          const HistoryRow& row);

// How far the units of one revision's run came, from the rows since it last was complete.
struct UnitProgress {
  std::vector<std::pair<int, std::string>> done;  // unit, its digest then
  int started = 0;                                // a unit of which nobody knows how it ended
  std::string started_id;
};
absl::StatusOr<UnitProgress> ReadProgress(Connection& connection, const VersionTables& tables,
                                          const VersionTable& table, const std::string& revision,
                                          Direction direction);

std::string DirectionName(Direction direction);

}  // namespace autogen
