"""Databases that hold objects of kinds that models cannot say yet, and others that rest on them."""
import re

import harness


class LeftAlone(harness.ToolTest):
    RESTING = """
        CREATE TABLE payment (id integer, amount numeric) PARTITION BY LIST (id);
        CREATE TABLE payment_1 PARTITION OF payment FOR VALUES IN (1);
        CREATE AGGREGATE joined(text) (sfunc = textcat, stype = text);
        CREATE TABLE film (id integer PRIMARY KEY, title text NOT NULL, spare text);
        CREATE VIEW titles AS SELECT joined(title) AS titles FROM film;
        CREATE VIEW sales AS SELECT f.title, p.amount FROM film f JOIN payment p USING (id);
        CREATE VIEW sold AS SELECT title FROM sales;
        CREATE MATERIALIZED VIEW best AS SELECT title FROM sold;
        CREATE INDEX best_title ON best (title);
        CREATE FUNCTION latest() RETURNS numeric LANGUAGE sql AS 'SELECT amount FROM payment LIMIT 1';
        CREATE TABLE daily (day date PRIMARY KEY, total numeric DEFAULT latest(), CHECK (total < latest()));
        CREATE TRIGGER never BEFORE INSERT ON film FOR EACH ROW WHEN (NEW.spare < '') EXECUTE FUNCTION suppress_redundant_updates_trigger();
    """

    def test_what_rests_on_what_models_cannot_say_is_left_alone(self):
        self.database(self.RESTING)
        self.autogen("init")
        run = self.autogen("inspect")
        left = ("notice: left alone unless the models name it, since it rests on what they cannot say yet: "
                "function latest() (partitioned table payment), default daily.total (partitioned table payment), "
                "constraint daily.daily_total_check (partitioned table payment), view sales (partitioned table payment), "
                "view sold (partitioned table payment) and 2 more\n")
        self.assertIn(left, run.err)
        written = {str(file.relative_to(self.folder / "model-schemas")) for file in self.folder.rglob("*.yaml")
                   if "model-schemas" in file.parts}
        self.assertEqual(written, {"database.yaml", "public/tables/daily.yaml", "public/tables/film.yaml"})
        # The database is what its own models say.
        self.assertIn(left, self.autogen("check").err)
        self.assertIn("no changes in what models can say", self.autogen("-m", "Nothing").err)
        # The models stand by themselves.
        self.database()
        self.autogen("-m", "From nothing")
        self.autogen("upgrade", "head")
        self.autogen("check")
        self.autogen("downgrade", "base")

    def test_a_database_with_kinds_that_models_cannot_say_is_adopted(self):
        self.database(self.RESTING)
        run = self.autogen("init", "--baseline")
        self.assertIn("proved    upgrade reaches the models", run.err)
        self.autogen("check")
        # What no migration has made is no change by hand.
        film = self.folder / "model-schemas/public/tables/film.yaml"
        film.write_text(film.read_text().replace("spare: text", "spare: text\n      added: integer"))
        run = self.autogen("-m", "Add added to film")
        self.assertIn("proved    upgrade reaches the models", run.err)
        self.autogen("upgrade", "head")
        self.autogen("check")
        self.autogen("-m", "Nothing more")
        # What rests on the change is made again, whole.
        text = film.read_text()
        film.write_text(text.replace("title: text", "title: varchar(500)"))
        run = self.autogen("-m", "Shorten titles")
        self.assertIn("which models cannot say yet: ", run.err)
        before = self.definitions()
        self.autogen("upgrade", "head")
        self.autogen("check")
        self.autogen("downgrade", "-1")
        self.assertEqual(self.definitions(), before)
        for file in self.files()[-1:] + self.files("*.downgrade.sql")[-1:]:
            file.unlink()
        # And nothing is taken from below it.
        film.write_text(re.sub(r" *title: .*\n", "", text))
        run = self.autogen("-m", "Drop title", "--renames", "ignore", status=1)
        self.assertIn("view sales is in the way: column film.title is dropped", run.err)
        self.assertIn("it rests on partitioned table payment, which models cannot say yet, and is left alone: "
                      "drop it by hand first", run.err)

    def definitions(self):
        return self.sql("SELECT relname, pg_get_viewdef(oid), relacl FROM pg_class WHERE relkind IN ('v', 'm') "
                        "AND relnamespace = 'public'::regnamespace ORDER BY 1")

    def test_what_models_cannot_say_keeps_its_place(self):
        self.database("CREATE SCHEMA app; CREATE TABLE app.p (a int PRIMARY KEY) PARTITION BY LIST (a);"
                      "CREATE TABLE app.p_1 PARTITION OF app.p FOR VALUES IN (1); CREATE TABLE app.t (a int REFERENCES app.p)")
        self.autogen("init")
        model = "schemas: [app]\ntables:\n  app.t: {columns: {a: integer}}\n"
        self.model(model)
        self.autogen("check")
        self.model(model + "  app.p_1: {columns: {a: integer}}\n")
        run = self.autogen("-m", "A table of that name", status=1)
        self.assertIn("error: table app.p_1 cannot be made: its name is taken (partition)\n", run.err)
        # A table with a foreign key to it can go, unproved.
        self.model("schemas: [app]\n")
        run = self.autogen("-m", "Drop t")
        self.assertIn("unproved  none: constraint app.t.t_a_fkey rests on partitioned table app.p, which models cannot say yet: ",
                      run.err)
        self.autogen("upgrade", "head")
        self.autogen("downgrade", "base")
        self.model(model)
        self.autogen("check")
        # The schema cannot.
        for file in self.files() + self.files("*.downgrade.sql"):
            file.unlink()
        self.model("tables: {}\n")
        run = self.autogen("-m", "Drop app", "--schema", "*", status=1)
        self.assertIn("partitioned table app.p is in the way: schema app is dropped", run.err)

    def test_models_may_name_what_rests_on_a_thing_made_by_hand(self):
        self.database("CREATE COLLATION german (provider = icu, locale = 'de');"
                      "CREATE TABLE t (a text COLLATE german, b integer)")
        self.autogen("init")
        self.model("tables:\n  t: {columns: {a: text collate public.german, b: integer}}\n")
        self.autogen("check")
        self.model("tables:\n  t: {columns: {a: text collate public.german, b: bigint}}\n")
        run = self.autogen("-m", "Widen b")
        self.assertIn("unproved  none: table t rests on collation german, which models cannot say yet: ", run.err)
        self.autogen("upgrade", "head")
        self.autogen("check")


if __name__ == "__main__":
    harness.main()
