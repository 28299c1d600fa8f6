#include "introspect/stand_in.h"

#include <gmock/gmock.h>

#include <map>

#include "introspect/expression_text.h"
#include "introspect/read_catalog.h"
#include "tests/support/test_server.h"

namespace autogen {
namespace {

// Every expression over a table, as it was read and as the server prints it over the table.
using Texts = std::map<std::string, std::string>;

constexpr char kSchema[] = R"(
  CREATE FUNCTION staop1(a integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT a';
  CREATE FUNCTION named(starelid integer, stanullfrac integer) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1';
  CREATE DOMAIN staop2 AS integer;
  CREATE TYPE pair AS (staop1 integer, stawidth text);
  CREATE TABLE "Odd ""name" (
    gone integer, id integer, "select" text, "Two Words" text, staop1 integer, starelid text, gone_too integer,
    pg_statistic integer, parts pair, list integer[], at timestamp, stainherit integer,
    sum integer GENERATED ALWAYS AS (id + staop1) STORED,
    CONSTRAINT row_there CHECK ("Odd ""name" IS NOT NULL),
    CONSTRAINT own CHECK (pg_statistic > 0 AND stainherit <> 1 AND tableoid > 0),
    CONSTRAINT part CHECK ((parts).staop1 > 1 AND (parts).stawidth <> starelid));
  ALTER TABLE "Odd ""name" DROP gone, DROP gone_too;
  CREATE INDEX i1 ON "Odd ""name" ((lower("select") || "Two Words"), id, (starelid || 'starelid'));
  CREATE INDEX i2 ON "Odd ""name" (staop1(staop1), named(stanullfrac => staop1, starelid => id));
  CREATE INDEX i3 ON "Odd ""name" ((id::staop2)) WHERE "Two Words" <> E'staop1 ''starelid'' "x" \\ staop1';
  CREATE INDEX i4 ON "Odd ""name" ((list[staop1:id])) WHERE extract(year FROM at) > 2000;
  CREATE INDEX i5 ON "Odd ""name" ((CASE WHEN id > 1 THEN staop1 ELSE pg_statistic END));
  CREATE MATERIALIZED VIEW m AS SELECT id AS a, "select" AS stanullfrac FROM "Odd ""name";
  CREATE INDEX i6 ON m (lower(stanullfrac)) WHERE a > 0;
  DO $$ BEGIN EXECUTE 'CREATE TABLE wide (' ||
    (SELECT string_agg('c' || n || ' text', ', ') FROM generate_series(1, 40) n) ||
    ', staop1 text, CHECK (staop1 <> c40 AND staop1 <> c2), ' ||
    'sum text GENERATED ALWAYS AS (c40 || c2) STORED)'; END $$;
  CREATE INDEX i7 ON wide (lower(c2), lower(c40), lower(staop1)) WHERE c1 <> staop1)";

constexpr char kPrinted[] = R"(
  SELECT conname, pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0
  UNION ALL
  SELECT (SELECT relname FROM pg_class WHERE oid = indexrelid), pg_get_expr(indexprs, indrelid) FROM pg_index WHERE indexprs IS NOT NULL
  UNION ALL
  SELECT (SELECT relname FROM pg_class WHERE oid = indexrelid) || ' where', pg_get_expr(indpred, indrelid) FROM pg_index WHERE indpred IS NOT NULL
  UNION ALL
  SELECT c.relname || ' ' || adnum, pg_get_expr(adbin, adrelid) FROM pg_attrdef JOIN pg_class c ON c.oid = adrelid)";

class StandInTest : public testing::Test {
 protected:
  StandInTest() : conninfo_(TestServer::Get().CreateDatabase()) {
    TestServer::Get().Run(conninfo_, kSchema);
  }

  Connection Open() const {
    absl::StatusOr<Connection> connection = Connection::Open(conninfo_);
    EXPECT_TRUE(connection.ok()) << connection.status();
    return *std::move(connection);
  }

  static Texts Printed(Connection& connection) {
    absl::StatusOr<QueryResult> result =
        connection.Query("SET search_path = ''; " + std::string(kPrinted));
    EXPECT_TRUE(result.ok()) << result.status();
    Texts texts;
    for (const auto& row : result->rows) texts[*row[0]] = StripParentheses(*row[1]);
    return texts;
  }

