// Which revisions an upgrade or a downgrade runs.

#include <algorithm>

#include "engine/revision/graph.h"

namespace autogen {

struct RevisionGraph::DowngradeTarget {
  std::string label;  // restricts what is undone to one branch; empty: not restricted
  std::string stays;  // the revision that stays applied; empty: none, down to the base
  bool by_steps = false;
};

// Every row must be known, and none may be implied by another one.
absl::Status RevisionGraph::CheckRows(const std::vector<std::string>& current) const {
  for (const std::string& row : current) {
    if (revisions_.contains(row)) continue;
    return InputError("Can't locate revision identified by '" + row + "'",
                      "the database's version table names it, but no migration here has it: is "
                      "this the right folder, and is it up to date?");
  }
  Ids rows(current.begin(), current.end());
  Ids maximal = Maximal(rows);
  for (const std::string& row : rows) {
    if (maximal.contains(row)) continue;
    std::string mended;
    for (const std::string& head : maximal) mended += " " + head;
    return InputError(
        "the database's version table holds " + row + ", which another of its rows implies",
        "mend it: autogen stamp --purge" + mended);
  }
  return absl::OkStatus();
}

// ---- upgrade

absl::StatusOr<std::string> RevisionGraph::WalkUpFromCurrent(const Ids& current,
                                                             const Relative& target) const {
  Ids starts = current;
  if (!target.label.empty()) {
    ASSIGN_OR_RETURN(std::string carrier, Identify(target.label, ""));
    Ids lineage = Lineage(carrier);
    std::erase_if(starts, [&](const std::string& id) { return !lineage.contains(id); });
    if (starts.empty()) {
      // No row is of the branch itself: begin where what is applied meets it.
      Ids applied = Reach(current, needs_);
      std::erase_if(applied, [&](const std::string& id) { return !lineage.contains(id); });
      starts = applied;
      for (const std::string& id : applied) {
        for (const std::string& parent : revisions_.at(id).down_revisions) starts.erase(parent);
      }
    }
  }
  if (starts.size() > 1) {
    return InputError("Ambiguous upgrade from multiple current revisions: " +
                          NameBranches({starts.begin(), starts.end()}),
                      "name the branch (<branchname>@" + target.text + ") or the target revision");
  }
  ASSIGN_OR_RETURN(auto end,
                   Walk(starts.empty() ? "" : *starts.begin(), target.steps, target.label));
  if (end) return *end;
  int there = 0;
  for (int steps = target.steps - 1; steps > 0 && there == 0; --steps) {
    auto shorter = Walk(starts.empty() ? "" : *starts.begin(), steps, target.label);
    if (shorter.ok() && *shorter) there = steps;
  }
  return InputError("Relative revision " + target.text + " didn't produce " +
                        std::to_string(target.steps) + " migrations",
                    there == 0 ? "there is none above the current one"
                               : "there are " + std::to_string(there) + " above the current one");
}

absl::StatusOr<std::vector<std::string>> RevisionGraph::UpgradePath(
    const std::vector<std::string>& current, const std::string& target) const {
  RETURN_IF_ERROR(CheckRows(current));
  Ids rows(current.begin(), current.end());
  Ids targets;
  std::optional<Relative> relative = ParseRelative(target);
  if (relative && relative->symbol.empty()) {
    if (relative->steps < 0) {
      return InputError("Relative revision " + relative->text + " didn't produce " +
                            std::to_string(-relative->steps) + " migrations",
                        "an upgrade goes up: autogen downgrade " + target);
    }
    ASSIGN_OR_RETURN(std::string end, WalkUpFromCurrent(rows, *relative));
    if (!end.empty()) targets.insert(end);
  } else {
    ASSIGN_OR_RETURN(std::vector<std::string> resolved, Resolve(target));
    if (relative && resolved.empty()) {
      return InputError("Walked too far: there are not so many revisions below: " + target);
    }
    targets.insert(resolved.begin(), resolved.end());
  }
  Ids needed = Reach(targets, needs_);
  for (const std::string& applied : Reach(rows, needs_)) needed.erase(applied);
  return InOrder(needed);
}

// ---- downgrade

absl::StatusOr<std::string> RevisionGraph::WalkDownFromCurrent(const Ids& current,
                                                               const Relative& target) const {
  std::string words = "Relative revision " + target.text + " didn't produce " +
                      std::to_string(std::abs(target.steps)) + " migrations";
  if (target.steps >= 0) {
    return InputError(words, "a downgrade goes down: autogen upgrade " + target.text);
  }
  Ids starts = current;
  if (!target.label.empty()) {
    ASSIGN_OR_RETURN(std::string carrier, Identify(target.label, ""));
    Ids lineage = Lineage(carrier);
    std::erase_if(starts, [&](const std::string& id) { return !lineage.contains(id); });
    if (starts.empty()) {
      Ids applied = Reach(current, needs_);
      std::erase_if(applied, [&](const std::string& id) { return !lineage.contains(id); });
      starts = Maximal(applied);
    }
  }
  if (starts.empty()) return InputError(words, "nothing of it is applied");
  if (starts.size() > 1) {
    return InputError("Ambiguous downgrade from multiple current revisions: " +
                          NameBranches({starts.begin(), starts.end()}),
                      "name the branch (<branchname>@" + target.text + ") or the target revision");
  }
  ASSIGN_OR_RETURN(auto end, Walk(*starts.begin(), target.steps, ""));
  if (!end) return InputError(words, "there are not so many below the current one");
  return *end;
}

absl::StatusOr<RevisionGraph::DowngradeTarget> RevisionGraph::ParseDowngrade(
    const Ids& current, const std::string& target) const {
  DowngradeTarget parsed;
  std::optional<Relative> relative = ParseRelative(target);
  if (relative && relative->symbol.empty()) {
    ASSIGN_OR_RETURN(parsed.stays, WalkDownFromCurrent(current, *relative));
    parsed.label = relative->label.empty() ? *current.begin() : relative->label;
    parsed.by_steps = true;
    return parsed;
  }
  size_t at = target.find('@');
  if (at != target.npos) parsed.label = target.substr(0, at);
  // The label says which branch goes; what stays may be anywhere below it.
  bool below = at != target.npos && target.compare(at + 1, 4, "head") != 0;
  ASSIGN_OR_RETURN(std::vector<std::string> resolved,
                   Resolve(below ? target.substr(at + 1) : target));
  if (resolved.size() > 1) {
    return InputError(
        "Destination " + target + " is not a valid downgrade target from current head(s)",
        "name one revision");
  }
  if (!resolved.empty()) parsed.stays = resolved.front();
  return parsed;
}

RevisionGraph::Ids RevisionGraph::SharedWithOthers(const Ids& lineage, const Ids& active) const {
  Ids others;
  for (const std::string& id : active) {
    if (!lineage.contains(id)) others.insert(id);
  }
  Ids shared = Reach(others, parents_);
  std::erase_if(shared, [&](const std::string& id) { return !lineage.contains(id); });
  return shared;
}

// The lowest revisions that go; whatever stands on them goes too.
absl::StatusOr<RevisionGraph::Ids> RevisionGraph::DowngradeRoots(const DowngradeTarget& target,
                                                                 const Ids& current,
                                                                 const Ids& active,
                                                                 const std::string& text) const {
  Ids roots;
  if (target.stays.empty()) {
    for (const std::string& base : Bases()) roots.insert(base);
  } else {
    for (const std::string& child : Children(target.stays)) roots.insert(child);
  }
  if (!target.label.empty()) {
    ASSIGN_OR_RETURN(std::string carrier, Identify(target.label, ""));
    Ids lineage = Lineage(carrier);
    if (roots.size() > 1) {
      std::erase_if(roots, [&](const std::string& id) { return !lineage.contains(id); });
      if (roots.empty()) {
        return InputError(
            "Destination " + text + " is not a valid downgrade target from current head(s)",
            "no revision of that branch follows it");
      }
    }
    Ids shared = SharedWithOthers(lineage, active);
    if (target.stays.empty() && !target.by_steps) {
      roots = lineage;
      std::erase_if(roots, [&](const std::string& id) { return shared.contains(id); });
    }
    for (const std::string& root : roots) {
      if (!shared.contains(root)) continue;
      return InputError("Destination " + text + " goes past " + root +
                            ", on which other branches stand that are applied",
                        target.label +
                            "@base undoes that branch alone; to undo all of them, name "
                            "the revision to go down to");
    }
  }
  std::erase_if(roots, [&](const std::string& id) { return !active.contains(id); });
  if (!roots.empty() || target.stays.empty() || current.contains(target.stays)) return roots;

  if (!active.contains(target.stays)) {
    return InputError(
        "Destination " + text + " is not a valid downgrade target from current head(s)",
        current.empty() ? "nothing is applied" : "it is not applied");
  }
  // It is applied only because something depends on it: that goes.
  if (auto dependents = needed_by_.find(target.stays);
      target.label.empty() && dependents != needed_by_.end()) {
    for (const std::string& id : dependents->second) {
      if (active.contains(id)) roots.insert(id);
    }
  }
  return roots;
}

absl::StatusOr<std::vector<std::string>> RevisionGraph::DowngradePath(
    const std::vector<std::string>& current, const std::string& target) const {
  RETURN_IF_ERROR(CheckRows(current));
  Ids rows(current.begin(), current.end());
  Ids active = Reach(rows, needs_);
  ASSIGN_OR_RETURN(DowngradeTarget parsed, ParseDowngrade(rows, target));
  ASSIGN_OR_RETURN(Ids roots, DowngradeRoots(parsed, rows, active, target));
  Ids undone = Reach(roots, needed_by_);
  std::erase_if(undone, [&](const std::string& id) { return !active.contains(id); });
  std::vector<std::string> path = InOrder(undone);
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace autogen
