"""Each command's --help, --json and exit status; wrong calls."""
import os
import re
import signal
import subprocess
import time

import harness
from harness import BINARY, server

COMMANDS = ["init", "inspect", "revision", "merge", "check", "prove", "diff", "review", "upgrade", "downgrade", "current",
            "history", "heads", "branches", "show", "status", "stamp", "ensure-version", "resolve"]
MODEL = "tables:\n  users:\n    columns:\n      id: bigint primary key\n"
WIDER = MODEL + "      email: text\n"


class Inspect(harness.ToolTest):
    def test_files_that_hold_the_same_stay(self):
        self.database("CREATE TABLE one (a int); CREATE TABLE two (a int)")
        self.autogen("init")

        def written():
            self.autogen("inspect", "--force")
            return {file.name: file.stat().st_mtime_ns for file in (self.folder / "model-schemas").rglob("*.yaml")}

        first = written()
        self.assertEqual(written(), first)
        self.sql("ALTER TABLE two ADD b int")
        second = written()
        self.assertEqual({name for name in second if second[name] != first[name]}, {"two.yaml"})


class Help(harness.ToolTest):
    def test_every_command_has_one_with_examples(self):
        for command in COMMANDS:
            for flag in ("--help", "-h"):
                run = self.autogen(command, flag)
                self.assertIn(f"Usage: autogen {command}", run.out)
                self.assertRegex(run.out, rf"Examples?:\n  autogen {command}")

    def test_the_whole_names_every_command(self):
        run = self.autogen("--help")
        listed = re.findall(r"^  ([a-z][a-z-]+) ", run.out[run.out.index("Subcommands:"):], re.M)
        self.assertEqual(sorted(set(listed) - {"autogen"}), sorted(COMMANDS))
        self.assertIn("Exit status:", run.out)
        self.assertRegex(self.autogen("--version").out, r"^autogen \d+\.\d+\.\d+\n$")

    def test_wrong_calls(self):
        for arguments, told in [
            (["upgrad", "head"], "error: there is no command upgrad\n"
             "  hint: did you mean upgrade? autogen --help shows how\n"),
            (["upgrade"], "error: target is required\n  hint: autogen upgrade --help shows how\n"),
            (["upgrade", "head", "--sqll"], "error: unknown flag: --sqll\n  hint: autogen upgrade --help shows how\n"),
            (["heads", "head"], "error: not expected here: head\n  hint: autogen heads --help shows how\n"),
        ]:
            run = self.autogen(*arguments, status=2)
            self.assertEqual(run.err, told)
            self.assertEqual(run.out, "")
        self.assertIn("Usage: autogen", self.autogen(status=2).out)

    def test_a_flag_takes_one_value(self):
        self.autogen("init")
        self.assertEqual(self.autogen("history", "-x", "a=b", "-q").out, "")
        self.model(MODEL)
        self.autogen("revision", "-m", "Nothing", "--depends-on", "zzzz", status=2)


