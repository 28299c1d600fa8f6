#include "runner/prove/prove.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "engine/sql/quote.h"
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

// Runs a script as the runner will: transaction by transaction, under the files' search path, as
// the role that migrates. `nested`: within the caller's transaction, for a script of one unit.
absl::Status Run(Connection& connection, const std::vector<Statement>& statements,
                 const GenerateOptions& options, bool nested, std::string_view direction) {
  if (statements.empty()) return absl::OkStatus();
  std::string begin = (nested ? "" : "BEGIN; ") + SearchPathSql(options.search_path);
  RETURN_IF_ERROR(connection.Execute(begin));
  for (const Statement& statement : statements) {
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

Database Without(const Database& database, const std::set<ObjectId>& ids) {
  Database result = database;
  std::erase_if(result.objects, [&](const auto& entry) { return ids.contains(entry.first); });
  return result;
}

// Two states as one server printed them, but for `stubs`. Text that only moves by being read once
// more is no difference.
absl::Status ExpectSame(ScratchServer& server, const Database& got, const Database& wanted,
                        const std::set<ObjectId>& stubs, std::string_view what) {
  Changes changes = Compare(Without(got, stubs), Without(wanted, stubs));
  // An extension may stay where the plan was not allowed to drop it.
  std::erase_if(changes.changes, [](const ObjectChange& change) {
    return change.id.kind == Kind::kExtension && change.type == ChangeType::kDrop;
  });
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

// `target`, with what the server printed in place of the slice's objects that the models reworded:
// the starting point of the downgrade, whose texts and dependencies are then as exact as a live
// catalog's.
Database AsRealised(const Database& target, const Database& live, const std::set<ObjectId>& whole,
                    const Database& end) {
  Database result = target;
  std::set<ObjectId> replaced;
  for (const ObjectId& id : whole) {
    auto found = result.objects.find(id);
    const Object* printed = end.Find(id);
    if (found == result.objects.end() || printed == nullptr) continue;
    const Object* was = live.Find(id);
    if (was != nullptr && *was == found->second) continue;
    found->second = *printed;
    replaced.insert(id);
  }
  auto belongs = [&](const ObjectId& id) {
    if (replaced.contains(id)) return true;
    if (id.kind != Kind::kColumn && id.kind != Kind::kDefault) return false;
    return replaced.contains({Kind::kTable, id.schema, id.scope, {}});
  };
  std::erase_if(result.dependencies, [&](const Dependency& d) { return belongs(d.from); });
  for (const Dependency& dependency : end.dependencies) {
    if (belongs(dependency.from)) result.dependencies.push_back(dependency);
  }
  std::sort(result.dependencies.begin(), result.dependencies.end());
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

  absl::StatusOr<GeneratedMigration> Run();

 private:
  // What the server says on the way.
  struct States {
    Database start, reached, returned;
    absl::Status down;
  };

  absl::StatusOr<Script> Up(ProofSlices* slices) const;
  absl::StatusOr<Script> Down(const ProofSlices& slices, const Database& end) const;
  absl::StatusOr<States> RunBoth(const ProofSlices& slices, const Script& up, const Script& down);
  absl::StatusOr<States> RunOn(Connection& connection, const ProofSlices& slices, const Script& up,
                               const Script& down, bool nested);

  const Database& live_;
  const Database& target_;
  const RenameMap& renames_;
  const RenameMap inverse_;
  const GenerateOptions& options_;
  ScratchServer& server_;
};

absl::StatusOr<Script> Prover::Up(ProofSlices* slices) const {
  Renamed live(live_, renames_);
  Changes changes = Compare(*live, target_);
  ASSIGN_OR_RETURN(Script up, MakeScript(*live, target_, changes, renames_, options_));
  *slices = options_.whole_schema
                ? WholeSlices(live_, target_)
                : CutSlices(up.plan, changes, live_, target_, renames_, inverse_);
  return up;
}

absl::StatusOr<Script> Prover::Down(const ProofSlices& slices, const Database& end) const {
  Database before = AsRealised(target_, live_, slices.whole_end, end);
  Renamed target(before, inverse_);
  return MakeScript(*target, live_, Compare(*target, live_), inverse_, options_);
}

absl::StatusOr<Prover::States> Prover::RunOn(Connection& connection, const ProofSlices& slices,
                                             const Script& up, const Script& down, bool nested) {
  States states;
  RETURN_IF_ERROR(Realise(server_, connection, slices.start));
  if (!nested) RETURN_IF_ERROR(connection.Execute("COMMIT"));
  ASSIGN_OR_RETURN(states.start, ReadAll(connection));
  if (!live_.current_user.empty()) {
    RETURN_IF_ERROR(connection.Execute((nested ? "SET LOCAL" : "SET") +
                                       std::string(" SESSION AUTHORIZATION ") +
                                       QuoteIdentifier(live_.current_user)));
  }
  // The slice holds nothing that only a string body mentions.
  RETURN_IF_ERROR(connection.Execute((nested ? "SET LOCAL" : "SET") +
                                     std::string(" check_function_bodies = off")));
  RETURN_IF_ERROR(autogen::Run(connection, up.statements, options_, nested, "upgrade"));
  ASSIGN_OR_RETURN(states.reached, ReadAll(connection));
  states.down = autogen::Run(connection, down.statements, options_, nested, "downgrade");
  if (!states.down.ok()) return states;
  ASSIGN_OR_RETURN(states.returned, ReadAll(connection));
  return states;
}

absl::StatusOr<Prover::States> Prover::RunBoth(const ProofSlices& slices, const Script& up,
                                               const Script& down) {
  if (CanNest(up) && CanNest(down)) {
    ASSIGN_OR_RETURN(Bench bench, Bench::Begin(server_));
    return RunOn(bench.connection(), slices, up, down, true);
  }
  ASSIGN_OR_RETURN(ScratchDatabase scratch, ScratchDatabase::Create(server_, live_.owner));
  RETURN_IF_ERROR(scratch.connection().Execute("BEGIN"));
  return RunOn(scratch.connection(), slices, up, down, false);
}

absl::StatusOr<GeneratedMigration> Prover::Run() {
  ProofSlices slices;
  ASSIGN_OR_RETURN(Script up, Up(&slices));
  std::set<Name> roles = RolesOf(slices.end);
  roles.merge(RolesOf(slices.start));
  ASSIGN_OR_RETURN(Connection * bench, server_.Bench());
  RETURN_IF_ERROR(MakeRoles(*bench, roles));
  ASSIGN_OR_RETURN(Database end, RealiseAndRead(server_, slices.end));
  ASSIGN_OR_RETURN(Script down, Down(slices, end));

  ASSIGN_OR_RETURN(States states, RunBoth(slices, up, down));
  RETURN_IF_ERROR(ExpectSame(server_, states.reached, end, slices.stubs,
                             "the upgrade does not reach the models"));
  RETURN_IF_ERROR(states.down);
  RETURN_IF_ERROR(ExpectSame(server_, states.returned, states.start, slices.stubs,
                             "the downgrade does not return to the start"));

  GeneratedMigration result;
  result.upgrade = std::move(up.statements);
  result.downgrade = std::move(down.statements);
  result.proved = true;
  result.proof = "both directions, PostgreSQL " + server_.version();
  return result;
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

}  // namespace

absl::StatusOr<GeneratedMigration> Generate(const Database& live, const Database& target,
                                            const RenameMap& renames,
                                            const GenerateOptions& options, ScratchServer* server,
                                            const std::string& why_not) {
  if (!options.prove || server == nullptr) {
    return Unproved(live, target, renames, options, why_not.empty() ? "switched off" : why_not);
  }
  auto start = std::chrono::steady_clock::now();
  absl::StatusOr<GeneratedMigration> result = Prover(live, target, renames, options, *server).Run();
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
