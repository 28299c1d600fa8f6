#include "runner/prove/prove.h"

#include "codegen/report/changes.h"
#include "runner/replay/replay.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/json_text.h"

namespace autogen {
namespace {

absl::StatusOr<std::vector<std::string>> PathTo(const MigrationsFolder& folder,
                                                const std::string& range) {
  size_t colon = range.find(':');
  std::string target = colon == std::string::npos ? range : range.substr(colon + 1);
  return folder.graph.UpgradePath({}, target.empty() ? "heads" : target);
}

absl::Status EqualToModels(Session& session, const Database& head) {
  ASSIGN_OR_RETURN(ReadModelPtr models, session.Models());
  AgainstOptions against = session.AgainstModels();
  against.rename_mode = RenameMode::kIgnore;
  ASSIGN_OR_RETURN(ModelsAgainst compared,
                   CompareModels(*models, head, against, [&] { return session.Scratch(0); }));
  if (compared.decision.changes.empty()) return absl::OkStatus();
  Finding finding;
  finding.blame = Blame::kFinding;
  finding.message = "the migrations' head is not what the models say";
  finding.detail = DescribeChanges(compared.decision.changes);
  finding.hint = "`autogen -m \"…\"` writes the migration that is missing";
  return ToStatus(finding);
}

absl::Status Prove(Session& session, const ProveOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  ASSIGN_OR_RETURN(std::vector<std::string> path, PathTo(folder, options.range));
  ASSIGN_OR_RETURN(ScratchServer * server, session.Scratch(0));
  ASSIGN_OR_RETURN(ReplayProof proof, ProveFolder(*server, folder, path, session.RunOptions()));
  for (const std::string& id : proof.proved) {
    session.terminal().Tell("proved", id + "  " + folder.Find(id)->header.message);
  }
  if (options.range.empty()) RETURN_IF_ERROR(EqualToModels(session, proof.head));
  session.terminal().Say(std::string("proved: up, down") +
                         (options.range.empty() ? " and equal to the models" : "") +
                         ", on an embedded PostgreSQL " + server->version());
  if (session.options().json) {
    JsonObject json;
    json.Texts("proved", proof.proved)
        .Bool("equal_to_models", options.range.empty())
        .Text("server", server->version());
    session.terminal().Result(json.str() + "\n");
  }
  return absl::OkStatus();
}

}  // namespace

int RunProve(Session& session, const ProveOptions& options) {
  absl::Status status = Prove(session, options);
  return status.ok() ? 0 : session.terminal().Fail(status);
}

}  // namespace autogen
