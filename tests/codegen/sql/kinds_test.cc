#include "gtest/gtest.h"
#include "tests/codegen/sql/plan_builder.h"

namespace autogen {
namespace {

Sequence MakeSequence() {
  Sequence sequence;
  sequence.schema = "public";
  sequence.name = "s";
  return sequence;
}

TEST(SequenceTest, CreatesWithoutOwnerColumnAndOwnsLater) {
  Sequence sequence = MakeSequence();
  sequence.options.type = Builtin("integer");
  sequence.options.max_value = 2147483647;
  sequence.options.start = 5;
  sequence.owned_by = {"t", "a"};
  PlanBuilder plan;
  plan.Create(sequence).left_out = {"owned_by"};
  plan.Alter(sequence, sequence, {"owned_by"});
  EXPECT_EQ(plan.Text(), R"(CREATE SEQUENCE s
    AS integer
    START WITH 5
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE s OWNED BY t.a;
)");
}

TEST(SequenceTest, AnotherTypeSaysItsLimits) {
  Sequence before = MakeSequence();
  before.options.type = Builtin("integer");
  before.options.max_value = 2147483647;
  Sequence after = MakeSequence();
  after.options.cycle = true;
  PlanBuilder plan;
  plan.Alter(before, after, {"options"});
  EXPECT_EQ(plan.Text(),
            "ALTER SEQUENCE s AS bigint MINVALUE 1 MAXVALUE 9223372036854775807 CYCLE;\n");
}

Enum MakeEnum(std::vector<std::string> values) {
  Enum type;
  type.schema = "public";
  type.name = "mood";
  type.values = std::move(values);
  return type;
}

TEST(EnumTest, EachAnchorExists) {
  PlanBuilder plan;
  plan.Alter(MakeEnum({"c", "e"}), MakeEnum({"a", "b", "c", "d", "e", "f"}), {"values"});
  EXPECT_EQ(plan.Text(), R"(ALTER TYPE mood ADD VALUE 'a' BEFORE 'c';
ALTER TYPE mood ADD VALUE 'b' AFTER 'a';
ALTER TYPE mood ADD VALUE 'd' AFTER 'c';
ALTER TYPE mood ADD VALUE 'f';
)");
}

TEST(EnumTest, AUnitEndsWhereTheValueIsUsed) {
  PlanBuilder plan;
  plan.Alter(MakeEnum({"a"}), MakeEnum({"a", "b"}), {"values"}).ends_unit = true;
  plan.Create(MakeTable("t"));
  EXPECT_EQ(plan.Text(), R"(ALTER TYPE mood ADD VALUE 'b';
-- transaction
CREATE TABLE t (
);
)");
}

TEST(EnumTest, AValueThatGoesRebuildsTheType) {
  PlanBuilder plan;
  Table table = MakeTable("t", {MakeColumn("m", Own("mood")), MakeColumn("l", Own("mood", true))});
  plan.before().Add(table);
  plan.after().Add(table);
  Step& step = plan.Alter(MakeEnum({"a", "b"}), MakeEnum({"b"}), {"values"});
  step.rebuilds_type = true;
  step.retyped_columns = {ColumnId("public", "t", "m"), ColumnId("public", "t", "l")};
  EXPECT_EQ(plan.Text(), R"(ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM (
    'b'
);
-- hazard: rewrite: rewrites the tables that have columns of type mood
-- hazard: fails-on-rows: takes 'a' away from mood, which fails if rows hold it
ALTER TABLE t
    ALTER COLUMN m TYPE mood USING m::text::mood,
    ALTER COLUMN l TYPE mood[] USING l::text[]::mood[];
DROP TYPE mood_old;
)");
}

CompositeType MakeComposite(std::vector<CompositeAttribute> attributes) {
  CompositeType type;
  type.schema = "public";
  type.name = "address";
  type.attributes = std::move(attributes);
  return type;
}

TEST(CompositeTest, AttributesChangeInPlace) {
  PlanBuilder plan;
  plan.Alter(MakeComposite({{"a", Builtin("integer"), {}, ""}, {"b", Builtin("text"), {}, ""}}),
             MakeComposite({{"b", Builtin("text"), {"pg_catalog", "C"}, "b!"},
                            {"c", Builtin("date"), {}, ""}}),
             {"attributes"});
  EXPECT_EQ(plan.Text(), R"(ALTER TYPE address DROP ATTRIBUTE a;
ALTER TYPE address ALTER ATTRIBUTE b TYPE text COLLATE "C";
COMMENT ON COLUMN address.b IS 'b!';
ALTER TYPE address ADD ATTRIBUTE c date;
)");
}

TEST(CompositeTest, AnotherOrderTakesValuesApart) {
  PlanBuilder plan;
  Table table = MakeTable("t", {MakeColumn("x", Own("address"))});
  plan.before().Add(table);
  plan.after().Add(table);
  Step& step =
      plan.Alter(MakeComposite({{"a", Builtin("integer"), {}, ""}, {"b", Builtin("text"), {}, ""}}),
                 MakeComposite({{"b", Builtin("text"), {}, ""},
                                {"a", Builtin("bigint"), {}, ""},
                                {"c", Builtin("date"), {}, ""}}),
                 {"attributes"});
  step.rebuilds_type = true;
  step.retyped_columns = {ColumnId("public", "t", "x")};
  std::vector<Statement> statements = plan.Render();
  ASSERT_EQ(statements.size(), 4u);
  EXPECT_EQ(statements[2].text,
            "ALTER TABLE t ALTER COLUMN x TYPE address USING CASE WHEN x IS NOT DISTINCT FROM NULL "
            "THEN NULL ELSE ROW((x).b, (x).a::bigint, NULL::date)::address END");
}

Domain MakeDomain(std::vector<DomainConstraint> constraints) {
  Domain domain;
  domain.schema = "public";
  domain.name = "email";
  domain.type = Builtin("text");
  domain.constraints = std::move(constraints);
  return domain;
}

TEST(DomainTest, Creates) {
  Domain domain = MakeDomain(
      {{"long", {"length(VALUE) > 3"}, true, "why"}, {"shape", {"VALUE ~ '@'::text"}, false, ""}});
  domain.not_null = true;
  domain.default_value.text = "'a@b'::text";
  domain.collation = {"pg_catalog", "C"};
  PlanBuilder plan;
  plan.Create(domain);
  EXPECT_EQ(plan.Text(), R"(CREATE DOMAIN email AS text COLLATE "C" NOT NULL DEFAULT 'a@b'::text
    CONSTRAINT shape CHECK (VALUE ~ '@'::text);
ALTER DOMAIN email ADD CONSTRAINT long CHECK (length(VALUE) > 3) NOT VALID;
COMMENT ON CONSTRAINT long ON DOMAIN email IS 'why';
)");
}

TEST(DomainTest, ConstraintsAreRenamedValidatedDroppedAndAdded) {
  PlanBuilder plan;
  plan.Alter(MakeDomain({{"a", {"VALUE > 'a'"}, false, ""},
                         {"b", {"VALUE > 'b'"}, true, ""},
                         {"c", {"VALUE > 'c'"}, false, ""}}),
             MakeDomain({{"a2", {"VALUE > 'a'"}, false, ""},
                         {"b", {"VALUE > 'b'"}, false, "b!"},
                         {"d", {"VALUE > 'd'"}, false, ""}}),
             {"constraints", "not_null", "default"});
  EXPECT_EQ(plan.Text(), R"(ALTER DOMAIN email DROP DEFAULT;
ALTER DOMAIN email DROP NOT NULL;
ALTER DOMAIN email DROP CONSTRAINT c;
ALTER DOMAIN email RENAME CONSTRAINT a TO a2;
-- hazard: fails-on-rows: adds a check to email, which fails if rows do not keep it
ALTER DOMAIN email VALIDATE CONSTRAINT b;
COMMENT ON CONSTRAINT b ON DOMAIN email IS 'b!';
-- hazard: fails-on-rows: adds a check to email, which fails if rows do not keep it
ALTER DOMAIN email ADD CONSTRAINT d CHECK (VALUE > 'd');
)");
}

View MakeView() {
  View view;
  view.schema = "app";
  view.name = "v";
  view.query.text = " SELECT t.a\n   FROM public.t;";
  view.options = {{"security_invoker", "true"}};
  return view;
}

TEST(ViewTest, OptionsAreRepeatedOnReplace) {
  View view = MakeView();
  view.columns = {MakeColumn("a", Builtin("integer"))};
  view.columns[0].default_value.text = "1";
  view.columns[0].comment = "an a";
  PlanBuilder plan;
  plan.Create(view);
  plan.Replace(view, view);
  EXPECT_EQ(plan.Text(), R"(CREATE VIEW app.v WITH (security_invoker='true') AS
 SELECT t.a
   FROM t;
ALTER VIEW app.v ALTER COLUMN a SET DEFAULT 1;
COMMENT ON COLUMN app.v.a IS 'an a';
CREATE OR REPLACE VIEW app.v WITH (security_invoker='true') AS
 SELECT t.a
   FROM t;
)");
}

TEST(ViewTest, AMaterializedOneGoesByItsOwnWords) {
  MaterializedView view;
  view.schema = "public";
  view.name = "m";
  view.query.text = "select 1 as a";
  view.with_data = false;
  view.options = {{"fillfactor", "70"}};
  PlanBuilder plan;
  plan.Create(view);
  plan.Drop(view);
  EXPECT_EQ(plan.Text(), R"(CREATE MATERIALIZED VIEW m
WITH (fillfactor='70') AS
select 1 as a
  WITH NO DATA;
DROP MATERIALIZED VIEW m;
)");
}

TEST(RoutineTest, TheBodyIsByteForByte) {
  Routine routine;
  routine.schema = "public";
  routine.name = "f";
  routine.arguments = {{ArgumentMode::kIn, "a", Builtin("integer"), {"1"}}};
  routine.returns = Builtin("integer");
  routine.language = "plpgsql";
  routine.body = "\nbegin return $$x$$; end ";
  PlanBuilder plan;
  plan.Create(routine);
  plan.Drop(routine);
  EXPECT_EQ(plan.Text(), R"(CREATE FUNCTION f(a integer DEFAULT 1) RETURNS integer
    LANGUAGE plpgsql
    AS $_$
begin return $$x$$; end $_$;
DROP FUNCTION f(integer);
)");
}

TEST(RoutineTest, AttributesAreAlteredInPlace) {
  Routine before;
  before.schema = "public";
  before.name = "f";
  before.returns = Builtin("integer");
  before.language = "sql";
  before.body = "select 1";
  before.set["work_mem"] = "'1MB'";
  before.set["search_path"] = "''";
  Routine after = before;
  after.volatility = Volatility::kStable;
  after.strict = true;
  after.cost = 7.5;
  after.set = {};
  after.set["work_mem"] = "'2MB'";
  PlanBuilder plan;
  plan.Alter(before, after, {"volatility", "strict", "cost", "set"});
  EXPECT_EQ(plan.Text(),
            "ALTER FUNCTION f() STABLE STRICT COST 7.5 SET work_mem TO '2MB' RESET search_path;\n");
}

TEST(TriggerTest, StateIsGivenBackOnReplace) {
  Trigger trigger;
  trigger.schema = "public";
  trigger.relation = "t";
  trigger.name = "touch";
  trigger.on_update = true;
  trigger.for_each_row = true;
  trigger.function = {"public", "touch"};
  trigger.state = TriggerState::kAlways;
  PlanBuilder plan;
  plan.Replace(trigger, trigger);
  trigger.state = TriggerState::kDisabled;
  plan.Alter(trigger, trigger, {"state"});
  plan.Drop(trigger);
  EXPECT_EQ(
      plan.Text(),
      R"(CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE t ENABLE ALWAYS TRIGGER touch;
ALTER TABLE t DISABLE TRIGGER touch;
DROP TRIGGER touch ON t;
)");
}

TEST(OperatorTest, CreatesAltersDrops) {
  Operator op;
  op.schema = "public";
  op.name = "===";
  op.left = op.right = Builtin("text");
  op.function = {"public", "same"};
  op.commutator = {"public", "==="};
  op.negator = {"app", "!=="};
  op.restrict_function = {"pg_catalog", "eqsel"};
  op.merges = true;
  op.common.comment = "alike";
  PlanBuilder plan;
  plan.Create(op);
  plan.Alter(op, op, {"restrict", "join"});
  plan.Drop(op);
  EXPECT_EQ(plan.Text(), R"(CREATE OPERATOR === (
    FUNCTION = same,
    LEFTARG = text,
    RIGHTARG = text,
    COMMUTATOR = OPERATOR(===),
    NEGATOR = OPERATOR(app.!==),
    RESTRICT = eqsel,
    MERGES
);
COMMENT ON OPERATOR === (text, text) IS 'alike';
ALTER OPERATOR === (text, text) SET (RESTRICT = eqsel, JOIN = NONE);
DROP OPERATOR === (text, text);
)");
}

