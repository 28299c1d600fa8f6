#include <gmock/gmock.h>

#include "engine/sql/resolve.h"

namespace autogen {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

TypeRef Integer() { return {"pg_catalog", "integer", {}, false}; }

Column MakeColumn(Name name, TypeRef type = Integer()) {
  Column column;
  column.name = name;
  column.type = type;
  return column;
}

Table MakeTable(Name name, const std::vector<Column>& columns) {
  Table table;
  table.schema = "app";
  table.name = name;
  table.columns = columns;
  return table;
}

Constraint MakeKey(Name table, Name name, ConstraintType type, std::vector<Name> columns) {
  Constraint constraint;
  constraint.schema = "app";
  constraint.table = table;
  constraint.name = name;
  constraint.type = type;
  constraint.columns = std::move(columns);
  return constraint;
}

class DependenciesTest : public testing::Test {
 protected:
  DependenciesTest() {
    Enum mood;
    mood.schema = "app";
    mood.name = "mood";
    Add(mood);
    Sequence sequence;
    sequence.schema = "app";
    sequence.name = "users_id_seq";
    sequence.owned_by = {"users", "id"};
    Add(sequence);
    Column id = MakeColumn("id");
    id.default_value = {"nextval('app.users_id_seq'::regclass)"};
    Add(MakeTable("users", {id, MakeColumn("mood", {"app", "mood", {}, true})}));
    Add(MakeKey("users", "users_pkey", ConstraintType::kPrimaryKey, {"id"}));
    AddFunction("f", "(integer)", 1);
  }

  void Add(Object object) {
    ObjectId id = IdOf(object);
    objects_.Insert(id, std::move(object));
  }

  void AddFunction(Name name, const char*, int arguments, std::string body = "") {
    Routine routine;
    routine.schema = "app";
    routine.name = name;
    routine.language = "sql";
    routine.body = std::move(body);
    for (int i = 0; i < arguments; ++i) routine.arguments.push_back({{}, {}, Integer(), {}});
    Add(routine);
  }

  // What an object needs, as messages name it.
  std::vector<std::string> Of(Kind kind, Name name) {
    FoundDependencies found = FindDependencies(objects_, members_);
    std::vector<std::string> ends;
    for (const Dependency& edge : found.hard) {
      if (edge.from.kind == kind && edge.from.name == name) ends.push_back(Text(edge.to));
    }
    return ends;
  }

  std::vector<std::string> SoftOf(Kind kind, Name name) {
    FoundDependencies found = FindDependencies(objects_, members_);
    std::vector<std::string> ends;
    for (const Dependency& edge : found.soft) {
      if (edge.from.kind == kind && edge.from.name == name) ends.push_back(Text(edge.to));
    }
    return ends;
  }

  static std::string Text(const ObjectId& id) {
    return std::string(KindName(id.kind)) + " " + Label(id);
  }

  ObjectMap objects_;
  std::vector<ExtensionMember> members_;
};

TEST_F(DependenciesTest, ColumnsAndDefaults) {
  EXPECT_THAT(Of(Kind::kColumn, "mood"), UnorderedElementsAre("enum app.mood", "table app.users"));
  EXPECT_THAT(Of(Kind::kColumn, "id"), ElementsAre("table app.users"));
  EXPECT_THAT(
      Of(Kind::kDefault, "id"),
      UnorderedElementsAre("table app.users", "column app.users.id", "sequence app.users_id_seq"));
  EXPECT_THAT(Of(Kind::kSequence, "users_id_seq"), ElementsAre("column app.users.id"));
}

TEST_F(DependenciesTest, ForeignKeyNeedsTheKeyItPointsAt) {
  Add(MakeTable("orders", {MakeColumn("user_id")}));
  Constraint key = MakeKey("orders", "fk", ConstraintType::kForeignKey, {"user_id"});
  key.references = {"app", "users"};
  key.referenced_columns = {"id"};
  Add(key);
  EXPECT_THAT(
      Of(Kind::kConstraint, "fk"),
      UnorderedElementsAre("table app.orders", "column app.orders.user_id", "table app.users",
                           "column app.users.id", "constraint app.users.users_pkey"));
}

TEST_F(DependenciesTest, ViewNeedsRelationsColumnsAndFunctions) {
  View view;
  view.schema = "app";
  view.name = "v";
  view.query = {"SELECT u.id, app.f(u.id) AS f, app.f(1, 2) AS g FROM app.users u"};
  Add(view);
  EXPECT_THAT(Of(Kind::kView, "v"), UnorderedElementsAre("table app.users", "column app.users.id",
                                                         "function app.f(integer)"));
}

TEST_F(DependenciesTest, GroupingByThePrimaryKey) {
  View view;
  view.schema = "app";
  view.name = "v";
  view.query = {"SELECT id, mood FROM app.users GROUP BY id"};
  Add(view);
  EXPECT_THAT(Of(Kind::kView, "v"), testing::Contains("constraint app.users.users_pkey"));
}

TEST_F(DependenciesTest, ChecksAndTriggers) {
  Constraint check = MakeKey("users", "ck", ConstraintType::kCheck, {});
  check.check = {"app.f(id) > 0"};
  Add(check);
  EXPECT_THAT(
      Of(Kind::kConstraint, "ck"),
      UnorderedElementsAre("table app.users", "column app.users.id", "function app.f(integer)"));
  AddFunction("touch", "()", 0);
  Trigger trigger;
  trigger.schema = "app";
  trigger.relation = "users";
  trigger.name = "tr";
  trigger.function = {"app", "touch"};
  trigger.when = {"new.mood IS DISTINCT FROM old.mood"};
  Add(trigger);
  EXPECT_THAT(
      Of(Kind::kTrigger, "tr"),
      UnorderedElementsAre("table app.users", "column app.users.mood", "function app.touch()"));
}

TEST_F(DependenciesTest, StringBodiesAreSoft) {
  AddFunction("body", "()", 0, "SELECT f(id) FROM app.users WHERE note = 'mood'");
  EXPECT_THAT(Of(Kind::kFunction, "body"), ElementsAre());
  EXPECT_THAT(SoftOf(Kind::kFunction, "body"),
              UnorderedElementsAre("function app.f(integer)", "table app.users"));
}

TEST_F(DependenciesTest, ExtensionsStandForTheirMembers) {
  Extension extension;
  extension.name = "hstore";
  extension.schema = "ext";
  Add(extension);
  Namespace space;
  space.name = "ext";
  Add(space);
  members_.push_back({ExtensionMember::Role::kType, "hstore", {"ext", "hstore"}});
  Add(MakeTable("t", {MakeColumn("h", {"ext", "hstore", {}, false})}));
  EXPECT_THAT(Of(Kind::kColumn, "h"), UnorderedElementsAre("extension hstore", "table app.t"));
  EXPECT_THAT(Of(Kind::kExtension, "hstore"), ElementsAre("schema ext"));
}

}  // namespace
}  // namespace autogen
