#include "gtest/gtest.h"
#include "tests/codegen/sql/plan_builder.h"

namespace autogen {
namespace {

Column Text(const char* name) { return MakeColumn(name, Builtin("text")); }

struct AddCase {
  std::string name;
  Column column;
  std::string text;
};
class AddColumnTest : public testing::TestWithParam<AddCase> {};

TEST_P(AddColumnTest, Writes) {
  PlanBuilder plan;
  plan.AlterColumn(MakeTable("users"), nullptr, &GetParam().column);
  EXPECT_EQ(plan.Text(), GetParam().text);
}

Column With(Column column, void (*change)(Column&)) {
  change(column);
  return column;
}

INSTANTIATE_TEST_SUITE_P(
    Columns, AddColumnTest,
    testing::ValuesIn<AddCase>({
        {"constant_default",
         With(MakeColumn("email_verified", Builtin("boolean")),
              [](Column& c) {
                c.not_null = true;
                c.default_value.text = "false";
              }),
         "ALTER TABLE users ADD COLUMN email_verified boolean DEFAULT false NOT NULL;\n"},
        {"not_null_without_default", With(Text("a"), [](Column& c) { c.not_null = true; }),
         "-- hazard: fails-on-rows: adds users.a not null without a default, which fails if users "
         "has rows: add it without not null, UPDATE, then SET NOT NULL\n"
         "ALTER TABLE users ADD COLUMN a text NOT NULL;\n"},
        {"volatile_default",
         With(Text("a"), [](Column& c) { c.default_value.text = "gen_random_uuid()"; }),
         "-- hazard: rewrite: rewrites users and its indexes under an exclusive lock\n"
         "ALTER TABLE users ADD COLUMN a text DEFAULT gen_random_uuid();\n"},
        {"stable_default", With(Text("a"), [](Column& c) { c.default_value.text = "now()"; }),
         "ALTER TABLE users ADD COLUMN a text DEFAULT now();\n"},
        {"default_wants_parentheses",
         With(Text("a"), [](Column& c) { c.default_value.text = "now() at time zone 'utc'"; }),
         "ALTER TABLE users ADD COLUMN a text DEFAULT (now() at time zone 'utc');\n"},
        {"generated", With(Text("a"), [](Column& c) { c.generated.text = "lower(email)"; }),
         "-- hazard: rewrite: rewrites users and its indexes under an exclusive lock\n"
         "ALTER TABLE users ADD COLUMN a text GENERATED ALWAYS AS (lower(email)) STORED;\n"},
    }),
    [](const auto& param) { return param.param.name; });

struct RetypeCase {
  std::string name;
  TypeRef from, to;
  std::string rest;  // behind ALTER COLUMN a TYPE
  std::string hazards;
};
class RetypeTest : public testing::TestWithParam<RetypeCase> {};

TEST_P(RetypeTest, ConvertsWhereItMust) {
  Column before = MakeColumn("a", GetParam().from);
  Column after = MakeColumn("a", GetParam().to);
  PlanBuilder plan;
  plan.AlterColumn(MakeTable("t"), &before, &after, {"type"});
  std::vector<Statement> statements = plan.Render();
  ASSERT_EQ(statements.size(), 1u);
  EXPECT_EQ(statements[0].text, "ALTER TABLE t ALTER COLUMN a TYPE " + GetParam().rest);
  std::string hazards;
  for (const Hazard& hazard : statements[0].hazards) hazards += hazard.id + " ";
  EXPECT_EQ(hazards, GetParam().hazards);
}

constexpr char kVarchar[] = "character varying";
INSTANTIATE_TEST_SUITE_P(
    Types, RetypeTest,
    testing::ValuesIn<RetypeCase>({
        {"longer_varchar", Builtin(kVarchar, "(9)"), Builtin(kVarchar, "(20)"),
         "character varying(20)", ""},
        {"shorter_varchar", Builtin(kVarchar, "(20)"), Builtin(kVarchar, "(9)"),
         "character varying(9)", "rewrite fails-on-rows "},
        {"varchar_to_text", Builtin(kVarchar, "(9)"), Builtin("text"), "text", ""},
        {"text_to_varchar", Builtin("text"), Builtin(kVarchar, "(9)"), "character varying(9)",
         "rewrite fails-on-rows "},
        {"int_to_bigint", Builtin("integer"), Builtin("bigint"), "bigint", "rewrite "},
        {"bigint_to_int", Builtin("bigint"), Builtin("integer"), "integer",
         "rewrite fails-on-rows "},
        {"more_digits", Builtin("numeric", "(8,2)"), Builtin("numeric", "(10,2)"), "numeric(10,2)",
         ""},
        {"less_scale", Builtin("numeric", "(8,2)"), Builtin("numeric", "(8,1)"), "numeric(8,1)",
         "rewrite data-loss "},
        {"more_scale", Builtin("numeric", "(8,2)"), Builtin("numeric", "(10,4)"), "numeric(10,4)",
         "rewrite "},
        {"text_to_int", Builtin("text"), Builtin("integer"), "integer USING a::integer",
         "rewrite fails-on-rows "},
        {"int_to_text", Builtin("integer"), Builtin("text"), "text", "rewrite "},
        {"enum_to_text", Own("mood"), Builtin("text"), "text", "rewrite "},
        {"text_to_enum", Builtin("text"), Own("mood"), "mood USING a::mood",
         "rewrite fails-on-rows "},
        {"enum_to_enum", Own("mood"), Own("state"), "state USING a::text::state",
         "rewrite fails-on-rows "},
        {"array_of_text_to_enum", Builtin("text", "", true), Own("mood", true),
         "mood[] USING a::mood[]", "rewrite fails-on-rows "},
        {"array_of_enum_to_enum", Own("mood", true), Own("state", true),
         "state[] USING a::text[]::state[]", "rewrite fails-on-rows "},
        {"int_to_boolean", Builtin("integer"), Builtin("boolean"), "boolean USING a::boolean",
         "rewrite fails-on-rows "},
        {"no_cast_at_all", Builtin("bigint"), Builtin("timestamp without time zone"),
         "timestamp without time zone USING a::text::timestamp without time zone",
         "rewrite fails-on-rows "},
        {"into_an_array", Builtin("integer"), Builtin("integer", "", true),
         "integer[] USING a::text::integer[]", "rewrite fails-on-rows "},
        {"to_timestamptz", Builtin("timestamp without time zone"),
         Builtin("timestamp with time zone"), "timestamp with time zone", "rewrite "},
        {"to_date", Builtin("timestamp without time zone"), Builtin("date"), "date",
         "rewrite data-loss "},
        {"time_precision_grows", Builtin("timestamp without time zone", "(3)"),
         Builtin("timestamp without time zone"), "timestamp without time zone", ""},
    }),
    [](const auto& param) { return param.param.name; });

TEST(AlterColumnTest, UsingOfTheModelWins) {
  Column before = Text("a");
  Column after = MakeColumn("a", Builtin("integer"));
  after.using_expression.text = "length(a)";
  PlanBuilder plan;
  plan.AlterColumn(MakeTable("t"), &before, &after, {"type"});
  EXPECT_EQ(plan.Render()[0].text, "ALTER TABLE t ALTER COLUMN a TYPE integer USING length(a)");
}

TEST(AlterColumnTest, DefaultAndTypeOfOneTableAreOneStatement) {
  Column before = Text("a");
  before.default_value.text = "'1'";
  Column after = MakeColumn("a", Builtin("integer"));
  after.default_value.text = "2";
  PlanBuilder plan;
  plan.AlterColumn(MakeTable("t"), &before, &after, {"default"}).takes_away = true;
  plan.AlterColumn(MakeTable("t"), &before, &after, {"type"});
  plan.AlterColumn(MakeTable("t"), &before, &after, {"default"});
  EXPECT_EQ(plan.Text(), R"(-- hazard: rewrite: rewrites t and its indexes under an exclusive lock
-- hazard: fails-on-rows: t.a becomes integer, which fails if a value does not fit
ALTER TABLE t
    ALTER COLUMN a DROP DEFAULT,
    ALTER COLUMN a TYPE integer USING a::integer,
    ALTER COLUMN a SET DEFAULT 2;
)");
}

TEST(AlterColumnTest, ClearsEverything) {
  Column before = Text("a");
  before.not_null = true;
  before.identity = Identity{};
  before.storage = "external";
  before.compression = "lz4";
  before.statistics = 10;
  before.options = {{"n_distinct", "5"}};
  before.comment = "old";
  Column after = Text("a");
  PlanBuilder plan;
  plan.AlterColumn(
      MakeTable("t"), &before, &after,
      {"not_null", "identity", "storage", "compression", "statistics", "with", "comment"});
  EXPECT_EQ(plan.Text(), R"(ALTER TABLE t ALTER COLUMN a DROP IDENTITY;
ALTER TABLE t ALTER COLUMN a DROP NOT NULL;
ALTER TABLE t ALTER COLUMN a SET STORAGE EXTENDED;
ALTER TABLE t ALTER COLUMN a SET COMPRESSION DEFAULT;
ALTER TABLE t ALTER COLUMN a SET STATISTICS -1;
ALTER TABLE t ALTER COLUMN a RESET (n_distinct);
COMMENT ON COLUMN t.a IS NULL;
)");
}

TEST(AlterColumnTest, IdentityChangesInPlace) {
  Column before = MakeColumn("a", Builtin("bigint"));
  before.identity = Identity{};
  Column after = before;
  after.identity->kind = IdentityKind::kByDefault;
  after.identity->options.increment = 10;
  after.identity->options.cycle = true;
  PlanBuilder plan;
  plan.AlterColumn(MakeTable("t"), &before, &after, {"identity"});
  EXPECT_EQ(plan.Text(),
            "ALTER TABLE t ALTER COLUMN a SET GENERATED BY DEFAULT SET INCREMENT BY 10 SET "
            "CYCLE;\n");
}

TEST(AlterColumnTest, NotNullOnRows) {
  Column before = Text("a");
  Column after = before;
  after.not_null = true;
  PlanBuilder plan;
  plan.AlterColumn(MakeTable("t"), &before, &after, {"not_null"});
  EXPECT_EQ(plan.Text(),
            R"(-- hazard: fails-on-rows: sets t.a not null, which fails if a row has none
-- hazard: scan: scans t under an exclusive lock
ALTER TABLE t ALTER COLUMN a SET NOT NULL;
)");
}

TEST(AlterColumnTest, DropLosesData) {
  Column before = Text("email_verified");
  PlanBuilder plan;
  plan.AlterColumn(MakeTable("users"), &before, nullptr);
  EXPECT_EQ(plan.Text(),
            R"(-- hazard: data-loss: drops users.email_verified and what it holds
ALTER TABLE users DROP COLUMN email_verified;
)");
}

}  // namespace
}  // namespace autogen
