#pragma once

#include <string>
#include <vector>

#include "tools/autogen/session.h"

namespace autogen {

// Applied revisions whose files are no longer what was applied.
struct AppliedFiles {
  std::vector<std::string> edited, missing;
  bool as_applied() const { return edited.empty() && missing.empty(); }
};
absl::StatusOr<AppliedFiles> LookAtApplied(Session& session, Connection& connection,
                                           const MigrationsFolder& folder);

// "a, b", or `none`.
std::string Joined(const std::vector<std::string>& ids, const char* none);

// "1 migration", "2 migrations".
std::string Count(size_t count, const std::string& noun);

}  // namespace autogen
