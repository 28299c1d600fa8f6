#include <future>

#include "codegen/report/changes.h"
#include "codegen/sql/statement.h"
#include "engine/base/keep.h"
#include "engine/base/sha256.h"
#include "engine/schema/json.h"
#include "introspect/cache_folder.h"
#include "introspect/digest.h"
#include "introspect/saved_state.h"
#include "runner/locks/locks.h"
#include "runner/prove/prove.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/commands/drift.h"
#include "tools/autogen/commands/start.h"
#include "tools/autogen/heads.h"

namespace autogen {
namespace {

struct Compared {
  ModelsAgainst models;
  std::string where;
  size_t objects = 0;
  std::string not_compared;  // kinds that models cannot say
};

AgainstOptions Against(const Session& session) {
  AgainstOptions against = session.AgainstModels();
  against.rename_mode = RenameMode::kIgnore;
  return against;
}

// With a server to ask.
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
                                   std::move(sides.live), Against(session), scratch));
  } else {
    ASSIGN_OR_RETURN(ReadModelPtr models, session.Models());
    ASSIGN_OR_RETURN(result.models,
                     CompareModels(*models, std::move(sides.live), Against(session), scratch));
  }
  session.Phase("compared");
  result.objects = result.models.decision.target.objects.size();
  return result;
}

// Everything, with what only a difference needs: who depends on whom, and a server to ask.
absl::StatusOr<Compared> CompareWhole(Session& session, Connection connection) {
  SidesSource source = session.Sources();
  ASSIGN_OR_RETURN(source.files, LoadModelFiles(session.models_folder()));
  source.connect = [&] { return std::move(connection); };
  ASSIGN_OR_RETURN(Sides sides, ReadSides(std::move(source)));
  session.Phase("models and catalog read with what depends on what");
  return CompareSides(session, std::move(sides));
}

// A hash of all that the models' side of a comparison is made of.
std::string ModelsKey(const Session& session, const std::vector<ModelFile>& files) {
  Sha256 hash;
  hash.Add(FileIdentity(kThisProgram) + "\n");
  for (Name schema : session.AgainstModels().search_path) hash.Add(schema.str() + "\n");
  for (const std::string& schema : session.Schemas()) hash.Add(schema + "\n");
  hash.Add(session.config().version_table + "\n");
  for (const ModelFile& file : files) {
    hash.Add(file.path + "\n" + std::to_string(file.text.size()) + "\n");
    hash.Add(file.text);
  }
  return hash.Hex();
}

// Most checks find nothing, and most of these nothing new: then the last one's word stands. One
// that found a difference is most often followed by another: then all is read at once that only a
// difference needs, and nothing twice.
class DatabaseCheck {
 public:
  DatabaseCheck(Session& session, const Address& address) : session_(session), address_(address) {}

  absl::StatusOr<Compared> Run() {
    // The files are read while the server answers.
    auto loading =
        std::async(std::launch::async, [&] { return LoadModelFiles(session_.models_folder()); });
    absl::StatusOr<Connection> connection = Connection::Open(address_.conninfo);
    ASSIGN_OR_RETURN(std::vector<ModelFile> files, loading.get());
    session_.Phase("connected, model files loaded");
    if (session_.options().no_cache) return Compare(std::move(files), std::move(connection), "");
    std::string models = ModelsKey(session_, files);
    if (connection.ok()) {
      key_ = session_.models_folder() + "\n" + connection->Describe();
      ASSIGN_OR_RETURN(bool known, IsKnown(*connection, models));
      session_.Phase("saved state looked at");
      if (known) return Same(connection->Describe());
    }
    return Compare(std::move(files), std::move(connection), models);
  }

 private:
  absl::StatusOr<bool> IsKnown(Connection& connection, const std::string& models) {
    std::optional<SavedState> state = LoadState(key_);
    if (!state || state->models != models) return false;
    ASSIGN_OR_RETURN(std::string digest, ReadDigest(connection));
    if (digest != state->digest) return false;
    state_ = *std::move(state);
    return true;
  }

