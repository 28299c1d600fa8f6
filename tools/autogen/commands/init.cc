#include <filesystem>

#include "tools/autogen/commands/commands.h"
#include "tools/autogen/files.h"

namespace autogen {
namespace fs = std::filesystem;
namespace {

absl::Status MakeFolder(const std::string& path, const Terminal& terminal) {
  if (fs::is_directory(path)) return absl::OkStatus();
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return InputError("cannot make the folder " + path + ": " + error.message());
  terminal.Tell("made", path + "/");
  return absl::OkStatus();
}

absl::Status MakeProject(const GlobalOptions& global, const Terminal& terminal) {
  if (!fs::exists(global.config)) {
    RETURN_IF_ERROR(WriteFiles({{global.config, ConfigTemplate()}}, false));
    terminal.Tell("wrote", global.config);
  }
  ASSIGN_OR_RETURN(Config config, ReadConfig(global.config, true));
  RETURN_IF_ERROR(MakeFolder(config.Resolve(config.models), terminal));
  for (const std::string& folder : config.migrations) {
    RETURN_IF_ERROR(MakeFolder(config.Resolve(folder), terminal));
  }
  return absl::OkStatus();
}

absl::Status ExpectNoMigrations(const Session& session) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  if (folder.migrations.empty()) return absl::OkStatus();
  return InputError("there are migrations already in " + session.migrations_folder(),
                    "a baseline is a project's first migration");
}

absl::Status StampAtHeads(Session& session) {
  ASSIGN_OR_RETURN(MigrationsFolder written, session.Migrations());
  if (written.migrations.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(Connection connection, session.Connect());
  RETURN_IF_ERROR(Stamp(connection, written.graph.Heads(), true, session.RunOptions()));
  session.terminal().Tell("stamped",
                          connection.Describe() + " at " + written.graph.Heads().front());
  return absl::OkStatus();
}

// Adopts a database that exists: its models, a proved first migration that makes it from nothing,
// and its stamp. The exit status is that of the part that failed, which has told why.
int AdoptDatabase(Session& session) {
  if (absl::Status status = ExpectNoMigrations(session); !status.ok()) {
    return session.terminal().Fail(status);
  }
  if (int status = RunInspect(session, {}); status != 0) return status;
  RevisionOptions revision;
  revision.message = "Baseline";
  revision.autogenerate = true;
  revision.from = "migrations";
  if (int status = RunRevision(session, revision); status != 0) return status;
  absl::Status stamped = StampAtHeads(session);
  return stamped.ok() ? 0 : session.terminal().Fail(stamped);
}

}  // namespace

int RunInit(const GlobalOptions& global, const InitOptions& options) {
  Terminal terminal(global.color, global.quiet, global.json);
  if (absl::Status status = MakeProject(global, terminal); !status.ok())
    return terminal.Fail(status);
  if (!options.baseline) {
    terminal.Say(
        "next: write models in model-schemas/ (or `autogen inspect` a database), then "
        "`autogen -m \"First tables\"`");
    return 0;
  }
  absl::StatusOr<Session> session = Session::Open(global, true);
  if (!session.ok()) return terminal.Fail(session.status());
  return AdoptDatabase(*session);
}

}  // namespace autogen
