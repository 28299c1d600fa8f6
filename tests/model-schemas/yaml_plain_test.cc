#include "model-schemas/yaml_plain.h"

#include <gtest/gtest.h>

#include <random>

#include "model-schemas/yaml_events.h"

namespace autogen {
namespace {

// A tree with all that the readers behind it see.
std::string Dump(const Node* node) {
  if (node == nullptr) return "nothing";
  std::string text = "@" + std::to_string(node->begin);
  if (node->IsNull()) return text + " null";
  if (node->IsScalar()) {
    return text + " style " + std::to_string(static_cast<int>(node->style)) + " <" +
           std::string(node->text) + ">";
  }
  text += node->IsSequence() ? " [" : " {";
  if (node->flow) text += "flow ";
  for (const Entry& entry : node->entries) {
    if (entry.key) text += Dump(entry.key) + ": ";
    text += Dump(entry.value) + ", ";
  }
  return text + (node->IsSequence() ? "]" : "}");
}

std::string ByLibrary(const SourceFile& file) {
  Findings findings;
  NodeArena nodes;
  const Node* root = ParseYamlByLibrary(file, &nodes, &findings);
  if (!findings.empty()) return Describe(findings.list()[0]);
  return Dump(root);
}

// Whether it was read; the tree must then be the library's.
bool ReadsAlike(const std::string& text) {
  SourceFile file("m.yaml", text);
  NodeArena nodes;
  const Node* plain = ParsePlainYaml(file, &nodes);
  if (!plain) return false;
  EXPECT_EQ(Dump(plain), ByLibrary(file)) << text;
  return true;
}

constexpr const char* kPlain[] = {
    "a: 1\n",
    "a: 1",
    "# c\n\na:  b c  # d\nb: e#f\n",
    "schema: app\ntables:\n  users:\n    columns:\n      id: bigint\n      n: varchar(20) not null "
    "default 'a:b'::text\n",
    "a:\n  - b\n  - c: 1\n    d: 2\n  -   e\nf: g\n",
    "a:\n- b\n- c\nd: e\n",
    "a: |\n  x\n\n   y\n  # z\n\nb: |-\n  x\n\n# c\nc: 'it''s' # d\n\"d e\": \"f\"\n'g': h\n",
    "a: [b, 'c', \"d\", {e: f, \"g\": [h i, j]}]\nb: {}\nc: []\nd: {e: f}\n",
    "f(a int, b text[]):\n  returns: int\n",
    "a: -1\nb: ?x\nc: :y\nd: a:b\n",
    "- a: 1\n  b:\n    c: d\n- - x\n  - y\n",
    "\xc3\xa4: \xc3\xb6 \xe2\x82\xac\nb: c\n",
};

// What it leaves to the library: other forms, and whatever is wrong.
constexpr const char* kOther[] = {
    "",
    "a\n",
    "a:\n",
    "a: ~\n",
    "a: null\nb: c\n",
    "a: b\n  c\n",
    "a: b\n\n  c\n",
    "a: &x b\n",
    "a: *x\n",
    "a: !t b\n",
    "a: >\n  b\n",
    "a: |2\n   b\n",
    "a: |\n  b",
    "a: \"b\\n\"\n",
    "a: 'b\n  c'\n",
    "a: [b,\n c]\n",
    "a: [b c: d]\n",
    "a: {b}\n",
    "a:\tb\n",
    "a: b\r\n",
    "---\na: b\n",
    "a: b\n...\n",
    "%YAML 1.2\n---\na: b\n",
    "a: b: c\n",
    "a: b\na: c\n",
    "<<: b\n",
    "? a\n: b\n",
    "a: - b\n",
    "a: b\n c: d\n",
    "  a: b\n c: d\n",
    "a: 'b' c\n",
    "a: @b\n",
    "a: `b`\n",
    "a: {type: numeric(8,2)}\n",
    "a:\n  - b\n c: d\n",
};

TEST(YamlPlainTest, ReadsPlainFiles) {
  for (const char* text : kPlain) EXPECT_TRUE(ReadsAlike(text)) << text;
}

TEST(YamlPlainTest, LeavesTheRestToTheLibrary) {
  for (const char* text : kOther) EXPECT_FALSE(ReadsAlike(text)) << text;
}

// Texts cut up and put together again, by a fixed seed: whatever it reads, the library reads so.
TEST(YamlPlainTest, NeverReadsOtherwiseThanTheLibrary) {
  constexpr std::string_view kPieces[] = {
      " ",   "  ", "\n",   "\n  ", ":",   ": ", "- ",     "#",     " # ", "'",
      "\"",  "|",  "|-\n", "[",    "]",   "{",  "}",      ", ",    ",",   "a",
      "b c", "~",  "null", "?",    "&x ", "*x", "<<",     "-",     "\t",  "%",
      "!",   ">",  "@",    "---",  "...", ":x", "a: b\n", "- a\n", "\\",  "\r\n"};
  std::mt19937 random(20240229);
  auto below = [&](size_t n) { return static_cast<size_t>(random() % n); };
  int read = 0;
  for (int round = 0; round < 40000; ++round) {
    std::string text = kPlain[below(std::size(kPlain))];
    for (size_t edits = 1 + below(3); edits > 0; --edits) {
      size_t at = below(text.size() + 1);
      if (below(3) == 0) text.erase(at, 1 + below(4));
      if (below(3) != 0) text.insert(std::min(at, text.size()), kPieces[below(std::size(kPieces))]);
    }
    if (ReadsAlike(text)) ++read;
    if (HasFailure()) FAIL() << "round " << round;
  }
  EXPECT_GT(read, 2000);
}

}  // namespace
}  // namespace autogen
