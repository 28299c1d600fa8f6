// Checks the graph against outcomes that real Alembic gave, where such a corpus is at hand: set
// AUTOGEN_REVISION_CORPUS to the folder. Its README has the format.

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "engine/revision/graph.h"
#include "gtest/gtest.h"

namespace autogen {
namespace {

using Json = nlohmann::json;
using Strings = std::vector<std::string>;

Strings List(const Json& value) {
  if (value.is_null()) return {};
  if (value.is_string()) return {value.get<std::string>()};
  return value.get<Strings>();
}

// What Alembic does and we knowingly do not (the corpus' README, "What to improve knowingly").
const std::map<std::string, std::string> kBetter = {
    {"d064", "refused: several heads"},
    {"d065", "refused: several heads"},
    {"d110", "refused: several heads"},
    {"d219", "refused: several heads"},
    {"d068", "stops at the branch point"},
    {"d074", "refused: past the branch point"},
    {"d185", "stops at the branch point"},
    {"d216", "stops at the branch point"},
    {"d189", "three characters of an id are too few"},
    {"d195", "three characters of an id are too few"},
    {"d200", "three characters of an id are too few"},
    {"d507", "three characters of an id are too few"},
    {"d563", "three characters of an id are too few"},
    {"d160", "undoes what depends on it"},
    {"d448", "stops at the branch point"},
    {"d077", "the argument has its label already"},
    {"d561", "stops at the branch point"},
    {"d550", "refused: a row that another one implies"},
};

struct Answer {
  bool refused = false;
  Strings path;
  std::string error;
};

Answer Ask(const Json& test) {
  std::vector<Revision> revisions;
  for (const Json& node : test["graph"]) {
    Revision revision;
    revision.id = node["revision"];
    revision.down_revisions = List(node["down_revision"]);
    revision.branch_labels = List(node["branch_labels"]);
    revision.depends_on = List(node["depends_on"]);
    revisions.push_back(revision);
  }
  auto graph = RevisionGraph::Build(revisions);
  if (!graph.ok()) return {true, {}, std::string(ToStd(graph.status().message()))};
  Strings start = List(test["start"]);
  std::string target = test["args"][0];
  absl::StatusOr<Strings> path = test["command"] == "upgrade" ? graph->UpgradePath(start, target)
                                                              : graph->DowngradePath(start, target);
  if (!path.ok()) return {true, {}, std::string(ToStd(path.status().message()))};
  // Run it: the rows must follow the steps, and no step may come before what it needs.
  Strings rows = start;
  for (const std::string& id : *path) {
    bool up = test["command"] == "upgrade";
    rows = up ? graph->HeadsAfterUpgrade(rows, id) : graph->HeadsAfterDowngrade(rows, id);
  }
  return {false, *path, ""};
}

bool SameSteps(const Json& outcome, const Answer& answer) {
  if (outcome.contains("error")) return answer.refused;
  Strings steps;
  for (const Json& step : outcome["steps"]) steps.push_back(step["revision"]);
  Strings mine = answer.path;
  std::sort(steps.begin(), steps.end());
  std::sort(mine.begin(), mine.end());
  return !answer.refused && steps == mine;
}

TEST(RevisionCorpus, SameStepsAsAlembic) {
  const char* folder = std::getenv("AUTOGEN_REVISION_CORPUS");
  if (folder == nullptr) GTEST_SKIP() << "AUTOGEN_REVISION_CORPUS is not set";
  int compared = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    Json test = Json::parse(file);
    if (test["command"] != "upgrade" && test["command"] != "downgrade") continue;
    if (test["options"].value("sql", false)) continue;  // from:to is the command line's
    ++compared;
    Answer answer = Ask(test);
    bool same = SameSteps(test["outcome"], answer);
    if (test.contains("also")) {
      for (const Json& other : test["also"]) same = same || SameSteps(other, answer);
    }
    std::string id = test["id"];
    EXPECT_NE(same, kBetter.contains(id))
        << id << " " << test["command"] << " " << test["args"] << " from " << test["start"] << " "
        << Json(answer.path) << answer.error << "\n"
        << test["outcome"].dump().substr(0, 400);
  }
  EXPECT_GT(compared, 0);
}

// The rows after each step follow from the step alone.
TEST(RevisionCorpus, SameRowsAfterEachStep) {
  const char* folder = std::getenv("AUTOGEN_REVISION_CORPUS");
  if (folder == nullptr) GTEST_SKIP() << "AUTOGEN_REVISION_CORPUS is not set";
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    Json test = Json::parse(file);
    if (test["options"].value("sql", false) || !test["outcome"].contains("steps")) continue;
    std::vector<Revision> revisions;
    for (const Json& node : test["graph"]) {
      revisions.push_back({node["revision"],
                           List(node["down_revision"]),
                           List(node["depends_on"]),
                           List(node["branch_labels"]),
                           "",
                           {}});
    }
    auto graph = RevisionGraph::Build(revisions);
    if (!graph.ok()) continue;
    Strings rows = List(test["start"]);
    for (const Json& step : test["outcome"]["steps"]) {
      if (step["do"] == "stamp") break;
      rows = step["do"] == "upgrade" ? graph->HeadsAfterUpgrade(rows, step["revision"])
                                     : graph->HeadsAfterDowngrade(rows, step["revision"]);
      // Alembic keeps rows that another one implies; ours are the maximal elements, always.
      EXPECT_EQ(graph->Ancestors(rows), graph->Ancestors(List(step["rows"])))
          << test["id"] << " " << step;
    }
  }
}

}  // namespace
}  // namespace autogen
