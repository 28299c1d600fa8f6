#include <gmock/gmock.h>

#include "engine/base/error.h"
#include "engine/sql/names.h"

namespace autogen {
namespace {

using testing::ElementsAre;

std::string Text(const QualifiedName& name) {
  return name.schema.empty() ? name.name.str() : name.schema.str() + "." + name.name.str();
}

// "relation app.users", "function f/2"; operators are left out, unless they are in a schema.
std::vector<std::string> Names(std::string_view text, SqlForm form) {
  static constexpr std::string_view kRoles[] = {"relation", "type", "function", "operator",
                                                "collation"};
  absl::StatusOr<Uses> uses = FindUses(text, form);
  if (!uses.ok()) return {std::string(ToStd(uses.status().message()))};
  std::vector<std::string> names;
  for (const NameUse& use : uses->names) {
    if (use.role == NameRole::kOperator && use.name.schema.empty()) continue;
    std::string name(kRoles[static_cast<size_t>(use.role)]);
    name += " " + Text(use.name);
    if (use.arguments >= 0) name += "/" + std::to_string(use.arguments);
    names.push_back(name);
  }
  return names;
}

// "users.id of app.users"; "*" is every column, "!" grouped by.
std::vector<std::string> Columns(std::string_view text, SqlForm form) {
  absl::StatusOr<Uses> uses = FindUses(text, form);
  if (!uses.ok()) return {std::string(ToStd(uses.status().message()))};
  std::vector<std::string> columns;
  for (const ColumnUse& use : uses->columns) {
    std::string column = use.qualifier.empty() ? "" : use.qualifier.str() + ".";
    column += use.column.empty() ? "*" : use.column.str();
    if (use.grouped) column += "!";
    for (const QualifiedName& relation : use.relations) column += " " + Text(relation);
    columns.push_back(column);
  }
  return columns;
}

TEST(FindUses, NamesOfAnExpression) {
  EXPECT_THAT(
      Names("app.f(a, 'x'::app.mood) OPERATOR(app.+) (b COLLATE app.german) = c",
            SqlForm::kExpression),
      ElementsAre("function app.f/2", "type app.mood", "operator app.+", "collation app.german"));
  EXPECT_THAT(Names("CAST(x AS \"App\".\"Mood\"[]) IS NULL AND count(*) > 1", SqlForm::kExpression),
              ElementsAre("type App.Mood", "function count/0"));
}

TEST(FindUses, NamesInsideConstants) {
  EXPECT_THAT(Names("nextval('app.s'::regclass)", SqlForm::kExpression),
              ElementsAre("function nextval/1", "relation app.s", "type regclass"));
  EXPECT_THAT(Names("setval('s', 3)", SqlForm::kExpression),
              ElementsAre("function setval/2", "relation s"));
  EXPECT_THAT(Names("'app.f(int)'::regprocedure", SqlForm::kExpression),
              ElementsAre("function app.f", "type regprocedure"));
  EXPECT_THAT(Names("lower('app.s')", SqlForm::kExpression), ElementsAre("function lower/1"));
}

TEST(FindUses, WordsOfTheGrammarAreNoNames) {
  EXPECT_THAT(
      Names("extract(year FROM d) + x::int + trim(y)::double precision", SqlForm::kExpression),
      ElementsAre());
  EXPECT_THAT(Names("x::geometry(Point, 4326)", SqlForm::kExpression),
              ElementsAre("type geometry"));
  EXPECT_THAT(Columns("x::geometry(Point, 4326)", SqlForm::kExpression), ElementsAre("x"));
}

TEST(FindUses, NamesOfWithAreNoRelations) {
  EXPECT_THAT(Names("WITH a AS (SELECT 1 FROM b), b AS (SELECT 2) SELECT 3 FROM a, b, app.b",
                    SqlForm::kQuery),
              ElementsAre("relation b", "relation app.b"));
  EXPECT_THAT(Names("WITH RECURSIVE a AS (SELECT 1 FROM b), b AS (SELECT 2 FROM a) SELECT 3 FROM a",
                    SqlForm::kQuery),
              ElementsAre());
  EXPECT_THAT(Names("SELECT 1 FROM (WITH a AS (SELECT 1) SELECT 2 FROM a) x, a", SqlForm::kQuery),
              ElementsAre("relation a"));
}

TEST(FindUses, ColumnsOfAQuery) {
  EXPECT_THAT(Columns("SELECT u.id, total FROM app.users u JOIN orders ON orders.uid = u.id",
                      SqlForm::kQuery),
              ElementsAre("orders.uid orders", "u.id app.users", "u.id app.users",
                          "total app.users orders"));
  EXPECT_THAT(Columns("SELECT * FROM a JOIN b USING (id)", SqlForm::kQuery),
              ElementsAre("id a b", "* a b"));
  EXPECT_THAT(Columns("SELECT row_to_json(u) FROM users u", SqlForm::kQuery),
              ElementsAre("u.* users", "u users"));
  EXPECT_THAT(Columns("SELECT x.b FROM (SELECT a AS b FROM t) x GROUP BY 1", SqlForm::kQuery),
              ElementsAre("a t", "x.b", "x.b!"));
}

TEST(FindUses, ColumnsWithASchema) {
  EXPECT_THAT(Names("SELECT app.t.a FROM app.t", SqlForm::kQuery),
              ElementsAre("relation app.t", "relation app.t"));
  // Of a function body's argument: f.argument.field.
  EXPECT_THAT(Names("RETURN (SELECT f.arg.field FROM app.t)", SqlForm::kStatements),
              ElementsAre("relation app.t"));
}

TEST(FindUses, Statements) {
  EXPECT_THAT(
      Columns("BEGIN ATOMIC INSERT INTO log (a, b) VALUES (x, 1) ON CONFLICT (a) DO UPDATE "
              "SET b = excluded.b; UPDATE t SET c = 1 WHERE t.d; DELETE FROM u; END",
              SqlForm::kStatements),
      ElementsAre("x", "a log", "b log", "a log", "b log", "excluded.b log", "c t", "t.d t"));
  EXPECT_THAT(Names("BEGIN ATOMIC INSERT INTO app.log SELECT app.f(); DELETE FROM u; END",
                    SqlForm::kStatements),
              ElementsAre("relation app.log", "function app.f/0", "relation u"));
}

struct ErrorCase {
  const char *text, *message;
  int column;
};

TEST(FindUses, Errors) {
  const ErrorCase cases[] = {
      {"a +", "syntax error at end of input", 4},
      {"a) + (b", "syntax error at or near \"+\"", 4},
      {"a, b", "this is not one expression", 1},
      {"SELECT 1", "syntax error at or near \"SELECT\"", 1},
      {"'é' é +", "syntax error at or near \"é\"", 6},
      {"a -- comment", "", 0},
  };
  for (const ErrorCase& c : cases) {
    Finding finding = ToFinding(FindUses(c.text, SqlForm::kExpression).status());
    EXPECT_EQ(finding.message, c.message) << c.text;
    EXPECT_EQ(finding.place.column, c.column) << c.text;
  }
}

TEST(CheckSyntax, SyntaxOfNewerServersIsNoError) {
  EXPECT_TRUE(CheckSyntax("json_object('a': 1)", SqlForm::kExpression).ok());
  EXPECT_TRUE(CheckSyntax("x IS JSON", SqlForm::kExpression).ok());
  EXPECT_TRUE(CheckSyntax("SELECT 1 FROM (SELECT 2)", SqlForm::kQuery).ok());
  EXPECT_FALSE(CheckSyntax("x IS NUT", SqlForm::kExpression).ok());
}

}  // namespace
}  // namespace autogen
