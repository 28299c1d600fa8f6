#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model-schemas/yaml_events.h"
#include "tests/model-schemas/models.h"

namespace autogen {
namespace {

using testing::HasSubstr;

// The tree, in one line: scalars as they are, [list], {key: value}, ~ for null.
std::string Shape(const Node& node) {
  if (node.IsNull()) return "~";
  if (node.IsScalar()) return std::string(node.text);
  std::string text = node.IsSequence() ? "[" : "{";
  for (const Entry& entry : node.entries) {
    if (text.size() > 1) text += ", ";
    if (entry.key) text += Shape(*entry.key) + ": ";
    text += Shape(*entry.value);
  }
  return text + (node.IsSequence() ? "]" : "}");
}

std::string Parse(const std::string& text) {
  SourceFile file("m.yaml", text);
  Findings findings;
  NodeArena nodes;
  const Node* root = ParseYaml(file, &nodes, &findings);
  std::string told;
  for (const Finding& finding : findings.list()) told += Describe(finding);
  if (!told.empty()) return told;
  return root ? Shape(*root) : "";
}

TEST(YamlTest, Tree) {
  EXPECT_EQ(Parse(""), "");
  EXPECT_EQ(Parse("# nothing\n"), "");
  EXPECT_EQ(Parse("---\na: 1\n"), "{a: 1}");
  EXPECT_EQ(Parse("\xef\xbb\xbf"
                  "a: [b, {c: d}]\ne:\n"),
            "{a: [b, {c: d}], e: ~}");
  EXPECT_EQ(Parse("a: &x {b: c}\nd: *x\n"), "{a: {b: c}, d: {b: c}}");
  EXPECT_EQ(Parse("a: |\n  x\n   y\nb: 'it''s'\n"), "{a: x\n y\n, b: it's}");
}

TEST(YamlTest, MergeKeys) {
  EXPECT_EQ(Parse("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n"), "{a: {x: 1, y: 2}, b: {x: 1, y: 3}}");
  EXPECT_EQ(Parse("a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\n"),
            "{a: {x: 1}, b: {x: 2, y: 2}, c: {x: 1, y: 2}}");
  // Only a plain << merges.
  EXPECT_EQ(Parse("a: {'<<': 1}\n"), "{a: {<<: 1}}");
  EXPECT_EQ(Parse("a: {<<: 1}\n"),
            "m.yaml:1:9: error: `<<` merges mappings, and this is none\n"
            "    1 | a: {<<: 1}\n"
            "      |         ^\n"
            "  hint: write `<<: *name`, where `&name` stands before a mapping\n");
}

TEST(YamlTest, KeysStandOnce) {
  EXPECT_EQ(Parse("a: 1\nb: 2\na: 3\n"),
            "m.yaml:3:1: error: `a` stands twice in one mapping\n"
            "    3 | a: 3\n"
            "      | ^\n"
            "  the first is at m.yaml:1:1\n"
            "  hint: take one of them out, or put both together\n");
  EXPECT_EQ(Parse("null: 1\n"),
            "m.yaml:1:1: error: as a key this is a null, not a name\n"
            "    1 | null: 1\n"
            "      | ^\n"
            "  hint: put quotes around it\n");
  EXPECT_EQ(Parse("[a, b]: 1\n"),
            "m.yaml:1:1: error: a key must be a text\n"
            "    1 | [a, b]: 1\n"
            "      | ^\n"
            "  hint: put quotes around it\n");
}

TEST(YamlTest, Limits) {
  std::string deep;
  for (int i = 0; i < 101; ++i) deep += "[";
  EXPECT_THAT(Parse("a: " + deep), HasSubstr("error: nested more than 100 deep"));
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 9; ++i) {
    std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before;
    for (int k = 1; k < 10; ++k) bomb += ", " + before;
    bomb += "]\n";
  }
  EXPECT_THAT(Parse(bomb),
              HasSubstr("error: the aliases of this file stand for more than 1,000,000 values"));
  EXPECT_THAT(Parse("a: &a [*a]\n"), HasSubstr("error: an alias stands inside its own anchor"));
}

TEST(YamlTest, NotText) {
  EXPECT_EQ(Parse("a: caf\xe9\n"),
            "m.yaml:1:7: error: the file is not UTF-8\n"
            "  hint: save it as UTF-8\n");
  EXPECT_EQ(Parse(std::string("a: b\0c\n", 7)),
            "m.yaml:1:5: error: the file holds a zero byte\n"
            "  hint: a model is text: is this another file?\n");
  EXPECT_EQ(Parse("a: 'cut short\n"),
            "m.yaml:1:4: error: a quoted text is not closed: the file ends in it\n"
            "    1 | a: 'cut short\n"
            "      |    ^\n"
            "  hint: close it, or see whether the file was cut short\n");
}

struct Span {
  const char* name;
  const char* yaml;   // `key: value`
  const char* text;   // the part of the value to find
  const char* place;  // line:column+length
};

class SpanTest : public testing::TestWithParam<Span> {};

TEST_P(SpanTest, IsFound) {
  SourceFile file("m.yaml", GetParam().yaml);
  Findings findings;
  NodeArena nodes;
  const Node* root = ParseYaml(file, &nodes, &findings);
  ASSERT_NE(root, nullptr);
  const Node& value = *root->entries[0].value;
  std::string text = GetParam().text;
  size_t at = value.text.find(text);
  ASSERT_NE(at, std::string::npos) << value.text;
  Place place = PlaceIn(value, at, text.size());
  EXPECT_EQ(std::to_string(place.line) + ":" + std::to_string(place.column) + "+" +
                std::to_string(place.length),
            GetParam().place);
}

INSTANTIATE_TEST_SUITE_P(Styles, SpanTest,
                         testing::ValuesIn<Span>({
                             {"plain", "a: one two\n", "two", "1:8+3"},
                             {"plain_folded", "a: one\n  two\n\n  three\n", "three", "4:3+5"},
                             {"single_quoted", "a: 'it''s two'\n", "two", "1:11+3"},
                             {"double_quoted", "a: \"x\\n\\u00e9 two\"\n", "two", "1:15+3"},
                             {"double_quoted_folded", "a: \"one\n  two \\\n  three\"\n", "three",
                              "3:3+5"},
                             {"literal", "a: |\n  one\n   two\n", "two", "3:4+3"},
                             {"literal_with_figure", "a: |1-\n   one\n   two\n", "two", "3:4+3"},
                             {"folded", "a: >-\n  one\n  two\n\n  three\n", "three", "5:3+5"},
                             {"anchored", "a: &x one two\n", "two", "1:11+3"},
                             {"carriage_returns", "a: |\r\n  one\r\n  two\r\n", "two", "3:3+3"},
                             {"after_letters", "\"é\": é two\n", "two", "1:10+3"},
                         }),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace autogen
