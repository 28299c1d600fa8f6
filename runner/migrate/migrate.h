#pragma once

#include <functional>
#include <string>
#include <vector>

#include "codegen/file/migration.h"
#include "introspect/connection.h"

namespace autogen {

struct VersionTable {
  std::string name = "autogen_version";  // Alembic's form: version_num varchar(32) primary key
  std::string schema;                    // empty: by the search path, as an unqualified name
  std::string history = "autogen_history";
  // Where the tables are looked for, and made, without `schema`; public comes last in any case.
  std::vector<std::string> search_path = {"public"};
};

struct MigrateOptions {
  VersionTable table;
  std::vector<std::string> search_path = {"public"};
  std::string lock_timeout = "5s";
  std::string statement_timeout;  // empty: none
  int retries = 5;                // after a lock_timeout, of a whole unit
  std::string
      as_role;  // of a replay on a scratch server: the role that runs the migrations for real
  int lock_wait_seconds = 600;  // how long another runner is waited for
  bool dry_run = false;         // everything in one transaction, rolled back
  // Called before each statement: revision, number from 1, of how many.
  std::function<void(const std::string&, int, int)> progress;
};

struct AppliedRevision {
  std::string revision, digest, applied_at, applied_by;
  bool downgrade = false;
};

// The rows of the version table; empty where the table is not there.
absl::StatusOr<std::vector<std::string>> CurrentHeads(Connection& connection,
                                                      const VersionTable& table);
// The last row of the history for each revision that is applied, with the digest of its statements
// then.
absl::StatusOr<std::vector<AppliedRevision>> History(Connection& connection,
                                                     const VersionTable& table);

enum class Direction { kUpgrade, kDowngrade };

// Runs the revisions in order, one after another, under the advisory lock; those that another
// runner has run meanwhile are left out. Each unit commits together with its history row, the last
// one of a file with the version row. A failing statement rolls its unit back: the error
// (Blame::kMigration) names file, line, statement and how far it came; the database stays at a
// revision. Units of a file that an earlier run committed are not run again. A dry run takes only
// files of one transaction.
absl::Status Migrate(Connection& connection, const MigrationsFolder& folder,
                     const std::vector<std::string>& path, Direction direction,
                     const MigrateOptions& options);

// The SQL that Migrate would run, as one text for psql (--sql), version table's changes included.
std::string MigrationSql(const MigrationsFolder& folder, const std::vector<std::string>& current,
                         const std::vector<std::string>& path, Direction direction,
                         const MigrateOptions& options);

// After a crash: tells how a statement outside a transaction ended, which no history row says.
// `done`: it took effect; else it runs again. `unit` counts from 1.
absl::Status ResolveUnit(Connection& connection, const std::string& revision, int unit, bool done,
                         const MigrateOptions& options);

// Sets the version table without running anything: its rows become `heads`. `purge` empties it
// first, so that it does not matter what stood there.
absl::Status Stamp(Connection& connection, const std::vector<std::string>& heads, bool purge,
                   const MigrateOptions& options);
// The SQL that Stamp would run.
absl::StatusOr<std::string> StampSql(Connection& connection, const std::vector<std::string>& heads,
                                     bool purge, const MigrateOptions& options);

// Makes the version table and the history where they are missing.
absl::Status EnsureVersionTables(Connection& connection, const MigrateOptions& options);

}  // namespace autogen
