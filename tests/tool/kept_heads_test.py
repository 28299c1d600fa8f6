"""What the migrations build is found out once: then it is kept, and whatever changes, an old answer is not believed."""
import os

import harness
from server import binaries

MODEL = "tables:\n  users:\n    columns:\n      id: bigint primary key\n      age: integer not null default 18\n"
WITH_NAME = MODEL + "      name: text default lower('X')\n"


class KeptHeads(harness.ToolTest):
    def setUp(self):
        super().setUp()
        self.environment["XDG_CACHE_HOME"] = str(self.folder / "cache")
        # A PostgreSQL that tells when it is started. (The test's own folder is closed to the server's user.)
        self.bin = harness.server().folder / self.id() / "bin"
        self.bin.mkdir(parents=True)
        for program in os.listdir(binaries()):
            (self.bin / program).symlink_to(binaries() / program)
        self.log = self.folder / "started"
        (self.bin / "postgres").unlink()
        (self.bin / "postgres").write_text(f"#!/bin/sh\ncase $* in *--version*|*--single*) ;; *) echo \"$*\" >> '{self.log}' ;; esac\n"
                                           f"exec '{binaries()}/postgres' \"$@\"\n")
        (self.bin / "postgres").chmod(0o755)
        self.environment["AUTOGEN_POSTGRES_BIN"] = str(self.bin)
        self.extensions = self.bin.parent / "share/extension"
        self.extensions.mkdir(parents=True)
        (self.extensions / "plpgsql.control").write_text("default_version = '1.0'\n")
        self.folder.chmod(0o711)
        self.folder.parent.chmod(0o711)
        self.log.touch()
        self.log.chmod(0o666)
        self.autogen("init")

    def started(self, *arguments, status=0):
        """How many servers a run starts."""
        before = len(self.log.read_text().splitlines())
        self.last = self.autogen(*arguments, status=status)
        return len(self.log.read_text().splitlines()) - before

    def kept(self):
        return sorted((self.folder / "cache/autogen").glob("heads-*"))

    def test_the_migrations_are_replayed_once(self):
        self.model(MODEL)
        self.assertEqual(self.started("-m", "Users"), 1)
        self.model(WITH_NAME)
        self.assertEqual(self.started("check", status=1), 1)
        first = self.last.out
        self.assertEqual(self.started("check", status=1), 0)
        self.assertEqual(self.last.out, first)
        self.assertEqual(self.started("check", "--no-cache", status=1), 1)
        self.assertEqual(self.last.out, first)
        self.autogen("-m", "Add name to users")
        self.autogen("check")

    def test_a_changed_file_is_replayed(self):
        self.model(MODEL)
        self.autogen("-m", "Users")
        self.model(WITH_NAME)
        self.autogen("check", status=1)
        file = self.files()[0]
        file.write_text(file.read_text().replace("DEFAULT 18", "DEFAULT 19"))
        self.assertEqual(self.started("check", status=1), 1)
        self.assertIn("19", self.last.out)

    def test_another_extension_is_replayed(self):
        self.model(MODEL)
        self.autogen("-m", "Users")
        self.model(WITH_NAME)
        self.autogen("check", status=1)
        (self.extensions / "plpgsql--1.0--1.1.sql").write_text("")
        self.assertEqual(self.started("check", status=1), 1)
        self.assertEqual(self.started("check", status=1), 0)

    def test_a_damaged_one_is_none(self):
        self.model(MODEL)
        self.autogen("-m", "Users")
        self.model(WITH_NAME)
        self.autogen("check", status=1)
        for file in self.kept():
            file.write_bytes(file.read_bytes()[:-9])
        self.assertEqual(self.started("check", status=1), 1)
        self.assertEqual(self.started("check", status=1), 0)

    def test_what_a_migration_reaches_is_known_when_it_is_written(self):
        self.database()
        self.model(MODEL)
        self.autogen("-m", "Users")
        self.autogen("upgrade", "head")
        self.model(WITH_NAME)
        self.assertEqual(self.started("-m", "Add name to users", "--prove", "off", "--allow-empty"), 0)
        self.autogen("upgrade", "head")
        # Not proved, so not believed.
        self.assertEqual(self.started("-m", "Nothing"), 1)
        self.assertEqual(self.started("-m", "Nothing"), 0)
        self.assertIn("no changes", self.last.err)

    def test_what_was_made_by_hand_and_taken_in_is_not_what_the_migrations_build(self):
        self.database()
        self.model(MODEL)
        self.autogen("-m", "Users")
        self.autogen("upgrade", "head")
        self.sql("ALTER TABLE users ADD by_hand text")
        self.model(WITH_NAME + "      by_hand: text\n")
        self.autogen("-m", "Add name to users", "--adopt-drift")
        self.autogen("upgrade", "head")
        self.assertIn("changed it by hand", self.autogen("-m", "Nothing", status=1).err)

    def test_changes_by_hand_are_found(self):
        self.database()
        self.model(MODEL)
        self.autogen("-m", "Users")
        self.autogen("upgrade", "head")
        for change, back in (("ALTER TABLE users ADD note text", "ALTER TABLE users DROP note"),
                             ("ALTER TABLE users ALTER age SET DEFAULT 21", "ALTER TABLE users ALTER age SET DEFAULT 18"),
                             ("DROP TABLE users", "CREATE TABLE users (id bigint PRIMARY KEY, age integer NOT NULL DEFAULT 18)")):
            with self.subTest(change):
                self.sql(change)
                self.assertIn("changed it by hand", self.autogen("-m", "Nothing", status=1).err)
                self.sql(back)
                self.assertEqual(self.started("-m", "Nothing"), 0)


if __name__ == "__main__":
    harness.main()
