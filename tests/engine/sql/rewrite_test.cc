#include <gtest/gtest.h>

#include "engine/sql/names.h"

namespace autogen {
namespace {

struct Case {
  SqlForm form;
  const char *before, *after;
};

constexpr SqlForm kExpression = SqlForm::kExpression;
constexpr SqlForm kQuery = SqlForm::kQuery;

TEST(Unqualify, TakesTheSchemaOff) {
  const Case cases[] = {
      {kExpression, "nextval('app.s'::regclass)", "nextval('s'::regclass)"},
      {kExpression, "app.f( a,/* app. */ 'app.x' )", "f( a,/* app. */ 'app.x' )"},
      {kExpression, "x::app.mood[]", "x::mood[]"},
      {kExpression, "a OPERATOR(app.<=>) b", "a <=> b"},
      {kExpression, "a OPERATOR(app.<=>)-1", "a <=> -1"},
      {kExpression, "APP.f(\"app\".\"User\", app.\"user\"())", "f(\"app\".\"User\", \"user\"())"},
      {kQuery, "SELECT app.t.a, t.b FROM app.t", "SELECT t.a, t.b FROM t"},
      // Built-in names would be found first.
      {kExpression, "app.lower(x)", "app.lower(x)"},
      {kExpression, "x::app.date", "x::app.date"},
      {kExpression, "a OPERATOR(app.+) b", "a OPERATOR(app.+) b"},
      {kQuery, "SELECT 1 FROM app.pg_class", "SELECT 1 FROM app.pg_class"},
      // So would be the names of WITH.
      {kQuery, "WITH t AS (SELECT 1) SELECT 2 FROM app.t, t",
       "WITH t AS (SELECT 1) SELECT 2 FROM app.t, t"},
      // The qualifier tells two relations apart.
      {kQuery, "SELECT app.t.a FROM app.t, b.t", "SELECT app.t.a FROM t, b.t"},
      {kExpression, "this is (not SQL app.", "this is (not SQL app."},
  };
  for (const Case& c : cases) EXPECT_EQ(Unqualify(c.before, c.form, "app"), c.after);
}

// Renames everything of schema app: "old…" becomes new."New…".
std::string Rename(std::string_view text, SqlForm form) {
  return RewriteNames(text, form, [](const NameUse& use) -> std::optional<QualifiedName> {
    if (use.name.schema == Name("pg_catalog")) return use.name;
    if (use.name.schema != Name("app")) return std::nullopt;
    if (use.role == NameRole::kOperator) return QualifiedName{"new", use.name.name};
    return QualifiedName{"new", "N" + use.name.name.str()};
  });
}

TEST(RewriteNames, EditsInPlace) {
  const Case cases[] = {
      {kExpression, "app.f(1)  ::  app.mood", "new.\"Nf\"(1)  ::  new.\"Nmood\""},
      {kExpression, "nextval('app.s'::regclass)", "nextval('new.\"Ns\"'::regclass)"},
      {kExpression, "'app.\"it''s\"'::regclass", "'new.\"Nit''s\"'::regclass"},
      {kExpression, "'app.f(int)'::regprocedure", "'new.\"Nf\"(int)'::regprocedure"},
      {kExpression, "a OPERATOR(app.+) b", "a OPERATOR(new.+) b"},
      {kExpression, "pg_catalog.lower(x)::pg_catalog.int4", "lower(x)::int4"},
      {kExpression, "x::pg_catalog.numeric(10,2)", "x::numeric(10,2)"},
      {kExpression, "x::pg_catalog.\"char\"", "x::\"char\""},
      // Bare, it would bind otherwise.
      {kExpression, "a OPERATOR(pg_catalog.+) b * c", "a OPERATOR(pg_catalog.+) b * c"},
      {kQuery, "SELECT t.a, x.b FROM app.t, app.u x FOR UPDATE OF t",
       "SELECT \"Nt\".a, x.b FROM new.\"Nt\", new.\"Nu\" x FOR UPDATE OF \"Nt\""},
      {kQuery, "SELECT f.a FROM app.f()", "SELECT \"Nf\".a FROM new.\"Nf\"()"},
      {kQuery, "SELECT (SELECT t.a FROM b.t) FROM app.t",
       "SELECT (SELECT t.a FROM b.t) FROM new.\"Nt\""},
  };
  for (const Case& c : cases) EXPECT_EQ(Rename(c.before, c.form), c.after);
}

std::string RenamePrice(std::string_view text, SqlForm form) {
  return RewriteColumns(text, form, [](const ColumnUse& use) -> std::optional<Name> {
    return use.column == Name("price") ? std::optional<Name>("Cost") : std::nullopt;
  });
}

TEST(RewriteColumns, KeepsTheNamesOfOutputs) {
  const Case cases[] = {
      {kExpression, "price > 0 AND t.price < 9", "\"Cost\" > 0 AND t.\"Cost\" < 9"},
      {kQuery, "SELECT price, price AS p, price + 1 FROM t ORDER BY price",
       "SELECT \"Cost\" AS price, \"Cost\" AS p, \"Cost\" + 1 FROM t ORDER BY \"Cost\""},
  };
  for (const Case& c : cases) EXPECT_EQ(RenamePrice(c.before, c.form), c.after);
}

}  // namespace
}  // namespace autogen
