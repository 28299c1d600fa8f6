#include "runner/replay/replay.h"

#include <algorithm>
#include <set>

#include "engine/compare/compare.h"
#include "engine/sql/lexer.h"
#include "engine/sql/quote.h"
#include "runner/locks/locks.h"
#include "runner/prove/prove.h"
#include "runner/realise/realise.h"

namespace autogen {
namespace {

absl::Status CheckReplayable(const MigrationsFolder& folder) {
  for (const Migration& migration : folder.migrations) {
    if (migration.header.starts_from.empty()) continue;
    Finding finding;
    finding.message = "no baseline: the migrations start from an existing database";
    finding.place.file = migration.upgrade.path;
    finding.hint =
        "`autogen init --baseline` in a fresh project writes a first migration that makes that "
        "database; "
        "or name a database with --url";
    return ToStatus(finding);
  }
  return absl::OkStatus();
}

// Files are run as they are; waiting for locks makes no sense on a private server.
MigrateOptions OnScratch(MigrateOptions options) {
  options.lock_timeout.clear();
  options.statement_timeout.clear();
  options.dry_run = false;
  options.progress = nullptr;
  return options;
}

// The roles that the files name in GRANT, REVOKE and OWNER TO: stand-ins on a scratch server. What
// follows TO or FROM in such a statement is taken for a role; one too many does no harm there.
std::set<Name> RolesNamedIn(const Unit& unit) {
  std::set<Name> roles;
  for (const UnitStatement& statement : unit.statements) {
    absl::StatusOr<std::vector<Token>> tokens = Tokenize(statement.text);
    if (!tokens.ok() || tokens->empty()) continue;
    const Token& verb = tokens->front();
    if (!verb.Is("grant") && !verb.Is("revoke") && !verb.Is("alter")) continue;
    for (size_t i = 1; i + 1 < tokens->size(); ++i) {
      if (!(*tokens)[i].Is("to") && !(*tokens)[i].Is("from") && !(*tokens)[i].Is("role")) continue;
      for (size_t at = i + 1; at < tokens->size() && (*tokens)[at].IsName(); at += 2) {
        roles.insert(Name((*tokens)[at].value));
        if (at + 1 >= tokens->size() || !(*tokens)[at + 1].Is(",")) break;
      }
    }
  }
  for (const char* special : {"public", "current_user", "session_user", "current_role", "none"}) {
    roles.erase(Name(special));
  }
  return roles;
}

absl::Status MakeNamedRoles(Connection& scratch, const MigrationsFolder& folder) {
  std::set<Name> roles;
  for (const Migration& migration : folder.migrations) {
    for (const MigrationFile* file : {&migration.upgrade, &migration.downgrade}) {
      for (const Unit& unit : file->units) roles.merge(RolesNamedIn(unit));
    }
  }
  return MakeRoles(scratch, roles);
}

// Runs as the role that runs the migrations for real, so that what they make has the same owner.
absl::Status ActAs(Connection& scratch, const std::string& role) {
  if (role.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(MakeRoles(scratch, {Name(role)}));
  return scratch.Execute("SET SESSION AUTHORIZATION " + QuoteIdentifier(role));
}

// A migration that fails here has failed its proof; no database had to be put right.
absl::Status InProof(const absl::Status& status) {
  Finding finding = ToFinding(status);
  if (finding.blame != Blame::kMigration) return status;
  finding.blame = Blame::kFinding;
  return ToStatus(finding);
}

absl::Status NotReturned(const std::string& revision, const Changes& changes) {
  Finding finding;
  finding.blame = Blame::kFinding;
  finding.message = "the downgrade of " + revision + " does not return to where its upgrade began";
  finding.detail = DescribeChanges(changes);
  finding.hint = "mend the .downgrade.sql file, then run `autogen prove` again";
  return ToStatus(finding);
}

// The tools' own extensions rule: a downgrade may leave an extension that its upgrade made.
Changes WithoutKeptExtensions(Changes changes) {
  std::erase_if(changes.changes, [](const ObjectChange& change) {
    return change.id.kind == Kind::kExtension && change.type == ChangeType::kDrop;
  });
  return changes;
}

// Nobody can raise a setting of this server.
absl::Status MigrateOnScratch(Connection& scratch, const MigrationsFolder& folder,
                              const std::vector<std::string>& path, Direction direction,
                              const MigrateOptions& options) {
  absl::Status status = Migrate(scratch, folder, path, direction, OnScratch(options));
  Finding finding = ToFinding(status);
  if (!IsLockTableFull(finding)) return status;
  finding.hint =
      "the scratch server's lock table is full: give the file several transactions, by "
      "a line `-- transaction` between statements";
  return ToStatus(finding);
}

}  // namespace

absl::StatusOr<Database> Replay(ScratchServer& server, const MigrationsFolder& folder,
                                const std::string& target, const MigrateOptions& options) {
  RETURN_IF_ERROR(CheckReplayable(folder));
  ASSIGN_OR_RETURN(ScratchDatabase scratch, ScratchDatabase::Create(server, options.as_role));
  RETURN_IF_ERROR(MakeNamedRoles(scratch.connection(), folder));
  RETURN_IF_ERROR(ActAs(scratch.connection(), options.as_role));
  if (!folder.migrations.empty()) {
    ASSIGN_OR_RETURN(std::vector<std::string> path, folder.graph.UpgradePath({}, target));
    RETURN_IF_ERROR(
        MigrateOnScratch(scratch.connection(), folder, path, Direction::kUpgrade, options));
  }
  return scratch.Read();
}

absl::Status DryRunOnScratch(ScratchServer& server, const MigrationsFolder& folder,
                             const std::vector<std::string>& current,
                             const std::vector<std::string>& path, Direction direction,
                             const MigrateOptions& options) {
  RETURN_IF_ERROR(CheckReplayable(folder));
  ASSIGN_OR_RETURN(ScratchDatabase scratch, ScratchDatabase::Create(server, options.as_role));
  Connection& connection = scratch.connection();
  RETURN_IF_ERROR(MakeNamedRoles(connection, folder));
  RETURN_IF_ERROR(ActAs(connection, options.as_role));
  std::set<std::string> applied = folder.graph.Ancestors(current);
  std::vector<std::string> before = folder.graph.Order();
  std::erase_if(before, [&](const std::string& id) { return !applied.contains(id); });
  RETURN_IF_ERROR(MigrateOnScratch(connection, folder, before, Direction::kUpgrade, options));
  return MigrateOnScratch(connection, folder, path, direction, options);
}

absl::StatusOr<ReplayProof> ProveFolder(ScratchServer& server, const MigrationsFolder& folder,
                                        const std::vector<std::string>& path,
                                        const MigrateOptions& options) {
  RETURN_IF_ERROR(CheckReplayable(folder));
  ReplayProof proof;
  ASSIGN_OR_RETURN(ScratchDatabase scratch, ScratchDatabase::Create(server, {}));
  RETURN_IF_ERROR(MakeNamedRoles(scratch.connection(), folder));
  auto run = [&](const std::string& revision, Direction direction) {
    return InProof(MigrateOnScratch(scratch.connection(), folder, {revision}, direction, options));
  };
  std::vector<Database> states;
  ASSIGN_OR_RETURN(Database empty, scratch.Read());
  states.push_back(std::move(empty));
  for (const std::string& revision : path) {
    RETURN_IF_ERROR(run(revision, Direction::kUpgrade));
    ASSIGN_OR_RETURN(Database state, scratch.Read());
    states.push_back(std::move(state));
    proof.proved.push_back(revision);
  }
  for (size_t i = path.size(); i-- > 0;) {
    RETURN_IF_ERROR(run(path[i], Direction::kDowngrade));
    ASSIGN_OR_RETURN(Database state, scratch.Read());
    Changes changes = WithoutKeptExtensions(Compare(state, states[i]));
    if (!changes.empty()) return NotReturned(path[i], changes);
  }
  proof.head = std::move(states.back());
  return proof;
}

}  // namespace autogen
