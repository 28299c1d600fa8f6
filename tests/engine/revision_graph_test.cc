#include <algorithm>
#include <sstream>

#include "engine/revision/graph.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace autogen {
namespace {

using Strings = std::vector<std::string>;

// "b2:a1 [left]" is b2 after a1 with the label left; "m:b,c" a merge; "z2:z1 (a2)" depends on a2.
absl::StatusOr<RevisionGraph> Graph(const Strings& lines) {
  std::vector<Revision> revisions;
  for (const std::string& line : lines) {
    Revision revision;
    std::istringstream words(line);
    std::string word;
    words >> word;
    revision.id = word.substr(0, word.find(':'));
    if (word.find(':') != word.npos) {
      std::istringstream parents(word.substr(word.find(':') + 1));
      for (std::string parent; std::getline(parents, parent, ',');) {
        revision.down_revisions.push_back(parent);
      }
    }
    while (words >> word) {
      std::string name = word.substr(1, word.size() - 2);
      (word[0] == '[' ? revision.branch_labels : revision.depends_on).push_back(name);
    }
    revision.place.file = revision.id + ".upgrade.sql";
    revisions.push_back(revision);
  }
  return RevisionGraph::Build(revisions);
}

// The path's ids joined, or the message and hint of the refusal.
std::string Show(const absl::StatusOr<Strings>& path) {
  if (!path.ok()) {
    Finding finding = ToFinding(path.status());
    return "! " + finding.message + (finding.hint.empty() ? "" : " | " + finding.hint);
  }
  std::string text;
  for (const std::string& id : *path) text += (text.empty() ? "" : " ") + id;
  return text;
}

const Strings kLinear = {"a111", "b222:a111", "c333:b222", "d444:c333"};
const Strings kFork = {"a1", "b2:a1 [left]", "c3:b2", "d4:a1 [right]", "e5:d4"};
const Strings kDiamond = {"a1", "b2:a1", "c3:a1", "m4:b2,c3", "n5:m4"};
const Strings kBases = {"a1 [shop]", "a2:a1", "a3:a2", "z1 [blog]", "z2:z1 (a2)", "z3:z2"};
const Strings kSibling = {"a1", "b2:a1", "c3:a1 (b2)", "d4:c3"};
const Strings kPartial = {"abc123", "abc987:abc123", "abd111:abc987"};

struct PathCase {
  const char* name;
  const Strings& graph;
  char direction;  // u or d
  Strings current;
  const char* target;
  const char* expected;
};

class PathTest : public testing::TestWithParam<PathCase> {};

TEST_P(PathTest, Is) {
  auto graph = Graph(GetParam().graph);
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_EQ(Show(GetParam().direction == 'u'
                     ? graph->UpgradePath(GetParam().current, GetParam().target)
                     : graph->DowngradePath(GetParam().current, GetParam().target)),
            GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Paths, PathTest,
    testing::ValuesIn<PathCase>({
        {"head", kLinear, 'u', {}, "head", "a111 b222 c333 d444"},
        {"heads", kLinear, 'u', {"b222"}, "heads", "c333 d444"},
        {"revision", kLinear, 'u', {}, "c333", "a111 b222 c333"},
        {"plus", kLinear, 'u', {"b222"}, "+1", "c333"},
        {"plus_from_nothing", kLinear, 'u', {}, "+2", "a111 b222"},
        {"revision_plus", kLinear, 'u', {}, "b222+1", "a111 b222 c333"},
        {"revision_minus", kLinear, 'u', {}, "c333-1", "a111 b222"},
        {"older_is_nothing_to_do", kLinear, 'u', {"c333"}, "a111", ""},
        {"upgrade_base_is_nothing", kLinear, 'u', {"c333"}, "base", ""},
        {"plus_too_many",
         kLinear,
         'u',
         {"c333"},
         "+3",
         "! Relative revision +3 didn't produce 3 migrations | there are 1 above the current one"},
        {"minus_on_upgrade",
         kLinear,
         'u',
         {"c333"},
         "-1",
         "! Relative revision -1 didn't produce 1 migrations | an upgrade goes up: autogen "
         "downgrade -1"},
        {"unknown",
         kLinear,
         'u',
         {},
         "nope",
         "! Can't locate revision identified by 'nope' | autogen history lists what there is"},
        {"unknown_row",
         kLinear,
         'u',
         {"gone"},
         "head",
         "! Can't locate revision identified by 'gone' | the database's version table names it, "
         "but no migration here has it: is this the right folder, and is it up to date?"},
        {"below_base",
         kLinear,
         'u',
         {},
         "a111-1",
         ""
         "! Walked too far: there are not so many revisions below: a111-1"},
        {"two_heads",
         kFork,
         'u',
         {"a1"},
         "head",
         "! Multiple head revisions are present for given argument 'head'; please specify a "
         "specific target revision, '<branchname>@head' to narrow to a specific head, or 'heads' "
         "for all heads | the heads are c3 (left), e5 (right)"},
        {"one_branch_after_the_other", kFork, 'u', {"a1"}, "heads", "b2 c3 d4 e5"},
        {"label_head", kFork, 'u', {"a1"}, "right@head", "d4 e5"},
        {"label", kFork, 'u', {"a1"}, "left", "b2"},
        {"label_plus", kFork, 'u', {"a1"}, "left@+1", "b2"},
        {"label_of_another",
         kFork,
         'u',
         {"a1"},
         "left@d4",
         "! Can't locate revision identified by 'd4' | revision d4 is not a member of branch "
         "'left'"},
        {"ambiguous_plus",
         kFork,
         'u',
         {"a1"},
         "+1",
         "! Ambiguous walk: several revisions follow a1: b2 (left), d4 (right) | name the "
         "revision, or a branch: <branchname>@+1"},
        {"ambiguous_start",
         kFork,
         'u',
         {"b2", "d4"},
         "+1",
         "! Ambiguous upgrade from multiple current revisions: b2 (left), d4 (right) | name the "
         "branch (<branchname>@+1) or the target revision"},
        {"implied_row",
         kFork,
         'u',
         {"b2", "c3"},
         "heads",
         "! the database's version table holds b2, which another of its rows implies | mend it: "
         "autogen stamp --purge c3"},
        {"diamond", kDiamond, 'u', {"b2"}, "head", "c3 m4 n5"},
        {"dependency_first", kBases, 'u', {}, "blog@head", "a1 a2 z1 z2 z3"},
        {"partial", kPartial, 'u', {}, "abc9", "abc123 abc987"},
        {"partial_ambiguous",
         kPartial,
         'u',
         {},
         "abc",
         "! Can't locate revision identified by 'abc' | a part of an id needs four characters or "
         "more"},

        {"base", kLinear, 'd', {"c333"}, "base", "c333 b222 a111"},
        {"minus", kLinear, 'd', {"c333"}, "-2", "c333 b222"},
        {"stays", kLinear, 'd', {"c333"}, "a111", "c333 b222"},
        {"itself", kLinear, 'd', {"c333"}, "c333", ""},
        {"nothing_applied", kLinear, 'd', {}, "base", ""},
        {"relative_to_one", kLinear, 'd', {"d444"}, "c333-1", "d444 c333"},
        {"not_applied",
         kLinear,
         'd',
         {"b222"},
         "d444",
         "! Destination d444 is not a valid downgrade target from current head(s) | it is not "
         "applied"},
        {"minus_too_many",
         kLinear,
         'd',
         {"b222"},
         "-4",
         "! Relative revision -4 didn't produce 4 migrations | there are not so many below the "
         "current one"},
        {"several_heads",
         kFork,
         'd',
         {"c3", "e5"},
         "-1",
         "! Ambiguous downgrade from multiple current revisions: c3 (left), e5 (right) | name the "
         "branch (<branchname>@-1) or the target revision"},
        {"label_minus", kFork, 'd', {"c3", "e5"}, "right@-1", "e5"},
        {"label_to_branch_point", kFork, 'd', {"c3", "e5"}, "left@a1", "c3 b2"},
        {"label_base_stops_at_branch_point", kFork, 'd', {"c3", "e5"}, "left@base", "c3 b2"},
        {"label_base_alone", kFork, 'd', {"c3"}, "left@base", "c3 b2 a1"},
        {"label_minus_past_branch_point",
         kFork,
         'd',
         {"c3", "e5"},
         "left@-3",
         "! Destination left@-3 goes past a1, on which other branches stand that are applied | "
         "left@base undoes that branch alone; to undo all of them, name the revision to go down "
         "to"},
        {"revision_undoes_all_above", kFork, 'd', {"c3", "e5"}, "a1", "e5 d4 c3 b2"},
        {"one_arm_of_a_merge", kDiamond, 'd', {"n5"}, "b2", "n5 m4"},
        {"minus_at_a_merge",
         kDiamond,
         'd',
         {"m4"},
         "-1",
         "! Ambiguous walk: m4 is a merge point: b2, c3 | name the revision to go down to"},
        {"dependents_go_too", kBases, 'd', {"a3", "z3"}, "shop@base", "z3 z2 a3 a2 a1"},
        {"other_base_stays", kBases, 'd', {"a3", "z3"}, "blog@base", "z3 z2 z1"},
        {"applied_as_a_dependency", kSibling, 'd', {"d4"}, "b2", "d4 c3"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

struct BuildCase {
  const char* name;
  Strings graph;
  const char* expected;
};
class BuildTest : public testing::TestWithParam<BuildCase> {};

TEST_P(BuildTest, Refuses) {
  std::string text;
  for (const Finding& finding : ToFindings(Graph(GetParam().graph).status())) {
    text += Describe(finding);
  }
  EXPECT_EQ(text, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Graphs, BuildTest,
    testing::ValuesIn<BuildCase>({
        {"twice",
         {"a1", "a1"},
         "a1.upgrade.sql: error: two migrations are of revision a1\n  hint: the other one is "
         "a1.upgrade.sql; give one of them another id, in its name and its header\n"},
        {"gap",
         {"a1", "c3:b2", "d4:c3 (x)"},
         "c3.upgrade.sql: error: revision c3 follows b2, which is not there\n  hint: bring that "
         "migration's files back, or mend down_revision\n"
         "d4.upgrade.sql: error: revision d4 depends on x, which is not there\n  hint: bring that "
         "migration's files back, or mend depends_on\n"},
        {"cycle",
         {"r0", "a1:c3", "b2:a1", "c3:b2"},
         "c3.upgrade.sql: error: Cycle is detected in revisions: c3 -> a1 -> b2 -> c3\n"
         "  a1.upgrade.sql\n  b2.upgrade.sql\n  c3.upgrade.sql\n"
         "  hint: mend down_revision or depends_on of one of them\n"},
        {"itself",
         {"a1", "b2:a1 (b2)"},
         "b2.upgrade.sql: error: Cycle is detected in revisions: b2 -> b2\n"
         "  b2.upgrade.sql\n  hint: mend down_revision or depends_on of one of them\n"},
        {"label_twice",
         {"a1 [x]", "b2:a1 [x]"},
         "b2.upgrade.sql: error: branch name 'x' in revision b2 is already used by revision a1\n"
         "  hint: choose another label\n"},
        {"label_nobody_can_write",
         {"a1 [x@y]"},
         "a1.upgrade.sql: error: 'x@y' cannot be a branch label\n  hint: letters, digits and _; "
         "not head, heads, base or current\n"},
    }),
    [](const auto& test) { return std::string(test.param.name); });

TEST(RevisionGraph, RowsFollowTheSteps) {
  auto graph = Graph(kBases);
  ASSERT_TRUE(graph.ok());
  EXPECT_EQ(graph->HeadsAfterUpgrade({"a2", "z1"}, "z2"), Strings({"z2"}));
  EXPECT_EQ(graph->HeadsAfterDowngrade({"z2"}, "z2"), Strings({"a2", "z1"}));
  EXPECT_EQ(graph->HeadsAfterUpgrade({"z2"}, "a3"), Strings({"a3", "z2"}));
  EXPECT_EQ(graph->HeadsAfterDowngrade({"a1"}, "a1"), Strings());
}

TEST(RevisionGraph, HeadsAndLabels) {
  auto graph = Graph(kFork);
  ASSERT_TRUE(graph.ok());
  EXPECT_EQ(graph->Heads(), Strings({"c3", "e5"}));
  EXPECT_EQ(graph->Bases(), Strings({"a1"}));
  EXPECT_EQ(graph->LabelsOf("c3"), Strings({"left"}));
  EXPECT_EQ(graph->LabelsOf("a1"), Strings());
  auto hidden = Graph({"a1 [shop]", "a2:a1", "z1 (a2)"});
  ASSERT_TRUE(hidden.ok());
  EXPECT_EQ(hidden->Heads(), Strings({"z1"}));
  EXPECT_EQ(hidden->BranchHeads(), Strings({"a2", "z1"}));
  EXPECT_EQ(hidden->LabelsOf("a2"), Strings({"shop"}));
}

// The same set of files in another order is the same graph.
TEST(RevisionGraph, OrderIsTheGraphsAlone) {
  Strings lines = kBases;
  Strings expected = Graph(lines)->Order();
  std::reverse(lines.begin(), lines.end());
  EXPECT_EQ(Graph(lines)->Order(), expected);
}

}  // namespace
}  // namespace autogen
