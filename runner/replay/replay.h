#pragma once

#include <string>
#include <vector>

#include "codegen/file/migration.h"
#include "engine/schema/database.h"
#include "runner/migrate/migrate.h"
#include "runner/scratch/server.h"

namespace autogen {

// The schema that a folder of migrations builds: run from nothing up to `target` ("head", a
// revision …) on a scratch server, and read back. `roles` are made first, as stand-ins. A folder
// that starts from an existing database cannot be replayed: the error says how to make a baseline.
absl::StatusOr<Database> Replay(ScratchServer& server, const MigrationsFolder& folder,
                                const std::string& target, const MigrateOptions& options);

// A dry run of what cannot be rolled back: on a scratch server, the folder up to `current` (the
// database's rows), then `path`.
absl::Status DryRunOnScratch(ScratchServer& server, const MigrationsFolder& folder,
                             const std::vector<std::string>& current,
                             const std::vector<std::string>& path, Direction direction,
                             const MigrateOptions& options);

// What `autogen prove` does: every migration of `path` up, then down again, each half's end equal
// to where it must be.
struct ReplayProof {
  std::vector<std::string> proved;  // revisions, in order
  Database head;                    // at the end of the upgrades
};
absl::StatusOr<ReplayProof> ProveFolder(ScratchServer& server, const MigrationsFolder& folder,
                                        const std::vector<std::string>& path,
                                        const MigrateOptions& options);

}  // namespace autogen
