#include "engine/base/error.h"
#include "engine/schema/object.h"
#include "engine/sql/lexer.h"
#include "engine/sql/quote.h"
#include "engine/sql/sql.h"
#include "engine/sql/type_name.h"
#include "gmock/gmock.h"

namespace autogen {
namespace {

using testing::ElementsAre;

struct TextCase {
  const char* name;
  const char* text;
  const char* expected;
};
std::string NameOf(const testing::TestParamInfo<TextCase>& test) { return test.param.name; }

class QuoteIdentifierTest : public testing::TestWithParam<TextCase> {};
TEST_P(QuoteIdentifierTest, QuotesAsTheServer) {
  EXPECT_EQ(QuoteIdentifier(GetParam().text), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(Names, QuoteIdentifierTest,
                         testing::ValuesIn<TextCase>({
                             {"plain", "users", "users"},
                             {"reserved", "user", "\"user\""},
                             {"column_name_keyword", "int", "\"int\""},
                             {"type_or_function", "left", "\"left\""},
                             {"unreserved", "name", "name"},
                             {"mixed_case", "userId", "\"userId\""},
                             {"embedded_quote", "a\"b", "\"a\"\"b\""},
                             {"digit_first", "1a", "\"1a\""},
                             {"dollar", "a$b", "\"a$b\""},
                             {"underscore", "_a1", "_a1"},
                             {"not_ascii", "größe", "\"größe\""},
                             {"empty", "", "\"\""},
                         }),
                         NameOf);

TEST(QuoteLiteralTest, MeansTheSameWhateverTheSettings) {
  EXPECT_EQ(QuoteLiteral("it's"), "'it''s'");
  EXPECT_EQ(QuoteLiteral("a\\'b"), "E'a\\\\''b'");
}

TEST(DollarQuoteTest, TakesATagThatIsNotInTheText) {
  EXPECT_EQ(DollarQuote("select 1"), "$$select 1$$");
  EXPECT_EQ(DollarQuote("a $$ b"), "$_$a $$ b$_$");
  EXPECT_EQ(DollarQuote("a$"), "$_$a$$_$");
}

std::vector<std::string> Values(std::string_view sql) {
  std::vector<std::string> values;
  auto tokens = Tokenize(sql);
  if (!tokens.ok()) {
    Finding finding = ToFinding(tokens.status());
    return {finding.message + " at " + std::to_string(finding.place.column)};
  }
  for (const Token& token : *tokens) values.push_back(token.value);
  return values;
}

TEST(TokenizeTest, SplitsAsTheServer) {
  EXPECT_THAT(Values("Select \"A\"\"b\".c::TEXT[1]"),
              ElementsAre("select", "A\"b", ".", "c", "::", "text", "[", "1", "]"));
  EXPECT_THAT(Values("a /* x /* y */ */ - 1 -- z\n+2"), ElementsAre("a", "-", "1", "+", "2"));
  EXPECT_THAT(Values("a*-1 @-b ->>'k' <>-c"),
              ElementsAre("a", "*", "-", "1", "@-", "b", "->>", "k", "<>", "-", "c"));
  EXPECT_THAT(Values("f(a => 1, b := 2.5e-3, $1, 1..3)"),
              ElementsAre("f", "(", "a", "=>", "1", ",", "b", ":=", "2.5e-3", ",", "$1", ",", "1",
                          "..", "3", ")"));
  EXPECT_THAT(Values("'it''s' E'a\\n\\'\\x41' U&'\\0441' $t$a $$ b$t$ 'x'\n'y' B'01'"),
              ElementsAre("it's", "a\n'A", "с", "a $$ b", "xy", "B'01'"));
}

TEST(TokenizeTest, SaysWhatIsNotClosed) {
  EXPECT_THAT(Values("a 'b"), ElementsAre("a string constant is not closed at 3"));
  EXPECT_THAT(Values("a \"b"), ElementsAre("a quoted name is not closed at 3"));
  EXPECT_THAT(Values("a /* b"), ElementsAre("a comment is not closed at 3"));
  EXPECT_THAT(Values("a $x$ b"), ElementsAre("a dollar-quoted string is not closed at 3"));
}

class TypeTest : public testing::TestWithParam<TextCase> {};
TEST_P(TypeTest, ReadsAsTheServer) {
  auto type = ParseTypeName(GetParam().text);
  ASSERT_TRUE(type.ok()) << type.status();
  EXPECT_EQ(type->schema.str() + "|" + CanonicalText(*type), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(
    Types, TypeTest,
    testing::ValuesIn<TextCase>({
        {"int", "INT", "pg_catalog|integer"},
        {"alias_later", "int4", "|int4"},
        {"qualified", "pg_catalog.int4[]", "pg_catalog|integer[]"},
        {"varchar", "varchar (20) [] [3]", "pg_catalog|character varying(20)[]"},
        {"char_", "char", "pg_catalog|character(1)"},
        {"internal_char", "pg_catalog.\"char\"", "pg_catalog|\"char\""},
        {"national", "national character varying(3)", "pg_catalog|character varying(3)"},
        {"bit", "bit", "pg_catalog|bit(1)"},
        {"varbit", "bit varying(3)", "pg_catalog|bit varying(3)"},
        {"decimal", "dec(10, 2)", "pg_catalog|numeric(10,2)"},
        {"numeric_scale", "numeric(10)", "pg_catalog|numeric(10,0)"},
        {"float24", "float(24)", "pg_catalog|real"},
        {"float25", "float(25)", "pg_catalog|double precision"},
        {"time_zone", "timestamp(3) with time zone", "pg_catalog|timestamp(3) with time zone"},
        {"time_", "time", "pg_catalog|time without time zone"},
        {"interval", "interval day to second(3)", "pg_catalog|interval day to second(3)"},
        {"interval_precision", "interval(3)", "pg_catalog|interval(3)"},
        {"array_word", "text array[4]", "|text[]"},
        {"extension", "geometry(Point, 4326)", "|geometry(point,4326)"},
        {"mixed_case", "app.\"Mood\"", "app|app.\"Mood\""},
    }),
    NameOf);

TEST(TypeTest, ReadsWhatTheCatalogPrints) {
  auto type = ParseCatalogType("timestamp(3) with time zone[]");
  ASSERT_TRUE(type.ok());
  EXPECT_EQ(CanonicalText(*type), "timestamp(3) with time zone[]");
  EXPECT_EQ(ParseCatalogType("jsonb")->schema, Name("pg_catalog"));
  EXPECT_EQ(CanonicalText(*BuiltinType("_timestamptz")), "timestamp with time zone[]");
  EXPECT_EQ(BuiltinType("mood"), std::nullopt);
  EXPECT_EQ(CanonicalText(WithoutModifier(*ParseTypeName("char(3)"))), "character");
}

TEST(SqlTest, LeavesTheFirstSchemaOut) {
  Sql sql(SqlStyle{false, "app"});
  sql << "ALTER TABLE " << QualifiedName{"app", "users"} << " " << QualifiedName{"x", "users"}
      << " " << QualifiedName{"app", "lower"} << " " << TypeRef{"app", "mood", {}, true} << " "
      << TypeRef{"app", "serial", {}, false};
  EXPECT_EQ(sql.text(), "ALTER TABLE users x.users app.lower mood[] app.serial");
}

TEST(SqlTest, KnowsTheRole) {
  Sql sql(SqlStyle{false, "app"});
  sql.Append(QualifiedName{"app", "lower"}, NameRole::kRelation) << " ";
  sql.Append(QualifiedName{"app", "lower"}, NameRole::kFunction);
  EXPECT_EQ(sql.text(), "lower app.lower");
}

TEST(SqlTest, WritesOptions) {
  Options options{{"fillfactor", "70"}, {"mode", "int"}, {"toast.autovacuum_enabled", "false"}};
  EXPECT_EQ(Sql(SqlStyle{false, ""}).WithOptions(options).text(),
            "(fillfactor='70', mode='int', toast.autovacuum_enabled='false')");
  EXPECT_EQ(Sql(SqlStyle{true, ""}).WithOptions(options).text(),
            "(fillfactor = 70, mode = 'int', toast.autovacuum_enabled = false)");
}

}  // namespace
}  // namespace autogen