TEST(IndexTest, CreatesAndAlters) {
  Index index;
  index.schema = "public";
  index.name = "i";
  index.table = "t";
  index.unique = true;
  index.keys.resize(2);
  index.keys[0].expression.text = "lower(a)";
  index.keys[1].column = "b";
  index.keys[1].descending = index.keys[1].nulls_first = true;
  index.where.text = "b > 0";
  index.statistics = {{1, 500}};
  PlanBuilder plan;
  plan.before().Add(MakeTable("t"));
  plan.Create(index);
  Index after = index;
  after.statistics = {};
  plan.Alter(index, after, {"tablespace", "statistics"});
  EXPECT_EQ(
      plan.Text(),
      R"(-- hazard: fails-on-rows: adds a unique index to t, which fails if rows have equal keys
-- hazard: lock: builds an index while t cannot be written
CREATE UNIQUE INDEX i ON t USING btree (lower(a), b DESC) WHERE (b > 0);
ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 500;
ALTER INDEX i SET TABLESPACE pg_default;
ALTER INDEX i ALTER COLUMN 1 SET STATISTICS -1;
)");
}

TEST(ConstraintTest, ForeignKey) {
  Constraint key;
  key.schema = "public";
  key.table = "decks";
  key.name = "fk";
  key.type = ConstraintType::kForeignKey;
  key.columns = {"user_id"};
  key.references = {"public", "users"};
  key.referenced_columns = {"id"};
  key.on_delete = ForeignKeyAction::kCascade;
  Constraint deferred = key;
  deferred.deferrable = deferred.initially_deferred = true;
  PlanBuilder plan;
  plan.before().Add(MakeTable("decks"));
  plan.Create(key);
  plan.Alter(key, deferred, {"deferrable", "initially_deferred"});
  plan.Drop(key);
  EXPECT_EQ(
      plan.Text(),
      R"(-- hazard: fails-on-rows: adds a foreign key to decks, which fails if rows do not keep it
-- hazard: scan: scans decks while decks and users cannot be written
ALTER TABLE decks
    ADD CONSTRAINT fk FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
ALTER TABLE decks ALTER CONSTRAINT fk DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE decks DROP CONSTRAINT fk;
)");
}

