#include "runner/migrate/migrate.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <thread>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "runner/scratch/server.h"

namespace autogen {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Strings = std::vector<std::string>;

ScratchServer& Server() {
  static std::unique_ptr<ScratchServer> server = [] {
    auto started = ScratchServer::Start({});
    if (!started.ok()) {
      ADD_FAILURE() << Describe(ToFinding(started.status()));
      std::exit(1);
    }
    return *std::move(started);
  }();
  return *server;
}

struct Pair {
  std::string id, parent, up, down;
};

MigrationsFolder Folder(const std::vector<Pair>& pairs) {
  MigrationsFolder folder;
  std::vector<Revision> revisions;
  for (const Pair& pair : pairs) {
    std::string head = "-- Do " + pair.id + "\n--\n-- revision: " + pair.id + "\n";
    auto migration = ParseMigration(pair.id + ".upgrade.sql",
                                    head + "-- down_revision: " + pair.parent + "\n\n" + pair.up,
                                    pair.id + ".downgrade.sql", head + "\n" + pair.down);
    if (!migration.ok()) ADD_FAILURE() << Describe(ToFinding(migration.status()));
    Revision revision;
    revision.id = pair.id;
    if (!pair.parent.empty()) revision.down_revisions = {pair.parent};
    revisions.push_back(revision);
    folder.migrations.push_back(*std::move(migration));
  }
  auto graph = RevisionGraph::Build(revisions);
  if (!graph.ok()) ADD_FAILURE() << graph.status();
  folder.graph = *std::move(graph);
  return folder;
}

const std::vector<Pair> kThree = {
    {"a1", "", "CREATE TABLE t (x integer);\n", "DROP TABLE t;\n"},
    {"b2", "a1", "ALTER TABLE t ADD y text;\nCREATE INDEX i ON t (y);\n",
     "ALTER TABLE t DROP y;\n"},
    {"c3", "b2", "", ""},
};

class MigrateTest : public testing::Test {
 protected:
  MigrateTest() {
    auto created = Server().CreateDatabase("");
    conninfo_ = created.ok() ? *created : "";
    connection_ = Open();
  }
  std::unique_ptr<Connection> Open() {
    auto opened = Connection::Open(conninfo_);
    if (!opened.ok()) ADD_FAILURE() << Describe(ToFinding(opened.status()));
    return std::make_unique<Connection>(*std::move(opened));
  }
  std::string Ask(const std::string& sql) {
    auto result = connection_->Query(sql);
    if (!result.ok()) return "! " + ToFinding(result.status()).message;
    return result->rows.empty() ? "" : result->rows[0][0].value_or("NULL");
  }
  Strings Heads() { return *CurrentHeads(*connection_, options_.table); }
  std::string Up(const MigrationsFolder& folder, const std::string& target = "head") {
    auto path = folder.graph.UpgradePath(Heads(), target);
    return Told(Migrate(*connection_, folder, *path, Direction::kUpgrade, options_));
  }
  std::string Down(const MigrationsFolder& folder, const std::string& target) {
    auto path = folder.graph.DowngradePath(Heads(), target);
    return Told(Migrate(*connection_, folder, *path, Direction::kDowngrade, options_));
  }
  static std::string Told(const absl::Status& status) {
    std::string text;
    for (const Finding& finding : ToFindings(status)) text += Describe(finding);
    return text;
  }

