#include <gmock/gmock.h>

#include "tests/engine/plan/plan_testing.h"

namespace autogen {
namespace {

using testing::ElementsAre;

Schema Shop(Name type, std::string default_value = "") {
  Schema schema;
  schema.AddTable("t", {Col("a", Type(type), std::move(default_value)), Col("b", Type("text"))});
  return schema;
}

TEST(PlanRebuild, LetsTheDefaultGoWhenTheTypeChanges) {
  EXPECT_THAT(PlanLines(Shop("text", "'1'::text"), Shop("integer", "1")),
              ElementsAre("take away column t.a: default", "alter column t.a: type",
                          "alter column t.a: default"));
}

TEST(PlanRebuild, LeavesAPlainNumberToAWiderType) {
  EXPECT_THAT(PlanLines(Shop("integer", "0"), Shop("bigint", "0")),
              ElementsAre("alter column t.a: type"));
}

TEST(PlanRebuild, SetsASerialsDefaultAnewWithItsType) {
  EXPECT_THAT(PlanLines(Shop("integer", "nextval('s'::regclass)"),
                        Shop("bigint", "nextval('s'::regclass)")),
              ElementsAre("take away column t.a: default", "alter column t.a: type",
                          "alter column t.a: default"));
}

TEST(PlanRebuild, GivesStorageBackAfterAnotherType) {
  Schema before, after;
  Column a = Col("a", Type("character varying"));
  a.storage = "external";
  before.AddTable("t", {a});
  a.type = Type("text");
  after.AddTable("t", {a});
  EXPECT_THAT(PlanLines(before, after),
              ElementsAre("alter column t.a: type", "alter column t.a: storage"));
}

// A view, a view over it with a trigger, a matview with an index, and an index on the column.
void AddReaders(Schema* schema, Name type) {
  schema->AddView("v", {Col("a", Type(type))}, "SELECT a FROM t");
  schema->Depend(Id(Kind::kView, "v"), Id(Kind::kColumn, "a", "t"));
  schema->AddView("w", {Col("a", Type(type))}, "SELECT a FROM v");
  schema->Depend(Id(Kind::kView, "w"), Id(Kind::kView, "v"));
  schema->AddFunction("f", {}, Type("trigger"), "begin return new; end");
  schema->AddTrigger("w", "w_insert", "f");
  schema->AddMaterializedView("m", {Col("a", Type(type))}, "SELECT a FROM v");
  schema->Depend(Id(Kind::kMaterializedView, "m"), Id(Kind::kView, "v"));
  schema->AddIndex("m", "m_idx", {});
  schema->Depend(Id(Kind::kIndex, "m_idx"), Id(Kind::kMaterializedView, "m"), true);
  schema->AddIndex("t", "t_idx", {"a"});
}

TEST(PlanRebuild, LetsGoWhatReadsARetypedColumnAndGivesItBack) {
  Schema before = Shop("integer"), after = Shop("bigint");
  AddReaders(&before, "integer");
  AddReaders(&after, "bigint");
  EXPECT_THAT(
      PlanLines(before, after),
      ElementsAre("drop materialized view m", "drop view w", "drop view v",
                  "alter column t.a: type", "create view v", "create view w",
                  "create trigger w.w_insert", "create materialized view m", "create index m_idx"));
}

TEST(PlanRebuild, LeavesReadersOfOtherColumnsAlone) {
  Schema before = Shop("integer"), after = Shop("bigint");
  for (Schema* schema : {&before, &after}) {
    schema->AddView("v", {Col("b", Type("text"))}, "SELECT b FROM t");
    schema->Depend(Id(Kind::kView, "v"), Id(Kind::kColumn, "b", "t"));
  }
  EXPECT_THAT(PlanLines(before, after), ElementsAre("alter column t.a: type"));
}

TEST(PlanRebuild, MakesAGeneratedColumnAnewWithItsIndex) {
  auto make = [](const char* expression) {
    Schema schema;
    Column generated = Col("g", Type("integer"));
    generated.generated = {expression};
    schema.AddTable("t", {Col("a", Type("integer")), generated});
    schema.Depend(Id(Kind::kColumn, "g", "t"), Id(Kind::kColumn, "a", "t"));
    schema.AddIndex("t", "t_g_idx", {"g"});
    return schema;
  };
  EXPECT_THAT(PlanLines(make("a + 1"), make("a + 2")),
              ElementsAre("drop index t_g_idx", "drop column t.g", "create column t.g",
                          "create index t_g_idx"));
}

TEST(PlanRebuild, LetsAGeneratedColumnGoUnderARetype) {
  auto make = [](Name type) {
    Schema schema;
    Column generated = Col("g", Type("text"));
    generated.generated = {"a || 'x'"};
    schema.AddTable("t", {Col("a", Type(type)), generated});
    schema.Depend(Id(Kind::kDefault, "g", "t"), Id(Kind::kColumn, "a", "t"));
    return schema;
  };
  EXPECT_THAT(PlanLines(make("character varying"), make("text")),
              ElementsAre("drop column t.g", "alter column t.a: type", "create column t.g"));
}

TEST(PlanRebuild, DropsAnExpressionInPlace) {
  Schema before, after;
  Column g = Col("g", Type("integer"));
  after.AddTable("t", {g});
  g.generated = {"1 + 1"};
  before.AddTable("t", {g});
  EXPECT_THAT(PlanLines(before, after), ElementsAre("take away column t.g: generated"));
  EXPECT_THAT(PlanLines(after, before), ElementsAre("drop column t.g", "create column t.g"));
}

TEST(PlanRebuild, LetsForeignKeysGoWithTheKeyTheyRestOn) {
  auto make = [](bool deferrable) {
    Schema schema;
    schema.AddTable("a", {Col("id", Type("integer"))});
    schema.AddKey(ConstraintType::kPrimaryKey, "a", "a_pkey", {"id"}).deferrable = deferrable;
    schema.AddTable("b", {Col("a_id", Type("integer"))});
    schema.AddForeignKey("b", "b_a_id_fkey", "a_id", "a", "id");
    return schema;
  };
  EXPECT_THAT(PlanLines(make(false), make(true)),
              ElementsAre("drop constraint b.b_a_id_fkey", "drop constraint a.a_pkey",
                          "create constraint a.a_pkey", "create constraint b.b_a_id_fkey"));
}

TEST(PlanRebuild, LetsForeignKeysGoOnlyWhereTheirSidesCannotCompareInBetween) {
  auto make = [](Name type) {
    Schema schema;
    schema.AddTable("a", {Col("id", Type(type))});
    schema.AddKey(ConstraintType::kPrimaryKey, "a", "a_pkey", {"id"});
    schema.AddTable("b", {Col("a_id", Type(type))});
    schema.AddForeignKey("b", "b_a_id_fkey", "a_id", "a", "id");
    return schema;
  };
  EXPECT_THAT(PlanLines(make("integer"), make("bigint")),
              ElementsAre("alter column a.id: type", "alter column b.a_id: type"));
  EXPECT_THAT(PlanLines(make("text"), make("uuid")),
              ElementsAre("drop constraint b.b_a_id_fkey", "alter column a.id: type",
                          "alter column b.a_id: type", "create constraint b.b_a_id_fkey"));
}

Schema WithFunction(TypeRef returns) {
  Schema schema;
  schema.AddFunction("f", {}, returns, "begin return 1; end");
  schema.AddTable("t", {Col("a", Type("bigint"), "f()"), Col("c", Type("bigint"), "0")});
  schema.AddCheck("t", "t_check", "a > f()");
  schema.Depend(Id(Kind::kDefault, "a", "t"), Id(Kind::kFunction, "f", "()"));
  schema.Depend(Id(Kind::kConstraint, "t_check", "t"), Id(Kind::kFunction, "f", "()"));
  return schema;
}

TEST(PlanRebuild, LetsGoWhatCallsARebuiltFunction) {
  EXPECT_THAT(PlanLines(WithFunction(Type("integer")), WithFunction(Type("bigint"))),
              ElementsAre("drop constraint t.t_check", "take away column t.a: default",
                          "drop function f()", "create function f()", "alter column t.a: default",
                          "create constraint t.t_check"));
}

TEST(PlanRebuild, LetsADomainsExpressionsGo) {
  auto make = [](Name returns) {
    Schema schema;
    schema.AddFunction("ok", {}, Type(returns), "begin return true; end");
    Domain domain;
    domain.schema = "public";
    domain.name = "d";
    domain.type = Type("text");
    domain.constraints = {{"d_check", {"ok() IS NOT NULL"}, false, ""}};
    schema.Add(domain);
    schema.Depend(Id(Kind::kDomain, "d"), Id(Kind::kFunction, "ok", "()"));
    return schema;
  };
  EXPECT_THAT(PlanLines(make("boolean"), make("integer")),
              ElementsAre("take away domain d: default constraints", "drop function ok()",
                          "create function ok()", "alter domain d: default constraints"));
}

Schema Moods(std::vector<std::string> values, std::string default_value) {
  Schema schema;
  schema.AddEnum("mood", std::move(values));
  schema.AddTable("t", {Col("m", OwnType("mood"), std::move(default_value))});
  schema.Depend(Id(Kind::kColumn, "m", "t"), Id(Kind::kEnum, "mood"));
  schema.Depend(Id(Kind::kDefault, "m", "t"), Id(Kind::kEnum, "mood"));
  Index& index = schema.AddIndex("t", "t_m_idx", {"m"});
  index.where = {"m = 'sad'::public.mood"};
  schema.Depend(Id(Kind::kIndex, "t_m_idx"), Id(Kind::kEnum, "mood"));
  schema.AddView("v", {Col("m", OwnType("mood"))}, "SELECT m FROM t");
  schema.Depend(Id(Kind::kView, "v"), Id(Kind::kColumn, "m", "t"));
  return schema;
}

TEST(PlanRebuild, AddsEnumValuesInPlace) {
  EXPECT_THAT(PlanLines(Moods({"sad", "ok"}, ""), Moods({"low", "sad", "so", "ok"}, "")),
              ElementsAre("alter enum mood: values"));
}

TEST(PlanRebuild, EndsTheUnitWhereAnAddedValueIsUsed) {
  EXPECT_THAT(PlanLines(Moods({"sad"}, ""), Moods({"sad", "ok"}, "'ok'::public.mood")),
              ElementsAre("alter enum mood: values | unit", "alter column t.m: default"));
}

TEST(PlanRebuild, MakesAnEnumAnewWithItsColumns) {
  EXPECT_THAT(
      PlanLines(Moods({"sad", "ok"}, "'sad'::public.mood"), Moods({"sad"}, "'sad'::public.mood")),
      ElementsAre("drop view v", "drop index t_m_idx", "take away column t.m: default",
                  "rebuild enum mood for t.m", "alter column t.m: default", "create index t_m_idx",
                  "create view v"));
}

TEST(PlanRebuild, DropsAndMakesATypeThatNoColumnHas) {
  Schema before, after;
  before.AddEnum("mood", {"a", "b"});
  after.AddEnum("mood", {"b", "a"});
  EXPECT_THAT(PlanLines(before, after), ElementsAre("drop enum mood", "create enum mood"));
}

TEST(PlanRebuild, TakesDomainsAlongWithTheirEnum) {
  auto make = [](std::vector<std::string> values) {
    Schema schema;
    schema.AddEnum("mood", std::move(values));
    Domain domain;
    domain.schema = "public";
    domain.name = "d";
    domain.type = OwnType("mood");
    schema.Add(domain);
    schema.Depend(Id(Kind::kDomain, "d"), Id(Kind::kEnum, "mood"));
    schema.AddTable("t", {Col("x", OwnType("d")), Col("y", OwnType("mood"))});
    schema.Depend(Id(Kind::kColumn, "x", "t"), Id(Kind::kDomain, "d"));
    schema.Depend(Id(Kind::kColumn, "y", "t"), Id(Kind::kEnum, "mood"));
    return schema;
  };
  EXPECT_THAT(PlanLines(make({"a", "b"}), make({"a"})),
              ElementsAre("rebuild enum mood along d for t.x t.y"));
}

TEST(PlanRebuild, RetypesAColumnBeforeItsEnumGoes) {
  Schema before = Moods({"sad"}, "'sad'::public.mood"), after;
  after.AddTable("t", {Col("m", Type("text"), "'sad'::text")});
  EXPECT_THAT(PlanLines(before, after),
              ElementsAre("drop view v", "drop index t_m_idx", "take away column t.m: default",
                          "alter column t.m: type", "alter column t.m: default", "drop enum mood"));
}

Schema Points(std::vector<Name> attributes) {
  Schema schema;
  CompositeType type;
  type.schema = "public";
  type.name = "point3";
  for (Name name : attributes) type.attributes.push_back({name, Type("integer"), {}, ""});
  schema.Add(type);
  schema.AddTable("t", {Col("p", OwnType("point3"))});
  schema.Depend(Id(Kind::kColumn, "p", "t"), Id(Kind::kCompositeType, "point3"));
  return schema;
}

TEST(PlanRebuild, AltersACompositeTypeWhoseOrderStays) {
  EXPECT_THAT(PlanLines(Points({"x", "y"}), Points({"x", "z"})),
              ElementsAre("alter composite type point3: attributes"));
}

TEST(PlanRebuild, RewritesAReorderedCompositeTypeOnlyWhereAllowed) {
  EXPECT_THAT(
      PlanLines(Points({"x", "y"}), Points({"y", "x"})),
      ElementsAre("error: composite type point3 can only be made anew, which rewrites t.p"));
  PlanOptions options;
  options.allow_rewrite = true;
  EXPECT_THAT(PlanLines(Points({"x", "y"}), Points({"y", "x"}), options),
              ElementsAre("rebuild composite type point3 for t.p"));
}

TEST(PlanRebuild, RefusesToRewriteAnArrayOfAReorderedCompositeType) {
  Schema before = Points({"x", "y"}), after = Points({"y", "x"});
  for (Schema* schema : {&before, &after}) {
    Column points = Col("ps", OwnType("point3"));
    points.type.array = true;
    schema->AddTable("u", {points});
    schema->Depend(Id(Kind::kColumn, "ps", "u"), Id(Kind::kCompositeType, "point3"));
  }
  PlanOptions options;
  options.allow_rewrite = true;
  EXPECT_THAT(PlanLines(before, after, options),
              ElementsAre("error: column u.ps cannot be rewritten: a composite type whose "
                          "attributes change their order is inside an array, a domain or another "
                          "type there"));
}

TEST(PlanRebuild, NamesWhatIsNotManaged) {
  Schema before = Shop("integer"), after = Shop("bigint");
  ObjectId view = {Kind::kUnmodelled, "reports", "daily", {}};
  before.Depend(view, Id(Kind::kColumn, "a", "t"));
  before.database.unmodelled = {{"view", "reports.daily"}};
  EXPECT_THAT(PlanLines(before, after),
              ElementsAre("error: view reports.daily is in the way: column t.a changes its type"));
}

// A view that rests on something that models cannot say is in after as in before.
Schema ShopWithViewLeftAlone(Name type) {
  Schema schema = Shop(type);
  schema.AddView("daily", {Col("a", Type(type))}, "SELECT a FROM public.t, public.part");
  schema.Depend(Id(Kind::kView, "daily"), Id(Kind::kColumn, "a", "t"));
  schema.database.left_alone = {{Id(Kind::kView, "daily"), "partitioned table part"}};
  return schema;
}

TEST(PlanRebuild, GivesBackWhatIsLeftAlone) {
  EXPECT_THAT(PlanLines(ShopWithViewLeftAlone("integer"), ShopWithViewLeftAlone("bigint")),
              ElementsAre("drop view daily", "alter column t.a: type", "create view daily"));
}

TEST(PlanRebuild, DropsNothingBelowWhatIsLeftAlone) {
  Schema after = ShopWithViewLeftAlone("integer");
  std::erase_if(std::get<Table>(after.database.objects.at(Id(Kind::kTable, "t"))).columns,
                [](const Column& column) { return column.name == Name("a"); });
  EXPECT_THAT(PlanLines(ShopWithViewLeftAlone("integer"), after),
              ElementsAre("error: view daily is in the way: column t.a is dropped"));
}

TEST(PlanRebuild, TakesNoNameOfWhatModelsCannotSay) {
  Schema before, after;
  before.database.taken_names = {{{"public", "a"}, "partition"},
                                 {{"public", "b"}, "index of partitioned table"}};
  after.AddTable("a", {Col("x", Type("integer"))});
  after.AddTable("c", {Col("x", Type("integer"))});
  after.AddIndex("c", "b", {"x"});
  EXPECT_THAT(PlanLines(before, after),
              ElementsAre("error: table a cannot be made: its name is taken (partition)",
                          "error: index b cannot be made: its name is taken (index of partitioned "
                          "table)"));
}

TEST(PlanRebuild, RefusesToDropWhatIsProtected) {
  PlanOptions options;
  options.protected_objects = {Id(Kind::kTable, "t")};
  EXPECT_THAT(PlanLines(Shop("integer"), Schema(), options),
              ElementsAre("error: table t is protected and would be dropped"));
}

TEST(PlanRebuild, GivesIndexStatisticsBackAfterARetype) {
  auto make = [](Name type) {
    Schema schema = Shop(type);
    Index& index = schema.AddIndex("t", "t_idx", {});
    index.keys.resize(1);
    index.keys[0].expression = {"lower(a)"};
    index.statistics = {{1, 500}};
    schema.Depend(Id(Kind::kIndex, "t_idx"), Id(Kind::kColumn, "a", "t"), true);
    return schema;
  };
  EXPECT_THAT(PlanLines(make("character varying"), make("text")),
              ElementsAre("alter column t.a: type", "alter index t_idx: statistics"));
}

}  // namespace
}  // namespace autogen
