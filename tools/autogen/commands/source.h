#pragma once

#include <string>

#include "tools/autogen/session.h"

namespace autogen {

// One side of `diff`: a folder of models, a live URL, `migrations[@REV]`, a `.sql` file, or
// `git:REF[:PATH]` (models at a commit).
enum class SourceType { kModels, kDatabase, kMigrations, kSqlFile, kGit };
SourceType TypeOfSource(const std::string& text);

// The models' files of a kModels or kGit source.
absl::StatusOr<ReadModelPtr> ReadModelSource(const std::string& text, const Session& session);
// The schema of any source; models are made on the scratch server and read back.
absl::StatusOr<Database> ReadSource(const std::string& text, Session& session);

}  // namespace autogen
