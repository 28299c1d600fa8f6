#pragma once

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/schema/database.h"
#include "introspect/connection.h"

namespace autogen {

struct ReadOptions {
  // Schemas whose objects are read, as LIKE-free names or patterns with * and ?; {"*"}: all but the
  // system's.
  std::vector<std::string> namespaces = {"public"};
  // Tables that are the tool's own and never in a diff (version table, history), as schema-less
  // names.
  std::vector<std::string> own_tables = {"autogen_version", "autogen_history"};
  int lock_timeout_ms = 5000;
  // Who depends on whom: a third of the rows, needed only where something is to be changed.
  bool dependencies = true;
  // A big catalog is read in two halves at once, over another connection on the same snapshot. Not
  // inside somebody's transaction, nor where no other connection is to be had.
  bool second_connection = false;
  // Where the digest of what was read goes (introspect/digest.h). With it the read is sure to be of
  // one moment: PostgreSQL's printing functions see the newest catalog, not the snapshot, so the
  // digest is looked at again at the end. Not inside somebody's transaction.
  std::string* digest = nullptr;
  // Called while the rest is still coming, once `extensions` and `members` of the database are
  // there (and its `server_version`); again where the catalog had to be read again.
  std::function<void(const Database&)> on_extensions;
};

// Reads the whole catalog in one message, one repeatable-read snapshot with an empty search path.
// What other schemas hold and depends on what is read is read too, as kUnmodelled dependents with
// their edges. Nothing is written.
absl::StatusOr<Database> ReadCatalog(Connection& connection, const ReadOptions& options);

// Whether a second connection pays, for those who have nothing else to tell it by.
absl::StatusOr<bool> IsBigCatalog(Connection& connection);

}  // namespace autogen