class Json(harness.ToolTest):
    def setUp(self):
        super().setUp()
        self.database()
        self.autogen("init")
        self.model(MODEL)

    def keys(self, *arguments, status=0):
        return list(self.autogen(*arguments, "--json", status=status).json())

    def test_shapes(self):
        written = self.autogen("-m", "Users", "--json").json()
        self.assertEqual(list(written), ["revision", "message", "proof", "upgrade", "downgrade", "changes"])
        self.assertEqual(written["changes"], [
            {"change": "added", "kind": "table", "object": "users", "detail": "1 column"},
            {"change": "added", "kind": "constraint", "object": "users.users_pkey", "detail": "primary key (id)"}])
        self.assertTrue((self.folder / written["upgrade"]).exists())
        revision, database = written["revision"], f"postgres@{server().folder}/{self.name}"
        self.assertEqual(self.autogen("status", "--json").json(), {
            "folder": "migrations", "migrations": 1, "heads": [revision], "database": database, "current": [],
            "pending": [revision], "edited": [], "missing": [], "drift": 2})
        self.assertEqual(self.keys("upgrade", "head", "--sql"), ["sql"])
        self.assertEqual(self.autogen("upgrade", "head", "--dry-run", "--json").json(),
                         {"database": database, "ran": [revision], "dry_run": True})
        self.assertEqual(self.autogen("upgrade", "head", "--json").json(),
                         {"database": database, "ran": [revision], "dry_run": False})
        self.assertEqual(self.autogen("upgrade", "head", "--json").json()["ran"], [])
        self.assertEqual(self.autogen("current", "--json").json(), [revision])
        self.assertEqual(self.autogen("check", "--json").json(), {"drift": []})
        self.assertEqual(self.autogen("-m", "Nothing", "--json").json(), {"revision": None, "changes": []})
        entry = {"revision": revision, "down_revisions": [], "branch_labels": [], "depends_on": [], "message": "Users",
                 "created": written and self.autogen("show", "--json").json()[0]["created"],
                 "proof": written["proof"], "upgrade": written["upgrade"], "downgrade": written["downgrade"], "head": True}
        for command in (["history"], ["heads"], ["show", "head"]):
            self.assertEqual(self.autogen(*command, "--json").json(), [entry])
        self.assertEqual(self.autogen("history", "-i", "--json").json(), [{**entry, "current": True}])
        self.assertEqual(self.autogen("branches", "--json").json(), [])
        self.assertEqual(self.keys("show", "head", "--sql"), ["sql"])
        self.assertEqual(self.autogen("stamp", "base", "--json").json(), {"database": database, "current": []})
        self.assertEqual(self.autogen("stamp", "head", "--json").json(), {"database": database, "current": [revision]})
        self.assertEqual(self.keys("stamp", "base", "--sql"), ["sql"])
        self.assertEqual(self.autogen("ensure-version", "--json").json(), {"database": database})
        proof = self.autogen("prove", "--json").json()
        self.assertEqual(proof, {"proved": [revision], "equal_to_models": True, "server": proof["server"]})
        review = self.autogen("review", "--json").json()
        self.assertEqual(list(review[0]), ["revision", "message", "proof", "upgrade", "downgrade"])
        self.assertEqual(review[0]["upgrade"]["statements"][0]["locks"], [])
        self.assertEqual(review[0]["downgrade"]["hazards"],
                         [{"id": "data-loss", "words": "drops table users and all its rows"}])
        objects = self.autogen("inspect", "--json").json()
        self.assertEqual([entry["kind"] for entry in objects], ["schema", "table", "constraint"])
        self.assertEqual(self.autogen("diff", "--from", self.url, "--to", "model-schemas", "--json").json(), [])
        self.assertEqual(self.autogen("downgrade", "base", "--json").json(),
                         {"database": database, "ran": [revision], "dry_run": False})

    def test_drift(self):
        self.assertEqual(self.autogen("check", "--json", status=1).json()["drift"][0],
                         {"change": "added", "kind": "table", "object": "users", "detail": "1 column"})
        self.assertEqual(len(self.autogen("diff", "--from", self.url, "--to", "model-schemas", "--json", status=1).json()), 2)

    def test_errors_are_json_too(self):
        self.model("tables:\n  users: {colums: {}}\n")
        self.assertEqual(self.autogen("check", "--json", status=2).json(), {"errors": [{
            "message": "unknown key `colums` in table `users`", "file": "model-schemas/models.yaml", "line": 2,
            "column": 11, "hint": "did you mean `columns`?"}]})
        run = self.autogen("upgrade", "head", "--json", "--url", "postgresql://a@127.0.0.1:1/b", status=3)
        self.assertEqual(run.json()["errors"][0]["message"], "cannot reach a@127.0.0.1:1/b")
        self.autogen("upgrad", "--json", status=2)

    def test_without_a_database(self):
        self.environment.pop("DATABASE_URL")
        self.assertEqual(self.autogen("status", "--json").json(),
                         {"folder": "migrations", "migrations": 0, "heads": [], "database": None})


