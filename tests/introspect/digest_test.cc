#include "introspect/digest.h"

#include <gtest/gtest.h>

#include "engine/base/error.h"
#include "introspect/read_catalog.h"
#include "tests/support/test_server.h"

namespace autogen {
namespace {

class DigestTest : public testing::Test {
 protected:
  DigestTest() : conninfo_(server_.CreateDatabase()) {
    server_.Run(conninfo_,
                "CREATE TABLE t (a integer DEFAULT 1, b text); CREATE FUNCTION f() RETURNS integer "
                "LANGUAGE sql AS 'SELECT 1'; CREATE SEQUENCE s;");
  }

  std::string Digest() const {
    absl::StatusOr<Connection> connection = Connection::Open(conninfo_);
    absl::StatusOr<std::string> digest = ReadDigest(*connection);
    EXPECT_TRUE(digest.ok()) << digest.status();
    return digest.value_or("");
  }

  TestServer& server_ = TestServer::Get();
  std::string conninfo_;
};

TEST_F(DigestTest, StaysWhereNothingChanges) {
  std::string before = Digest();
  for (const char* sql : {"ANALYZE", "VACUUM FREEZE", "INSERT INTO t VALUES (1, 'x')",
                          "BEGIN; DROP TABLE t; ROLLBACK", "SELECT nextval('s')"}) {
    server_.Run(conninfo_, sql);
    EXPECT_EQ(Digest(), before) << sql;
  }
}

TEST_F(DigestTest, MovesWithEveryChange) {
  for (const char* sql : {"COMMENT ON TABLE t IS 'x'",
                          "COMMENT ON COLUMN t.a IS 'x'",
                          "GRANT SELECT ON t TO PUBLIC",
                          "GRANT SELECT (a) ON t TO PUBLIC",
                          "ALTER TABLE t ADD c integer",
                          "ALTER TABLE t ALTER a SET DEFAULT 2",
                          "ALTER TABLE t RENAME b TO d",
                          "ALTER FUNCTION f() RENAME TO g",
                          "ALTER FUNCTION g() STABLE",
                          "ALTER SEQUENCE s OWNED BY t.a",
                          "ALTER SEQUENCE s INCREMENT 5",
                          "CREATE INDEX ON t (a)",
                          "CREATE VIEW v AS SELECT a FROM t",
                          "ALTER VIEW v ALTER a SET DEFAULT 3",
                          "ALTER TABLE t ENABLE ROW LEVEL SECURITY",
                          "CREATE POLICY p ON t USING (a > 0)",
                          "CREATE TYPE mood AS ENUM ('sad')",
                          "ALTER TYPE mood ADD VALUE 'ok'",
                          "ALTER TYPE mood RENAME VALUE 'ok' TO 'fine'",
                          "CREATE EXTENSION pg_trgm",
                          "CREATE ROLE digest_role",
                          "ALTER TABLE t OWNER TO digest_role",
                          "DROP VIEW v",
                          "ALTER ROLE digest_role RENAME TO digest_other",
                          "DROP TABLE t",
                          "DROP ROLE digest_other"}) {
    std::string before = Digest();
    server_.Run(conninfo_, sql);
    EXPECT_NE(Digest(), before) << sql;
  }
}

TEST_F(DigestTest, ComesWithTheCatalog) {
  absl::StatusOr<Connection> connection = Connection::Open(conninfo_);
  ReadOptions options;
  std::string digest;
  options.digest = &digest;
  absl::StatusOr<Database> database = ReadCatalog(*connection, options);
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_EQ(digest, Digest());
  EXPECT_EQ(database->objects.size(), 4u);
}

// Another session alters something on every read: the printed texts may be of another moment than
// the rows. It holds a lock that printing the view waits for, so that each change is in the middle
// of a read, however fast the server is.
TEST_F(DigestTest, ACatalogThatMovesWhileItIsRead) {
  // The server sends what it has in pieces of 8 KiB: there must be more than that before the view.
  server_.Run(
      conninfo_,
      "CREATE VIEW late AS SELECT a FROM t; DO $$ BEGIN FOR i IN 1..300 LOOP EXECUTE "
      "'CREATE DOMAIN a_rather_long_name_of_a_domain_' || i || ' AS text'; END LOOP; END $$");
  absl::StatusOr<Connection> other = Connection::Open(conninfo_);
  int change = 0;
  auto hold = [&] {
    absl::Status held = other->Execute("BEGIN; LOCK TABLE t; COMMENT ON TABLE t IS '" +
                                       std::to_string(++change) + "'");
    EXPECT_TRUE(held.ok()) << held;
  };
  absl::StatusOr<Connection> watcher = Connection::Open(conninfo_);
  auto let_go = [&] {  // when the read has come as far as the view
    absl::StatusOr<QueryResult> waits;
    do {
      waits = watcher->Query("SELECT FROM pg_locks WHERE NOT granted");
      ASSERT_TRUE(waits.ok()) << waits.status();
    } while (waits->rows.empty());
    EXPECT_TRUE(other->Execute("COMMIT").ok());
  };
  hold();
  absl::StatusOr<Connection> connection = Connection::Open(conninfo_);
  ReadOptions options;
  std::string digest;
  options.digest = &digest;
  options.on_extensions = [&](const Database&) {
    let_go();
    hold();  // when this read is at its end
  };
  Finding finding = ToFinding(ReadCatalog(*connection, options).status());
  EXPECT_EQ(finding.message, "the schema was changed each time while it was read");
  EXPECT_EQ(change, 4);

  options.on_extensions = [&](const Database&) {
    if (change == 4) let_go();
    ++change;
  };
  absl::StatusOr<Database> database = ReadCatalog(*connection, options);
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_EQ(change, 6);
  EXPECT_EQ(database->Get<Table>({Kind::kTable, "public", "t", {}})->common.comment, "4");
}

}  // namespace
}  // namespace autogen
