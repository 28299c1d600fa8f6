#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/schema_pair.h"

// Where schema tools hurt their users: each trap as the smallest pair of schemas. Every pair must
// round-trip, reach the later schema, return, and find nothing on a second run (see TryPair);
// beside that, what the upgrade must and must not say.
namespace autogen {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Trap {
  const char* name;
  const char* before;
  const char* after;
  std::vector<std::string> says = {};
  std::vector<std::string> never = {};
  std::vector<std::string> warns = {};  // hazards of the upgrade
};

std::ostream& operator<<(std::ostream& out, const Trap& trap) { return out << trap.name; }

class TrapTest : public ::testing::TestWithParam<Trap> {};

TEST_P(TrapTest, IsClosed) {
  ScratchServer* server = testing::SharedServer();
  ASSERT_NE(server, nullptr);
  const Trap& trap = GetParam();
  testing::PairResult result = testing::TryPair(*server, trap.before, trap.after, {});
  EXPECT_EQ(result.problem, "") << result.upgrade << "-- down\n" << result.downgrade;
  for (const std::string& text : trap.says) EXPECT_THAT(result.upgrade, HasSubstr(text));
  for (const std::string& text : trap.never) {
    EXPECT_THAT(result.upgrade, Not(HasSubstr(text)));
    EXPECT_THAT(result.hazards, Not(HasSubstr(text)));
  }
  for (const std::string& text : trap.warns) EXPECT_THAT(result.hazards, HasSubstr(text));
  EXPECT_THAT(result.upgrade, Not(HasSubstr(" CASCADE;")));
  EXPECT_THAT(result.downgrade, Not(HasSubstr(" CASCADE;")));
}

// What cannot be done is told before anything is written.
struct Refused {
  const char* name;
  const char* before;
  const char* after;
  std::vector<std::string> told;
};

class RefusedTest : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedTest, IsTold) {
  ScratchServer* server = testing::SharedServer();
  ASSERT_NE(server, nullptr);
  const Refused& refused = GetParam();
  testing::PairResult result = testing::TryPair(*server, refused.before, refused.after, {});
  for (const std::string& text : refused.told) EXPECT_THAT(result.problem, HasSubstr(text));
  EXPECT_EQ(result.upgrade, "");
}

