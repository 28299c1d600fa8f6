// The commands that change the tool's own tables alone.

#include "tools/autogen/commands/applied.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/json_text.h"

namespace autogen {
namespace {

int Finish(Session& session, const absl::Status& status) {
  return status.ok() ? 0 : session.terminal().Fail(status);
}

absl::StatusOr<std::vector<std::string>> HeadsOf(const MigrationsFolder& folder,
                                                 const std::vector<std::string>& symbols) {
  std::vector<std::string> heads;
  for (const std::string& symbol : symbols) {
    if (symbol == "base") continue;
    ASSIGN_OR_RETURN(std::vector<std::string> ids, folder.graph.Resolve(symbol));
    heads.insert(heads.end(), ids.begin(), ids.end());
  }
  return heads;
}

absl::Status StampDatabase(Session& session, const StampOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  ASSIGN_OR_RETURN(std::vector<std::string> heads, HeadsOf(folder, options.revisions));
  ASSIGN_OR_RETURN(Connection connection, session.Connect());
  const Terminal& terminal = session.terminal();
  if (options.sql) {
    ASSIGN_OR_RETURN(std::string sql,
                     StampSql(connection, heads, options.purge, session.RunOptions()));
    terminal.Result(terminal.json() ? JsonObject().Text("sql", sql).str() + "\n" : sql);
    return absl::OkStatus();
  }
  RETURN_IF_ERROR(Stamp(connection, heads, options.purge, session.RunOptions()));
  terminal.Tell("stamped", connection.Describe() + " at " + Joined(heads, "base"));
  if (terminal.json()) {
    JsonObject json;
    json.Text("database", connection.Describe()).Texts("current", heads);
    terminal.Result(json.str() + "\n");
  }
  return absl::OkStatus();
}

absl::Status EnsureVersion(Session& session) {
  ASSIGN_OR_RETURN(Connection connection, session.Connect());
  RETURN_IF_ERROR(EnsureVersionTables(connection, session.RunOptions()));
  const Terminal& terminal = session.terminal();
  terminal.Tell("ready", session.config().version_table + " in " + connection.Describe());
  if (terminal.json()) {
    terminal.Result(JsonObject().Text("database", connection.Describe()).str() + "\n");
  }
  return absl::OkStatus();
}

absl::Status Resolve(Session& session, const ResolveOptions& options) {
  if (options.done == options.retry) {
    return InputError("say how it ended: --done, or --retry to run it again");
  }
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  ASSIGN_OR_RETURN(std::vector<std::string> ids, folder.graph.Resolve(options.revision));
  if (ids.size() != 1) return InputError("resolve wants one revision");
  ASSIGN_OR_RETURN(Connection connection, session.Connect());
  RETURN_IF_ERROR(
      ResolveUnit(connection, ids[0], options.unit, options.done, session.RunOptions()));
  const Terminal& terminal = session.terminal();
  terminal.Tell("resolved", "unit " + std::to_string(options.unit) + " of " + ids[0] +
                                (options.done ? ": done" : ": runs again"));
  if (terminal.json()) {
    JsonObject json;
    json.Text("revision", ids[0]).Number("unit", options.unit).Bool("done", options.done);
    terminal.Result(json.str() + "\n");
  }
  return absl::OkStatus();
}

}  // namespace

int RunStamp(Session& session, const StampOptions& options) {
  return Finish(session, StampDatabase(session, options));
}
int RunEnsureVersion(Session& session) { return Finish(session, EnsureVersion(session)); }
int RunResolve(Session& session, const ResolveOptions& options) {
  return Finish(session, Resolve(session, options));
}

}  // namespace autogen
