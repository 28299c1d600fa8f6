"""A migrations folder that was damaged: what is wrong is told with its file and line, and nothing runs."""
import re

import harness

MODEL = "tables:\n  users:\n    columns:\n      id: bigint primary key\n"


def replace(old, new):
    return lambda text: text.replace(old, new)


# name, which half of the second migration, what becomes of its text, what is told
DAMAGE = [
    ("cut_short", "upgrade", lambda text: text[:-3], """\
migrations/<time>_<rev2>_add_email_to_users.upgrade.sql:13:1: error: the file ends within this statement
   13 | ALTER TABLE users ADD COLUMN email tex
      | ^
  hint: every statement ends with a semicolon; was the file cut short?
"""),
    ("cut_short_in_the_header", "upgrade", lambda text: text[:text.index("_revision")], """\
migrations/<time>_<rev2>_add_email_to_users.upgrade.sql:4: error: a line of the header is not of the form key: value
    4 | -- down
"""),
    ("cut_short_behind_a_line_of_the_header", "upgrade", lambda text: text[:text.index("-- depends_on")], """\
migrations/<time>_<rev2>_add_email_to_users.upgrade.sql:5: error: the file ends within its header
    5 | -- branch_labels:
  hint: was the file cut short?
"""),
    ("cut_short_in_a_value", "upgrade", lambda text: text[:text.index("-- chain:") + 22], """migrations/<time>_<rev2>_add_email_to_users.upgrade.sql:10: error: the file ends within its header
   10 | -- chain:         sha2
  hint: was the file cut short?
"""),
    ("empty", "upgrade", lambda text: "", """\
migrations/<time>_<rev2>_add_email_to_users.upgrade.sql:1: error: the header of a migration is missing: there is no revision
  hint: a file begins with its message, an empty comment line (--), and then `-- revision: ID`
"""),
    ("quote_not_closed", "downgrade", lambda text: text + "DO $$ BEGIN", """\
migrations/<time>_<rev2>_add_email_to_users.downgrade.sql:8:4: error: a dollar-quoted string is not closed
    8 | DO $$ BEGIN
      |    ^
  hint: was the file cut short?
"""),
    ("missing_half", "downgrade", None, """\
migrations/<time>_<rev2>_add_email_to_users.upgrade.sql: error: a half of this migration is missing: <time>_<rev2>_add_email_to_users.downgrade.sql
  hint: bring the file back; where there is no way back, one with the header alone
"""),
    ("unknown_header_key", "upgrade", replace("-- depends_on:", "-- depend_on:"), """\
migrations/<time>_<rev2>_add_email_to_users.upgrade.sql:6: error: unknown key in the header: depend_on
    6 | -- depend_on:
  hint: revision, down_revision, branch_labels, depends_on, created, search_path, starts_from, models, chain, proof; words of your own go below an empty comment line
"""),
    ("command_of_psql", "upgrade", lambda text: text + "\\d users\n", """\
migrations/<time>_<rev2>_add_email_to_users.upgrade.sql:14:1: error: a migration is SQL alone: psql's \\-commands are refused
   14 | \\d users
      | ^
"""),
    ("another_revision_below", "downgrade", lambda text: re.sub("(-- revision: +)", r"\g<1>0", text), """\
migrations/<time>_<rev2>_add_email_to_users.downgrade.sql:3: error: the two files of a migration name different revisions: <rev2> and 0<rev2>
    3 | -- revision:      0<rev2>
  hint: the other file is migrations/<time>_<rev2>_add_email_to_users.upgrade.sql
"""),
]


