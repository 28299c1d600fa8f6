#include "engine/compare/default_names.h"

#include <gtest/gtest.h>

#include "tests/engine/compare/make.h"

namespace autogen {
namespace {

using test::MakeConstraint;
using test::MakeIndex;

std::string Repeat(std::string_view text, int times) {
  std::string result;
  while (times-- > 0) result += text;
  return result;
}

TEST(MakeObjectNameTest, JoinsAndClips) {
  EXPECT_EQ(MakeObjectName("users", "id", "seq").str(), "users_id_seq");
  EXPECT_EQ(MakeObjectName("users", "", "pkey").str(), "users_pkey");
  // The longer name gives way, then both.
  EXPECT_EQ(MakeObjectName(Repeat("a", 60), "id", "seq").str(), Repeat("a", 56) + "_id_seq");
  EXPECT_EQ(MakeObjectName(Repeat("a", 60), Repeat("b", 60), "seq").str(),
            Repeat("a", 29) + "_" + Repeat("b", 29) + "_seq");
  // A character is never cut.
  EXPECT_EQ(MakeObjectName(Repeat("ü", 31), "", "pkey").str(), Repeat("ü", 29) + "_pkey");
}

TEST(MakeMultirangeNameTest, SaysMulti) {
  EXPECT_EQ(MakeMultirangeName("floatrange1").str(), "floatmultirange1");
  EXPECT_EQ(MakeMultirangeName("myrng").str(), "myrng_multirange");
}

struct NameCase {
  const char* text;
  const char* name;
};

class IndexNameTest : public testing::TestWithParam<NameCase> {};

TEST_P(IndexNameTest, AsPostgresql) {
  EXPECT_EQ(ChooseIndexName(MakeIndex("t", {}, GetParam().text), {}).str(), GetParam().name);
}

// Each was made without a name on PostgreSQL 15.
INSTANTIATE_TEST_SUITE_P(
    Indexes, IndexNameTest,
    testing::ValuesIn<NameCase>(
        {{"(a)", "t_a_idx"},
         {"(lower(b))", "t_lower_idx"},
         {"((a + 1), (a + 2), a)", "t_expr_expr1_a_idx"},
         {"((a::text collate \"C\")) include (b)", "t_a_b_idx"},
         {"((b::int))", "t_b_idx"},
         {"((1::int))", "t_int4_idx"},
         {"(coalesce(b, 'x'), (case when a > 1 then b end), (case when a > 1 then 1 else a end), "
          "(nullif(a, 1)), (greatest(a,1)), ((array[a])), (arr[1]))",
          "t_coalesce_case_a_nullif_greatest_array_arr_idx"},
         {"((extract(hour from c at time zone 'utc')))", "t_extract_idx"},
         {"(a, \"long column with ümläuts that is really quite long indeed\")",
          "t_a_long column with ümläuts that is really quite long in_idx"}}));

class ConstraintNameTest : public testing::TestWithParam<NameCase> {};

TEST_P(ConstraintNameTest, AsPostgresql) {
  EXPECT_EQ(ChooseConstraintName(MakeConstraint("t", {}, GetParam().text), {}).str(),
            GetParam().name);
}

INSTANTIATE_TEST_SUITE_P(Constraints, ConstraintNameTest,
                         testing::ValuesIn<NameCase>(
                             {{"primary key (a, b)", "t_pkey"},
                              {"unique (a, b)", "t_a_b_key"},
                              {"unique (a) include (b)", "t_a_b_key"},
                              {"foreign key (a, b) references r (x, y)", "t_a_b_fkey"},
                              {"exclude using gist (a with =, lower(b) with =)", "t_a_lower_excl"},
                              {"check (a > 0 and a < 10)", "t_a_check"},
                              {"check (a > length(b))", "t_check"},
                              {"check (1 > 0)", "t_check"},
                              {"check (t.* is not null)", "t_check"}}));

TEST(TakenNamesTest, NumbersWhatIsTaken) {
  TakenNames taken;
  taken.Add(MakeConstraint("t", "t_a_check", "check (a > 0)"));
  taken.Add(MakeConstraint("r", "t_a_check1", "check (a > 0)"));
  EXPECT_EQ(ChooseConstraintName(MakeConstraint("t", {}, "check (a > 0)"), taken).str(),
            "t_a_check2");
  // A unique constraint's name must be free among relations and among constraints.
  taken.Add(MakeIndex("t", "t_a_key", "(a)"));
  taken.Add(MakeConstraint("t", "t_a_key1", "check (b > 0)"));
  EXPECT_EQ(ChooseConstraintName(MakeConstraint("t", {}, "unique (a)"), taken).str(), "t_a_key2");
  EXPECT_EQ(ChooseIndexName(MakeIndex("t", {}, "(a)"), taken).str(), "t_a_idx");
  EXPECT_EQ(ChooseRelationName("t", "a", "key", "public", taken, false).str(), "t_a_key1");
}

}  // namespace
}  // namespace autogen
