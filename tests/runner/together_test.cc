#include "runner/realise/together.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/locks/locks.h"
#include "runner/realise/realise.h"
#include "tests/support/schema_pair.h"

namespace autogen {
namespace {

using ::testing::StartsWith;

// More than fit into one block.
constexpr int kMany = 130;

class TogetherTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(testing::SharedServer(), nullptr);
    auto bench = Bench::Begin(*testing::SharedServer());
    ASSERT_TRUE(bench.ok()) << bench.status();
    bench_.emplace(std::move(*bench));
  }

  absl::Status Run(const std::vector<std::string>& statements) {
    return RunTogether(bench_->connection(), {statements.begin(), statements.end()});
  }

  void Runs(const std::vector<std::string>& statements) {
    absl::Status status = Run(statements);
    ASSERT_TRUE(status.ok()) << status;
  }

  std::string Ask(const std::string& sql) {
    auto result = bench_->connection().Query(sql);
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->rows.at(0).at(0).value_or("NULL") : "";
  }

  std::optional<Bench> bench_;
};

std::vector<std::string> Tables(int count) {
  std::vector<std::string> statements;
  for (int n = 0; n < count; ++n) {
    statements.push_back("CREATE TABLE t" + std::to_string(n) + " (id int PRIMARY KEY)");
  }
  return statements;
}

constexpr char kCountTables[] =
    "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '^t\\d'";

TEST_F(TogetherTest, RunsAllInTheirOrder) {
  for (int count : {0, 1, 2, 25, 100, 101, 2 * kMany}) {
    ASSERT_TRUE(bench_->connection().Execute("SAVEPOINT empty").ok());
    std::vector<std::string> statements = Tables(count);
    for (int n = 0; n < count; ++n) {
      statements.push_back("ALTER TABLE t" + std::to_string(n) + " ADD COLUMN a text");
    }
    ASSERT_NO_FATAL_FAILURE(Runs(statements));
    EXPECT_EQ(Ask(kCountTables), std::to_string(count));
    ASSERT_TRUE(bench_->connection().Execute("ROLLBACK TO empty").ok());
  }
}

TEST_F(TogetherTest, NamesTheStatementThatFails) {
  for (int failing : {0, 5, 30, 99, 100, 117, kMany - 1}) {
    ASSERT_TRUE(bench_->connection().Execute("SAVEPOINT empty").ok());
    std::vector<std::string> statements = Tables(kMany);
    statements[failing] = "CREATE TABLE bad (c nowhere)";
    absl::Status status = Run(statements);
    ASSERT_FALSE(status.ok());
    Finding finding = ToFinding(status);
    EXPECT_THAT(finding.message, ::testing::HasSubstr("type \"nowhere\" does not exist"));
    EXPECT_THAT(finding.detail, StartsWith("CREATE TABLE bad (c nowhere)"));
    EXPECT_EQ(finding.sqlstate, "42704");
    ASSERT_TRUE(bench_->connection().Execute("ROLLBACK TO empty").ok());
  }
}

TEST_F(TogetherTest, PassesTextsAsTheyAre) {
  std::vector<std::string> statements = Tables(kMany);
  statements.push_back(R"(COMMENT ON TABLE t0 IS 'it''s $$ $body$ % \n')");
  statements.push_back(R"(COMMENT ON TABLE t1 IS E'a\\b\n''c')");
  statements.push_back("CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS $$SELECT $1 -- one\n$$");
  statements.push_back("CREATE FUNCTION g(int) RETURNS int RETURN $1 + 1 -- two");
  ASSERT_NO_FATAL_FAILURE(Runs(statements));
  EXPECT_EQ(Ask("SELECT obj_description('t0'::regclass)"), R"(it's $$ $body$ % \n)");
  EXPECT_EQ(Ask("SELECT obj_description('t1'::regclass)"), "a\\b\n'c");
  EXPECT_EQ(Ask("SELECT f(1) + g(1)"), "3");
}