class BadFolders(harness.ToolTest):
    def two_migrations(self):
        self.database()
        self.autogen("init")
        self.model(MODEL)
        self.autogen("-m", "Users")
        self.autogen("upgrade", "head")
        self.model(MODEL + "      email: text\n")
        self.autogen("-m", "Add email to users")

    def half(self, number, which):
        return next(file for file in self.files(f"*.{which}.sql") if self.ids[number] in file.name)

    def refused(self, told, *arguments):
        run = self.autogen(*(arguments or ("upgrade", "head")), status=2)
        text = run.err.replace(self.ids[0], "<rev1>").replace(self.ids[1], "<rev2>")
        self.assertEqual(self.told(text), told)
        self.assertEqual(self.sql("SELECT version_num FROM autogen_version"), self.ids[0])

    def setUp(self):
        super().setUp()
        self.two_migrations()
        self.ids = self.known_ids()

    def test_damage(self):
        for name, which, change, told in DAMAGE:
            with self.subTest(name):
                file = self.half(1, which)
                text = file.read_text()
                if change is None:
                    file.unlink()
                else:
                    file.write_text(change(text))
                try:
                    self.refused(told)
                    self.refused(told, "status")
                finally:
                    file.write_text(text)
        self.autogen("upgrade", "head")

    def test_gap(self):
        for which in ("upgrade", "downgrade"):
            self.half(0, which).unlink()
        self.refused("""\
migrations/<time>_<rev2>_add_email_to_users.upgrade.sql: error: revision <rev2> follows <rev1>, which is not there
  hint: bring that migration's files back, or mend down_revision
""")

    def test_two_migrations_of_one_revision(self):
        for which in ("upgrade", "downgrade"):
            file = self.half(0, which)
            (file.parent / ("copy_" + file.name)).write_text(file.read_text())
        self.refused("""\
migrations/copy_<time>_<rev1>_users.upgrade.sql: error: two migrations are of revision <rev1>
  hint: the other one is migrations/<time>_<rev1>_users.upgrade.sql; give one of them another id, in its name and its header
""")

    def test_cycle(self):
        file = self.half(0, "upgrade")
        file.write_text(file.read_text().replace("-- down_revision:", f"-- down_revision: {self.ids[1]}"))
        run = self.autogen("upgrade", "head", status=2)
        self.assertIn("Cycle is detected in revisions", run.err)

    def test_a_row_that_no_file_has(self):
        self.sql("UPDATE autogen_version SET version_num = 'deadbeef0000'")
        for command in (["upgrade", "head"], ["current"], ["status"], ["downgrade", "-1"]):
            self.assertIn("Can't locate revision identified by 'deadbeef0000'", self.autogen(*command, status=2).err)

    def test_edited_and_missing_files_are_noticed(self):
        file = self.half(0, "upgrade")
        file.write_text(file.read_text() + "\nSELECT 1;\n")
        self.assertIn(f"{self.ids[0]}: edited since it was applied", self.autogen("upgrade", "head", "--dry-run").err)
        run = self.autogen("upgrade", "head", "--strict", status=1)
        self.assertIn("applied migrations are not what they were", run.err)
        self.assertEqual(self.sql("SELECT version_num FROM autogen_version"), self.ids[0])
        self.assertEqual(self.autogen("status", "--json").json()["edited"], [self.ids[0]])

    def test_a_failing_statement_rolls_all_back(self):
        file = self.half(1, "upgrade")
        file.write_text(file.read_text() + """
ALTER TABLE users
    ADD COLUMN x int,
    ADD COLUMN y nothing;
CREATE TABLE later ();
""")
        run = self.autogen("upgrade", "head", status=4)
        self.assertEqual(self.told(run.err.replace(self.ids[0], "<rev1>").replace(self.ids[1], "<rev2>")), """\
  database  postgres@SOCKET/DB
migrations/<time>_<rev2>_add_email_to_users.upgrade.sql:17:18: error: upgrade to <rev2> failed: type "nothing" does not exist
   17 |     ADD COLUMN y nothing;
      |                  ^
  in the statement:
    ALTER TABLE users
        ADD COLUMN x int,
        ADD COLUMN y nothing
  all of <rev2> was rolled back
  the database is at <rev1>
""")
        self.assertEqual(self.sql("SELECT version_num FROM autogen_version"), self.ids[0])
        self.assertEqual(self.sql("SELECT string_agg(attname, ',') FROM pg_attribute WHERE attrelid = 'users'::regclass "
                                  "AND attnum > 0"), "id")


if __name__ == "__main__":
    harness.main()
