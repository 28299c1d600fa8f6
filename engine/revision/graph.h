#pragma once

#include <map>
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
  std::vector<std::string> Heads() const;  // sorted
  std::vector<std::string> Bases() const;
  std::vector<std::string> Children(const std::string& id) const;
  // Ancestors first, ties by id. `all` of them, or those that lead to `targets`.
  std::vector<std::string> Order() const;

  // What a user wrote -> revisions: full id, a unique prefix (4 characters or more as in Alembic),
  // head, heads, base, label@head … Errors keep Alembic's words: "Can't locate revision identified
  // by '…'", "Multiple head revisions …".
  absl::StatusOr<std::vector<std::string>> Resolve(const std::string& symbol) const;

  // The revisions to apply, in order, from `current` (the version table's rows) to `target`: head,
  // heads, REV, PARTIAL, +N, REV+N. Empty: nothing to do.
  absl::StatusOr<std::vector<std::string>> UpgradePath(const std::vector<std::string>& current,
                                                       const std::string& target) const;
  // The revisions to undo, in order: base, REV (which stays applied), -N, REV-N.
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
  std::map<std::string, Revision> revisions_;
};

}  // namespace autogen
