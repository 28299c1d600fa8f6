"""What a scratch server said of texts is kept, by content, and believed only where all that it rests on is as it was."""
import concurrent.futures

import harness

# Somebody's cast: what texts mean is then left to the server.
DATABASE = "CREATE CAST (text AS integer) WITH INOUT; CREATE TABLE t (a int CHECK (a BETWEEN 1 AND 2)); CREATE VIEW v AS SELECT a FROM t"
MODEL = "tables: {t: {columns: {a: \"int check (a between 1 and 2)\"}}}\nviews: {v: select a from t}\n"


class Verdicts(harness.ToolTest):
    def setUp(self):
        super().setUp()
        self.environment["XDG_CACHE_HOME"] = str(self.folder / "cache")
        self.database(DATABASE)
        self.autogen("init")
        self.model(MODEL)

    def kept(self):
        return sorted((self.folder / "cache/autogen").glob("verdict-*"))

    def check(self, status=0, *flags):
        # What a check without a difference leaves behind would answer the next one.
        for state in (self.folder / "cache/autogen").glob("state-*"):
            state.unlink()
        return self.autogen("check", *flags, status=status)

    def test_a_word_is_kept_for_each_object(self):
        self.check()
        self.assertEqual([file.read_text() for file in self.kept()], ["autogen verdict 1 one\n"] * 2)
        before = [(file, file.stat().st_mtime_ns) for file in self.kept()]
        self.check()
        self.assertEqual([(file, file.stat().st_mtime_ns) for file in self.kept()], before)

    def test_what_is_kept_is_believed_until_no_cache_says_not_to(self):
        self.check()
        for file in self.kept():
            file.write_text("autogen verdict 1 two\n")
        self.check(1)
        self.check(0, "--no-cache")
        self.assertEqual({file.read_text() for file in self.kept()}, {"autogen verdict 1 two\n"})

    def test_no_cache_keeps_nothing(self):
        self.check(0, "--no-cache")
        self.assertEqual(self.kept(), [])

    def test_it_is_safe_to_delete_or_to_cut_short(self):
        self.check()
        for text in ("", "autogen verdict 1 on", "autogen verdict 2 two\n", "autogen verdict 1 two\n\n"):
            for file in self.kept():
                file.write_text(text)
            self.check()
        for file in self.kept():
            file.unlink()
        self.check()
        self.assertEqual(len(self.kept()), 2)

    def test_another_text_is_another_question(self):
        self.check()
        self.model(MODEL.replace("1 and 2", "1 and 3"))
        self.check(1)
        self.assertEqual(sorted(file.read_text() for file in self.kept()),
                         ["autogen verdict 1 one\n"] * 2 + ["autogen verdict 1 two\n"])
        self.check(1)
        self.model(MODEL)
        self.check()

    def test_so_is_another_object_behind_a_name(self):
        """The same text over a column of another type."""
        self.check()
        first = self.kept()
        self.sql("DROP VIEW v; ALTER TABLE t ALTER a TYPE bigint; CREATE VIEW v AS SELECT a FROM t")
        self.model(MODEL.replace("a: \"int", "a: \"bigint"))
        self.check()
        self.assertEqual(len(self.kept()), 4)
        self.assertTrue(set(first) < set(self.kept()))

    def test_many_at_once(self):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            runs = list(pool.map(lambda _: self.run_tool("check"), range(4)))
        self.assertEqual([run.status for run in runs], [0] * 4)
        self.assertEqual([file.read_text() for file in self.kept()], ["autogen verdict 1 one\n"] * 2)


if __name__ == "__main__":
    harness.main()
