#include <gtest/gtest.h>

#include <cstdlib>

#include "engine/base/halves.h"
#include "engine/compare/compare_value.h"
#include "tests/engine/compare/make.h"

namespace autogen {
namespace {

using test::MakeConstraint;
using test::MakeDatabase;
using test::MakeDomain;
using test::MakeEnum;
using test::MakeFunction;
using test::MakeIndex;
using test::MakeTable;
using test::MakeView;

std::string Differences(std::vector<Object> before, std::vector<Object> after) {
  return test::Describe(Compare(MakeDatabase(std::move(before)), MakeDatabase(std::move(after))));
}

TEST(CompareTest, SaysWhatIsMadeAndDropped) {
  EXPECT_EQ(Differences({MakeTable("a", {}), MakeTable("b", {})},
                        {MakeTable("b", {}), MakeTable("c", {})}),
            "drop table a\ncreate table c\n");
}

// Where a second thread takes a half, what stands on either side of the middle is neither lost nor
// told twice.
TEST(CompareTest, ManyObjectsAreComparedAsFewAre) {
  constexpr int kCount = static_cast<int>(kWorthAThread) + 1000;
  std::vector<Object> before, after;
  std::string wanted;
  for (int i = 0; i < kCount; ++i) {
    const std::string name = "t" + std::to_string(1000000 + i);
    const bool changed = i % 100 == 7 || std::abs(i - kCount / 2) < 3;
    const bool dropped = i % 100 == 8, made = i % 100 == 9;
    if (!made) before.push_back(MakeTable(name, {{"a", "integer"}}));
    if (!dropped) after.push_back(MakeTable(name, {{"a", changed ? "bigint" : "integer"}}));
    if (dropped) wanted += "drop table " + name + "\n";
    if (made) wanted += "create table " + name + "\n";
    if (changed && !dropped && !made) {
      wanted += "alter table " + name + "; alter column a: type\n";
    }
  }
  EXPECT_EQ(Differences(before, after), wanted);
  EXPECT_EQ(Differences(after, after), "");
}

TEST(CompareTest, ColumnsByNameWithoutOrder) {
  EXPECT_EQ(Differences({MakeTable("t", {{"a", "integer"}, {"b", "text"}})},
                        {MakeTable("t", {{"b", "text"}, {"a", "integer"}})}),
            "");
  EXPECT_EQ(Differences({MakeTable("t", {{"a", "integer"}, {"b", "text"}})},
                        {MakeTable("t", {{"c", "text"}, {"a", "bigint not null"}})}),
            "alter table t; drop column b; create column c; alter column a: type, not_null\n");
}

TEST(CompareTest, TextsThatReadAlikeAreEqual) {
  EXPECT_EQ(Differences({MakeTable("t", {{"a", "integer default 1 + 2"}})},
                        {MakeTable("t", {{"a", "integer default (1+2)"}})}),
            "");
}

TEST(CompareTest, OtherTextsAreOpen) {
  EXPECT_EQ(Differences({MakeTable("t", {{"a", "text default 'x'::text"}})},
                        {MakeTable("t", {{"a", "text default 'x'"}})}),
            "alter table t; alter column a: default ?\n");
  // A real difference beside an open one.
  EXPECT_EQ(Differences({MakeTable("t", {{"a", "text default 'x'::text"}})},
                        {MakeTable("t", {{"a", "text not null default 'x'"}})}),
            "alter table t; alter column a: not_null, default\n");
  // None is not open.
  EXPECT_EQ(
      Differences({MakeTable("t", {{"a", "text default 'x'"}})}, {MakeTable("t", {{"a", "text"}})}),
      "alter table t; alter column a: default\n");
}

TEST(CompareTest, SpelledOutClassesAndCollationsAreOpen) {
  EXPECT_EQ(Differences({MakeIndex("t", "i", "(a)")}, {MakeIndex("t", "i", "(a text_ops)")}),
            "alter index i: columns ?\n");
  EXPECT_EQ(Differences({MakeIndex("t", "i", "(a)")}, {MakeIndex("t", "i", "(a desc)")}),
            "alter index i: columns\n");
  EXPECT_EQ(Differences({MakeTable("t", {{"a", "text"}})},
                        {MakeTable("t", {{"a", "text collate \"default\""}})}),
            "alter table t; alter column a: collate ?\n");
}

TEST(CompareTest, UnresolvedTypesAreOpen) {
  Table live = MakeTable("t", {{"a", "public.citext"}, {"b", "public.citext"}});
  Table model = MakeTable("t", {{"a", "citext"}, {"b", "hstore"}});
  EXPECT_EQ(Differences({live}, {model}),
            "alter table t; alter column a: type; alter column b: type\n");
  model.columns[1] = live.columns[1];
  EXPECT_EQ(Differences({live}, {model}), "alter table t; alter column a: type ?\n");
}

TEST(CompareTest, InvalidIndexIsReplacedButNeverMade) {
  Index valid = MakeIndex("t", "i", "(a)");
  Index invalid = valid;
  invalid.invalid = true;
  EXPECT_EQ(Differences({invalid}, {valid}), "alter index i: invalid\n");
  EXPECT_EQ(Differences({valid}, {invalid}), "");
}

TEST(CompareTest, RightsAreComparedWhereBothSidesSayThem) {
  Table one = MakeTable("t", {}), other = MakeTable("t", {});
  one.common.owner = "a";
  one.common.grants = Grants{};
  EXPECT_EQ(Differences({one}, {other}), "");
  other.common.owner = "b";
  other.common.grants = Grants{{"public", "select", {}, false}};
  other.common.comment = "words";
  EXPECT_EQ(Differences({one}, {other}), "alter table t: comment, owner, grants\n");
}

TEST(CompareTest, ViewColumnsAreTheQuerys) {
  View live = MakeView("v", "SELECT 1 AS a");
  Column column;
  column.name = "a";
  column.type = {"pg_catalog", "integer", {}, false};
  live.columns.push_back(column);
  View model = MakeView("v", "select 1 as a");
  EXPECT_EQ(Differences({live}, {model}), "");
  model.columns.push_back({});
  model.columns[0].name = "a";
  model.columns[0].comment = "one";
  EXPECT_EQ(Differences({live}, {model}), "alter view v; alter column a: comment\n");
  EXPECT_EQ(Differences({model}, {live}), "alter view v; alter column a: comment\n");
}

TEST(CompareTest, EnumValuesAndCompositeAttributesHaveAnOrder) {
  EXPECT_EQ(Differences({MakeEnum("e", {"a", "b"})}, {MakeEnum("e", {"b", "a"})}),
            "alter enum e: values\n");
}

TEST(CompareTest, DomainChecksByName) {
  Domain one =
      MakeDomain("d", "text constraint a check (value > 'a') constraint b check (value < 'x')");
  Domain other =
      MakeDomain("d", "text constraint b check (value<'x') constraint a check (value>'a')");
  EXPECT_EQ(Differences({one}, {other}), "");
  other.constraints[0].name = "c";
  EXPECT_EQ(Differences({one}, {other}), "alter domain d: constraints\n");
}

TEST(CompareTest, RoutinesByWhatTheyMean) {
  Routine one = MakeFunction("f(integer)", "integer", "select 1");
  Routine other = one;
  other.cost = 100;
  other.body = "\n  select 1\n";
  EXPECT_EQ(Differences({one}, {other}), "");
  one.set["search_path"] = "'pg_catalog', 'pg_temp'";
  other.set["search_path"] = "pg_catalog, pg_temp";
  EXPECT_EQ(Differences({one}, {other}), "");
  other.set["search_path"] = "pg_temp, pg_catalog";
  other.body = "select  1";
  EXPECT_EQ(Differences({one}, {other}), "alter function f(integer): set, body\n");
}

TEST(CompareTest, ColumnInParenthesesIsAColumn) {
  Index live = MakeIndex("t", "i", "(a)");
  Index model = live;
  model.keys[0].column = {};
  model.keys[0].expression.text = "a";
  EXPECT_EQ(Differences({live}, {model}), "");
}

Object Adopted(const Object& live, const Object& realised, const Object& declared) {
  return Adopt(live, nullptr, realised, declared);
}

TEST(AdoptTest, TakesLivesWordsWhereTheyMeanTheSame) {
  Table live = MakeTable("t", {{"a", "text default 'x'::text"}, {"b", "text default 'y'::text"}});
  Table declared = MakeTable("t", {{"a", "text default 'x'"}, {"b", "text default 'z'"}});
  Table realised =
      MakeTable("t", {{"a", "text default 'x'::text"}, {"b", "text default 'z'::text"}});
  Table result = std::get<Table>(Adopted(live, realised, declared));
  EXPECT_EQ(result.columns[0].default_value.text, "'x'::text");
  EXPECT_EQ(result.columns[1].default_value.text, "'z'");
}

TEST(AdoptTest, TakesWhatIsPrintedAlikeTheSecondTime) {
  Constraint live = MakeConstraint("t", "c", "check (a = any ((array['x'])::text[]))");
  Constraint again = MakeConstraint("t", "c", "check (a = any (array['x'::text]))");
  Constraint declared = MakeConstraint("t", "c", "check (a in ('x'))");
  Object result = Adopt(live, nullptr, again, declared);
  EXPECT_EQ(std::get<Constraint>(result).check.text, declared.check.text);
  const Object live_again = again;
  result = Adopt(live, &live_again, again, declared);
  EXPECT_EQ(std::get<Constraint>(result), live);
}

TEST(AdoptTest, KeyByKey) {
  Index live = MakeIndex("t", "i", "(a, lower(b))");
  Index declared = MakeIndex("t", "i", "(a text_ops, lower(b) desc)");
  Index realised = MakeIndex("t", "i", "(a, lower(b) desc)");
  Index result = std::get<Index>(Adopted(live, realised, declared));
  EXPECT_TRUE(result.keys[0].opclass.empty());
  EXPECT_TRUE(result.keys[1].descending);
}

TEST(AdoptTest, ViewColumnsComeFromTheServer) {
  View live = MakeView("v", "SELECT 1 AS a");
  View declared = MakeView("v", "select 2 as b");
  declared.columns.push_back({});
  declared.columns[0].name = "b";
  declared.columns[0].comment = "two";
  View realised = MakeView("v", "SELECT 2 AS b");
  realised.columns = declared.columns;
  realised.columns[0].type = {"pg_catalog", "integer", {}, false};
  View result = std::get<View>(Adopted(live, realised, declared));
  ASSERT_EQ(result.columns.size(), 1u);
  EXPECT_EQ(result.columns[0].type.name.str(), "integer");
  EXPECT_EQ(result.columns[0].comment, "two");
  EXPECT_EQ(result.query.text, "select 2 as b");
}

TEST(AdoptTest, DoesNotTakeOverAnInvalidIndex) {
  Index declared = MakeIndex("t", "i", "(a)");
  Index live = declared;
  live.invalid = true;
  EXPECT_FALSE(std::get<Index>(Adopted(live, declared, declared)).invalid);
}

}  // namespace
}  // namespace autogen
