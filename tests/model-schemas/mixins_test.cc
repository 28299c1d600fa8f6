#include <gtest/gtest.h>

#include "tests/model-schemas/models.h"

namespace autogen {
namespace {

std::string ColumnsOf(const DeclaredModel& model, const std::string& table) {
  std::string text;
  for (const Column& column : Find<Table>(model, table)->columns) {
    text += (text.empty() ? "" : " ") + column.name.str() + ":" + CanonicalText(column.type);
  }
  return text;
}

TEST(MixinsTest, ColumnsComeAfterTheTablesOwnInTheOrderOfInclude) {
  auto model = Declare(
      "mixins:\n"
      "  a: {columns: {a1: text, a2: text}}\n"
      "  b: {include: [c], columns: {b1: text}}\n"
      "  c: {columns: {c1: text, b1: integer}}\n"
      "tables:\n"
      "  t:\n"
      "    include: [b, a]\n"
      "    columns: {id: integer, a2: bigint}\n");
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(ColumnsOf(*model, "t"), "id:integer a2:bigint b1:text c1:text a1:text");
}

TEST(MixinsTest, PlaceholdersAreFilledInEverywhere) {
  auto model = Declare(
      "schemas: [app]\n"
      "mixins:\n"
      "  m:\n"
      "    comment: Rows of {schema}.{table}\n"
      "    indexes: {'{table}_x': '(x) where x <> ''{table}'''}\n"
      "    columns: {x: text}\n"
      "    constraints:\n      - check (x <> '{table}')\n"
      "tables:\n"
      "  app.notes: {include: m, constraints: {own: check (x <> 'y')}}\n");
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(Find<Table>(*model, "app.notes")->common.comment, "Rows of app.notes");
  EXPECT_EQ(Find<Index>(*model, "app.notes_x")->where.text, "x <> 'notes'");
  EXPECT_EQ(ConstraintsOf(*model, "notes").size(), 2u);
}

TEST(MixinsTest, AMixinOfAnotherFileAndOneThatTwoMixinsInclude) {
  auto model = Declare(std::vector<ModelFile>{
      {"a.yaml", "tables:\n  t: {include: [x, y]}\n"},
      {"b.yaml",
       "mixins:\n  base: {columns: {id: integer}}\n  x: {include: [base]}\n  y: {include: "
       "[base]}\n"}});
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(ColumnsOf(*model, "t"), "id:integer");
}

TEST(MixinsTest, Mistakes) {
  EXPECT_EQ(Told("mixins: {stamps: {columns: {a: text}}}\ntables:\n  t: {include: [stamp]}\n"),
            "m.yaml:3:17: error: there is no mixin `stamp`\n"
            "    3 |   t: {include: [stamp]}\n"
            "      |                 ^^^^^\n"
            "  hint: did you mean `stamps`?\n");
  EXPECT_EQ(Told("mixins:\n  a: {columns: {x: text}}\n  b: {columns: {x: integer}}\n"
                 "tables:\n  t: {include: [a, b]}\n"),
            "m.yaml:3:17: error: `x` comes from two mixins: `a` and `b`\n"
            "    3 |   b: {columns: {x: integer}}\n"
            "      |                 ^\n"
            "  hint: say it in the table itself, or take it out of one of them\n");
  EXPECT_EQ(
      Told("mixins:\n  a: {include: [b]}\n  b: {include: [a]}\ntables:\n  t: {include: [a]}\n"),
      "m.yaml:3:17: error: mixin `a` includes itself\n"
      "    3 |   b: {include: [a]}\n"
      "      |                 ^\n");
  EXPECT_EQ(Told(Declare(std::vector<ModelFile>{{"a.yaml", "mixins:\n  m: {comment: a}\n"},
                                                {"b.yaml", "mixins:\n  m: {comment: b}\n"}})
                     .status()),
            "b.yaml:2:3: error: mixin `m` is defined twice\n"
            "    2 |   m: {comment: b}\n"
            "      |   ^\n"
            "  the first is at a.yaml:2:3\n"
            "  hint: take one of them out\n");
  // The place in a filled text is the mixin's own.
  EXPECT_EQ(Told("mixins:\n  m:\n    constraints:\n      '{table}_c': check (of_{table} > y +)\n"
                 "tables:\n  some_long_name: {include: [m]}\n"),
            "m.yaml:4:43: error: syntax error at end of input\n"
            "    4 |       '{table}_c': check (of_{table} > y +)\n"
            "      |                                           ^\n");
}

}  // namespace
}  // namespace autogen
