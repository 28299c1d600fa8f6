#include "introspect/second_reader.h"

#include <gmock/gmock.h>

#include "introspect/read_catalog.h"
#include "tests/introspect/catalog_text.h"
#include "tests/support/test_server.h"

namespace autogen {
namespace {

class SecondReaderTest : public testing::Test {
 protected:
  SecondReaderTest() : conninfo_(server_.CreateDatabase()) {
    server_.Run(conninfo_, R"(
      CREATE TABLE parents (id integer PRIMARY KEY, name text DEFAULT 'x' CHECK (name <> E'\t\\'));
      CREATE TABLE t (a integer REFERENCES parents, b text, c integer GENERATED ALWAYS AS (a + 1) STORED);
      COMMENT ON CONSTRAINT t_a_fkey ON t IS E'two\nlines';
      CREATE INDEX t_b ON t (lower(b)) WHERE a > 1;
      CREATE VIEW v AS SELECT a FROM t;
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER changes AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f())");
  }

  Connection Open(const std::string& more = "") const {
    absl::StatusOr<Connection> connection = Connection::Open(conninfo_ + more);
    EXPECT_TRUE(connection.ok()) << connection.status();
    return *std::move(connection);
  }

  static std::string Text(Connection& connection, const ReadOptions& options) {
    absl::StatusOr<Database> database = ReadCatalog(connection, options);
    EXPECT_TRUE(database.ok()) << Describe(ToFinding(database.status()));
    EXPECT_FALSE(connection.in_transaction());
    return database.ok() ? ToText(*database) : "";
  }

  static ReadOptions Both() {
    ReadOptions options;
    options.second_connection = true;
    return options;
  }

  TestServer& server_ = TestServer::Get();
  std::string conninfo_;
};

TEST_F(SecondReaderTest, ReadsWhatOneConnectionDoes) {
  Connection connection = Open();
  for (bool dependencies : {true, false}) {
    ReadOptions one, two = Both();
    one.dependencies = two.dependencies = dependencies;
    EXPECT_EQ(Text(connection, two), Text(connection, one));
  }
}

TEST_F(SecondReaderTest, SharesTheSnapshot) {
  Connection connection = Open();
  const std::string before = Text(connection, {});
  ReadOptions options = Both();
  options.on_extensions = [&](const Database&) {
    server_.Run(conninfo_,
                "CREATE TABLE later (a integer PRIMARY KEY DEFAULT 1); CREATE INDEX t_a ON t (a);"
                "CREATE VIEW w AS SELECT a FROM later");
  };
  EXPECT_EQ(Text(connection, options), before);
}

// The texts of both halves are the newest catalog's, so both are read again.
TEST_F(SecondReaderTest, LooksAtTheDigestBehindBothHalves) {
  Connection connection = Open();
  ReadOptions options = Both();
  std::string digest;
  options.digest = &digest;
  int reads = 0;
  options.on_extensions = [&](const Database&) {
    if (++reads == 1) server_.Run(conninfo_, "CREATE INDEX t_a ON t (a)");
  };
  EXPECT_NE(Text(connection, options).find("t_a"), std::string::npos);
  EXPECT_EQ(reads, 2);
}

TEST_F(SecondReaderTest, DoesWithoutWhereNoConnectionIsLeft) {
  server_.Run(conninfo_, "CREATE ROLE lonely LOGIN CONNECTION LIMIT 1");
  Connection connection = Open(" user=lonely");
  std::string digest;
  ReadOptions options = Both();
  options.digest = &digest;
  EXPECT_EQ(Text(connection, options), Text(connection, {}));
  EXPECT_NE(digest, "");
}

// A lock that is wanted between our two transactions would hold up the second until the first ends.
TEST_F(SecondReaderTest, DoesWithoutWhereItHasToWait) {
  Connection connection = Open(), other = Open();
  const std::string before = Text(connection, {});
  ASSERT_TRUE(other.Execute("BEGIN; LOCK TABLE t").ok());
  ReadOptions options = Both();
  options.lock_timeout_ms = 300;
  int reads = 0;
  options.on_extensions = [&](const Database&) {
    if (++reads == 1) return;
    EXPECT_TRUE(other.Execute("COMMIT").ok());
  };
  EXPECT_EQ(Text(connection, options), before);
  EXPECT_EQ(reads, 2);
}

TEST_F(SecondReaderTest, LeavesATransactionAlone) {
  Connection connection = Open();
  ASSERT_TRUE(connection.Execute("BEGIN; CREATE TABLE mine (a integer PRIMARY KEY)").ok());
  absl::StatusOr<Database> database = ReadCatalog(connection, Both());
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_NE(ToText(*database).find("mine_pkey"), std::string::npos);
}

TEST_F(SecondReaderTest, SaysWhereItsConnectionFailed) {
  Connection connection = Open();
  ASSERT_TRUE(connection.Execute("BEGIN ISOLATION LEVEL REPEATABLE READ").ok());
  absl::StatusOr<QueryResult> exported = connection.Query(ExportSnapshotSql());
  ASSERT_TRUE(exported.ok()) << exported.status();
  const auto& row = exported->rows.at(0);
  auto rows = [](int, const Row&) { return absl::OkStatus(); };
  SecondReader reader(connection.Conninfo(), {*row[0], *row[1]}, "SET LOCAL jit = off;",
                      {"COPY (SELECT 1) TO STDOUT", "COPY (SELECT 1 / 0) TO STDOUT"});
  EXPECT_TRUE(reader.Started());
  EXPECT_EQ(ToFinding(reader.Take(rows)).message, "division by zero");
  // What is taken over does not come; what has begun is not given away.
  SecondReader shared(connection.Conninfo(), {*row[0], *row[1]}, "",
                      {"COPY (SELECT pg_sleep(0.5)) TO STDOUT", "COPY (SELECT 1) TO STDOUT",
                       "COPY (SELECT 2) TO STDOUT", "COPY (SELECT 3) TO STDOUT"});
  EXPECT_TRUE(shared.Started());
  EXPECT_EQ(shared.TakeOver(2, 3), 2);
  EXPECT_EQ(shared.TakeOver(2, 3), std::nullopt);
  std::vector<int> copies;
  EXPECT_TRUE(shared
                  .Take([&](int copy, const Row&) {
                    copies.push_back(copy);
                    return absl::OkStatus();
                  })
                  .ok());
  EXPECT_THAT(copies, testing::ElementsAre(0, 1, 3));
  EXPECT_EQ(shared.TakeOver(0, 4), std::nullopt);
  SecondReader elsewhere(connection.Conninfo(), {*row[0], "another server"}, "", {});
  EXPECT_FALSE(elsewhere.Started());
  SecondReader unknown(connection.Conninfo(), {"00000000-00000000-9", *row[1]}, "", {});
  EXPECT_FALSE(unknown.Started());
  // One whose rows nobody takes ends all the same.
  SecondReader left(connection.Conninfo(), {*row[0], *row[1]}, "",
                    {"COPY (SELECT repeat('x', 1000) FROM generate_series(1, 1000000)) TO STDOUT"});
  EXPECT_TRUE(left.Started());
}

}  // namespace
}  // namespace autogen