  std::string conninfo_;
  std::unique_ptr<Connection> connection_;
  MigrateOptions options_;
};

TEST_F(MigrateTest, UpAndDown) {
  MigrationsFolder folder = Folder(kThree);
  EXPECT_THAT(Heads(), IsEmpty());
  Strings progress;
  options_.progress = [&](const std::string& id, int number, int of) {
    progress.push_back(id + " " + std::to_string(number) + "/" + std::to_string(of));
  };
  EXPECT_EQ(Up(folder), "");
  EXPECT_THAT(progress, ElementsAre("a1 1/1", "b2 1/2", "b2 2/2"));
  EXPECT_THAT(Heads(), ElementsAre("c3"));
  EXPECT_EQ(Ask("SELECT count(y) FROM t"), "0");
  EXPECT_EQ(Ask("SELECT conname FROM pg_constraint WHERE conrelid = 'autogen_version'::regclass"),
            "autogen_version_pkc");
  auto history = History(*connection_, options_.table);
  ASSERT_TRUE(history.ok()) << history.status();
  ASSERT_EQ(history->size(), 3u);
  EXPECT_EQ((*history)[1].revision, "b2");
  EXPECT_EQ((*history)[1].digest, StatementsDigest(*folder.Find("b2")));
  EXPECT_EQ((*history)[1].applied_by, "postgres");

  EXPECT_EQ(Down(folder, "-2"), "");
  EXPECT_THAT(Heads(), ElementsAre("a1"));
  EXPECT_EQ(Down(folder, "base"), "");
  EXPECT_THAT(Heads(), IsEmpty());
  EXPECT_EQ(Ask("SELECT to_regclass('t')"), "NULL");
  EXPECT_THAT(*History(*connection_, options_.table), IsEmpty());
  EXPECT_EQ(Up(folder), "");
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(MigrateTest, FailureInTheMiddleLeavesTheDatabaseAtARevision) {
  MigrationsFolder folder = Folder(
      {kThree[0],
       {"b2", "a1", "ALTER TABLE t ADD y text;\n\n  ALTER TABLE t\n  ADD z nosuchtype;\n", ""}});
  EXPECT_EQ(Up(folder),
            "b2.upgrade.sql:9:9: error: upgrade to b2 failed: type \"nosuchtype\" does not exist\n"
            "    9 |   ADD z nosuchtype;\n"
            "      |         ^\n"
            "  in the statement:\n"
            "    ALTER TABLE t\n"
            "      ADD z nosuchtype\n"
            "  all of b2 was rolled back\n"
            "  the database is at a1; applied before this: a1\n");
  EXPECT_THAT(Heads(), ElementsAre("a1"));
  EXPECT_EQ(Ask("SELECT count(*) FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum > 0"),
            "1");
  EXPECT_FALSE(connection_->in_transaction());
}

TEST_F(MigrateTest, ErrorOfAFirstLineCountsTheIndent) {
  MigrationsFolder folder = Folder({{"a1", "", "SELECT 1;  SELECT nosuch;\n", ""}});
  EXPECT_THAT(Up(folder), HasSubstr("a1.upgrade.sql:6:19: error: upgrade to a1 failed: column "
                                    "\"nosuch\" does not exist\n"
                                    "    6 | SELECT 1;  SELECT nosuch;\n"
                                    "      |                   ^\n"));
}

TEST_F(MigrateTest, FailureAtCommitIsToldToo) {
  MigrationsFolder folder =
      Folder({{"a1", "",
               "CREATE TABLE p (x integer PRIMARY KEY);\n"
               "CREATE TABLE c (x integer REFERENCES p DEFERRABLE INITIALLY DEFERRED);\n"
               "INSERT INTO c VALUES (1);\n",
               ""}});
  EXPECT_THAT(Up(folder), HasSubstr("a1.upgrade.sql: error: upgrade to a1 failed: insert or update "
                                    "on table \"c\" violates foreign key constraint"));
  EXPECT_THAT(Heads(), IsEmpty());
}

const Pair kUnits = {"u1", "",
                     "CREATE TYPE mood AS ENUM ('sad');\n"
                     "-- transaction\nALTER TYPE mood ADD VALUE 'glad';\n"
                     "-- transaction\nCREATE TABLE m (x mood DEFAULT 'glad', y nosuch);\n",
                     ""};

TEST_F(MigrateTest, ALaterUnitGoesOnWhereItFailed) {
  EXPECT_THAT(Up(Folder({kUnits})),
              HasSubstr("  unit 3 of 3 was rolled back; the units before it stay, and the next run "
                        "goes on behind them\n"
                        "  the database is before the first revision\n"));
  EXPECT_THAT(Heads(), IsEmpty());

  Pair other = kUnits;
  other.up.replace(other.up.find("'glad'"), 6, "'grim'");
  EXPECT_THAT(Up(Folder({other})),
              HasSubstr("unit 2 of u1 was run already, but the file says something else"));

  Pair mended = kUnits;
  mended.up.replace(mended.up.find(", y nosuch"), 10, "");
  EXPECT_EQ(Up(Folder({mended})), "");
  EXPECT_THAT(Heads(), ElementsAre("u1"));
  EXPECT_EQ(Ask("SELECT count(*) FROM autogen_history WHERE state = 'done'"), "3");
}

TEST_F(MigrateTest, AStatementOutsideATransaction) {
  MigrationsFolder folder = Folder({{"a1", "",
                                     "CREATE TABLE t (x integer);\n"
                                     "-- no transaction\nCREATE INDEX CONCURRENTLY i ON t (x);\n",
                                     "-- no transaction\nDROP INDEX CONCURRENTLY i;\n"
                                     "-- transaction\nDROP TABLE t;\n"}});
  EXPECT_EQ(Up(folder), "");
  EXPECT_THAT(Heads(), ElementsAre("a1"));
  EXPECT_EQ(Ask("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"), "t");
  EXPECT_EQ(Ask("SHOW lock_timeout"), "0");
  EXPECT_EQ(Down(folder, "base"), "");
  EXPECT_THAT(Heads(), IsEmpty());
}

TEST_F(MigrateTest, AFailedStatementOutsideATransactionRunsAgain) {
  Pair pair = {"a1", "", "-- no transaction\nVACUUM nosuch;\n", ""};
  EXPECT_THAT(Up(Folder({pair})),
              HasSubstr("it ran outside a transaction: look whether it left something behind"));
  pair.up = "-- no transaction\nVACUUM;\n";
  EXPECT_EQ(Up(Folder({pair})), "");
}

// Of a statement outside any transaction that was cut off nobody knows how it ended.
TEST_F(MigrateTest, ACutOffStatementIsResolved) {
  MigrationsFolder folder = Folder({{"a1", "",
                                     "-- no transaction\nVACUUM;\n"
                                     "-- no transaction\nANALYZE;\n",
                                     ""}});
  ASSERT_EQ(Up(folder), "");
  ASSERT_TRUE(Stamp(*connection_, {}, true, options_).ok());
  ASSERT_TRUE(connection_
                  ->Execute("DELETE FROM autogen_history WHERE unit = 2 AND state = 'done';"
                            "DELETE FROM autogen_history WHERE direction = 'stamp'")
                  .ok());
  EXPECT_EQ(Up(folder),
            "a1.upgrade.sql:9: error: an earlier run of a1 was cut off in unit 2, outside a "
            "transaction: nobody knows whether its statement took effect\n"
            "  hint: look, then say it: autogen resolve a1 --unit 2 --done, or --retry to run it "
            "again\n");
  EXPECT_THAT(Told(ResolveUnit(*connection_, "a1", 1, true, options_)),
              HasSubstr("unit 1 of a1 is not open"));
  EXPECT_EQ(Told(ResolveUnit(*connection_, "a1", 2, true, options_)), "");
  EXPECT_EQ(Up(folder), "");
  EXPECT_THAT(Heads(), ElementsAre("a1"));
}

TEST_F(MigrateTest, DryRunLeavesNothing) {
  options_.dry_run = true;
  EXPECT_EQ(Up(Folder(kThree)), "");
  EXPECT_THAT(Heads(), IsEmpty());
  EXPECT_EQ(Ask("SELECT to_regclass('autogen_version')"), "NULL");
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_EQ(Up(Folder({kUnits})),
            "u1.upgrade.sql: error: a dry run cannot roll back a migration of several units: u1\n"
            "  hint: look at its SQL instead: --sql\n");
}

TEST_F(MigrateTest, TwoRunnersAtOnce) {
  MigrationsFolder folder =
      Folder({{"a1", "", "SELECT pg_sleep(0.2);\nCREATE TABLE t (x int);\n", "DROP TABLE t;\n"},
              {"b2", "a1", "CREATE TABLE u (x int);\n", "DROP TABLE u;\n"}});
  std::vector<std::string> told(3);
  std::vector<std::thread> runners;
  std::vector<std::unique_ptr<Connection>> connections;
  for (size_t i = 0; i < told.size(); ++i) connections.push_back(Open());
  for (size_t i = 0; i < told.size(); ++i) {
    runners.emplace_back([&, i] {
      told[i] = Told(Migrate(*connections[i], folder, {"a1", "b2"}, Direction::kUpgrade, options_));
    });
  }
  for (std::thread& runner : runners) runner.join();
  EXPECT_THAT(told, testing::Each(""));
  EXPECT_THAT(Heads(), ElementsAre("b2"));
  EXPECT_EQ(Ask("SELECT count(*) FROM autogen_history"), "2");
}

TEST_F(MigrateTest, AStalePathIsRefused) {
  MigrationsFolder folder = Folder(kThree);
  ASSERT_EQ(Up(folder), "");
  EXPECT_EQ(Told(Migrate(*connection_, folder, {"b2"}, Direction::kDowngrade, options_)),
            "error: revision b2 cannot be undone: others that are applied stand on it\n"
            "  hint: another runner may have moved the database meanwhile: try again\n");
  ASSERT_EQ(Down(folder, "base"), "");
  EXPECT_THAT(Told(Migrate(*connection_, folder, {"b2"}, Direction::kUpgrade, options_)),
              HasSubstr("revision b2 follows a1, which the database does not hold"));
}

TEST_F(MigrateTest, AnotherRunnerIsNamed) {
  auto other = Open();
  MigrationsFolder folder = Folder({{"a1", "", "SELECT pg_sleep(1);\n", ""}});
  std::thread runner(
      [&] { EXPECT_EQ(Told(Migrate(*other, folder, {"a1"}, Direction::kUpgrade, options_)), ""); });
  while (Ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "0") {
  }
  options_.lock_wait_seconds = 0;
  EXPECT_THAT(Told(Migrate(*connection_, folder, {"a1"}, Direction::kUpgrade, options_)),
              HasSubstr("error: another runner is at work on this database\n  held by process "));
  runner.join();
  EXPECT_EQ(Ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"), "0");
}

TEST_F(MigrateTest, AHeldLockIsTriedAgain) {
  MigrationsFolder folder = Folder(kThree);
  ASSERT_EQ(Up(folder, "a1"), "");
  auto other = Open();
  ASSERT_TRUE(other->Execute("BEGIN; LOCK TABLE t").ok());
  options_.lock_timeout = "50ms";
  options_.retries = 1;
  EXPECT_THAT(Up(folder), HasSubstr("canceling statement due to lock timeout"));
  std::thread release([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    EXPECT_TRUE(other->Execute("COMMIT").ok());
  });
  options_.retries = 5;
  EXPECT_EQ(Up(folder), "");
  release.join();
}

TEST_F(MigrateTest, AKilledRunLeavesTheDatabaseAtARevision) {
  MigrationsFolder folder =
      Folder({kThree[0], {"b2", "a1", "ALTER TABLE t ADD y text;\nSELECT pg_sleep(30);\n", ""}});
  std::string conninfo = conninfo_;
  pid_t child = fork();
  if (child == 0) {
    auto opened = Connection::Open(conninfo);
    Migrate(*opened, folder, {"a1", "b2"}, Direction::kUpgrade, options_).IgnoreError();
    _exit(0);
  }
  while (Ask("SELECT count(*) FROM pg_locks WHERE relation = to_regclass('t') AND mode = "
             "'AccessExclusiveLock'") != "1") {
  }
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_THAT(Heads(), ElementsAre("a1"));
  // The server notices a lost client when its statement ends.
  Ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND "
      "datname = current_database()");
  while (Ask("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") != "0") {
  }
  folder = Folder(kThree);
  EXPECT_EQ(Up(folder), "");
  EXPECT_THAT(Heads(), ElementsAre("c3"));
}

TEST_F(MigrateTest, TheFilesPathIsSetAndTakenBack) {
  ASSERT_TRUE(connection_->Execute("CREATE SCHEMA \"My app\"").ok());
  options_.search_path = {"My app", "public"};
  options_.table.search_path = options_.search_path;
  EXPECT_EQ(Up(Folder({{"a1", "", "CREATE TABLE t (x int);\n-- no transaction\nVACUUM t;\n", ""}})),
            "");
  EXPECT_EQ(Ask("SELECT to_regclass('\"My app\".t') IS NOT NULL"), "t");
  EXPECT_EQ(Ask("SELECT to_regclass('\"My app\".autogen_version') IS NOT NULL"), "t");
  EXPECT_EQ(Ask("SHOW search_path"), "\"$user\", public");
}

// The first migration makes the path's schema: until then the tables go where they can.
TEST_F(MigrateTest, APathThatIsNotThereYet) {
  options_.search_path = options_.table.search_path = {"app"};
  MigrationsFolder folder = Folder({{"a1", "", "CREATE SCHEMA app;\nCREATE TABLE t (x int);\n",
                                     "DROP TABLE t;\nDROP SCHEMA app;\n"}});
  EXPECT_EQ(Up(folder), "");
  EXPECT_THAT(Heads(), ElementsAre("a1"));
  EXPECT_EQ(Down(folder, "base"), "");
  options_.table.schema = "tool";
  EXPECT_EQ(Up(folder), "");
  EXPECT_EQ(Ask("SELECT version_num FROM tool.autogen_version"), "a1");
}

TEST_F(MigrateTest, WhatIsMissingIsToldBeforeAnythingRuns) {
  EXPECT_EQ(Up(Folder({{"a1", "",
                        "CREATE TABLE t (x int);\nCREATE EXTENSION IF NOT EXISTS nosuch;\n", ""}})),
            "a1.upgrade.sql:7: error: the server has no extension nosuch\n"
            "  nothing was run\n"
            "  hint: install its package where the server runs; contrib's are in Debian's "
            "postgresql-" +
                std::to_string(Server().major()) + "\n");
  EXPECT_EQ(Ask("SELECT to_regclass('autogen_version')"), "NULL");
  unsetenv("AUTOGEN_TEST_SECRET");
  Pair secret = {"a1", "",
                 "-- secret: AUTOGEN_TEST_SECRET\nCREATE TABLE t (x text DEFAULT "
                 ":'AUTOGEN_TEST_SECRET');\n",
                 ""};
  EXPECT_EQ(Up(Folder({secret})),
            "a1.upgrade.sql:7: error: the secret AUTOGEN_TEST_SECRET is not in the environment\n"
            "  hint: set the environment variable AUTOGEN_TEST_SECRET\n");
  setenv("AUTOGEN_TEST_SECRET", "it's", 1);
  EXPECT_EQ(Up(Folder({secret})), "");
  EXPECT_EQ(Ask("INSERT INTO t DEFAULT VALUES RETURNING x"), "it's");
}

TEST_F(MigrateTest, PrivilegesThatAreMissingAreNamed) {
  ASSERT_TRUE(connection_
                  ->Execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE ROLE plain_" +
                            connection_->database())
                  .ok());
  std::string role = "plain_" + connection_->database();
  ASSERT_TRUE(connection_->Execute("SET ROLE " + role).ok());
  EXPECT_EQ(Up(Folder(kThree)),
            "error: role " + role +
                " may not create tables in schema public, where autogen_version is to be\n"
                "  hint: GRANT CREATE ON SCHEMA public TO " +
                role + "; or name another schema in the config: version_table_schema\n");
}

TEST_F(MigrateTest, MissingRolesAreToldBeforeAnythingRuns) {
  EXPECT_EQ(
      Up(Folder({{"a1", "", "CREATE TABLE t (x int);\nGRANT SELECT ON t TO \"No One\";\n", ""}})),
      "a1.upgrade.sql:7: error: there is no role No One\n"
      "  nothing was run\n"
      "  hint: create it (CREATE ROLE \"No One\"), or take it out of the models and write the "
      "migration again\n");
  EXPECT_EQ(Ask("SELECT to_regclass('autogen_version')"), "NULL");
  // Made on the way, dropped if it is there, or made by code: that is no lack.
  std::string role = "made_" + connection_->database();
  EXPECT_EQ(
      Up(Folder({{"a1", "",
                  "CREATE ROLE " + role + ";\nCREATE TABLE t (x int);\nALTER TABLE t OWNER TO " +
                      role + ";\nDROP ROLE IF EXISTS nobody_here;\n",
                  ""}})),
      "");
}

TEST_F(MigrateTest, MissingRightsAreToldBeforeAnythingRuns) {
  std::string role = "plain_" + connection_->database();
  ASSERT_TRUE(connection_
                  ->Execute("CREATE ROLE " + role + "; GRANT CREATE ON SCHEMA public TO " + role +
                            "; CREATE SCHEMA closed; CREATE TABLE theirs (x int); CREATE VIEW v AS "
                            "SELECT x FROM theirs; SET ROLE " +
                            role)
                  .ok());
  EXPECT_EQ(Up(Folder({{"a1", "",
                        "CREATE TABLE mine (x int);\nALTER TABLE theirs ADD y int;\n"
                        "DROP VIEW public.v;\nCREATE TABLE closed.t ();\nDROP TABLE mine;\n",
                        ""}})),
            "a1.upgrade.sql:7: error: role " + role +
                " does not own theirs, which belongs to postgres\n"
                "  nothing was run\n"
                "  hint: run it as postgres, or as a member of that role\n"
                "a1.upgrade.sql:8: error: role " +
                role +
                " does not own public.v, which belongs to postgres\n"
                "  nothing was run\n"
                "  hint: run it as postgres, or as a member of that role\n"
                "a1.upgrade.sql:9: error: role " +
                role +
                " may not create anything in schema closed\n"
                "  nothing was run\n"
                "  hint: GRANT CREATE ON SCHEMA closed TO " +
                role + "\n");
  EXPECT_EQ(
      Up(Folder({{"a1", "", "CREATE TABLE mine (x int);\nALTER TABLE mine ADD y int;\n", ""}})),
      "");
}

TEST_F(MigrateTest, AReadOnlyServerIsRefused) {
  ASSERT_TRUE(connection_->Execute("SET default_transaction_read_only = on").ok());
  EXPECT_THAT(Up(Folder(kThree)), HasSubstr("is read-only"));
}

TEST_F(MigrateTest, StampMovesTheRowsAlone) {
  EXPECT_TRUE(Stamp(*connection_, {"b2"}, false, options_).ok());
  EXPECT_THAT(Heads(), ElementsAre("b2"));
  EXPECT_TRUE(Stamp(*connection_, {"c3"}, false, options_).ok());
  EXPECT_THAT(Heads(), ElementsAre("c3"));
  EXPECT_TRUE(Stamp(*connection_, {"x", "y"}, true, options_).ok());
  EXPECT_THAT(Heads(), ElementsAre("x", "y"));
  EXPECT_TRUE(Stamp(*connection_, {}, true, options_).ok());
  EXPECT_THAT(Heads(), IsEmpty());
  EXPECT_EQ(Ask("SELECT to_regclass('t')"), "NULL");
}

TEST_F(MigrateTest, AlembicsOwnTableIsKept) {
  ASSERT_TRUE(connection_
                  ->Execute("CREATE TABLE alembic_version (version_num varchar(32) NOT NULL, "
                            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num));"
                            "INSERT INTO alembic_version VALUES ('a1'); CREATE TABLE t (x int)")
                  .ok());
  options_.table.name = "alembic_version";
  EXPECT_EQ(Up(Folder(kThree)), "");
  EXPECT_EQ(Ask("SELECT version_num FROM alembic_version"), "c3");
}

