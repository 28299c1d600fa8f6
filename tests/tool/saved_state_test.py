"""A check that finds nothing leaves its word for the next one: whatever has changed since, that word is not believed."""
import shutil
import subprocess
import time

import harness
from server import AS_SERVER, Server

MODEL = """\
tables:
  users:
    columns:
      id: bigint primary key
      age: integer not null default 18
    constraints:
      adult: check (public.allowed(age))
functions:
  allowed(age integer):
    returns: boolean
    language: sql
    volatility: immutable
    body: select age >= 18
"""
SQL = """\
CREATE FUNCTION allowed(age integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$select age >= 18$$;
CREATE TABLE users (id bigint PRIMARY KEY, age integer NOT NULL DEFAULT 18, CONSTRAINT adult CHECK (allowed(age)));
"""


class SavedState(harness.ToolTest):
    def setUp(self):
        super().setUp()
        self.environment["XDG_CACHE_HOME"] = str(self.folder / "cache")
        self.database(SQL)
        self.autogen("init")
        self.model(MODEL)
        self.first = self.autogen("check")

    def states(self):
        return sorted((self.folder / "cache/autogen").glob("state-*"))

    def check(self, status=0):
        return self.autogen("check", status=status)

    def asked(self):
        """Whether a check reads more than the digest: the statements that the server saw."""
        harness.server().sql("ALTER SYSTEM SET log_statement = 'all'")
        harness.server().sql("SELECT pg_reload_conf()")
        time.sleep(0.2)
        log = harness.server().folder / "log"
        before = log.stat().st_size
        self.check()
        with open(log, "rb") as file:
            file.seek(before)
            seen = file.read().decode()
        harness.server().sql("ALTER SYSTEM RESET log_statement")
        harness.server().sql("SELECT pg_reload_conf()")
        return "pg_get_expr" in seen

    def test_nothing_new_is_not_read_again(self):
        self.assertEqual(len(self.states()), 1)
        self.assertFalse(self.asked())
        self.assertEqual(self.check().err, self.first.err)

    def test_what_is_no_change(self):
        self.sql("ANALYZE; INSERT INTO users VALUES (1, 20)")
        self.sql("VACUUM FREEZE")
        self.sql("BEGIN; ALTER TABLE users ADD note text; ROLLBACK")
        self.assertFalse(self.asked())

    def test_changes_in_the_database_are_seen(self):
        for change, back in (
                ("COMMENT ON TABLE users IS 'all'", "COMMENT ON TABLE users IS NULL"),
                ("ALTER TABLE users ADD note text", "ALTER TABLE users DROP note"),
                ("ALTER TABLE users ALTER age SET DEFAULT 21", "ALTER TABLE users ALTER age SET DEFAULT 18"),
                # The table's own rows stay as they are: only the text of its check is another.
                ("ALTER FUNCTION allowed(integer) RENAME TO permitted", "ALTER FUNCTION permitted(integer) RENAME TO allowed"),
                ("CREATE TYPE mood AS ENUM ('sad')", "DROP TYPE mood"),
                ("CREATE INDEX i ON users (age)", "DROP INDEX i")):
            with self.subTest(change):
                self.check()
                self.sql(change)
                self.check(status=1)
                self.check(status=1)
                self.sql(back)
                self.check()

    def reads(self, status):
        """How often the catalog is read by one check."""
        return self.autogen("check", "-v", status=status).err.count("catalog read")

    def test_a_difference_that_is_expected_is_read_once(self):
        self.sql("ALTER TABLE users ADD note text")
        self.assertEqual(self.reads(1), 2)
        self.assertEqual(self.reads(1), 1)
        self.sql("ALTER TABLE users ADD more text")
        self.assertEqual(self.reads(1), 1)
        self.sql("ALTER TABLE users DROP note, DROP more")
        self.assertEqual(self.reads(0), 1)
        self.assertFalse(self.asked())
        self.sql("ALTER TABLE users ADD note text")
        self.assertEqual(self.reads(1), 2)

    def test_changes_in_the_models_are_seen(self):
        self.model(MODEL.replace("default 18", "default 19"))
        self.check(status=1)
        self.model(MODEL)
        self.check()
        self.model("tables:\n  more:\n    columns:\n      id: bigint\n", "more.yaml")
        self.check(status=1)

    def test_another_role_is_another_state(self):
        self.sql("DO $$ BEGIN CREATE ROLE reader LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        self.environment["DATABASE_URL"] = harness.server().url(self.name, "reader")
        self.assertTrue(self.asked())
        self.assertEqual(len(self.states()), 2)

    def test_no_cache(self):
        self.states()[0].unlink()
        self.autogen("check", "--no-cache")
        self.assertEqual(self.states(), [])
        # A state that lies: with --no-cache nobody asks it.
        self.check()
        self.sql("ALTER TABLE users ADD note text")
        self.autogen("check", "--no-cache", status=1)

    def test_a_damaged_state_is_none(self):
        state = self.states()[0]
        whole = state.read_bytes()
        for damaged in (b"", whole[:len(whole) // 2], whole.replace(b"server", b"sErver"), b"\0" * 100):
            state.write_bytes(damaged)
            self.assertTrue(self.asked())
            self.assertEqual(state.read_bytes(), whole)
        shutil.rmtree(self.folder / "cache")
        self.check()
        (self.folder / "cache/autogen").chmod(0o500)
        self.check()
        (self.folder / "cache/autogen").chmod(0o700)

    def test_two_at_once(self):
        for state in self.states():
            state.unlink()
        runs = [subprocess.Popen([harness.BINARY, "check"], cwd=self.folder, env=self.environment, stderr=subprocess.PIPE)
                for _ in range(6)]
        for run in runs:
            run.communicate()
            self.assertEqual(run.returncode, 0)
        self.assertEqual(len(list((self.folder / "cache/autogen").iterdir())), 1)
        self.assertFalse(self.asked())

    def test_a_data_folder_put_back(self):
        own = Server()
        self.addCleanup(own.stop)
        own.sql(SQL)
        self.environment["DATABASE_URL"] = own.url("postgres")
        self.check()
        data, copy = own.folder / "data", own.folder / "copy"
        own.command("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
        subprocess.run(["cp", "-a", data, copy], check=True)
        start = ["pg_ctl", "-D", data, "-s", "-w", "-l", own.folder / "log", "-o",
                 f"-c listen_addresses= -c unix_socket_directories={own.folder} -c fsync=off", "start"]
        own.command(*start)
        own.sql("ALTER TABLE users ALTER age SET DEFAULT 21")
        self.check(status=1)
        self.model(MODEL.replace("default 18", "default 21"))
        self.check()
        own.command("pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
        subprocess.run(["rm", "-rf", data], check=True)
        subprocess.run(["cp", "-a", copy, data], check=True)
        own.command(*start)
        # As many transactions as before, and another schema.
        own.sql("ALTER TABLE users ALTER age SET DEFAULT 22")
        self.check(status=1)


class WithoutAServer(harness.ToolTest):
    """Where the head says that it reaches these very models, nobody is asked."""

    def setUp(self):
        super().setUp()
        self.environment["XDG_CACHE_HOME"] = str(self.folder / "cache")
        self.autogen("init")
        self.model(MODEL)
        self.autogen("-m", "Users")

    def check(self, status=0):
        """A check that would find no server to start."""
        return self.autogen("check", status=status, AUTOGEN_POSTGRES_BIN="/nowhere")

    def test_the_head_answers(self):
        self.assertIn("no drift: the models and the migrations agree", self.check().err)

    def test_words_of_the_model_that_mean_nothing(self):
        self.model("# a comment\n" + MODEL.replace("integer not null default 18", "int not null default 18"))
        self.check()

    def test_a_changed_model_is_replayed(self):
        self.model(MODEL.replace("default 18", "default 19"))
        self.autogen("check", status=1)

    def test_a_changed_file_is_replayed(self):
        file = self.files()[0]
        file.write_text(file.read_text().replace("DEFAULT 18", "DEFAULT 19"))
        self.autogen("check", status=1)

    def test_a_migration_by_hand_is_replayed(self):
        self.autogen("revision", "-m", "Fill the ages by hand")
        self.autogen("check")


if __name__ == "__main__":
    harness.main()
