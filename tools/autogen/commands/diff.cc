#include "codegen/report/changes.h"
#include "codegen/sql/statement.h"
#include "runner/decide/decide.h"
#include "tools/autogen/commands/commands.h"
#include "tools/autogen/commands/source.h"

namespace autogen {
namespace {

// Two schemas side by side. Owners and rights are no difference between sources that were made by
// different roles.
void WithoutRights(Database* database) {
  for (auto [id, object] : database->objects) {
    CommonOf(object).owner.reset();
    CommonOf(object).grants.reset();
  }
}

struct Difference {
  Database before, after;
  Changes changes;
  RenameMap renames;
};

absl::StatusOr<Difference> Compute(Session& session, const DiffOptions& options) {
  Difference result;
  ASSIGN_OR_RETURN(result.before, ReadSource(options.from, session));
  bool models = TypeOfSource(options.to) == SourceType::kModels ||
                TypeOfSource(options.to) == SourceType::kGit;
  if (models) {
    ASSIGN_OR_RETURN(ReadModelPtr read, ReadModelSource(options.to, session));
    AgainstOptions against = session.AgainstModels();
    against.rename_mode = RenameMode::kIgnore;
    ASSIGN_OR_RETURN(ModelsAgainst compared, CompareModels(*read, result.before, against,
                                                           [&] { return session.Scratch(0); }));
    result.before = std::move(compared.decision.before);
    result.after = std::move(compared.decision.target);
    result.changes = std::move(compared.decision.changes);
    result.renames = std::move(compared.renames);
    return result;
  }
  ASSIGN_OR_RETURN(result.after, ReadSource(options.to, session));
  WithoutRights(&result.before);
  WithoutRights(&result.after);
  result.changes = Compare(result.before, result.after);
  return result;
}

absl::StatusOr<std::string> Sql(const Difference& difference) {
  ASSIGN_OR_RETURN(Plan plan, MakePlan(difference.before, difference.after, difference.changes,
                                       difference.renames, {}));
  std::string sql;
  SqlStyle style{.lower_keywords = false, .first_schema = "public"};
  for (const Statement& statement : Render(plan, difference.before, difference.after, style)) {
    for (const Hazard& hazard : statement.hazards) {
      sql += "-- hazard: " + hazard.id + ": " + hazard.words + "\n";
    }
    sql += statement.text + ";\n";
  }
  return sql;
}

std::string Markdown(const std::vector<ChangeLine>& lines) {
  std::string out = "| change | object | what |\n|---|---|---|\n";
  for (const ChangeLine& line : lines) {
    std::string detail;
    for (char c : line.detail) detail += c == '|' ? std::string("\\|") : std::string(1, c);
    out += "| " + line.verb + " " + line.kind + " | `" + line.label + "` | " +
           (detail.empty() ? "" : "`" + detail + "`") + " |\n";
  }
  return out;
}

absl::StatusOr<bool> Diff(Session& session, const DiffOptions& options) {
  ASSIGN_OR_RETURN(Difference difference, Compute(session, options));
  std::vector<ChangeLine> lines =
      ChangeLines(difference.changes, difference.before, difference.after, difference.renames);
  const Terminal& terminal = session.terminal();
  if (session.options().json || options.output == "json") {
    terminal.Result(ChangesJson(lines) + "\n");
  } else if (options.output == "sql") {
    ASSIGN_OR_RETURN(std::string sql, Sql(difference));
    terminal.Result(sql);
  } else if (options.output == "markdown") {
    terminal.Result(Markdown(lines));
  } else {
    terminal.Result(ChangesText(lines));
  }
  if (lines.empty()) terminal.Say("no differences");
  return lines.empty();
}

}  // namespace

int RunDiff(Session& session, const DiffOptions& options) {
  absl::StatusOr<bool> same = Diff(session, options);
  if (!same.ok()) return session.terminal().Fail(same.status());
  return *same ? 0 : 1;
}

}  // namespace autogen
