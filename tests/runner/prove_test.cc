#include "runner/prove/prove.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runner/realise/realise.h"
#include "tests/support/schema_pair.h"

namespace autogen {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

ObjectId TableId(Name name) { return RelationId(Kind::kTable, "public", name); }

class ProveTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(server_, nullptr); }

  Database Read(const std::string& sql) {
    auto scratch = ScratchDatabase::Create(*server_, {});
    EXPECT_TRUE(scratch.ok());
    EXPECT_TRUE(scratch->connection().Execute(sql).ok());
    auto read = scratch->Read();
    EXPECT_TRUE(read.ok());
    return *read;
  }

  absl::StatusOr<GeneratedMigration> Prove(const Database& live, const Database& target,
                                           bool whole_schema = false) {
    GenerateOptions options;
    options.whole_schema = whole_schema;
    options.style.first_schema = "public";
    return Generate(live, target, {}, options, server_, "");
  }

  static std::vector<std::string> Texts(const std::vector<Statement>& statements) {
    std::vector<std::string> texts;
    for (const Statement& statement : statements) texts.push_back(statement.text);
    return texts;
  }

  // What the slice of these objects holds, in words.
  std::vector<std::string> InSlice(const Database& database, const std::set<ObjectId>& ids) {
    std::vector<std::string> words;
    Database slice = Slice(database, ids);
    for (const auto& [id, object] : slice.objects) {
      std::string word = std::string(KindName(id.kind)) + " " + id.name.str();
      if (const auto* table = std::get_if<Table>(&object)) {
        for (const Column& column : table->columns) word += " " + column.name.str();
      }
      words.push_back(word);
    }
    return words;
  }

  ScratchServer* server_ = testing::SharedServer();
};

constexpr char kChain[] =
    "CREATE TYPE mood AS ENUM ('sad', 'glad');"
    "CREATE TABLE a (id int PRIMARY KEY, x text);"
    "CREATE TABLE b (id int PRIMARY KEY, a_id int CONSTRAINT b_a REFERENCES a, m mood);"
    "CREATE TABLE c (id int PRIMARY KEY, b_id int CONSTRAINT c_b REFERENCES b);"
    "CREATE FUNCTION f(n int, OUT o int) LANGUAGE sql AS 'SELECT count(*) + n FROM a';"
    "CREATE VIEW v AS SELECT b.id, m, f(a_id) FROM b JOIN a USING (id);"
    "CREATE VIEW w AS SELECT m FROM v";

TEST_F(ProveTest, AKeysOtherTableIsItsColumnsAlone) {
  ObjectId key{Kind::kConstraint, "public", "c_b", "c"};
  EXPECT_THAT(InSlice(Read(kChain), {TableId("c"), key}),
              ElementsAre("schema public", "table b id", "table c id b_id", "constraint b_pkey",
                          "constraint c_b"));
}

TEST_F(ProveTest, AViewBelowIsItsColumnsAlone) {
  EXPECT_THAT(InSlice(Read(kChain), {RelationId(Kind::kView, "public", "w")}),
              ElementsAre("schema public", "enum mood", "view v", "view w"));
}

TEST_F(ProveTest, AFunctionThatAViewCallsNeedsNothing) {
  EXPECT_THAT(InSlice(Read(kChain), {RelationId(Kind::kView, "public", "v")}),
              ElementsAre("schema public", "enum mood", "function f", "table a id x",
                          "table b id a_id m", "view v"));
}

TEST_F(ProveTest, SlicesCanBeMade) {
  Database database = Read(kChain);
  for (const auto& [id, object] : database.objects) {
    absl::StatusOr<Database> again = RealiseAndRead(*server_, Slice(database, {id}));
    ASSERT_TRUE(again.ok()) << Label(id) << ": " << again.status();
    ASSERT_NE(again->Find(id), nullptr) << Label(id);
    EXPECT_TRUE(Compare(Only(*again, {id}), Only(database, {id})).empty()) << Label(id);
  }
}

TEST_F(ProveTest, LeavesTheServerAsEmptyAsItWas) {
  Database live = Read(kChain);
  Database target = live;
  std::get<Table>(target.objects.at(TableId("b"))).columns.emplace_back().name = "more";
  std::get<Table>(target.objects.at(TableId("b"))).columns.back().type = {
      "pg_catalog", "text", {}, false};
  ASSERT_TRUE(Prove(live, target).ok());
  Database empty = Read("SELECT 1");
  ASSERT_EQ(empty.objects.size(), 1u);
  EXPECT_EQ(empty.objects.begin()->first.name, Name("public"));
}