class Words(harness.ToolTest):
    """What the commands say to people."""

    def setUp(self):
        super().setUp()
        self.database()
        self.autogen("init")
        self.model(MODEL)
        self.autogen("-m", "Users", "--rev-id", "aaaaaaaaaaaa")
        self.model(WIDER)

    def test_status(self):
        self.assertEqual(self.told(self.autogen("status").out), """\
migrations  1 in migrations/, head <rev1>
database    postgres@SOCKET/DB, at nothing
pending     <rev1>  Users
files       as they were applied
drift       2 differences from the models, with what is pending (`autogen check` shows them)
""")
        self.autogen("upgrade", "head")
        self.autogen("-m", "Add email to users")
        self.autogen("upgrade", "head")
        self.assertEqual(self.told(self.autogen("status").out), """\
migrations  2 in migrations/, head <rev2>
database    postgres@SOCKET/DB, at <rev2>
pending     none
files       as they were applied
drift       none: the database is what the models say
""")
        self.assertEqual(self.autogen("status", DATABASE_URL="").out.splitlines()[1],
                         "database    none named (DATABASE_URL, url: in the config, or --url)")

    def test_show_and_history(self):
        self.autogen("upgrade", "head")
        self.assertEqual(self.told(self.autogen("show", "-i").out), """\
<base> -> <rev1> (head) (current), Users
    file     migrations/<time>_<rev1>_users.upgrade.sql
    created  <when>
    proof    both directions, PostgreSQL <version>
""")
        self.assertEqual(self.autogen("history").out, "<base> -> aaaaaaaaaaaa (head), Users\n")
        self.assertEqual(self.autogen("history", "-i").out, "<base> -> aaaaaaaaaaaa (head) (current), Users\n")
        self.assertEqual(self.autogen("show", "aaaa", "--sql").out, self.files()[0].read_text())
        self.assertEqual(self.autogen("show", "aaaa", "--downgrade").out, self.files("*.downgrade.sql")[0].read_text())
        self.assertEqual(self.autogen("show", "bbbb", status=2).err, """\
error: Can't locate revision identified by 'bbbb'
  hint: autogen history lists what there is
""")

    def test_check(self):
        self.autogen("upgrade", "head")
        run = self.autogen("check", status=1)
        self.assertEqual(run.out, """\
added column  users.email  text

  ALTER TABLE users ADD COLUMN email text;
""")
        self.assertEqual(self.told(run.err), """\
error: drift: postgres@SOCKET/DB is not what the models say
  hint: `autogen -m "…"` writes the migration
""")

    def test_diff(self):
        self.autogen("upgrade", "head")
        for output, told in [
            ("text", "added column  users.email  text\n"),
            ("sql", "ALTER TABLE users ADD COLUMN email text;\n"),
            ("markdown", "| change | object | what |\n|---|---|---|\n| added column | `users.email` | `text` |\n"),
        ]:
            self.assertEqual(self.autogen("diff", "--from", "migrations", "--to", "model-schemas", "--output", output,
                                          status=1).out, told)
        self.assertIn("dropped column", self.autogen("diff", "--from", "model-schemas", "--to", self.url, status=1).out)
        self.write("schema.sql", "CREATE TABLE users (id bigint PRIMARY KEY, email text);")
        self.autogen("diff", "--from", "schema.sql", "--to", "model-schemas")

    def test_review(self):
        self.model(WIDER + """\
      team: bigint references teams
    indexes:
      ix_users_email: [email]
  teams:
    columns:
      id: bigint primary key
""")
        self.autogen("-m", "Add email and team to users", DATABASE_URL="")
        review = self.told(self.autogen("review").out)
        self.assertEqual(review[:review.index("### Downgrade")], """\
## Migration `<rev2>`: Add email and team to users

**Proof:** both directions, PostgreSQL <version>

### Upgrade

- **lock**: builds an index while users cannot be written
- **fails-on-rows**: adds a foreign key to users, which fails if rows do not keep it
- **scan**: scans users while users and teams cannot be written

| statement | lock on what was there before | rows |
|---|---|---|
| `CREATE TABLE teams ( id bigint NOT NULL, CONSTRAINT teams_pkey PRIMARY KEY (id) )` | none |  |
| `ALTER TABLE users ADD COLUMN email text` | ACCESS EXCLUSIVE on users: no reads, no writes |  |
| `ALTER TABLE users ADD COLUMN team bigint` | ACCESS EXCLUSIVE on users: no reads, no writes |  |
| `CREATE INDEX ix_users_email ON users USING btree (email)` | SHARE on users: no writes | reads all of users |
| `ALTER TABLE users ADD CONSTRAINT users_team_fkey FOREIGN KEY (team) REFERENCES teams(id)` | SHARE ROW EXCLUSIVE on users: no writes | reads all of users |

Safer on a large table:

- `CREATE INDEX ix_users_email ON users USING btree (email)`: CREATE INDEX CONCURRENTLY, below a line `-- no transaction`: writes go on meanwhile
- `ALTER TABLE users ADD CONSTRAINT users_team_fkey FOREIGN KEY (team) REFERENCES teams(id)`: add it NOT VALID, and VALIDATE CONSTRAINT in a migration of its own

""")
        self.autogen("review", "--fail-on", "error")
        self.autogen("review", "--fail-on", "warning", status=1)

    def test_stamp(self):
        self.autogen("stamp", "head")
        self.assertEqual(self.autogen("current", "-q").out, "aaaaaaaaaaaa\n")
        self.sql(self.autogen("stamp", "base", "--sql").out)
        self.assertEqual(self.autogen("current", "-q").out, "")
        self.sql("INSERT INTO autogen_version VALUES ('gone')")
        self.autogen("current", status=2)
        self.autogen("stamp", "--purge", "head")
        self.assertEqual(self.autogen("current", "-q").out, "aaaaaaaaaaaa\n")

    def test_ensure_version(self):
        self.autogen("ensure-version")
        self.autogen("ensure-version")
        self.assertEqual(self.sql("SELECT count(*) FROM autogen_version"), "0")

    def test_quiet_says_results_alone(self):
        run = self.autogen("upgrade", "head", "-q")
        self.assertEqual((run.out, run.err), ("", ""))
        self.assertEqual(self.autogen("current", "-q").out, "aaaaaaaaaaaa\n")

    def test_colour_only_where_it_is_wanted(self):
        self.assertNotIn("\033", self.autogen("upgrade", "nothing", status=2).err)
        self.assertIn("\033[31merror:", self.autogen("upgrade", "nothing", "--color", "always", status=2).err)


