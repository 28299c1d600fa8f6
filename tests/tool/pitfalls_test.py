"""Where other tools hurt their users, end to end: renames, enums, configuration and addresses."""
import re
import shutil

import harness
from harness import server
from server import Server


def hostile_objects(name):
    """SQL that makes an object of each kind with this name, or one that begins with a letter of its own."""
    literal = "E'" + name.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r") + "'"

    def quoted(prefix=""):
        return '"' + (prefix + name).replace('"', '""').encode()[:63].decode(errors="ignore") + '"'

    own = quoted()
    return f"""\
CREATE SCHEMA {own}; CREATE TYPE {own}.{own} AS ENUM ({literal}, 'other');
CREATE DOMAIN {quoted('D')} AS text DEFAULT {literal} CHECK (VALUE <> {literal}); CREATE TYPE {quoted('C')} AS ({own} int);
CREATE TABLE {own} ({own} int PRIMARY KEY, b text DEFAULT {literal}, c {own}.{own} DEFAULT {literal}, s serial,
  i int GENERATED ALWAYS AS IDENTITY, CONSTRAINT {quoted('K')} CHECK ({own} > 0 AND b <> {literal}));
COMMENT ON TABLE {own} IS {literal}; COMMENT ON COLUMN {own}.{own} IS {literal};
CREATE INDEX {quoted('I')} ON {own} ({own}, lower(b)); CREATE SEQUENCE {quoted('S')};
CREATE VIEW {quoted('V')} AS SELECT {own} AS {own}, b || {literal} AS {quoted('X')} FROM {own};
CREATE FUNCTION {own}({own} int, b text DEFAULT {literal}) RETURNS text LANGUAGE sql RETURN {literal};
CREATE FUNCTION {quoted('T')}() RETURNS trigger LANGUAGE plpgsql AS {literal.replace("E'", "E'BEGIN /* ", 1).replace('*/', '')[:-1]} */ RETURN NEW; END';
CREATE TRIGGER {own} BEFORE UPDATE OF {own} ON {own} FOR EACH ROW EXECUTE FUNCTION {quoted('T')}({literal});
CREATE TABLE {quoted('U')} (x int REFERENCES {own});
"""


