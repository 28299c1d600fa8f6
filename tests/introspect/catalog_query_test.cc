#include "introspect/catalog_query.h"

#include <gmock/gmock.h>

#include "introspect/catalog_row.h"
#include "introspect/copy_row.h"
#include "introspect/expression_text.h"
#include "introspect/grants.h"

namespace autogen {
namespace {

using testing::ElementsAre;

constexpr char kQuery[] =
    "-- A comment AS such\n"
    "SELECT\n"
    "  a.b AS first,\n"
    "  CASE WHEN x THEN (\n"
    "    SELECT c AS inner_one FROM d) END AS second,\n"
    "  e AS new_one  --@ >= 15\n"
    "  NULL AS new_one  --@ < 15\n"
    "FROM t AS u\n";

TEST(QueryFor, KeepsTheLinesOfTheVersion) {
  EXPECT_THAT(QueryFor(kQuery, 150020), testing::HasSubstr("  e AS new_one"));
  EXPECT_THAT(QueryFor(kQuery, 150020), testing::Not(testing::HasSubstr("NULL")));
  EXPECT_THAT(QueryFor(kQuery, 130005), testing::HasSubstr("NULL AS new_one"));
  EXPECT_THAT(QueryFor(kQuery, 130005), testing::Not(testing::HasSubstr("  e AS")));
}

TEST(ColumnsOf, FindsTheNames) {
  EXPECT_THAT(ColumnsOf(QueryFor(kQuery, 150000)), ElementsAre("first", "second", "new_one"));
}

TEST(PatternsToRegex, QuotesAllButTheWildcards) {
  EXPECT_EQ(PatternsToRegex({"public", "app_*", "a.b?"}), "^(public|app_.*|a\\.b.)$");
}

TEST(ReadCopyLine, UndoesEscapes) {
  std::string line = "a\\tb\t\\N\t\t\\\\N\n";
  Row row;
  ReadCopyLine(line.data(), line.size(), &row);
  EXPECT_THAT(row, ElementsAre("a\tb", std::nullopt, "", "\\N"));
}

TEST(ReadArray, ReadsElements) {
  EXPECT_THAT(ReadArray("{}"), ElementsAre());
  EXPECT_THAT(ReadArray("{a,\"b,\\\"c\\\\\",NULL,\"\"}"), ElementsAre("a", "b,\"c\\", "", ""));
}

TEST(StripParentheses, TakesOnePairThatEnclosesAll) {
  EXPECT_EQ(StripParentheses("(a > 0)"), "a > 0");
  EXPECT_EQ(StripParentheses("((a) + (b))"), "(a) + (b)");
  EXPECT_EQ(StripParentheses("(a) + (b)"), "(a) + (b)");
  EXPECT_EQ(StripParentheses("(a = ')'::text)"), "a = ')'::text");
  EXPECT_EQ(StripParentheses("f(a)"), "f(a)");
  EXPECT_EQ(StripParentheses("(\"o)d\"\"d\" > 0)"), "\"o)d\"\"d\" > 0");
}

TEST(SplitList, SplitsOutsideOfEverything) {
  EXPECT_THAT(SplitList("lower(a, b), (c || ',it''s'::text), ARRAY[d, e], \"f,g\""),
              ElementsAre("lower(a, b)", "(c || ',it''s'::text)", "ARRAY[d, e]", "\"f,g\""));
  EXPECT_THAT(SplitList(""), ElementsAre());
}

TEST(TriggerCondition, IsCutFromTheDefinition) {
  EXPECT_EQ(TriggerCondition(
                "CREATE TRIGGER \"t WHEN (\" BEFORE UPDATE ON app.t FOR EACH ROW WHEN ((old.a IS "
                "DISTINCT FROM new.a)) EXECUTE FUNCTION app.f(' WHEN (x)')"),
            "old.a IS DISTINCT FROM new.a");
}

TEST(IndexCollations, AreFoundForEachKey) {
  EXPECT_THAT(IndexCollations(
                  "CREATE INDEX \" USING (\" ON app.t USING btree (lower(a) COLLATE app.\"x y\" "
                  "DESC, b, ((c || ' COLLATE '::text)) COLLATE \"C\" text_ops)"),
              ElementsAre("app.\"x y\"", "", "\"C\""));
}

using Items = std::vector<std::string>;

TEST(GrantsOf, ANullListIsTheBuiltInState) {
  EXPECT_THAT(GrantsOf(std::nullopt, {AclKind::kRelation, "ann", {}, 150000}), ElementsAre());
  EXPECT_THAT(GrantsOf(std::nullopt, {AclKind::kRoutine, "ann", {}, 150000}),
              ElementsAre(Privilege{"public", "execute", {}, false}));
}

TEST(GrantsOf, LeavesTheOwnersFullSetOut) {
  EXPECT_THAT(
      GrantsOf(
          Items{"ann=arwdDxt/ann", "=r/ann", "\"odd \"\"one\"=w*/ann", "bob=r/ann", "bob=r*/odd"},
          {AclKind::kRelation, "ann", {}, 150000}),
      ElementsAre(Privilege{"bob", "select", {}, true}, Privilege{"odd \"one", "update", {}, true},
                  Privilege{"public", "select", {}, false}));
  EXPECT_THAT(GrantsOf(Items{"ann=r/ann"}, {AclKind::kRelation, "ann", {}, 150000}),
              ElementsAre(Privilege{"ann", "select", {}, false}));
  EXPECT_THAT(GrantsOf(Items{"ann=X*/ann"}, {AclKind::kRoutine, "ann", {}, 150000}),
              ElementsAre(Privilege{"ann", "execute", {}, true}));
  EXPECT_THAT(GrantsOf(Items{"bob=r/ann"}, {AclKind::kColumn, "ann", "id", 150000}),
              ElementsAre(Privilege{"bob", "select", "id", false}));
}

}  // namespace
}  // namespace autogen
