#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "runner/realise/realise.h"
#include "tests/support/schema_pair.h"

// Every change of what a sequence says, of one of its own and of an identity's.
namespace autogen {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Said {
  const char* type;
  const char* options;
};

constexpr std::array kSaid = {
    Said{"int", ""},
    Said{"int", "START WITH -200 INCREMENT BY 10 MINVALUE -200 MAXVALUE 200"},
    Said{"int", "START WITH -100 INCREMENT BY 5 MINVALUE -100 MAXVALUE 100"},
    Said{"int", "MINVALUE 5000 MAXVALUE 9000"},
    Said{"int", "INCREMENT BY -1"},
    Said{"int", "MINVALUE -2147483648 START WITH 1"},
    Said{"int", "START WITH 5 CACHE 20 CYCLE"},
    Said{"bigint", ""},
    Said{"bigint", "MAXVALUE 2147483647"},
    Said{"bigint", "MINVALUE -2147483648 START WITH 1"},
    Said{"bigint", "MINVALUE 5000000000"},
    Said{"bigint", "START WITH 5000000000"},
    Said{"bigint", "INCREMENT BY -1"},
    Said{"smallint", ""},
    Said{"smallint", "MAXVALUE 1000"},
    Said{"smallint", "INCREMENT BY -2 MINVALUE -500 MAXVALUE -3"},
};

std::string Sequence(const std::string& name, const Said& said) {
  return "CREATE SEQUENCE " + name + " AS " + said.type + " " + said.options + ";";
}

std::string Identity(const std::string& table, const Said& said, const std::string& kind) {
  std::string options = said.options;
  if (!options.empty()) options = "(" + options + ")";
  return "CREATE TABLE " + table + " (a " + said.type + " GENERATED " + kind + " AS IDENTITY " +
         options + ");";
}

class SequencesTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(server_, nullptr); }

  testing::PairResult Try(const std::string& before, const std::string& after) {
    testing::PairResult result = testing::TryPair(*server_, before, after, {});
    EXPECT_EQ(result.problem, "") << before << "\n" << after << "\n" << result.upgrade;
    return result;
  }

  // What a query gives after the SQL, or the error.
  std::string After(const std::string& sql, const std::string& query) {
    auto scratch = ScratchDatabase::Create(*server_, {});
    if (!scratch.ok()) return std::string(scratch.status().message());
    absl::Status status = scratch->connection().Execute(sql);
    if (!status.ok()) return std::string(status.message());
    auto rows = scratch->connection().Query(query);
    return rows.ok() ? *rows->rows.at(0).at(0) : std::string(rows.status().message());
  }

  ScratchServer* server_ = testing::SharedServer();
};

TEST_F(SequencesTest, EveryChangeGoesAndReturns) {
  for (size_t from = 0; from < kSaid.size(); ++from) {
    std::string before, after;
    for (size_t to = 0; to < kSaid.size(); ++to) {
      const std::string name = "n" + std::to_string(to);
      before += Sequence(name + "_s", kSaid[from]) + Identity(name, kSaid[from], "ALWAYS");
      after += Sequence(name + "_s", kSaid[to]) + Identity(name, kSaid[to], "BY DEFAULT");
    }
    testing::PairResult result = Try(before, after);
    EXPECT_THAT(result.upgrade, Not(HasSubstr("DROP")));
  }
}

TEST_F(SequencesTest, TheTypeBringsItsLimits) {
  const Said wide{"bigint", ""}, narrow{"smallint", ""};
  EXPECT_EQ(Try(Identity("t", wide, "ALWAYS"), Identity("t", narrow, "ALWAYS")).upgrade,
            "ALTER TABLE t ALTER COLUMN a TYPE smallint;\n");
  EXPECT_EQ(Try(Identity("t", narrow, "ALWAYS"), Identity("t", wide, "ALWAYS")).upgrade,
            "ALTER TABLE t ALTER COLUMN a TYPE bigint;\n");
}

TEST_F(SequencesTest, LimitsThatATypeCannotHoldGoBeforeIt) {
  EXPECT_EQ(Try(Identity("t", {"int", "MAXVALUE 100000"}, "ALWAYS"),
                Identity("t", {"smallint", "MAXVALUE 1000"}, "ALWAYS"))
                .upgrade,
            "ALTER TABLE t ALTER COLUMN a SET MAXVALUE 1000;\n"
            "ALTER TABLE t ALTER COLUMN a TYPE smallint;\n");
}

TEST_F(SequencesTest, OnlyAnUnusedOneIsMoved) {
  const std::string before = "CREATE SEQUENCE s MAXVALUE 200; CREATE SEQUENCE \"Odd\";";
  const std::string after =
      "CREATE SEQUENCE s MINVALUE 50 MAXVALUE 200 START WITH 60; CREATE SEQUENCE \"Odd\";";
  testing::PairResult result = Try(before, after);
  EXPECT_EQ(result.upgrade,
            "ALTER SEQUENCE s START WITH 60;\n"
            "SELECT pg_catalog.setval(tableoid, 60, false) FROM s WHERE NOT is_called AND "
            "last_value NOT BETWEEN 50 AND 200;\n"
            "ALTER SEQUENCE s MINVALUE 50;\n");
  EXPECT_THAT(result.hazards, HasSubstr("fails-on-rows: narrows the limits of s"));
  const std::string next = "SELECT nextval('s')";
  EXPECT_EQ(After(before + result.upgrade, next), "60");
  EXPECT_EQ(After(before + "SELECT setval('s', 70, false);" + result.upgrade, next), "70");
  EXPECT_EQ(After(before + "SELECT setval('s', 70);" + result.upgrade, next), "71");
  EXPECT_THAT(After(before + "SELECT nextval('s');" + result.upgrade, next),
              HasSubstr("RESTART value (1) cannot be less than MINVALUE (50)"));
  EXPECT_EQ(
      After("BEGIN;" + before + "SAVEPOINT p;" + result.upgrade + "ROLLBACK TO p; COMMIT;", next),
      "1");
}

// The first migration moves no sequence: it may start outside of the second's limits all the same.
TEST_F(SequencesTest, AnEarlierStartIsThoughtOf) {
  const std::string first = "CREATE SEQUENCE s;";
  const std::string second = "CREATE SEQUENCE s START WITH 60;";
  const std::string third = "CREATE SEQUENCE s START WITH 60 MINVALUE 50;";
  const std::string up = Try(first, second).upgrade + Try(second, third).upgrade;
  EXPECT_EQ(After(first + up, "SELECT nextval('s')"), "60");
}

}  // namespace
}  // namespace autogen
