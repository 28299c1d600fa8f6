#include <algorithm>

#include "runner/locks/locks.h"
#include "runner/replay/replay.h"
#include "tools/autogen/commands/applied.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/json_text.h"

namespace autogen {
namespace {

// "from:to" names both ends, so that no database is asked.
struct Ends {
  std::vector<std::string> current;
  std::string target;
  bool offline = false;
};

Ends SplitRange(const std::string& target) {
  size_t colon = target.find(':');
  if (colon == std::string::npos) return {{}, target, false};
  std::string from = target.substr(0, colon);
  Ends ends{{}, target.substr(colon + 1), true};
  if (!from.empty() && from != "base") ends.current = {from};
  return ends;
}

absl::StatusOr<std::vector<std::string>> PathOf(const MigrationsFolder& folder, const Ends& ends,
                                                Direction direction) {
  if (direction == Direction::kUpgrade) return folder.graph.UpgradePath(ends.current, ends.target);
  return folder.graph.DowngradePath(ends.current, ends.target);
}

// Edited since they were applied, or vanished: told, and with --strict refused.
absl::Status CheckHistory(Session& session, Connection& connection, const MigrationsFolder& folder,
                          bool strict) {
  ASSIGN_OR_RETURN(AppliedFiles files, LookAtApplied(session, connection, folder));
  if (files.as_applied()) return absl::OkStatus();
  std::string odd;
  for (const std::string& id : files.missing) odd += id + ": the file is missing\n";
  for (const std::string& id : files.edited) odd += id + ": edited since it was applied\n";
  Finding finding;
  finding.message = "applied migrations are not what they were";
  finding.detail = odd;
  finding.blame = Blame::kFinding;
  if (strict) return ToStatus(finding);
  session.terminal().Warn(finding);
  return absl::OkStatus();
}

bool LosesData(const MigrationsFolder& folder, const std::vector<std::string>& path,
               Direction direction) {
  for (const std::string& id : path) {
    const Migration* migration = folder.Find(id);
    const MigrationFile& file =
        direction == Direction::kUpgrade ? migration->upgrade : migration->downgrade;
    for (const Hazard& hazard : file.hazards) {
      if (hazard.id == "data-loss") return true;
    }
  }
  return false;
}

absl::Status Protected(std::string message, std::string hint) {
  Finding finding;
  finding.message = std::move(message);
  finding.hint = std::move(hint);
  finding.blame = Blame::kFinding;
  return ToStatus(finding);
}

// A protected environment asks, and loses no data unless told so.
absl::Status Confirm(Session& session, const MigrationsFolder& folder, const MoveOptions& options,
                     const std::vector<std::string>& path, Direction direction) {
  if (!session.protected_environment() || options.dry_run) return absl::OkStatus();
  if (LosesData(folder, path, direction) && options.allow.empty()) {
    return Protected("the environment is protected, and data would be lost",
                     "if that is meant, pass --allow data-loss");
  }
  const std::string question =
      "run " + Count(path.size(), "migration") + " on a protected database?";
  bool yes = session.options().yes ||
             (session.terminal().interactive() && session.terminal().Confirm(question));
  if (yes) return absl::OkStatus();
  return Protected("the environment is protected",
                   "answer the question on a terminal, or pass --yes");
}

// Whether a dry run can be one transaction on the database itself, rolled back.
bool CanRollBack(const MigrationsFolder& folder, const std::vector<std::string>& path,
                 Direction direction) {
  return std::all_of(path.begin(), path.end(), [&](const std::string& id) {
    const Migration* migration = folder.Find(id);
    const std::vector<Unit>& units =
        direction == Direction::kUpgrade ? migration->upgrade.units : migration->downgrade.units;
    return units.empty() || (units.size() == 1 && units[0].transaction);
  });
}

absl::Status DryRunElsewhere(Session& session, const Connection& connection,
                             const MigrationsFolder& folder,
                             const std::vector<std::string>& current,
                             const std::vector<std::string>& path, Direction direction) {
  session.ExpectLocks(LocksFor(folder));
  ASSIGN_OR_RETURN(ScratchServer * server, session.Scratch(connection.server_version() / 10000));
  session.terminal().Say(
      "this cannot be rolled back (several units): tried on an embedded PostgreSQL " +
      server->version() + ", without the database's rows");
  MigrateOptions run = session.RunOptions();
  run.as_role = connection.user();
  return DryRunOnScratch(*server, folder, current, path, direction, run);
}

std::string RanJson(const Connection& connection, const MoveOptions& options,
                    const std::vector<std::string>& ran) {
  JsonObject json;
  json.Text("database", connection.Describe()).Texts("ran", ran).Bool("dry_run", options.dry_run);
  return json.str() + "\n";
}

absl::Status RunOnDatabase(Session& session, const MigrationsFolder& folder,
                           const MoveOptions& options, Direction direction) {
  ASSIGN_OR_RETURN(Connection connection, session.Connect());
  const Terminal& terminal = session.terminal();
  terminal.Tell("database", connection.Describe());
  MigrateOptions run = session.RunOptions();
  run.dry_run = options.dry_run;
  Ends ends{{}, options.target, false};
  ASSIGN_OR_RETURN(ends.current, CurrentHeads(connection, run.table));
  RETURN_IF_ERROR(CheckHistory(session, connection, folder, options.strict));
  ASSIGN_OR_RETURN(std::vector<std::string> path, PathOf(folder, ends, direction));
  if (path.empty()) {
    terminal.Say("nothing to do: already there");
    if (terminal.json()) terminal.Result(RanJson(connection, options, {}));
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(Confirm(session, folder, options, path, direction));
  run.progress = [&](const std::string& revision, int number, int of) {
    terminal.Progress("  " + revision + "  statement " + std::to_string(number) + " of " +
                      std::to_string(of));
  };
  bool elsewhere = options.dry_run && !CanRollBack(folder, path, direction);
  absl::Status status =
      elsewhere ? DryRunElsewhere(session, connection, folder, ends.current, path, direction)
                : Migrate(connection, folder, path, direction, run);
  terminal.EndProgress();
  RETURN_IF_ERROR(status);
  std::string word = direction == Direction::kUpgrade ? "upgraded" : "undone";
  for (const std::string& id : path) {
    terminal.Tell(options.dry_run ? "tried" : word, id + "  " + folder.Find(id)->header.message);
  }
  if (options.dry_run) {
    terminal.Say(elsewhere ? "dry run: the database was not touched"
                           : "dry run: everything was rolled back");
  }
  if (terminal.json()) terminal.Result(RanJson(connection, options, path));
  return absl::OkStatus();
}

absl::Status PrintSql(Session& session, const MigrationsFolder& folder, const MoveOptions& options,
                      Direction direction) {
  Ends ends = SplitRange(options.target);
  if (ends.offline) {
    for (std::string& id : ends.current) {
      ASSIGN_OR_RETURN(std::vector<std::string> ids, folder.graph.Resolve(id));
      id = ids.front();
    }
  } else {
    ASSIGN_OR_RETURN(Connection connection, session.Connect());
    ASSIGN_OR_RETURN(ends.current, CurrentHeads(connection, session.RunOptions().table));
  }
  ASSIGN_OR_RETURN(std::vector<std::string> path, PathOf(folder, ends, direction));
  std::string sql = MigrationSql(folder, ends.current, path, direction, session.RunOptions());
  const Terminal& terminal = session.terminal();
  terminal.Result(terminal.json() ? JsonObject().Text("sql", sql).str() + "\n" : sql);
  return absl::OkStatus();
}

int Move(Session& session, const MoveOptions& options, Direction direction) {
  absl::StatusOr<MigrationsFolder> folder = session.Migrations();
  if (!folder.ok()) return session.terminal().Fail(folder.status());
  absl::Status status = options.sql ? PrintSql(session, *folder, options, direction)
                                    : RunOnDatabase(session, *folder, options, direction);
  if (!status.ok()) return session.terminal().Fail(status);
  const bool ran = !options.sql && !options.dry_run;
  return options.verify && ran ? RunCheck(session, {}) : 0;
}

}  // namespace

int RunUpgrade(Session& session, const MoveOptions& options) {
  return Move(session, options, Direction::kUpgrade);
}

int RunDowngrade(Session& session, const MoveOptions& options) {
  return Move(session, options, Direction::kDowngrade);
}

}  // namespace autogen
