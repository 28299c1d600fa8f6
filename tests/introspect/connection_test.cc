#include "introspect/connection.h"

#include <gmock/gmock.h>

#include "tests/support/test_server.h"

namespace autogen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Connection Connect(const std::string& conninfo) {
  absl::StatusOr<Connection> connection = Connection::Open(conninfo);
  EXPECT_TRUE(connection.ok()) << connection.status();
  return std::move(connection).value();
}

Finding Refusal(const std::string& conninfo) {
  absl::StatusOr<Connection> connection = Connection::Open(conninfo);
  EXPECT_FALSE(connection.ok());
  Finding finding = ToFinding(connection.status());
  EXPECT_EQ(finding.blame, Blame::kDatabase);
  EXPECT_THAT(Describe(finding), Not(HasSubstr("hunter2")));
  return finding;
}

TEST(Connection, AnswersQueries) {
  TestServer& server = TestServer::Get();
  Connection connection = Connect(server.Conninfo("postgres"));
  EXPECT_GE(connection.server_version(), 130000);
  EXPECT_EQ(connection.database(), "postgres");
  EXPECT_EQ(connection.Describe(), "postgres@" + server.folder() + "/postgres");
  absl::StatusOr<QueryResult> result =
      connection.Query("SELECT 1; SELECT NULL AS a, 'x' AS b UNION ALL SELECT 'y', 'z'");
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_THAT(result->columns, ElementsAre("a", "b"));
  EXPECT_EQ(result->rows.size(), 2u);
  EXPECT_EQ(result->rows[0][0], std::nullopt);
  EXPECT_EQ(result->rows[1][1], "z");
  EXPECT_EQ(result->tag, "SELECT 2");
  EXPECT_EQ(connection.Query("SHOW application_name")->rows[0][0], "autogen");
}

TEST(Connection, StreamsCopies) {
  Connection connection = Connect(TestServer::Get().Conninfo("postgres"));
  std::vector<std::string> rows;
  absl::Status status = connection.Stream(
      "BEGIN; COPY (SELECT E'a\\tb\\n\\\\', NULL, '') TO STDOUT; SELECT 2, NULL; "
      "COPY (SELECT generate_series(1, 2)) TO STDOUT; COMMIT",
      [&](int number, const Row& row) {
        std::string text = std::to_string(number);
        for (const auto& field : row) text += "|" + std::string(field.value_or("(null)"));
        rows.push_back(text);
        return absl::OkStatus();
      });
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_THAT(rows, ElementsAre("0|a\tb\n\\|(null)|", "1|2|(null)", "2|1", "2|2"));
  EXPECT_FALSE(connection.in_transaction());
}

TEST(Connection, CanBeUsedAfterAStreamThatWasStopped) {
  Connection connection = Connect(TestServer::Get().Conninfo("postgres"));
  absl::Status status = connection.Stream("COPY (SELECT generate_series(1, 1000000)) TO STDOUT",
                                          [](int, const Row&) { return InputError("enough"); });
  EXPECT_EQ(ToFinding(status).message, "enough");
  EXPECT_EQ(connection.Query("SELECT 1")->rows[0][0], "1");
  EXPECT_FALSE(connection
                   .Stream("COPY (SELECT 1) TO STDOUT; COPY (SELECT 1/0) TO STDOUT",
                           [](int, const Row&) { return absl::OkStatus(); })
                   .ok());
  EXPECT_TRUE(connection.Execute("SELECT 1").ok());
}

TEST(Connection, ErrorsHaveTheirPlaceAndCode) {
  Connection connection = Connect(TestServer::Get().Conninfo("postgres"));
  Finding finding = ToFinding(connection.Execute("SELECT 'é',\n  'é', nowhere"));
  EXPECT_EQ(finding.message, "column \"nowhere\" does not exist");
  EXPECT_EQ(finding.sqlstate, "42703");
  EXPECT_EQ(finding.place.line, 2);
  EXPECT_EQ(finding.place.column, 9);
  EXPECT_EQ(finding.place.text, "  'é', nowhere");
  EXPECT_EQ(finding.blame, Blame::kDatabase);
}

TEST(Connection, KeepsNotices) {
  Connection connection = Connect(TestServer::Get().Conninfo("postgres"));
  EXPECT_TRUE(connection.Execute("DROP TABLE IF EXISTS nowhere").ok());
  EXPECT_THAT(connection.TakeNotices(),
              ElementsAre("NOTICE:  table \"nowhere\" does not exist, skipping"));
  EXPECT_TRUE(connection.TakeNotices().empty());
}

