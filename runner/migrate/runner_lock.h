#pragma once

#include <memory>
#include <string>

#include "introspect/connection.h"

namespace autogen {

// The right to run migrations on a database: one runner at a time for each version table. Held by
// the session, let go with this object (or when the connection ends).
class RunnerLock {
 public:
  // Waits for another runner by asking again and again: whoever waits within pg_advisory_lock holds
  // a snapshot, and a concurrent index build of the holder would wait for it, for ever.
  static absl::StatusOr<std::unique_ptr<RunnerLock>> Take(Connection& connection,
                                                          const std::string& what,
                                                          int wait_seconds);
  ~RunnerLock();
  RunnerLock(const RunnerLock&) = delete;
  RunnerLock& operator=(const RunnerLock&) = delete;

  // An error if the session is not the one that took the lock: a pooler has put another server
  // process behind the connection.
  absl::Status CheckSameSession();

 private:
  RunnerLock(Connection& connection, std::string key, std::string backend)
      : connection_(connection), key_(std::move(key)), backend_(std::move(backend)) {}

  Connection& connection_;
  std::string key_;
  std::string backend_;
};

}  // namespace autogen
