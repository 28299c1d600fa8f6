"""Where other tools hurt their users, end to end: renames, enums, configuration and addresses."""
import harness
from harness import server
from server import Server


class Pitfalls(harness.ToolTest):
    def start(self, model):
        """A project whose first migration is applied."""
        self.database()
        self.autogen("init")
        self.change(model, "First tables")

    def change(self, model, message, *flags):
        """The next migration's upgrade, applied, undone and applied again."""
        self.model(model)
        self.autogen("-m", message, *flags)
        self.autogen("upgrade", "head")
        self.autogen("check")
        self.autogen("downgrade", "-1")
        self.autogen("upgrade", "head")
        return self.files()[-1].read_text().split("\n\n", 1)[1]

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

    # Enums.

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

    def test_no_exit_without_a_word(self):
        for arguments in (["check"], ["upgrade", "head"], ["current"], ["prove", "zzz"], ["review"], ["stamp", "head"],
                          ["diff", "--from", "nothing", "--to", "nowhere"], ["inspect"], ["-c", "nowhere.yaml", "status"],
                          ["show", "x"], ["merge", "heads"], ["-n", "prod", "status"]):
            run = self.run_tool(*arguments)
            self.assertNotEqual(run.status, 0, arguments)
            self.assertRegex(run.err, r"error: \w", arguments)


if __name__ == "__main__":
    harness.main()
