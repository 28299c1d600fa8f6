#include "codegen/report/review.h"

#include <algorithm>

#include "tools/autogen/commands/commands.h"
#include "tools/autogen/json_text.h"

namespace autogen {
namespace {

bool Loses(const Migration& migration) {
  auto loses = [](const Hazard& hazard) { return hazard.id == "data-loss"; };
  return std::any_of(migration.upgrade.hazards.begin(), migration.upgrade.hazards.end(), loses);
}

absl::StatusOr<bool> Review(Session& session, const ReviewOptions& options) {
  ASSIGN_OR_RETURN(MigrationsFolder folder, session.Migrations());
  if (folder.migrations.empty()) return InputError("there is no migration to review");
  ASSIGN_OR_RETURN(std::vector<std::string> ids,
                   folder.graph.Resolve(options.range.empty() ? "heads" : options.range));
  bool fine = true;
  std::vector<std::string> json;
  for (const std::string& id : ids) {
    const Migration& migration = *folder.Find(id);
    if (session.options().json) {
      json.push_back(ReviewJson(migration));
    } else {
      session.terminal().Result(ReviewMarkdown(migration));
    }
    bool worried =
        options.fail_on == "error" ? Loses(migration) : !migration.upgrade.hazards.empty();
    if (options.fail_on != "none" && worried) fine = false;
  }
  if (session.options().json) session.terminal().Result(JsonLines(json) + "\n");
  return fine;
}

}  // namespace

int RunReview(Session& session, const ReviewOptions& options) {
  absl::StatusOr<bool> fine = Review(session, options);
  if (!fine.ok()) return session.terminal().Fail(fine.status());
  return *fine ? 0 : 1;
}

}  // namespace autogen
