#pragma once

#include <string>

#include "codegen/file/migration.h"
#include "runner/migrate/migrate.h"

namespace autogen {

// Where a run has come to, for the words of an error.
struct RunPosition {
  const Migration* migration = nullptr;
  const MigrationFile* file = nullptr;
  Direction direction = Direction::kUpgrade;
  int unit = 0, units = 0;                   // from 0
  const UnitStatement* statement = nullptr;  // nullptr: at the unit's end
  std::vector<std::string> finished;         // revisions that this run has completed
  std::vector<std::string> rows;             // of the version table: where the database is
  bool dry_run = false;
};

// The server's refusal as a migration's error: file and line, the statement, and what became of the
// rest.
absl::Status UnitError(const absl::Status& refusal, const RunPosition& position);

}  // namespace autogen