TEST_F(ProveTest, FailsWhereTheDowngradeDoesNotReturn) {
  Database live = Read("CREATE TABLE t (id int)");
  Database target = live;
  // A type that is nowhere.
  std::get<Table>(target.objects.at(TableId("t"))).columns.emplace_back().name = "c";
  std::get<Table>(target.objects.at(TableId("t"))).columns.back().type = {
      "public", "nowhere", {}, false};
  absl::StatusOr<GeneratedMigration> migration = Prove(live, target);
  ASSERT_FALSE(migration.ok());
  EXPECT_THAT(std::string(migration.status().message()), HasSubstr("nowhere"));
}

// As it would be read where the extension is installed.
Database WithMissingExtension() {
  Database database;
  database.Add(Namespace{"public", {}});
  database.Add(Extension{"no_such_vectors", "public", "1.0", true, {}});
  database.members.push_back(
      {ExtensionMember::Role::kType, "no_such_vectors", {"public", "vectors"}});
  Table table;
  table.schema = "public";
  table.name = "t";
  Column column;
  column.name = "v";
  column.type = {"public", "vectors", "(3)", false};
  table.columns.push_back(column);
  database.Add(table);
  database.dependencies.push_back(
      {ColumnId("public", "t", "v"), {Kind::kExtension, {}, "no_such_vectors", {}}, false});
  database.server_version = 150000;
  return database;
}

TEST_F(ProveTest, TypesOfAMissingExtensionHaveAStandInThatPrintsRight) {
  Database live = WithMissingExtension();
  Database target = live;
  auto& table = std::get<Table>(target.objects.at(TableId("t")));
  table.columns.push_back(table.columns.front());
  table.columns.back().name = "w";
  table.columns.back().type.modifier = "(7)";
  absl::StatusOr<GeneratedMigration> migration = Prove(live, target);
  ASSERT_TRUE(migration.ok()) << migration.status();
  EXPECT_TRUE(migration->proved);
  EXPECT_THAT(migration->proof, HasSubstr("; with stand-ins for extension no_such_vectors"));
  EXPECT_FALSE(migration->whole_schema);
}

TEST_F(ProveTest, WhatNothingStandsInForIsUnproved) {
  Database live = WithMissingExtension();
  Database target = live;
  auto& table = std::get<Table>(target.objects.at(TableId("t")));
  table.columns.front().default_value = {"no_such_function()"};
  absl::StatusOr<GeneratedMigration> migration = Prove(live, target);
  ASSERT_TRUE(migration.ok()) << migration.status();
  EXPECT_FALSE(migration->proved);
  EXPECT_EQ(migration->proof, "none: not installed here: extension no_such_vectors");
}

TEST_F(ProveTest, TablespacesHaveAStandIn) {
  Database live = Read("CREATE TABLE t (id int)");
  Database target = live;
  Index index;
  index.schema = "public";
  index.name = "t_id_idx";
  index.table = "t";
  index.keys.emplace_back().column = "id";
  index.tablespace = "fast";
  target.Add(index);
  absl::StatusOr<GeneratedMigration> migration = Prove(live, target);
  ASSERT_TRUE(migration.ok()) << migration.status();
  EXPECT_THAT(migration->proof, HasSubstr("tablespace fast"));
}

// That CREATE gives more than is built in, on the real database alone.
DefaultPrivilege ReadByAbsent(const Database& live, Name schema) {
  return {live.current_user, schema, 'r', {{"absent_reader", "select", {}, false}}};
}

TEST_F(ProveTest, WhatDefaultPrivilegesGiveIsGivenToo) {
  Database live = Read("SELECT 1");
  live.default_privileges = {ReadByAbsent(live, "public")};
  Database target = Read("CREATE TABLE a (id int); CREATE TABLE b (id int)");
  target.default_privileges = live.default_privileges;
  for (const char* name : {"a", "b"})
    CommonOf(*target.objects.Find(TableId(name))).grants = Grants();
  CommonOf(*target.objects.Find(TableId("b"))).grants = live.default_privileges[0].grants;
  absl::StatusOr<GeneratedMigration> migration = Prove(live, target);
  ASSERT_TRUE(migration.ok()) << migration.status();
  EXPECT_THAT(
      Texts(migration->upgrade),
      ElementsAre(HasSubstr("CREATE TABLE a"), "REVOKE SELECT ON TABLE a FROM absent_reader",
                  HasSubstr("CREATE TABLE b"), "GRANT SELECT ON TABLE b TO absent_reader"));
  EXPECT_THAT(migration->proof, HasSubstr("role absent_reader"));
}

