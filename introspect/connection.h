#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

struct pg_conn;

namespace autogen {

// A row of a COPY TO STDOUT (text format) or of a result: fields are nullopt for NULL, escapes
// undone.
using Row = std::vector<std::optional<std::string_view>>;

// The answer of a query: column names, rows, and the command tag.
struct QueryResult {
  std::vector<std::string> columns;
  std::vector<std::vector<std::optional<std::string>>> rows;
  std::string tag;
};

// One libpq connection. Its destructor closes it. Server errors become Findings with sqlstate,
// detail, hint and, where the server tells a position, a place in the statement; passwords are
// never in a message.
class Connection {
 public:
  // `conninfo`: a URL or keyword string that libpq takes (see introspect/address.h). Sets
  // application_name to autogen.
  static absl::StatusOr<Connection> Open(const std::string& conninfo);
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;
  ~Connection();

  // One or several statements in one message; the result is the last one's.
  absl::StatusOr<QueryResult> Query(const std::string& sql);
  absl::Status Execute(const std::string& sql);
  // One message of several statements, some of them COPY … TO STDOUT: `on_row(copy number from 0,
  // row)` is called as rows arrive; rows of plain SELECTs are passed too, in the same numbering.
  // The views live for the call. `meanwhile`, where it is given, is called as long as no row is
  // there, and tells whether it has done something.
  absl::Status Stream(const std::string& sql,
                      const std::function<absl::Status(int, const Row&)>& on_row,
                      const std::function<absl::StatusOr<bool>()>& meanwhile = nullptr);
  // The same, but the lines of copies as they come (each ends in a line break, escapes are in it),
  // and rows of plain SELECTs not at all.
  absl::Status StreamLines(const std::string& sql,
                           const std::function<absl::Status(int, std::string_view)>& on_line);

  int server_version() const;  // 150020
  // Opens another one to the same server, as the same user: it holds the password.
  std::string Conninfo() const;
  std::string Describe()
      const;  // "user@host/database", or "user@/run/socket/database"; no password
  std::string database() const;
  std::string user() const;
  bool in_transaction() const;
  bool alive() const;
  std::vector<std::string> TakeNotices();  // NOTICE and WARNING texts since the last call
  pg_conn* raw() { return conn_; }

 private:
  explicit Connection(pg_conn* conn);
  pg_conn* conn_ = nullptr;
  std::unique_ptr<std::vector<std::string>> notices_;
};

// An error that says why nothing can be changed through this connection: a standby, or a server,
// database or role that is read-only.
absl::Status CheckWritable(Connection& connection);

// An error for a server that is too old to be read (before 13). Open asks it already.
absl::Status CheckServerVersion(int version);

}  // namespace autogen
