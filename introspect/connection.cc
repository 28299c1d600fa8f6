#include "introspect/connection.h"

#include <libpq-fe.h>
#include <poll.h>

#include <chrono>
#include <cstdlib>
#include <utility>

#include "introspect/conninfo.h"
#include "introspect/copy_row.h"
#include "introspect/server_error.h"

namespace autogen {
namespace {

constexpr int kOldestServer = 130000;
constexpr int kConnectTimeoutSeconds = 10;

using Clock = std::chrono::steady_clock;

struct ClearResult {
  void operator()(pg_result* result) const { PQclear(result); }
};
using Result = std::unique_ptr<pg_result, ClearResult>;

void TakeNotice(void* notices, const char* message) {
  std::string text = message;
  while (text.ends_with("\n")) text.pop_back();
  static_cast<std::vector<std::string>*>(notices)->push_back(std::move(text));
}

// Every parameter with the environment's and the service file's value where the address has none.
std::string Effective(const Conninfo& settings, const char* keyword) {
  auto found = settings.find(keyword);
  if (found != settings.end()) return found->second;
  std::string value;
  PQconninfoOption* defaults = PQconndefaults();
  for (PQconninfoOption* o = defaults; o != nullptr && o->keyword != nullptr; ++o) {
    if (std::string_view(o->keyword) == keyword && o->val != nullptr) value = o->val;
  }
  PQconninfoFree(defaults);
  return value;
}

// Waits until libpq can go on; false: the time is over.
bool Wait(pg_conn* conn, PostgresPollingStatusType wanted, Clock::time_point deadline) {
  pollfd fd{PQsocket(conn), static_cast<short>(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT),
            0};
  while (true) {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    int ready = poll(&fd, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready == 0) return false;
  }
}

// Connects step by step: only so can the verbosity be set before the server's answer comes, and
// with it the SQLSTATE of a refusal be seen. Several hosts are libpq's own affair: it alone can
// pass on from one that does not answer.
pg_conn* Connect(const Conninfo& settings, bool* timed_out) {
  std::string conninfo = WriteConninfo(settings);
  if (Effective(settings, "host").find(',') != std::string::npos ||
      Effective(settings, "hostaddr").find(',') != std::string::npos) {
    return PQconnectdb(conninfo.c_str());
  }
  pg_conn* conn = PQconnectStart(conninfo.c_str());
  if (conn == nullptr || PQstatus(conn) == CONNECTION_BAD) return conn;
  PQsetErrorVerbosity(conn, PQERRORS_VERBOSE);
  int seconds = std::atoi(Effective(settings, "connect_timeout").c_str());
  auto deadline = seconds > 0 ? Clock::now() + std::chrono::seconds(std::max(seconds, 2))
                              : Clock::now() + std::chrono::hours(24);
  PostgresPollingStatusType status = PGRES_POLLING_WRITING;
  while (status != PGRES_POLLING_OK && status != PGRES_POLLING_FAILED) {
    if (!Wait(conn, status, deadline)) {
      *timed_out = true;
      return conn;
    }
    status = PQconnectPoll(conn);
  }
  PQsetErrorVerbosity(conn, PQERRORS_DEFAULT);
  return conn;
}

std::string Whom(const std::string& user, const std::string& host, const std::string& port,
                 const std::string& database) {
  std::string text = user + "@" + host;
  if (!port.empty() && port != "5432") text += ":" + port;
  return text + "/" + database;
}

std::string Text(const char* text) { return text == nullptr ? "" : text; }

absl::Status Refused(const Conninfo& settings, const pg_conn* conn, bool timed_out) {
  RefusedConnection refused;
  refused.user = Text(PQuser(conn));
  refused.database = Text(PQdb(conn));
  std::string host = Text(PQhost(conn));
  if (host.empty()) host = Effective(settings, "host");
  refused.whom = Whom(refused.user, host, Text(PQport(conn)), refused.database);
  refused.message = timed_out ? "no answer within the connect_timeout" : Text(PQerrorMessage(conn));
  refused.wants_password = PQconnectionNeedsPassword(conn) != 0;
  return ConnectionError(refused);
}

QueryResult ToQueryResult(const pg_result* result) {
  QueryResult out;
  out.tag = Text(PQcmdStatus(const_cast<pg_result*>(result)));
  const int columns = PQnfields(result), rows = PQntuples(result);
  for (int c = 0; c < columns; ++c) out.columns.push_back(PQfname(result, c));
  out.rows.resize(rows);
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      if (PQgetisnull(result, r, c)) {
        out.rows[r].push_back(std::nullopt);
      } else {
        out.rows[r].push_back(std::string(PQgetvalue(result, r, c), PQgetlength(result, r, c)));
      }
    }
  }
  return out;
}

