#include "runner/prove/prove.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "engine/plan/fates.h"
#include "engine/schema/left_alone.h"
#include "engine/sql/quote.h"
#include "runner/prove/default_privileges.h"
#include "runner/prove/printed.h"
#include "runner/prove/script.h"
#include "runner/prove/slices.h"
#include "runner/prove/states.h"
#include "runner/realise/realise.h"
#include "runner/realise/together.h"

namespace autogen {
namespace {

// Of objects that are known to be all that changes, the rest need not be compared.
Changes ChangesOf(const Database& before, const Database& after, const Changes* known) {
  if (known == nullptr) return Compare(before, after);
  std::set<ObjectId> ids;
  for (const ObjectChange& change : known->changes) ids.insert(change.id);
  return CompareThese(before, after, ids);
}

absl::StatusOr<Script> UnprovedScript(const Database& before, const Database& after,
                                      const RenameMap& renames, const GenerateOptions& options) {
  Renamed renamed(before, renames);
  const Changes* known = renames.empty() ? options.changes : nullptr;
  return MakeScript(*renamed, after, ChangesOf(*renamed, after, known), renames, options);
}

absl::StatusOr<GeneratedMigration> Unproved(const Database& live, const Database& target,
                                            const RenameMap& renames,
                                            const GenerateOptions& options,
                                            const std::string& why) {
  GeneratedMigration result;
  ASSIGN_OR_RETURN(Script up, UnprovedScript(live, target, renames, options));
  ASSIGN_OR_RETURN(Script down, UnprovedScript(target, live, renames.Inverse(), options));
  result.upgrade = std::move(up.statements);
  result.downgrade = std::move(down.statements);
  result.proof = "none: " + why;
  return result;
}

class Prover {
 public:
  Prover(const Database& live, Database target, const RenameMap& renames,
         const GenerateOptions& options, ScratchServer& server)
      : live_(live),
        target_(std::move(target)),
        renames_(renames),
        inverse_(renames.Inverse()),
        options_(options),
        server_(server) {}

  absl::StatusOr<GeneratedMigration> Generate();

 private:
  absl::Status Plan();
  absl::Status Prove(ProofSlices slices);
  absl::StatusOr<bool> ProveQuickly();
  absl::Status ProveThoroughly();
  absl::Status SaidOfModels(const absl::Status& failed);
  bool NeedsUnread(const absl::Status& failed) const;
  std::string TouchedAlone() const;
  absl::Status ProveSlices();
  absl::StatusOr<Script> Down(const Database& printed);
  absl::Status Begin(Connection& connection, bool nested);
  absl::Status Run(Connection& connection, const Script& script, bool nested,
                   std::string_view direction) const;
  bool IsOfMissingExtension(const Script& script, const Statement& statement) const;
  std::string StandInsText() const;
  template <class F>
  auto OnScratch(bool nested, const F& run) -> decltype(run(std::declval<Connection&>()));