class Crash(harness.ToolTest):
    def test_resolve(self):
        self.database("CREATE TABLE t (a int)")
        self.autogen("init")
        self.autogen("revision", "-m", "Index t", "--rev-id", "aaaa")
        up = self.files()[0]
        up.write_text(up.read_text() + "\n-- no transaction\nCREATE INDEX CONCURRENTLY i ON t (a);\n")
        # A reader's snapshot holds the build up; the runner is killed meanwhile.
        reader = subprocess.Popen([server().bin / "psql", "-qXd", self.url], stdin=subprocess.PIPE, text=True)
        reader.stdin.write("BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE;\n")
        reader.stdin.flush()
        while self.sql("SELECT count(*) FROM pg_locks WHERE mode = 'RowExclusiveLock' AND relation = 't'::regclass") == "0":
            time.sleep(0.05)
        runner = subprocess.Popen([BINARY, "upgrade", "head"], cwd=self.folder, env=self.environment,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while self.sql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%' AND "
                       "datname = current_database()") == "0":
            time.sleep(0.05)
        runner.send_signal(signal.SIGKILL)
        runner.wait()
        reader.stdin.close()
        reader.wait()
        while self.sql("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'autogen' AND "
                       "datname = current_database()") != "0":
            time.sleep(0.05)
        run = self.autogen("upgrade", "head", status=4)
        self.assertIn("autogen resolve aaaa --unit 1 --done, or --retry to run it again", run.err)
        self.autogen("resolve", "aaaa", "--unit", "1", status=2)
        self.autogen("resolve", "aaaa", "--unit", "2", "--done", status=2)
        self.sql("DROP INDEX IF EXISTS i")
        self.assertEqual(self.autogen("resolve", "aaaa", "--unit", "1", "--retry").err,
                         "  resolved  unit 1 of aaaa: runs again\n")
        self.autogen("upgrade", "head")
        self.assertEqual(self.sql("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass"), "t")


if __name__ == "__main__":
    harness.main()