class Pitfalls(harness.ToolTest):
    def start(self, model):
        """A project whose first migration is applied."""
        self.database()
        self.autogen("init")
        self.change(model, "First tables")

    # Renames.

    def test_a_rename_told_in_the_model_keeps_the_rows(self):
        self.start("tables:\n  users: {columns: {id: bigint primary key, name: text}}\n")
        self.sql("INSERT INTO users VALUES (1, 'kept')")
        sql = self.change("""\
tables:
  accounts:
    renamed_from: users
    columns:
      id: bigint primary key
      full_name: {type: text, renamed_from: name}
""", "Rename users to accounts")
        self.assertNotIn("DROP", sql)
        self.assertEqual(self.sql("SELECT full_name FROM accounts"), "kept")
        # The hint may stay: it is done.
        run = self.autogen("-m", "Nothing")
        self.assertIn("no changes", run.err)

    def test_two_may_not_claim_one_old_name(self):
        self.start("tables:\n  t: {columns: {a: text}}\n")
        self.model("tables:\n  t: {columns: {b: {type: text, renamed_from: a}, c: {type: text, renamed_from: a}}}\n")
        self.assertIn("renamed_from", self.autogen("-m", "Split a in two", status=2).err)

    def test_nobody_is_asked_where_types_differ_or_nothing_went(self):
        self.start("tables:\n  t: {columns: {a: text}}\n")
        self.change("tables:\n  t: {columns: {a: text, b: text}}\n", "Add b to t")
        sql = self.change("tables:\n  t: {columns: {b: text, c: integer}}\n", "Replace a by c")
        self.assertIn("DROP COLUMN a", sql)

    def test_an_enum_type_and_its_column_renamed(self):
        self.start("enums: {mood: [ok, bad]}\ntables:\n  t: {columns: {m: mood default 'ok'}}\n")
        self.sql("INSERT INTO t VALUES ('bad')")
        sql = self.change("""\
enums:
  humour: {renamed_from: mood, values: [ok, bad]}
tables:
  t: {columns: {h: {type: humour, default: "'ok'", renamed_from: m}}}
""", "Rename mood to humour")
        self.assertIn("ALTER TYPE mood RENAME TO humour", sql)
        self.assertNotIn("DROP", sql)
        self.assertEqual(self.sql("SELECT h FROM t"), "bad")

    def test_ignored_renames_drop_and_add_with_their_hazard(self):
        self.start("tables:\n  t: {columns: {a: text}}\n")
        sql = self.change("tables:\n  t: {columns: {b: text}}\n", "Replace a by b", "--renames", "ignore")
        self.assertIn("-- hazard: data-loss: drops t.a and what it holds", sql)

    def test_unanswered_nothing_is_written(self):
        self.start("tables:\n  t: {columns: {a: text}}\n")
        self.model("tables:\n  t: {columns: {b: text}}\n")
        run = self.autogen("-m", "Replace a by b", status=1)
        self.assertIn("column t.a -> b   --rename t.a:b", run.err)
        self.assertEqual(len(self.files()), 1)

    def test_hints_chain_through_schema_table_column_and_type(self):
        self.start("""\
schemas: [app]
enums: {app.mood: [ok, bad]}
tables:
  app.users:
    columns: {id: bigint primary key, name: text, m: app.mood default 'ok'}
    indexes: {ix: {columns: [m], where: m = 'ok'}}
  notes: {columns: {who: bigint references app.users}}
views: {app.v: "select name, m from app.users where m = 'bad'"}
""")
        self.sql("INSERT INTO app.users VALUES (1, 'kept', 'bad'); INSERT INTO notes VALUES (1)")
        sql = self.change("""\
schemas: {crm: {renamed_from: app}}
enums: {crm.humour: {renamed_from: crm.mood, values: [fine, {value: poor, renamed_from: bad}]}}
tables:
  crm.people:
    renamed_from: crm.users
    columns:
      id: bigint primary key
      full_name: {type: text, renamed_from: name}
      h: {type: crm.humour, default: "'fine'", renamed_from: m}
    indexes: {ix: {columns: [h], where: h = 'fine'}}
  notes: {columns: {who: bigint references crm.people}}
views: {crm.v: "select full_name as name, h as m from crm.people where h = 'poor'"}
""".replace("[fine,", "[{value: fine, renamed_from: ok},"), "Rename app to crm, and all in it")
        self.assertNotIn("DROP", sql)
        self.assertEqual(self.sql("SELECT name, m FROM crm.v"), "kept|poor")

    def test_two_tables_and_two_columns_swap_their_names(self):
        self.start("tables:\n  a: {columns: {x: text, y: text}}\n  b: {columns: {z: text}}\n")
        self.sql("INSERT INTO a VALUES ('x', 'y'); INSERT INTO b VALUES ('z')")
        self.model("""\
tables:
  a: {renamed_from: b, columns: {z: text}}
  b: {renamed_from: a, columns: {x: text, y: text}}
""")
        # The old names are there still: hints that could be done already are never taken twice.
        run = self.autogen("-m", "Swap a and b", "--renames", "ignore")
        self.assertIn("renamed_from", run.err)

    # Enums.

    def test_a_value_spelled_otherwise(self):
        self.start("enums: {e: [colour, b]}\ntables:\n  t: {columns: {x: e default 'colour'}}\n")
        self.sql("INSERT INTO t VALUES ('colour')")
        changed = "enums: {e: [color, b]}\ntables:\n  t: {columns: {x: e default 'color'}}\n"
        self.model(changed)
        run = self.autogen("-m", "Spell color", status=1)
        self.assertIn("--rename e.colour:color", run.err)
        sql = self.change(changed, "Spell color", "--rename", "e.colour:color")
        self.assertIn("ALTER TYPE e RENAME VALUE 'colour' TO 'color'", sql)
        self.assertNotIn("DROP", sql)
        self.assertEqual(self.sql("SELECT x FROM t"), "color")

    def test_two_values_before_the_first(self):
        self.start("enums: {e: [z]}\ntables:\n  t: {columns: {a: e}}\n")
        self.change("enums: {e: [x, y, z]}\ntables:\n  t: {columns: {a: e}}\n", "Add x and y to e")
        self.assertEqual(self.sql("SELECT enum_range(NULL::e)"), "{x,y,z}")

    def test_a_value_added_and_used(self):
        self.start("enums: {e: [a]}\ntables:\n  t: {columns: {c: e default 'a'}}\n")
        self.change("enums: {e: [a, b]}\ntables:\n  t: {columns: {c: e default 'b'}}\n", "Default b for t.c")
        self.assertEqual(self.sql("INSERT INTO t DEFAULT VALUES RETURNING c"), "b")

    def test_a_value_removed_under_a_default_an_array_and_a_new_column(self):
        self.start("enums: {e: [a, b, c]}\ntables:\n  t: {columns: {x: e default 'a', y: \"e[]\"}}\n")
        self.sql("INSERT INTO t VALUES ('b', '{a,b}')")
        self.change("enums: {e: [a, b]}\ntables:\n  t: {columns: {x: e default 'a', y: \"e[]\", z: e}}\n", "Remove c from e")
        self.assertEqual(self.sql("SELECT x, y FROM t"), "b|{a,b}")

    def test_a_value_removed_that_rows_hold(self):
        self.start("enums: {e: [a, b]}\ntables:\n  t: {columns: {x: e}}\n")
        self.sql("INSERT INTO t VALUES ('b')")
        self.model("enums: {e: [a]}\ntables:\n  t: {columns: {x: e}}\n")
        self.autogen("-m", "Remove b from e")
        before = self.sql("SELECT oid FROM pg_type WHERE typname = 'e'")
        self.assertIn('invalid input value for enum e: "b"', self.autogen("upgrade", "head", status=4).err)
        self.assertEqual(self.sql("SELECT oid FROM pg_type WHERE typname = 'e'"), before)
        self.sql("DELETE FROM t")
        self.autogen("upgrade", "head")

    # Configuration, address, command line.

    def test_a_percent_in_a_password_is_the_passwords_own(self):
        strict = Server(settings=("tcp",))
        self.addCleanup(strict.stop)
        strict.sql("CREATE ROLE app LOGIN PASSWORD 'a@b%c${HOME}'")
        (strict.folder / "data/pg_hba.conf").write_text("local all all trust\nhost all all all scram-sha-256\n")
        strict.sql("SELECT pg_reload_conf()")
        address = f"app:a%40b%25c${{HOME}}@127.0.0.1:{strict.port}/postgres"
        for scheme in ("postgresql", "postgres", "postgresql+asyncpg", "postgresql+psycopg2"):
            self.autogen("current", DATABASE_URL=f"{scheme}://{address}")
        self.write(".env", f"DATABASE_URL=postgresql://{address}\n")
        self.autogen("current")
        self.autogen("init")
        self.autogen("current", DATABASE_URL="")
        self.autogen("current", "--url", f"host=127.0.0.1 port={strict.port} user=app dbname=postgres",
                     PGPASSWORD="a@b%c${HOME}")

    def test_the_address_by_precedence(self):
        self.database()
        wrong = "postgresql://nobody@127.0.0.1:1/nothing"
        self.autogen("init")
        config = self.folder / "autogen.yaml"
        config.write_text(config.read_text() + f"environments: {{prod: {{url: '{self.url}'}}}}\n")
        self.autogen("current", "--url", self.url, "-n", "prod", DATABASE_URL=wrong)
        self.autogen("current", "-n", "prod", DATABASE_URL=wrong)
        self.write(".env", f"DATABASE_URL={wrong}\n")
        self.autogen("current")
        self.autogen("current", DATABASE_URL="", status=3)
        self.write(".env", "")
        config.write_text(f"url: ${{MY_URL:-{wrong}}}\n")
        self.autogen("current", DATABASE_URL="", status=3)
        self.autogen("current", DATABASE_URL="", MY_URL=self.url)
        config.write_text("url: postgresql://app:secret@localhost/shop\n")
        run = self.autogen("current", DATABASE_URL="", status=2)
        self.assertIn("autogen.yaml:1:6: error: url holds a password", run.err)
        self.assertNotIn("secret", run.err + run.out)

    def test_the_tools_own_tables_are_in_no_difference(self):
        self.database("CREATE SCHEMA tool; CREATE SCHEMA app; CREATE TABLE app.t (a int)")
        self.autogen("init")
        config = self.folder / "autogen.yaml"
        config.write_text(config.read_text() + "version_table: my_versions\nversion_table_schema: app\nschemas: [app, public]\n")
        self.model("schemas: [app]\ntables:\n  app.t: {columns: {a: integer, b: text}}\n")
        self.autogen("-m", "Add b to t")
        self.autogen("upgrade", "head")
        self.assertEqual(self.sql("SELECT count(*) FROM app.my_versions"), "1")
        self.autogen("check")
        self.autogen("inspect", "-o", "out")
        self.assertNotIn("my_versions", "".join(file.read_text() for file in (self.folder / "out").rglob("*.yaml")))

    def test_the_schemas_of_the_models_are_compared(self):
        self.database("CREATE SCHEMA app; CREATE TABLE app.t (a int); CREATE SCHEMA other; CREATE TABLE other.o (a int)")
        self.autogen("init")
        self.model("schemas: [app]\ntables:\n  app.t: {columns: {a: bigint}}\n")
        run = self.autogen("check", status=1)
        self.assertIn("app.t.a", run.out)
        self.assertNotIn("other.o", run.out)
        self.assertIn("not compared, since no model names them: schema other", run.err)

    def test_an_extensions_tables_are_its_own(self):
        self.database("CREATE EXTENSION pg_stat_statements; CREATE TABLE t (a int)")
        self.autogen("inspect", "-o", "model-schemas")
        self.autogen("check")
        self.assertNotIn("pg_stat_statements_info", "".join(
            file.read_text() for file in (self.folder / "model-schemas").rglob("*.yaml")))

    def test_names_that_want_quotes(self):
        self.start('''\
enums: {user: ["it's", 'a "b"']}
tables:
  desc:
    columns:
      userId: bigint primary key
      '"say ""hi"""': text default 'x'
      select: '"user"'
    indexes:
      '"Ix.Odd"': ['"userId"']
''')
        self.assertEqual(self.sql('SELECT count("userId"), count("say ""hi"""), count("select") FROM "desc"'), "0|0|0")
        self.autogen("inspect", "-o", "out")
        self.autogen("diff", "--from", "out", "--to", self.url)

    def test_names_that_break_out_of_what_they_stand_in(self):
        """Every kind with each such name: in models, in files' comments and markers, in the review."""
        names = ['a "b"', "c'd", "e\nf", "g*/h", "i--j", "k$$l", "m%n", "o\\p", "\u00e4" * 31 + "x", "```", "q.r", "s(t)", "u|v",
                 "{table}", "${HOME}", "# w", "no", "\rx", "; DROP TABLE y;"]
        self.database("".join(map(hostile_objects, names)))
        self.autogen("init")
        self.autogen("inspect", "-o", "model-schemas", "--force")
        self.autogen("check")
        filled = self.url
        self.database()
        self.autogen("-m", "Everything\nwith `odd` names */")
        self.autogen("upgrade", "head")
        self.autogen("check")
        self.autogen("diff", "--from", self.url, "--to", filled)
        for command in ("history", "show head", "show head --sql", "status", "upgrade base:head --sql", "prove"):
            self.autogen(*command.split())
        self.autogen("--json", "review").json()
        fence = re.search(r"^(`{3,})sql$", self.autogen("review").out, re.M).group(1)
        self.assertEqual(fence, "````")
        self.autogen("downgrade", "base")
        self.autogen("upgrade", "head")
        # Dropped with their hazards, each on one line of its own.
        shutil.rmtree(self.folder / "model-schemas")
        self.model("tables: {}\n")
        run = self.autogen("-m", "Nothing is left", "--schema", "*")
        self.assertIn("data-loss: drops table e f and all its rows\n", run.err)
        markers = [line for line in self.files()[-1].read_text().splitlines() if line.startswith("-- hazard: ")]
        self.assertEqual(sum("data-loss: drops table" in line for line in markers), 2 * len(names))
        table = [line for line in self.autogen("review").out.splitlines() if line.startswith("| ")]
        self.assertEqual({line.replace("\\|", "").count("|") for line in table}, {4})
        self.autogen("upgrade", "head", "--schema", "*")
        self.autogen("downgrade", "-1")
        self.autogen("diff", "--from", self.url, "--to", filled)

    # What models cannot say.

    def test_no_changes_is_never_said_plainly_over_what_is_not_read(self):
        self.database("CREATE TABLE t (a int); CREATE POLICY p ON t USING (true); CREATE RULE r AS ON DELETE TO t DO ALSO NOTHING;"
                      "CREATE STATISTICS s ON a, (a + 1) FROM t; CREATE AGGREGATE g(int) (sfunc = int4pl, stype = int);"
                      "CREATE TABLE q (a int) PARTITION BY LIST (a); CREATE PUBLICATION b FOR TABLE t;"
                      "CREATE TYPE span AS RANGE (subtype = float8)")
        self.autogen("init")
        self.model("tables:\n  t: {columns: {a: integer}}\nrange_types: {span: (subtype = float8)}\n")
        kinds = ("aggregate", "partitioned table", "policy", "publication", "rule", "statistics object")
        for _ in range(2):  # the second answer is the first one's, kept
            run = self.autogen("check")
            for kind in kinds:
                self.assertIn("cannot say it yet: " + kind + " ", run.err)
            self.assertIn("no drift in what models can say: ", run.err)
            self.assertIn("; not compared: " + ", ".join(kinds) + ")", run.err)
        run = self.autogen("-m", "Nothing")
        self.assertIn("no changes in what models can say: ", run.err)
        self.assertIn("; not compared: " + ", ".join(kinds) + ")", run.err)
        self.assertEqual(self.autogen("--json", "check").json(), {"drift": [], "not_compared": ", ".join(kinds)})
        self.assertIn("none: the database is what the models say (not compared: " + ", ".join(kinds) + ")",
                      self.autogen("status").out)
        self.assertEqual(self.autogen("--json", "status").json()["not_compared"], ", ".join(kinds))

    def test_a_protected_table_can_be_made(self):
        self.database()
        self.autogen("init")
        model = "tables:\n  a:\n    protect: true\n    columns: {x: integer}\n"
        self.model(model)
        self.autogen("-m", "Add a")
        self.autogen("upgrade", "head")
        self.model(model.replace("integer", "bigint"))
        self.autogen("-m", "Widen x")
        self.autogen("upgrade", "head")
        self.autogen("downgrade", "base")

    def test_a_trigger_of_ours_on_a_table_that_is_left_out(self):
        self.database("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE SCHEMA other;"
                      "CREATE TABLE other.t (a int); CREATE TRIGGER g BEFORE INSERT ON other.t FOR EACH ROW EXECUTE FUNCTION f()")
        self.autogen("init")
        self.model("tables: {}\n")
        run = self.autogen("-m", "Drop f", status=1)
        self.assertIn("trigger other.t.g is in the way: function f() is dropped", run.err)
        self.assertIn("schema other", run.err)
        # A model that takes the schema in says the trigger as well.
        self.autogen("inspect", "-o", "model-schemas", "--force")
        self.autogen("check")
        self.assertIn("execute function public.f()", (self.folder / "model-schemas/other/tables/t.yaml").read_text())

    def test_what_is_left_out_may_stand_below(self):
        self.database("CREATE SCHEMA auth; CREATE TYPE auth.kind AS ENUM ('x'); CREATE TABLE auth.users (id uuid PRIMARY KEY);"
                      "CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid';"
                      "CREATE TABLE p (id uuid PRIMARY KEY REFERENCES auth.users, k auth.kind, u uuid DEFAULT auth.uid());")
        self.autogen("init")
        columns = "id: uuid primary key references auth.users, k: auth.kind, u: uuid default auth.uid()"
        self.model(f"tables:\n  p: {{columns: {{{columns}}}}}\n")
        self.autogen("check")
        self.model(f"tables:\n  p: {{columns: {{{columns}, n: text}}}}\n")
        run = self.autogen("-m", "Add n to p")
        self.assertIn('unproved  none: it needs what is in a schema that is not read: schema "auth" does not exist', run.err)
        self.autogen("upgrade", "head")
        self.autogen("check")
        self.autogen("downgrade", "base")

    def test_a_body_is_looked_into_under_the_path_it_needs(self):
        self.database()
        self.autogen("init")
        model = ("schemas: [app]\nfunctions:\n  app.one(): {returns: integer, language: sql, body: select 1}\n"
                 "  app.two(): {returns: integer, language: sql, body: select one() + one()}\n")
        self.assertIn("SET LOCAL check_function_bodies = off;", self.change(model, "Two functions"))
        self.assertNotIn("check_function_bodies", self.change(model.replace("one() + one()", "app.one()"), "One call"))

    def test_rights_of_roles_that_want_quotes(self):
        self.database("CREATE TABLE t (a int)")
        for role in ('user.with.dot', 'a (b)', 'q""uote'):
            self.sql(f'CREATE ROLE "{role}"; GRANT SELECT ON t TO "{role}"; GRANT INSERT ON t TO "{role}" WITH GRANT OPTION')
            self.addCleanup(self.sql, f'DROP OWNED BY "{role}"; DROP ROLE "{role}"')
        self.autogen("init")
        self.autogen("inspect")
        self.autogen("check")

    def test_default_privileges_that_only_one_database_has(self):
        """A migration written for that one ends in the same where it is replayed without them."""
        server().sql("CREATE ROLE dp_reader; CREATE ROLE dp_writer")
        self.database("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO dp_reader, dp_writer;"
                      "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC")
        self.autogen("init")
        first = """\
tables:
  a: {columns: {id: int}, grants: {dp_writer: 'select, insert'}}
  free: {columns: {id: int}}
functions:
  f(): {returns: int, language: sql, body: select 1, grants: {}}
"""
        sql = self.change(first, "Two tables and a function")
        for text in ("REVOKE SELECT ON TABLE a FROM dp_reader", "GRANT SELECT, INSERT ON TABLE a TO dp_writer",
                     "REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC"):
            self.assertIn(text, sql)
        self.assertNotIn("TABLE free TO", sql)  # nobody manages its rights
        self.change(first.replace("free: {columns: {id: int", "free: {columns: {id: int, b: int"), "Add free.b")
        self.assertEqual(self.autogen("prove").status, 0)
        self.assertEqual(self.autogen("check").status, 0)
        self.environment.pop("DATABASE_URL")
        self.assertEqual(self.autogen("check").status, 0)

    def test_the_owner_of_public(self):
        self.database("ALTER SCHEMA public OWNER TO postgres")
        self.autogen("init")
        self.autogen("inspect", "--manage", "owners")
        self.autogen("check")
        self.assertIn("owner: postgres", (self.folder / "model-schemas/database.yaml").read_text())

    def test_what_inspect_writes_makes_the_same_again(self):
        # A constraint's name that another table's has too; parameters in their order.
        self.database("CREATE TABLE a (x int CHECK (x > 0)) WITH (fillfactor = 50, autovacuum_enabled = off);"
                      "CREATE TABLE b (x int CONSTRAINT a_x_check CHECK (x > 0)); CREATE INDEX b_x ON b USING gin"
                      "((ARRAY[x])) WITH (gin_pending_list_limit = 4096, fastupdate = off);"
                      "CREATE DOMAIN d AS int CONSTRAINT a_x_check CHECK (VALUE > 1)")
        self.autogen("init")
        self.autogen("inspect")
        self.autogen("check")
        made = ("SELECT conname, conrelid::regclass, contypid::regtype FROM pg_constraint WHERE contype = 'c' AND connamespace = "
                "'public'::regnamespace UNION ALL SELECT reloptions::text, oid::regclass, 0 FROM pg_class WHERE reloptions IS NOT NULL "
                "AND relnamespace = 'public'::regnamespace ORDER BY 1, 2, 3")
        first = self.sql(made)
        self.database()
        self.autogen("-m", "All of it")
        self.autogen("upgrade", "head")
        self.assertEqual(self.sql(made), first)

    def test_operator_classes_of_one_name(self):
        self.database("CREATE EXTENSION btree_gin; CREATE TABLE t (a inet, b text);"
                      "CREATE INDEX t_gist ON t USING gist (a inet_ops); CREATE INDEX t_gin ON t USING gin (a inet_ops);"
                      "CREATE INDEX t_btree ON t (b text_ops)")
        self.autogen("init")
        self.autogen("inspect")
        self.autogen("check")

    def test_no_exit_without_a_word(self):
        for arguments in (["check"], ["upgrade", "head"], ["current"], ["prove", "zzz"], ["review"], ["stamp", "head"],
                          ["diff", "--from", "nothing", "--to", "nowhere"], ["inspect"], ["-c", "nowhere.yaml", "status"],
                          ["show", "x"], ["merge", "heads"], ["-n", "prod", "status"]):
            run = self.run_tool(*arguments)
            self.assertNotEqual(run.status, 0, arguments)
            self.assertRegex(run.err, r"error: \w", arguments)


if __name__ == "__main__":
    harness.main()
