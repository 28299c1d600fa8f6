#include "runner/prove/prove.h"

#include <algorithm>
#include <chrono>
#include <functional>

#include "engine/sql/quote.h"
#include "runner/realise/realise.h"

namespace autogen {
namespace {

struct Script {
  Plan plan;
  std::vector<Statement> statements;
};

absl::StatusOr<Script> MakeScript(const Database& before, const Database& after,
                                  const RenameMap& renames, const GenerateOptions& options) {
  // The renames come first in the script; all else is planned on the renamed side.
  Database renamed = ApplyRenames(before, renames);
  Changes changes = Compare(renamed, after);
  Script script;
  ASSIGN_OR_RETURN(script.plan, MakePlan(renamed, after, changes, renames, options.plan));
  script.statements = Render(script.plan, renamed, after, options.style);
  if (script.plan.check_function_bodies_off) {
    script.statements.insert(script.statements.begin(),
                             Statement{"SET LOCAL check_function_bodies = off", {}, 0, false});
  }
  return script;
}

// The objects that a plan touches, on the side before it (`renames` turns new names into old ones).
std::set<ObjectId> Touched(const Plan& plan, const Database& database,
                           const std::map<ObjectId, ObjectId>& renames) {
  std::set<ObjectId> ids;
  auto add = [&](const ObjectId& id) {
    auto renamed = renames.find(id);
    ids.insert(renamed == renames.end() ? id : renamed->second);
  };
  for (const Step& step : plan.steps) {
    add(step.verb == Verb::kRename ? step.renamed_to : step.id);
    for (const Constraint* constraint : step.folded) add(IdOf(Object(*constraint)));
  }
  return WithDependents(database, ids);
}

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
// the role that migrates.
absl::Status Run(Connection& connection, const std::vector<Statement>& statements,
                 const GenerateOptions& options, std::string_view direction) {
  if (statements.empty()) return absl::OkStatus();
  std::string begin = "BEGIN; " + SearchPathSql(options.search_path);
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
  return connection.Execute("COMMIT");
}

// Two states as one server printed them. Text that only moves by being read once more is no
// difference.
absl::Status ExpectSame(ScratchServer& server, const Database& got, const Database& wanted,
                        std::string_view what) {
  Changes changes = Compare(got, wanted);
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
  Changes left = Compare(Slice(got_again, ids), Slice(wanted_again, ids));
  if (left.empty()) return absl::OkStatus();
  return ProofFailed(std::string(what), DescribeChanges(left));
}

// `target`, with what the server printed in place of the slice's objects that the models reworded:
// the starting point of the downgrade, whose texts and dependencies are then as exact as a live
// catalog's.
Database AsRealised(const Database& target, const Database& live, const Database& end) {
  Database result = target;
  std::set<ObjectId> replaced;
  for (auto& [id, object] : result.objects) {
    const Object* was = live.Find(id);
    if (was != nullptr && *was == object) continue;
    if (const Object* printed = end.Find(id)) {
      object = *printed;
      replaced.insert(id);
    }
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

// The part of the schema that a proof is about, on both sides.
struct Slices {
  Database start, end;
};

void AddKeys(const Database& slice, std::set<ObjectId>* ids) {
  for (const auto& [id, object] : slice.objects) ids->insert(id);
}

// Adds to `to` what the objects of `from` are called on the other side, where they are there.
void AddTranslated(const std::set<ObjectId>& from, const RenameMap& renames, const Database& other,
                   std::set<ObjectId>* to) {
  for (const ObjectId& id : from) {
    auto renamed = renames.objects.find(id);
    ObjectId there = renamed == renames.objects.end() ? id : renamed->second;
    // A part follows its relation.
    if (auto owner = renames.objects.find({Kind::kTable, id.schema, id.scope, {}});
        renamed == renames.objects.end() && owner != renames.objects.end() &&
        (id.kind == Kind::kConstraint || id.kind == Kind::kTrigger)) {
      there.schema = owner->second.schema;
      there.scope = owner->second.name;
    }
    if (other.Find(there)) to->insert(there);
  }
}

class Prover {
 public:
  Prover(const Database& live, const Database& target, const RenameMap& renames,
         const GenerateOptions& options, ScratchServer& server)
      : live_(live), target_(target), renames_(renames), options_(options), server_(server) {}

  absl::StatusOr<GeneratedMigration> Run();

 private:
  Slices SliceBoth(const Plan& plan, const RenameMap& inverse) const;

  const Database& live_;
  const Database& target_;
  const RenameMap& renames_;
  const GenerateOptions& options_;
  ScratchServer& server_;
};

// What is looked at on one side is looked at on both: everything that the plan touches, what rests
// on it, and what they need.
Slices Prover::SliceBoth(const Plan& plan, const RenameMap& inverse) const {
  if (options_.whole_schema) return {live_, target_};
  std::set<ObjectId> before = Touched(plan, live_, inverse.objects);
  std::set<ObjectId> after = Touched(plan, target_, {});
  for (size_t size = 0; size != before.size() + after.size();) {
    size = before.size() + after.size();
    AddKeys(Slice(target_, after), &after);
    AddTranslated(after, inverse, live_, &before);
    AddKeys(Slice(live_, before), &before);
    AddTranslated(before, renames_, target_, &after);
  }
  return {Slice(live_, before), Slice(target_, after)};
}

absl::StatusOr<GeneratedMigration> Prover::Run() {
  GeneratedMigration result;
  ASSIGN_OR_RETURN(Script up, MakeScript(live_, target_, renames_, options_));
  RenameMap inverse = renames_.Inverse();
  Slices slices = SliceBoth(up.plan, inverse);

  ASSIGN_OR_RETURN(ScratchDatabase scratch, ScratchDatabase::Create(server_, live_.owner));
  std::set<Name> roles = RolesOf(target_);
  roles.merge(RolesOf(live_));
  RETURN_IF_ERROR(MakeRoles(scratch.connection(), roles));
  RETURN_IF_ERROR(Realise(scratch.connection(), slices.start));
  ASSIGN_OR_RETURN(Database start, scratch.Read());
  ASSIGN_OR_RETURN(Database end, RealiseAndRead(server_, slices.end));

  ASSIGN_OR_RETURN(Script down,
                   MakeScript(AsRealised(target_, live_, end), live_, inverse, options_));

  if (!live_.current_user.empty()) {
    RETURN_IF_ERROR(scratch.connection().Execute("SET SESSION AUTHORIZATION " +
                                                 QuoteIdentifier(live_.current_user)));
  }
  RETURN_IF_ERROR(autogen::Run(scratch.connection(), up.statements, options_, "upgrade"));
  ASSIGN_OR_RETURN(Database reached, scratch.Read());
  RETURN_IF_ERROR(ExpectSame(server_, reached, end, "the upgrade does not reach the models"));
  RETURN_IF_ERROR(autogen::Run(scratch.connection(), down.statements, options_, "downgrade"));
  ASSIGN_OR_RETURN(Database returned, scratch.Read());
  RETURN_IF_ERROR(
      ExpectSame(server_, returned, start, "the downgrade does not return to the start"));

  result.upgrade = std::move(up.statements);
  result.downgrade = std::move(down.statements);
  result.proved = true;
  result.proof = "both directions, PostgreSQL " + server_.version();
  return result;
}

absl::StatusOr<GeneratedMigration> Unproved(const Database& live, const Database& target,
                                            const RenameMap& renames,
                                            const GenerateOptions& options,
                                            const std::string& why) {
  GeneratedMigration result;
  ASSIGN_OR_RETURN(Script up, MakeScript(live, target, renames, options));
  ASSIGN_OR_RETURN(Script down, MakeScript(target, live, renames.Inverse(), options));
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
