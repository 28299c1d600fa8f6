#pragma once

#include <string>
#include <vector>

#include "runner/migrate/migrate.h"

namespace autogen {

// What can be known to fail before the first statement runs: an extension that the server has not
// got, a secret that the environment does not hold, a dry run of what cannot be rolled back.
absl::Status Preflight(Connection& connection, const std::vector<const Migration*>& migrations,
                       Direction direction, const MigrateOptions& options);

}  // namespace autogen
