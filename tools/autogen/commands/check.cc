#include "codegen/report/changes.h"
#include "codegen/sql/statement.h"
#include "engine/base/keep.h"
#include "engine/schema/json.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/commands/compared.h"
#include "tools/autogen/commands/start.h"

namespace autogen {
namespace {

// The SQL that would bring the database to the models, for the eye.
std::string SqlOf(const ModelsAgainst& models) {
  const Decided& decision = models.decision;
  absl::StatusOr<Plan> plan =
      MakePlan(decision.before, decision.target, decision.changes, models.renames, {});
  if (!plan.ok()) return "";
  std::string sql;
  SqlStyle style{.lower_keywords = false, .first_schema = "public"};
  for (const Statement& statement : Render(*plan, decision.before, decision.target, style)) {
    sql += "  " + statement.text + ";\n";
  }
  return sql;
}

absl::Status Report(Session& session, const Compared& compared) {
  const Decided& decision = compared.models.decision;
  for (const Finding& notice : compared.models.notices) session.terminal().Warn(notice);
  Finding finding;
  finding.blame = Blame::kFinding;
  if (!decision.undecided.empty()) {
    finding.message = "cannot tell whether these differ: " + decision.why_undecided;
    for (const ObjectId& id : decision.undecided) finding.detail += Label(id) + "\n";
    return ToStatus(finding);
  }
  std::vector<ChangeLine> lines =
      ChangeLines(decision.changes, decision.before, decision.target, compared.models.renames);
  if (session.options().json)
    session.terminal().Result("{\"drift\": " + ChangesJson(lines) +
                              (compared.not_compared.empty()
                                   ? ""
                                   : ", \"not_compared\": " + JsonString(compared.not_compared)) +
                              "}\n");
  if (lines.empty()) {
    session.terminal().Say(Agreement("no drift", compared.not_compared) + compared.where +
                           " agree (" + std::to_string(compared.objects) + " objects" +
                           Besides(compared.not_compared) + ")");
    return absl::OkStatus();
  }
  if (!session.options().json)
    session.terminal().Result(ChangesText(lines) + "\n" + SqlOf(compared.models));
  finding.message = "drift: " + compared.where + " is not what the models say";
  finding.hint = "`autogen -m \"…\"` writes the migration";
  return ToStatus(finding);
}

absl::Status Check(Session& session, const CheckOptions& options) {
  ASSIGN_OR_RETURN(std::optional<Address> address, session.FindAddress());
  absl::StatusOr<Compared> compared;
  if (address && !options.migrations) {
    compared = CompareWithDatabase(session, *address);
  } else {
    compared = CompareWithMigrations(session);
  }
  if (!compared.ok()) return compared.status();
  return Report(session, KeepToTheEnd(*std::move(compared)));
}

}  // namespace

int RunCheck(Session& session, const CheckOptions& options) {
  absl::Status status = Check(session, options);
  return status.ok() ? 0 : session.terminal().Fail(status);
}

}  // namespace autogen
