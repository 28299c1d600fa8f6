#include "runner/prove/script.h"

#include <algorithm>

#include "engine/sql/quote.h"

namespace autogen {

absl::StatusOr<Script> MakeScript(const Database& renamed, const Database& after,
                                  const Changes& changes, const RenameMap& renames,
                                  const GenerateOptions& options) {
  Script script;
  PlanOptions plan = options.plan;
  plan.search_path.assign(options.search_path.begin(), options.search_path.end());
  ASSIGN_OR_RETURN(script.plan, MakePlan(renamed, after, changes, renames, plan));
  script.statements = Render(script.plan, renamed, after, options.style);
  if (script.plan.check_function_bodies_off) {
    script.statements.insert(script.statements.begin(),
                             Statement{"SET LOCAL check_function_bodies = off", {}, 0, false});
  }
  return script;
}

// An enum's value cannot be used in the transaction that adds it, unless that makes the enum too:
// then a script could not tell if its transaction began with it.
// See: PostgreSQL manual, ALTER TYPE, Notes.
bool CanNest(const Script& script) {
  for (const Statement& statement : script.statements) {
    if (statement.begins_unit) return false;
  }
  return std::none_of(script.plan.steps.begin(), script.plan.steps.end(), [](const Step& step) {
    return step.id.kind == Kind::kEnum && step.verb == Verb::kAlter;
  });
}

std::string SearchPathSql(const std::vector<std::string>& path) {
  std::string sql = "SET LOCAL search_path = ";
  for (size_t i = 0; i < path.size(); ++i) sql += (i ? ", " : "") + QuoteIdentifier(path[i]);
  return path.empty() ? "SET LOCAL search_path = ''" : sql;
}

}  // namespace autogen
