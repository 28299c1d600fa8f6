#include <gtest/gtest.h>

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
      // These do not move.
      {"(c = ANY (ARRAY['a'::text, 'b'::text]))", "(c = ANY (ARRAY['a'::text, 'b'::text]))"},
      {"'-1'::integer", "'-1'::integer"},
      {"abs(- x)", "abs(- x)"},
      {"'(- 1) ARRAY['::text", "'(- 1) ARRAY['::text"},
  };
  for (const Pair& c : cases) EXPECT_EQ(FixpointText(c.a, SqlForm::kExpression), c.b);
}

}  // namespace
}  // namespace autogen
