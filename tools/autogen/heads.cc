#include "tools/autogen/heads.h"

#include "runner/locks/locks.h"
#include "runner/replay/kept_heads.h"
#include "runner/replay/replay.h"
#include "runner/scratch/build.h"

namespace autogen {

absl::StatusOr<Database> ReadHeads(Session& session, const MigrationsFolder& folder, int major,
                                   const MigrateOptions& run) {
  std::string key;
  if (!session.options().no_cache && !folder.migrations.empty()) {
    absl::StatusOr<std::string> build = BuildOf(major);
    if (build.ok()) key = HeadsKey(KeptAs::kBuilt, folder, nullptr, run, *build);
    if (std::optional<Database> kept = FindKeptHeads(key)) return *std::move(kept);
  }
  session.ExpectLocks(LocksFor(folder));
  ASSIGN_OR_RETURN(ScratchServer * server, session.Scratch(major));
  ASSIGN_OR_RETURN(Database heads, Replay(*server, folder, "heads", run));
  KeepHeads(key, heads);
  return heads;
}

std::optional<Database> StatedHeads(const Session& session, const MigrationsFolder& folder) {
  if (session.options().no_cache) return std::nullopt;
  return FindKeptHeads(HeadsKey(KeptAs::kStated, folder, nullptr, session.RunOptions(), ""));
}

void StateHeads(const Session& session, const MigrationsFolder& folder, const Migration& added,
                const Database& target) {
  if (session.options().no_cache) return;
  KeepHeads(HeadsKey(KeptAs::kStated, folder, &added, session.RunOptions(), ""), target);
}

}  // namespace autogen