  const Database& live_;
  Database target_;
  const RenameMap& renames_;
  const RenameMap inverse_;
  const GenerateOptions& options_;
  ScratchServer& server_;
  Changes changes_;
  Script up_, down_;
  ProofSlices slices_;
  StandIns stand_ins_;
  std::set<Name> roles_, tablespaces_;  // stand-ins too
  std::vector<DefaultPrivilege> default_privileges_;
};

absl::Status Prover::Plan() {
  Renamed live(live_, renames_);
  changes_ =
      options_.changes != nullptr && renames_.empty() ? *options_.changes : Compare(*live, target_);
  ASSIGN_OR_RETURN(up_, MakeScript(*live, target_, changes_, renames_, options_));
  return absl::OkStatus();
}

absl::StatusOr<Script> Prover::Down(const Database& printed) {
  std::set<ObjectId> ids = TakePrinted(live_, slices_.whole_end, printed, &target_);
  if (!renames_.empty()) {
    Database before = ApplyRenames(target_, inverse_);
    return MakeScript(before, live_, Compare(before, live_), inverse_, options_);
  }
  for (const ObjectChange& change : changes_.changes) ids.insert(change.id);
  Changes changes = CompareThese(target_, live_, ids);
  return MakeScript(target_, live_, changes, inverse_, options_);
}

// Runs on a database that is gone afterwards.
template <class F>
auto Prover::OnScratch(bool nested, const F& run) -> decltype(run(std::declval<Connection&>())) {
  if (nested) {
    ASSIGN_OR_RETURN(Bench bench, Bench::Begin(server_));
    return run(bench.connection());
  }
  ASSIGN_OR_RETURN(ScratchDatabase scratch, ScratchDatabase::Create(server_, live_.owner));
  RETURN_IF_ERROR(scratch.connection().Execute("BEGIN"));
  return run(scratch.connection());
}

// An extension that is not on this machine cannot be made here; what stands in for it is there.
bool Prover::IsOfMissingExtension(const Script& script, const Statement& statement) const {
  if (stand_ins_.extensions.empty() || statement.step >= script.plan.steps.size()) return false;
  const ObjectId& id = script.plan.steps[statement.step].id;
  return id.kind == Kind::kExtension && stand_ins_.extensions.contains(id.name);
}

// Runs a script as the runner will: transaction by transaction, under the files' search path, as
// the role that migrates. `nested`: within the caller's transaction, for a script of one unit.
absl::Status Prover::Run(Connection& connection, const Script& script, bool nested,
                         std::string_view direction) const {
  if (script.statements.empty()) return absl::OkStatus();
  const std::string begin = (nested ? "" : "BEGIN; ") + SearchPathSql(options_.search_path);
  RETURN_IF_ERROR(connection.Execute(begin));
  std::vector<std::string_view> unit;
  auto run_unit = [&]() -> absl::Status {
    absl::Status status = RunTogether(connection, std::exchange(unit, {}));
    if (status.ok()) return status;
    Finding finding = ToFinding(status);
    if (finding.sqlstate.empty()) return status;
    return ProofFailed(std::string(direction) + ": " + finding.message, finding.detail,
                       finding.sqlstate);
  };
  for (const Statement& statement : script.statements) {
    if (statement.begins_unit) {
      RETURN_IF_ERROR(run_unit());
      RETURN_IF_ERROR(connection.Execute("COMMIT; " + begin));
    }
    if (IsOfMissingExtension(script, statement)) continue;
    unit.push_back(statement.text);
  }
  RETURN_IF_ERROR(run_unit());
  return nested ? absl::OkStatus() : connection.Execute("COMMIT");
}

// The start stands, and the role that migrates has the word.
absl::Status Prover::Begin(Connection& connection, bool nested) {
  RETURN_IF_ERROR(Realise(server_, connection, slices_.start, slices_.whole_start, stand_ins_));
  std::string sql = DefaultPrivilegesSql(default_privileges_, connection.server_version());
  if (!nested) sql += "COMMIT;\n";
  const std::string set = nested ? "SET LOCAL " : "SET ";
  // The slice holds nothing that only a string body mentions.
  sql += set + "check_function_bodies = off;\n";
  if (!live_.current_user.empty()) {
    sql += set + "SESSION AUTHORIZATION " + QuoteIdentifier(live_.current_user);
  }
  return connection.Execute(sql);
}

// Most often what the server prints is what is wanted as it stands: then nothing more need be made.
// False: something is written differently, so more must be asked.
absl::StatusOr<bool> Prover::ProveQuickly() {
  const bool nested = CanNest(up_);
  return OnScratch(nested, [&](Connection& connection) -> absl::StatusOr<bool> {
    RETURN_IF_ERROR(Begin(connection, nested));
    RETURN_IF_ERROR(Run(connection, up_, nested, "upgrade"));
    ASSIGN_OR_RETURN(Database reached, ReadAll(connection));
    if (!Difference(reached, slices_.end, slices_.ignored).empty()) return false;
    ASSIGN_OR_RETURN(down_, Down(reached));
    if (nested && !CanNest(down_)) return false;
    RETURN_IF_ERROR(Run(connection, down_, nested, "downgrade"));
    ASSIGN_OR_RETURN(Database returned, ReadAll(connection));
    return Difference(returned, slices_.start, slices_.ignored).empty();
  });
}

// Both ends are made as well, and states are compared as the server prints them.
absl::Status Prover::ProveThoroughly() {
  struct States {
    Database start, reached, returned;
    absl::Status down;
  };
  ASSIGN_OR_RETURN(Database end, RealiseAndRead(server_, slices_.end, slices_.whole_end));
  ASSIGN_OR_RETURN(down_, Down(end));
  const bool nested = CanNest(up_) && CanNest(down_);
  auto run = [&](Connection& connection) -> absl::StatusOr<States> {
    States states;
    RETURN_IF_ERROR(Begin(connection, nested));
    ASSIGN_OR_RETURN(states.start, ReadAll(connection));
    RETURN_IF_ERROR(Run(connection, up_, nested, "upgrade"));
    ASSIGN_OR_RETURN(states.reached, ReadAll(connection));
    states.down = Run(connection, down_, nested, "downgrade");
    if (!states.down.ok()) return states;
    ASSIGN_OR_RETURN(states.returned, ReadAll(connection));
    return states;
  };
  ASSIGN_OR_RETURN(States states, OnScratch(nested, run));
  RETURN_IF_ERROR(ExpectSame(server_, states.reached, end, slices_.ignored,
                             "the upgrade does not reach the models"));
  RETURN_IF_ERROR(states.down);
  return ExpectSame(server_, states.returned, states.start, slices_.ignored,
                    "the downgrade does not return to the start");
}

absl::Status Prover::Prove(ProofSlices slices) {
  slices_ = std::move(slices);
  roles_ = RolesOf(slices_.end);
  roles_.merge(RolesOf(slices_.start));
  default_privileges_ = DefaultPrivilegesAtWork(live_, slices_.start, slices_.end);
  for (const DefaultPrivilege& privilege : default_privileges_) {
    for (const Privilege& right : privilege.grants) roles_.insert(right.grantee);
  }
  roles_.erase(Name("public"));
  ASSIGN_OR_RETURN(Connection * bench, server_.Bench());
  RETURN_IF_ERROR(MakeRoles(*bench, roles_));
  ASSIGN_OR_RETURN(tablespaces_, MakeTablespaces(*bench, slices_.start));
  ASSIGN_OR_RETURN(std::set<Name> more, MakeTablespaces(*bench, slices_.end));
  tablespaces_.merge(more);
  ASSIGN_OR_RETURN(stand_ins_, FindStandIns(server_, {&slices_.start, &slices_.end}));
  for (Name extension : stand_ins_.extensions) {
    slices_.ignored.insert({Kind::kExtension, {}, extension, {}});
  }
  ASSIGN_OR_RETURN(bool proved, ProveQuickly());
  return proved ? absl::OkStatus() : ProveThoroughly();
}

// "; with stand-ins for role app, extension postgis"
std::string Prover::StandInsText() const {
  std::string text;
  auto add = [&](std::string_view kind, Name name) {
    text += (text.empty() ? "; with stand-ins for " : ", ") + std::string(kind) + name.str();
  };
  for (Name role : roles_) {
    if (role != Name("postgres") && !role.view().starts_with("pg_")) add("role ", role);
  }
  for (Name tablespace : tablespaces_) add("tablespace ", tablespace);
  for (Name extension : stand_ins_.extensions) add("extension ", extension);
  return text;
}

// A server that cannot make the target by itself either speaks of the models, not of the migration.
absl::Status Prover::SaidOfModels(const absl::Status& failed) {
  if (ToFinding(failed).sqlstate.empty()) return failed;
  absl::Status made = RealiseAndRead(server_, slices_.end, slices_.whole_end).status();
  return made.ok() ? failed : made;
}

// Whether a schema is missing on the scratch server that may be one of those that are left out.
bool Prover::NeedsUnread(const absl::Status& failed) const {
  return ToFinding(failed).sqlstate == "3F000" && !live_.other_namespaces.empty();
}

// What the plan touches of that which rests on what models cannot say, in words; empty: nothing.
std::string Prover::TouchedAlone() const {
  std::vector<ObjectId> touched;
  for (const Step& step : up_.plan.steps) {
    const ObjectId& id = step.id;
    touched.push_back(id.kind == Kind::kColumn ? RelationId(Kind::kTable, id.schema, id.scope)
                                               : id);
  }
  // What goes along with its table has no step.
  for (const ObjectChange& change : changes_.changes) touched.push_back(change.id);
  for (const ObjectId& id : touched) {
    const std::string* rests_on = RestsOn(target_, id);
    if (rests_on != nullptr) return Named(id) + " rests on " + *rests_on;
  }
  return "";
}

// In a slice; what is left alone may rest on what is touched and cannot be made here, nor need be
// where the plan lets it stand.
absl::Status Prover::ProveSlices() {
  ProofSlices slices = CutSlices(up_.plan, changes_, live_, target_, renames_, inverse_);
  if (live_.left_alone.empty()) return Prove(std::move(slices));
  absl::Status status = Prove(slices);
  if (status.ok() || !TouchedAlone().empty()) return status;
  return Prove(WithoutLeftAlone(std::move(slices), live_, target_));
}

absl::StatusOr<GeneratedMigration> Prover::Generate() {
  RETURN_IF_ERROR(Plan());
  GeneratedMigration result;
  absl::Status status = absl::OkStatus();
  if (!options_.whole_schema) {
    status = ProveSlices();
  }
  if (std::string touched = TouchedAlone(); !status.ok() && !touched.empty()) {
    return Unproved(live_, target_, renames_, options_,
                    touched + ", which models cannot say yet: " + ToFinding(status).message);
  }
  // What does not hold in a slice may hold in the whole, which has the last word.
  result.whole_schema = options_.whole_schema || !status.ok();
  if (result.whole_schema) status = Prove(WholeSlices(live_, target_));
  if (!status.ok() && !stand_ins_.extensions.empty()) {
    // What stands in has no functions, so this says nothing of the migration.
    return Unproved(live_, target_, renames_, options_,
                    "not installed here: " + Describe(stand_ins_));
  }
  if (!status.ok() && NeedsUnread(status)) {
    return Unproved(live_, target_, renames_, options_,
                    "it needs what is in a schema that is not read: " + ToFinding(status).message);
  }
  if (!status.ok()) return SaidOfModels(status);
  result.upgrade = std::move(up_.statements);
  result.downgrade = std::move(down_.statements);
  result.proved = true;
  result.target = std::move(target_);
  result.proof = "both directions, PostgreSQL " + server_.version() + StandInsText();
  return result;
}

}  // namespace

absl::StatusOr<GeneratedMigration> Generate(const Database& live, Database target,
                                            const RenameMap& renames,
                                            const GenerateOptions& options, ScratchServer* server,
                                            const std::string& why_not) {
  if (!options.prove || server == nullptr) {
    return Unproved(live, target, renames, options, why_not.empty() ? "switched off" : why_not);
  }
  auto start = std::chrono::steady_clock::now();
  absl::StatusOr<GeneratedMigration> result =
      Prover(live, std::move(target), renames, options, *server).Generate();
  if (!result.ok()) return result;
  result->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace autogen
