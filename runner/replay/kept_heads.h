#pragma once

#include <optional>
#include <string>

#include "codegen/file/migration.h"
#include "engine/schema/database.h"
#include "runner/migrate/migrate.h"

namespace autogen {

// What the heads of a folder of migrations build, kept from the last time that it was known: a
// cache, by the statements of all its files and whatever else the schema follows from.
// See: introspect/cache_folder.h.

// kBuilt: read back after a replay, on the server of `build` (see BuildOf) and as
// options.as_role. kStated: what a migration that was proved is to reach:
// good enough to find that a database is what the folder builds, not to say that it is not.
enum class KeptAs { kBuilt, kStated };

// `added`: a migration that is about to be in the folder; may be null. Empty where it cannot be
// kept: a statement's text depends on a secret.
std::string HeadsKey(KeptAs as, const MigrationsFolder& folder, const Migration* added,
                     const MigrateOptions& options, const std::string& build);

std::optional<Database> FindKeptHeads(const std::string& key);
void KeepHeads(const std::string& key, const Database& heads);

}  // namespace autogen
