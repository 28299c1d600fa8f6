#include "runner/scratch/server.h"

#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <optional>

#include "engine/sql/quote.h"
#include "runner/scratch/archive.h"
#include "runner/scratch/binaries.h"
#include "runner/scratch/folder.h"
#include "runner/scratch/template.h"

namespace autogen {
namespace {

constexpr int kStartTimeoutMs = 60000;
constexpr int kConnections = 20;

// Nothing here survives a crash of the machine, and nothing has to.
Program ServerProgram(const std::string& binaries, const std::string& folder,
                      const ServerAccount& account, int major, int max_locks) {
  Program server = {
      {binaries + "/postgres", "-D", folder + "/data", "-k", folder}, folder, account};
  for (const char* setting : {"listen_addresses=",
                              "port=5432",
                              "fsync=off",
                              "full_page_writes=off",
                              "synchronous_commit=off",
                              "autovacuum=off",
                              "jit=off",
                              "wal_level=minimal",
                              "max_wal_senders=0",
                              "max_worker_processes=0",
                              "superuser_reserved_connections=0",
                              "shared_buffers=64MB",
                              "huge_pages=off",
                              "dynamic_shared_memory_type=mmap",
                              "min_wal_size=2MB",
                              "max_wal_size=1GB",
                              "checkpoint_timeout=1h",
                              "bgwriter_lru_maxpages=0",
                              "track_activities=off",
                              "track_counts=off",
                              "logging_collector=off",
                              "log_min_messages=warning",
                              "log_min_error_statement=panic",
                              "lc_messages=C",
                              "timezone=UTC",
                              "log_timezone=UTC",
                              "default_text_search_config=pg_catalog.english"}) {
    server.arguments.emplace_back("-c");
    server.arguments.emplace_back(setting);
  }
  for (const std::string& setting : {"max_connections=" + std::to_string(kConnections),
                                     "max_locks_per_transaction=" + std::to_string(max_locks)}) {
    server.arguments.emplace_back("-c");
    server.arguments.push_back(setting);
  }
  if (major >= 18) {
    for (const char* part : {"-c", "io_method=sync"}) server.arguments.emplace_back(part);
  }
  return server;
}

// Quotes a value of a keyword connection string.
std::string Quoted(const std::string& value) {
  std::string out = "'";
  for (char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

class EmbeddedServer : public ScratchServer {
 public:
  EmbeddedServer(std::unique_ptr<ScratchFolder> folder, std::string version)
      : folder_(std::move(folder)), version_(std::move(version)) {}

  int major() const override { return std::atoi(version_.c_str()); }
  std::string version() const override { return version_; }
  std::string Conninfo(const std::string& database) const override {
    // An empty `options` keeps the user's PGOPTIONS out.
    return "host=" + Quoted(folder_->path()) +
           " port=5432 user=postgres options='' dbname=" + Quoted(database);
  }
  absl::StatusOr<std::string> CreateDatabase(const std::string& owner) override;
  absl::Status DropDatabase(const std::string& name) override;
  absl::StatusOr<Connection*> Bench() override { return Admin(); }
  void Stop() override {
    admin_.reset();
    folder_->BeginEnd();
  }

  absl::Status WaitUntilReady();

 private:
  absl::StatusOr<Connection*> Admin();
  absl::Status MakeRole(Connection& admin, const std::string& role);

  std::unique_ptr<ScratchFolder> folder_;
  std::string version_;
  std::optional<Connection> admin_;
  int databases_ = 0;
};

absl::Status EmbeddedServer::WaitUntilReady() {
  // The last line of the pid file tells the state. See: utils/pidfile.h (PM_STATUS_READY).
  for (int waited_ms = 0; waited_ms < kStartTimeoutMs; ++waited_ms) {
    absl::StatusOr<std::string> state = ReadWholeFile(folder_->path() + "/data/postmaster.pid");
    if (state.ok() && state->find("\nready") != std::string::npos) return absl::OkStatus();
    // Before it is launched nobody but the reaper holds the pipe, so this is false only at the end.
    if (!folder_->Running()) break;
    timespec pause = {0, 1000000};
    nanosleep(&pause, nullptr);
  }
  absl::StatusOr<std::string> log = ReadWholeFile(folder_->path() + "/log");
  return ToStatus(Finding{"the scratch server (PostgreSQL " + version_ + ") did not start",
                          "",
                          log.ok() ? *log : "",
                          {},
                          Blame::kDatabase,
                          ""});
}

absl::StatusOr<Connection*> EmbeddedServer::Admin() {
  if (!admin_ || !admin_->alive()) {
    ASSIGN_OR_RETURN(Connection connection, Connection::Open(Conninfo("template1")));
    admin_.emplace(std::move(connection));
  }
  return &*admin_;
}

absl::Status EmbeddedServer::MakeRole(Connection& admin, const std::string& role) {
  ASSIGN_OR_RETURN(QueryResult found, admin.Query("SELECT 1 FROM pg_catalog.pg_roles WHERE "
                                                  "rolname = " +
                                                  QuoteLiteral(role)));
  if (!found.rows.empty()) return absl::OkStatus();
  return admin.Execute("CREATE ROLE " + QuoteIdentifier(role) + " LOGIN SUPERUSER");
}

absl::StatusOr<std::string> EmbeddedServer::CreateDatabase(const std::string& owner) {
  ASSIGN_OR_RETURN(Connection * admin, Admin());
  std::string name = "scratch_" + std::to_string(++databases_);
  std::string sql = "CREATE DATABASE " + name;
  if (!owner.empty()) {
    RETURN_IF_ERROR(MakeRole(*admin, owner));
    sql += " OWNER " + QuoteIdentifier(owner);
  }
  // From 15 on the default writes every page into the log, which takes three times as long here.
  if (major() >= 15) sql += " STRATEGY file_copy";
  RETURN_IF_ERROR(admin->Execute(sql));
  return Conninfo(name);
}

absl::Status EmbeddedServer::DropDatabase(const std::string& name) {
  ASSIGN_OR_RETURN(Connection * admin, Admin());
  return admin->Execute("DROP DATABASE IF EXISTS " + QuoteIdentifier(name) + " WITH (FORCE)");
}

absl::StatusOr<std::unique_ptr<ScratchServer>> StartFrom(const ClusterTemplate& cluster,
                                                         const std::string& binaries,
                                                         const ServerAccount& account,
                                                         int max_locks) {
  int major = std::atoi(cluster.version.c_str());
  ASSIGN_OR_RETURN(auto folder, ScratchFolder::Make(account, [&](const std::string& path) {
                     return ServerProgram(binaries, path, account, major, max_locks);
                   }));
  std::string data = folder->path() + "/data";
  RETURN_IF_ERROR(UnpackFolder("d data\nend\n", folder->path(), account));
  RETURN_IF_ERROR(UnpackFolder(cluster.archive(), data, account));
  RETURN_IF_ERROR(folder->Launch());
  auto server = std::make_unique<EmbeddedServer>(std::move(folder), cluster.version);
  RETURN_IF_ERROR(server->WaitUntilReady());
  return server;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ScratchServer>> ScratchServer::Start(const ScratchOptions& options) {
  ASSIGN_OR_RETURN(std::string binaries, FindBinaries(options));
  ASSIGN_OR_RETURN(ServerAccount account, FindServerAccount());
  if (!CanReach(account, binaries)) {
    return InputError("the user who is to run the scratch server cannot enter " + binaries,
                      "install the server where everybody can reach it, or run as another user");
  }
  ASSIGN_OR_RETURN(ClusterTemplate cluster, FindTemplate(binaries, account));
  auto server = StartFrom(cluster, binaries, account, options.max_locks_per_transaction);
  if (server.ok() || cluster.cached.empty()) return server;
  // What the cache holds may be damaged: once more, from a new one.
  unlink(cluster.cached.c_str());
  ASSIGN_OR_RETURN(cluster, FindTemplate(binaries, account));
  return StartFrom(cluster, binaries, account, options.max_locks_per_transaction);
}

// The table has this many places for each connection, and any transaction may use them all.
int MaxLocksPerTransaction(size_t locks) {
  // Few different ones, so that a little more does not want another server.
  return static_cast<int>(std::bit_ceil(std::max<size_t>(kFewestLocks, locks / kConnections)));
}

}  // namespace autogen
