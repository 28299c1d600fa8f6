#include "tools/autogen/commands/drift.h"

#include "codegen/report/changes.h"
#include "tools/autogen/commands/compared.h"

namespace autogen {

absl::StatusOr<Drift> FindDrift(Session& session, Connection connection) {
  ASSIGN_OR_RETURN(Compared compared, CompareWhole(session, std::move(connection)));
  const Decided& decision = compared.models.decision;
  if (!decision.undecided.empty()) {
    return ToStatus(Finding{decision.why_undecided, "", "", {}, Blame::kFinding, ""});
  }
  Drift drift;
  drift.differences =
      ChangeLines(decision.changes, decision.before, decision.target, compared.models.renames)
          .size();
  drift.not_compared = std::move(compared.not_compared);
  return drift;
}

}  // namespace autogen
