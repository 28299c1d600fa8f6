#include "tests/support/test_server.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

namespace autogen {
namespace {

[[noreturn]] void Fail(const std::string& message) {
  std::fprintf(stderr, "test server: %s\n", message.c_str());
  std::abort();
}

std::string FindBinaries() {
  if (const char* wanted = std::getenv("AUTOGEN_TEST_PG_BIN")) return wanted;
  std::string found;
  int newest = 0;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/usr/lib/postgresql", error)) {
    int major = std::atoi(entry.path().filename().c_str());
    if (major <= newest || !std::filesystem::exists(entry.path() / "bin" / "initdb")) continue;
    newest = major;
    found = entry.path() / "bin";
  }
  if (found.empty()) Fail("no PostgreSQL server on this machine (Debian: apt install postgresql)");
  return found;
}

// A server refuses to run as root.
std::string AsServerUser(const std::string& command) {
  if (geteuid() != 0) return command;
  return "su postgres -s /bin/sh -c \"" + command + "\"";
}

// Stops the server and removes its folder when this process is gone, however it went: the pipe's
// other end closes.
void Watch(const std::string& stop) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) Fail("no pipe");  // not for the server: it would keep it open
  pid_t watcher = fork();
  if (watcher < 0) Fail("no process");
  if (watcher > 0) {
    close(ends[0]);
    return;  // ends[1] stays open for our life
  }
  setsid();
  close(ends[1]);
  for (int fd = 0; fd < 3; ++fd) close(fd);  // or ctest would wait for us
  signal(SIGPIPE, SIG_IGN);
  char byte;
  while (read(ends[0], &byte, 1) > 0) {
  }
  [[maybe_unused]] int status = std::system(stop.c_str());
  _exit(0);
}

void Shell(const std::string& command) {
  if (std::system(command.c_str()) != 0) Fail("failed: " + command);
}

}  // namespace

TestServer& TestServer::Get() {
  static auto* server = new TestServer;
  return *server;
}

TestServer::TestServer() : binaries_(FindBinaries()) {
  char pattern[] = "/tmp/autogen-test-XXXXXX";
  if (mkdtemp(pattern) == nullptr) Fail("no folder in /tmp");
  folder_ = pattern;
  if (geteuid() == 0) Shell("chown postgres " + folder_);
  Shell(AsServerUser(binaries_ + "/initdb -D " + folder_ +
                     "/data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >" + folder_ +
                     "/initdb.log 2>&1"));
  const std::string settings =
      "-k " + folder_ +
      " -c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off "
      "-c autovacuum=off -c shared_buffers=32MB -c max_connections=40 -c wal_level=logical";
  Watch(AsServerUser(binaries_ + "/pg_ctl -D " + folder_ + "/data -m immediate stop") +
        " >/dev/null 2>&1; rm -rf " + folder_);
  Shell(AsServerUser(binaries_ + "/pg_ctl -w -s -D " + folder_ + "/data -l " + folder_ +
                     "/server.log -o '" + settings + "' start >/dev/null 2>&1"));
}

std::string TestServer::Conninfo(const std::string& database, const std::string& user) const {
  return "host=" + folder_ + " port=5432 user=" + user + " dbname=" + database;
}

std::string TestServer::CreateDatabase() {
  std::string name = "test_" + std::to_string(++databases_);
  Run(Conninfo("postgres"), "CREATE DATABASE " + name + " TEMPLATE template0");
  return Conninfo(name);
}

void TestServer::Run(const std::string& conninfo, const std::string& sql) {
  PGconn* conn = PQconnectdb(conninfo.c_str());
  PQsetNoticeProcessor(
      conn, [](void*, const char*) {}, nullptr);
  PGresult* result = PQexec(conn, sql.c_str());
  ExecStatusType status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) {
    Fail(std::string(PQerrorMessage(conn)) + "in: " + sql.substr(0, 500));
  }
  PQclear(result);
  PQfinish(conn);
}

std::string TestServer::RunProgram(const std::string& program, const std::string& arguments) const {
  std::string output;
  FILE* pipe = popen((binaries_ + "/" + program + " " + arguments).c_str(), "r");
  if (pipe == nullptr) Fail("cannot run " + program);
  char buffer[65536];
  for (size_t got; (got = fread(buffer, 1, sizeof buffer, pipe)) > 0;) output.append(buffer, got);
  pclose(pipe);
  return output;
}

}  // namespace autogen
