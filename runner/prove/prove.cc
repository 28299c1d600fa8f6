#include "runner/prove/prove.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "engine/sql/quote.h"
#include "runner/prove/printed.h"
#include "runner/prove/slices.h"
#include "runner/realise/realise.h"

namespace autogen {
namespace {

struct Script {
  Plan plan;
  std::vector<Statement> statements;
};

// `changes` lead from `before`, with the renames applied, to `after`.
absl::StatusOr<Script> MakeScript(const Database& renamed, const Database& after,
                                  const Changes& changes, const RenameMap& renames,
                                  const GenerateOptions& options) {
  Script script;
  ASSIGN_OR_RETURN(script.plan, MakePlan(renamed, after, changes, renames, options.plan));
  script.statements = Render(script.plan, renamed, after, options.style);
  if (script.plan.check_function_bodies_off) {
    script.statements.insert(script.statements.begin(),
                             Statement{"SET LOCAL check_function_bodies = off", {}, 0, false});
  }
  return script;
}

// A database with renames applied, or itself where there are none: they come first in a script, and
// all else is planned on the renamed side.
class Renamed {
 public:
  Renamed(const Database& database, const RenameMap& renames) : database_(&database) {
    if (renames.empty()) return;
    applied_ = ApplyRenames(database, renames);
    database_ = &*applied_;
  }
  const Database& operator*() const { return *database_; }

