"""Nothing changed, so nothing is found, end to end: models in people's words against what PostgreSQL made of them.

Beside each, what did change is found.
"""
import subprocess

import harness
from harness import server
from server import AS_SERVER, binaries


class FalseDifferences(harness.ToolTest):
    def start(self, sql, model):
        """A database made by hand, and the models that say the same."""
        self.database(sql)
        self.autogen("init")
        self.same(model)

    def same(self, model):
        self.model(model)
        self.autogen("check")

    def other(self, model, *differing):
        """What differs, by the labels of the objects."""
        self.model(model)
        run = self.autogen("check", status=1)
        for label in differing:
            self.assertIn(label, run.out + run.err)

    # Texts.

    def test_texts_in_other_words(self):
        sql = """\
CREATE FUNCTION f() RETURNS text LANGUAGE sql STABLE AS 'SELECT ''x''';
CREATE TABLE t (k varchar(20) DEFAULT 'x' CHECK (k != 'x'), n numeric DEFAULT -1, j json DEFAULT '{"b": 1}', at timestamptz
  DEFAULT (now()), s smallint DEFAULT 1 CHECK (s in (1, 2)));
CREATE VIEW v AS SELECT (SELECT f()), lower(f()::text) AS l FROM t WHERE k LIKE 'a%' ORDER BY 2 DESC;
"""
        model = """\
functions: {{f(): {{returns: text, language: sql, volatility: stable, body: "SELECT 'x'"}}}}
tables:
  t:
    columns:
      k: varchar(20) default 'x' check (k != '{k}')
      n: numeric default {n}
      j: |-
        json default '{{"b": {j}}}'
      at: timestamptz default now()
      s: smallint default 1 check (s in (1, {s}))
views: {{v: "select (select f()), lower(f()) as l from t where k like '{v}%' order by l desc nulls first"}}
"""
        same = {"k": "x", "n": "-1", "j": "1", "s": "2", "v": "a"}
        self.start(sql, model.format(**same))
        for what, text, label in [("k", "y", "t_k_check"), ("n", "1", "t"), ("j", "2", "t"), ("s", "3", "t_s_check"),
                                  ("v", "b", "v")]:
            with self.subTest(what):
                self.other(model.format(**{**same, what: text}), label)

    def test_json_has_no_equality_and_keeps_its_text(self):
        """A default of type json is never evaluated; jsonb drops what json keeps."""
        self.start("""CREATE TABLE t (a json DEFAULT '{"b":1}', b jsonb DEFAULT '{"b":1, "a":2}')""", """\
tables:
  t:
    columns:
      a: |-
        json default '{"b":1}'
      b: |-
        jsonb default '{"a": 2, "b": 1}'
""")
        self.other("""\
tables:
  t:
    columns:
      a: |-
        json default '{"b": 1}'
      b: |-
        jsonb default '{"a": 2, "b": 1}'
""", "t")

    def test_lists_over_varchar_survive_a_restore(self):
        """What is printed is read as another tree: once restored, a database shows other words for the same."""
        model = "tables: {t: {columns: {c: {type: varchar, check: \"c in ('u', 'v')\"}}}}\n"
        self.database()
        self.autogen("init")
        self.change(model, "Add t")
        self.restore()
        self.same(model)
        self.other(model.replace("'v'", "'w'"), "t_c_check")
        # What the migrations write lands on the words that were there, there and back.
        before = self.checks()
        self.same(model)
        self.autogen("downgrade", "-1")
        self.autogen("upgrade", "head")
        self.change(model.replace("'v'", "'w'"), "Say w")
        self.autogen("downgrade", "-1")
        self.assertIn("'v'", self.checks())
        self.same(model)
        self.assertIn("'u'", before)

    def checks(self):
        return self.sql("SELECT string_agg(pg_get_constraintdef(oid), ';') FROM pg_constraint WHERE contype = 'c'")

    def restore(self):
        """The database as pg_dump and psql make it anew."""
        dumped = subprocess.run(AS_SERVER + [binaries() / "pg_dump", "--no-owner", self.url], check=True, cwd="/", text=True,
                                capture_output=True).stdout
        self.database(dumped)

    def test_a_restored_database_is_put_back_in_its_own_words(self):
        """A downgrade gives back the very text, whichever of the two trees it is of."""
        old = "tables: {t: {columns: {c: {type: varchar, check: \"c in ('u', 'v')\"}}}}\n"
        new = "tables: {t: {columns: {c: {type: varchar, check: \"c in ('u', 'w')\"}}}}\n"
        for restored in (False, True):
            with self.subTest(restored=restored):
                self.database("CREATE TABLE t (c varchar CHECK (c IN ('u', 'v')))")
                if restored:
                    self.restore()
                before = self.checks()
                for file in self.files() + self.files("*.downgrade.sql"):
                    file.unlink()
                self.run_tool("init")
                self.model(new)
                self.autogen("-m", "Say w")
                self.autogen("upgrade", "head")
                self.autogen("downgrade", "base")
                self.assertEqual(self.checks(), before)
                self.same(old)

    def test_texts_that_move_when_they_are_read_are_given_back_as_they_were(self):
        self.database("""\
CREATE TABLE t (a int DEFAULT -1::int, b int, nick varchar, email varchar(255), s varchar(9),
  CHECK (s IN ('u', 'v')), CHECK (s = ANY (ARRAY[nick, email])), CHECK ((a, b) IS DISTINCT FROM (b, a) OR a = -1::int),
  CHECK (a BETWEEN SYMMETRIC 1 AND b AND (a, b) = (b, a) AND s <> 'x'));
CREATE INDEX i ON t ((s IN ('u', 'v'))) WHERE (a, b) IS DISTINCT FROM (b, 1) OR s IN (nick, email) OR s IN ('a', 'b');
""")
        for restored in (False, True):
            with self.subTest(restored=restored):
                if restored:
                    self.restore()
                texts = ("SELECT string_agg(x, E'\\n' ORDER BY x) FROM (SELECT pg_get_constraintdef(oid) x FROM pg_constraint WHERE "
                         "conrelid = 't'::regclass UNION ALL SELECT pg_get_indexdef('i'::regclass) UNION ALL SELECT "
                         "pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 't'::regclass) s")
                before = self.sql(texts)
                for file in self.files() + self.files("*.downgrade.sql"):
                    file.unlink()
                self.run_tool("init")
                self.model("tables: {t: {columns: {a: int, b: int, nick: varchar, email: varchar(255), s: varchar(9)}}}\n")
                self.autogen("-m", "Drop all of it")
                self.autogen("upgrade", "head")
                self.autogen("downgrade", "base")
                self.assertEqual(self.sql(texts), before)

    def test_a_list_over_an_enum_keeps_the_type_of_its_literals(self):
        model = """\
enums: {e: [a, b, c]}
tables: {t: {columns: {x: {type: e, check: "x in ('a', 'b')"}, y: "e[] default '{a}'"}, indexes: {i: "(x) where x in ('a', 'c')"}}}
"""
        self.database()
        self.autogen("init")
        self.change(model, "Add t")
        self.other(model.replace("in ('a', 'c')", "in ('a', 'b')"), "i")
        self.change(model.replace("in ('a', 'b')", "in ('b', 'c')"), "Check others")

    def test_numbers_below_zero_are_read_as_the_server_reads_them(self):
        """Somebody's cast makes every text the server's question; the two readings must meet there."""
        self.start("CREATE CAST (text AS integer) WITH INOUT; CREATE TABLE t (a int DEFAULT -1 CHECK (a = -1))",
                   "tables: {t: {columns: {a: \"int default (- 1) check (a = (- 1))\"}}}\n")
        self.same("tables: {t: {columns: {a: int default -1 check (a = -1)}}}\n")
        self.other("tables: {t: {columns: {a: int default -2 check (a = -1)}}}\n", "t")

    def test_null_defaults(self):
        """Stored where something must still be done with them."""
        self.start("CREATE DOMAIN d AS int DEFAULT 1; CREATE TABLE t (a int DEFAULT NULL, b varchar(3) DEFAULT NULL, c d DEFAULT "
                   "NULL)", """\
domains: {d: int default 1}
tables:
  t:
    columns:
      a: int default null
      b: varchar(3) default null
      c: d default null
""")
        self.same("domains: {d: int default 1}\ntables:\n  t:\n    columns: {a: int, b: varchar(3) default null, c: d default null}\n")

    # Names.

    def test_paths_of_sessions_count_for_nothing(self):
        sql = """\
CREATE SCHEMA app;
CREATE FUNCTION app.f(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE TYPE app.e AS ENUM ('a');
CREATE TABLE app.t (a int DEFAULT 1 CHECK (app.f(a)), e app.e DEFAULT 'a');
CREATE VIEW app.v AS SELECT app.f(a) AS x FROM app.t;
"""
        model = """\
schemas: [app]
functions: {{app.f(int): {{returns: boolean, language: sql, volatility: immutable, body: SELECT true}}}}
enums: {{app.e: [a]}}
tables: {{app.t: {{columns: {{a: int default 1 check ({0}f(a)), e: "{0}e default 'a'"}}}}}}
views: {{app.v: select {0}f(a) as x from {0}t}}
"""
        qualified, bare = model.format("app."), "schema: app\n" + model.format("").replace("app.", "")
        self.start(sql, qualified)
        for path in ("public", "app, public", "pg_catalog, app", '\"$user\"'):
            with self.subTest(path):
                server().sql(f"ALTER DATABASE {self.name} SET search_path = {path}")
                self.same(qualified)
                self.same(bare)

    def test_names_are_objects(self):
        """Two tables, two types of one name; a name with its schema and without."""
        sql = """\
CREATE SCHEMA app;
CREATE TYPE e AS ENUM ('a'); CREATE TYPE app.e AS ENUM ('b');
CREATE TABLE u (id int PRIMARY KEY); CREATE TABLE app.u (id int PRIMARY KEY);
CREATE TABLE t (a int REFERENCES u, b int REFERENCES app.u, c e DEFAULT 'a', d app.e DEFAULT 'b');
"""
        model = """\
schemas: [app]
enums: {{e: [a], app.e: [b]}}
tables:
  u: {{columns: {{id: int primary key}}}}
  app.u: {{columns: {{id: int primary key}}}}
  t: {{columns: {{a: int references {0}, b: int references {1}, c: "{2} default 'a'", d: "app.e default 'b'"}}}}
"""
        self.start(sql, model.format("u", "app.u", "e"))
        self.same(model.format("public.u (id)", "app.u (id)", "public.e"))
        self.other(model.format("app.u", "app.u", "e"), "t_a_fkey")
        self.other(model.format("u", "public.u", "e"), "t_b_fkey")

    def test_long_names_are_cut_as_the_server_cuts_them(self):
        """At 63 bytes, never within a character; and it is said."""
        long = "ä" * 40
        self.start(f'CREATE TABLE "{long}" (a int CONSTRAINT "{"c" * 70}" CHECK (a > 0))',
                   f'tables: {{{long}: {{columns: {{a: int}}, constraints: {{{"c" * 70}: check (a > 0)}}}}}}\n')
        run = self.autogen("check")
        self.assertIn("63", run.err)

    # Functions.

    def test_functions_are_their_bodies_and_attributes(self):
        sql = """\
CREATE FUNCTION f(a int, b text DEFAULT 'x', c int DEFAULT 1 + 1) RETURNS int LANGUAGE plpgsql COST 100 VOLATILE AS $$
BEGIN
  RETURN  1;
END;
$$;
CREATE FUNCTION g(a int) RETURNS SETOF int LANGUAGE sql ROWS 1000 STABLE RETURN a + 1;
CREATE FUNCTION h(a int) RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM pg_class WHERE relnatts > a; END;
"""
        model = """\
functions:
  f(a integer, b text default 'x', c int default {c}):
    returns: int4
    language: plpgsql
    body: |
      BEGIN
        RETURN {blank}1;
      END;
  g(a int): {{returns: setof integer, language: sql, volatility: stable, sql_body: return ({g})}}
  h(a int):
    returns: int8
    language: sql
    sql_body: begin atomic select count(*) from pg_class where relnatts {h} $1; end
"""
        same = {"c": "1 + 1", "blank": " ", "g": "a + 1", "h": ">"}
        self.start(sql, model.format(**same))
        for what, text, label in [("c", "2", "f"), ("blank", "", "f"), ("g", "a + 2", "g"), ("h", ">=", "h")]:
            with self.subTest(what):
                self.other(model.format(**{**same, what: text}), label)

    # Implied objects.

    def test_only_a_sequence_of_ones_own_makes_a_serial(self):
        sql = """\
CREATE TABLE a (id serial PRIMARY KEY, n int);
CREATE SEQUENCE free; CREATE SEQUENCE others OWNED BY a.n;
CREATE TABLE b (x int NOT NULL DEFAULT nextval('free'), y int NOT NULL DEFAULT nextval('others'), z int NOT NULL DEFAULT
  nextval('a_id_seq'), i bigint GENERATED ALWAYS AS IDENTITY);
"""
        model = """\
sequences: {free: , others: owned by a.n}
tables:
  a: {columns: {id: serial primary key, n: int}}
  b:
    columns:
      x: int not null default nextval('free')
      y: int not null default nextval('public.others')
      z: int not null default nextval('a_id_seq'::regclass)
      i: bigint generated always as identity
"""
        self.start(sql, model)
        # Read in whatever order: a second database, made the other way round.
        self.database("CREATE SEQUENCE others; CREATE SEQUENCE free; CREATE TABLE a (n int); CREATE TABLE b (i bigint "
                      "GENERATED ALWAYS AS IDENTITY); ALTER TABLE a ADD id serial PRIMARY KEY; ALTER TABLE b ADD z int NOT NULL "
                      "DEFAULT nextval('a_id_seq'), ADD y int NOT NULL DEFAULT nextval('others'), ADD x int NOT NULL DEFAULT "
                      "nextval('free'); ALTER SEQUENCE others OWNED BY a.n")
        self.same(model)
        self.other(model.replace("x: int not null default nextval('free')", "x: serial"), "b")

    def test_an_unlogged_tables_own_sequences_are_unlogged(self):
        model = "tables: {u: {columns: {id: bigserial primary key, n: int generated always as identity}%s}}"
        self.start("CREATE UNLOGGED TABLE u (id bigserial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY)",
                   model % ", unlogged: true")
        self.assertIn("ALTER TABLE u SET LOGGED", self.change(model % "", "Log it"))
        self.assertIn("ALTER TABLE u SET UNLOGGED", self.change(model % ", unlogged: true", "Log it no more"))

    # Indexes and constraints.

    def test_index_keys_part_by_part(self):
        sql = """\
CREATE TABLE t (id int PRIMARY KEY, doc jsonb, n text, m text);
CREATE INDEX i ON t ((doc->>'k') ASC, n text_ops NULLS LAST, m COLLATE "C" DESC) WHERE doc->>'k' IS NOT NULL;
"""
        model = """\
tables:
  t:
    columns: {{id: int primary key, doc: jsonb, n: text, m: text}}
    indexes:
      i: ((doc ->> '{k}'){asc}, n{opclass}, m collate "{collation}" {order}) where (doc ->> 'k') is not null
"""
        same = {"k": "k", "asc": "", "opclass": "", "collation": "C", "order": "desc nulls first"}
        self.start(sql, model.format(**same))
        self.same(model.format(**{**same, "asc": " asc nulls last", "opclass": " pg_catalog.text_ops"}))
        for what, text in [("k", "l"), ("asc", " nulls first"), ("opclass", " text_pattern_ops"), ("collation", "POSIX"),
                           ("order", "")]:
            with self.subTest(what):
                self.other(model.format(**{**same, what: text}), "i")

    def test_what_a_constraint_is_made_of(self):
        sql = """\
CREATE TABLE t (a int PRIMARY KEY, b int, c int, CONSTRAINT n UNIQUE NULLS NOT DISTINCT (b),
  CONSTRAINT d UNIQUE (c) DEFERRABLE INITIALLY DEFERRED);
ALTER TABLE t ADD UNIQUE (a);
"""
        model = """\
tables:
  t:
    columns: {{a: int primary key{unique}, b: int, c: int}}
    constraints: {{n: unique{nulls} (b), d: unique (c){deferrable}}}
"""
        same = {"unique": " unique", "nulls": " nulls not distinct", "deferrable": " deferrable initially deferred"}
        self.start(sql, model.format(**same))
        for what, label in [("unique", "t_a_key"), ("nulls", "n"), ("deferrable", "d")]:
            with self.subTest(what):
                self.other(model.format(**{**same, what: ""}), label)

    def test_a_redundant_constraint_is_one(self):
        """CREATE TABLE drops a second index of the same keys without a word; it takes a statement of its own."""
        self.database()
        self.autogen("init")
        self.change("tables: {t: {columns: {a: int primary key unique}, constraints: {u: unique (a), v: unique (a)}}}\n", "Add t")

    def test_plans_converge(self):
        """After the tool's own migration nothing is left, whatever was asked for."""
        self.database()
        self.autogen("init")
        self.change("""\
enums: {e: [a, b]}
domains: {d: {type: "varchar(9)", default: "'x'", check: "value in ('x', 'y')"}}
tables:
  t:
    columns:
      id: bigint primary key generated by default as identity
      k: varchar(20) default 'x' check (k in ('u', 'v') and length(k) between 1 and 9)
      e: e default 'a'
      d: d
      n: numeric(5,2) default (- 1)
      at: timestamptz(0) default '2020-01-01'
      g: text generated always as (coalesce(k, '') || 'z') stored
    constraints:
      u: unique nulls not distinct (k) deferrable
      x: exclude using btree (lower(k) with =) where (k not in ('a', 'b') or ((id > 1 or id < 0) or id = 5))
    indexes: {i: "(lower(k) desc, (id + 1)) where e in ('a', 'b')"}
views: {v: "select k, count(*) filter (where e = 'a') as n from t group by 1 having count(*) > 1"}
""", "Everything")

    # Rights and comments.

    def test_grants_count_without_their_grantor(self):
        self.start("""\
CREATE ROLE false_a; CREATE ROLE false_b;
CREATE TABLE t (a int); GRANT SELECT ON t TO false_a WITH GRANT OPTION;
SET ROLE false_a; GRANT SELECT ON t TO false_b; RESET ROLE;
""", """\
manage: [grants]
tables: {t: {columns: {a: int}, grants: {false_a: select with grant option, false_b: select}}}
""")
        self.other("""\
manage: [grants]
tables: {t: {columns: {a: int}, grants: {false_a: select, false_b: select}}}
""", "t")

    def test_an_empty_comment_is_none(self):
        self.start("CREATE TABLE t (a int); COMMENT ON TABLE t IS ''; COMMENT ON COLUMN t.a IS ''",
                   "tables: {t: {columns: {a: int}}}\n")
        self.same("tables: {t: {columns: {a: {type: int, comment: ''}}, comment: ''}}\n")
        self.other("tables: {t: {columns: {a: int}, comment: x}}\n", "t")


if __name__ == "__main__":
    harness.main()
