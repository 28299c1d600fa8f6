"""Models that are none: each mistake is told whole, at its place, and nothing is written."""
import harness

# name, the model's text, what is told on stderr
MODELS = [
    ("not_yaml", """\
tables:
  users: {columns: {id: bigint
""", """\
model-schemas/models.yaml:3:1: error: a `{` is not closed
"""),
    ("tab", "tables:\n\tusers:\n", """\
model-schemas/models.yaml:2:1: error: a tab in the indentation
    2 | \tusers:
      | ^
  hint: indent with spaces
"""),
    ("not_a_mapping", "- users\n", """\
model-schemas/models.yaml:1:1: error: a model file is a mapping, and this is a list
    1 | - users
      | ^
  hint: it begins with a kind: tables, enums, functions …
"""),
    ("unknown_key", """\
tables:
  users:
    colums:
      id: bigint
""", """\
model-schemas/models.yaml:3:5: error: unknown key `colums` in table `users`
    3 |     colums:
      |     ^^^^^^
  hint: did you mean `columns`?
"""),
    ("reference_to_nothing", """\
tables:
  users:
    columns:
      team: bigint references teams
""", """\
model-schemas/models.yaml:4:31: error: there is no table or view `teams`
    4 |       team: bigint references teams
      |                               ^^^^^
  hint: neither the models nor PostgreSQL have it
"""),
    ("index_of_no_column", """\
tables:
  users:
    columns: {id: bigint}
    indexes: {ix_users_name: [name]}
""", """\
model-schemas/models.yaml:4:31: error: table `users` has no column `name`
    4 |     indexes: {ix_users_name: [name]}
      |                               ^^^^
"""),
    ("trigger_of_no_function", """\
tables:
  users:
    columns: {id: bigint}
    triggers: {touch: before update for each row execute function touch()}
""", """\
model-schemas/models.yaml:4:67: error: there is no function `touch`
    4 |     triggers: {touch: before update for each row execute function touch()}
      |                                                                   ^^^^^
  hint: neither the models nor PostgreSQL have it
"""),
    ("expression_that_does_not_parse", """\
tables:
  users:
    columns:
      age: integer check (age > )
""", """\
model-schemas/models.yaml:4:32: error: syntax error at end of input
    4 |       age: integer check (age > )
      |                                ^
"""),
    ("query_that_does_not_parse", "views:\n  v: selec 1\n", """\
model-schemas/models.yaml:2:6: error: syntax error at or near "selec"
    2 |   v: selec 1
      |      ^
"""),
    ("unknown_type", """\
tables:
  users:
    columns:
      id: bigitn
""", """\
model-schemas/models.yaml:4:11: error: there is no type `bigitn`
    4 |       id: bigitn
      |           ^^^^^^
  hint: neither the models nor PostgreSQL have it
"""),
    ("unknown_function", """\
tables:
  users:
    columns:
      at: timestamptz default nouw()
""", """\
model-schemas/models.yaml:4:31: error: there is no function `nouw`
    4 |       at: timestamptz default nouw()
      |                               ^^^^
  hint: neither the models nor PostgreSQL have it
"""),
    ("extension_by_its_projects_name", "extensions: [pgvector]\n", """\
model-schemas/models.yaml:1:14: error: there is no extension `pgvector`
    1 | extensions: [pgvector]
      |              ^^^^^^^^
  hint: the extension's own name is `vector`
"""),
    ("value_that_does_not_fit", """\
tables:
  users:
    columns:
      id: bigint default 'abc'
""", """\
model-schemas/models.yaml:2:3: error: users: invalid input syntax for type bigint: "abc"
    2 |   users:
      |   ^^^^^
  CREATE TABLE public.users (
      id bigint DEFAULT 'abc'
  )
"""),
]


class BadModels(harness.ToolTest):
    def test_each_is_told_and_nothing_is_written(self):
        self.database()
        self.autogen("init")
        for name, model, told in MODELS:
            with self.subTest(name):
                self.model(model)
                run = self.autogen("-m", "Add what is asked for", "--color", "never", status=2)
                self.assertEqual(self.without_story(run.err), told)
                self.assertEqual(run.out, "")
                self.assertEqual(self.files("*"), [])

    def test_two_definitions(self):
        self.autogen("init")
        self.model("tables:\n  users: {columns: {id: bigint}}\n", "a.yaml")
        self.model("tables:\n  users: {columns: {id: bigint}}\n", "b.yaml")
        self.assertEqual(self.autogen("check", status=2).err, """\
model-schemas/b.yaml:2:3: error: table `users` is defined twice
    2 |   users: {columns: {id: bigint}}
      |   ^^^^^
  the first is at model-schemas/a.yaml:2:3
  hint: take one of them out
""")

    def test_all_mistakes_are_told_at_once(self):
        self.autogen("init")
        self.model("tables:\n  users: {columns: {id: bigitn, team: bigint references teams}}\n")
        told = self.autogen("check", status=2).err
        self.assertIn("there is no type `bigitn`", told)
        self.assertIn("there is no table or view `teams`", told)

    def test_a_folder_that_is_not_there(self):
        self.autogen("init")
        (self.folder / "model-schemas").rmdir()
        self.assertEqual(self.autogen("check", status=2).err, """\
error: there is no folder of models at model-schemas
  hint: `autogen init` makes one; the config's `models` says where it is
""")

    # What was detected before the models turned out wrong.
    def without_story(self, told):
        return "".join(line for line in told.splitlines(True) if not line.startswith("  detected"))


if __name__ == "__main__":
    harness.main()