  void TellNotices() const {
    for (const std::string& notice : state_.notices) session_.terminal().Say(notice);
  }

  Compared Same(std::string where) {
    TellNotices();
    Compared result;
    result.where = std::move(where);
    result.objects = state_.objects;
    result.not_compared = state_.not_compared;
    return result;
  }

  absl::StatusOr<Compared> Compare(std::vector<ModelFile> files,
                                   absl::StatusOr<Connection> connection,
                                   const std::string& models) {
    SidesSource source = session_.Sources();
    source.files = std::move(files);
    const bool whole = DifferedLast();
    source.catalog.dependencies = whole;
    source.catalog.digest = &state_.digest;
    source.connect = [&] { return std::move(connection); };
    ASSIGN_OR_RETURN(Sides sides, ReadSides(std::move(source)));
    session_.Phase("models and catalog read");
    state_.notices = UnmodelledNotices(sides.live);
    state_.not_compared = NotCompared(sides.live);
    TellNotices();
    if (whole) {
      ASSIGN_OR_RETURN(Compared result, CompareSides(session_, std::move(sides)));
      if (!result.models.decision.changes.empty()) return result;
      return Agree(std::move(result), models);
    }
    if (!sides.declared) return CompareWhole(session_, *std::move(sides.connection));
    AgainstOptions against = Against(session_);
    against.keep_declared = false;
    Compared result;
    result.where = sides.connection->Describe();
    result.not_compared = state_.not_compared;
    ASSIGN_OR_RETURN(result.models, CompareModels(*std::move(sides.declared), sides.namespaces,
                                                  std::move(sides.live), against, nullptr));
    if (!result.models.decision.changes.empty()) {
      Differ(true);
      return CompareWhole(session_, *std::move(sides.connection));
    }
    session_.Phase("compared");
    return Agree(std::move(result), models);
  }

  Compared Agree(Compared result, const std::string& models) {
    result.objects = state_.objects = result.models.decision.target.objects.size();
    state_.models = models;
    if (!models.empty() && result.models.notices.empty()) SaveState(key_, state_);
    if (DifferedLast()) Differ(false);
    return result;
  }

  std::string DifferenceKey() const { return key_ + "\nthe last difference"; }
  bool DifferedLast() const {
    return !key_.empty() && LoadState(DifferenceKey()).value_or(SavedState()).objects > 0;
  }
  void Differ(bool differs) const {
    SavedState state;
    state.objects = differs ? 1 : 0;
    if (!key_.empty()) SaveState(DifferenceKey(), state);
  }

  Session& session_;
  const Address& address_;
  std::string key_;
  SavedState state_;
};

// Whether the folder's head says that it reaches these very models. Nobody has to be asked then.
absl::StatusOr<bool> ReachesModels(const Session& session, const MigrationsFolder& folder,
                                   const ReadModel& models) {
  std::optional<std::string> reached = ModelsAtHead(folder);
  if (!reached) return false;
  ASSIGN_OR_RETURN(std::string wanted,
                   ModelsDigest(models, session.AgainstModels().search_path, session.Schemas()));
  return wanted == *reached;
}

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
  ASSIGN_OR_RETURN(result.models, CompareModels(**models, std::move(head), Against(session),
                                                [&] { return session.Scratch(0); }));
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
    compared = DatabaseCheck(session, *address).Run();
  } else {
    compared = CompareWithMigrations(session);
  }
  if (!compared.ok()) return compared.status();
  return Report(session, KeepToTheEnd(*std::move(compared)));
}

}  // namespace

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

int RunCheck(Session& session, const CheckOptions& options) {
  absl::Status status = Check(session, options);
  return status.ok() ? 0 : session.terminal().Fail(status);
}

}  // namespace autogen
