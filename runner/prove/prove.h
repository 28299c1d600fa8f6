#pragma once

#include <optional>
#include <string>
#include <vector>

#include "codegen/sql/statement.h"
#include "engine/compare/compare.h"
#include "runner/scratch/server.h"

// A migration before it is written: planned in both directions, and run on a scratch server to show
// that the upgrade reaches the models and the downgrade returns.
namespace autogen {

struct GenerateOptions {
  PlanOptions plan;
  SqlStyle style;                                     // of the files
  std::vector<std::string> search_path = {"public"};  // the files run under it
  bool prove = true;
  bool whole_schema = false;  // prove everything, not the slice that the change touches
  // What leads from `live` to `target`, where it is known already and nothing is renamed.
  const Changes* changes = nullptr;
};

struct GeneratedMigration {
  std::vector<Statement> upgrade, downgrade;
  std::string
      proof;  // for the file's header: "both directions, PostgreSQL 15.20", or "none: why not"
  bool proved = false;
  bool whole_schema = false;  // the proof made all of it, asked for or because a slice did not do
  double seconds = 0;         // the proof took
  // What was proved to be reached, what is new in it as the server prints it; absent: unproved.
  std::optional<Database> target;
};

// `live` before any rename, `target` complete (see Decide), `changes` between them. A failed proof
// is a finding that shows the statement or the difference; nothing may be written then. `server`
// may be null with `why_not` where none could be started: the migration is generated, unproved, and
// says so.
absl::StatusOr<GeneratedMigration> Generate(const Database& live, Database target,
                                            const RenameMap& renames,
                                            const GenerateOptions& options, ScratchServer* server,
                                            const std::string& why_not);

// What differs, one line a difference, for messages: "table users: column email: type, default".
std::string DescribeChanges(const Changes& changes);

}  // namespace autogen