TEST_F(ProveTest, ASchemaMadeAgainHasNoDefaultPrivileges) {
  Database live = Read("CREATE SCHEMA s; CREATE TABLE s.t (id int)");
  live.default_privileges = {ReadByAbsent(live, "s")};
  const ObjectId table = RelationId(Kind::kTable, "s", "t");
  CommonOf(*live.objects.Find(table)).grants = live.default_privileges[0].grants;
  Database target = Read("SELECT 1");
  target.default_privileges = live.default_privileges;
  absl::StatusOr<GeneratedMigration> migration = Prove(live, target);
  ASSERT_TRUE(migration.ok()) << migration.status();
  EXPECT_THAT(Texts(migration->downgrade), Contains("GRANT SELECT ON TABLE s.t TO absent_reader"));
  EXPECT_THAT(migration->upgrade.back().hazards,
              Contains(Hazard{"breaking", "drops the default privileges of role " +
                                              live.current_user.str() +
                                              " in s with it, which no migration makes again"}));
}

// A new sequence stands at its start; the real one may have moved on.
TEST_F(ProveTest, LimitsMayLeaveASequencesStartOut) {
  Database live = Read(
      "CREATE SEQUENCE up; CREATE SEQUENCE down INCREMENT -1;"
      "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY)");
  Database target = Read(
      "CREATE SEQUENCE up MINVALUE 100 START 150; CREATE SEQUENCE down INCREMENT -1 MAXVALUE -7;"
      "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY (MINVALUE 1000))");
  for (bool whole : {false, true}) {
    absl::StatusOr<GeneratedMigration> migration = Prove(live, target, whole);
    ASSERT_TRUE(migration.ok()) << migration.status();
    EXPECT_EQ(migration->whole_schema, whole);
    std::vector<std::string> hazards;
    for (const Statement& statement : migration->upgrade) {
      for (const Hazard& hazard : statement.hazards) {
        hazards.push_back(hazard.id + ": " + hazard.words);
      }
    }
    EXPECT_THAT(hazards,
                ::testing::UnorderedElementsAre(
                    "fails-on-rows: narrows the limits of up, which fails if it stands outside of "
                    "them",
                    "fails-on-rows: narrows the limits of down, which fails if it stands outside "
                    "of them",
                    "fails-on-rows: narrows the limits of t.id, which fails if it stands outside "
                    "of them"));
    ASSERT_TRUE(Prove(target, live, whole).ok()) << "the way back";
  }
}

std::string ManyTables() {
  std::string sql;
  for (int n = 0; n < 120; ++n) {
    sql += "CREATE TABLE t" + std::to_string(n) + " (id int PRIMARY KEY);";
  }
  return sql;
}

TEST_F(ProveTest, ProvesManyStatements) {
  Database live = Read("SELECT 1");
  absl::StatusOr<GeneratedMigration> migration = Prove(live, Read(ManyTables()), true);
  ASSERT_TRUE(migration.ok()) << migration.status();
  EXPECT_TRUE(migration->proved);
  EXPECT_GE(migration->upgrade.size(), 120u);
  EXPECT_GE(migration->downgrade.size(), 120u);
}

TEST_F(ProveTest, NamesTheOneOfManyStatementsThatFails) {
  Database live = Read(ManyTables() + "CREATE TABLE z (a text)");
  Database target = Read("CREATE TABLE z (a text)");
  auto& column = std::get<Table>(target.objects.at(TableId("z"))).columns.front();
  column.type = {"pg_catalog", "int4", {}, false};
  column.default_value = {"no_such_function()"};
  absl::StatusOr<GeneratedMigration> migration = Prove(live, target, true);
  ASSERT_FALSE(migration.ok());
  Finding finding = ToFinding(migration.status());
  EXPECT_THAT(finding.message, HasSubstr("function no_such_function() does not exist"));
  EXPECT_THAT(finding.detail, HasSubstr("CREATE TABLE public.z ("));
  EXPECT_EQ(finding.sqlstate, "42883");
}

}  // namespace
}  // namespace autogen
