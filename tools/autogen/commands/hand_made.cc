#include "tools/autogen/commands/hand_made.h"

#include "engine/compare/compared_namespaces.h"
#include "engine/schema/left_alone.h"
#include "runner/prove/prove.h"
#include "tools/autogen/heads.h"

namespace autogen {
namespace {

// What is no difference where the models do not manage it: who owns, who may.
void Neutralise(const Managed& managed, Database* database) {
  for (auto [id, object] : database->objects) {
    Common& common = CommonOf(object);
    if (!managed.owners) common.owner.reset();
    if (!managed.grants) common.grants.reset();
  }
}

CompleteOptions ComparedIn(const Sides& sides) {
  CompleteOptions complete;
  for (const std::string& pattern : sides.namespaces) {
    if (pattern == "*") complete.all_namespaces = true;
    complete.namespaces.emplace_back(pattern);
  }
  return complete;
}

// Whether live is what was stated, as far as can be told without a server (and without a copy).
bool IsAsStated(Database stated, const Sides& sides) {
  KeepLeftAlone(sides.live, &stated);
  Neutralise(sides.managed, &stated);
  Changes changes = Compare(stated, sides.live);
  CompleteOptions complete = ComparedIn(sides);
  std::erase_if(changes.changes,
                [&](const ObjectChange& change) { return !IsCompared(change.id, complete); });
  return changes.empty();
}

// What has become of `built`; a scratch server is asked where texts are written differently.
absl::StatusOr<Changes> ChangesSince(Database built, const Sides& sides, bool keep_verdicts,
                                     const ScratchProvider& scratch) {
  CompleteOptions complete = ComparedIn(sides);
  Decided found;
  found.before = Restrict(std::move(built), complete);
  found.target = Restrict(sides.live, complete);
  KeepLeftAlone(found.target, &found.before);  // no migration has made it
  Neutralise(sides.managed, &found.before);
  Neutralise(sides.managed, &found.target);
  found.changes = Compare(found.before, found.target);
  DecideOptions decide;
  decide.keep_verdicts = keep_verdicts;
  RETURN_IF_ERROR(AnswerOpenQuestions({}, decide, scratch, &found));
  return std::move(found.changes);
}

}  // namespace

absl::Status CheckHandMade(Session& session, const MigrationsFolder& folder, const Sides& sides) {
  // Where the last migration's target is found again, nothing has to be replayed.
  std::optional<Database> stated = StatedHeads(session, folder);
  if (stated && IsAsStated(*std::move(stated), sides)) return absl::OkStatus();
  const int major = sides.live.server_version / 10000;
  MigrateOptions run = session.RunOptions();
  run.as_role = sides.live.current_user.str();
  absl::StatusOr<Database> heads = ReadHeads(session, folder, major, run);
  if (!heads.ok()) {
    absl::Status server = session.Scratch(major).status();
    if (server.ok()) return heads.status();
    session.terminal().Say("notice: hand-made changes were not looked for: " +
                           ToFinding(server).message);
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(Changes changes,
                   ChangesSince(*std::move(heads), sides, !session.options().no_cache,
                                [&] { return session.Scratch(major); }));
  if (changes.empty()) return absl::OkStatus();
  Finding finding;
  finding.blame = Blame::kFinding;
  finding.message = "the database is not what the migrations build: somebody changed it by hand";
  finding.detail = DescribeChanges(changes);
  finding.hint = "--from migrations leaves that out, --adopt-drift takes it into this migration";
  return ToStatus(finding);
}

}  // namespace autogen
