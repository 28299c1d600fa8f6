#include "engine/plan/plan.h"

#include <algorithm>

#include "engine/plan/bodies.h"
#include "engine/plan/detour.h"
#include "engine/plan/fates.h"
#include "engine/plan/names_in_the_way.h"
#include "engine/plan/order.h"

namespace autogen {
namespace {

// More than that many cycles taken apart one after the other is a mistake of ours.
constexpr int kAttempts = 100;

struct Attempt {
  Decisions decisions;
  Nodes nodes;
  std::vector<int> sequence;
  std::vector<int> cycle;
  bool check_function_bodies_off = false;
};

std::vector<Finding> ProtectedDrops(const Decisions& decisions, const PlanOptions& options) {
  std::vector<Finding> findings;
  for (const ObjectId& id : options.protected_objects) {
    auto it = decisions.find(id);
    if (it == decisions.end() || it->second.fate != Fate::kDrop) continue;
    findings.push_back(Refusal(
        std::string(KindName(id.kind)) + " " + Label(id) + " is protected and would be dropped",
        "keep it in the models, or take its `protect: true` away first"));
  }
  return findings;
}

// Soft edges are kept as long as they are in no cycle.
void SortSoftly(const Planning& planning, Attempt* attempt) {
  Edges hard = HardEdges(planning, attempt->nodes);
  Edges soft = SoftEdges(planning, attempt->nodes);
  const Edges wished = soft;
  Order order;
  while (true) {
    Edges edges = hard;
    edges.insert(edges.end(), soft.begin(), soft.end());
    order = Sort(attempt->nodes, edges);
    if (order.cycle.empty() || soft.empty()) break;
    std::set<int> cycle(order.cycle.begin(), order.cycle.end());
    const size_t erased = std::erase_if(soft, [&](const std::pair<int, int>& edge) {
      return cycle.contains(edge.first) && cycle.contains(edge.second);
    });
    if (erased == 0) break;
  }
  attempt->sequence = std::move(order.sequence);
  attempt->cycle = std::move(order.cycle);
  if (!attempt->cycle.empty()) return;
  std::vector<int> position(attempt->nodes.nodes.size());
  for (size_t i = 0; i < attempt->sequence.size(); ++i) {
    position[attempt->sequence[i]] = static_cast<int>(i);
  }
  attempt->check_function_bodies_off =
      std::any_of(wished.begin(), wished.end(),
                  [&](const std::pair<int, int>& edge) {
                    return position[edge.first] > position[edge.second];
                  }) ||
      BodiesReachBeyondPath(planning, attempt->decisions);
}

absl::StatusOr<Attempt> Try(const Planning& planning, const Changes& changes,
                            const Detours& detours) {
  Attempt attempt;
  attempt.decisions = Decide(planning, changes, detours);
  LetGo let_go = LetGoDependents(planning, &attempt.decisions);
  std::vector<Finding> findings = std::move(let_go.findings);
  for (Finding& finding : ProtectedDrops(attempt.decisions, planning.options)) {
    findings.push_back(std::move(finding));
  }
  if (!findings.empty()) return ToStatus(findings);
  attempt.nodes = BuildNodes(planning, attempt.decisions, let_go, detours);
  PutUsedValuesFirst(&attempt.nodes);
  SortSoftly(planning, &attempt);
  return attempt;
}

absl::Status CycleError(const Attempt& attempt) {
  std::set<std::string> labels;
  for (int node : attempt.cycle) labels.insert(Label(attempt.nodes.nodes[node].step.id));
  std::string names;
  for (const std::string& label : labels) names += (names.empty() ? "" : ", ") + label;
  return ToStatus(Refusal("these need one another, so that none can come first: " + names,
                          "make the change in two migrations"));
}

void AddRenames(const RenameMap& renames, Plan* plan) {
  for (const auto& [before, after] : renames.objects) {
    Step step;
    step.verb = Verb::kRename;
    step.id = before;
    step.renamed_to = after;
    plan->steps.push_back(std::move(step));
  }
  for (const auto& [label, after] : renames.labels) {
    Step step;
    step.verb = Verb::kRename;
    step.id = label.first;
    step.renamed_to = label.first;
    step.label_before = label.second;
    step.label_after = after;
    plan->steps.push_back(std::move(step));
  }
}

Plan Finish(const RenameMap& renames, Attempt attempt) {
  Plan plan;
  plan.check_function_bodies_off = attempt.check_function_bodies_off;
  AddRenames(renames, &plan);
  std::vector<Nodes::Node>& nodes = attempt.nodes.nodes;
  for (size_t i = 0; i < attempt.sequence.size(); ++i) {
    Nodes::Node& node = nodes[attempt.sequence[i]];
    const bool last =
        i + 1 < attempt.sequence.size() && nodes[attempt.sequence[i + 1]].key.rank != 0;
    node.step.ends_unit = node.key.rank == 0 && last;
    plan.steps.push_back(std::move(node.step));
  }
  return plan;
}

}  // namespace

absl::StatusOr<Plan> MakePlan(const Database& before, const Database& after, const Changes& changes,
                              const RenameMap& renames, const PlanOptions& options) {
  Planning planning(before, after, options);
  std::vector<Finding> in_the_way = NamesInTheWay(planning, changes, renames);
  if (!in_the_way.empty()) return ToStatus(in_the_way);
  Detours detours;
  for (int i = 0; i < kAttempts; ++i) {
    ASSIGN_OR_RETURN(Attempt attempt, Try(planning, changes, detours));
    if (attempt.cycle.empty()) return Finish(renames, std::move(attempt));
    if (!FindDetour(planning, attempt.decisions, attempt.nodes, attempt.cycle, &detours)) {
      return CycleError(attempt);
    }
  }
  return InternalError("the plan's order was not found");
}

}  // namespace autogen
