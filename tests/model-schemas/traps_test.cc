#include <gtest/gtest.h>

#include "tests/model-schemas/models.h"

// The model format's page, "Traps, each with its own error".
namespace autogen {
namespace {

struct Trap {
  const char* name;
  const char* yaml;
  const char* told;
};

class TrapTest : public testing::TestWithParam<Trap> {};

TEST_P(TrapTest, IsTold) { EXPECT_EQ(Told(GetParam().yaml), GetParam().told); }

INSTANTIATE_TEST_SUITE_P(
    Page, TrapTest,
    testing::ValuesIn<Trap>({
        {"quotes_taken_off_in_a_mapping",
         "tables:\n  t:\n    columns:\n      s: {type: text, default: 'active'}\n", "x"},
        {"quotes_taken_off_in_text", "tables: {t: {columns: {s: text default active}}}\n", "x"},
        {"colon_in_json", "tables:\n  t:\n    columns:\n      data: jsonb default '{\"a\": 1}'\n",
         "x"},
        {"comment_in_text", "tables:\n  t:\n    columns:\n      note: text default 'a #b'\n", "x"},
        {"cut_in_a_flow_mapping",
         "tables:\n  t:\n    columns: {state: text}\n    indexes:\n"
         "      i: {columns: [state], where: state in ('a', 'b')}\n",
         "x"},
        {"cut_type", "tables:\n  t:\n    columns:\n      n: {type: numeric(8,2)}\n", "x"},
        {"three_elements",
         "tables:\n  t:\n    columns: {name: text, a: text, b: text}\n    indexes:\n"
         "      i: [lower(name), coalesce(a, b)]\n",
         "x"},
        {"brace_key",
         "mixins:\n  m:\n    triggers:\n      {table}_touch: before update execute function f()\n",
         "x"},
        {"star_key", "operators:\n  *(a, b): (function = f)\n", "x"},
        {"ampersand_key", "operators:\n  &&(a, b): (function = f)\n", "x"},
        {"at_key", "operators:\n  @@(a, b): (function = f)\n", "x"},
        {"exclamation_key", "operators:\n  !!(none, text): (function = f)\n", "x"},
        {"greater_key", "operators:\n  >(a, b): (function = f)\n", "x"},
        {"bar_key", "operators:\n  |(a, b): (function = f)\n", "x"},
        {"percent_key", "operators:\n  %%(a, b): (function = f)\n", "x"},
        {"text_after_quotes",
         "tables:\n  t:\n    columns:\n      s:\n        type: text\n        default: 'x' || 'y'\n",
         "x"},
        {"percent_line", "tables:\n%(a):\n  t:\n", "x"},
        {"second_document", "tables:\n  t:\n---\ntables:\n  u:\n", "x"},
        {"colon_in_comment", "tables:\n  t:\n    comment: Note: keep\n", "x"},
        {"secret_cut", "servers:\n  s: {user: r, password: ${X}}\n", "x"},
        {"pgvector", "extensions: [pgvector]\n", "x"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

TEST(TrapTest, OtherReadersTakeTheseForSomethingElse) {
  auto model = Declare(
      "enums:\n  e: [no, on, y, 1.10, 12:30:00, 2024-01-01, false, 0x1]\n"
      "tables:\n  on:\n    columns:\n      no: text\n      y: text\n");
  ASSERT_TRUE(model.ok()) << Told(model.status());
  EXPECT_EQ(Find<Enum>(*model, "e")->values,
            (std::vector<std::string>{"no", "on", "y", "1.10", "12:30:00", "2024-01-01", "false",
                                      "0x1"}));
  EXPECT_NE(FindColumn(*model, "on", "no"), nullptr);
  EXPECT_NE(FindColumn(*model, "on", "y"), nullptr);
}

}  // namespace
}  // namespace autogen
