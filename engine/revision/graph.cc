#include "engine/revision/graph.h"

#include <algorithm>
#include <functional>

namespace autogen {
namespace {

Finding At(const Revision& revision, std::string message, std::string hint) {
  Finding finding;
  finding.message = std::move(message);
  finding.hint = std::move(hint);
  finding.place = revision.place;
  return finding;
}

// Characters with a meaning in a target, and what a file name or header cannot hold.
bool IsPlainName(const std::string& name) {
  return !name.empty() && name.find_first_of("@-+:,/\\ \t\n") == std::string::npos;
}

bool IsSymbol(const std::string& name) {
  return name == "head" || name == "heads" || name == "base" || name == "current";
}

}  // namespace

absl::StatusOr<RevisionGraph> RevisionGraph::Build(std::vector<Revision> revisions) {
  RevisionGraph graph;
  std::vector<Finding> findings;
  for (Revision& revision : revisions) {
    auto [found, added] = graph.revisions_.try_emplace(revision.id, revision);
    if (added) continue;
    findings.push_back(At(revision, "two migrations are of revision " + revision.id,
                          "the other one is " + found->second.place.file +
                              "; give one of them another id, in its name and its header"));
  }
  for (const auto& more : {graph.CheckNames(), graph.Link()}) {
    findings.insert(findings.end(), more.begin(), more.end());
  }
  if (findings.empty()) findings = graph.FindCycles();
  if (!findings.empty()) return ToStatus(findings);
  return graph;
}

std::vector<Finding> RevisionGraph::CheckNames() const {
  std::vector<Finding> findings;
  for (const auto& [id, revision] : revisions_) {
    if (!IsPlainName(id) || IsSymbol(id)) {
      findings.push_back(At(revision, "'" + id + "' cannot be the id of a revision",
                            "letters, digits and _; not head, heads, base or current"));
    }
    for (const std::string& label : revision.branch_labels) {
      if (IsPlainName(label) && !IsSymbol(label)) continue;
      findings.push_back(At(revision, "'" + label + "' cannot be a branch label",
                            "letters, digits and _; not head, heads, base or current"));
    }
  }
  return findings;
}

// Fills the links and labels; what they name must be there.
std::vector<Finding> RevisionGraph::Link() {
  std::vector<Finding> findings;
  for (const auto& [id, revision] : revisions_) {
    for (const std::string& label : revision.branch_labels) {
      auto [found, added] = labels_.try_emplace(label, id);
      if (added && !revisions_.contains(label)) continue;
      findings.push_back(At(revision,
                            "branch name '" + label + "' in revision " + id +
                                " is already used by revision " + found->second,
                            "choose another label"));
    }
  }
  for (const auto& [id, revision] : revisions_) {
    for (const std::string& parent : revision.down_revisions) {
      if (!revisions_.contains(parent)) {
        findings.push_back(At(revision,
                              "revision " + id + " follows " + parent + ", which is not there",
                              "bring that migration's files back, or mend down_revision"));
        continue;
      }
      parents_[id].push_back(parent);
      children_[parent].push_back(id);
    }
    std::set<std::string> needs(parents_[id].begin(), parents_[id].end());
    for (const std::string& wanted : revision.depends_on) {
      auto label = labels_.find(wanted);
      std::string dependency = label == labels_.end() ? wanted : label->second;
      if (!revisions_.contains(dependency)) {
        findings.push_back(At(revision,
                              "revision " + id + " depends on " + wanted + ", which is not there",
                              "bring that migration's files back, or mend depends_on"));
        continue;
      }
      needs.insert(dependency);
    }
    for (const std::string& need : needs) needed_by_[need].push_back(id);
    needs_[id].assign(needs.begin(), needs.end());
  }
  return findings;
}

// Orders the revisions, one branch to its end before the next. What cannot be ordered is a cycle.
std::vector<Finding> RevisionGraph::FindCycles() {
  std::map<std::string, size_t> missing;
  std::vector<std::string> ready;
  for (const auto& [id, revision] : revisions_) {
    missing[id] = needs_[id].size();
    if (needs_[id].empty()) ready.push_back(id);
  }
  std::sort(ready.rbegin(), ready.rend());  // the end of it is next
  while (!ready.empty()) {
    std::string id = ready.back();
    ready.pop_back();
    order_.push_back(id);
    auto dependents = needed_by_.find(id);
    if (dependents == needed_by_.end()) continue;
    std::vector<std::string> next = dependents->second;
    std::sort(next.rbegin(), next.rend());
    for (const std::string& dependent : next) {
      if (--missing[dependent] == 0) ready.push_back(dependent);
    }
  }
  if (order_.size() == revisions_.size()) return {};

  // From anything left over, going to what it still misses ends in a cycle.
  std::string id;
  for (const auto& [candidate, count] : missing) {
    if (count > 0) id = candidate;
  }
  std::vector<std::string> path;
  while (std::find(path.begin(), path.end(), id) == path.end()) {
    path.push_back(id);
    for (const std::string& need : needs_[id]) {
      if (missing[need] > 0) id = need;
    }
  }
  path.erase(path.begin(), std::find(path.begin(), path.end(), id));
  std::string shown = id, files;
  for (auto step = path.rbegin(); step != path.rend(); ++step) {
    shown += " -> " + *step;
    files += (files.empty() ? "" : "\n") + revisions_[*step].place.file;
  }
  Finding finding = At(revisions_[id], "Cycle is detected in revisions: " + shown,
                       "mend down_revision or depends_on of one of them");
  finding.detail = files;
  return {finding};
}

RevisionGraph::Ids RevisionGraph::Reach(const Ids& from, const Links& links) const {
  Ids reached = from;
  std::vector<std::string> todo(from.begin(), from.end());
  while (!todo.empty()) {
    auto found = links.find(todo.back());
    todo.pop_back();
    if (found == links.end()) continue;
    for (const std::string& next : found->second) {
      if (reached.insert(next).second) todo.push_back(next);
    }
  }
  return reached;
}

RevisionGraph::Ids RevisionGraph::Lineage(const std::string& id) const {
  Ids lineage = Reach({id}, parents_);
  lineage.merge(Reach({id}, children_));
  return lineage;
}

RevisionGraph::Ids RevisionGraph::Maximal(const Ids& ids) const {
  Ids below;
  for (const std::string& id : ids) {
    auto needs = needs_.find(id);
    if (needs != needs_.end()) below.insert(needs->second.begin(), needs->second.end());
  }
  below = Reach(below, needs_);
  Ids maximal;
  for (const std::string& id : ids) {
    if (!below.contains(id)) maximal.insert(id);
  }
  return maximal;
}

std::vector<std::string> RevisionGraph::InOrder(const Ids& ids) const {
  std::vector<std::string> sorted;
  for (const std::string& id : order_) {
    if (ids.contains(id)) sorted.push_back(id);
  }
  return sorted;
}

std::vector<std::string> RevisionGraph::Heads() const {
  std::vector<std::string> heads;
  for (const auto& [id, revision] : revisions_) {
    if (!needed_by_.contains(id)) heads.push_back(id);
  }
  return heads;
}

std::vector<std::string> RevisionGraph::BranchHeads() const {
  std::vector<std::string> heads;
  for (const auto& [id, revision] : revisions_) {
    if (!children_.contains(id)) heads.push_back(id);
  }
  return heads;
}

std::vector<std::string> RevisionGraph::Bases() const {
  std::vector<std::string> bases;
  for (const auto& [id, revision] : revisions_) {
    if (revision.down_revisions.empty()) bases.push_back(id);
  }
  return bases;
}

std::vector<std::string> RevisionGraph::Children(const std::string& id) const {
  auto found = children_.find(id);
  return found == children_.end() ? std::vector<std::string>() : found->second;
}

std::vector<std::string> RevisionGraph::LabelsOf(const std::string& id) const {
  std::vector<std::string> labels;
  for (const auto& [label, carrier] : labels_) {
    if (Reach({carrier}, children_).contains(id)) {
      labels.push_back(label);
      continue;
    }
    // Downwards a label reaches as far as the branch is alone.
    for (std::string at = carrier; Children(at).size() < 2;) {
      auto parents = parents_.find(at);
      if (parents == parents_.end() || parents->second.size() != 1) break;
      at = parents->second.front();
      if (Children(at).size() > 1) break;
      if (at == id) {
        labels.push_back(label);
        break;
      }
    }
  }
  return labels;
}

std::vector<std::string> RevisionGraph::Order() const { return order_; }

std::set<std::string> RevisionGraph::Ancestors(const std::vector<std::string>& heads) const {
  return Reach(Ids(heads.begin(), heads.end()), needs_);
}

std::vector<std::string> RevisionGraph::HeadsAfterUpgrade(const std::vector<std::string>& current,
                                                          const std::string& id) const {
  Ids applied(current.begin(), current.end());
  applied.insert(id);
  Ids heads = Maximal(applied);
  return {heads.begin(), heads.end()};
}

std::vector<std::string> RevisionGraph::HeadsAfterDowngrade(const std::vector<std::string>& current,
                                                            const std::string& id) const {
  Ids applied(current.begin(), current.end());
  applied.erase(id);
  auto needs = needs_.find(id);
  if (needs != needs_.end()) applied.insert(needs->second.begin(), needs->second.end());
  Ids heads = Maximal(applied);
  return {heads.begin(), heads.end()};
}

}  // namespace autogen
