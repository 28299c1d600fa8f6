#include <gtest/gtest.h>

#include <map>

#include "engine/sql/names.h"

namespace autogen {
namespace {

struct Pair {
  const char *a, *b;
};

TEST(NormalForm, FoldsSpellings) {
  const Pair equal[] = {
      {"a != 1", "A<>(1)"},
      {"x::int4", "CAST(x AS integer)"},
      {"x::pg_catalog.int4", "x::int"},
      {"pg_catalog.lower(x)", "LOWER(x) -- comment"},
      {"a AND (b)", "(a) and b"},
      {"x::decimal(10, 2)", "x::numeric(10,2)"},
      {"'it''s'", "E'it\\'s'"},
  };
  for (const Pair& pair : equal) {
    EXPECT_EQ(NormalForm(pair.a, SqlForm::kExpression), NormalForm(pair.b, SqlForm::kExpression))
        << pair.a;
  }
}

TEST(NormalForm, KeepsWhatMayMatter) {
  const Pair different[] = {
      {"a = 1", "a = -1"},
      {"a = 0", "a = '0'"},
      {"a = 1", "a = 1.0"},
      {"a = 'x'", "a = 'x'::text"},
      {"app.f(x)", "f(x)"},
      {"x::\"char\"", "x::char"},
      {"a = b", "b = a"},
      {"extract(year from x)", "date_part('year', x)"},
      {"x::app.date", "x::date"},
      {"NOT a = b", "a <> b"},
      {"f('a', 'b')", "f('a'';b')"},
      {"\"A\"", "a"},
  };
  for (const Pair& pair : different) {
    EXPECT_NE(NormalForm(pair.a, SqlForm::kExpression), NormalForm(pair.b, SqlForm::kExpression))
        << pair.a;
  }
  EXPECT_EQ(NormalForm("a +", SqlForm::kExpression), std::nullopt);
}

// Each was read by a server and printed as `a` again.
TEST(FixpointText, ReadsBackToItself) {
  const Pair cases[] = {
      {"((c)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
       "((c)::text = ANY (ARRAY['a'::character varying, 'b'::character varying]))"},
      {"((c)::text <> ALL ((ARRAY['a'::character varying])::text[]))",
       "((c)::text <> ALL (ARRAY['a'::character varying]))"},
      {"(r = ANY ((ARRAY[(1)::numeric, 2.5])::double precision[]))",
       "(r = ANY (ARRAY[(1)::numeric, 2.5]))"},
      // Not beside an operator: a cast to what it is keeps the other one off the elements.
      {"f((ARRAY['a'::character varying])::text[])",
       "f(((ARRAY['a'::character varying])::character varying[])::text[])"},
      {"(- 1)", "(- (1)::integer)"},
      {"(- 1.5)", "(- (1.5)::numeric)"},
      {"(((a > 1) OR (b > 2)) OR (c > 3))", "(((a > 1) OR (b > 2))::boolean OR (c > 3))"},
      {"((a > 1) AND f(b)) AND (c)::boolean", "((a > 1) AND f(b))::boolean AND (c)::boolean"},
      {"((t.f OR true) OR NULL::boolean)", "((t.f OR true)::boolean OR NULL::boolean)"},
      {"((((a) OR b) OR c) OR\nCASE WHEN a THEN b END)",
       "((((a) OR b)::boolean OR c)::boolean OR\nCASE WHEN a THEN b END)"},
      {"(a <> ( SELECT 'x'::text))", "(a <> ( SELECT 'x'::text AS \"?column?\"))"},
      {"(a <> ( SELECT NULL::numeric(4,2) FROM t))",
       "(a <> ( SELECT NULL::numeric(4,2) AS \"?column?\" FROM t))"},
      // These do not move.
      {"(a <> ( SELECT 'x'::text AS text))", "(a <> ( SELECT 'x'::text AS text))"},
      {"(a <> ( SELECT 'x'::text || b))", "(a <> ( SELECT 'x'::text || b))"},
      {"(a <> ( SELECT t.b FROM t))", "(a <> ( SELECT t.b FROM t))"},
      {"((a > 1) OR ((b > 2) OR (c > 3)))", "((a > 1) OR ((b > 2) OR (c > 3)))"},
      {"(((a > 1) AND (b > 2)) OR (c > 3))", "(((a > 1) AND (b > 2)) OR (c > 3))"},
      {"((NOT ((a > 1) OR (b > 2))) OR (c > 3))", "((NOT ((a > 1) OR (b > 2))) OR (c > 3))"},
      {"(f((a OR b)) OR c)", "(f((a OR b)) OR c)"},
      // Nor is this as PostgreSQL prints it: it is read as one OR of three, and is to be.
      {"(a > 1 OR b > 2) OR c > 3", "(a > 1 OR b > 2) OR c > 3"},
      {"((a > 1) or (b > 2)) or (c > 3)", "((a > 1) or (b > 2)) or (c > 3)"},
      {"(a IS NULL OR b) OR c", "(a IS NULL OR b) OR c"},
      {"(c = ANY (ARRAY['a'::text, 'b'::text]))", "(c = ANY (ARRAY['a'::text, 'b'::text]))"},
      {"'-1'::integer", "'-1'::integer"},
      {"abs(- x)", "abs(- x)"},
      {"'(- 1) ARRAY['::text", "'(- 1) ARRAY['::text"},
  };
  for (const Pair& c : cases) EXPECT_EQ(FixpointText(c.a, SqlForm::kExpression), c.b);
}

// What columns are is known where the table is.
TEST(FixpointText, KnowsColumns) {
  TypeRef varchar{"pg_catalog", "character varying", {}, false}, number = varchar;
  number.name = "integer";
  TypeRef cut = varchar;
  cut.modifier = "(20)";
  std::map<Name, TypeRef> columns{{"v", varchar}, {"k", cut}, {"n", number}};
  auto type_of = [&](Name name) -> const TypeRef* {
    auto found = columns.find(name);
    return found == columns.end() ? nullptr : &found->second;
  };
  const Pair cases[] = {
      {"((v)::text = ANY ((ARRAY[v, new.k, 'a'::character varying])::text[]))",
       "((v)::text = ANY (ARRAY[v, new.k, 'a'::character varying]))"},
      // Not of one type, not known, or not beside an operator.
      {"((v)::text = ANY ((ARRAY[v, n])::text[]))", "((v)::text = ANY ((ARRAY[v, n])::text[]))"},
      {"((v)::text = ANY ((ARRAY[n, n])::text[]))", "((v)::text = ANY ((ARRAY[n, n])::text[]))"},
      {"((v)::text = ANY ((ARRAY[v, u])::text[]))", "((v)::text = ANY ((ARRAY[v, u])::text[]))"},
      {"f((ARRAY[v, k])::text[])", "f((ARRAY[v, k])::text[])"},
  };
  for (const Pair& c : cases) EXPECT_EQ(FixpointText(c.a, SqlForm::kExpression, type_of), c.b);
}

}  // namespace
}  // namespace autogen
