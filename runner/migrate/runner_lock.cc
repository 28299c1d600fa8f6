#include "runner/migrate/runner_lock.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <thread>

namespace autogen {
namespace {

using std::chrono::milliseconds;

// The key is the same in every version of this program: FNV-1a, as a signed number.
std::string KeyOf(const std::string& what) {
  uint64_t hash = 14695981039346656037u;
  for (unsigned char c : "autogen " + what) hash = (hash ^ c) * 1099511628211u;
  return std::to_string(static_cast<int64_t>(hash));
}

// Who holds it. See: catalog view pg_locks (a bigint key is in classid and objid).
std::string Holder(Connection& connection, const std::string& key) {
  absl::StatusOr<QueryResult> found = connection.Query(
      "SELECT l.pid, a.usename, a.client_addr, a.backend_start FROM pg_catalog.pg_locks l LEFT "
      "JOIN "
      "pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted "
      "AND l.objsubid = 1 AND (l.classid::bigint << 32 | l.objid::bigint) = " +
      key +
      " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = "
      "pg_catalog.current_database())");
  if (!found.ok() || found->rows.empty()) return "";
  const auto& row = found->rows[0];
  std::string text = "held by process " + row[0].value_or("?");
  if (row[1]) text += " of " + *row[1];
  if (row[2]) text += " from " + *row[2];
  if (row[3]) text += ", connected since " + *row[3];
  return text;
}

absl::Status PoolerError() {
  return DatabaseError("the connection changes its server process: a pooler stands between",
                       "migrations need a session of their own: name the server's own address "
                       "(in the config: migration_url)");
}

}  // namespace

absl::StatusOr<std::unique_ptr<RunnerLock>> RunnerLock::Take(Connection& connection,
                                                             const std::string& what,
                                                             int wait_seconds) {
  std::string key = KeyOf(what);
  auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(wait_seconds);
  for (milliseconds pause(20);; pause = std::min(pause * 2, milliseconds(1000))) {
    ASSIGN_OR_RETURN(QueryResult result,
                     connection.Query("SELECT pg_catalog.pg_try_advisory_lock(" + key +
                                      "), pg_catalog.pg_backend_pid()"));
    if (result.rows.at(0).at(0) == "t") {
      return std::unique_ptr<RunnerLock>(
          new RunnerLock(connection, key, result.rows.at(0).at(1).value_or("")));
    }
    if (std::chrono::steady_clock::now() >= deadline) break;
    std::this_thread::sleep_for(pause);
  }
  Finding finding;
  finding.message = "another runner is at work on this database";
  finding.detail = Holder(connection, key);
  finding.hint = "wait for it, or end its session, and try again";
  finding.blame = Blame::kDatabase;
  return ToStatus(finding);
}

RunnerLock::~RunnerLock() {
  if (!connection_.alive()) return;
  connection_.Query("SELECT pg_catalog.pg_advisory_unlock(" + key_ + ")").IgnoreError();
}

absl::Status RunnerLock::CheckSameSession() {
  ASSIGN_OR_RETURN(QueryResult result, connection_.Query("SELECT pg_catalog.pg_backend_pid()"));
  if (result.rows.at(0).at(0) == backend_) return absl::OkStatus();
  return PoolerError();
}

}  // namespace autogen
