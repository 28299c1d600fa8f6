#include <gmock/gmock.h>

#include "tests/engine/plan/plan_testing.h"

namespace autogen {
namespace {

using testing::ElementsAre;

Routine Function() {
  Routine routine;
  routine.schema = "public";
  routine.name = "f";
  routine.language = "plpgsql";
  routine.returns = Type("integer");
  routine.arguments = {{ArgumentMode::kIn, "x", Type("integer"), {}},
                       {ArgumentMode::kIn, "", Type("integer"), {"1"}}};
  routine.body = "begin return 1; end";
  return routine;
}

struct RoutineCase {
  const char* name;
  void (*change)(Routine*);
  std::vector<std::string> lines;
};

class RoutineRuleTest : public testing::TestWithParam<RoutineCase> {};

TEST_P(RoutineRuleTest, Plans) {
  Schema before, after;
  before.Add(Function());
  Routine changed = Function();
  GetParam().change(&changed);
  after.Add(changed);
  EXPECT_EQ(PlanLines(before, after), GetParam().lines);
}

std::vector<std::string> Altered(std::string attribute) {
  return {"alter function f(integer, integer): " + attribute};
}
const std::vector<std::string> kReplaced = {"replace function f(integer, integer)"};
const std::vector<std::string> kRebuilt = {"drop function f(integer, integer)",
                                           "create function f(integer, integer)"};

std::string NameOf(const testing::TestParamInfo<RoutineCase>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Routines, RoutineRuleTest,
    testing::ValuesIn<RoutineCase>({
        {"body", [](Routine* r) { r->body = "begin return 2; end"; }, kReplaced},
        {"language", [](Routine* r) { r->language = "sql"; }, kReplaced},
        {"volatility", [](Routine* r) { r->volatility = Volatility::kStable; },
         Altered("volatility")},
        {"strict_and_body",
         [](Routine* r) {
           r->strict = true;
           r->body = "";
         },
         kReplaced},
        {"result", [](Routine* r) { r->returns = Type("bigint"); }, kRebuilt},
        {"set_of", [](Routine* r) { r->returns_set = true; }, kRebuilt},
        {"window", [](Routine* r) { r->window = true; }, kRebuilt},
        {"argument_renamed", [](Routine* r) { r->arguments[0].name = "y"; }, kRebuilt},
        {"argument_named", [](Routine* r) { r->arguments[1].name = "y"; }, kReplaced},
        {"name_taken", [](Routine* r) { r->arguments[0].name = ""; }, kRebuilt},
        {"default_changed", [](Routine* r) { r->arguments[1].default_value = {"2"}; }, kReplaced},
        {"default_added", [](Routine* r) { r->arguments[0].default_value = {"2"}; }, kReplaced},
        {"default_removed", [](Routine* r) { r->arguments[1].default_value = {}; }, kRebuilt},
        {"out_added",
         [](Routine* r) {
           r->arguments.push_back({ArgumentMode::kOut, "o", Type("text"), {}});
         },
         kRebuilt},
    }),
    NameOf);

Constraint Key() {
  Constraint key;
  key.schema = "public";
  key.table = "t";
  key.name = "t_fkey";
  key.type = ConstraintType::kForeignKey;
  key.columns = {"a"};
  key.references = {"public", "t"};
  key.referenced_columns = {"a"};
  return key;
}

Schema WithConstraint(const Constraint& constraint) {
  Schema schema;
  schema.AddTable("t", {Col("a", Type("integer"))});
  schema.Add(constraint);
  return schema;
}

TEST(ConstraintRule, DefersForeignKeysInPlaceAndNothingElse) {
  Constraint deferred = Key();
  deferred.deferrable = deferred.initially_deferred = true;
  EXPECT_THAT(PlanLines(WithConstraint(Key()), WithConstraint(deferred)),
              ElementsAre("alter constraint t.t_fkey: deferrable initially_deferred"));
  Constraint unique = Key();
  unique.type = ConstraintType::kUnique;
  unique.references = {};
  unique.referenced_columns = {};
  Constraint deferred_unique = unique;
  deferred_unique.deferrable = true;
  EXPECT_THAT(PlanLines(WithConstraint(unique), WithConstraint(deferred_unique)),
              ElementsAre("drop constraint t.t_fkey", "create constraint t.t_fkey"));
}

TEST(ConstraintRule, ValidatesInPlaceAndNotBack) {
  Constraint not_valid = Key();
  not_valid.not_valid = true;
  EXPECT_THAT(PlanLines(WithConstraint(not_valid), WithConstraint(Key())),
              ElementsAre("alter constraint t.t_fkey: not_valid"));
  EXPECT_THAT(PlanLines(WithConstraint(Key()), WithConstraint(not_valid)),
              ElementsAre("drop constraint t.t_fkey", "create constraint t.t_fkey"));
}

TEST(ConstraintRule, AltersTheIndexBelowAKey) {
  Constraint key = Key();
  key.type = ConstraintType::kPrimaryKey;
  key.references = {};
  key.referenced_columns = {};
  Constraint changed = key;
  changed.options = {{"fillfactor", "70"}};
  changed.tablespace = "fast";
  EXPECT_THAT(PlanLines(WithConstraint(key), WithConstraint(changed)),
              ElementsAre("alter constraint t.t_fkey: with tablespace"));
}

TEST(ConstraintRule, KeepsAnInvalidCheckOutOfItsNewTable) {
  Constraint check = Key();
  check.type = ConstraintType::kCheck;
  check.columns = {};
  check.references = {};
  check.referenced_columns = {};
  check.check = {"a > 0"};
  check.not_valid = true;
  EXPECT_THAT(PlanLines(Schema(), WithConstraint(check)),
              ElementsAre("create table t", "create constraint t.t_fkey"));
}

TEST(TriggerRule, ReplacesFrom14AndNeverConstraintTriggers) {
  auto make = [](int version, bool update, bool constraint) {
    Schema schema(version);
    schema.AddTable("t", {Col("a", Type("integer"))});
    schema.AddFunction("f", {}, Type("trigger"), "begin return new; end");
    Trigger& trigger = schema.AddTrigger("t", "g", "f");
    trigger.on_update = update;
    trigger.constraint = constraint;
    return schema;
  };
  EXPECT_THAT(PlanLines(make(140000, false, false), make(140000, true, false)),
              ElementsAre("replace trigger t.g"));
  EXPECT_THAT(PlanLines(make(130000, false, false), make(130000, true, false)),
              ElementsAre("drop trigger t.g", "create trigger t.g"));
  EXPECT_THAT(PlanLines(make(150000, false, true), make(150000, true, true)),
              ElementsAre("drop trigger t.g", "create trigger t.g"));
}

TEST(TriggerRule, SwitchesTheStateInPlace) {
  Schema before(130000), after(130000);
  for (Schema* schema : {&before, &after}) {
    schema->AddTable("t", {Col("a", Type("integer"))});
    schema->AddTrigger("t", "g", "f");
  }
  std::get<Trigger>(after.database.objects.at(Id(Kind::kTrigger, "g", "t"))).state =
      TriggerState::kDisabled;
  EXPECT_THAT(PlanLines(before, after), ElementsAre("alter trigger t.g: state"));
}

TEST(ViewRule, ReplacesWhereTheColumnsAreKeptInFront) {
  auto make = [](std::vector<Column> columns, const char* query) {
    Schema schema;
    schema.AddView("v", std::move(columns), query);
    return schema;
  };
  Column a = Col("a", Type("text")), b = Col("b", Type("text"));
  const std::vector<std::string> rebuilt = {"drop view v", "create view v"};
  EXPECT_THAT(PlanLines(make({a}, "SELECT 'x' AS a"), make({a, b}, "SELECT 'x' AS a, 'y' AS b")),
              ElementsAre("replace view v"));
  EXPECT_EQ(PlanLines(make({a, b}, "SELECT 'x' AS a, 'y' AS b"), make({a}, "SELECT 'x' AS a")),
            rebuilt);
  EXPECT_EQ(PlanLines(make({a}, "SELECT 'x' AS a"), make({b}, "SELECT 'x' AS b")), rebuilt);
  EXPECT_EQ(PlanLines(make({a}, "SELECT 'x' AS a"), make({}, "SELECT 'z' AS a")), rebuilt);
}

TEST(ViewRule, SetsOptionsInPlace) {
  Schema before, after;
  before.AddView("v", {Col("a", Type("text"))}, "SELECT 'x' AS a");
  after.AddView("v", {Col("a", Type("text"))}, "SELECT 'x' AS a").options = {
      {"security_barrier", "true"}};
  EXPECT_THAT(PlanLines(before, after), ElementsAre("alter view v: with"));
}

TEST(SequenceRule, LeavesTheOwnerToTheTable) {
  auto make = [](Name owner) {
    Schema schema;
    schema.AddTable("t", {Col("a", Type("integer"))}).common.owner = owner;
    schema.AddSequence("s", {"t", "a"}).common.owner = owner;
    return schema;
  };
  EXPECT_THAT(PlanLines(make("ann"), make("bob")), ElementsAre("alter table t: owner"));
}

}  // namespace
}  // namespace autogen
