#pragma once

#include <string>
#include <vector>

#include "tools/autogen/session.h"

// One function a command: it gets its flags, does the work through the rooms below, and returns the
// exit status.
namespace autogen {

struct InitOptions {
  std::string folder = ".";
  bool baseline = false;
};
int RunInit(const GlobalOptions& global, const InitOptions& options);

struct InspectOptions {
  std::string output;  // empty: the config's models
  std::string manage = "grants,default_privileges";
  bool force = false;
};
int RunInspect(Session& session, const InspectOptions& options);

struct RevisionOptions {
  std::string message, rev_id, head, prove, renames, from;
  std::vector<std::string> rename, assume_equal, assume_different, depends_on, branch_label;
  bool autogenerate = false, allow_empty = false, allow_rewrite = false, drop_extensions = false;
  bool adopt_drift = false, splice = false;
};
int RunRevision(Session& session, const RevisionOptions& options);

struct MergeOptions {
  std::vector<std::string> revisions, branch_label;
  std::string message, rev_id;
};
int RunMerge(Session& session, const MergeOptions& options);

struct MoveOptions {
  std::string target;
  bool sql = false, dry_run = false, verify = false, strict = false;
  std::vector<std::string> allow;  // hazards that a protected environment lets through
};
int RunUpgrade(Session& session, const MoveOptions& options);
int RunDowngrade(Session& session, const MoveOptions& options);

struct ListOptions {
  bool ids_only = false, verbose = false, check_heads = false, sql = false, downgrade = false;
  bool indicate_current = false;
  std::string range, revision;
};
int RunCurrent(Session& session, const ListOptions& options);
int RunHistory(Session& session, const ListOptions& options);
int RunHeads(Session& session, const ListOptions& options);
int RunBranches(Session& session, const ListOptions& options);
int RunShow(Session& session, const ListOptions& options);
int RunStatus(Session& session);

struct StampOptions {
  std::vector<std::string> revisions;
  bool purge = false, sql = false;
};
int RunStamp(Session& session, const StampOptions& options);
int RunEnsureVersion(Session& session);

struct ResolveOptions {
  std::string revision;
  int unit = 0;
  bool done = false, retry = false;
};
int RunResolve(Session& session, const ResolveOptions& options);

struct CheckOptions {
  bool migrations = false;
};
int RunCheck(Session& session, const CheckOptions& options);

struct ProveOptions {
  std::string range;
  bool write = false;
};
int RunProve(Session& session, const ProveOptions& options);

struct DiffOptions {
  std::string from, to, output = "text";
};
int RunDiff(Session& session, const DiffOptions& options);

struct ReviewOptions {
  std::string range;
  std::string fail_on = "none";
};
int RunReview(Session& session, const ReviewOptions& options);

}  // namespace autogen
