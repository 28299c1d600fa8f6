#include "runner/locks/locks.h"
#include "tools/autogen/commands/compared.h"
#include "tools/autogen/commands/start.h"

namespace autogen {

AgainstOptions AgainstForCheck(const Session& session) {
  AgainstOptions against = session.AgainstModels();
  against.rename_mode = RenameMode::kIgnore;
  return against;
}

absl::StatusOr<Compared> CompareSides(Session& session, Sides sides) {
  const int major = sides.live.server_version / 10000;
  session.ExpectLocks(LocksFor(sides.live));
  const ScratchProvider scratch = [&] { return session.Scratch(major); };
  Compared result;
  result.where = sides.connection->Describe();
  result.not_compared = NotCompared(sides.live);
  if (sides.declared) {
    ASSIGN_OR_RETURN(result.models,
                     CompareModels(*std::move(sides.declared), sides.namespaces,
                                   std::move(sides.live), AgainstForCheck(session), scratch));
  } else {
    ASSIGN_OR_RETURN(ReadModelPtr models, session.Models());
    ASSIGN_OR_RETURN(result.models, CompareModels(*models, std::move(sides.live),
                                                  AgainstForCheck(session), scratch));
  }
  session.Phase("compared");
  result.objects = result.models.decision.target.objects.size();
  return result;
}

absl::StatusOr<Compared> CompareWhole(Session& session, Connection connection) {
  SidesSource source = session.Sources();
  ASSIGN_OR_RETURN(source.files, LoadModelFiles(session.models_folder()));
  source.connect = [&] { return std::move(connection); };
  ASSIGN_OR_RETURN(Sides sides, ReadSides(std::move(source)));
  session.Phase("models and catalog read with what depends on what");
  return CompareSides(session, std::move(sides));
}

}  // namespace autogen