TEST(Connection, SaysThatTheServerIsOutOfReach) {
  Finding finding =
      Refusal("host=/tmp/no-such-folder port=5999 user=ann password=hunter2 dbname=app");
  EXPECT_EQ(finding.message, "cannot reach ann@/tmp/no-such-folder:5999/app");
  EXPECT_EQ(finding.hint, "check that the server runs, and the address's host and port");
  EXPECT_THAT(finding.detail, HasSubstr("No such file or directory"));
}

TEST(Connection, SaysThatThereIsNoSuchDatabase) {
  TestServer& server = TestServer::Get();
  Finding finding = Refusal(server.Conninfo("nowhere"));
  EXPECT_EQ(finding.message,
            "there is no database nowhere at postgres@" + server.folder() + "/nowhere");
  EXPECT_EQ(finding.sqlstate, "3D000");
}

TEST(Connection, SaysThatThePasswordIsWrongAndNotWhichItWas) {
  TestServer& server = TestServer::Get();
  server.Run(server.Conninfo("postgres"), "CREATE ROLE ann LOGIN PASSWORD 'right'");
  server.RunProgram("psql",
                    "-q '" + server.Conninfo("postgres") +
                        "' -c \"COPY (SELECT 'local all ann scram-sha-256' UNION ALL SELECT "
                        "'local all all trust') TO '" +
                        server.folder() + "/data/pg_hba.conf'\"");
  server.Run(server.Conninfo("postgres"), "SELECT pg_reload_conf(), pg_sleep(0.2)");
  Finding wrong = Refusal(server.Conninfo("postgres", "ann") + " password=hunter2");
  EXPECT_EQ(wrong.message,
            "wrong password for the role ann at ann@" + server.folder() + "/postgres");
  EXPECT_EQ(wrong.detail, "");
  Finding none = Refusal(server.Conninfo("postgres", "ann"));
  EXPECT_EQ(none.message,
            "ann@" + server.folder() + "/postgres wants a password, and none was given");
  Finding nobody = Refusal(server.Conninfo("postgres", "nobody_here"));
  EXPECT_EQ(nobody.message,
            "nobody_here@" + server.folder() + "/postgres does not let the role nobody_here in");
}

TEST(Connection, SaysWhatPrivilegeIsMissing) {
  TestServer& server = TestServer::Get();
  server.Run(server.Conninfo("postgres"), "CREATE ROLE bob LOGIN; CREATE TABLE secret ()");
  Connection connection = Connect(server.Conninfo("postgres", "bob"));
  Finding finding = ToFinding(connection.Execute("SELECT FROM secret"));
  EXPECT_EQ(finding.message, "permission denied for table secret");
  EXPECT_EQ(finding.hint,
            "this role lacks the privilege: have it granted, or connect as a role that has it");
}

TEST(Connection, SaysThatItWasLost) {
  TestServer& server = TestServer::Get();
  Connection connection = Connect(server.Conninfo("postgres"));
  std::string pid = *connection.Query("SELECT pg_backend_pid()")->rows[0][0];
  server.Run(server.Conninfo("postgres"), "SELECT pg_terminate_backend(" + pid + ", 2000)");
  Finding finding = ToFinding(connection.Execute("SELECT 1"));
  EXPECT_EQ(finding.message, "terminating connection due to administrator command");
  EXPECT_FALSE(connection.alive());
  finding = ToFinding(connection.Execute("SELECT 1"));
  EXPECT_EQ(finding.message, "the connection to " + connection.Describe() + " was lost");
}

TEST(CheckWritable, RefusesAReadOnlyRole) {
  TestServer& server = TestServer::Get();
  Connection connection = Connect(server.Conninfo("postgres"));
  EXPECT_TRUE(CheckWritable(connection).ok());
  Connection reader =
      Connect(server.Conninfo("postgres") + " options='-c default_transaction_read_only=on'");
  EXPECT_EQ(ToFinding(CheckWritable(reader)).message, reader.Describe() + " is read-only");
  EXPECT_EQ(ToFinding(reader.Execute("CREATE TABLE t ()")).hint,
            "the server or the role is read-only: use the primary's address");
}

TEST(CheckServerVersion, RefusesOldServers) {
  EXPECT_TRUE(CheckServerVersion(130000).ok());
  Finding finding = ToFinding(CheckServerVersion(120017));
  EXPECT_EQ(finding.message, "the server is PostgreSQL 12, which is too old");
  EXPECT_EQ(finding.hint, "autogen needs PostgreSQL 13 or newer");
  EXPECT_EQ(ToFinding(CheckServerVersion(90624)).message,
            "the server is PostgreSQL 9.6, which is too old");
}

}  // namespace
}  // namespace autogen
