#include "runner/prove/prove.h"

#include <map>

#include "codegen/file/renew.h"
#include "runner/locks/locks.h"
#include "runner/replay/replay.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/files.h"
#include "tools/autogen/json_text.h"

namespace autogen {
namespace {

absl::StatusOr<std::vector<std::string>> PathTo(const MigrationsFolder& folder,
                                                const std::string& range) {
  size_t colon = range.find(':');
  std::string target = colon == std::string::npos ? range : range.substr(colon + 1);
  return folder.graph.UpgradePath({}, target.empty() ? "heads" : target);
}

// The models' digest, if the head is what they say.
absl::StatusOr<std::string> EqualToModels(Session& session, const Database& head) {
  ASSIGN_OR_RETURN(ReadModelPtr models, session.Models());
  AgainstOptions against = session.AgainstModels();
  against.rename_mode = RenameMode::kIgnore;
  ASSIGN_OR_RETURN(ModelsAgainst compared,
                   CompareModels(*models, head, against, [&] { return session.Scratch(0); }));
  if (compared.decision.changes.empty()) {
    return ModelsDigest(*models, against.search_path, session.Schemas());
  }
  Finding finding;
  finding.blame = Blame::kFinding;
  finding.message = "the migrations' head is not what the models say";
  finding.detail = DescribeChanges(compared.decision.changes);
  finding.hint = "`autogen -m \"…\"` writes the migration that is missing";
  return ToStatus(finding);
}

// Writes what was proved into the headers: the proof, and the chain that hand-made edits broke. The
// head of a folder that is equal to the models gets their digest too.
absl::Status Renew(Session& session, const MigrationsFolder& folder, const ReplayProof& proof,
                   const std::string& models, const std::string& version) {
  std::map<std::string, std::string> chains, files;
  for (const Migration& migration : folder.migrations) {
    chains[migration.header.revision] = migration.header.chain;
  }
  bool one_head = folder.graph.Heads().size() == 1;
  for (const std::string& id : proof.proved) {
    const Migration& migration = *folder.Find(id);
    bool is_head = one_head && folder.graph.Heads().front() == id;
    std::string digest = is_head && !models.empty() ? models : migration.header.models;
    std::vector<std::string> parents;
    for (const std::string& parent : migration.header.down_revisions) {
      parents.push_back(chains[parent]);
    }
    chains[id] = ChainDigest(digest, StatementsDigest(migration), parents);
    std::string text = migration.upgrade.text;
    if (digest != migration.header.models) text = WithHeaderLine(text, "models", digest);
    if (chains[id] != migration.header.chain) text = WithHeaderLine(text, "chain", chains[id]);
    bool proved = migration.header.proof.starts_with("both directions") &&
                  chains[id] == migration.header.chain;
    if (!proved) text = WithHeaderLine(text, "proof", "both directions, PostgreSQL " + version);
    if (text != migration.upgrade.text) files[migration.upgrade.path] = text;
  }
  RETURN_IF_ERROR(WriteFiles(files, true));
  for (const auto& [path, text] : files) session.terminal().Tell("renewed", path);
  return absl::OkStatus();
}

absl::Status Prove(Session& session, const ProveOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  ASSIGN_OR_RETURN(std::vector<std::string> path, PathTo(folder, options.range));
  session.ExpectLocks(LocksFor(folder));
  ASSIGN_OR_RETURN(ScratchServer * server, session.Scratch(0));
  ASSIGN_OR_RETURN(ReplayProof proof, ProveFolder(*server, folder, path, session.RunOptions()));
  for (const std::string& id : proof.proved) {
    session.terminal().Tell("proved", id + "  " + folder.Find(id)->header.message);
  }
  std::string models;
  if (options.range.empty()) {
    ASSIGN_OR_RETURN(models, EqualToModels(session, proof.head));
  }
  session.terminal().Say(std::string("proved: up, down") +
                         (options.range.empty() ? " and equal to the models" : "") +
                         ", on an embedded PostgreSQL " + server->version());
  if (options.write) {
    RETURN_IF_ERROR(Renew(session, folder, proof, models, server->version()));
  }
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
