#include "codegen/report/changes.h"
#include "codegen/sql/statement.h"
#include "runner/prove/prove.h"
#include "runner/replay/replay.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/commands/drift.h"
#include "tools/autogen/commands/start.h"

namespace autogen {
namespace {

struct Compared {
  ModelsAgainst models;
  std::string where;
};

AgainstOptions Against(const Session& session) {
  AgainstOptions against = session.AgainstModels();
  against.rename_mode = RenameMode::kIgnore;
  return against;
}

// Most checks find nothing. What only a difference needs – who depends on whom, and a server to ask
// – waits until there is one.
absl::StatusOr<Compared> CompareWithDatabase(Session& session, const Address& address) {
  SidesSource source = session.Sources();
  source.catalog.dependencies = false;
  source.connect = [&] { return Connection::Open(address.conninfo); };
  ASSIGN_OR_RETURN(Sides sides, ReadSides(source));
  TellUnmodelled(session.terminal(), sides.live);
  Compared result;
  result.where = sides.connection->Describe();
  if (sides.declared) {
    AgainstOptions against = Against(session);
    against.keep_declared = false;
    ASSIGN_OR_RETURN(result.models, CompareModels(*std::move(sides.declared), sides.namespaces,
                                                  std::move(sides.live), against, nullptr));
    if (result.models.decision.changes.empty()) return result;
  }
  ASSIGN_OR_RETURN(ReadModelPtr models, session.Models());
  ASSIGN_OR_RETURN(Database live, ReadCatalog(*sides.connection, session.CatalogOptions(*models)));
  int major = live.server_version / 10000;
  ASSIGN_OR_RETURN(result.models, CompareModels(*models, std::move(live), Against(session),
                                                [&] { return session.Scratch(major); }));
  return result;
}

absl::StatusOr<Compared> CompareWithMigrations(Session& session, const ReadModel& models) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  ASSIGN_OR_RETURN(ScratchServer * server, session.Scratch(0));
  ASSIGN_OR_RETURN(Database head, Replay(*server, folder, "heads", session.RunOptions()));
  AgainstOptions against = session.AgainstModels();
  against.rename_mode = RenameMode::kIgnore;
  Compared result;
  ASSIGN_OR_RETURN(result.models, CompareModels(models, std::move(head), against,
                                                [&] { return session.Scratch(0); }));
  result.where = "the migrations";
  return result;
}

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
    session.terminal().Result("{\"drift\": " + ChangesJson(lines) + "}\n");
  if (lines.empty()) {
    session.terminal().Say("no drift: the models and " + compared.where + " agree (" +
                           std::to_string(compared.models.decision.target.objects.size()) +
                           " objects)");
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
    ASSIGN_OR_RETURN(ReadModelPtr models, session.Models());
    compared = CompareWithMigrations(session, *models);
  }
  if (!compared.ok()) return compared.status();
  return Report(session, *compared);
}

}  // namespace

absl::StatusOr<size_t> CountDrift(Session& session, Connection& connection) {
  ASSIGN_OR_RETURN(ReadModelPtr models, session.Models());
  ASSIGN_OR_RETURN(Compared compared, CompareWithDatabase(session, *models, connection));
  const Decided& decision = compared.models.decision;
  if (!decision.undecided.empty()) {
    return ToStatus(Finding{decision.why_undecided, "", "", {}, Blame::kFinding, ""});
  }
  return ChangeLines(decision.changes, decision.before, decision.target, compared.models.renames)
      .size();
}

int RunCheck(Session& session, const CheckOptions& options) {
  absl::Status status = Check(session, options);
  return status.ok() ? 0 : session.terminal().Fail(status);
}

}  // namespace autogen
