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
         "tables:\n  t:\n    columns:\n      s: {type: text, default: 'active'}\n",
         "m.yaml:4:33: error: default of t.s is a column reference: active\n"
         "    4 |       s: {type: text, default: 'active'}\n"
         "      |                                 ^^^^^^\n"
         "  hint: YAML takes the outer quotes off; an SQL string wants its own: \"'active'\"\n"},
        {"quotes_taken_off_in_text", "tables: {t: {columns: {s: text default active}}}\n",
         "m.yaml:1:40: error: default of t.s is a column reference: active\n"
         "    1 | tables: {t: {columns: {s: text default active}}}\n"
         "      |                                        ^^^^^^\n"
         "  hint: for the text, write default 'active'\n"},
        {"colon_in_json", "tables:\n  t:\n    columns:\n      data: jsonb default '{\"a\": 1}'\n",
         "m.yaml:4:32: error: YAML takes a `: ` inside a text for a mapping\n"
         "    4 |       data: jsonb default '{\"a\": 1}'\n"
         "      |                                ^\n"
         "  hint: write `data: |-` and the text, indented, on the next line\n"},
        {"comment_in_text", "tables:\n  t:\n    columns:\n      note: text default 'a #b'\n",
         "m.yaml:4:26: error: a string constant is not closed\n"
         "    4 |       note: text default 'a #b'\n"
         "      |                          ^\n"
         "  hint: for YAML a comment begins at ` #`: put quotes around all of it, or write `|-` "
         "and the text, indented, on the next line\n"},
        {"cut_in_a_flow_mapping",
         "tables:\n  t:\n    columns: {state: text}\n    indexes:\n"
         "      i: {columns: [state], where: state in ('a', 'b')}\n",
         "m.yaml:5:45: error: inside { } and [ ] YAML cuts a text at the comma\n"
         "    5 |       i: {columns: [state], where: state in ('a', 'b')}\n"
         "      |                                             ^\n"
         "  hint: put quotes around it, write the definition as one text, or in block style, an "
         "attribute a line\n"},
        {"cut_type", "tables:\n  t:\n    columns:\n      n: {type: numeric(8,2)}\n",
         "m.yaml:4:17: error: YAML cuts this text at the comma, inside its parentheses\n"
         "    4 |       n: {type: numeric(8,2)}\n"
         "      |                 ^^^^^^^^^\n"
         "  hint: put quotes around it, write the definition as one text, or in block style, an "
         "attribute a line\n"},
        {"three_elements",
         "tables:\n  t:\n    columns: {name: text, a: text, b: text}\n    indexes:\n"
         "      i: [lower(name), coalesce(a, b)]\n",
         "m.yaml:5:24: error: YAML cuts this text at the comma, inside its parentheses\n"
         "    5 |       i: [lower(name), coalesce(a, b)]\n"
         "      |                        ^^^^^^^^^^\n"
         "  hint: write it as one text: (lower(name), coalesce(a, b))\n"},
        {"brace_key",
         "mixins:\n  m:\n    triggers:\n      {table}_touch: before update execute function f()\n",
         "m.yaml:4:7: error: YAML reads `{` as the beginning of a mapping\n"
         "    4 |       {table}_touch: before update execute function f()\n"
         "      |       ^^^^^^^^^^^^^\n"
         "  hint: put quotes around the key: \"{table}_touch\":\n"},
        {"star_key", "operators:\n  *(a, b): (function = f)\n",
         "m.yaml:2:3: error: YAML reads `*` as the beginning of an alias\n"
         "    2 |   *(a, b): (function = f)\n"
         "      |   ^^^^^^^\n"
         "  hint: put quotes around the key: \"*(a, b)\":\n"},
        {"ampersand_key", "operators:\n  &&(a, b): (function = f)\n",
         "m.yaml:2:3: error: YAML reads `&` as the beginning of an anchor\n"
         "    2 |   &&(a, b): (function = f)\n"
         "      |   ^^^^^^^^\n"
         "  hint: put quotes around the key: \"&&(a, b)\":\n"},
        {"at_key", "operators:\n  @@(a, b): (function = f)\n",
         "m.yaml:2:3: error: YAML reserves `@` at the beginning of a text\n"
         "    2 |   @@(a, b): (function = f)\n"
         "      |   ^^^^^^^^\n"
         "  hint: put quotes around the key: \"@@(a, b)\":\n"},
        {"exclamation_key", "operators:\n  !!(none, text): (function = f)\n",
         "m.yaml:2:3: error: YAML reads `!` as the beginning of a tag\n"
         "    2 |   !!(none, text): (function = f)\n"
         "      |   ^^^^^^^^^^^^^^\n"
         "  hint: put quotes around the key: \"!!(none, text)\":\n"},
        {"greater_key", "operators:\n  >(a, b): (function = f)\n",
         "m.yaml:2:3: error: YAML reads `>` as the beginning of a block of text\n"
         "    2 |   >(a, b): (function = f)\n"
         "      |   ^^^^^^^\n"
         "  hint: put quotes around the key: \">(a, b)\":\n"},
        {"bar_key", "operators:\n  |(a, b): (function = f)\n",
         "m.yaml:2:3: error: YAML reads `|` as the beginning of a block of text\n"
         "    2 |   |(a, b): (function = f)\n"
         "      |   ^^^^^^^\n"
         "  hint: put quotes around the key: \"|(a, b)\":\n"},
        {"percent_key", "operators:\n  %%(a, b): (function = f)\n",
         "m.yaml:2:3: error: YAML reads `%` as the beginning of a directive\n"
         "    2 |   %%(a, b): (function = f)\n"
         "      |   ^^^^^^^^\n"
         "  hint: put quotes around the key: \"%%(a, b)\":\n"},
        {"text_after_quotes",
         "tables:\n  t:\n    columns:\n      s:\n        type: text\n        default: 'x' || 'y'\n",
         "m.yaml:6:22: error: YAML ends a text at its closing quote, and more follows\n"
         "    6 |         default: 'x' || 'y'\n"
         "      |                      ^^^^^^\n"
         "  hint: put quotes around all of it: default: \"'x' || 'y'\"\n"},
        {"percent_line", "tables:\n%(a):\n  t:\n",
         "m.yaml:2:1: error: YAML takes a line that begins with `%` for a directive\n"
         "    2 | %(a):\n"
         "      | ^^^^^\n"
         "  hint: indent it, or put quotes around it\n"},
        {"second_document", "tables:\n  t:\n---\ntables:\n  u:\n",
         "m.yaml:3:1: error: a second document in one file\n"
         "    3 | ---\n"
         "      | ^\n"
         "  hint: one file is one document: move what follows `---` into a file of its own\n"},
        {"colon_in_comment", "tables:\n  t:\n    comment: Note: keep\n",
         "m.yaml:3:18: error: YAML takes a `: ` inside a text for a mapping\n"
         "    3 |     comment: Note: keep\n"
         "      |                  ^\n"
         "  hint: put quotes around all of it: comment: \"Note: keep\"\n"},
        {"secret_cut", "servers:\n  s: {user: r, password: ${X}}\n",
         "m.yaml:2:26: error: inside { } a `${…}` ends the mapping at its brace\n"
         "    2 |   s: {user: r, password: ${X}}\n"
         "      |                          ^^^^\n"
         "  hint: put quotes around it: \"${X}\"\n"},
        {"pgvector", "extensions: [pgvector]\n",
         "m.yaml:1:14: error: there is no extension `pgvector`\n"
         "    1 | extensions: [pgvector]\n"
         "      |              ^^^^^^^^\n"
         "  hint: the extension's own name is `vector`\n"},
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
