#pragma once

#include <string>

#include "absl/status/status.h"

struct pg_conn;
struct pg_result;

namespace autogen {

// A server's error in answer to `sql` (which may hold several statements), or the loss of the
// connection, as a Finding. Its place, where the server tells one, is a line and a column of `sql`
// without a file: whoever knows where the SQL stands moves it there.
absl::Status ServerError(const pg_conn* conn, const pg_result* result, const std::string& sql,
                         const std::string& whom);

// A connection that was not made. `message` is libpq's text at verbosity VERBOSE, `whom` the
// address for people, `wants_password` whether the server asked for a password that nobody gave.
struct RefusedConnection {
  std::string message;
  std::string whom;
  std::string user, database;
  bool wants_password = false;
};
absl::Status ConnectionError(const RefusedConnection& refused);

}  // namespace autogen