// Reads what is left of the answers to a message, so that the connection can be used again.
void Drain(pg_conn* conn) {
  if (PGcancel* cancel = PQgetCancel(conn)) {
    char error[256];
    PQcancel(cancel, error, sizeof error);
    PQfreeCancel(cancel);
  }
  while (Result result{PQgetResult(conn)}) {
    if (PQresultStatus(result.get()) == PGRES_COPY_OUT) {
      char* line = nullptr;
      while (PQgetCopyData(conn, &line, 0) > 0) PQfreemem(line);
    }
    if (PQresultStatus(result.get()) == PGRES_COPY_IN) PQputCopyEnd(conn, "not expected");
    if (PQstatus(conn) == CONNECTION_BAD) return;
  }
}

// A line of a copy, which may be changed, or a whole answer of a plain SELECT.
using OnLine = std::function<absl::Status(int, char* line, size_t length)>;
using OnAnswer = std::function<absl::Status(int, const pg_result*)>;

using Meanwhile = std::function<absl::StatusOr<bool>()>;

constexpr int kMeanwhileMs = 2;

// Waits a moment for the server, or does something else that is to be done. What is wrong with the
// connection is told by the next call of libpq's.
absl::Status Await(pg_conn* conn, const Meanwhile& meanwhile) {
  pollfd socket{PQsocket(conn), POLLIN, 0};
  if (poll(&socket, 1, 0) == 0) {
    ASSIGN_OR_RETURN(bool done, meanwhile());
    if (!done) poll(&socket, 1, kMeanwhileMs);
  }
  PQconsumeInput(conn);
  return absl::OkStatus();
}

absl::Status AwaitResult(pg_conn* conn, const Meanwhile& meanwhile) {
  while (meanwhile && PQstatus(conn) == CONNECTION_OK && PQisBusy(conn)) {
    RETURN_IF_ERROR(Await(conn, meanwhile));
  }
  return absl::OkStatus();
}

absl::Status ReadCopy(pg_conn* conn, int number, const OnLine& on_line,
                      const Meanwhile& meanwhile) {
  for (;;) {
    char* line = nullptr;
    const int length = PQgetCopyData(conn, &line, meanwhile ? 1 : 0);
    if (length < 0) return absl::OkStatus();  // an error comes as the next result
    absl::Status status =
        length == 0 ? Await(conn, meanwhile) : on_line(number, line, static_cast<size_t>(length));
    PQfreemem(line);
    RETURN_IF_ERROR(status);
  }
}

void ReadRow(const pg_result* result, int r, Row* row) {
  row->clear();
  for (int c = 0; c < PQnfields(result); ++c) {
    if (PQgetisnull(result, r, c)) {
      row->push_back(std::nullopt);
    } else {
      row->push_back(std::string_view(PQgetvalue(result, r, c), PQgetlength(result, r, c)));
    }
  }
}

absl::Status Receive(pg_conn* conn, const std::string& sql, const std::string& whom,
                     const OnLine& on_line, const OnAnswer& on_answer,
                     const Meanwhile& meanwhile = nullptr) {
  if (!PQsendQuery(conn, sql.c_str())) return ServerError(conn, nullptr, sql, whom);
  int number = 0;
  for (;;) {
    absl::Status status = AwaitResult(conn, meanwhile);
    Result result{status.ok() ? PQgetResult(conn) : nullptr};
    if (status.ok() && !result) return absl::OkStatus();
    switch (PQresultStatus(result.get())) {
      case PGRES_COPY_OUT:
        status = ReadCopy(conn, number++, on_line, meanwhile);
        break;
      case PGRES_TUPLES_OK:
        status = on_answer(number++, result.get());
        break;
      case PGRES_COMMAND_OK:
      case PGRES_EMPTY_QUERY:
        break;
      default:
        if (status.ok()) status = ServerError(conn, result.get(), sql, whom);
    }
    if (!status.ok()) {
      result.reset();
      Drain(conn);
      return status;
    }
  }
}

}  // namespace

absl::Status CheckServerVersion(int version) {
  if (version >= kOldestServer) return absl::OkStatus();
  std::string text = std::to_string(version / 10000);
  if (version < 100000) text += "." + std::to_string(version / 100 % 100);
  return DatabaseError("the server is PostgreSQL " + text + ", which is too old",
                       "autogen needs PostgreSQL 13 or newer");
}

absl::Status CheckWritable(Connection& connection) {
  ASSIGN_OR_RETURN(QueryResult result,
                   connection.Query("SELECT pg_catalog.pg_is_in_recovery(), "
                                    "pg_catalog.current_setting('transaction_read_only')"));
  if (result.rows.at(0).at(0) == "t") {
    return DatabaseError(connection.Describe() + " is a standby: it can be read, not changed",
                         "use the primary's address");
  }
  if (result.rows.at(0).at(1) == "on") {
    return DatabaseError(connection.Describe() + " is read-only",
                         "default_transaction_read_only is on for this server, database or role");
  }
  return absl::OkStatus();
}

