#pragma once

#include <optional>
#include <string>
#include <vector>

#include "runner/prove/prove.h"

namespace autogen {

struct Script {
  Plan plan;
  std::vector<Statement> statements;
};

// `changes` lead from `renamed`, which has the renames applied, to `after`.
absl::StatusOr<Script> MakeScript(const Database& renamed, const Database& after,
                                  const Changes& changes, const RenameMap& renames,
                                  const GenerateOptions& options);

// Whether it may run within a transaction that has done something before.
bool CanNest(const Script& script);

std::string SearchPathSql(const std::vector<std::string>& path);

// A database with renames applied, or itself where there are none: they come first in a script, and
// all else is planned on the renamed side.
class Renamed {
 public:
  Renamed(const Database& database, const RenameMap& renames) : database_(&database) {
    if (renames.empty()) return;
    applied_ = ApplyRenames(database, renames);
    database_ = &*applied_;
  }
  const Database& operator*() const { return *database_; }

 private:
  std::optional<Database> applied_;
  const Database* database_;
};

}  // namespace autogen
