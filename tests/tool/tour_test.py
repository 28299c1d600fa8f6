"""Whole tours, as a user makes them: a project from nothing, from a database, without any database."""
import harness

MODEL = """\
enums:
  plan: [free, pro]
tables:
  users:
    columns:
      id: bigint primary key generated always as identity
      email: text not null unique
      plan: plan not null default 'free'
    indexes:
      ix_users_plan: [plan]
"""
VERIFIED = MODEL.replace("    indexes:", "      email_verified: boolean not null default false\n    indexes:")


class Tour(harness.ToolTest):
    def shape(self):
        """The columns of users, as the database has them."""
        return self.sql("SELECT coalesce(string_agg(attname, ',' ORDER BY attnum), '') FROM pg_attribute "
                        "WHERE attrelid = to_regclass('users') AND attnum > 0 AND NOT attisdropped")

    def test_from_nothing(self):
        self.database()
        self.assertEqual(self.autogen("init").err, """\
  wrote     autogen.yaml
  made      model-schemas/
  made      migrations/
next: write models in model-schemas/ (or `autogen inspect` a database), then `autogen -m "First tables"`
""")
        self.model(MODEL)
        run = self.autogen("-m", "Users")
        self.assertEqual(self.told(run.err), """\
  detected  added enum        plan                   free, pro
            added table       users                  3 columns
            added constraint  users.users_email_key  unique (email)
            added constraint  users.users_pkey       primary key (id)
            added index       ix_users_plan          on users (plan)
  hazards   none
  proved    upgrade reaches the models, downgrade returns to the start   (<n> s, embedded PostgreSQL <version>)
  wrote     migrations/<time>_<rev1>_users.{upgrade,downgrade}.sql
""")
        self.assertEqual(run.out, "")
        self.assertEqual(self.told(self.files()[0].read_text()), """\
-- Users
--
-- revision:      <rev1>
-- down_revision:
-- branch_labels:
-- depends_on:
-- created:       <when>
-- search_path:   public
-- models:        <digest>
-- chain:         <digest>
-- proof:         both directions, PostgreSQL <version>

CREATE TYPE plan AS ENUM (
    'free',
    'pro'
);

CREATE TABLE users (
    id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
    email text NOT NULL,
    plan plan DEFAULT 'free' NOT NULL,
    CONSTRAINT users_email_key UNIQUE (email),
    CONSTRAINT users_pkey PRIMARY KEY (id)
);

CREATE INDEX ix_users_plan ON users USING btree (plan);
""")
        self.assertEqual(self.autogen("current").out, "")
        self.autogen("current", "--check-heads", status=1)
        self.autogen("check", status=1)
        self.autogen("upgrade", "head", "--dry-run")
        self.assertEqual(self.shape(), "")
        self.autogen("upgrade", "head")
        self.assertEqual(self.shape(), "id,email,plan")
        self.autogen("current", "--check-heads")
        self.autogen("check")

        self.model(VERIFIED)
        self.assertIn("email_verified", self.autogen("check", status=1).out)
        self.autogen("-m", "Add email_verified to users")
        self.autogen("check", "--migrations")
        self.autogen("upgrade", "+1")
        self.assertEqual(self.shape(), "id,email,plan,email_verified")
        self.assertEqual(self.autogen("-m", "Nothing to do").err,
                         f"no changes: the models and postgres@{harness.server().folder}/{self.name} agree (6 objects read)\n")
        self.assertEqual(len(self.files()), 2)
        self.autogen("upgrade", "head", "--verify")
        self.autogen("prove")
        self.autogen("downgrade", "-1")
        self.assertEqual(self.shape(), "id,email,plan")
        self.autogen("downgrade", "base")
        self.assertEqual(self.shape(), "")
        self.assertEqual(self.sql("SELECT count(*) FROM autogen_version"), "0")
        self.assertEqual(self.sql("SELECT count(*) FROM pg_type WHERE typname = 'plan'"), "0")

    def test_sql_is_what_runs(self):
        self.database()
        self.autogen("init")
        self.model(MODEL)
        self.autogen("-m", "Users")
        first = self.autogen("upgrade", "head", "--sql").out
        self.assertTrue(first.startswith(f"-- upgrade from base to {self.known_ids()[0]}\n"))
        self.sql(first)
        self.assertEqual(self.autogen("current", "-q").out, self.known_ids()[0] + "\n")
        self.autogen("check")
        self.assertEqual(self.autogen("upgrade", "head", "--sql").out,
                         f"-- upgrade from {self.known_ids()[0]}: nothing to do\n")
        offline = self.autogen("downgrade", f"{self.known_ids()[0]}:base", "--sql", DATABASE_URL="").out
        self.sql(offline)
        self.assertEqual(self.shape(), "")

    def test_a_database_that_exists(self):
        self.database("""
            CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL);
            CREATE VIEW emails AS SELECT email FROM users;
            INSERT INTO users VALUES (1, 'a@b');
        """)
        run = self.autogen("init", "--baseline")
        self.assertIn("stamped", run.err)
        self.autogen("check")
        self.autogen("check", "--migrations")
        self.autogen("prove")
        self.autogen("current", "--check-heads")
        self.assertEqual(self.sql("SELECT email FROM users"), "a@b")

        other = self.url
        self.database()
        self.autogen("upgrade", "head")
        self.autogen("check")
        self.autogen("diff", "--from", other, "--to", self.url)

    def test_without_a_database(self):
        self.autogen("init")
        self.model(MODEL)
        self.autogen("check", status=1)
        self.autogen("-m", "Users")
        self.autogen("check")
        self.model(VERIFIED)
        self.autogen("check", status=1)
        self.autogen("-m", "Add email_verified to users")
        self.autogen("check")
        self.autogen("prove")
        self.autogen("prove", "base:head")
        self.assertEqual(self.autogen("-m", "Nothing to do").err, "no changes: the models and the migrations agree "
                         "(6 objects read)\n")

    def test_starts_from_an_existing_database(self):
        self.database("CREATE TABLE old (id int PRIMARY KEY)")
        self.autogen("init")
        self.model("tables:\n  old: {columns: {id: integer primary key, name: text}}\n")
        run = self.autogen("-m", "Add name to old")
        self.assertIn("starts    from an existing database", run.err)
        self.assertIn("-- starts_from:   existing database\n", self.files()[0].read_text())
        # The head says that it reaches these models; others could only be told by a replay.
        self.autogen("check", "--migrations")
        self.model("tables:\n  old: {columns: {id: integer primary key, name: text, more: text}}\n")
        run = self.autogen("check", "--migrations", status=2)
        self.assertIn("no baseline: the migrations start from an existing database", run.err)
        self.model("tables:\n  old: {columns: {id: integer primary key, name: text}}\n")
        self.autogen("upgrade", "head")
        self.autogen("check")

    def test_hand_made_changes_stop_a_migration(self):
        self.database()
        self.autogen("init")
        self.model(MODEL)
        self.autogen("-m", "Users")
        self.assertEqual(self.told(self.autogen("-m", "More", status=2).err), """\
hint: the message says little: name what changes, as in "Add email_verified column to users"
error: Target database is not up to date.
  the database is at nothing, the migrations' head is <rev1>
  hint: run `autogen upgrade head` first
""")
        self.autogen("upgrade", "head")
        self.sql("ALTER TABLE users ADD COLUMN by_hand int")
        self.model(VERIFIED)
        run = self.autogen("-m", "Add email_verified to users", status=1)
        self.assertIn("somebody changed it by hand", run.err)
        self.assertIn("--from migrations leaves that out, --adopt-drift takes it into this migration", run.err)
        self.autogen("-m", "Add email_verified to users", "--from", "migrations")
        text = self.files()[-1].read_text()
        self.assertNotIn("by_hand", text)
        self.autogen("upgrade", "head")
        run = self.autogen("-m", "Drop what was made by hand", "--adopt-drift")
        self.assertIn("data-loss: drops users.by_hand and what it holds", run.err)
        self.autogen("upgrade", "head")
        self.assertEqual(self.shape(), "id,email,plan,email_verified")

    def test_an_empty_migration_is_filled_in_by_hand(self):
        self.database()
        self.autogen("init")
        self.model(MODEL)
        self.autogen("-m", "Users")
        self.autogen("revision", "-m", "Fill in emails")
        up, down = self.files()[-1], self.files("*.downgrade.sql")[-1]
        up.write_text(up.read_text() + "\nINSERT INTO users (email) VALUES ('a@b');\n")
        self.assertIn("-- proof:         none: written by hand", up.read_text())
        down.write_text(down.read_text() + "\nDELETE FROM users;\n")
        self.autogen("upgrade", "head")
        self.assertEqual(self.sql("SELECT email FROM users"), "a@b")
        first = self.files()[0].read_text()
        run = self.autogen("prove", "--write")
        self.assertEqual(self.told(run.err), """\
  proved    <rev1>  Users
  proved    <rev2>  Fill in emails
proved: up, down and equal to the models, on an embedded PostgreSQL <version>
  renewed   migrations/<time>_<rev2>_fill_in_emails.upgrade.sql
""")
        self.assertEqual(self.files()[0].read_text(), first)
        self.assertIn("-- proof:         both directions, PostgreSQL", up.read_text())
        self.assertNotIn("renewed", self.autogen("prove", "--write").err)
        self.autogen("check")
        self.autogen("downgrade", "base")

    def test_dry_run_of_what_cannot_be_rolled_back(self):
        self.database()
        self.autogen("init")
        self.model(MODEL)
        self.autogen("-m", "Users")
        self.autogen("upgrade", "head")
        self.autogen("revision", "-m", "Index users.email")
        up = self.files()[-1]
        up.write_text(up.read_text() + "\n-- no transaction\nCREATE INDEX CONCURRENTLY i ON users (email);\n")
        self.assertEqual(self.told(self.autogen("upgrade", "head", "--dry-run").err), """\
  database  postgres@SOCKET/DB
this cannot be rolled back (several units): tried on an embedded PostgreSQL <version>, without the database's rows
  tried     <rev2>  Index users.email
dry run: the database was not touched
""")
        up.write_text(up.read_text().replace("(email)", "(nothing)"))
        self.assertIn('column "nothing" does not exist', self.autogen("upgrade", "head", "--dry-run", status=4).err)
        self.assertEqual(self.sql("SELECT to_regclass('i')"), "")

    def test_branches(self):
        self.database()
        self.autogen("init")
        self.model(MODEL)
        self.autogen("-m", "Users", "--rev-id", "aaaa")
        self.autogen("revision", "-m", "Left hand side", "--rev-id", "bbbb", "--head", "aaaa", "--branch-label", "left")
        self.autogen("revision", "-m", "Right hand side", "--rev-id", "cccc", "--head", "aaaa", "--splice")
        self.assertEqual(self.autogen("heads", "-q").out, "bbbb\ncccc\n")
        self.assertEqual(self.autogen("branches", "-q").out, "aaaa\n")
        self.assertIn("Multiple head revisions are present", self.autogen("upgrade", "head", status=2).err)
        self.assertIn("Multiple head revisions are present", self.autogen("revision", "-m", "More", status=2).err)
        self.autogen("upgrade", "left@head")
        self.assertEqual(self.autogen("current", "-q").out, "bbbb\n")
        self.autogen("upgrade", "heads")
        self.autogen("merge", "heads", "-m", "Merge left and right", "--rev-id", "dddd")
        self.autogen("upgrade", "head")
        self.assertEqual(self.autogen("current").out, "dddd (head), Merge left and right\n")
        self.assertEqual(self.autogen("history").out, """\
bbbb, cccc -> dddd (head), Merge left and right
aaaa -> cccc, Right hand side
aaaa -> bbbb (left), Left hand side
<base> -> aaaa, Users
""")
        self.autogen("downgrade", "aaaa")
        self.assertEqual(self.autogen("current", "-q").out, "aaaa\n")

    def test_renames(self):
        self.database()
        self.autogen("init")
        self.model(MODEL)
        self.autogen("-m", "Users")
        self.autogen("upgrade", "head")
        self.sql("INSERT INTO users (email) VALUES ('kept@home')")
        self.model(MODEL.replace("email: text", "address: text"))
        run = self.autogen("-m", "Rename email to address", status=1)
        self.assertIn("--rename users.email:address", run.err)
        self.assertEqual(len(self.files()), 1)
        self.autogen("-m", "Rename email to address", "--rename", "users.email:address")
        self.assertIn("ALTER TABLE users RENAME COLUMN email TO address", self.files()[-1].read_text())
        self.autogen("upgrade", "head")
        self.assertEqual(self.sql("SELECT address FROM users"), "kept@home")
        self.autogen("downgrade", "-1")
        self.assertEqual(self.sql("SELECT email FROM users"), "kept@home")

    def test_a_protected_environment(self):
        self.database()
        self.autogen("init")
        self.model(MODEL)
        self.autogen("-m", "Users")
        config = self.folder / "autogen.yaml"
        config.write_text(config.read_text() + f"environments:\n  prod: {{url: '{self.url}', protected: true}}\n")
        run = self.autogen("upgrade", "head", "-n", "prod", status=1)
        self.assertIn("the environment is protected", run.err)
        self.assertEqual(self.shape(), "")
        self.autogen("upgrade", "head", "-n", "prod", "--yes")
        self.assertEqual(self.shape(), "id,email,plan")
        run = self.autogen("downgrade", "base", "-n", "prod", "--yes", status=1)
        self.assertIn("--allow data-loss", run.err)
        self.autogen("downgrade", "base", "-n", "prod", "--yes", "--allow", "data-loss")


if __name__ == "__main__":
    harness.main()