TEST_F(TogetherTest, KeepsWhatStatementsSet) {
  std::vector<std::string> statements = {"CREATE SCHEMA other", "SET LOCAL search_path = other",
                                         "SELECT 1"};
  for (std::string& table : Tables(kMany)) statements.push_back(std::move(table));
  ASSERT_NO_FATAL_FAILURE(Runs(statements));
  EXPECT_EQ(Ask("SHOW search_path"), "other");
  EXPECT_EQ(Ask("SELECT count(*) FROM pg_class WHERE relnamespace = 'other'::regnamespace AND "
                "relkind = 'r'"),
            std::to_string(kMany));
}

TEST_F(TogetherTest, RunsWhatABlockRefuses) {
  std::vector<std::string> statements = Tables(kMany);
  statements[40] = "SAVEPOINT one";
  statements[41] = "CREATE TABLE gone ()";
  statements[42] = "ROLLBACK TO one";
  ASSERT_NO_FATAL_FAILURE(Runs(statements));
  EXPECT_EQ(Ask(kCountTables), std::to_string(kMany - 3));
  EXPECT_EQ(Ask("SELECT to_regclass('gone')"), "NULL");
}

TEST_F(TogetherTest, NeedsNoProceduralLanguage) {
  ASSERT_TRUE(bench_->connection().Execute("DROP EXTENSION plpgsql").ok());
  ASSERT_NO_FATAL_FAILURE(Runs(Tables(kMany)));
  EXPECT_EQ(Ask(kCountTables), std::to_string(kMany));
}

TEST_F(TogetherTest, MayDropTheProceduralLanguage) {
  std::vector<std::string> statements = Tables(kMany);
  statements[30] = "DROP EXTENSION plpgsql";
  ASSERT_NO_FATAL_FAILURE(Runs(statements));
  EXPECT_EQ(Ask(kCountTables), std::to_string(kMany - 1));
  EXPECT_EQ(Ask("SELECT count(*) FROM pg_language WHERE lanname = 'plpgsql'"), "0");
}

TEST(LockTableTest, TooSmallAServerIsNotTheStatementsFault) {
  ScratchOptions small;
  small.max_locks_per_transaction = 10;
  auto server = ScratchServer::Start(small);
  ASSERT_TRUE(server.ok()) << server.status();
  auto bench = Bench::Begin(**server);
  ASSERT_TRUE(bench.ok()) << bench.status();
  std::vector<std::string> statements = Tables(2000);
  absl::Status status = RunTogether(bench->connection(), {statements.begin(), statements.end()});
  Finding finding = ToFinding(status);
  EXPECT_EQ(finding.message, "the scratch server's lock table is full");
  EXPECT_EQ(finding.sqlstate, "");
  EXPECT_EQ(finding.blame, Blame::kFinding);
}

TEST(LockTableTest, LocksAreEstimatedHighEnough) {
  auto scratch = ScratchDatabase::Create(*testing::SharedServer(), {});
  ASSERT_TRUE(scratch.ok()) << scratch.status();
  Connection& connection = scratch->connection();
  constexpr char kAllSorts[] =
      "CREATE TYPE state AS ENUM ('a', 'b'); CREATE TYPE pair AS (a int, b text);"
      "CREATE TYPE span AS RANGE (subtype = text);"
      "CREATE DOMAIN d AS int DEFAULT 1 CONSTRAINT one CHECK (VALUE > 0);"
      "CREATE TABLE a (id serial PRIMARY KEY, s state DEFAULT 'a', n int DEFAULT 1 CHECK (n > 0),"
      " t text DEFAULT '' UNIQUE, g int GENERATED ALWAYS AS (1) STORED);"
      "CREATE TABLE b (id int GENERATED ALWAYS AS IDENTITY, a int REFERENCES a);"
      "CREATE INDEX ON b (a); CREATE VIEW v AS SELECT * FROM b;"
      "CREATE MATERIALIZED VIEW m AS SELECT * FROM a;"
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
      "CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f();";
  ASSERT_TRUE(connection.Execute(kAllSorts).ok());
  auto read = scratch->Read();
  ASSERT_TRUE(read.ok()) << read.status();
  auto held = connection.Query("BEGIN; DROP SCHEMA public CASCADE; SELECT count(*) FROM pg_locks");
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_GE(LocksFor(*read), std::stoul(*held->rows.at(0).at(0)));
}

}  // namespace
}  // namespace autogen
