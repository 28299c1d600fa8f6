#include "engine/sql/facts/facts.h"

#include "gtest/gtest.h"

namespace autogen {
namespace {

Database Before() {
  Database database;
  Table table;
  table.schema = "public";
  table.name = "t";
  Column column;
  column.name = "a";
  column.type = {"pg_catalog", "character varying", "(9)", false};
  table.columns.push_back(column);
  database.Add(table);
  Index index;
  index.schema = "public";
  index.name = "i";
  index.table = "t";
  database.Add(index);
  return database;
}

std::string Text(const QualifiedName& name) { return name.schema.str() + "." + name.name.str(); }

// "t ACCESS EXCLUSIVE; rewrite t; scan t; alone; unknown"
std::string Describe(const Facts& facts) {
  std::string text;
  auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  for (const RelationLock& lock : facts.locks) {
    add(Text(lock.relation) + " " + std::string(Words(lock.mode)));
  }
  for (const QualifiedName& relation : facts.rewrites) add("rewrite " + Text(relation));
  for (const QualifiedName& relation : facts.scans) add("scan " + Text(relation));
  if (!facts.in_transaction) add("alone");
  if (!facts.known) add("unknown");
  return text;
}

struct FactsCase {
  std::string name, statement, facts;
};
class FactsTest : public testing::TestWithParam<FactsCase> {};

TEST_P(FactsTest, Tells) {
  Database before = Before();
  FactsContext context;
  context.before = &before;
  auto facts = FactsOf(GetParam().statement, context);
  ASSERT_TRUE(facts.ok()) << facts.status();
  EXPECT_EQ(Describe(*facts), GetParam().facts);
}

INSTANTIATE_TEST_SUITE_P(
    Statements, FactsTest,
    testing::ValuesIn<FactsCase>({
        {"add_column", "ALTER TABLE t ADD COLUMN b boolean DEFAULT false NOT NULL",
         "public.t ACCESS EXCLUSIVE"},
        {"add_column_volatile", "ALTER TABLE app.t ADD COLUMN b uuid DEFAULT gen_random_uuid()",
         "app.t ACCESS EXCLUSIVE; rewrite app.t"},
        {"add_column_stable", "ALTER TABLE t ADD COLUMN b timestamptz DEFAULT now()",
         "public.t ACCESS EXCLUSIVE"},
        {"add_column_identity", "ALTER TABLE t ADD COLUMN b bigint GENERATED ALWAYS AS IDENTITY",
         "public.t ACCESS EXCLUSIVE; rewrite public.t"},
        {"add_column_references", "ALTER TABLE t ADD COLUMN b bigint REFERENCES users",
         "public.t ACCESS EXCLUSIVE; public.users SHARE ROW EXCLUSIVE"},
        {"longer", "ALTER TABLE t ALTER COLUMN a TYPE varchar(20)", "public.t ACCESS EXCLUSIVE"},
        {"shorter", "ALTER TABLE t ALTER COLUMN a TYPE varchar(2)",
         "public.t ACCESS EXCLUSIVE; rewrite public.t"},
        {"converted", "ALTER TABLE t ALTER COLUMN a TYPE integer USING a::integer",
         "public.t ACCESS EXCLUSIVE; rewrite public.t"},
        {"unknown_table", "ALTER TABLE u ALTER COLUMN a TYPE text",
         "public.u ACCESS EXCLUSIVE; rewrite public.u"},
        {"set_not_null", "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
         "public.t ACCESS EXCLUSIVE; scan public.t"},
        {"add_check", "ALTER TABLE t ADD CONSTRAINT c CHECK (a > '')",
         "public.t ACCESS EXCLUSIVE; scan public.t"},
        {"add_check_not_valid", "ALTER TABLE t ADD CONSTRAINT c CHECK (a > '') NOT VALID",
         "public.t ACCESS EXCLUSIVE"},
        {"add_foreign_key", "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES app.u",
         "public.t SHARE ROW EXCLUSIVE; app.u SHARE ROW EXCLUSIVE; scan public.t"},
        {"using_index", "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i",
         "public.t ACCESS EXCLUSIVE"},
        {"validate", "ALTER TABLE t VALIDATE CONSTRAINT c",
         "public.t SHARE UPDATE EXCLUSIVE; scan public.t"},
        {"statistics", "ALTER TABLE t ALTER COLUMN a SET STATISTICS 5",
         "public.t SHARE UPDATE EXCLUSIVE"},
        {"strongest", "ALTER TABLE t ALTER COLUMN a SET STATISTICS 5, DROP COLUMN b",
         "public.t ACCESS EXCLUSIVE"},
        {"logged", "ALTER TABLE t SET UNLOGGED", "public.t ACCESS EXCLUSIVE; rewrite public.t"},
        {"attach", "ALTER TABLE t ATTACH PARTITION p FOR VALUES IN (1)",
         "public.t SHARE UPDATE EXCLUSIVE; public.p ACCESS EXCLUSIVE; scan public.p"},
        {"detach_concurrently", "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
         "public.t SHARE UPDATE EXCLUSIVE; public.p ACCESS EXCLUSIVE; alone"},
        {"index", "CREATE INDEX ON t (a)", "public.t SHARE; scan public.t"},
        {"index_concurrently", "CREATE INDEX CONCURRENTLY x ON t (a)",
         "public.t SHARE UPDATE EXCLUSIVE; scan public.t; alone"},
        {"drop_index", "DROP INDEX i", "public.i ACCESS EXCLUSIVE; public.t ACCESS EXCLUSIVE"},
        {"drop_index_concurrently", "DROP INDEX CONCURRENTLY i",
         "public.i SHARE UPDATE EXCLUSIVE; public.t SHARE UPDATE EXCLUSIVE; alone"},
        {"drop_table", "DROP TABLE t, app.u", "public.t ACCESS EXCLUSIVE; app.u ACCESS EXCLUSIVE"},
        {"drop_trigger", "DROP TRIGGER x ON app.t", "app.t ACCESS EXCLUSIVE"},
        {"drop_function", "DROP FUNCTION f(integer)", ""},
        {"create_table", "CREATE TABLE n (a integer REFERENCES t)", "public.t SHARE ROW EXCLUSIVE"},
        {"partition_of", "CREATE TABLE n PARTITION OF t FOR VALUES IN (1)",
         "public.t ACCESS EXCLUSIVE"},
        {"trigger", "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
         "public.t SHARE ROW EXCLUSIVE"},
        {"rename_constraint", "ALTER TABLE t RENAME CONSTRAINT a TO b",
         "public.t ACCESS EXCLUSIVE"},
        {"rename_column", "ALTER TABLE t RENAME COLUMN a TO b", "public.t ACCESS EXCLUSIVE"},
        {"comment_column", "COMMENT ON COLUMN app.t.a IS 'x'", "app.t SHARE UPDATE EXCLUSIVE"},
        {"update", "UPDATE t SET a = 1", "public.t ROW EXCLUSIVE"},
        {"vacuum", "VACUUM t", "public.t SHARE UPDATE EXCLUSIVE; alone"},
        {"vacuum_full", "VACUUM (FULL) t", "public.t ACCESS EXCLUSIVE; rewrite public.t; alone"},
        {"reindex_concurrently", "REINDEX TABLE CONCURRENTLY t",
         "public.t SHARE UPDATE EXCLUSIVE; alone"},
        {"refresh", "REFRESH MATERIALIZED VIEW t", "public.t ACCESS EXCLUSIVE; rewrite public.t"},
        {"add_value", "ALTER TYPE mood ADD VALUE 'x'", ""},
        {"create_database", "CREATE DATABASE d", "alone"},
        {"replace_view", "CREATE OR REPLACE VIEW v AS SELECT 1", "public.v ACCESS EXCLUSIVE"},
        {"grant", "GRANT SELECT ON t TO public", ""},
        {"do", "DO $$ begin end $$", "unknown"},
    }),
    [](const auto& param) { return param.param.name; });

TEST(FactsErrorTest, NotOneStatement) {
  EXPECT_EQ(FactsOf("select 1; select 2", {}).status().message(), "this is not one statement");
  EXPECT_FALSE(FactsOf("alter tabel t", {}).ok());
}

TEST(FactsErrorTest, AddValueStoodAloneBefore12) {
  FactsContext old;
  old.server_version = 110000;
  EXPECT_FALSE(FactsOf("ALTER TYPE mood ADD VALUE 'x'", old)->in_transaction);
}

}  // namespace
}  // namespace autogen
