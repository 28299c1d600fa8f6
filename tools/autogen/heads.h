#pragma once

#include <optional>

#include "tools/autogen/session.h"

namespace autogen {

// What the folder's heads build, on a scratch server of this major (0: any) and as
// `run.as_role`: as it was found the last time, else replayed. `--no-cache` replays.
absl::StatusOr<Database> ReadHeads(Session& session, const MigrationsFolder& folder, int major,
                                   const MigrateOptions& run);

// What a migration was proved to reach, in the models' words, where it was kept when it was written
// and nothing of the folder has changed since. See: KeptAs::kStated.
std::optional<Database> StatedHeads(const Session& session, const MigrationsFolder& folder);
void StateHeads(const Session& session, const MigrationsFolder& folder, const Migration& added,
                const Database& target);

}  // namespace autogen
