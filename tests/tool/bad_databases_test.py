"""Databases that cannot be reached, read or changed: who refused and what to do is told, a password never."""
import re

import harness
from harness import server
from server import OldServer, Server

MODEL = "tables:\n  users:\n    columns:\n      id: bigint primary key\n"
SECRET = "hunter2-secret"


class BadDatabases(harness.ToolTest):
    def setUp(self):
        super().setUp()
        self.autogen("init")
        self.model(MODEL)

    def refused(self, url, told, *arguments, status=3):
        run = self.autogen(*(arguments or ("current",)), status=status, DATABASE_URL=url)
        self.assertEqual(run.out, "")
        self.assertEqual(self.told(run.err), told)

    def test_out_of_reach(self):
        self.refused(f"postgresql://app:{SECRET}@127.0.0.1:1/shop", """\
error: cannot reach app@127.0.0.1:1/shop
  connection to server at "127.0.0.1", port 1 failed: Connection refused
  \tIs the server running on that host and accepting TCP/IP connections?
  hint: check that the server runs, and the address's host and port
""")
        self.refused("postgresql://app@/shop?host=/nowhere", """\
error: cannot reach app@/nowhere/shop
  connection to server on socket "/nowhere/.s.PGSQL.5432" failed: No such file or directory
  \tIs the server running locally and accepting connections on that socket?
  hint: check that the server runs, and the address's host and port
""")

    def test_no_such_database(self):
        self.refused(server().url("nothing_here"), """\
error: there is no database nothing_here at postgres@SOCKET/nothing_here
  hint: create it first (createdb), or correct the address
""")

    def test_an_address_that_is_none(self):
        hint = """\
  hint: write postgresql://user@host:5432/database or host=… dbname=…; in a URL's user and password @ is %40, : is %3A, / is %2F, ? is %3F and % is %25
"""
        self.refused(f"postgres//app:{SECRET}", "error: the database's address cannot be read\n" + hint, status=2)
        self.refused(f"mysql://app:{SECRET}@h/d",
                     "error: the database's address begins with mysql:, which is not PostgreSQL's\n" + hint, status=2)

    def test_no_address(self):
        self.assertEqual(self.autogen("upgrade", "head", status=2).err, """\
error: no database is named
  hint: set DATABASE_URL, write url: in autogen.yaml, or pass --url
""")

    def test_a_wrong_password_is_never_shown(self):
        strict = Server(settings=("tcp",))
        self.addCleanup(strict.stop)
        strict.sql("CREATE ROLE app LOGIN PASSWORD 'right'")
        hba = strict.folder / "data/pg_hba.conf"
        hba.write_text("local all all trust\nhost all all all scram-sha-256\n")
        strict.sql("SELECT pg_reload_conf()")
        url = f"postgresql://app:{SECRET}@127.0.0.1:{strict.port}/postgres"
        for command in (["current"], ["check"], ["status"], ["upgrade", "head"], ["-m", "Users"], ["inspect", "-o", "out"]):
            for flags in ([], ["--json"], ["-v"]):
                run = self.autogen(*command, *flags, "--url", url, status=3)
                self.assertNotIn(SECRET, run.out + run.err)
                self.assertIn("wrong password for the role app", run.err)
        self.autogen("current", "--url", url.replace(SECRET, "right"))

    def test_read_only(self):
        self.database(f"ALTER DATABASE t{harness.ToolTest.databases + 1} SET default_transaction_read_only = on")
        self.autogen("-m", "Users")
        for command in (["upgrade", "head"], ["stamp", "head"]):
            run = self.autogen(*command, status=3)
            self.assertIn("DB is read-only\n", self.told(run.err))
            self.assertIn("default_transaction_read_only is on", run.err)
        self.autogen("current")
        self.autogen("status")
        self.autogen("check", status=1)
        self.autogen("upgrade", "head", "--sql")

    def test_hot_standby(self):
        standby = Server(standby_of=server())
        self.addCleanup(standby.stop)
        url = standby.url("postgres")
        self.autogen("-m", "Users")
        run = self.autogen("upgrade", "head", "--url", url, status=3)
        self.assertIn("is a standby: it can be read, not changed\n  hint: use the primary's address", run.err)
        self.autogen("current", "--url", url)
        self.autogen("check", "--url", url, status=1)

    def test_missing_privileges_are_named(self):
        self.database()
        server().sql("DROP ROLE IF EXISTS weak; CREATE ROLE weak LOGIN")
        self.addCleanup(lambda: self.sql("DROP OWNED BY weak; DROP ROLE weak"))
        weak = server().url(self.name, "weak")
        self.autogen("-m", "Users")
        self.refused(weak, """\
  database  weak@SOCKET/DB
error: role weak may not create tables in schema public, where autogen_version is to be
  hint: GRANT CREATE ON SCHEMA public TO weak; or name another schema in the config: version_table_schema
""", "upgrade", "head")
        self.autogen("upgrade", "head")
        self.refused(weak, """\
error: permission denied for table autogen_version
  hint: this role lacks the privilege: have it granted, or connect as a role that has it
""")
        self.sql("GRANT ALL ON autogen_version, autogen_history TO weak")
        self.autogen("current", DATABASE_URL=weak)

    # Whoever may read the schema writes the migration; whoever owns the tables applies it.
    def test_a_reader_writes_migrations(self):
        self.database()
        server().sql("DROP ROLE IF EXISTS reader; CREATE ROLE reader LOGIN")
        self.addCleanup(lambda: self.sql("DROP OWNED BY reader; DROP ROLE reader"))
        self.autogen("-m", "Users")
        self.autogen("upgrade", "head")
        self.sql("GRANT SELECT ON autogen_version, autogen_history TO reader")
        self.model(MODEL + "      email: text\n")
        reader = server().url(self.name, "reader")
        self.autogen("-m", "Add email to users", DATABASE_URL=reader)
        run = self.autogen("upgrade", "head", status=3, DATABASE_URL=reader)
        self.assertIn("error: role reader does not own users, which belongs to postgres\n  nothing was run\n"
                      "  hint: run it as postgres, or as a member of that role\n", run.err)
        self.autogen("upgrade", "head")

    def test_too_few_locks(self):
        small = Server(settings=("max_locks_per_transaction=10", "max_connections=10", "max_worker_processes=0",
                                 "max_wal_senders=0"))
        self.addCleanup(small.stop)
        self.autogen("revision", "-m", "Add many tables")
        upgrade, = self.files()
        count = 1000
        tables = "".join(f"CREATE TABLE t{n} (id bigserial PRIMARY KEY);\n" for n in range(count))
        upgrade.write_text(upgrade.read_text() + tables)
        url = {"DATABASE_URL": small.url("postgres")}
        for arguments in (("upgrade", "head"), ("upgrade", "head", "--dry-run")):
            error = self.autogen(*arguments, status=4, **url).err
            failed = int(re.search(r"CREATE TABLE t(\d+)", error)[1])
            told = re.search(r"max_locks_per_transaction is 10, and some (\d+) are wanted", error)
            self.assertIsNotNone(told, error)
            self.assertGreaterEqual(int(told[1]), 10 * count / (failed + 1))
            self.assertEqual(small.sql("SELECT count(*) FROM pg_class WHERE relname LIKE 't%_pkey'"), "0")
        raised = Server(settings=(f"max_locks_per_transaction={told[1]}", "max_connections=10", "max_worker_processes=0",
                                  "max_wal_senders=0"))
        self.addCleanup(raised.stop)
        self.autogen("upgrade", "head", DATABASE_URL=raised.url("postgres"))

    def test_too_old(self):
        old = OldServer("12.22")
        self.addCleanup(old.stop)
        self.refused(f"postgresql://app@127.0.0.1:{old.port}/shop", """\
error: the server is PostgreSQL 12, which is too old
  hint: autogen needs PostgreSQL 13 or newer
""")


if __name__ == "__main__":
    harness.main()