absl::StatusOr<Connection> Connection::Open(const std::string& conninfo) {
  ASSIGN_OR_RETURN(autogen::Conninfo settings, ParseConninfo(conninfo));
  settings.try_emplace("application_name", "autogen");
  settings["client_encoding"] = "UTF8";
  if (Effective(settings, "connect_timeout").empty()) {
    settings["connect_timeout"] = std::to_string(kConnectTimeoutSeconds);
  }
  bool timed_out = false;
  pg_conn* conn = Connect(settings, &timed_out);
  if (conn == nullptr) return InternalError("no memory for a connection");
  Connection connection(conn);
  if (timed_out || PQstatus(conn) != CONNECTION_OK) return Refused(settings, conn, timed_out);
  RETURN_IF_ERROR(CheckServerVersion(connection.server_version()));
  return connection;
}

Connection::Connection(pg_conn* conn)
    : conn_(conn), notices_(std::make_unique<std::vector<std::string>>()) {
  PQsetNoticeProcessor(conn_, TakeNotice, notices_.get());
}

Connection::Connection(Connection&& other) noexcept
    : conn_(std::exchange(other.conn_, nullptr)), notices_(std::move(other.notices_)) {}

Connection& Connection::operator=(Connection&& other) noexcept {
  std::swap(conn_, other.conn_);
  std::swap(notices_, other.notices_);
  return *this;
}

Connection::~Connection() {
  if (conn_ != nullptr) PQfinish(conn_);
}

absl::StatusOr<QueryResult> Connection::Query(const std::string& sql) {
  if (!PQsendQuery(conn_, sql.c_str())) return ServerError(conn_, nullptr, sql, Describe());
  QueryResult last;
  absl::Status error;
  while (Result result{PQgetResult(conn_)}) {
    switch (PQresultStatus(result.get())) {
      case PGRES_TUPLES_OK:
      case PGRES_COMMAND_OK:
      case PGRES_EMPTY_QUERY:
        last = ToQueryResult(result.get());
        break;
      case PGRES_COPY_IN:
      case PGRES_COPY_OUT:
      case PGRES_COPY_BOTH:
        Drain(conn_);
        return InputError("COPY with the client is not possible here");
      default:
        if (error.ok()) error = ServerError(conn_, result.get(), sql, Describe());
    }
  }
  if (!error.ok()) return error;
  return last;
}

absl::Status Connection::Execute(const std::string& sql) { return Query(sql).status(); }

absl::Status Connection::Stream(const std::string& sql,
                                const std::function<absl::Status(int, const Row&)>& on_row,
                                const std::function<absl::StatusOr<bool>()>& meanwhile) {
  Row row;
  auto on_line = [&](int number, char* line, size_t length) {
    ReadCopyLine(line, length, &row);
    return on_row(number, row);
  };
  auto on_answer = [&](int number, const pg_result* result) -> absl::Status {
    for (int r = 0; r < PQntuples(result); ++r) {
      ReadRow(result, r, &row);
      RETURN_IF_ERROR(on_row(number, row));
    }
    return absl::OkStatus();
  };
  return Receive(conn_, sql, Describe(), on_line, on_answer, meanwhile);
}

absl::Status Connection::StreamLines(
    const std::string& sql, const std::function<absl::Status(int, std::string_view)>& on_line) {
  int answers = 0;
  auto count = [&](int, const pg_result*) {
    ++answers;
    return absl::OkStatus();
  };
  auto pass = [&](int number, char* line, size_t length) {
    return on_line(number - answers, std::string_view(line, length));
  };
  return Receive(conn_, sql, Describe(), pass, count);
}

int Connection::server_version() const { return PQserverVersion(conn_); }

std::string Connection::Conninfo() const {
  autogen::Conninfo settings;
  PQconninfoOption* options = PQconninfo(conn_);
  for (PQconninfoOption* o = options; o != nullptr && o->keyword != nullptr; ++o) {
    if (o->val != nullptr && *o->val != '\0') settings[o->keyword] = o->val;
  }
  PQconninfoFree(options);
  // Of several hosts, the one that answered.
  if (settings.contains("hostaddr")) settings["hostaddr"] = Text(PQhostaddr(conn_));
  settings["host"] = Text(PQhost(conn_));
  settings["port"] = Text(PQport(conn_));
  return WriteConninfo(settings);
}

std::string Connection::Describe() const {
  return Whom(user(), Text(PQhost(conn_)), Text(PQport(conn_)), database());
}

std::string Connection::database() const { return Text(PQdb(conn_)); }

std::string Connection::user() const { return Text(PQuser(conn_)); }

bool Connection::in_transaction() const {
  PGTransactionStatusType status = PQtransactionStatus(conn_);
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool Connection::alive() const { return PQstatus(conn_) == CONNECTION_OK; }

std::vector<std::string> Connection::TakeNotices() { return std::exchange(*notices_, {}); }

}  // namespace autogen
