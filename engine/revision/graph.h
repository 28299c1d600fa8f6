#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "engine/base/error.h"

namespace autogen {

struct Revision {
  std::string id;
  std::vector<std::string> down_revisions;  // parents; empty: a base
  std::vector<std::string> depends_on;
  std::vector<std::string> branch_labels;
  std::string message;
  Place place;
};

// The graph of revisions, as Alembic has it. Heads are maximal elements of what was given, always.
class RevisionGraph {
 public:
  // Errors (all of them collected): two files of one revision, a parent that is not there (a gap),
  // a cycle.
  static absl::StatusOr<RevisionGraph> Build(std::vector<Revision> revisions);

  const std::map<std::string, Revision>& revisions() const { return revisions_; }
  // What the version table of a database holds that has everything: no revision has one of them as
  // its parent or among what it depends on. Sorted, as all lists here.
  std::vector<std::string> Heads() const;
  // The ends of the branches: no revision has one of them as its parent. What `head` means.
  std::vector<std::string> BranchHeads() const;
  std::vector<std::string> Bases() const;
  std::vector<std::string> Children(const std::string& id) const;
  // Labels that address the revision: its own, its ancestors', and its descendants' down to the
  // next branch or merge point.
  std::vector<std::string> LabelsOf(const std::string& id) const;
  // Ancestors first, ties by id. `all` of them, or those that lead to `targets`.
  std::vector<std::string> Order() const;

  // What a user wrote -> revisions: full id, a unique prefix (4 characters or more), a label, head,
  // heads, base (none), label@head, REV+N, REV-N … Errors keep Alembic's words: "Can't locate
  // revision identified by '…'", "Multiple head revisions …".
  absl::StatusOr<std::vector<std::string>> Resolve(const std::string& symbol) const;

  // The revisions to apply, in order, from `current` (the version table's rows) to `target`: head,
  // heads, REV, PARTIAL, +N, REV+N, label@…. Empty: nothing to do.
  absl::StatusOr<std::vector<std::string>> UpgradePath(const std::vector<std::string>& current,
                                                       const std::string& target) const;
  // The revisions to undo, in order: base, REV (which stays applied), -N, REV-N. `label@base` and
  // `label@-N` stop at the branch point: other branches are never undone by the way.
  absl::StatusOr<std::vector<std::string>> DowngradePath(const std::vector<std::string>& current,
                                                         const std::string& target) const;
  // The version table's rows once `id` was applied to, or undone from, `current`.
  std::vector<std::string> HeadsAfterUpgrade(const std::vector<std::string>& current,
                                             const std::string& id) const;
  std::vector<std::string> HeadsAfterDowngrade(const std::vector<std::string>& current,
                                               const std::string& id) const;
  // Everything at or below `heads`.
  std::set<std::string> Ancestors(const std::vector<std::string>& heads) const;

 private:
  using Ids = std::set<std::string>;
  using Links = std::map<std::string, std::vector<std::string>>;

  // A target with a step count: "left@b2+3" is {left, b2, 3}; "+3" has neither label nor symbol.
  struct Relative {
    std::string label, symbol;
    int steps = 0;
    std::string text;  // "+3"
  };
  static std::optional<Relative> ParseRelative(const std::string& target);

  std::vector<Finding> Link();
  std::vector<Finding> CheckNames() const;
  std::vector<Finding> FindCycles();

  Ids Reach(const Ids& from, const Links& links) const;  // `from` included
  Ids Lineage(const std::string& id) const;              // ancestors and descendants by parents
  Ids Maximal(const Ids& ids) const;
  std::vector<std::string> InOrder(const Ids& ids) const;
  std::string NameBranches(const std::vector<std::string>& ids) const;

  // One revision by id, unique prefix or label; with `label` it must be of that branch.
  absl::StatusOr<std::string> Identify(const std::string& symbol, const std::string& label) const;
  absl::StatusOr<std::vector<std::string>> ResolveHeads(const std::string& symbol,
                                                        const std::string& label) const;
  // `steps` up (or down) from a revision; an empty one is the base. nullopt: there are not so many.
  absl::StatusOr<std::optional<std::string>> Walk(const std::string& start, int steps,
                                                  const std::string& label) const;
  absl::Status CheckRows(const std::vector<std::string>& current) const;
  absl::StatusOr<std::string> WalkUpFromCurrent(const Ids& current, const Relative& target) const;
  absl::StatusOr<std::string> WalkDownFromCurrent(const Ids& current, const Relative& target) const;

  struct DowngradeTarget;
  absl::StatusOr<DowngradeTarget> ParseDowngrade(const Ids& current,
                                                 const std::string& target) const;
  absl::StatusOr<Ids> DowngradeRoots(const DowngradeTarget& target, const Ids& current,
                                     const Ids& active, const std::string& text) const;
  // Those of a branch on which active revisions of other branches stand.
  Ids SharedWithOthers(const Ids& lineage, const Ids& active) const;

  std::map<std::string, Revision> revisions_;
  std::map<std::string, std::string> labels_;  // label -> the revision that carries it
  Links parents_;                              // down_revisions
  Links children_;
  Links needs_;  // parents and dependencies
  Links needed_by_;
  std::vector<std::string> order_;
};

}  // namespace autogen
