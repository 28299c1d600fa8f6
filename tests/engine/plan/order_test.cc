#include <gmock/gmock.h>

#include "tests/engine/plan/plan_testing.h"

namespace autogen {
namespace {

using testing::ElementsAre;

Schema Blog() {
  Schema schema;
  schema.AddTable("users", {Col("id", Type("integer")), Col("name", Type("text"))});
  schema.AddKey(ConstraintType::kPrimaryKey, "users", "users_pkey", {"id"});
  schema.AddTable("posts", {Col("id", Type("integer")), Col("author", Type("integer"))});
  schema.AddForeignKey("posts", "posts_author_fkey", "author", "users", "id");
  schema.AddIndex("posts", "posts_author_idx", {"author"});
  return schema;
}

TEST(PlanOrder, MakesTablesThenIndexesThenForeignKeys) {
  EXPECT_THAT(
      PlanLines(Schema(), Blog()),
      ElementsAre("create table posts", "create table users (users_pkey)",
                  "create index posts_author_idx", "create constraint posts.posts_author_fkey"));
}

TEST(PlanOrder, DropsTablesWithAllThatIsTheirs) {
  EXPECT_THAT(PlanLines(Blog(), Schema()), ElementsAre("drop table posts", "drop table users"));
}

TEST(PlanOrder, TakesForeignKeysApartWhereDroppedTablesReferToEachOther) {
  Schema before = Blog();
  before.AddForeignKey("users", "users_id_fkey", "id", "posts", "id");
  before.Depend(Id(Kind::kConstraint, "posts_author_fkey", "posts"), Id(Kind::kTable, "users"));
  before.Depend(Id(Kind::kConstraint, "users_id_fkey", "users"), Id(Kind::kTable, "posts"));
  EXPECT_THAT(PlanLines(before, Schema()), ElementsAre("drop constraint posts.posts_author_fkey",
                                                       "drop constraint users.users_id_fkey",
                                                       "drop table posts", "drop table users"));
}

TEST(PlanOrder, TiesSequencesToColumnsOnceBothExist) {
  Schema after;
  after.AddTable("t", {Col("id", Type("integer"), "nextval('t_id_seq'::regclass)")});
  after.AddSequence("t_id_seq", {"t", "id"});
  after.Depend(Id(Kind::kDefault, "id", "t"), Id(Kind::kSequence, "t_id_seq"));
  EXPECT_THAT(PlanLines(Schema(), after),
              ElementsAre("create sequence t_id_seq less owned_by", "create table t",
                          "alter sequence t_id_seq: owned_by"));
  EXPECT_THAT(PlanLines(after, Schema()), ElementsAre("drop table t"));
}

TEST(PlanOrder, LetsSerialBecomeIdentity) {
  Schema before, after;
  before.AddTable("t", {Col("id", Type("integer"), "nextval('t_id_seq'::regclass)")});
  before.AddSequence("t_id_seq", {"t", "id"});
  before.Depend(Id(Kind::kDefault, "id", "t"), Id(Kind::kSequence, "t_id_seq"));
  Column identity = Col("id", Type("integer"));
  identity.not_null = true;
  identity.identity = Identity{IdentityKind::kAlways, "t_id_seq", {}};
  after.AddTable("t", {identity});
  EXPECT_THAT(PlanLines(before, after),
              ElementsAre("take away column t.id: default", "alter column t.id: not_null",
                          "drop sequence t_id_seq", "alter column t.id: identity"));
  EXPECT_THAT(PlanLines(after, before),
              ElementsAre("take away column t.id: identity",
                          "create sequence t_id_seq less owned_by", "alter column t.id: default",
                          "alter column t.id: not_null", "alter sequence t_id_seq: owned_by"));
}

TEST(PlanOrder, PutsAddedColumnsBeforeTheViewThatReadsThem) {
  Schema before, after;
  before.AddTable("t", {Col("a", Type("text"))});
  before.AddView("v", {Col("a", Type("text"))}, "SELECT a FROM t");
  before.Depend(Id(Kind::kView, "v"), Id(Kind::kColumn, "a", "t"));
  after.AddTable("t", {Col("a", Type("text")), Col("b", Type("text"))});
  after.AddView("v", {Col("a", Type("text")), Col("b", Type("text"))}, "SELECT a, b FROM t");
  after.Depend(Id(Kind::kView, "v"), Id(Kind::kColumn, "a", "t"));
  after.Depend(Id(Kind::kView, "v"), Id(Kind::kColumn, "b", "t"));
  EXPECT_THAT(PlanLines(before, after), ElementsAre("create column t.b", "replace view v"));
  EXPECT_THAT(PlanLines(after, before),
              ElementsAre("drop view v", "drop column t.b", "create view v"));
}

TEST(PlanOrder, TakesADefaultOutOfItsTableInACycle) {
  Schema after;
  after.AddTable("t", {Col("a", Type("integer"), "pick(NULL::t)")});
  after.AddFunction("pick", {{ArgumentMode::kIn, "row", OwnType("t"), {}}}, Type("integer"),
                    "begin return 1; end");
  ObjectId pick = Id(Kind::kFunction, "pick", "(public.t)");
  after.Depend(pick, Id(Kind::kTable, "t"));
  after.Depend(Id(Kind::kDefault, "a", "t"), pick);
  EXPECT_THAT(PlanLines(Schema(), after),
              ElementsAre("create table t less default of a", "create function pick(public.t)",
                          "alter column t.a: default"));
  EXPECT_THAT(
      PlanLines(after, Schema()),
      ElementsAre("take away column t.a: default", "drop function pick(public.t)", "drop table t"));
}

TEST(PlanOrder, MakesFunctionsAfterWhatTheirBodiesMention) {
  Schema after;
  after.AddFunction("count_users", {}, Type("bigint"), "begin return count(*) from users; end");
  after.AddTable("users", {Col("id", Type("integer"))});
  EXPECT_THAT(PlanLines(Schema(), after),
              ElementsAre("create table users", "create function count_users()"));
}

TEST(PlanOrder, TurnsBodyChecksOffWhereBodiesMentionEachOther) {
  Schema after;
  after.AddFunction("even", {}, Type("boolean"), "begin return odd(); end");
  after.AddFunction("odd", {}, Type("boolean"), "begin return even(); end");
  EXPECT_THAT(
      PlanLines(Schema(), after),
      ElementsAre("create function even()", "create function odd()", "check_function_bodies off"));
}

// A function in SQL that is to be called with the schema `app` on the path.
Schema CallsInApp(const std::string& body) {
  Schema schema;
  for (Name name : {Name("measure"), Name("wrap")}) {
    Routine routine;
    routine.schema = "app";
    routine.name = name;
    routine.returns = Type("integer");
    routine.language = "sql";
    routine.body = name == Name("wrap") ? body : "SELECT 1";
    schema.Add(std::move(routine));
  }
  return schema;
}

TEST(PlanOrder, TurnsBodyChecksOffWhereABodyNeedsAnotherPath) {
  auto lines = [](const std::string& body, std::vector<Name> path) {
    PlanOptions options;
    options.search_path = std::move(path);
    return PlanLines(Schema(), CallsInApp(body), options);
  };
  const auto off = ElementsAre("create function app.measure()", "create function app.wrap()",
                               "check_function_bodies off");
  const auto on = ElementsAre("create function app.measure()", "create function app.wrap()");
  EXPECT_THAT(lines("SELECT 1 FROM measure()", {"public"}), off);
  EXPECT_THAT(lines("SELECT 1 FROM app.measure()", {"public"}), on);
  EXPECT_THAT(lines("SELECT 1 FROM measure()", {"public", "app"}), on);
  EXPECT_THAT(lines("SELECT 1 AS measure", {"public"}), on);
  EXPECT_THAT(lines("SELECT now(), misspelt()", {"public"}), on);
}

TEST(PlanOrder, LooksIntoABodyUnderItsOwnPath) {
  Schema after = CallsInApp("SELECT 1 FROM measure()");
  auto& wrap = std::get<Routine>(after.database.objects.at({Kind::kFunction, "app", "wrap", "()"}));
  wrap.set["search_path"] = "pg_catalog, \"app\"";
  EXPECT_THAT(PlanLines(Schema(), after),
              ElementsAre("create function app.measure()", "create function app.wrap()"));
}

TEST(PlanOrder, FreesANameBeforeItIsTaken) {
  Schema before, after;
  before.AddTable("t", {Col("a", Type("text"))});
  after.AddView("t", {Col("a", Type("text"))}, "SELECT 'x'::text AS a");
  EXPECT_THAT(PlanLines(before, after), ElementsAre("drop table t", "create view t"));
  EXPECT_THAT(PlanLines(after, before), ElementsAre("drop view t", "create table t"));
}

TEST(PlanOrder, ReplacesNothingThatMustBeBothBeforeAndAfter) {
  // The view reads a table, then a view of the same name: it cannot change over in one go.
  Schema before, after;
  before.AddTable("t", {Col("a", Type("text"))});
  before.AddView("v", {Col("a", Type("text"))}, "SELECT a FROM t");
  before.Depend(Id(Kind::kView, "v"), Id(Kind::kColumn, "a", "t"));
  after.AddView("t", {Col("a", Type("text"))}, "SELECT 'x'::text AS a");
  after.AddView("v", {Col("a", Type("text"))}, "SELECT a FROM t WHERE true");
  after.Depend(Id(Kind::kView, "v"), Id(Kind::kView, "t"));
  EXPECT_THAT(PlanLines(before, after),
              ElementsAre("drop view v", "drop table t", "create view t", "create view v"));
}

TEST(PlanOrder, LogsReferencedTablesFirst) {
  Schema logged = Blog(), unlogged = Blog();
  for (Name name : {"users", "posts"}) {
    std::get<Table>(unlogged.database.objects.at(Id(Kind::kTable, name))).unlogged = true;
  }
  EXPECT_THAT(PlanLines(unlogged, logged),
              ElementsAre("alter table users: unlogged", "alter table posts: unlogged"));
  EXPECT_THAT(PlanLines(logged, unlogged),
              ElementsAre("alter table posts: unlogged", "alter table users: unlogged"));
}

TEST(PlanOrder, KeepsTheStepsOfATableTogether) {
  Schema before, after;
  before.AddTable("a", {Col("x", Type("text")), Col("gone", Type("text"))});
  before.AddTable("b", {Col("x", Type("text"))});
  Column x = Col("x", Type("text"), "'n'::text");
  x.not_null = true;
  x.comment = "what";
  Table& a = after.AddTable("a", {x, Col("y", Type("text"))});
  a.common.comment = "a table";
  a.options = {{"fillfactor", "70"}};
  after.AddTable("b", {x, Col("y", Type("text"))});
  EXPECT_THAT(
      PlanLines(before, after),
      ElementsAre("drop column a.gone", "create column a.y", "alter column a.x: default",
                  "alter column a.x: not_null", "alter column a.x: comment", "alter table a: with",
                  "alter table a: comment", "create column b.y", "alter column b.x: default",
                  "alter column b.x: not_null", "alter column b.x: comment"));
}

TEST(PlanOrder, SetsReplicaIdentityAndClusteringOnceTheIndexIsThere) {
  Schema after = Blog();
  auto& users = std::get<Table>(after.database.objects.at(Id(Kind::kTable, "users")));
  users.replica_identity = {ReplicaIdentity::Mode::kIndex, "users_pkey"};
  auto& posts = std::get<Table>(after.database.objects.at(Id(Kind::kTable, "posts")));
  posts.cluster_on = "posts_author_idx";
  EXPECT_THAT(
      PlanLines(Schema(), after),
      ElementsAre("create table posts less cluster_on",
                  "create table users (users_pkey) less replica_identity",
                  "create index posts_author_idx", "create constraint posts.posts_author_fkey",
                  "alter table posts: cluster_on", "alter table users: replica_identity"));
}

TEST(PlanOrder, GivesTheReplicaIdentityBackToARebuiltIndex) {
  Schema before = Blog(), after = Blog();
  for (Schema* schema : {&before, &after}) {
    auto& posts = std::get<Table>(schema->database.objects.at(Id(Kind::kTable, "posts")));
    posts.replica_identity = {ReplicaIdentity::Mode::kIndex, "posts_author_idx"};
  }
  std::get<Index>(after.database.objects.at(Id(Kind::kIndex, "posts_author_idx"))).unique = true;
  EXPECT_THAT(PlanLines(before, after),
              ElementsAre("drop index posts_author_idx", "create index posts_author_idx",
                          "alter table posts: replica_identity"));
}

TEST(PlanOrder, RenamesFirstParentsFirst) {
  RenameMap renames;
  renames.objects[Id(Kind::kColumn, "name", "people")] = Id(Kind::kColumn, "full_name", "people");
  renames.objects[Id(Kind::kTable, "users")] = Id(Kind::kTable, "people");
  renames.labels[{Id(Kind::kEnum, "mood"), "sad"}] = "blue";
  Schema before, after;
  before.AddTable("people", {Col("full_name", Type("text"))});
  after.AddTable("people", {Col("full_name", Type("text")), Col("age", Type("integer"))});
  EXPECT_THAT(
      PlanLines(before, after, {}, renames),
      ElementsAre("rename table users to people", "rename column people.name to people.full_name",
                  "rename enum mood 'sad' to 'blue'", "create column people.age"));
}

Extension ExtensionIn(Name schema, bool relocatable) {
  Extension extension;
  extension.name = "e";
  extension.schema = schema;
  extension.relocatable = relocatable;
  return extension;
}

TEST(PlanOrder, MovesAnExtensionThatCanMove) {
  Schema before, after;
  before.Add(ExtensionIn("public", true));
  after.Add(ExtensionIn("app", false));  // as models say it
  EXPECT_THAT(PlanLines(before, after), ElementsAre("alter extension e: schema"));
}

TEST(PlanOrder, MakesAnExtensionAnewThatCannotMove) {
  Schema before, after;
  before.Add(ExtensionIn("public", false));
  after.Add(ExtensionIn("app", false));
  EXPECT_THAT(PlanLines(before, after), ElementsAre("drop extension e", "create extension e"));
}

TEST(PlanOrder, KeepsAnExtensionThatColumnsNeed) {
  Schema before, after;
  for (Schema* schema : {&before, &after}) {
    schema->AddTable("t", {Col("a", Type("integer"))});
    schema->Add(ExtensionIn(schema == &before ? "public" : "app", false));
    schema->Depend(Id(Kind::kColumn, "a", "t"), Id(Kind::kExtension, "e"));
  }
  EXPECT_THAT(PlanLines(before, after),
              ElementsAre("error: column t.a is in the way: extension e is made anew"));
}

TEST(PlanOrder, KeepsExtensionsUnlessTold) {
  Schema before;
  Extension extension;
  extension.name = "citext";
  before.Add(extension);
  EXPECT_THAT(PlanLines(before, Schema()), ElementsAre());
  PlanOptions options;
  options.drop_extensions = true;
  EXPECT_THAT(PlanLines(before, Schema(), options), ElementsAre("drop extension citext"));
}

TEST(PlanOrder, DropsWhatRestsOnADroppedColumnByName) {
  Schema before = Blog(), after = Blog();
  after = Schema();
  after.AddTable("users", {Col("id", Type("integer")), Col("name", Type("text"))});
  after.AddKey(ConstraintType::kPrimaryKey, "users", "users_pkey", {"id"});
  after.AddTable("posts", {Col("id", Type("integer"))});
  EXPECT_THAT(PlanLines(before, after),
              ElementsAre("drop constraint posts.posts_author_fkey", "drop index posts_author_idx",
                          "drop column posts.author"));
}

}  // namespace
}  // namespace autogen
