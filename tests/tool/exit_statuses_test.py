"""How a command ends, whatever it is: the table of PRODUCT's exit statuses, with no case of its own for any command."""
import harness

FINE, FINDING, INPUT, DATABASE, MIGRATION = range(5)

MODEL = "tables:\n  users:\n    columns:\n      id: bigint primary key\n      age: integer\n"
NOWHERE = "postgresql://app@/shop?host=/nowhere"


class ExitStatuses(harness.ToolTest):
    def setUp(self):
        super().setUp()
        self.environment["XDG_CACHE_HOME"] = str(self.folder / "cache")
        self.database()
        self.autogen("init")
        self.model(MODEL)

    def ends(self, *cases, **environment):
        for status, command in cases:
            with self.subTest(command):
                run = self.run_tool(*command.split(), **environment)
                self.assertEqual(run.status, status, run.out + run.err)
                if status > FINDING:
                    self.assertRegex(run.err, "(?m)^(.*: )?error: ")

    def migrated(self):
        self.autogen("-m", "Add what is new")
        self.autogen("upgrade", "head")

    def test_fine(self):
        self.ends((FINE, "--version"), (FINE, "-m Add_users"), (FINE, "upgrade head"))
        self.ends(*((FINE, command) for command in (
            "-m Nothing_is_new", "check", "check --migrations", "status", "current", "current --check-heads", "history", "heads",
            "branches", "show head", "prove", "review", "upgrade head", "upgrade head --sql", "upgrade head --verify",
            "downgrade -1 --dry-run", "stamp head", "ensure-version", "inspect -o again",
            "diff --from model-schemas --to migrations", "downgrade base", "upgrade +1 --dry-run")))

    def test_findings_and_decisions(self):
        self.migrated()
        self.ends((FINE, "upgrade head --verify"))
        self.sql("ALTER TABLE users ADD by_hand text")
        self.model(MODEL + "      note: text\n")
        self.ends((FINDING, "check"), (FINDING, "-m Add_note"), (FINDING, "check --migrations"), (FINDING, "prove"),
                  (FINDING, "diff --from model-schemas --to migrations"), (FINDING, "upgrade head --verify"), (FINE, "status"))
        self.sql("ALTER TABLE users DROP by_hand")
        self.model(MODEL.replace("age:", "years:"))
        self.ends((FINDING, "-m Rename"))
        self.model("tables: {}\n")
        self.ends((FINE, "-m Drop_users"), (FINDING, "review --fail-on error"), (FINDING, "current --check-heads"))
        upgrade = self.files()[0]
        upgrade.write_text(upgrade.read_text() + "SELECT 1;\n")
        self.ends((FINDING, "upgrade head --strict"), (FINE, "upgrade head"))

    def test_refused_plans(self):
        # A column of a table that holds rows of its type: only people know what becomes of them.
        self.model("tables: {a: {columns: {x: integer}}, b: {columns: {r: public.a}}}\n")
        self.migrated()
        self.model("tables: {a: {columns: {x: text}}, b: {columns: {r: public.a}}}\n")
        self.ends((FINDING, "-m Change_x"))
        self.model("composite_types: {c: {attributes: {x: integer, y: integer}}}\ntables: {b: {columns: {r: c}}}\n")
        self.migrated()
        self.model("composite_types: {c: {attributes: {y: integer, x: integer}}}\ntables: {b: {columns: {r: c}}}\n")
        self.ends((FINDING, "-m Change_order"), (FINE, "-m Change_order --allow-rewrite"))

    def test_failed_proofs(self):
        self.migrated()
        self.model(MODEL + "    indexes:\n      i: (nothing)\n", "models.yaml")
        self.ends((INPUT, "-m Add_index"), (FINE, "current"))
        self.model(MODEL)
        for upgrade, downgrade in (("SELECT nothing;\n", ""), ("", "SELECT nothing;\n"), ("CREATE TABLE stays ();\n", "")):
            self.autogen("revision", "-m", "Write by hand")
            name = self.files()[-1]
            other = name.with_name(name.name.replace(".upgrade.", ".downgrade."))
            name.write_text(name.read_text() + upgrade)
            other.write_text(other.read_text() + downgrade)
            self.ends((FINDING, "prove"))
            name.unlink()
            other.unlink()

    def test_bad_input(self):
        self.migrated()
        self.ends(*((INPUT, command) for command in (
            "nonsense", "upgrade", "upgrade head --nonsense", "upgrade nowhere", "downgrade nowhere", "upgrade base:nowhere --sql",
            "show nowhere", "history -r nowhere:head", "stamp nowhere", "merge nowhere", "prove nowhere", "review nowhere",
            "resolve nowhere --unit 1", "revision -m Later --head nowhere", "revision -m Later --depends-on nowhere",
            "-m Rename --rename nonsense", "-m Rename --renames nonsense", "inspect", "inspect --manage nonsense -o again",
            "init --baseline", "diff --from nowhere --to migrations", "diff --from nowhere.sql --to migrations",
            "diff --from git:nowhere --to migrations", "check -c nowhere.yaml", "check -n nowhere", "check --url mysql://h/d",
            "review --fail-on nonsense")))
        self.write("bad.sql", "CREATE TABLE t (c nowhere);\n")
        self.ends((INPUT, "diff --from bad.sql --to migrations"))
        self.model(MODEL + "      note: [nonsense\n")
        self.ends(*((INPUT, command) for command in (
            "-m Add_note", "check", "check --migrations", "prove", "diff --from model-schemas --to migrations")))
        self.model(MODEL)
        self.files()[0].write_text("-- nonsense\n")
        self.ends(*((INPUT, command) for command in (
            "-m Add_note", "check --migrations", "prove", "upgrade head", "downgrade base", "history", "heads", "branches",
            "show head", "status", "review", "current --check-heads", "stamp head", "diff --from migrations --to model-schemas")))
        self.write("autogen.yaml", "nonsense: true\n")
        self.ends((INPUT, "check"), (INPUT, "heads"))

    def test_not_up_to_date(self):
        self.autogen("-m", "Add users")
        self.model(MODEL + "      note: text\n")
        self.ends((INPUT, "-m Add_note"))

    def test_no_database_is_named(self):
        del self.environment["DATABASE_URL"]
        self.ends((FINE, "-m Add_users"), *((INPUT, command) for command in (
            "upgrade head", "downgrade base", "current", "stamp head", "ensure-version", "inspect -o again")))
        for file in (self.folder / "migrations").iterdir():
            file.unlink()
        self.ends((INPUT, "init --baseline"))

    def test_the_database_refuses(self):
        self.autogen("-m", "Add users", "--from", "migrations")
        self.ends(*((DATABASE, command) for command in (
            "-m Add_note", "check", "status", "current", "upgrade head", "upgrade head --dry-run", "upgrade head --sql",
            "upgrade head --verify", "downgrade base", "stamp head", "ensure-version", "inspect -o again",
            "diff --from migrations --to " + NOWHERE)), DATABASE_URL=NOWHERE)
        for file in (self.folder / "migrations").iterdir():
            file.unlink()
        (self.folder / "model-schemas/models.yaml").unlink()
        self.ends((DATABASE, "init --baseline"), DATABASE_URL=NOWHERE)
        self.model(MODEL)
        harness.server().sql("DO $$ BEGIN CREATE ROLE guest LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        self.autogen("-m", "Add users")
        self.ends(*((DATABASE, command) for command in ("upgrade head", "stamp head", "ensure-version")),
                  DATABASE_URL=harness.server().url(self.name, "guest"))

    def test_a_migration_fails(self):
        self.autogen("-m", "Add users")
        file, = self.files()
        file.write_text(file.read_text() + "SELECT nothing;\n")
        self.ends((MIGRATION, "upgrade head"), (MIGRATION, "upgrade head --dry-run"))

    def test_protected(self):
        self.autogen("-m", "Add users")
        self.write("autogen.yaml", "format: 1\nenvironments:\n  prod: {url: '" + self.url + "', protected: true}\n")
        self.ends((FINDING, "upgrade head -n prod"), (FINE, "upgrade head -n prod --yes"),
                  (FINDING, "downgrade base -n prod --yes"))


if __name__ == "__main__":
    harness.main()