TEST(MigrationSql, IsWhatWouldRun) {
  MigrationsFolder folder = Folder(kThree);
  MigrateOptions options;
  EXPECT_EQ(MigrationSql(folder, {"c3"}, {}, Direction::kUpgrade, options),
            "-- upgrade from c3: nothing to do\n");
  std::string sql = MigrationSql(folder, {"a1"}, {"b2"}, Direction::kUpgrade, options);
  EXPECT_THAT(sql, testing::StartsWith("-- upgrade from a1 to b2\n"
                                       "-- to run it: psql --set ON_ERROR_STOP=1 --file "
                                       "THIS_FILE\n"));
  EXPECT_THAT(sql, HasSubstr("\n-- Running upgrade a1 -> b2: Do b2\n"
                             "\nBEGIN;\n"
                             "SET LOCAL search_path TO public;\n"
                             "SET LOCAL lock_timeout TO '5s';\n"
                             "\nALTER TABLE t ADD y text;\n"
                             "\nCREATE INDEX i ON t (y);\n"
                             "\nUPDATE autogen_version SET version_num = 'b2' WHERE version_num = "
                             "'a1';\n"
                             "INSERT INTO autogen_history "));
  EXPECT_THAT(MigrationSql(folder, {"a1"}, {"a1"}, Direction::kDowngrade, options),
              HasSubstr("-- Running downgrade a1 -> base: Do a1\n"));
}

TEST_F(MigrateTest, PsqlGetsWhereTheRunnerGets) {
  MigrationsFolder folder = Folder(kThree);
  ASSERT_TRUE(connection_->Execute("SET client_min_messages = warning").ok());
  auto up = folder.graph.UpgradePath({}, "head");
  absl::Status status =
      connection_->Execute(MigrationSql(folder, {}, *up, Direction::kUpgrade, options_));
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(Heads(), ElementsAre("c3"));
  EXPECT_EQ(History(*connection_, options_.table)->size(), 3u);
  EXPECT_EQ(Down(folder, "base"), "");
}

}  // namespace
}  // namespace autogen
