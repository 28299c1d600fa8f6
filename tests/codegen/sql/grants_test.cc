#include "gtest/gtest.h"
#include "tests/codegen/sql/plan_builder.h"

namespace autogen {
namespace {

Table Granted(Grants grants) {
  Table table =
      MakeTable("t", {MakeColumn("a", Builtin("integer")), MakeColumn("b", Builtin("integer"))});
  table.common.grants = std::move(grants);
  return table;
}

Routine Function(Grants grants) {
  Routine routine;
  routine.schema = "public";
  routine.name = "f";
  routine.returns = Builtin("integer");
  routine.language = "sql";
  routine.body = "select 1";
  routine.common.owner = Name("migrator");
  routine.common.grants = std::move(grants);
  return routine;
}

TEST(GrantsTest, NewTableGetsWhatItSays) {
  PlanBuilder plan;
  plan.Create(Granted({{"app", "select", "a", false},
                       {"app", "select", "b", false},
                       {"app", "update", "", false},
                       {"boss", "delete", "", true}}));
  EXPECT_EQ(plan.Text(), R"(CREATE TABLE t (
    a integer,
    b integer
);
GRANT SELECT (a, b), UPDATE ON TABLE t TO app;
GRANT DELETE ON TABLE t TO boss WITH GRANT OPTION;
)");
}

// It runs elsewhere too, under other default privileges: what they gave is said as well.
TEST(GrantsTest, DefaultPrivilegesDoNotLeakIn) {
  PlanBuilder plan;
  plan.before().default_privileges = {
      {"migrator", {}, 'r', {{"app", "select", "", false}, {"app", "insert", "", false}}},
      {"migrator", "public", 'r', {{"app", "update", "", false}}},
      {"migrator", "elsewhere", 'r', {{"app", "delete", "", false}}},
      {"somebody", {}, 'r', {{"app", "truncate", "", false}}}};
  Table table = MakeTable("t");
  table.common.grants = Grants{{"app", "select", "", false}};
  plan.Create(table);
  EXPECT_EQ(plan.Text(), R"(CREATE TABLE t (
);
REVOKE INSERT, UPDATE ON TABLE t FROM app;
GRANT SELECT ON TABLE t TO app;
)");
}

TEST(GrantsTest, WhatDefaultPrivilegesTakeAwayIsTakenAwayElsewhereToo) {
  PlanBuilder plan;
  plan.before().default_privileges = {{"migrator", {}, 'f', {}}};
  plan.Create(Function({}));
  EXPECT_EQ(plan.Render().back().text, "REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC");
  PlanBuilder open;
  open.before().default_privileges = {{"migrator", {}, 'f', {}}};
  open.Create(Function({{"public", "execute", "", false}}));
  EXPECT_EQ(open.Render().back().text, "GRANT EXECUTE ON FUNCTION f() TO PUBLIC");
}

TEST(GrantsTest, AFunctionIsEverybodysUnlessItSaysOtherwise) {
  PlanBuilder closed;
  closed.Create(Function({}));
  EXPECT_EQ(closed.Render().back().text, "REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC");
  PlanBuilder open;
  open.Create(Function({{"public", "execute", "", false}}));
  EXPECT_EQ(open.Render().size(), 1u);
}

TEST(GrantsTest, TheNewOwnerTakesTheOldOnesRights) {
  Table before = Granted({{"app", "select", "", false}});
  Table after = Granted({{"app", "select", "", false}});
  after.common.owner = Name("boss");
  PlanBuilder plan;
  plan.Alter(before, after, {"owner"});
  EXPECT_EQ(plan.Text(), "ALTER TABLE t OWNER TO boss;\n");
}

TEST(GrantsTest, OnlyTheDifferenceIsWritten) {
  PlanBuilder plan;
  plan.Alter(Granted({{"app", "insert", "", true},
                      {"app", "select", "", false},
                      {"app", "update", "a", false}}),
             Granted({{"app", "delete", "", false},
                      {"app", "insert", "", false},
                      {"app", "select", "", true}}),
             {"grants"});
  EXPECT_EQ(plan.Text(), R"(-- hazard: revoke: takes UPDATE (a) on t from app
REVOKE UPDATE (a) ON TABLE t FROM app;
-- hazard: revoke: takes INSERT on t from app
REVOKE GRANT OPTION FOR INSERT ON TABLE t FROM app;
GRANT DELETE ON TABLE t TO app;
GRANT SELECT ON TABLE t TO app WITH GRANT OPTION;
)");
}

TEST(GrantsTest, RevokingTheWholeTakesColumnsAlong) {
  PlanBuilder plan;
  plan.Alter(Granted({{"app", "select", "", false}, {"app", "select", "a", false}}),
             Granted({{"app", "select", "a", false}}), {"grants"});
  EXPECT_EQ(plan.Text(), R"(-- hazard: revoke: takes SELECT on t from app
REVOKE SELECT ON TABLE t FROM app;
GRANT SELECT (a) ON TABLE t TO app;
)");
}

TEST(GrantsTest, AnOwnerWithLessThanAll) {
  Table table = MakeTable("t");
  table.common.grants = Grants{{"migrator", "select", "", false}};
  PlanBuilder plan;
  plan.Create(table);
  EXPECT_EQ(plan.Render().back().text,
            "REVOKE INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER ON TABLE t FROM "
            "migrator");
}

}  // namespace
}  // namespace autogen
