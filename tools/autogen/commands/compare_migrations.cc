#include <future>

#include "runner/prove/prove.h"
#include "tools/autogen/commands/compared.h"
#include "tools/autogen/commands/start.h"
#include "tools/autogen/heads.h"

namespace autogen {
namespace {

// Whether the folder's head says that it reaches these very models. Nobody has to be asked then.
absl::StatusOr<bool> ReachesModels(const Session& session, const MigrationsFolder& folder,
                                   const ReadModel& models) {
  std::optional<std::string> reached = ModelsAtHead(folder);
  if (!reached) return false;
  ASSIGN_OR_RETURN(std::string wanted,
                   ModelsDigest(models, session.AgainstModels().search_path, session.Schemas()));
  return wanted == *reached;
}

}  // namespace

absl::StatusOr<Compared> CompareWithMigrations(Session& session) {
  auto reading = std::async(std::launch::async, [&] { return session.Migrations(); });
  absl::StatusOr<ReadModelPtr> models = session.Models();
  ASSIGN_OR_RETURN(MigrationsFolder folder, reading.get());
  RETURN_IF_ERROR(models.status());
  session.Phase("models and migrations read");
  Compared result;
  result.where = "the migrations";
  result.objects = CountObjects(**models);
  ASSIGN_OR_RETURN(bool reached, ReachesModels(session, folder, **models));
  session.Phase("digests compared");
  if (reached) return result;
  ASSIGN_OR_RETURN(Database head, ReadHeads(session, folder, 0, session.RunOptions()));
  TellUnmodelled(session.terminal(), head);
  result.not_compared = NotCompared(head);
  ASSIGN_OR_RETURN(result.models, CompareModels(**models, std::move(head), AgainstForCheck(session),
                                                [&] { return session.Scratch(0); }));
  return result;
}

}  // namespace autogen
