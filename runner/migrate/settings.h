#pragma once

#include <string>

#include "codegen/file/migration.h"
#include "runner/migrate/migrate.h"

namespace autogen {

// The settings under which a migration's statements run. In a transaction they are SET LOCAL;
// around a statement outside any, SET before and RESET after.
struct UnitSettings {
  std::string before;  // statements, each with its semicolon and line break
  std::string after;   // empty in a transaction
};
UnitSettings SettingsFor(const Unit& unit, const MigrationHeader& header,
                         const MigrateOptions& options);

// What identifies a unit: a finished one is not run again while this stays the same.
std::string UnitDigest(const Unit& unit);

const MigrationFile& FileOf(const Migration& migration, Direction direction);

}  // namespace autogen
