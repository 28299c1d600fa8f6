#include "tools/autogen/commands/applied.h"

namespace autogen {

absl::StatusOr<AppliedFiles> LookAtApplied(Session& session, Connection& connection,
                                           const MigrationsFolder& folder) {
  ASSIGN_OR_RETURN(std::vector<AppliedRevision> applied,
                   History(connection, session.RunOptions().table));
  AppliedFiles files;
  for (const AppliedRevision& revision : applied) {
    const Migration* migration = folder.Find(revision.revision);
    if (migration == nullptr) {
      files.missing.push_back(revision.revision);
    } else if (!revision.digest.empty() && revision.digest != StatementsDigest(*migration)) {
      files.edited.push_back(revision.revision);
    }
  }
  return files;
}

std::string Joined(const std::vector<std::string>& ids, const char* none) {
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + id;
  return text.empty() ? none : text;
}

std::string Count(size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace autogen