  static Texts Read(Connection& connection, int lock_timeout_ms) {
    ReadOptions options;
    options.lock_timeout_ms = lock_timeout_ms;
    absl::StatusOr<Database> database = ReadCatalog(connection, options);
    EXPECT_TRUE(database.ok()) << Describe(ToFinding(database.status()));
    Texts texts;
    for (const auto& [id, object] : database->objects) {
      if (const auto* check = std::get_if<Constraint>(&object)) {
        texts[check->name.str()] = check->check.text.str();
      } else if (const auto* index = std::get_if<Index>(&object)) {
        for (const IndexKey& key : index->keys) {
          if (!key.column.empty()) continue;
          std::string& all = texts[index->name.str()];
          all += (all.empty() ? "" : ", ") + key.expression.text.str();
        }
        if (!index->where.empty()) texts[index->name.str() + " where"] = index->where.text.str();
      } else if (const auto* table = std::get_if<Table>(&object)) {
        for (const Column& column : table->columns) {
          if (column.generated.empty()) continue;
          texts[table->name.str() + (table->name == Name("wide") ? " 42" : " 13")] =
              column.generated.text.str();
        }
      }
    }
    return texts;
  }

  std::string conninfo_;
};

// One pair of parentheses around each is the printer's.
Texts WithoutOuter(Texts texts) {
  for (auto& [name, text] : texts) {
    std::string all;
    for (const std::string& part : SplitList(text)) {
      all += (all.empty() ? "" : ", ") + StripParentheses(part);
    }
    text = all;
  }
  return texts;
}

TEST_F(StandInTest, ReadsWhatTheServerPrintsOverTheTable) {
  Connection connection = Open();
  const Texts printed = WithoutOuter(Printed(connection));
  EXPECT_EQ(printed.size(), 17u);
  EXPECT_EQ(WithoutOuter(Read(connection, 0)), printed);
}

// Of a view's query the server opens the tables all the same.
TEST_F(StandInTest, WaitsForNoTable) {
  TestServer::Get().Run(conninfo_, "DROP MATERIALIZED VIEW m");
  Connection connection = Open(), other = Open();
  ASSERT_TRUE(other.Execute(R"(BEGIN; LOCK TABLE "Odd ""name")").ok());
  EXPECT_THAT(Read(connection, 100), testing::Contains(testing::Key("i1")));
}

TEST(ReplaceColumns, AsksForWhatCanBeAColumnAlone) {
  auto replace = [](std::string_view text) {
    return ReplaceColumns(text, [](std::string_view word) -> std::optional<std::string> {
      if (word == "a") return "\"A\"";
      return std::nullopt;
    });
  };
  EXPECT_EQ(replace("a"), "\"A\"");
  EXPECT_EQ(replace("(a + ab) - (a1 * _a)"), "(\"A\" + ab) - (a1 * _a)");
  EXPECT_EQ(replace("a(a) || x.a || (b).a"), "a(\"A\") || x.a || (b).a");
  EXPECT_EQ(replace("'a ''a' || E'\\\\a' || \"a\""), "'a ''a' || E'\\\\a' || \"a\"");
  EXPECT_EQ(replace("(a)::a = a::integer"), "(\"A\")::a = \"A\"::integer");
  EXPECT_EQ(replace("f(a => a)"), "f(a => \"A\")");
  EXPECT_EQ(replace("XMLFOREST(a AS a)"), "XMLFOREST(\"A\" AS a)");
  EXPECT_EQ(replace("XMLELEMENT(NAME a, a)"), "XMLELEMENT(NAME a, \"A\")");
  EXPECT_EQ(replace("(a.* IS NOT NULL)"), "(\"A\".* IS NOT NULL)");
  EXPECT_EQ(replace("x[a:a]"), "x[\"A\":\"A\"]");
  EXPECT_EQ(replace("JSON_OBJECT('k' : a)"), "JSON_OBJECT('k' : \"A\")");
}

}  // namespace
}  // namespace autogen
