#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "engine/schema/database.h"
#include "introspect/connection.h"

namespace autogen {

// The setting max_locks_per_transaction that is enough for a few hundred tables, and the one that
// is enough for a transaction that takes so many locks. The server starts the slower the more there
// are.
constexpr int kFewestLocks = 1024;
int MaxLocksPerTransaction(size_t locks);

struct ScratchOptions {
  int major =
      0;  // the server's major that is wished; 0 or not on this machine: the newest there is
  std::string binaries;  // folder of postgres and initdb; empty: looked for
                         // (/usr/lib/postgresql/*/bin, PATH, pg_config)
  int max_locks_per_transaction = kFewestLocks;
};

// A private, throw-away PostgreSQL: a copy of a trimmed template data directory (made once a
// version, cached under $XDG_CACHE_HOME/autogen), no fsync, a socket in a private folder, an
// unprivileged user when we are root. It is gone with the object, on signals too (SIGINT, SIGTERM,
// SIGHUP); what a kill -9 left is cleaned up by the next start.
class ScratchServer {
 public:
  static absl::StatusOr<std::unique_ptr<ScratchServer>> Start(const ScratchOptions& options);
  virtual ~ScratchServer() = default;

  virtual int major() const = 0;
  virtual std::string version() const = 0;  // "15.20"
  virtual std::string Conninfo(const std::string& database) const = 0;
  // A new empty database (owner: `owner`, made as a role where it is missing); its conninfo.
  virtual absl::StatusOr<std::string> CreateDatabase(const std::string& owner) = 0;
  virtual absl::Status DropDatabase(const std::string& name) = 0;
  // The connection to a database that is as empty as a new one, and stays so: whatever is done
  // there is rolled back. Saves making one, and the connection knows the catalog already.
  virtual absl::StatusOr<Connection*> Bench() = 0;
  // Nothing more will be asked of it: its end begins, and the destructor has less to wait for.
  virtual void Stop() = 0;
  // What an empty database of this server holds, once somebody has read it.
  std::shared_ptr<const Database>& empty_database() { return empty_database_; }
  // The extensions that are installed on this machine, once somebody has asked; empty before.
  std::set<Name>& available_extensions() { return available_extensions_; }

 private:
  std::shared_ptr<const Database> empty_database_;
  std::set<Name> available_extensions_;
};

}  // namespace autogen