std::string RefusedName(const ::testing::TestParamInfo<Refused>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(
    Refused, RefusedTest,
    ::testing::ValuesIn(std::vector<Refused>{
        {"column_under_a_policy",
         "CREATE TABLE t (a int, b int); CREATE POLICY p ON t USING (b > 0);",
         "CREATE TABLE t (a int);",
         {"policy t.p is in the way: column t.b is dropped", "drop it by hand first"}},
        {"type_under_a_rule",
         "CREATE TABLE t (a int); CREATE TABLE u (a int); CREATE RULE r AS ON INSERT TO u DO ALSO "
         "INSERT INTO t VALUES (new.a);",
         "CREATE TABLE t (a bigint); CREATE TABLE u (a int);",
         {"rule u.r is in the way: column t.a changes its type"}},
        {"column_under_a_publication",
         "CREATE TABLE t (a int PRIMARY KEY, b int); CREATE PUBLICATION p FOR TABLE t (a, b);",
         "CREATE TABLE t (a int PRIMARY KEY);",
         {"published table p.t is in the way: column t.b is dropped"}},
        {"filter_of_a_publication",
         "CREATE TABLE t (a int PRIMARY KEY); CREATE PUBLICATION p FOR TABLE t WHERE (a > 0);",
         "CREATE TABLE t (a bigint PRIMARY KEY);",
         {"published table p.t is in the way: column t.a changes its type"}},
        {"type_under_rows_elsewhere",
         "CREATE TABLE t (a int); CREATE TABLE u (r t);",
         "CREATE TABLE t (a bigint); CREATE TABLE u (r t);",
         {"column u.r is in the way: column t.a changes its type", "it holds rows of table t"}},
        {"function_of_a_policy",
         "CREATE FUNCTION f() RETURNS bool LANGUAGE sql AS 'SELECT true'; CREATE TABLE t (a int); "
         "CREATE POLICY p ON t USING (f());",
         "CREATE TABLE t (a int);",
         {"policy t.p is in the way: function f() is dropped"}},
    }),
    RefusedName);

std::string TrapName(const ::testing::TestParamInfo<Trap>& info) { return info.param.name; }

// False differences: nothing but what changed is touched, and what must be made anew is made of the
// same words. In other words and after a restore: tests/tool/false_differences_test.py.
INSTANTIATE_TEST_SUITE_P(
    False, TrapTest,
    ::testing::ValuesIn(std::vector<Trap>{
        {"texts_stay_when_a_column_comes",
         "CREATE TYPE e AS ENUM ('a', 'b');"
         "CREATE TABLE t (c varchar DEFAULT 'u' CHECK (c IN ('u', 'v')), x e CHECK (x IN ('a', "
         "'b')), j json DEFAULT '{\"b\": 1}', n int DEFAULT -1::int);"
         "CREATE INDEX i ON t ((j->>'k') ASC, (lower(c)));"
         "CREATE VIEW v AS SELECT (SELECT now()), lower(c) FROM t WHERE c LIKE 'a%';",
         "CREATE TYPE e AS ENUM ('a', 'b');"
         "CREATE TABLE t (c varchar DEFAULT 'u' CHECK (c IN ('u', 'v')), x e CHECK (x IN ('a', "
         "'b')), j json DEFAULT '{\"b\": 1}', n int DEFAULT -1::int, more int);"
         "CREATE INDEX i ON t ((j->>'k') ASC, (lower(c)));"
         "CREATE VIEW v AS SELECT (SELECT now()), lower(c) FROM t WHERE c LIKE 'a%';",
         {"ADD COLUMN more"},
         {"CHECK", "INDEX", "VIEW", "DEFAULT"}},
        {"texts_return_when_a_type_changes",
         "CREATE TABLE t (a int, c varchar(5), d varchar CHECK (d IN ('u', 'v')), CHECK (c = ANY "
         "(ARRAY[d, c])), CHECK ((a, c) IS DISTINCT FROM (1, d) OR a = -1::int));",
         "CREATE TABLE t (a int, c varchar(9), d varchar CHECK (d IN ('u', 'v')), CHECK (c = ANY "
         "(ARRAY[d, c])), CHECK ((a, c) IS DISTINCT FROM (1, d) OR a = -1::int));",
         {"TYPE"},
         {"t_d_check"}},
        {"constraints_that_say_more",
         "CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE NULLS NOT DISTINCT, c int UNIQUE "
         "DEFERRABLE); ALTER TABLE t ADD UNIQUE (a);",
         "CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE NULLS NOT DISTINCT, c int UNIQUE "
         "DEFERRABLE, d int); ALTER TABLE t ADD UNIQUE (a);",
         {"ADD COLUMN d"},
         {"UNIQUE"}},
        {"defaults_that_look_like_serials",
         "CREATE TABLE a (id serial, n int); CREATE SEQUENCE s OWNED BY a.n;"
         "CREATE TABLE b (x int NOT NULL DEFAULT nextval('s'), y int NOT NULL DEFAULT "
         "nextval('a_id_seq'));",
         "CREATE TABLE a (id serial, n int, m int); CREATE SEQUENCE s OWNED BY a.n;"
         "CREATE TABLE b (x int NOT NULL DEFAULT nextval('s'), y int NOT NULL DEFAULT "
         "nextval('a_id_seq'));",
         {"ADD COLUMN m"},
         {"SEQUENCE", "DEFAULT"}},
    }),
    TrapName);

// Missed changes and lost attributes.
INSTANTIATE_TEST_SUITE_P(
    Lost, TrapTest,
    ::testing::ValuesIn(std::vector<Trap>{
        {"view_options_stay",
         "CREATE TABLE t (a int); CREATE VIEW v WITH (security_invoker=true) AS SELECT a FROM t;",
         "CREATE TABLE t (a int); CREATE VIEW v WITH (security_invoker=true) AS SELECT a FROM t "
         "WHERE a > 0;",
         {"security_invoker"},
         {"DROP VIEW"}},
        {"generated_expression_changes",
         "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) STORED);",
         "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 2) STORED);",
         {"DROP COLUMN g", "ADD COLUMN g"}},
        {"generated_is_no_default",
         "CREATE TABLE t (a int);",
         "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) STORED);",
         {"GENERATED ALWAYS AS"}},
        {"length_removed",
         "CREATE TABLE t (a varchar(9));",
         "CREATE TABLE t (a varchar);",
         {"TYPE"}},
        {"scale_removed",
         "CREATE TABLE t (a numeric(9,2));",
         "CREATE TABLE t (a numeric);",
         {"TYPE"}},
        {"everything_of_a_table",
         "SELECT 1;",
         "CREATE UNLOGGED TABLE t (a text COLLATE \"C\", b int NOT NULL) WITH "
         "(fillfactor=70);"
         "ALTER TABLE t ALTER a SET STORAGE EXTERNAL; ALTER TABLE t ALTER a SET STATISTICS 100; "
         "ALTER TABLE t ALTER b SET (n_distinct=-0.5);"
         "CREATE UNIQUE INDEX i ON t (b); ALTER TABLE t REPLICA IDENTITY USING INDEX i;"
         "ALTER TABLE t CLUSTER ON i;",
         {"UNLOGGED", "REPLICA IDENTITY USING INDEX i", "CLUSTER ON i"}},
        {"unique_constraint_is_no_index",
         "CREATE TABLE t (a int UNIQUE);",
         "CREATE TABLE t (a int UNIQUE, b int);",
         {"ADD COLUMN b"},
         {"INDEX"}},
        {"domain_over_domain_keeps_its_default",
         "CREATE DOMAIN base AS int DEFAULT 1; CREATE DOMAIN over AS base; ALTER DOMAIN base SET "
         "DEFAULT 1;",
         "CREATE DOMAIN base AS int DEFAULT 1; CREATE DOMAIN over AS base; ALTER DOMAIN base SET "
         "DEFAULT 2;",
         {"ALTER DOMAIN base SET DEFAULT 2"},
         {"DOMAIN over"}},
        {"array_default_after_retype",
         "CREATE TABLE t (a int[] DEFAULT '{4}');",
         "CREATE TABLE t (a bigint[] DEFAULT '{4}');",
         {"SET DEFAULT"}},
        {"serial_widened",
         "CREATE TABLE t (a serial);",
         "CREATE TABLE t (a bigserial);",
         {"ALTER SEQUENCE t_a_seq", "AS bigint"}},
        {"extension_before_the_table",
         "SELECT 1;",
         "CREATE EXTENSION citext; CREATE TABLE t (a citext);",
         {"CREATE EXTENSION IF NOT EXISTS citext"}},
        {"enum_goes_with_its_table", "SELECT 1;",
         "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (a e);"},
        {"everything_of_a_table_changes",
         "CREATE TABLE t (a text, b int NOT NULL); CREATE UNIQUE INDEX i ON t (b);",
         "CREATE UNLOGGED TABLE t (a text COLLATE \"C\", b int NOT NULL) WITH (fillfactor=70); "
         "CREATE UNIQUE INDEX i ON t (b) WITH (fillfactor=50);"
         "ALTER TABLE t ALTER a SET STORAGE EXTERNAL; ALTER TABLE t ALTER a SET COMPRESSION pglz; "
         "ALTER TABLE t ALTER a SET STATISTICS 100; ALTER TABLE t ALTER b SET (n_distinct=-0.5);"
         "ALTER TABLE t REPLICA IDENTITY USING INDEX i; ALTER TABLE t CLUSTER ON i;",
         {"SET UNLOGGED", "COLLATE", "SET STORAGE EXTERNAL", "SET COMPRESSION pglz",
          "SET STATISTICS 100", "n_distinct", "SET (fillfactor='70')", "SET (fillfactor='50')",
          "REPLICA IDENTITY USING INDEX i", "CLUSTER ON i"}},
        {"everything_of_a_table_returns",
         "CREATE UNLOGGED TABLE t (a text COLLATE \"C\", b int NOT NULL) WITH (fillfactor=70); "
         "CREATE UNIQUE INDEX i ON t (b) WITH (fillfactor=50);"
         "ALTER TABLE t ALTER a SET STORAGE EXTERNAL; ALTER TABLE t ALTER a SET COMPRESSION pglz; "
         "ALTER TABLE t REPLICA IDENTITY USING INDEX i; ALTER TABLE t CLUSTER ON i;",
         "CREATE TABLE t (a text, b int NOT NULL); CREATE UNIQUE INDEX i ON t (b);",
         {"SET LOGGED", "RESET (fillfactor)", "REPLICA IDENTITY DEFAULT", "SET WITHOUT CLUSTER"}},
        {"replica_identity_whose_index_went",
         "CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA "
         "IDENTITY USING INDEX i; DROP INDEX i;",
         "CREATE TABLE t (a int NOT NULL);",
         {"REPLICA IDENTITY DEFAULT"}},
        {"replica_identity_whose_index_goes",
         "CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA "
         "IDENTITY USING INDEX i;",
         "CREATE TABLE t (a int NOT NULL);",
         {"DROP INDEX i", "REPLICA IDENTITY DEFAULT"}},
        {"replica_identity_whose_index_is_made_anew",
         "CREATE TABLE t (a int NOT NULL, b int NOT NULL); CREATE UNIQUE INDEX i ON t (a); ALTER "
         "TABLE t REPLICA IDENTITY USING INDEX i; ALTER TABLE t CLUSTER ON i;",
         "CREATE TABLE t (a int NOT NULL, b int NOT NULL); CREATE UNIQUE INDEX i ON t (a, b); "
         "ALTER TABLE t REPLICA IDENTITY USING INDEX i; ALTER TABLE t CLUSTER ON i;",
         {"REPLICA IDENTITY USING INDEX i", "CLUSTER ON i"}},
        {"replica_identity_without_an_index_is_written", "SELECT 1;",
         "CREATE TABLE t (a int NOT NULL); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA "
         "IDENTITY USING INDEX i; DROP INDEX i;"},
        // Of constraints only foreign keys can be altered, up to 18 at least: a key's index goes
        // with it. See: ATExecAlterConstraint() in PostgreSQL's tablecmds.c.
        {"foreign_keys_are_deferred_in_place",
         "CREATE TABLE r (id int PRIMARY KEY);"
         "CREATE TABLE t (a int REFERENCES r, b int REFERENCES r DEFERRABLE,"
         " c int REFERENCES r DEFERRABLE INITIALLY DEFERRED);",
         "CREATE TABLE r (id int PRIMARY KEY);"
         "CREATE TABLE t (a int REFERENCES r DEFERRABLE,"
         " b int REFERENCES r DEFERRABLE INITIALLY DEFERRED, c int REFERENCES r);",
         {"t_a_fkey DEFERRABLE INITIALLY IMMEDIATE", "t_b_fkey DEFERRABLE INITIALLY DEFERRED",
          "t_c_fkey NOT DEFERRABLE"},
         {"DROP"}},
        {"keys_are_made_anew_to_be_deferred",
         "CREATE TABLE t (a int PRIMARY KEY, b int UNIQUE DEFERRABLE,"
         " EXCLUDE (a WITH =) DEFERRABLE INITIALLY DEFERRED);",
         "CREATE TABLE t (a int PRIMARY KEY DEFERRABLE,"
         " b int UNIQUE DEFERRABLE INITIALLY DEFERRED, EXCLUDE (a WITH =) DEFERRABLE);",
         {"DROP CONSTRAINT t_pkey", "DROP CONSTRAINT t_b_key", "DROP CONSTRAINT t_a_excl"},
         {"ALTER CONSTRAINT"}},
        {"constraint_becomes_an_index", "CREATE TABLE t (a int, CONSTRAINT u UNIQUE (a));",
         "CREATE TABLE t (a int); CREATE UNIQUE INDEX u ON t (a);"},
        {"domain_without_the_default_below_it",
         "SELECT 1;",
         "CREATE DOMAIN base AS int DEFAULT 1; CREATE DOMAIN over AS base; ALTER DOMAIN over DROP "
         "DEFAULT;",
         {"CREATE DOMAIN over AS base DEFAULT null"}},
        {"domain_without_the_default_below_it_returns",
         "CREATE DOMAIN base AS int DEFAULT 1; CREATE DOMAIN over AS base; ALTER DOMAIN over DROP "
         "DEFAULT;",
         "SELECT 1;"},
        {"identity_widened",
         "CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY);",
         "CREATE TABLE t (a bigint GENERATED ALWAYS AS IDENTITY);",
         {"TYPE bigint"},
         {"ALTER SEQUENCE"}},
        {"extension_in_its_schema",
         "SELECT 1;",
         "CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext; CREATE TABLE t (a ext.citext "
         "UNIQUE);",
         {"WITH SCHEMA ext"}},
        {"extension_moves_under_a_column",
         "CREATE SCHEMA x; CREATE EXTENSION hstore; CREATE TABLE t (a hstore DEFAULT '');",
         "CREATE SCHEMA x; CREATE EXTENSION hstore SCHEMA x; CREATE TABLE t (a x.hstore DEFAULT "
         "'');",
         {"ALTER EXTENSION hstore SET SCHEMA x"}},
        {"casts_of_ranges_are_their_own",
         "CREATE TYPE r AS RANGE (SUBTYPE = float8); CREATE TABLE t (a r, b r[], c r_multirange); "
         "CREATE INDEX i ON t USING gist (a);",
         "CREATE TYPE r AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi); CREATE TABLE t (a r, "
         "b r[], c r_multirange); CREATE INDEX i ON t USING gist (a);",
         {"subtype_diff"},
         {"DROP TABLE"}},
        {"empty_comment_is_none",
         "CREATE TABLE t (a int); COMMENT ON TABLE t IS '';",
         "CREATE TABLE t (a int, b int);",
         {"ADD COLUMN"},
         {"COMMENT"}},
    }),
    TrapName);

// Wrong order, missing dependants.
INSTANTIATE_TEST_SUITE_P(
    Order, TrapTest,
    ::testing::ValuesIn(std::vector<Trap>{
        {"all_before_what_calls_it", "CREATE TABLE t (a int);",
         "CREATE FUNCTION zz(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';"
         "CREATE FUNCTION zt() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
         "CREATE DOMAIN d AS int CHECK (zz(VALUE) > 0);"
         "CREATE TABLE t (a int DEFAULT zz(1) CHECK (zz(a) > 0), b d);"
         "CREATE INDEX i ON t (zz(a)); CREATE VIEW v AS SELECT zz(a) AS z FROM t;"
         "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION zt();"},
        {"all_after_what_calls_it",
         "CREATE FUNCTION zz(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';"
         "CREATE TABLE t (a int DEFAULT zz(1) CHECK (zz(a) > 0));"
         "CREATE INDEX i ON t (zz(a)); CREATE VIEW v AS SELECT zz(a) AS z FROM t;",
         "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a AS z FROM t;"},
        {"sql_body_names_a_later_table", "SELECT 1;",
         "CREATE TABLE zebra (a int); CREATE FUNCTION alpha() RETURNS bigint LANGUAGE sql AS "
         "'SELECT count(*) FROM zebra';"},
        {"body_uses_columns_of_its_argument", "CREATE TABLE t (a int);",
         "CREATE TABLE t (a int, b int); CREATE FUNCTION f(r t) RETURNS int LANGUAGE sql AS "
         "'SELECT r.b';"},
        {"column_then_view",
         "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t;",
         "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t;",
         {},
         {"DROP VIEW"}},
        {"view_then_column", "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t;",
         "CREATE TABLE t (a int); CREATE VIEW v AS SELECT a FROM t;"},
        {"group_by_rests_on_the_key",
         "CREATE TABLE t (id int PRIMARY KEY, n text); CREATE VIEW v AS SELECT id, n FROM t GROUP "
         "BY id;",
         "CREATE TABLE t (id int, n text); CREATE VIEW v AS SELECT id, n FROM t GROUP BY id, n;"},
        {"retyped_under_everything",
         "CREATE TABLE t (id int PRIMARY KEY, a varchar(5), g text GENERATED ALWAYS AS (a || 'x') "
         "STORED);"
         "CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v; COMMENT ON VIEW v IS "
         "'kept';"
         "CREATE MATERIALIZED VIEW m AS SELECT a FROM w; CREATE UNIQUE INDEX mi ON m (a);"
         "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
         "CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (old.a IS DISTINCT FROM "
         "new.a) EXECUTE FUNCTION f();"
         "ALTER TABLE t DISABLE TRIGGER g;"
         "CREATE FUNCTION s() RETURNS bigint LANGUAGE sql RETURN (SELECT count(a) FROM t);",
         "CREATE TABLE t (id int PRIMARY KEY, a text, g text GENERATED ALWAYS AS (a || 'x') "
         "STORED);"
         "CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v; COMMENT ON VIEW v IS "
         "'kept';"
         "CREATE MATERIALIZED VIEW m AS SELECT a FROM w; CREATE UNIQUE INDEX mi ON m (a);"
         "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';"
         "CREATE TRIGGER g BEFORE UPDATE OF a ON t FOR EACH ROW WHEN (old.a IS DISTINCT FROM "
         "new.a) EXECUTE FUNCTION f();"
         "ALTER TABLE t DISABLE TRIGGER g;"
         "CREATE FUNCTION s() RETURNS bigint LANGUAGE sql RETURN (SELECT count(a) FROM t);",
         {"COMMENT ON VIEW v", "DISABLE TRIGGER"}},
        {"result_type_changes_under_a_view",
         "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT f() "
         "AS x;",
         "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'; CREATE VIEW v AS "
         "SELECT f() AS x;"},
        {"function_returns_a_views_rows",
         "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a, b FROM t;"
         "CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v';",
         "CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT b, a FROM t;"
         "CREATE FUNCTION f() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v';"},
        {"view_over_materialized_view",
         "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a FROM t; CREATE VIEW v AS "
         "SELECT a FROM m;",
         "CREATE TABLE t (a int); CREATE MATERIALIZED VIEW m AS SELECT a FROM t WHERE a > 0; "
         "CREATE VIEW v AS SELECT a FROM m;",
         {"DROP MATERIALIZED VIEW m"}},
        {"rebuilt_view_keeps_everything",
         "CREATE ROLE reader; CREATE TABLE t (a int, b int); CREATE VIEW v WITH "
         "(security_barrier=true) AS SELECT a, b FROM t;"
         "COMMENT ON COLUMN v.a IS 'why'; ALTER VIEW v ALTER a SET DEFAULT 5; GRANT SELECT ON v TO "
         "reader;",
         "CREATE TABLE t (a int, b int); CREATE VIEW v WITH (security_barrier=true) AS SELECT a "
         "FROM t;"
         "COMMENT ON COLUMN v.a IS 'why'; ALTER VIEW v ALTER a SET DEFAULT 5; GRANT SELECT ON v TO "
         "reader;",
         {"COMMENT ON COLUMN v.a", "SET DEFAULT 5", "GRANT SELECT ON", "security_barrier"}},
        {"parameter_renamed",
         "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a'; CREATE VIEW v AS SELECT "
         "f(1) AS x;",
         "CREATE FUNCTION f(b int) RETURNS int LANGUAGE sql AS 'SELECT b'; CREATE VIEW v AS SELECT "
         "f(1) AS x;",
         {"DROP FUNCTION f"}},
        {"body_alone_is_replaced",
         "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a'; CREATE VIEW v AS SELECT "
         "f(1) AS x;",
         "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT a + 1'; CREATE VIEW v AS "
         "SELECT f(1) AS x;",
         {"CREATE OR REPLACE FUNCTION"},
         {"DROP"}},
        {"constraint_trigger_changes",
         "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN "
         "RETURN NULL; END';"
         "CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f(); COMMENT "
         "ON TRIGGER g ON t IS 'c';",
         "CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN "
         "RETURN NULL; END';"
         "CREATE CONSTRAINT TRIGGER g AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
         "EXECUTE FUNCTION f();"
         "COMMENT ON TRIGGER g ON t IS 'c';",
         {"DROP TRIGGER g", "CREATE CONSTRAINT TRIGGER g", "COMMENT ON TRIGGER"}},
        {"default_of_a_parameter_removed",
         "CREATE FUNCTION f(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT "
         "a'; CREATE TABLE t (a int, CHECK (f(a) > 0)); CREATE INDEX i ON t (f(a, 2)); CREATE VIEW "
         "v AS SELECT f(1) AS x;",
         "CREATE FUNCTION f(a int, b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a'; CREATE "
         "TABLE t (a int, CHECK (f(a, 1) > 0)); CREATE INDEX i ON t (f(a, 2)); CREATE VIEW v AS "
         "SELECT f(1, 1) AS x;",
         {"DROP FUNCTION f"}},
        {"overload_before_another",
         "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a'; CREATE VIEW v "
         "AS SELECT f(1) AS x; CREATE TABLE t (a int DEFAULT f(1), CHECK (f(a) > 0));",
         "CREATE FUNCTION f(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT "
         "a'; CREATE VIEW v AS SELECT f(1) AS x; CREATE TABLE t (a int DEFAULT f(1), CHECK (f(a) > "
         "0));",
         {"DROP VIEW v", "DROP FUNCTION f(integer)"}},
        {"table_becomes_a_view",
         "CREATE TABLE b (a int); CREATE TABLE t (a int PRIMARY KEY); CREATE VIEW d AS SELECT a "
         "FROM t;",
         "CREATE TABLE b (a int); CREATE VIEW t AS SELECT a FROM b; CREATE VIEW d AS SELECT a FROM "
         "t;",
         {"DROP VIEW d"}},
        {"view_becomes_materialized",
         "CREATE TABLE b (a int); CREATE VIEW t AS SELECT a FROM b; CREATE VIEW d AS SELECT a FROM "
         "t; CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';",
         "CREATE TABLE b (a int); CREATE MATERIALIZED VIEW t AS SELECT a FROM b; CREATE INDEX i ON "
         "t (a); CREATE VIEW d AS SELECT a FROM t; CREATE FUNCTION f() RETURNS SETOF t LANGUAGE "
         "sql AS 'SELECT * FROM t';",
         {"DROP VIEW d"}},
        {"views_that_need_one_another_go",
         "CREATE VIEW a AS SELECT 1 AS x, 2 AS y; CREATE VIEW b AS SELECT x FROM a; CREATE OR "
         "REPLACE VIEW a AS SELECT 1 AS x, (SELECT max(x) FROM b) AS y; COMMENT ON COLUMN a.x IS "
         "'c'; ALTER VIEW a ALTER x SET DEFAULT 5;",
         "SELECT 1;",
         {"CREATE OR REPLACE VIEW a AS\nSELECT\n    NULL::integer AS x,\n    NULL::integer AS y"}},
        {"view_and_a_function_of_its_rows_go",
         "CREATE VIEW v AS SELECT 1 AS x, 2 AS y; CREATE FUNCTION f(v) RETURNS int LANGUAGE sql AS "
         "'SELECT $1.x'; CREATE OR REPLACE VIEW v AS SELECT 1 AS x, f(NULL::v) AS y;",
         "SELECT 1;"},
        {"rows_of_a_table_go_before_it_changes",
         "CREATE TABLE a (x int); CREATE TABLE b (y a, z "
         "int); CREATE TABLE c (y a); CREATE TABLE d (y a[]);",
         "CREATE TABLE a (x bigint); CREATE TABLE b (z int); CREATE TABLE d (y text);"},
        {"functions_that_call_each_other", "SELECT 1;",
         "SET check_function_bodies = off; CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS "
         "'SELECT g($1)'; CREATE FUNCTION g(int) RETURNS int LANGUAGE sql AS 'SELECT f($1)';"},
        {"sequence_and_default_go",
         "CREATE SEQUENCE s; CREATE TABLE t (a int DEFAULT "
         "nextval('s'));",
         "CREATE TABLE t (a int);"},
        {"tables_that_reference_each_other", "SELECT 1;",
         "CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int "
         "REFERENCES a);"
         "ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;"},
        {"identity_over_a_default",
         "CREATE TABLE t (a int NOT NULL DEFAULT 5);",
         "CREATE TABLE t (a int GENERATED BY DEFAULT AS IDENTITY);",
         {"DROP DEFAULT"}},
        {"towards_logged",
         "CREATE UNLOGGED TABLE a (id int PRIMARY KEY); CREATE UNLOGGED TABLE b (a int REFERENCES "
         "a);",
         "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a);",
         {"SET LOGGED"}},
    }),
    TrapName);

// Data loss.
INSTANTIATE_TEST_SUITE_P(
    Loss, TrapTest,
    ::testing::ValuesIn(std::vector<Trap>{
        {"text_to_integer_says_using",
         "CREATE TABLE t (a text DEFAULT '1');",
         "CREATE TABLE t (a integer DEFAULT 1);",
         {"USING", "DROP DEFAULT", "SET DEFAULT"},
         {"DROP COLUMN"}},
        {"table_made_anew_is_told_apart",
         "CREATE TABLE b (a int); CREATE VIEW t AS SELECT a FROM b;",
         "CREATE TABLE b (a int); CREATE TABLE t (a int);",
         {"DROP VIEW t", "CREATE TABLE t"},
         {"data-loss"}},
        {"enum_to_text_is_no_loss",
         "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e DEFAULT 'a', y e[]); CREATE INDEX "
         "i "
         "ON t (x) WHERE x = 'a';",
         "CREATE TABLE t (x text DEFAULT 'a', y text[]); CREATE INDEX i ON t (x) WHERE x = 'a';",
         {},
         {"data-loss", "DROP COLUMN"}},
        {"generated_column_made_anew_loses_nothing",
         "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 1) STORED);",
         "CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a + 2) STORED);",
         {},
         {"data-loss"},
         {"rewrite: "}},
        {"extension_with_tables",
         "CREATE EXTENSION pg_stat_statements; CREATE EXTENSION citext;",
         "SELECT 1;",
         {},
         {},
         {"data-loss: drops extension pg_stat_statements and what its tables hold",
          "breaking: drops extension citext"}},
        {"policies_go_with_their_table",
         "CREATE TABLE o (a int); CREATE TABLE t (a int); CREATE POLICY p ON t USING (a IN (SELECT "
         "a FROM o)); CREATE PUBLICATION pub FOR TABLE t (a);",
         "SELECT 1;",
         {"DROP TABLE t"},
         {},
         {"data-loss: drops table t and all its rows",
          "breaking: drops policy t.p with it, which no migration makes again",
          "breaking: drops published table pub.t with it"}},
        {"sequence_that_others_read_stays",
         "CREATE SEQUENCE s; CREATE TABLE a (x int DEFAULT nextval('s')); CREATE TABLE b (x int "
         "DEFAULT nextval('s'));",
         "CREATE SEQUENCE s; CREATE TABLE a (x int); CREATE TABLE b (x int DEFAULT nextval('s'));",
         {},
         {"DROP SEQUENCE"}},
        {"primary_key_changes_under_references",
         "CREATE TABLE a (id int PRIMARY KEY, code int NOT NULL UNIQUE); CREATE TABLE b (a int "
         "REFERENCES a (id));",
         "CREATE TABLE a (id int UNIQUE, code int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a "
         "(id));",
         {},
         {"DROP TABLE"}},
    }),
    TrapName);

// Enums.
INSTANTIATE_TEST_SUITE_P(
    Enums, TrapTest,
    ::testing::ValuesIn(std::vector<Trap>{
        {"two_values_before_the_first",
         "CREATE TYPE e AS ENUM ('m');",
         "CREATE TYPE e AS ENUM ('p', 'q', 'm');",
         {"ADD VALUE"},
         {"DROP TYPE"}},
        {"value_in_the_middle",
         "CREATE TYPE e AS ENUM ('a', 'c'); CREATE TABLE t (x e);",
         "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE TABLE t (x e);",
         {"ADD VALUE 'b'"},
         {"ALTER COLUMN"}},
        {"added_and_used",
         "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (x e DEFAULT 'a');",
         "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e DEFAULT 'b');",
         {"ADD VALUE", "SET DEFAULT"}},
        {"removed_while_a_default_names_the_type",
         "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e DEFAULT 'a', y e[] DEFAULT '{a}');",
         "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (x e DEFAULT 'a', y e[] DEFAULT '{a}');",
         {"DROP DEFAULT"},
         {"DROP TABLE"}},
        {"removed_while_a_column_comes", "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e);",
         "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (x e, y e);"},
        {"used_wherever_it_can_be",
         "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (x e, y e[]);",
         "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e, y e[] DEFAULT '{b}', g bool "
         "GENERATED ALWAYS AS (x = 'b') STORED, CHECK (x <> 'b')); CREATE INDEX i ON t (x) WHERE x "
         "= 'b'; CREATE VIEW v AS SELECT x FROM t WHERE x = 'b';"
         "CREATE FUNCTION f(p e DEFAULT 'b') RETURNS e LANGUAGE sql AS $$ SELECT 'b'::e $$; CREATE "
         "DOMAIN d AS e DEFAULT 'b' CHECK (VALUE <> 'b'); CREATE FUNCTION h() RETURNS e LANGUAGE "
         "sql BEGIN ATOMIC SELECT 'b'::e; END;",
         {"ADD VALUE 'b'", "COMMIT; BEGIN;"}},
        {"removed_wherever_it_was",
         "CREATE TYPE e AS ENUM ('a', 'b', 'c'); CREATE DOMAIN d AS e DEFAULT 'b' CHECK (VALUE <> "
         "'b'); CREATE TABLE t (x e, y e[] DEFAULT '{b}', z d, w d[], g bool GENERATED ALWAYS AS "
         "(x = 'b') STORED, h e GENERATED ALWAYS AS (x) STORED, CHECK (x <> 'b')); CREATE INDEX i "
         "ON t (x) WHERE x = 'b'; CREATE FUNCTION f(p e DEFAULT 'b') RETURNS e LANGUAGE sql AS $$ "
         "SELECT 'b'::e $$; CREATE FUNCTION k() RETURNS e LANGUAGE sql BEGIN ATOMIC SELECT 'b'::e; "
         "END; CREATE TYPE r AS (q e, s d); CREATE TABLE u (c r); CREATE MATERIALIZED VIEW m AS "
         "SELECT x, f(x) AS fx FROM t; CREATE UNIQUE INDEX mi ON m (x);",
         "CREATE TYPE e AS ENUM ('b', 'a'); CREATE DOMAIN d AS e DEFAULT 'b' CHECK (VALUE <> "
         "'b'); CREATE TABLE t (x e, y e[] DEFAULT '{b}', z d, w d[], g bool GENERATED ALWAYS AS "
         "(x = 'b') STORED, h e GENERATED ALWAYS AS (x) STORED, CHECK (x <> 'b')); CREATE INDEX i "
         "ON t (x) WHERE x = 'b'; CREATE FUNCTION f(p e DEFAULT 'b') RETURNS e LANGUAGE sql AS $$ "
         "SELECT 'b'::e $$; CREATE FUNCTION k() RETURNS e LANGUAGE sql BEGIN ATOMIC SELECT 'b'::e; "
         "END; CREATE TYPE r AS (q e, s d); CREATE TABLE u (c r); CREATE MATERIALIZED VIEW m AS "
         "SELECT x, f(x) AS fx FROM t; CREATE UNIQUE INDEX mi ON m (x);"},
        {"helper_name_is_taken",
         "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e); CREATE TYPE e_old AS ENUM "
         "('x');",
         "CREATE TYPE e AS ENUM ('a'); CREATE TABLE t (x e); CREATE TYPE e_old AS ENUM ('x');",
         {"RENAME TO e_old2", "DROP TYPE e_old2"}},
        {"domain_becomes_an_enum",
         "CREATE DOMAIN e AS text DEFAULT 'a' CHECK (VALUE IN ('a', 'b')); CREATE TABLE t (x e "
         "DEFAULT 'a', y e[]); CREATE VIEW v AS SELECT x FROM t;",
         "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e DEFAULT 'a', y e[]); CREATE VIEW v "
         "AS SELECT x FROM t;",
         {"USING x::text::e"},
         {"data-loss"},
         {"fails-on-rows: domain e becomes the enum e, which fails if a value does not fit"}},
        {"range_over_it",
         "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TYPE r AS RANGE (SUBTYPE = e); CREATE TABLE t "
         "(a r, b e);",
         "CREATE TYPE e AS ENUM ('b'); CREATE TYPE r AS RANGE (SUBTYPE = e); CREATE TABLE t (a r, "
         "b e);"},
        {"removed_under_dependants",
         "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e); CREATE INDEX i ON t (x) WHERE x "
         "= 'a';"
         "CREATE VIEW v AS SELECT x FROM t WHERE x = 'a'; CREATE FUNCTION f(e) RETURNS e LANGUAGE "
         "sql AS 'SELECT $1';",
         "CREATE TYPE e AS ENUM ('a', 'c'); CREATE TABLE t (x e); CREATE INDEX i ON t (x) WHERE x "
         "= 'a';"
         "CREATE VIEW v AS SELECT x FROM t WHERE x = 'a'; CREATE FUNCTION f(e) RETURNS e LANGUAGE "
         "sql AS 'SELECT $1';"},
        {"reordered", "CREATE TYPE e AS ENUM ('a', 'b'); CREATE TABLE t (x e);",
         "CREATE TYPE e AS ENUM ('b', 'a'); CREATE TABLE t (x e);"},
    }),
    TrapName);

// Names, and what is not ours.
INSTANTIATE_TEST_SUITE_P(
    Names, TrapTest,
    ::testing::ValuesIn(std::vector<Trap>{
        {"keywords_case_and_quotes", "SELECT 1;",
         "CREATE TYPE \"user\" AS ENUM ('a'); CREATE TABLE \"Order\" (\"desc\" \"user\", "
         "\"userId\" int, \"a\"\"b\" text, \"select\" int PRIMARY KEY);"
         "CREATE INDEX \"I x\" ON \"Order\" (\"userId\", \"a\"\"b\");"},
        {"extension_tables_are_not_ours",
         "CREATE EXTENSION pg_stat_statements; CREATE TABLE t (a int);",
         "CREATE EXTENSION pg_stat_statements; CREATE TABLE t (a int, b int);",
         {"ADD COLUMN b"},
         {"DROP"}},
        {"tool_tables_are_not_ours",
         "CREATE TABLE autogen_version (version_num varchar(32) PRIMARY KEY);",
         "CREATE TABLE t (a int);",
         {"CREATE TABLE t"},
         {"autogen_version"}},
        {"same_name_in_two_schemas",
         "CREATE SCHEMA app; CREATE TABLE t (a int); CREATE TABLE app.t (a int);",
         "CREATE SCHEMA app; CREATE TABLE t (a int); CREATE TABLE app.u (id int PRIMARY KEY); "
         "CREATE TABLE app.t (a int, b int REFERENCES app.u);",
         {},
         {}},
    }),
    TrapName);

}  // namespace
}  // namespace autogen
