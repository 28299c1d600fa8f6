#include "introspect/server_error.h"

#include <libpq-fe.h>

#include <cstdlib>
#include <string_view>

#include "engine/base/error.h"

namespace autogen {
namespace {

std::string Field(const pg_result* result, int code) {
  const char* text = PQresultErrorField(result, code);
  return text == nullptr ? "" : text;
}

void AddLine(std::string* text, std::string_view label, std::string_view line) {
  if (line.empty()) return;
  if (!text->empty()) *text += '\n';
  *text += label;
  *text += line;
}

// `position` counts characters from 1; UTF-8 is what we speak to the server.
Place PlaceAt(const std::string& sql, int position) {
  size_t at = 0;
  for (int left = position - 1; at < sql.size() && left > 0; --left) {
    ++at;
    while (at < sql.size() && (static_cast<unsigned char>(sql[at]) & 0xC0) == 0x80) ++at;
  }
  size_t begin = at == 0 ? std::string::npos : sql.rfind('\n', at - 1);
  begin = begin == std::string::npos ? 0 : begin + 1;
  size_t end = std::min(sql.find('\n', at), sql.size());
  Place place;
  for (size_t i = 0; i < begin; ++i) place.line += sql[i] == '\n';
  ++place.line;
  place.column = static_cast<int>(at - begin) + 1;
  place.text = sql.substr(begin, end - begin);
  return place;
}

// What to do about the errors that say nothing of it themselves. See: manual, PostgreSQL Error
// Codes.
std::string HintFor(const std::string& sqlstate) {
  if (sqlstate == "42501") {
    return "this role lacks the privilege: have it granted, or connect as a role that has it";
  }
  if (sqlstate == "25006") return "the server or the role is read-only: use the primary's address";
  if (sqlstate == "55P03") {
    return "another session holds a lock: try again when it is done, or allow a longer "
           "lock_timeout";
  }
  if (sqlstate == "57014") return "raise statement_timeout, or run it when the server is quieter";
  return "";
}

absl::Status LostConnection(const pg_conn* conn, const std::string& whom) {
  Finding finding;
  finding.message = "the connection to " + whom + " was lost";
  finding.detail = PQerrorMessage(conn);
  while (finding.detail.ends_with("\n")) finding.detail.pop_back();
  finding.blame = Blame::kDatabase;
  finding.sqlstate = "08006";
  return ToStatus(finding);
}

// The words of libpq's verbose text behind "CODE: ", and the code. Without a code the server never
// spoke.
struct Spoken {
  std::string sqlstate;
  std::string words;
};

bool IsSqlstate(std::string_view text) {
  if (text.size() != 5) return false;
  for (char c : text) {
    if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z')) return false;
  }
  return true;
}

// "…failed: FATAL:  28P01: password authentication failed\nLOCATION:  …"; severities are in the
// server's language, codes are not.
Spoken Split(std::string_view message) {
  for (size_t at = message.find(":  "); at != message.npos; at = message.find(":  ", at + 1)) {
    std::string_view rest = message.substr(at + 3);
    if (!IsSqlstate(rest.substr(0, 5)) || !rest.substr(5).starts_with(": ")) continue;
    std::string_view words = rest.substr(7);
    return {std::string(rest.substr(0, 5)), std::string(words.substr(0, words.find('\n')))};
  }
  while (message.ends_with("\n")) message.remove_suffix(1);
  return {"", std::string(message)};
}

}  // namespace

absl::Status ServerError(const pg_conn* conn, const pg_result* result, const std::string& sql,
                         const std::string& whom) {
  std::string sqlstate = Field(result, PG_DIAG_SQLSTATE);
  if (sqlstate.empty() || (PQstatus(conn) == CONNECTION_BAD && !sqlstate.starts_with("57"))) {
    if (PQstatus(conn) == CONNECTION_BAD || result == nullptr) return LostConnection(conn, whom);
  }
  Finding finding;
  finding.message = Field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (finding.message.empty()) finding.message = PQerrorMessage(conn);
  finding.hint = Field(result, PG_DIAG_MESSAGE_HINT);
  if (finding.hint.empty()) finding.hint = HintFor(sqlstate);
  AddLine(&finding.detail, "", Field(result, PG_DIAG_MESSAGE_DETAIL));
  AddLine(&finding.detail, "in: ", Field(result, PG_DIAG_INTERNAL_QUERY));
  AddLine(&finding.detail, "", Field(result, PG_DIAG_CONTEXT));
  if (int position = std::atoi(Field(result, PG_DIAG_STATEMENT_POSITION).c_str()); position > 0) {
    finding.place = PlaceAt(sql, position);
  }
  finding.blame = Blame::kDatabase;
  finding.sqlstate = sqlstate;
  return ToStatus(finding);
}

absl::Status ConnectionError(const RefusedConnection& refused) {
  Spoken spoken = Split(refused.message);
  Finding finding;
  finding.blame = Blame::kDatabase;
  finding.sqlstate = spoken.sqlstate;
  finding.detail = spoken.words;
  if (refused.wants_password) {
    finding.message = refused.whom + " wants a password, and none was given";
    finding.hint = "put it into ~/.pgpass, PGPASSWORD or the config's password_command";
    finding.detail.clear();
    finding.sqlstate = "28P01";
  } else if (spoken.sqlstate.empty()) {
    finding.message = "cannot reach " + refused.whom;
    finding.hint = "check that the server runs, and the address's host and port";
  } else if (spoken.sqlstate == "28P01") {
    finding.message = "wrong password for the role " + refused.user + " at " + refused.whom;
    finding.hint = "correct it in the address, ~/.pgpass, PGPASSWORD or password_command";
    finding.detail.clear();
  } else if (spoken.sqlstate == "28000") {
    finding.message = refused.whom + " does not let the role " + refused.user + " in";
    finding.hint = "check the role's name, that it may log in, and the server's pg_hba.conf";
  } else if (spoken.sqlstate == "3D000") {
    finding.message = "there is no database " + refused.database + " at " + refused.whom;
    finding.hint = "create it first (createdb), or correct the address";
    finding.detail.clear();
  } else if (spoken.sqlstate == "42501") {
    finding.message = "the role " + refused.user + " may not connect to " + refused.whom;
    finding.hint = "grant it CONNECT on the database, or connect as another role";
  } else {
    finding.message = refused.whom + " refuses the connection: " + spoken.words;
    finding.detail.clear();
    if (spoken.sqlstate == "57P03") finding.hint = "the server is not ready: try again shortly";
    if (spoken.sqlstate == "53300") {
      finding.hint =
          "all of the server's connections are taken: close some, or raise "
          "max_connections";
    }
  }
  return ToStatus(finding);
}

}  // namespace autogen