 private:
  std::optional<Database> applied_;
  const Database* database_;
};

std::string SearchPathSql(const std::vector<std::string>& path) {
  std::string sql = "SET LOCAL search_path = ";
  for (size_t i = 0; i < path.size(); ++i) sql += (i ? ", " : "") + QuoteIdentifier(path[i]);
  return path.empty() ? "SET LOCAL search_path = ''" : sql;
}

absl::Status ProofFailed(std::string message, std::string detail, std::string sqlstate = "") {
  Finding finding;
  finding.message = "the proof failed: " + std::move(message);
  finding.detail = std::move(detail);
  finding.hint = sqlstate.empty() ? "nothing was written; please report it, or go on with "
                                    "--prove off if you know better"
                                  : "nothing was written; mend the model, report it if the model "
                                    "is right, or go on with --prove off if you know better";
  finding.blame = Blame::kFinding;
  finding.sqlstate = std::move(sqlstate);
  return ToStatus(finding);
}

// Whether a script cannot tell if its transaction began with it. An enum's value cannot be used in
// the transaction that adds it, unless that makes the enum too.
// See: PostgreSQL manual, ALTER TYPE, Notes.
bool CanNest(const Script& script) {
  for (const Statement& statement : script.statements) {
    if (statement.begins_unit) return false;
  }
  return std::none_of(script.plan.steps.begin(), script.plan.steps.end(), [](const Step& step) {
    return step.id.kind == Kind::kEnum && step.verb == Verb::kAlter;
  });
}

// What differs between two states, but for `ignored`. An extension may stay where the plan was not
// allowed to drop it.
Changes Difference(const Database& got, const Database& wanted, const std::set<ObjectId>& ignored) {
  Changes changes = Compare(got, wanted);
  std::erase_if(changes.changes, [&](const ObjectChange& change) {
    if (ignored.contains(change.id)) return true;
    return change.id.kind == Kind::kExtension && change.type == ChangeType::kDrop;
  });
  return changes;
}

// Two states as one server printed them. Text that only moves by being read once more is no
// difference.
absl::Status ExpectSame(ScratchServer& server, const Database& got, const Database& wanted,
                        const std::set<ObjectId>& ignored, std::string_view what) {
  Changes changes = Difference(got, wanted, ignored);
  if (changes.empty()) return absl::OkStatus();
  std::set<ObjectId> ids;
  for (const ObjectChange& change : changes.changes) {
    if (change.type != ChangeType::kAlter) {
      return ProofFailed(std::string(what), DescribeChanges(changes));
    }
    ids.insert(change.id);
  }
  ASSIGN_OR_RETURN(Database got_again, RealiseAndRead(server, Slice(got, ids)));
  ASSIGN_OR_RETURN(Database wanted_again, RealiseAndRead(server, Slice(wanted, ids)));
  Changes left = Compare(Only(got_again, ids), Only(wanted_again, ids));
  if (left.empty()) return absl::OkStatus();
  return ProofFailed(std::string(what), DescribeChanges(left));
}

absl::StatusOr<Script> UnprovedScript(const Database& before, const Database& after,
                                      const RenameMap& renames, const GenerateOptions& options) {
  Renamed renamed(before, renames);
  return MakeScript(*renamed, after, Compare(*renamed, after), renames, options);
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
  Prover(const Database& live, const Database& target, const RenameMap& renames,
         const GenerateOptions& options, ScratchServer& server)
      : live_(live),
        target_(target),
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
  absl::StatusOr<Script> Down(const Database& reached) const;
  absl::Status Begin(Connection& connection, bool nested);
  absl::Status Run(Connection& connection, const Script& script, bool nested,
                   std::string_view direction) const;
  bool IsOfMissingExtension(const Script& script, const Statement& statement) const;
  std::string StandInsText() const;
  template <class F>
  auto OnScratch(bool nested, const F& run) -> decltype(run(std::declval<Connection&>()));

  const Database& live_;
  const Database& target_;
  const RenameMap& renames_;
  const RenameMap inverse_;
  const GenerateOptions& options_;
  ScratchServer& server_;
  Changes changes_;
  Script up_, down_;
  ProofSlices slices_;
  StandIns stand_ins_;
  std::set<Name> roles_, tablespaces_;  // stand-ins too
};

absl::Status Prover::Plan() {
  Renamed live(live_, renames_);
  changes_ = Compare(*live, target_);
  ASSIGN_OR_RETURN(up_, MakeScript(*live, target_, changes_, renames_, options_));
  return absl::OkStatus();
}

absl::StatusOr<Script> Prover::Down(const Database& reached) const {
  Printed before = AsPrinted(target_, live_, slices_.whole_end, reached);
  if (!renames_.empty()) {
    Database target = ApplyRenames(before.database, inverse_);
    return MakeScript(target, live_, Compare(target, live_), inverse_, options_);
  }
  std::set<ObjectId> ids = std::move(before.replaced);
  for (const ObjectChange& change : changes_.changes) ids.insert(change.id);
  Changes changes = CompareThese(before.database, live_, ids);
  return MakeScript(before.database, live_, changes, inverse_, options_);
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
  std::string begin = (nested ? "" : "BEGIN; ") + SearchPathSql(options_.search_path);
  RETURN_IF_ERROR(connection.Execute(begin));
  for (const Statement& statement : script.statements) {
    if (IsOfMissingExtension(script, statement)) continue;
    if (statement.begins_unit) RETURN_IF_ERROR(connection.Execute("COMMIT; " + begin));
    if (absl::Status status = connection.Execute(statement.text); !status.ok()) {
      Finding finding = ToFinding(status);
      return ProofFailed(std::string(direction) + ": " + finding.message,
                         statement.text + (finding.detail.empty() ? "" : "\n" + finding.detail),
                         finding.sqlstate);
    }
  }
  return nested ? absl::OkStatus() : connection.Execute("COMMIT");
}

// The start stands, and the role that migrates has the word.
absl::Status Prover::Begin(Connection& connection, bool nested) {
  RETURN_IF_ERROR(Realise(server_, connection, slices_.start, slices_.whole_start, stand_ins_));
  std::string sql = nested ? "" : "COMMIT;\n";
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

absl::StatusOr<GeneratedMigration> Prover::Generate() {
  RETURN_IF_ERROR(Plan());
  GeneratedMigration result;
  absl::Status status = absl::OkStatus();
  if (!options_.whole_schema) {
    status = Prove(CutSlices(up_.plan, changes_, live_, target_, renames_, inverse_));
  }
  // What does not hold in a slice may hold in the whole, which has the last word.
  result.whole_schema = options_.whole_schema || !status.ok();
  if (result.whole_schema) status = Prove(WholeSlices(live_, target_));
  if (!status.ok() && !stand_ins_.extensions.empty()) {
    // What stands in has no functions, so this says nothing of the migration.
    return Unproved(live_, target_, renames_, options_,
                    "not installed here: " + Describe(stand_ins_));
  }
  RETURN_IF_ERROR(status);
  result.upgrade = std::move(up_.statements);
  result.downgrade = std::move(down_.statements);
  result.proved = true;
  result.proof = "both directions, PostgreSQL " + server_.version() + StandInsText();
  return result;
}

}  // namespace

absl::StatusOr<GeneratedMigration> Generate(const Database& live, const Database& target,
                                            const RenameMap& renames,
                                            const GenerateOptions& options, ScratchServer* server,
                                            const std::string& why_not) {
  if (!options.prove || server == nullptr) {
    return Unproved(live, target, renames, options, why_not.empty() ? "switched off" : why_not);
  }
  auto start = std::chrono::steady_clock::now();
  absl::StatusOr<GeneratedMigration> result =
      Prover(live, target, renames, options, *server).Generate();
  if (!result.ok()) return result;
  result->seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

std::string DescribeChanges(const Changes& changes) {
  std::string out;
  for (const ObjectChange& change : changes.changes) {
    std::string label = std::string(KindName(change.id.kind)) + " " + Label(change.id);
    if (change.type == ChangeType::kCreate) {
      out += "missing: " + label + "\n";
      continue;
    }
    if (change.type == ChangeType::kDrop) {
      out += "too much: " + label + "\n";
      continue;
    }
    out += "differs: " + label;
    std::string separator = ": ";
    for (std::string_view attribute : change.attributes) {
      out += separator + std::string(attribute);
      separator = ", ";
    }
    for (const ColumnChange& column : change.columns) {
      out += separator + "column " + column.column.str();
      for (std::string_view attribute : column.attributes) out += " " + std::string(attribute);
      separator = ", ";
    }
    out += "\n";
  }
  return out;
}

}  // namespace autogen
