#pragma once

#include <optional>
#include <string>
#include <vector>

#include "codegen/report/changes.h"
#include "tools/autogen/session.h"

namespace autogen {

// A migration on its way into the folder.
struct NewMigration {
  MigrationHeader header;
  std::vector<ChangeLine> changes;
  std::vector<Statement> upgrade, downgrade;
  // What the folder builds with it, as was proved; absent where that is not known.
  std::optional<Database> target;
};

std::string NewRevisionId();

// Writes both files, chained to the parents, and tells so.
absl::Status WriteMigration(Session& session, const MigrationsFolder& folder, NewMigration* wanted);

}  // namespace autogen
