#include <functional>

#include "engine/base/error.h"
#include "engine/definition/definition.h"
#include "gmock/gmock.h"

namespace autogen {
namespace {

const SqlStyle kModel{true, "public"};
const SqlStyle kSql{false, "public"};

// What a definition's text becomes: the canonical form of models, and SQL's.
struct Written {
  std::string model, sql;
};

using Rewrite = std::function<Written(std::string_view)>;

template <class T>
Written Both(const absl::StatusOr<T>& value,
             const std::function<std::string(const T&, const SqlStyle&)>& write) {
  if (!value.ok()) {
    std::string error = Describe(ToFinding(value.status()));
    return {error, error};
  }
  return {write(*value, kModel), write(*value, kSql)};
}

std::vector<const Constraint*> Pointers(const std::vector<Constraint>& constraints) {
  std::vector<const Constraint*> pointers;
  for (const Constraint& constraint : constraints) pointers.push_back(&constraint);
  return pointers;
}

Written OfColumn(std::string_view text) {
  return Both<ColumnDefinition>(
      ReadColumn("status", text, "jobs"), [](const ColumnDefinition& c, const SqlStyle& style) {
        std::vector<const Constraint*> constraints = Pointers(c.constraints);
        return style.lower_keywords ? Join(WriteColumn(c.column, constraints, style))
                                    : ColumnSql(c.column, constraints, style);
      });
}

#define AUTOGEN_KIND(kind)                                                             \
  Written Of##kind(std::string_view text) {                                            \
    return Both<kind>(Read##kind(text), [](const kind& value, const SqlStyle& style) { \
      return Join(Write##kind(value, style));                                          \
    });                                                                                \
  }
AUTOGEN_KIND(Constraint)
AUTOGEN_KIND(Index)
AUTOGEN_KIND(Sequence)
AUTOGEN_KIND(Domain)
AUTOGEN_KIND(DomainConstraint)
AUTOGEN_KIND(CompositeType)
AUTOGEN_KIND(RangeType)
AUTOGEN_KIND(Operator)
AUTOGEN_KIND(Extension)
#undef AUTOGEN_KIND

Written OfTrigger(std::string_view text) {
  return Both<Trigger>(ReadTrigger(text), [](const Trigger& value, const SqlStyle& style) {
    QualifiedName table{"public", "jobs"};
    return Join(WriteTrigger(value, style.lower_keywords ? nullptr : &table, style));
  });
}

Written OfRoutine(std::string_view key) {
  return Both<Routine>(ReadRoutineKey(key, Kind::kFunction),
                       [](const Routine& value, const SqlStyle& style) {
                         return "(" + WriteArguments(value, style) + ") " + Signature(value).str();
                       });
}

Written OfReturns(std::string_view text) {
  Routine routine;
  absl::Status status = ReadReturns(text, &routine);
  if (!status.ok()) return Both<Routine>(status, nullptr);
  return {WriteReturns(routine, kModel), WriteReturns(routine, kSql)};
}

Written OfGrants(std::string_view text) {
  return Both<Grants>(ReadGrants("app", text, Kind::kTable),
                      [](const Grants& value, const SqlStyle& style) {
                        auto [plain, option] = WriteGrants(value, style);
                        return plain + (option.empty() ? "" : "|" + option);
                      });
}

struct Case {
  const char* name;
  Written (*rewrite)(std::string_view);
  const char* text;
  const char* model;  // nullptr: the text itself
  const char* sql;
};

class RoundTripTest : public testing::TestWithParam<Case> {};

TEST_P(RoundTripTest, WritesCanonically) {
  const Case& c = GetParam();
  Written written = c.rewrite(c.text);
  EXPECT_EQ(written.model, c.model == nullptr ? c.text : c.model);
  EXPECT_EQ(written.sql, c.sql);
}

// What was written reads back to the same.
TEST_P(RoundTripTest, IsAFixpoint) {
  const Case& c = GetParam();
  if (c.rewrite == OfRoutine || c.rewrite == OfGrants) return;
  EXPECT_EQ(c.rewrite(c.rewrite(c.text).model).model, c.rewrite(c.text).model);
}

INSTANTIATE_TEST_SUITE_P(
    Columns, RoundTripTest,
    testing::ValuesIn<Case>({
        {"plain", OfColumn, "VarChar(20) NOT NULL default ''",
         "character varying(20) not null default ''", "character varying(20) DEFAULT '' NOT NULL"},
        {"all_in_order", OfColumn,
         "text collate \"C\" storage external compression pglz not null default 'x'", nullptr,
         "text COLLATE \"C\" DEFAULT 'x' NOT NULL"},
        {"key", OfColumn, "uuid primary key default uuid_generate_v4()", nullptr,
         "uuid DEFAULT uuid_generate_v4() PRIMARY KEY"},
        {"serial", OfColumn, "serial4 primary key", "serial primary key", "serial PRIMARY KEY"},
        {"no_type", OfColumn, "check (value > 30)", nullptr, "CHECK (value > 30)"},
        {"nothing", OfColumn, "", nullptr, ""},
        {"named_check", OfColumn, "numeric(8,2) constraint area_positive check (area > 0)", nullptr,
         "numeric(8,2) CONSTRAINT area_positive CHECK (area > 0)"},
        {"two_checks", OfColumn, "integer check (a > 0) check ((a < 9))",
         "integer check (a > 0) check (a < 9)", "integer CHECK (a > 0) CHECK (a < 9)"},
        {"references", OfColumn,
         "uuid not null references app.users (id) on delete set null on update cascade deferrable",
         "uuid not null references app.users (id) on update cascade on delete set null deferrable",
         "uuid NOT NULL REFERENCES app.users(id) ON UPDATE CASCADE ON DELETE SET NULL DEFERRABLE"},
        {"identity", OfColumn, "int generated by default as identity (start 100 increment by 10)",
         "integer generated by default as identity (increment by 10 start with 100)",
         "integer GENERATED BY DEFAULT AS IDENTITY (INCREMENT BY 10 START WITH 100)"},
        {"identity_alone", OfColumn, "bigint primary key generated always as identity", nullptr,
         "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"},
        {"generated", OfColumn, "numeric generated always as ((price / nullif(area, 0))) stored",
         "numeric generated always as (price / nullif(area, 0)) stored",
         "numeric GENERATED ALWAYS AS (price / nullif(area, 0)) STORED"},
        {"unique_nulls", OfColumn, "int unique nulls not distinct check (a>1) no inherit",
         "integer unique nulls not distinct check (a>1) no inherit",
         "integer UNIQUE NULLS NOT DISTINCT CHECK (a>1) NO INHERIT"},
        {"default_cast", OfColumn,
         "timestamptz default '2020-01-01'::timestamp with time zone not null",
         "timestamptz not null default '2020-01-01'::timestamp with time zone",
         "timestamptz DEFAULT '2020-01-01'::timestamp with time zone NOT NULL"},
        {"default_null", OfColumn, "text default null unique", "text unique default null",
         "text DEFAULT null UNIQUE"},
        {"default_case", OfColumn, "text default case when true then null else 'a' end not null",
         "text not null default case when true then null else 'a' end",
         "text DEFAULT case when true then null else 'a' end NOT NULL"},
        {"default_negative", OfColumn, "int default - 1 check (a is null)",
         "integer default - 1 check (a is null)", "integer DEFAULT - 1 CHECK (a is null)"},
        {"default_parenthesised", OfColumn, "timestamp default (now() at time zone 'utc') null",
         "timestamp without time zone default (now() at time zone 'utc')",
         "timestamp without time zone DEFAULT (now() at time zone 'utc')"},
        {"default_array", OfColumn, "text[] not null default array['a', 'b']::text[]", nullptr,
         "text[] DEFAULT array['a', 'b']::text[] NOT NULL"},
        {"default_keyword", OfColumn, "timestamptz default CURRENT_TIMESTAMP(3)", nullptr,
         "timestamptz DEFAULT CURRENT_TIMESTAMP(3)"},
        {"default_distinct", OfColumn, "bool default 1 is not distinct from null not null",
         "bool not null default 1 is not distinct from null",
         "bool DEFAULT 1 is not distinct from null NOT NULL"},
        {"quoted_type", OfColumn, "app.\"Mood\"[] not null", nullptr, "app.\"Mood\"[] NOT NULL"},
        {"public_type", OfColumn, "public.mood", "mood", "mood"},
        {"shadowed_type", OfColumn, "public.date", nullptr, "public.date"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Constraints, RoundTripTest,
    testing::ValuesIn<Case>({
        {"check", OfConstraint, "check (not isempty(during)) not valid", nullptr,
         "CHECK (not isempty(during)) NOT VALID"},
        {"check_row", OfConstraint, "CHECK ((a, b) = (1, 2)) NO INHERIT",
         "check ((a, b) = (1, 2)) no inherit", "CHECK ((a, b) = (1, 2)) NO INHERIT"},
        {"check_two_groups", OfConstraint, "check ((a > 1) and (b > 1))", nullptr,
         "CHECK ((a > 1) and (b > 1))"},
        {"primary_key", OfConstraint, "primary key (region, \"userId\") include (a)", nullptr,
         "PRIMARY KEY (region, \"userId\") INCLUDE (a)"},
        {"unique", OfConstraint,
         "unique nulls not distinct (region, name) include (area) with (fillfactor = 80) "
         "using index tablespace fast deferrable initially deferred",
         nullptr,
         "UNIQUE NULLS NOT DISTINCT (region, name) INCLUDE (area) WITH (fillfactor='80') USING "
         "INDEX TABLESPACE fast DEFERRABLE INITIALLY DEFERRED"},
        {"foreign_key", OfConstraint,
         "foreign key (region, tenant_id) references tenants match full deferrable initially "
         "deferred",
         nullptr,
         "FOREIGN KEY (region, tenant_id) REFERENCES tenants MATCH FULL DEFERRABLE INITIALLY "
         "DEFERRED"},
        {"foreign_key_actions", OfConstraint,
         "foreign key (a, b) references t (c, d) match simple on delete set null (a) on update no "
         "action not deferrable not valid",
         "foreign key (a, b) references t (c, d) on delete set null (a) not valid",
         "FOREIGN KEY (a, b) REFERENCES t(c, d) ON DELETE SET NULL (a) NOT VALID"},
        {"exclude", OfConstraint,
         "exclude using gist (room_id with =, during with &&) where (not cancelled)", nullptr,
         "EXCLUDE USING gist (room_id WITH =, during WITH &&) WHERE (not cancelled)"},
        {"exclude_details", OfConstraint,
         "exclude (lower(a) collate \"C\" text_ops desc with operator(app.=), (a || b) with =)",
         "exclude (lower(a) collate \"C\" text_ops desc with operator(app.=), (a || b) with =)",
         "EXCLUDE USING btree (lower(a) COLLATE \"C\" text_ops DESC WITH OPERATOR(app.=), (a || b) "
         "WITH =)"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Indexes, RoundTripTest,
    testing::ValuesIn<Case>({
        {"plain", OfIndex, "(user_id)", nullptr, "USING btree (user_id)"},
        {"everything", OfIndex,
         "unique (region, lower(name) text_pattern_ops desc nulls last) include (price) nulls not "
         "distinct with (fillfactor=80) tablespace fast where (price < 10)",
         "unique (region, lower(name) text_pattern_ops desc nulls last) include (price) nulls not "
         "distinct with (fillfactor = 80) tablespace fast where price < 10",
         "UNIQUE USING btree (region, lower(name) text_pattern_ops DESC NULLS LAST) INCLUDE "
         "(price) "
         "NULLS NOT DISTINCT WITH (fillfactor='80') TABLESPACE fast WHERE (price < 10)"},
        {"opclass_options", OfIndex, "using gist (name gist_trgm_ops (siglen = 32))", nullptr,
         "USING gist (name gist_trgm_ops (siglen='32'))"},
        {"orders", OfIndex,
         "(a asc nulls last, b asc nulls first, c desc nulls first, d desc nulls last)",
         "(a, b nulls first, c desc, d desc nulls last)",
         "USING btree (a, b NULLS FIRST, c DESC, d DESC NULLS LAST)"},
        {"expressions", OfIndex,
         "((a || b), (lower(c)), coalesce(d, e), (x), (y collate \"C\"), app.f(z), ((data ->> "
         "'k')))",
         "((a || b), lower(c), coalesce(d, e), x, y collate \"C\", app.f(z), (data ->> 'k'))",
         "USING btree ((a || b), lower(c), coalesce(d, e), x, y COLLATE \"C\", app.f(z), (data ->> "
         "'k'))"},
        {"two_calls", OfIndex, "((lower(a) || lower(b)))", "((lower(a) || lower(b)))",
         "USING btree ((lower(a) || lower(b)))"},
        {"cast_of_call", OfIndex, "((lower(a)::varchar))", "((lower(a)::varchar))",
         "USING btree ((lower(a)::varchar))"},
        {"row_is_no_call", OfIndex, "((row(a)))", "((row(a)))", "USING btree ((row(a)))"},
        {"where_in", OfIndex, "(user_id) where status in ('pending', 'running')", nullptr,
         "USING btree (user_id) WHERE (status in ('pending', 'running'))"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Types, RoundTripTest,
    testing::ValuesIn<Case>({
        {"sequence", OfSequence, "increment by 10 start with 1000 cache 5 owned by bookings.ticket",
         nullptr, "INCREMENT BY 10 START WITH 1000 CACHE 5 OWNED BY bookings.ticket"},
        {"sequence_plain", OfSequence,
         "as bigint minvalue 1 maxvalue 9223372036854775807 start 1 no cycle", "", ""},
        {"sequence_smallint", OfSequence, "unlogged as int2 maxvalue 32767 cycle",
         "unlogged as smallint cycle", "UNLOGGED AS smallint CYCLE"},
        {"sequence_descending", OfSequence,
         "as integer increment -2 minvalue -2147483648 maxvalue -1 start -1",
         "as integer increment by -2", "AS integer INCREMENT BY -2"},
        {"domain", OfDomain, "text collate \"C\" default '' not null check ((value <> ''))",
         "text collate \"C\" not null default '' check (value <> '')",
         "text COLLATE \"C\" NOT NULL DEFAULT '' CHECK (value <> '')"},
        {"domain_constraints", OfDomain,
         "integer constraint low check (value > 0) check (value < 9)", nullptr,
         "integer CONSTRAINT low CHECK (value > 0) CHECK (value < 9)"},
        {"domain_constraint", OfDomainConstraint, "check (value between 0 and 100) not valid",
         nullptr, "CHECK (value between 0 and 100) NOT VALID"},
        {"composite", OfCompositeType, "(street text, zip varchar(10) collate \"C\")",
         "(street text, zip character varying(10) collate \"C\")",
         "(street text, zip character varying(10) COLLATE \"C\")"},
        {"composite_empty", OfCompositeType, "()", nullptr, "()"},
        {"range", OfRangeType, "(subtype = float8, subtype_diff = float8mi)", nullptr,
         "(SUBTYPE = float8, SUBTYPE_DIFF = float8mi)"},
        {"operator_", OfOperator,
         "(procedure = same_text, leftarg = text, rightarg = varchar(3), commutator = "
         "operator(app.===), restrict = eqsel, hashes, merges = false)",
         "(function = same_text, commutator = operator(app.===), restrict = eqsel, hashes)",
         "(FUNCTION = same_text, LEFTARG = text, RIGHTARG = character varying, COMMUTATOR = "
         "OPERATOR(app.===), RESTRICT = eqsel, HASHES)"},
        {"extension", OfExtension, "version \"1.6\" schema ext", "schema ext version '1.6'",
         "SCHEMA ext VERSION '1.6'"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Triggers, RoundTripTest,
    testing::ValuesIn<Case>({
        {"plain", OfTrigger, "before update for each row execute function touch()", nullptr,
         "BEFORE UPDATE ON jobs FOR EACH ROW EXECUTE FUNCTION touch()"},
        {"events_in_order", OfTrigger,
         "before truncate or delete or update or insert execute function f()",
         "before insert or update or delete or truncate execute function f()",
         "BEFORE INSERT OR DELETE OR UPDATE OR TRUNCATE ON jobs FOR EACH STATEMENT EXECUTE "
         "FUNCTION "
         "f()"},
        {"statement", OfTrigger, "AFTER TRUNCATE FOR STATEMENT EXECUTE PROCEDURE app.f('a', 1, b)",
         "after truncate execute function app.f('a', '1', 'b')",
         "AFTER TRUNCATE ON jobs FOR EACH STATEMENT EXECUTE FUNCTION app.f('a', '1', 'b')"},
        {"constraint", OfTrigger,
         "constraint after insert or update of title, x from users deferrable initially deferred "
         "for each row when (old.* is distinct from new.*) execute function touch()",
         nullptr,
         "CONSTRAINT AFTER INSERT OR UPDATE OF title, x ON jobs FROM users DEFERRABLE INITIALLY "
         "DEFERRED FOR EACH ROW WHEN (old.* is distinct from new.*) EXECUTE FUNCTION touch()"},
        {"referencing", OfTrigger,
         "after update referencing old table as o new table n execute function f()",
         "after update referencing old table as o new table as n execute function f()",
         "AFTER UPDATE ON jobs REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT "
         "EXECUTE "
         "FUNCTION f()"},
        {"instead", OfTrigger, "instead of insert or delete for each row execute function f()",
         nullptr, "INSTEAD OF INSERT OR DELETE ON jobs FOR EACH ROW EXECUTE FUNCTION f()"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

INSTANTIATE_TEST_SUITE_P(
    Routines, RoundTripTest,
    testing::ValuesIn<Case>({
        {"named", OfRoutine, "add(a integer, b int default 1)",
         "(a integer, b integer default 1) (integer, integer)",
         "(a integer, b integer DEFAULT 1) (integer, integer)"},
        {"types", OfRoutine, "f(integer, double precision, timestamp(3) with time zone, char)",
         "(integer, double precision, timestamp with time zone, character) (integer, double "
         "precision, timestamp with time zone, character)",
         "(integer, double precision, timestamp with time zone, character) (integer, double "
         "precision, timestamp with time zone, character)"},
        {"modes", OfRoutine,
         "app.\"F\"(in who uuid, out id varchar(3), inout x double precision, variadic b text[])",
         "(who uuid, out id character varying, inout x double precision, variadic b text[]) (uuid, "
         "double precision, text[])",
         "(who uuid, OUT id character varying, INOUT x double precision, VARIADIC b text[]) (uuid, "
         "double precision, text[])"},
        {"defaults", OfRoutine, "f(a text = 'x,y', b int[] default array[1, 2], date date)",
         "(a text default 'x,y', b integer[] default array[1, 2], date date) (text, integer[], "
         "date)",
         "(a text DEFAULT 'x,y', b integer[] DEFAULT array[1, 2], date date) (text, integer[], "
         "date)"},
        {"variadic_any", OfRoutine, "f(variadic \"any\")", "(variadic \"any\") (\"any\")",
         "(VARIADIC \"any\") (\"any\")"},
        {"returns_table", OfReturns, "table (a integer, b varchar(3))",
         "table(a integer, b character varying)", "TABLE(a integer, b character varying)"},
        {"returns_set", OfReturns, "setof record", nullptr, "SETOF record"},
        {"returns", OfReturns, "trigger", nullptr, "trigger"},
        {"grants", OfGrants, "update (iban), select (owner_name, id)",
         "select (id, owner_name), update (iban)", "SELECT (id, owner_name), UPDATE (iban)"},
        {"grant_option", OfGrants, "select, references (id) with grant option",
         "|select, references (id) with grant option", "|SELECT, REFERENCES (id)"},
        {"grant_all", OfGrants, "all",
         "select, insert, update, delete, truncate, references, trigger",
         "SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace autogen
