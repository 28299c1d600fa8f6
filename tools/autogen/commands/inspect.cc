#include <filesystem>

#include "engine/schema/json.h"
#include "engine/schema/left_alone.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/commands/start.h"
#include "tools/autogen/files.h"

namespace autogen {
namespace fs = std::filesystem;
namespace {

absl::StatusOr<Managed> ParseManaged(const std::string& list) {
  Managed managed;
  for (const std::string& name : SplitList(list)) {
    if (name == "grants") {
      managed.grants = true;
    } else if (name == "default_privileges") {
      managed.default_privileges = true;
    } else if (name == "owners") {
      managed.owners = true;
    } else if (name == "roles") {
      managed.roles = true;
    } else if (name == "subscriptions") {
      managed.subscriptions = true;
    } else {
      return InputError("--manage " + name + ": not known",
                        "of grants, default_privileges, owners, roles, subscriptions");
    }
  }
  return managed;
}

bool HoldsModels(const std::string& folder) {
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    if (entry.path().extension() == ".yaml" || entry.path().extension() == ".yml") return true;
  }
  return false;
}

std::string AsJson(const Database& database) {
  std::string out = "[";
  for (const auto& [id, object] : database.objects)
    out += (out.size() > 1 ? ",\n " : "\n ") + ToJson(object);
  return out + "\n]\n";
}

absl::Status Inspect(Session& session, const InspectOptions& options) {
  std::string folder = options.output.empty() ? session.models_folder() : options.output;
  ASSIGN_OR_RETURN(Managed managed, ParseManaged(options.manage));
  if (HoldsModels(folder) && !options.force && !session.options().json) {
    return InputError(folder + " holds models already",
                      "--force replaces them, -o names another folder");
  }
  ASSIGN_OR_RETURN(Connection connection, session.Connect());
  ReadOptions read;
  read.namespaces = session.Schemas();
  if (read.namespaces.empty()) read.namespaces = {"*"};
  read.own_tables = {session.config().version_table, "autogen_history"};
  ASSIGN_OR_RETURN(read.second_connection, IsBigCatalog(connection));
  ASSIGN_OR_RETURN(Database live, ReadCatalog(connection, read));
  TellUnmodelled(session.terminal(), live);
  if (session.options().json) {
    session.terminal().Result(AsJson(live));
    return absl::OkStatus();
  }
  DropLeftAlone(&live);
  WriteOptions write;
  write.managed = managed;
  write.search_path.clear();
  for (const std::string& schema : session.config().search_path)
    write.search_path.emplace_back(schema);
  std::map<std::string, std::string> files;
  for (auto& [path, text] : WriteModels(live, write))
    files[(fs::path(folder) / path).string()] = text;
  RETURN_IF_ERROR(WriteFiles(files, options.force));
  session.terminal().Tell("wrote", std::to_string(files.size()) + " files in " + folder + "/ (" +
                                       std::to_string(live.objects.size()) + " objects of " +
                                       connection.Describe() + ")");
  return absl::OkStatus();
}

}  // namespace

int RunInspect(Session& session, const InspectOptions& options) {
  absl::Status status = Inspect(session, options);
  return status.ok() ? 0 : session.terminal().Fail(status);
}

}  // namespace autogen