TEST(ExtensionTest, CreateIsPatientAndAlterExact) {
  Extension extension;
  extension.name = "pgcrypto";
  extension.schema = "public";
  Extension moved = extension;
  moved.schema = "ext";
  moved.version = "1.3";
  PlanBuilder plan;
  plan.Create(extension);
  plan.Alter(extension, moved, {"schema", "version"});
  EXPECT_EQ(plan.Text(), R"(CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;
ALTER EXTENSION pgcrypto UPDATE TO '1.3';
ALTER EXTENSION pgcrypto SET SCHEMA ext;
)");
}

TEST(RenameTest, EveryKindByItsOwnWords) {
  PlanBuilder plan;
  plan.after().Add(MakeTable("people", {MakeColumn("full_name", Builtin("text"))}));
  plan.Rename(RelationId(Kind::kTable, "public", "users"),
              RelationId(Kind::kTable, "public", "people"));
  plan.Rename(ColumnId("public", "people", "name"), ColumnId("public", "people", "full_name"));
  plan.Rename({Kind::kConstraint, "public", "a", "people"},
              {Kind::kConstraint, "public", "b", "people"});
  plan.Rename({Kind::kTrigger, "public", "a", "people"}, {Kind::kTrigger, "public", "b", "people"});
  plan.Rename(RelationId(Kind::kSequence, "public", "s"), RelationId(Kind::kSequence, "app", "r"));
  Step& label = plan.Rename(RelationId(Kind::kEnum, "public", "mood"),
                            RelationId(Kind::kEnum, "public", "mood"));
  label.label_before = "closed";
  label.label_after = "solved";
  EXPECT_EQ(plan.Text(), R"(-- hazard: breaking: renames table users to people
ALTER TABLE users RENAME TO people;
-- hazard: breaking: renames column people.name to full_name
ALTER TABLE people RENAME COLUMN name TO full_name;
ALTER TABLE people RENAME CONSTRAINT a TO b;
ALTER TRIGGER a ON people RENAME TO b;
-- hazard: breaking: renames sequence s to app.r
ALTER SEQUENCE s SET SCHEMA app;
-- hazard: breaking: renames sequence s to app.r
ALTER SEQUENCE app.s RENAME TO r;
-- hazard: breaking: renames the value 'closed' of mood to 'solved'
ALTER TYPE mood RENAME VALUE 'closed' TO 'solved';
)");
}

}  // namespace
}  // namespace autogen
